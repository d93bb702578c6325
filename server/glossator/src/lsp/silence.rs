//! Comments that silence a rule: above the line, behind it, at the top of the note.
//!
//! A comment must leave what stands around it what it was: it goes into the quotation that the line is in, into the last
//! cell of a table's row, and not between the lines of a paragraph, which it would cut in two.

use claims::Language;
use tower_lsp::lsp_types as lsp;

use super::{document::Text, world::Understood};

/// The titles and edits that silence a finding on a line; none for what is wrong with such a comment itself.
pub(crate) fn silence(understood: &Understood, found: &ide::Diagnostic, line: u32) -> Vec<(String, lsp::TextEdit)> {
    if found.rule.starts_with("directive/") {
        return Vec::new();
    }
    let (text, rule) = (&understood.text, &found.rule);
    let titles = match found.language {
        Language::En => [
            format!("Silence {rule} for this line, in a comment above"),
            format!("Silence {rule} for this line, in a comment at its end"),
            format!("Silence {rule} in this note"),
        ],
        Language::Zh => [
            format!("在上一行写注释，屏蔽本行的 {rule}"),
            format!("在行尾写注释，屏蔽本行的 {rule}"),
            format!("在整篇笔记中屏蔽 {rule}"),
        ],
    };
    let unit = understood.note.units.partition_point(|unit| unit.span.end < found.span.start);
    let in_table = understood.note.units.get(unit).is_some_and(|unit| unit.cell.is_some());
    let mdx = understood.url.path().to_ascii_lowercase().ends_with(".mdx");
    let lines = Lines { text, line: line as usize, mdx };
    let edits =
        [if in_table { None } else { lines.above(rule) }, Some(lines.behind(rule, in_table)), Some(lines.top(rule))];
    titles.into_iter().zip(edits).filter_map(|(title, edit)| Some((title, edit?))).collect()
}

/// A line of a text.
struct Lines<'t> {
    text: &'t Text,
    line: usize,
    mdx: bool,
}

impl Lines<'_> {
    fn words(&self, line: usize) -> String {
        self.text.rope.get_line(line).map(|line| line.to_string()).unwrap_or_default()
    }

    /// A comment as the note may have it: MDX takes no HTML's.
    fn comment(&self, words: &str) -> String {
        if self.mdx { format!("{{/* {words} */}}") } else { format!("<!-- {words} -->") }
    }

    /// How the lines of the text end.
    fn ending(&self) -> &'static str {
        let first = self.words(0);
        ["\r\n", "\r"].into_iter().find(|end| first.ends_with(end)).unwrap_or("\n")
    }

    fn insert(&self, byte: usize, text: String) -> lsp::TextEdit {
        let at = self.text.position(byte as u32);
        lsp::TextEdit::new(lsp::Range::new(at, at), text)
    }

    fn start(&self) -> usize {
        self.text.rope.try_line_to_byte(self.line).unwrap_or_default()
    }

    /// A comment of its own line before; none where the line goes on from the one before.
    fn above(&self, rule: &str) -> Option<lsp::TextEdit> {
        let words = self.words(self.line);
        let (lead, own) = quoted(&words);
        let before = self.line.checked_sub(1).map(|line| self.words(line)).unwrap_or_default();
        let before = quoted(&before).1.trim();
        let begins = before.is_empty() || before.starts_with(['#', '`', '~', '|']);
        let begins = begins || ["[!", "<!--", "{/*", "---", "***", "==="].iter().any(|mark| before.starts_with(mark));
        if !begins && !begins_block(own) {
            return None;
        }
        let comment = self.comment(&format!("glossator-disable-next-line {rule}"));
        Some(self.insert(self.start(), format!("{lead}{comment}{}", self.ending())))
    }

    /// A comment at the end of the line, within the last cell of a table's row.
    fn behind(&self, rule: &str, in_table: bool) -> lsp::TextEdit {
        let words = self.words(self.line);
        let words = words.trim_end();
        let comment = self.comment(&format!("glossator-disable-line {rule}"));
        let cell = words.strip_suffix('|').filter(|cell| in_table && !cell.ends_with('\\'));
        match cell {
            Some(cell) => self.insert(self.start() + cell.trim_end().len(), format!(" {comment}")),
            None => self.insert(self.start() + words.len(), format!(" {comment}")),
        }
    }

    /// A comment at the top, behind the front matter.
    fn top(&self, rule: &str) -> lsp::TextEdit {
        let string = &self.text.string;
        let body = ide::entry_file::front_matter(string).map_or(0, |front| {
            let rest = string.get(front.end as usize + 1..).unwrap_or_default();
            front.end as usize + 1 + rest.find('\n').map_or(rest.len(), |at| at + 1)
        });
        self.insert(body, format!("{}{}", self.comment(&format!("glossator-disable {rule}")), self.ending()))
    }
}

