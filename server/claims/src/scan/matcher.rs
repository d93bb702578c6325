//! Matches expressions against tokens.
//!
//! Expressions are short and gaps bounded, so plain backtracking is linear in the text; the longest match is wanted,
//! because a longer expression is a more exact reading of the same words.

use glossary::Node;
use note::TokenKind;

use super::Scan;

/// The end of the longest match of `nodes` from token `at`, within tokens before `end`.
pub(super) fn longest_match(scan: &Scan<'_>, nodes: &[Node], at: u32, end: u32) -> Option<u32> {
    let mut matcher = Matcher { scan, end, longest: None, steps: 0 };
    matcher.run(&mut vec![nodes], at);
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

impl Matcher<'_, '_> {
    /// Matches what is left on the stack of sequences, the innermost last, from token `at`.
    fn run<'n>(&mut self, rest: &mut Vec<&'n [Node]>, at: u32) {
        self.steps += 1;
        if self.steps > STEPS {
            return;
        }
        while rest.last().is_some_and(|nodes| nodes.is_empty()) {
            rest.pop();
        }
        let Some((node, after)) = rest.last().and_then(|nodes| nodes.split_first()) else {
            self.longest = self.longest.max(Some(at));
            return;
        };
        rest.pop();
        rest.push(after);
        let depth = rest.clone();
        match node {
            Node::Any(branches) => {
                for branch in branches {
                    rest.push(branch);
                    self.run(rest, at);
                    rest.clone_from(&depth);
                }
            }
            Node::Optional(nodes) => {
                rest.push(nodes);
                self.run(rest, at);
                rest.clone_from(&depth);
                self.run(rest, at);
            }
            Node::Gap(size, commas) => self.gap(rest, at, *size, *commas),
            node => {
                if let Some(next) = self.one(node, at) {
                    self.run(rest, next);
                }
            }
        }
        *rest = depth;
    }

    fn gap<'n>(&mut self, rest: &mut Vec<&'n [Node]>, at: u32, size: u8, commas: bool) {
        let depth = rest.clone();
        let mut left = 2 * i32::from(size);
        let mut at = at;
        loop {
            self.run(rest, at);
            rest.clone_from(&depth);
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
        if commas { self.scan.ends_sentence(at) } else { self.scan.ends_clause(at) }
    }

    /// The token behind a node that takes a fixed thing at `at`.
    fn one(&self, node: &Node, at: u32) -> Option<u32> {
        if at >= self.end {
            return None;
        }
        match node {
            Node::Word(words) => {
                let word = self.scan.word(at)?;
                words.binary_search(&word).is_ok().then_some(at + 1)
            }
            Node::Number => self.number(at),
            Node::Type(kind) => {
                let mention = self.scan.mention_at(at).filter(|mention| mention.run.start == at)?;
                let glossary = self.scan.glossary;
                mention.entries.iter().any(|&id| glossary.entry(id).kind == *kind).then_some(mention.run.end)
            }
            Node::Entry(entry) => {
                let mention = self.scan.mention_at(at).filter(|mention| mention.run.start == at)?;
                let glossary = self.scan.glossary;
                mention.entries.iter().any(|&id| glossary.is_narrower_or_same(id, *entry)).then_some(mention.run.end)
            }
            Node::Any(_) | Node::Optional(_) | Node::Gap(..) => None,
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
