//! Entries and what is stated of them.

use serde::{Deserialize, Serialize};

use crate::{ChoiceId, PropertyId};

/// Index of an entry in the glossary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntryId(pub u32);

/// Index of a source in the glossary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceId(pub u32);

/// Something in English and in Chinese.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Localized<T> {
    /// English.
    pub en: T,
    /// Chinese.
    pub zh: T,
}

/// An entry: a concept of SKOS with labels, a definition and statements.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its id, the stem of its file (`prefix-decoder`).
    pub name: String,
    /// Its type (`architecture`, `model` …).
    pub kind: String,
    /// The label shown.
    pub pref_label: Localized<String>,
    /// Other labels people write.
    pub alt_label: Localized<Vec<String>>,
    /// Spellings that are looked up but never shown.
    pub hidden_label: Vec<String>,
    /// Labels that match only as they are written.
    pub case_sensitive: Vec<String>,
    /// More general entries.
    pub broader: Vec<EntryId>,
    /// Narrower entries, derived.
    pub narrower: Vec<EntryId>,
    /// Entries worth reading next.
    pub related: Vec<EntryId>,
    /// The size that tells this member of a family from the others, as written (`7B`).
    pub size: Option<String>,
    /// What is stated of it.
    pub statements: Vec<Statement>,
    /// One paragraph each.
    pub definition: Localized<String>,
    /// The file it was read from; relative to the glossary's root for built-in entries (`concepts/lora.md`).
    pub file: String,
    /// Whether it is of a glossary of the author's own, not built in.
    pub own: bool,
}

/// What the glossary asserts of an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// The property.
    pub property: PropertyId,
    /// Its value or values.
    pub values: Vec<Value>,
    /// Values tolerated although they are not the true one.
    pub accept: Vec<Value>,
    /// Whether the entry has the value (`true`) or has it not.
    pub polarity: bool,
    /// Whether the values are all there are.
    pub complete: bool,
    /// The size, version or stage it is limited to.
    pub variant: Option<String>,
    /// The other side of a comparison.
    pub than: Option<EntryId>,
    /// Example sentences that must be found wrong, and that must stay silent. For whoever checks the glossary: the image
    /// leaves them out.
    #[serde(skip)]
    pub refutes: Localized<Vec<String>>,
    /// See `refutes`.
    #[serde(skip)]
    pub allows: Localized<Vec<String>>,
    /// Where it is from.
    pub cite: Vec<Citation>,
    /// The line of the entry's file on which it begins, from 1.
    pub line: u32,
}

/// A value of a statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// An entry.
    Entry(EntryId),
    /// A choice of the property's closed list; for `order` and `direction` ranges the sides, in the order of the file.
    Choice(ChoiceId),
    /// A number.
    Quantity(Quantity),
    /// A date.
    Date(Date),
    /// Words.
    Text(Localized<String>),
}

/// A number as the glossary gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The number, all multipliers applied (`6.7B` is 6.7e9).
    pub number: f64,
    /// As written in the entry.
    pub text: String,
}

/// A date, as exact as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Date {
    /// The year.
    pub year: u16,
    /// The month from 1.
    pub month: Option<u8>,
    /// The day from 1.
    pub day: Option<u8>,
}

/// A citation of a source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Citation {
    /// The source.
    pub source: SourceId,
    /// Where in it (`§3.2.1`, `Table 2`).
    pub locator: String,
}

/// A source out of `sources.bib`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Its key.
    pub key: String,
    /// Author and year, short, as shown in a message (`Touvron et al. 2023`).
    pub short: String,
    /// Its title.
    pub title: String,
    /// Where to read it.
    pub url: String,
}
