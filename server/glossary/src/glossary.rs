//! The glossary as a whole.

use serde::{Deserialize, Serialize};

use crate::{Entry, EntryId, Label, Program, Property, PropertyId, Source, SourceId, WordId};

/// Entries, properties and sources with their indexes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Glossary {
    /// Entries, sorted by name.
    pub entries: Vec<Entry>,
    /// Properties, sorted by name.
    pub properties: Vec<Property>,
    /// Sources, sorted by key.
    pub sources: Vec<Source>,
    /// All expressions; those that begin with a word are found by [`Glossary::beginning_with`].
    pub programs: Vec<Program>,
}

/// A place in the automaton of labels and words, reached by some text.
#[derive(Clone, Copy, Debug)]
pub struct Place(#[allow(dead_code)] u64);

impl Glossary {
    /// The glossary that is built in.
    pub fn builtin() -> &'static Self {
        todo!()
    }

    /// The entry of an id.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    /// The property of an id.
    pub fn property(&self, id: PropertyId) -> &Property {
        &self.properties[id.0 as usize]
    }

    /// The source of an id.
    pub fn source(&self, id: SourceId) -> &Source {
        &self.sources[id.0 as usize]
    }

    /// The place before any text.
    pub fn root(&self) -> Place {
        todo!()
    }

    /// The place reached from `place` by folded text, if any label or word continues so.
    pub fn step(&self, _place: Place, _folded: &str) -> Option<Place> {
        todo!()
    }

    /// The word that the text up to `place` is, of the words of expressions.
    pub fn word_at(&self, _place: Place) -> Option<WordId> {
        todo!()
    }

    /// The labels that the text up to `place` is.
    pub fn labels_at(&self, _place: Place) -> &[Label] {
        todo!()
    }

    /// Indexes in `programs` of the expressions that can begin with a word.
    pub fn beginning_with(&self, _word: WordId) -> &[u32] {
        todo!()
    }

    /// The entries a text is a label of, as a whole (for `show TERM`).
    pub fn find(&self, _text: &str) -> Vec<EntryId> {
        todo!()
    }
}
