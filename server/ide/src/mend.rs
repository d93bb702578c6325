//! A replacement that leaves a note's marks whole.

use claims::Fix;
use glossary::Glossary;

/// What a note marks words with.
const MARKS: [char; 7] = ['*', '`', '[', ']', '~', '=', '<'];

/// A fix of words of which only a part is emphasised, linked or code (`**decoder-only** model`), as one of the part that
/// names the value; none where no part does: half a pair of marks would be left.
pub(crate) fn within_marks(glossary: &Glossary, text: &str, fix: Fix) -> Option<Fix> {
    let words = text.get(fix.span.start as usize..fix.span.end as usize).unwrap_or_default();
    if is_whole(words) {
        return Some(with_article(text, fix));
    }
    let head = words.split(MARKS).next().unwrap_or_default().trim_end_matches(['_', ' ']);
    let tail = words.rsplit([')', '*', '`', ']', '~', '=', '>']).next().unwrap_or_default();
    let tail = tail.trim_start_matches(['_', ' ']);
    let names = |part: &str| !part.is_empty() && !glossary.labelled(part).is_empty();
    let span = if names(head) {
        fix.span.start..fix.span.start + head.len() as u32
    } else if names(tail) {
        fix.span.end - tail.len() as u32..fix.span.end
    } else {
        return None;
    };
    Some(with_article(text, Fix { span, ..fix }))
}

/// A fix with the article before its marks, where another one belongs to the right words: `a **decoder-only** model`.
fn with_article(text: &str, fix: Fix) -> Fix {
    let before = text.get(..fix.span.start as usize).unwrap_or_default();
    let lead = before.trim_end_matches(['*', '_', '`', '[']);
    let marks = before.get(lead.len()..).unwrap_or_default();
    match claims::mended_article(lead, &fix.replacement).filter(|_| !marks.is_empty()) {
        Some((written, right)) => Fix {
            span: fix.span.start - (written.len() + marks.len()) as u32..fix.span.end,
            replacement: format!("{right}{marks}{}", fix.replacement),
            ..fix
        },
        None => fix,
    }
}

/// Whether each mark in some words has its other half there.
fn is_whole(words: &str) -> bool {
    let count = |mark: &str| words.matches(mark).count();
    let paired = ["*", "**", "`", "~", "="].into_iter().all(|mark| count(mark).is_multiple_of(2));
    paired && count("[") == count("]") && count("<") == count(">")
}

#[cfg(test)]
mod tests {
    use note::Note;

    use super::*;

    #[track_caller]
    fn mended(text: &str) -> String {
        let glossary = Glossary::builtin();
        let analysis = claims::analyze(glossary, text, &Note::parse(text));
        let fix = analysis.findings.first().and_then(|finding| finding.fix.clone()).expect("a fix");
        let mut text = text.to_owned();
        if let Some(fix) = within_marks(glossary, &text, fix) {
            text.replace_range(fix.span.start as usize..fix.span.end as usize, &fix.replacement);
        }
        text
    }

    #[test]
    fn marks_stay_whole() {
        for (wrong, right) in [
            ("GPT-2 is an encoder-only model.", "GPT-2 is a causal decoder model."),
            ("LLaMA uses **LayerNorm**.", "LLaMA uses **RMSNorm**."),
            ("BERT is a **decoder-only** model.", "BERT is an **encoder-only** model."),
            ("BERT 是 **decoder-only** 架构。", "BERT 是 **仅编码器** 架构。"),
            (
                "BERT is a [decoder-only](https://example.org/a_b) model.",
                "BERT is an [encoder-only](https://example.org/a_b) model.",
            ),
            ("BERT is a `decoder-only` model.", "BERT is an `encoder-only` model."),
        ] {
            assert_eq!(mended(wrong), right);
        }
    }

    #[test]
    fn a_name_stays_as_short_as_it_was_and_in_the_language_of_its_cell() {
        for (wrong, right) in [
            ("LLaMA uses ALiBi.", "LLaMA uses RoPE."),
            ("LLaMA 使用 ALiBi。", "LLaMA 使用 RoPE。"),
            ("LLaMA uses learned positions.", "LLaMA uses rotary position embedding."),
            (
                "| 模型 | 位置编码 |\n|---|---|\n| GPT-2 | RoPE |",
                "| 模型 | 位置编码 |\n|---|---|\n| GPT-2 | learned absolute position embedding |",
            ),
            ("BLOOM was built by OpenAI.", "BLOOM was built by BigScience."),
        ] {
            assert_eq!(mended(wrong), right);
        }
    }

    #[test]
    fn halves_are_seen() {
        for whole in ["a", "**a**", "a *b* c", "[a](b)", "`a`"] {
            assert!(is_whole(whole), "{whole}");
        }
        for half in ["a** b", "a* b", "a](x) b", "a` b", "**a", "a==b** c"] {
            assert!(!is_whole(half), "{half}");
        }
    }
}
