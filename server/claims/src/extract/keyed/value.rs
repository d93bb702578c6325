//! Which of the values behind a key, or in a cell, are the key's: those it opens with, those it enumerates, a choice in its
//! own words. Which property and subject the key gives is not decided here.

use glossary::{Owner, PropertyId, Range};
use note::TokenKind;

use crate::{
    ClaimValue,
    draft::{Draft, Valued},
    extract::{draft, said::is_not_only},
    reading::Reading,
    scan::Run,
    subject::{self, Subject},
};

/// What a run says where a key or a header names a property whose values are choices: its expressions alone are read.
pub(in crate::extract) fn choices(
    reading: &Reading<'_, '_>,
    id: PropertyId,
    subject: &Subject,
    within: &Run,
    drafts: &mut Vec<Draft>,
) {
    let range = &reading.scan.glossary.property(id).range;
    if !matches!(range, Range::Choice(_)) {
        return;
    }
    let inside = |hit: &crate::scan::Hit| within.start <= hit.run.start && hit.run.end <= within.end;
    let cells = reading.scan.cells_of(reading.id);
    let own =
        |hit: &&crate::scan::Hit| matches!(hit.owner, Owner::Choice(owner, _) | Owner::Cell(owner, _) if owner == id);
    let mut hits: Vec<&crate::scan::Hit> = reading.scan.hits_of(reading.id).iter().chain(&cells).filter(own).collect();
    hits.sort_by_key(|hit| (hit.run.start, hit.owner));
    for &hit in hits.iter().filter(|hit| inside(hit)) {
        let (Owner::Choice(_, choice) | Owner::Cell(_, choice)) = hit.owner else { continue };
        let shield = range.is_shield(choice);
        // A longer reading of the same words is the better one (`不需要` before `需要`).
        let longer = hits.iter().any(|other| {
            other.run.start <= hit.run.start && hit.run.end <= other.run.end && other.run.len() > hit.run.len()
        });
        // A lone word is a value only where the place begins with it.
        let led =
            matches!(hit.owner, Owner::Cell(..)) && crate::binding::weight(reading, &(within.start..hit.run.start)) > 0;
        let led = led || matches!(hit.owner, Owner::Cell(..)) && takes_object(reading, &hit.run, within);
        if !shield && !longer && !led && !is_not_only(reading, &hit.run) {
            let valued = Valued { value: ClaimValue::Choice(choice), run: hit.run.clone() };
            // In a place of its own a value is what it says, negation and all.
            let cell = matches!(hit.owner, Owner::Cell(..)) && hit.run.start == within.start;
            let made = draft(reading, id, subject.clone(), valued);
            drafts.extend(made.map(|draft| Draft { keyed: true, polarity: cell || draft.polarity, ..draft }));
        }
    }
}

/// Whether a word of having or lacking has an object of its own behind it: `BERT encoder：没有 mask`.
fn takes_object(reading: &Reading<'_, '_>, run: &Run, within: &Run) -> bool {
    let scan = reading.scan;
    let word = scan.source(run).to_lowercase();
    let having = matches!(word.as_str(), "有" | "没有" | "无" | "no" | "has" | "without" | "with" | "none");
    let behind = run.end;
    having
        && behind < within.end
        && !scan.is_light(behind)
        && !matches!(scan.kind(behind), TokenKind::Punct | TokenKind::Number)
}

/// The values that the value part opens with: what comes in a later clause is a remark.
pub(in crate::extract) fn first_values(reading: &Reading<'_, '_>, values: Vec<Valued>, within: &Run) -> Vec<Valued> {
    let Some(first) = values.first() else { return values };
    let clause = reading.clause(first.run.start);
    let opens = clause == reading.clause(within.start);
    let mut last = first.run.clone();
    let enumerated = within.start <= first.run.start && is_enumeration(reading, &values, within);
    let mut goes_on = |valued: &Valued| {
        // A further number is one of the key's only where it is enumerated with the first.
        let number = matches!(valued.value, ClaimValue::Quantity(_)) && valued.run.start > last.end;
        let own = !number || subject::joined(reading, &last, &valued.run);
        if own {
            last = valued.run.clone();
        }
        own
    };
    let here = |run: &Run| enumerated || reading.clause(run.start) == clause;
    values.into_iter().filter(|valued| opens && here(&valued.run) && goes_on(valued)).collect()
}

/// Of several numbers the largest: a list is of a family whose smaller members may not all be
/// known, and where they go up one by one it numbers things.
pub(in crate::extract) fn told(values: Vec<Valued>) -> Vec<Valued> {
    let numbers: Vec<f64> = values
        .iter()
        .filter_map(|valued| match valued.value {
            ClaimValue::Quantity(number) => Some(number),
            _ => None,
        })
        .collect();
    if numbers.len() < 2 {
        return values;
    }
    let counted = |pair: &[f64]| (pair[1] - pair[0] - 1.0).abs() < f64::EPSILON;
    if numbers.windows(2).any(counted) {
        return Vec::new();
    }
    let most = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let largest = |valued: &Valued| matches!(valued.value, ClaimValue::Quantity(number) if number >= most);
    values.into_iter().filter(largest).collect()
}

/// Whether a run holds nothing but values and what enumerates them: `7B, 13B, 33B`.
fn is_enumeration(reading: &Reading<'_, '_>, values: &[Valued], within: &Run) -> bool {
    values.len() > 1
        && within.clone().all(|at| {
            reading.scan.kind(at) == TokenKind::Punct
                || matches!(reading.scan.folded(at), "and" | "or" | "和" | "及" | "与" | "或")
                || values.iter().any(|valued| valued.run.contains(&at))
        })
}
