//! The glossary as a whole, with its indexes.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{
    Among, Candidate, Entry, EntryId, Gates, Key, Label, Places, Property, PropertyId, Sentence, Source, SourceId,
    Spelling, WordId,
    index::Index,
    labels::{self, LabelPart},
    store::{self, Store},
};

/// Entries, properties and sources with their indexes.
pub struct Glossary {
    /// Entries, sorted by name; the built-in ones by themselves where others are put beside them.
    pub(crate) entries: Store<Entry>,
    /// Properties, sorted by name.
    pub(crate) properties: Cow<'static, [Property]>,
    /// Sources, sorted by key as entries are by name.
    pub(crate) sources: Store<Source>,
    pub(crate) index: Index,
}

/// A glossary as the program carries it.
#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Image {
    entries: store::Image,
    properties: Vec<Property>,
    sources: store::Image,
    index: Index,
}

/// A label with what it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct LabelOf<'g> {
    /// The label.
    pub text: &'g str,
    /// The entry.
    pub entry: EntryId,
    /// The entry's name.
    pub name: &'g str,
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

/// A type with more entries is not looked through for parts of labels.
const FEW: usize = 40;

impl Glossary {
    pub(crate) fn from_image(image: Image) -> Self {
        let Image { entries, properties, sources, index } = image;
        Self { entries: entries.into(), properties: properties.into(), sources: sources.into(), index }
    }

    /// The glossary as the bytes of an image: what the build script puts into the program.
    ///
    /// # Errors
    /// None that memory does not make.
    pub fn image(&self) -> postcard::Result<Vec<u8>> {
        postcard::to_stdvec(&Image {
            entries: self.entries.image()?,
            properties: self.properties.to_vec(),
            sources: self.sources.image()?,
            index: self.index.clone(),
        })
    }

    /// The glossary as it is when it comes out of an image: entries are decoded when they are asked for, and the
    /// examples, which only an audit reads, are gone. One beside another has little of its own and stays as it is.
    #[must_use]
    pub fn packed(self) -> Self {
        if self.entries.first() > 0 {
            return self;
        }
        match (self.entries.image(), self.sources.image()) {
            (Ok(entries), Ok(sources)) => Self { entries: entries.into(), sources: sources.into(), ..self },
            _ => self,
        }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The ids of all entries.
    pub fn ids(&self) -> impl Iterator<Item = EntryId> + use<> {
        (0..self.entries.len() as u32).map(EntryId)
    }

    /// The entry of an id.
    pub fn entry(&self, id: EntryId) -> &Entry {
        self.entries.get(id.0 as usize)
    }

    /// The property of an id.
    pub fn property(&self, id: PropertyId) -> &Property {
        &self.properties[id.0 as usize]
    }

    /// The source of an id.
    pub fn source(&self, id: SourceId) -> &Source {
        self.sources.get(id.0 as usize)
    }

    /// All properties, by id.
    pub fn properties(&self) -> &[Property] {
        &self.properties
    }

    /// All sources.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.sources.iter()
    }

    /// The type of an entry (`model`, `technique` …), as its number; cheaper than the entry.
    #[inline]
    pub fn kind(&self, id: EntryId) -> u32 {
        self.index.kind(id)
    }

    /// Whether anything can be wrong about an entry: one with nothing but a definition takes no claim from another.
    pub fn is_checkable(&self, id: EntryId) -> bool {
        self.index.is_checkable(id)
    }

    /// Whether others are narrower than an entry; cheaper than the entry.
    #[inline]
    pub fn is_family(&self, id: EntryId) -> bool {
        self.index.is_family(id)
    }

    /// The name of an entry's type.
    #[inline]
    pub fn kind_name(&self, id: EntryId) -> &str {
        self.index.kind_name(self.kind(id))
    }

