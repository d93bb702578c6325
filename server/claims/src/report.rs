//! Says a refuted claim in one line, and what would make it true.

use glossary::{Citation, Entry, EntryId, Glossary, Property, PropertyId, Statement, Value};
use note::{Span, TokenKind, Unit, UnitId};

use crate::{ClaimValue, Evidence, Finding, Fix, Language, Related, draft::Draft, scan::Scan};

/// An acronym has at most so many letters.
const ACRONYM: usize = 9;

/// The finding of a refuted claim.
pub(crate) fn finding(
    scan: &Scan<'_>,
    draft: &Draft,
    evidence: Evidence,
    claim: u32,
    language: Option<Language>,
) -> Finding {
    let glossary = scan.glossary;
    let property = glossary.property(draft.property);
    let language = language.unwrap_or_else(|| language_of(scan, draft));
    let words = Words::new(scan, draft, evidence, language);
    Finding {
        rule: format!("claim/{}", property.rule),
        message: match draft.value {
            ClaimValue::Compared(_, than) | ClaimValue::Times(_, than) | ClaimValue::Alike(than) => {
                compared(glossary, draft.property, evidence, than, language)
            }
            _ => words.message(property),
        },
        language,
        span: scan.span(&draft.shown(scan)),
        claim,
        evidence,
        related: related(scan, draft, language),
        fix: fix(scan, draft, evidence, &words),
    }
}

/// The label of an entry in a language.
pub(crate) fn label(entry: &Entry, language: Language) -> &str {
    let label = &entry.pref_label;
    match language {
        Language::Zh if !label.zh.is_empty() => &label.zh,
        _ => &label.en,
    }
}

/// The language of the sentence around a claim; of a cell without Chinese words that of the table's header or title, of
/// another such line that of what gives its subject.
fn language_of(scan: &Scan<'_>, draft: &Draft) -> Language {
    let unit = scan.note.unit(draft.unit);
    if is_chinese(scan, draft.unit) {
        return if unit.cell.is_some() || is_mostly_chinese(scan, unit) { Language::Zh } else { Language::En };
    }
    let above = if let Some(cell) = unit.cell {
        let named = note::Cell { column: 0, ..cell };
        let header = scan.note.header(cell).chain(scan.note.header(named)).map(UnitId);
        header.chain(unit.heading).any(|id| is_chinese(scan, id))
    } else {
        let span = scan.span(&draft.subject.run);
        let around = scan.note.unit(draft.subject.unit).span.clone();
        let text = scan.text.get(around.start.min(span.start) as usize..around.end as usize).unwrap_or_default();
        text.chars().any(note::token::is_han)
    };
    if above { Language::Zh } else { Language::En }
}

/// Whether a unit has Chinese characters.
fn is_chinese(scan: &Scan<'_>, id: UnitId) -> bool {
    scan.note.unit(id).tokens.clone().any(|at| scan.kind(at) == TokenKind::Han)
}

/// Whether Chinese words, and not only a Chinese name among English ones, make up a sentence.
fn is_mostly_chinese(scan: &Scan<'_>, unit: &Unit) -> bool {
    let unnamed = || unit.tokens.clone().filter(|&at| scan.mention_at(at).is_none());
    let count = |kind: TokenKind| unnamed().filter(|&at| scan.kind(at) == kind).count();
    let (han, words) = (count(TokenKind::Han), count(TokenKind::Word));
    words == 0 || 2 * han >= words
}

/// The words a message is put together from.
struct Words<'g> {
    glossary: &'g Glossary,
    statement: &'g Statement,
    language: Language,
    subject: String,
    right: String,
    wrong: String,
    polarity: bool,
}

