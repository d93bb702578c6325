//! Tables about one thing that no cell names: under `## BERT base` the rows `| layers | 12 |`, or one row of values below a
//! header of properties.
//!
//! Read only where the table names no subject of its own, in its header or in the row: two columns of which the first
//! names properties and the second is headed by nothing or by a word like *value*; or a single row whose header names
//! properties from the first column on. A table with more columns compares things, one with more rows lists them.

use glossary::{CueKind, EntryId, Owner};
use note::{Cell, TokenKind, UnitId};

use super::table::{Axes, Axis, by_property};
use crate::{
    context::{self, FAR_IN_TABLE},
    draft::Draft,
    reading::Reading,
    scan::{Run, Scan},
    subject::{self, Subject, in_domain},
};

/// Appends what a cell asserts of what its table is about; whether the table is of this shape.
pub(super) fn read(reading: &Reading<'_, '_>, axes: &Axes, cell: Cell, drafts: &mut Vec<Draft>) -> bool {
    let scan = reading.scan;
    let Some(table) = scan.note.tables.get(cell.table.0 as usize) else { return false };
    let Some(row) = table.rows.get(cell.row as usize) else { return false };
    let columns = axes.columns(cell);
    if row.len() != columns.len() || columns.iter().any(|axis| names_subject(scan, axis)) {
        return false;
    }
    let header = |at: usize| table.rows[0].get(at).cloned().unwrap_or_default();
    let named = |at: usize| columns.get(at).is_some_and(|axis| !axis.properties.is_empty());
    // A header that names a property and gives its value is a row like the others.
    let untitled = named(0) && has_value(scan, header(1));
    // `Stage 1` under ZeRO is a member of what stands above, whatever else the words may name.
    let completed = |subject: &Subject| scan.mentions_of(subject.unit).is_empty();
    if axes.axes(cell).is_some_and(|(row, _)| row.entries.iter().any(completed)) {
        return false;
    }
    if columns.len() == 2 && cell.column == 1 && !named(1) && (untitled || cell.row > 0 && is_plain(scan, header(1))) {
        let key = Axis::new(scan, row[0].clone());
        return !names_subject(scan, &key) && of_context(reading, &key, drafts);
    }
    let values = cell.row > 0 && table.height == 2 && columns.len() > 1 && (0..columns.len()).all(named);
    let first = || Axis::new(scan, row[0].clone());
    values && !is_of_domain(scan, &first(), columns) && of_context(reading, &columns[cell.column as usize], drafts)
}

/// The claims of a cell whose properties are named, about what the table is about; whether properties are named.
fn of_context(reading: &Reading<'_, '_>, named: &Axis, drafts: &mut Vec<Draft>) -> bool {
    let scan = reading.scan;
    for &id in &named.properties {
        let property = scan.glossary.property(id);
        let accept = |entry: EntryId| in_domain(scan, property, entry);
        let near = |subject: &Subject| {
            scan.apart(reading.id, subject.unit) <= FAR_IN_TABLE
                && is_title(scan, subject.unit, &subject.run)
                && leads_straight(reading, subject.unit)
        };
        let Some(subject) = subject::of_table(scan, &reading.unit, &accept).filter(near) else { continue };
        let subjects = Axis { entries: vec![subject], ..Axis::default() };
        by_property(reading, &subjects, &Axis { properties: vec![id], ..Axis::default() }, drafts);
    }
    !named.properties.is_empty()
}

/// Whether nothing between a table and what gives its subject names another thing: a student, our own settings.
fn leads_straight(reading: &Reading<'_, '_>, subject: UnitId) -> bool {
    let scan = reading.scan;
    let mut straight = true;
    let mut met = reading.unit.lead == Some(subject);
    let mut see = |id: UnitId| {
        met |= id == subject;
        straight &= met || is_title(scan, id, &(0..0));
    };
    reading.unit.lead.into_iter().for_each(&mut see);
    context::follow(scan.note, reading.unit.heading, context::ABOVE, context::heading, &mut see);
    straight
}

/// Whether a unit says nothing beside its name but what titles say: numbers, `overview`, `配置`, `as follows`.
fn is_title(scan: &Scan<'_>, id: UnitId, name: &Run) -> bool {
    let titled = |at: u32| {
        let owns = |owner: Owner| matches!(owner, Owner::Cue(CueKind::Overview | CueKind::Content) | Owner::Name(_));
        scan.covers(id, owns, at) || matches!(scan.folded(at), "following" | "follows" | "below" | "如" | "下" | "以")
    };
    let plain = |at: u32| {
        matches!(scan.kind(at), TokenKind::Punct | TokenKind::Number) || scan.is_light(at) && !is_first_person(scan, at)
    };
    scan.note.unit(id).tokens.clone().all(|at| name.contains(&at) || plain(at) || titled(at))
}

/// Whether a word says that something is the writer's own.
fn is_first_person(scan: &Scan<'_>, at: u32) -> bool {
    matches!(scan.folded(at), "our" | "my" | "we" | "我")
}

/// Whether a header or key names something else than a property.
fn names_subject(scan: &Scan<'_>, axis: &Axis) -> bool {
    axis.entries.iter().any(|subject| {
        let name = |owner: Owner| matches!(owner, Owner::Name(id) if axis.properties.contains(&id));
        let hits = scan.hits_of(subject.unit).iter();
        !hits
            .into_iter()
            .any(|hit| name(hit.owner) && hit.run.start <= subject.run.start && subject.run.end <= hit.run.end)
    })
}

/// Whether a row is of a thing that one of the columns' properties is said of.
fn is_of_domain(scan: &Scan<'_>, first: &Axis, columns: &[Axis]) -> bool {
    let properties = || columns.iter().flat_map(|axis| &axis.properties).map(|&id| scan.glossary.property(id));
    first.entries.iter().any(|subject| properties().any(|property| in_domain(scan, property, subject.entry)))
}

/// Whether cells hold a number or name something, so that they are values.
fn has_value(scan: &Scan<'_>, units: std::ops::Range<u32>) -> bool {
    units.map(UnitId).any(|id| !scan.amounts_of(id).is_empty() || !scan.mentions_of(id).is_empty())
}

/// Whether a header says only that values stand below it, or nothing.
fn is_plain(scan: &Scan<'_>, units: std::ops::Range<u32>) -> bool {
    units.map(UnitId).all(|id| {
        let content = |at: u32| scan.covers(id, |owner| owner == Owner::Cue(CueKind::Content), at);
        scan.note
            .unit(id)
            .tokens
            .clone()
            .all(|at| scan.kind(at) == TokenKind::Punct || scan.is_light(at) || content(at))
    })
}
