//! What the tests share: checking a text as the command line does.

pub mod edits;

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

/// A sequence of numbers out of a seed that is not 0 (Marsaglia's xorshift).
pub struct Chance(pub u64);

impl Chance {
    /// The next number below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    /// One of some texts; the empty one of none.
    pub fn of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts.get(self.below(texts.len())).copied().unwrap_or_default()
    }
}
