//! The values that the glossary states of the subject before the cursor: behind a model that "uses", its norm.
//!
//! The checker itself says what fits: each stated value is put at the cursor, and offered where the sentence would be
//! found supported. What people can write is known there alone.

use claims::{Language, Verdict};
use glossary::{EntryId, Glossary, Property, PropertyId, Value};
use note::{Note, Span, UnitKind};

use super::{
    Completion, Kind,
    labels::Label,
    words::{self, Typed},
};

/// No more values are tried; each costs an analysis of a few lines.
const MOST: usize = 32;

/// How far behind what is not named stands.
const UNNAMED: u32 = 20;

/// Subjects are looked for among so many terms.
const SUBJECTS: usize = 4;

/// No more text is read on the cursor's line.
const LINE: usize = 600;

/// The known values that fit what has been typed, the subject's that is named last first.
pub(super) fn completions(glossary: &Glossary, text: &str, note: &Note, typed: &Typed) -> Vec<Completion> {
    let Some(context) = context(text, note, typed) else { return Vec::new() };
    let mut offers: Vec<Completion> = Vec::new();
    for (property, value) in stated(glossary, &context).into_iter().take(MOST) {
        let fits = labels(glossary, property, &value, &context, typed);
        let fit = fits.into_iter().find(|(_, label, _)| supports(glossary, &context, label, property));
        let Some((rank, label, filter)) = fit else {
            continue;
        };
        if offers.iter().any(|offer| offer.label == label) {
            continue;
        }
        let entry = match value {
            Value::Entry(entry) => Some(entry),
            _ => None,
        };
        // What the line, the key or the column names comes before what else could be said.
        let unnamed = if names(&context.topic, glossary.property(property)) { 0 } else { UNNAMED };
        let property = &glossary.property(property).label;
        let detail = if context.language == Language::Zh { &property.zh } else { &property.en };
        offers.push(Completion {
            filter,
            detail: detail.clone(),
            kind: if entry.is_some() { Kind::Term } else { Kind::Value },
            entry,
            known: true,
            rank: (rank + unnamed) * MOST as u32 + offers.len() as u32,
            ..Completion::new(&label, typed.start..typed.end)
        });
    }
    offers
}

/// The text that decides what a sentence is about.
struct Context {
    text: String,
    /// What follows the word at the cursor on its line.
    rest: String,
    /// The words that may name a property: the line, with the column's head.
    topic: String,
    language: Language,
    in_table: bool,
}

/// The headings above, the items around, the table's head, and the line as far as the cursor.
fn context(text: &str, note: &Note, typed: &Typed) -> Option<Context> {
    let before = text.get(..typed.start as usize)?;
    let from = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let line = before.get(from..).filter(|line| line.len() <= LINE)?;
    let mut context = headings(text, note, from as u32);
    let in_table = line.trim_start().starts_with('|');
    let lines = before.get(..from).unwrap_or_default().lines().rev();
    let mut around: Vec<&str> = if in_table {
        lines.take_while(|line| line.trim_start().starts_with('|')).collect()
    } else {
        parents(lines, line)
    };
    let mut topic = super::fold(line);
    if in_table {
        let column = line.matches('|').count();
        topic = super::fold(around.last().and_then(|head| head.split('|').nth(column)).unwrap_or_default());
        // The head and the line below it.
        around = around.split_off(around.len().saturating_sub(2));
    }
    for line in around.into_iter().rev() {
        context.push_str(line);
        context.push('\n');
    }
    context.push_str(line);
    let language = if line.contains(note::token::is_han) { Language::Zh } else { Language::En };
    let rest = text.get(words::end(text, typed.end) as usize..)?.split(['\n', '\r', '|']).next().unwrap_or_default();
    let rest = if in_table || rest.len() > LINE { String::new() } else { rest.trim_end().to_owned() };
    topic.push_str(&super::fold(&rest));
    Some(Context { text: context, rest, topic, language, in_table })
}

/// Whether words name a property: they have the beginning of a word of its name, or its Chinese label's.
fn names(topic: &str, property: &Property) -> bool {
    let said: Vec<&str> = topic.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() > 2).collect();
    let label = super::fold(&format!("{} {}", property.label.en, property.name));
    let named = |word: &str| said.iter().any(|said| word.starts_with(said) || said.len() > 4 && said.starts_with(word));
    let chinese: String = property.label.zh.chars().take(2).collect();
    label.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word.len() > 2 && named(word))
        || chinese.contains(note::token::is_han) && topic.contains(&chinese)
}

