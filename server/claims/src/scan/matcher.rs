//! Matches expressions against tokens.
//!
//! Expressions are short and gaps bounded, so plain backtracking is linear in the text; the longest match is wanted,
//! because a longer expression is a more exact reading of the same words. Where words stand is looked up once in a
//! sentence for all expressions that need them ([`Places`]), so that a gap leaps to where it can end. Nothing is allocated.

use glossary::{Code, Op, Places};
use note::TokenKind;

use super::{Run, Scan};

/// The tokens that the places of a sentence are: all of a run, or those that are left of it.
#[derive(Clone, Copy)]
pub(super) enum Line<'s> {
    /// All tokens from one on.
    From(u32),
    /// Some tokens, sorted.
    Kept(&'s [u32]),
}

impl Line<'_> {
    /// The token of a place.
    #[inline]
    pub(super) fn token(self, place: u32) -> u32 {
        match self {
            Self::From(start) => start + place,
            Self::Kept(kept) => kept.get(place as usize).copied().unwrap_or(u32::MAX),
        }
    }

    /// The token behind what ends before a place.
    pub(super) fn end(self, place: u32) -> u32 {
        match self {
            Self::From(start) => start + place,
            Self::Kept(_) => place.checked_sub(1).map_or(0, |last| self.token(last) + 1),
        }
    }

    /// The place of a token, or of the next that has one.
    fn place(self, token: u32) -> u32 {
        match self {
            Self::From(start) => token - start,
            Self::Kept(kept) => kept.partition_point(|&kept| kept < token) as u32,
        }
    }
}

/// The end of the longest match of `code` from a place of a sentence, whose tokens are those of `line`.
pub(super) fn longest_match(
    scan: &Scan<'_>,
    places: &mut Places<'_>,
    line: Line<'_>,
    code: Code<'_>,
    place: u32,
) -> Option<u32> {
    let end = places.len();
    let mut matcher = Matcher { scan, places, line, end, longest: None, steps: 0 };
    matcher.run(code, None, place);
    matcher.longest
}

/// How many steps one attempt may take; far above what any expression in use needs.
const STEPS: u32 = 2_000;

struct Matcher<'s, 'a, 'p> {
    scan: &'s Scan<'a>,
    places: &'s mut Places<'p>,
    line: Line<'s>,
    /// How many places there are.
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
    /// Matches a sequence and then what is behind it, from place `at`.
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

    /// Whether a sequence can begin at a place; most alternatives end there.
    #[inline]
    fn may_begin(&mut self, code: Code<'_>, at: u32) -> bool {
        code.first_words().is_none_or(|words| self.places.has(words, at))
    }

    /// Matches a sequence behind up to so many tokens.
    fn gap(&mut self, after: Code<'_>, rest: Option<&Rest<'_>>, mut at: u32, size: u8, commas: bool) {
        let mut left = 2 * u32::from(size);
        let first = after.first_words();
        loop {
            let goal = first.map_or(Some(at), |words| self.places.next(words, at));
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

    /// Goes on to a place; whether a gap reaches so far.
    fn leap(&self, at: &mut u32, to: u32, left: &mut u32, commas: bool) -> bool {
        while *at < to {
            let token = self.line.token(*at);
            if *at >= self.end || self.blocks(token, commas) {
                return false;
            }
            let room = left.checked_sub(if self.scan.kind(token) == TokenKind::Han { 1 } else { 2 });
            let Some(room) = room else { return false };
            *left = room;
            *at += 1;
        }
        true
    }

    /// Whether no gap reaches over a token.
    fn blocks(&self, token: u32, commas: bool) -> bool {
        if self.scan.negates(token) {
            return true;
        }
        if self.scan.kind(token) != TokenKind::Punct {
            return false;
        }
        if commas { self.scan.ends_sentence(token) } else { self.scan.ends_clause(token) }
    }

    /// The place behind a node that takes a fixed thing at `at`.
    fn one(&mut self, op: &Op<'_>, at: u32) -> Option<u32> {
        if let Op::Words(words) = op {
            return self.places.has(*words, at).then_some(at + 1);
        }
        if at >= self.end {
            return None;
        }
        let glossary = self.scan.glossary;
        let token = self.line.token(at);
        let mention = || self.scan.mention_at(token).filter(|mention| mention.run.start == token);
        let behind = |run: &Run| self.line.place(run.end);
        match op {
            Op::Number => self.number(token).map(|end| self.line.place(end)),
            Op::Type(kind) => {
                let mention = mention()?;
                mention.entries.iter().any(|&id| glossary.kind(id) == *kind).then(|| behind(&mention.run))
            }
            Op::Entry(entry) => {
                let mention = mention()?;
                mention.entries.iter().any(|&id| glossary.is_narrower_or_same(id, *entry)).then(|| behind(&mention.run))
            }
            Op::Words(_) | Op::Any(_) | Op::Optional(_) | Op::Gap(..) => None,
        }
    }

    /// The token behind a number.
    fn number(&self, token: u32) -> Option<u32> {
        let amount = self.scan.amounts.iter().rev().take(32).find(|amount| amount.run.start == token);
        match amount {
            Some(amount) => Some(amount.run.end),
            None => (self.scan.kind(token) == TokenKind::Number).then_some(token + 1),
        }
    }
}
