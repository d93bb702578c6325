//! Cells of a table that names no property: their own words, the parts they enumerate, or the type of what they hold say
//! of which property they are. Only where one property alone comes into question; the subject is what the row names.

use glossary::{EntryId, PropertyId, Range};

use super::{
    axes::{Axis, names_alone},
    subject_of,
};
use crate::{
    ClaimValue,
    draft::{Draft, Valued, values_in},
    extract::{alone, dense, draft, entry_of, properties, prose},
    reading::Reading,
    scan::Run,
    subject::{self, in_domain},
};

/// No axis names a property: the words beside a number do.
pub(super) fn by_words(reading: &Reading<'_, '_>, row: &Axis, drafts: &mut Vec<Draft>) {
    for amount in reading.scan.amounts_of(reading.id) {
        let fits = |property: &glossary::Property| {
            subject_of(reading, row, &|entry: EntryId| in_domain(reading.scan, property, entry)).is_some()
        };
        let Some(id) = alone::shown(reading, &amount.run, &fits) else { continue };
        let property = reading.scan.glossary.property(id);
        let accept = |entry: EntryId| in_domain(reading.scan, property, entry);
        let value = values_in(reading, property, &amount.run).into_iter().next();
        if let (Some(valued), Some(subject)) = (value, subject_of(reading, row, &accept)) {
            drafts.extend(draft(reading, id, subject, valued));
        }
    }
}

/// No axis names a property, and the cell enumerates: each part that is a name and nothing else is a value of the one
/// property that has its type; who it is from and who uses it a cell may name for any reason.
pub(super) fn by_parts(reading: &Reading<'_, '_>, row: &Axis, drafts: &mut Vec<Draft>) {
    let scan = reading.scan;
    for part in dense::parts(reading, reading.unit.tokens.start) {
        let Some(mention) = scan.mention_at(part.start).filter(|mention| mention.run == part && !mention.part) else {
            continue;
        };
        let [value] = mention.entries[..] else { continue };
        let Some(id) = sole_taking(reading, row, value) else { continue };
        let accept = |entry: EntryId| in_domain(scan, scan.glossary.property(id), entry);
        let Some(subject) = subject_of(reading, row, &accept) else { continue };
        if scan.glossary.kind(subject.entry) != scan.glossary.kind(value) {
            drafts.extend(draft(reading, id, subject, Valued { value: ClaimValue::Entry(value), run: part.clone() }));
        }
    }
}

/// No header names a property, and the cell's own words link its values: `| Codestral | a 22B model released by Mistral |`.
pub(super) fn by_links(reading: &Reading<'_, '_>, row: &Axis, drafts: &mut Vec<Draft>) {
    let scan = reading.scan;
    let mentions = scan.mentions_of(reading.id);
    for (id, valued) in prose::linked(reading) {
        let accept = |entry: EntryId| in_domain(scan, scan.glossary.property(id), entry);
        let Some(subject) = subject_of(reading, row, &accept) else { continue };
        // `like X, but made by Y`: which of them is meant is open.
        let other = |run: &Run| {
            let named = scan.mention_at(run.start).and_then(|mention| subject::only(mention, &accept));
            *run != valued.run && named.is_some()
        };
        if !mentions.iter().any(|mention| other(&mention.run)) {
            drafts.extend(draft(reading, id, subject, valued));
        }
    }
}

/// The one property, but for those of origin, that takes such values and is stated of what an axis names.
pub(super) fn sole_taking(reading: &Reading<'_, '_>, axis: &Axis, value: EntryId) -> Option<PropertyId> {
    let scan = reading.scan;
    let mut taking = scan.glossary.taking(value).filter(|&id| {
        let property = scan.glossary.property(id);
        let accept = |entry: EntryId| in_domain(scan, property, entry) && entry != value;
        !property.origin
            && subject_of(reading, axis, &accept).is_some_and(|subject| dense::is_stated(reading, subject.entry, id))
    });
    let only = taking.next()?;
    taking.next().is_none().then_some(only)
}

/// No axis names a property: a value whose type only one property has.
pub(super) fn by_type(reading: &Reading<'_, '_>, row: &Axis, drafts: &mut Vec<Draft>) {
    for (id, property) in properties(reading.scan) {
        if !matches!(property.range, Range::Entry(_)) || property.many {
            continue;
        }
        // `ArmoRM + MoE` is something else that has to do with it.
        if !names_alone(reading.scan, reading.id.0..reading.id.0 + 1) {
            continue;
        }
        for valued in values_in(reading, property, &reading.unit.tokens) {
            let own = entry_of(&valued.value);
            let accept = |entry: EntryId| in_domain(reading.scan, property, entry) && Some(entry) != own;
            let same_kind =
                property.domain.iter().any(|kind| own.is_some_and(|own| reading.scan.glossary.kind_name(own) == kind));
            if same_kind {
                continue;
            }
            if let Some(subject) = subject_of(reading, row, &accept) {
                drafts.extend(draft(reading, id, subject, valued));
            }
        }
    }
}
