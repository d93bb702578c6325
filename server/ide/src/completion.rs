//! Terms to complete: every label of the glossary that what is typed may begin or abbreviate.

use claims::Language;
use glossary::{EntryId, Glossary};
use note::{Note, Span};

use crate::card;

/// A term offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is inserted and shown.
    pub label: String,
    /// What typed text is held against: the label with the entry's other names.
    pub filter: String,
    /// The label in the other language, or the type.
    pub detail: String,
    /// The entry, for its documentation.
    pub entry: EntryId,
    /// What is replaced.
    pub replace: Span,
    /// Order among the offers.
    pub rank: u32,
}

/// At most this many terms are offered; more typing narrows them.
pub const LIMIT: usize = 200;

/// The terms offered at an offset, the best first, and whether some were left out.
pub fn completions(glossary: &Glossary, text: &str, note: &Note, offset: u32) -> (Vec<Completion>, bool) {
    if note.opaque.iter().any(|span| span.start < offset && offset < span.end) {
        return (Vec::new(), false);
    }
    let replace = word_before(text, offset);
    let typed = fold(text.get(replace.start as usize..replace.end as usize).unwrap_or_default());
    let mut offers: Vec<Completion> = Vec::new();
    for label in glossary.labels() {
        if label.hidden {
            continue;
        }
        let Some(rank) = rank(&typed, &fold(label.text)) else { continue };
        let entry = glossary.entry(label.entry);
        let other =
            if label.language == glossary::LabelLanguage::Zh { &entry.pref_label.en } else { &entry.pref_label.zh };
        offers.push(Completion {
            label: label.text.to_owned(),
            filter: label.text.to_owned(),
            detail: if other == label.text { entry.kind.clone() } else { other.clone() },
            entry: label.entry,
            replace: replace.clone(),
            rank: rank * 2 + u32::from(!label.preferred),
        });
    }
    offers.sort_by(|a, b| (a.rank, a.label.len(), &a.label).cmp(&(b.rank, b.label.len(), &b.label)));
    offers.dedup_by(|a, b| a.label == b.label && a.entry == b.entry);
    let cut = offers.len() > LIMIT;
    offers.truncate(LIMIT);
    (offers, cut)
}

/// The documentation of a term offered.
pub fn documentation(glossary: &Glossary, entry: EntryId, language: Language) -> String {
    card::card(glossary, entry, language).markdown()
}

/// The word (or run of Chinese characters) that ends at an offset.
fn word_before(text: &str, offset: u32) -> Span {
    let before = text.get(..offset as usize).unwrap_or_default();
    let mut start = before.len();
    let mut han = None;
    for (at, c) in before.char_indices().rev().take(48) {
        let is_han = note::token::is_han(c);
        if !(c.is_alphanumeric() || matches!(c, '-' | '_')) || han.is_some_and(|han| han != is_han) {
            break;
        }
        han = Some(is_han);
        start = at;
    }
    start as u32..offset
}

/// How well what is typed fits a label: at its beginning, at the beginning of a word in it, as its letters in order.
pub(crate) fn rank(typed: &str, label: &str) -> Option<u32> {
    if typed.is_empty() || label.starts_with(typed) {
        return Some(0);
    }
    let squeezed: String = label.chars().filter(|c| c.is_alphanumeric()).collect();
    let wanted: String = typed.chars().filter(|c| c.is_alphanumeric()).collect();
    if squeezed.starts_with(&wanted) {
        return Some(1);
    }
    if label.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(&wanted)) {
        return Some(2);
    }
    if wanted.chars().any(note::token::is_han) {
        return label.contains(&wanted).then_some(3);
    }
    let mut letters = squeezed.chars();
    let first = squeezed.chars().next() == wanted.chars().next();
    (first && wanted.chars().count() > 1 && wanted.chars().all(|c| letters.any(|d| d == c))).then_some(4)
}

/// A text as labels are compared.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    note::token::fold(text, &mut folded);
    folded
}
