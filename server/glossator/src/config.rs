//! `glossator.toml`: the nearest at or above a file, the same for the command line and the server.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use glossary::{Glossary, Problem};
use ide::{Severities, Severity};
use ignore::overrides::{Override, OverrideBuilder};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the names of notes end in: of Markdown, MDX, Quarto and R Markdown.
const ENDINGS: [&str; 5] = ["md", "markdown", "mdx", "qmd", "rmd"];

/// The names a configuration file may have, the first wins.
const NAMES: [&str; 2] = ["glossator.toml", ".glossator.toml"];

/// The configuration of a folder of notes.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Config {
    /// Glossary files or folders, relative to the configuration file.
    pub(crate) glossaries: Vec<String>,
    /// Whether the built-in glossary is used.
    pub(crate) builtin: bool,
    /// The languages in which messages are given; that of the sentence when empty.
    pub(crate) languages: Vec<String>,
    /// The severity of rules or groups of rules.
    pub(crate) rules: BTreeMap<String, Level>,
    /// Globs of the files to check; all Markdown files when empty.
    pub(crate) include: Vec<String>,
    /// Globs of files not to check.
    pub(crate) exclude: Vec<String>,
    /// Switches for the features of editors.
    #[schemars(schema_with = "switches")]
    pub(crate) features: BTreeMap<Feature, bool>,
}

/// A feature of the language server that can be switched on or off.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Feature {
    /// Cards of terms, verdicts on claims.
    Hover,
    /// Terms, values, keys.
    Completion,
    /// Findings in open notes.
    Diagnostics,
    /// Findings in notes that are not open; where the server pushes, only if switched on.
    WorkspaceDiagnostics,
    /// Fixes, suppressions, definitions of terms.
    CodeActions,
    /// From a term to its entry, to what is broader and narrower.
    Definition,
    /// All mentions of a term.
    References,
    /// Other mentions of the term under the cursor.
    Highlights,
    /// Renaming a term of the workspace's glossary.
    Rename,
    /// Symbols of glossary files and of the workspace.
    Symbols,
    /// Colours of terms and values.
    SemanticTokens,
    /// Citations as links.
    Links,
    /// Folding by blocks.
    Folding,
    /// Widening the selection.
    Selection,
    /// Broader and narrower terms as a tree.
    TypeHierarchy,
    /// The long form behind an acronym's first use; off by default.
    InlayHints,
    /// How often notes mention an entry; off by default.
    CodeLenses,
}

impl Feature {
    /// Whether it is on where nobody switched it.
    pub(crate) fn by_default(self) -> bool {
        !matches!(self, Self::InlayHints | Self::CodeLenses)
    }
}

/// A severity as written.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    /// Not reported.
    Off,
    /// A hint.
    Hint,
    /// Information.
    Information,
    /// A warning.
    Warning,
    /// An error.
    Error,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            glossaries: Vec::new(),
            builtin: true,
            languages: Vec::new(),
            rules: BTreeMap::new(),
            include: Vec::new(),
            exclude: Vec::new(),
            features: BTreeMap::new(),
        }
    }
}

/// A configuration with the file it came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Found {
    /// The file; none for the defaults.
    pub(crate) path: Option<PathBuf>,
    /// What it says.
    pub(crate) config: Config,
}

impl Found {
    /// Paths of the configuration are relative to this folder.
    pub(crate) fn folder(&self) -> PathBuf {
        self.path.as_deref().and_then(Path::parent).map(Path::to_path_buf).unwrap_or_default()
    }

    /// The glossary files and folders it names.
    pub(crate) fn glossaries(&self) -> Vec<PathBuf> {
        self.config.glossaries.iter().map(|path| self.folder().join(path)).collect()
    }

    /// The files it leaves to be checked, as globs relative to a folder.
    pub(crate) fn globs(&self, folder: &Path) -> anyhow::Result<Override> {
        let mut globs = OverrideBuilder::new(folder);
        for glob in &self.config.include {
            globs.add(glob).with_context(|| format!("bad glob {glob:?} in `include`"))?;
        }
        for glob in &self.config.exclude {
            globs.add(&format!("!{glob}")).with_context(|| format!("bad glob {glob:?} in `exclude`"))?;
        }
        Ok(globs.build()?)
    }

    /// The language in which messages are asked for, where it is one.
    pub(crate) fn language(&self) -> Option<claims::Language> {
        match self.config.languages.as_slice() {
            [one] => language(one),
            _ => None,
        }
    }

    /// The severities it sets.
    pub(crate) fn severities(&self) -> Severities {
        let severity = |level| match level {
            Level::Off => Severity::Off,
            Level::Hint => Severity::Hint,
            Level::Information => Severity::Information,
            Level::Warning => Severity::Warning,
            Level::Error => Severity::Error,
        };
        Severities { rules: self.config.rules.iter().map(|(rule, &level)| (rule.clone(), severity(level))).collect() }
    }
}

/// Something wrong with a configuration or a glossary file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The file.
    pub(crate) path: PathBuf,
    /// Line and column in characters, from 1; none for the file as a whole.
    pub(crate) place: Option<(u32, u32)>,
    /// The rule's id, for glossary files.
    pub(crate) rule: Option<&'static str>,
    /// What is wrong and what to do.
    pub(crate) message: String,
    /// Whether the file can be used nevertheless.
    pub(crate) warning: bool,
}

