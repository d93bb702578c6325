//! Rows of attributes behind a name: `DBRX 132B, 36B active, 16 experts, 12T tokens`.
//!
//! What stands between commas, bars and plus signs there is nothing but a number with the name of what it counts, or a
//! value whose type tells the property; each is of the name that the line opens with. A part that says anything else, or
//! a name that does not stand alone before them, makes a sentence of it, which is read elsewhere.

use glossary::{EntryId, Owner, Property, PropertyId, Range};
use note::{TokenKind, UnitKind};

use super::{draft, entry_of};
use crate::{
    binding,
    draft::{Draft, Valued, values_in},
    reading::Reading,
    scan::{AmountKind, Run},
    subject::{self, Subject, in_domain},
};

/// So many attributes make a row of them; behind a name with a colon one fewer does.
const LEAST: usize = 3;
/// A row has at most so many parts.
const MOST: usize = 24;

/// Appends the attributes of a row.
pub(super) fn read(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    if matches!(reading.unit.kind, UnitKind::Heading(_)) {
        return;
    }
    let scan = reading.scan;
    let tokens = &reading.unit.tokens;
    let Some(name) = scan.mentions_of(reading.id).first().filter(|mention| mention.run.start == tokens.start) else {
        return;
    };
    let Some(entry) = subject::only(name, &|entry| scan.glossary.is_checkable(entry)) else { return };
    let subject = Subject { entry, run: name.run.clone(), unit: reading.id };
    let parts = parts(reading, name.run.end);
    // `X 的小型版本：…` is of another than X.
    let first = parts.first().map_or(name.run.end, |part| part.start);
    let stands = |at: u32| scan.is_light(at) || scan.kind(at) == TokenKind::Punct;
    let apart = reading.is_set_apart(&name.run) || !(name.run.end..first).all(stands);
    let least = LEAST - usize::from(reading.unit.key.is_some_and(|key| key.end == name.run.end));
    // `X：2.7B；Y：3.8B` are rows of two.
    let glossary = scan.glossary;
    let rival = |other: &crate::scan::Found| {
        let unrelated = |&id: &EntryId| {
            glossary.kind(id) == glossary.kind(entry)
                && !glossary.is_narrower_or_same(id, entry)
                && !glossary.is_narrower_or_same(entry, id)
        };
        other.run.start >= name.run.end && other.entries.iter().any(unrelated)
    };
    let several = scan.mentions_of(reading.id).iter().any(rival);
    if apart || several || !(least..=MOST).contains(&parts.len()) {
        return;
    }
    let stated = stated(reading, entry);
    let read: Vec<Vec<(PropertyId, Valued)>> = parts.iter().map(|part| attribute(reading, &stated, part)).collect();
    let known = read.iter().filter(|said| !said.is_empty()).count();
    // The first part says whether it is a row: `GPT-2 was followed by …` is none. One part may say something else.
    if read.first().is_none_or(Vec::is_empty) || known < least || known + 1 < read.len() {
        return;
    }
    // `12 layers, 24 layers` are of two members.
    let said: Vec<PropertyId> = read.iter().flatten().map(|(id, _)| *id).collect();
    let once = |id: PropertyId| said.iter().filter(|&&other| other == id).count() == 1;
    for (id, valued) in read.into_iter().flatten().filter(|(id, _)| once(*id)) {
        let made = draft(reading, id, subject.clone(), valued);
        drafts.extend(made.map(|draft| Draft { keyed: true, ..draft }));
    }
}

/// The parts of a row behind its name; what is empty is none.
pub(super) fn parts(reading: &Reading<'_, '_>, from: u32) -> Vec<Run> {
    let scan = reading.scan;
    let parts = |at: u32| {
        matches!(
            scan.folded(at),
            "," | "，" | "、" | ";" | "；" | "|" | "/" | "+" | "(" | ")" | ":" | "：" | "。" | "." | "—" | "=" | "·"
        )
    };
    let mut found = Vec::new();
    let mut start = from;
    for at in from..=reading.unit.tokens.end {
        if at < reading.unit.tokens.end && !parts(at) {
            continue;
        }
        // The words of a name may be what a property is called, too.
        let part = start..at;
        if binding::weight(reading, &part) > 0 || reading.mentions_in(&part).next().is_some() {
            found.push(start..at);
        }
        start = at + 1;
    }
    found
}

