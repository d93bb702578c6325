//! Open notes: the text as the editor has it, edited in place.

use std::sync::Arc;

use ropey::Rope;
use tower_lsp::lsp_types::{Position, Range, TextDocumentContentChangeEvent};

/// How positions count characters within a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, the protocol's default.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

/// Stands for a version that the client did not tell.
pub(crate) const UNTOLD: i32 = i32::MIN;

/// The text of an open note at a version.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// The text.
    pub(crate) rope: Rope,
    /// Its version: the client's, or where that tells none one more than the last.
    pub(crate) version: i32,
    /// Whether the client told it.
    pub(crate) told: bool,
    /// An edit did not fit the text: what we hold may differ from the editor's, so nothing is judged until the whole
    /// text comes again.
    pub(crate) lost: bool,
}

impl Document {
    /// A newly opened note.
    pub(crate) fn new(text: &str, version: i32) -> Self {
        let told = version != UNTOLD;
        Self { rope: Rope::from_str(text), version: if told { version } else { 0 }, told, lost: false }
    }

    /// Applies changes in their order, each to the result of the one before.
    pub(crate) fn apply(&mut self, changes: Vec<TextDocumentContentChangeEvent>, version: i32, encoding: Encoding) {
        for change in changes {
            match change.range {
                None => {
                    self.rope = Rope::from_str(&change.text);
                    self.lost = false;
                }
                Some(range) if !self.lost => self.replace(range, &change.text, encoding),
                Some(_) => {}
            }
        }
        self.told = version != UNTOLD;
        self.version = if self.told { version } else { self.version.wrapping_add(1) };
    }

    fn replace(&mut self, range: Range, text: &str, encoding: Encoding) {
        // “To the end” is written as a line far beyond it, too.
        let end = self.char_at(range.end, encoding).or(Some(self.rope.len_chars()));
        let (start, end) = (self.char_at(range.start, encoding), end);
        match (start, end) {
            (Some(start), Some(end)) if start <= end => {
                self.rope.remove(start..end);
                self.rope.insert(start, text);
            }
            _ => self.lost = true,
        }
    }

    /// The character index of a position; beyond the end of a line is its end ("defaults back to the line length",
    /// LSP 3.17), one line beyond the last is the end of the text.
    fn char_at(&self, position: Position, encoding: Encoding) -> Option<usize> {
        char_at(&self.rope, position, encoding)
    }
}

/// In lines up to so many bytes units are counted one by one.
const LONG: usize = 2_000;

/// A snapshot of a text with what positions need.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    /// The text as one string, what analyses read.
    pub(crate) string: Arc<str>,
    /// The same text with its lines.
    pub(crate) rope: Rope,
    /// How the client counts.
    pub(crate) encoding: Encoding,
}

impl Text {
    /// A text with its lines.
    pub(crate) fn of(rope: Rope, encoding: Encoding) -> Self {
        Self { string: String::from(&rope).into(), rope, encoding }
    }

    /// The byte offset of a position, clamped to the text.
    pub(crate) fn offset(&self, position: Position) -> u32 {
        let at = char_at(&self.rope, position, self.encoding).unwrap_or(self.rope.len_chars());
        self.rope.char_to_byte(at) as u32
    }

    /// The position of a byte offset, clamped to the text and to a character.
    pub(crate) fn position(&self, offset: u32) -> Position {
        self.positions().of(offset)
    }

    /// For asking the positions of offsets that are mostly near each other.
    pub(crate) fn positions(&self) -> Positions<'_> {
        Positions { text: self, last: None }
    }

    /// The position of a byte in a line that begins at another.
    fn within(&self, line: usize, start: usize, byte: usize) -> Position {
        let words = self.string.get(start..byte).unwrap_or_default();
        let character = match self.encoding {
            Encoding::Utf8 => words.len(),
            _ if words.len() > LONG => self.column(start, byte),
            _ if words.is_ascii() => words.len(),
            Encoding::Utf16 => words.encode_utf16().count(),
            Encoding::Utf32 => words.chars().count(),
        };
        Position::new(line as u32, character as u32)
    }

    /// How many units stand between two bytes, without a look at each of them.
    fn column(&self, start: usize, byte: usize) -> usize {
        let (start, at) = (self.rope.byte_to_char(start), self.rope.byte_to_char(byte));
        match self.encoding {
            Encoding::Utf8 => self.rope.char_to_byte(at) - self.rope.char_to_byte(start),
            Encoding::Utf16 => self.rope.char_to_utf16_cu(at) - self.rope.char_to_utf16_cu(start),
            Encoding::Utf32 => at - start,
        }
    }

    /// The range of a span of bytes.
    pub(crate) fn range(&self, span: &note::Span) -> Range {
        self.positions().range(span)
    }
}

/// What follows the last offset by no more bytes than this is looked through for a line break.
const NEAR: usize = 512;

