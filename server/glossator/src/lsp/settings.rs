//! What the editor sets; it overrides `glossator.toml`.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::config::{Feature, Found, Level};

/// The section `glossator` of an editor's settings. What is absent or null leaves the file's in force; keys that are
/// not ours (`server`, `trace`) are the client's.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub(crate) struct Settings {
    glossaries: Option<Vec<String>>,
    builtin: Option<bool>,
    languages: Option<Vec<String>>,
    rules: Option<BTreeMap<String, Level>>,
    include: Option<Vec<String>>,
    exclude: Option<Vec<String>>,
    features: Option<BTreeMap<Feature, bool>>,
}

impl Settings {
    /// Reads settings: the section itself, or an object that holds it under `glossator`.
    pub(crate) fn read(value: &serde_json::Value) -> Result<Self, serde_json::Error> {
        let section = value.get("glossator").unwrap_or(value);
        if section.is_object() { Self::deserialize(section) } else { Ok(Self::default()) }
    }

    /// Puts the settings over a configuration. Their paths are relative to the workspace folder.
    pub(crate) fn apply(&self, found: &mut Found, root: Option<&Path>) {
        let config = &mut found.config;
        if let Some(glossaries) = &self.glossaries {
            let base = root.map(Path::to_path_buf).unwrap_or_default();
            let absolute = |path: &String| base.join(PathBuf::from(path)).to_string_lossy().into_owned();
            config.glossaries = glossaries.iter().map(absolute).collect();
        }
        config.builtin = self.builtin.unwrap_or(config.builtin);
        for (of, set) in [
            (&mut config.languages, &self.languages),
            (&mut config.include, &self.include),
            (&mut config.exclude, &self.exclude),
        ] {
            if let Some(set) = set {
                of.clone_from(set);
            }
        }
        config.rules.extend(self.rules.iter().flatten().map(|(rule, level)| (rule.clone(), *level)));
        config.features.extend(self.features.iter().flatten());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_override_the_file_and_null_does_not() {
        let mut found = Found::default();
        found.config.exclude = vec!["a".to_owned()];
        found.config.rules.insert("claim/origin".to_owned(), Level::Error);
        let settings = json!({ "glossator": {
            "server": { "path": "x" }, "exclude": null, "glossaries": ["mine"], "rules": { "claim": "hint" },
        } });
        Settings::read(&settings).expect("read").apply(&mut found, Some(Path::new("/notes")));
        assert_eq!(found.config.exclude, ["a"]);
        assert_eq!(found.config.glossaries, ["/notes/mine"]);
        assert_eq!(found.config.rules.len(), 2);
        assert!(Settings::read(&json!({ "builtin": 3 })).is_err());
        assert_eq!(Settings::read(&json!(null)).expect("read"), Settings::default());
    }
}
