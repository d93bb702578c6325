//! Members of a family that are named by the number of their generation alone: below `ChatGLM` `二代支持 …`, `初代是 …`,
//! below `LLaMA` a title `v2 (July 2023)`, `The second generation has …`.
//!
//! The number picks the member whose label is the family's with it (`ChatGLM 2`, `DeepSeek-V3`); the first has none, and
//! is what bears the family's name. Of a generation without such a label nothing is known, and the family is not meant.

use glossary::EntryId;
use note::{Joint, TokenKind, UnitId};

use super::{
    Subject,
    context::{Topic, from_context},
    only,
};
use crate::{
    reading::Reading,
    scan::{Found, Run, Scan},
};

/// The member that a unit opens with, if it opens with a generation.
pub(super) fn opening(reading: &Reading<'_, '_>, accept: &dyn Fn(EntryId) -> bool) -> Topic {
    let scan = reading.scan;
    let Some((number, run)) = at(scan, reading.unit.opening(), reading.unit.tokens.end) else { return Topic::None };
    // `第一代 LLaMA`: of what it names itself.
    let of = u32::from(run.end < reading.unit.tokens.end && scan.folded(run.end) == "of");
    let named = |mention: &Found| mention.run.start == run.end + of;
    let beside = scan.mentions_of(reading.id).iter().find(|mention| named(mention));
    let beside = beside.and_then(|mention| {
        let entry = only(mention, &|entry| bears(scan, entry))?;
        Some(Subject { entry, run: mention.run.clone(), unit: reading.id })
    });
    let context = || from_context(reading, &|entry| bears(scan, entry)).into_iter().next();
    let Some(family) = &beside.or_else(context) else { return Topic::None };
    match member(scan, family, &number) {
        Some(entry) if accept(entry) => Topic::One(Subject { entry, run, unit: reading.id }),
        _ => Topic::Other,
    }
}

/// The generation that a title or an item is about: it opens with that, and at most dates it.
pub(super) fn of_place(scan: &Scan<'_>, id: UnitId) -> Option<(String, Run)> {
    let unit = scan.note.unit(id);
    let (number, run) = at(scan, unit.opening(), unit.tokens.end)?;
    let dated = |at: u32| {
        let kind = scan.kind(at);
        let amount = scan.amounts_of(id).iter().any(|amount| amount.run.contains(&at));
        amount || matches!(kind, TokenKind::Punct | TokenKind::Number)
    };
    let rest = |end: u32| (end..unit.tokens.end).all(dated);
    (rest(run.end) || unit.key.is_some_and(|key| key.end <= run.end + 1)).then_some((number, run))
}

/// Whether generations can go by an entry's name: a family, or who made it where the family has that name.
pub(super) fn bears(scan: &Scan<'_>, entry: EntryId) -> bool {
    matches!(scan.glossary.kind_name(entry), "model" | "organization")
}

/// The member of a family by the number of its generation.
pub(super) fn member(scan: &Scan<'_>, family: &Subject, number: &str) -> Option<EntryId> {
    let glossary = scan.glossary;
    let (named, name) = (scan.source(&family.run), &glossary.entry(family.entry).pref_label.en);
    let model = |entry: EntryId| glossary.kind_name(entry) == "model";
    if number == "1" {
        return model(family.entry).then(|| first_of(scan, family.entry));
    }
    let labels = [named, name].map(|name| [format!("{name} {number}"), format!("{name} V{number}")]);
    let found = labels.iter().flatten().flat_map(|label| glossary.find(label));
    let mut found: Vec<EntryId> = found.filter(|&found| found != family.entry && model(found)).collect();
    found.sort_unstable();
    found.dedup();
    match found[..] {
        [one] => Some(one),
        _ => None,
    }
}

/// A generation that is named from a token on, with the words that name it.
fn at(scan: &Scan<'_>, start: u32, end: u32) -> Option<(String, Run)> {
    let word = |at: u32| if at < end { scan.folded(at) } else { "" };
    chinese(&word, start).or_else(|| versioned(scan, &word, start)).or_else(|| counted(&word, start))
}

/// `二代`, `第三代`, `初代`.
fn chinese<'w>(word: &dyn Fn(u32) -> &'w str, start: u32) -> Option<(String, Run)> {
    let first = start + u32::from(word(start) == "第");
    let number = match word(first) {
        "一" | "初" => "1",
        "二" => "2",
        "三" => "3",
        "四" => "4",
        _ => return None,
    };
    // `一代又一代`, `一代人`.
    let other = matches!(word(first + 2), "又" | "人" | "一" | "代" | "、" | "和" | "与" | "到" | "至");
    (word(first + 1) == "代" && !other).then(|| (number.to_owned(), start..first + 2))
}

/// `v2`, `V3.1`, `version 2`.
fn versioned<'w>(scan: &Scan<'_>, word: &dyn Fn(u32) -> &'w str, start: u32) -> Option<(String, Run)> {
    let number = |text: &str| text.starts_with(|c: char| ('1'..='9').contains(&c)) && text.len() <= 3;
    if let Some(digits) = word(start).strip_prefix('v').filter(|digits| number(digits)) {
        return Some((digits.to_owned(), start..start + 1));
    }
    let glued = word(start) == "v" && scan.token(start + 1).joint == Joint::Glued;
    ((glued || word(start) == "version") && number(word(start + 1)))
        .then(|| (word(start + 1).to_owned(), start..start + 2))
}

/// `The second generation`, `the first version`.
fn counted<'w>(word: &dyn Fn(u32) -> &'w str, start: u32) -> Option<(String, Run)> {
    let first = start + u32::from(word(start) == "the");
    let number = match word(first) {
        "first" | "original" => "1",
        "second" => "2",
        "third" => "3",
        "fourth" => "4",
        _ => return None,
    };
    let named = matches!(word(first + 1), "generation" | "version" | "iteration");
    let alone = !matches!(word(first + 2), "of" | "'s");
    (named && alone).then(|| (number.to_owned(), start..first + 2))
}

/// The first generation: what bears the family's name and a size, if one alone does, else the family.
fn first_of(scan: &Scan<'_>, family: EntryId) -> EntryId {
    let glossary = scan.glossary;
    let name = &glossary.entry(family).pref_label.en;
    let sized = |member: &EntryId| {
        let rest = glossary.entry(*member).pref_label.en.strip_prefix(name.as_str());
        let size = rest.and_then(|rest| rest.strip_prefix(['-', ' ']));
        size.is_some_and(|size| size.starts_with(|c: char| c.is_ascii_digit()) && size.ends_with(['B', 'M']))
    };
    match glossary.narrower_of(family).into_iter().filter(sized).collect::<Vec<_>>()[..] {
        [member] => member,
        _ => family,
    }
}
