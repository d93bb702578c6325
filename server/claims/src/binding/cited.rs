//! Names that a line only refers to: `Rotary Embeddings [GPT-Neo]`, `topics: X, Y`, `X-1/2`, `X and Y …, one is …`.

use note::{Joint, Style, TokenKind};

use crate::{draft::Draft, reading::Reading, scan::Run};

/// Whether a line refers to its subject, or to several of which it is one, without saying this of it.
pub(super) fn is_only_cited(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let subject = &draft.subject;
    let start = reading.scan.note.unit(subject.unit).tokens.start;
    is_in_a_mark(reading, &subject.run, start)
        || is_one_of_two(reading, &subject.run)
        || is_a_topic(reading)
        || subject.unit == reading.id && tells_one_by_one(reading, &(subject.run.end..draft.run.start))
}

/// Whether a name stands alone in square brackets behind other words, as a reference does.
fn is_in_a_mark(reading: &Reading<'_, '_>, name: &Run, start: u32) -> bool {
    let scan = reading.scan;
    let linked = name.clone().any(|at| scan.token(at).style.has(Style::LINK));
    let open = name.start.checked_sub(1).filter(|&at| at > start);
    !linked && open.is_some_and(|at| scan.source(&(at..at + 1)) == "[") && scan.folded(name.end) == "]"
}

/// Whether a name goes on with a stroke and another number: `GPT-1/2`, `DeepSeek-V2/V3`.
fn is_one_of_two(reading: &Reading<'_, '_>, name: &Run) -> bool {
    let scan = reading.scan;
    let next = name.end + 1;
    let number = |at: u32| scan.kind(at) == TokenKind::Number && scan.token(at).joint == Joint::Glued;
    let version = || scan.folded(next) == "v" && number(next + 1);
    scan.kind(name.end - 1) == TokenKind::Number && scan.folded(name.end) == "/" && (number(next) || version())
}

/// Whether a line gives the topics of what it stands in.
fn is_a_topic(reading: &Reading<'_, '_>) -> bool {
    let keys = ["topics", "topic", "tags", "tag", "keywords", "标签", "关键词", "关键字", "主题", "话题"];
    reading.is_under_key(&keys)
}

/// Whether what is told of several is told of one and of the other, not in their order: `X 和 Y 都有 Z，一个是 …`.
fn tells_one_by_one(reading: &Reading<'_, '_>, between: &Run) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    between.clone().any(|at| matches!((word(at), word(at + 1), word(at + 2)), ("一", "个" | "种", "是")))
        && between.clone().any(|at| matches!(word(at), "都" | "均"))
}
