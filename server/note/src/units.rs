//! From blocks of tokens to units with their context.

use crate::{
    Cell, Frame, Joint, Note, Style, Token, TokenKind, Unit, UnitId, UnitKind, key,
    line::{self, Lead},
    sentence,
};

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Heading(u8),
    Paragraph,
    Cell,
}

/// A block: a run of inline text.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) kind: BlockKind,
    pub(crate) frame: Frame,
    pub(crate) tokens: Vec<Token>,
    /// Indexes of tokens before which the text says that a new line begins.
    pub(crate) breaks: Vec<u32>,
    pub(crate) cell: Option<Cell>,
}

/// What is remembered of a list or of the top level while its units are added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scope {
    /// The first unit of the item that is open.
    pub(crate) item: Option<UnitId>,
    /// What introduces the following siblings.
    pub(crate) lead: Option<UnitId>,
    /// What introduces a list as a whole.
    pub(crate) above: Option<UnitId>,
    /// The unit before, of the same run.
    pub(crate) previous: Option<UnitId>,
}

/// What is remembered between the blocks of the top level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct State {
    /// The open headings, by level.
    pub(crate) headings: [Option<UnitId>; SLOTS],
    /// The top level.
    pub(crate) scope: Scope,
    /// Whether the unit before ends in a colon.
    pub(crate) introduced: bool,
    /// The question that is being answered.
    pub(crate) question: Option<UnitId>,
    /// The level of the heading that asked it; 0 where a line did.
    pub(crate) question_level: u8,
}

/// The levels of headings: those of Markdown, bold lines that stand alone, and bold lines with a colon below them.
const SLOTS: usize = 9;
/// The level of a bold line that stands alone, or of an item that is all that its list has.
const BOLD: u8 = 7;
/// A title in a line of its own has at most so many tokens.
const TITLE: usize = 8;
/// A bold line that stands alone has at most so many.
const LINE: usize = 40;

/// Whether a character may stand between a title and the end of its line.
fn is_filling(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '*' | '_' | '`')
}

/// Whether a mark is one that a sentence ends or goes on with; a star behind a title is none.
fn ends_sentence(mark: &str) -> bool {
    matches!(mark, "." | "。" | "!" | "！" | "?" | "？" | ";" | "；" | "," | "，" | ":" | "：" | "…" | ")" | "）")
}

/// Whether a line is in bold print as a whole.
fn is_bold(tokens: &[Token]) -> bool {
    tokens.iter().all(|token| token.style.has(Style::BOLD) || token.kind == TokenKind::Punct)
}

/// Puts units together.
pub(crate) struct Builder<'t> {
    text: &'t str,
    note: Note,
    /// The open headings, by level.
    headings: [Option<UnitId>; SLOTS],
    /// The top level, then each open list.
    scopes: Vec<Scope>,
    items: u32,
    /// How many items the list of the top level has, and its first unit.
    listed: (u32, u32),
    question: Option<UnitId>,
    /// The level of the heading that asked the question; 0 where a line did.
    question_level: u8,
    /// The question that a cell ends with, and where it stands: the next cell of its row may answer it.
    asked: Option<(Cell, UnitId)>,
}

impl<'t> Builder<'t> {
    /// Goes on behind the units of a note, in a state.
    pub(crate) fn new(text: &'t str, note: Note, state: State) -> Self {
        Self {
            text,
            note,
            headings: state.headings,
            scopes: vec![state.scope],
            items: 0,
            listed: (0, 0),
            question: state.question,
            question_level: state.question_level,
            asked: None,
        }
    }

    /// The state between two blocks of the top level.
    pub(crate) fn state(&self) -> State {
        let scope = self.scopes.first().copied().unwrap_or_default();
        State {
            headings: self.headings,
            scope,
            introduced: scope.previous.is_some_and(|id| self.introduces(id)),
            question: self.question,
            question_level: self.question_level,
        }
    }

