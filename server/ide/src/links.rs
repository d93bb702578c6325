//! Links of glossary files: each citation to its source.

use std::collections::BTreeMap;

use glossary::{Glossary, Source};
use note::Span;

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The citation, with its `@`.
    pub span: Span,
    /// The address.
    pub url: String,
    /// What it leads to.
    pub title: String,
}

/// The citations (`@key`) of a glossary file whose source is known.
pub fn links(glossary: &Glossary, text: &str) -> Vec<Link> {
    if !crate::entry_file::is_entry(text) {
        return Vec::new();
    }
    let sources: BTreeMap<&str, &Source> = glossary.sources().map(|source| (source.key.as_str(), source)).collect();
    let link = |(at, _): (usize, &str)| {
        let rest = text.get(at + 1..)?;
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(rest.len());
        let key = rest.get(..length)?.trim_end_matches(['.', ':']);
        let source = sources.get(key)?;
        let title = format!("{}: {}", source.short, source.title);
        let span = at as u32..(at + 1 + key.len()) as u32;
        (!source.url.is_empty()).then(|| Link { span, url: source.url.clone(), title })
    };
    text.match_indices('@').filter_map(link).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_lead_to_their_sources() {
        let text = "---\ntype: model\nprefLabel: {en: X, zh: 甲}\nstatements:\n  - {property: origin, value: google, cite: \"@vaswani2017attention, §3\"}\n---\n见 [@vaswani2017attention]、a@b.c。\n";
        let links = links(Glossary::builtin(), text);
        let words: Vec<&str> =
            links.iter().map(|link| &text[link.span.start as usize..link.span.end as usize]).collect();
        assert_eq!(words, ["@vaswani2017attention", "@vaswani2017attention"]);
        assert!(links[0].url.starts_with("https://") && links[0].title.contains("Vaswani"));
        assert_eq!(super::links(Glossary::builtin(), "a note, @vaswani2017attention"), []);
    }
}
