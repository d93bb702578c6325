//! Lines of which each part has a key of its own: names with their values, properties with theirs. A line that is one key
//! and one value is read in `keyed`.

use glossary::{EntryId, Owner, Property, PropertyId, Range};

use super::value::{choices, first_values, told};
use crate::{
    draft::{Draft, values_or_part},
    extract::draft,
    reading::Reading,
    scan::Run,
    subject::{self, Subject, in_domain},
};

/// A key that is a name, and behind it parts that open with what a property is called: `GRPO: critic: none; KL: in the loss`.
pub(super) fn nested(reading: &Reading<'_, '_>, key: &Run, value: &Run, drafts: &mut Vec<Draft>) {
    let scan = reading.scan;
    let Some(mention) = scan.mention_at(key.start).filter(|mention| mention.run == *key) else { return };
    let ends = |at: u32| matches!(scan.folded(at), ";" | "；" | "," | "，" | "。" | "|" | "→");
    let mut start = value.start;
    while start < value.end {
        let end = (start..value.end).find(|&at| ends(at)).unwrap_or(value.end);
        let names = scan.hits_of(reading.id).iter().filter_map(|hit| match hit.owner {
            Owner::Name(id) if hit.run.start == start && hit.run.end < end => Some((hit.run.end, id)),
            _ => None,
        });
        if let Some((behind, id)) = names.max_by_key(|&(end, id)| (end, std::cmp::Reverse(id))) {
            let marked = matches!(scan.folded(behind), ":" | "：" | "=");
            let part = behind + u32::from(marked)..end;
            let property = scan.glossary.property(id);
            let entry = subject::only(mention, &|entry: EntryId| in_domain(scan, property, entry));
            if let Some(entry) = entry.filter(|_| marked || opens_with_value(reading, id, &part)) {
                let subject = Subject { entry, run: mention.run.clone(), unit: reading.id };
                if matches!(property.range, Range::Choice(_)) {
                    choices(reading, id, &subject, &part, drafts);
                } else {
                    let values = first_values(reading, values_or_part(reading, property, &part), &part);
                    for valued in told(values) {
                        let made = draft(reading, id, subject.clone(), valued);
                        drafts.extend(made.map(|draft| Draft { keyed: true, ..draft }));
                    }
                }
            }
        }
        start = end + 1;
    }
}

/// Parts of a line behind its first that have a key of their own: `Config: 32 layers, hidden size: 4096, heads: 32`. What the
/// line stands under has them, where the line's key names nothing.
pub(super) fn further(reading: &Reading<'_, '_>, key: &Run, value: &Run, drafts: &mut Vec<Draft>) {
    let scan = reading.scan;
    if reading.mentions_in(key).any(|mention| scan.is_checkable(mention)) {
        return;
    }
    let ends = |at: u32| matches!(scan.folded(at), ";" | "；" | "," | "，" | "、" | "|");
    let mut start = (value.start..value.end).find(|&at| ends(at)).map_or(value.end, |at| at + 1);
    while start < value.end {
        let end = (start..value.end).find(|&at| ends(at)).unwrap_or(value.end);
        let names = scan.hits_of(reading.id).iter().filter_map(|hit| match hit.owner {
            Owner::Name(id) if hit.run.start == start && hit.run.end + 1 < end => Some((hit.run.end, id)),
            _ => None,
        });
        let most = names.clone().map(|(end, _)| end).max();
        let meant: Vec<PropertyId> = names.filter(|&(end, _)| Some(end) == most).map(|(_, id)| id).collect();
        let marked = most.is_some_and(|behind| matches!(scan.folded(behind), ":" | "："));
        if let ([id], Some(behind), true) = (&meant[..], most, marked) {
            let part = behind + 1..end;
            let property = scan.glossary.property(*id);
            let number = matches!(property.range, Range::Quantity { .. });
            let values = values_or_part(reading, property, &part);
            if let ([valued], true) = (values.as_slice(), number) {
                let accept = |entry: EntryId| in_domain(scan, property, entry);
                let whole =
                    valued.run.start == part.start && crate::binding::weight(reading, &(valued.run.end..end)) == 0;
                for subject in subject::from_context(reading, &accept).into_iter().filter(|_| whole) {
                    let made = draft(reading, *id, subject, valued.clone());
                    drafts.extend(made.map(|draft| Draft { keyed: true, ..draft }));
                }
            }
        }
        start = end + 1;
    }
}

/// Whether a run opens with a number, a name or one of a property's words for its choices.
fn opens_with_value(reading: &Reading<'_, '_>, id: PropertyId, run: &Run) -> bool {
    let scan = reading.scan;
    match scan.glossary.property(id).range {
        Range::Choice(_) => scan.cells_of(reading.id).iter().any(|hit| {
            hit.run.start == run.start && matches!(hit.owner, Owner::Cell(of, _) | Owner::Choice(of, _) if of == id)
        }),
        Range::Entry(_) => scan.mention_at(run.start).is_some_and(|mention| mention.run == *run),
        _ => scan.amounts_of(reading.id).iter().any(|amount| amount.run.start == run.start),
    }
}

/// Names behind the key, each with its value: `Vocabulary sizes: BERT 30,522; GPT-2 50,257`. Whether the line is such a list.
pub(super) fn paired(
    reading: &Reading<'_, '_>,
    id: PropertyId,
    property: &Property,
    value: &Run,
    drafts: &mut Vec<Draft>,
) -> bool {
    let scan = reading.scan;
    if !matches!(property.range, Range::Quantity { .. } | Range::Date) {
        return false;
    }
    let ends = |at: u32| matches!(scan.folded(at), ";" | "；" | "," | "，" | "、" | "|" | "。");
    let joins =
        |at: u32| matches!(scan.folded(at), "and" | "和" | "而" | "is" | "has" | "是" | "为" | "=" | ":" | "：");
    let accept = |entry: EntryId| in_domain(scan, property, entry);
    let mut pairs = Vec::new();
    let mut start = value.start;
    while start < value.end {
        let end = (start..value.end).find(|&at| ends(at)).unwrap_or(value.end);
        let first = (start..end).find(|&at| !joins(at)).unwrap_or(end);
        let name = scan.mention_at(first).filter(|mention| mention.run.start == first);
        let subject = name.and_then(|name| Some((subject::only(name, &accept)?, name.run.clone())));
        let Some((entry, run)) = subject else { break };
        let behind = (run.end..end).find(|&at| !joins(at)).unwrap_or(end);
        let values = values_or_part(reading, property, &(behind..end));
        let [valued] = values.as_slice() else { break };
        // `BERT-base 12 of 24`: what is left over may say anything.
        if valued.run.start != behind || crate::binding::weight(reading, &(valued.run.end..end)) > UNIT {
            break;
        }
        pairs.push((Subject { entry, run, unit: reading.id }, valued.clone()));
        start = end + 1;
    }
    if pairs.len() < 2 {
        return pairs.len() == 1 && start < value.end;
    }
    for (subject, valued) in pairs {
        let made = draft(reading, id, subject, valued);
        drafts.extend(made.map(|draft| Draft { keyed: true, ..draft }));
    }
    true
}

/// What a value counts may follow it: a word.
const UNIT: u32 = 2;
