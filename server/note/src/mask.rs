//! What the Markdown parser does not know, in a form that it does: comments as MDX writes them (`{/* … */}`), which are
//! no words of the note, and lines that end in a carriage return alone.
//!
//! Every byte stays in its place.

use std::ops::Range;

pub(crate) const OPEN: &str = "{/*";
const CLOSE: &str = "*/}";

/// A text as the parser is to read it.
pub(crate) struct Masked {
    /// The text.
    pub(crate) text: String,
    /// The comments that are blank in it.
    pub(crate) comments: Vec<Range<usize>>,
}

/// Whether a text, or a part of it, has what must be masked.
pub(crate) fn concerns(text: &str) -> bool {
    text.contains(OPEN) || has_lone_return(text)
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
            _ if blank(at) => hidden.extend(std::iter::repeat_n(' ', c.len_utf8())),
            _ => hidden.push(c),
        }
    }
    Some(Masked { text: hidden, comments })
}

/// The comments of a text; not where somebody writes of the marks themselves, nor across code.
fn comments(text: &str) -> Vec<Range<usize>> {
    let mut comments = Vec::new();
    let mut from = 0;
    while let Some(open) = text.get(from..).and_then(|rest| rest.find(OPEN)).map(|at| from + at) {
        from = open + OPEN.len();
        let Some(body) = text.get(from..).and_then(|rest| rest.get(..rest.find(CLOSE)?)) else { break };
        let quoted = text.get(..open).is_some_and(|before| before.ends_with('`'));
        let across = body.contains("\n```") || body.contains("\n~~~");
        if !quoted && !across {
            let end = from + body.len() + CLOSE.len();
            comments.push(open..end);
            from = end;
        }
    }
    comments
}

#[cfg(test)]
mod tests {
    use crate::{Note, Parsed};

    fn words(text: &str) -> Vec<&str> {
        let note = Note::parse(text);
        note.units.iter().map(|unit| &text[unit.span.start as usize..unit.span.end as usize]).collect()
    }

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
        let texts =
            ["One.\n\nTwo. */}\n\nThree.\n", "One.\n\n{/* Two. */}\n\nThree.\n", "One.\r\n\rTwo.", "One.\r\n\r\nTwo."];
        for old in texts {
            for new in texts {
                let edited = Note::from(Parsed::new(old).edited(old, new));
                assert_eq!(edited, Note::parse(new), "{old:?} {new:?}");
            }
        }
    }
}
