//! All labels of a glossary as they are compared with what is typed, prepared once.
//!
//! They lie in one text with their other forms, shortest first, so that a look through all of them takes no memory, and
//! shows no entry that nobody asked for.

use std::ops::Range;

use glossary::{EntryId, Glossary, LabelLanguage};

use super::{fold, letters, pinyin};

/// The labels that can be offered.
#[derive(Debug, Default)]
pub struct Labels {
    /// What the parts are of.
    words: String,
    /// The labels, the shorter first, those of a length by their text.
    all: Vec<Kept>,
    /// The numbers of those that begin with a Chinese character, by their text.
    chinese: Vec<u32>,
    /// Entries by their numbers.
    entries: Vec<Names>,
}

/// A part of the words.
type Part = Range<u32>;

/// A label that is kept.
#[derive(Debug)]
struct Kept {
    text: Part,
    folded: Part,
    letters: Part,
    set: u64,
    initials: u64,
    entry: EntryId,
    zh: bool,
    preferred: bool,
}

/// What an entry is called.
#[derive(Clone, Debug, Default)]
struct Names {
    /// Its id.
    name: Part,
    /// Its preferred labels.
    en: Part,
    zh: Part,
}

/// A label that can be offered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Label<'l> {
    /// As it is written.
    pub(crate) text: &'l str,
    /// As labels are compared.
    pub(super) folded: &'l str,
    /// The letters and digits of that.
    pub(super) letters: &'l str,
    /// Which letters they are ([`set`]).
    pub(super) set: u64,
    /// The letters that the pinyin of its first character can begin with.
    pub(super) initials: u64,
    /// What it is a label of.
    pub(crate) entry: EntryId,
    /// Whether it is Chinese.
    pub(crate) zh: bool,
    /// Whether it is the preferred one.
    pub(crate) preferred: bool,
}

/// A label of no entry in particular.
#[derive(Debug)]
pub(super) struct Own {
    text: String,
    folded: String,
    letters: String,
}

impl Labels {
    /// The labels of a glossary. Reads all of its entries.
    pub fn new(glossary: &Glossary) -> Self {
        let mut labels = Self { entries: vec![Names::default(); glossary.len()], ..Self::default() };
        glossary.each_label(|label| labels.add(label));
        let Self { words, all, chinese, .. } = &mut labels;
        let text = |label: &Kept| slice(words, &label.text);
        all.sort_by(|a, b| (text(a).len(), text(a)).cmp(&(text(b).len(), text(b))));
        chinese.extend(
            (0..).zip(&*all).filter(|(_, label)| text(label).starts_with(note::token::is_han)).map(|(at, _)| at),
        );
        let of = |at: &u32| all.get(*at as usize).map(text);
        chinese.sort_by(|a, b| of(a).cmp(&of(b)));
        words.shrink_to_fit();
        all.shrink_to_fit();
        labels
    }

    fn add(&mut self, label: glossary::LabelOf<'_>) {
        let Some(names) = self.entries.get_mut(label.entry.0 as usize) else { return };
        if names.name.is_empty() {
            names.name = put(&mut self.words, label.name);
        }
        if label.hidden || label.text.is_empty() {
            return;
        }
        let own = Own::new(label.text);
        let text = put(&mut self.words, label.text);
        // Most labels are written as they are compared.
        let other = |words: &mut String, form: &str, like: &str, at: &Part| {
            if form == like { at.clone() } else { put(words, form) }
        };
        let folded = other(&mut self.words, &own.folded, label.text, &text);
        let letters = other(&mut self.words, &own.letters, &own.folded, &folded);
        let zh = label.language == LabelLanguage::Zh;
        if label.preferred {
            *(if zh { &mut names.zh } else { &mut names.en }) = text.clone();
        }
        self.all.push(Kept {
            text,
            folded,
            letters,
            set: set(&own.letters),
            initials: set(&pinyin::initials(label.text)),
            entry: label.entry,
            zh,
            preferred: label.preferred,
        });
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The id of an entry, and its preferred labels, English and Chinese.
    pub fn names(&self, entry: EntryId) -> (&str, &str, &str) {
        let of = |part| slice(&self.words, part);
        let Some(Names { name, en, zh }) = self.entries.get(entry.0 as usize) else { return Default::default() };
        // A label of both languages is given once.
        (of(name), of(en), of(if zh.is_empty() { en } else { zh }))
    }

    /// All labels, the shorter first, those of a length by their text.
    pub(crate) fn all(&self) -> impl Iterator<Item = Label<'_>> {
        self.all.iter().map(|kept| self.label(kept))
    }

    /// The labels that have some letters, or can be spelled with some first one, with their numbers.
    pub(super) fn with(&self, letters: u64, first: u64) -> impl Iterator<Item = (u32, Label<'_>)> {
        let fits = move |kept: &Kept| letters & !kept.set == 0 || kept.initials & first != 0;
        (0..).zip(&self.all).filter(move |(_, kept)| fits(kept)).map(|(at, kept)| (at, self.label(kept)))
    }

    /// A label by its number.
    pub(super) fn at(&self, at: u32) -> Option<Label<'_>> {
        self.all.get(at as usize).map(|kept| self.label(kept))
    }

    fn label(&self, kept: &Kept) -> Label<'_> {
        let of = |part| slice(&self.words, part);
        Label {
            text: of(&kept.text),
            folded: of(&kept.folded),
            letters: of(&kept.letters),
            set: kept.set,
            initials: kept.initials,
            entry: kept.entry,
            zh: kept.zh,
            preferred: kept.preferred,
        }
    }

    /// The preferred label of a label's entry in the other language; empty where there is none.
    pub(super) fn other(&self, label: Label<'_>) -> &str {
        let (_, en, zh) = self.names(label.entry);
        if label.zh { en } else { zh }
    }

    /// Whether some label begins with Chinese words.
    pub(super) fn begins(&self, words: &str) -> bool {
        let text = |at: &u32| self.at(*at).map(|label| label.text).unwrap_or_default();
        let first = self.chinese.partition_point(|at| text(at) < words);
        self.chinese.get(first).is_some_and(|at| text(at).starts_with(words))
    }
}

impl Own {
    /// A label of no entry in particular.
    pub(super) fn new(text: &str) -> Self {
        let folded = fold(text);
        let letters = letters(&folded);
        Self { text: text.to_owned(), folded, letters }
    }

    /// As one that is compared.
    pub(super) fn label(&self) -> Label<'_> {
        Label {
            text: &self.text,
            folded: &self.folded,
            letters: &self.letters,
            set: set(&self.letters),
            initials: set(&pinyin::initials(&self.text)),
            entry: EntryId(0),
            zh: false,
            preferred: false,
        }
    }
}

/// Which letters a text has, one bit for each of the Latin ones and the digits; the others share the rest. What is not
/// in the set is not in the text.
pub(super) fn set(text: &str) -> u64 {
    let bit = |c: char| match c {
        'a'..='z' => c as u32 - 'a' as u32,
        '0'..='9' => 26 + c as u32 - '0' as u32,
        _ => 36 + c as u32 % 28,
    };
    text.chars().fold(0, |set, c| set | 1 << bit(c))
}

fn put(words: &mut String, text: &str) -> Part {
    let start = words.len() as u32;
    words.push_str(text);
    start..words.len() as u32
}

fn slice<'w>(words: &'w str, part: &Part) -> &'w str {
    words.get(part.start as usize..part.end as usize).unwrap_or_default()
}
