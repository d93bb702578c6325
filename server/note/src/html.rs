//! Prose in blocks of plain HTML: paragraphs, divisions, items, headings. Tags are no words; what an element shows that is
//! no prose (a table, a script, a drawing) and blocks with elements that HTML does not know are passed over.

use std::ops::Range;

/// A piece of a block.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A tag or a comment.
    Markup(Range<usize>),
    /// A paragraph begins here, or a heading of a level.
    Block(Option<u8>),
    /// A line begins here.
    Break,
    /// Strong emphasis begins or ends.
    Bold(bool),
    /// Words.
    Words(Range<usize>),
    /// A sign that is written as an entity.
    Sign(Range<usize>, char),
}

const BLOCKS: [&str; 24] = [
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "section",
    "article",
    "center",
    "details",
    "summary",
    "main",
    "aside",
    "header",
    "footer",
    "figure",
    "figcaption",
    "hr",
    "body",
    "html",
    "nav",
];

const INLINE: [&str; 22] = [
    "a", "abbr", "b", "strong", "i", "em", "u", "span", "font", "small", "big", "sub", "sup", "mark", "cite", "dfn",
    "q", "code", "kbd", "img", "wbr", "ins",
];

/// What they hold is passed over.
const PASSED: [&str; 16] = [
    "table", "script", "style", "pre", "svg", "math", "textarea", "iframe", "video", "audio", "object", "canvas",
    "form", "select", "del", "strike",
];

/// The pieces of a block, given the ranges of its lines; `None` where it is not to be read.
pub(crate) fn pieces(text: &str, lines: &[Range<usize>]) -> Option<Vec<Piece>> {
    let mut reader = Reader { text, pieces: Vec::new(), open: Open::Nothing, passed: None };
    for line in lines {
        reader.line(line.clone())?;
    }
    Some(reader.pieces)
}

/// What is open at the end of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    /// A tag, and the quotation mark that is open in it.
    Tag(Option<char>),
    Comment,
}

struct Reader<'t> {
    text: &'t str,
    pieces: Vec<Piece>,
    open: Open,
    /// The element that is passed over.
    passed: Option<&'static str>,
}

impl Reader<'_> {
    fn line(&mut self, line: Range<usize>) -> Option<()> {
        let mut at = line.start;
        while at < line.end {
            let rest = self.text.get(at..line.end)?;
            let end = match self.open {
                Open::Comment => at + self.comment(rest),
                Open::Tag(quote) => at + self.rest_of_tag(rest, quote),
                Open::Nothing if rest.starts_with("<!--") => {
                    self.open = Open::Comment;
                    at + 4 + self.comment(rest.get(4..)?)
                }
                Open::Nothing if is_tag(rest) => at + self.tag(rest)?,
                Open::Nothing => {
                    let end = rest.char_indices().skip(1).find(|&(to, c)| c == '<' && is_markup(&rest[to..]));
                    let end = at + end.map_or(rest.len(), |(to, _)| to);
                    self.words(at..end);
                    at = end;
                    continue;
                }
            };
            self.pieces.push(Piece::Markup(at..end));
            at = end;
        }
        Some(())
    }

    /// How much of a line is of the comment that is open.
    fn comment(&mut self, rest: &str) -> usize {
        let end = rest.find("-->");
        self.open = if end.is_some() { Open::Nothing } else { Open::Comment };
        end.map_or(rest.len(), |at| at + 3)
    }

    /// How much of a line is of the tag that is open, with a quotation mark in it or without.
    fn rest_of_tag(&mut self, rest: &str, mut quote: Option<char>) -> usize {
        let end = rest.char_indices().find(|&(_, c)| {
            match (quote, c) {
                (Some(open), c) if open == c => quote = None,
                (None, '"' | '\'') => quote = Some(c),
                _ => {}
            }
            quote.is_none() && c == '>'
        });
        self.open = if end.is_some() { Open::Nothing } else { Open::Tag(quote) };
        end.map_or(rest.len(), |(at, _)| at + 1)
    }

    /// Takes a tag; how long it is.
    fn tag(&mut self, rest: &str) -> Option<usize> {
        let closes = rest.starts_with("</");
        let named = rest.get(1 + usize::from(closes)..)?;
        let name = named.split(|c: char| !c.is_ascii_alphanumeric()).next()?.to_ascii_lowercase();
        let length = self.rest_of_tag(rest, None);
        let whole = rest.get(..length)?.ends_with("/>");
        if let Some(passed) = self.passed {
            self.passed = Some(passed).filter(|&passed| !(closes && passed == name));
            return Some(length);
        }
        if let Some(&passed) = PASSED.iter().find(|&&passed| passed == name) {
            self.passed = Some(passed).filter(|_| !closes && !whole);
            self.pieces.push(Piece::Block(None));
        } else if let Some(level) = heading(&name) {
            self.pieces.push(Piece::Block(Some(level).filter(|_| !closes)));
        } else if BLOCKS.contains(&name.as_str()) {
            self.pieces.push(Piece::Block(None));
        } else if name == "br" {
            self.pieces.push(Piece::Break);
        } else if name == "b" || name == "strong" {
            self.pieces.push(Piece::Bold(!closes));
        } else if !INLINE.contains(&name.as_str()) {
            return None;
        }
        Some(length)
    }

    fn words(&mut self, words: Range<usize>) {
        if self.passed.is_some() {
            self.pieces.push(Piece::Markup(words));
            return;
        }
        let mut from = words.start;
        let source = self.text.get(words.clone()).unwrap_or_default();
        for (at, _) in source.match_indices('&') {
            let start = words.start + at;
            let sign = source.get(at..).and_then(|rest| {
                let end = rest.bytes().take(12).position(|byte| byte == b';')? + 1;
                Some((end, entity(rest.get(..end)?)?))
            });
            if let Some((length, sign)) = sign {
                self.pieces.push(Piece::Words(from..start));
                self.pieces.push(Piece::Sign(start..start + length, sign));
                from = start + length;
            }
        }
        self.pieces.push(Piece::Words(from..words.end));
    }
}

