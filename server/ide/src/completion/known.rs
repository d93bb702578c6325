//! The values that the glossary states of the subject before the cursor: behind a model that "uses", its norm.
//!
//! The checker itself says what fits: each stated value is put at the cursor, and offered where the sentence would be
//! found supported. What people can write is known there alone.

use std::collections::BTreeMap;

use claims::{Language, Verdict};
use glossary::{EntryId, Glossary, Property, PropertyId, Statement, Value};
use note::{Note, Span, UnitKind};

use super::{
    Completion, Kind,
    labels::Own,
    words::{self, Typed},
};

/// No more values are offered.
const MOST: usize = 32;

/// So many bytes are read, at about a microsecond each, to try sentences with a value at the cursor. A value is mostly to
/// be completed in a short one.
const TRIED: usize = 1_200;

/// So many of them with what the line seems to name.
const NAMED: usize = 800;

/// How far behind what is not named stands.
const UNNAMED: u32 = 20;

/// What a thing is made of follows these, rather than what it is or whose.
const USING: [&str; 11] =
    ["uses", "use", "used", "using", "adopts", "employs", "使用了", "使用", "采用了", "采用", "用"];

/// How far behind its parts what else is said of such a thing stands.
const NO_PART: u32 = UNNAMED / 2;

/// Subjects are looked for among so many terms.
const SUBJECTS: usize = 4;

/// No longer row of a table is read.
const ROW: usize = 600;

/// No more is read of another line before the cursor, nor behind it.
const LINE: usize = 200;

/// Of a longer line, sentences before the cursor's are read as far as they are no longer with it.
const SHORT: usize = 60;

/// The known values that fit what has been typed, the subject's that is named last first.
pub(super) fn completions(glossary: &Glossary, text: &str, note: &Note, typed: &Typed) -> Vec<Completion> {
    let Some(context) = context(text, note, typed) else { return Vec::new() };
    let mut offers: Vec<Completion> = Vec::new();
    // Where one value of a statement can be said, the others can be too.
    let mut said: BTreeMap<(EntryId, usize), bool> = BTreeMap::new();
    let mut tried = 0;
    for Stated { statement, property, value, named } in stated(glossary, &context) {
        if offers.len() == MOST {
            break;
        }
        // `is a comes from Canada`.
        if context.after_article && matches!(value, Value::Choice(_)) {
            continue;
        }
        let most = if named { NAMED } else { TRIED };
        let mut fits = labels(glossary, property, value, &context, typed).into_iter();
        let fit = match said.get(&statement) {
            Some(true) => fits.next(),
            Some(false) => None,
            None => {
                let fit = fits.find(|(_, label, _)| supports(glossary, &context, label, property, &mut tried, most));
                said.insert(statement, fit.is_some());
                fit
            }
        };
        let Some((rank, label, filter)) = fit.filter(|(_, label, _)| offers.iter().all(|offer| offer.label != *label))
        else {
            continue;
        };
        let entry = match value {
            Value::Entry(entry) => Some(*entry),
            _ => None,
        };
        // What the line, the key or the column names comes before what else could be said.
        let unnamed = if named { 0 } else { UNNAMED };
        let wordy = if entry.is_none() && is_wordy(&label) { 2 * UNNAMED } else { 0 };
        let whole = if context.wants_parts && !glossary.property(property).part { NO_PART } else { 0 };
        let property = &glossary.property(property).label;
        let detail = if context.language == Language::Zh { &property.zh } else { &property.en };
        offers.push(Completion {
            filter,
            detail: detail.clone(),
            kind: if entry.is_some() { Kind::Term } else { Kind::Value },
            entry,
            known: true,
            rank: (rank + unnamed + wordy + whole) * MOST as u32 + offers.len() as u32,
            ..Completion::new(&label, typed.start..typed.end)
        });
    }
    offers
}