    /// The properties that take an entry for a value, by its type; sorted.
    pub fn taking(&self, id: EntryId) -> impl Iterator<Item = PropertyId> + use<'_> {
        self.index.taking(self.kind(id))
    }

    /// The properties whose values are numbers or dates, sorted.
    pub fn counting(&self) -> impl Iterator<Item = PropertyId> + use<'_> {
        self.index.counting()
    }

    /// The properties whose values are words.
    pub fn worded(&self) -> impl Iterator<Item = PropertyId> + use<'_> {
        self.index.worded()
    }

    /// The key that a folded text is, if it is one.
    #[inline]
    pub fn key(&self, text: &str, spelling: Spelling) -> Option<Key> {
        self.index.key(text, spelling)
    }

    /// Whether a label may begin with the text so far; seldom wrongly.
    #[inline]
    pub fn may_begin_label(&self, spelling: Spelling) -> bool {
        self.index.may_begin_label(spelling)
    }

    /// The word that a key is, of the words of expressions.
    #[inline]
    pub fn word(&self, key: Key) -> Option<WordId> {
        self.index.word(key)
    }

    /// The labels that a key is.
    pub fn labels_at(&self, key: Key) -> impl Iterator<Item = Label<'_>> {
        self.index.labels(key)
    }

    /// Does something with each expression that a sentence can hold, of some, at each place where it can begin.
    #[inline]
    pub fn each_candidate<'g>(
        &'g self,
        sentence: &Sentence,
        among: Among,
        gates: &impl Gates,
        work: impl FnMut(Candidate<'g>, &mut Places<'_>),
    ) {
        self.index.each_candidate(sentence, among, gates, work);
    }

    /// How many expressions there are.
    pub fn expressions(&self) -> usize {
        self.index.expressions()
    }

    /// The entries a text is a label of, as a whole (for `show TERM`), or whose id it is.
    pub fn find(&self, text: &str) -> Vec<EntryId> {
        let mut found = self.labelled(text);
        if found.is_empty() {
            found.extend(self.named(text));
        }
        found
    }

    /// The entries a text is a label of, as a whole.
    pub fn labelled(&self, text: &str) -> Vec<EntryId> {
        self.labelled_in_parts(&[&LabelPart::new(text)])
    }

    /// The entries that parts of a text, with spaces between them, are a label of.
    pub fn labelled_in_parts(&self, parts: &[&LabelPart]) -> Vec<EntryId> {
        let key = labels::joined(parts);
        let key = self.key(&key, Spelling::EMPTY.then(&key));
        let mut found: Vec<EntryId> =
            key.into_iter().flat_map(|key| self.labels_at(key)).map(|label| label.entry).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The entry of a name.
    pub fn named(&self, name: &str) -> Option<EntryId> {
        self.entries.find(|entry| entry.name.as_str().cmp(name)).map(|at| EntryId(at as u32))
    }

    /// The source of a key.
    pub(crate) fn source_named(&self, key: &str) -> Option<SourceId> {
        self.sources.find(|source| source.key.as_str().cmp(key)).map(|at| SourceId(at as u32))
    }

    /// Shows all labels as they are written, entry by entry. Entries that nobody asked for are not kept for it.
    pub fn each_label(&self, mut see: impl FnMut(LabelOf<'_>)) {
        self.entries.each(&mut |at, entry| labels_of(EntryId(at as u32), entry).for_each(&mut see));
    }

    /// The one entry of some types that has these folded words in a label, with others beside them. Types with many
    /// entries are not looked through: a word or two name none of them.
    pub fn partly_named(&self, words: &[&str], kinds: &[String]) -> Option<EntryId> {
        let fitting: Vec<EntryId> =
            self.ids().filter(|&id| kinds.iter().any(|kind| kind == self.kind_name(id))).take(FEW + 1).collect();
        if fitting.len() > FEW || words.is_empty() {
            return None;
        }
        let has = |label: &str| {
            let mut folded = String::new();
            note::token::fold(label, &mut folded);
            let parts: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).collect();
            parts.len() > words.len() && words.iter().all(|word| parts.contains(word))
        };
        let mut named = fitting.into_iter().filter(|&id| {
            let entry = self.entry(id);
            std::iter::once(&entry.pref_label.en).chain(&entry.alt_label.en).any(|label| has(label))
        });
        let first = named.next()?;
        named.all(|other| self.is_narrower_or_same(other, first)).then_some(first)
    }

    /// Whether related entries are later versions of an entry, named after it: *Qwen2.5* of *Qwen*.
    pub fn has_successors(&self, id: EntryId) -> bool {
        let name = self.entry(id).pref_label.en.to_lowercase();
        self.entry(id).related.iter().any(|&related| self.is_version(related, &name))
    }

    /// The later versions of an entry that are named after it, as far as they have one of the usual numbers.
    pub fn successors(&self, id: EntryId) -> Vec<EntryId> {
        const VERSIONS: [&str; 18] = [
            "1.5", "2", "2.0", "2.1", "2.5", "3", "3.1", "3.2", "3.3", "3.5", "4", "4.0", "4.1", "4.5", "4.6", "4.7",
            "5", "6",
        ];
        let name = &self.entry(id).pref_label.en;
        let mut found: Vec<EntryId> =
            VERSIONS.iter().flat_map(|version| self.find(&format!("{name} {version}"))).collect();
        found.retain(|&version| version != id && self.kind(version) == self.kind(id));
        found
    }

    /// Whether an entry, or what it is a member of, is a version of another, named after it: *Llama 4 Scout* of *Llama*.
    pub fn is_version_of(&self, entry: EntryId, of: EntryId) -> bool {
        if self.kind(entry) != self.kind(of) {
            return false;
        }
        let name = self.entry(of).pref_label.en.to_lowercase();
        self.broader_of(entry).chain([entry]).any(|id| self.is_version(id, &name))
    }

    /// Whether an entry's label is a name and a number.
    fn is_version(&self, id: EntryId, name: &str) -> bool {
        let label = self.entry(id).pref_label.en.to_lowercase();
        let rest = label.strip_prefix(name).map(|rest| rest.trim_start_matches([' ', '-']));
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    }

    /// All broader entries, the nearest first.
    pub fn broader_of(&self, id: EntryId) -> impl Iterator<Item = EntryId> + use<'_> {
        self.index.broader(id).iter().map(EntryId)
    }

    /// All narrower entries, the nearest first.
    pub fn narrower_of(&self, id: EntryId) -> Vec<EntryId> {
        let mut found: Vec<EntryId> = self.entry(id).narrower.clone();
        let mut at = 0;
        while let Some(&one) = found.get(at) {
            for &further in &self.entry(one).narrower {
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
        a == b || self.broader_of(a).any(|broader| broader == b)
    }
}

/// The labels of an entry as they are written.
fn labels_of(id: EntryId, entry: &Entry) -> impl Iterator<Item = LabelOf<'_>> {
    let of = move |text, language, preferred, hidden| LabelOf {
        text,
        entry: id,
        name: &entry.name,
        language,
        preferred,
        hidden,
    };
    let same = entry.pref_label.en == entry.pref_label.zh;
    let en = std::iter::once(of(entry.pref_label.en.as_str(), LabelLanguage::En, true, false));
    let zh = (!same && !entry.pref_label.zh.is_empty())
        .then(|| of(entry.pref_label.zh.as_str(), LabelLanguage::Zh, true, false));
    let alt_en = entry.alt_label.en.iter().map(move |text| of(text, LabelLanguage::En, false, false));
    let alt_zh = entry.alt_label.zh.iter().map(move |text| of(text, LabelLanguage::Zh, false, false));
    let hidden = entry.hidden_label.iter().map(move |text| of(text, LabelLanguage::None, false, true));
    en.chain(zh).chain(alt_en).chain(alt_zh).chain(hidden)
}
