//! Holds a comparison of two entries by a number or a date against what is stated of both.

use glossary::{Date, EntryId, Glossary, Range, Statement, Value};

use super::{Decision, Known};
use crate::{
    Evidence, Reason, Verdict,
    draft::{Bound, Draft},
};

/// Two numbers closer than this share of the larger are not told apart.
const APART: f64 = 0.1;
/// The largest members of two families are told apart by this factor.
const FAR: f64 = 2.0;
/// A factor may be off by so much, and is as good as right by so much.
const TIMES: f64 = 1.6;
const CLOSE: f64 = 1.15;
/// So many months apart one of two things came first, whatever else is tolerated for a date.
const FAR_MONTHS: i32 = 6;

/// Decides that the subject has `more` (or less) than another entry: refuted where it is the other way round for every
/// pair of their values, whichever members are meant, or far so for the largest of each.
pub(super) fn decide(glossary: &Glossary, draft: &Draft, more: bool, than: EntryId) -> Decision {
    let known = |entry| Known::of(glossary, entry, draft.property);
    let (known_own, known_other) = (known(draft.subject.entry), known(than));
    let (own, other) = (values(&known_own), values(&known_other));
    let (Some(&(evidence, _)), false) = (own.first(), other.is_empty()) else {
        return Decision::open(Reason::NoStatement);
    };
    if !draft.polarity {
        return Decision::open(Reason::Compatible);
    }
    let pairs = || own.iter().flat_map(|a| other.iter().map(move |b| (a.1, b.1)));
    let is_more = |a: &Value, b: &Value| compare(&glossary.property(draft.property).range, a, b);
    let all = |wanted: bool| pairs().all(|(a, b)| is_more(a, b) == Some(wanted));
    let apart = || {
        let sizes = largest(&known_own).zip(largest(&known_other)).and_then(|(a, b)| far_apart(a, b));
        sizes.or_else(|| stated_date(&known_own).zip(stated_date(&known_other)).and_then(|(a, b)| far_later(a, b)))
    };
    if all(more) {
        Decision::decided(Verdict::Supported, evidence)
    } else if all(!more) || apart() == Some(!more) {
        Decision::decided(Verdict::Refuted, evidence)
    } else {
        Decision::open(Reason::Compatible)
    }
}

/// Decides that the subject has so many times what another entry has: refuted where no two of their values come near.
pub(super) fn decide_times(glossary: &Glossary, draft: &Draft, factor: f64, than: EntryId) -> Decision {
    let known = |entry| Known::of(glossary, entry, draft.property);
    let (known_own, known_other) = (known(draft.subject.entry), known(than));
    let (own, other) = (values(&known_own), values(&known_other));
    let (Some(&(evidence, _)), false) = (own.first(), other.is_empty()) else {
        return Decision::open(Reason::NoStatement);
    };
    // `three times larger` is read as three or as four times as large.
    let off = |a: &Value, b: &Value| match (a, b) {
        (Value::Quantity(a), Value::Quantity(b)) if a.number > 0.0 && b.number > 0.0 => {
            (a.number / b.number / factor).ln().abs()
        }
        _ => 0.0,
    };
    // Of two families some members stand in nearly every ratio.
    let scales = glossary.property(draft.property).scales;
    let sized = scales && [draft.subject.entry, than].into_iter().any(|entry| glossary.is_family(entry));
    let pairs = own.iter().flat_map(|(_, a)| other.iter().map(move |(_, b)| off(a, b)));
    match pairs.fold(f64::INFINITY, f64::min) {
        nearest if draft.polarity && draft.bound == Bound::Exact && nearest <= CLOSE.ln() && !sized => {
            Decision::decided(Verdict::Supported, evidence)
        }
        // `less than half the memory`: a bound.
        nearest if !draft.polarity || draft.bound != Bound::Exact || nearest <= TIMES.ln() => {
            Decision::open(Reason::Compatible)
        }
        _ => Decision::decided(Verdict::Refuted, evidence),
    }
}

/// The largest number that is stated, not merely tolerated: a family named without a size is known by its largest member.
fn largest(known: &Known<'_>) -> Option<f64> {
    let stated = asserted(known).flat_map(|(_, statement)| &statement.values);
    let numbers = stated.filter_map(|value| match value {
        Value::Quantity(quantity) => Some(quantity.number),
        _ => None,
    });
    numbers.max_by(f64::total_cmp)
}

/// The one date that is stated, not merely tolerated.
fn stated_date(known: &Known<'_>) -> Option<Date> {
    let mut dates = asserted(known).flat_map(|(_, statement)| &statement.values).filter_map(|value| match value {
        Value::Date(date) => Some(*date),
        _ => None,
    });
    dates.next().filter(|_| dates.next().is_none())
}

/// Whether a date is later than another, where half a year or more lies between.
fn far_later(a: Date, b: Date) -> Option<bool> {
    let months = |date: Date| date.month.map(|month| i32::from(date.year) * 12 + i32::from(month));
    let apart = months(a)? - months(b)?;
    (apart.abs() >= FAR_MONTHS).then_some(apart > 0)
}

/// Whether a number is more than another, where one is at least [`FAR`] times the other.
fn far_apart(a: f64, b: f64) -> Option<bool> {
    (a.max(b) >= FAR * a.min(b)).then_some(a > b)
}

/// All that is stated, of the entry or its members, in any variant, and what is tolerated beside it.
fn values<'g>(known: &Known<'g>) -> Vec<(Evidence, &'g Value)> {
    let of = |(evidence, statement): (Evidence, &'g Statement)| {
        statement.values.iter().chain(&statement.accept).map(move |value| (evidence, value))
    };
    asserted(known).flat_map(of).collect()
}

/// The statements of the entry or its members that say what it has, not what it lacks.
fn asserted<'g>(known: &Known<'g>) -> impl Iterator<Item = (Evidence, &'g Statement)> {
    let all = known.own.iter().chain(known.members.iter().flatten()).copied();
    all.filter(|(_, statement)| statement.polarity)
}

/// Whether one value is more than another; `None` where they are too close, or not of a kind.
fn compare(range: &Range, a: &Value, b: &Value) -> Option<bool> {
    match (range, a, b) {
        (Range::Quantity { .. }, Value::Quantity(a), Value::Quantity(b)) => {
            let (a, b) = (a.number, b.number);
            ((a - b).abs() > APART * a.abs().max(b.abs())).then_some(a > b)
        }
        (Range::Date, Value::Date(a), Value::Date(b)) => later(*a, *b),
        _ => None,
    }
}

/// Whether one date is later than another, as far as both are given; months that follow each other are not told apart.
fn later(a: Date, b: Date) -> Option<bool> {
    let months = |date: Date, month: u8| i32::from(date.year) * 12 + i32::from(month);
    let (Some(one), Some(two)) = (a.month, b.month) else {
        return (a.year != b.year).then_some(a.year > b.year);
    };
    let apart = months(a, one) - months(b, two);
    (apart.abs() > 1).then_some(apart > 0)
}
