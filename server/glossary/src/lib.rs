//! The knowledge that notes are annotated with and judged by.
//!
//! Entries, properties and expressions are data (`glossary/` at the root of the repository, in the format of its
//! README); this crate reads, validates and indexes them. The built-in glossary is compiled into an image at build
//! time. Nothing here reads notes or decides a claim.

mod bib;
mod builtin;
mod code;
pub mod compile;
mod cue;
pub mod entry;
pub mod expression;
mod files;
mod finder;
mod glossary;
pub mod index;
mod keys;
mod labels;
mod making;
mod over;
mod owner;
mod packed;
pub mod pattern;
pub mod problem;
pub mod property;
pub mod raw;
mod sets;
mod statement;
mod store;
mod turned;
pub mod value;
pub mod vocabulary;

pub use code::{Branches, Code, Op, Words};
pub use compile::compile;
pub use cue::CueKind;
pub use entry::{Citation, Date, Entry, EntryId, Localized, Quantity, Source, SourceId, Statement, Value};
pub use expression::{Expression, Node, WordId};
pub use finder::{Candidate, Gates, Places, Rest, Sentence};
pub use glossary::{Glossary, LabelLanguage, LabelOf};
pub use index::{Key, Label, Program};
pub use keys::Spelling;
pub use labels::LabelPart;
pub use owner::{Among, Owner};
pub use problem::Problem;
pub use property::{Choice, ChoiceId, Property, PropertyId, Range};
pub use raw::Raw;
