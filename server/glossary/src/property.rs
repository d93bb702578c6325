//! Properties: what may be said of which entries, and in which words.

use serde::{Deserialize, Serialize};

use crate::{EntryId, Localized};

/// Index of a property in the glossary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PropertyId(pub u32);

/// Index of a choice in its property.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ChoiceId(pub u16);

/// A property, one file of `glossary/properties/`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent switch of a property's file")]
pub struct Property {
    /// Its id, the stem of its file.
    pub name: String,
    /// The label shown.
    pub label: Localized<String>,
    /// What `claim/` is followed by in the rule's id.
    pub rule: String,
    /// The types of entries it is said of, the likeliest first; empty for any.
    pub domain: Vec<String>,
    /// What values it has.
    pub range: Range,
    /// Whether an entry has several values.
    pub many: bool,
    /// Whether a value that stands alone behind its subject is this property's: `BLOOM (BigScience)`.
    pub bare: bool,
    /// Whether it is a limit, so that `up to N` gives the value and not a bound of it.
    pub capacity: bool,
    /// Whether it is of the subject's beginnings, so that what was so is so: `originally built on X`.
    pub origin: bool,
    /// The values that also offer what others made, so that `X's Y` does not say that Y has X.
    pub hosts: Vec<EntryId>,
    /// The properties whose values follow from the value of this, so that what has the same here has the same there.
    pub determines: Vec<PropertyId>,
    /// Whether the sizes of a family differ in it, so that a size has not what is stated of the family.
    pub scales: bool,
    /// Whether some of what is counted may be taken, so that a number beside the name alone may be of these.
    pub sampled: bool,
    /// Whether its values are parts of a subject, seldom named beside it for another reason.
    pub part: bool,
    /// The message's template: `{subject}`, `{right}`, `{wrong}`, `{than}`, `{a-right}`, `{a-wrong}`.
    pub message: Localized<String>,
}

/// The values of a property.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Range {
    /// Entries of these types.
    Entry(Vec<String>),
    /// One of a closed list, pairwise disjoint.
    Choice(Vec<Choice>),
    /// A number with a relative tolerance.
    Quantity {
        /// What is counted (`tokens`).
        unit: String,
        /// How far off a number may be and still be the same.
        tolerance: f64,
        /// Smaller numbers are taken for something else.
        least: f64,
    },
    /// A date.
    Date,
    /// Words.
    Text,
    /// More, less or the same of something than another entry has.
    Order(Vec<Choice>),
    /// More or less of something when the subject grows.
    Direction(Vec<Choice>),
}

impl Range {
    /// A choice of a closed list, or a side of an order or a direction.
    pub fn choice(&self, id: ChoiceId) -> Option<&Choice> {
        match self {
            Self::Choice(choices) | Self::Order(choices) | Self::Direction(choices) => choices.get(usize::from(id.0)),
            _ => None,
        }
    }

    /// Whether a choice only takes words away from the others.
    pub fn is_shield(&self, id: ChoiceId) -> bool {
        self.choice(id).is_some_and(|choice| choice.shield)
    }
}

/// A value of a closed list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Its id in the file.
    pub name: String,
    /// The label shown.
    pub label: Localized<String>,
    /// Whether it only takes words away from the others, and says nothing.
    pub shield: bool,
}
