//! Tries a glossary on itself: the examples beside its statements, and its definitions.
//!
//! Expressions are only as good as what they catch and what they leave alone. Each statement says so in whole
//! sentences (`refutes`, `allows`); every definition is a text that must not contradict the glossary.

use glossary::{Entry, Glossary, Problem, Statement, problem::Place};
use note::Note;

/// What fails among the entries whose file is one of the author's own.
pub fn audit(glossary: &Glossary, own: impl Fn(&str) -> bool) -> Vec<Problem> {
    let mut problems = Vec::new();
    for id in glossary.ids() {
        let entry = glossary.entry(id);
        if own(&entry.file) {
            languages(entry, &mut problems);
            for statement in &entry.statements {
                domain(glossary, entry, statement, &mut problems);
                examples(glossary, entry, statement, &mut problems);
            }
            definitions(glossary, entry, &mut problems);
        }
    }
    problems
}

/// A reader of the other language sees nothing.
fn languages(entry: &Entry, problems: &mut Vec<Problem>) {
    let texts = [
        (&entry.pref_label.zh, "Chinese label", "add zh to prefLabel"),
        (&entry.definition.en, "English definition", "write a paragraph under the heading"),
        (&entry.definition.zh, "Chinese definition", "write a paragraph under “## 中文”"),
    ];
    for (_, what, remedy) in texts.into_iter().filter(|(text, ..)| text.trim().is_empty()) {
        let message = format!("the entry has no {what}");
        problems.push(Problem::warning("glossary/missing-language", Place::file(&entry.file), message, remedy));
    }
}

/// A statement of a property that is not said of such things is never asked for.
fn domain(glossary: &Glossary, entry: &Entry, statement: &Statement, problems: &mut Vec<Problem>) {
    let property = glossary.property(statement.property);
    if !property.domain.is_empty() && !property.domain.contains(&entry.kind) {
        let message = format!("{} is not said of entries of type {}", property.name, entry.kind);
        let remedy = format!("it is said of {}; see properties/{}.yaml", property.domain.join(", "), property.name);
        let place = Place::line(&entry.file, statement.line);
        problems.push(Problem::warning("glossary/outside-domain", place, message, remedy));
    }
}

fn examples(glossary: &Glossary, entry: &Entry, statement: &Statement, problems: &mut Vec<Problem>) {
    let place = || Place::line(&entry.file, statement.line);
    for sentence in statement.refutes.en.iter().chain(&statement.refutes.zh) {
        if finding(glossary, sentence).is_none() {
            problems.push(Problem::error(
                "glossary/example-not-refuted",
                place(),
                format!("nothing is found wrong in the example {sentence:?}"),
                "widen the expressions under `denies`, or see `glossator claims` for what was understood",
            ));
        }
    }
    for sentence in statement.allows.en.iter().chain(&statement.allows.zh) {
        if let Some(message) = finding(glossary, sentence) {
            problems.push(Problem::error(
                "glossary/example-refuted",
                place(),
                format!("the example {sentence:?} must stay silent, but: {message}"),
                "narrow the expression that catches it",
            ));
        }
    }
}

fn definitions(glossary: &Glossary, entry: &Entry, problems: &mut Vec<Problem>) {
    let texts = [(&entry.pref_label.en, &entry.definition.en), (&entry.pref_label.zh, &entry.definition.zh)];
    for (title, text) in texts {
        if let Some(message) = finding(glossary, &format!("# {title}\n\n{text}\n")) {
            problems.push(Problem::error(
                "glossary/definition-refuted",
                Place::file(&entry.file),
                format!("the definition {text:?} contradicts the glossary: {message}"),
                "mend the definition, or the expression that catches it",
            ));
        }
    }
}

/// The first finding in a text.
fn finding(glossary: &Glossary, text: &str) -> Option<String> {
    crate::analyze(glossary, text, &Note::parse(text)).findings.into_iter().next().map(|finding| finding.message)
}
