//! A maker's name before what it made: `Google's BERT has …`, `谷歌的 BERT 有 …`.
//!
//! The name says where something comes from only where the owned thing is the subject of a verb: `X's Y implementation`
//! is an implementation. Who also offers what others made (`hosts` of the property) says nothing so. `BERT 是谷歌的。` and
//! `BERT, Google's language model, …` say the same the other way round.

use glossary::{Property, Range};
use note::TokenKind;

use super::{draft, properties};
use crate::{
    ClaimValue,
    draft::{Draft, Valued},
    reading::Reading,
    scan::{Found, Scan},
    subject::{Subject, in_domain, only},
};

/// So many tokens behind the maker of something it is said what it is.
const APPOSED: u32 = 10;

/// Appends what the makers named in a unit are said to have made.
pub(super) fn read(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    for pair in reading.scan.mentions_of(reading.id).windows(2) {
        let [first, second] = pair else { continue };
        let (maker, made) = if is_owned(reading, first, second) && is_subject(reading, second) {
            (first, second)
        } else if is_possession(reading, first, second) || is_apposed(reading, first, second) {
            (second, first)
        } else {
            continue;
        };
        for (id, property) in properties(reading.scan).filter(|(_, property)| property.origin && property.bare) {
            let Some(value) = only(maker, &|entry| makes(reading, property, entry)) else { continue };
            let Some(entry) = only(made, &|entry| in_domain(reading.scan, property, entry)) else { continue };
            let subject = Subject { entry, run: made.run.clone(), unit: reading.id };
            drafts.extend(draft(
                reading,
                id,
                subject,
                Valued { value: ClaimValue::Entry(value), run: maker.run.clone() },
            ));
        }
    }
}

/// Whether an entry can be named as the maker.
fn makes(reading: &Reading<'_, '_>, property: &Property, entry: glossary::EntryId) -> bool {
    let Range::Entry(kinds) = &property.range else { return false };
    crate::draft::is_kind(reading, kinds, entry) && !property.hosts.contains(&entry)
}

/// Whether only a genitive stands between two names, the first of which opens its clause.
fn is_owned(reading: &Reading<'_, '_>, maker: &Found, made: &Found) -> bool {
    let scan = reading.scan;
    let opens = maker.run.start <= reading.clause_run(maker.run.start).start.max(reading.unit.tokens.start);
    opens && made.run.start == maker.run.end + 1 && matches!(scan.folded(maker.run.end), "'s" | "的")
}

/// Whether a clause says of its first name whose it is, and nothing else: `X 是 Y 的`.
fn is_possession(reading: &Reading<'_, '_>, made: &Found, maker: &Found) -> bool {
    let scan = reading.scan;
    let opens = made.run.start <= reading.clause_run(made.run.start).start.max(reading.unit.tokens.start);
    let behind = maker.run.end + 1;
    opens
        && maker.run.start == made.run.end + 1
        && scan.folded(made.run.end) == "是"
        && scan.folded(maker.run.end) == "的"
        && (behind >= reading.unit.tokens.end || scan.ends_clause(behind))
}

/// Whether a name is followed by whose model it is: `X, Y's 70B model, …`, `X，Y 的语言模型`, `X 是 Y 的推理模型`. What is
/// somebody's method he may only use.
fn is_apposed(reading: &Reading<'_, '_>, made: &Found, maker: &Found) -> bool {
    let scan = reading.scan;
    let opens = made.run.start <= reading.clause_run(made.run.start).start.max(reading.unit.tokens.start);
    let genitive = maker.run.end;
    let behind = genitive..reading.clause_run(genitive).end.min(genitive + APPOSED);
    let linked = matches!(scan.folded(made.run.end), "是" | "is" | "was" | "are");
    let model = |at: u32| {
        matches!(scan.folded(at), "model" | "models" | "llm" | "llms" | "family" | "series")
            || matches!((scan.folded(at), scan.folded(at + 1)), ("模", "型") | ("系", "列") | ("家", "族"))
            || linked && is_work(scan, at)
    };
    // `Y's favourite model`, `Y 常用的模型`: made by others.
    let chosen = |at: u32| {
        matches!(
            scan.folded(at),
            "favourite"
                | "favorite"
                | "preferred"
                | "default"
                | "chosen"
                | "go"
                | "爱"
                | "选"
                | "默"
                | "常"
                | "主"
                | "用"
        )
    };
    let accept = |entry| made.entries.iter().any(|&own| scan.glossary.kind(entry) == scan.glossary.kind(own));
    let another = || reading.mentions_in(&behind).any(|mention| only(mention, &accept).is_some());
    opens
        && maker.run.start == made.run.end + 1
        && (linked || matches!(scan.folded(made.run.end), "," | "，" | ":" | "：" | "—" | "–" | "(" | "（"))
        && matches!(scan.folded(genitive), "'s" | "的")
        && behind.clone().any(model)
        && !behind.clone().any(chosen)
        && !another()
}

/// Whether a word is for what somebody makes, by which a sentence says whose it is: `X is Y's framework`, `X 是 Y 的成果`.
fn is_work(scan: &Scan<'_>, at: u32) -> bool {
    matches!(
        scan.folded(at),
        "work"
            | "brainchild"
            | "creation"
            | "product"
            | "library"
            | "engine"
            | "toolkit"
            | "framework"
            | "platform"
            | "database"
    ) || matches!(
        (scan.folded(at), scan.folded(at + 1)),
        ("工", "作" | "具") | ("成", "果") | ("作" | "产", "品") | ("框", "架") | ("引", "擎")
    )
}

/// Whether a verb follows a name, so that the name is its subject.
fn is_subject(reading: &Reading<'_, '_>, made: &Found) -> bool {
    let scan = reading.scan;
    let at = made.run.end;
    at < reading.unit.tokens.end
        && match scan.kind(at) {
            TokenKind::Word => matches!(
                scan.folded(at),
                "is" | "was"
                    | "has"
                    | "had"
                    | "uses"
                    | "used"
                    | "comes"
                    | "came"
                    | "needs"
                    | "can"
                    | "will"
                    | "stacks"
                    | "runs"
                    | "keeps"
                    | "supports"
                    | "adopts"
                    | "packs"
                    | "offers"
                    | "does"
                    | "relies"
                    | "takes"
                    | "reads"
            ),
            TokenKind::Han => matches!(
                scan.folded(at),
                "是" | "有"
                    | "用"
                    | "采"
                    | "使"
                    | "共"
                    | "拥"
                    | "支"
                    | "能"
                    | "会"
                    | "也"
                    | "只"
                    | "则"
                    | "都"
                    | "由"
            ),
            _ => false,
        }
}
