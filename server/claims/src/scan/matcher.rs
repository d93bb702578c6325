//! Matches expressions against tokens.
//!
//! Expressions are short and gaps bounded, so plain backtracking is linear in the text; the longest match is wanted,
//! because a longer expression is a more exact reading of the same words. Nothing is allocated.

use glossary::{Code, Op};
use note::TokenKind;

use super::Scan;

/// The end of the longest match of `code` from token `at`, within tokens before `end`.
pub(super) fn longest_match(scan: &Scan<'_>, code: Code<'_>, at: u32, end: u32) -> Option<u32> {
    let mut matcher = Matcher { scan, end, longest: None, steps: 0 };
    matcher.run(code, None, at);
    matcher.longest
}

/// How many steps one attempt may take; far above what any expression in use needs.
const STEPS: u32 = 2_000;

struct Matcher<'s, 'a> {
    scan: &'s Scan<'a>,
    end: u32,
    longest: Option<u32>,
    steps: u32,
}

/// What is to be matched behind the sequence in hand: the sequences around it, inner before outer.
#[derive(Clone, Copy)]
struct Rest<'n> {
    code: Code<'n>,
    outer: Option<&'n Rest<'n>>,
}

impl Matcher<'_, '_> {
    /// Matches a sequence and then what is behind it, from token `at`.
    fn run(&mut self, code: Code<'_>, rest: Option<&Rest<'_>>, at: u32) {
        self.steps += 1;
        if self.steps > STEPS {
            return;
        }
        let Some((op, after)) = code.split_first() else {
            match rest {
                Some(rest) => self.run(rest.code, rest.outer, at),
                None => self.longest = self.longest.max(Some(at)),
            }
            return;
        };
        match op {
            Op::Any(branches) => {
                let rest = Rest { code: after, outer: rest };
                for branch in branches {
                    self.run(branch, Some(&rest), at);
                }
            }
            Op::Optional(inner) => {
                self.run(inner, Some(&Rest { code: after, outer: rest }), at);
                self.run(after, rest, at);
            }
            Op::Gap(size, commas) => self.gap(after, rest, at, size, commas),
            op => {
                if let Some(next) = self.one(&op, at) {
                    self.run(after, rest, next);
                }
            }
        }
    }

    fn gap(&mut self, after: Code<'_>, rest: Option<&Rest<'_>>, at: u32, size: u8, commas: bool) {
        let mut left = 2 * i32::from(size);
        let mut at = at;
        loop {
            self.run(after, rest, at);
            if at >= self.end || self.blocks(at, commas) {
                return;
            }
            left -= if self.scan.kind(at) == TokenKind::Han { 1 } else { 2 };
            if left < 0 {
                return;
            }
            at += 1;
        }
    }

    fn blocks(&self, at: u32, commas: bool) -> bool {
        if self.scan.negates(at) {
            return true;
        }
        if self.scan.kind(at) != TokenKind::Punct {
            return false;
        }
        if commas { self.scan.ends_sentence(at) } else { self.scan.ends_clause(at) }
    }

    /// The token behind a node that takes a fixed thing at `at`.
    fn one(&self, op: &Op<'_>, at: u32) -> Option<u32> {
        if at >= self.end {
            return None;
        }
        let glossary = self.scan.glossary;
        let mention = || self.scan.mention_at(at).filter(|mention| mention.run.start == at);
        match op {
            Op::Word(word) => (self.scan.word(at) == Some(*word)).then_some(at + 1),
            Op::Words(words) => words.contains(self.scan.word(at)?).then_some(at + 1),
            Op::Number => self.number(at),
            Op::Type(kind) => {
                let mention = mention()?;
                mention.entries.iter().any(|&id| glossary.kind(id) == *kind).then_some(mention.run.end)
            }
            Op::Entry(entry) => {
                let mention = mention()?;
                mention.entries.iter().any(|&id| glossary.is_narrower_or_same(id, *entry)).then_some(mention.run.end)
            }
            Op::Any(_) | Op::Optional(_) | Op::Gap(..) => None,
        }
    }

    fn number(&self, at: u32) -> Option<u32> {
        let amount = self.scan.amounts.iter().rev().take(32).find(|amount| amount.run.start == at);
        match amount {
            Some(amount) => Some(amount.run.end),
            None => (self.scan.kind(at) == TokenKind::Number).then_some(at + 1),
        }
    }
}
