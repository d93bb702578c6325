//! Lines that open with a date: what stands behind it came out then, where nothing else is told of it. A date that is the
//! value of a named key is read in `keyed`.

use glossary::{EntryId, Owner, Property, PropertyId, Range};
use note::{TokenKind, UnitKind};

use super::subjects_in;
use crate::{
    draft::{Draft, Valued},
    extract::draft,
    reading::Reading,
    scan::{AmountKind, Run},
    subject::{Subject, in_domain},
};

/// More than this behind what a date stands before tells of an event.
const EVENT: u32 = 4;

/// `2023-07: Llama 2`: the key is a date, the value opens with what is dated.
pub(super) fn dated(
    reading: &Reading<'_, '_>,
    id: PropertyId,
    property: &Property,
    key: &Run,
    value: &Run,
    drafts: &mut Vec<Draft>,
) {
    let amounts = reading.scan.amounts_of(reading.id);
    let is_date = |kind: &AmountKind| matches!(kind, AmountKind::Date(_) | AmountKind::Year(_));
    let Some(date) = amounts
        .iter()
        .find(|amount| amount.run.start == key.start && amount.run.end >= key.end && is_date(&amount.kind))
    else {
        return;
    };
    let listed = |entry: EntryId| in_domain(reading.scan, property, entry);
    let opens =
        subjects_in(reading, value, &listed).into_iter().next().filter(|subject| subject.run.start <= value.start + 1);
    // `2024: DPO dominates …` dates what happened, not the thing.
    let clause = |subject: &Subject| subject.run.end..reading.clause_run(subject.run.start).end;
    let rest = |subject: &Subject| crate::binding::weight(reading, &(subject.run.end..reading.unit.tokens.end));
    let opens =
        opens.filter(|subject| crate::binding::weight(reading, &clause(subject)) == 0 && rest(subject) <= EVENT);
    if let (Some(subject), Some(value)) = (opens, crate::draft::date(date)) {
        let run = date.run.clone();
        let links = |owner: Owner| owner == Owner::After(id) || owner == Owner::Before(id);
        let told =
            reading.scan.hits_of(reading.id).iter().any(|hit| links(hit.owner) && hit.run.start >= subject.run.end);
        let made = draft(reading, id, subject, Valued { value, run });
        drafts.extend(made.map(|draft| Draft { keyed: true, told, ..draft }));
    }
}

/// An item that is a date and names, and nothing else: `- 2018-06 GPT-2`, `- 2021 年 3 月 InstructGPT`.
pub(super) fn timeline(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    let scan = reading.scan;
    let start = reading.unit.tokens.start;
    let date = scan
        .amounts_of(reading.id)
        .iter()
        .find(|amount| amount.run.start == start && matches!(amount.kind, AmountKind::Date(_) | AmountKind::Year(_)));
    let Some(date) = date.filter(|_| reading.unit.kind == UnitKind::Item) else { return };
    let value = date.run.end..reading.unit.tokens.end;
    let named = |at: u32| scan.mention_at(at).is_some_and(|mention| !mention.part);
    let whole = value.clone().all(|at| named(at) || scan.kind(at) == TokenKind::Punct);
    if !whole || reading.mentions_in(&value).next().is_none() {
        return;
    }
    let glossary = scan.glossary;
    for id in glossary.counting().filter(|&id| matches!(glossary.property(id).range, Range::Date)) {
        dated(reading, id, glossary.property(id), &date.run, &value, drafts);
    }
}
