//! The rules there are, and what `glossator explain` says of each.

use std::fmt::Write as _;

use glossary::{Glossary, Range};

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// What it checks, in a line.
    pub summary: String,
    /// The whole documentation, in Markdown.
    pub documentation: String,
}

/// Rules that do not come from properties: id, summary, what to do.
const FIXED: &[(&str, &str, &str)] = &[
    (
        "directive/unknown",
        "A suppression comment that is none.",
        "Write `glossator-disable-next-line`, `-disable-line`, `-disable` or `-enable`.",
    ),
    (
        "directive/unknown-rule",
        "A suppression comment names a rule that does not exist.",
        "Correct the name, or leave the names out to silence all rules.",
    ),
    ("directive/unused", "A suppression comment suppresses nothing.", "Remove it."),
    (
        "glossary/bad-expression",
        "An expression of a glossary file cannot be read.",
        "See “An expression” in `glossary/README.md`.",
    ),
    (
        "glossary/dangling-reference",
        "A glossary file names an entry that does not exist.",
        "Correct the id, or add the entry.",
    ),
    ("glossary/duplicate-id", "Two files of a glossary have the same stem.", "Rename one."),
    ("glossary/label-clash", "Two entries claim the same label.", "Keep the label where it belongs."),
    ("glossary/label-matches-nothing", "A label has no letters and can never be found.", "Remove it."),
    ("glossary/source-without-address", "A source has neither url nor eprint nor doi.", "Add one."),
    ("glossary/syntax", "A glossary file cannot be read.", "See `glossary/README.md`."),
    ("glossary/uncited", "A statement has no citation.", "Add `cite`."),
    (
        "glossary/unknown-property",
        "A statement names a property that does not exist.",
        "Use a file of `properties/`, or add one.",
    ),
    ("glossary/unknown-source", "A citation names a source that does not exist.", "Add it to `sources.bib`."),
    (
        "glossary/value-out-of-range",
        "A statement's value is none that its property takes.",
        "See the property's `range`.",
    ),
];

/// All rules, sorted by id.
pub fn rules(glossary: &Glossary) -> Vec<Rule> {
    let mut rules: Vec<Rule> = FIXED.iter().map(|&(id, summary, remedy)| fixed(id, summary, remedy)).collect();
    let mut names: Vec<&str> = glossary.properties().iter().map(|property| property.rule.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    rules.extend(names.into_iter().map(|name| claim(glossary, name)));
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    rules
}

/// Whether a rule or a group of rules has this name.
pub fn is_known(glossary: &Glossary, name: &str) -> bool {
    rules(glossary).iter().any(|rule| covers(name, &rule.id))
}

/// Whether `name`, a rule or a group, covers the rule `id`.
pub fn covers(name: &str, id: &str) -> bool {
    name == id || id.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'))
}

fn fixed(id: &str, summary: &str, remedy: &str) -> Rule {
    let documentation = format!("# {id}\n\n## What it does\n\n{summary}\n\n## What to do\n\n{remedy}\n");
    Rule { id: id.to_owned(), summary: summary.to_owned(), documentation }
}

fn claim(glossary: &Glossary, name: &str) -> Rule {
    let of: Vec<_> = glossary.properties().iter().filter(|property| property.rule == name).collect();
    let labels: Vec<String> =
        of.iter().map(|property| format!("{} ({})", property.label.en, property.label.zh)).collect();
    let summary = format!("A claim about {} that the glossary refutes.", labels.join(", "));
    let mut documentation = format!("# claim/{name}\n\n## What it does\n\n{summary}\n");
    for property in &of {
        let domain = if property.domain.is_empty() { "any entry".to_owned() } else { property.domain.join(", ") };
        let _ = write!(documentation, "\n- **{}**: said of {domain}; {}", property.label.en, range(&property.range));
    }
    let example = of.first().map(|property| property.message.en.clone()).unwrap_or_default();
    let _ = write!(
        documentation,
        "\n\n## Why is this bad?\n\nA note that says so teaches something its source contradicts. Every finding names the statement and the source.\n\n## Example\n\nIt reads: {example}\n\n## How to silence it\n\n`<!-- glossator-disable-next-line claim/{name} -->` above the line, or `\"claim/{name}\" = \"off\"` under `[rules]` in `glossator.toml`.\n"
    );
    Rule { id: format!("claim/{name}"), summary, documentation }
}

/// The values of a property, in words.
pub(crate) fn range(range: &Range) -> String {
    match range {
        Range::Entry(kinds) => format!("its values are entries of type {}", kinds.join(", ")),
        Range::Choice(choices) | Range::Order(choices) | Range::Direction(choices) => {
            let names: Vec<&str> = choices.iter().map(|choice| choice.name.as_str()).collect();
            format!("its values are {}", names.join(", "))
        }
        Range::Quantity { unit, tolerance, .. } => {
            format!("its value is a number of {unit}, within {} %", tolerance * 100.0)
        }
        Range::Date => "its value is a date".to_owned(),
        Range::Text => "its value is text".to_owned(),
    }
}