/// The property and value that a part is, and nothing else; a number that is of several properties is wrong only where
/// it is wrong of all.
fn attribute(reading: &Reading<'_, '_>, stated: &[PropertyId], part: &Run) -> Vec<(PropertyId, Valued)> {
    let known = stated.iter().map(|&id| (id, reading.scan.glossary.property(id)));
    let mut found = known
        .filter_map(|(id, property)| Some((specific(reading, id, property, part)?, id, property)))
        .collect::<Vec<_>>();
    // The longest name is the one meant: `KV heads`, not `heads`.
    let most = found.iter().map(|((named, _), ..)| *named).max();
    found.retain(|((named, _), ..)| Some(*named) == most);
    let typed = |(_, _, property): &(_, _, &Property)| matches!(property.range, Range::Entry(_));
    if found.len() > 1 && found.iter().any(typed) {
        return Vec::new();
    }
    found.into_iter().map(|((_, valued), id, _)| (id, valued)).collect()
}

/// The properties that are known of a subject: a number of tokens may be of many things that it has not.
fn stated(reading: &Reading<'_, '_>, subject: EntryId) -> Vec<PropertyId> {
    let glossary = reading.scan.glossary;
    let all = std::iter::once(subject).chain(glossary.broader_of(subject));
    let said = all.flat_map(|of| &glossary.entry(of).statements).map(|said| said.property);
    let mut stated: Vec<PropertyId> =
        said.filter(|&id| in_domain(reading.scan, glossary.property(id), subject)).collect();
    stated.sort_unstable();
    stated.dedup();
    stated
}

/// Whether a property is stated of an entry, or of what is broader.
pub(super) fn is_stated(reading: &Reading<'_, '_>, entry: EntryId, id: PropertyId) -> bool {
    let glossary = reading.scan.glossary;
    let states = |of: EntryId| glossary.entry(of).statements.iter().any(|said| said.property == id);
    states(entry) || glossary.broader_of(entry).any(states)
}

/// The value of a property that a part is, with how many of its words name the property.
fn specific(reading: &Reading<'_, '_>, id: PropertyId, property: &Property, part: &Run) -> Option<(usize, Valued)> {
    let values = values_in(reading, property, part);
    let [valued] = values.as_slice() else { return None };
    let scan = reading.scan;
    let numbers = scan.amounts_of(reading.id).iter().filter(|amount| {
        part.start <= amount.run.start && amount.run.end <= part.end && amount.kind != AmountKind::Name
    });
    let own = entry_of(&valued.value);
    if numbers.count() > usize::from(own.is_none()) {
        return None;
    }
    let links = |at: u32| {
        scan.hits_of(reading.id).iter().any(|hit| {
            let of = matches!(hit.owner, Owner::Name(of) | Owner::Before(of) | Owner::After(of) if of == id);
            of && hit.run.contains(&at) && part.start <= hit.run.start && hit.run.end <= part.end
        })
    };
    let rest: Vec<u32> = part.clone().filter(|at| !valued.run.contains(at)).collect();
    let named = rest.iter().filter(|&&at| links(at)).count();
    let other = binding::weigh(reading, rest.iter().copied().filter(|&at| !links(at) && !is_small(reading, at)));
    // What is of another property's name is no small word here.
    let foreign = rest.iter().any(|&at| !links(at) && names_other(reading, id, at));
    let typed = match &property.range {
        Range::Quantity { .. } => named > 0 || property.bare && rest.is_empty(),
        Range::Entry(_) => property.bare && rest.is_empty() || is_component(reading, property, own?),
        _ => false,
    };
    (typed && other == 0 && !foreign).then(|| (named, valued.clone()))
}

/// Whether a token is a word that only says that the name has what follows: `有`, `with`.
fn is_small(reading: &Reading<'_, '_>, at: u32) -> bool {
    reading.scan.is_light(at) && !reading.scan.negates(at)
}

/// Whether a token is of a name of another property.
fn names_other(reading: &Reading<'_, '_>, id: PropertyId, at: u32) -> bool {
    reading.covers(|owner| matches!(owner, Owner::Name(of) | Owner::After(of) if of != id), at)
}

/// Whether a value is a part of what it is said of: no model is a component of a model.
fn is_component(reading: &Reading<'_, '_>, property: &Property, value: EntryId) -> bool {
    !property.many && property.domain.iter().all(|kind| kind != reading.scan.glossary.kind_name(value))
}
