//! Which of two things is meant: `the former`, `后者`.

use glossary::EntryId;
use note::UnitId;

use super::{Reading, Run, Scan, Subject, only};
use crate::context;

/// One of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    First,
    Second,
}

/// What the clause of a value calls the first or the second of two: those that the unit names before, or else those that
/// its context does.
pub(super) fn one_of_two(reading: &Reading<'_, '_>, value: &Run, accept: &dyn Fn(EntryId) -> bool) -> Option<Subject> {
    let (at, which) = word(reading, value)?;
    let here = two(reading.scan, reading.id, at);
    let unit: &note::Unit = &reading.unit;
    let above = || {
        let places = [unit.question, unit.previous, unit.parent, unit.lead, unit.heading].into_iter().flatten();
        let named = |id: &UnitId| !reading.scan.mentions_of(*id).is_empty();
        let near = places.into_iter().filter(|&id| reading.scan.apart(reading.id, id) <= context::FAR);
        near.into_iter().find(named).and_then(|id| two(reading.scan, id, u32::MAX))
    };
    let [first, second] = if names_any(reading, at) { here? } else { above()? };
    Some(if which == Which::First { first } else { second }).filter(|subject| accept(subject.entry))
}

/// Whether a value is said of the first or the second of two.
pub(crate) fn is_of_one_of_two(reading: &Reading<'_, '_>, value: &Run) -> bool {
    word(reading, value).is_some()
}

/// The last such word in the clause of a value before it.
fn word(reading: &Reading<'_, '_>, value: &Run) -> Option<(u32, Which)> {
    let clause = reading.clause_run(value.start).start.max(reading.unit.tokens.start);
    let free = |at: &u32| reading.scan.mention_at(*at).is_none();
    (clause..value.start).rev().filter(free).find_map(|at| {
        let which = match (reading.scan.folded(at), reading.scan.folded(at + 1)) {
            ("former", _) | ("前", "者") => Which::First,
            ("latter", _) | ("后", "者") => Which::Second,
            _ => return None,
        };
        Some((at, which))
    })
}

fn names_any(reading: &Reading<'_, '_>, before: u32) -> bool {
    reading.scan.mentions_of(reading.id).iter().any(|mention| mention.run.end <= before)
}

/// The two things, and no more, that a unit names before a token.
fn two(scan: &Scan<'_>, id: UnitId, before: u32) -> Option<[Subject; 2]> {
    let mut named: Vec<Subject> = Vec::new();
    for mention in scan.mentions_of(id).iter().filter(|mention| mention.run.end <= before) {
        let Some(entry) = only(mention, &|entry| scan.glossary.is_checkable(entry)) else { continue };
        if !named.iter().any(|other| other.entry == entry) {
            named.push(Subject { entry, run: mention.run.clone(), unit: id });
        }
    }
    <[Subject; 2]>::try_from(named).ok()
}
