//! The part of a note behind an edit, moved to its new place.

use crate::{Note, Span, Unit, UnitId, parsed::Joint, units::State};

/// What lies behind the joint where an edited note is again as it was.
pub(crate) struct Suffix {
    /// Where it began.
    pub(crate) old: u32,
    /// Where it begins.
    pub(crate) new: u32,
    was: State,
    is: State,
}

/// How far the numbers of what follows are moved.
struct Moved<'s> {
    suffix: &'s Suffix,
    /// The first unit of the suffix, as it was numbered and as it is.
    first: (u32, u32),
    tokens: u32,
    tables: u32,
}

impl Suffix {
    /// What follows, where the units before play the same parts for it.
    pub(crate) fn new(was: Joint, is: Joint) -> Option<Self> {
        let (a, b) = (was.state, is.state);
        let same = |a: Option<UnitId>, b: Option<UnitId>| a.is_some() == b.is_some();
        let alike = a.headings.iter().zip(&b.headings).all(|(&a, &b)| same(a, b))
            && same(a.scope.item, b.scope.item)
            && same(a.scope.lead, b.scope.lead)
            && same(a.scope.previous, b.scope.previous)
            && same(a.question, b.question)
            && (a.introduced, a.question_level) == (b.introduced, b.question_level);
        // A list takes its lead from either; which of the two it was must not matter.
        let ambiguous = a.scope.lead == a.scope.previous && b.scope.lead != b.scope.previous;
        (alike && !ambiguous).then_some(Self { old: was.at, new: is.at, was: a, is: b })
    }

    /// Where an offset is now.
    pub(crate) fn at(&self, at: u32) -> u32 {
        at.wrapping_sub(self.old).wrapping_add(self.new)
    }

    /// Where a span is now.
    pub(crate) fn span(&self, span: &Span) -> Span {
        self.at(span.start)..self.at(span.end)
    }

    /// Appends to a note, and to its joints, what follows in the old one.
    pub(crate) fn append(&self, old: &Note, old_joints: &[Joint], note: &mut Note, joints: &mut Vec<Joint>) {
        let first = old.units.partition_point(|unit| unit.span.start < self.old);
        let first_token = old.units.get(first).map_or(old.tokens.len(), |unit| unit.tokens.start as usize);
        let first_table = old.tables.partition_point(|table| table.span.start < self.old);
        let moved = Moved {
            suffix: self,
            first: (first as u32, note.units.len() as u32),
            tokens: (note.tokens.len() as u32).wrapping_sub(first_token as u32),
            tables: (note.tables.len() as u32).wrapping_sub(first_table as u32),
        };
        let tokens = old.tokens.get(first_token..).unwrap_or_default();
        note.tokens.extend(tokens.iter().map(|&token| crate::Token {
            start: self.at(token.start),
            end: self.at(token.end),
            ..token
        }));
        note.units.extend(old.units.get(first..).unwrap_or_default().iter().map(|unit| moved.unit(unit)));
        self.append_rest(old, first_table, &moved, note);
        let later = old_joints.iter().filter(|joint| joint.at >= self.old);
        joints.extend(later.map(|joint| Joint { at: self.at(joint.at), state: moved.state(&joint.state) }));
    }

    fn append_rest(&self, old: &Note, first_table: usize, moved: &Moved<'_>, note: &mut Note) {
        for table in old.tables.get(first_table..).unwrap_or_default() {
            let cell = |units: &Span| moved.inner(units.start)..moved.inner(units.end);
            let rows = table.rows.iter().map(|row| row.iter().map(cell).collect());
            note.tables.push(crate::Table { rows: rows.collect(), span: self.span(&table.span), ..*table });
        }
        for directive in old.directives.iter().filter(|directive| directive.span.start >= self.old) {
            let rules = directive.rules.iter().map(|rule| self.span(rule)).collect();
            note.directives.push(crate::Directive { kind: directive.kind, span: self.span(&directive.span), rules });
        }
        let opaque = old.opaque.partition_point(|span| span.start < self.old);
        note.opaque.extend(old.opaque.get(opaque..).unwrap_or_default().iter().map(|span| self.span(span)));
    }
}

impl Moved<'_> {
    /// The number of a unit of the suffix.
    fn inner(&self, unit: u32) -> u32 {
        unit.wrapping_sub(self.first.0).wrapping_add(self.first.1)
    }

    /// A link to a unit: of the suffix, or one that a part of the state gave.
    fn link(&self, link: Option<UnitId>, outer: impl Fn(UnitId) -> Option<UnitId>) -> Option<UnitId> {
        let id = link?;
        if id.0 >= self.first.0 { Some(UnitId(self.inner(id.0))) } else { outer(id) }
    }

    fn heading(&self, link: Option<UnitId>) -> Option<UnitId> {
        let (was, is) = (&self.suffix.was.headings, &self.suffix.is.headings);
        self.link(link, |id| was.iter().position(|&known| known == Some(id)).and_then(|level| is[level]))
    }

    fn lead(&self, link: Option<UnitId>) -> Option<UnitId> {
        let (was, is) = (self.suffix.was.scope, self.suffix.is.scope);
        self.link(link, |id| if was.lead == Some(id) { is.lead } else { is.previous })
    }

    fn unit(&self, unit: &Unit) -> Unit {
        let is = &self.suffix.is;
        let token = |at: u32| at.wrapping_add(self.tokens);
        Unit {
            kind: unit.kind,
            span: self.suffix.span(&unit.span),
            tokens: token(unit.tokens.start)..token(unit.tokens.end),
            key: unit.key.map(|key| crate::Key { end: token(key.end), value: token(key.value), marked: key.marked }),
            heading: self.heading(unit.heading),
            parent: self.link(unit.parent, |_| is.scope.item),
            lead: self.lead(unit.lead),
            previous: self.link(unit.previous, |_| is.scope.previous),
            question: self.link(unit.question, |_| is.question),
            cell: unit
                .cell
                .map(|cell| crate::Cell { table: crate::TableId(cell.table.0.wrapping_add(self.tables)), ..cell }),
            frame: unit.frame,
        }
    }

    fn state(&self, state: &State) -> State {
        let is = &self.suffix.is;
        let mut moved = *state;
        for heading in &mut moved.headings {
            *heading = self.heading(*heading);
        }
        moved.scope.item = self.link(state.scope.item, |_| is.scope.item);
        moved.scope.lead = self.link(state.scope.lead, |_| is.scope.lead);
        moved.scope.previous = self.link(state.scope.previous, |_| is.scope.previous);
        moved.question = self.link(state.question, |_| is.question);
        moved
    }
}
