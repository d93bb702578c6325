//! Whether a clause, or all that stands before what is said, leaves the subject to the context: nothing in it can be one.
//! Pronouns, which name the subject again, are read in `pronoun`.

use glossary::{CueKind, Owner};
use note::{Joint, Style, TokenKind};

use super::{OPENING, is_related, names_property, names_rival, pronoun, weight};
use crate::{
    reading::Reading,
    scan::Run,
    subject::{Subject, unknown_name},
};

/// A mention this many tokens into a clause still leads it (`传统 MoE`).
const LEAD: u32 = 2;

/// Whether the clause of `value` has no subject of its own before it.
pub(super) fn is_open(reading: &Reading<'_, '_>, value: &Run, subject: &Subject) -> bool {
    // Behind a bracket the clause before it goes on: `…; decoder models (GPT) generate …`.
    let clause = reading.clause(value.start);
    let start = reading.unit.tokens.clone().find(|&at| reading.clause(at) == clause).unwrap_or(value.start);
    is_empty(reading, &(start.min(value.start)..value.start), subject)
}

/// Whether no clause of the unit before the value has a subject of its own: what a unit opens with is its subject, even
/// if a later clause has none.
pub(super) fn opens_open(reading: &Reading<'_, '_>, value: &Run, subject: &Subject) -> bool {
    if names_rival(reading, &(reading.unit.tokens.start..value.start), subject) {
        return false;
    }
    let mut at = reading.unit.opening();
    while at < value.start {
        let clause = reading.clause_run(at);
        if clause.end > value.start {
            break;
        }
        let empty = is_empty(reading, &(at..first_verb(reading, &(at..clause.end))), subject);
        if !empty && !pronoun::opens_with_pronoun(reading, &(at..clause.end), value, subject) {
            return false;
        }
        at = clause.end.max(at + 1);
    }
    true
}

/// Where a clause begins to say something, as far as the expressions show it.
pub(super) fn first_verb(reading: &Reading<'_, '_>, clause: &Run) -> u32 {
    let hits = reading.scan.hits_of(reading.id).iter();
    let verbs = hits.filter(|hit| {
        matches!(
            hit.owner,
            Owner::Before(_) | Owner::Says(..) | Owner::Spares(..) | Owner::Denies(..) | Owner::Choice(..)
        )
    });
    let first = verbs.map(|hit| hit.run.start).filter(|&at| clause.start <= at && at < clause.end).min();
    first.unwrap_or(clause.end.min(clause.start + 6))
}

/// Whether nothing in a run can be a subject other than the one given.
pub(super) fn is_empty(reading: &Reading<'_, '_>, run: &Run, subject: &Subject) -> bool {
    let scan = reading.scan;
    let glossary = scan.glossary;
    let rival = scan.mentions_of(reading.id).iter().any(|mention| {
        let within = run.start <= mention.run.start && mention.run.end <= run.end;
        let kind = mention.entries.iter().any(|&entry| glossary.kind(entry) == glossary.kind(subject.entry));
        // `BERT 用 MLM，LLMs 用 …`: a class is another subject, a family is not.
        let within_it = mention.entries.iter().any(|&entry| glossary.is_narrower_or_same(entry, subject.entry));
        let same = within_it || kind && is_related(reading.scan, mention, subject);
        // What a clause opens with is its subject; deeper in it only what is of the subject's kind can be.
        let leads = mention.run.start <= run.start + LEAD;
        // `用 Google 搜`: what something is done with; and what nothing follows does nothing.
        let before = mention.run.start.checked_sub(1).filter(|&at| at >= run.start);
        let with = before.is_some_and(|at| matches!(scan.folded(at), "用" | "在" | "with" | "by" | "on" | "via"));
        let checkable = scan.is_checkable(mention);
        within
            && !same
            && (kind || leads && (checkable || !with && scan.kind(mention.run.end) != TokenKind::Punct))
            && !names_property(scan, reading.id, &mention.run)
            && !is_time(reading, mention.run.end)
            && !reading.is_set_apart(&mention.run)
    });
    let named = |at: u32| {
        unknown_name(reading, at) || at <= run.start + LEAD && is_capitals(reading, at) || is_numbered(reading, run, at)
    };
    // `what is generated afterwards is …`: a clause of its own is the subject.
    let clause = reading.unit.key.is_none()
        && run.clone().take(2).any(|at| matches!(scan.folded(at), "what" | "whatever" | "whichever"));
    let other = reading.has_in(CueKind::Other, &(run.start..run.end.min(run.start + LEAD + 1)));
    !rival && !other && !clause && !run.clone().any(named) && weight(reading, run) <= OPENING
}

/// Whether a Chinese word behind a name makes a time of it: `解码时`, `训练阶段`.
pub(crate) fn is_time(reading: &Reading<'_, '_>, at: u32) -> bool {
    let word = |at: u32| if at < reading.unit.tokens.end { reading.scan.folded(at) } else { "" };
    word(at) == "时" && word(at + 1) != "间" || matches!((word(at), word(at + 1)), ("阶", "段") | ("期", "间"))
}

/// Whether a run goes on from a word with a capital to a number that makes a name of it: `Table 24`, `V4`.
fn is_numbered(reading: &Reading<'_, '_>, run: &Run, at: u32) -> bool {
    let scan = reading.scan;
    let text = scan.source(&(at..at + 1));
    let math = scan.token(at).style.has(Style::MATH);
    let first = at == reading.unit.tokens.start;
    let spaced = || !first && scan.token(at + 1).joint == Joint::Space && text.len() > 1;
    let version = || scan.token(at + 1).joint == Joint::Glued && text.len() == 1;
    at + 1 < run.end
        && !math
        && scan.kind(at) == TokenKind::Word
        && scan.kind(at + 1) == TokenKind::Number
        && text.starts_with(char::is_uppercase)
        && scan.mention_at(at).is_none()
        && (spaced() || version())
}

/// Whether a token is an abbreviation that the glossary does not know.
fn is_capitals(reading: &Reading<'_, '_>, at: u32) -> bool {
    let text = reading.scan.source(&(at..at + 1));
    let math = reading.scan.token(at).style.has(Style::MATH);
    !math && text.len() > 2 && text.chars().all(char::is_uppercase) && reading.scan.mention_at(at).is_none()
}
