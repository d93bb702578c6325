//! All labels of a glossary as they are compared with what is typed, prepared once.

use glossary::{EntryId, Glossary, LabelLanguage};

use super::{fold, pinyin};

/// The labels that can be offered.
#[derive(Debug)]
pub struct Labels {
    pub(super) all: Vec<Label>,
}

/// A label that can be offered.
#[derive(Debug)]
pub(super) struct Label {
    /// As it is written.
    pub(super) text: Box<str>,
    /// As labels are compared.
    pub(super) folded: Box<str>,
    /// The letters that the pinyin of its first character can begin with.
    pub(super) initials: Box<str>,
    /// What it is a label of.
    pub(super) entry: EntryId,
    /// Whether it is Chinese.
    pub(super) zh: bool,
    /// Whether it is the preferred one.
    pub(super) preferred: bool,
}

impl Labels {
    /// The labels of a glossary. Reads all of its entries.
    pub fn new(glossary: &Glossary) -> Self {
        let mut all = Vec::new();
        glossary.each_label(|label| {
            let zh = label.language == LabelLanguage::Zh;
            let made = || Label { entry: label.entry, zh, preferred: label.preferred, ..Label::new(label.text) };
            all.extend((!label.hidden).then(made));
        });
        all.shrink_to_fit();
        Self { all }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl Label {
    /// A label of no entry in particular.
    pub(super) fn new(text: &str) -> Self {
        let folded = fold(text);
        Self {
            text: text.into(),
            folded: folded.into(),
            initials: pinyin::initials(text).into(),
            entry: EntryId(0),
            zh: false,
            preferred: false,
        }
    }

    /// Whether its letters and digits begin with these.
    pub(super) fn begins_with(&self, letters: &str) -> bool {
        let mut own = self.folded.chars().filter(|c| c.is_alphanumeric());
        letters.chars().all(|letter| own.next() == Some(letter))
    }
}