/// Whether a label is rather a clause of its own: what follows `was developed by` is none.
fn is_wordy(label: &str) -> bool {
    label.split_whitespace().nth(3).is_some()
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
    /// Whether the word before says that a part follows.
    wants_parts: bool,
    /// Whether an article stands before.
    after_article: bool,
}

/// The headings above, the items around, the table's head, and the line as far as the cursor.
fn context(text: &str, note: &Note, typed: &Typed) -> Option<Context> {
    let before = text.get(..typed.start as usize)?;
    let from = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let line = before.get(from..)?;
    let in_table = line.trim_start().starts_with('|');
    let near = if in_table { String::from(line) } else { near(line)? };
    if near.len() > ROW {
        return None;
    }
    let mut context = headings(text, note, from as u32);
    let lines = before.get(..from).unwrap_or_default().lines().rev();
    let mut around: Vec<&str> = if in_table {
        lines.take_while(|line| line.trim_start().starts_with('|')).collect()
    } else {
        parents(lines, line)
    };
    let mut topic = super::fold(&near);
    if in_table {
        let column = line.matches('|').count();
        topic = super::fold(around.last().and_then(|head| head.split('|').nth(column)).unwrap_or_default());
        // The head and the line below it.
        around = around.split_off(around.len().saturating_sub(2));
    }
    for line in around.into_iter().rev().filter(|line| line.len() <= ROW) {
        context.push_str(line);
        context.push('\n');
    }
    context.push_str(&near);
    let language = if near.contains(note::token::is_han) { Language::Zh } else { Language::En };
    let behind = text.get(words::end(text, typed.end) as usize..)?;
    let rest = if in_table { String::new() } else { to_the_end(behind) };
    topic.push_str(&super::fold(&rest));
    let said = line.trim_end();
    let is_article = |word: &&str| ["a", "an", "the"].contains(word);
    let after_article = said.split_whitespace().next_back().is_some_and(|word| is_article(&word));
    let mut words = said.split_whitespace().rev().skip_while(is_article);
    let last = words.next().unwrap_or_default();
    let wants_parts = USING.iter().any(|using| last == *using || !using.is_ascii() && said.ends_with(using));
    Some(Context { text: context, rest, topic, language, in_table, wants_parts, after_article })
}

/// A line as far as the cursor: what marks it, and where it is long, the sentences that begin near the cursor. `None`
/// where none does: what it says at the end is decided by more than can be read.
fn near(line: &str) -> Option<String> {
    let Some(far) = line.len().checked_sub(LINE) else { return Some(line.to_owned()) };
    let (far, near) = line.split_at(line.ceil_char_boundary(far));
    let mut words = near.get(sentence_end(near)?..)?;
    while words.len() > SHORT {
        match sentence_end(words).and_then(|end| words.get(end..)).filter(|rest| !rest.is_empty()) {
            Some(rest) => words = rest,
            None => break,
        }
    }
    let mark = far.len() - far.trim_start_matches([' ', '\t', '>', '-', '*', '+', '#']).len();
    Some(format!("{}{}", far.get(..mark).unwrap_or_default(), words.trim_start()))
}

/// The rest of the sentence, on the line; nothing where it is long.
fn to_the_end(behind: &str) -> String {
    let line = behind.get(..behind.floor_char_boundary(LINE)).unwrap_or_default();
    let whole = line.find(['\n', '\r', '|']).or_else(|| (line.len() == behind.len()).then_some(line.len()));
    let line = whole.and_then(|whole| line.get(..whole)).unwrap_or(line);
    let end = sentence_end(line).or(whole).unwrap_or_default();
    line.get(..end).unwrap_or_default().trim_end().to_owned()
}

/// Where the first sentence ends.
fn sentence_end(text: &str) -> Option<usize> {
    let ends = |&(at, c): &(usize, char)| match c {
        '。' | '！' | '？' | '；' => true,
        '.' | '!' | '?' => text.get(at + 1..).is_some_and(|rest| rest.starts_with(char::is_whitespace)),
        _ => false,
    };
    text.char_indices().find(ends).map(|(at, c)| at + c.len_utf8())
}

