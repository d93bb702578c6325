//! A Markdown study note as units of text, each with its context.
//!
//! [`Note::parse`] reads Markdown once (pulldown-cmark) and gives a flat list of [`Unit`]s: sentences, list items,
//! table cells, headings. A unit owns a run of [`Token`]s and says where it stands: under which heading, in which
//! item, in which row and column, behind which key. That is all the claim checker needs to find a subject.
//!
//! Parsing cannot fail and does no I/O: any text gives a note. Offsets are byte offsets into the text that was parsed;
//! lines and columns are the business of whoever talks to people. What a unit *means* is not decided here.

mod directive;
mod edit;
mod formula;
mod hash;
mod html;
mod hyphen;
mod key;
mod line;
mod mask;
mod parse;
mod parsed;
mod sentence;
mod shift;
pub mod token;
mod units;

pub use hash::Hash;
pub use parsed::Parsed;
pub use token::{Joint, Style, Token, TokenKind};

use std::ops::Range;

/// A byte range of the note's text.
pub type Span = Range<u32>;

/// Index of a unit in [`Note::units`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u32);

/// Index of a table in [`Note::tables`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableId(pub u32);

/// A parsed note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// Units in the order of the text.
    pub units: Vec<Unit>,
    /// The tokens of all units, each unit's together, in the order of the text.
    pub tokens: Vec<Token>,
    /// Tables in the order of the text.
    pub tables: Vec<Table>,
    /// Suppression comments in the order of the text.
    pub directives: Vec<Directive>,
    /// The span of the front matter's content, without its fences.
    pub front_matter: Option<Span>,
    /// The note asks not to be judged: `glossator: off` in its front matter.
    pub off: bool,
    /// Spans that are no prose: code, maths, HTML, link destinations, front matter. Sorted, disjoint.
    pub opaque: Vec<Span>,
}

/// A piece of text that can assert something by itself or together with its context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// What it is.
    pub kind: UnitKind,
    /// From its first token to the end of its last.
    pub span: Span,
    /// Its tokens, as a range of [`Note::tokens`].
    pub tokens: Range<u32>,
    /// Where a `key: value` unit's key ends: the index in [`Note::tokens`] of the colon (or of the first token of the
    /// value where bold print alone sets the key apart), and whether the key is bold.
    pub key: Option<Key>,
    /// The nearest heading above, headings among themselves by level. Bold paragraphs that stand alone are headings.
    pub heading: Option<UnitId>,
    /// The first unit of the list item this unit's item is nested in; for the second and later units of an item, the
    /// first one of the same item. For flat text out of PDFs (`•第一种：…` then `•介绍：…`), see [`Unit::lead`].
    pub parent: Option<UnitId>,
    /// The nearest earlier unit of the same list or run of paragraphs that introduces what follows: it ends with a
    /// colon, or is a `第一种：X`-like item, or a bold line. Never across a heading. Of a cell: what ends with a colon just
    /// before the table.
    pub lead: Option<UnitId>,
    /// The unit just before it in the same paragraph, item or sequence of sibling items; never across a heading.
    pub previous: Option<UnitId>,
    /// The question this unit answers, where the note is laid out as questions and answers.
    pub question: Option<UnitId>,
    /// Where it stands in a table.
    pub cell: Option<Cell>,
    /// The quotation, callout or note part it stands in.
    pub frame: Frame,
}

impl Unit {
    /// Where it says what it says: behind its key, if it has one.
    pub fn opening(&self) -> u32 {
        self.key.map_or(self.tokens.start, |key| key.value)
    }
}

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitKind {
    /// A heading of a level from 1 to 6; 7 is a bold line that stands alone.
    Heading(u8),
    /// A sentence of a paragraph.
    Sentence,
    /// A sentence of a list item, of any bullet: `-`, `1.`, `•`, `（1）`, `第一种：`.
    Item,
    /// A sentence of a table cell.
    Cell,
}

/// The key of a `key: value` unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Index in [`Note::tokens`] of the first token behind the key (the colon, equals sign or arrow).
    pub end: u32,
    /// Index of the first token of the value.
    pub value: u32,
    /// Whether the key is set in bold or code, as a label is.
    pub marked: bool,
}

/// Where a unit stands in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The table.
    pub table: TableId,
    /// The row; 0 is the header.
    pub row: u32,
    /// The column.
    pub column: u32,
}

/// A table: the units of each cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Rows from the header on; each a list of cells; each the range of its units (empty for an empty cell).
    pub rows: Vec<Vec<Range<u32>>>,
    /// How many rows it has in all; where this is a part of a note, `rows` may be fewer.
    pub height: u32,
    /// The span of the whole table.
    pub span: Span,
}

/// The quotation or callout around a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Frame {
    /// None.
    #[default]
    Plain,
    /// A block quotation.
    Quote,
    /// A callout (`> [!NOTE]`, `:::note`, an admonition).
    Callout,
    /// A footnote.
    Footnote,
}

/// A suppression comment, `<!-- glossator-… -->`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// What it asks for.
    pub kind: DirectiveKind,
    /// The span of the whole comment.
    pub span: Span,
    /// The spans of the rules it names; none names all.
    pub rules: Vec<Span>,
}

/// What a suppression comment asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectiveKind {
    /// `glossator-disable`: from here on.
    Disable,
    /// `glossator-enable`: from here on no longer.
    Enable,
    /// `glossator-disable-line`.
    DisableLine,
    /// `glossator-disable-next-line`.
    DisableNextLine,
    /// `glossator-` and a word that is none of these.
    Unknown,
}

impl Note {
    /// Reads a note; any text is one.
    pub fn parse(text: &str) -> Self {
        Parsed::read(text).into()
    }

    /// Adds comments that the parser was not shown. One in code is code.
    fn add_comments(&mut self, text: &str, comments: &[std::ops::Range<usize>]) {
        let shown = self.opaque.clone();
        for comment in comments {
            let span = comment.start as u32..comment.end as u32;
            let at = shown.partition_point(|code| code.end <= span.start);
            if shown.get(at).is_some_and(|code| code.start <= span.start) {
                continue;
            }
            let mark = text.get(comment.clone()).and_then(mask::mark).unwrap_or_default();
            self.directives.extend(directive::read(text, comment.clone(), mark, 0));
            self.opaque.push(span);
        }
        self.directives.sort_by_key(|directive| directive.span.start);
        self.opaque.sort_by_key(|span| span.start);
    }

    /// The unit of an id.
    ///
    /// # Panics
    /// Where the id is of another note.
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.0 as usize]
    }

    /// The units of the cells of a cell's row; none where the note is a part without it.
    pub fn row(&self, cell: Cell) -> &[Range<u32>] {
        let table = self.tables.get(cell.table.0 as usize);
        table.and_then(|table| table.rows.get(cell.row as usize)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The units of the header above a cell.
    pub fn header(&self, cell: Cell) -> Range<u32> {
        self.row(Cell { row: 0, ..cell }).get(cell.column as usize).cloned().unwrap_or_default()
    }

    /// The tokens of a unit.
    pub fn tokens_of(&self, unit: &Unit) -> &[Token] {
        self.tokens.get(unit.tokens.start as usize..unit.tokens.end as usize).unwrap_or_default()
    }

    /// The units with their ids, in the order of the text.
    pub fn iter(&self) -> impl Iterator<Item = (UnitId, &Unit)> {
        (0..).map(UnitId).zip(&self.units)
    }
}
