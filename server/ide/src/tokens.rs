//! What words of a note are, for an editor to colour: terms by type, values by the verdict on their claim.

use claims::{Analysis, Verdict};
use glossary::Glossary;
use note::Span;

/// A word or phrase with what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// The verdict on the claim whose value it is, if decided.
    pub verdict: Option<Verdict>,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A model.
    Model,
    /// Somebody: an organization or a person.
    Agent,
    /// Any other term.
    Concept,
    /// A value that is no term: a number, a date, words.
    Value,
}

/// The tokens of a note, in the order of the text, none overlapping another.
pub fn tokens(glossary: &Glossary, analysis: &Analysis) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for mention in &analysis.mentions {
        let kind = mention.entries.first().map(|&entry| glossary.kind_name(entry));
        let kind = match kind {
            Some("model") => TokenKind::Model,
            Some("organization" | "person") => TokenKind::Agent,
            _ => TokenKind::Concept,
        };
        tokens.push(Token { span: mention.span.clone(), kind, verdict: None });
    }
    for claim in analysis.claims.iter().filter(|claim| claim.verdict != Verdict::NotEnoughInfo) {
        let span = &claim.value_span;
        let first = tokens.partition_point(|token| token.span.end <= span.start);
        let within = tokens.iter_mut().skip(first).take_while(|token| token.span.start < span.end);
        let mut met = false;
        for token in within {
            met = true;
            // Of two claims in the same words the refuted one is shown.
            if token.verdict != Some(Verdict::Refuted) {
                token.verdict = Some(claim.verdict);
            }
        }
        if !met && !span.is_empty() {
            tokens.insert(first, Token { span: span.clone(), kind: TokenKind::Value, verdict: Some(claim.verdict) });
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use note::Note;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, TokenKind, Option<Verdict>)]) {
        let glossary = Glossary::builtin();
        let tokens = tokens(glossary, &claims::analyze(glossary, text, &Note::parse(text)));
        let found: Vec<_> = tokens
            .iter()
            .map(|token| (&text[token.span.start as usize..token.span.end as usize], token.kind, token.verdict))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn terms_by_type_and_values_by_verdict() {
        let refuted = Some(Verdict::Refuted);
        check(
            "BERT is a decoder-only model.",
            &[("BERT", TokenKind::Model, None), ("decoder-only model", TokenKind::Concept, refuted)],
        );
        check(
            "BERT 是 decoder-only 模型。",
            &[("BERT", TokenKind::Model, None), ("decoder-only 模型", TokenKind::Concept, refuted)],
        );
    }
}