    pub(crate) fn len(&self) -> u32 {
        self.note.units.len() as u32
    }

    pub(crate) fn finish(self) -> Note {
        self.note
    }

    pub(crate) fn open_list(&mut self) {
        // A paragraph that ends in a colon or is a title, or the item above, introduces the list.
        let outer = self.scopes.last().copied().unwrap_or_default();
        let lead = outer.previous.filter(|&id| self.introduces(id));
        if self.scopes.len() == 1 {
            self.listed = (0, self.len());
        }
        let lead = lead.or(outer.lead.filter(|_| self.scopes.len() == 1));
        self.scopes.push(Scope { item: None, lead, above: lead, previous: None });
    }

    pub(crate) fn close_list(&mut self) {
        if self.scopes.len() > 1 {
            self.scopes.pop();
        }
        if self.scopes.len() == 1 {
            self.open_title();
        } else if let Some(scope) = self.scopes.last_mut() {
            // What led to a list of its own leads to none of its siblings.
            scope.lead = scope.above;
        }
    }

    /// A list whose only item is one bold line (`2. **X**`) is the title of what follows it.
    fn open_title(&mut self) {
        let (items, first) = self.listed;
        if items != 1 || self.len() != first + 1 {
            return;
        }
        let id = UnitId(first);
        let tokens = self.note.tokens_of(self.note.unit(id));
        if tokens.len() <= LINE && is_bold(tokens) && !self.tokens_end_in_colon(tokens) {
            self.headings[usize::from(BOLD)..].fill(None);
            self.stand_under(id, usize::from(BOLD));
        }
    }

    /// What follows stands under a title, whose place among the open ones is given, and under nothing of before.
    fn stand_under(&mut self, title: UnitId, place: usize) {
        if let Some(slot) = self.headings.get_mut(place) {
            *slot = Some(title);
        }
        self.scopes.truncate(1);
        self.scopes.iter_mut().for_each(|scope| *scope = Scope::default());
    }

    pub(crate) fn open_item(&mut self) {
        self.items += 1;
        if self.scopes.len() == 2 {
            self.listed.0 += 1;
        }
        if let Some(scope) = self.scopes.last_mut() {
            scope.item = None;
        }
    }

    pub(crate) fn close_item(&mut self) {
        self.items = self.items.saturating_sub(1);
        if let Some(scope) = self.scopes.last_mut() {
            scope.item = None;
        }
    }

    /// Adds the units of a block.
    pub(crate) fn add(&mut self, block: &Block) {
        let tokens = &block.tokens;
        if tokens.is_empty() {
            return;
        }
        let bold = is_bold(tokens);
        let one_line = tokens.iter().skip(1).all(|token| token.joint != Joint::Break);
        let lead = line::lead(self.text, tokens, 0);
        let kind = match block.kind {
            BlockKind::Paragraph if bold && one_line && self.items == 0 && tokens.len() <= LINE => {
                BlockKind::Heading(BOLD)
            }
            BlockKind::Paragraph if self.items == 0 && one_line && line::is_numbered_question(self.text, tokens) => {
                BlockKind::Heading(6)
            }
            kind => kind,
        };
        match kind {
            BlockKind::Heading(level) => self.add_heading(block, level, lead),
            BlockKind::Cell => {
                self.add_cell(block);
            }
            BlockKind::Paragraph => self.add_paragraph(block),
        }
    }

    fn add_heading(&mut self, block: &Block, level: u8, lead: Lead) {
        // The number of a question stays: it tells a collection of questions from a note.
        let numbered = block.tokens.get(1).is_some_and(|token| token.kind == TokenKind::Number);
        let lead = if lead.asks && numbered { Lead::default() } else { lead };
        // `**X**`, then `**How it works:**`: what a colon leads on from stands under the line above.
        let led = level == BOLD && self.tokens_end_in_colon(&block.tokens);
        let within = usize::from(level + u8::from(led)).min(self.headings.len());
        self.headings[within..].fill(None);
        let id = self.push(block, lead.skip, block.tokens.len(), UnitKind::Heading(level), Lead::default());
        if let Some(id) = id {
            self.stand_under(id, within);
            if self.is_question(id) {
                (self.question, self.question_level) = (Some(id), level);
            } else if level <= self.question_level || self.question_level == 0 {
                self.question = None;
            }
        }
    }

