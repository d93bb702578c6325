//! Completion in the front matter of glossary files: keys, types, properties, values, ids, citations.

use glossary::{Glossary, Range};

use super::{Completion, Kind, offers};
use crate::entry_file::{self, Keys};

/// The keys of an entry, of a statement, of a text in two languages, and what each is.
const ENTRY: [(&str, &str); 9] = [
    ("type", "what kind of thing it is"),
    ("prefLabel", "the label shown, per language"),
    ("altLabel", "other labels, per language"),
    ("hiddenLabel", "odd spellings, never shown"),
    ("caseSensitive", "labels that match only as written"),
    ("broader", "more general entries"),
    ("related", "entries worth reading next"),
    ("size", "the size that tells a member of a family"),
    ("statements", "what is asserted of it"),
];
const STATEMENT: [(&str, &str); 12] = [
    ("property", "what is said"),
    ("value", "the value it has"),
    ("cite", "where it is from"),
    ("variant", "the size, version or stage it is limited to"),
    ("complete", "true where the list is closed"),
    ("accept", "further values that are tolerated"),
    ("than", "the other side of a comparison"),
    ("polarity", "false where the entry has it not"),
    ("says", "expressions that state the same"),
    ("denies", "expressions that contradict it"),
    ("refutes", "sentences that must be found wrong"),
    ("allows", "sentences that must stay silent"),
];
const LANGUAGES: [(&str, &str); 2] = [("en", "English"), ("zh", "中文")];

/// The offers at an offset of a glossary file's front matter; `None` elsewhere.
pub(super) fn completions(glossary: &Glossary, text: &str, offset: u32) -> Option<Vec<Completion>> {
    let keys = entry_file::keys_at(text, offset)?;
    if !entry_file::is_entry(text) {
        return Some(Vec::new());
    }
    let front = entry_file::front_matter(text)?;
    let before = text.get(front.start as usize..offset as usize)?;
    let word = word_before(before);
    let replace = offset - word.len() as u32..offset;
    let lead = before.get(..before.len() - word.len()).unwrap_or_default();
    let own = |names: &[(&str, &str)]| names.iter().map(|&(name, is)| (name.to_owned(), is.to_owned())).collect();
    let (names, kind): (Vec<(String, String)>, Kind) = match place(lead) {
        Place::Line => (own(&ENTRY), Kind::Key),
        Place::Key if keys.top == "statements" && LISTS.contains(&keys.nearest) => (own(&LANGUAGES), Kind::Key),
        Place::Key if keys.top == "statements" => (own(&STATEMENT), Kind::Key),
        Place::Key if keys.top.ends_with("Label") => (own(&LANGUAGES), Kind::Key),
        Place::Key => return Some(Vec::new()),
        Place::Value => values(glossary, keys),
    };
    Some(offers(names.into_iter(), word, &replace, kind))
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

fn values(glossary: &Glossary, keys: Keys<'_>) -> (Vec<(String, String)>, Kind) {
    match (keys.top, keys.nearest) {
        ("type", _) => (types(glossary), Kind::Value),
        ("broader" | "related", _) | ("statements", "than") => (entries(glossary, None), Kind::Entry),
        ("statements", "property") => {
            let of = |property: &glossary::Property| {
                (property.name.clone(), format!("{} · {}", property.label.en, property.label.zh))
            };
            (glossary.properties().iter().map(of).collect(), Kind::Property)
        }
        ("statements", "value" | "accept") => {
            let property = glossary.properties().iter().find(|property| property.name == keys.property);
            match property.map(|property| &property.range) {
                Some(Range::Entry(kinds)) => (entries(glossary, Some(kinds)), Kind::Entry),
                Some(Range::Choice(choices) | Range::Order(choices) | Range::Direction(choices)) => {
                    let of = |choice: &glossary::Choice| (choice.name.clone(), choice.label.en.clone());
                    (choices.iter().map(of).collect(), Kind::Value)
                }
                _ => (Vec::new(), Kind::Value),
            }
        }
        ("statements", "cite") => {
            let of = |source: &glossary::Source| (source.key.clone(), format!("{}: {}", source.short, source.title));
            (glossary.sources().map(of).collect(), Kind::Source)
        }
        _ => (Vec::new(), Kind::Value),
    }
}

fn types(glossary: &Glossary) -> Vec<(String, String)> {
    let mut names: Vec<&str> = glossary.ids().map(|id| glossary.kind_name(id)).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|name| (name.to_owned(), String::new())).collect()
}

fn entries(glossary: &Glossary, kinds: Option<&[String]>) -> Vec<(String, String)> {
    let wanted =
        |id: &glossary::EntryId| kinds.is_none_or(|kinds| kinds.iter().any(|kind| kind == glossary.kind_name(*id)));
    let of = |id| {
        let entry = glossary.entry(id);
        (entry.name.clone(), format!("{} · {}", entry.pref_label.en, entry.pref_label.zh))
    };
    glossary.ids().filter(wanted).map(of).collect()
}

/// The word before the cursor, as ids and keys are written.
fn word_before(before: &str) -> &str {
    let start = before.char_indices().rev().take_while(|(_, c)| c.is_alphanumeric() || "-_.".contains(*c)).last();
    start.and_then(|(at, _)| before.get(at..)).unwrap_or_default()
}
