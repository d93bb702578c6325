//! The card of an entry: what a hover and `glossator show` tell of a term.

use std::fmt::Write as _;

use claims::Language;
use glossary::{EntryId, Glossary};

/// An entry, ready to be shown in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The preferred label in the language.
    pub title: String,
    /// The preferred label in the other language, where it differs.
    pub other: Option<String>,
    /// The type.
    pub kind: String,
    /// The definition.
    pub definition: String,
    /// Property, value and citation of each statement.
    pub statements: Vec<(String, String, String)>,
    /// Labels of broader, narrower and related entries.
    pub related: Vec<String>,
    /// Short name and address of each source cited.
    pub sources: Vec<(String, String)>,
    /// The language.
    pub language: Language,
}

/// A card shows at most this many statements, related terms and sources.
const MOST: usize = 12;

/// Of what an entry is not it shows this many.
const FEW: usize = 3;

/// The card of an entry.
pub fn card(glossary: &Glossary, id: EntryId, language: Language) -> Card {
    let entry = glossary.entry(id);
    let zh = language == Language::Zh;
    let pick =
        |text: &glossary::Localized<String>| if zh && !text.zh.is_empty() { text.zh.clone() } else { text.en.clone() };
    let title = pick(&entry.pref_label);
    let other = if zh { &entry.pref_label.en } else { &entry.pref_label.zh };
    let mut statements = Vec::new();
    let mut sources: Vec<(String, String)> = Vec::new();
    // What a thing is comes before what it is not, of which an example is enough.
    let (is, is_not): (Vec<_>, Vec<_>) = entry.statements.iter().partition(|statement| statement.polarity);
    // Of what is stated under a property of its own there is one row; what is merely said, in many, comes behind that.
    let (facts, said): (Vec<_>, Vec<_>) = is.into_iter().partition(|it| !is_said(glossary, entry, it));
    for statement in facts.into_iter().chain(said).chain(is_not) {
        let property = glossary.property(statement.property);
        let most = if statement.polarity { usize::MAX } else { FEW };
        let values = statement.values.iter().take(most);
        let values: Vec<String> = values.map(|value| claims::value_text(glossary, property, value, language)).collect();
        let mut value = values.join(if zh { "、" } else { ", " });
        if statement.values.len() > most {
            value.push_str(if zh { "等" } else { " …" });
        }
        if !statement.polarity {
            value = if zh { claims::closed_up(&format!("不是 {value}")) } else { format!("not {value}") };
        }
        if let Some(than) = statement.than {
            let than = pick(&glossary.entry(than).pref_label);
            value = if zh {
                claims::closed_up(&format!("{value}（与 {than} 相比）"))
            } else {
                format!("{value} (than {than})")
            };
        }
        if let Some(variant) = &statement.variant {
            let _ = write!(value, " ({variant})");
        }
        let cited: Vec<String> = statement.cite.iter().map(|cite| claims::citation_text(glossary, cite)).collect();
        for cite in &statement.cite {
            let source = glossary.source(cite.source);
            let shown = (source_name(source), source.url.clone());
            if !sources.contains(&shown) {
                sources.push(shown);
            }
        }
        statements.push((pick(&property.label), value, cited.join("; ")));
    }
    let related = entry.broader.iter().chain(&entry.related).chain(&entry.narrower);
    let mut related: Vec<String> = related.map(|&id| pick(&glossary.entry(id).pref_label)).collect();
    related.dedup();
    related.truncate(MOST);
    statements.truncate(2 * MOST);
    sources.truncate(MOST);
    Card {
        other: (*other != title && !other.is_empty()).then(|| other.clone()),
        title,
        kind: crate::kinds::kind(&entry.kind, language),
        definition: pick(&entry.definition),
        statements,
        related,
        sources,
        language,
    }
}

impl Card {
    fn words(&self) -> (&'static str, &'static str, &'static str) {
        match self.language {
            Language::En => ("See also", "Sources", "; "),
            Language::Zh => ("相关", "来源", "、"),
        }
    }

