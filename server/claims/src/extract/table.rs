//! Tables: one axis names subjects, the other properties; which is which shows in what the glossary knows.

mod axes;
mod property;
mod unnamed;

use glossary::{EntryId, PropertyId, Range};
use note::{Cell, Unit, UnitId};

use super::{acronym, answer, class, draft, keyed, said, sheet};
use crate::{
    ClaimValue, Status, context,
    draft::{Draft, Valued, is_kind},
    reading::Reading,
    scan::{AmountKind, Scan},
    subject::{Subject, in_domain},
};
pub(super) use axes::{Axes, Axis};
pub(super) use property::by_property;
use unnamed::{by_links, by_parts, by_type, by_words, sole_taking};

/// Appends what a cell asserts.
pub(super) fn read(reading: &Reading<'_, '_>, axes: &Axes, cell: Cell, drafts: &mut Vec<Draft>) {
    let start = drafts.len();
    if cell.row > 0 && reading.unit.question.is_some() {
        answer::read(reading, drafts);
    }
    if drafts.len() > start || sheet::read(reading, axes, cell, drafts) || cell.row == 0 {
        return;
    }
    let Some((row, column)) = axes.axes(cell) else { return };
    let key = row.entries.first().and_then(|subject| reading.scan.note.unit(subject.unit).cell);
    if key.is_some_and(|key| key.column == cell.column) || row.unsettled {
        return;
    }
    if cell.column == 0 || key.is_some_and(|key| cell.column < key.column) {
        // `| 2023.03 | GPT-4 |`: before the key only what the header names is read.
        by_property(reading, row, column, drafts);
        return;
    }
    by_axes(reading, row, column, cell, drafts);
    if let Some(has) = switch(reading.scan, &reading.unit) {
        // A mark alone in a cell is a value: no mistake is meant.
        drafts[start..].iter_mut().for_each(|draft| draft.status = Status::Asserted);
        if drafts.len() == start {
            by_switch(reading, axes, row, column, has, drafts);
            by_switch(reading, axes, column, row, has, drafts);
        }
        return;
    }
    if drafts.len() == start {
        inverse(reading, axes, row, column, drafts);
        inverse(reading, axes, column, row, drafts);
    }
    of_key(reading, row, cell, start, drafts);
    by_itself(reading, row, column, cell, start, drafts);
    let typed = !row.properties.is_empty() || !column.properties.is_empty();
    if let [subject] = row.entries.as_slice() {
        said::read_of(reading, Some(subject), typed, drafts);
    } else if let ([], [subject]) = (row.entries.as_slice(), column.entries.as_slice()) {
        said::read_of(reading, Some(subject), typed, drafts);
    }
}

/// One axis names the subject and the other the property, or the row names both.
fn by_axes(reading: &Reading<'_, '_>, row: &Axis, column: &Axis, cell: Cell, drafts: &mut Vec<Draft>) {
    if !row.entries.is_empty()
        && !row.properties.is_empty()
        && column.entries.is_empty()
        && is_sole_value(reading, row, cell)
    {
        // `| GPT-2 XL layers | 48 |`: the row says what its cells hold.
        by_property(reading, row, row, drafts);
    } else {
        by_property(reading, row, column, drafts);
        by_property(reading, column, row, drafts);
    }
}

/// What a cell says of its row's key in ways that need no property to be named, where nothing from `start` on was read.
fn of_key(reading: &Reading<'_, '_>, row: &Axis, cell: Cell, start: usize, drafts: &mut Vec<Draft>) {
    if let ([key], true) = (&row.entries[..], drafts.len() == start) {
        super::member::used(reading, Some(key.entry), drafts);
        super::member::users(reading, Some(key.entry), drafts);
        acronym::in_row(reading, key, drafts);
    }
    if let ([key], true) = (&row.entries[..], drafts.len() == start) {
        super::member::exemplified(reading, key.entry, cell, drafts);
    }
    // `Proprietary LLMs`: the noun of a class may itself be a name.
    if (row.entries.is_empty() || drafts.len() == start)
        && let Some(key) =
            reading.scan.note.row(cell).first().filter(|units| !units.is_empty()).map(|units| UnitId(units.start))
    {
        class::in_cell(reading, key, drafts);
    }
}

/// What a cell says of its row's key by its values or words alone, where what was read from `start` on leaves that open.
fn by_itself(reading: &Reading<'_, '_>, row: &Axis, column: &Axis, cell: Cell, start: usize, drafts: &mut Vec<Draft>) {
    // `Kind`, `Type` head any class that a thing belongs to.
    let classes = |draft: &Draft| reading.scan.glossary.property(draft.property).many;
    if drafts[start..].iter().all(classes) {
        by_type(reading, row, drafts);
    }
    let keyed = |subject: &Subject| reading.scan.note.unit(subject.unit).cell.is_some_and(|key| key.column == 0);
    if drafts.len() == start && column.is_empty() && row.entries.first().is_some_and(keyed) {
        by_parts(reading, row, drafts);
        if drafts.len() == start {
            by_links(reading, row, drafts);
        }
    }
    let counts = |id: &PropertyId| matches!(reading.scan.glossary.property(*id).range, Range::Quantity { .. });
    let numbered = drafts[start..].iter().any(|draft| matches!(draft.value, ClaimValue::Quantity(_)));
    let headed = column.properties.iter().chain(&row.properties).any(counts);
    if !numbered && (!headed || drafts.len() == start) && !has_share(reading, cell) {
        by_words(reading, row, drafts);
    }
}

