//! What is looked up in a note's text: labels and words in one dictionary, expressions by their rarest words.
//!
//! All of it is read where it lies in the image, so starting costs the same whatever the glossary's size. What a
//! workspace adds has an index of its own over the built-in one, so that it costs what it is, not what lies beneath.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    Among, Candidate, Entry, EntryId, Expression, Gates, Owner, Places, Property, PropertyId, Range, Sentence, WordId,
    finder::Finder,
    keys::{Keys, Spelling},
    packed::{Bytes, Lists, Packed, Slice},
    store::Store,
};

/// An expression with what it stands for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Program {
    /// What it stands for.
    pub owner: Owner,
    /// What it matches.
    pub expression: Expression,
}

/// A label of an entry, as found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label<'g> {
    /// The entry.
    pub entry: EntryId,
    /// The spelling that alone is accepted, for case-sensitive labels.
    pub exact: Option<&'g str>,
    /// Whether its words must stand together as in the label: no space where it has none. For very short labels.
    pub tight: bool,
    /// Whether it is hidden: looked up but never shown.
    pub hidden: bool,
}

/// A label as it is put into the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewLabel {
    pub(crate) entry: EntryId,
    pub(crate) exact: Option<String>,
    pub(crate) tight: bool,
    pub(crate) hidden: bool,
}

/// What a key of the dictionary is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slot {
    pub(crate) word: Option<WordId>,
    pub(crate) labels: Vec<NewLabel>,
}

/// A key of the dictionary, or of the one beneath.
#[derive(Clone, Copy, Debug)]
pub struct Key(u32);

/// What marks a key of the dictionary beneath.
const BENEATH: u32 = 1 << 31;

/// See the module.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Index {
    /// The index that this one adds to. Its keys, words and expressions stand, but for the keys that are also here; what is
    /// known of entries, types and properties is here, of all of them.
    #[serde(skip)]
    beneath: Option<&'static Self>,
    /// The value of each is its word plus one, zero where it is none.
    keys: Keys,
    /// For each key its labels, three numbers each.
    labels: Lists,
    /// The spellings of case-sensitive labels.
    spellings: Bytes,
    /// The cues.
    cues: Finder,
    /// The words that are values where a key or a header names the property.
    cells: Finder,
    /// All other expressions.
    others: Finder,
    count: usize,
    /// For each word how often it is met in the glossary's own text.
    met: Packed,
    /// The types of entries.
    kinds: Vec<String>,
    /// For each entry its type, as an index of `kinds`.
    kind: Packed,
    /// For each entry all that is broader, the nearest first.
    broader: Lists,
    /// For each entry one, where a claim about it can be refuted.
    checkable: Packed,
    /// For each entry one, where another is narrower.
    families: Packed,
    /// For each type the properties that take its entries for values.
    taking: Lists,
    /// The properties whose values are numbers or dates.
    counting: Packed,
    /// Those whose values are words.
    worded: Packed,
}

impl Index {
    pub(crate) fn new(
        entries: &Store<Entry>,
        properties: &[Property],
        programs: &[Program],
        met: &[u32],
        slots: &BTreeMap<String, Slot>,
        beneath: Option<&'static Self>,
    ) -> Self {
        let kinds = kinds(entries, beneath);
        let number = |kind: &str| kinds.iter().position(|known| known == kind).map_or(u32::MAX, |at| at as u32);
        let mut kind: Vec<u32> = beneath.iter().flat_map(|beneath| beneath.kind.all().iter()).collect();
        kind.extend(entries.own().map(|entry| number(&entry.kind)));
        let broader = (0..entries.len()).map(|at| match beneath {
            Some(beneath) if at < entries.first() => beneath.broader.get(at).iter().collect(),
            _ => ancestors(entries, at),
        });
        let mut spellings = String::new();
        let mut labels = Vec::with_capacity(slots.len());
        let mut word = Vec::with_capacity(slots.len());
        let keys: BTreeMap<String, u32> = slots.keys().cloned().zip(0..).collect();
        for slot in slots.values() {
            labels.push(slot.labels.iter().flat_map(|label| pack_label(label, &mut spellings)).collect());
            word.push(slot.word.map_or(0, |word| word.0 + 1));
        }
        let labelled: Vec<bool> = slots.values().map(|slot| !slot.labels.is_empty()).collect();
        let of = |among| {
            let programs = programs.iter().filter(move |program| Among::of(program.owner) == among);
            Finder::new(programs, met, &number)
        };
        Self {
            beneath,
            keys: Keys::new(&keys, &word, |number| labelled.get(number as usize).copied().unwrap_or_default()),
            labels: Lists::new(labels),
            spellings: spellings.into_bytes().into(),
            cues: of(Among::Cues),
            cells: of(Among::Cells),
            others: of(Among::Others),
            count: programs.len(),
            met: Packed::new(met),
            kind: Packed::new(&kind),
            broader: Lists::new(broader),
            taking: Lists::new(
                kinds.iter().map(|kind| {
                    having(properties, |range| matches!(range, Range::Entry(kinds) if kinds.contains(kind)))
                }),
            ),
            counting: Packed::new(&having(properties, |range| matches!(range, Range::Quantity { .. } | Range::Date))),
            worded: Packed::new(&having(properties, |range| matches!(range, Range::Text))),
            kinds,
            checkable: Packed::new(&checkable(entries, programs, beneath)),
            families: Packed::new(&families(entries, beneath)),
        }
    }

