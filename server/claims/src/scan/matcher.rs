//! Matches expressions against tokens.
//!
//! Expressions are short and gaps bounded, so plain backtracking is linear in the text; the longest match is wanted,
//! because a longer expression is a more exact reading of the same words. Nothing is allocated.

use glossary::{Code, Op, Words};
use note::TokenKind;

use super::Scan;

/// The end of the longest match of `code` from token `at`, within tokens before `end`; `across` is whether adverbs may
/// stand between its tokens.
pub(super) fn longest_match(scan: &Scan<'_>, code: Code<'_>, at: u32, end: u32, across: bool) -> Option<u32> {
    let mut matcher = Matcher { scan, end, across, longest: None, steps: 0 };
    matcher.run(code, None, at);
    matcher.longest
}

/// How many steps one attempt may take; far above what any expression in use needs.
const STEPS: u32 = 2_000;

struct Matcher<'s, 'a> {
    scan: &'s Scan<'a>,
    end: u32,
    across: bool,
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
    fn run<'n>(&mut self, mut code: Code<'n>, mut rest: Option<&Rest<'n>>, mut at: u32) {
        loop {
            self.steps += 1;
            if self.steps > STEPS {
                return;
            }
            let Some((op, after)) = code.split_first() else {
                let Some(behind) = rest else {
                    self.longest = self.longest.max(Some(at));
                    return;
                };
                (code, rest) = (behind.code, behind.outer);
                continue;
            };
            match op {
                Op::Any(branches) => {
                    let rest = Rest { code: after, outer: rest };
                    for branch in branches {
                        self.run_if_begun(branch, Some(&rest), at);
                    }
                    return;
                }
                Op::Optional(inner) => self.run_if_begun(inner, Some(&Rest { code: after, outer: rest }), at),
                Op::Gap(size, commas) => return self.gap(after, rest, at, size, commas),
                op => match self.one(&op, at) {
                    Some(next) => at = self.past(next),
                    None => return,
                },
            }
            code = after;
        }
    }

    /// Matches a sequence where its first word stands; most alternatives end there.
    #[inline]
    fn run_if_begun(&mut self, code: Code<'_>, rest: Option<&Rest<'_>>, at: u32) {
        if code.first_words().is_none_or(|words| self.is_one_of(words, at)) {
            self.run(code, rest, at);
        }
    }

    fn gap(&mut self, after: Code<'_>, rest: Option<&Rest<'_>>, at: u32, size: u8, commas: bool) {
        let mut left = 2 * i32::from(size);
        let mut at = at;
        let first = after.first_words();
        loop {
            if first.is_none_or(|words| self.is_one_of(words, at)) {
                self.run(after, rest, at);
            }
            if at >= self.end || self.blocks(at, commas) {
                return;
            }
            left -= if self.scan.kind(at) == TokenKind::Han { 1 } else { 2 };
            if left < 0 {
                return;
            }
            at = self.past(at + 1);
        }
    }

    /// The token to go on with at `at`: the next that is no adverb, where these are passed over.
    #[inline]
    fn past(&self, mut at: u32) -> u32 {
        while self.across && at < self.end && self.scan.passes(at) {
            at += 1;
        }
        at
    }

    #[inline]
    fn is_one_of(&self, words: Words<'_>, at: u32) -> bool {
        at < self.end && self.scan.word(at).is_some_and(|word| words.contains(word))
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
            Op::Words(words) => self.is_one_of(*words, at).then_some(at + 1),
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
