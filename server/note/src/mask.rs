//! What the Markdown parser does not know, in a form that it does: comments as MDX (`{/* … */}`) and Obsidian (`%% … %%`)
//! write them, which are no words of the note, and lines that end in a carriage return alone.
//!
//! Every byte stays in its place.

use std::ops::Range;

/// The marks around comments: of MDX, of Obsidian.
const MARKS: [(&str, &str); 2] = [("{/*", "*/}"), (OBSIDIAN, OBSIDIAN)];
const OBSIDIAN: &str = "%%";

/// Stands for a comment that words follow on its line: white space alone would make code of them.
const STAND_IN: char = '\u{1}';

/// A text as the parser is to read it.
pub(crate) struct Masked {
    /// The text.
    pub(crate) text: String,
    /// The comments that are blank in it.
    pub(crate) comments: Vec<Range<usize>>,
}

/// Whether a text, or a part of it, has what must be masked.
pub(crate) fn concerns(text: &str) -> bool {
    MARKS.iter().any(|(open, _)| text.contains(open)) || has_lone_return(text)
}

fn has_lone_return(text: &str) -> bool {
    text.match_indices('\r').any(|(at, _)| text.as_bytes().get(at + 1) != Some(&b'\n'))
}

/// The text with what must be masked; `None` where nothing is.
pub(crate) fn masked(text: &str) -> Option<Masked> {
    if !concerns(text) {
        return None;
    }
    let comments = comments(text);
    let stand_ins: Vec<usize> =
        comments.iter().filter(|comment| begins_line(text, comment)).map(|it| it.start).collect();
    let mut ahead = comments.iter().peekable();
    let mut blank = |at: usize| {
        while ahead.next_if(|comment| comment.end <= at).is_some() {}
        ahead.peek().is_some_and(|comment| comment.start <= at)
    };
    let mut hidden = String::with_capacity(text.len());
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|&(_, next)| next);
        match c {
            '\r' if next != Some('\n') => hidden.push('\n'),
            '\r' | '\n' => hidden.push(c),
            _ if stand_ins.binary_search(&at).is_ok() => hidden.push(STAND_IN),
            _ if blank(at) => hidden.extend(std::iter::repeat_n(' ', c.len_utf8())),
            _ => hidden.push(c),
        }
    }
    Some(Masked { text: hidden, comments })
}

/// No more of a line is looked at than so many bytes before a mark.
const NEAR: usize = 256;

/// The line before a place, as far as it is looked at, and whether that is all of it.
fn line_before(text: &str, at: usize) -> (&str, bool) {
    let near = text.get(text.ceil_char_boundary(at.saturating_sub(NEAR))..at).unwrap_or_default();
    near.rfind(['\n', '\r']).map_or((near, at <= NEAR), |end| (near.get(end + 1..).unwrap_or_default(), true))
}

/// Whether a comment has words behind it on its line, and none before.
fn begins_line(text: &str, comment: &Range<usize>) -> bool {
    let (before, whole) = line_before(text, comment.start);
    let behind = text.get(comment.end..).and_then(|behind| behind.chars().find(|c| !matches!(c, ' ' | '\t')));
    whole && !before.contains(char::is_alphabetic) && behind.is_some_and(|c| !matches!(c, '\n' | '\r'))
}

/// The mark that a comment begins with.
pub(crate) fn mark(comment: &str) -> Option<&'static str> {
    MARKS.iter().map(|&(open, _)| open).find(|open| comment.starts_with(open))
}

/// The comments of a text; not where somebody writes of the marks themselves, nor across code.
fn comments(text: &str) -> Vec<Range<usize>> {
    let mut comments: Vec<Range<usize>> = Vec::new();
    let mut marks: Vec<Mark> = MARKS.iter().filter_map(|&mark| Mark::new(text, mark)).collect();
    while let Some(at) = (0..marks.len()).min_by_key(|&at| marks[at].next) {
        let Mark { next: start, open, close } = marks[at];
        let inside = start + open.len();
        let behind = comments.last().is_none_or(|last| last.end <= start);
        let body = text.get(inside..).and_then(|rest| rest.get(..rest.find(close)?));
        let Some(body) = body.filter(|_| behind) else {
            // Where none is closed, no later one is.
            if behind || !marks[at].go_on(text, inside) {
                marks.swap_remove(at);
            }
            continue;
        };
        let across = body.contains("\n```") || body.contains("\n~~~");
        let mut from = inside;
        if !across && !is_quoted(text, start, open) {
            from = inside + body.len() + close.len();
            comments.push(start..from);
        }
        if !marks[at].go_on(text, from) {
            marks.swap_remove(at);
        }
    }
    comments
}

/// A mark, and where it stands next.
#[derive(Clone, Copy)]
struct Mark {
    next: usize,
    open: &'static str,
    close: &'static str,
}

