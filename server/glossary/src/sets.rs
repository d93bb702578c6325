//! Sets of words, each kept once under its number: expressions are made of a few macros, so that most sets are in many.

use std::collections::BTreeMap;

use crate::{WordId, packed::Lists};

/// Some words as one number: a word, the number of a set of words with this flag, or nothing.
pub(crate) const SET: u32 = 1 << 31;
pub(crate) const NOTHING: u32 = u32::MAX;

/// Sets of words that are being collected.
#[derive(Default)]
pub(crate) struct Sets(BTreeMap<Vec<WordId>, u32>);

impl Sets {
    /// A set as one number.
    pub(crate) fn number(&mut self, words: &[WordId]) -> u32 {
        let mut words = words.to_vec();
        words.sort_unstable();
        words.dedup();
        match words.as_slice() {
            [] => NOTHING,
            [word] => word.0,
            _ => {
                let next = self.0.len() as u32;
                SET | *self.0.entry(words).or_insert(next)
            }
        }
    }

    pub(crate) fn into_lists(self) -> Lists {
        let mut sets: Vec<(Vec<WordId>, u32)> = self.0.into_iter().collect();
        sets.sort_unstable_by_key(|&(_, number)| number);
        Lists::new(sets.into_iter().map(|(words, _)| words.into_iter().map(|word| word.0).collect()))
    }
}
