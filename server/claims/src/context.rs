//! The units that a unit may be read by, besides itself: where its subject can be named.

use note::{Note, Unit, UnitId};

/// How many sentences before may count.
pub(crate) const SENTENCES: usize = 6;
/// How many items or headings above may count.
pub(crate) const ABOVE: usize = 10;
/// What stands more than so many units (items, sentences) below a line is hardly about it any more.
pub(crate) const FAR: u32 = 16;
/// The same for the cells of a table, of which each is a unit.
pub(crate) const FAR_IN_TABLE: u32 = 3 * FAR;

/// So many cells of a row count for what any of them says.
pub(crate) const ROW: usize = 24;

/// Shows the question that a unit answers, the sentences before it, the items and headings above it; of a cell, the
/// column's header and the cells of the row.
pub(crate) fn each(note: &Note, unit: &Unit, mut see: impl FnMut(UnitId)) {
    if let Some(question) = unit.question {
        see(question);
    }
    follow(note, unit.previous, SENTENCES, sentence, &mut see);
    follow(note, unit.parent, ABOVE, above, &mut see);
    if unit.lead != unit.parent {
        follow(note, unit.lead, ABOVE, above, &mut see);
    }
    follow(note, unit.heading, ABOVE, heading, &mut see);
    let Some(cell) = unit.cell else { return };
    let row = note.row(cell).iter().take(ROW).cloned();
    std::iter::once(note.header(cell)).chain(row).flatten().map(UnitId).for_each(see);
}

/// Shows what a link leads to, and that in turn.
pub(crate) fn follow(
    note: &Note,
    link: Option<UnitId>,
    most: usize,
    next: fn(&Unit) -> Option<UnitId>,
    see: &mut impl FnMut(UnitId),
) {
    let mut link = link;
    for _ in 0..most {
        let Some(id) = link else { return };
        see(id);
        link = next(note.unit(id));
    }
}

/// The sentence before.
pub(crate) fn sentence(unit: &Unit) -> Option<UnitId> {
    unit.previous
}

/// What a unit is an item of, or is introduced by.
pub(crate) fn above(unit: &Unit) -> Option<UnitId> {
    unit.parent.or(unit.lead)
}

/// The nearest place that a unit stands in: an item, a lead or a heading.
pub(crate) fn place(unit: &Unit) -> Option<UnitId> {
    above(unit).or(unit.heading)
}

/// The heading above.
pub(crate) fn heading(unit: &Unit) -> Option<UnitId> {
    unit.heading
}