    /// As Markdown. What comes from data is escaped; only links to `http` and `https` are links.
    pub fn markdown(&self) -> String {
        let (related, sources, comma) = self.words();
        let mut text = format!("### {}", escape(&self.title));
        if let Some(other) = &self.other {
            let _ = write!(text, " · {}", escape(other));
        }
        let _ = write!(text, "\n\n*{}*\n\n{}\n", escape(&self.kind), escape(&self.definition));
        if !self.statements.is_empty() {
            text.push_str("\n| | |\n|---|---|\n");
            for (property, value, cite) in &self.statements {
                let _ = writeln!(text, "| {} | {} *({})* |", escape(property), escape(value), escape(cite));
            }
        }
        if !self.related.is_empty() {
            let list: Vec<String> = self.related.iter().map(|label| escape(label)).collect();
            let _ = write!(text, "\n**{related}**: {}\n", list.join(comma));
        }
        if !self.sources.is_empty() {
            let list: Vec<String> = self.sources.iter().map(|(name, url)| link(name, url)).collect();
            let _ = write!(text, "\n**{sources}**: {}\n", list.join("; "));
        }
        text
    }

    /// As plain text.
    pub fn plain(&self) -> String {
        let (related, sources, comma) = self.words();
        let mut text = self.title.clone();
        if let Some(other) = &self.other {
            let _ = write!(text, " · {other}");
        }
        let _ = write!(text, "\n{}\n\n{}\n", self.kind, self.definition);
        if !self.statements.is_empty() {
            text.push('\n');
        }
        for (property, value, cite) in &self.statements {
            let _ = writeln!(text, "  {property}: {value} ({cite})");
        }
        if !self.related.is_empty() {
            let _ = write!(text, "\n{related}: {}\n", self.related.join(comma));
        }
        if !self.sources.is_empty() {
            let _ = write!(text, "\n{sources}:\n");
        }
        for (name, url) in &self.sources {
            let _ = writeln!(text, "  {name}\n    {url}");
        }
        text
    }
}

/// A source by its short name and its title, as far as it has them.
pub(crate) fn source_name(source: &glossary::Source) -> String {
    match (source.short.as_str(), source.title.as_str()) {
        (short, "") => short.to_owned(),
        ("", title) => title.to_owned(),
        (short, title) => format!("{short}: {title}"),
    }
}

/// Whether a statement is one of several sentences under one property.
fn is_said(glossary: &Glossary, entry: &glossary::Entry, statement: &glossary::Statement) -> bool {
    let text = matches!(glossary.property(statement.property).range, glossary::Range::Text);
    let alike = entry.statements.iter().filter(|other| other.property == statement.property);
    text && alike.take(FEW).count() == FEW
}

/// A link to a web address, or the bare name where the address is none.
pub(crate) fn link(name: &str, url: &str) -> String {
    if url.starts_with("https://") || url.starts_with("http://") {
        let url: String = url.chars().filter(|&c| !matches!(c, '<' | '>' | '\\') && !is_break(c) && c != ' ').collect();
        format!("[{}](<{url}>)", escape(name))
    } else {
        escape(name)
    }
}

/// Whether some reader of Markdown takes a character for the end of a line, or for nothing to show.
fn is_break(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Text that Markdown shows as it is: one line, every character that could mean something escaped.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '!' | '&' | '$' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c if is_break(c) => escaped.push(' '),
            // At the beginning of a line these make lists and rules, and addresses of their own accord.
            '+' | '-' | '=' if escaped.is_empty() => {
                escaped.push('\\');
                escaped.push(c);
            }
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_come_before_what_is_said_in_many_sentences() {
        let glossary = Glossary::builtin();
        let entry = glossary.named("alibi").expect("known");
        let rows: Vec<String> = card(glossary, entry, Language::En).statements.into_iter().map(|row| row.0).collect();
        let said = rows.iter().position(|label| label == "definition").expect("said of it");
        assert!(said > 4 && rows.iter().skip(said).all(|label| label == "definition"), "{rows:?}");
    }
}
