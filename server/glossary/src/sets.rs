//! Sets of words, each kept once under its number: expressions are made of a few macros, so that most sets are in many.
//!
//! A set's number is where it lies among all of them: how many words it has, then the words. So one look reads it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    WordId,
    packed::{Packed, Slice},
};

/// Some words as one number of 28 bits: a word, the number of a set of words with this flag, or nothing.
pub(crate) const SET: u32 = 1 << 27;
pub(crate) const NOTHING: u32 = (1 << 28) - 1;

/// The words of sets, where they lie.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Sets(Packed);

impl Sets {
    /// The words of a set, sorted; none where there is no such set.
    #[inline]
    pub(crate) fn get(&self, number: u32) -> Slice<'_> {
        let start = (number & !SET) as usize + 1;
        self.0.slice(start..start + self.0.get(start - 1) as usize)
    }

    /// Whether a word is of some words.
    #[inline]
    pub(crate) fn has(&self, words: u32, word: u32) -> bool {
        if words & SET == 0 { words == word } else { self.get(words).has(word) }
    }
}

/// Sets of words that are being collected.
#[derive(Default)]
pub(crate) struct NewSets {
    numbers: BTreeMap<Vec<WordId>, u32>,
    all: Vec<u32>,
}

impl NewSets {
    /// A set as one number.
    pub(crate) fn number(&mut self, words: &[WordId]) -> u32 {
        let mut words = words.to_vec();
        words.sort_unstable();
        words.dedup();
        match words.as_slice() {
            [] => NOTHING,
            [word] => word.0,
            _ => {
                if let Some(&number) = self.numbers.get(&words) {
                    return number;
                }
                let number = SET | self.all.len() as u32;
                self.all.push(words.len() as u32);
                self.all.extend(words.iter().map(|word| word.0));
                assert!(self.all.len() < (NOTHING & !SET) as usize, "the number of a set has 27 bits");
                self.numbers.insert(words, number);
                number
            }
        }
    }

    pub(crate) fn finish(&self) -> Sets {
        Sets(Packed::new(&self.all))
    }
}
