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
    pub(super) text: String,
    /// As labels are compared.
    pub(super) folded: String,
    /// The letters and digits of that.
    pub(super) squeezed: String,
    /// The letters that the pinyin of its first character can begin with.
    pub(super) initials: String,
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
        let shown = glossary.labels().filter(|label| !label.hidden);
        let label = |label: glossary::LabelOf<'_>| Label {
            entry: label.entry,
            zh: label.language == LabelLanguage::Zh,
            preferred: label.preferred,
            ..Label::new(label.text)
        };
        Self { all: shown.map(label).collect() }
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
            text: text.to_owned(),
            squeezed: folded.chars().filter(|c| c.is_alphanumeric()).collect(),
            folded,
            initials: pinyin::initials(text),
            entry: EntryId(0),
            zh: false,
            preferred: false,
        }
    }
}
