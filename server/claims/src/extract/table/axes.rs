//! What the header cells and the rows' keys of tables name: entries, properties, or the properties whose subjects stand
//! below. A key that says more than a name it knows is of something else, and names nothing; what a cell then asserts is
//! not decided here.

use glossary::{CueKind, EntryId, Owner, PropertyId, Range};
use note::{Cell, Table, TokenKind, UnitId};

use crate::{
    context,
    extract::keyed,
    reading::Reading,
    scan::{Amount, AmountKind, Run, Scan},
    subject::{Subject, in_domain, member, size, unknown_name},
};

/// A row's key stands in one of so many cells.
const KEYS: usize = 4;

/// What the header cells and first columns of all tables name.
pub(in crate::extract) struct Axes {
    tables: Vec<TableAxes>,
}

/// What one table's header cells and first column name.
struct TableAxes {
    columns: Vec<Axis>,
    rows: Vec<Axis>,
}

/// What a header cell or a row's key names.
#[derive(Clone, Debug, Default)]
pub(in crate::extract) struct Axis {
    /// Properties it may be.
    pub(in crate::extract) properties: Vec<PropertyId>,
    /// Properties whose subjects stand in its cells.
    pub(in crate::extract) inverses: Vec<PropertyId>,
    /// Entries it names.
    pub(in crate::extract) entries: Vec<Subject>,
    /// It heads mistakes, or what is set apart from what the rows name: what came before or instead.
    pub(in crate::extract) misconception: bool,
    /// What bare numbers below it are to be multiplied by: `Params (B)`.
    pub(in crate::extract) unit: Option<f64>,
    /// It is the row of what is still to come, or of a family whose latest version it names.
    pub(in crate::extract) unsettled: bool,
}

impl Axes {
    pub(in crate::extract) fn of_all(scan: &Scan<'_>) -> Self {
        Self { tables: scan.note.tables.iter().map(|table| TableAxes::new(scan, table)).collect() }
    }

    /// Whether a cell stands in a column of mistakes.
    pub(in crate::extract) fn is_misconception(&self, cell: Option<Cell>) -> bool {
        cell.is_some_and(|cell| self.axes(cell).is_some_and(|(_, column)| column.misconception && cell.row > 0))
    }

    /// The axes of a table's columns, as its header names them.
    pub(in crate::extract) fn columns(&self, cell: Cell) -> &[Axis] {
        self.tables.get(cell.table.0 as usize).map(|table| table.columns.as_slice()).unwrap_or_default()
    }

    /// Whether the header above a cell names something, and not a property.
    pub(super) fn heads_another(&self, scan: &Scan<'_>, id: UnitId, property: PropertyId) -> bool {
        let Some(cell) = scan.note.unit(id).cell.filter(|cell| cell.row > 0) else { return false };
        let named = |axis: &Axis| axis.properties.contains(&property);
        let word = |at: u32| scan.kind(at) != TokenKind::Punct;
        let says = scan.note.header(cell).map(UnitId).any(|id| scan.note.unit(id).tokens.clone().any(word));
        says && !self.columns(cell).get(cell.column as usize).is_some_and(named)
    }

    /// The row's and the column's axis of a cell.
    pub(in crate::extract) fn axes(&self, cell: Cell) -> Option<(&Axis, &Axis)> {
        let table = self.tables.get(cell.table.0 as usize)?;
        Some((table.rows.get(cell.row as usize)?, table.columns.get(cell.column as usize)?))
    }
}

impl TableAxes {
    fn new(scan: &Scan<'_>, table: &Table) -> Self {
        let header = table.rows.first().map(Vec::as_slice).unwrap_or_default();
        let columns: Vec<Axis> = header.iter().map(|units| Axis::of_key(scan, units.clone())).collect();
        let row = |row: &Vec<std::ops::Range<u32>>| {
            let axis = Axis::of_row(scan, row, header, &columns);
            Axis { unsettled: axis.is_unsettled(scan, row), ..axis }
        };
        let rows: Vec<Axis> = table.rows.iter().map(row).collect();
        Self { columns, rows }
    }
}

