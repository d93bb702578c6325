//! What expressions stand for, and how that is kept: as two numbers. Where the expressions of an owner are found is told in
//! `finder`.

use serde::{Deserialize, Serialize};

use crate::{ChoiceId, CueKind, EntryId, PropertyId};

/// What an expression stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Owner {
    /// A choice of a property: the words that say the value.
    Choice(PropertyId, ChoiceId),
    /// The statement of this index of an entry, said in other words.
    Says(EntryId, u32),
    /// What contradicts the statement of this index of an entry.
    Denies(EntryId, u32),
    /// What takes words from those that contradict the statement of this index of an entry, and says nothing.
    Spares(EntryId, u32),
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
    /// Words around a value, and the value in them, that link it to a subject.
    With(PropertyId),
    /// The words for a choice where a key or a header names the property.
    Cell(PropertyId, ChoiceId),
    /// Words that say that the subject has more of a number or date than another entry, which is named in them.
    More(PropertyId),
    /// The same for less.
    Less(PropertyId),
}

/// Expressions that are looked for together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// The cues.
    Cues,
    /// The words for choices where a key or a header names the property.
    Cells,
    /// All others.
    Others,
}

impl Among {
    pub(crate) fn of(owner: Owner) -> Self {
        match owner {
            Owner::Cue(_) => Self::Cues,
            Owner::Cell(..) => Self::Cells,
            _ => Self::Others,
        }
    }
}

/// An owner as two numbers: the first has what it is in its high four bits.
pub(crate) fn pack_owner(owner: Owner) -> [u32; 2] {
    let pack = |tag: u32, first: u32, second: u32| [tag << 28 | first, second];
    match owner {
        Owner::Choice(property, choice) => pack(0, property.0, u32::from(choice.0)),
        Owner::Says(entry, statement) => pack(1, entry.0, statement),
        Owner::Denies(entry, statement) => pack(2, entry.0, statement),
        Owner::Name(property) => pack(3, property.0, 0),
        Owner::Inverse(property) => pack(4, property.0, 0),
        Owner::Before(property) => pack(5, property.0, 0),
        Owner::After(property) => pack(6, property.0, 0),
        Owner::Cue(kind) => pack(7, kind as u32, 0),
        Owner::With(property) => pack(8, property.0, 0),
        Owner::Cell(property, choice) => pack(9, property.0, u32::from(choice.0)),
        Owner::More(property) => pack(10, property.0, 0),
        Owner::Less(property) => pack(11, property.0, 0),
        Owner::Spares(entry, statement) => pack(12, entry.0, statement),
    }
}

#[inline]
pub(crate) fn unpack_owner([head, second]: [u32; 2]) -> Owner {
    let first = head & 0x0fff_ffff;
    let property = PropertyId(first);
    match head >> 28 {
        0 => Owner::Choice(property, ChoiceId(second as _)),
        1 => Owner::Says(EntryId(first), second),
        2 => Owner::Denies(EntryId(first), second),
        3 => Owner::Name(property),
        4 => Owner::Inverse(property),
        5 => Owner::Before(property),
        6 => Owner::After(property),
        8 => Owner::With(property),
        9 => Owner::Cell(property, ChoiceId(second as _)),
        10 => Owner::More(property),
        11 => Owner::Less(property),
        12 => Owner::Spares(EntryId(first), second),
        _ => Owner::Cue(CueKind::ALL.get(first as usize).copied().unwrap_or(CueKind::Hedge)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_come_back_as_they_went_in() {
        let cues = CueKind::ALL.map(Owner::Cue);
        let others = [
            Owner::Choice(PropertyId(3), ChoiceId(7)),
            Owner::Says(EntryId(700), 12),
            Owner::Denies(EntryId(701), 0),
            Owner::Name(PropertyId(1)),
            Owner::Inverse(PropertyId(2)),
            Owner::Before(PropertyId(4)),
            Owner::After(PropertyId(5)),
            Owner::With(PropertyId(6)),
            Owner::Cell(PropertyId(7), ChoiceId(2)),
            Owner::More(PropertyId(8)),
            Owner::Less(PropertyId(9)),
            Owner::Spares(EntryId(702), 3),
        ];
        for owner in cues.into_iter().chain(others) {
            assert_eq!(unpack_owner(pack_owner(owner)), owner);
        }
    }
}
