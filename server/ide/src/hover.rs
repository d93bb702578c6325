//! What stands under the cursor: a claim with its verdict, a term, a rule in a suppression comment; in a glossary file
//! an id, a property, a citation.

use claims::{Analysis, Claim, Language, Mention, Verdict};
use glossary::{EntryId, Glossary};
use note::{Note, Span};

use crate::{
    card,
    entry_file::{self, ItemKind},
    rules,
};

/// What a hover shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The words it is about.
    pub span: Span,
    /// As Markdown.
    pub markdown: String,
    /// As plain text.
    pub plain: String,
}

/// The hover at an offset, if something known stands there.
pub fn hover(glossary: &Glossary, text: &str, note: &Note, analysis: &Analysis, offset: u32) -> Option<Hover> {
    of_mention(glossary, text, analysis, offset)
        .or_else(|| of_rule(glossary, text, note, offset))
        .or_else(|| of_item(glossary, text, offset))
}

/// The documentation of a rule that a suppression comment names.
fn of_rule(glossary: &Glossary, text: &str, note: &Note, offset: u32) -> Option<Hover> {
    let mut named = note.directives.iter().flat_map(|directive| &directive.rules);
    let span = named.find(|span| span.start <= offset && offset <= span.end)?.clone();
    let name = text.get(span.start as usize..span.end as usize)?;
    let rule = rules::rules(glossary).into_iter().find(|rule| rule.id == name)?;
    Some(Hover { span, plain: rule.documentation.clone(), markdown: rule.documentation })
}

/// What a word of a glossary file's front matter is.
fn of_item(glossary: &Glossary, text: &str, offset: u32) -> Option<Hover> {
    let item = entry_file::is_entry(text).then(|| entry_file::item_at(text, offset))??;
    let word = text.get(item.span.start as usize..item.span.end as usize)?;
    let plain_text = match item.kind {
        ItemKind::Entry | ItemKind::Value => {
            let card = card::card(glossary, glossary.named(word)?, Language::En);
            return Some(Hover { span: item.span, markdown: card.markdown(), plain: card.plain() });
        }
        ItemKind::Property => {
            let property = glossary.properties().iter().find(|property| property.name == word)?;
            let range = rules::range(&property.range);
            format!("{} · {}: {range} (claim/{})", property.label.en, property.label.zh, property.rule)
        }
        ItemKind::Citation => {
            let source = glossary.sources().find(|source| source.key == word)?;
            let markdown = card::link(&format!("{}: {}", source.short, source.title), &source.url);
            let plain = format!("{}: {}\n{}", source.short, source.title, source.url);
            return Some(Hover { span: item.span, markdown, plain });
        }
        _ => return None,
    };
    Some(Hover { span: item.span, markdown: card::escape(&plain_text), plain: plain_text })
}

fn of_mention(glossary: &Glossary, text: &str, analysis: &Analysis, offset: u32) -> Option<Hover> {
    let mention = mention_at(analysis, offset);
    let claim = decided_claim_at(analysis, offset);
    let span = mention.map(|mention| mention.span.clone()).or_else(|| claim.map(|claim| claim.value_span.clone()))?;
    let language = language_at(text, &span);
    let verdict = claim.and_then(|claim| crate::diagnostics::verdict_text(glossary, claim, language));
    let cards: Vec<_> = mention
        .map(|mention| mention.entries.as_slice())
        .unwrap_or_default()
        .iter()
        .map(|&entry| card::card(glossary, entry, language))
        .collect();
    let join = |parts: Vec<String>| parts.join("\n\n---\n\n");
    let markdown = verdict.iter().map(|verdict| card::escape(verdict)).chain(cards.iter().map(card::Card::markdown));
    let plain = verdict.iter().cloned().chain(cards.iter().map(card::Card::plain));
    Some(Hover { span, markdown: join(markdown.collect()), plain: join(plain.collect()) })
}

/// The mention that an offset is in or directly behind.
pub fn mention_at(analysis: &Analysis, offset: u32) -> Option<&Mention> {
    let index = analysis.mentions.partition_point(|mention| mention.span.start <= offset);
    let mut near = analysis.mentions.get(index.saturating_sub(2)..index)?.iter().rev();
    let inside = near.clone().find(|mention| mention.span.contains(&offset));
    inside.or_else(|| near.find(|mention| mention.span.end == offset))
}

/// The supported or refuted claim whose value an offset is in; a refuted one first.
fn decided_claim_at(analysis: &Analysis, offset: u32) -> Option<&Claim> {
    let here = |claim: &&Claim| claim.value_span.start <= offset && offset <= claim.value_span.end;
    let decided = |verdict| {
        analysis.claims.iter().filter(here).find(move |claim| claim.verdict == verdict && claim.evidence.is_some())
    };
    let refuted = analysis.findings.iter().filter_map(|finding| analysis.claims.get(finding.claim as usize));
    refuted.clone().find(|claim| here(claim)).or_else(|| decided(Verdict::Supported))
}

/// The entry a mention refers to, where it is one alone.
pub fn entry_at(analysis: &Analysis, offset: u32) -> Option<EntryId> {
    mention_at(analysis, offset)?.entries.first().copied()
}

/// The language of the line that a span stands in: Chinese where it has Chinese characters.
pub fn language_at(text: &str, span: &Span) -> Language {
    let (start, end) = (span.start as usize, span.end as usize);
    let before = text.get(..start).unwrap_or_default();
    let behind = text.get(end..).unwrap_or_default();
    let from = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let line_end = behind.find(['\n', '\r']).map_or(text.len(), |at| end + at);
    let line = text.get(from..line_end).unwrap_or_default();
    if line.chars().take(2_000).any(note::token::is_han) { Language::Zh } else { Language::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(marked: &str, words: &str, begins: &str) {
        let offset = marked.find("$0").expect("a cursor") as u32;
        let text = marked.replace("$0", "");
        let (glossary, note) = (Glossary::builtin(), Note::parse(&text));
        let analysis = claims::analyze(glossary, &text, &note);
        let hover = hover(glossary, &text, &note, &analysis, offset).expect("a hover");
        assert_eq!(&text[hover.span.start as usize..hover.span.end as usize], words);
        assert!(hover.markdown.starts_with(begins), "{}", hover.markdown);
    }

    #[test]
    fn terms_in_both_languages_and_their_longest_name() {
        check("A prefix LM$0s note.", "prefix LMs", "### prefix decoder · 前缀解码器");
        check("用前$0缀解码器的模型", "前缀解码器", "### 前缀解码器 · prefix decoder");
    }

    #[test]
    fn rules_ids_properties_and_citations() {
        check("x <!-- glossator-disable-line claim/arch$0itecture -->", "claim/architecture", "# claim/architecture");
        let entry = |statement: &str| {
            format!("---\ntype: model\nprefLabel: {{zh: 甲}}\nstatements:\n  - {{{statement}}}\n---\n")
        };
        check(&entry("property: archi$0tecture"), "architecture", "architecture · 架构: its values are");
        check(&entry("property: architecture, value: prefix-dec$0oder"), "prefix-decoder", "### prefix decoder");
        check(&entry("cite: \"@vaswani2017$0attention, §3\""), "vaswani2017attention", "[Vaswani et al. 2017");
    }
}
