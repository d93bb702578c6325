//! What stands under the cursor: a claim with its verdict, or a term.

use claims::{Analysis, Claim, Language, Mention, Verdict};
use glossary::{EntryId, Glossary};
use note::Span;

use crate::card;

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

/// The hover at an offset, if a term or a claim stands there.
pub fn hover(glossary: &Glossary, text: &str, analysis: &Analysis, offset: u32) -> Option<Hover> {
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
