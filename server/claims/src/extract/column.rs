//! Columns whose header says nothing the glossary knows (`d`, `made by`): a column is of the property that most of its
//! cells are right about, and the cell that is not stands out.

use glossary::{EntryId, PropertyId, Range};
use note::{Table, UnitId};

use super::{draft, entry_of, properties};
use crate::{
    Verdict, context, decide,
    draft::values_in,
    reading::Reading,
    scan::Scan,
    subject::{Subject, in_domain},
};

/// A column with fewer right cells is not known.
const RIGHT: usize = 3;

/// The property that a column is of, if one stands out. `subjects` gives what the key of a row names.
pub(super) fn property_of(
    scan: &Scan<'_>,
    table: &Table,
    column: usize,
    subjects: &dyn Fn(usize) -> Option<Subject>,
) -> Option<PropertyId> {
    let cells: Vec<(UnitId, Subject)> = (1..context::sampled(table) as usize)
        .filter_map(|row| {
            let units = table.rows.get(row)?.get(column)?.clone();
            (units.len() == 1).then_some((UnitId(units.start), subjects(row)?))
        })
        .collect();
    if cells.len() < RIGHT + 1 {
        return None;
    }
    let mut best: Option<(usize, PropertyId)> = None;
    let mut tied = false;
    for (id, property) in properties(scan) {
        if !matches!(property.range, Range::Quantity { .. } | Range::Entry(_) | Range::Date) {
            continue;
        }
        let right = cells.iter().filter(|(unit, subject)| is_right(scan, id, *unit, subject)).count();
        tied = tied && best.is_some_and(|(most, _)| most >= right)
            || best.is_some_and(|(most, _)| most == right && right > 0);
        if best.is_none_or(|(most, _)| right > most) {
            (best, tied) = (Some((right, id)), false);
        }
    }
    let (right, id) = best?;
    (!tied && right >= RIGHT && right * 5 >= cells.len() * 3).then_some(id)
}

/// Whether a cell holds nothing but a value that its row's subject has.
fn is_right(scan: &Scan<'_>, id: PropertyId, unit: UnitId, subject: &Subject) -> bool {
    let property = scan.glossary.property(id);
    if !in_domain(scan, property, subject.entry) {
        return false;
    }
    let reading = Reading::new(scan, unit, false);
    let values = values_in(&reading, property, &reading.unit.tokens);
    let own = |entry: EntryId| entry != subject.entry;
    values.into_iter().next().filter(|valued| valued.run == reading.unit.tokens).is_some_and(|valued| {
        let foreign = entry_of(&valued.value).is_none_or(own);
        let made = draft(&reading, id, subject.clone(), valued);
        foreign && made.is_some_and(|draft| decide(scan, &draft).verdict == Verdict::Supported)
    })
}
