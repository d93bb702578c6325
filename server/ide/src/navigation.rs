//! From a term to where it is meant: what stands at the cursor, where else it stands, the terms that a query names.

use std::collections::{BTreeMap, BTreeSet};

use claims::{Analysis, Language};
use glossary::{EntryId, Glossary};
use note::Span;

use crate::{
    citation::{self, of_key},
    completion::{Label, Labels, Wanted},
    entry_file::{self, Item, ItemKind},
    kinds,
};

/// A term at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The words.
    pub span: Span,
    /// What they may mean.
    pub entries: Vec<EntryId>,
}

/// The term at an offset: a mention, or an id or label in a glossary file. `stem` is that of the file's name.
pub fn named_at(glossary: &Glossary, text: &str, analysis: &Analysis, stem: &str, offset: u32) -> Option<Named> {
    if entry_file::is_entry(text) && entry_file::keys_at(text, offset).is_some() {
        let Item { span, kind } = entry_file::item_at(text, offset)?;
        let name = match kind {
            ItemKind::Label => stem,
            ItemKind::Entry | ItemKind::Value => text.get(span.start as usize..span.end as usize)?,
            _ => return None,
        };
        return Some(Named { span, entries: vec![glossary.named(name)?] });
    }
    let mention = crate::mention_at(analysis, offset)?;
    Some(Named { span: mention.span.clone(), entries: mention.entries.to_vec() })
}

/// What is named by its key instead of a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoted {
    /// A source, in a citation of a note or a glossary file.
    Source,
    /// A property, in a glossary file.
    Property,
}

/// The key at an offset, without its `@`.
pub fn quoted_at(text: &str, offset: u32) -> Option<(Span, Quoted)> {
    if entry_file::is_entry(text) && entry_file::keys_at(text, offset).is_some() {
        let Item { span, kind } = entry_file::item_at(text, offset)?;
        let quoted = match kind {
            ItemKind::Citation => Quoted::Source,
            ItemKind::Property => Quoted::Property,
            _ => return None,
        };
        return Some((span, quoted));
    }
    let (before, behind) = text.split_at_checked(offset as usize)?;
    let at_sign = behind.starts_with('@') && !before.ends_with(of_key);
    let start = if at_sign { offset as usize + 1 } else { before.trim_end_matches(of_key).len() };
    let lead = text.get(..start)?;
    // `@key` where it is cited, `@article{key` where it is described.
    let described = lead.strip_suffix('{').map(|lead| lead.trim_end_matches(|c: char| c.is_ascii_alphabetic()));
    described.unwrap_or(lead).strip_suffix('@').filter(|lead| !lead.ends_with(of_key))?;
    let key = citation::key(text.get(start..)?);
    (!key.is_empty()).then(|| (start as u32..(start + key.len()) as u32, Quoted::Source))
}

/// Where a note or a glossary file cites a source: its key, without the `@`.
pub fn citations<'t>(text: &'t str, key: &'t str) -> impl Iterator<Item = Span> + 't {
    citation::keys(text).filter(move |(_, cited)| *cited == key).map(|(span, _)| span)
}

/// Where a note mentions an entry.
pub fn occurrences(analysis: &Analysis, entry: EntryId) -> impl Iterator<Item = Span> + '_ {
    let of = analysis.mentions.iter().filter(move |mention| mention.entries.contains(&entry));
    of.map(|mention| mention.span.clone())
}

/// The place of an entry's name in its file: the label shown, or the file's beginning.
pub fn name_in(text: &str) -> Span {
    let label = entry_file::items(text).into_iter().find(|item| item.kind == ItemKind::Label);
    label.map_or(0..0, |item| item.span)
}

/// How well a label fits that is spelled by its pinyin.
const SPELLED: u32 = 3;

/// A term that a query names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// The label that fits.
    pub label: String,
    /// The entry.
    pub entry: EntryId,
    /// Its type.
    pub kind: String,
    /// How well it fits: less is better.
    pub rank: u32,
}

