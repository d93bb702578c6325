//! A word that is typed, held against labels.

use super::{
    fold,
    labels::{Label, set},
    letters, pinyin,
};

/// A word that is typed.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// As it is typed.
    pub(super) typed: String,
    /// Whether that is none of its letters in an editor's eyes: full-width ones.
    pub(super) is_odd: bool,
    /// Whether other signs are among its letters.
    pub(super) is_marked: bool,
    /// As labels are compared.
    pub(super) text: String,
    /// The letters and digits of that.
    pub(super) letters: String,
    /// Which they are.
    pub(super) set: u64,
    /// Which the first is.
    pub(super) first: u64,
    chinese: bool,
}

impl Wanted {
    /// A word as it is typed.
    pub(crate) fn new(typed: &str) -> Self {
        let text = fold(typed);
        let letters = letters(&text);
        let first = text.chars().next().map_or(0, |first| set(first.encode_utf8(&mut [0; 4])));
        let is_odd = text != typed.to_lowercase();
        let typed = typed.to_owned();
        let is_marked = letters != text;
        Self {
            typed,
            is_odd,
            is_marked,
            set: set(&letters),
            first,
            chinese: letters.contains(note::token::is_han),
            text,
            letters,
        }
    }

    /// Whether it is a label in full.
    pub(crate) fn is(&self, label: Label<'_>) -> bool {
        label.folded == self.text
    }

    /// The letters of a label's pinyin that are typed. A single letter is the beginning of too many syllables.
    pub(crate) fn spelled(&self, label: Label<'_>) -> Option<String> {
        let may = self.text.len() > 1 && label.initials & self.first != 0;
        may.then(|| pinyin::spelled(&self.text, label.text)).flatten()
    }

    /// How well it fits a label: at its beginning, at the beginning of a word in it, as its letters in order.
    pub(crate) fn rank(&self, label: Label<'_>) -> Option<u32> {
        let Self { text, letters, .. } = self;
        if self.set & !label.set != 0 {
            return None;
        }
        if label.folded.starts_with(text) {
            return Some(0);
        }
        if label.letters.starts_with(letters) {
            return Some(1);
        }
        if begins_word(label.folded, letters) {
            return Some(2);
        }
        if self.chinese {
            return label.folded.contains(letters).then_some(3);
        }
        let mut own = label.letters.chars();
        let alike = letters.chars().zip(label.letters.chars()).take_while(|(a, b)| a == b).count();
        let found = alike > 0 && letters.chars().nth(1).is_some() && letters.chars().all(|c| own.any(|d| d == c));
        // `attn` is rather attention than adapter tuning.
        found.then_some(if alike > 1 { 4 } else { 5 })
    }
}

/// Whether a word of a text begins with some letters. A search for them anywhere would take longer to prepare than this.
fn begins_word(text: &str, letters: &str) -> bool {
    let mut inside = false;
    text.char_indices().any(|(at, c)| {
        let begins = !std::mem::replace(&mut inside, c.is_alphanumeric());
        begins && inside && text.get(at..).is_some_and(|rest| rest.starts_with(letters))
    })
}
