//! Resolves a [`Raw`] glossary into a [`Glossary`]: names to ids, expressions to programs, labels to a dictionary.

use std::{borrow::Cow, collections::BTreeMap};

use crate::{
    Choice, ChoiceId, CueKind, Entry, EntryId, Glossary, Localized, Node, Owner, Program, Property, PropertyId, Range,
    Source, SourceId,
    index::Index,
    labels,
    pattern::{self, Scope},
    problem::{Place, Problem},
    raw::{self, Front, Raw, RawEntry, RawProperty, RawRange, RawSource},
    store::Store,
    turned::turned,
    vocabulary::Vocabulary,
};

/// Resolves a glossary. What is faulty is left out and reported.
pub fn compile(raw: &Raw, problems: &mut Vec<Problem>) -> Glossary {
    let mut compiler = Compiler::new(raw, None);
    let properties: Vec<Property> =
        raw.properties.iter().map(|(name, property)| compiler.property(name, property)).collect();
    let sources: Vec<Source> = raw.sources.iter().map(source).collect();
    let entries = compiler.entries(&properties);
    compiler.lexicon();
    compiler.finish(entries, properties.into(), sources.into(), problems)
}

/// Resolves entries and sources beside another glossary, whose properties and words they use. What that one has is not
/// compiled again, so that this takes what they are, in time and memory, and not what is known already.
pub fn compile_beside(beneath: &'static Glossary, raw: &Raw, problems: &mut Vec<Problem>) -> Glossary {
    let mut compiler = Compiler::new(raw, Some(beneath));
    let (known, new): (Vec<_>, Vec<_>) = raw
        .sources
        .iter()
        .map(source)
        .map(|one| (beneath.source_named(&one.key), one))
        .partition(|(at, _)| at.is_some());
    let known = known.into_iter().filter_map(|(at, one)| Some((at?.0 as usize, one))).collect();
    let sources = Store::beside(&beneath.sources, known, new.into_iter().map(|(_, one)| one).collect());
    let entries = compiler.entries(&beneath.properties);
    compiler.finish(entries, Cow::Borrowed(&beneath.properties), sources, problems)
}

fn source((key, source): (&String, &RawSource)) -> Source {
    let RawSource { short, title, url } = source.clone();
    Source { key: key.clone(), short, title, url }
}

/// What is known while a glossary is resolved.
pub(crate) struct Compiler<'r> {
    raw: &'r Raw,
    pub(crate) beneath: Option<&'static Glossary>,
    /// The entries that are resolved here, and so on.
    entries: BTreeMap<&'r str, EntryId>,
    pub(crate) properties: BTreeMap<&'r str, PropertyId>,
    pub(crate) sources: BTreeMap<&'r str, SourceId>,
    kinds: Vec<&'r str>,
    vocabulary: Vocabulary,
    programs: Vec<Program>,
    problems: Vec<Problem>,
}

impl<'r> Compiler<'r> {
    fn new(raw: &'r Raw, beneath: Option<&'static Glossary>) -> Self {
        let mut kinds: Vec<&str> = raw.entries.values().map(|entry| entry.front.kind.value.as_str()).collect();
        kinds.extend(beneath.iter().flat_map(|beneath| beneath.index.kinds()));
        kinds.sort_unstable();
        kinds.dedup();
        let (entries, problems) = match beneath {
            Some(beneath) => new_names(raw, beneath),
            None => (raw.entries.keys().map(String::as_str).collect(), Vec::new()),
        };
        let first = beneath.map_or((0, 0), |beneath| (beneath.entries.len() as u32, beneath.sources.len() as u32));
        let known = beneath.map(|beneath| beneath.properties.iter().map(|property| property.name.as_str()));
        let properties = raw.properties.keys().map(String::as_str).chain(known.into_iter().flatten());
        let sources = raw.sources.keys().map(String::as_str);
        let sources = sources.filter(|key| beneath.is_none_or(|beneath| beneath.source_named(key).is_none()));
        Self {
            raw,
            beneath,
            entries: entries.into_iter().zip((first.0..).map(EntryId)).collect(),
            properties: properties.zip((0..).map(PropertyId)).collect(),
            sources: sources.zip((first.1..).map(SourceId)).collect(),
            kinds,
            vocabulary: beneath
                .map_or_else(|| Vocabulary::new(raw.irregular.clone()), |beneath| Vocabulary::beside(&beneath.index)),
            programs: Vec::new(),
            problems,
        }
    }