/// The terms with a label that a query begins or abbreviates, by its pinyin too, each once, the best first; at most
/// `limit`.
pub fn symbols(glossary: &Glossary, labels: &Labels, query: &str, limit: usize) -> Vec<Symbol> {
    let wanted = Wanted::new(query);
    let rank = |label: Label<'_>| wanted.rank(label).or_else(|| wanted.spelled(label).map(|_| SPELLED));
    // What is asked for in full comes first, then the shortest of those that fit as well, as labels are kept. A term is
    // shown by its preferred label where that fits no worse, unless another is asked for in full.
    let mut ranked: Vec<_> =
        labels.all().filter_map(|label| Some((2 * rank(label)? + u32::from(!wanted.is(label)), label))).collect();
    let mut preferred: BTreeMap<EntryId, (u32, bool, &str)> = BTreeMap::new();
    for (rank, label) in ranked.iter().filter(|(_, label)| label.preferred) {
        let this = (*rank, label.zh, label.text);
        preferred.entry(label.entry).and_modify(|known| *known = this.min(*known)).or_insert(this);
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    let mut met = BTreeSet::new();
    let once = ranked.into_iter().filter(|(_, label)| met.insert(label.entry));
    let symbol = |(rank, label): (u32, Label<'_>)| {
        let as_well = |(other, ..): &&(u32, bool, &str)| *other == rank && !wanted.is(label);
        let shown = preferred.get(&label.entry).filter(as_well).map_or(label.text, |(.., text)| *text);
        let language = if shown.contains(note::token::is_han) { Language::Zh } else { Language::En };
        let kind = kinds::kind(glossary.kind_name(label.entry), language);
        Symbol { label: shown.to_owned(), entry: label.entry, kind, rank }
    };
    once.take(limit).map(symbol).collect()
}

#[cfg(test)]
mod tests {
    use note::Note;

    use super::*;

    #[track_caller]
    fn check(marked: &str, words: &str, entry: &str) {
        let offset = marked.find("$0").expect("a cursor") as u32;
        let text = marked.replace("$0", "");
        let glossary = Glossary::builtin();
        let analysis = claims::analyze(glossary, &text, &Note::parse(&text));
        let named = named_at(glossary, &text, &analysis, "lora", offset).expect("a term");
        assert_eq!(&text[named.span.start as usize..named.span.end as usize], words);
        assert_eq!(glossary.entry(named.entries[0]).name, entry);
    }

    #[test]
    fn terms_in_notes_and_glossary_files() {
        check("用前缀$0解码器吧。", "前缀解码器", "prefix-decoder");
        check("Prefix LM$0s see it.", "Prefix LMs", "prefix-decoder");
        check("---\ntype: technique\nprefLabel: {en: Lo$0RA}\n---\n", "LoRA", "lora");
        check(
            "---\ntype: technique\nprefLabel: {en: LoRA}\nrelated: [prefix-decoder$0]\n---\n",
            "prefix-decoder",
            "prefix-decoder",
        );
    }

    #[test]
    fn symbols_by_letters_characters_and_pinyin() {
        static LABELS: std::sync::OnceLock<Labels> = std::sync::OnceLock::new();
        let labels = LABELS.get_or_init(|| Labels::new(Glossary::builtin()));
        for query in ["prefix dec", "前缀解", "qianzhuijiema", "qzjmq"] {
            let found = symbols(Glossary::builtin(), labels, query, 10);
            let names: Vec<&str> =
                found.iter().map(|found| Glossary::builtin().entry(found.entry).name.as_str()).collect();
            assert!(names.contains(&"prefix-decoder"), "{query}: {names:?}");
        }
    }

    #[test]
    fn a_symbol_is_shown_by_its_preferred_label_or_the_one_asked_for() {
        let labels = Labels::new(Glossary::builtin());
        let first = |query: &str| {
            let found = symbols(Glossary::builtin(), &labels, query, 10).remove(0);
            (found.label, found.kind)
        };
        let of = |label: &str, kind: &str| (label.to_owned(), kind.to_owned());
        assert_eq!(first("qianzhuijiema"), of("前缀解码器", "架构"));
        assert_eq!(first("前缀解码"), of("前缀解码", "架构"));
        assert_eq!(first("prefix LM"), of("prefix LM", "architecture"));
        assert_eq!(first("xuanzhuanwei"), of("旋转位置编码", "位置编码"));
        assert_eq!(first("kv cach"), of("KV cache", "technique"));
    }

    #[test]
    fn keys_of_sources_and_properties() {
        let at = |marked: &str| {
            let offset = marked.find("$0").expect("a cursor") as u32;
            let text = marked.replace("$0", "");
            let (span, quoted) = quoted_at(&text, offset)?;
            Some((text[span.start as usize..span.end as usize].to_owned(), quoted))
        };
        let source = |key: &str| Some((key.to_owned(), Quoted::Source));
        for marked in [
            "见 [@va$0swani2017attention, §3]",
            "[$0@vaswani2017attention]",
            "@vaswani2017attention$0.",
            "@vaswani2017attention.$0",
        ] {
            assert_eq!(at(marked), source("vaswani2017attention"), "{marked}");
        }
        assert_eq!(at("@article{va$0swani2017attention,\n  title = {X}}"), source("vaswani2017attention"));
        for marked in ["{va$0swani", "a@va$0swani", "va$0swani", "$0", "@$0 x", "x $0@ y"] {
            assert_eq!(at(marked), None, "{marked}");
        }
        let entry =
            "---\ntype: model\nprefLabel: {en: X}\nstatements:\n  - {property: arch$0itecture, value: x}\n---\n";
        assert_eq!(at(entry), Some(("architecture".to_owned(), Quoted::Property)));
    }

    #[test]
    fn a_source_is_cited_by_its_whole_key() {
        let text = "[@doe2020, §1]、@doe2020. @doe2020b a@doe2020 @misc{doe2020, doe2020";
        let starts: Vec<u32> = citations(text, "doe2020").map(|span| span.start).collect();
        assert_eq!(starts, [2, 19]);
    }

    #[test]
    fn all_spellings_are_occurrences() {
        let text = "前缀解码器（prefix decoder）就是 prefix LM。";
        let glossary = Glossary::builtin();
        let analysis = claims::analyze(glossary, text, &Note::parse(text));
        let entry = glossary.named("prefix-decoder").expect("known");
        let words: Vec<&str> =
            occurrences(&analysis, entry).map(|span| &text[span.start as usize..span.end as usize]).collect();
        assert_eq!(words, ["前缀解码器", "prefix decoder", "prefix LM"]);
    }

    #[test]
    fn symbols_by_any_label() {
        let glossary = Glossary::builtin();
        let labels = Labels::new(glossary);
        for query in ["prefix dec", "前缀解码"] {
            let symbols = symbols(glossary, &labels, query, 5);
            assert_eq!(glossary.entry(symbols[0].entry).name, "prefix-decoder", "{query}");
        }
        assert_eq!(symbols(glossary, &labels, "", 7).len(), 7);
    }
}
