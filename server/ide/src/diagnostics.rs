//! Findings with their severities, after suppression comments; findings about the comments themselves.

use std::collections::BTreeMap;

use claims::{Analysis, Evidence, Fix, Language, Related};
use glossary::Glossary;
use note::{Directive, DirectiveKind, Note, Span};

use crate::{completion::directive::DIRECTIVES, inconsistent, mend, rules};

/// How much a finding matters. `Off` findings are not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
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

/// The severity of each rule.
#[derive(Clone, Debug, Default)]
pub struct Severities {
    /// Rule or group, and its severity; a rule's own wins over its group's, a later one over an earlier.
    pub rules: Vec<(String, Severity)>,
}

impl Severities {
    /// The severity of a rule.
    pub fn of(&self, rule: &str) -> Severity {
        self.set(rule).unwrap_or_else(|| default_severity(rule))
    }

    /// The severity that is set for a rule or its group.
    pub fn set(&self, rule: &str) -> Option<Severity> {
        let exact = self.rules.iter().rev().find(|(name, _)| name == rule);
        let group = || self.rules.iter().rev().find(|(name, _)| rules::covers(name, rule));
        exact.or_else(group).map(|&(_, severity)| severity)
    }
}

fn default_severity(rule: &str) -> Severity {
    match rule.split('/').next() {
        Some("glossary") => Severity::Error,
        Some("note") => Severity::Information,
        Some("term") => Severity::Off,
        _ => Severity::Warning,
    }
}

/// Something to show at a place of a note.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule's id.
    pub rule: String,
    /// How much it matters.
    pub severity: Severity,
    /// One line that stands alone.
    pub message: String,
    /// The language of the message.
    pub language: Language,
    /// The words at fault.
    pub span: Span,
    /// The statement in full, for a note below the excerpt.
    pub evidence: Option<String>,
    /// The source: short name with title, and URL.
    pub source: Option<(String, String)>,
    /// The glossary file and line of the statement.
    pub statement: Option<(String, u32)>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// A replacement.
    pub fix: Option<Fix>,
    /// Whether a comment in the note suppresses it (kept for SARIF's `suppressions`).
    pub suppressed: bool,
}

/// The diagnostics of a note, in the order of the text.
pub fn diagnostics(
    glossary: &Glossary,
    text: &str,
    note: &Note,
    analysis: &Analysis,
    severities: &Severities,
) -> Vec<Diagnostic> {
    if note.off {
        return Vec::new();
    }
    let mut found: Vec<Diagnostic> =
        analysis.findings.iter().map(|finding| of_finding(glossary, text, finding)).collect();
    found.extend(inconsistent::diagnostics(glossary, text, analysis));
    let used = suppress(text, &note.directives, &mut found);
    found.extend(of_directives(glossary, text, &note.directives, &used));
    for diagnostic in &mut found {
        diagnostic.severity = severities.of(&diagnostic.rule);
    }
    found.retain(|diagnostic| diagnostic.severity != Severity::Off);
    found.sort_by(|a, b| (a.span.start, a.span.end, &a.rule).cmp(&(b.span.start, b.span.end, &b.rule)));
    found
}

fn of_finding(glossary: &Glossary, text: &str, finding: &claims::Finding) -> Diagnostic {
    let Evidence { entry, statement } = finding.evidence;
    let entry = glossary.entry(entry);
    let statement_data = entry.statements.get(statement as usize);
    let source = statement_data.and_then(|statement| statement.cite.first()).map(|cite| {
        let source = glossary.source(cite.source);
        (crate::source_name(source), source.url.clone())
    });
    Diagnostic {
        rule: finding.rule.clone(),
        severity: Severity::Warning,
        message: finding.message.clone(),
        language: finding.language,
        span: finding.span.clone(),
        evidence: Some(evidence_text(glossary, finding.evidence, finding.language)),
        source,
        statement: statement_data.map(|statement| (entry.file.clone(), statement.line)),
        related: finding.related.clone(),
        fix: finding.fix.clone().and_then(|fix| mend::within_marks(glossary, text, fix)),
        suppressed: false,
    }
}

/// A statement as a sentence: subject, property, value.
pub fn evidence_text(glossary: &Glossary, evidence: Evidence, language: Language) -> String {
    let entry = glossary.entry(evidence.entry);
    let Some(statement) = entry.statements.get(evidence.statement as usize) else { return String::new() };
    let property = glossary.property(statement.property);
    let values: Vec<String> =
        statement.values.iter().map(|value| claims::value_text(glossary, property, value, language)).collect();
    let (label, property_label, comma, colon, not) = match language {
        Language::En => (&entry.pref_label.en, &property.label.en, ", ", ": ", "not "),
        Language::Zh => (&entry.pref_label.zh, &property.label.zh, "、", "：", "不是 "),
    };
    let not = if statement.polarity { "" } else { not };
    let said = format!("{property_label}{colon}{not}{}", values.join(comma));
    let said = if language == Language::Zh { claims::closed_up(&said) } else { said };
    format!("{label} — {said}")
}

