//! Whether words that could be said of a subject say something else: what would be without it, a harm, a purpose, a way of
//! doing things, what another noun is of. By the words of the value and what stands beside them, whatever the subject.

use glossary::Owner;
use note::{Style, TokenKind};

use super::weight::is_light;
use crate::{
    reading::Reading,
    scan::{Hit, Run},
};

/// So many tokens behind what is missing stands the harm that it does.
const HARM: u32 = 4;

/// Whether words only tell what would be so without a thing (`without X, there is no Y`, `没有 X 就没有 Y`), or a harm that is
/// eased: `缓解 X 阻塞 Y`.
pub(super) fn is_a_lack(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let word = |at: u32| if reading.unit.tokens.contains(&at) { reading.scan.folded(at) } else { "" };
    let pair = |at: u32| (word(at), word(at + 1));
    let first = reading.clause_run(value.start).start;
    let lacks = word(value.start) == "without" || pair(value.start) == ("没", "有");
    let harms = |at: u32| {
        matches!(word(at), "no" | "cannot" | "can't" | "nothing") || matches!(pair(at), ("就", "没" | "无" | "不"))
    };
    let eases = |at: u32| {
        matches!(pair(at), ("缓", "解") | ("减", "轻"))
            || matches!(word(at), "mitigate" | "mitigates" | "alleviate" | "alleviates" | "relieve" | "relieves")
    };
    lacks && (value.end..value.end + HARM).any(harms)
        || (value.start.saturating_sub(HARM + 2).max(first)..value.start).any(eases)
}

/// Whether a word for a choice in a cell only tells what the things behind it are of, or is one of a pair that names a group: `图像
/// embeddings`, `Math & Code`.
pub(super) fn is_of_a_group(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let word = |at: u32| if reading.unit.tokens.contains(&at) { reading.scan.folded(at) } else { "" };
    let described = matches!(word(value.end), "embedding" | "embeddings" | "encoder" | "encoders")
        || matches!((word(value.end), word(value.end + 1)), ("嵌", "入") | ("向", "量"));
    let beside = |at: u32| word(at) == "&";
    reading.unit.cell.is_some() && (described || beside(value.end) || value.start.checked_sub(1).is_some_and(beside))
}

/// Whether a symbol behind what is said tells what it is of: `引入参数 θ_i = …`.
pub(super) fn names_symbol(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let at = value.end;
    if !reading.unit.tokens.contains(&at) {
        return false;
    }
    let text = scan.source(&(at..at + 1));
    let greek = text.chars().all(|c| matches!(c, '\u{370}'..='\u{3ff}'));
    (greek || scan.token(at).style.has(Style::MATH)) && scan.kind(at) != TokenKind::Punct
}

/// Whether a line opens with what something is for: `To reduce latency, …`, `为了降低延迟，…`.
pub(super) fn is_a_purpose(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    let start = reading.unit.opening();
    let opens = word(start) == "to" && value.start == start + 1
        || (word(start), word(start + 1)) == ("为", "了") && value.start == start + 2;
    opens && reading.clause_run(value.start).end < reading.unit.tokens.end
}

/// Whether the words of a value only describe what is named behind them: `近似注意力的运行时 …`.
pub(super) fn owns(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let behind = value.end + 1;
    let scan = reading.scan;
    let known = || {
        let here = |hit: &Hit| hit.run.contains(&behind) && !matches!(hit.owner, Owner::Cue(_));
        scan.hits_of(reading.id).iter().any(here)
            || scan.mention_at(behind).is_some()
            || scan.cells_of(reading.id).iter().any(here)
    };
    // `是等间距的。`: the particle only closes the sentence.
    let noun = behind < reading.unit.tokens.end && scan.kind(behind) != TokenKind::Punct;
    noun && scan.folded(value.end) == "的" && !is_light(reading, behind) && !known()
}

/// Whether what stands behind a value makes a difficulty of it: `the unidirectional constraint`, `单向限制`.
pub(super) fn is_trouble(reading: &Reading<'_, '_>, at: u32) -> bool {
    let behind =
        |word: &str| word.chars().enumerate().all(|(next, c)| reading.scan.folded(at + next as u32).chars().eq([c]));
    at < reading.unit.tokens.end
        && (["约束", "限制", "局限", "缺陷", "瓶颈"].into_iter().any(behind)
            || matches!(reading.scan.folded(at), "constraint" | "constraints" | "limitation" | "bottleneck"))
}

/// Whether what is missing is only said to do harm: `without warm-up is unstable`, `without loss scaling can underflow`.
pub(super) fn does_harm(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    let tokens = &reading.unit.tokens;
    let mut missing = value.start.saturating_sub(1).max(tokens.start)..value.end;
    let end = tokens.end.min(value.end + HARM);
    missing.any(|at| matches!(word(at), "without" | "no"))
        && (value.end..end).any(|at| {
            matches!(
                word(at),
                "unstable"
                    | "underflow"
                    | "underflows"
                    | "overflow"
                    | "overflows"
                    | "diverge"
                    | "diverges"
                    | "fail"
                    | "fails"
                    | "collapse"
                    | "collapses"
                    | "nan"
                    | "explode"
                    | "explodes"
                    | "vanish"
                    | "suffers"
                    | "degrades"
                    | "hurts"
            )
        })
}

/// Whether the words of a value only say what something is a way of doing: `是一种微调大模型的方法`.
pub(super) fn is_way(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    let of = if word(value.end) == "的" { value.end } else { value.end.saturating_sub(1) };
    let pair = (word(of + 1), word(of + 2));
    // `减少参数量所占的位数`: the words go on into a clause of their own.
    if word(value.end) == "所" && word(value.end + 1) != "有" {
        return true;
    }
    // `是一种会 … 的方法`, `是需要 … 的技术`: what a modal verb opens is said of the subject.
    let before = value.start.checked_sub(1).filter(|&at| at >= reading.unit.tokens.start);
    let modal = |at: u32| matches!(word(at), "会" | "能" | "需" | "要" | "不" | "可" | "须");
    let first = before.filter(|&at| modal(at)).unwrap_or(value.start);
    let one = |at: u32| (word(at), word(at + 1)) == ("是", "一");
    let directly = first > 0 && matches!(word(first - 1), "是" | "指" | "即" | "种");
    let says = modal(first) && (directly || (first.saturating_sub(3)..first).any(one));
    !says
        && word(of) == "的"
        && matches!(pair, ("方", "法" | "式" | "案") | ("技", "术") | ("手", "段") | ("工", "具") | ("途", "径"))
}