    /// The entries that are resolved here, with those beneath that get narrower ones.
    fn entries(&mut self, properties: &[Property]) -> Store<Entry> {
        let raw: Vec<_> = self.entries.keys().filter_map(|name| self.raw.entries.get_key_value(*name)).collect();
        let mut entries: Vec<Entry> =
            raw.into_iter().map(|(name, entry)| self.entry(name, entry, properties)).collect();
        let first = self.beneath.map_or(0, Glossary::len);
        let links = (first..).zip(&entries).flat_map(|(at, entry)| entry.broader.iter().map(move |&it| (it, at)));
        let links: Vec<(EntryId, usize)> = links.collect();
        let mut changed: BTreeMap<usize, Entry> = BTreeMap::new();
        for (broader, narrower) in links {
            let at = broader.0 as usize;
            let broader = match self.beneath {
                Some(beneath) if at < first => changed.entry(at).or_insert_with(|| beneath.entry(broader).clone()),
                _ => &mut entries[at - first],
            };
            broader.narrower.push(EntryId(narrower as u32));
        }
        match self.beneath {
            Some(beneath) => Store::beside(&beneath.entries, changed, entries),
            None => entries.into(),
        }
    }

    fn finish(
        mut self,
        entries: Store<Entry>,
        properties: Cow<'static, [Property]>,
        sources: Store<Source>,
        problems: &mut Vec<Problem>,
    ) -> Glossary {
        let vocabulary = &self.vocabulary;
        for program in &mut self.programs {
            program.expression.rename(&|word| vocabulary.all(word));
        }
        let beneath = self.beneath.map(|beneath| &beneath.index);
        let slots = labels::slots(&entries, vocabulary, beneath, &mut self.problems);
        problems.append(&mut self.problems);
        let index = Index::new(&entries, &properties, &self.programs, &self.met(), &slots, beneath);
        Glossary { entries, properties, sources, index }
    }

    /// How often each word is met in text that speaks as notes do: in definitions and in true sentences.
    fn met(&self) -> Vec<u32> {
        let mut met = self.beneath.map(|beneath| beneath.index.met()).unwrap_or_default();
        met.resize(self.vocabulary.size(), 0);
        let mut see = |text: &str| self.vocabulary.count(text, &mut met);
        for entry in self.raw.entries.values() {
            see(&entry.definition.0);
            see(&entry.definition.1);
            let sentences =
                entry.front.statements.iter().flat_map(|statement| statement.value.allows.values().flatten());
            sentences.for_each(|text| see(text));
        }
        met
    }

    fn named(&self, name: &str) -> Option<EntryId> {
        self.entries.get(name).copied().or_else(|| self.beneath?.named(name))
    }

    /// The type of an entry, whose name is given too.
    pub(crate) fn kind(&self, id: EntryId, name: &str) -> Option<&str> {
        match self.beneath {
            Some(beneath) if (id.0 as usize) < beneath.len() => Some(beneath.kind_name(id)),
            _ => Some(self.raw.entries.get(name)?.front.kind.value.as_str()),
        }
    }

    pub(crate) fn report(
        &mut self,
        rule: &'static str,
        place: Place,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.problems.push(Problem::error(rule, place, message, remedy));
    }

    /// Adds the expressions of both languages.
    fn add(&mut self, owner: Owner, texts: &BTreeMap<String, Vec<String>>, place: &Place) {
        for text in texts.values().flatten() {
            let (entries, beneath) = (&self.entries, self.beneath);
            let kinds = &self.kinds;
            let scope = Scope {
                macros: &self.raw.macros,
                entry: &|id| entries.get(id).copied().or_else(|| beneath?.named(id)),
                kind: &|kind| kinds.binary_search(&kind).is_ok(),
            };
            match pattern::parse(text, &scope, &mut self.vocabulary) {
                Ok(expression) => {
                    // What ends in a gap is there for its length, which takes words from the denials.
                    let owner = match (owner, expression.nodes.last()) {
                        (Owner::Says(entry, statement), Some(Node::Gap(..))) => Owner::Spares(entry, statement),
                        _ => owner,
                    };
                    self.programs.push(Program { owner, expression });
                    let said = matches!(
                        owner,
                        Owner::Says(..) | Owner::Denies(..) | Owner::Choice(..) | Owner::More(_) | Owner::Less(_)
                    );
                    for other in said.then(|| turned(text, &self.raw.macros)).into_iter().flatten() {
                        // What is sound one way round is so the other; a beginning that says nothing is left out.
                        if let Ok(expression) = pattern::parse(&other, &scope, &mut self.vocabulary) {
                            self.programs.push(Program { owner, expression });
                        }
                    }
                }
                Err(fault) => {
                    let message = format!("expression {text:?}, character {}: {}", fault.column + 1, fault.message);
                    self.report(
                        "glossary/bad-expression",
                        place.clone(),
                        message,
                        "see “An expression” in glossary/README.md",
                    );
                }
            }
        }
    }

