//! A run of units with the units it is read by.
//!
//! What a reading may look at: its context ([`context`]), the header and the first rows of the table, the unit behind,
//! and the tokens next to those ([`BESIDE`]). Rules that look farther must widen this; the test of random edits tells.

use std::ops::Range;

use note::{Cell, Hash, Key, Note, Table, TableId, Unit, UnitId};

use crate::context::{self, ABOVE, FAR, FAR_IN_TABLE, ROW, SENTENCES};

/// So many tokens on each side are taken along, in whole units.
const BESIDE: usize = 24;
/// At least so many units, and no more than so many: short ones are mostly what a table or a list is made of.
const LEAST_BESIDE: usize = 2;
const MOST_BESIDE: usize = 5;

/// How long parts are.
#[derive(Clone, Copy)]
pub(super) struct Length {
    /// A part has at least so many units, and at most so many.
    least: u32,
    most: u32,
    /// One in so many units ends a part.
    ends: u64,
}

/// For a first reading: the fewer parts, the fewer units are read twice.
pub(super) const LONG: Length = Length { least: 10, most: 64, ends: 12 };
/// For a place that is being edited: the shorter a part, the less is read again.
pub(super) const SHORT: Length = Length { least: 3, most: 16, ends: 4 };

/// The runs of units that are analysed by themselves, of some units. Where they end depends on the units, so that those
/// behind an edit are the same as before.
pub(super) fn split(units: Range<u32>, hashes: &[u64], length: Length) -> Vec<Range<u32>> {
    let Length { least, most, ends } = length;
    let (mut runs, mut start) = (Vec::new(), units.start);
    for (at, hash) in (1..units.end).zip(hashes).skip(units.start as usize) {
        if at - start >= most || at - start >= least && hash.is_multiple_of(ends) {
            runs.push(start..at);
            start = at;
        }
    }
    if start < units.end {
        runs.push(start..units.end);
    }
    runs
}

/// A run of units with the units it is read by.
pub(super) struct Part<'n> {
    note: &'n Note,
    own: Range<u32>,
    /// The units around it, sorted.
    before: Vec<u32>,
    behind: Range<u32>,
    /// The rows of tables that the part's own cells stand in, sorted; with the header of each.
    rows: Vec<(u32, u32)>,
}

impl<'n> Part<'n> {
    pub(super) fn new(note: &'n Note, own: Range<u32>) -> Self {
        let count = note.units.len() as u32;
        // The row that the part ends in goes on behind it.
        let last = own.end.checked_sub(1).and_then(|id| note.unit(UnitId(id)).cell);
        let row = last.map(|cell| note.row(cell)).unwrap_or_default();
        let rest = row.iter().take(ROW).map(|cell| cell.end).max().unwrap_or_default();
        let behind = own.end..(own.end + beside(note, own.end..count)).max(rest);
        let mut part = Self { note, before: Vec::new(), behind, rows: Vec::new(), own };
        let start = part.own.start;
        part.before.extend(start - beside(note, (0..start).rev())..start);
        let mut last = Links::default();
        for id in part.own.clone() {
            let unit = note.unit(UnitId(id));
            let links = Links::of(unit);
            part.follow(links.question, last.question, ABOVE, context::place);
            // What a question asks about may stand before it.
            if let Some(question) = links.question.filter(|_| links.question != last.question) {
                part.follow(note.unit(question).previous, None, SENTENCES, context::sentence);
            }
            part.follow(links.previous, last.previous, SENTENCES, context::sentence);
            part.follow(links.parent, last.parent, ABOVE, context::above);
            part.follow(links.lead, last.lead, ABOVE, context::above);
            part.follow(links.heading, last.heading, ABOVE, context::heading);
            last = links;
            if let Some(cell) = unit.cell {
                part.add_row(cell);
            }
        }
        part.before.sort_unstable();
        part.before.dedup();
        part
    }

