//! Findings with their severities, after suppression comments; findings about the comments themselves.

use claims::{Analysis, Fix, Language, Related};
use glossary::Glossary;
use note::{Note, Span};

/// How much a finding matters. `Off` findings are not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Not reported.
    Off,
    /// A hint.
    Hint,
    /// Information.
    Information,
    /// A warning.
    Warning,
    /// An error.
    Error,
}

/// The severity of each rule.
#[derive(Clone, Debug, Default)]
pub struct Severities {
    /// Rule or group, and its severity; a rule's own wins over its group's, a later one over an earlier.
    pub rules: Vec<(String, Severity)>,
}

/// Something to show at a place of a note.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule's id.
    pub rule: String,
    /// How much it matters.
    pub severity: Severity,
    /// One line that stands alone.
    pub message: String,
    /// The language of the message.
    pub language: Language,
    /// The words at fault.
    pub span: Span,
    /// The statement in full, for a note below the excerpt ("ChatGLM2-6B is a causal decoder").
    pub evidence: Option<String>,
    /// The source: short name, locator and URL.
    pub source: Option<(String, String)>,
    /// The glossary file and line of the statement.
    pub statement: Option<(String, u32)>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// A replacement.
    pub fix: Option<Fix>,
    /// Whether a comment in the note suppresses it (kept for SARIF's `suppressions`).
    pub suppressed: bool,
}

/// The diagnostics of a note, in the order of the text.
pub fn diagnostics(
    _glossary: &Glossary,
    _text: &str,
    _note: &Note,
    _analysis: &Analysis,
    _severities: &Severities,
) -> Vec<Diagnostic> {
    Vec::new()
}