    fn property(&mut self, name: &str, raw: &'r RawProperty) -> Property {
        let id = self.properties.get(name).copied().unwrap_or(PropertyId(0));
        let place = Place::file(&format!("properties/{name}.yaml"));
        let mut names = raw.names.clone();
        for (language, label) in &raw.label {
            names.entry(language.clone()).or_default().push(label.clone());
        }
        self.add(Owner::Name(id), &names, &place);
        self.add(Owner::Inverse(id), &raw.inverse, &place);
        for cues in raw.cues.values() {
            self.add(Owner::Before(id), &[(String::new(), cues.before.clone())].into(), &place);
            self.add(Owner::After(id), &[(String::new(), cues.after.clone())].into(), &place);
            self.add(Owner::With(id), &[(String::new(), cues.with.clone())].into(), &place);
        }
        self.add(Owner::More(id), &raw.compare.more, &place);
        self.add(Owner::Less(id), &raw.compare.less, &place);
        Property {
            name: name.to_owned(),
            label: localized(&raw.label),
            rule: raw.rule.clone().unwrap_or_else(|| name.to_owned()),
            domain: raw.domain.iter().filter(|kind| *kind != "any").cloned().collect(),
            range: self.range(id, &raw.range, &place),
            many: raw.cardinality == "many",
            bare: raw.bare,
            capacity: raw.capacity,
            origin: raw.origin,
            determines: raw.determines.iter().filter_map(|name| self.determined(name, &place)).collect(),
            hosts: raw.hosts.iter().filter_map(|name| self.reference(name, &place)).collect(),
            scales: raw.scales,
            sampled: raw.sampled,
            part: raw.part,
            message: localized(&raw.message),
        }
    }

