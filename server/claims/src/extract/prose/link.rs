//! Whether a property's words before or behind a value link it to a subject, whichever that is. Numbers, of which the
//! closest words count, are told in `count`.

use glossary::{CueKind, Owner, Property, PropertyId, Range};
use note::TokenKind;

use super::{
    NUMBER_REACH,
    count::{counts_nearer, describes_counted},
};
use crate::{
    binding,
    draft::Valued,
    extract::entry_of,
    reading::Reading,
    scan::{Hit, Run},
    subject::{self, in_domain, joined},
};

/// How many tokens may stand between words that link and an entry they link to.
const REACH: u32 = 12;
/// The same for a date.
const DATE_REACH: u32 = 6;

/// The words that link the value to a subject, if there are any.
pub(super) fn link(reading: &Reading<'_, '_>, id: PropertyId, property: &Property, value: &Run) -> Option<Run> {
    let own = |hit: &Hit| matches!(hit.owner, Owner::Before(owner) | Owner::After(owner) if owner == id);
    if !reading.scan.hits_of(reading.id).iter().any(own) {
        return None;
    }
    let number = matches!(property.range, Range::Quantity { .. });
    let reach = match property.range {
        Range::Quantity { .. } => NUMBER_REACH,
        Range::Date => DATE_REACH,
        _ => REACH,
    };
    let clause = reading.clause(value.start);
    // `In 2021, …`, `2021 年，…`: the date stands before the clause it dates.
    let own = reading.clause_run(value.start);
    let fronted = matches!(property.range, Range::Date)
        && own.start == reading.unit.tokens.start
        && binding::weight(reading, &(own.start..value.start)) == 0
        && binding::weight(reading, &(value.end..own.end)) <= 1;
    let dates =
        |hit: &Hit| fronted && reading.clause_run(own.end.min(reading.unit.tokens.end - 1)).contains(&hit.run.start);
    let past_preposition = |from: u32| {
        (from..value.start).any(|at| {
            matches!(reading.scan.folded(at), "of" | "than" | "from" | "by")
                && reading.scan.mention_at(at).is_none()
                && !names_authors(reading, &(at + 1..value.start))
        })
    };
    let links = |hit: &&Hit| match hit.owner {
        Owner::Before(owner) | Owner::After(owner) if owner == id && dates(hit) => true,
        Owner::Before(owner) if owner == id => {
            hit.run.end <= value.start
                && !past_preposition(hit.run.end)
                && reading.distance(&(hit.run.end..value.start)) <= reach
                && reading.clause(hit.run.start) == clause
        }
        Owner::After(owner) if owner == id => {
            hit.run.start >= value.end
                && (hit.run.start - value.end <= u32::from(!number) * 3 + 1
                    || number && describes_counted(reading, &(value.end..hit.run.start)))
                && reading.clause(hit.run.start) == clause
                && (dates_what_follows(reading, property, value, hit.run.start)
                    || !is_of_another(reading, value, hit.run.start, number))
        }
        _ => false,
    };
    reading.scan.hits_of(reading.id).iter().find(links).map(|hit| hit.run.clone())
}

/// Whether a run from behind `by` on tells who did it, and no more: `by Lewis et al. in 2020`.
fn names_authors(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let scan = reading.scan;
    let name = |at: u32| scan.source(&(at..at + 1)).starts_with(char::is_uppercase) && scan.kind(at) == TokenKind::Word;
    let small = |at: u32| {
        matches!(
            scan.folded(at),
            "et" | "al" | "." | "," | "and" | "&" | "in" | "colleagues" | "coworkers" | "others" | "("
        )
    };
    let marked = run.clone().any(|at| matches!(scan.folded(at), "al" | "colleagues" | "coworkers" | "others"));
    marked && run.clone().next().is_some_and(name) && run.clone().all(|at| name(at) || small(at))
}

/// Whether a date opens its line and nothing but the name of what it dates stands between it and the words at `at`:
/// `2023-07 Llama 2 发布`.
fn dates_what_follows(reading: &Reading<'_, '_>, property: &Property, value: &Run, at: u32) -> bool {
    let scan = reading.scan;
    let verb = at;
    let named = |at: u32| {
        scan.mention_at(at).is_some_and(|mention| {
            let doer = mention.run.start == value.end && mention.run.end == verb;
            doer || subject::only(mention, &|entry| in_domain(scan, property, entry)).is_some()
        })
    };
    let opens = matches!(property.range, Range::Date) && value.start == reading.unit.tokens.start;
    opens && at > value.end && (value.end..at).all(|at| named(at) || scan.kind(at) == TokenKind::Punct)
}

/// Whether words behind a value, from `at` on, are not about it.
fn is_of_another(reading: &Reading<'_, '_>, value: &Run, at: u32, number: bool) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    let between = value.end..at;
    // `is used by X to train Y`: what it is used for is not what X did to it.
    if at > value.end && matches!(word(at - 1), "to" | "for" | "来") {
        return true;
    }
    // `invested in A and developed B`: A did neither.
    let oblique = value.start.checked_sub(1).is_some_and(|before| matches!(word(before), "in" | "with"));
    if oblique && word(value.end) == "and" {
        return true;
    }
    if number {
        return counts_nearer(reading, &between);
    }
    // `C 则以 D 为底座`: the words are about what stands nearer, or what that is enumerated with.
    reading.mentions_in(&between).any(|other| !joined(reading, value, &other.run))
}

/// Whether a verb that denies stands directly before what a property's subject is made of: `does without GQA`.
pub(super) fn is_forgone(reading: &Reading<'_, '_>, property: &Property, valued: &Valued) -> bool {
    let component = || {
        let kind = entry_of(&valued.value).map(|entry| reading.scan.glossary.kind_name(entry));
        kind.is_some_and(|kind| property.domain.iter().all(|domain| domain != kind))
    };
    !property.domain.is_empty() && reading.just_before(CueKind::Forgoing, valued.run.start) && component()
}