impl<'g> Words<'g> {
    fn new(scan: &Scan<'g>, draft: &Draft, evidence: Evidence, language: Language) -> Self {
        let glossary = scan.glossary;
        let statement = &glossary.entry(evidence.entry).statements[evidence.statement as usize];
        let property = glossary.property(draft.property);
        let subject = if glossary.entry(evidence.entry).size.is_some() { evidence.entry } else { draft.subject.entry };
        let right: Vec<String> =
            statement.values.iter().map(|value| said(glossary, property, value, language)).collect();
        Self {
            glossary,
            statement,
            language,
            subject: label(glossary.entry(subject), language).to_owned(),
            right: right.join(if language == Language::Zh { "、" } else { ", " }),
            wrong: wrong(scan, property, draft, language),
            polarity: draft.polarity,
        }
    }

    fn message(&self, property: &Property) -> String {
        let template = match self.language {
            Language::En => &property.message.en,
            Language::Zh => &property.message.zh,
        };
        // What names no wrong value says the right one, whatever was denied.
        let positive = !template.contains("{wrong}") && !template.contains("{a-wrong}");
        // Of what is stated not to be so, no right value is known.
        let negative = !template.contains("{right}") && !template.contains("{a-right}");
        let text = match (self.statement.polarity, self.language) {
            (true, _) if self.polarity || positive => self.fill(template),
            (false, _) if self.polarity && negative => self.fill(template),
            (true, Language::Zh) => format!("{}的{}：{}", self.subject, property.label.zh, self.right),
            (true, Language::En) => format!("{}: {} is {}", self.subject, property.label.en, self.right),
            (false, Language::Zh) => format!("{}的{}不是 {}", self.subject, property.label.zh, self.wrong),
            (false, Language::En) => format!("{}: {} is not {}", self.subject, property.label.en, self.wrong),
        };
        let text = if self.language == Language::Zh { closed_up(&text) } else { text };
        let cited: Vec<String> = self.statement.cite.iter().map(|cite| cited(self.glossary, cite)).collect();
        if cited.is_empty() { text } else { format!("{text} ({})", cited.join("; ")) }
    }

    fn fill(&self, template: &str) -> String {
        let than = self.statement.than.map(|than| label(self.glossary.entry(than), self.language)).unwrap_or_default();
        template
            .replace("{subject}", &self.subject)
            .replace("{a-right}", &article(&self.right))
            .replace("{a-wrong}", &article(&self.wrong))
            .replace("{right}", &self.right)
            .replace("{wrong}", &self.wrong)
            .replace("{than}", than)
    }
}

/// What both sides of a comparison have: `parameter count: Gopher 280B, Chinchilla 70B`.
fn compared(glossary: &Glossary, id: PropertyId, evidence: Evidence, than: EntryId, language: Language) -> String {
    let property = glossary.property(id);
    let side = |entry: EntryId, statement: &Statement| {
        let value = statement.values.first().map(|value| said(glossary, property, value, language)).unwrap_or_default();
        format!("{} {value}", label(glossary.entry(entry), language))
    };
    let cite = |statement: &Statement| statement.cite.first().map(|cite| cited(glossary, cite)).unwrap_or_default();
    let own = &glossary.entry(evidence.entry).statements[evidence.statement as usize];
    let Some(other) = crate::verify::stated_of(glossary, than, id).and_then(|evidence| {
        let statement = glossary.entry(evidence.entry).statements.get(evidence.statement as usize)?;
        Some((evidence.entry, statement))
    }) else {
        return side(evidence.entry, own);
    };
    let (one, two) = (side(evidence.entry, own), side(other.0, other.1));
    let cites = format!("{}; {}", cite(own), cite(other.1));
    match language {
        Language::En => format!("{}: {one}, {two} ({cites})", property.label.en),
        Language::Zh => closed_up(&format!("{}：{one}，{two} ({cites})", property.label.zh)),
    }
}

