//! Hyphens that markup or the end of a line sets apart from the words that they join: `encoder\-decoder`,
//! `*encoder*-*decoder*`, `[[encoder]]-[[decoder]]`, `encoder-` at the end of a line. The tokenizer sees one side only.

use crate::{Joint, Token, TokenKind, token};

/// Entities that write a hyphen.
const ENTITIES: [&str; 8] = ["&#45;", "&hyphen;", "&dash;", "&ndash;", "&#8208;", "&#8209;", "&#8211;", "&#x2011;"];

/// What follows a hyphen that stands for the rest of a word: `pre-` and `post-norm`.
const SUSPENDED: [&str; 5] = ["and", "or", "to", "und", "vs"];

/// Makes such hyphens among the tokens of a block the joints that they are. `breaks` are indexes of tokens.
pub(crate) fn join(text: &str, tokens: &mut Vec<Token>, breaks: &mut Vec<u32>) {
    let source = |token: &Token| text.get(token.start as usize..token.end as usize).unwrap_or_default();
    let is_hyphen = |token: &Token| {
        let word = source(token);
        let mut characters = word.chars();
        let single = characters.next().is_some_and(token::is_hyphen) && characters.next().is_none();
        token.kind == TokenKind::Punct && token.joint == Joint::Glued && (single || ENTITIES.contains(&word))
    };
    let joins = |at: usize| {
        let Some([before, hyphen, after]) = at.checked_sub(1).and_then(|from| tokens.get(from..at + 2)) else {
            return false;
        };
        let goes_on = match after.joint {
            Joint::Glued => true,
            Joint::Break => after.kind != TokenKind::Number && !SUSPENDED.contains(&source(after)),
            Joint::Hyphen | Joint::Space => false,
        };
        let counts = |token: &Token| token.kind == TokenKind::Number;
        let subtracts = source(hyphen) == "−" && (counts(before) || counts(after));
        is_hyphen(hyphen) && is_word(before) && is_word(after) && goes_on && !subtracts
    };
    let found: Vec<usize> = (0..tokens.len()).filter(|&at| joins(at)).collect();
    for at in found.into_iter().rev() {
        tokens.remove(at);
        if let Some(after) = tokens.get_mut(at) {
            after.joint = Joint::Hyphen;
        }
        breaks.retain(|&index| index as usize != at + 1);
        breaks.iter_mut().filter(|index| **index as usize > at).for_each(|index| *index -= 1);
    }
}

fn is_word(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::Number | TokenKind::Han)
}

#[cfg(test)]
mod tests {
    use crate::{Joint, Note};

    #[track_caller]
    fn joined(text: &str) {
        let note = Note::parse(text);
        let joints: Vec<Joint> = note.tokens.iter().map(|token| token.joint).collect();
        assert_eq!(joints, [Joint::Break, Joint::Hyphen, Joint::Space], "{text:?}: {:?}", note.tokens);
    }

    #[track_caller]
    fn apart(text: &str) {
        let note = Note::parse(text);
        assert!(note.tokens.iter().all(|token| token.joint != Joint::Hyphen), "{text:?}");
    }

    #[test]
    fn hyphens_join_across_markup() {
        for text in [
            "encoder-decoder x",
            "encoder\\-decoder x",
            "*encoder*-*decoder* x",
            "**encoder**-decoder x",
            "`encoder`-`decoder` x",
            "[encoder](a-b.md)-[decoder](c.md) x",
            "[[encoder]]-[[decoder]] x",
            "[[a|encoder]]-[[decoder]] x",
            "encoder&#45;decoder x",
            "encoder&ndash;decoder x",
            "encoder$-$decoder x",
            "encoder<!-- y -->-decoder x",
            "encoder\u{ad}-decoder x",
            "encoder\u{2212}decoder x",
            "encoder-\ndecoder x",
            "> encoder-\n> decoder x",
            "encoder-<br>decoder x",
            "编-**码** x",
        ] {
            joined(text);
        }
    }

    #[test]
    fn dashes_and_what_stands_for_a_word_join_nothing() {
        for text in [
            "encoder - decoder",
            "encoder -decoder",
            "encoder--decoder",
            "pre-\nand post",
            "encoder- and decoder",
            "- a\n- b",
            "1.\n-2",
            "a -\nb",
            "3\u{2212}4",
        ] {
            apart(text);
        }
    }

    #[test]
    fn an_entity_is_the_sign_that_it_writes() {
        let count = |text: &str| Note::parse(text).tokens.len();
        assert_eq!(count("a&nbsp;b"), 2);
        assert_eq!(count("a &amp; b"), 3);
        assert_eq!(count("a &lt; b"), 3);
        assert_eq!(count("a & b;"), 4);
    }
}
