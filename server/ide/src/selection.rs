//! How a selection widens within a block: the word, the term, the sentence.

use claims::Analysis;
use note::{Note, Span};

/// The spans around an offset, inner before outer; a syntax tree knows those beyond.
pub fn selection(text: &str, note: &Note, analysis: &Analysis, offset: u32) -> Vec<Span> {
    let holds = |span: &Span| span.start <= offset && offset <= span.end;
    let mut spans = Vec::new();
    let token = note.tokens.partition_point(|token| token.end < offset);
    spans.extend(note.tokens.get(token).map(|token| token.start..token.end).filter(holds));
    spans.extend(crate::mention_at(analysis, offset).map(|mention| mention.span.clone()));
    let unit = note.units.partition_point(|unit| unit.span.end < offset);
    spans.extend(note.units.get(unit).map(|unit| with_marks(text, &unit.span)).filter(holds));
    spans
}

/// A sentence with the marks around its first and its last word: half a pair of them is no selection.
fn with_marks(text: &str, span: &Span) -> Span {
    let (before, behind) = (text.get(..span.start as usize), text.get(span.end as usize..));
    let (before, behind) = (before.unwrap_or_default(), behind.unwrap_or_default());
    let opens = before.len() - before.trim_end_matches(['*', '_', '`', '~', '=', '[']).len();
    let target = behind.strip_prefix("](").and_then(|rest| rest.find([')', '\n'])).map_or(0, |at| at + 3);
    let rest = behind.get(target..).unwrap_or_default();
    let closes = rest.len() - rest.trim_start_matches(['*', '_', '`', '~', '=', ']']).len();
    span.start - opens as u32..span.end + (target + closes) as u32
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
        let spans = selection(&text, &note, &analysis, offset as u32);
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
    fn marks_are_selected_in_pairs() {
        check("**prefix$0** is `old`.", &["prefix", "**prefix** is `old`."]);
        check("It is [[ne$0w]]\n", &["new", "It is [[new]]"]);
        check("*A* see [o$0ld](a.md)\n", &["old", "*A* see [old](a.md)"]);
    }

    #[test]
    fn nothing_where_nothing_is_said() {
        check("A model.\n\n$0\n\nEnd.", &[]);
    }
}
