//! What the tests share: checking a text as the command line does.

use claims::Analysis;
use glossary::Glossary;
use ide::{Diagnostic, Severities};
use note::Note;

/// The diagnostics of a text by the built-in glossary, suppressed ones left out.
pub fn check(text: &str) -> Vec<Diagnostic> {
    let glossary = Glossary::builtin();
    let note = Note::parse(text);
    let analysis: Analysis = claims::analyze(glossary, text, &note);
    let mut found = ide::diagnostics(glossary, text, &note, &analysis, &Severities::default());
    found.retain(|diagnostic| !diagnostic.suppressed);
    found
}

/// The line of a byte offset, from 0.
pub fn line_of(text: &str, offset: u32) -> usize {
    text.as_bytes().iter().take(offset as usize).filter(|&&byte| byte == b'\n').count()
}
