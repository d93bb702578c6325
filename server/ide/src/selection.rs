//! How a selection widens within a block: the word, the term, the sentence.

use claims::Analysis;
use note::{Note, Span};

/// The spans around an offset, inner before outer; a syntax tree knows those beyond.
pub fn selection(note: &Note, analysis: &Analysis, offset: u32) -> Vec<Span> {
    let holds = |span: &Span| span.start <= offset && offset <= span.end;
    let mut spans = Vec::new();
    let token = note.tokens.partition_point(|token| token.end < offset);
    spans.extend(note.tokens.get(token).map(|token| token.start..token.end).filter(holds));
    spans.extend(crate::mention_at(analysis, offset).map(|mention| mention.span.clone()));
    let unit = note.units.partition_point(|unit| unit.span.end < offset);
    spans.extend(note.units.get(unit).map(|unit| unit.span.clone()).filter(holds));
    spans
}

#[cfg(test)]
mod tests {
    use glossary::Glossary;
    use note::Note;

    use super::selection;

    #[track_caller]
    fn check(marked: &str, expected: &[&str]) {
        let offset = marked.find("$0").expect("a cursor");
        let text = marked.replace("$0", "");
        let note = Note::parse(&text);
        let analysis = claims::analyze(Glossary::builtin(), &text, &note);
        let spans = selection(&note, &analysis, offset as u32);
        let found: Vec<&str> = spans.iter().map(|span| &text[span.start as usize..span.end as usize]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn word_term_sentence() {
        check("A pre$0fix decoder sees all. It is old.", &["prefix", "prefix decoder", "A prefix decoder sees all."]);
    }

    #[test]
    fn in_chinese_the_term_and_the_sentence() {
        check("一种前$0缀解码器很快。另一句。", &["前", "前缀解码器", "一种前缀解码器很快。"]);
    }

    #[test]
    fn nothing_where_nothing_is_said() {
        check("A model.\n\n$0\n\nEnd.", &[]);
    }
}
