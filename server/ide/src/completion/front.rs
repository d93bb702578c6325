//! Completion in the front matter of glossary files: keys, types, properties, values, ids, citations.

use std::collections::{BTreeMap, BTreeSet};

use claims::Language;
use glossary::{EntryId, Glossary, Range};
use note::Span;

use super::{Completion, Kind, Labels, Wanted, offers, words::GUESS};
use crate::{
    entry_file::{self, Keys},
    kinds,
};

/// A key with what it is, in English and in Chinese.
pub(crate) type KeyOf = (&'static str, &'static str, &'static str);

/// The keys of an entry.
pub(crate) const ENTRY: [KeyOf; 10] = [
    ("type", "what kind of thing it is", "是什么类型"),
    ("prefLabel", "the label shown, per language", "显示的名称，按语言"),
    ("altLabel", "other labels, per language", "其他名称，按语言"),
    ("hiddenLabel", "odd spellings, never shown", "不显示的写法，只用于匹配"),
    ("aliases", "other labels, as Obsidian writes them", "其他名称（Obsidian 写法）"),
    ("caseSensitive", "labels that match only as written", "区分大小写的名称"),
    ("broader", "more general entries", "上位词条"),
    ("related", "entries worth reading next", "相关词条"),
    ("size", "the size that tells a member of a family", "区分同系列成员的规模"),
    ("statements", "what is asserted of it", "关于它的陈述"),
];

/// The keys of a statement.
pub(crate) const STATEMENT: [KeyOf; 14] = [
    ("property", "what is said", "陈述的属性"),
    ("value", "the value it has", "属性的值"),
    ("cite", "where it is from", "出处"),
    ("variant", "the size, version or stage it is limited to", "限定的规模、版本或阶段"),
    ("complete", "true where the list is closed", "列表是否完整"),
    ("accept", "further values that are tolerated", "也可接受的值"),
    ("than", "the other side of a comparison", "比较的另一方"),
    ("polarity", "false where the entry has it not", "为 false 表示没有该值"),
    ("says", "expressions that state the same", "表达同一内容的说法"),
    ("denies", "expressions that contradict it", "与之矛盾的说法"),
    ("refutes", "sentences that must be found wrong", "必须判错的例句"),
    ("allows", "sentences that must stay silent", "必须不报的例句"),
    ("as-of", "the date for which it is stated", "陈述对应的日期"),
    ("unit", "the unit of the value", "值的单位"),
];
const LANGUAGES: [KeyOf; 2] = [("en", "English", "英文"), ("zh", "Chinese", "中文")];

/// Keys with more to fill in than a value.
const SNIPPETS: [(&str, &str); 8] = [
    ("prefLabel", "prefLabel: {en: $1, zh: $2}"),
    ("altLabel", "altLabel: {en: [$1], zh: [$2]}"),
    ("hiddenLabel", "hiddenLabel: [$1]"),
    ("aliases", "aliases: [$1]"),
    ("caseSensitive", "caseSensitive: [$1]"),
    ("broader", "broader: [$1]"),
    ("related", "related: [$1]"),
    ("statements", "statements:\n  - {property: $1, value: $2, cite: \"@$3\"}"),
];

/// The offers at an offset of a glossary file's front matter; `None` elsewhere. What lies in a glossary is one of its
/// files from the first letter on.
pub(super) fn completions(
    glossary: &Glossary,
    labels: &Labels,
    text: &str,
    offset: u32,
    in_glossary: bool,
) -> Option<Vec<Completion>> {
    let front = if in_glossary { entry_file::begun(text) } else { entry_file::front_matter(text) }?;
    let keys = entry_file::keys_in(text, &front, offset)?;
    if !in_glossary && !entry_file::is_entry(text) {
        return Some(Vec::new());
    }
    let before = text.get(front.start as usize..offset as usize)?;
    let word = word_before(before);
    let replace = offset - word.len() as u32..offset;
    let lead = before.get(..before.len() - word.len()).unwrap_or_default();
    let own = |names: &[KeyOf]| names.iter().map(|&(name, en, zh)| (name.to_owned(), format!("{en} · {zh}"))).collect();
    let bare = text.get(offset as usize..).is_some_and(|rest| rest.starts_with(['\n', '\r']) || rest.is_empty());
    // In a list of ids an item is no key.
    let place = match place(lead) {
        Place::Key if ["broader", "related"].contains(&keys.top) => Place::Value,
        place => place,
    };
    let begins_line = matches!(place, Place::Line);
    let (names, kind): (Vec<(String, String)>, Kind) = match place {
        Place::Line => (own(&missing(text, &front)), Kind::Key),
        Place::Key if keys.top == "statements" && LISTS.contains(&keys.nearest) => (own(&LANGUAGES), Kind::Key),
        Place::Key if keys.top == "statements" => (own(&missing_of_statement(text, &front, lead.len())), Kind::Key),
        Place::Key if keys.top.ends_with("Label") => (own(&LANGUAGES), Kind::Key),
        Place::Key => return Some(Vec::new()),
        Place::Value => values(glossary, labels, text, keys),
    };
    let named = if kind == Kind::Entry { by_label(glossary, labels, &names, word, &replace) } else { Vec::new() };
    let mut offers = offers(names.into_iter(), word, &replace, kind);
    if !named.is_empty() {
        for offer in offers.iter_mut().filter(|offer| offer.label != word) {
            offer.rank += 1;
        }
        offers.retain(|offer| !named.iter().any(|named| named.label == offer.label && named.rank <= offer.rank));
        let met: BTreeSet<String> = offers.iter().map(|offer| offer.label.clone()).collect();
        offers.extend(named.into_iter().filter(|offer| !met.contains(&offer.label)));
    }
    for offer in offers.iter_mut().filter(|_| begins_line && bare) {
        let snippet = SNIPPETS.iter().find(|(key, _)| *key == offer.label);
        offer.snippet = snippet.map(|&(_, snippet)| snippet.to_owned());
    }
    Some(offers)
}

/// The keys of an entry that it has not yet, or that are being written.
fn missing(text: &str, front: &Span) -> Vec<KeyOf> {
    let front = text.get(front.start as usize..front.end as usize).unwrap_or_default();
    let has = |name: &str| front.lines().any(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(':')));
    ENTRY.into_iter().filter(|(name, ..)| !has(name)).collect()
}