/// Chinese put together from parts, without the spaces that only Latin words need beside it.
pub(crate) fn closed_up(text: &str) -> String {
    let chinese =
        |c: char| note::token::is_han(c) || matches!(c, '，' | '。' | '；' | '：' | '、' | '“' | '”' | '（' | '）');
    let mut closed = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let between = c == ' ' && closed.ends_with(chinese) && rest.peek().is_some_and(|&next| chinese(next));
        if !between {
            closed.push(c);
        }
    }
    closed
}

/// A citation in words.
pub(crate) fn cited(glossary: &Glossary, cite: &Citation) -> String {
    let short = &glossary.source(cite.source).short;
    if cite.locator.is_empty() { short.clone() } else { format!("{short}, {}", cite.locator) }
}

fn article(label: &str) -> String {
    // “is encoder-only”: no noun, no article.
    if label.ends_with("-only") {
        return label.to_owned();
    }
    let vowel = label.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O']);
    format!("{} {label}", if vowel { "an" } else { "a" })
}

/// A stated value in words.
pub(crate) fn said(glossary: &Glossary, property: &Property, value: &Value, language: Language) -> String {
    match value {
        Value::Entry(entry) => label(glossary.entry(*entry), language).to_owned(),
        Value::Choice(choice) => choice_label(property, choice.0, language),
        Value::Quantity(quantity) => quantity.text.clone(),
        Value::Date(date) => date.to_string(),
        Value::Text(text) => match language {
            Language::Zh if !text.zh.is_empty() => text.zh.clone(),
            _ => text.en.clone(),
        },
    }
}

fn choice_label(property: &Property, choice: u16, language: Language) -> String {
    use glossary::Range;
    let (Range::Choice(choices) | Range::Order(choices) | Range::Direction(choices)) = &property.range else {
        return String::new();
    };
    choices.get(choice as usize).map_or_else(String::new, |choice| match language {
        Language::Zh if !choice.label.zh.is_empty() => choice.label.zh.clone(),
        _ => choice.label.en.clone(),
    })
}

/// The claimed value in words: the glossary's for what it knows, the author's otherwise.
fn wrong(scan: &Scan<'_>, property: &Property, draft: &Draft, language: Language) -> String {
    match &draft.value {
        ClaimValue::Entry(entry) => label(scan.glossary.entry(*entry), language).to_owned(),
        ClaimValue::Choice(choice) => choice_label(property, choice.0, language),
        ClaimValue::Text(words) => clip(words),
        _ => clip(scan.source(&draft.run)),
    }
}

/// At most 80 characters of one line.
fn clip(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    if line.chars().count() <= 80 { line } else { line.chars().take(79).chain(['…']).collect() }
}

fn related(scan: &Scan<'_>, draft: &Draft, language: Language) -> Vec<Related> {
    if draft.subject.unit == draft.unit {
        return Vec::new();
    }
    let name = label(scan.glossary.entry(draft.subject.entry), language);
    let message = match language {
        Language::En => format!("the subject is {name}"),
        Language::Zh => closed_up(&format!("主语是 {name}")),
    };
    vec![Related { span: scan.span(&draft.subject.run), message }]
}

/// A replacement of the wrong words: only where one right value stands in the place of one wrong value.
fn fix(scan: &Scan<'_>, draft: &Draft, evidence: Evidence, words: &Words<'_>) -> Option<Fix> {
    let one = words.statement.values.len() == 1 && words.statement.polarity && draft.polarity;
    let by_value = matches!(
        draft.value,
        ClaimValue::Entry(_) | ClaimValue::Quantity(_) | ClaimValue::Date(_) | ClaimValue::Text(_)
    );
    let value_names_subject = draft.run == draft.subject.run;
    let asked = draft.shown(scan) != draft.run;
    if asked || !one || !by_value || draft.statement.is_some() || value_names_subject {
        return None;
    }
    let span = scan.span(&draft.run);
    // A cell is mended in its own language, whatever the table is written in.
    let own = scan.note.unit(draft.unit).cell.is_some() && !is_chinese(scan, draft.unit);
    let (span, replacement) = if own && words.language != Language::En {
        fitted(scan, draft, span, &Words::new(scan, draft, evidence, Language::En))
    } else {
        fitted(scan, draft, span, words)
    };
    let title = match words.language {
        Language::En => format!("Replace by “{replacement}”"),
        Language::Zh => format!("改为“{replacement}”"),
    };
    Some(Fix { title, span, replacement, safe: draft.alone })
}

