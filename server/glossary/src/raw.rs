//! Glossary files as they are written: YAML front matter, Markdown, BibTeX. Nothing is resolved here.

use std::collections::{BTreeMap, btree_map::Entry as MapEntry};

use schemars::JsonSchema;
use serde::Deserialize;
use serde_saphyr::Spanned;

use crate::{
    over,
    problem::{Place, Problem},
};

/// All files of a glossary, read but not resolved.
#[derive(Debug, Default)]
pub struct Raw {
    /// Entries by id.
    pub entries: BTreeMap<String, RawEntry>,
    /// Properties by id.
    pub properties: BTreeMap<String, RawProperty>,
    /// Macros of expressions.
    pub macros: BTreeMap<String, String>,
    /// Irregular forms.
    pub irregular: BTreeMap<String, Vec<String>>,
    /// Cues by kind and language.
    pub cues: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Sources by key.
    pub sources: BTreeMap<String, RawSource>,
    /// Whether the entries that are read from here on are the author's own, not built in.
    pub own: bool,
}

/// An entry as written.
#[derive(Debug)]
pub struct RawEntry {
    /// The path of its file.
    pub file: String,
    /// The front matter.
    pub front: Front,
    /// The definitions, English and Chinese.
    pub definition: (String, String),
    /// The line before the front matter's first.
    pub offset: u32,
    /// Whether it is the author's own, not built in.
    pub own: bool,
    /// From which of its statements on they are those of a built-in entry that it is laid over, and the file of that.
    pub beneath: Option<(usize, String)>,
}

/// The front matter of an entry.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Front {
    /// What kind of thing it is: `model`, `architecture`, `technique` …
    #[serde(rename = "type")]
    #[schemars(with = "String")]
    pub kind: Spanned<String>,
    /// The label shown, per language (`en`, `zh`).
    #[serde(default)]
    pub pref_label: BTreeMap<String, String>,
    /// Other labels people write, per language (`en`, `zh`).
    #[serde(default)]
    pub alt_label: BTreeMap<String, Vec<String>>,
    /// Odd spellings that are looked up and never shown.
    #[serde(default)]
    pub hidden_label: Vec<String>,
    /// Obsidian's name for `altLabel`; the language is seen from the letters.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Labels that match only as they are written.
    #[serde(default)]
    pub case_sensitive: Vec<String>,
    /// The ids of more general entries.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub broader: Vec<Spanned<String>>,
    /// The ids of entries worth reading next.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub related: Vec<Spanned<String>>,
    /// The size that tells a member of a family from the others (`7B`).
    pub size: Option<String>,
    /// What is asserted of it, each with a citation.
    #[serde(default)]
    #[schemars(with = "Vec<RawStatement>")]
    pub statements: Vec<Spanned<RawStatement>>,
}

/// A statement as written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RawStatement {
    /// The id of a property (a file of `properties/`).
    pub property: String,
    /// The value or values it has, as the property's range takes them.
    pub value: RawValue,
    /// Whether the values are all there are.
    #[serde(default)]
    pub complete: bool,
    /// Further values that are tolerated.
    pub accept: Option<RawValue>,
    /// The size, version or stage that the statement is limited to.
    pub variant: Option<RawValue>,
    /// The id of the entry on the other side of a comparison.
    pub than: Option<String>,
    /// `false` where the entry has the value not.
    pub polarity: Option<bool>,
    /// Expressions that state the same, per language.
    #[serde(default)]
    pub says: BTreeMap<String, Vec<String>>,
    /// Expressions that contradict it, per language.
    #[serde(default)]
    pub denies: BTreeMap<String, Vec<String>>,
    /// Sentences that must be found wrong, per language.
    #[serde(default)]
    pub refutes: BTreeMap<String, Vec<String>>,
    /// Sentences that must stay silent, per language.
    #[serde(default)]
    pub allows: BTreeMap<String, Vec<String>>,
    /// Where it is from: `@key, §3.2`; one citation or a list.
    pub cite: Option<RawValue>,
    /// The date for which it is stated.
    #[serde(rename = "as-of")]
    pub as_of: Option<RawValue>,
    /// The unit of the value.
    pub unit: Option<String>,
}

/// A value as written.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawValue {
    /// A whole number.
    Integer(i64),
    /// A number.
    Float(f64),
    /// Words, a quantity (`6.7B`), a date (`2023-02`), an id.
    Text(String),
    /// Several values.
    List(Vec<RawValue>),
    /// Words per language.
    Localized(BTreeMap<String, String>),
}

impl RawValue {
    /// The values of a list, or the one value.
    pub fn flat(&self) -> Vec<&Self> {
        match self {
            Self::List(values) => values.iter().collect(),
            one => vec![one],
        }
    }

    /// A single value as text.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Integer(number) => Some(number.to_string()),
            Self::Float(number) => Some(number.to_string()),
            Self::Text(text) => Some(text.clone()),
            Self::List(_) | Self::Localized(_) => None,
        }
    }
}

