//! What a note asserts, and what the glossary says to it.
//!
//! [`analyze`] finds the glossary's terms in a note ([`Mention`]), reads what the note asserts of them ([`Claim`]:
//! subject, property, value, polarity, status) and holds each against the statements ([`Verdict`]). Only a refuted
//! claim becomes a [`Finding`]; whatever is not certain is *not enough info*, and silent.
//! No property, entry or phrase is known here: all of it is data of the glossary.

mod audit;
mod binding;
mod columns;
mod context;
mod draft;
mod extract;
pub mod finding;
mod incremental;
mod light;
mod reading;
mod report;
mod scan;
mod settle;
mod subject;
mod surroundings;
mod verify;

pub use audit::audit;
pub use finding::{
    Analysis, Claim, ClaimValue, Entries, Evidence, Finding, Fix, Language, Mention, Reason, Related, Status, Verdict,
};
pub use incremental::Memory;
pub use light::is_light;
pub use report::mended_article;

use std::ops::Range;

use glossary::{Citation, Glossary, Property, Value};
use note::{Note, UnitId};

use draft::Draft;
use scan::Scan;
use verify::Decision;

/// Analyses a note, with messages in the language of each sentence. `text` is what `note` was parsed from.
pub fn analyze(glossary: &Glossary, text: &str, note: &Note) -> Analysis {
    analyze_in(glossary, text, note, None)
}

/// Analyses a note, with messages in a language.
pub fn analyze_in(glossary: &Glossary, text: &str, note: &Note, language: Option<Language>) -> Analysis {
    let scan = Scan::new(glossary, text, note, &[]);
    let mut analysis = analyze_units(&scan, 0..note.units.len() as u32, language);
    weigh(glossary, note, &mut analysis);
    analysis
}

/// Of so many of a thousand words unread, the rest of a line says too little to be called supported.
const UNREAD: u16 = 400;

/// Takes back what the note as a whole makes doubtful.
fn weigh(glossary: &Glossary, note: &Note, analysis: &mut Analysis) {
    let Analysis { claims, findings, .. } = analysis;
    if !findings.is_empty() {
        columns::weigh(glossary, note, claims);
        surroundings::weigh(glossary, note, claims);
        findings.retain(|finding| claims[finding.claim as usize].verdict == Verdict::Refuted);
    }
    // A few words of a line that a statement has too say that the line is about it, which the lines around it were weighed
    // by, but not that it is right.
    let worded = |claim: &&mut Claim| {
        claim.verdict == Verdict::Supported && matches!(claim.value, ClaimValue::Statement(_)) && claim.unread > UNREAD
    };
    for claim in claims.iter_mut().filter(worded) {
        (claim.verdict, claim.reason) = (Verdict::NotEnoughInfo, Some(Reason::Passing));
    }
}

/// Whether it matters how much of its line a claim reads.
fn is_weighed(verdict: Verdict, value: &ClaimValue) -> bool {
    match verdict {
        Verdict::Refuted => true,
        Verdict::Supported => matches!(value, ClaimValue::Statement(_)),
        Verdict::NotEnoughInfo => false,
    }
}

/// Analyses some of the units of a scan.
fn analyze_units(scan: &Scan<'_>, units: Range<u32>, language: Option<Language>) -> Analysis {
    let mut analysis = Analysis { mentions: mentions(scan, units.clone()), ..Analysis::default() };
    let mut drafts = extract::drafts(scan, units);
    drafts.sort_by_key(|draft| (draft.unit, draft.run.start, draft.property, draft.subject.entry));
    // An answer says of the question's words what the question only asks: the unit tells them apart.
    drafts.dedup_by(|a, b| {
        let key = |draft: &Draft| (draft.unit, draft.property, draft.run.clone());
        key(a) == key(b) && a.subject == b.subject && a.value == b.value
    });
    for (draft, settled) in drafts.iter().zip(settle::settle(scan, &drafts)) {
        record(scan, draft, settled.decision, settled.reported, language, &mut analysis);
    }
    analysis
}

fn decide(scan: &Scan<'_>, draft: &Draft) -> Decision {
    verify::decide(scan.glossary, draft, &|variant: &str| names(scan, draft, variant))
}

