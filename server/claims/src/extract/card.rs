//! Flash cards: `BM25: dense`, and `- offline` below PPO, say one word of a closed list and nothing else.
//!
//! The word tells the property where only one of those that the subject is known for has it. A yes or a no, and a word
//! of many lists, tells none; nor does, below a title, a word that means a value only where the property is named: there
//! it is as well the title of what follows. What a longer line says is read elsewhere.

use glossary::{EntryId, Owner, PropertyId, Range};
use note::{TokenKind, UnitId, UnitKind};

use super::{answer, draft};
use crate::{
    ClaimValue,
    draft::{Draft, Valued},
    reading::Reading,
    scan::{Hit, Run, Scan},
    subject::{self, Subject, in_domain},
};

/// A card's word has at most so many tokens.
const WORDS: usize = 6;
/// A word weighs at most this, two for a word and one for a Chinese character.
const WORD: u32 = 4;
/// A word of more lists than this says nothing by itself.
const LISTS: usize = 2;

/// Appends what a card says of its subject.
pub(super) fn read(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    let Some(value) = value(reading) else { return };
    let hits = said(reading, &value);
    let mut lists: Vec<PropertyId> = hits.iter().filter_map(|hit| property(hit.owner)).collect();
    lists.sort_unstable();
    lists.dedup();
    if lists.is_empty() || lists.len() > LISTS || answer::polarity(reading.scan, &value).is_some() {
        return;
    }
    let mut made = lists.into_iter().filter_map(|id| {
        let subject = subject(reading, id)?;
        let choice = hits.iter().find_map(|hit| match hit.owner {
            Owner::Choice(of, choice) | Owner::Cell(of, choice) if of == id => Some(choice),
            _ => None,
        })?;
        draft(reading, id, subject, Valued { value: ClaimValue::Choice(choice), run: value.clone() })
    });
    if let (Some(first), None) = (made.next(), made.next()) {
        drafts.push(Draft { keyed: true, alone: true, ..first });
    }
}

/// Whether an item is one word beside another item that is one: the two are kinds of something (`online`, `offline`), and
/// neither is said of what they stand under.
pub(super) fn is_one_of_several(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let scan = reading.scan;
    let said = draft.value.is_worded();
    // What stands below a model one after the other, in more than a word, is of it.
    let words = reading.unit.tokens.clone().filter(|&at| scan.kind(at) != TokenKind::Punct).count();
    let model = words > 1 && scan.glossary.kind_name(draft.subject.entry) == "model";
    if !said || model || draft.subject.unit == reading.id || !is_word(scan, reading.id) {
        return false;
    }
    let next = UnitId(reading.id.0 + 1);
    let next = scan.note.units.get(next.0 as usize).filter(|unit| unit.previous == Some(reading.id)).map(|_| next);
    reading.unit.previous.into_iter().chain(next).any(|id| is_word(scan, id))
}

/// Whether a unit is an item that says one word for a choice, or of a statement, and nothing else.
fn is_word(scan: &Scan<'_>, id: UnitId) -> bool {
    let unit = scan.note.unit(id);
    let words = unit.tokens.clone().filter(|&at| scan.kind(at) != TokenKind::Punct);
    let size: u32 = words.map(|at| if scan.kind(at) == TokenKind::Han { 1 } else { 2 }).sum();
    let whole = |hit: &Hit| {
        let says = matches!(
            hit.owner,
            Owner::Choice(..) | Owner::Cell(..) | Owner::Says(..) | Owner::Spares(..) | Owner::Denies(..)
        );
        says && hit.run.start == unit.tokens.start
    };
    // `keeps NSP` says something, `static masks` only names it.
    let first = scan.folded(unit.tokens.start);
    let verb = unit.tokens.len() > 1 && first.ends_with('s') && !first.ends_with("ss");
    let small = unit.kind == UnitKind::Item && unit.key.is_none() && size <= WORD && !verb;
    small && (scan.hits_of(id).iter().any(whole) || scan.cells_of(id).iter().any(whole))
}

/// What stands behind the name that is the key, or all of an item without a key.
fn value(reading: &Reading<'_, '_>) -> Option<Run> {
    let scan = reading.scan;
    let tokens = &reading.unit.tokens;
    let start = match reading.unit.key {
        Some(key) => {
            let name = tokens.start..key.end;
            scan.mention_at(name.start).filter(|mention| mention.run == name)?;
            key.value
        }
        None if reading.unit.kind == UnitKind::Item && !is_title(reading) => tokens.start,
        None => return None,
    };
    let end = (start..tokens.end).rev().find(|&at| scan.kind(at) != TokenKind::Punct)? + 1;
    ((end - start) as usize <= WORDS).then_some(start..end)
}

/// Whether an item is the title of what stands in it, or of what follows: it is bold, or has items of its own.
fn is_title(reading: &Reading<'_, '_>) -> bool {
    let next = reading.scan.note.units.get(reading.id.0 as usize + 1);
    next.is_some_and(|unit| unit.parent == Some(reading.id)) || reading.is_bold()
}

/// The expressions and words for choices that a value is as a whole.
fn said(reading: &Reading<'_, '_>, value: &Run) -> Vec<Hit> {
    let glossary = reading.scan.glossary;
    let cells = if reading.unit.key.is_some() { reading.scan.cells_of(reading.id) } else { Vec::new() };
    let shields = |owner: Owner| match owner {
        Owner::Choice(id, choice) | Owner::Cell(id, choice) => {
            let range = &glossary.property(id).range;
            !matches!(range, Range::Choice(_)) || range.is_shield(choice)
        }
        _ => true,
    };
    let all = reading.scan.hits_of(reading.id).iter().chain(&cells);
    all.filter(|hit| hit.run == *value && !shields(hit.owner)).cloned().collect()
}

fn property(owner: Owner) -> Option<PropertyId> {
    match owner {
        Owner::Choice(id, _) | Owner::Cell(id, _) => Some(id),
        _ => None,
    }
}

/// What the card is of, if something is stated of its property.
fn subject(reading: &Reading<'_, '_>, id: PropertyId) -> Option<Subject> {
    let glossary = reading.scan.glossary;
    let property = glossary.property(id);
    let states = |entry: EntryId| glossary.entry(entry).statements.iter().any(|statement| statement.property == id);
    let stated = |entry: EntryId| states(entry) || glossary.broader_of(entry).any(states);
    let accept = |entry: EntryId| in_domain(reading.scan, property, entry) && stated(entry);
    if reading.unit.key.is_some() {
        let mention = reading.scan.mention_at(reading.unit.tokens.start)?;
        let entry = subject::only(mention, &accept)?;
        return Some(Subject { entry, run: mention.run.clone(), unit: reading.id });
    }
    <[Subject; 1]>::try_from(subject::from_context(reading, &accept)).ok().map(|[subject]| subject)
}