    #[inline]
    pub(crate) fn is_checkable(&self, entry: EntryId) -> bool {
        self.checkable.get(entry.0 as usize) != 0
    }

    #[inline]
    pub(crate) fn is_family(&self, entry: EntryId) -> bool {
        self.families.get(entry.0 as usize) != 0
    }

    #[inline]
    pub(crate) fn key(&self, text: &str, spelling: Spelling) -> Option<Key> {
        let beneath = || self.beneath?.keys.get(text, spelling).map(|number| Key(number | BENEATH));
        self.keys.get(text, spelling).map(Key).or_else(beneath)
    }

    /// The index that a key is of, and its number there.
    #[inline]
    fn of(&self, key: Key) -> (&Self, u32) {
        match self.beneath {
            Some(beneath) if key.0 & BENEATH != 0 => (beneath, key.0 & !BENEATH),
            _ => (self, key.0),
        }
    }

    #[inline]
    pub(crate) fn may_begin_label(&self, spelling: Spelling) -> bool {
        self.keys.may_begin(spelling) || self.beneath.is_some_and(|beneath| beneath.keys.may_begin(spelling))
    }

    #[inline]
    pub(crate) fn word(&self, key: Key) -> Option<WordId> {
        let (index, number) = self.of(key);
        index.keys.value(number).checked_sub(1).map(WordId)
    }

    /// The word of a folded form.
    pub(crate) fn word_of(&self, form: &str) -> Option<WordId> {
        self.key(form, Spelling::EMPTY.then(form)).and_then(|key| self.word(key))
    }

    /// How many words there are.
    pub(crate) fn words(&self) -> usize {
        self.met.all().len()
    }

    /// How often each word is met in the glossary's own text.
    pub(crate) fn met(&self) -> Vec<u32> {
        self.met.all().iter().collect()
    }

    /// What a key is, to be added to.
    pub(crate) fn slot(&self, key: &str) -> Slot {
        let Some(key) = self.key(key, Spelling::EMPTY.then(key)) else { return Slot::default() };
        let label = |label: Label<'_>| {
            let Label { entry, exact, tight, hidden } = label;
            NewLabel { entry, exact: exact.map(str::to_owned), tight, hidden }
        };
        Slot { word: self.word(key), labels: self.labels(key).map(label).collect() }
    }

    pub(crate) fn labels(&self, key: Key) -> impl Iterator<Item = Label<'_>> {
        let (index, number) = self.of(key);
        let mut rest = index.labels.get(number as usize);
        std::iter::from_fn(move || {
            let (label, others) = rest.split_at(3);
            rest = others;
            (label.len() == 3).then(|| {
                let range = label.get(1) as usize..label.get(2) as usize;
                let exact = index.spellings.get(range).and_then(|bytes| std::str::from_utf8(bytes).ok());
                let head = label.get(0);
                let (tight, hidden) = (head & 1 != 0, head & 2 != 0);
                Label { entry: EntryId(head >> 2), exact: exact.filter(|exact| !exact.is_empty()), tight, hidden }
            })
        })
    }

    /// Does something with each expression that a sentence can hold, of some, at each place where it can begin.
    #[inline]
    pub(crate) fn each_candidate<'g>(
        &'g self,
        sentence: &Sentence,
        among: Among,
        gates: &impl Gates,
        mut work: impl FnMut(Candidate<'g>, &mut Places<'_>),
    ) {
        for index in self.beneath.into_iter().chain([self]) {
            index.finder(among).each(sentence, gates, &mut work);
        }
    }

    #[inline]
    fn finder(&self, among: Among) -> &Finder {
        match among {
            Among::Cues => &self.cues,
            Among::Cells => &self.cells,
            Among::Others => &self.others,
        }
    }

    pub(crate) fn expressions(&self) -> usize {
        self.count + self.beneath.map_or(0, Self::expressions)
    }

    #[inline]
    pub(crate) fn kind(&self, entry: EntryId) -> u32 {
        self.kind.get(entry.0 as usize)
    }

    /// The names of all types.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = &str> {
        self.kinds.iter().map(String::as_str)
    }

    pub(crate) fn kind_name(&self, kind: u32) -> &str {
        self.kinds.get(kind as usize).map_or("", String::as_str)
    }

    /// The properties that take entries of a type for values.
    pub(crate) fn taking(&self, kind: u32) -> impl Iterator<Item = PropertyId> + use<'_> {
        self.taking.get(kind as usize).iter().map(PropertyId)
    }

    /// The properties whose values are numbers or dates.
    pub(crate) fn counting(&self) -> impl Iterator<Item = PropertyId> + use<'_> {
        self.counting.all().iter().map(PropertyId)
    }

    pub(crate) fn worded(&self) -> impl Iterator<Item = PropertyId> + use<'_> {
        self.worded.all().iter().map(PropertyId)
    }

    pub(crate) fn broader(&self, entry: EntryId) -> Slice<'_> {
        self.broader.get(entry.0 as usize)
    }
}