impl Fault {
    /// A fault of a configuration file.
    pub(crate) fn configuration(path: PathBuf, place: Option<(u32, u32)>, message: String) -> Self {
        Self { path, place, rule: None, message, warning: false }
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        let place = &problem.place;
        Self {
            path: PathBuf::from(&place.file),
            place: (place.line > 0).then_some((place.line, place.column)),
            rule: Some(problem.rule),
            message: format!("{}; {}", problem.message, problem.remedy),
            warning: problem.warning,
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some((line, column)) = self.place {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for Fault {}

/// The configuration in force for a file or folder.
pub(crate) fn find(path: &Path) -> anyhow::Result<Found> {
    locate(path).map_or_else(|| Ok(Found::default()), |path| read(&path))
}

/// The configuration file nearest at or above a file or folder.
fn locate(path: &Path) -> Option<PathBuf> {
    locate_with(path, &|candidate| candidate.is_file())
}

/// The same, where `exists` knows which files there are.
pub(crate) fn locate_with(path: &Path, exists: &dyn Fn(&Path) -> bool) -> Option<PathBuf> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut candidates = absolute.ancestors().flat_map(|folder| NAMES.map(|name| folder.join(name)));
    candidates.find(|candidate| exists(candidate))
}

/// Whether a file is a note by its name.
pub(crate) fn is_note(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    ENDINGS.contains(&ending.as_str())
}

/// Whether a path is that of a configuration file.
pub(crate) fn is_name(path: &Path) -> bool {
    path.file_name().is_some_and(|name| NAMES.iter().any(|known| name == *known))
}

/// Reads a configuration file. Errors name file, line, column and, for an unknown key, the nearest known one.
pub(crate) fn read(path: &Path) -> anyhow::Result<Found> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(parse(path, &text)?)
}

/// Reads a configuration from the text of its file.
pub(crate) fn parse(path: &Path, text: &str) -> Result<Found, Fault> {
    match toml::from_str::<Config>(text) {
        Ok(config) => Ok(Found { path: Some(path.to_path_buf()), config }),
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start);
            let message = error.message();
            let message = format!("{message}{}", hint(message));
            Err(Fault::configuration(path.to_path_buf(), Some(place(text, offset)), message))
        }
    }
}

/// The rules and languages that a configuration names and that do not exist. `text` is that of its file.
pub(crate) fn unknown_names(found: &Found, glossary: &Glossary, text: &str) -> Vec<Fault> {
    let mut faults = unknown_languages(found, text);
    if found.config.rules.is_empty() {
        return faults;
    }
    let rules = ide::rules::rules(glossary);
    let unknown = found.config.rules.keys().filter(|name| !is_rule(name, &rules));
    let fault = |name: &String| {
        let at = text.find(name.as_str()).map(|offset| place(text, offset));
        let near = nearest(name, rules.iter().map(|rule| rule.id.as_str()));
        let path = found.path.clone().unwrap_or_default();
        Fault::configuration(path, at, format!("there is no rule or group {name:?}; {near}"))
    };
    faults.extend(unknown.map(fault));
    faults
}

/// The languages that a configuration names and in which there are no messages.
pub(crate) fn unknown_languages(found: &Found, text: &str) -> Vec<Fault> {
    let unknown = found.config.languages.iter().filter(|name| language(name).is_none());
    let fault = |name: &String| {
        let at = text.find(&format!("\"{name}\"")).map(|offset| place(text, offset + 1));
        let path = found.path.clone().unwrap_or_default();
        Fault::configuration(path, at, format!("{name:?} is no language of messages; they are given in `en` and `zh`"))
    };
    unknown.map(fault).collect()
}

/// The language of messages that a name or tag (`zh-CN`) is of.
fn language(name: &str) -> Option<claims::Language> {
    match name.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "zh" => Some(claims::Language::Zh),
        "en" => Some(claims::Language::En),
        _ => None,
    }
}

/// Whether a rule or a group has this name.
pub(crate) fn is_rule(name: &str, rules: &[ide::rules::Rule]) -> bool {
    ["term", "note"].contains(&name) || rules.iter().any(|rule| ide::rules::covers(name, &rule.id))
}

/// `did you mean …?`
pub(crate) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let best = known.max_by(|a, b| strsim::jaro_winkler(name, a).total_cmp(&strsim::jaro_winkler(name, b)));
    best.map_or_else(String::new, |best| format!("did you mean {best:?}?"))
}

fn place(text: &str, offset: usize) -> (u32, u32) {
    let spot = crate::position::LineIndex::new(text).spot(offset as u32);
    (spot.line, spot.column)
}

/// `; did you mean …?` for an unknown key, feature or severity, out of the names that the parser expected.
fn hint(message: &str) -> String {
    let Some((unknown, expected)) = message.split_once(", expected ") else { return String::new() };
    let Some(name) = unknown.strip_prefix("unknown ").and_then(|rest| rest.split('`').nth(1)) else {
        return String::new();
    };
    let known = expected.split('`').skip(1).step_by(2);
    let nearest = known.max_by(|a, b| strsim::jaro_winkler(name, a).total_cmp(&strsim::jaro_winkler(name, b)));
    nearest.map_or_else(String::new, |nearest| format!("; did you mean `{nearest}`?"))
}

/// The schema of the switches: each feature by its name, and none else.
fn switches(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let named = schemars::schema_for!(Feature).to_value();
    let variants = named.get("oneOf").and_then(|variants| variants.as_array().cloned()).unwrap_or_default();
    let switch = |variant: &serde_json::Value| {
        let name = variant.get("const")?.as_str()?.to_owned();
        Some((name, serde_json::json!({ "type": "boolean", "description": variant.get("description") })))
    };
    let properties: serde_json::Map<String, serde_json::Value> = variants.iter().filter_map(switch).collect();
    schemars::json_schema!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// The JSON Schema of the configuration.
pub(crate) fn schema() -> schemars::Schema {
    schemars::schema_for!(Config)
}
