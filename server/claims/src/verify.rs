//! Holds a claim against the statements of its subject.
//!
//! Generic over the data of properties: disjoint values, tolerances, closed lists, families and their members.
//! Refuted is only what a statement contradicts whatever reading of the claim is taken; everything else is open.

mod alike;
mod compare;
mod compared;

use glossary::{EntryId, Glossary, PropertyId, Range, Statement};

use crate::{
    ClaimValue, Evidence, Reason, Status, Verdict,
    draft::{Bound, Draft},
};
use compare::Relation;

/// What the glossary says to a claim, and why not more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) verdict: Verdict,
    pub(crate) evidence: Option<Evidence>,
    pub(crate) reason: Option<Reason>,
}

impl Decision {
    /// Not decided.
    pub(crate) fn open(reason: Reason) -> Self {
        Self { verdict: Verdict::NotEnoughInfo, evidence: None, reason: Some(reason) }
    }

    fn decided(verdict: Verdict, evidence: Evidence) -> Self {
        Self { verdict, evidence: Some(evidence), reason: None }
    }
}

/// Decides a claim. `context` holds the words of the note that may name a variant (`70B`, `pre-training`).
pub(crate) fn decide(glossary: &Glossary, draft: &Draft, context: &dyn Fn(&str) -> bool) -> Decision {
    let decision = weigh(glossary, draft, context);
    if decision.verdict == Verdict::Refuted && draft.status != Status::Asserted {
        return Decision { verdict: Verdict::NotEnoughInfo, reason: Some(Reason::NotAsserted), ..decision };
    }
    if decision.reason == Some(Reason::NoStatement) && draft.bound != Bound::Exact {
        return Decision::open(Reason::Compatible);
    }
    if (decision.verdict == Verdict::Refuted || decision.reason == Some(Reason::NoStatement)) && !draft.sure {
        return Decision { verdict: Verdict::NotEnoughInfo, reason: Some(Reason::Unbound), ..decision };
    }
    decision
}

fn weigh(glossary: &Glossary, draft: &Draft, context: &dyn Fn(&str) -> bool) -> Decision {
    if let (Some(statement), ClaimValue::Statement(holds)) = (draft.statement, &draft.value) {
        return said(draft, statement, *holds);
    }
    if let ClaimValue::Compared(more, than) = draft.value {
        return compared::decide(glossary, draft, more, than);
    }
    if let ClaimValue::Times(factor, than) = draft.value {
        return compared::decide_times(glossary, draft, factor, than);
    }
    if let ClaimValue::Alike(other) = draft.value {
        return alike::decide(glossary, draft, other);
    }
    let known = Known::of(glossary, draft.subject.entry, draft.property);
    if known.is_empty() {
        return Decision::open(Reason::NoStatement);
    }
    if draft.polarity { asserted(glossary, draft, &known, context) } else { denied(glossary, draft, &known) }
}

/// A statement in other words, or what contradicts it.
fn said(draft: &Draft, statement: Evidence, holds: bool) -> Decision {
    // What is said in other words may be denied of a part or a case: only its contrary, plainly asserted, is wrong.
    if holds && !draft.polarity {
        return Decision::open(Reason::Compatible);
    }
    let verdict = if holds == draft.polarity { Verdict::Supported } else { Verdict::Refuted };
    Decision::decided(verdict, statement)
}

