//! A dictionary of keys that are spelled out piece by piece, read where it lies.
//!
//! A scan asks of every token whether a key is, or may go on from, the text since some earlier token. Walking an
//! automaton byte by byte cost a seventh of a run; here a hash goes on from piece to piece, a Bloom filter over all
//! prefixes (Bloom 1970) ends nearly all attempts at the first piece, and a table with open addressing finds the rest.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::packed::{Bytes, Packed};

/// The dictionary: keys, each with a number.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Keys {
    /// For each place: the key's number plus one, zero where the place is empty.
    places: Packed,
    /// For each key, where its text begins; and where the last one ends.
    starts: Packed,
    text: Bytes,
    /// A bit for each prefix, by its hash.
    prefixes: Packed,
}

/// A text so far, as a hash.
#[derive(Clone, Copy, Debug)]
pub struct Spelling(u64);

impl Spelling {
    /// No text yet.
    pub const EMPTY: Self = Self(0xcbf2_9ce4_8422_2325);

    /// The text with `piece` behind it (FNV-1a).
    #[must_use]
    #[inline]
    pub fn then(self, piece: &str) -> Self {
        Self(piece.bytes().fold(self.0, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
    }

    /// An index below a power of two, out of all bits of the hash.
    #[inline]
    fn below(self, power: usize) -> usize {
        (self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & power.wrapping_sub(1)
    }
}

impl Keys {
    /// Builds a dictionary; `open` are the keys that are spelled in several pieces.
    pub(crate) fn new(keys: &BTreeMap<String, u32>, open: impl Fn(u32) -> bool) -> Self {
        let mut places = vec![0_u32; (2 * keys.len()).next_power_of_two()];
        let mut texts = vec![(0, ""); keys.len()];
        for (key, &number) in keys {
            let mut at = Spelling::EMPTY.then(key).below(places.len());
            while places[at] != 0 {
                at = (at + 1) % places.len();
            }
            places[at] = number + 1;
            texts[number as usize] = (number, key.as_str());
        }
        let prefixes: Vec<Spelling> =
            keys.iter().filter(|&(_, &number)| open(number)).flat_map(|(key, _)| spellings(key)).collect();
        let mut bits = vec![0_u32; (8 * prefixes.len()).next_power_of_two().max(32) / 32];
        for prefix in prefixes {
            let bit = prefix.below(32 * bits.len());
            bits[bit / 32] |= 1 << (bit % 32);
        }
        let mut starts = vec![0];
        let mut text = Vec::new();
        for (_, key) in texts {
            text.extend_from_slice(key.as_bytes());
            starts.push(text.len() as u32);
        }
        Self {
            places: Packed::new(&places),
            starts: Packed::new(&starts),
            text: text.into(),
            prefixes: Packed::new(&bits),
        }
    }

    /// Whether a key in several pieces may begin so; seldom wrongly.
    #[inline]
    pub(crate) fn may_begin(&self, spelling: Spelling) -> bool {
        let bit = spelling.below(32 * self.prefixes.all().len());
        self.prefixes.get(bit / 32) >> (bit % 32) & 1 == 1
    }

    /// The number of a key, whose spelling is given too.
    #[inline]
    pub(crate) fn get(&self, key: &str, spelling: Spelling) -> Option<u32> {
        let size = self.places.all().len();
        let mut at = spelling.below(size);
        loop {
            let number = self.places.get(at).checked_sub(1)?;
            let range = self.starts.get(number as usize) as usize..self.starts.get(number as usize + 1) as usize;
            if self.text.get(range) == Some(key.as_bytes()) {
                return Some(number);
            }
            at = (at + 1) % size;
        }
    }
}

/// All beginnings of a key, the whole key among them.
fn spellings(key: &str) -> impl Iterator<Item = Spelling> {
    key.char_indices().map(|(at, c)| Spelling::EMPTY.then(&key[..at + c.len_utf8()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_all_keys_and_no_others() {
        let texts: Vec<String> = (0..500).map(|n| format!("键{}key", n * 7)).collect();
        let mut keys = BTreeMap::new();
        for text in &texts {
            let number = keys.len() as u32;
            keys.insert(text.clone(), number);
        }
        let dictionary = Keys::new(&keys, |_| true);
        for (key, &number) in &keys {
            let spelling = Spelling::EMPTY.then(&key[..3]);
            assert!(dictionary.may_begin(spelling));
            assert_eq!(dictionary.get(key, spelling.then(&key[3..])), Some(number));
        }
        for other in ["", "键", "键1key", "key", "键7keys"] {
            assert_eq!(dictionary.get(other, Spelling::EMPTY.then(other)), None, "{other}");
        }
    }
}