    fn add_paragraph(&mut self, block: &Block) {
        for (from, to) in line::split(self.text, &block.tokens, &block.breaks) {
            let Some(tokens) = block.tokens.get(from..to) else { continue };
            let lead = line::lead(self.text, tokens, 0);
            if self.items == 0 {
                // A line of a flat list is an item of its own; a plain one ends the run of items before it.
                if let Some(scope) = self.scopes.last_mut() {
                    scope.item = None;
                    if !lead.bullet {
                        scope.previous = scope.previous.filter(|_| lead.skip == 0);
                    }
                }
            }
            let item = self.items > 0 || lead.bullet;
            let kind = if item { UnitKind::Item } else { UnitKind::Sentence };
            let breaks: Vec<u32> = block.breaks.iter().filter_map(|&at| at.checked_sub(from as u32)).collect();
            let mut lead = lead;
            let mut asked = false;
            for (start, end) in sentence::split(self.text, tokens, &breaks) {
                let sentence = tokens.get(start..end).unwrap_or_default();
                if start > 0 {
                    lead = line::turn(self.text, sentence, lead, asked);
                }
                asked = line::asks(self.text, sentence);
                self.push(block, from + start + lead.skip, from + end, kind, lead);
            }
        }
    }

    /// Adds a cell: a question in it is answered by what follows in it, else by the next cell of its row.
    fn add_cell(&mut self, block: &Block) {
        let outer = self.question;
        let beside = |other: &Cell| {
            block.cell.is_some_and(|cell| {
                cell.row > 0 && cell.column == other.column + 1 && Cell { column: cell.column, ..*other } == cell
            })
        };
        self.question = self.asked.take().filter(|(cell, _)| beside(cell)).map(|(_, id)| id);
        let mut lead = line::lead(self.text, &block.tokens, 0);
        if lead.bullet {
            lead = Lead::default();
        }
        let mut asked = false;
        for (from, to) in sentence::split(self.text, &block.tokens, &block.breaks) {
            let tokens = block.tokens.get(from..to).unwrap_or_default();
            if from > 0 {
                lead = line::turn(self.text, tokens, lead, asked);
            }
            asked = line::asks(self.text, tokens);
            let id = self.push(block, from + lead.skip, to, UnitKind::Cell, lead);
            self.question = id.filter(|_| asked).or(self.question);
            self.asked = id.filter(|_| asked).zip(block.cell).map(|(id, cell)| (cell, id));
        }
        self.question = outer;
    }

    fn push(&mut self, block: &Block, from: usize, to: usize, kind: UnitKind, lead: Lead) -> Option<UnitId> {
        let tokens = block.tokens.get(from..to).filter(|tokens| !tokens.is_empty())?;
        let start = self.note.tokens.len() as u32;
        self.note.tokens.extend_from_slice(tokens);
        let id = UnitId(self.note.units.len() as u32);
        let scope = self.scopes.last().copied().unwrap_or_default();
        let outer = self.scopes.len().checked_sub(2).and_then(|at| self.scopes.get(at)).and_then(|scope| scope.item);
        let flat = self.items == 0 && !matches!(kind, UnitKind::Heading(_));
        let plain = kind != UnitKind::Cell && !matches!(kind, UnitKind::Heading(_));
        let key = key::find(self.text, tokens, start);
        let marked = plain && (lead.ordinal || self.tokens_end_in_colon(tokens));
        self.note.units.push(Unit {
            kind,
            span: tokens[0].start..tokens[tokens.len() - 1].end,
            tokens: start..start + tokens.len() as u32,
            key,
            heading: self.headings.iter().rev().flatten().next().copied(),
            parent: if plain { scope.item.or(outer) } else { None },
            lead: match kind {
                UnitKind::Cell => scope.previous.filter(|&id| self.introduces(id)),
                _ if marked && flat || !plain => None,
                // `4. X:`, `5. Y:`: a title of a list stands beside the one before, not under it.
                _ if marked => scope.above,
                _ => scope.lead,
            },
            previous: if plain { scope.previous } else { None },
            question: if lead.asks { None } else { self.question },
            cell: block.cell,
            frame: block.frame,
        });
        let introduces = marked || flat && self.is_title(self.note.unit(id), false);
        self.remember(id, plain, introduces, lead);
        Some(id)
    }

