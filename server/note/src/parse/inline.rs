//! Text, inline code and formulas, as tokens of the block that is open. What is no text to us holds its place by one opaque
//! token. Blocks, tables and HTML are read in `parse`.

use std::ops::Range;

use super::{Code, Walk};
use crate::{
    Joint, Style, Token, TokenKind, formula,
    token::{self, tokenize},
    units::{Block, BlockKind},
};

impl Walk<'_> {
    pub(super) fn text(&mut self, words: &str, range: Range<usize>) {
        if self.metadata {
            self.front_matter = Some(range.start as u32..range.end as u32);
            self.opaque.push(range.start as u32..range.end as u32);
            return;
        }
        if self.image > 0 || self.code == Code::Skipped {
            return;
        }
        let source = self.text.get(range.clone()).unwrap_or_default();
        match words.chars().next() {
            Some(sign) if source.starts_with('&') && source.ends_with(';') && source != words => self.sign(range, sign),
            _ => self.words(range),
        }
    }

    /// A sign that is written as an entity.
    pub(super) fn sign(&mut self, range: Range<usize>, sign: char) {
        if sign.is_whitespace() {
            self.joint = self.joint.max(Joint::Space);
        } else if !token::is_invisible(sign) {
            let style = self.style();
            let joint = std::mem::replace(&mut self.joint, Joint::Glued);
            // The first byte of `&amp;` is the sign itself.
            let end = if sign == '&' { range.start + 1 } else { range.end };
            let token = Token { start: range.start as u32, end: end as u32, kind: TokenKind::Punct, joint, style };
            self.ensure_block().tokens.push(token);
        }
    }

    pub(super) fn words(&mut self, range: Range<usize>) {
        let style = self.style();
        // The text of a tight list item comes without a paragraph.
        let block = self.ensure_block();
        let mut tokens = std::mem::take(&mut block.tokens);
        self.joint = tokenize(self.text, range.start, range.end, style, self.joint, &mut tokens);
        self.ensure_block().tokens = tokens;
    }

    fn ensure_block(&mut self) -> &mut Block {
        let frame = self.frames.last().copied().unwrap_or_default();
        let spare = &mut self.spare;
        self.block.get_or_insert_with(|| Block {
            kind: BlockKind::Paragraph,
            frame,
            tokens: std::mem::take(spare),
            breaks: Vec::new(),
            cell: None,
        })
    }

    /// Inline code: a mere name is text, anything else only holds its place.
    pub(super) fn inline_code(&mut self, range: Range<usize>) {
        if self.image > 0 {
            return;
        }
        let source = self.text.get(range.clone()).unwrap_or_default();
        let ticks = source.len() - source.trim_start_matches('`').len();
        let inner = range.start + ticks..range.end.saturating_sub(ticks).max(range.start + ticks);
        let name = self.text.get(inner.clone()).unwrap_or_default();
        // `top_p # a number`: a comment is no part of the name.
        let name = name.split_once(" #").map_or(name, |(name, _)| name);
        let inner = inner.start..inner.start + name.len();
        if !is_name(name) && !is_mark(name) && !is_sum(name) {
            self.hold(range);
            return;
        }
        let style = self.style().with(Style::CODE);
        let mut tokens = std::mem::take(&mut self.ensure_block().tokens);
        self.joint = tokenize(self.text, inner.start, inner.end, style, self.joint, &mut tokens);
        self.ensure_block().tokens = tokens;
    }

    /// A short formula in a line is read as its letters, digits and signs, as if it were written without markup.
    pub(super) fn formula(&mut self, range: Range<usize>) {
        let source = self.text.get(range.clone()).unwrap_or_default();
        let pieces = if self.image > 0 || self.code != Code::None { None } else { formula::pieces(source) };
        let Some(pieces) = pieces else {
            self.hold(range);
            return;
        };
        self.opaque.push(range.start as u32..range.end as u32);
        let style = self.style().with(Style::MATH);
        let mut tokens = std::mem::take(&mut self.ensure_block().tokens);
        for piece in pieces {
            let (start, end) = (range.start + piece.start, range.start + piece.end);
            self.joint = tokenize(self.text, start, end, style, self.joint, &mut tokens);
        }
        self.ensure_block().tokens = tokens;
    }

    /// Puts one opaque token for what is no text.
    pub(super) fn hold(&mut self, range: Range<usize>) {
        let style = self.style();
        let joint = std::mem::replace(&mut self.joint, Joint::Glued);
        let (start, end) = (range.start as u32, range.end as u32);
        self.opaque.push(start..end);
        if self.code == Code::None {
            self.ensure_block().tokens.push(Token { start, end, kind: TokenKind::Opaque, joint, style });
        }
    }
}

/// Whether inline code is a mere name, perhaps with a value: `num_hidden_layers: 24`, `is_decoder=True`.
fn is_name(code: &str) -> bool {
    let plain =
        |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ' ' | '=' | ':' | '+') || token::is_han(c);
    !code.is_empty() && code.len() <= 60 && code.chars().all(plain) && code.split_whitespace().count() <= 4
}

/// Whether inline code is a token that a vocabulary keeps for a purpose: `[MASK]`, `<extra_id_0>`.
fn is_mark(code: &str) -> bool {
    let inner = |open, close| code.strip_prefix(open).and_then(|code: &str| code.strip_suffix(close));
    let square = inner('[', ']').is_some_and(|name| name.chars().all(|c| c.is_ascii_uppercase()));
    let angle = inner('<', '>').is_some_and(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
    (square || angle) && (3..=20).contains(&code.len())
}

/// Whether inline code writes what is added to what, as mathematics does: `LayerNorm(x + Sublayer(x))`.
fn is_sum(code: &str) -> bool {
    let sign = |c: char| c.is_alphanumeric() || matches!(c, '(' | ')' | '+' | ' ' | '_');
    let count = |mark: &str| code.matches(mark).count();
    let sums = count("(") > 0 && count("(") == count(")") && count(" + ") == 1 && count("+") == 1;
    sums && code.len() <= 60 && code.chars().all(sign)
}
