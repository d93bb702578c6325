//! What is looked up in a note's text: labels and words in one automaton, expressions by their first word.

use serde::{Deserialize, Serialize};

use crate::{ChoiceId, EntryId, Expression, PropertyId};

/// What an expression stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Owner {
    /// A choice of a property: the words that say the value.
    Choice(PropertyId, ChoiceId),
    /// The statement of this index of an entry, said in other words.
    Says(EntryId, u32),
    /// What contradicts the statement of this index of an entry.
    Denies(EntryId, u32),
    /// What a property is called as a table header or a key.
    Name(PropertyId),
    /// What a property is called from the side of its values.
    Inverse(PropertyId),
    /// Words before a value that link it to a subject.
    Before(PropertyId),
    /// Words behind a value that link it to a subject.
    After(PropertyId),
    /// A cue of the lexicon.
    Cue(CueKind),
}

/// What a cue does to the claims around it. Each kind is a key of `lexicon/cues.yaml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CueKind {
    /// Negates what follows in its clause (`not`, `没有`).
    Negation,
    /// Negates what stands before it in its clause, in Chinese and in English (`不成立`, `is false`).
    NegationAfter,
    /// Looks like a negation and is none (`not only`, `不仅`, `no longer than`).
    PseudoNegation,
    /// Doubt or opinion, over the whole sentence (`maybe`, `据说`).
    Hedge,
    /// A question, over the whole sentence (`what`, `是否`).
    Question,
    /// A condition or something imagined, over the whole sentence (`if`, `假设`).
    Condition,
    /// What directly follows is set against the subject and is no subject or value (`unlike`, `而不是`, `instead of`).
    Contrast,
    /// What directly precedes is set against the subject (`与…不同` ends with it).
    ContrastAfter,
    /// What follows is compared with and is no subject or value (`than`, `比`, `compared with`).
    Comparison,
    /// The sentence reports somebody else's words (`claims that`, `声称`).
    Attribution,
    /// What follows, or the whole section under a heading with it, is quoted as wrong (`myth`, `误区`, `wrong:`).
    Misconception,
    /// What follows corrects something quoted as wrong (`fact:`, `正解`).
    Correction,
    /// Past or superseded (`originally`, `以前`).
    Past,
    /// Something to be done or to come (`TODO`, `will`).
    Planned,
    /// All members of a family or list (`all sizes`, `均`).
    All,
    /// Only (`only`, `仅`).
    Only,
    /// At least, or more than (`over`, `以上`).
    AtLeast,
    /// At most, or fewer than (`up to`, `不到`).
    AtMost,
    /// Begins another clause (`but`, `while`, `而`).
    ClauseBreak,
    /// Refers to the subject before (`it`, `该模型`, `其`).
    Anaphor,
    /// Names something by a description that cannot be resolved (`the second generation`, `二代`).
    Unnamed,
    /// In the order given (`respectively`, `分别`).
    Respectively,
}

impl CueKind {
    /// The kind of a key of `lexicon/cues.yaml`.
    pub fn named(name: &str) -> Option<Self> {
        use serde::de::{
            IntoDeserializer,
            value::{Error, StrDeserializer},
        };
        let deserializer: StrDeserializer<'_, Error> = name.into_deserializer();
        Self::deserialize(deserializer).ok()
    }
}

/// An expression with what it stands for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Program {
    /// What it stands for.
    pub owner: Owner,
    /// What it matches.
    pub expression: Expression,
}

/// A label of an entry, as found in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The entry.
    pub entry: EntryId,
    /// The spelling that alone is accepted, for case-sensitive labels.
    pub exact: Option<String>,
    /// Whether its words must stand together as in the label: no space where it has none. For very short labels.
    pub tight: bool,
    /// Whether it is hidden: looked up but never shown.
    pub hidden: bool,
}
