//! A term as its entry prefers it, in place of another label.

use claims::{Analysis, Language};
use glossary::Glossary;
use note::Span;

/// What replaces the term that a span touches: a title, the words and the preferred label in their language. Nothing
/// where the words are that label, an inflected form, or may mean several terms.
pub fn preferred(glossary: &Glossary, text: &str, analysis: &Analysis, span: &Span) -> Option<(String, Span, String)> {
    let mention =
        analysis.mentions.iter().find(|mention| mention.span.start <= span.end && span.start <= mention.span.end)?;
    let [entry] = &mention.entries[..] else { return None };
    let entry = glossary.entry(*entry);
    let words = text.get(mention.span.start as usize..mention.span.end as usize)?;
    let language = if words.chars().any(note::token::is_han) { Language::Zh } else { Language::En };
    let (label, others) = match language {
        Language::En => (&entry.pref_label.en, &entry.alt_label.en),
        Language::Zh => (&entry.pref_label.zh, &entry.alt_label.zh),
    };
    let fold = |text: &str| crate::completion::fold(text);
    let folded = fold(words);
    let is_other = others.iter().chain(&entry.hidden_label).any(|other| fold(other) == folded);
    if label.is_empty() || folded == fold(label) && words.eq_ignore_ascii_case(label) || !is_other {
        return None;
    }
    // With a noun behind it: “an encoder-only model”.
    if folded != fold(label) && (folded.starts_with(&fold(label)) || folded.ends_with(&fold(label))) {
        return None;
    }
    let label = capitalized(words, label, text.get(..mention.span.start as usize)?);
    let title = match language {
        Language::En => format!("Use the preferred label “{label}”"),
        Language::Zh => format!("改用首选名称“{label}”"),
    };
    Some((title, mention.span.clone(), label))
}

/// A label with a capital where it takes the place of words that begin a sentence with one.
fn capitalized(words: &str, label: &str, before: &str) -> String {
    let begins =
        before.trim_end_matches([' ', '*', '_', '#', '-', '\t']).ends_with(['\n', '.', '!', '?', '。', '！', '？']);
    let begins = begins || before.trim().is_empty();
    let capital = words.starts_with(|c: char| c.is_uppercase()) && !words.chars().skip(1).any(char::is_uppercase);
    let mut letters = label.chars();
    match letters.next() {
        Some(first) if begins && capital && first.is_lowercase() => first.to_uppercase().chain(letters).collect(),
        _ => label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use note::Note;

    use super::*;

    fn offered(marked: &str) -> Option<(String, String)> {
        let at = marked.find("$0").expect("a cursor") as u32;
        let text = marked.replace("$0", "");
        let glossary = Glossary::builtin();
        let analysis = claims::analyze(glossary, &text, &Note::parse(&text));
        let (_, span, label) = preferred(glossary, &text, &analysis, &(at..at))?;
        Some((text[span.start as usize..span.end as usize].to_owned(), label))
    }

    #[test]
    fn other_labels_become_the_preferred_one_of_their_language() {
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(offered("a pref$0ix LM here"), pair("prefix LM", "prefix decoder"));
        assert_eq!(offered("Non-causal$0 decoder models"), pair("Non-causal decoder", "Prefix decoder"));
        assert_eq!(offered("叫做前缀语言$0模型。"), pair("前缀语言模型", "前缀解码器"));
    }

    #[test]
    fn the_preferred_label_and_inflected_forms_stay() {
        for marked in
            ["an encoder-only$0 model", "a prefix$0 decoder", "the prefix$0 LMs", "一种前缀$0解码器", "no$0thing"]
        {
            assert_eq!(offered(marked), None, "{marked}");
        }
    }
}
