//! Where a note contradicts itself on something that the glossary leaves open.
//!
//! Milder than a refuted claim: nobody says which of the two is right, or whether both are and the note means two
//! things. So only plain values of properties that have one are held against each other, of one subject without sizes
//! or versions of its own, in different sentences.

use std::collections::BTreeMap;

use claims::{Analysis, Claim, ClaimValue, Language, Reason, Related, Status, Verdict};
use glossary::{EntryId, Glossary, PropertyId, Range};
use note::{Span, token::is_han};

use crate::{Diagnostic, Severity};

/// Claims by the same words stand so near to each other.
const NEAR: usize = 12;

/// Numbers nearer than this are the same number in round figures.
const ROUND: f64 = 0.12;

/// What the note says in two ways, at the second.
pub(crate) fn diagnostics(glossary: &Glossary, text: &str, analysis: &Analysis) -> Vec<Diagnostic> {
    let mut first: BTreeMap<(EntryId, PropertyId), &Claim> = BTreeMap::new();
    let mut found = Vec::new();
    let plain = |at: &usize| {
        let claim = &analysis.claims[*at];
        is_open(glossary, claim) && is_of_one_line(text, claim) && !is_told_of_another(&analysis.claims, *at)
    };
    for claim in (0..analysis.claims.len()).filter(plain).map(|at| &analysis.claims[at]) {
        let before = *first.entry((claim.subject, claim.property)).or_insert(claim);
        if before.unit != claim.unit && differ(&before.value, &claim.value) && is_of_the_same(text, before, claim) {
            found.push(diagnostic(glossary, text, before, claim));
        }
    }
    found
}

/// Whether a claim is plainly said, and nothing is known of it.
fn is_open(glossary: &Glossary, claim: &Claim) -> bool {
    let property = glossary.property(claim.property);
    let plain = claim.polarity && claim.status == Status::Asserted;
    let unknown = claim.verdict == Verdict::NotEnoughInfo && claim.reason == Some(Reason::NoStatement);
    let one = !property.many && matches!(property.range, Range::Quantity { .. } | Range::Date);
    plain && unknown && one && glossary.narrower_of(claim.subject).is_empty()
}

/// Whether the same words give the value of something else: below a model `Knowledge cutoff: 2024-07` is no date of what a
/// knowledge cutoff is.
fn is_told_of_another(claims: &[Claim], at: usize) -> bool {
    let claim = &claims[at];
    let near = at.saturating_sub(NEAR)..(at + NEAR + 1).min(claims.len());
    near.filter(|&other| other != at)
        .map(|other| &claims[other])
        .any(|other| other.unit == claim.unit && other.value_span == claim.value_span && other.subject != claim.subject)
}

/// Whether a claim's subject stands on its line and in no other cell: what a heading or a row's key gives may mean a part.
fn is_of_one_line(text: &str, claim: &Claim) -> bool {
    let (subject, value) = (&claim.subject_span, &claim.value_span);
    let between = subject.end as usize..value.start as usize;
    let between = text.get(between);
    between.is_some_and(|between| !between.contains(['\n', '\r', '|'])) && opens(text, subject)
}

/// Whether two claims write their subject in the same way and qualify it alike: `X-base` and `X-large`, `X (18 layers)` and
/// `X (24 layers)`, `X English-German` and `X English-French` are each two things.
fn is_of_the_same(text: &str, before: &Claim, claim: &Claim) -> bool {
    let name = |claim: &Claim| {
        let span = claim.subject_span.start as usize..claim.subject_span.end as usize;
        text.get(span).unwrap_or_default().to_lowercase()
    };
    let between =
        |claim: &Claim| text.get(claim.subject_span.end as usize..claim.value_span.start as usize).unwrap_or_default();
    let told_by_it = |claim: &Claim| between(claim).trim() == "(" || between(claim).trim() == "（";
    name(before) == name(claim)
        && names(between(before)) == names(between(claim))
        && !(told_by_it(before) && told_by_it(claim))
}

/// The words of a text that begin with a capital.
fn names(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.starts_with(char::is_uppercase)).collect()
}

/// Whether a name opens its sentence and is no part of a longer one: `预训练` in `2019 年提出的预训练语言模型` and `X` in
/// `X-large` are not what is spoken of.
fn opens(text: &str, subject: &Span) -> bool {
    let (start, end) = (subject.start as usize, subject.end as usize);
    let before = text.get(..start).unwrap_or_default();
    let behind = text.get(end..).unwrap_or_default();
    let ends = |c: char| matches!(c, '\n' | '\r' | '。' | '！' | '？' | '；' | '.' | '!' | '?' | ';' | '|');
    let line = before.rsplit(ends).next().unwrap_or_default();
    let marks = |c: char| !c.is_alphanumeric();
    let rest = line.trim_start_matches(|c: char| marks(c) || c.is_ascii_digit()).trim_end_matches(marks);
    // `2014 X` is one of several, `2. X` is not.
    let dated = line.trim_end().ends_with(|c: char| c.is_ascii_digit());
    let longer = behind.starts_with('-') || dated;
    (rest.is_empty() || matches!(rest, "The" | "the")) && !longer
}

fn differ(a: &ClaimValue, b: &ClaimValue) -> bool {
    match (a, b) {
        (ClaimValue::Quantity(a), ClaimValue::Quantity(b)) => (a - b).abs() > ROUND * a.abs().max(b.abs()),
        (ClaimValue::Date(a), ClaimValue::Date(b)) => a.year != b.year,
        _ => false,
    }
}

fn diagnostic(glossary: &Glossary, text: &str, before: &Claim, claim: &Claim) -> Diagnostic {
    let words = |claim: &Claim| {
        let span = claim.value_span.start as usize..claim.value_span.end as usize;
        text.get(span).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let around = text.get(before.value_span.start as usize..claim.value_span.end as usize).unwrap_or_default();
    let language = if around.chars().any(is_han) { Language::Zh } else { Language::En };
    let (label, property) = (&glossary.entry(claim.subject).pref_label, &glossary.property(claim.property).label);
    let (message, related) = match language {
        Language::En => (
            format!("{}: {} is {} here and {} above", label.en, property.en, words(claim), words(before)),
            "the note says so here".to_owned(),
        ),
        Language::Zh => (
            claims::closed_up(&format!(
                "{} 的{}：这里是 {}，上文是 {}",
                label.zh,
                property.zh,
                words(claim),
                words(before)
            )),
            "上文这样写".to_owned(),
        ),
    };
    Diagnostic {
        rule: "note/inconsistent".to_owned(),
        severity: Severity::Information,
        message,
        language,
        span: claim.value_span.clone(),
        evidence: None,
        source: None,
        statement: None,
        related: vec![Related { span: before.value_span.clone(), message: related }],
        fix: None,
        suppressed: false,
    }
}
