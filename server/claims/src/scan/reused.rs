//! Sentences that are used again. One has room for every word of the glossary and every set of words that is asked for:
//! to clear it anew costs more than to read a short note, or the part of a note that was edited.

use std::{
    cell::RefCell,
    ops::{Deref, DerefMut},
};

use glossary::Sentence;

thread_local! {
    static SPARE: RefCell<Vec<Sentence>> = const { RefCell::new(Vec::new()) };
}

/// A sentence that goes back to where the next comes from.
pub(super) struct Reused(Sentence);

impl Default for Reused {
    fn default() -> Self {
        Self(SPARE.with_borrow_mut(Vec::pop).unwrap_or_default())
    }
}

impl Drop for Reused {
    fn drop(&mut self) {
        let sentence = std::mem::take(&mut self.0);
        // A thread that ends has no use for it.
        let _ = SPARE.try_with(|spare| spare.borrow_mut().push(sentence));
    }
}

impl Deref for Reused {
    type Target = Sentence;

    fn deref(&self) -> &Sentence {
        &self.0
    }
}

impl DerefMut for Reused {
    fn deref_mut(&mut self) -> &mut Sentence {
        &mut self.0
    }
}
