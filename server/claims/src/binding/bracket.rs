//! What a bracket makes of a subject or a value: another name, an example, a source, who uses it. What stands in none is
//! not looked at.

use super::is_rival;
use crate::{
    extract::{introduced, is_noun},
    reading::Reading,
    scan::{Found, Run},
    subject::Subject,
};

/// So many words may round off the name of a class: `large language models`.
const NOUN: u32 = 4;

/// How far back an opening bracket is looked for, in tokens.
const BRACKET: u32 = 24;

/// Whether a value stands in the bracket that follows its subject.
pub(super) fn is_bracketed(reading: &Reading<'_, '_>, subject: &Run, value: &Run) -> bool {
    let start = reading.clause_run(value.start).start;
    let opens = |at: u32| reading.scan.folded(at) == "(" && subject.end == at;
    opens(start) || start.checked_sub(1).is_some_and(opens)
}

/// Whether a subject stands in a bracket that the value does not, as an example or a source: `(such as X)`, `[X]`.
/// A bracket with nothing else in it gives another name of what stands before it.
pub(super) fn is_aside(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let Some(bracket) = bracket(reading, &subject.run) else { return false };
    if bracket.contains(&value.start) {
        return false;
    }
    let alone = bracket.start + 1 == subject.run.start && subject.run.end + 1 == bracket.end;
    if bracket.start == value.end && tells_users(reading, &(bracket.start + 1..bracket.end - 1)) {
        return false;
    }
    if tells_examples(reading, subject, value, &bracket) {
        return false;
    }
    // `instructions and answers (X) or instructions and …`: each of several things has its own.
    let listed = bracket.end < reading.unit.tokens.end
        && matches!(reading.scan.folded(bracket.end), "or" | "and" | "," | "、" | "或" | "和" | "及" | "/");
    !alone || listed || reading.scan.folded(bracket.start) != "("
}

/// Whether the words of a bracket name who uses what stands before it: `RoPE（LLaMA、Qwen 采用）`.
fn tells_users(reading: &Reading<'_, '_>, words: &Run) -> bool {
    let scan = reading.scan;
    let Some(verb) = words.end.checked_sub(2).filter(|&at| at > words.start) else { return false };
    let names = (words.start..verb).all(|at| {
        scan.mention_at(at).is_some() || matches!(scan.folded(at), "、" | "," | "/" | "和" | "与" | "等" | "所" | "都")
    });
    names && matches!((scan.folded(verb), scan.folded(verb + 1)), ("使" | "采" | "常", "用"))
}

/// Whether a bracket behind a class gives examples of it and nothing else: `编码器-解码器模型（例如 BERT、GPT）`, `decoder-only
/// models (e.g., A, B)`. Where another class is named before it the examples may be of that.
fn tells_examples(reading: &Reading<'_, '_>, subject: &Subject, value: &Run, bracket: &Run) -> bool {
    let scan = reading.scan;
    let word = |at: u32| scan.folded(at);
    let behind = value.end <= bracket.start && bracket.start - value.end <= NOUN;
    if !behind || !(value.end..bracket.start).all(|at| is_noun(word(at))) {
        return false;
    }
    let open = bracket.start + 1;
    let alone = || match (word(open), word(open + 1)) {
        ("for", "example" | "instance") => Some(2),
        ("eg", _) => Some(1),
        _ => None,
    };
    let Some(introduced) = introduced(reading, open).or_else(alone) else { return false };
    let joins = |at: u32| {
        scan.mention_at(at).is_some()
            || matches!(word(at), "." | "," | "，" | ":" | "、" | "/" | "and" | "or" | "和" | "与" | "等" | "etc")
    };
    let class = |mention: &Found| mention.run != *value && !is_rival(scan, mention, subject);
    let clause = reading.clause_run(value.start).start.max(reading.unit.tokens.start);
    (open + introduced..bracket.end - 1).all(joins)
        && reading.mentions_in(&(clause..value.start)).all(|mention| !class(mention))
}

/// The innermost bracket around a run, with its marks.
pub(super) fn bracket(reading: &Reading<'_, '_>, run: &Run) -> Option<Run> {
    let first = reading.unit.tokens.start.max(run.start.saturating_sub(BRACKET));
    let mark = |at: u32| reading.scan.folded(at);
    let open = (first..run.start).rev().take_while(|&at| !matches!(mark(at), ")" | "]"));
    let open = open.filter(|&at| matches!(mark(at), "(" | "[")).max()?;
    let close = (run.end..reading.unit.tokens.end).find(|&at| matches!(mark(at), ")" | "]"))?;
    Some(open..close + 1)
}