/// A stated value in words.
pub fn value_text(glossary: &Glossary, property: &Property, value: &Value, language: Language) -> String {
    report::said(glossary, property, value, language)
}

/// A citation in words: `Touvron et al. 2023, §2.2`.
pub fn citation_text(glossary: &Glossary, cite: &Citation) -> String {
    report::cited(glossary, cite)
}

/// Chinese put together from parts, without the spaces that only Latin words need beside it.
pub fn closed_up(text: &str) -> String {
    report::closed_up(text)
}

fn mentions(scan: &Scan<'_>, units: Range<u32>) -> Vec<Mention> {
    let of = |id| {
        let mention = move |found: &scan::Found| Mention {
            span: scan.span(&found.run),
            unit: id,
            entries: found.entries.clone(),
        };
        scan.mentions_of(id).iter().map(mention)
    };
    units.map(UnitId).flat_map(of).collect()
}

fn record(
    scan: &Scan<'_>,
    draft: &Draft,
    decision: Decision,
    reported: bool,
    language: Option<Language>,
    analysis: &mut Analysis,
) {
    let index = analysis.claims.len() as u32;
    analysis.claims.push(Claim {
        unit: draft.unit,
        subject: draft.subject.entry,
        subject_span: scan.span(&draft.subject.run),
        property: draft.property,
        value: draft.value.clone(),
        value_span: scan.span(&draft.shown(scan)),
        polarity: draft.polarity,
        status: draft.status,
        verdict: decision.verdict,
        evidence: decision.evidence,
        reason: decision.reason,
        unread: if draft.spare {
            1000
        } else if is_weighed(decision.verdict, &draft.value) {
            unread(scan, draft)
        } else {
            0
        },
    });
    if let (Verdict::Refuted, Some(evidence), true) = (decision.verdict, decision.evidence, reported) {
        let finding = report::finding(scan, draft, evidence, index, language);
        let same_unit = |other: &Finding| analysis.claims[other.claim as usize].unit == draft.unit;
        let repeats = |other: &Finding| {
            other.rule == finding.rule
                && (other.span == finding.span || other.message == finding.message && same_unit(other))
        };
        if !analysis.findings.iter().rev().take(8).any(repeats) {
            analysis.findings.push(finding);
        }
    }
}

/// How many of a thousand words of the unit a draft leaves unread.
fn unread(scan: &Scan<'_>, draft: &Draft) -> u16 {
    if draft.keyed || draft.answers {
        return 0;
    }
    let unit = &scan.note.unit(draft.unit).tokens;
    let subject = (draft.subject.unit == draft.unit).then_some(&draft.subject.run);
    let read = |at: u32| draft.run.contains(&at) || subject.is_some_and(|run| run.contains(&at));
    let heavy = |at: &u32| !scan.is_light(*at) && scan.kind(*at) != note::TokenKind::Punct;
    let left = |within: Range<u32>| within.filter(heavy).filter(|&at| !read(at)).count();
    let ends = |at: &u32| scan.ends_clause(*at) || matches!(scan.folded(*at), ":" | "(" | ")");
    let from = (unit.start..draft.run.start).rev().find(ends).map_or(unit.start, |at| at + 1);
    let to = (draft.run.end..unit.end).find(ends).unwrap_or(unit.end);
    if left(from..to) == 0 {
        return 0;
    }
    (1000 * left(unit.clone()) / unit.clone().filter(heavy).count().max(1)) as u16
}

/// Whether the claim's unit, or the unit that gives its subject, names a variant.
fn names(scan: &Scan<'_>, draft: &Draft, variant: &str) -> bool {
    variant.split('|').any(|variant| names_one(scan, draft, variant))
}

fn names_one(scan: &Scan<'_>, draft: &Draft, variant: &str) -> bool {
    let mut wanted = String::new();
    note::token::fold(variant, &mut wanted);
    wanted.retain(char::is_alphanumeric);
    let named_in = |id: UnitId| {
        let mut text = String::new();
        for at in scan.note.unit(id).tokens.clone() {
            text.push_str(scan.folded(at));
        }
        text.contains(&wanted)
    };
    !wanted.is_empty() && (named_in(draft.unit) || named_in(draft.subject.unit))
}
