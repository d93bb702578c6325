//! `glossator show`, `explain`, `config show`.

use std::path::Path;

use glossary::Localized;

use super::{CLEAN, FAILED, FOUND, KnowledgeArguments, Language};
use crate::{
    config::{self, nearest},
    knowledge::{self, Knowledge},
};

/// The glossary in force for a file.
pub(super) fn knowledge(arguments: &KnowledgeArguments, file: &Path) -> anyhow::Result<Knowledge> {
    let found = match &arguments.config {
        Some(path) => config::read(path)?,
        None => config::find(file)?,
    };
    let mut paths = found.glossaries();
    paths.extend(arguments.glossary.iter().cloned());
    let (knowledge, problems) = knowledge::load(&paths, found.config.builtin)?;
    for problem in &problems {
        anstream::eprintln!("{problem}");
    }
    Ok(knowledge)
}

pub(super) fn run(
    term: &str,
    json: bool,
    language: Option<Language>,
    arguments: &KnowledgeArguments,
) -> anyhow::Result<u8> {
    let glossary = knowledge(arguments, Path::new("."))?;
    let found = glossary.find(term);
    if found.is_empty() {
        let mut labels: Vec<String> = Vec::new();
        glossary.each_label(|label| labels.push(label.text.to_owned()));
        let near = nearest(term, labels.iter().map(String::as_str));
        anstream::eprintln!("glossator: the glossary has no term {term:?}; {near}");
        return Ok(FOUND);
    }
    let language = match language {
        Some(Language::Zh) => claims::Language::Zh,
        None if term.chars().any(note::token::is_han) => claims::Language::Zh,
        _ => claims::Language::En,
    };
    for id in found {
        if json {
            anstream::println!("{}", serde_json::to_string_pretty(&super::glossary_command::entry(&glossary, id))?);
        } else {
            anstream::println!("{}", ide::card(&glossary, id, language).plain());
        }
    }
    Ok(CLEAN)
}

pub(super) fn explain(rule: &str, language: Language) -> anyhow::Result<u8> {
    // A workspace's own properties have rules too.
    let glossary = knowledge(&KnowledgeArguments::default(), Path::new("."))?;
    let rules = ide::rules::rules(&glossary);
    let pick = |text: &Localized<String>| if language == Language::Zh { text.zh.clone() } else { text.en.clone() };
    let matching: Vec<_> = rules.iter().filter(|known| ide::rules::covers(rule, &known.id)).collect();
    match matching.as_slice() {
        [] => {
            let near = nearest(rule, rules.iter().map(|rule| rule.id.as_str()));
            anstream::eprintln!("glossator: there is no rule {rule:?}; {near}");
            Ok(FAILED)
        }
        [one] => {
            anstream::println!("{}", pick(&one.documentation));
            Ok(CLEAN)
        }
        group => {
            for rule in group {
                anstream::println!("{}: {}", rule.id, pick(&rule.summary));
            }
            Ok(CLEAN)
        }
    }
}

pub(super) fn config(file: &Path) -> anyhow::Result<u8> {
    let found = config::find(file)?;
    match &found.path {
        Some(path) => anstream::println!("# from {}", path.display()),
        None => anstream::println!("# defaults; no glossator.toml at or above {}", file.display()),
    }
    anstream::println!("{}", toml::to_string_pretty(&found.config)?);
    Ok(CLEAN)
}