/// Whether the words around name a property: they have the beginning of a word of its name, or its Chinese label's; what
/// follows begins with a character of that.
fn names(context: &Context, property: &Property) -> bool {
    let Context { topic, rest, .. } = context;
    let said = topic.split(|c: char| !c.is_ascii_alphanumeric());
    let said = said.filter(|word| word.len() > 2 && !claims::is_light(word));
    let label = super::fold(&format!("{} {}", property.label.en, property.name));
    let mut words = label.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() > 2);
    let named = |word: &str| {
        said.clone().any(|said| word.starts_with(said) || said.len() > 4 && said.starts_with(word) || akin(word, said))
    };
    let chinese: String = property.label.zh.chars().take(2).collect();
    let counted = rest.trim_start().chars().next().filter(|&c| note::token::is_han(c));
    words.any(named)
        || chinese.contains(note::token::is_han) && topic.contains(&chinese)
        || counted.is_some_and(|counted| property.label.zh.contains(counted))
}

/// Whether two words are forms of one: `trained`, `training`.
fn akin(word: &str, other: &str) -> bool {
    let alike = word.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    alike > 4 && alike + 3 >= word.len().max(other.len())
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

/// A value that is stated.
struct Stated<'g> {
    /// Of which entry, and in which of its statements.
    statement: (EntryId, usize),
    property: PropertyId,
    value: &'g Value,
    /// Whether the words around name the property.
    named: bool,
}

/// What is stated of the terms that a context names, or of what is broader, the term named last first.
fn stated<'g>(glossary: &'g Glossary, context: &Context) -> Vec<Stated<'g>> {
    let analysis = claims::analyze(glossary, &context.text, &Note::parse(&context.text));
    let mut subjects: Vec<EntryId> = Vec::new();
    for &entry in analysis.mentions.iter().rev().flat_map(|mention| mention.entries.iter()) {
        if subjects.len() < SUBJECTS && !subjects.contains(&entry) {
            subjects.push(entry);
        }
    }
    let with_broader = subjects.into_iter().flat_map(|id| std::iter::once(id).chain(glossary.broader_of(id)));
    let mut values: Vec<Stated<'g>> = Vec::new();
    for id in with_broader {
        let plain = |(_, statement): &(usize, &Statement)| statement.polarity && statement.than.is_none();
        for (at, statement) in glossary.entry(id).statements.iter().enumerate().filter(plain) {
            let named = names(context, glossary.property(statement.property));
            let of = |value| Stated { statement: (id, at), property: statement.property, value, named };
            // A sentence of the glossary is no word to complete.
            values.extend(statement.values.iter().filter(|value| !matches!(value, Value::Text(_))).map(of));
        }
    }
    // What the line names is tried first, then terms: a number is seldom said where nothing says what it counts.
    values.sort_by_key(|stated| (!stated.named, !matches!(stated.value, Value::Entry(_))));
    values
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
    let is_term = matches!(value, Value::Entry(_));
    let preferred = if is_term { 2 } else { 1 };
    let fit = |(at, label): (usize, String)| {
        let (rank, filter, start) = typed.fit(Own::new(&label).label())?;
        // Within a phrase, or another label, a word is met by chance.
        let begun = is_term && at < preferred || rank <= words::BEGUN || typed.spells(Own::new(&label).label());
        (begun && start == typed.start).then_some((2 * rank + u32::from(at >= preferred), label, filter))
    };
    labels.into_iter().enumerate().filter_map(fit).take(2).collect()
}

/// Whether the sentence with a value at the cursor says what the glossary says.
fn supports(
    glossary: &Glossary,
    context: &Context,
    label: &str,
    property: PropertyId,
    tried: &mut usize,
    most: usize,
) -> bool {
    let at = context.text.len() as u32;
    let value: Span = at..at + label.len() as u32;
    let mut supported = |end: &str| {
        if *tried >= most {
            return false;
        }
        *tried += context.text.len() + label.len() + end.len();
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
