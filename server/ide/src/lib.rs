//! What an editor or a terminal shows of a note: diagnostics, cards, completions, as plain data with byte offsets.
//!
//! The command line and the language server both go through [`diagnostics()`], so the same note gives the same findings.
//! No type of the protocol, no printing, no reading of files.

pub mod card;
mod citation;
pub mod completion;
pub mod diagnostics;
pub mod entry_file;
pub mod expansion;
pub mod hover;
mod inconsistent;
pub mod kinds;
pub mod links;
mod mend;
pub mod navigation;
pub mod preferred;
pub mod rules;
pub mod selection;
pub mod tokens;

pub(crate) use card::source_name;
pub use card::{Card, card};
pub use completion::{Completion, Kind, Labels, calls, completions, named};
pub use diagnostics::{Diagnostic, Severities, Severity, diagnostics, evidence_text};
pub use expansion::{Expansion, expansions};
pub use hover::{Hover, entry_at, hover, language_at, mention_at};
pub use links::{Link, links};
pub use navigation::{Named, Quoted, Symbol, citations, name_in, named_at, occurrences, quoted_at, symbols};
pub use preferred::preferred;
pub use selection::selection;
pub use tokens::{Token, TokenKind, tokens};
