//! Values and statements said in other words: expressions of choices, and of what contradicts a statement.

use glossary::{EntryId, Owner, PropertyId, Range};

use super::draft;
use crate::{
    ClaimValue,
    draft::{Draft, Valued},
    reading::Reading,
    scan::{Hit, Run},
    subject::{self, Subject, in_domain},
};

/// Appends what the unit's expressions assert.
pub(super) fn read(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    read_of(reading, None, false, drafts);
}

/// The same where the subject is known, as in a table's row; `typed` where the property is known too, so that choices
/// were read already.
pub(super) fn read_of(reading: &Reading<'_, '_>, known: Option<&Subject>, typed: bool, drafts: &mut Vec<Draft>) {
    for hit in reading.scan.hits_of(reading.id) {
        match hit.owner {
            Owner::Choice(property, choice) if !typed => {
                let range = &reading.scan.glossary.property(property).range;
                if matches!(range, Range::Choice(_)) && !is_covered(reading, hit) && is_meant(reading, hit, property) {
                    let property_data = reading.scan.glossary.property(property);
                    let accept = |entry| in_domain(reading.scan, property_data, entry);
                    let valued = Valued { value: ClaimValue::Choice(choice), run: hit.run.clone() };
                    for subject in subjects(reading, &hit.run, known, &accept) {
                        drafts.extend(draft(reading, property, subject, valued.clone()));
                    }
                }
            }
            Owner::Denies(entry, statement) if !is_covered(reading, hit) => {
                said(reading, hit, entry, statement, false, known, drafts);
            }
            Owner::Says(entry, statement) if !is_covered(reading, hit) => {
                said(reading, hit, entry, statement, true, known, drafts);
            }
            _ => {}
        }
    }
}

fn said(
    reading: &Reading<'_, '_>,
    hit: &Hit,
    entry: EntryId,
    statement: u32,
    holds: bool,
    known: Option<&Subject>,
    drafts: &mut Vec<Draft>,
) {
    let glossary = reading.scan.glossary;
    let Some(property) = glossary.entry(entry).statements.get(statement as usize).map(|statement| statement.property)
    else {
        return;
    };
    let kind = &glossary.entry(entry).kind;
    let accept =
        |candidate: EntryId| glossary.is_narrower_or_same(candidate, entry) || glossary.entry(candidate).kind == *kind;
    let value = Valued { value: ClaimValue::Statement(holds), run: hit.run.clone() };
    let subjects = subjects(reading, &hit.run, known, &accept);
    for subject in subjects.into_iter().filter(|subject| glossary.is_narrower_or_same(subject.entry, entry)) {
        let made = draft(reading, property, subject, value.clone());
        drafts.extend(made.map(|draft| Draft { statement: Some(statement), ..draft }));
    }
}

fn subjects(
    reading: &Reading<'_, '_>,
    run: &Run,
    known: Option<&Subject>,
    accept: &dyn Fn(EntryId) -> bool,
) -> Vec<Subject> {
    let shielded = reading.scan.mention_at(run.start).is_some_and(|mention| {
        mention.run.start <= run.start && run.end <= mention.run.end && mention.run.len() > run.len()
    });
    if shielded || reading.is_set_apart(run) {
        return Vec::new();
    }
    match known {
        Some(subject) if accept(subject.entry) => vec![subject.clone()],
        Some(_) => Vec::new(),
        None => subject::find_of_expression(reading, run, accept),
    }
}

/// Whether, of several properties that take the same words, this one is meant: its name stands nearest. Where none is
/// named all are, and the verdict must be the same for all.
fn is_meant(reading: &Reading<'_, '_>, hit: &Hit, property: PropertyId) -> bool {
    let hits = reading.scan.hits_of(reading.id);
    let rival =
        |other: &&Hit| matches!(other.owner, Owner::Choice(rival, _) if rival != property) && other.run == hit.run;
    let distance = |of: PropertyId| {
        let names = hits.iter().filter(|name| name.owner == Owner::Name(of));
        let apart = |name: &Hit| {
            let before = hit.run.start.checked_sub(name.run.end);
            let apart = before.or_else(|| name.run.start.checked_sub(hit.run.end)).unwrap_or(0);
            // Only a name in the same clause, or in the key, tells which is meant.
            let keyed = reading.unit.key.is_some_and(|key| name.run.end <= key.end);
            if keyed || reading.clause(name.run.start) == reading.clause(hit.run.start) { apart } else { u32::MAX }
        };
        names.map(apart).min().unwrap_or(u32::MAX)
    };
    let own = distance(property);
    hits.iter().filter(rival).all(|other| match other.owner {
        Owner::Choice(rival, _) => own <= distance(rival),
        _ => true,
    })
}

/// Whether a longer expression of the same property or statement reads the same words.
fn is_covered(reading: &Reading<'_, '_>, hit: &Hit) -> bool {
    let rivals = |other: &&Hit| match (hit.owner, other.owner) {
        (Owner::Choice(a, _), Owner::Choice(b, _)) => a == b,
        (Owner::Says(a, s) | Owner::Denies(a, s), Owner::Says(b, t) | Owner::Denies(b, t)) => (a, s) == (b, t),
        _ => false,
    };
    let longer = |other: &Hit| {
        other.run.start < hit.run.end
            && hit.run.start < other.run.end
            && (other.run.len() > hit.run.len() || other.run.len() == hit.run.len() && says(other) && !says(hit))
    };
    reading.scan.hits_of(reading.id).iter().filter(rivals).any(longer)
}

fn says(hit: &Hit) -> bool {
    matches!(hit.owner, Owner::Says(..))
}
