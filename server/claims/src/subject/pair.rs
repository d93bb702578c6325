//! Which of two or three things are meant: `the former`, `后者`, `both`, `三者`.

use glossary::{EntryId, Owner};
use note::UnitId;

use super::{Reading, Run, Scan, Subject, only};
use crate::context;

/// One of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    First,
    Second,
}

/// What the clause of a value points to of what was named before it, in the unit or else in its context: the first or the
/// second of two, or two or three things together (`Both use RoPE`, `三者都用 …`), of which all must be what can have the
/// value. `None` where no word points so.
pub(super) fn pointed_to(
    reading: &Reading<'_, '_>,
    value: &Run,
    accept: &dyn Fn(EntryId) -> bool,
) -> Option<Vec<Subject>> {
    let named = if let Some((at, which)) = word(reading, value) {
        named_before(reading, at).map(|[first, second]| vec![if which == Which::First { first } else { second }])
    } else {
        match together_word(reading, value)? {
            (at, 2) => named_before::<2>(reading, at).map(Vec::from),
            (at, _) => named_before::<3>(reading, at).map(Vec::from),
        }
    };
    Some(named.filter(|named| named.iter().all(|subject| accept(subject.entry))).unwrap_or_default())
}

/// Whether the clause of a value points to the first or the second of two, or to two or three things together.
pub(crate) fn points_to_named(reading: &Reading<'_, '_>, value: &Run) -> bool {
    word(reading, value).is_some() || together_word(reading, value).is_some()
}

/// The word for two or three things together that opens the clause of a value, and how many they are.
fn together_word(reading: &Reading<'_, '_>, value: &Run) -> Option<(u32, usize)> {
    let scan = reading.scan;
    let clause = reading.clause_run(value.start);
    let start = clause.start.max(reading.unit.tokens.start);
    let first = start + u32::from(scan.folded(start) == "they");
    let word = |at: u32| if at < value.start { scan.folded(at) } else { "" };
    let (count, end) = match (word(first), word(first + 1)) {
        ("both", _) => (2, first + 1),
        ("两" | "二", "者") => (2, first + 2),
        ("all", "three") | ("三", "者") => (3, first + 2),
        _ => return None,
    };
    // `Both directions are …`, `both A and B`: another noun follows.
    let verb = scan.mention_at(end).is_none()
        && (scan.is_light(end) || links(reading, end) || matches!(word(end), "models" | "of" | "methods"));
    (end < value.start && verb).then_some((first, count))
}

fn links(reading: &Reading<'_, '_>, at: u32) -> bool {
    reading.scan.hits_of(reading.id).iter().any(|hit| {
        hit.run.start == at
            && matches!(
                hit.owner,
                Owner::Before(_)
                    | Owner::With(_)
                    | Owner::Says(..)
                    | Owner::Spares(..)
                    | Owner::Denies(..)
                    | Owner::Choice(..)
            )
    })
}

/// The things, and no more, that a unit names before a token, or else its context does.
fn named_before<const N: usize>(reading: &Reading<'_, '_>, at: u32) -> Option<[Subject; N]> {
    let unit: &note::Unit = &reading.unit;
    let above = || {
        let places = [unit.question, unit.previous, unit.parent, unit.lead, unit.heading].into_iter().flatten();
        let named = |id: &UnitId| !reading.scan.mentions_of(*id).is_empty();
        let near = places.into_iter().filter(|&id| reading.scan.apart(reading.id, id) <= context::FAR);
        near.into_iter().find(named).and_then(|id| several(reading.scan, id, u32::MAX))
    };
    if names_any(reading, at) { several(reading.scan, reading.id, at) } else { above() }
}

/// The last word for the first or the second of two in the clause of a value before it.
fn word(reading: &Reading<'_, '_>, value: &Run) -> Option<(u32, Which)> {
    let clause = reading.clause_run(value.start).start.max(reading.unit.tokens.start);
    let free = |at: &u32| reading.scan.mention_at(*at).is_none();
    (clause..value.start).rev().filter(free).find_map(|at| Some((at, which(reading.scan, at)?)))
}

/// Which of two a token points to.
pub(crate) fn which(scan: &Scan<'_>, at: u32) -> Option<Which> {
    match (scan.folded(at), scan.folded(at + 1)) {
        ("former", _) | ("前", "者") => Some(Which::First),
        ("latter", _) | ("后", "者") => Some(Which::Second),
        _ => None,
    }
}

fn names_any(reading: &Reading<'_, '_>, before: u32) -> bool {
    reading.scan.mentions_of(reading.id).iter().any(|mention| mention.run.end <= before)
}

/// So many things, and no more, that a unit names before a token.
fn several<const N: usize>(scan: &Scan<'_>, id: UnitId, before: u32) -> Option<[Subject; N]> {
    let mut named: Vec<Subject> = Vec::new();
    for mention in scan.mentions_of(id).iter().filter(|mention| mention.run.end <= before) {
        let Some(entry) = only(mention, &|entry| scan.glossary.is_checkable(entry)) else { continue };
        if !named.iter().any(|other| other.entry == entry) {
            named.push(Subject { entry, run: mention.run.clone(), unit: id });
        }
    }
    <[Subject; N]>::try_from(named).ok()
}
