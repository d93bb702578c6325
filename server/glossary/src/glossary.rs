//! The glossary as a whole, with its indexes.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{Entry, EntryId, Label, Program, Property, PropertyId, Source, SourceId, WordId, labels};

/// Entries, properties and sources with their indexes.
pub struct Glossary {
    /// Entries, sorted by name.
    pub entries: Vec<Entry>,
    /// Properties, sorted by name.
    pub properties: Vec<Property>,
    /// Sources, sorted by key.
    pub sources: Vec<Source>,
    /// All expressions, with what each stands for.
    pub programs: Vec<Program>,
    slots: Vec<Slot>,
    automaton: fst::raw::Fst<Cow<'static, [u8]>>,
    /// For each word, where its programs begin in `beginning`.
    first: Vec<u32>,
    beginning: Vec<u32>,
}

/// What a key of the automaton is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Slot {
    /// The word.
    pub(crate) word: Option<WordId>,
    /// The labels.
    pub(crate) labels: Vec<Label>,
}

/// A glossary without its automaton: what an image holds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Parts {
    pub(crate) entries: Vec<Entry>,
    pub(crate) properties: Vec<Property>,
    pub(crate) sources: Vec<Source>,
    pub(crate) programs: Vec<Program>,
    pub(crate) words: usize,
    pub(crate) slots: Vec<Slot>,
}

/// A place in the automaton of labels and words, reached by some text.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    address: usize,
    output: u64,
}

/// A label with what it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct LabelOf<'g> {
    /// The label.
    pub text: &'g str,
    /// The entry.
    pub entry: EntryId,
    /// Its language.
    pub language: LabelLanguage,
    /// Whether it is the preferred one.
    pub preferred: bool,
    /// Whether it is hidden.
    pub hidden: bool,
}

/// The language of a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelLanguage {
    /// English.
    En,
    /// Chinese.
    Zh,
    /// None: a hidden label.
    None,
}

impl std::fmt::Debug for Glossary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Glossary").field("entries", &self.entries.len()).finish_non_exhaustive()
    }
}

