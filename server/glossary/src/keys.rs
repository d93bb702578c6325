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
    /// For each place: the key's number plus one, and above it some bits of the key's hash, so that what is another's
    /// place is seldom compared; zero where the place is empty.
    places: Packed,
    /// For each key its value and where its text begins; and where the last one ends. Side by side, as both are asked for.
    known: Packed,
    text: Bytes,
    /// A bit for each prefix, by its hash.
    prefixes: Packed,
}

/// The bits of a place that have the number of a key.
const NUMBER: u32 = (1 << 24) - 1;

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

    /// Bits of the hash above the number of a key.
    #[inline]
    fn mark(self) -> u32 {
        (self.0 >> 32) as u32 & !NUMBER
    }

    /// An index below a power of two, out of all bits of the hash.
    #[inline]
    pub fn below(self, power: usize) -> usize {
        (self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & power.wrapping_sub(1)
    }
}

impl Keys {
    /// Builds a dictionary; `open` are the keys that are spelled in several pieces, `values` is what each stands for.
    pub(crate) fn new(keys: &BTreeMap<String, u32>, values: &[u32], open: impl Fn(u32) -> bool) -> Self {
        assert!(keys.len() < NUMBER as usize, "a key's number leaves room for bits of its hash");
        let mut places = vec![0_u32; (2 * keys.len()).next_power_of_two()];
        let mut texts = vec![(0, ""); keys.len()];
        for (key, &number) in keys {
            let spelling = Spelling::EMPTY.then(key);
            let mut at = spelling.below(places.len());
            while places[at] != 0 {
                at = (at + 1) % places.len();
            }
            places[at] = spelling.mark() | (number + 1);
            texts[number as usize] = (number, key.as_str());
        }
        let prefixes: Vec<Spelling> =
            keys.iter().filter(|&(_, &number)| open(number)).flat_map(|(key, _)| spellings(key)).collect();
        let mut bits = vec![0_u32; (8 * prefixes.len()).next_power_of_two().max(32) / 32];
        for prefix in prefixes {
            let bit = prefix.below(32 * bits.len());
            bits[bit / 32] |= 1 << (bit % 32);
        }
        let (mut packed, mut text) = (Vec::new(), Vec::new());
        for (number, key) in texts {
            packed.extend([values.get(number as usize).copied().unwrap_or_default(), text.len() as u32]);
            text.extend_from_slice(key.as_bytes());
        }
        packed.extend([0, text.len() as u32]);
        Self {
            places: Packed::new(&places),
            known: Packed::new(&packed),
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
            let place = self.places.get(at);
            let number = (place & NUMBER).checked_sub(1)?;
            if place & !NUMBER == spelling.mark() && self.text_of(number) == Some(key.as_bytes()) {
                return Some(number);
            }
            at = (at + 1) & (size - 1);
        }
    }

    /// The value of the key of a number.
    #[inline]
    pub(crate) fn value(&self, number: u32) -> u32 {
        self.known.get(2 * number as usize)
    }

    #[inline]
    fn text_of(&self, number: u32) -> Option<&[u8]> {
        let at = 2 * number as usize + 1;
        self.text.get(self.known.get(at) as usize..self.known.get(at + 2) as usize)
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
        let dictionary = Keys::new(&keys, &[], |_| true);
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
