//! Whether a subject stands where what a line is about stands: it leads its clause, near what is said, and neither in
//! another bracket nor behind a mark that parts the two. What the words of either mean is not looked at.

use glossary::{CueKind, Owner};
use note::TokenKind;

use super::{has_meaning, words};
use crate::{
    ClaimValue,
    binding::{
        adjunct,
        bracket::{bracket, is_bracketed},
        is_related, owned, weigh,
    },
    draft::Draft,
    reading::Reading,
    scan::{Amount, AmountKind, Found, Hit, Run, Scan},
    subject::Subject,
};

/// So many words, or twice as many Chinese characters, may stand between a subject and what is said of it.
const GAP: u32 = 12;
/// The weight of what may stand between a subject and a number in a row of figures.
const FIGURES: u32 = 2;
/// So many words, or Chinese characters, with a meaning of their own may stand before a subject in its clause.
const BEFORE: usize = 2;
/// What a unit opens with begins within so many tokens of its own beginning.
const OPENS: u32 = 6;
/// A name behind other clauses stands within so many tokens of the beginning.
const EARLY: u32 = 12;
/// So many tokens behind it something may be said of what a unit opens with.
const REACH: u32 = 40;

/// Whether the subject of a draft stands where what its line is about does.
pub(super) fn is_in_place(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (subject, value) = (&draft.subject, &draft.run);
    let passing = || {
        let rule = || adjunct::is_rule(reading, reading.unit.opening(), &subject.run);
        is_in_passing(reading.scan, subject, value) && !rule() && !adjunct::is_cause(reading, &subject.run)
    };
    let number = matches!(draft.value, ClaimValue::Quantity(_));
    !is_object(reading, subject, value)
        && !is_parenthetical(reading, &subject.run, value)
        && !passing()
        && !is_beyond(reading, &subject.run, value)
        && !is_torn(reading, value)
        && !is_buried(reading, subject, value)
        && !is_half_said(reading, value)
        && leads(reading, subject, value)
        && is_near(reading, subject, value, number)
}

/// Whether a clause behind what is said only names its subject as the object of a preposition: `maximise the reward while
/// staying close to the X policy`.
fn is_object(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let start = reading.unit.tokens.start;
    let word = |by: u32| subject.run.start.checked_sub(by).filter(|&at| at >= start).map(|at| reading.scan.folded(at));
    let article = matches!(word(1), Some("the" | "a" | "an" | "its"));
    let before = if article { word(2) } else { word(1) };
    value.end <= subject.run.start
        && reading.clause(value.start) != reading.clause(subject.run.start)
        && matches!(before, Some("to" | "from" | "with" | "of" | "for" | "on" | "into" | "by" | "as"))
}

/// Whether a value stands in a bracket that neither holds its subject nor follows it.
fn is_parenthetical(reading: &Reading<'_, '_>, subject: &Run, value: &Run) -> bool {
    bracket(reading, value).is_some_and(|bracket| !bracket.contains(&subject.start) && bracket.start != subject.end)
}

/// Whether a name stands too deep in a sentence to tell what it is about: behind other clauses, or, for what a later
/// clause says, not where the sentence opens.
fn is_buried(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let later = reading.clause(subject.run.start) != reading.clause(value.start) && value.start >= subject.run.end;
    let start = reading.unit.tokens.start;
    let behind_clauses = (start..subject.run.start).any(|at| reading.scan.ends_clause(at));
    // What is named again was named early.
    let early = |mention: &Found| mention.run.start - start <= EARLY && is_related(reading.scan, mention, subject);
    // `…, while X …`: a contrast turns to X.
    let turned = subject.run.start.checked_sub(1).is_some_and(|at| {
        let own = reading.clause_run(subject.run.start);
        own.contains(&value.start) && own.start == at && turns(reading, at)
    });
    // `base 12 层，large 24 层`: each member of a family opens its own clause.
    let own = reading.clause_run(subject.run.start);
    let member = reading.scan.mention_at(subject.run.start).is_none()
        && weigh(reading, own.start.max(start)..subject.run.start) == 0
        && (own.contains(&value.start)
            || matches!(reading.scan.folded(subject.run.end), ":" | "：")
            || is_bracketed(reading, &subject.run, value));
    // `A (40 heads) and B (16 heads) are …`: a bracket is of the name before it.
    let aside = value.start > subject.run.end && is_bracketed(reading, &subject.run, value);
    if member || aside && reading.mentions_in(&(subject.run.end..value.start)).next().is_none() {
        return false;
    }
    if behind_clauses
        && !turned
        && !super::adjunct::opens_behind(reading, subject, value)
        && !reading.scan.mentions_of(reading.id).iter().any(early)
    {
        return true;
    }
    let subject = &subject.run;
    later && (subject.start.saturating_sub(behind_date(reading)) > OPENS || value.start - subject.end > REACH)
}