    fn range(&mut self, id: PropertyId, raw: &'r RawRange, place: &Place) -> Range {
        let mut choices = |choices: &'r BTreeMap<String, crate::raw::RawChoice>| -> Vec<Choice> {
            (0..)
                .map(ChoiceId)
                .zip(choices)
                .map(|(choice, (name, raw))| {
                    self.add(Owner::Choice(id, choice), &raw.says, place);
                    self.add(Owner::Cell(id, choice), &raw.cell, place);
                    let label = if raw.label.is_empty() {
                        Localized { en: name.clone(), zh: name.clone() }
                    } else {
                        localized(&raw.label)
                    };
                    Choice { name: name.clone(), label, shield: raw.shield }
                })
                .collect()
        };
        match raw {
            RawRange { entry: Some(kinds), .. } => Range::Entry(kinds.clone()),
            RawRange { choice: Some(list), .. } => Range::Choice(choices(list)),
            RawRange { order: Some(list), .. } => Range::Order(choices(list)),
            RawRange { direction: Some(list), .. } => Range::Direction(choices(list)),
            RawRange { quantity: Some(quantity), .. } => {
                Range::Quantity { unit: quantity.unit.clone(), tolerance: quantity.tolerance, least: quantity.least }
            }
            RawRange { date: Some(_), .. } => Range::Date,
            _ => Range::Text,
        }
    }

    fn entry(&mut self, name: &str, raw: &'r RawEntry, properties: &[Property]) -> Entry {
        let front = &raw.front;
        let id = self.entries.get(name).copied().unwrap_or(EntryId(0));
        let mut alt_label: Localized<Vec<String>> = Localized {
            en: front.alt_label.get("en").cloned().unwrap_or_default(),
            zh: front.alt_label.get("zh").cloned().unwrap_or_default(),
        };
        for alias in &front.aliases {
            let zh = alias.chars().any(note::token::is_han);
            if zh { &mut alt_label.zh } else { &mut alt_label.en }.push(alias.clone());
        }
        let mut pref_label = localized(&front.pref_label);
        if pref_label.en.is_empty() {
            pref_label.en = if pref_label.zh.is_empty() { name.to_owned() } else { pref_label.zh.clone() };
        }
        let resolve = |compiler: &mut Self, names: &'r [serde_saphyr::Spanned<String>]| -> Vec<EntryId> {
            names
                .iter()
                .filter_map(|name| {
                    let place = Place {
                        file: raw.file.clone(),
                        line: name.referenced.line() as u32 + raw.offset,
                        column: name.referenced.column() as u32,
                    };
                    compiler.reference(&name.value, &place)
                })
                .collect()
        };
        let broader = resolve(self, &front.broader);
        let related = resolve(self, &front.related);
        let mut statements = Vec::new();
        for (at, statement) in front.statements.iter().enumerate() {
            // Of one of a built-in entry beneath only the entry's own file is shown.
            let beneath = raw.beneath.as_ref().filter(|(first, _)| at >= *first).map(|(_, file)| file);
            let line = if beneath.is_some() { 1 } else { statement.referenced.line() as u32 + raw.offset };
            let file = beneath.unwrap_or(&raw.file).clone();
            let place = Place { file, line, column: statement.referenced.column() as u32 };
            if let Some(made) = self.statement(&statement.value, line, &place, properties) {
                let index = statements.len() as u32;
                self.add(Owner::Says(id, index), &statement.value.says, &place);
                self.add(Owner::Denies(id, index), &statement.value.denies, &place);
                statements.push(made);
            }
        }
        Entry {
            name: name.to_owned(),
            kind: front.kind.value.clone(),
            pref_label,
            alt_label,
            hidden_label: front.hidden_label.clone(),
            case_sensitive: front.case_sensitive.clone(),
            broader,
            narrower: Vec::new(),
            related,
            size: front.size.clone(),
            statements,
            definition: Localized { en: raw.definition.0.clone(), zh: raw.definition.1.clone() },
            file: raw.file.clone(),
            own: raw.own,
        }
    }

    /// A property that another determines.
    fn determined(&mut self, name: &str, place: &Place) -> Option<PropertyId> {
        let found = self.properties.get(name).copied();
        if found.is_none() {
            let known = self.properties.keys().copied();
            let remedy = nearest(name, known, &[]);
            let message = format!("there is no property {name:?}");
            self.report("glossary/unknown-property", place.clone(), message, remedy);
        }
        found
    }

    pub(crate) fn reference(&mut self, name: &str, place: &Place) -> Option<EntryId> {
        let found = self.named(name);
        if found.is_none() {
            let remedy = self.labelled(name).map_or_else(
                || {
                    let beneath = self.beneath.map(|beneath| beneath.entries.texts(|entry| &entry.name));
                    nearest(name, self.entries.keys().copied(), &beneath.unwrap_or_default())
                },
                |id| format!("did you mean {id:?}?"),
            );
            self.report("glossary/dangling-reference", place.clone(), format!("there is no entry {name:?}"), remedy);
        }
        found
    }

    /// The id of an entry that has a label where its id belongs.
    fn labelled(&self, label: &str) -> Option<String> {
        let folded = |text: &str| {
            let mut folded = String::new();
            note::token::fold(text, &mut folded);
            folded
        };
        let wanted = folded(label);
        let of = |front: &Front| {
            let preferred = front.pref_label.values();
            let others = front.alt_label.values().flatten().chain(&front.hidden_label);
            preferred.chain(others).any(|label| folded(label) == wanted)
        };
        let own = self.raw.entries.iter().find(|(_, entry)| of(&entry.front)).map(|(name, _)| name.clone());
        let beneath = || self.beneath.and_then(|beneath| Some(&beneath.entry(*beneath.labelled(label).first()?).name));
        own.or_else(|| beneath().cloned())
    }

    fn lexicon(&mut self) {
        for (kind, texts) in &self.raw.cues {
            let place = Place::file("lexicon/cues.yaml");
            match CueKind::named(kind) {
                Some(kind) => self.add(Owner::Cue(kind), texts, &place),
                None => self.report(
                    "glossary/unknown-cue",
                    place,
                    format!("there is no kind of cue {kind:?}"),
                    "see server/glossary/src/cue.rs",
                ),
            }
        }
    }
}

/// The names of the entries that are new beside a glossary, and what is wrong with the others.
fn new_names<'r>(raw: &'r Raw, beneath: &Glossary) -> (Vec<&'r str>, Vec<Problem>) {
    let (mut new, mut problems) = (Vec::new(), Vec::new());
    for (name, entry) in &raw.entries {
        match beneath.named(name) {
            Some(taken) => problems.push(raw::duplicate(name, &entry.file, &beneath.entry(taken).file)),
            None => new.push(name.as_str()),
        }
    }
    (new, problems)
}

pub(crate) fn localized(texts: &BTreeMap<String, String>) -> Localized<String> {
    let get = |language: &str| texts.get(language).cloned().unwrap_or_default();
    Localized { en: get("en"), zh: get("zh") }
}

/// A remedy that names the known word most like `name`.
pub(crate) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>, beneath: &'n [String]) -> String {
    let known = known.chain(beneath.iter().map(String::as_str));
    let best = known.max_by(|a, b| strsim::jaro_winkler(name, a).total_cmp(&strsim::jaro_winkler(name, b)));
    best.map_or_else(String::new, |best| format!("did you mean {best:?}?"))
}