fn is_markup(rest: &str) -> bool {
    is_tag(rest) || rest.starts_with("<!--")
}

fn is_tag(rest: &str) -> bool {
    let name = rest.strip_prefix('<').map(|rest| rest.strip_prefix('/').unwrap_or(rest));
    name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
}

fn heading(name: &str) -> Option<u8> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// The sign that an entity writes, of those that are met in notes.
fn entity(source: &str) -> Option<char> {
    let name = source.strip_prefix('&')?.strip_suffix(';')?;
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return char::from_u32(number.ok()?);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" | "rsquo" => '\'',
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "ndash" | "hyphen" | "dash" => '-',
        "mdash" => '—',
        "hellip" => '…',
        "shy" => '\u{ad}',
        "times" => '×',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::{Note, UnitKind, units::words};

    #[test]
    fn paragraphs_and_their_like_are_read() {
        assert_eq!(words("<p>One.</p>\n"), ["One."]);
        assert_eq!(
            words("<div align=\"center\">\n<p>One <b>two</b>.\nThree.</p>\n</div>\n"),
            ["One <b>two</b>.", "Three."]
        );
        assert_eq!(words("<ul>\n<li>One</li>\n<li>Two</li>\n</ul>\n"), ["One", "Two"]);
        assert_eq!(words("<details><summary>One</summary>\n\nTwo.\n\n</details>\n"), ["One", "Two."]);
        assert_eq!(words("> <p>一。\n> 二。</p>\n"), ["一。", "二。"]);
        assert_eq!(words("<p\n class=\"a > b\">One.</p>\r\n"), ["One."]);
        assert_eq!(Note::parse("<h2>One</h2>\n").units[0].kind, UnitKind::Heading(2));
        assert_eq!(Note::parse("<p>a&nbsp;b &amp; c&#45;d</p>\n").tokens.len(), 5);
    }

    #[test]
    fn what_is_no_prose_is_passed_over() {
        for text in [
            "<script>\nOne.\n</script>\n",
            "<style>p { One }</style>\n",
            "<pre>One.</pre>\n",
            "<table><tr><td>One</td></tr></table>\n",
            "<!-- One. -->\n",
            "<div><!-- <p>One.</p>\nTwo. --></div>\n",
            "<div title=\"One.\"></div>\n",
            "<Quiz question=\"One\">\nTwo.\n</Quiz>\n",
            "<p><del>One.</del></p>\n",
        ] {
            assert_eq!(words(text), [""; 0], "{text:?}");
        }
        assert_eq!(words("<p>One.</p><table><tr><td>x</td></tr></table><p>Two.</p>\n"), ["One.", "Two."]);
    }

    #[test]
    fn only_the_words_are_not_opaque() {
        let text = "<p>One.</p>\n";
        let opaque: Vec<&str> =
            Note::parse(text).opaque.iter().map(|span| &text[span.start as usize..span.end as usize]).collect();
        assert_eq!(opaque, ["<p>", "</p>"]);
    }
}
