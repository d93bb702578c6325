//! Resolves a [`Raw`] glossary into a [`Glossary`]: names to ids, expressions to programs, labels to a dictionary.

use std::collections::BTreeMap;

use crate::{
    Choice, ChoiceId, Citation, CueKind, Entry, EntryId, Glossary, Localized, Owner, Program, Property, PropertyId,
    Quantity, Range, Source, SourceId, Statement, Value,
    index::Index,
    labels,
    pattern::{self, Scope},
    problem::{Place, Problem},
    raw::{Raw, RawEntry, RawProperty, RawRange, RawStatement, RawValue},
    value,
    vocabulary::Vocabulary,
};

/// Resolves a glossary. What is faulty is left out and reported.
pub fn compile(raw: &Raw, problems: &mut Vec<Problem>) -> Glossary {
    let mut compiler = Compiler::new(raw);
    let properties: Vec<Property> =
        raw.properties.iter().map(|(name, property)| compiler.property(name, property)).collect();
    let sources: Vec<Source> = raw
        .sources
        .iter()
        .map(|(key, source)| Source {
            key: key.clone(),
            short: source.short.clone(),
            title: source.title.clone(),
            url: source.url.clone(),
        })
        .collect();
    let mut entries: Vec<Entry> =
        raw.entries.iter().map(|(name, entry)| compiler.entry(name, entry, &properties)).collect();
    link_narrower(&mut entries);
    compiler.lexicon();
    let vocabulary = &compiler.vocabulary;
    for program in &mut compiler.programs {
        program.expression.rename(&|word| vocabulary.find(word));
    }
    let slots = labels::slots(&entries, &compiler.vocabulary, &mut compiler.problems);
    problems.append(&mut compiler.problems);
    let index = Index::new(&entries, &properties, &compiler.programs, compiler.vocabulary.size(), &slots);
    Glossary { entries: entries.into(), properties, sources: sources.into(), index }
}

fn link_narrower(entries: &mut [Entry]) {
    let links: Vec<(usize, EntryId)> = entries
        .iter()
        .enumerate()
        .flat_map(|(at, entry)| entry.broader.iter().map(move |broader| (broader.0 as usize, EntryId(at as u32))))
        .collect();
    for (broader, narrower) in links {
        if let Some(entry) = entries.get_mut(broader) {
            entry.narrower.push(narrower);
        }
    }
}

struct Compiler<'r> {
    raw: &'r Raw,
    entries: BTreeMap<&'r str, EntryId>,
    properties: BTreeMap<&'r str, PropertyId>,
    sources: BTreeMap<&'r str, SourceId>,
    kinds: Vec<&'r str>,
    vocabulary: Vocabulary,
    programs: Vec<Program>,
    problems: Vec<Problem>,
}

