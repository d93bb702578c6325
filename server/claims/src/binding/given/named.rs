//! How the line that gives a subject names it there: as an example, in a comparison, beside something else, as what is
//! missing. By that line alone; whether the line below is about it is decided in `given`.

use glossary::{CueKind, Owner};
use note::{TokenKind, Unit, UnitKind};

use crate::{
    binding::{names_property, plain::has_meaning},
    scan::{Hit, Run, Scan},
    subject::Subject,
};

/// So many tokens behind a name it may be said that it is an example.
const EXAMPLE: u32 = 4;

/// So many tokens of a bracket before a name make it a part of what is said in passing.
const ASIDE: u32 = 3;

/// Whether the name stands in a bracket with other words: `it predicts the next word (masking is done in X)`.
pub(super) fn is_aside(scan: &Scan<'_>, subject: &Subject) -> bool {
    let tokens = &scan.note.unit(subject.unit).tokens;
    let mark = |at: u32, marks: [&str; 2]| marks.contains(&scan.folded(at));
    let open = (tokens.start..subject.run.start).rev().find(|&at| mark(at, ["(", "["]) || mark(at, [")", "]"]));
    open.is_some_and(|at| mark(at, ["(", "["]) && at > tokens.start + 1 && subject.run.start - at > ASIDE)
}

/// Whether the sentence that gives a subject is about something else, which leads it: `A rescales B. It …`.
pub(super) fn is_led_by_another(scan: &Scan<'_>, subject: &Subject) -> bool {
    let unit = scan.note.unit(subject.unit);
    if unit.kind != UnitKind::Sentence || unit.key.is_some() {
        return false;
    }
    let [first, ..] = scan.mentions_of(subject.unit) else { return false };
    let done_by = |entry| matches!(scan.glossary.kind_name(entry), "organization" | "person");
    let leads = !(unit.tokens.start..first.run.start).any(|at| has_meaning(scan, subject.unit, at));
    first.run.end <= subject.run.start
        && leads
        // What is led by one of its kinds is about that: `NTK scaling rescales RoPE. It …`.
        && !first.entries.iter().any(|&entry| scan.glossary.is_narrower_or_same(subject.entry, entry))
        && !names_property(scan, subject.unit, &first.run)
        && first.entries.iter().all(|&entry| scan.glossary.is_checkable(entry) && !done_by(entry))
        && !matches!(scan.folded(first.run.end), "," | "，" | "'s" | "的")
}

/// Whether something is only taken for an example or for what one starts from: `以 X 为例`, `以 X 为起点`.
pub(super) fn is_example(scan: &Scan<'_>, subject: &Subject) -> bool {
    let end = scan.note.unit(subject.unit).tokens.end;
    // `以 X（2017）为起点`: a bracket behind the name is passed over.
    let opens = scan.folded(subject.run.end) == "(";
    let close = (subject.run.end..end).find(|&at| opens && scan.folded(at) == ")");
    let from = close.map_or(subject.run.end, |close| close + 1);
    let behind = from..end.min(from + EXAMPLE);
    behind.into_iter().any(|at| matches!((scan.folded(at), scan.folded(at + 1)), ("为", "例" | "起" | "基" | "蓝")))
}

/// Whether a line only names what it compares with: `Compared with X`.
pub(super) fn is_compared_with(scan: &Scan<'_>, subject: &Subject) -> bool {
    let compares = |owner: Owner| matches!(owner, Owner::Cue(CueKind::Comparison | CueKind::Contrast));
    let mark = |at: u32| scan.kind(at) == TokenKind::Punct;
    let named = |hit: &Run| {
        hit.end <= subject.run.start && subject.run.start - hit.end <= 1 && !(hit.end..subject.run.start).any(mark)
    };
    scan.hits_of(subject.unit).iter().any(|hit| compares(hit.owner) && named(&hit.run))
}

/// Whether a line only says that its subject is not there: `为什么无 KV Cache？`.
pub(super) fn is_denied(scan: &Scan<'_>, subject: &Subject) -> bool {
    let tokens = &scan.note.unit(subject.unit).tokens;
    let before = |by: u32| subject.run.start.checked_sub(by).is_some_and(|at| tokens.contains(&at) && scan.negates(at));
    before(1) || before(2) && scan.is_light(subject.run.start - 1)
}

/// Whether a line leads to what its subject does not do, or to what was changed of it: `X 不包括：`, `X does not:`, `它对 X 做了
/// 以下改进：`.
pub(super) fn leads_to_another(scan: &Scan<'_>, unit: &Unit, subject: &Subject) -> bool {
    let last = unit.tokens.end.saturating_sub(1);
    let title = matches!(unit.kind, UnitKind::Heading(_));
    let leads = matches!(scan.folded(last), ":" | "：");
    let behind = subject.run.end..unit.tokens.end;
    let word = |at: u32| if at < unit.tokens.end { scan.folded(at) } else { "" };
    let ends_denied =
        || (last.saturating_sub(3).max(behind.start)..=last).any(|at| at < unit.tokens.end && scan.negates(at));
    let changes = |at: u32| {
        matches!(
            word(at),
            "refined" | "replaced" | "improved" | "modified" | "changed" | "improvements" | "modifications" | "changes"
        ) || matches!((word(at), word(at + 1)), ("改", "进" | "动" | "造") | ("修", "改") | ("变", "体"))
    };
    let object = subject.run.start.checked_sub(1).is_some_and(|at| {
        unit.tokens.contains(&at) && matches!(scan.folded(at), "对" | "to" | "over" | "on" | "of" | "为" | "点")
    });
    let passive = behind.clone().take(6).any(|at| matches!(word(at), "been" | "is" | "are" | "was" | "were" | "被"));
    (leads || title) && ends_denied() || leads && (object || passive) && unit.tokens.clone().any(changes)
}

/// Whether a line sets something else beside its subject: `Continuous batching 和 static batching 的区别`.
pub(in crate::binding) fn is_set_beside(scan: &Scan<'_>, subject: &Subject) -> bool {
    let tokens = &scan.note.unit(subject.unit).tokens;
    // `And X?` goes on to another.
    let joins = |at: u32| {
        tokens.contains(&at)
            && at > tokens.start
            && matches!(scan.folded(at), "and" | "vs" | "versus" | "和" | "与" | "跟" | "及" | "或" | "、")
    };
    joins(subject.run.end) || subject.run.start.checked_sub(1).is_some_and(joins)
}

/// Whether a title asks what its subject is needed for, so that what stands under it is true without it. `X 中为什么要做 Y`
/// asks it of something in the subject.
pub(super) fn speaks_of_its_lack(scan: &Scan<'_>, subject: &Subject) -> bool {
    let place = matches!(scan.folded(subject.run.end), "中" | "里");
    let behind = |hit: &Hit| place && hit.run.start > subject.run.end;
    let asks = |hit: &Hit| hit.owner == Owner::Cue(CueKind::Motive) && !behind(hit);
    scan.hits_of(subject.unit).iter().any(asks)
}