impl Axis {
    pub(in crate::extract) fn new(scan: &Scan<'_>, units: std::ops::Range<u32>) -> Self {
        let mut axis = Self::default();
        let of = units.clone();
        let mut apart = false;
        // The longest names found, of properties and from their values' side.
        let mut longest = (0, 0);
        for id in units.map(UnitId) {
            let reading = Reading::new(scan, id, false);
            let (name, unit) = named_in(&reading);
            axis.unit = unit;
            for hit in scan.hits_of(id) {
                match hit.owner {
                    Owner::Name(property)
                        if keyed::is_called(&reading, &name, hit.owner)
                            && !keyed::is_narrowed(&reading, property, &name) =>
                    {
                        axis.properties.push(property);
                        longest.0 = longest.0.max(hit.run.len());
                    }
                    Owner::Inverse(property) if keyed::is_called(&reading, &reading.unit.tokens, hit.owner) => {
                        axis.inverses.push(property);
                        longest.1 = longest.1.max(hit.run.len());
                    }
                    Owner::Cue(CueKind::Misconception) => axis.misconception = true,
                    Owner::Cue(CueKind::Past | CueKind::Substitution | CueKind::Contrast) => apart = true,
                    _ => {}
                }
            }
            for mention in scan.mentions_of(id) {
                // `no KV cache` heads what holds without it.
                let without = reading.has(CueKind::Negation);
                if let ([entry], false, false) = (&mention.entries[..], without, mention.part)
                    && let Some(entry) = size::given(scan, id, *entry)
                {
                    axis.entries.push(Subject { entry, run: mention.run.clone(), unit: id });
                }
            }
        }
        axis.drop_classes(scan);
        // `Sparse Transformer`, `T5 v1.1 Large`: a key with more than the name in it names something else.
        if axis.properties.is_empty() && !axis.entries.is_empty() && !names_alone(scan, of.clone()) {
            axis.entries.clear();
        }
        if axis.properties.is_empty() && of.map(UnitId).any(|id| is_composed(scan, id)) {
            axis.entries.clear();
        }
        if longest.1 > longest.0 {
            axis.properties.clear();
        }
        axis.properties.sort_unstable();
        axis.properties.dedup();
        axis.misconception |= apart && axis.properties.is_empty() && axis.entries.is_empty();
        axis
    }

    /// What a key names, by a size alone too: `70B` or `Base` below a title that names a family with such a member.
    fn of_key(scan: &Scan<'_>, units: std::ops::Range<u32>) -> Self {
        match units.clone().map(UnitId).find_map(|id| size::of_cell(scan, id, &|_| true)) {
            Some(member) => Self { entries: vec![member], ..Self::default() },
            None => Self::new(scan, units),
        }
    }

    /// What a row's key names. A leading number or an empty cell is no key: the next cell is, and so it is behind cells
    /// that tell who made what stands there.
    fn of_row(
        scan: &Scan<'_>,
        row: &[std::ops::Range<u32>],
        header: &[std::ops::Range<u32>],
        columns: &[Self],
    ) -> Self {
        let key = |units: &std::ops::Range<u32>| {
            let mut axis = Self::of_key(scan, units.clone());
            if axis.is_empty() {
                axis.entries.extend(units.clone().map(UnitId).find_map(|id| member::of_cell(scan, id, header)));
            }
            axis
        };
        let mut makers: Vec<(&Self, Self)> = Vec::new();
        let mut reach = row.len().min(KEYS);
        for (at, units) in row.iter().enumerate() {
            if at >= reach {
                break;
            }
            let axis = key(units);
            // Behind words a list is no key: `| 典型代表 | A, B | C |`.
            if at > 0 && axis.entries.len() > 1 {
                break;
            }
            let number = is_number(scan, units.clone());
            if axis.is_empty() && (number || at == 0 && !has_name(scan, units.clone())) {
                // Behind words that are no name only the next cell may hold one.
                reach = if number { reach } else { reach.min(2) };
                continue;
            }
            match columns.get(at).filter(|column| column.tells_origin(scan, &axis)) {
                Some(column) if at + 1 < reach => makers.push((column, axis)),
                _ if makers.iter().all(|(column, maker)| axis.is_made_by(scan, column, maker)) => return axis,
                _ => break,
            }
        }
        makers.into_iter().next().map(|(_, axis)| axis).unwrap_or_default()
    }

