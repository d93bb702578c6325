//! `glossator claims FILE`: what was understood, claim by claim.

use std::{io::Write as _, path::Path};

use anyhow::Context as _;
use claims::{Claim, ClaimValue, Language, Reason, Status, Verdict};
use glossary::Glossary;
use note::Note;

use super::{CLEAN, KnowledgeArguments, show};
use crate::position::LineIndex;

pub(super) fn run(file: &Path, json: bool, arguments: &KnowledgeArguments) -> anyhow::Result<u8> {
    let glossary = show::knowledge(arguments, file)?;
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let text = String::from_utf8_lossy(&bytes);
    let note = Note::parse(&text);
    let analysis = claims::analyze(&glossary, &text, &note);
    let lines = LineIndex::new(&text);
    let mut out = std::io::BufWriter::new(anstream::stdout().lock());
    if json {
        let all: Vec<_> = analysis.claims.iter().map(|claim| as_json(&glossary, &text, &lines, claim)).collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
        return Ok(CLEAN);
    }
    let mut last = 0;
    for claim in &analysis.claims {
        let line = lines.spot(claim.value_span.start).line;
        if line != last {
            let (_, source) = lines.line(line);
            writeln!(out, "{}:{line}: {}", file.display(), source.trim().chars().take(160).collect::<String>())?;
            last = line;
        }
        let object = as_json(&glossary, &text, &lines, claim);
        let field = |name: &str| object.get(name).and_then(serde_json::Value::as_str).unwrap_or("").to_owned();
        let because = if field("evidence").is_empty() { field("reason") } else { field("evidence") };
        writeln!(
            out,
            "    {:<13} {} · {} · {}{} [{}] {because}",
            field("verdict"),
            field("subject"),
            field("property"),
            if claim.polarity { "" } else { "not " },
            field("value"),
            field("status"),
        )?;
    }
    out.flush()?;
    Ok(CLEAN)
}

fn as_json(glossary: &Glossary, text: &str, lines: &LineIndex<'_>, claim: &Claim) -> serde_json::Value {
    let slice = |span: &note::Span| text.get(span.start as usize..span.end as usize).unwrap_or_default();
    let spot = lines.spot(claim.value_span.start);
    serde_json::json!({
        "line": spot.line,
        "column": spot.column,
        "subject": glossary.entry(claim.subject).name,
        "subjectText": slice(&claim.subject_span),
        "subjectLine": lines.spot(claim.subject_span.start).line,
        "property": glossary.property(claim.property).name,
        "value": value(glossary, claim),
        "valueText": slice(&claim.value_span),
        "polarity": claim.polarity,
        "status": status(claim.status),
        "verdict": verdict(claim.verdict),
        "evidence": claim.evidence.map(|evidence| ide::evidence_text(glossary, evidence, Language::En)),
        "reason": claim.reason.map(reason),
    })
}

fn value(glossary: &Glossary, claim: &Claim) -> String {
    match &claim.value {
        ClaimValue::Entry(entry) => glossary.entry(*entry).name.clone(),
        ClaimValue::Choice(choice) => {
            let choice = glossary.property(claim.property).range.choice(*choice);
            choice.map(|choice| choice.name.clone()).unwrap_or_default()
        }
        ClaimValue::Quantity(number) => number.to_string(),
        ClaimValue::Date(date) => date.to_string(),
        ClaimValue::Text(text) => text.clone(),
        ClaimValue::Compared(more, than) => {
            format!("{} than {}", if *more { "more" } else { "less" }, glossary.entry(*than).name)
        }
        ClaimValue::Times(factor, other) => format!("{factor} times {}", glossary.entry(*other).name),
        ClaimValue::Alike(other) => format!("the same as {}", glossary.entry(*other).name),
        ClaimValue::Statement(true) => "the statement".to_owned(),
        ClaimValue::Statement(false) => "the contrary of the statement".to_owned(),
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Asserted => "asserted",
        Status::Hedged => "hedged",
        Status::Question => "question",
        Status::Conditional => "conditional",
        Status::Attributed => "attributed",
        Status::Misconception => "misconception",
        Status::Past => "past",
        Status::Planned => "planned",
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Supported => "supported",
        Verdict::Refuted => "refuted",
        Verdict::NotEnoughInfo => "not enough info",
    }
}

/// Why a claim was not decided, in words.
pub(super) fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::NoStatement => "the glossary states nothing about it",
        Reason::NotAsserted => "it is not plainly asserted",
        Reason::Unpinned => "it depends on a size, version or stage that is not named",
        Reason::Open => "the list of values is open",
        Reason::Compatible => "both can be true",
        Reason::Ambiguous => "the subject is ambiguous",
        Reason::Passing => "only a few words of the line say so",
        Reason::Alone => "too little around it is about what the glossary knows",
        Reason::Unbound => "the words may be about something else",
    }
}