    /// Takes along what a link out of the part leads to, where the unit before has not led there.
    fn follow(&mut self, link: Option<UnitId>, last: Option<UnitId>, most: usize, next: fn(&Unit) -> Option<UnitId>) {
        if link != last && link.is_some_and(|id| id.0 < self.own.start) {
            context::follow(self.note, link, most, next, &mut |id| self.before.push(id.0));
        }
    }

    /// Takes along the table's header and the cells of the row.
    fn add_row(&mut self, cell: Cell) {
        let Some(table) = self.note.tables.get(cell.table.0 as usize) else { return };
        if self.rows.last() == Some(&(cell.table.0, cell.row)) {
            return;
        }
        let header = self.rows.last().is_none_or(|&(table, _)| table != cell.table.0);
        let cells =
            |row: u32, most: usize| table.rows.get(row as usize).into_iter().flatten().take(most).cloned().flatten();
        let start = self.own.start;
        if header {
            self.before.extend(cells(0, usize::MAX).filter(|&unit| unit < start));
            if cell.row > 0 {
                self.rows.push((cell.table.0, 0));
            }
        }
        self.before.extend(cells(cell.row, ROW).filter(|&unit| unit < start));
        self.rows.push((cell.table.0, cell.row));
    }

    /// Its own units in the whole note.
    pub(super) fn range(&self) -> Range<u32> {
        self.own.clone()
    }

