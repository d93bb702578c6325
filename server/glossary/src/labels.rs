//! The dictionary of labels and words.
//!
//! A key is the folded text of a label's tokens, one after the other without what joins them; a space stands only
//! between two numbers, so that `2 7B` and `27B` differ. Whoever looks a text up does the same ([`key`]).

use std::collections::BTreeMap;

use note::{Joint, Style, Token, TokenKind};

use crate::{
    Entry, EntryId,
    index::{Index, NewLabel, Slot},
    problem::{Place, Problem},
    store::Store,
    vocabulary::Vocabulary,
};

/// A label of this many letters or fewer must be written without spaces in it.
const TIGHT: usize = 3;

/// The keys of all labels and words. Those of the index beneath are in only where something is added to them.
pub(crate) fn slots(
    entries: &Store<Entry>,
    vocabulary: &Vocabulary,
    beneath: Option<&Index>,
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, Slot> {
    let mut adding = Adding { entries, beneath, slots: BTreeMap::new(), problems };
    for (form, word) in vocabulary.forms() {
        adding.slot(form.to_owned()).word = Some(word);
    }
    for at in entries.first()..entries.len() {
        for (text, hidden) in labels_of(entries, entries.get(at)) {
            adding.add(EntryId(at as u32), &text, hidden);
        }
    }
    adding.slots
}

/// The key of a text as the dictionary has it.
pub(crate) fn key(text: &str) -> String {
    LabelPart::new(text).key
}

/// A part of a label as the dictionary has it, to be looked up with others before or behind it.
#[derive(Clone, Debug)]
pub struct LabelPart {
    key: String,
    /// Whether it begins, and whether it ends, with a number.
    begins: bool,
    ends: bool,
}

impl LabelPart {
    /// The part that a text is.
    pub fn new(text: &str) -> Self {
        let mut tokens = Vec::new();
        note::token::tokenize(text, 0, text.len(), Style::PLAIN, Joint::Break, &mut tokens);
        let is_number = |token: &Token| token.kind == TokenKind::Number;
        let begins = tokens.first().is_some_and(is_number);
        let mut key = String::new();
        let mut ends = false;
        for token in tokens {
            if ends && is_number(&token) {
                key.push(' ');
            }
            ends = is_number(&token);
            note::token::fold(text.get(token.start as usize..token.end as usize).unwrap_or_default(), &mut key);
        }
        Self { key, begins, ends }
    }
}

/// The key of a text in several parts.
pub(crate) fn joined(parts: &[&LabelPart]) -> String {
    let mut key = String::new();
    let mut number = false;
    for part in parts {
        if number && part.begins {
            key.push(' ');
        }
        number = part.ends;
        key.push_str(&part.key);
    }
    key
}

/// The labels of an entry, and whether each is hidden. A member of a family that differs by size has the family's
/// labels followed by the size.
fn labels_of(entries: &Store<Entry>, entry: &Entry) -> Vec<(String, bool)> {
    let own = [&entry.pref_label.en, &entry.pref_label.zh].into_iter();
    let own = own.chain(&entry.alt_label.en).chain(&entry.alt_label.zh).map(|label| (label.clone(), false));
    let mut labels: Vec<(String, bool)> =
        own.chain(entry.hidden_label.iter().map(|label| (label.clone(), true))).collect();
    if let Some(size) = &entry.size {
        let families = entry.broader.iter().map(|id| entries.get(id.0 as usize));
        for family in families.filter(|family| family.kind == entry.kind && family.size.is_none()) {
            labels.extend(labels_of(entries, family).into_iter().map(|(label, _)| (format!("{label} {size}"), true)));
        }
    }
    labels.retain(|(label, _)| !label.trim().is_empty());
    labels
}

/// Labels that are being put under their keys.
struct Adding<'a> {
    entries: &'a Store<Entry>,
    beneath: Option<&'a Index>,
    slots: BTreeMap<String, Slot>,
    problems: &'a mut Vec<Problem>,
}

impl Adding<'_> {
    fn add(&mut self, id: EntryId, text: &str, hidden: bool) {
        let entry = self.entries.get(id.0 as usize);
        let base = key(text);
        if base.is_empty() {
            let message = format!("the label {text:?} has no letters and can never be found");
            let place = Place::file(&entry.file);
            self.problems.push(Problem::error("glossary/label-matches-nothing", place, message, "remove it"));
            return;
        }
        let exact = entry.case_sensitive.iter().any(|label| label == text).then(|| text.to_owned());
        let tight = base.chars().count() <= TIGHT;
        let plural = exact.is_none() && !tight;
        for key in std::iter::once(base.clone()).chain(plural.then(|| plurals(text, &base)).into_iter().flatten()) {
            self.add_key(key, text, NewLabel { entry: id, exact: exact.clone(), tight, hidden });
        }
    }

    /// What a key is, with what it is beneath.
    fn slot(&mut self, key: String) -> &mut Slot {
        let beneath = |key: &String| self.beneath.map(|beneath| beneath.slot(key)).unwrap_or_default();
        self.slots.entry(key).or_insert_with_key(beneath)
    }

    fn add_key(&mut self, key: String, text: &str, new: NewLabel) {
        let (entry, hidden) = (new.entry, new.hidden);
        let slot = self.slot(key);
        let mut alike = slot.labels.iter().filter(|label| label.exact == new.exact).map(|label| label.entry);
        let other = alike.clone().find(|&other| other != entry);
        if alike.any(|other| other == entry) {
            return;
        }
        slot.labels.push(new);
        if let Some(other) = other.filter(|_| !hidden) {
            let file = |id: EntryId| self.entries.get(id.0 as usize).file.as_str();
            let message = format!("the label {text:?} is also claimed by {}", file(other));
            let place = Place::file(file(entry));
            self.problems.push(Problem::error("glossary/label-clash", place, message, "keep it where it belongs"));
        }
    }
}

/// Regular English plurals of a label: of its last word, and of its first in `mixture of experts`.
fn plurals(text: &str, base: &str) -> Vec<String> {
    let latin = base.ends_with(|c: char| c.is_ascii_lowercase());
    if !latin || base.ends_with('s') && !base.ends_with("ss") {
        return Vec::new();
    }
    let plural = |word: &str| match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if word.ends_with(['s', 'x']) || word.ends_with("ch") || word.ends_with("sh") => format!("{word}es"),
        _ => format!("{word}s"),
    };
    let mut plurals = vec![plural(base)];
    if let Some((head, rest)) = text.split_once(" of ") {
        plurals.push(key(&format!("{} of {rest}", plural(head))));
    }
    plurals
}
