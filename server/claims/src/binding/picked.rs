//! Whether the words around a subject pick another one: the second of two, what it is done without, what comes behind it.

use glossary::Owner;
use note::TokenKind;

use super::{is_rival, names_rival};
use crate::{
    draft::Draft,
    reading::Reading,
    scan::{Amount, Found},
    subject::{Which, which},
};

/// A name of a role spans so many tokens: `the main competitor`.
const ROLE: u32 = 4;

/// Whether what is said is of another thing than the subject, by words that stand around the subject.
pub(super) fn is_of_another(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    if draft.subject.unit != reading.id {
        return is_of_a_size(reading);
    }
    reading.unit.cell.is_none()
        && (is_one_of_two(reading, draft)
            || is_without(reading, draft)
            || is_followed(reading, draft)
            || has_another_role(reading, draft))
}

/// Whether a line under a title opens with a size and names nothing that has it, so that it tells of another member:
/// `**小模型**：7B，隐藏维度：4096`, `**Compared with 7B**: 32 layers`.
fn is_of_a_size(reading: &Reading<'_, '_>) -> bool {
    let scan = reading.scan;
    let Some(key) = reading.unit.key else { return false };
    let start = reading.unit.tokens.start;
    let named = (start..key.end).any(|at| reading.covers(|owner| matches!(owner, Owner::Name(_)), at));
    let sized = |amount: &Amount| {
        let letter = scan.folded(amount.run.end - 1);
        matches!(letter, "b" | "m") && amount.run.end <= key.value + 2 && amount.run.start >= start
    };
    !named && scan.amounts_of(reading.id).iter().any(sized)
}

/// Whether a key names two things and the line speaks of the other of them by its place: `**A / B**: the latter drops the
/// mean`.
fn is_one_of_two(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject) = (reading.scan, &draft.subject.run);
    let Some(key) = reading.unit.key.filter(|key| subject.end <= key.end) else { return false };
    let named: Vec<&Found> = reading.mentions_in(&(reading.unit.tokens.start..key.end)).collect();
    let ([first, .., last], mut words) = (named.as_slice(), key.value..reading.unit.tokens.end) else { return false };
    let word = |at: u32| scan.folded(at);
    let place = |at: u32| {
        let alone = || scan.kind(at + 2) == TokenKind::Punct || word(at + 2).ends_with('s') || word(at + 2) == "one";
        let counted = || match (word(at), word(at + 1)) {
            ("the", "second") if alone() => Some(Which::Second),
            ("the", "first") if alone() => Some(Which::First),
            _ => None,
        };
        which(scan, at).or_else(counted).map(|which| if which == Which::First { first } else { last })
    };
    words.find_map(place).is_some_and(|picked| picked.run != *subject)
}

/// Whether the subject is taken without something: `X without a learned gain has …`.
fn is_without(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject) = (reading.scan, &draft.subject.run);
    let behind = subject.end + 3..reading.clause_run(subject.start).end;
    matches!(scan.folded(subject.end), "without" | "minus") && behind.contains(&draft.run.start)
}

/// Whether another thing comes behind the subject in time, and what follows is about that: `X 之后再用 Y，需要 …`.
fn is_followed(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject) = (reading.scan, &draft.subject.run);
    let word = |at: u32| scan.folded(at);
    let behind = matches!((word(subject.end), word(subject.end + 1)), ("之" | "以", "后") | ("后", _));
    behind && names_rival(reading, &(subject.end..draft.run.start), &draft.subject)
}

/// Whether the subject only has something that plays a part for it, and a pronoun takes up that: `A 的对手是 B，它 …`, `A's
/// predecessor is B, which …`.
fn has_another_role(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject) = (reading.scan, &draft.subject.run);
    let word = |at: u32| scan.folded(at);
    if !matches!(word(subject.end), "的" | "'s") || draft.run.start <= subject.end {
        return false;
    }
    let is = |at: &u32| matches!(word(*at), "是" | "is" | "was" | "为");
    let Some(copula) = (subject.end + 2..subject.end + 2 + 2 * ROLE).find(is) else { return false };
    let another = reading.mentions_in(&(copula + 1..draft.run.end)).next();
    let Some(another) = another.filter(|mention| scan.is_checkable(mention)) else { return false };
    // `A 的架构是 B，它 …`: what the glossary calls so is a property of A.
    let named = (subject.end..copula).any(|at| reading.covers(super::links, at));
    let property = named && !is_rival(scan, another, &draft.subject);
    let direct = another.run.start <= copula + 2;
    let mut behind = another.run.end..draft.run.end;
    let pronoun = |at: u32| matches!(word(at), "它" | "其" | "it" | "which" | "its" | "they");
    direct && !property && behind.clone().any(|at| scan.kind(at) == TokenKind::Punct) && behind.any(pronoun)
}