/// A property as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent switch of a property's file")]
pub struct RawProperty {
    /// See `glossary/README.md`, for all of these.
    pub label: BTreeMap<String, String>,
    #[allow(missing_docs)]
    pub rule: Option<String>,
    #[allow(missing_docs)]
    #[serde(default)]
    pub domain: Vec<String>,
    #[allow(missing_docs)]
    pub range: RawRange,
    #[allow(missing_docs)]
    pub cardinality: String,
    #[allow(missing_docs)]
    #[serde(default)]
    pub bare: bool,
    #[allow(missing_docs)]
    #[serde(default)]
    pub capacity: bool,
    #[allow(missing_docs)]
    #[serde(default)]
    pub origin: bool,
    #[allow(missing_docs)]
    #[serde(default)]
    pub hosts: Vec<String>,
    #[allow(missing_docs)]
    #[serde(default)]
    pub determines: Vec<String>,
    #[allow(missing_docs)]
    #[serde(default)]
    pub scales: bool,
    #[allow(missing_docs)]
    #[serde(default)]
    pub sampled: bool,
    #[allow(missing_docs)]
    #[serde(default)]
    pub part: bool,
    #[allow(missing_docs)]
    #[serde(default)]
    pub names: BTreeMap<String, Vec<String>>,
    #[allow(missing_docs)]
    #[serde(default)]
    pub inverse: BTreeMap<String, Vec<String>>,
    #[allow(missing_docs)]
    #[serde(default)]
    pub cues: BTreeMap<String, RawCues>,
    #[allow(missing_docs)]
    #[serde(default)]
    pub compare: RawCompare,
    #[allow(missing_docs)]
    pub message: BTreeMap<String, String>,
}

/// The words that compare two entries by a number or a date, the second as a slot in them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCompare {
    #[allow(missing_docs)]
    #[serde(default)]
    pub more: BTreeMap<String, Vec<String>>,
    #[allow(missing_docs)]
    #[serde(default)]
    pub less: BTreeMap<String, Vec<String>>,
}

/// The words around a value.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCues {
    #[allow(missing_docs)]
    #[serde(default)]
    pub before: Vec<String>,
    #[allow(missing_docs)]
    #[serde(default)]
    pub after: Vec<String>,
    #[allow(missing_docs)]
    #[serde(default)]
    pub with: Vec<String>,
}

/// The range of a property as written: one of its keys is given.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawRange {
    #[allow(missing_docs)]
    pub entry: Option<Vec<String>>,
    #[allow(missing_docs)]
    pub choice: Option<BTreeMap<String, RawChoice>>,
    #[allow(missing_docs)]
    pub quantity: Option<RawQuantity>,
    #[allow(missing_docs)]
    pub date: Option<bool>,
    #[allow(missing_docs)]
    pub text: Option<bool>,
    #[allow(missing_docs)]
    pub order: Option<BTreeMap<String, RawChoice>>,
    #[allow(missing_docs)]
    pub direction: Option<BTreeMap<String, RawChoice>>,
}

/// A quantity range as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawQuantity {
    #[allow(missing_docs)]
    pub unit: String,
    #[allow(missing_docs)]
    #[serde(default)]
    pub tolerance: f64,
    #[allow(missing_docs)]
    #[serde(default)]
    pub least: f64,
}

/// A choice as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawChoice {
    #[allow(missing_docs)]
    #[serde(default)]
    pub label: BTreeMap<String, String>,
    #[allow(missing_docs)]
    #[serde(default)]
    pub says: BTreeMap<String, Vec<String>>,
    #[allow(missing_docs)]
    #[serde(default)]
    pub cell: BTreeMap<String, Vec<String>>,
    #[allow(missing_docs)]
    #[serde(default)]
    pub shield: bool,
}

/// A source out of a BibTeX file.
#[derive(Clone, Debug, Default)]
pub struct RawSource {
    /// See [`crate::Source`].
    pub short: String,
    #[allow(missing_docs)]
    pub title: String,
    #[allow(missing_docs)]
    pub url: String,
}

/// The JSON Schema of an entry's front matter.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Front)
}