/// The statements that bear on a subject and a property.
struct Known<'g> {
    /// Of the entry itself or, where it has none, of the nearest broader entry that has.
    own: Vec<(Evidence, &'g Statement)>,
    /// Of the members of the family that the entry is, each member's together.
    members: Vec<Vec<(Evidence, &'g Statement)>>,
    /// How many members there are, with or without a statement.
    family: usize,
}

impl<'g> Known<'g> {
    fn of(glossary: &'g Glossary, subject: EntryId, property: PropertyId) -> Self {
        let mut own = stated(glossary, subject, property);
        if own.is_empty() {
            own = through_values(glossary, subject, property);
        }
        let inherited = !matches!(glossary.property(property).range, Range::Text);
        let scales = glossary.property(property).scales;
        let size = &glossary.entry(subject).size;
        // What is narrower came later; only a size or a part of a family began with it.
        let begun = glossary.property(property).origin && matches!(glossary.property(property).range, Range::Date);
        if own.is_empty() && inherited {
            own = glossary
                .broader_of(subject)
                .filter(|&broader| glossary.kind(broader) == glossary.kind(subject))
                .filter(|&broader| !scales || glossary.entry(broader).size == *size)
                .filter(|&broader| !begun || is_member(glossary, subject, broader))
                .map(|broader| stated(glossary, broader, property))
                .find(|found| !found.is_empty())
                .unwrap_or_default();
        }
        let mut narrower = glossary.narrower_of(subject);
        narrower.retain(|&member| is_member(glossary, member, subject));
        let members: Vec<_> = narrower
            .iter()
            .map(|&member| stated(glossary, member, property))
            .filter(|found| !found.is_empty())
            .collect();
        Self { own, members, family: narrower.len() }
    }

    fn is_empty(&self) -> bool {
        self.own.is_empty() && self.members.is_empty()
    }
}

/// Where the first value of an entry's property is stated: of it, of a member, of what is broader.
pub(crate) fn stated_of(glossary: &Glossary, entry: EntryId, property: PropertyId) -> Option<Evidence> {
    let known = Known::of(glossary, entry, property);
    known.own.iter().chain(known.members.iter().flatten()).map(|&(evidence, _)| evidence).next()
}

/// What is stated of the values of an entry's statements, for properties that are said of both: a model attends as its
/// architecture does.
fn through_values(glossary: &Glossary, subject: EntryId, property: PropertyId) -> Vec<(Evidence, &Statement)> {
    let domain = &glossary.property(property).domain;
    let plain = |statement: &&Statement| {
        statement.polarity && statement.variant.is_none() && !glossary.property(statement.property).many
    };
    let values = glossary.entry(subject).statements.iter().filter(plain).flat_map(|statement| &statement.values);
    let entries = values.filter_map(|value| match value {
        glossary::Value::Entry(entry) => Some(*entry),
        _ => None,
    });
    entries
        .filter(|&entry| glossary.kind(entry) != glossary.kind(subject))
        .filter(|&entry| domain.contains(&glossary.entry(entry).kind))
        .map(|entry| stated(glossary, entry, property))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// Whether one entry is a member of the other as a family: a size of it, or named after it (`Llama 4 Scout`); a kind of
/// technique is none.
fn is_member(glossary: &Glossary, member: EntryId, family: EntryId) -> bool {
    let (member, family) = (glossary.entry(member), &glossary.entry(family).pref_label.en);
    member.size.is_some()
        || member.pref_label.en.strip_prefix(family.as_str()).is_some_and(|rest| rest.starts_with(' '))
}

fn stated(glossary: &Glossary, entry: EntryId, property: PropertyId) -> Vec<(Evidence, &Statement)> {
    (0..)
        .zip(&glossary.entry(entry).statements)
        .filter(|(_, statement)| statement.property == property)
        .map(|(statement, found)| (Evidence { entry, statement }, found))
        .collect()
}

/// A plain assertion: refuted where every statement that could bear on it is disjoint from it.
fn asserted(glossary: &Glossary, draft: &Draft, known: &Known<'_>, context: &dyn Fn(&str) -> bool) -> Decision {
    if let Some(decision) = beyond_all(glossary, draft, known) {
        return decision;
    }
    let own = judge(glossary, draft, &known.own, context);
    if own.verdict == Verdict::Refuted && draft.all {
        return own;
    }
    let members: Vec<Decision> = known.members.iter().map(|member| judge(glossary, draft, member, context)).collect();
    if draft.all {
        if let Some(refuted) = members.iter().find(|decision| decision.verdict == Verdict::Refuted) {
            return *refuted;
        }
    } else if let Some(supported) = members.iter().find(|decision| decision.verdict == Verdict::Supported) {
        return *supported;
    }
    if !known.own.is_empty() {
        return own;
    }
    let all_refute = members.iter().all(|decision| decision.verdict == Verdict::Refuted);
    if all_refute && known.members.len() >= known.family.max(1) {
        return members.first().copied().unwrap_or(Decision::open(Reason::NoStatement));
    }
    Decision::open(Reason::Unpinned)
}

/// How far the largest member of a family may be from what it is said to reach.
const REACHED: f64 = 1.3;

/// Refutes that the sizes of a family go up to a number where even the largest is far below it: `T5 goes up to 110B`.
fn beyond_all(glossary: &Glossary, draft: &Draft, known: &Known<'_>) -> Option<Decision> {
    let ClaimValue::Quantity(claimed) = draft.value else { return None };
    let whole = !known.own.is_empty() || known.members.len() >= known.family.max(1);
    if draft.bound != Bound::AtMost || !glossary.property(draft.property).scales || !whole {
        return None;
    }
    let mut largest: Option<(f64, Evidence)> = None;
    for &(evidence, statement) in known.own.iter().chain(known.members.iter().flatten()) {
        for value in statement.values.iter().chain(&statement.accept) {
            let glossary::Value::Quantity(quantity) = value else { return None };
            if largest.is_none_or(|(most, _)| quantity.number > most) {
                largest = Some((quantity.number, evidence));
            }
        }
    }
    let (most, evidence) = largest?;
    (claimed > REACHED * most).then(|| Decision::decided(Verdict::Refuted, evidence))
}

/// Judges a claim by the statements of one entry.
fn judge(
    glossary: &Glossary,
    draft: &Draft,
    statements: &[(Evidence, &Statement)],
    context: &dyn Fn(&str) -> bool,
) -> Decision {
    let pinned: Vec<_> =
        statements.iter().filter(|(_, statement)| statement.variant.as_deref().is_some_and(context)).copied().collect();
    let statements = if pinned.is_empty() { statements } else { &pinned };
    let mut refuted = None;
    let mut denied = None;
    let mut open = None;
    for &(evidence, statement) in statements {
        match against(glossary, draft, statement) {
            Verdict::Supported => return Decision::decided(Verdict::Supported, evidence),
            // What a statement denies by name is wrong, whatever else of the property is left open.
            Verdict::Refuted if !statement.polarity => denied = denied.or(Some(evidence)),
            Verdict::Refuted => refuted = refuted.or(Some(evidence)),
            Verdict::NotEnoughInfo if statement.polarity => open = Some(Reason::Compatible),
            Verdict::NotEnoughInfo => {}
        }
    }
    match (denied.or(refuted.filter(|_| open.is_none())), open) {
        (Some(evidence), _) => Decision::decided(Verdict::Refuted, evidence),
        (None, Some(reason)) => Decision::open(reason),
        (None, None) => Decision::open(Reason::NoStatement),
    }
}

/// One statement against an asserted value.
fn against(glossary: &Glossary, draft: &Draft, statement: &Statement) -> Verdict {
    let property = glossary.property(draft.property);
    let relation = |value: &glossary::Value| compare::relate(glossary, property, draft, value);
    if !statement.polarity {
        // Who has no X has no kind of X either, but may well have another kind of what X is one of.
        let holds = |value: &glossary::Value| match (&draft.value, value) {
            (ClaimValue::Entry(claimed), glossary::Value::Entry(denied)) => {
                glossary.is_narrower_or_same(*claimed, *denied)
            }
            _ => relation(value) == Relation::Same,
        };
        let denied = statement.values.iter().any(holds);
        return if denied { Verdict::Refuted } else { Verdict::NotEnoughInfo };
    }
    let relations: Vec<Relation> = statement.values.iter().chain(&statement.accept).map(relation).collect();
    if relations.contains(&Relation::Same) {
        return Verdict::Supported;
    }
    let disjoint = relations.iter().all(|&relation| relation == Relation::Disjoint);
    let closed = !property.many || statement.complete;
    if disjoint && closed { Verdict::Refuted } else { Verdict::NotEnoughInfo }
}

/// A plain denial: refuted where a statement says that it is so.
fn denied(glossary: &Glossary, draft: &Draft, known: &Known<'_>) -> Decision {
    // `not trained on 2T tokens but …`: what is denied of a number is seldom the number.
    if matches!(draft.value, ClaimValue::Quantity(_) | ClaimValue::Date(_)) {
        return Decision::open(Reason::Compatible);
    }
    let property = glossary.property(draft.property);
    let same = |(_, statement): &&(Evidence, &Statement)| {
        statement.polarity
            && statement.variant.is_none()
            && statement.values.iter().any(|value| compare::relate(glossary, property, draft, value) == Relation::Same)
    };
    match known.own.iter().find(same) {
        Some(&(evidence, _)) => Decision::decided(Verdict::Refuted, evidence),
        None => Decision::open(Reason::Compatible),
    }
}
