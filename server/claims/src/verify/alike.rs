//! Holds what two entries are said to have in common against what is stated of both.

use glossary::{EntryId, Glossary, Property, Statement, Value};

use super::{Decision, Known, compare};
use crate::{ClaimValue, Evidence, Reason, Verdict, draft::Draft};

/// Numbers this near, in parts of the larger, may be called the same.
const NEAR: f64 = 0.15;

/// Decides that the subject has the same as another entry: refuted where each value of the one excludes each of the other.
pub(super) fn decide(glossary: &Glossary, draft: &Draft, other: EntryId) -> Decision {
    let property = glossary.property(draft.property);
    let known = |entry| Known::of(glossary, entry, draft.property).own;
    let (own, others) = (known(draft.subject.entry), known(other));
    let Some(&(evidence, _)) = own.first().filter(|_| !others.is_empty()) else {
        return Decision::open(Reason::NoStatement);
    };
    let family = |entry| property.scales && glossary.is_family(entry);
    if family(draft.subject.entry) || family(other) {
        return Decision::open(Reason::Unpinned);
    }
    let closed = |(_, statement): &(Evidence, &Statement)| {
        statement.polarity && statement.variant.is_none() && (!property.many || statement.complete)
    };
    let all = || own.iter().chain(&others);
    if !draft.polarity
        || !all().all(closed)
        || values(&own).any(|one| values(&others).any(|two| agree(glossary, property, draft, one, two)))
    {
        return Decision::open(Reason::Compatible);
    }
    Decision::decided(Verdict::Refuted, evidence)
}

/// What is stated, and what is tolerated beside it.
fn values<'g>(known: &[(Evidence, &'g Statement)]) -> impl Iterator<Item = &'g Value> {
    known.iter().flat_map(|(_, statement)| statement.values.iter().chain(&statement.accept))
}

/// Whether two values can be of one thing.
fn agree(glossary: &Glossary, property: &Property, draft: &Draft, one: &Value, two: &Value) -> bool {
    let value = match (one, two) {
        (Value::Entry(entry), _) => ClaimValue::Entry(*entry),
        (Value::Quantity(one), Value::Quantity(two)) => {
            // Of sizes the same is said that are near (`BERT-base has the size of GPT`: 110M and 117M).
            return (one.number - two.number).abs() <= NEAR * one.number.abs().max(two.number.abs());
        }
        _ => return true,
    };
    compare::relate(glossary, property, &Draft { value, ..draft.clone() }, two) != compare::Relation::Disjoint
}