impl Raw {
    /// Reads one file by what its path says it is; files that are none of the glossary's are passed over.
    pub fn read(&mut self, path: &str, text: &str, problems: &mut Vec<Problem>) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let in_folder = |folder: &str| path.split('/').rev().nth(1) == Some(folder);
        match name.rsplit_once('.').map(|(_, end)| end) {
            Some("md") => self.read_entry(path, stem, text, problems),
            Some("bib") => crate::bib::read(path, text, &mut self.sources, problems),
            Some("yaml" | "yml") if in_folder("properties") => {
                if let Some(property) = yaml(path, text, 0, problems) {
                    self.properties.insert(stem.to_owned(), property);
                }
            }
            Some("yaml" | "yml") if in_folder("lexicon") => match stem {
                "macros" => {
                    self.macros.extend(yaml::<BTreeMap<String, String>>(path, text, 0, problems).unwrap_or_default());
                }
                "irregular" => self
                    .irregular
                    .extend(yaml::<BTreeMap<String, Vec<String>>>(path, text, 0, problems).unwrap_or_default()),
                "cues" => self.cues.extend(
                    yaml::<BTreeMap<String, BTreeMap<String, Vec<String>>>>(path, text, 0, problems)
                        .unwrap_or_default(),
                ),
                _ => {}
            },
            _ => {}
        }
    }

    fn read_entry(&mut self, path: &str, stem: &str, text: &str, problems: &mut Vec<Problem>) {
        let text = text.trim_start_matches('\u{feff}');
        let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else { return };
        let Some(end) = rest.find("\n---") else { return };
        let (front, body) = rest.split_at(end + 1);
        if !is_entry(front) {
            return;
        }
        let Some(front) = yaml::<Front>(path, front, 1, problems) else { return };
        let body = body.trim_start_matches('-');
        let entry = RawEntry {
            file: path.to_owned(),
            front,
            definition: definitions(body),
            offset: 1,
            own: self.own,
            beneath: None,
        };
        let Self { entries, properties, .. } = self;
        match entries.entry(stem.to_owned()) {
            MapEntry::Vacant(free) => _ = free.insert(entry),
            // One of another type is another thing, whose id is taken.
            MapEntry::Occupied(mut built_in)
                if self.own && !built_in.get().own && built_in.get().front.kind.value == entry.front.kind.value =>
            {
                let over = over::Over { properties, entry };
                over.lay(built_in.get_mut());
            }
            MapEntry::Occupied(taken) => problems.push(duplicate(stem, path, &taken.get().file)),
        }
    }

    /// Whether there is nothing but entries and sources, which can be put beside another glossary.
    pub fn is_entries_only(&self) -> bool {
        let Self { properties, macros, irregular, cues, .. } = self;
        properties.is_empty() && macros.is_empty() && irregular.is_empty() && cues.is_empty()
    }
}

/// Whether a front matter is that of an entry. Somebody's note with a front matter of its own is none; what has a key that
/// only an entry has is one, though it lacks its type as yet.
pub fn is_entry(front: &str) -> bool {
    let has = |key: &str| front.lines().any(|line| line.starts_with(key));
    let own = has("prefLabel:") || has("altLabel:") || has("hiddenLabel:") || has("statements:");
    own || has("type:") && (front.contains("abel") || front.contains("aliases"))
}

/// An entry's id that another file has.
pub(crate) fn duplicate(id: &str, file: &str, other: &str) -> Problem {
    let message = format!("the id {id} is taken by {other}");
    Problem::error("glossary/duplicate-id", Place::file(file), message, "rename one of the files")
}

fn yaml<T: for<'de> Deserialize<'de>>(path: &str, text: &str, offset: u32, problems: &mut Vec<Problem>) -> Option<T> {
    match serde_saphyr::from_str(text) {
        Ok(value) => Some(value),
        Err(error) => {
            let place = error.location().map_or(Place::file(path), |location| Place {
                file: path.to_owned(),
                line: location.line() as u32 + offset,
                column: location.column() as u32,
            });
            let message = error.to_string();
            let message = without_place(message.lines().next().unwrap_or_default()).to_owned();
            let meant = meant(&message).map(|key| format!("did you mean {key:?}?"));
            let remedy = meant.unwrap_or_else(|| "see glossary/README.md for the format".to_owned());
            problems.push(Problem::error("glossary/syntax", place, message, remedy));
            None
        }
    }
}

/// The key that an unknown one is a slip of.
fn meant(message: &str) -> Option<&str> {
    let (unknown, expected) = message.strip_prefix("unknown field `")?.split_once("`, expected one of ")?;
    let keys = expected.split(", ").map(|key| key.trim_matches('`'));
    let alike = |key: &&str| (strsim::jaro_winkler(unknown, key) * 1000.0) as u32;
    keys.max_by_key(alike).filter(|key| alike(key) > 800)
}

/// What the parser says without the place it says it of, which counts from the front matter's first line.
fn without_place(message: &str) -> &str {
    let message = message.strip_prefix("error: ").unwrap_or(message);
    let placed = message.strip_prefix("line ").and_then(|rest| Some((rest, rest.find(": ")?)));
    let number = |words: &str| words.chars().all(|c| c.is_ascii_digit() || " column".contains(c));
    match placed.and_then(|(rest, at)| Some((rest.get(..at)?, rest.get(at + 2..)?))) {
        Some((place, said)) if number(place) => said,
        _ => message,
    }
}

/// The first paragraph under the title, and the first under `## 中文`.
fn definitions(body: &str) -> (String, String) {
    let mut found = (String::new(), String::new());
    let mut chinese = false;
    let mut done = false;
    for line in body.lines().map(str::trim) {
        if line.starts_with('#') {
            chinese = line.contains("中文");
            done = !chinese && !found.0.is_empty();
            continue;
        }
        let paragraph = if chinese { &mut found.1 } else { &mut found.0 };
        if line.is_empty() {
            done = !paragraph.is_empty();
        } else if !done || paragraph.is_empty() {
            if !paragraph.is_empty() && !chinese {
                paragraph.push(' ');
            }
            paragraph.push_str(line);
            done = false;
        }
    }
    found
}
