//! Clauses that only lead up to what a sentence says: a reason, a means, a time.

use note::TokenKind;

use super::{names_rival, weigh};
use crate::{reading::Reading, scan::Run, subject::Subject};

/// So many tokens at most tell that something is used.
const USE: usize = 6;

/// Whether only clauses that lead up to it (a reason, a means, a time) stand before a clause that opens with its subject and
/// says it there: `由于 …，X 会 …`, `推理时，X 会 …`, `…, so X …`; or the words that say it begin with the name.
pub(super) fn opens_behind(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let scan = reading.scan;
    let start = reading.unit.key.map_or(reading.unit.opening(), |key| key.value);
    let own = reading.clause_run(subject.run.start);
    let word = |at: u32| scan.folded(at);
    let draws = |at: u32| {
        matches!(
            (word(at), word(at + 1)),
            ("所", "以") | ("因", "此" | "而") | ("故" | "so" | "thus" | "hence" | "therefore", _)
        )
    };
    let opens = |at: u32| {
        let single = matches!(word(at), "在" | "当" | "because" | "since" | "as" | "by" | "during" | "at");
        let pair = (word(at), word(at + 1));
        single || matches!(pair, ("由" | "对", "于") | ("因", "为") | ("通", "过") | ("为", "了") | ("随", "着"))
    };
    let closes = |at: u32| matches!(word(at), "时" | "后" | "中" | "下" | "前" | "里");
    let leads_up = || {
        let mut at = start;
        while at < own.start {
            let clause = reading.clause_run(at);
            let last = (clause.start..clause.end).rev().find(|&at| scan.kind(at) != TokenKind::Punct);
            if !opens(clause.start.max(start)) && !last.is_some_and(closes) {
                return false;
            }
            at = clause.end.max(at + 1);
        }
        own.start > start
    };
    // `…, and X reduces …` where the words that say it begin with the name.
    let whole = value.start == subject.run.start && value.end > subject.run.end;
    // `Unlike A, B, or C, X is …`.
    let unlike = word(start) == "unlike" && value.start <= subject.run.end + 1;
    let first = (own.start.max(start)..subject.run.start).find(|&at| scan.kind(at) != TokenKind::Punct);
    // What is named before of the same kind may be what is spoken of.
    let rival = || names_rival(reading, &(start..own.start.max(start)), subject);
    own.contains(&value.start)
        && value.start >= subject.run.start
        && weigh(reading, own.start.max(start)..subject.run.start) <= 2
        && (whole || unlike || (first.is_some_and(draws) || leads_up()) && !rival())
}

/// Whether a sentence opens with where something is so, and goes on with nothing else that it could be about: `In X, every
/// GPU has …`.
pub(super) fn is_fronted(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let scan = reading.scan;
    let start = reading.unit.opening();
    let ruled = is_rule(reading, start, &subject.run);
    let places = subject.run.start == start + 1
        && matches!(scan.folded(start), "in" | "with" | "under" | "during" | "using" | "在")
        || is_use(reading, &(start..subject.run.start));
    let comma = |at: u32| matches!(scan.folded(at), "," | "，");
    let closes = |at: u32| comma(at) || scan.folded(at) == "中" && comma(at + 1);
    // `用 X 的话，…`, `X 的话，…`.
    let word = |at: u32| scan.folded(at);
    let topical = (word(subject.run.end), word(subject.run.end + 1)) == ("的", "话") && comma(subject.run.end + 2);
    let used = (start..subject.run.start)
        .all(|at| matches!(word(at), "用" | "使" | "采" | "如" | "果" | "换" | "改" | "成" | "选"));
    (ruled || is_cause(reading, &subject.run) || topical && used || places && closes(subject.run.end))
        && reading.mentions_in(&(subject.run.end..value.start)).next().is_none()
}

/// Whether a sentence opens with what brings about what it goes on to say: `Thanks to X, …`, `Because of X, …`.
pub(super) fn is_cause(reading: &Reading<'_, '_>, name: &Run) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    let start = reading.unit.opening();
    let opens = matches!((word(start), word(start + 1)), ("thanks" | "due" | "owing", "to") | ("because", "of"));
    opens && name.start == start + 2 && matches!(word(name.end), "," | "，")
}

/// Whether a few words before a name only tell that it is used: `When you use X, …`, `如果采用 X，…`.
pub(crate) fn is_use(reading: &Reading<'_, '_>, front: &Run) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    if front.len() < 2 || front.len() > USE {
        return false;
    }
    let verb = |at: u32| {
        matches!(
            word(at),
            "use"
                | "using"
                | "uses"
                | "apply"
                | "applying"
                | "adopt"
                | "adopting"
                | "choose"
                | "choosing"
                | "enable"
                | "enabling"
                | "run"
                | "running"
                | "train"
                | "do"
                | "perform"
                | "implement"
                | "deploy"
        ) || matches!((word(at.saturating_sub(1)), word(at)), ("使" | "采" | "启" | "选", "用"))
            || word(at) == "用"
    };
    // `To train with X, you need …`.
    let worked = |at: u32| {
        word(at) == "with"
            && matches!(word(at.saturating_sub(1)), "train" | "tune" | "finetune" | "align" | "decode" | "training")
    };
    let opens = matches!(
        word(front.start),
        "when" | "if" | "once" | "after" | "while" | "by" | "to" | "如" | "若" | "当" | "一" | "在" | "要" | "想"
    );
    let light = |at: u32| {
        matches!(
            word(at),
            "when"
                | "if"
                | "once"
                | "after"
                | "while"
                | "by"
                | "to"
                | "you"
                | "we"
                | "one"
                | "they"
                | "train"
                | "fine"
                | "tune"
                | "finetune"
                | "align"
                | "decode"
                | "training"
                | "要"
                | "想"
                | "如"
                | "果"
                | "若"
                | "当"
                | "一"
                | "旦"
                | "在"
                | "我"
                | "们"
                | "你"
                | "使"
                | "采"
                | "启"
                | "选"
        )
    };
    opens && (verb(front.end - 1) || worked(front.end - 1)) && (front.start..front.end - 1).all(light)
}

/// So many tokens behind a name may say what it is that something goes by: `and colleagues`, `的标准`.
const RULE: u32 = 3;

/// Whether a sentence opens with what it goes by: `By X, one needs …`, `According to X and colleagues, …`, `按 X 的标准，…`.
pub(crate) fn is_rule(reading: &Reading<'_, '_>, start: u32, name: &Run) -> bool {
    let scan = reading.scan;
    let word = |at: u32| scan.folded(at);
    let single = name.start == start + 1 && matches!(word(start), "by" | "per" | "under" | "按" | "据" | "依");
    let pair = (word(start), word(start + 1));
    let double = name.start == start + 2
        && matches!(pair, ("according", "to") | ("as", "per") | ("按", "照") | ("根" | "依", "据"));
    let closed =
        (name.end..reading.unit.tokens.end.min(name.end + RULE + 1)).find(|&at| matches!(word(at), "," | "，"));
    (single || double) && closed.is_some_and(|at| reading.mentions_in(&(name.end..at)).next().is_none())
}
