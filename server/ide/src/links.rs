//! Links: each citation to its source, each number of arXiv and each DOI to its paper.

use std::collections::BTreeMap;

use glossary::{Glossary, Source};
use note::{Note, Span};

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

/// The links of a note or glossary file, in the order of the text: citations (`@key`) of known sources, `arXiv:…`,
/// `doi:…`. What is a link already is left alone.
pub fn links(glossary: &Glossary, text: &str, note: &Note) -> Vec<Link> {
    let mut links = citations(glossary, text);
    links.extend(all_papers(text).into_iter().map(|link| match source(glossary, &link.url) {
        Some(source) => Link { title: crate::source_name(source), ..link },
        None => link,
    }));
    if !crate::entry_file::is_entry(text) {
        links.retain(|link| !crate::completion::is_shut(text, note, link.span.start + 1));
    }
    links.sort_by_key(|link| link.span.start);
    links
}

/// The source whose paper a number of arXiv or a DOI at an offset names, and the words that do.
pub(crate) fn paper_at<'g>(glossary: &'g Glossary, text: &str, offset: u32) -> Option<(Span, &'g Source)> {
    let (before, behind) = text.split_at_checked(offset as usize)?;
    let from = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let to = behind.find(['\n', '\r']).map_or(text.len(), |at| before.len() + at);
    let links = all_papers(text.get(from..to)?).into_iter();
    let mut links = links.map(|link| (link.span.start + from as u32..link.span.end + from as u32, link.url));
    let (span, url) = links.find(|(span, _)| span.start <= offset && offset <= span.end)?;
    Some((span, source(glossary, &url)?))
}

/// The source at an address, whatever version of its paper that is of.
fn source<'g>(glossary: &'g Glossary, url: &str) -> Option<&'g Source> {
    let plain = url.trim_end_matches(|c: char| c.is_ascii_digit()).strip_suffix('v').unwrap_or(url);
    glossary.sources().find(|source| source.url == url || source.url == plain)
}

fn all_papers(text: &str) -> Vec<Link> {
    let mut links = papers(text, "arxiv:", &|id| {
        let number = id.split_once('.').is_some_and(|(a, b)| a.len() == 4 && b.len() >= 4);
        (number && id.starts_with(|c: char| c.is_ascii_digit())).then(|| format!("https://arxiv.org/abs/{id}"))
    });
    links.extend(papers(text, "doi:", &|id| id.starts_with("10.").then(|| format!("https://doi.org/{id}"))));
    links
}

fn citations(glossary: &Glossary, text: &str) -> Vec<Link> {
    if !text.contains('@') {
        return Vec::new();
    }
    let sources: BTreeMap<&str, &Source> = glossary.sources().map(|source| (source.key.as_str(), source)).collect();
    let link = |(span, key): (Span, &str)| {
        let source = sources.get(key)?;
        let title = crate::source_name(source);
        (!source.url.is_empty()).then(|| Link { span: span.start - 1..span.end, url: source.url.clone(), title })
    };
    crate::citation::keys(text).filter_map(link).collect()
}

/// Names of papers that begin with a scheme, in whatever case it is written.
fn papers(text: &str, scheme: &str, address: &dyn Fn(&str) -> Option<String>) -> Vec<Link> {
    let paper = |(at, _): (usize, &str)| {
        let start = at.checked_sub(scheme.len() - 1)?;
        text.get(start..=at).filter(|word| word.eq_ignore_ascii_case(scheme))?;
        let rest = text.get(at + 1..)?;
        let id_at = rest.len() - rest.trim_start_matches(' ').len();
        let rest = rest.get(id_at..)?;
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_./".contains(c))).unwrap_or(rest.len());
        let id = rest.get(..length)?.trim_end_matches(['.', '/', '-']);
        let end = at + 1 + id_at + id.len();
        Some(Link { span: start as u32..end as u32, url: address(id)?, title: text.get(start..end)?.to_owned() })
    };
    text.match_indices(':').filter_map(paper).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_lead_to_their_sources() {
        let text = "---\ntype: model\nprefLabel: {en: X, zh: 甲}\nstatements:\n  - {property: origin, value: google, cite: \"@vaswani2017attention, §3\"}\n---\n见 [@vaswani2017attention]、a@b.c。\n";
        let links = links(Glossary::builtin(), text, &Note::parse(text));
        let words: Vec<&str> =
            links.iter().map(|link| &text[link.span.start as usize..link.span.end as usize]).collect();
        assert_eq!(words, ["@vaswani2017attention", "@vaswani2017attention"]);
        assert!(links[0].url.starts_with("https://") && links[0].title.contains("Vaswani"));
    }

    #[test]
    fn papers_in_notes_are_links_and_links_stay_as_they_are() {
        let text = "见 [@vaswani2017attention, §3]（arXiv:1706.03762v5）。 DOI: 10.1162/tacl_a_00349. `arXiv:1706.03762` [x](arXiv:1706.03762) arXiv:no a@b.c\n";
        let links = links(Glossary::builtin(), text, &Note::parse(text));
        let found: Vec<(&str, &str)> = links
            .iter()
            .map(|link| (&text[link.span.start as usize..link.span.end as usize], link.url.as_str()))
            .collect();
        assert_eq!(
            found[1..],
            [
                ("arXiv:1706.03762v5", "https://arxiv.org/abs/1706.03762v5"),
                ("DOI: 10.1162/tacl_a_00349", "https://doi.org/10.1162/tacl_a_00349"),
            ]
        );
        assert_eq!(found[0].0, "@vaswani2017attention");
        assert_eq!(links[1].title, "Vaswani et al. 2017: Attention Is All You Need", "a paper that is known");
        assert_eq!(links[2].title, "DOI: 10.1162/tacl_a_00349");
    }
}