    /// Whether cells of its row say that it is planned, or name a later version of it: `| LLaMA | … | LLaMA 4 | … |`.
    fn is_unsettled(&self, scan: &Scan<'_>, row: &[std::ops::Range<u32>]) -> bool {
        let [subject] = self.entries.as_slice() else { return false };
        let cells = || row.iter().take(context::ROW).cloned().flatten().map(UnitId).filter(|&id| id != subject.unit);
        let later = |entry: EntryId| scan.glossary.is_version_of(entry, subject.entry);
        // `LLaMA/2 Base & Chat`: of two versions.
        let slashed = |id: UnitId| {
            scan.mentions_of(id).iter().any(|mention| {
                let end = mention.run.end;
                let next = scan.note.unit(id).tokens.contains(&(end + 1)) && scan.kind(end + 1) == TokenKind::Number;
                mention.entries.contains(&subject.entry) && scan.folded(end) == "/" && next
            })
        };
        cells().any(|id| {
            let named = || scan.mentions_of(id).iter().any(|mention| mention.entries.iter().any(|&entry| later(entry)));
            scan.has_cue(id, CueKind::Planned) || slashed(id) || named()
        })
    }

    /// Whether a cell under such a header is one thing that something may come from.
    fn tells_origin(&self, scan: &Scan<'_>, cell: &Self) -> bool {
        let [maker] = cell.entries.as_slice() else { return false };
        self.origins(scan, maker.entry).next().is_some()
    }

    /// The properties of origin that a header names and whose value may be an entry.
    fn origins<'g>(&self, scan: &'g Scan<'_>, maker: EntryId) -> impl Iterator<Item = &'g glossary::Property> {
        let kind = &scan.glossary.entry(maker).kind;
        let taken = move |property: &&glossary::Property| matches!(&property.range, Range::Entry(kinds) if kinds.contains(kind));
        self.properties.iter().map(|&id| scan.glossary.property(id)).filter(|property| property.origin).filter(taken)
    }

    /// Whether a cell before, under such a header, tells where this one thing comes from.
    fn is_made_by(&self, scan: &Scan<'_>, column: &Self, maker: &Self) -> bool {
        let ([subject], [maker]) = (self.entries.as_slice(), maker.entries.as_slice()) else { return false };
        column.origins(scan, maker.entry).any(|property| in_domain(scan, property, subject.entry))
    }

