//! Semantic tokens: terms by type, values by verdict, in types that every theme colours.

use claims::Verdict;
use ide::TokenKind;
use note::Span;
use tower_lsp::lsp_types as lsp;

use super::{document::Text, world::Understood};

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

/// The tokens of a note, or of the part of it that a range has.
pub(crate) fn tokens(understood: &Understood, range: Option<lsp::Range>) -> lsp::SemanticTokens {
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
