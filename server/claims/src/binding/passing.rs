//! Whether something is said in passing: in a few words of a sentence, or of a cell, that for the most part says something
//! else.
//!
//! A sentence that gives its subject a value of a list, or is about a subject that another line gives, has little else in
//! it. Where much is left that nothing was read of, in front of both, between them or behind the value, another reading is
//! likelier than a mistake of the author: nine in ten such refutations in pages from public repositories were wrong. What
//! stands under a header or behind a key gives a value of a list whole: where more is left, it is of something else (of
//! seven, none was right).

use note::TokenKind;

use super::noun::is_heavy;
use crate::{
    ClaimValue,
    draft::Draft,
    reading::Reading,
    scan::{Run, Scan},
};

/// As much may be left: six words, twelve Chinese characters.
const MOST: u32 = 12;
/// Beside what a header or a key asks for, a word or two characters.
const REST: u32 = 2;
/// A Chinese noun goes on behind a value for so many characters.
const NOUN: u32 = 4;

/// Whether the sentence says much else.
pub(super) fn is_in_passing(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let value = &draft.run;
    let choice = matches!(draft.value, ClaimValue::Choice(_));
    let own = draft.subject.unit == reading.id;
    if !reading.unit.tokens.contains(&value.start) || draft.answers {
        return false;
    }
    if draft.keyed {
        return choice && !own && is_less_than_all(reading, value);
    }
    if choice && (is_denied_in_passing(reading, draft) || is_owner(reading, value)) {
        return true;
    }
    // What a model has, and what only its entry says, is seldom misread where much around is known (`surroundings`).
    let bound = choice || matches!(draft.value, ClaimValue::Statement(_)) && !own;
    bound && reading.unit.cell.is_none() && left(reading, draft, own) >= MOST
}

/// The weight of what is not read of a sentence, up to where the clause of the value ends.
fn left(reading: &Reading<'_, '_>, draft: &Draft, own: bool) -> u32 {
    let (scan, value) = (reading.scan, &draft.run);
    let tokens = &reading.unit.tokens;
    let clause = (value.end..tokens.end).find(|&at| ends(reading, at)).unwrap_or(tokens.end);
    let subject = own.then_some(&draft.subject.run);
    let to = subject.map_or(clause, |subject| clause.max(subject.start));
    let read = |at: u32| value.contains(&at) || subject.is_some_and(|subject: &Run| subject.contains(&at));
    (reading.unit.opening()..to).filter(|&at| !read(at)).map(|at| cost(scan, at)).sum()
}

/// What a token weighs that is not read.
fn cost(scan: &Scan<'_>, at: u32) -> u32 {
    if scan.is_light(at) { 0 } else { super::weight::cost(scan.kind(at)) }
}

fn ends(reading: &Reading<'_, '_>, at: u32) -> bool {
    reading.scan.ends_clause(at) || matches!(reading.scan.folded(at), ":" | "(" | ")")
}

/// Whether a cell, or what stands behind a key, goes on without a break: `All weights or small modules`, `Math & Code`. What
/// begins another clause only adds to a value: `yes, one for each head`.
fn is_less_than_all(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let tokens = &reading.unit.tokens;
    let start = reading.unit.opening();
    let parts = |at: u32| ends(reading, at) || matches!(scan.folded(at), "," | "，");
    let before = (start..value.start).rev().take_while(|&at| !parts(at));
    let behind = (value.end..tokens.end).take_while(|&at| !parts(at));
    let taken_up = (start..value.start).any(|at| reading.points_back_in(at..at + 1));
    !taken_up && before.chain(behind).map(|at| cost(scan, at)).sum::<u32>() > REST
}

/// Whether what is denied is more or less than a value: `does not consider the X of Y`, `is no X-like method`.
fn is_denied_in_passing(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    if draft.polarity {
        return false;
    }
    let start = reading.clause_run(value.start).start.max(reading.unit.tokens.start);
    let negation = (start..value.start).rev().find(|&at| scan.negates(at));
    let between = negation.is_some_and(|at| (at + 1..value.start).any(|at| is_content(reading, at)));
    let end = value.end;
    let goes_on = end < reading.unit.tokens.end && (scan.folded(end) == "的" || is_content(reading, end));
    between || goes_on
}

/// Whether what a copula leads to only owns something: `是推理系统的瓶颈`. What is of a class is a method, or one of it.
fn is_owner(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    let end = reading.unit.tokens.end;
    let noun = (value.end..end.min(value.end + NOUN)).take_while(|&at| is_content(reading, at)).count();
    let of = value.end + noun as u32;
    let class = matches!(
        (word(of + 1), word(of + 2)),
        ("方", "法" | "式")
            | ("技", "术")
            | ("手", "段")
            | ("算", "法")
            | ("步", "骤")
            | ("环", "节")
            | ("策", "略")
            | ("一", _)
    );
    word(value.start) == "是"
        && of + 1 < end
        && matches!(word(of), "的" | "和" | "与")
        && reading.scan.kind(of + 1) == TokenKind::Han
        && !class
}

fn is_content(reading: &Reading<'_, '_>, at: u32) -> bool {
    reading.scan.kind(at) != TokenKind::Punct && is_heavy(reading, at)
}
