//! Names given as examples of a class: `decoder-only models such as A and B`, `A、B 等仅解码器模型`.
//!
//! The class is a value that one property takes, and whoever names examples of it says that each has that value. Grammar
//! of enumerations, no knowledge: which property it is the types tell.

use glossary::{CueKind, EntryId, PropertyId, Statement, Value};

use super::{dense, draft};
use crate::{
    ClaimValue,
    draft::{Draft, Valued},
    reading::Reading,
    scan::{Found, Run, Scan},
    subject::{self, Subject, in_domain, joined},
};

/// So many tokens may stand between a class and what introduces its examples, or between those and the class.
const BETWEEN: u32 = 3;

/// Appends what a unit says of the examples of a class.
pub(super) fn read(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    if reading.has(CueKind::Negation) {
        return;
    }
    let mentions: Vec<&Found> = reading.scan.mentions_of(reading.id).iter().collect();
    for (at, class) in mentions.iter().enumerate() {
        // `encoders or encoder-decoders (such as …)`: which of them is of which class is open.
        if at > 0 && joined(reading, &mentions[at - 1].run, &class.run) {
            continue;
        }
        let behind = examples_behind(reading, &mentions[at + 1..], class);
        let before = || examples_before(reading, &mentions[..at], class);
        for example in behind.or_else(before).unwrap_or_default() {
            drafts.extend(is_one(reading, class, example));
        }
    }
}

/// `class models such as A, B`.
fn examples_behind<'f>(reading: &Reading<'_, '_>, rest: &[&'f Found], class: &Found) -> Option<Vec<&'f Found>> {
    let word = |at: u32| reading.scan.folded(at);
    let mut at = class.run.end;
    let end = reading.unit.tokens.end.min(at + BETWEEN);
    while at < end && is_noun(word(at)) {
        at += 1;
    }
    let opened = at;
    while at < reading.unit.tokens.end && matches!(word(at), "(" | "," | "，" | ":") && at < opened + 2 {
        at += 1;
    }
    // `popular X models include A`, `常见的 X 模型有 A`: behind the noun.
    let listed = || matches!(word(at), "include" | "includes" | "有" | "为") && is_noun(word(opened - 1));
    let introduced = introduced(reading, at).or_else(|| listed().then_some(1))?;
    let first = at + introduced;
    let skipped = |at: u32| matches!(word(at), "." | "," | ":" | "the");
    let start = (first..first + 2).find(|&at| !skipped(at)).unwrap_or(first);
    let begins = rest.iter().position(|mention| mention.run.start == start)?;
    Some(enumerated(reading, &rest[begins..]))
}

/// So many tokens at a place introduce examples: `such as`, `e.g.`, `例如`.
pub(crate) fn introduced(reading: &Reading<'_, '_>, at: u32) -> Option<u32> {
    match (reading.scan.folded(at), reading.scan.folded(at + 1)) {
        ("such", "as") | ("例" | "比" | "诸", "如") | ("包", "括") => Some(2),
        ("like" | "including" | "如" | "像", _) => Some(1),
        ("e", ".") => Some(4),
        _ => None,
    }
}

/// `A、B 等 class 模型`, `以 A、B 为代表的 class`, `A, B and other class models`.
fn examples_before<'f>(reading: &Reading<'_, '_>, before: &[&'f Found], class: &Found) -> Option<Vec<&'f Found>> {
    let last = before.last()?;
    let word = |at: u32| reading.scan.folded(at);
    let between = last.run.end..class.run.start;
    let linked = match (word(between.start), word(between.start + 1)) {
        ("等" | "这", _) | ("和" | "及", "其") | ("and" | "or", "other" | "similar") => {
            between.len() <= 1 + BETWEEN as usize
        }
        ("为", "代") => between.len() <= 4 + BETWEEN as usize,
        _ => false,
    };
    let light =
        |at: u32| reading.scan.is_light(at) || matches!(word(at), "等" | "代" | "表" | "典" | "主" | "流" | "other");
    if !linked || !between.into_iter().all(light) {
        return None;
    }
    let mut from = before.len() - 1;
    while from > 0 && joined(reading, &before[from - 1].run, &before[from].run) {
        from -= 1;
    }
    Some(before[from..].to_vec())
}

/// The first of some mentions with those it is enumerated with.
fn enumerated<'f>(reading: &Reading<'_, '_>, mentions: &[&'f Found]) -> Vec<&'f Found> {
    let ends = mentions.windows(2).position(|pair| !joined(reading, &pair[0].run, &pair[1].run));
    let all = &mentions[..ends.map_or(mentions.len(), |at| at + 1)];
    // `如 T5 的解码器`: a part of the last is meant.
    let owns = all.last().is_some_and(|last| matches!(reading.scan.folded(last.run.end), "的" | "'s"));
    if owns { all[..all.len() - 1].to_vec() } else { all.to_vec() }
}

/// That an example is of a class.
fn is_one(reading: &Reading<'_, '_>, class: &Found, example: &Found) -> Option<Draft> {
    let scan = reading.scan;
    let [value] = class.entries[..] else { return None };
    if class.part {
        return None;
    }
    let of = |id| subject::only(example, &|entry: EntryId| in_domain(scan, scan.glossary.property(id), entry));
    let mut taking = scan.glossary.taking(value).filter(|&id| {
        let other = |entry: EntryId| scan.glossary.kind(entry) != scan.glossary.kind(value);
        let fits = of(id).is_some_and(|entry| {
            other(entry) && dense::is_stated(reading, entry, id) || is_told_apart(scan, entry, id, value)
        });
        fits && !scan.glossary.property(id).origin
    });
    let (Some(id), None) = (taking.next(), taking.next()) else { return None };
    let subject = Subject { entry: of(id)?, run: example.run.clone(), unit: reading.id };
    let run: Run = class.run.clone();
    let made = draft(reading, id, subject, Valued { value: ClaimValue::Entry(value), run })?;
    Some(Draft { keyed: true, ..made })
}

/// Whether it is stated of an entry that it does not have a value: two of a kind may be taken for each other.
fn is_told_apart(scan: &Scan<'_>, entry: EntryId, property: PropertyId, value: EntryId) -> bool {
    let denied =
        |said: &Statement| said.property == property && !said.polarity && said.values.contains(&Value::Entry(value));
    scan.glossary.entry(entry).statements.iter().any(denied)
}

/// Whether a word only rounds off the name of a class.
pub(crate) fn is_noun(word: &str) -> bool {
    matches!(
        word,
        "model"
            | "models"
            | "llm"
            | "llms"
            | "architecture"
            | "architectures"
            | "transformer"
            | "transformers"
            | "language"
            | "based"
            | "-"
            | "模"
            | "型"
            | "架"
            | "构"
            | "结"
            | "类"
            | "大"
            | "的"
    )
}