/// The positions of a text. What stands in the line that was last asked for is told without a search for its line.
pub(crate) struct Positions<'t> {
    text: &'t Text,
    /// The last line, where it begins, and the byte in it that was asked for.
    last: Option<(usize, usize, usize)>,
}

impl Positions<'_> {
    /// The position of a byte offset, clamped to the text and to a character.
    pub(crate) fn of(&mut self, offset: u32) -> Position {
        let Text { string, rope, .. } = self.text;
        let byte = string.floor_char_boundary(offset as usize);
        let same = self.last.filter(|&(_, start, last)| {
            let between = string.get(last.min(byte)..last.max(byte)).unwrap_or_default();
            start <= byte && between.len() <= NEAR && !between.contains(['\n', '\r'])
        });
        let (line, start) = same.map_or_else(
            || {
                let line = rope.byte_to_line(byte);
                (line, rope.line_to_byte(line))
            },
            |(line, start, _)| (line, start),
        );
        self.last = Some((line, start, byte));
        self.text.within(line, start, byte)
    }

    /// The range of a span of bytes.
    pub(crate) fn range(&mut self, span: &note::Span) -> Range {
        Range::new(self.of(span.start), self.of(span.end))
    }
}

fn char_at(rope: &Rope, position: Position, encoding: Encoding) -> Option<usize> {
    let line = position.line as usize;
    if line >= rope.len_lines() {
        return (line == rope.len_lines()).then_some(rope.len_chars());
    }
    let start = rope.line_to_char(line);
    let text = rope.line(line);
    let length = text.len_chars() - line_break(text);
    let wanted = position.character as usize;
    let within = match encoding {
        Encoding::Utf8 => text.byte_to_char(wanted.min(text.len_bytes())),
        Encoding::Utf16 => text.utf16_cu_to_char(wanted.min(text.len_utf16_cu())),
        Encoding::Utf32 => wanted,
    };
    Some(start + within.min(length))
}

/// How many characters end the line: none, one, or two for CR LF.
fn line_break(line: ropey::RopeSlice<'_>) -> usize {
    let length = line.len_chars();
    let at = |back: usize| length.checked_sub(back).and_then(|index| line.get_char(index));
    match (at(2), at(1)) {
        (Some('\r'), Some('\n')) => 2,
        (_, Some('\n' | '\r')) => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIECES: [&str; 12] =
        ["a", "\n", "\r\n", "\r", "模型", "🦙", "e\u{301}", "\u{2028}", "", "x\ny", "。\r\n", "\u{feff}"];

    /// A position counted out character by character; `None` within a CR LF, where there is none.
    fn counted(text: &str, offset: usize, encoding: Encoding) -> Option<Position> {
        let (before, after) = text.split_at(offset);
        if before.ends_with('\r') && after.starts_with('\n') {
            return None;
        }
        let (mut line, mut start) = (0, 0);
        for (at, c) in before.char_indices() {
            if c == '\n' || c == '\r' && !before[at + 1..].starts_with('\n') {
                (line, start) = (line + 1, at + 1);
            }
        }
        let within = &before[start..];
        let character = match encoding {
            Encoding::Utf8 => within.len(),
            Encoding::Utf16 => within.encode_utf16().count(),
            Encoding::Utf32 => within.chars().count(),
        };
        Some(Position::new(line, character as u32))
    }

    #[test]
    fn edits_do_to_the_rope_what_they_do_to_a_text() {
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut below = |limit: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % limit as u64) as usize
        };
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let mut text = String::from("# LoRA 🦙\r\n模型。\rx\n");
            let mut document = Document::new(&text, 0);
            for version in 1..4_000 {
                let (one, other) = (below(text.len() + 1), below(text.len() + 1).min(below(text.len() + 1) + 8));
                let (start, end) = (text.floor_char_boundary(one.min(other)), text.floor_char_boundary(one.max(other)));
                let places = counted(&text, start, encoding).zip(counted(&text, end, encoding));
                let Some((from, to)) = places.filter(|_| text.len() < 400 || start < end) else { continue };
                let piece = PIECES[below(PIECES.len())];
                let range = Some(Range::new(from, to));
                let change = TextDocumentContentChangeEvent { range, range_length: None, text: piece.to_owned() };
                document.apply(vec![change], version, encoding);
                text.replace_range(start..end, piece);
                assert_eq!(String::from(&document.rope), text, "version {version}, {encoding:?}");
                let snapshot = Text::of(document.rope.clone(), encoding);
                let offset = text.floor_char_boundary(below(text.len() + 1));
                if let Some(position) = counted(&text, offset, encoding) {
                    assert_eq!(snapshot.position(offset as u32), position, "{text:?} at {offset}, {encoding:?}");
                    assert_eq!(snapshot.offset(position) as usize, offset, "{text:?} at {position:?}, {encoding:?}");
                }
            }
        }
    }
}
