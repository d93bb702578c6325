//! Whether a line tells of what a thing takes the place of, or of what stands around it, not of the thing.
//!
//! Below a title, behind a key or a colon a line often first tells how it was done before (`传统 Batching 需要等待 …`), what
//! lies on either side (`between A and B`), what a thing comes up to (`matching the performance of a 7B model`), what is
//! changed into what (`将 A 改为 B`), and where a thing is known from (`RoPE as introduced in X`).

use glossary::{CueKind, Owner};
use note::TokenKind;

use super::{turn, weight};
use crate::{
    ClaimValue,
    draft::Draft,
    reading::Reading,
    scan::{Found, Hit, Run, Scan},
};

/// The word that a former way is known by stands within so many tokens of where it is told of.
const FORMER: u32 = 3;
/// So many tokens before a name it may be said that it is one side.
const SIDE: u32 = 3;
/// So many tokens before a name it may be said to be matched.
const MATCHED: u32 = 6;
/// So many tokens behind what is changed stands what it is changed into.
const CHANGED: u32 = 6;

/// Whether what is said is of something that was before, beside or behind its subject.
pub(super) fn is_of_another(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject) = (reading.scan, &draft.subject);
    let crossed = |unit, run: &Run| scan.mention_at(run.start).is_some_and(|mention| is_crossed(scan, unit, mention));
    is_of_a_former_way(reading, draft)
        || is_one_side(scan, subject.unit, &subject.run)
        || subject.unit != reading.id && is_matched(scan, subject.unit, &subject.run)
        || is_changed(reading, draft)
        || is_removed(reading, draft)
        || is_known_from(reading, draft)
        || crossed(subject.unit, &subject.run)
        || matches!(draft.value, ClaimValue::Entry(_)) && crossed(reading.id, &draft.run)
}

/// Whether the clause of what is said opens with what was usual before, and so is of that: `传统静态 batch 的问题是：要等 …`.
fn is_of_a_former_way(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject, value) = (reading.scan, &draft.subject, &draft.run);
    if !draft.value.is_worded() || !reading.unit.tokens.contains(&value.start) {
        return false;
    }
    let own = subject.unit == reading.id;
    let ends = |at: u32| scan.ends_clause(at) || matches!(scan.folded(at), ":" | "：" | "(");
    let clause = (reading.unit.tokens.start..value.start).rev().find(|&at| ends(at)).map(|at| at + 1);
    let firsts = [reading.unit.opening(), reading.unit.tokens.start];
    // Below a title the first words of the line tell it, too.
    let starts =
        clause.into_iter().chain(firsts.into_iter().filter(|_| !own)).filter(|&at| !own || at >= subject.run.end);
    // Also where a longer cue holds the word: `传统 … 的问题是`.
    let other = |at: u32| {
        let cue = |hit: &Hit| hit.owner == Owner::Cue(CueKind::Other) && hit.run.start == at;
        !turn::tells_what_follows(scan, at) && scan.hits_of(reading.id).iter().any(cue)
    };
    let former = |from: u32| {
        // `现有模型可以直接转换`: an expression that begins with the word means it.
        let to = (from + FORMER).min(value.start);
        let cue = (from..to).find(|&at| other(at))?;
        // `传统的 X 需要 …` names the subject again.
        let again = reading.mentions_in(&(from..value.start)).any(|mention| mention.entries.contains(&subject.entry));
        (!again && weight(reading, &(from..cue)) == 0).then_some(cue)
    };
    // The words may reach over from the key: `**X：** 传统 Y 需要 …`.
    let turns = |at: u32| ends(at) && (at + 1..(at + FORMER).min(value.end)).any(other);
    starts.into_iter().any(|from| former(from).is_some()) || value.clone().any(turns)
}

/// Whether a name is only one of the two sides that something lies between: `a compromise between A and B`, `介于 A 和 B 之间`.
fn is_one_side(scan: &Scan<'_>, unit: note::UnitId, name: &Run) -> bool {
    let tokens = &scan.note.unit(unit).tokens;
    let word = |at: u32| if tokens.contains(&at) { scan.folded(at) } else { "" };
    let joins = |at: u32| matches!(word(at), "and" | "&" | "和" | "与" | "跟");
    let mention_behind = |at: u32| scan.mention_at(at).map(|mention| mention.run.clone());
    let between = |start: u32| {
        (start.saturating_sub(SIDE).max(tokens.start)..start)
            .any(|at| matches!(word(at), "between" | "betwixt") || (word(at), word(at + 1)) == ("介", "于"))
    };
    let first = between(name.start) && joins(name.end);
    let second = name.start.checked_sub(2).filter(|_| name.start > tokens.start && joins(name.start - 1));
    let second = second.and_then(mention_behind).is_some_and(|other| between(other.start));
    let closed = |end: u32| {
        (word(end), word(end + 1)) == ("之", "间") || (word(end), word(end + 1), word(end + 2)) == ("的", "折", "中")
    };
    first
        || second
        || closed(name.end)
        || joins(name.end) && mention_behind(name.end + 1).is_some_and(|other| closed(other.end))
}