/// Marks what comments suppress; which comments suppressed something.
fn suppress(text: &str, directives: &[Directive], found: &mut [Diagnostic]) -> Vec<bool> {
    if directives.is_empty() {
        return Vec::new();
    }
    let lines = Lines::new(text);
    let (mut by_line, mut regions) = (BTreeMap::<usize, Vec<usize>>::new(), Vec::new());
    for (index, directive) in directives.iter().enumerate() {
        match directive.kind {
            DirectiveKind::DisableLine => by_line.entry(lines.of(directive.span.start)).or_default().push(index),
            DirectiveKind::DisableNextLine => {
                let line = lines.next_filled(lines.of(directive.span.end));
                by_line.entry(line).or_default().push(index);
            }
            DirectiveKind::Disable | DirectiveKind::Enable => regions.push(index),
            DirectiveKind::Unknown => {}
        }
    }
    let mut used = vec![false; directives.len()];
    for diagnostic in found {
        let names = |&&index: &&usize| {
            let rules = &directives[index].rules;
            rules.is_empty() || rules.iter().any(|rule| rules::covers(slice(text, rule), &diagnostic.rule))
        };
        let of_line = by_line.get(&lines.of(diagnostic.span.start)).and_then(|of_line| of_line.iter().rfind(names));
        // The last comment before that names the rule says whether it is disabled.
        let before = regions.partition_point(|&index| directives[index].span.start <= diagnostic.span.start);
        let region = || regions[..before].iter().rfind(names);
        let disables = |&&index: &&usize| directives[index].kind != DirectiveKind::Enable;
        if let Some(&by) = of_line.or_else(|| region().filter(disables)) {
            diagnostic.suppressed = true;
            used[by] = true;
        }
    }
    used
}

fn of_directives(glossary: &Glossary, text: &str, directives: &[Directive], used: &[bool]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (directive, used) in directives.iter().zip(used) {
        if directive.kind == DirectiveKind::Unknown {
            let message = "this suppression comment is not known".to_owned();
            let fix = keyword(text, &directive.span).and_then(|span| {
                let known = DIRECTIVES.iter().map(|(keyword, ..)| (*keyword).to_owned());
                Some(replace(&span, nearest(slice(text, &span), known)?))
            });
            found.push(Diagnostic { fix, ..plain("directive/unknown", directive.span.clone(), message) });
            continue;
        }
        let unknown: Vec<&Span> =
            directive.rules.iter().filter(|rule| !rules::is_known(glossary, slice(text, rule))).collect();
        for rule in &unknown {
            let message = format!("there is no rule {}", slice(text, rule));
            let known = rules::rules(glossary).into_iter().map(|rule| rule.id);
            let fix = nearest(slice(text, rule), known).map(|known| replace(rule, known));
            found.push(Diagnostic { fix, ..plain("directive/unknown-rule", (*rule).clone(), message) });
        }
        let disables = !matches!(directive.kind, DirectiveKind::Enable);
        if disables && !used && unknown.is_empty() {
            let fix = Some(removal(text, &directive.span));
            let message = "this comment suppresses nothing".to_owned();
            found.push(Diagnostic { fix, ..plain("directive/unused", directive.span.clone(), message) });
        }
    }
    found
}

/// Where the word stands that says what a comment asks for.
fn keyword(text: &str, comment: &Span) -> Option<Span> {
    let body = slice(text, comment);
    let at = body.find("glossator")?;
    let length = body.get(at..)?.find(|c: char| !(c.is_alphanumeric() || c == '-'))?;
    let start = comment.start + at as u32;
    Some(start..start + length as u32)
}

/// The known name that is most like a word, if one is.
fn nearest(word: &str, known: impl Iterator<Item = String>) -> Option<String> {
    let measured = known.map(|name| (strsim::normalized_damerau_levenshtein(word, &name), name));
    let best = measured.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 > 0.7).then_some(best.1)
}

fn replace(span: &Span, replacement: String) -> Fix {
    let title = format!("Replace by “{replacement}”");
    Fix { title, span: span.clone(), replacement, safe: false }
}

/// Takes a comment out, with the line that holds nothing else or the space before it.
fn removal(text: &str, comment: &Span) -> Fix {
    let (before, behind) = (text.get(..comment.start as usize), text.get(comment.end as usize..));
    let (before, behind) = (before.unwrap_or_default(), behind.unwrap_or_default());
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let rest = behind.split(['\n', '\r']).next().unwrap_or_default();
    let blank = |text: &str| text.chars().all(|c| c == ' ' || c == '\t');
    let span = if blank(rest) && line.chars().all(|c| matches!(c, ' ' | '\t' | '>')) {
        let behind = behind.get(rest.len()..).unwrap_or_default();
        let end = ["\r\n", "\n", "\r"].into_iter().find(|end| behind.starts_with(end)).map_or(0, str::len);
        comment.start - line.len() as u32..comment.end + (rest.len() + end) as u32
    } else {
        let gap = line.len() - line.trim_end_matches([' ', '\t']).len();
        comment.start - gap as u32..comment.end
    };
    Fix { title: "Remove this comment".to_owned(), span, replacement: String::new(), safe: false }
}

fn plain(rule: &str, span: Span, message: String) -> Diagnostic {
    Diagnostic {
        rule: rule.to_owned(),
        severity: Severity::Warning,
        message,
        language: Language::En,
        span,
        evidence: None,
        source: None,
        statement: None,
        related: Vec::new(),
        fix: None,
        suppressed: false,
    }
}

fn slice<'t>(text: &'t str, span: &Span) -> &'t str {
    text.get(span.start as usize..span.end as usize).unwrap_or_default()
}

/// Where lines begin.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<u32>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        // A carriage return alone ends a line too.
        let ends = |at: usize, byte: u8| byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        let ends = text.bytes().enumerate().filter(|&(at, byte)| ends(at, byte)).map(|(at, _)| at as u32 + 1);
        Self { text, starts: std::iter::once(0).chain(ends).collect() }
    }

    fn of(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// The next line that is not blank.
    fn next_filled(&self, line: usize) -> usize {
        let blank = |line: usize| {
            let start = self.starts.get(line).copied().unwrap_or_default() as usize;
            let end = self.starts.get(line + 1).map_or(self.text.len(), |&end| end as usize);
            self.text.get(start..end).is_some_and(|text| text.trim().is_empty())
        };
        (line + 1..self.starts.len()).find(|&line| !blank(line)).unwrap_or(line + 1)
    }
}
