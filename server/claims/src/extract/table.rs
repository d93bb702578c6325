//! Tables: one axis names subjects, the other properties; which is which shows in what the glossary knows.

use glossary::{CueKind, EntryId, Owner, PropertyId, Range};
use note::{Cell, Table, TokenKind, Unit, UnitId};

use super::{acronym, alone, answer, class, dense, draft, entry_of, keyed, properties, prose, said, sheet};
use crate::{
    ClaimValue, Status, context,
    draft::{Draft, Valued, is_kind, values_in, values_or_part},
    reading::Reading,
    scan::{Amount, AmountKind, Run, Scan},
    subject::{self, Subject, in_domain, joined, member, size, unknown_name},
};

/// A row's key stands in one of so many cells.
const KEYS: usize = 4;

/// What the header cells and first columns of all tables name.
pub(super) struct Axes {
    tables: Vec<TableAxes>,
}

/// What one table's header cells and first column name.
struct TableAxes {
    columns: Vec<Axis>,
    rows: Vec<Axis>,
}

/// What a header cell or a row's key names.
#[derive(Clone, Debug, Default)]
pub(super) struct Axis {
    /// Properties it may be.
    pub(super) properties: Vec<PropertyId>,
    /// Properties whose subjects stand in its cells.
    pub(super) inverses: Vec<PropertyId>,
    /// Entries it names.
    pub(super) entries: Vec<Subject>,
    /// It heads mistakes, or what is set apart from what the rows name: what came before or instead.
    pub(super) misconception: bool,
    /// What bare numbers below it are to be multiplied by: `Params (B)`.
    pub(super) unit: Option<f64>,
    /// It is the row of what is still to come, or of a family whose latest version it names.
    pub(super) unsettled: bool,
}

impl Axes {
    pub(super) fn of_all(scan: &Scan<'_>) -> Self {
        Self { tables: scan.note.tables.iter().map(|table| TableAxes::new(scan, table)).collect() }
    }

    /// Whether a cell stands in a column of mistakes.
    pub(super) fn is_misconception(&self, cell: Option<Cell>) -> bool {
        cell.is_some_and(|cell| self.axes(cell).is_some_and(|(_, column)| column.misconception && cell.row > 0))
    }

    /// The axes of a table's columns, as its header names them.
    pub(super) fn columns(&self, cell: Cell) -> &[Axis] {
        self.tables.get(cell.table.0 as usize).map(|table| table.columns.as_slice()).unwrap_or_default()
    }

    /// Whether the header above a cell names something, and not a property.
    fn heads_another(&self, scan: &Scan<'_>, id: UnitId, property: PropertyId) -> bool {
        let Some(cell) = scan.note.unit(id).cell.filter(|cell| cell.row > 0) else { return false };
        let named = |axis: &Axis| axis.properties.contains(&property);
        let word = |at: u32| scan.kind(at) != TokenKind::Punct;
        let says = scan.note.header(cell).map(UnitId).any(|id| scan.note.unit(id).tokens.clone().any(word));
        says && !self.columns(cell).get(cell.column as usize).is_some_and(named)
    }

    /// The row's and the column's axis of a cell.
    pub(super) fn axes(&self, cell: Cell) -> Option<(&Axis, &Axis)> {
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
    pub(super) fn new(scan: &Scan<'_>, units: std::ops::Range<u32>) -> Self {
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

    fn is_empty(&self) -> bool {
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
fn names_alone(scan: &Scan<'_>, units: std::ops::Range<u32>) -> bool {
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
    let typed = !row.properties.is_empty() || !column.properties.is_empty();
    if let [subject] = row.entries.as_slice() {
        said::read_of(reading, Some(subject), typed, drafts);
    } else if let ([], [subject]) = (row.entries.as_slice(), column.entries.as_slice()) {
        said::read_of(reading, Some(subject), typed, drafts);
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

/// One axis names the subject, the other the property.
pub(super) fn by_property(reading: &Reading<'_, '_>, subjects: &Axis, named: &Axis, drafts: &mut Vec<Draft>) {
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

/// No axis names a property: the words beside a number do.
fn by_words(reading: &Reading<'_, '_>, row: &Axis, drafts: &mut Vec<Draft>) {
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
fn by_parts(reading: &Reading<'_, '_>, row: &Axis, drafts: &mut Vec<Draft>) {
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
fn by_links(reading: &Reading<'_, '_>, row: &Axis, drafts: &mut Vec<Draft>) {
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
fn sole_taking(reading: &Reading<'_, '_>, axis: &Axis, value: EntryId) -> Option<PropertyId> {
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
fn by_type(reading: &Reading<'_, '_>, row: &Axis, drafts: &mut Vec<Draft>) {
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
