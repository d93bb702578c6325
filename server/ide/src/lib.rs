//! What an editor or a terminal shows of a note: diagnostics, cards, completions, as plain data with byte offsets.
//!
//! The command line and the language server both go through [`diagnostics()`], so the same note gives the same findings.
//! No type of the protocol, no printing, no reading of files.

pub mod diagnostics;

pub use diagnostics::{Diagnostic, Severities, Severity, diagnostics};
