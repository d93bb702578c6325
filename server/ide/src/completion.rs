//! What to complete: terms by every label that what is typed may begin or abbreviate; keys, ids and citations in
//! glossary files; rules in suppression comments. Nothing in code, links, or the front matter of notes.

mod directive;
mod front;
mod pinyin;

use claims::Language;
use glossary::{EntryId, Glossary};
use note::{Note, Span};

use crate::card;

/// Something offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is inserted and shown.
    pub label: String,
    /// What typed text is held against: the label, or the letters of its pinyin.
    pub filter: String,
    /// The label in the other language, or what it is.
    pub detail: String,
    /// What it is.
    pub kind: Kind,
    /// The entry of a term, for its documentation.
    pub entry: Option<EntryId>,
    /// What is replaced.
    pub replace: Span,
    /// Order among the offers.
    pub rank: u32,
}

/// What is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A label of a term.
    Term,
    /// A key of the front matter, or a directive.
    Key,
    /// A property's id.
    Property,
    /// An entry's id.
    Entry,
    /// Another value.
    Value,
    /// A source's key.
    Source,
    /// A rule.
    Rule,
}

/// At most this many are offered; more typing narrows them.
pub const LIMIT: usize = 200;

/// What is offered at an offset, the best first, and whether some were left out.
pub fn completions(glossary: &Glossary, text: &str, note: &Note, offset: u32) -> (Vec<Completion>, bool) {
    let special = directive::completions(glossary, text, offset).or_else(|| front::completions(glossary, text, offset));
    let mut offers = match special {
        Some(offers) => offers,
        None if is_shut(text, note, offset) => Vec::new(),
        None => terms(glossary, text, offset),
    };
    offers.sort_by(|a, b| (a.rank, a.label.len(), &a.label).cmp(&(b.rank, b.label.len(), &b.label)));
    offers.dedup_by(|a, b| a.label == b.label && a.entry == b.entry);
    let cut = offers.len() > LIMIT;
    offers.truncate(LIMIT);
    (offers, cut)
}

/// Whether nothing is completed at an offset: in code, formulas, links.
fn is_shut(text: &str, note: &Note, offset: u32) -> bool {
    let opaque = note.opaque.iter().any(|span| span.start < offset && offset < span.end);
    let before = text.get(..offset as usize).unwrap_or_default();
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let unclosed = |open: &str, close: &str| {
        line.rfind(open).is_some_and(|at| !line.get(at + open.len()..).is_some_and(|rest| rest.contains(close)))
    };
    let code = line.bytes().filter(|&byte| byte == b'`').count() % 2 == 1;
    opaque || code || unclosed("](", ")") || unclosed("[[", "]]")
}

fn terms(glossary: &Glossary, text: &str, offset: u32) -> Vec<Completion> {
    let run = word_before(text, offset);
    let replace = begun(glossary, text, run.clone()).unwrap_or(run);
    let typed = fold(text.get(replace.start as usize..replace.end as usize).unwrap_or_default());
    let mut offers: Vec<Completion> = Vec::new();
    for label in glossary.labels().filter(|label| !label.hidden) {
        let direct = rank(&typed, &fold(label.text)).map(|rank| (rank, label.text.to_owned()));
        // A single letter is the beginning of too many syllables.
        let spelled = || pinyin::spelled(&typed, label.text).filter(|_| typed.len() > 1).map(|letters| (3, letters));
        let Some((rank, filter)) = direct.or_else(spelled) else { continue };
        let entry = glossary.entry(label.entry);
        let other =
            if label.language == glossary::LabelLanguage::Zh { &entry.pref_label.en } else { &entry.pref_label.zh };
        offers.push(Completion {
            label: label.text.to_owned(),
            filter,
            detail: if other == label.text { entry.kind.clone() } else { other.clone() },
            kind: Kind::Term,
            entry: Some(label.entry),
            replace: replace.clone(),
            rank: rank * 2 + u32::from(!label.preferred),
        });
    }
    offers
}

