//! Which entries a note has named so far: what is nowhere named is no subject yet, and its expressions need no look.

use std::cell::Cell;

use glossary::{EntryId, Glossary};

/// A set of entries.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entries(Vec<u64>);

impl Entries {
    fn contains(&self, entry: EntryId) -> bool {
        self.0.get(entry.0 as usize / 64).is_some_and(|bits| bits >> (entry.0 % 64) & 1 == 1)
    }

    /// Puts entries in, and what is broader.
    pub(crate) fn see(&mut self, glossary: &Glossary, entries: &[EntryId]) {
        for &entry in entries {
            if self.contains(entry) {
                continue;
            }
            self.0.resize(glossary.len().div_ceil(64), 0);
            for entry in std::iter::once(entry).chain(glossary.broader_of(entry)) {
                if let Some(bits) = self.0.get_mut(entry.0 as usize / 64) {
                    *bits |= 1 << (entry.0 % 64);
                }
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn bits(&self, at: usize) -> u64 {
        self.0.get(at).copied().unwrap_or_default()
    }
}

/// What was asked of the entries named before, and the answers: the same answers give the same findings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    /// Index of 64 entries, which of them were asked for, which were named.
    answers: Vec<(u32, u64, u64)>,
}

impl Asked {
    /// Whether the answers would be the same.
    pub(crate) fn holds(&self, before: &Entries) -> bool {
        self.answers.iter().all(|&(at, asked, named)| before.bits(at as usize) & asked == named)
    }
}

/// The entries named before the units of a scan, and among them.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    before: &'a Entries,
    here: Entries,
    asked: Vec<Cell<u64>>,
}

impl<'a> Seen<'a> {
    pub(super) fn new(glossary: &Glossary, before: &'a Entries) -> Self {
        Self { before, here: Entries::default(), asked: vec![Cell::new(0); glossary.len().div_ceil(64)] }
    }

    pub(super) fn any(&self) -> bool {
        !self.here.is_empty() || !self.before.is_empty()
    }

    pub(super) fn contains(&self, entry: EntryId) -> bool {
        if self.here.contains(entry) {
            return true;
        }
        if let Some(asked) = self.asked.get(entry.0 as usize / 64) {
            asked.set(asked.get() | 1 << (entry.0 % 64));
        }
        self.before.contains(entry)
    }

    pub(super) fn see(&mut self, glossary: &Glossary, entries: &[EntryId]) {
        self.here.see(glossary, entries);
    }

    pub(super) fn asked(&self) -> Asked {
        let asked = (0..).zip(&self.asked).map(|(at, asked)| (at, asked.get()));
        let answers = asked.filter(|&(_, asked)| asked != 0);
        Asked { answers: answers.map(|(at, asked)| (at, asked, self.before.bits(at as usize) & asked)).collect() }
    }
}
