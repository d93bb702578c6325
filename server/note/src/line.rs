//! Lines within a paragraph that are items of their own: what is copied out of PDFs and chats has bullets, numbers
//! and speakers that are no Markdown.

use crate::{Joint, Token, TokenKind};

/// How a line begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lead {
    /// How many tokens its bullet, number or speaker takes.
    pub(crate) skip: usize,
    /// It is an item of a list.
    pub(crate) bullet: bool,
    /// It introduces what follows (`第一种：…`).
    pub(crate) ordinal: bool,
    /// It asks (`Q:`, `问：`).
    pub(crate) asks: bool,
}

/// The runs of tokens that stand for themselves.
pub(crate) fn split(text: &str, tokens: &[Token], breaks: &[u32]) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut start = 0;
    for at in 1..tokens.len() {
        if tokens[at].joint != Joint::Break {
            continue;
        }
        let rest = &tokens[at..];
        let own =
            lead(text, rest, 0).skip > 0 || breaks.contains(&(at as u32)) || keyed(text, &tokens[start..at], rest);
        if own {
            runs.push((start, at));
            start = at;
        }
    }
    runs.push((start, tokens.len()));
    runs
}

/// Whether two lines in a row are both `key: value`, or one is a flash card.
fn keyed(text: &str, before: &[Token], rest: &[Token]) -> bool {
    let line = rest.iter().skip(1).position(|token| token.joint == Joint::Break).map_or(rest.len(), |at| at + 1);
    let card = |line: &[Token]| crate::key::is_card(text, line);
    let last = before.iter().rposition(|token| token.joint == Joint::Break).unwrap_or_default();
    card(&before[last..])
        || card(&rest[..line])
        || crate::key::find(text, before, 0).is_some() && crate::key::find(text, &rest[..line], 0).is_some()
}

/// How the line that `tokens` begin with starts.
pub(crate) fn lead(text: &str, tokens: &[Token], at: usize) -> Lead {
    let word = |index: usize| {
        tokens
            .get(at + index)
            .map_or("", |token| text.get(token.start as usize..token.end as usize).unwrap_or_default())
    };
    let is_number = |index: usize| tokens.get(at + index).is_some_and(|token| token.kind == TokenKind::Number);
    let bullet = |skip| Lead { skip, bullet: true, ..Lead::default() };
    match word(0) {
        "•" | "·" | "●" | "▪" | "◦" | "‣" | "○" | "■" | "◆" | "➢" | "✓" | "✔" => {
            let inner = lead(text, tokens.get(at + 1..).unwrap_or_default(), 0);
            Lead { skip: 1 + inner.skip, bullet: true, ordinal: inner.ordinal, asks: false }
        }
        first if first.len() == 3 && first.starts_with(['①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨', '⑩']) => {
            bullet(1)
        }
        "(" | "（" if matches!(word(2), ")" | "）") && (is_number(1) || is_chinese_number(word(1))) => bullet(3),
        "第" if is_chinese_number(word(1)) || is_number(1) => {
            let colon = (2..5).find(|&index| matches!(word(index), ":" | "：" | "、" | ","));
            colon.map_or(Lead::default(), |colon| Lead { skip: colon + 1, bullet: true, ordinal: true, asks: false })
        }
        number if is_chinese_number(number) && word(1) == "、" => bullet(2),
        "Q" | "q" | "问" if matches!(word(1), ":" | "：") => Lead { skip: 2, asks: true, ..Lead::default() },
        "A" | "a" | "答" if matches!(word(1), ":" | "：") => Lead { skip: 2, ..Lead::default() },
        _ if is_number(0) && matches!(word(1), "、" | ")" | "）") => bullet(2),
        _ => Lead::default(),
    }
}

/// Whether a short line is a question with a number glued to it: `1目前主流的开源模型体系有哪些?`.
pub(crate) fn is_numbered_question(text: &str, tokens: &[Token]) -> bool {
    let source = |token: &Token| text.get(token.start as usize..token.end as usize).unwrap_or_default();
    let [first, .., last] = tokens else { return false };
    first.kind == TokenKind::Number
        && source(first).len() <= 2
        && tokens.len() <= 40
        && matches!(source(last), "?" | "？")
}

fn is_chinese_number(text: &str) -> bool {
    matches!(text, "一" | "二" | "三" | "四" | "五" | "六" | "七" | "八" | "九" | "十")
}
