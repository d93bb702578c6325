//! Hashes of units: equal where all that can be read of a unit by itself is equal.

use crate::{Note, Unit, UnitKind};

/// A hash that is fed numbers, by folded multiplication. Nothing depends on its order.
#[derive(Clone, Copy, Debug)]
pub struct Hash(u64);

impl Hash {
    /// Of nothing.
    pub const EMPTY: Self = Self(0x243f_6a88_85a3_08d3);

    /// Adds a number.
    #[inline]
    pub fn add(&mut self, number: u64) {
        let product = u128::from(self.0 ^ number) * u128::from(0x9e37_79b9_7f4a_7c15_u64 | 1);
        self.0 = (product as u64 ^ (product >> 64) as u64).wrapping_add(0x1319_8a2e_0370_7344);
    }

    fn add_text(&mut self, text: &str) {
        let (words, rest) = text.as_bytes().as_chunks::<8>();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.add(u64::from_le_bytes(last));
        self.add(text.len() as u64);
    }

    /// The hash so far.
    pub fn value(self) -> u64 {
        self.0
    }
}

/// The hash of a unit.
pub(crate) fn of(text: &str, note: &Note, unit: &Unit) -> u64 {
    let mut hash = Hash::EMPTY;
    hash.add(match unit.kind {
        UnitKind::Heading(level) => 16 + u64::from(level),
        UnitKind::Sentence => 1,
        UnitKind::Item => 2,
        UnitKind::Cell => 3,
    });
    hash.add(unit.frame as u64);
    let within = |token: u32| u64::from(token.wrapping_sub(unit.tokens.start));
    hash.add(unit.key.map_or(0, |key| 1 + (within(key.end) << 33 | within(key.value) << 1 | u64::from(key.marked))));
    for token in note.tokens_of(unit) {
        let length = u64::from(token.end - token.start);
        let made = u64::from(token.style.bits()) << 5 | (token.joint as u64) << 3 | token.kind as u64;
        hash.add(u64::from(token.start.wrapping_sub(unit.span.start)) << 32 | length << 10 | made);
    }
    hash.add_text(text.get(unit.span.start as usize..unit.span.end as usize).unwrap_or_default());
    hash.value()
}