impl Glossary {
    /// Puts a glossary together. An automaton that is none gives a glossary that finds nothing.
    pub(crate) fn new(parts: Parts, automaton: Cow<'static, [u8]>) -> Self {
        let Parts { entries, properties, sources, programs, words, slots } = parts;
        let empty = || fst::raw::Fst::new(Cow::Owned(fst::MapBuilder::memory().into_inner().unwrap_or_default()));
        let automaton = fst::raw::Fst::new(automaton).or_else(|_| empty()).expect("an empty automaton is one");
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); words];
        for (index, program) in (0..).zip(&programs) {
            for word in crate::pattern::first_words(&program.expression.nodes).unwrap_or_default() {
                if let Some(list) = lists.get_mut(word.0 as usize)
                    && list.last() != Some(&index)
                {
                    list.push(index);
                }
            }
        }
        let mut first = Vec::with_capacity(words + 1);
        let mut beginning = Vec::new();
        for list in lists {
            first.push(beginning.len() as u32);
            beginning.extend(list);
        }
        first.push(beginning.len() as u32);
        Self { entries, properties, sources, programs, slots, automaton, first, beginning }
    }

    /// What an image holds of it: the parts, and the automaton's bytes.
    pub fn image(&self) -> (Parts, &[u8]) {
        let parts = Parts {
            entries: self.entries.clone(),
            properties: self.properties.clone(),
            sources: self.sources.clone(),
            programs: self.programs.clone(),
            words: self.first.len() - 1,
            slots: self.slots.clone(),
        };
        (parts, self.automaton.as_bytes())
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The ids of all entries.
    pub fn ids(&self) -> impl Iterator<Item = EntryId> + use<> {
        (0..self.entries.len() as u32).map(EntryId)
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
        Place { address: self.automaton.root().addr(), output: 0 }
    }

    /// The place reached from `place` by folded text, if any label or word continues so.
    pub fn step(&self, place: Place, folded: &str) -> Option<Place> {
        let Place { mut address, mut output } = place;
        for &byte in folded.as_bytes() {
            let node = self.automaton.node(address);
            let transition = node.transition(node.find_input(byte)?);
            address = transition.addr;
            output += transition.out.value();
        }
        Some(Place { address, output })
    }

    fn slot(&self, place: Place) -> Option<&Slot> {
        let node = self.automaton.node(place.address);
        if !node.is_final() {
            return None;
        }
        self.slots.get((place.output + node.final_output().value()) as usize)
    }

    /// The word that the text up to `place` is, of the words of expressions.
    pub fn word_at(&self, place: Place) -> Option<WordId> {
        self.slot(place)?.word
    }

    /// The labels that the text up to `place` is.
    pub fn labels_at(&self, place: Place) -> &[Label] {
        self.slot(place).map_or(&[], |slot| slot.labels.as_slice())
    }

    /// Indexes in `programs` of the expressions that can begin with a word.
    pub fn beginning_with(&self, word: WordId) -> &[u32] {
        let at = word.0 as usize;
        let range = self.first.get(at).copied().unwrap_or(0)..self.first.get(at + 1).copied().unwrap_or(0);
        self.beginning.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The entries a text is a label of, as a whole (for `show TERM`), or whose id it is.
    pub fn find(&self, text: &str) -> Vec<EntryId> {
        let named = self.entries.binary_search_by(|entry| entry.name.as_str().cmp(text));
        let place = self.step(self.root(), &labels::key(text));
        let labels = place.map(|place| self.labels_at(place)).unwrap_or_default();
        let mut found: Vec<EntryId> = labels.iter().map(|label| label.entry).collect();
        if found.is_empty() {
            found.extend(named.ok().map(|at| EntryId(at as u32)));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// All labels as they are written, entry by entry.
    pub fn labels(&self) -> impl Iterator<Item = LabelOf<'_>> {
        self.ids().zip(&self.entries).flat_map(|(id, entry)| {
            let of = move |text, language, preferred, hidden| LabelOf { text, entry: id, language, preferred, hidden };
            let same = entry.pref_label.en == entry.pref_label.zh;
            let en = std::iter::once(of(entry.pref_label.en.as_str(), LabelLanguage::En, true, false));
            let zh = (!same && !entry.pref_label.zh.is_empty())
                .then(|| of(entry.pref_label.zh.as_str(), LabelLanguage::Zh, true, false));
            let alt_en = entry.alt_label.en.iter().map(move |text| of(text, LabelLanguage::En, false, false));
            let alt_zh = entry.alt_label.zh.iter().map(move |text| of(text, LabelLanguage::Zh, false, false));
            let hidden = entry.hidden_label.iter().map(move |text| of(text, LabelLanguage::None, false, true));
            en.chain(zh).chain(alt_en).chain(alt_zh).chain(hidden)
        })
    }

    /// All broader entries, the nearest first.
    pub fn broader_of(&self, id: EntryId) -> Vec<EntryId> {
        self.closure(id, |entry| &entry.broader)
    }

    /// All narrower entries, the nearest first.
    pub fn narrower_of(&self, id: EntryId) -> Vec<EntryId> {
        self.closure(id, |entry| &entry.narrower)
    }

    fn closure(&self, id: EntryId, next: impl Fn(&Entry) -> &Vec<EntryId>) -> Vec<EntryId> {
        let mut found: Vec<EntryId> = next(self.entry(id)).clone();
        let mut at = 0;
        while let Some(&one) = found.get(at) {
            for &further in next(self.entry(one)) {
                if further != id && !found.contains(&further) {
                    found.push(further);
                }
            }
            at += 1;
        }
        found
    }

    /// Whether `a` is `b` or something narrower.
    pub fn is_narrower_or_same(&self, a: EntryId, b: EntryId) -> bool {
        a == b || self.entry(a).broader.contains(&b) || self.broader_of(a).contains(&b)
    }
}