/// The headings that an offset stands under, the outer first.
fn headings(text: &str, note: &Note, offset: u32) -> String {
    let mut lines: Vec<String> = Vec::new();
    let before = note.units.partition_point(|unit| unit.span.end <= offset);
    let units = note.units.get(..before).unwrap_or_default();
    let mut at = units.iter().rposition(|unit| matches!(unit.kind, UnitKind::Heading(_)));
    while let Some(unit) = at.and_then(|at| note.units.get(at)) {
        let words = text.get(unit.span.start as usize..unit.span.end as usize).unwrap_or_default();
        let level = match unit.kind {
            UnitKind::Heading(level) => usize::from(level.min(6)),
            _ => 6,
        };
        lines.push(format!("{} {words}\n\n", "#".repeat(level)));
        at = unit.heading.map(|id| id.0 as usize);
    }
    lines.into_iter().rev().collect()
}

/// The lines of the items that a line is nested in, inner first.
fn parents<'t>(lines: impl Iterator<Item = &'t str>, line: &str) -> Vec<&'t str> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut inner = indent(line);
    let mut found = Vec::new();
    for line in lines.take(100).filter(|line| !line.trim().is_empty()) {
        if inner == 0 {
            break;
        }
        if indent(line) < inner {
            inner = indent(line);
            found.push(line);
        }
    }
    found
}

/// What is stated of the terms that a context names, or of what is broader, the term named last first.
fn stated(glossary: &Glossary, context: &Context) -> Vec<(PropertyId, Value)> {
    let analysis = claims::analyze(glossary, &context.text, &Note::parse(&context.text));
    let mut subjects: Vec<EntryId> = Vec::new();
    for &entry in analysis.mentions.iter().rev().flat_map(|mention| mention.entries.iter()) {
        if subjects.len() < SUBJECTS && !subjects.contains(&entry) {
            subjects.push(entry);
        }
    }
    let with_broader = subjects.into_iter().flat_map(|id| std::iter::once(id).chain(glossary.broader_of(id)));
    let statements = with_broader.flat_map(|id| &glossary.entry(id).statements);
    let plain = statements.filter(|statement| statement.polarity && statement.than.is_none());
    let values = plain.flat_map(|statement| statement.values.iter().map(|value| (statement.property, value.clone())));
    // A sentence of the glossary is no word to complete.
    values.filter(|(_, value)| !matches!(value, Value::Text(_))).collect()
}

/// The labels of a value that fit what has been typed, in the language of the line before the other; two at most.
fn labels(
    glossary: &Glossary,
    property: PropertyId,
    value: &Value,
    context: &Context,
    typed: &Typed,
) -> Vec<(u32, String, String)> {
    let mut labels: Vec<String> = Vec::new();
    if let Value::Entry(id) = value {
        let entry = glossary.entry(*id);
        let (en, zh) = (entry.pref_label.en.clone(), entry.pref_label.zh.clone());
        labels.extend(if context.language == Language::Zh { [zh, en] } else { [en, zh] });
        labels.extend(entry.alt_label.en.iter().chain(&entry.alt_label.zh).cloned());
    } else {
        labels.push(claims::value_text(glossary, glossary.property(property), value, context.language));
    }
    labels.retain(|label| !label.is_empty());
    labels.dedup();
    let preferred = if matches!(value, Value::Entry(_)) { 2 } else { 1 };
    let fit = |(at, label): (usize, String)| {
        let (rank, filter, start) = typed.fit(&Label::new(&label))?;
        (start == typed.start).then_some((2 * rank + u32::from(at >= preferred), label, filter))
    };
    labels.into_iter().enumerate().filter_map(fit).take(2).collect()
}

/// Whether the sentence with a value at the cursor says what the glossary says.
fn supports(glossary: &Glossary, context: &Context, label: &str, property: PropertyId) -> bool {
    let at = context.text.len() as u32;
    let value: Span = at..at + label.len() as u32;
    let supported = |end: &str| {
        let text = format!("{}{label}{end}\n", context.text);
        let analysis = claims::analyze(glossary, &text, &Note::parse(&text));
        analysis.claims.iter().any(|claim| {
            let here = claim.value_span.start < value.end && value.start < claim.value_span.end;
            here && claim.property == property && claim.verdict == Verdict::Supported && claim.polarity
        })
    };
    // What follows may be part of the sentence, or of one that the cursor interrupts.
    (!context.rest.is_empty() && supported(&context.rest)) || supported(if context.in_table { " |" } else { "" })
}