/// The longest end of a run of Chinese characters that some label begins with: nothing else tells where a word starts.
fn begun(glossary: &Glossary, text: &str, run: Span) -> Option<Span> {
    let words = text.get(run.start as usize..run.end as usize)?;
    if !words.ends_with(note::token::is_han) {
        return None;
    }
    let labels: Vec<&str> = glossary.labels().filter(|label| !label.hidden).map(|label| label.text).collect();
    let begins =
        |(at, _): &(usize, char)| words.get(*at..).is_some_and(|end| labels.iter().any(|label| label.starts_with(end)));
    let (at, _) = words.char_indices().find(begins)?;
    Some(run.start + at as u32..run.end)
}

/// Names with what they are, as far as they fit a word.
fn offers(names: impl Iterator<Item = (String, String)>, word: &str, replace: &Span, kind: Kind) -> Vec<Completion> {
    let typed = fold(word);
    let offer = |(label, detail): (String, String)| {
        let rank = rank(&typed, &fold(&label))?;
        Some(Completion { filter: label.clone(), label, detail, kind, entry: None, replace: replace.clone(), rank })
    };
    names.filter_map(offer).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn offered(marked: &str) -> Vec<Completion> {
        let offset = marked.find("$0").expect("a cursor") as u32;
        let text = marked.replace("$0", "");
        completions(Glossary::builtin(), &text, &Note::parse(&text), offset).0
    }

    /// That a label is offered in place of what the brackets enclose.
    #[track_caller]
    fn check(marked: &str, label: &str) {
        let text = marked.replace(['⟦', '⟧'], "");
        let start = marked.find('⟦').expect("a mark");
        let offers = offered(&text);
        let labels: Vec<&str> = offers.iter().map(|offer| offer.label.as_str()).take(12).collect();
        let offer = offers.iter().find(|offer| offer.label == label).unwrap_or_else(|| panic!("{label}: {labels:?}"));
        assert_eq!(offer.replace.start as usize, start, "{labels:?}");
    }

    #[track_caller]
    fn silent(marked: &str) {
        assert_eq!(offered(marked), [], "{marked}");
    }

    fn entry(statement: &str) -> String {
        format!("---\ntype: model\nprefLabel: {{en: X}}\nstatements:\n  - {statement}\n---\n")
    }

    #[test]
    fn terms_by_letters_characters_and_pinyin() {
        check("the ⟦prefix-d$0⟧", "prefix decoder");
        check("使用⟦前缀解$0⟧。", "前缀解码器");
        check("使用 ⟦qzjm$0⟧", "前缀解码器");
        check("使用⟦qianzhuij$0⟧", "前缀解码器");
    }

    #[test]
    fn keys_properties_values_ids_and_citations_of_glossary_files() {
        check("---\ntype: model\nprefLabel: {en: X}\n⟦stat$0⟧\n---\n", "statements");
        check("---\ntype: ⟦arch$0⟧\nprefLabel: {en: X}\n---\n", "architecture");
        check("---\ntype: model\nprefLabel: {en: X}\nrelated: [bert, ⟦prefix$0⟧]\n---\n", "prefix-decoder");
        check("---\ntype: model\nprefLabel: {⟦$0⟧}\n---\n", "zh");
        check(&entry("{⟦prop$0⟧}"), "property");
        check(&entry("{property: ⟦archi$0⟧}"), "architecture");
        check(&entry("{property: architecture, value: ⟦enc$0⟧}"), "encoder-decoder");
        check(&entry("{property: architecture, value: x, ⟦ci$0⟧}"), "cite");
        check(&entry("{property: architecture, value: x, cite: \"@⟦vasw$0⟧\"}"), "vaswani2017attention");
        check(&entry("⟦pro$0⟧"), "property");
    }

    #[test]
    fn rules_in_directives() {
        check("<!-- ⟦glossator-d$0⟧ -->", "glossator-disable-next-line");
        check("中文 <!-- glossator-disable-line ⟦claim/arch$0⟧ -->", "claim/architecture");
        silent("<!-- a comment $0 -->");
    }

    #[test]
    fn nothing_in_code_links_and_the_front_matter_of_notes() {
        silent("---\ntitle: pre$0\n---\n");
        silent("`pre$0` and");
        silent("a `pre$0");
        silent("[a](pre$0)");
        silent("见 [[前缀$0]]");
        silent("```\npre$0\n```\n");
    }
}
