//! Numbers and lists of numbers that are read where they lie, in an image or in memory, without being decoded.

use std::ops::{Deref, Range};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, Visitor},
};

/// Bytes of the image, or of memory.
#[derive(Clone, Debug)]
pub(crate) enum Bytes {
    Image(&'static [u8]),
    Memory(Vec<u8>),
}

impl Default for Bytes {
    fn default() -> Self {
        Self::Image(&[])
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Memory(bytes)
    }
}

impl Deref for Bytes {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        match self {
            Self::Image(bytes) => bytes,
            Self::Memory(bytes) => bytes,
        }
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self)
    }
}

/// Only out of an image that lives as long as the program: nothing is copied.
impl<'de: 'static> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrow;

        impl Visitor<'static> for Borrow {
            type Value = Bytes;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes of the image")
            }

            fn visit_borrowed_bytes<E: Error>(self, bytes: &'static [u8]) -> Result<Bytes, E> {
                Ok(Bytes::Image(bytes))
            }
        }

        deserializer.deserialize_bytes(Borrow)
    }
}

/// A list of numbers, little-endian, four bytes each.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Packed(Bytes);

/// A part of a [`Packed`] list.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Slice<'g>(&'g [Number]);

/// A number as it lies there.
type Number = [u8; 4];

impl Packed {
    /// Packs a list.
    pub(crate) fn new(numbers: &[u32]) -> Self {
        Self(numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>().into())
    }

    /// The whole list.
    #[inline]
    pub(crate) fn all(&self) -> Slice<'_> {
        Slice(self.0.as_chunks().0)
    }

    /// A number; zero beyond the end.
    #[inline]
    pub(crate) fn get(&self, at: usize) -> u32 {
        self.all().get(at)
    }

    /// A part; empty beyond the end.
    #[inline]
    pub(crate) fn slice(&self, range: Range<usize>) -> Slice<'_> {
        Slice(self.all().0.get(range).unwrap_or_default())
    }
}

impl<'g> Slice<'g> {
    /// How many numbers there are.
    #[inline]
    pub(crate) fn len(self) -> usize {
        self.0.len()
    }

    /// A number; zero beyond the end.
    #[inline]
    pub(crate) fn get(self, at: usize) -> u32 {
        self.0.get(at).map_or(0, |number| u32::from_le_bytes(*number))
    }

    /// The first so many numbers, zeros where there are fewer, and the rest.
    #[inline]
    pub(crate) fn split_head<const N: usize>(self) -> ([u32; N], Self) {
        match self.0.split_first_chunk::<N>() {
            Some((head, rest)) => (numbers(head), Self(rest)),
            None => ([0; N], Self(&[])),
        }
    }

    /// The first numbers and the rest.
    #[inline]
    pub(crate) fn split_at(self, at: usize) -> (Self, Self) {
        let (first, rest) = self.0.split_at(at.min(self.0.len()));
        (Self(first), Self(rest))
    }

    /// The numbers in groups of so many; what is left over is left out.
    #[inline]
    pub(crate) fn groups<const N: usize>(self) -> impl Iterator<Item = [u32; N]> + use<'g, N> {
        self.0.as_chunks::<N>().0.iter().map(numbers)
    }

    /// Whether a number is among these, which are sorted.
    #[inline]
    pub(crate) fn has(self, number: u32) -> bool {
        self.0.binary_search_by_key(&number, |bytes| u32::from_le_bytes(*bytes)).is_ok()
    }

    /// The numbers.
    #[inline]
    pub(crate) fn iter(self) -> impl Iterator<Item = u32> + use<'g> {
        self.0.iter().map(|bytes| u32::from_le_bytes(*bytes))
    }
}

/// Reads some numbers. A plain loop: adapters are not compiled to as little where nothing is optimised across crates.
#[inline]
fn numbers<const N: usize>(group: &[Number; N]) -> [u32; N] {
    let (mut numbers, mut at) = ([0; N], 0);
    while at < N {
        numbers[at] = u32::from_le_bytes(group[at]);
        at += 1;
    }
    numbers
}

/// Lists of numbers, one after the other.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Lists {
    /// Where each list begins, and where the last one ends.
    starts: Packed,
    items: Packed,
}

impl Lists {
    /// Packs lists.
    pub(crate) fn new(lists: impl IntoIterator<Item = Vec<u32>>) -> Self {
        let (mut starts, mut items) = (vec![0], Vec::new());
        for list in lists {
            items.extend(list);
            starts.push(items.len() as u32);
        }
        Self { starts: Packed::new(&starts), items: Packed::new(&items) }
    }

    /// A list; empty where there is none.
    #[inline]
    pub(crate) fn get(&self, at: usize) -> Slice<'_> {
        let range = self.starts.slice(at..at + 2);
        self.items.slice(range.get(0) as usize..range.get(1) as usize)
    }
}
