//! What a note asserts, and what the glossary says to it.
//!
//! [`analyze`] finds the glossary's terms in a note ([`Mention`]), reads what the note asserts of them ([`Claim`]:
//! subject, property, value, polarity, status) and holds each against the statements ([`Verdict`]). Only a refuted
//! claim becomes a [`Finding`]; whatever is not certain is *not enough info*, and silent.
//! No property, entry or phrase is known here: all of it is data of the glossary.

pub mod finding;

pub use finding::{Analysis, Claim, ClaimValue, Evidence, Finding, Fix, Language, Mention, Reason, Related, Status, Verdict};

use glossary::Glossary;
use note::Note;

/// Analyses a note. `text` is what `note` was parsed from.
pub fn analyze(_glossary: &Glossary, _text: &str, _note: &Note) -> Analysis {
    Analysis::default()
}