impl<'r> Compiler<'r> {
    fn new(raw: &'r Raw) -> Self {
        let mut kinds: Vec<&str> = raw.entries.values().map(|entry| entry.front.kind.value.as_str()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        Self {
            raw,
            entries: (0..).map(EntryId).zip(raw.entries.keys()).map(|(id, name)| (name.as_str(), id)).collect(),
            properties: (0..)
                .map(PropertyId)
                .zip(raw.properties.keys())
                .map(|(id, name)| (name.as_str(), id))
                .collect(),
            sources: (0..).map(SourceId).zip(raw.sources.keys()).map(|(id, key)| (key.as_str(), id)).collect(),
            kinds,
            vocabulary: Vocabulary::new(raw.irregular.clone()),
            programs: Vec::new(),
            problems: Vec::new(),
        }
    }

    fn report(&mut self, rule: &'static str, place: Place, message: impl Into<String>, remedy: impl Into<String>) {
        self.problems.push(Problem::error(rule, place, message, remedy));
    }

    /// Adds the expressions of both languages.
    fn add(&mut self, owner: Owner, texts: &BTreeMap<String, Vec<String>>, place: &Place) {
        for text in texts.values().flatten() {
            let entries = &self.entries;
            let kinds = &self.kinds;
            let scope = Scope {
                macros: &self.raw.macros,
                entry: &|id| entries.get(id).copied(),
                kind: &|kind| kinds.binary_search(&kind).is_ok(),
            };
            match pattern::parse(text, &scope, &mut self.vocabulary) {
                Ok(expression) => self.programs.push(Program { owner, expression }),
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
            scales: raw.scales,
            sampled: raw.sampled,
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
        for statement in &front.statements {
            let line = statement.referenced.line() as u32 + raw.offset;
            let place = Place { file: raw.file.clone(), line, column: statement.referenced.column() as u32 };
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

    fn reference(&mut self, name: &str, place: &Place) -> Option<EntryId> {
        let found = self.entries.get(name).copied();
        if found.is_none() {
            let remedy = nearest(name, &self.entries.keys().copied().collect::<Vec<_>>());
            self.report("glossary/dangling-reference", place.clone(), format!("there is no entry {name:?}"), remedy);
        }
        found
    }

    fn statement(
        &mut self,
        raw: &RawStatement,
        line: u32,
        place: &Place,
        properties: &[Property],
    ) -> Option<Statement> {
        let Some(&property) = self.properties.get(raw.property.as_str()) else {
            let remedy = nearest(&raw.property, &self.properties.keys().copied().collect::<Vec<_>>());
            self.report(
                "glossary/unknown-property",
                place.clone(),
                format!("there is no property {:?}", raw.property),
                remedy,
            );
            return None;
        };
        let range = &properties.get(property.0 as usize)?.range;
        let values = self.values(&raw.value, range, place);
        if values.is_empty() {
            return None;
        }
        let accept = raw.accept.as_ref().map(|accept| self.values(accept, range, place)).unwrap_or_default();
        let than = raw.than.as_ref().and_then(|than| self.reference(than, place));
        let cite = self.citations(raw.cite.as_ref(), place);
        let examples = |examples: &BTreeMap<String, Vec<String>>| Localized {
            en: examples.get("en").cloned().unwrap_or_default(),
            zh: examples.get("zh").cloned().unwrap_or_default(),
        };
        Some(Statement {
            property,
            values,
            accept,
            polarity: raw.polarity.unwrap_or(true),
            complete: raw.complete,
            variant: raw.variant.as_ref().and_then(|variant| {
                let texts: Vec<String> = variant.flat().iter().filter_map(|value| value.text()).collect();
                (!texts.is_empty()).then(|| texts.join("|"))
            }),
            than,
            refutes: examples(&raw.refutes),
            allows: examples(&raw.allows),
            cite,
            line,
        })
    }

    fn values(&mut self, raw: &RawValue, range: &Range, place: &Place) -> Vec<Value> {
        raw.flat().into_iter().filter_map(|value| self.value(value, range, place)).collect()
    }

    fn value(&mut self, raw: &RawValue, range: &Range, place: &Place) -> Option<Value> {
        if let (RawValue::Localized(text), Range::Text) = (raw, range) {
            return Some(Value::Text(localized(text)));
        }
        let text = raw.text().unwrap_or_default();
        let value = match range {
            Range::Entry(kinds) => {
                let entry = self.reference(&text, place)?;
                let kind = &self.raw.entries.get(&text)?.front.kind.value;
                kinds.contains(kind).then_some(Value::Entry(entry))
            }
            Range::Choice(choices) | Range::Order(choices) | Range::Direction(choices) => (0..)
                .map(ChoiceId)
                .zip(choices)
                .find(|(_, choice)| choice.name == text)
                .map(|(id, _)| Value::Choice(id)),
            Range::Quantity { .. } => {
                value::quantity(&text).map(|number| Value::Quantity(Quantity { number, text: text.clone() }))
            }
            Range::Date => value::date(&text).map(Value::Date),
            Range::Text => Some(Value::Text(Localized { en: text.clone(), zh: text.clone() })),
        };
        if value.is_none() {
            let message = format!("{text:?} is not a value of this property");
            self.report(
                "glossary/value-out-of-range",
                place.clone(),
                message,
                format!("it takes {}", value::describe(range)),
            );
        }
        value
    }

    fn citations(&mut self, raw: Option<&RawValue>, place: &Place) -> Vec<Citation> {
        let Some(raw) = raw else {
            self.report(
                "glossary/uncited",
                place.clone(),
                "the statement has no citation",
                "add cite: \"@key, locator\"",
            );
            return Vec::new();
        };
        let mut citations = Vec::new();
        for text in raw.flat().into_iter().filter_map(RawValue::text) {
            let (key, locator) = text.split_once(',').unwrap_or((&text, ""));
            let key = key.trim().trim_start_matches(['[', '@']).trim_end_matches(']');
            if let Some(&source) = self.sources.get(key) {
                citations.push(Citation { source, locator: locator.trim().trim_end_matches(']').to_owned() });
            } else {
                let remedy = nearest(key, &self.sources.keys().copied().collect::<Vec<_>>());
                self.report("glossary/unknown-source", place.clone(), format!("there is no source {key:?}"), remedy);
            }
        }
        citations
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
                    "see server/glossary/src/index.rs",
                ),
            }
        }
    }
}

fn localized(texts: &BTreeMap<String, String>) -> Localized<String> {
    let get = |language: &str| texts.get(language).cloned().unwrap_or_default();
    Localized { en: get("en"), zh: get("zh") }
}

/// A remedy that names the known word most like `name`.
fn nearest(name: &str, known: &[&str]) -> String {
    let best = known.iter().max_by(|a, b| strsim::jaro_winkler(name, a).total_cmp(&strsim::jaro_winkler(name, b)));
    best.map_or_else(String::new, |best| format!("did you mean {best:?}?"))
}
