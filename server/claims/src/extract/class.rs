//! Lists of what is of a class that one word of a closed list makes: `**Open-source models**: A, B`, `闭源模型：A、B`.
//!
//! The class is a word for a choice and a noun behind it that only says what is classed; its members stand by name alone
//! behind it, below it, or in a cell of its row. Which property it is the members tell: one alone must take the word of
//! all of them.

use glossary::{ChoiceId, CueKind, EntryId, Owner, PropertyId};
use note::{TokenKind, UnitId, UnitKind};

use super::{dense, draft, instance::is_noun};
use crate::{
    ClaimValue, context,
    draft::{Draft, Valued},
    reading::Reading,
    scan::{Found, Run, Scan},
    subject::{self, Subject, in_domain},
};

/// Appends what a list of names says of each by the class that it stands under.
pub(super) fn read(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    let tokens = reading.unit.tokens.clone();
    match reading.unit.key {
        Some(key) => {
            let class = || class_of(reading, &(tokens.start..key.end));
            list(reading, &(key.value..tokens.end), class, drafts);
        }
        None if reading.unit.kind == UnitKind::Item => {
            let class = || context::place(&reading.unit).and_then(|id| class_in(reading.scan, id));
            list(reading, &tokens, class, drafts);
        }
        None => {}
    }
}

/// The same of a cell, in the row of a class.
pub(super) fn in_cell(reading: &Reading<'_, '_>, key: UnitId, drafts: &mut Vec<Draft>) {
    list(reading, &reading.unit.tokens, || class_in(reading.scan, key), drafts);
}

fn list(reading: &Reading<'_, '_>, run: &Run, class: impl FnOnce() -> Option<Vec<Class>>, drafts: &mut Vec<Draft>) {
    let names: Vec<&Found> = reading.mentions_in(run).collect();
    if names.is_empty() || !is_names_alone(reading, run) || reading.has(CueKind::Unnamed) {
        return;
    }
    let fits = |class: &Class| names.iter().all(|name| member(reading, class.0, name).is_some());
    let Some(class) = class() else { return };
    let mut fitting = class.into_iter().filter(fits);
    let (Some((id, choice)), None) = (fitting.next(), fitting.next()) else { return };
    for name in names {
        let Some(entry) = member(reading, id, name).filter(|&entry| dense::is_stated(reading, entry, id)) else {
            continue;
        };
        let subject = Subject { entry, run: name.run.clone(), unit: reading.id };
        let made = draft(reading, id, subject, Valued { value: ClaimValue::Choice(choice), run: name.run.clone() });
        drafts.extend(made.map(|draft| Draft { keyed: true, ..draft }));
    }
}

/// A choice of a property.
type Class = (PropertyId, ChoiceId);

fn member(reading: &Reading<'_, '_>, id: PropertyId, name: &Found) -> Option<EntryId> {
    let property = reading.scan.glossary.property(id);
    subject::only(name, &|entry| in_domain(reading.scan, property, entry))
}

/// The choices that a unit as a whole may make a class by.
fn class_in(scan: &Scan<'_>, id: UnitId) -> Option<Vec<Class>> {
    let reading = Reading::new(scan, id, false);
    class_of(&reading, &reading.unit.tokens)
}

/// The choices that a run may make a class by, if it is the word for one and a noun, and nothing else.
fn class_of(reading: &Reading<'_, '_>, run: &Run) -> Option<Vec<Class>> {
    let scan = reading.scan;
    let word = |at: u32| scan.folded(at);
    let noun = |at: u32| is_noun(word(at));
    // What has a name is a class by that: `MoE models`.
    let taken = |&entry: &EntryId| scan.glossary.taking(entry).any(|id| !scan.glossary.property(id).many);
    let named = reading.mentions_in(run).any(|mention| mention.entries.iter().any(taken));
    if named || reading.has(CueKind::Negation) || reading.has(CueKind::Question) || !run.clone().any(noun) {
        return None;
    }
    let cells = scan.cells_of(reading.id);
    let mut found: Vec<Class> = Vec::new();
    for hit in scan.hits_of(reading.id).iter().chain(&cells) {
        let (Owner::Choice(id, choice) | Owner::Cell(id, choice)) = hit.owner else { continue };
        let small = |at: u32| scan.kind(at) != TokenKind::Word && scan.kind(at) != TokenKind::Han || scan.is_light(at);
        let before = (run.start..hit.run.start).all(small);
        let behind = hit.run.end < run.end && noun(hit.run.end);
        let rest = (hit.run.end..run.end).all(|at| noun(at) || small(at));
        if run.start <= hit.run.start && before && behind && rest && !scan.glossary.property(id).range.is_shield(choice)
        {
            found.push((id, choice));
        }
    }
    found.sort_unstable();
    found.dedup();
    (!found.is_empty()).then_some(found)
}

/// Whether a run is of names, and of what parts them.
fn is_names_alone(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let scan = reading.scan;
    let lists = |at: u32| matches!(scan.folded(at), "and" | "和" | "与" | "及" | "等" | "etc" | "等等");
    run.clone().all(|at| scan.mention_at(at).is_some() || scan.kind(at) == TokenKind::Punct || lists(at))
}
