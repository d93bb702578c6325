//! Matches expressions against tokens.
//!
//! Expressions are short and gaps bounded, so plain backtracking is linear in the text; the longest match is wanted,
//! because a longer expression is a more exact reading of the same words. Where words stand is looked up once in a
//! sentence for all expressions that need them ([`Places`]), so that a gap leaps to where it can end. Nothing is allocated.

use glossary::{Code, Op, Places, Words};
use note::TokenKind;

use super::{Run, Scan};

/// The end of the longest match of `code` from token `at`, within the tokens of a sentence.
pub(super) fn longest_match(
    scan: &Scan<'_>,
    places: &mut Places<'_>,
    code: Code<'_>,
    at: u32,
    tokens: &Run,
) -> Option<u32> {
    let mut matcher = Matcher { scan, places, start: tokens.start, end: tokens.end, longest: None, steps: 0 };
    matcher.run(code, None, at);
    matcher.longest
}

/// How many steps one attempt may take; far above what any expression in use needs.
const STEPS: u32 = 2_000;

struct Matcher<'s, 'a, 'p> {
    scan: &'s Scan<'a>,
    places: &'s mut Places<'p>,
    start: u32,
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

impl Matcher<'_, '_, '_> {
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
                    if !self.may_begin(code, at) {
                        return;
                    }
                    let rest = Rest { code: after, outer: rest };
                    for branch in branches {
                        if self.may_begin(branch, at) {
                            self.run(branch, Some(&rest), at);
                        }
                    }
                    return;
                }
                Op::Optional(inner) => {
                    if self.may_begin(inner, at) {
                        self.run(inner, Some(&Rest { code: after, outer: rest }), at);
                    }
                }
                Op::Gap(size, commas) => return self.gap(after, rest, at, size, commas),
                op => match self.one(&op, at) {
                    Some(next) => at = next,
                    None => return,
                },
            }
            code = after;
        }
    }

    /// Whether a sequence can begin at a token; most alternatives end there.
    #[inline]
    fn may_begin(&mut self, code: Code<'_>, at: u32) -> bool {
        code.first_words().is_none_or(|words| self.is_one_of(words, at))
    }

    /// Matches a sequence behind up to so many tokens.
    fn gap(&mut self, after: Code<'_>, rest: Option<&Rest<'_>>, mut at: u32, size: u8, commas: bool) {
        let mut left = 2 * u32::from(size);
        let first = after.first_words();
        loop {
            let goal = first.map_or(Some(at), |words| self.next(words, at));
            // A token takes half of the room of one at least.
            let Some(goal) = goal.filter(|goal| goal - at <= left) else { return };
            if !self.leap(&mut at, goal, &mut left, commas) {
                return;
            }
            self.run(after, rest, at);
            if !self.leap(&mut at, goal + 1, &mut left, commas) {
                return;
            }
        }
    }

    /// Goes on to a token; whether a gap reaches so far.
    fn leap(&self, at: &mut u32, to: u32, left: &mut u32, commas: bool) -> bool {
        while *at < to {
            if *at >= self.end || self.blocks(*at, commas) {
                return false;
            }
            let room = left.checked_sub(if self.scan.kind(*at) == TokenKind::Han { 1 } else { 2 });
            let Some(room) = room else { return false };
            *left = room;
            *at += 1;
        }
        true
    }

    #[inline]
    fn is_one_of(&mut self, words: Words, at: u32) -> bool {
        self.places.has(words, at - self.start)
    }

    /// The next token, from one on, that is one of some words.
    #[inline]
    fn next(&mut self, words: Words, at: u32) -> Option<u32> {
        self.places.next(words, at - self.start).map(|place| self.start + place)
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
    fn one(&mut self, op: &Op<'_>, at: u32) -> Option<u32> {
        if at >= self.end {
            return None;
        }
        if let Op::Words(words) = op {
            return self.is_one_of(*words, at).then_some(at + 1);
        }
        let glossary = self.scan.glossary;
        let mention = || self.scan.mention_at(at).filter(|mention| mention.run.start == at);
        match op {
            Op::Number => self.number(at),
            Op::Type(kind) => {
                let mention = mention()?;
                mention.entries.iter().any(|&id| glossary.kind(id) == *kind).then_some(mention.run.end)
            }
            Op::Entry(entry) => {
                let mention = mention()?;
                mention.entries.iter().any(|&id| glossary.is_narrower_or_same(id, *entry)).then_some(mention.run.end)
            }
            Op::Words(_) | Op::Any(_) | Op::Optional(_) | Op::Gap(..) => None,
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
