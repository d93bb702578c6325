//! From Markdown events to blocks of tokens.

mod fence;
mod inline;

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, MetadataBlockKind, Options, Tag, TagEnd};

use crate::{
    Cell, Frame, Joint, Note, Span, Style, Table, TableId, Token, directive,
    html::{self, Piece},
    hyphen,
    parsed::Definition,
    units::{Block, BlockKind, Builder, State},
};
use fence::is_directive;

/// The Markdown that notes are written in.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

/// What the code block we are in is to us.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Code {
    None,
    Skipped,
    Prose,
}

pub(crate) struct Walk<'t> {
    text: &'t str,
    builder: Builder<'t>,
    /// How many elements are open.
    depth: u32,
    block: Option<Block>,
    /// Room for the tokens of the next block.
    spare: Vec<Token>,
    styles: Vec<Style>,
    joint: Joint,
    image: u32,
    table: Option<(u32, u32)>,
    metadata: bool,
    code: Code,
    /// The lines of the block of HTML that is open.
    html: Option<Vec<Range<usize>>>,
    opaque: Vec<Span>,
    tables: Vec<Table>,
    frames: Vec<Frame>,
    directives: Vec<crate::Directive>,
    front_matter: Option<Span>,
    /// The footnotes that are defined.
    pub(crate) footnotes: Vec<Definition>,
}

impl<'t> Walk<'t> {
    /// Goes on behind what `note` holds, in the state that it ends in.
    pub(crate) fn new(text: &'t str, mut note: Note, state: State) -> Self {
        Self {
            text,
            depth: 0,
            block: None,
            spare: Vec::new(),
            styles: Vec::new(),
            joint: Joint::Break,
            image: 0,
            table: None,
            metadata: false,
            code: Code::None,
            html: None,
            opaque: std::mem::take(&mut note.opaque),
            tables: std::mem::take(&mut note.tables),
            frames: Vec::new(),
            directives: std::mem::take(&mut note.directives),
            front_matter: note.front_matter.take(),
            footnotes: Vec::new(),
            builder: Builder::new(text, note, state),
        }
    }

    /// Whether an event begins a block from which a parser could as well have started; the state there.
    pub(crate) fn joint_at(&mut self, event: &Event<'_>, start: usize) -> Option<State> {
        let opens = matches!(event, Event::Start(Tag::Paragraph | Tag::Heading { .. }));
        let before = start.checked_sub(1).and_then(|at| self.text.as_bytes().get(at));
        if self.depth > 0 || !opens || !before.is_none_or(|byte| matches!(byte, b'\n' | b'\r')) {
            return None;
        }
        self.flush();
        Some(self.builder.state())
    }

