//! `glossator glossary check` and `export`.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use glossary::{EntryId, Glossary, Range, Statement, Value};
use serde_json::json;

use super::{CLEAN, ExportFormat, FOUND, KnowledgeArguments, show};
use crate::knowledge;

/// Validates glossary files together with what they build on.
pub(super) fn check(paths: &[PathBuf]) -> anyhow::Result<u8> {
    let mut problems = Vec::new();
    let raw = knowledge::read(paths, glossary::Raw::default(), &mut problems, knowledge::DISK)?;
    // A workspace's glossary builds on the built-in one; a glossary with properties of its own stands alone.
    let glossary = if raw.properties.is_empty() {
        knowledge::beside_builtin(paths, &mut problems, knowledge::DISK)?
    } else {
        glossary::compile(&raw, &mut problems)
    };
    let read: Vec<String> = paths.iter().map(|path| path.to_string_lossy().replace('\\', "/")).collect();
    problems.extend(claims::audit(&glossary, |file| read.iter().any(|path| file.starts_with(path.as_str()))));
    problems.sort_by(|a, b| {
        (&a.place.file, a.place.line, a.place.column).cmp(&(&b.place.file, b.place.line, b.place.column))
    });
    for problem in &problems {
        anstream::println!("{problem}");
    }
    Ok(if problems.iter().all(|problem| problem.warning) { CLEAN } else { FOUND })
}

/// Prints the whole glossary.
pub(super) fn export(format: ExportFormat, arguments: &KnowledgeArguments) -> anyhow::Result<u8> {
    let glossary = show::knowledge(arguments, Path::new("."))?;
    let text = match format {
        ExportFormat::Json => serde_json::to_string_pretty(&all(&glossary))?,
        ExportFormat::Skos => skos(&glossary),
        ExportFormat::Csv => csv(&glossary),
    };
    anstream::println!("{text}");
    Ok(CLEAN)
}

fn all(glossary: &Glossary) -> serde_json::Value {
    let properties: Vec<_> = glossary
        .properties()
        .iter()
        .map(|property| {
            json!({
                "id": property.name,
                "label": { "en": property.label.en, "zh": property.label.zh },
                "rule": format!("claim/{}", property.rule),
                "domain": property.domain,
                "cardinality": if property.many { "many" } else { "one" },
            })
        })
        .collect();
    let sources: Vec<_> = glossary
        .sources()
        .map(|source| json!({ "key": source.key, "short": source.short, "title": source.title, "url": source.url }))
        .collect();
    let entries: Vec<_> = glossary.ids().map(|id| entry(glossary, id)).collect();
    json!({ "entries": entries, "properties": properties, "sources": sources })
}

/// An entry as the contract's JSON has it.
pub(super) fn entry(glossary: &Glossary, id: EntryId) -> serde_json::Value {
    let entry = glossary.entry(id);
    let names = |ids: &[EntryId]| ids.iter().map(|&id| glossary.entry(id).name.clone()).collect::<Vec<_>>();
    let mut statements: Vec<_> = entry.statements.iter().map(|one| statement(glossary, one)).collect();
    statements.extend(inherited(glossary, id));
    json!({
        "id": entry.name,
        "type": entry.kind,
        "prefLabel": { "en": entry.pref_label.en, "zh": entry.pref_label.zh },
        "altLabel": { "en": entry.alt_label.en, "zh": entry.alt_label.zh },
        "hiddenLabel": entry.hidden_label,
        "definition": { "en": entry.definition.en, "zh": entry.definition.zh },
        "broader": names(&entry.broader),
        "related": names(&entry.related),
        "statements": statements,
    })
}

/// What holds of an entry because it holds of the family or version it belongs to: statements of broader entries of its
/// type, of properties that nothing nearer states. Each says where it comes from.
fn inherited(glossary: &Glossary, id: EntryId) -> Vec<serde_json::Value> {
    let mut stated: Vec<_> = glossary.entry(id).statements.iter().map(|statement| statement.property).collect();
    let mut found = Vec::new();
    for broader in glossary.broader_of(id).filter(|&broader| glossary.kind(broader) == glossary.kind(id)) {
        let entry = glossary.entry(broader);
        let typed = |statement: &&Statement| !matches!(glossary.property(statement.property).range, Range::Text);
        let new: Vec<_> = entry.statements.iter().filter(typed).filter(|one| !stated.contains(&one.property)).collect();
        for one in &new {
            let mut value = statement(glossary, one);
            if let Some(fields) = value.as_object_mut() {
                fields.insert("inheritedFrom".to_owned(), json!(entry.name));
            }
            found.push(value);
        }
        stated.extend(new.iter().map(|one| one.property));
    }
    found
}