/// The keys of a statement that it has not yet: `at` is where the cursor's word begins in the front matter.
fn missing_of_statement(text: &str, front: &Span, at: usize) -> Vec<KeyOf> {
    let front = text.get(front.start as usize..front.end as usize).unwrap_or_default();
    let (before, behind) = front.split_at_checked(at).unwrap_or_default();
    let from = before.match_indices("- ").filter(|&(at, _)| begins_line(before, at)).last().map_or(0, |(at, _)| at);
    let next = behind.match_indices("- ").find(|&(at, _)| begins_line(front, before.len() + at));
    let to = next.map_or(behind.len(), |(at, _)| at);
    let statement = [before.get(from..).unwrap_or_default(), behind.get(..to).unwrap_or_default()];
    let in_key = |c: char| c.is_alphanumeric() || c == '-';
    let has = |name: &str| {
        statement.iter().any(|part| {
            let own = |(at, _): (usize, &str)| {
                let rest = part.get(at + name.len()..).unwrap_or_default();
                rest.starts_with(':') && !part.get(..at).is_some_and(|lead| lead.ends_with(in_key))
            };
            part.match_indices(name).any(own)
        })
    };
    STATEMENT.into_iter().filter(|(name, ..)| !has(name)).collect()
}

/// Whether only blanks stand before a place on its line.
fn begins_line(text: &str, at: usize) -> bool {
    let line = text.get(..at).and_then(|before| before.rsplit('\n').next());
    line.is_some_and(|line| line.trim().is_empty())
}

/// Keys of a statement whose value is a text in two languages.
const LISTS: [&str; 4] = ["says", "denies", "refutes", "allows"];

/// What stands at a place of the front matter.
enum Place {
    /// A key at the beginning of a line.
    Line,
    /// A key inside.
    Key,
    /// A value.
    Value,
}

fn place(lead: &str) -> Place {
    if lead.is_empty() || lead.ends_with('\n') {
        return Place::Line;
    }
    let lead = lead.trim_end_matches([' ', '"', '\'', '@', '[']);
    let (braces, brackets) = (lead.rfind('{'), lead.rfind('['));
    let in_list = brackets > braces && lead.rfind(']') < brackets;
    let item =
        lead.ends_with('-') && !lead.lines().rev().nth(1).is_some_and(|line| line.trim_end().ends_with("value:"));
    if lead.ends_with('{') || lead.ends_with(',') && !in_list || lead.ends_with('\n') || item {
        Place::Key
    } else {
        Place::Value
    }
}

fn values(glossary: &Glossary, labels: &Labels, text: &str, keys: Keys<'_>) -> (Vec<(String, String)>, Kind) {
    match (keys.top, keys.nearest) {
        ("type", _) => (types(glossary), Kind::Value),
        // What is broader is mostly of the same type.
        ("broader" | "related", _) | ("statements", "than") => {
            let kind = entry_file::kind(text).unwrap_or_default().to_owned();
            let mut all = entries(glossary, labels, Some(&[kind]));
            let met: BTreeSet<String> = all.iter().map(|(name, _)| name.clone()).collect();
            all.extend(entries(glossary, labels, None).into_iter().filter(|(name, _)| !met.contains(name)));
            (all, Kind::Entry)
        }
        ("statements", "property") => {
            let of = |property: &&glossary::Property| {
                (property.name.clone(), format!("{} · {}", property.label.en, property.label.zh))
            };
            // What is said of entries of this type comes first.
            let kind = entry_file::kind(text).unwrap_or_default();
            let fits = |property: &&glossary::Property| property.domain.iter().any(|of| of == kind);
            let (own, other): (Vec<_>, Vec<_>) = glossary.properties().iter().partition(fits);
            (own.iter().chain(&other).map(of).collect(), Kind::Property)
        }
        ("statements", "value" | "accept") => {
            let property = glossary.properties().iter().find(|property| property.name == keys.property);
            match property.map(|property| &property.range) {
                Some(Range::Entry(kinds)) => (entries(glossary, labels, Some(kinds)), Kind::Entry),
                Some(Range::Choice(choices) | Range::Order(choices) | Range::Direction(choices)) => {
                    let of = |choice: &glossary::Choice| {
                        (choice.name.clone(), format!("{} · {}", choice.label.en, choice.label.zh))
                    };
                    (choices.iter().map(of).collect(), Kind::Value)
                }
                _ => (Vec::new(), Kind::Value),
            }
        }
        ("statements", "cite") => (sources(glossary, text), Kind::Source),
        _ => (Vec::new(), Kind::Value),
    }
}

