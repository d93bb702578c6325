//! Whether a number or a date counts, dates or orders something else than its subject: one of several, a limit, a time of
//! day, a part of another number. By what stands directly beside it alone; `binding/figure` knows what it counts.

use glossary::{CueKind, Owner, Range};
use note::{Joint, TokenKind};

use crate::{
    ClaimValue,
    binding::figure,
    draft::Draft,
    reading::Reading,
    scan::{Hit, Run},
    subject::Subject,
};

/// Whether a number or a date tells of something else than how much or when.
pub(super) fn is_of_another(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let value = &draft.run;
    let number = matches!(draft.value, ClaimValue::Quantity(_));
    let date = matches!(draft.value, ClaimValue::Date(_));
    if !number && !date {
        return false;
    }
    figure::is_span(reading, value)
        || is_some_of_them(reading, draft)
        || is_one_of_a_row(reading, value)
        || is_ordinal(reading, draft)
        || is_limit(reading, value)
        || is_timestamp(reading, value)
        || number && (is_whole(reading, value) || is_grouped(reading, value))
        || date && (is_of_an_event(reading, value) || figure::is_an_age(reading, value))
}

/// Whether a number may count some of what a collection has: no word says that the collection has so many (`360 MMLU
/// questions`, `5000 questions of TriviaQA`).
fn is_some_of_them(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (subject, value) = (&draft.subject, &draft.run);
    let scan = reading.scan;
    let sampled = scan.glossary.property(draft.property).sampled;
    if draft.keyed || subject.unit != reading.id || reading.unit.cell.is_some() || !sampled {
        return false;
    }
    if !matches!(draft.value, ClaimValue::Quantity(_)) {
        return false;
    }
    let between = subject.run.end..value.start;
    let has = |hit: &Hit| hit.owner == Owner::Cue(CueKind::Having) && between.contains(&hit.run.start);
    let marks = |at: u32| matches!(scan.folded(at), ":" | "：" | "(" | "," | "，" | "-" | "–" | "—");
    !scan.hits_of(reading.id).iter().any(has) && !between.clone().any(marks)
}

/// Whether a number is one of several of the same thing: `6 层、9 层、12 层`. One of them may be right, in its place.
fn is_one_of_a_row(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    if reading.has(CueKind::Respectively) || reading.unit.cell.is_some() {
        return false;
    }
    let unit = |run: &Run| if run.end < reading.unit.tokens.end { scan.folded(run.end) } else { "" };
    let joins = |at: u32| matches!(scan.folded(at), "、" | "," | "，" | "/" | "或" | "or");
    let beside = |first: &Run, second: &Run| {
        second.start > first.end
            && second.start - first.end <= 2
            && joins(second.start - 1)
            && unit(first) == unit(second)
    };
    let counted = scan.kind(value.end.min(reading.unit.tokens.end - 1)) == TokenKind::Han && !unit(value).is_empty();
    counted && scan.amounts_of(reading.id).iter().any(|other| beside(&other.run, value) || beside(value, &other.run))
}

/// Whether a number tells which one: `layer 66`, `block 6`.
fn is_ordinal(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let Range::Quantity { unit, .. } = &reading.scan.glossary.property(draft.property).range else { return false };
    let before = draft.run.start.checked_sub(1).filter(|at| reading.unit.tokens.contains(at));
    let singular = |at: u32| {
        matches!(reading.scan.folded(at), "block" | "layer") || unit.strip_suffix('s') == Some(reading.scan.folded(at))
    };
    before.is_some_and(singular)
}

/// Whether a sign makes a class of a number (`models < 1B`, `> 6000 tokens a page`) or a result (`32 * 4 = 128`).
fn is_limit(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let before = |by: u32| value.start.checked_sub(by).filter(|at| reading.unit.tokens.contains(at));
    let counted = before(2).is_some_and(|at| scan.kind(at) == TokenKind::Number);
    before(1).is_some_and(|at| match scan.folded(at) {
        "<" | ">" | "≤" | "≥" => true,
        "=" => counted,
        _ => false,
    })
}

/// Whether a number is the whole of which another is a part (`132B 里激活 36B`, `2/8 = 25 %`), or that of each of several
/// (`22B each`).
fn is_whole(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let tokens = &reading.unit.tokens;
    let behind = |by: u32| if value.end + by < tokens.end { reading.scan.folded(value.end + by) } else { "" };
    let divides = value.start > tokens.start && reading.scan.folded(value.start - 1) == "/";
    let each = |word: &str| matches!(word, "each" | "apiece");
    matches!(behind(0), "里" | "中") || divides && behind(0) == "=" || each(behind(0)) || each(behind(1))
}

/// Whether a number is the last group of digits of a longer one: `4 096`.
fn is_grouped(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let before = value.start.checked_sub(1).filter(|at| reading.unit.tokens.contains(at));
    let spaced = scan.token(value.start).joint == Joint::Space && scan.folded(value.start).len() == 3;
    // The number of a version is none of the digits: `Grok-1 700 亿参数`.
    let digits = |at: u32| scan.kind(at) == TokenKind::Number && scan.mention_at(at).is_none();
    spaced && before.is_some_and(digits)
}

/// Whether a number only tells where or when something is so, in a clause of its own: `1K 的上下文中，X 找到 10 个`.
pub(super) fn is_where(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let clause = reading.clause_run(value.start);
    let last = clause.end.checked_sub(2).filter(|&at| at >= value.end);
    clause.end <= subject.run.start
        && last.is_some_and(|at| matches!(reading.scan.folded(at), "中" | "下" | "里" | "时" | "内"))
}

/// Whether a time of day follows a date: `2014-03-07 11:01`, when a record was written.
fn is_timestamp(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let (hour, colon, minute) = (value.end, value.end + 1, value.end + 2);
    minute < reading.unit.tokens.end
        && scan.kind(hour) == TokenKind::Number
        && matches!(scan.folded(colon), ":" | "：")
        && scan.kind(minute) == TokenKind::Number
}

/// Whether a name that the glossary does not know stands before a date, which then is that one's: `at NAACL 2019`.
fn is_of_an_event(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let skip = |at: u32| matches!(reading.scan.folded(at), "in" | "'" | "of" | "的");
    let before = (reading.unit.tokens.start..value.start).rev().find(|&at| !skip(at));
    before.is_some_and(|at| {
        let name = reading.scan.source(&(at..at + 1));
        let capitals = name.chars().filter(|c| c.is_uppercase()).count();
        reading.scan.kind(at) == TokenKind::Word && capitals > 1 && reading.scan.mention_at(at).is_none()
    })
}
