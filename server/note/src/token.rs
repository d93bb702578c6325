//! Words, numbers, Chinese characters and marks of a text, with their places in it.
//!
//! Labels and expressions of the glossary are read by the same tokenizer as notes, so that what is written the same
//! is matched the same: hyphens, underscores and spaces between words are only [`Joint`]s, case and full-width forms
//! are folded by [`fold`]. Nothing here knows Markdown; the caller says which spans of the source are text.

use unicode_normalization::UnicodeNormalization;

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Byte offset of its first character in the source.
    pub start: u32,
    /// Byte offset just behind its last character.
    pub end: u32,
    /// What it is made of.
    pub kind: TokenKind,
    /// What stands between it and the token before it.
    pub joint: Joint,
    /// How the source marks it.
    pub style: Style,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A run of letters of an alphabetic script; an inner apostrophe belongs to it (`doesn't`), a final `'s` does not.
    Word,
    /// A run of digits, with its thousands separators and decimal part (`2,048`, `6.7`).
    Number,
    /// One Chinese character.
    Han,
    /// One mark of punctuation or one symbol.
    Punct,
    /// Something that is no text but holds a place in the sentence: a formula, an image, code that is more than a name.
    Opaque,
}

/// What stands between a token and the one before it in its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Joint {
    /// Nothing: `7` and `B` in `7B`.
    Glued,
    /// One hyphen or underscore: `decoder` and `only` in `decoder-only`.
    Hyphen,
    /// White space within a line.
    Space,
    /// A line break, or the first token of its unit.
    Break,
}

/// How the source marks a token: a small set of flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style(u8);

impl Style {
    /// Plain text.
    pub const PLAIN: Self = Self(0);
    /// Strong emphasis.
    pub const BOLD: Self = Self(1);
    /// Emphasis.
    pub const ITALIC: Self = Self(2);
    /// Inline code that is a mere name.
    pub const CODE: Self = Self(4);
    /// Struck through.
    pub const STRUCK: Self = Self(8);
    /// A formula of the line.
    pub const MATH: Self = Self(32);
    /// The text of a link.
    pub const LINK: Self = Self(16);

    /// Whether all flags of `other` are set.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The flags as a number.
    pub(crate) const fn bits(self) -> u8 {
        self.0
    }

    /// The flags of both.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Appends the tokens of `source[start..end]` to `tokens`.
///
/// The first token's joint is `joint` (what stands before the span); offsets are those of `source`.
/// Returns the joint that a directly following span begins with.
pub fn tokenize(source: &str, start: usize, end: usize, style: Style, joint: Joint, tokens: &mut Vec<Token>) -> Joint {
    Lexer { source, at: start, end, style, joint }.run(tokens)
}

/// Appends the folded form of a token's text to `out`: lower case, half-width, compatibility characters replaced.
pub fn fold(text: &str, out: &mut String) {
    if text.is_ascii() {
        let from = out.len();
        out.push_str(text);
        if let Some(folded) = out.get_mut(from..) {
            folded.make_ascii_lowercase();
        }
        return;
    }
    for c in text.chars() {
        match c {
            '\u{4e00}'..='\u{9fff}' => out.push(c),
            '’' | '‘' | '＇' => out.push('\''),
            c if is_invisible(c) => {}
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => {
                for c in std::iter::once(c).nfkc().flat_map(char::to_lowercase) {
                    match greek(c) {
                        Some(name) => out.push_str(name),
                        None => out.push(c),
                    }
                }
            }
        }
    }
}

/// The name of a Greek letter, or of the sign for a root: what `ε` is and what `$\epsilon$` is are one word.
fn greek(c: char) -> Option<&'static str> {
    Some(match c {
        'α' => "alpha",
        'β' => "beta",
        'γ' => "gamma",
        'δ' => "delta",
        'ε' => "epsilon",
        'ζ' => "zeta",
        'η' => "eta",
        'θ' => "theta",
        'κ' => "kappa",
        'λ' => "lambda",
        'μ' => "mu",
        'π' => "pi",
        'ρ' => "rho",
        'σ' => "sigma",
        'τ' => "tau",
        'φ' => "phi",
        'ψ' => "psi",
        'ω' => "omega",
        '√' => "sqrt",
        _ => return None,
    })
}

/// Whether `c` is a Chinese character, compatibility and radical forms included.
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}'
        | '\u{2e80}'..='\u{2fdf}' | '\u{3005}' | '\u{3007}' | '\u{20000}'..='\u{3ffff}')
}

struct Lexer<'a> {
    source: &'a str,
    at: usize,
    end: usize,
    style: Style,
    joint: Joint,
}