/// The sources that can be cited behind an `@`; `None` where there is none.
pub(super) fn citations(glossary: &Glossary, text: &str, offset: u32) -> Option<Vec<Completion>> {
    let word = cited(text, offset)?;
    Some(offers(sources(glossary, text).into_iter(), word, &(offset - word.len() as u32..offset), Kind::Source))
}

/// What is typed of a source's key behind an `@`; `None` where there is none, or it is one of an address.
pub(super) fn cited(text: &str, offset: u32) -> Option<&str> {
    let before = text.get(..offset as usize)?;
    let word = word_before(before);
    let lead = before.strip_suffix(word)?.strip_suffix('@')?;
    (!lead.ends_with(|c: char| c.is_alphanumeric() && c.is_ascii())).then_some(word)
}

/// The sources by their keys, those first that a text cites already, then a workspace's own.
fn sources(glossary: &Glossary, text: &str) -> Vec<(String, String)> {
    let cited: BTreeSet<&str> =
        text.split('@').skip(1).map(|rest| rest.split(ends_key).next().unwrap_or(rest)).collect();
    let builtin: BTreeSet<&str> = Glossary::builtin().sources().map(|source| source.key.as_str()).collect();
    let mut sources: Vec<&glossary::Source> = glossary.sources().collect();
    sources.sort_by_key(|source| {
        let key = source.key.as_str();
        (!cited.contains(key), builtin.contains(key), key)
    });
    let of = |source: &glossary::Source| (source.key.clone(), crate::source_name(source));
    sources.into_iter().map(of).collect()
}

fn ends_key(c: char) -> bool {
    !(c.is_alphanumeric() || "-_.".contains(c))
}

fn types(glossary: &Glossary) -> Vec<(String, String)> {
    let mut names: Vec<&str> = glossary.ids().map(|id| glossary.kind_name(id)).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|name| (name.to_owned(), kinds::kind(name, Language::Zh))).collect()
}

fn entries(glossary: &Glossary, labels: &Labels, kinds: Option<&[String]>) -> Vec<(String, String)> {
    let wanted =
        |id: &glossary::EntryId| kinds.is_none_or(|kinds| kinds.iter().any(|kind| kind == glossary.kind_name(*id)));
    let of = |id| {
        let (name, en, zh) = labels.names(id);
        (name.to_owned(), format!("{en} · {zh}"))
    };
    glossary.ids().filter(wanted).map(of).collect()
}

/// The ids of entries that have a label which fits a word: what is looked for is mostly known by a name.
fn by_label(
    glossary: &Glossary,
    labels: &Labels,
    names: &[(String, String)],
    word: &str,
    replace: &Span,
) -> Vec<Completion> {
    if word.is_empty() {
        return Vec::new();
    }
    let wanted = Wanted::new(word);
    let mut best: BTreeMap<EntryId, (u32, String)> = BTreeMap::new();
    for label in labels.all() {
        let direct = || {
            let rank = wanted.rank(label).filter(|&rank| rank < GUESS)?;
            Some((if wanted.is(label) { 0 } else { rank + 1 }, label.text.to_owned()))
        };
        let Some(fit) = direct().or_else(|| Some((GUESS, wanted.spelled(label)?))) else { continue };
        best.entry(label.entry).and_modify(|known| *known = fit.clone().min(known.clone())).or_insert(fit);
    }
    let offer = |(name, detail): &(String, String)| {
        let (rank, filter) = best.get(&glossary.named(name)?)?.clone();
        let completion = Completion::new(name, replace.clone());
        Some(Completion { detail: detail.clone(), kind: Kind::Entry, rank, filter, ..completion })
    };
    names.iter().filter_map(offer).collect()
}

/// The word before the cursor, as ids and keys are written.
fn word_before(before: &str) -> &str {
    let start = before.char_indices().rev().take_while(|&(_, c)| !ends_key(c)).last();
    start.and_then(|(at, _)| before.get(at..)).unwrap_or_default()
}