    fn remember(&mut self, id: UnitId, plain: bool, introduces: bool, lead: Lead) {
        if !plain {
            return;
        }
        let item = self.note.unit(id).kind == UnitKind::Item;
        if let Some(scope) = self.scopes.last_mut() {
            if item {
                scope.item = scope.item.or(Some(id));
            }
            scope.previous = Some(id);
            if introduces {
                scope.lead = Some(id);
            }
        }
        if self.is_question(id) || lead.asks {
            (self.question, self.question_level) = (Some(id), 0);
        }
    }

    fn is_question(&self, id: UnitId) -> bool {
        line::asks(self.text, self.note.tokens_of(self.note.unit(id)))
    }

    /// Whether a unit introduces the list or the paragraphs that follow: it ends in a colon, or stands alone in its line
    /// as a title does, short and without a mark at its end.
    fn introduces(&self, id: UnitId) -> bool {
        let unit = self.note.unit(id);
        self.tokens_end_in_colon(self.note.tokens_of(unit)) || self.is_title(unit, true)
    }

    fn is_title(&self, unit: &Unit, above: bool) -> bool {
        let tokens = self.note.tokens_of(unit);
        let before = self.text.get(..unit.span.start as usize).unwrap_or_default();
        let behind = self.text.get(unit.span.end as usize..).unwrap_or_default();
        let ends = |c: Option<char>| c.is_none_or(|c| c == '\n');
        unit.kind == UnitKind::Sentence
            && unit.key.is_none()
            && self.is_titled(tokens, above)
            && ends(before.chars().rev().find(|&c| !is_filling(c)))
            && ends(behind.chars().find(|&c| !is_filling(c)))
    }

    /// Whether words are few and end without a mark. Just `above` a list a bracket behind them tells who or when: `X (Lester
    /// et al. 2021)`.
    fn is_titled(&self, tokens: &[Token], above: bool) -> bool {
        let opens = |token: &Token| matches!(self.source(token), "(" | "（");
        let bracket = tokens.iter().position(opens).filter(|&at| at > 0);
        let closed = tokens.last().is_some_and(|token| matches!(self.source(token), ")" | "）"));
        let told = above && closed && tokens.len() <= 2 * TITLE;
        let words = bracket.filter(|_| told).unwrap_or(tokens.len());
        let last = tokens.get(words.wrapping_sub(1));
        words <= TITLE && last.is_some_and(|token| !ends_sentence(self.source(token)))
    }

    fn tokens_end_in_colon(&self, tokens: &[Token]) -> bool {
        tokens.last().is_some_and(|token| matches!(self.source(token), ":" | "："))
    }

    fn source(&self, token: &Token) -> &'t str {
        self.text.get(token.start as usize..token.end as usize).unwrap_or_default()
    }
}

/// The source of each unit of a note.
#[cfg(test)]
pub(crate) fn words(text: &str) -> Vec<&str> {
    let note = crate::Note::parse(text);
    note.units.iter().map(|unit| &text[unit.span.start as usize..unit.span.end as usize]).collect()
}
