//! `glossator.toml`: the nearest at or above a file, the same for the command line and the server.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use ide::{Severities, Severity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    pub(crate) features: BTreeMap<String, bool>,
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

/// The configuration in force for a file or folder.
pub(crate) fn find(path: &Path) -> anyhow::Result<Found> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    for folder in absolute.ancestors() {
        for name in NAMES {
            let candidate = folder.join(name);
            if candidate.is_file() {
                return read(&candidate);
            }
        }
    }
    Ok(Found::default())
}

/// Reads a configuration file. Errors name file, line, column and, for an unknown key, the nearest known one.
pub(crate) fn read(path: &Path) -> anyhow::Result<Found> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    match toml::from_str::<Config>(&text) {
        Ok(config) => Ok(Found { path: Some(path.to_path_buf()), config }),
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start);
            let spot = crate::position::LineIndex::new(&text).spot(offset as u32);
            let message = error.message();
            bail!("{}:{}:{}: {message}{}", path.display(), spot.line, spot.column, hint(message))
        }
    }
}

/// `; did you mean …?` for an unknown key.
fn hint(message: &str) -> String {
    let Some(key) = message.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next()) else {
        return String::new();
    };
    let known = ["glossaries", "builtin", "languages", "rules", "include", "exclude", "features"];
    let nearest =
        known.into_iter().max_by(|a, b| strsim::jaro_winkler(key, a).total_cmp(&strsim::jaro_winkler(key, b)));
    nearest.map_or_else(String::new, |nearest| format!("; did you mean `{nearest}`?"))
}

/// The JSON Schema of the configuration.
pub(crate) fn schema() -> schemars::Schema {
    schemars::schema_for!(Config)
}