fn statement(glossary: &Glossary, statement: &Statement) -> serde_json::Value {
    let property = glossary.property(statement.property);
    let value = |value: &Value| match value {
        Value::Entry(id) => json!(glossary.entry(*id).name),
        Value::Choice(choice) => json!(property.range.choice(*choice).map(|choice| &choice.name)),
        Value::Quantity(quantity) => json!(quantity.number),
        Value::Date(date) => json!(date.to_string()),
        Value::Text(text) => json!({ "en": text.en, "zh": text.zh }),
    };
    let mut values: Vec<_> = statement.values.iter().map(value).collect();
    let mut qualifiers = serde_json::Map::new();
    if let Some(variant) = &statement.variant {
        qualifiers.insert("variant".to_owned(), json!(variant));
    }
    if let Some(than) = statement.than {
        qualifiers.insert("than".to_owned(), json!(glossary.entry(than).name));
    }
    if statement.complete {
        qualifiers.insert("complete".to_owned(), json!(true));
    }
    let cite: Vec<_> = statement
        .cite
        .iter()
        .map(|cite| {
            let source = glossary.source(cite.source);
            json!({ "key": source.key, "locator": cite.locator, "title": source.title, "url": source.url })
        })
        .collect();
    let one = if values.len() == 1 { values.remove(0) } else { json!(values) };
    let mut object = json!({
        "property": property.name,
        "value": one,
        "qualifiers": qualifiers,
        "polarity": statement.polarity,
        "cite": cite,
    });
    if let (Range::Quantity { unit, .. }, Some(object)) = (&property.range, object.as_object_mut()) {
        object.insert("unit".to_owned(), json!(unit));
    }
    object
}

/// SKOS in Turtle.
fn skos(glossary: &Glossary) -> String {
    let literal = |text: &str, language: &str| format!("{}@{language}", serde_json::Value::from(text));
    let mut out =
        String::from("@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix : <urn:glossator:> .\n");
    for id in glossary.ids() {
        let entry = glossary.entry(id);
        let _ = write!(out, "\n:{} a skos:Concept", entry.name);
        let mut add = |predicate: &str, object: &str| {
            let _ = write!(out, " ;\n    skos:{predicate} {object}");
        };
        for (text, language) in [(&entry.pref_label.en, "en"), (&entry.pref_label.zh, "zh")] {
            if !text.is_empty() {
                add("prefLabel", &literal(text, language));
            }
        }
        for (labels, language) in [(&entry.alt_label.en, "en"), (&entry.alt_label.zh, "zh")] {
            for label in labels {
                add("altLabel", &literal(label, language));
            }
        }
        for label in &entry.hidden_label {
            add("hiddenLabel", &serde_json::Value::from(label.as_str()).to_string());
        }
        for (text, language) in [(&entry.definition.en, "en"), (&entry.definition.zh, "zh")] {
            if !text.is_empty() {
                add("definition", &literal(text, language));
            }
        }
        entry.broader.iter().for_each(|&id| add("broader", &format!(":{}", glossary.entry(id).name)));
        entry.related.iter().for_each(|&id| add("related", &format!(":{}", glossary.entry(id).name)));
        out.push_str(" .\n");
    }
    out
}

/// One line per statement.
fn csv(glossary: &Glossary) -> String {
    let quote = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut out = String::from("entry,type,property,value,polarity,citation\n");
    for id in glossary.ids() {
        let entry = glossary.entry(id);
        for statement in &entry.statements {
            let property = glossary.property(statement.property);
            let value = |value| claims::value_text(glossary, property, value, claims::Language::En);
            let values: Vec<String> = statement.values.iter().map(value).collect();
            let cited: Vec<String> = statement.cite.iter().map(|cite| claims::citation_text(glossary, cite)).collect();
            let fields = [
                &entry.name,
                &entry.kind,
                &property.name,
                &values.join("; "),
                &statement.polarity.to_string(),
                &cited.join("; "),
            ];
            let fields: Vec<String> = fields.iter().map(|field| quote(field)).collect();
            let _ = writeln!(out, "{}", fields.join(","));
        }
    }
    out
}