impl Lexer<'_> {
    fn run(mut self, tokens: &mut Vec<Token>) -> Joint {
        while let Some(c) = self.peek(self.at) {
            let start = self.at;
            if is_space(c) {
                self.at += c.len_utf8();
                let joint = if c == '\n' || c == '\r' { Joint::Break } else { Joint::Space };
                self.joint = self.joint.max(joint);
                continue;
            }
            if is_invisible(c) {
                self.at += c.len_utf8();
                continue;
            }
            if is_hyphen(c) && self.joins(start, c) {
                self.at += c.len_utf8();
                self.joint = Joint::Hyphen;
                continue;
            }
            let kind = self.scan(c);
            tokens.push(Token {
                start: start as u32,
                end: self.at as u32,
                kind,
                joint: std::mem::replace(&mut self.joint, Joint::Glued),
                style: self.style,
            });
        }
        self.joint
    }

    /// Moves behind the token that begins with `c` at the current place.
    fn scan(&mut self, c: char) -> TokenKind {
        if is_digit(c) || c == '.' && self.begins_fraction() {
            self.scan_number();
            TokenKind::Number
        } else if is_han(c) {
            self.at += c.len_utf8();
            TokenKind::Han
        } else if c.is_alphabetic() {
            self.scan_word();
            TokenKind::Word
        } else if let Some(length) = self.citation(c) {
            self.at += length;
            TokenKind::Opaque
        } else if is_apostrophe(c) && self.is_clitic() {
            self.at += c.len_utf8() + 1;
            TokenKind::Word
        } else {
            self.at += c.len_utf8();
            TokenKind::Punct
        }
    }

    /// How long the citation is that begins with `c` at the current place: an `@` with a key of letters and a year, as
    /// Pandoc writes it. The words in a key are said of nothing.
    fn citation(&self, c: char) -> Option<usize> {
        let begins = c == '@' && !self.source.get(..self.at)?.ends_with(|c: char| c.is_ascii_alphanumeric());
        let rest = self.source.get(self.at + 1..self.end).filter(|_| begins)?;
        let of_key = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:".contains(byte);
        let key = rest.get(..rest.bytes().take_while(of_key).count())?.trim_end_matches([':', '-', '_']);
        let year = key.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit));
        (year && key.starts_with(|c: char| c.is_ascii_alphabetic())).then_some(1 + key.len())
    }

    fn scan_word(&mut self) {
        let letters = self.source.as_bytes().get(self.at..self.end).unwrap_or_default();
        self.at += letters.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        while let Some(c) = self.peek(self.at) {
            let inner = c.is_alphabetic() && !is_han(c)
                || is_apostrophe(c) && !self.is_clitic() && self.letter_after(c)
                || is_invisible(c);
            if !inner {
                break;
            }
            self.at += c.len_utf8();
        }
    }

    fn scan_number(&mut self) {
        let mut before = self.source[..self.at].chars().rev();
        // `8,62,540`: behind a comma of a list a further comma is one, too.
        let listed = before.next() == Some(',') && before.next().is_some_and(is_digit);
        while let Some(c) = self.peek(self.at) {
            if !is_digit(c) && !is_invisible(c) && (listed && c == ',' || !self.is_separator(c)) {
                break;
            }
            self.at += c.len_utf8();
        }
    }

    /// Whether `c` at the current place is a decimal point or a thousands separator.
    fn is_separator(&self, c: char) -> bool {
        let digits = || {
            let rest = &self.source[self.at + c.len_utf8()..self.end];
            rest.chars().take(4).take_while(|&d| is_digit(d)).count()
        };
        match c {
            '.' | '．' => digits() > 0,
            ',' | '，' => {
                digits() == 3 && self.source[..self.at].chars().next_back().is_some_and(is_digit) && c == ','
            }
            _ => false,
        }
    }

    /// Whether a point at the current place is the first sign of a number: `.5B`.
    fn begins_fraction(&self) -> bool {
        let before = self.source[..self.at].chars().next_back();
        let stands = before.is_none_or(|c| is_space(c) || "(~≈=<>|*".contains(c));
        (stands || self.joint != Joint::Glued) && self.source[self.at + 1..self.end].starts_with(is_digit)
    }

    /// Whether an `'s` stands at the current place and ends a word.
    fn is_clitic(&self) -> bool {
        let mut rest = self.source[self.at..self.end].chars();
        rest.next().is_some_and(is_apostrophe)
            && matches!(rest.next(), Some('s' | 'S'))
            && !rest.next().is_some_and(|c| c.is_alphanumeric() && !is_han(c))
    }

    fn letter_after(&self, c: char) -> bool {
        self.peek(self.at + c.len_utf8()).is_some_and(|c| c.is_alphabetic() && !is_han(c))
    }

    /// Whether the hyphen `c` at `at` stands directly between two letters or digits.
    fn joins(&self, at: usize, c: char) -> bool {
        let before = self.source[..at].chars().next_back();
        let after = self.source[at + c.len_utf8()..].chars().next();
        let of_word = |by: char| if c == MINUS { by.is_alphabetic() } else { by.is_alphanumeric() };
        before.is_some_and(of_word) && after.is_some_and(of_word) && self.joint == Joint::Glued
    }

    fn peek(&self, at: usize) -> Option<char> {
        self.source.get(at..self.end)?.chars().next()
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace()
}

pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{1}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' | '\u{fe0f}' | '\u{2060}')
}

pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '_' | '‐' | '‑' | '–' | '－' | MINUS)
}

/// Between words it is a hyphen that was typed wrong.
const MINUS: char = '−';

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '＇')
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}