/// The types of entries: those of the index beneath first, then what is new, sorted.
fn kinds(entries: &Store<Entry>, beneath: Option<&Index>) -> Vec<String> {
    let mut kinds = beneath.map(|beneath| beneath.kinds.clone()).unwrap_or_default();
    let new: BTreeSet<&String> = entries.own().map(|entry| &entry.kind).filter(|kind| !kinds.contains(kind)).collect();
    let new: Vec<String> = new.into_iter().cloned().collect();
    kinds.extend(new);
    kinds
}

/// The properties with some ranges, sorted.
fn having(properties: &[Property], wanted: impl Fn(&Range) -> bool) -> Vec<u32> {
    (0..).zip(properties).filter(|(_, property)| wanted(&property.range)).map(|(id, _)| id).collect()
}

/// Which entries something can be wrong about: they, or what is broader, have a value that is more than words, or words
/// that contradict a statement.
fn checkable(entries: &Store<Entry>, programs: &[Program], beneath: Option<&Index>) -> Vec<u32> {
    let valued = |entry: &Entry| {
        let text = |value: &crate::Value| matches!(value, crate::Value::Text(_));
        entry.statements.iter().any(|statement| !statement.values.iter().all(text))
    };
    let mut checkable: Vec<u32> = beneath.iter().flat_map(|beneath| beneath.checkable.all().iter()).collect();
    checkable.extend(entries.own().map(|entry| u32::from(valued(entry))));
    for program in programs {
        if let Owner::Denies(entry, _) = program.owner {
            checkable[entry.0 as usize] = 1;
        }
    }
    let inherits = |&at: &usize| ancestors(entries, at).iter().any(|&broader| checkable[broader as usize] != 0);
    for at in (entries.first()..entries.len()).filter(inherits).collect::<Vec<_>>() {
        checkable[at] = 1;
    }
    checkable
}

/// Which entries others are narrower than.
fn families(entries: &Store<Entry>, beneath: Option<&Index>) -> Vec<u32> {
    let mut families: Vec<u32> = beneath.iter().flat_map(|beneath| beneath.families.all().iter()).collect();
    families.resize(entries.len(), 0);
    for broader in entries.own().flat_map(|entry| &entry.broader) {
        families[broader.0 as usize] = 1;
    }
    families
}

/// All that is broader than an entry, the nearest first.
fn ancestors(entries: &Store<Entry>, at: usize) -> Vec<u32> {
    let mut found: Vec<u32> = entries.get(at).broader.iter().map(|id| id.0).collect();
    let mut next = 0;
    while let Some(&one) = found.get(next) {
        for further in &entries.get(one as usize).broader {
            if further.0 as usize != at && !found.contains(&further.0) {
                found.push(further.0);
            }
        }
        next += 1;
    }
    found
}

fn pack_label(label: &NewLabel, spellings: &mut String) -> [u32; 3] {
    let start = spellings.len() as u32;
    spellings.push_str(label.exact.as_deref().unwrap_or_default());
    [label.entry.0 << 2 | u32::from(label.hidden) << 1 | u32::from(label.tight), start, spellings.len() as u32]
}