/// The indentation and marks of quotations that a line begins with, and the rest.
fn quoted(line: &str) -> (&str, &str) {
    let rest = line.trim_start_matches([' ', '\t', '>']);
    line.split_at(line.len() - rest.len())
}

/// Whether words begin an item or a heading, whatever stands before.
fn begins_block(words: &str) -> bool {
    let number = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = number.len() < words.len() && (number.starts_with(". ") || number.starts_with(") "));
    numbered || words.starts_with(['#', '|']) || ["- ", "* ", "+ "].iter().any(|mark| words.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::{super::document::Encoding, *};

    /// The text with a comment above a line and with one behind it.
    fn silenced(text: &str, line: usize, in_table: bool) -> (Option<String>, String) {
        let text = Text::of(ropey::Rope::from_str(text), Encoding::default());
        let lines = Lines { text: &text, line, mdx: false };
        let applied = |edit: lsp::TextEdit| {
            let mut edited = text.string.to_string();
            edited.insert_str(text.offset(edit.range.start) as usize, &edit.new_text);
            edited
        };
        (lines.above("x").map(applied), applied(lines.behind("x", in_table)))
    }

    #[test]
    fn mdx_has_comments_of_its_own() {
        let text = Text::of(ropey::Rope::from_str("a"), Encoding::default());
        let lines = Lines { text: &text, line: 0, mdx: true };
        assert_eq!(lines.behind("x", false).new_text, " {/* glossator-disable-line x */}");
    }

    #[test]
    fn a_comment_stands_where_its_line_does() {
        let above = |text, line| silenced(text, line, false).0;
        let comment = "<!-- glossator-disable-next-line x -->";
        assert_eq!(above("a", 0), Some(format!("{comment}\na")));
        assert_eq!(above("a\r\n\r\n  - b\r\n", 2), Some(format!("a\r\n\r\n  {comment}\r\n  - b\r\n")));
        assert_eq!(above("> [!NOTE]\n> a\n", 1), Some(format!("> [!NOTE]\n> {comment}\n> a\n")));
        assert_eq!(above("- a\n- b\n", 1), Some(format!("- a\n{comment}\n- b\n")));
        assert_eq!(above("# A\n文字。\n", 1), Some(format!("# A\n{comment}\n文字。\n")));
        for (text, line) in [("a\nb\n", 1), ("> a\n> b\n", 1), ("- a\n  b\n", 1)] {
            assert_eq!(above(text, line), None, "{text:?} is one paragraph");
        }
    }

    #[test]
    fn a_comment_behind_a_row_is_in_its_last_cell() {
        let behind = |text, in_table| silenced(text, 0, in_table).1;
        let comment = "<!-- glossator-disable-line x -->";
        assert_eq!(behind("| a | b |\n", true), format!("| a | b {comment} |\n"));
        assert_eq!(behind("a | b\r\n", true), format!("a | b {comment}\r\n"));
        assert_eq!(behind("a |", false), format!("a | {comment}"));
        assert_eq!(behind("🦙 a  \n", false), format!("🦙 a {comment}  \n"));
    }
}
