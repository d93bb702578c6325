//! Where sentences end, in English and Chinese.

use crate::{Joint, Token, TokenKind, token};

/// A sentence is not longer than this; what is longer is cut, so that work per unit is bounded.
const LONGEST: usize = 300;

/// A bracket of so many tokens at the end is a mark of the sentence before it.
const MARK: usize = 4;

/// The sentences among tokens, as runs. `breaks` are tokens that begin a line by themselves.
pub(crate) fn split(text: &str, tokens: &[Token], breaks: &[u32]) -> Vec<(usize, usize)> {
    let splitter = Splitter { text, tokens };
    let mut runs = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < tokens.len() {
        let broken = at > start && breaks.contains(&(at as u32));
        if broken {
            runs.push((start, at));
            start = at;
        }
        let ends = splitter.ends(at);
        at += 1;
        if ends || at - start >= LONGEST {
            while at < tokens.len() && splitter.closes(at) {
                at += 1;
            }
            if splitter.is_mark(at) {
                at = tokens.len();
            }
            runs.push((start, at));
            start = at;
        }
    }
    if start < tokens.len() {
        runs.push((start, tokens.len()));
    }
    runs
}

struct Splitter<'t> {
    text: &'t str,
    tokens: &'t [Token],
}

impl<'t> Splitter<'t> {
    fn source(&self, at: usize) -> &'t str {
        self.tokens
            .get(at)
            .map_or("", |token| self.text.get(token.start as usize..token.end as usize).unwrap_or_default())
    }

    /// Whether the token at `at` ends a sentence.
    fn ends(&self, at: usize) -> bool {
        if self.tokens.get(at).is_none_or(|token| token.kind != TokenKind::Punct) {
            return false;
        }
        match self.source(at) {
            "。" | "！" | "？" => true,
            "!" | "?" => self.spaced(at + 1),
            "." | "．" => self.full_stop(at),
            _ => false,
        }
    }

    fn spaced(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_none_or(|token| token.joint >= Joint::Space || self.closes(at) || token.kind == TokenKind::Han)
    }

    /// A full stop ends a sentence where white space and a capital, a digit or a Chinese character follow, and the
    /// word before is no abbreviation or initial.
    fn full_stop(&self, at: usize) -> bool {
        let mut next = at + 1;
        while next < self.tokens.len() && self.closes(next) {
            next += 1;
        }
        let Some(token) = self.tokens.get(next) else { return true };
        if token.joint < Joint::Space && token.kind != TokenKind::Han {
            return false;
        }
        let begins = self.source(next).starts_with(|c: char| {
            c.is_uppercase() || c.is_ascii_digit() || token::is_han(c) || !c.is_alphanumeric() && c != ','
        });
        let lower_name =
            token.kind == TokenKind::Word && !begins && at > 0 && self.tokens[at - 1].kind == TokenKind::Word;
        // `It has 2.7B. phi-4 …`: a name with its number begins a sentence.
        let numbered = self.tokens.get(next + 1).is_some_and(|number| {
            token.kind == TokenKind::Word && number.kind == TokenKind::Number && number.joint <= Joint::Hyphen
        });
        (begins || numbered || lower_name && self.source(at - 1).len() > 3) && !self.abbreviates(at)
    }

    fn abbreviates(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return true };
        let mut word = String::new();
        token::fold(self.source(before), &mut word);
        let number_follows = self.tokens.get(at + 1).is_some_and(|token| token.kind == TokenKind::Number);
        let known = word == "no" && number_follows
            || matches!(
                word.as_str(),
                "e.g"
                    | "i.e"
                    | "al"
                    | "vs"
                    | "fig"
                    | "figs"
                    | "sec"
                    | "eq"
                    | "approx"
                    | "dr"
                    | "mr"
                    | "ms"
                    | "cf"
                    | "ca"
                    | "resp"
                    | "tab"
                    | "ch"
                    | "jan"
                    | "feb"
                    | "mar"
                    | "apr"
                    | "jun"
                    | "jul"
                    | "aug"
                    | "sept"
                    | "sep"
                    | "oct"
                    | "nov"
                    | "dec"
            );
        // The letter of a number (`7B.`) is no initial.
        let counted = before.checked_sub(1).is_some_and(|number| self.tokens[number].kind == TokenKind::Number)
            && self.tokens[before].joint == Joint::Glued;
        let initial = self.tokens[before].kind == TokenKind::Word && word.chars().count() == 1 && !counted;
        let numbered = self.tokens[before].kind == TokenKind::Number && before == 0;
        known || initial || numbered
    }

    /// Whether a bracket with a word or two is all that is left, a mark of the sentence before: `… is dense. (wrong)`.
    fn is_mark(&self, at: usize) -> bool {
        let left = self.tokens.len() - at;
        let closes = matches!(self.source(self.tokens.len() - 1), ")" | "）" | "]" | "】");
        (3..=MARK).contains(&left) && closes && matches!(self.source(at), "(" | "（" | "[" | "【")
    }

    /// Whether the token at `at` closes a quotation or bracket and belongs to the sentence before.
    fn closes(&self, at: usize) -> bool {
        let glued = self.tokens.get(at).is_some_and(|token| token.joint == Joint::Glued);
        glued && matches!(self.source(at), "”" | "’" | "」" | "』" | "\"" | "'" | ")" | "）" | "*" | "]" | "】")
    }
}
