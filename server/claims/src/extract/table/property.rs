//! Cells of which one axis names the property and the other the subject: which of their values are said of it, numbers in
//! the unit of the header among them. Which axis is which is decided in `table`.

use glossary::{EntryId, PropertyId, Range};

use super::{axes::Axis, subject_of};
use crate::{
    ClaimValue,
    draft::{Draft, Valued, values_or_part},
    extract::{acronym, draft, entry_of, keyed, prose},
    reading::Reading,
    scan::{Amount, AmountKind, Run},
    subject::{Subject, in_domain, joined},
};

/// One axis names the subject, the other the property.
pub(in crate::extract) fn by_property(
    reading: &Reading<'_, '_>,
    subjects: &Axis,
    named: &Axis,
    drafts: &mut Vec<Draft>,
) {
    for &id in &named.properties {
        let property = reading.scan.glossary.property(id);
        let mut last: Option<Run> = None;
        let all = match named.unit {
            Some(unit) => scaled(reading, property, unit),
            None => values_or_part(reading, property, &reading.unit.tokens),
        };
        let listed = all.windows(2).all(|pair| joined(reading, &pair[0].run, &pair[1].run)) && all.len() > 1;
        for valued in keyed::told(all) {
            let number = matches!(property.range, Range::Quantity { .. });
            // Of several numbers the first counts, with those it is enumerated with.
            let goes_on = last.as_ref().is_none_or(|last| joined(reading, last, &valued.run));
            let other = prose::best_link(reading, &valued.run).is_some_and(|other| !counts_alike(reading, id, other));
            let bracketed = valued.run.start.checked_sub(1).is_some_and(|at| reading.scan.folded(at) == "(");
            let first = listed || last.is_some() || !bracketed && valued.run.start <= reading.unit.tokens.start + 2;
            let ranged = subjects.entries.len() == 1 && is_ranged(reading, &valued.run);
            if number && (!goes_on || other || !first || ranged) {
                continue;
            }
            last = Some(valued.run.clone());
            let own = entry_of(&valued.value);
            let accept = |entry: EntryId| in_domain(reading.scan, property, entry) && Some(entry) != own;
            let Some(subject) = subject_of(reading, subjects, &accept) else { continue };
            if is_of_another_version(reading, &valued.run, &subject) {
                continue;
            }
            // Several sizes are of a family, and of one whose members are known.
            if number && listed && !reading.scan.glossary.is_family(subject.entry) {
                continue;
            }
            let alone = named.unit.is_none() && valued.run == reading.unit.tokens;
            drafts.extend(draft(reading, id, subject, valued).map(|draft| Draft { alone, keyed: true, ..draft }));
        }
        let accept = |entry: EntryId| in_domain(reading.scan, property, entry);
        if let (Range::Choice(_), Some(subject)) = (&property.range, subject_of(reading, subjects, &accept)) {
            keyed::choices(reading, id, &subject, &reading.unit.tokens, drafts);
        }
        if let (Range::Text, [letters]) = (&property.range, subjects.entries.as_slice()) {
            acronym::in_cell(reading, id, letters, drafts);
        }
    }
}

/// Whether two properties count the same: `3T tokens` are what a model is trained on, whatever else is counted in tokens.
fn counts_alike(reading: &Reading<'_, '_>, id: PropertyId, other: PropertyId) -> bool {
    let unit = |id: PropertyId| match &reading.scan.glossary.property(id).range {
        Range::Quantity { unit, .. } => Some(unit),
        _ => None,
    };
    id == other || unit(id).is_some() && unit(id) == unit(other)
}

/// The number of a cell in the unit of its header; one with a unit of its own is as it stands.
fn scaled(reading: &Reading<'_, '_>, property: &glossary::Property, unit: f64) -> Vec<Valued> {
    let Range::Quantity { least, .. } = property.range else {
        return values_or_part(reading, property, &reading.unit.tokens);
    };
    let number = |amount: &Amount| match amount.kind {
        AmountKind::Number(number, true) => Some(number),
        AmountKind::Number(number, false) => Some(number * unit),
        AmountKind::Year(year) => Some(f64::from(year) * unit),
        _ => None,
    };
    let value = |amount: &Amount| {
        let number = number(amount).filter(|&number| number.is_finite() && number >= least)?;
        Some(Valued { value: ClaimValue::Quantity(number), run: amount.run.clone() })
    };
    reading.scan.amounts_of(reading.id).iter().filter_map(value).collect()
}

/// Whether the bracket behind a value names what else has it: `GQA (from LLaMA 2 on)`.
fn is_of_another_version(reading: &Reading<'_, '_>, value: &Run, subject: &Subject) -> bool {
    let scan = reading.scan;
    let tokens = &reading.unit.tokens;
    let kind = |entry: EntryId| scan.glossary.kind(entry);
    if scan.folded(value.end) != "(" {
        return false;
    }
    let Some(close) = (value.end..tokens.end).find(|&at| scan.folded(at) == ")") else { return false };
    let other = |&entry: &EntryId| entry != subject.entry && kind(entry) == kind(subject.entry);
    reading.mentions_in(&(value.end..close)).any(|mention| mention.entries.iter().any(other))
}

/// Whether a number in a cell is one end of a range: `0.1B~66B`.
fn is_ranged(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let mark = |at: u32| matches!(reading.scan.folded(at), "~" | "～" | "–" | "—");
    let before = run.start.checked_sub(1).filter(|&at| at >= reading.unit.tokens.start);
    before.is_some_and(mark) || run.end < reading.unit.tokens.end && mark(run.end)
}