    pub(crate) fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match &event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => self.text(&words, range),
            Event::Code(_) => self.inline_code(range),
            Event::InlineMath(_) => self.formula(range),
            Event::DisplayMath(_) => self.hold(range),
            Event::Html(_) | Event::InlineHtml(_) => self.html(range),
            Event::SoftBreak => self.joint = Joint::Break,
            Event::HardBreak => self.hard_break(),
            Event::Rule => self.flush(),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                self.open(BlockKind::Paragraph);
            }
            Tag::Heading { level, .. } => self.open(BlockKind::Heading(*level as u8)),
            Tag::List(_) => {
                self.flush();
                self.builder.open_list();
            }
            Tag::Item => {
                self.flush();
                self.builder.open_item();
            }
            Tag::BlockQuote(kind) => {
                self.flush();
                self.frames.push(if kind.is_some() { Frame::Callout } else { Frame::Quote });
            }
            Tag::FootnoteDefinition(label) => {
                self.flush();
                self.footnotes.push(Definition { at: range.start as u32, label: label.to_string() });
                self.frames.push(Frame::Footnote);
            }
            Tag::CodeBlock(kind) => self.open_code(kind, range),
            Tag::MetadataBlock(MetadataBlockKind::YamlStyle | MetadataBlockKind::PlusesStyle) => self.metadata = true,
            Tag::HtmlBlock => {
                self.flush();
                self.html = Some(Vec::new());
            }
            Tag::Table(columns) => self.open_table(columns, range),
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(Vec::new());
                    table.height += 1;
                }
                self.table = Some((self.tables.last().map_or(0, |table| table.rows.len() as u32 - 1), 0));
            }
            Tag::TableCell => self.open(BlockKind::Cell),
            Tag::Strong => self.push_style(Style::BOLD),
            Tag::Emphasis => self.push_style(Style::ITALIC),
            Tag::Strikethrough => self.push_style(Style::STRUCK),
            Tag::Link { .. } => self.push_style(Style::LINK),
            Tag::Image { .. } => {
                self.image += 1;
                self.hold(range);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition => {
                self.flush();
            }
            TagEnd::Item => {
                self.flush();
                self.builder.close_item();
            }
            TagEnd::List(_) => {
                self.flush();
                self.builder.close_list();
            }
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => {
                self.flush();
                self.frames.pop();
            }
            TagEnd::CodeBlock => {
                self.flush();
                self.code = Code::None;
            }
            TagEnd::HtmlBlock => self.close_html(),
            TagEnd::MetadataBlock(_) => self.metadata = false,
            TagEnd::TableCell => self.close_cell(),
            TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Link => {
                self.styles.pop();
            }
            TagEnd::Image => self.image = self.image.saturating_sub(1),
            _ => {}
        }
    }

    fn open(&mut self, kind: BlockKind) {
        self.flush();
        let frame = self.frames.last().copied().unwrap_or_default();
        let tokens = std::mem::take(&mut self.spare);
        self.block = Some(Block { kind, frame, tokens, breaks: Vec::new(), cell: None });
        self.joint = Joint::Break;
    }

    fn flush(&mut self) {
        if let Some(mut block) = self.block.take() {
            hyphen::join(self.text, &mut block.tokens, &mut block.breaks);
            self.builder.add(&block);
            block.tokens.clear();
            self.spare = block.tokens;
        }
        self.joint = Joint::Break;
    }

    fn open_table(&mut self, _columns: &[Alignment], range: Range<usize>) {
        self.flush();
        self.tables.push(Table { span: range.start as u32..range.end as u32, ..Table::default() });
    }

    fn close_cell(&mut self) {
        let first = self.builder.len();
        if let (Some(block), Some((row, column))) = (&mut self.block, self.table) {
            block.cell = Some(Cell { table: TableId(self.tables.len() as u32 - 1), row, column });
            self.table = Some((row, column + 1));
        }
        self.flush();
        let units = first..self.builder.len();
        if let Some(row) = self.tables.last_mut().and_then(|table| table.rows.last_mut()) {
            row.push(units);
        }
    }

    fn open_code(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) {
        self.flush();
        let prose = match kind {
            CodeBlockKind::Fenced(info) => {
                let info = info.trim();
                matches!(info, "text" | "plaintext") || info.strip_prefix('{').is_some_and(is_directive)
            }
            CodeBlockKind::Indented => false,
        };
        if prose {
            self.open(BlockKind::Paragraph);
            self.code = Code::Prose;
        } else {
            self.opaque.push(range.start as u32..range.end as u32);
            self.code = Code::Skipped;
        }
    }

    fn push_style(&mut self, style: Style) {
        let outer = self.styles.last().copied().unwrap_or_default();
        self.styles.push(outer.with(style));
    }

    fn style(&self) -> Style {
        self.styles.last().copied().unwrap_or_default()
    }

    fn html(&mut self, range: Range<usize>) {
        let source = self.text.get(range.clone()).unwrap_or_default();
        directive::find(source, range.start as u32, &mut self.directives);
        if let Some(lines) = &mut self.html {
            lines.push(range);
            return;
        }
        self.opaque.push(range.start as u32..range.end as u32);
        let lower = source.get(..4).unwrap_or_default().to_ascii_lowercase();
        if lower.starts_with("<br") {
            self.hard_break();
        }
    }

    fn close_html(&mut self) {
        let lines = self.html.take().unwrap_or_default();
        let Some(pieces) = html::pieces(self.text, &lines) else {
            self.opaque.extend(lines.into_iter().map(|line| line.start as u32..line.end as u32));
            return;
        };
        let outer = self.styles.len();
        for piece in pieces {
            match piece {
                Piece::Markup(range) => self.opaque.push(range.start as u32..range.end as u32),
                Piece::Block(level) => {
                    self.styles.truncate(outer);
                    self.open(level.map_or(BlockKind::Paragraph, BlockKind::Heading));
                }
                Piece::Break => self.hard_break(),
                Piece::Bold(true) => self.push_style(Style::BOLD),
                Piece::Bold(false) if self.styles.len() > outer => {
                    self.styles.pop();
                }
                Piece::Bold(false) => {}
                Piece::Words(range) => self.words(range),
                Piece::Sign(range, sign) => self.sign(range, sign),
            }
        }
        self.styles.truncate(outer);
        self.flush();
    }

    fn hard_break(&mut self) {
        self.joint = Joint::Break;
        if let Some(block) = &mut self.block {
            let at = block.tokens.len() as u32;
            block.breaks.push(at);
        }
    }

    pub(crate) fn finish(mut self) -> Note {
        self.flush();
        let mut note = self.builder.finish();
        self.opaque.sort_by_key(|span| (span.start, span.end));
        note.opaque = merge(self.opaque);
        note.tables = self.tables;
        note.directives = self.directives;
        note.front_matter = self.front_matter;
        note
    }
}

/// Whether the front matter asks not to be judged.
pub(crate) fn is_off(text: &str, front_matter: Option<&Span>) -> bool {
    front_matter.is_some_and(|span| {
        let text = text.get(span.start as usize..span.end as usize).unwrap_or_default();
        text.lines().any(|line| {
            let value = line.strip_prefix("glossator:").map(str::trim);
            matches!(value, Some("off" | "false" | "no"))
        })
    })
}

fn merge(spans: Vec<Span>) -> Vec<Span> {
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}