/// Where a line goes on behind the date that it opens with: `2025 年 1 月 20 日，X，…`.
fn behind_date(reading: &Reading<'_, '_>) -> u32 {
    let start = reading.unit.tokens.start;
    let date = |amount: &Amount| amount.run.start == start && matches!(amount.kind, AmountKind::Date(_));
    let end = reading.scan.amounts_of(reading.id).iter().find(|amount| date(amount)).map_or(start, |date| date.run.end);
    (end..reading.unit.tokens.end).find(|&at| reading.scan.kind(at) != TokenKind::Punct).unwrap_or(end)
}

/// Whether a word turns to something else: `while`, `而`.
pub(in crate::binding) fn turns(reading: &Reading<'_, '_>, at: u32) -> bool {
    matches!(reading.scan.folded(at), "while" | "whereas" | "but" | "而" | "但")
}

/// Whether words that a mark joins to their subject (`BM25: a dense method`) go on, or are the first of a list, and so
/// may only be of what is said.
fn is_half_said(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let ends = |at: u32| {
        at >= reading.unit.tokens.end
            || matches!(
                scan.folded(at),
                "," | "，" | "." | "。" | ";" | "；" | ")" | "for" | "of" | "by" | "from" | "that"
            )
    };
    let whole = (scan.folded(value.start), scan.folded(value.end - 1)) == ("(", ")");
    scan.kind(value.start) == TokenKind::Punct && !whole && !ends(value.end)
}

/// Whether a semicolon, an arrow or a bar stands between a subject and its value, and nothing behind it points back.
fn is_beyond(reading: &Reading<'_, '_>, subject: &Run, value: &Run) -> bool {
    let mark = |at: u32| reading.scan.folded(at);
    // `X – by A; rotary embeddings; …` lists what its first name is and has.
    // `X → …` says of X what a colon would.
    let listed = matches!(mark(subject.end), ":" | "：" | "-" | "–" | "—" | "=" | "(" | "→");
    let opens = subject.start <= reading.unit.tokens.start + 1;
    let end = if mark(subject.end) == "→" { reading.unit.tokens.end } else { value.start };
    if listed && opens && !(subject.end + 1..end).any(|at| mark(at) == "→") {
        return false;
    }
    // `model X · date D`: each part of such a line is of its own.
    let parts = |at: u32| matches!(mark(at), ";" | "；" | "→" | "·" | "|" | "｜");
    let last = (subject.end..value.start).rev().find(|&at| parts(at));
    last.is_some_and(|at| !reading.points_back_in(at..value.start))
}

/// Whether a run reaches into a bracket or out of one.
fn is_torn(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let opened = |run: Run, mark: &str| run.filter(|&at| reading.scan.folded(at) == mark).count();
    let (open, close) = (opened(value.clone(), "("), opened(value.clone(), ")"));
    // `A 各有 K、V；B 共享`: the words are of two statements.
    let mut inner = value.start + 1..value.end.saturating_sub(1);
    if inner.any(|at| matches!(reading.scan.folded(at), ";" | "；" | "—")) {
        return true;
    }
    // `x + F(LN(x` with the marks that close it behind.
    let behind = value.end..reading.unit.tokens.end.min(value.end + open as u32);
    open.checked_sub(close).is_none_or(|depth| opened(behind, ")") < depth)
}

/// Whether words stand directly before a name that make it what something is done with or without, and are not of what
/// is said of it.
pub(in crate::binding) fn is_in_passing(scan: &Scan<'_>, subject: &Subject, value: &Run) -> bool {
    let before = |hit: &Run| hit.end <= subject.run.start && subject.run.start - hit.end <= 1;
    let passing =
        |hit: &Hit| hit.owner == Owner::Cue(CueKind::Passing) && before(&hit.run) && !value.contains(&hit.run.start);
    scan.hits_of(subject.unit).iter().any(passing)
}

/// Whether a subject leads its clause, or what `and` adds to it: `X does A and Y does B`.
fn leads(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let scan = reading.scan;
    let added = subject.run.start.checked_sub(1).is_some_and(|at| matches!(scan.folded(at), "and" | "but"));
    if added && value.start == subject.run.end {
        return true;
    }
    let clause = reading.clause_run(subject.run.start);
    let mut before = clause.start.max(reading.unit.tokens.start)..subject.run.start;
    if value.start < subject.run.start {
        before.start = before.start.max(value.end.min(before.end));
    }
    words(scan, before).filter(|&at| has_meaning(scan, reading.id, at)).take(BEFORE + 1).count() <= BEFORE
}

/// Whether what is said stands near its subject; in a row of figures what stands between is only figures.
fn is_near(reading: &Reading<'_, '_>, subject: &Subject, value: &Run, number: bool) -> bool {
    let clause = reading.clause_run(value.start);
    let from = if clause.start > subject.run.end { clause.start } else { subject.run.end };
    let from = owned::taken_up(reading, subject, &(from..value.start)).unwrap_or(from);
    let word = |at: u32| reading.scan.kind(at) != TokenKind::Number;
    // In the order given, each has its own.
    value.start < subject.run.end
        || reading.distance(&(from..value.start)) <= GAP
        || reading.has(CueKind::Respectively)
        || number && weigh(reading, (from..value.start).filter(|&at| word(at))) <= FIGURES
}