    /// All units of the small note, in order.
    pub(super) fn units(&self) -> impl Iterator<Item = u32> + '_ {
        self.before.iter().copied().chain(self.own.clone()).chain(self.behind.clone())
    }

    /// The number of a unit in the small note.
    fn number(&self, id: UnitId) -> Option<UnitId> {
        let before = self.before.len() as u32;
        if id.0 >= self.own.start {
            return (id.0 < self.behind.end).then(|| UnitId(id.0 - self.own.start + before));
        }
        self.before.binary_search(&id.0).ok().map(|at| UnitId(at as u32))
    }

    /// The part's own units in the small note.
    pub(super) fn own(&self) -> Range<u32> {
        let before = self.before.len() as u32;
        before..before + self.own.len() as u32
    }

    /// The unit of a number in the small note.
    pub(super) fn unit(&self, number: UnitId) -> UnitId {
        UnitId((number.0 + self.own.start).wrapping_sub(self.before.len() as u32))
    }

    /// Where the units of the small note begin.
    pub(super) fn starts(&self) -> Vec<u32> {
        self.units().map(|id| self.note.unit(UnitId(id)).span.start).collect()
    }

    /// A hash of the small note.
    pub(super) fn key(&self, hashes: &[u64]) -> u64 {
        let mut key = Hash::EMPTY;
        key.add(self.before.len() as u64);
        key.add(self.own.len() as u64);
        let far = if self.rows.is_empty() { FAR } else { FAR_IN_TABLE };
        for id in self.units() {
            key.add(hashes.get(id as usize).copied().unwrap_or_default());
            let links = Links::of(self.note.unit(UnitId(id)));
            let number =
                |link: Option<UnitId>| link.and_then(|id| self.number(id)).map_or(0xf_ffff, |id| u64::from(id.0));
            key.add(number(links.heading) | number(links.parent) << 20 | number(links.lead) << 40);
            // How far above the part it stands, where that may count.
            let above = u64::from(self.own.start.saturating_sub(id).min(far + 1));
            key.add(number(links.previous) | number(links.question) << 20 | above << 40);
            if let Some(cell) = self.note.unit(UnitId(id)).cell {
                let (table, row) = self.row(cell).unwrap_or((0xffff, 0xffff));
                key.add(u64::from(table) << 48 | u64::from(row) << 32 | u64::from(cell.column));
            }
        }
        self.add_rows(&mut key);
        key.value()
    }

    /// How many cells rows have, and how many units cells.
    fn add_rows(&self, key: &mut Hash) {
        for table in self.tables() {
            key.add(u64::from(table.height));
            for row in table.rows {
                key.add(row.len() as u64);
                for units in row {
                    key.add(u64::from(units.start) << 32 | u64::from(units.end));
                }
            }
        }
    }

    /// The number of a cell's table and row in the small note.
    fn row(&self, cell: Cell) -> Option<(u32, u32)> {
        let at = self.rows.binary_search(&(cell.table.0, cell.row)).ok()?;
        let first = self.rows.partition_point(|&(table, _)| table < cell.table.0);
        let tables = self.rows.get(..first)?.chunk_by(|a, b| a.0 == b.0).count();
        Some((tables as u32, (at - first) as u32))
    }

    /// The tables of the small note: of each the header and the rows that the part has cells of.
    fn tables(&self) -> Vec<Table> {
        let cell = |units: &Range<u32>| {
            let whole = units.clone().all(|unit| self.number(UnitId(unit)).is_some());
            let start = self.number(UnitId(units.start)).filter(|_| whole && !units.is_empty());
            start.map_or(0..0, |start| start.0..start.0 + units.len() as u32)
        };
        let row = |&(table, row): &(u32, u32)| {
            let row = self.note.tables.get(table as usize).and_then(|table| table.rows.get(row as usize));
            row.into_iter().flatten().map(cell).collect()
        };
        let tables = self.rows.chunk_by(|a, b| a.0 == b.0);
        tables
            .map(|rows| Table { rows: rows.iter().map(row).collect(), height: self.height(rows), span: 0..0 })
            .collect()
    }

    /// How many rows the table has that rows are of.
    fn height(&self, rows: &[(u32, u32)]) -> u32 {
        let table = rows.first().and_then(|&(table, _)| self.note.tables.get(table as usize));
        table.map_or(0, |table| table.height)
    }

    /// The small note, with places in the text of the whole.
    pub(super) fn note(&self) -> Note {
        let mut small = Note { tables: self.tables(), ..Note::default() };
        for id in self.units() {
            let unit = self.note.unit(UnitId(id));
            let start = small.tokens.len() as u32;
            small.tokens.extend_from_slice(self.note.tokens_of(unit));
            let token = |at: u32| at.wrapping_sub(unit.tokens.start).wrapping_add(start);
            let number = |link: Option<UnitId>| link.and_then(|id| self.number(id));
            let row = |cell: Cell| self.row(cell).map(|(table, row)| Cell { table: TableId(table), row, ..cell });
            small.units.push(Unit {
                tokens: token(unit.tokens.start)..token(unit.tokens.end),
                key: unit.key.map(|key| Key { end: token(key.end), value: token(key.value), ..key }),
                heading: number(unit.heading),
                parent: number(unit.parent),
                lead: number(unit.lead),
                previous: number(unit.previous),
                question: number(unit.question),
                // A cell next to the part whose row is none of its own is still one.
                cell: unit.cell.map(|cell| row(cell).unwrap_or(Cell { table: TableId(u32::MAX), ..cell })),
                ..unit.clone()
            });
        }
        small
    }
}

/// How many of the units next to a part are taken along for their tokens.
fn beside(note: &Note, units: impl Iterator<Item = u32>) -> u32 {
    let mut tokens = 0;
    let short = |&(at, id): &(usize, u32)| {
        let enough = at >= LEAST_BESIDE && tokens >= BESIDE;
        tokens += note.unit(UnitId(id)).tokens.len();
        !enough
    };
    (0..MOST_BESIDE).zip(units).take_while(short).count() as u32
}

/// The links of a unit.
#[derive(Clone, Copy, Default)]
struct Links {
    heading: Option<UnitId>,
    parent: Option<UnitId>,
    lead: Option<UnitId>,
    previous: Option<UnitId>,
    question: Option<UnitId>,
}

impl Links {
    fn of(unit: &Unit) -> Self {
        let Unit { heading, parent, lead, previous, question, .. } = *unit;
        Self { heading, parent, lead, previous, question }
    }
}