/// Whether a cell is the only one behind its row's key, so that it holds what the key names.
fn is_sole_value(reading: &Reading<'_, '_>, row: &Axis, cell: Cell) -> bool {
    let key = row.entries.first().and_then(|subject| reading.scan.note.unit(subject.unit).cell);
    let last = cell.column as usize + 1 >= reading.scan.note.row(cell).len();
    last && key.is_none_or(|key| key.column + 1 == cell.column)
}

/// The one subject of an axis that a property is said of.
fn subject_of(reading: &Reading<'_, '_>, axis: &Axis, accept: &dyn Fn(EntryId) -> bool) -> Option<Subject> {
    let mut fitting = axis.entries.iter().filter(|subject| accept(subject.entry));
    let first = fitting.next()?;
    let glossary = reading.scan.glossary;
    fitting.all(|other| glossary.is_narrower_or_same(other.entry, first.entry)).then(|| first.clone())
}

/// Whether a cell holds nothing but a word or a mark that says whether something is there.
fn switch(scan: &Scan<'_>, unit: &Unit) -> Option<bool> {
    let mut words = unit.tokens.clone().map(|at| scan.folded(at)).filter(|word| *word != "\u{fe0f}");
    match (words.next(), words.next()) {
        (Some("✓" | "✔" | "✅" | "√" | "☑" | "yes" | "y" | "true" | "是" | "有"), None) => Some(true),
        (Some("✗" | "✘" | "❌" | "×" | "✖" | "no" | "n" | "false" | "否" | "无"), None) => Some(false),
        _ => None,
    }
}

/// One axis names the subject, the other a value of the one property of it that takes such values: `| LLaMA | ✓ |` under
/// `RoPE`. Who made it and what it is made from are no features that are ticked.
fn by_switch(reading: &Reading<'_, '_>, axes: &Axes, row: &Axis, column: &Axis, has: bool, drafts: &mut Vec<Draft>) {
    let ([subject], [value], true) = (row.entries.as_slice(), column.entries.as_slice(), column.properties.is_empty())
    else {
        return;
    };
    let Some(id) = sole_taking(reading, row, value.entry) else { return };
    if has_several(reading, axes, value.entry) {
        return;
    }
    let valued = Valued { value: ClaimValue::Entry(value.entry), run: reading.unit.tokens.clone() };
    let made = draft(reading, id, subject.clone(), valued);
    drafts.extend(made.map(|draft| Draft { polarity: has, status: Status::Asserted, keyed: true, ..draft }));
}

/// Whether a row has several things of one kind: it tells what runs with what, not what its subject is made with.
fn has_several(reading: &Reading<'_, '_>, axes: &Axes, value: EntryId) -> bool {
    let scan = reading.scan;
    let Some(cell) = reading.unit.cell else { return false };
    let alike = |axis: &Axis| matches!(axis.entries.as_slice(), [one] if scan.glossary.kind(one.entry) == scan.glossary.kind(value));
    let on =
        |units: &std::ops::Range<u32>| units.clone().map(UnitId).any(|id| switch(scan, &scan.said(id)) == Some(true));
    let cells = scan.note.row(cell).iter().take(context::ROW).zip(axes.columns(cell));
    cells.filter(|(units, axis)| alike(axis) && on(units)).count() > 1
}

/// One axis names the value, the other says that its cells hold the subjects.
fn inverse(reading: &Reading<'_, '_>, axes: &Axes, values: &Axis, named: &Axis, drafts: &mut Vec<Draft>) {
    for &id in &named.inverses {
        let property = reading.scan.glossary.property(id);
        let Range::Entry(kinds) = &property.range else { continue };
        let accept = |entry: EntryId| is_kind(reading, kinds, entry);
        let Some(value) = subject_of(reading, values, &accept).filter(|_| values.entries.len() == 1) else { continue };
        // `| Platform | Model |`: who is named below may be there for any reason.
        if property.origin && axes.heads_another(reading.scan, value.unit, id) {
            continue;
        }
        let listed = |entry: EntryId| in_domain(reading.scan, property, entry);
        for subject in keyed::subjects_in(reading, &reading.unit.tokens, &listed) {
            let valued = Valued { value: ClaimValue::Entry(value.entry), run: subject.run.clone() };
            drafts.extend(draft(reading, id, subject, valued));
        }
    }
}

/// Whether a row gives a share in percent, so that its numbers may be of what was taken of something.
fn has_share(reading: &Reading<'_, '_>, cell: Cell) -> bool {
    let units = reading.scan.note.row(cell).iter().take(context::ROW).cloned().flatten();
    units.map(UnitId).any(|id| reading.scan.amounts_of(id).iter().any(|amount| amount.kind == AmountKind::Percent))
}
