//! Semantic tokens: terms by type, values by verdict, in types that every theme colours; the whole, a part, or what
//! changed since the last answer.

use std::sync::atomic::{AtomicU64, Ordering};

use claims::Verdict;
use dashmap::DashMap;
use ide::TokenKind;
use note::Span;
use tower_lsp::lsp_types as lsp;

use super::{document::Text, shared::is_data, world::Understood};

/// The types and modifiers that tokens name by their index.
pub(crate) fn legend() -> lsp::SemanticTokensLegend {
    lsp::SemanticTokensLegend {
        token_types: vec![
            lsp::SemanticTokenType::CLASS,
            lsp::SemanticTokenType::NAMESPACE,
            lsp::SemanticTokenType::TYPE,
            lsp::SemanticTokenType::ENUM_MEMBER,
        ],
        token_modifiers: vec![lsp::SemanticTokenModifier::new("supported"), lsp::SemanticTokenModifier::new("refuted")],
    }
}

/// The tokens last sent of each note, for a client that asks what changed since.
#[derive(Default)]
pub(crate) struct Sent {
    tokens: DashMap<lsp::Url, (String, Vec<lsp::SemanticToken>)>,
    next: AtomicU64,
}

impl Sent {
    /// Forgets a note.
    pub(crate) fn forget(&self, url: &lsp::Url) {
        self.tokens.remove(url);
    }

    /// Names tokens that are sent as the whole of a note's.
    pub(crate) fn whole(&self, url: &lsp::Url, mut tokens: lsp::SemanticTokens) -> lsp::SemanticTokens {
        let id = self.next.fetch_add(1, Ordering::Relaxed).to_string();
        self.tokens.insert(url.clone(), (id.clone(), tokens.data.clone()));
        tokens.result_id = Some(id);
        tokens
    }

    /// What changed since the tokens named `previous`; all tokens where those are not known.
    pub(crate) fn delta(
        &self,
        url: &lsp::Url,
        previous: &str,
        tokens: lsp::SemanticTokens,
    ) -> lsp::SemanticTokensFullDeltaResult {
        let before = self.tokens.get(url).filter(|sent| sent.0 == previous).map(|sent| sent.1.clone());
        let tokens = self.whole(url, tokens);
        let Some(before) = before else { return lsp::SemanticTokensFullDeltaResult::Tokens(tokens) };
        let edits = change(&before, &tokens.data).into_iter().collect();
        let delta = lsp::SemanticTokensDelta { result_id: tokens.result_id, edits };
        lsp::SemanticTokensFullDeltaResult::TokensDelta(delta)
    }
}

/// The one edit that makes tokens of others: between what is the same at the beginning and at the end.
fn change(before: &[lsp::SemanticToken], after: &[lsp::SemanticToken]) -> Option<lsp::SemanticTokensEdit> {
    if before == after {
        return None;
    }
    let head = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let ends = before.iter().skip(head).rev().zip(after.iter().skip(head).rev());
    let tail = ends.take_while(|(a, b)| a == b).count();
    // A token is five numbers, and edits count numbers.
    Some(lsp::SemanticTokensEdit {
        start: 5 * head as u32,
        delete_count: 5 * (before.len() - head - tail) as u32,
        data: Some(after.get(head..after.len() - tail).unwrap_or_default().to_vec()),
    })
}

/// The tokens of a note, or of the part of it that a range has. Other files have colours of their own.
pub(crate) fn tokens(understood: &Understood, range: Option<lsp::Range>) -> lsp::SemanticTokens {
    if is_data(&understood.url) {
        return lsp::SemanticTokens::default();
    }
    let text = &understood.text;
    let wanted = range.map(|range| text.offset(range.start)..text.offset(range.end));
    let inside = |span: &Span| wanted.as_ref().is_none_or(|wanted| span.start < wanted.end && wanted.start < span.end);
    let mut last = lsp::Position::default();
    let mut data = Vec::new();
    for token in ide::tokens(&understood.in_force.glossary, &understood.analysis) {
        for line in lines(text, &token.span).filter(inside) {
            let (start, end) = (text.position(line.start), text.position(line.end));
            let same = start.line == last.line;
            data.push(lsp::SemanticToken {
                delta_line: start.line - last.line,
                delta_start: if same { start.character - last.character } else { start.character },
                length: end.character - start.character,
                token_type: match token.kind {
                    TokenKind::Model => 0,
                    TokenKind::Agent => 1,
                    TokenKind::Concept => 2,
                    TokenKind::Value => 3,
                },
                token_modifiers_bitset: match token.verdict {
                    Some(Verdict::Supported) => 1,
                    Some(Verdict::Refuted) => 2,
                    _ => 0,
                },
            });
            last = start;
        }
    }
    lsp::SemanticTokens { result_id: None, data }
}

/// The parts of a span on each of its lines: a token is of one line.
fn lines<'t>(text: &'t Text, span: &Span) -> impl Iterator<Item = Span> + 't {
    let start = span.start;
    let words = text.string.get(span.start as usize..span.end as usize).unwrap_or_default();
    let mut at = 0;
    words.split_inclusive(['\n', '\r']).filter_map(move |line| {
        let from = at;
        at += line.len();
        let shown = line.trim_end_matches(['\n', '\r']);
        (!shown.is_empty()).then(|| start + from as u32..start + (from + shown.len()) as u32)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(delta_start: u32) -> lsp::SemanticToken {
        lsp::SemanticToken { delta_line: 0, delta_start, length: 1, token_type: 0, token_modifiers_bitset: 0 }
    }

    #[test]
    fn an_edit_makes_tokens_of_others() {
        let tokens = |starts: &[u32]| -> Vec<lsp::SemanticToken> { starts.iter().map(|&at| token(at)).collect() };
        for (before, after) in [
            (&[1, 2, 3][..], &[1, 9, 3][..]),
            (&[], &[1, 2]),
            (&[1, 2], &[]),
            (&[1, 1, 1], &[1, 1]),
            (&[1], &[1, 1, 1]),
            (&[1, 2, 3], &[2, 3]),
        ] {
            let (mut old, new) = (tokens(before), tokens(after));
            let edit = change(&old, &new).expect("they differ");
            let (start, count) = (edit.start as usize / 5, edit.delete_count as usize / 5);
            old.splice(start..start + count, edit.data.expect("given"));
            assert_eq!(old, new, "{before:?} {after:?}");
        }
        assert_eq!(change(&tokens(&[1]), &tokens(&[1])), None);
    }
}
