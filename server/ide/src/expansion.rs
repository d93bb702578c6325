//! What an acronym stands for, at its first use in a note that does not say so itself.

use std::collections::BTreeSet;

use claims::{Analysis, Language};
use glossary::{Entry, EntryId, Glossary};
use note::Span;

/// The long form of an acronym.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expansion {
    /// Where to show it: behind the acronym.
    pub at: u32,
    /// The long form, in the language of the line.
    pub label: String,
}

/// The long forms of the acronyms of a note. `language` is that of messages, where one is asked for.
pub fn expansions(glossary: &Glossary, text: &str, analysis: &Analysis, language: Option<Language>) -> Vec<Expansion> {
    let mut met: BTreeSet<EntryId> = BTreeSet::new();
    let mut found = Vec::new();
    for mention in &analysis.mentions {
        let [entry] = &mention.entries[..] else { continue };
        let first = met.insert(*entry);
        let words = slice(text, &mention.span);
        if !first || !is_acronym(words) {
            continue;
        }
        let language = language.unwrap_or_else(|| crate::language_at(text, &mention.span));
        // "RAG (retrieval-augmented generation)" and the other way round say it themselves.
        let beside = [mention.span.start.saturating_sub(2)..mention.span.start, mention.span.end..mention.span.end + 2];
        let explained = beside.iter().any(|span| near(text, span).contains(['(', '（', ')', '）']));
        if let (false, Some(label)) = (explained, long(glossary.entry(*entry), words, language)) {
            found.push(Expansion { at: mention.span.end, label });
        }
    }
    found
}

/// Letters and digits in one word, most of the letters capitals: `RAG`, `LoRA`, `KV`.
fn is_acronym(words: &str) -> bool {
    let letters: Vec<char> = words.chars().filter(|c| c.is_alphabetic()).collect();
    let capitals = letters.iter().filter(|c| c.is_ascii_uppercase()).count();
    let one = words.chars().all(|c| c.is_ascii_alphanumeric());
    one && (2..=6).contains(&letters.len()) && 2 * capitals > letters.len()
}

/// The label that an acronym abbreviates: one with its letters in order at the beginnings of words; in Chinese the
/// preferred one.
fn long(entry: &Entry, acronym: &str, language: Language) -> Option<String> {
    let zh = &entry.pref_label.zh;
    if language == Language::Zh && zh.chars().any(note::token::is_han) {
        return Some(zh.clone());
    }
    let wanted: String = acronym.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let spells = |label: &&String| {
        let words: Vec<&str> = label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let mut letters = label.chars().flat_map(char::to_lowercase);
        let other = !label.to_lowercase().starts_with(&wanted);
        other && words.len() > 1 && wanted.chars().all(|c| letters.any(|letter| letter == c))
    };
    std::iter::once(&entry.pref_label.en).chain(&entry.alt_label.en).find(spells).cloned()
}

fn slice<'t>(text: &'t str, span: &Span) -> &'t str {
    text.get(span.start as usize..span.end as usize).unwrap_or_default()
}

/// The characters of a few bytes, widened to whole ones.
fn near(text: &str, span: &Span) -> String {
    let (mut start, mut end) = (span.start as usize, (span.end as usize).min(text.len()));
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    text.get(start..end).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use note::Note;

    use super::*;

    fn labels(text: &str) -> Vec<String> {
        let glossary = Glossary::builtin();
        let analysis = claims::analyze(glossary, text, &Note::parse(text));
        let shown = |hint: Expansion| format!("{}|{}", &text[..hint.at as usize], hint.label);
        expansions(glossary, text, &analysis, None).into_iter().map(shown).collect()
    }

    #[test]
    fn the_first_use_is_explained_in_the_language_of_its_line() {
        assert_eq!(labels("RAG helps. RAG again."), ["RAG|retrieval-augmented generation"]);
        assert_eq!(labels("用 RAG 查资料，RAG 很好。"), ["用 RAG|检索增强生成"]);
    }

    #[test]
    fn what_is_explained_or_no_acronym_is_left() {
        assert_eq!(labels("RAG (retrieval-augmented generation) helps."), Vec::<String>::new());
        assert_eq!(labels("检索增强生成（RAG）很好。"), Vec::<String>::new());
        assert_eq!(labels("LLaMA and BERT."), Vec::<String>::new());
    }
}
