//! Numbers given to several things in their order: `A and B have 12 and 24 layers [respectively]`.
//!
//! Where as many numbers of one property are enumerated as things, each is of the thing in its place. Other readers take
//! such a number for one of the first or the nearest, so that theirs do not count here.

use glossary::{Owner, PropertyId};

use super::{draft, prose};
use crate::{
    ClaimValue,
    draft::{Draft, values_in},
    reading::Reading,
    scan::{Amount, Run},
    subject::{self, Subject, in_domain, joined, size},
};

/// So many tokens stand at most between two numbers of a row: what they count, a comma, a small word.
const BETWEEN: usize = 4;
/// The name of what is counted stands so many tokens before the first number at most.
const NAME: u32 = 4;

/// Reads the numbers of a sentence that gives them in order, in place of what was read of them from `from` on.
pub(super) fn read(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>, from: usize) {
    if reading.unit.cell.is_some() || reading.scan.amounts_of(reading.id).len() < 2 {
        return;
    }
    let said = reading.has(glossary::CueKind::Respectively);
    let subjects = subjects(reading);
    if subjects.len() < 2 {
        return;
    }
    let mut rows = rows(reading, &subjects);
    // `A, B and C have 1, 2 and 3 layers`: as many as there are things are given one each, whatever the words.
    rows.retain(|row| row.len() > 1 && (said || row.len() == subjects.len()));
    if rows.is_empty() {
        return;
    }
    let read = drafts.split_off(from);
    drafts.extend(read.into_iter().filter(|draft| !rows.iter().flatten().any(|run| *run == draft.run)));
    for row in rows {
        let Some(id) = property(reading, &row).filter(|_| row.len() == subjects.len()) else { continue };
        let property = reading.scan.glossary.property(id);
        if !said && property.many {
            continue;
        }
        let values = row.iter().filter_map(|run| values_in(reading, property, run).into_iter().next());
        for (subject, valued) in subjects.iter().zip(values.collect::<Vec<_>>()) {
            if in_domain(reading.scan, property, subject.entry) {
                drafts.extend(draft(reading, id, subject.clone(), valued));
            }
        }
    }
}

/// The things that are enumerated first, with the sizes that stand for members.
fn subjects(reading: &Reading<'_, '_>) -> Vec<Subject> {
    let scan = reading.scan;
    let mut found: Vec<Subject> = Vec::new();
    for mention in scan.mentions_of(reading.id) {
        let entry = subject::only(mention, &|entry| scan.glossary.is_checkable(entry));
        let Some(entry) = entry.filter(|_| !reading.is_set_apart(&mention.run)) else { continue };
        if let Some(last) = found.last()
            && !joined(reading, &last.run, &mention.run)
        {
            if found.len() > 1 {
                break;
            }
            found.clear();
        }
        found.push(Subject { entry, run: mention.run.clone(), unit: reading.id });
        found.extend(size::siblings(reading, mention, &(reading.unit.tokens.end..reading.unit.tokens.end), &|_| true));
    }
    found
}

/// The rows of numbers behind the things, each number with what it counts or without.
fn rows(reading: &Reading<'_, '_>, subjects: &[Subject]) -> Vec<Vec<Run>> {
    let end = subjects.last().map_or(0, |last| last.run.end);
    let mut rows: Vec<Vec<Run>> = Vec::new();
    let number = |amount: &&Amount| amount.run.start >= end && crate::draft::number(amount, 0.0).is_some();
    for amount in reading.scan.amounts_of(reading.id).iter().filter(number) {
        match rows.last_mut() {
            Some(row) if row.last().is_some_and(|last| goes_on(reading, &(last.end..amount.run.start))) => {
                row.push(amount.run.clone());
            }
            _ => rows.push(vec![amount.run.clone()]),
        }
    }
    rows
}

/// Whether what stands between two numbers joins them, what the first counts aside.
fn goes_on(reading: &Reading<'_, '_>, between: &Run) -> bool {
    let counted = |at: u32| reading.covers(|owner| matches!(owner, Owner::After(_) | Owner::Name(_)), at);
    let rest: Vec<u32> = between.clone().filter(|&at| !counted(at)).collect();
    let (Some(&first), Some(&last)) = (rest.first(), rest.last()) else { return false };
    between.len() <= BETWEEN && joined(reading, &(first..first), &(last + 1..last + 1))
}

/// What the numbers of a row are of.
fn property(reading: &Reading<'_, '_>, row: &[Run]) -> Option<PropertyId> {
    let (first, last) = (row.first()?, row.last()?);
    let named = || {
        let hits = reading.scan.hits_of(reading.id).iter();
        let near = hits.filter(|hit| hit.run.end <= first.start && first.start - hit.run.end <= NAME);
        let counts = |id: PropertyId| {
            let property = reading.scan.glossary.property(id);
            values_in(reading, property, first).iter().any(|valued| matches!(valued.value, ClaimValue::Quantity(_)))
        };
        let names = near.filter_map(|hit| match hit.owner {
            Owner::Name(id) if counts(id) => Some((hit.run.len(), id)),
            _ => None,
        });
        names.max().map(|(_, id)| id)
    };
    prose::best_link(reading, last).or_else(|| prose::best_link(reading, first)).or_else(named)
}