impl Mark {
    fn new(text: &str, (open, close): (&'static str, &'static str)) -> Option<Self> {
        Some(Self { next: text.find(open)?, open, close })
    }

    /// Goes on to the next from an offset on; whether there is one.
    fn go_on(&mut self, text: &str, from: usize) -> bool {
        let next = text.get(from..).and_then(|rest| rest.find(self.open));
        self.next = from + next.unwrap_or_default();
        next.is_some()
    }
}

/// Whether a mark is spoken of, or is part of something else (`100%%`, a line of percent signs, code in a line).
fn is_quoted(text: &str, at: usize, open: &str) -> bool {
    let before = text.get(..at).unwrap_or_default();
    if open != OBSIDIAN {
        return before.ends_with('`');
    }
    let code = line_before(text, at).0.bytes().filter(|&byte| byte == b'`').count() % 2 == 1;
    let part = before.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '%' | '\\' | '$' | '{'));
    code || part || text.get(at + open.len()..).is_some_and(|rest| rest.starts_with('%'))
}

#[cfg(test)]
mod tests {
    use crate::{Note, Parsed, units::words};

    #[test]
    fn comments_of_mdx_are_no_words() {
        assert_eq!(words("One.\n\n{/* Two. */}\n\nThree.\n"), ["One.", "Three."]);
        assert_eq!(words("{/*\nOne.\n\n🦙 Two.\n*/}\n\nThree.\n"), ["Three."]);
        assert_eq!(words("Write `{/*` and `*/}`.\n"), ["Write `{/*` and `*/}`."]);
        assert_eq!(words("Not {/* closed.\n"), ["Not {/* closed."]);
        let note = Note::parse("A {/* glossator-disable-line claim/x */} b.\n");
        assert_eq!(note.tokens.len(), 3, "{:?}", note.tokens);
    }

    #[test]
    fn comments_of_obsidian_are_no_words() {
        assert_eq!(words("One %% two %% three.\n"), ["One %% two %% three."]);
        assert_eq!(Note::parse("One %% two %% three.\n").tokens.len(), 3);
        assert_eq!(words("%% One. %%\n\nTwo.\n"), ["Two."]);
        assert_eq!(words("%%\nOne.\n\n🦙 Two.\n%%\n\nThree.\n"), ["Three."]);
        assert_eq!(words("%% One. %% Two.\n"), ["Two."]);
        assert_eq!(words("- %% One. %% Two.\n"), ["Two."]);
        for whole in
            ["Not %% closed.\n", "At 50%% or 60%% more.\n", "Write `a %% b` and `c %% d`.\n", "%%%%\n\nOne %%%%\n"]
        {
            assert_eq!(
                words(whole).first().map(|first| first.len()),
                Some(whole.trim_end().find('\n').unwrap_or(whole.len() - 1))
            );
        }
        assert_eq!(words("%% a\n\n```\n%% b\n```\n\nOne.\n"), ["%% a", "One."]);
        let note = Note::parse("A %% glossator-disable-line claim/x %% b.\n");
        assert_eq!((note.tokens.len(), note.directives.len()), (3, 1));
    }

    #[test]
    fn they_silence_rules() {
        let text =
            "{/* glossator-disable-next-line claim/a, claim/b */}\nOne.\n\n```\n{/* glossator-disable */}\n```\n";
        let note = Note::parse(text);
        let [directive] = &note.directives[..] else { panic!("{:?}", note.directives) };
        assert_eq!(directive.kind, crate::DirectiveKind::DisableNextLine);
        let rules: Vec<&str> =
            directive.rules.iter().map(|rule| &text[rule.start as usize..rule.end as usize]).collect();
        assert_eq!(rules, ["claim/a", "claim/b"]);
    }

    #[test]
    fn a_carriage_return_ends_a_line() {
        let text = "---\ra: b\r---\r# One\r\r<!-- glossator-disable-next-line -->\rTwo.\r\r```\rx\r```\r\rThree.\r";
        assert_eq!(words(text), ["One", "Two.", "Three."]);
        assert_eq!(Note::parse(text).directives.len(), 1);
    }

    #[test]
    fn an_edit_makes_and_unmakes_them() {
        let texts = [
            "One.\n\nTwo. */}\n\nThree.\n",
            "One.\n\n{/* Two. */}\n\nThree.\n",
            "One.\r\n\rTwo.",
            "One.\r\n\r\nTwo.",
            "One.\n\n%% Two.\n\nThree.\n",
            "One.\n\n%% Two. %%\n\nThree.\n",
        ];
        for old in texts {
            for new in texts {
                let edited = Note::from(Parsed::new(old).edited(old, new));
                assert_eq!(edited, Note::parse(new), "{old:?} {new:?}");
            }
        }
    }
}
