//! `key: value` lines.

use crate::{Joint, Key, Style, Token, TokenKind};

/// A key is not longer than this many words; two Chinese characters count as one.
const LONGEST: usize = 16;

/// Before a dash a key is no longer than so many halves of a word: dashes set off many other things.
const SHORT: usize = 8;

/// The key that a unit of `tokens` opens with; `start` is the index of the first of them in the note.
pub(crate) fn find(text: &str, tokens: &[Token], start: u32) -> Option<Key> {
    let source = |at: usize| {
        tokens.get(at).map_or("", |token| text.get(token.start as usize..token.end as usize).unwrap_or_default())
    };
    let card = is_card(text, tokens);
    let mut size = 0;
    for (at, token) in tokens.iter().enumerate() {
        let mark = token.kind == TokenKind::Punct;
        let marks = mark && matches!(source(at), ":" | "：" | "=" | "→" | "—");
        let marks = marks && (!card || source(at) == ":" && source(at + 1) == ":");
        if marks && at > 0 {
            if source(at) == "=" && tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Punct) {
                return None;
            }
            let value = (at + 1..tokens.len())
                .find(|&next| !matches!(source(next), ":" | "：" | "*" | "\\"))
                .filter(|&value| value < tokens.len())?;
            if source(at) == ":"
                && tokens[value].joint == Joint::Glued
                && tokens[at - 1].kind == TokenKind::Number
                && tokens[value].kind == TokenKind::Number
            {
                return None;
            }
            return Some(Key { end: start + at as u32, value: start + value as u32, marked: is_marked(tokens, at) });
        }
        if mark && at > 0 && size <= SHORT && is_dash(text, tokens, at) {
            return Some(Key { end: start + at as u32, value: start + at as u32 + 1, marked: is_marked(tokens, at) });
        }
        if mark && source(at) == "-" && source(at + 1) == ">" && at > 0 {
            let value = (at + 2 < tokens.len()).then_some(at + 2)?;
            return Some(Key { end: start + at as u32, value: start + value as u32, marked: is_marked(tokens, at) });
        }
        // `**BERT base, uncased:** …`: what is set in bold print to the colon is one key.
        let inside = token.style.has(Style::BOLD) && matches!(source(at), "," | "，") && is_marked(tokens, at);
        if !card && mark && !inside && matches!(source(at), "," | "，" | "。" | "；" | ";" | "？" | "?" | "!" | "！")
            || token.joint == Joint::Break && at > 0
        {
            return None;
        }
        size += if token.kind == TokenKind::Han { 1 } else { 2 };
        if size > 2 * LONGEST {
            return None;
        }
    }
    None
}

/// Whether the only dash of its line that stands between spaces is at `at`: `BM25 – a formula`.
fn is_dash(text: &str, tokens: &[Token], at: usize) -> bool {
    let dash = |at: usize| {
        let spaced = |at: usize| {
            tokens.get(at).is_some_and(|token| token.joint == Joint::Space && !token.style.has(Style::LINK))
        };
        let source = |token: &Token| text.get(token.start as usize..token.end as usize);
        spaced(at) && spaced(at + 1) && matches!(source(&tokens[at]), Some("–" | "-"))
    };
    // Looked for only within the first line, and not far, so that the work stays bounded.
    let line = tokens.iter().skip(at + 1).take(64).position(|token| token.joint == Joint::Break);
    let end = (at + 1 + line.unwrap_or(64)).min(tokens.len());
    dash(at) && !(at + 1..end).any(dash)
}

/// Whether tokens are a flash card: `front :: back`.
pub(crate) fn is_card(text: &str, tokens: &[Token]) -> bool {
    let colon = |token: &Token| {
        token.kind == TokenKind::Punct && text.get(token.start as usize..token.end as usize) == Some(":")
    };
    // The first line alone, so that a long paragraph is not read again for each of its lines.
    let line = tokens.iter().skip(1).position(|token| token.joint == Joint::Break).map_or(tokens.len(), |at| at + 1);
    let mut pairs = tokens[..line].windows(2).skip(1);
    pairs.any(|pair| colon(&pair[0]) && colon(&pair[1]) && pair[1].joint == Joint::Glued)
}

fn is_marked(tokens: &[Token], end: usize) -> bool {
    tokens[..end].iter().all(|token| token.style.has(Style::BOLD) || token.style.has(Style::CODE))
}