/// Whether a name only tells what something comes up to: `with performance matching X`, `outperforming models including X`.
fn is_matched(scan: &Scan<'_>, unit: note::UnitId, name: &Run) -> bool {
    let tokens = &scan.note.unit(unit).tokens;
    let matches = |at: u32| {
        matches!(
            scan.folded(at),
            "matching"
                | "beating"
                | "outperforming"
                | "surpassing"
                | "exceeding"
                | "rivalling"
                | "rivaling"
                | "approaching"
                | "outperforms"
                | "surpasses"
                | "beats"
        ) || matches!(
            (scan.folded(at), scan.folded(at + 1)),
            ("媲", "美") | ("比", "肩") | ("超", "过" | "越") | ("逼", "近")
        )
    };
    let from = name.start.saturating_sub(MATCHED).max(tokens.start);
    let leads = name.start <= tokens.start + 1;
    let ends = |at: u32| scan.ends_sentence(at);
    !leads && (from..name.start).rev().take_while(|&at| !ends(at)).any(matches)
}

/// Whether what is said is what something is changed from: `将随机 mask 单个 token 改为 mask 连续的 span`, `replaces A by B`.
fn is_changed(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    let tokens = &reading.unit.tokens;
    let word = |at: u32| if tokens.contains(&at) { scan.folded(at) } else { "" };
    let takes = |at: u32| matches!(word(at), "将" | "把");
    let from = value.start.saturating_sub(CHANGED).max(tokens.start);
    let taken = (from..=value.start).any(takes);
    let becomes = |at: u32| {
        matches!((word(at), word(at + 1)), ("改" | "换" | "变", "为" | "成"))
            || (word(at), word(at + 1), word(at + 2)) == ("替", "换", "为")
            || (word(at), word(at + 1), word(at + 2)) == ("替", "换", "成")
    };
    let end = tokens.end.min(value.end + CHANGED);
    let mut behind = (value.end..end).take_while(|&at| !scan.ends_clause(at));
    matches!(draft.value, ClaimValue::Statement(_) | ClaimValue::Choice(_)) && taken && behind.any(becomes)
}

/// Whether a line opens with what is done away with, which the subject has: `Eliminates the redundancy of X by sharding …`.
fn is_removed(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject) = (reading.scan, &draft.subject);
    let first = reading.unit.opening();
    let word = |at: u32| scan.folded(at);
    let removes =
        matches!(
            word(first),
            "eliminates" | "removes" | "avoids" | "eliminate" | "remove" | "avoid" | "overcomes" | "fixes" | "solves"
        ) || matches!((word(first), word(first + 1)), ("消", "除") | ("避", "免") | ("解", "决") | ("克", "服"));
    removes
        && subject.unit == reading.id
        && subject.run.start > first + 2
        && subject.run.end <= draft.run.start
        && !(first..subject.run.start).any(|at| scan.ends_clause(at))
}

/// Whether a name is only where something is known from: `SwiGLU and RoPE as introduced in X`.
fn is_known_from(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let scan = reading.scan;
    let linked = |at: u32| reading.covers(|owner| matches!(owner, Owner::Before(_) | Owner::With(_)), at);
    let value = &draft.run;
    let origin = scan.glossary.property(draft.property).origin;
    let as_in = |at: u32| scan.folded(at) == "as" && linked(at + 1);
    let from = value.start.saturating_sub(SIDE + 1).max(reading.unit.tokens.start);
    origin && matches!(draft.value, ClaimValue::Entry(_)) && (from..value.start).any(as_in)
}

/// Whether a mention stands behind a word that makes another thing of an attention: `cross multi-head attention`.
fn is_crossed(scan: &Scan<'_>, unit: note::UnitId, mention: &Found) -> bool {
    let before = mention.run.start.checked_sub(1).filter(|at| scan.note.unit(unit).tokens.contains(at));
    let word = |at: u32| scan.folded(at);
    before.is_some_and(|at| {
        word(at) == "cross" && scan.kind(at) == TokenKind::Word
            || word(at) == "叉" && at.checked_sub(1).is_some_and(|at| word(at) == "交")
    })
}