    /// Keeps of `Mixtral MoE` what is named, not the class that stands directly behind it. `NVIDIA GPU` is neither of the two.
    fn drop_classes(&mut self, scan: &Scan<'_>) {
        let kind = |subject: &Subject| scan.glossary.kind(subject.entry);
        let behind = |pair: &[Subject]| pair[0].unit == pair[1].unit && pair[0].run.end == pair[1].run.start;
        if let [first, second] = self.entries.as_slice()
            && kind(first) != kind(second)
            && behind(&self.entries)
        {
            let of = |id: PropertyId| in_domain(scan, scan.glossary.property(id), first.entry);
            let class = scan.glossary.taking(second.entry).any(of);
            self.entries.truncate(usize::from(class));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.properties.is_empty() && self.entries.is_empty() && self.inverses.is_empty()
    }
}

/// Whether cells hold a name that the glossary does not know, or only a part of: what stands there is the row's own key.
fn has_name(scan: &Scan<'_>, units: std::ops::Range<u32>) -> bool {
    units.map(UnitId).any(|id| {
        let reading = Reading::new(scan, id, false);
        let part = scan.mentions_of(id).iter().any(|mention| mention.part);
        part || scan.note.unit(id).tokens.clone().any(|at| unknown_name(&reading, at))
    })
}

/// Whether cells hold nothing, or nothing but numbers and dates.
fn is_number(scan: &Scan<'_>, units: std::ops::Range<u32>) -> bool {
    units.map(UnitId).all(|id| {
        let counted = |at: u32| scan.amounts_of(id).iter().any(|amount| amount.run.contains(&at));
        let number = |at: u32| matches!(scan.kind(at), TokenKind::Number | TokenKind::Punct) || counted(at);
        scan.note.unit(id).tokens.clone().all(number)
    })
}

/// Whether a key puts two things together: `GPT-2 small - FlashAttention` is neither.
fn is_composed(scan: &Scan<'_>, id: UnitId) -> bool {
    let mentions = scan.mentions_of(id);
    let joins = |at: u32| matches!(scan.folded(at), "-" | "–" | "+" | "with" | "w" | "on" | "@" | "for");
    mentions.windows(2).any(|pair| (pair[0].run.end..pair[1].run.start).any(joins))
}

/// Whether cells name entries and nothing else but small words, sizes and what stands in brackets.
pub(super) fn names_alone(scan: &Scan<'_>, units: std::ops::Range<u32>) -> bool {
    units.map(UnitId).all(|id| {
        let mut depth = 0_u32;
        scan.note.unit(id).tokens.clone().all(|at| {
            match scan.folded(at) {
                "(" | "[" => depth += 1,
                ")" | "]" => depth = depth.saturating_sub(1),
                _ => {}
            }
            let sized = || {
                let size = |amount: &Amount| {
                    amount.run.contains(&at) && matches!(amount.kind, AmountKind::Number(_, true) | AmountKind::Date(_))
                };
                scan.amounts_of(id).iter().any(size)
            };
            let small =
                depth > 0 || scan.is_light(at) || scan.kind(at) == TokenKind::Punct || is_rounded_off(scan, id, at);
            small || scan.mention_at(at).is_some() || sized()
        })
    })
}

/// Whether a Chinese character is of a word that leaves a name what it is: `系列`, `版本`.
fn is_rounded_off(scan: &Scan<'_>, id: UnitId, at: u32) -> bool {
    scan.kind(at) == TokenKind::Han && scan.covers(id, |owner| matches!(owner, Owner::Cue(_) | Owner::Name(_)), at)
}

/// The words of a header that name a property, and what the unit in brackets behind them multiplies numbers by.
fn named_in(reading: &Reading<'_, '_>) -> (Run, Option<f64>) {
    let (scan, tokens) = (reading.scan, reading.unit.tokens.clone());
    let bracket = tokens.clone().rfind(|&at| scan.folded(at) == "(");
    let closed = tokens.end > tokens.start && scan.folded(tokens.end - 1) == ")";
    let Some(open) = bracket.filter(|&open| closed && open > tokens.start && open + 2 < tokens.end) else {
        return (tokens, None);
    };
    match scan.multiplier(&(open + 1..tokens.end - 1)) {
        Some((factor, end)) if is_counted(reading, &(end..tokens.end - 1)) => (tokens.start..open, Some(factor)),
        _ => (tokens, None),
    }
}

/// Whether words say what is counted, and nothing else: `B params`, `T tokens`.
fn is_counted(reading: &Reading<'_, '_>, run: &Run) -> bool {
    run.len() <= 1
        && run.clone().all(|at| {
            let hits = reading.scan.hits_of(reading.id).iter();
            let mut names = hits.filter(|hit| matches!(hit.owner, Owner::Name(_) | Owner::After(_)));
            names.any(|hit| hit.run.contains(&at)) || reading.scan.is_light(at)
        })
}
