//! Lines within a paragraph that are items of their own: what is copied out of PDFs and chats has bullets, numbers
//! and speakers that are no Markdown.

use crate::{Joint, Style, Token, TokenKind};

/// So many tokens of a line are looked at for a question.
const LINE: usize = 100;

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
    let mut widest = None;
    for at in 1..tokens.len() {
        if tokens[at].joint != Joint::Break {
            continue;
        }
        let rest = &tokens[at..];
        let own = lead(text, rest, 0).skip > 0
            || breaks.contains(&(at as u32))
            || both_open_bold(&tokens[start..at], rest)
            || is_title(&tokens[start..at])
            || keyed(text, &tokens[start..at], rest)
            || is_whole(text, tokens, start..at, &mut widest);
        if own {
            runs.push((start, at));
            start = at;
        }
    }
    runs.push((start, tokens.len()));
    runs
}

/// Whether a line is bold print and nothing else, as a title of what follows is.
fn is_title(line: &[Token]) -> bool {
    line.iter().all(|token| token.style.has(Style::BOLD))
}

/// Whether two lines in a row both open with bold print that ends before the line does: each speaks of its own.
fn both_open_bold(before: &[Token], rest: &[Token]) -> bool {
    let bold = |token: Option<&Token>| token.is_some_and(|token| token.style.has(Style::BOLD));
    let last = before.iter().rposition(|token| token.joint == Joint::Break).unwrap_or_default();
    bold(before.get(last)) && !bold(before.last()) && bold(rest.first())
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

/// Whether a Chinese line is a sentence though no mark ends it: it is a short `key: value`, or clearly shorter than the
/// widest line of its paragraph, so that the text was not cut at its end as it is in what comes out of PDFs.
fn is_whole(text: &str, tokens: &[Token], before: std::ops::Range<usize>, widest: &mut Option<usize>) -> bool {
    let lines = tokens.get(before).unwrap_or_default();
    let start = lines.iter().rposition(|token| token.joint == Joint::Break).unwrap_or_default();
    let line = lines.get(start..).unwrap_or_default();
    let (Some(last), true) = (line.last(), line.iter().any(|token| token.kind == TokenKind::Han)) else { return false };
    let source = text.get(last.start as usize..last.end as usize).unwrap_or_default();
    if last.kind == TokenKind::Punct && !matches!(source, ")" | "）" | "”" | "」" | "*") {
        return false;
    }
    let widest = *widest.get_or_insert_with(|| {
        tokens.chunk_by(|_, next| next.joint != Joint::Break).map(width).max().unwrap_or_default()
    });
    let own = width(line);
    own <= CARD && crate::key::find(text, line, 0).is_some() || 4 * own <= 3 * widest
}

/// A short `key: value` is no wider than this.
const CARD: usize = 60;

/// The columns that a line takes, roughly: a Chinese character has three bytes and takes two.
fn width(line: &[Token]) -> usize {
    let han = line.iter().filter(|token| token.kind == TokenKind::Han).count();
    let bytes = line.first().zip(line.last()).map_or(0, |(first, last)| (last.end - first.start) as usize);
    bytes.saturating_sub(han)
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
    let goes_on = |index: usize| tokens.get(at + index).is_some_and(|token| token.joint != Joint::Break);
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
        _ if is_number(0) && matches!(word(1), "、" | ")" | "）") => bullet(2),
        _ => speaker(&word, &is_number, &|| asks_in_line(text, tokens))
            .filter(|lead| lead.skip == 2 && word(0).len() <= 3 || goes_on(lead.skip))
            .unwrap_or_default(),
    }
}

/// Who asks, and who answers: in each language, the words before the number or the colon.
const ASKS: [&[&str]; 6] = [&["q"], &["问"], &["question"], &["问", "题"], &["题", "目"], &["面", "试", "题"]];
const ANSWERS: [&[&str]; 10] = [
    &["a"],
    &["答"],
    &["answer"],
    &["答", "案"],
    &["回", "答"],
    &["解", "答"],
    &["参", "考", "答", "案"],
    &["back"],
    &["反"],
    &["反", "面"],
];

/// The side of a card that asks, whatever it ends with.
const FRONTS: [&[&str]; 3] = [&["front"], &["正"], &["正", "面"]];

/// How they begin.
const BEGIN: [char; 17] =
    ['q', 'Q', '问', '题', '面', 'a', 'A', '答', '回', '解', '参', 'f', 'F', '正', 'b', 'B', '反'];

/// The speaker that a line begins with: `Q:`, `问：`, `A1：`, `答案：`. What is more than a letter may head a difficulty, too
/// (`问题：显存不够`), so that it asks only where the line does.
fn speaker<'t>(
    word: &dyn Fn(usize) -> &'t str,
    is_number: &dyn Fn(usize) -> bool,
    line_asks: &dyn Fn() -> bool,
) -> Option<Lead> {
    if !word(0).starts_with(BEGIN) {
        return None;
    }
    let says = |words: &&[&str]| words.iter().enumerate().all(|(at, name)| word(at).eq_ignore_ascii_case(name));
    let end = |words: &[&str]| {
        let end = words.len() + usize::from(is_number(words.len()));
        matches!(word(end), ":" | "：").then_some(end + 1)
    };
    let plain = |end: &usize| *end == 2 && word(0).len() <= 3 || line_asks();
    let fronts = || FRONTS.iter().copied().filter(says).find_map(end);
    let asks = ASKS.iter().copied().filter(says).find_map(end).filter(plain).or_else(fronts);
    let skip = asks.or_else(|| ANSWERS.iter().copied().filter(says).find_map(end))?;
    Some(Lead { skip, asks: asks.is_some(), ..Lead::default() })
}

/// Whether a question mark stands in the first line of tokens.
fn asks_in_line(text: &str, tokens: &[Token]) -> bool {
    let source = |token: &Token| text.get(token.start as usize..token.end as usize).unwrap_or_default();
    let line = tokens.iter().enumerate().take(LINE).take_while(|(at, token)| *at == 0 || token.joint != Joint::Break);
    line.into_iter().any(|(_, token)| token.kind == TokenKind::Punct && matches!(source(token), "?" | "？"))
}

/// How a later sentence of a line begins, where the sentence before it began as `before`: `Q: …? A: …` asks and answers.
pub(crate) fn turn(text: &str, tokens: &[Token], before: Lead, asked: bool) -> Lead {
    let own = lead(text, tokens, 0);
    let answers = own.skip > 0 && !own.bullet && !own.asks && (asked || before.asks);
    if answers || own.asks {
        return Lead { bullet: before.bullet, ..own };
    }
    Lead { skip: 0, asks: before.asks && !asked, ..before }
}

/// Whether tokens end as a question does.
pub(crate) fn asks(text: &str, tokens: &[Token]) -> bool {
    let source = |token: &Token| text.get(token.start as usize..token.end as usize).unwrap_or_default();
    // `count (~466?)` doubts; only a bracket around the whole closes a question.
    let whole = tokens.first().is_some_and(|first| matches!(source(first), "(" | "（"));
    let closes = |text: &str| matches!(text, "*" | "\"" | "”") || whole && matches!(text, ")" | "）");
    let mut last = tokens.iter().rev().map(source);
    last.find(|text| !closes(text)).is_some_and(|text| matches!(text, "?" | "？"))
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
