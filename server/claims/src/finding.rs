//! The results of an analysis, as plain data with byte offsets.

use std::sync::Arc;

use glossary::{ChoiceId, Date, EntryId, PropertyId};
use note::{Span, UnitId};

/// All that was understood in a note.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// Terms of the glossary, in the order of the text; they do not overlap.
    pub mentions: Vec<Mention>,
    /// Claims, in the order of the text.
    pub claims: Vec<Claim>,
    /// Findings, in the order of the text.
    pub findings: Vec<Finding>,
}

/// A term of the glossary in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// The unit it stands in.
    pub unit: UnitId,
    /// What it may refer to; several where a label is ambiguous and the context does not decide.
    pub entries: Entries,
}

/// Some entries, sorted; nearly always one, which takes no room of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entries(Few);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Few {
    One(EntryId),
    Some(Arc<[EntryId]>),
}

impl Entries {
    /// Those of an iterator, where it has any.
    pub(crate) fn some(mut entries: impl Iterator<Item = EntryId>) -> Option<Self> {
        let first = entries.next()?;
        let Some(second) = entries.next() else { return Some(Self(Few::One(first))) };
        let mut all = vec![first, second];
        all.extend(entries);
        all.sort_unstable();
        all.dedup();
        Some(Self(if all.len() == 1 { Few::One(first) } else { Few::Some(all.into()) }))
    }
}

impl std::ops::Deref for Entries {
    type Target = [EntryId];

    #[inline]
    fn deref(&self) -> &[EntryId] {
        match &self.0 {
            Few::One(entry) => std::slice::from_ref(entry),
            Few::Some(entries) => entries,
        }
    }
}

/// What the note's author asserts.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The unit that makes it.
    pub unit: UnitId,
    /// What it is about.
    pub subject: EntryId,
    /// The words that name the subject, in this unit or in its context.
    pub subject_span: Span,
    /// What is said of it.
    pub property: PropertyId,
    /// The value it is said to have.
    pub value: ClaimValue,
    /// The words that give the value.
    pub value_span: Span,
    /// Whether the value is asserted (`true`) or denied.
    pub polarity: bool,
    /// How firmly it is said.
    pub status: Status,
    /// What the glossary says to it.
    pub verdict: Verdict,
    /// The statement that decided it.
    pub evidence: Option<Evidence>,
    /// Why it was not decided.
    pub reason: Option<Reason>,
    /// Of a refuted claim, how many of a thousand words of the unit, small words aside, neither name the subject nor give
    /// the value; 0 where the clause holds no other words, and where a key or a question says what the words are about.
    pub unread: u16,
}

/// The value a claim gives.
#[derive(Clone, Debug, PartialEq)]
pub enum ClaimValue {
    /// An entry.
    Entry(EntryId),
    /// A choice of the property.
    Choice(ChoiceId),
    /// A number.
    Quantity(f64),
    /// A date.
    Date(Date),
    /// The words themselves.
    Text(String),
    /// That the statement holds (`true`) or its contrary does.
    Statement(bool),
    /// That the subject has more (`true`) or less than another entry.
    Compared(bool, EntryId),
    /// That the subject has so many times what another entry has.
    Times(f64, EntryId),
    /// That the subject has the same as another entry.
    Alike(EntryId),
}

impl ClaimValue {
    /// Whether words say it, and no name, number or date gives it.
    pub(crate) fn is_worded(&self) -> bool {
        matches!(self, Self::Choice(_) | Self::Statement(_))
    }
}

/// How firmly something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Plainly.
    Asserted,
    /// As a guess or an opinion.
    Hedged,
    /// As a question.
    Question,
    /// Under a condition.
    Conditional,
    /// As somebody else's words.
    Attributed,
    /// As a mistake that people make, or struck through.
    Misconception,
    /// As something that was so once.
    Past,
    /// As something to come or to do.
    Planned,
}

/// What the glossary says to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A statement says the same.
    Supported,
    /// A statement contradicts it.
    Refuted,
    /// Neither.
    NotEnoughInfo,
}

/// The statement that decided a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The entry that carries it.
    pub entry: EntryId,
    /// Its index among the entry's statements.
    pub statement: u32,
}

/// Why a claim was not decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The glossary states nothing about it.
    NoStatement,
    /// It is not plainly asserted.
    NotAsserted,
    /// Statements depend on a size, version or stage that the note does not name.
    Unpinned,
    /// The list of values is not known to be complete.
    Open,
    /// The values can both be true.
    Compatible,
    /// The subject is ambiguous.
    Ambiguous,
    /// The words may be about something else.
    Unbound,
    /// Too little around it is about what the glossary knows.
    Alone,
    /// Only a few words of its line were read.
    Passing,
}

/// The language of a note's sentence, for messages and fixes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

/// A claim that the glossary refutes.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule's id (`claim/architecture`).
    pub rule: String,
    /// One line that stands alone: subject, right and wrong value, short citation.
    pub message: String,
    /// The language of `message`.
    pub language: Language,
    /// The words at fault.
    pub span: Span,
    /// Index of the claim in [`Analysis::claims`].
    pub claim: u32,
    /// The statement that refutes it.
    pub evidence: Evidence,
    /// Other places: the heading, row or bullet that gave the subject.
    pub related: Vec<Related>,
    /// What to replace, where one replacement is certain.
    pub fix: Option<Fix>,
}

/// A place that belongs to a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub span: Span,
    /// What it has to do with it.
    pub message: String,
}

/// A replacement that makes a claim true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, for a menu.
    pub title: String,
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub replacement: String,
    /// Whether it may be applied unseen.
    pub safe: bool,
}
