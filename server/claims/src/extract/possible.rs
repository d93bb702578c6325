//! Which properties the prose of a unit may be about. Most units name or count something, and most properties need words
//! of their own beside a value: to read a unit for each property that takes such values was a tenth of all work.

use glossary::{CueKind, EntryId, Owner, Property, PropertyId, Range};
use note::UnitKind;

use crate::{reading::Reading, scan::Hit};

/// The properties that values in a unit may be of, in their order.
pub(super) fn properties(reading: &Reading<'_, '_>) -> Vec<PropertyId> {
    let (scan, glossary) = (reading.scan, reading.scan.glossary);
    let mut spoken: Vec<PropertyId> = scan.hits_of(reading.id).iter().filter_map(speaks_of).collect();
    spoken.sort_unstable();
    spoken.dedup();
    let forgoes = reading.has(CueKind::Forgoing);
    let is_possible =
        |id: &PropertyId| spoken.binary_search(id).is_ok() || may_be_unspoken(reading, glossary.property(*id), forgoes);
    let entries = scan.mentions_of(reading.id).iter().flat_map(|mention| mention.entries.iter().copied());
    // What takes an entry takes all of its kind.
    let mut one_of_each: Vec<EntryId> = entries.collect();
    one_of_each.sort_unstable_by_key(|&entry| glossary.kind(entry));
    one_of_each.dedup_by_key(|entry| glossary.kind(*entry));
    let taking = one_of_each.into_iter().flat_map(|entry| glossary.taking(entry));
    let mut possible: Vec<PropertyId> = taking.filter(is_possible).collect();
    if !scan.amounts_of(reading.id).is_empty() {
        possible.extend(glossary.counting().filter(is_possible));
    }
    possible.sort_unstable();
    possible.dedup();
    possible
}

/// The property that the words of an expression speak of, where a value may stand beside them.
fn speaks_of(hit: &Hit) -> Option<PropertyId> {
    match hit.owner {
        Owner::Before(id) | Owner::After(id) | Owner::With(id) | Owner::Name(id) => Some(id),
        _ => None,
    }
}

/// Whether a value may be of a property without any words of it, in a unit that forgoes something or does not.
fn may_be_unspoken(reading: &Reading<'_, '_>, property: &Property, forgoes: bool) -> bool {
    let entry = matches!(property.range, Range::Entry(_));
    let alone = entry && !property.many && !matches!(reading.unit.kind, UnitKind::Heading(_));
    property.bare || alone || entry && forgoes
}