/// The short label of the one entry that a statement gives: `RoPE` where a note writes `ALiBi`.
fn acronym<'g>(glossary: &'g Glossary, statement: &'g Statement) -> Option<&'g str> {
    let [Value::Entry(entry)] = statement.values[..] else { return None };
    // What people and organisations are called for short is seldom what is meant.
    if matches!(glossary.kind_name(entry), "organization" | "person" | "model") {
        return None;
    }
    let entry = glossary.entry(entry);
    let labels = std::iter::once(&entry.pref_label.en).chain(&entry.alt_label.en);
    labels.map(String::as_str).find(|label| is_acronym(label))
}

/// Whether a name is one word in which capitals stand for words: `RoPE`, `GQA`.
fn is_acronym(name: &str) -> bool {
    let letters = name.chars().all(|c| c.is_ascii_alphanumeric());
    letters && name.len() <= ACRONYM && name.chars().filter(char::is_ascii_uppercase).count() > 1
}

/// What stands behind the name of a value and belongs to the sentence.
const NOUNS: [&str; 6] = ["models", "model", "architecture", "模型", "架构", "结构"];

/// The right value as it fits the place of the wrong one: with the noun that belongs to both, and the right article.
fn fitted(scan: &Scan<'_>, draft: &Draft, mut span: Span, words: &Words<'_>) -> (Span, String) {
    let source = scan.text.get(span.start as usize..span.end as usize).unwrap_or_default();
    let ClaimValue::Entry(entry) = draft.value else { return (span, words.right.clone()) };
    let noun = NOUNS.into_iter().find_map(|noun| {
        let value = source.strip_suffix(noun)?.trim_end();
        let named = scan.glossary.labelled(value).contains(&entry);
        (named && !words.right.ends_with(noun)).then_some(noun)
    });
    let short = || if is_acronym(source) { acronym(scan.glossary, words.statement) } else { None };
    let mut replacement = short().map_or_else(|| words.right.clone(), str::to_owned);
    if let Some(noun) = noun {
        let latin = noun.is_ascii() || replacement.ends_with(|c: char| c.is_ascii_alphanumeric());
        replacement.push_str(if latin { " " } else { "" });
        replacement.push_str(noun);
    }
    let before = scan.text.get(..span.start as usize).unwrap_or_default();
    if noun != Some("models")
        && let Some((written, right)) = mended_article(before, &replacement)
    {
        span.start -= written.len() as u32;
        replacement.insert_str(0, right);
    }
    (span, replacement)
}

/// The article that a text ends with, and the one that belongs to the words behind it; none where there is none, it is the
/// right one, or how they sound is not seen.
pub fn mended_article(before: &str, words: &str) -> Option<(&'static str, &'static str)> {
    let written = ["a ", "an ", "A ", "An "].into_iter().find(|&article| {
        let lead = before.strip_suffix(article);
        lead.is_some_and(|lead| !lead.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-')))
    })?;
    let mut letters = words.chars();
    let first = letters.next()?.to_ascii_lowercase();
    // How letters and a `u` sound is not seen.
    if first == 'u' || !letters.next().is_some_and(char::is_lowercase) {
        return None;
    }
    let right = match (written.starts_with('A'), matches!(first, 'a' | 'e' | 'i' | 'o')) {
        (false, false) => "a ",
        (false, true) => "an ",
        (true, false) => "A ",
        (true, true) => "An ",
    };
    (right != written).then_some((written, right))
}
