//! Values that need no words around them: all that a clause, an item or what stands behind a key says.

use glossary::{CueKind, Owner, Property, PropertyId, Range};
use note::{TokenKind, UnitKind};

use super::{
    entry_of, properties,
    prose::{best_link, is_counted_in_years, takes},
};
use crate::{
    ClaimValue, binding,
    draft::Valued,
    reading::Reading,
    scan::{Hit, Run},
    subject::{self, in_domain},
};

/// What may follow a value that stands alone weighs at most this.
const REMARK: u32 = 2;

/// Whether a value is all that its clause says behind a key that is its subject: `Phi-2: 2.7B`, or all but the name of
/// what it counts: `Qwen2.5: 18T tokens`.
pub(super) fn is_alone_behind_key(
    reading: &Reading<'_, '_>,
    id: PropertyId,
    property: &Property,
    valued: &Valued,
) -> bool {
    let scan = reading.scan;
    let Some(key) = reading.unit.key else { return false };
    let Some(mention) = scan.mentions_of(reading.id).first() else { return false };
    let is_key = mention.run.start == reading.unit.tokens.start && mention.run.end == key.end;
    if !is_key || subject::only(mention, &|entry| in_domain(scan, property, entry)).is_none() {
        return false;
    }
    let clause = reading.clause_run(valued.run.start);
    let rest: Vec<u32> = clause.filter(|&at| at >= key.value && !valued.run.contains(&at)).collect();
    let counts = |at: u32| is_named_at(reading, id, at);
    let number = matches!(valued.value, ClaimValue::Quantity(_));
    let beside = |at: &&u32| (valued.run.end..=valued.run.end + 1).contains(at) || **at + 1 == valued.run.start;
    let named = number && rest.iter().filter(beside).any(|&at| counts(at) && scan.folded(at) != "的");
    let other = binding::weigh(reading, rest.iter().copied().filter(|&at| !counts(at)));
    // `by Google`: the name of this very property takes nothing away from it.
    let foreign = |at: u32| names_any(reading, at) && !counts(at);
    if named { other <= REMARK } else { property.bare && other == 0 && rest.iter().all(|&at| !foreign(at)) }
}

/// Whether a value is all that stands behind a key that is a name: `LLaMA → post-norm`.
pub(super) fn is_card(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    reading.unit.key.is_some_and(|key| {
        let name = reading.unit.tokens.start..key.end;
        let named = scan.mention_at(name.start).is_some_and(|mention| mention.run == name);
        let rest = (key.value..reading.unit.tokens.end).filter(|at| !value.contains(at));
        named && value.start >= key.value && rest.into_iter().all(|at| scan.kind(at) == TokenKind::Punct)
    })
}

/// Whether a clause holds a number, the name of what it counts, and nothing else: `…, but only 30B tokens`.
pub(super) fn is_counted_alone(reading: &Reading<'_, '_>, id: PropertyId, value: &Run) -> bool {
    let clause = reading.clause_run(value.start);
    let named = is_named_at(reading, id, value.end) && clause.contains(&value.end);
    let rest = clause.filter(|at| !value.contains(at) && !is_named_at(reading, id, *at));
    named && rest.into_iter().all(|at| reading.scan.is_light(at) || reading.scan.kind(at) == TokenKind::Punct)
}

/// Whether a token is of a name of some property.
fn names_any(reading: &Reading<'_, '_>, at: u32) -> bool {
    reading.covers(|owner| matches!(owner, Owner::Name(_)), at)
}

/// Whether a number is all that stands behind a key that names the largest or smallest: `biggest version: 13B`.
pub(super) fn is_extreme(reading: &Reading<'_, '_>, valued: &Valued) -> bool {
    let Some(key) = reading.unit.key else { return false };
    let named = reading.points_back(key.end) && !reading.has_before(CueKind::Anaphor, key.end);
    let clause = reading.clause_run(valued.run.start);
    let rest = clause.filter(|&at| at >= key.value && !valued.run.contains(&at));
    matches!(valued.value, ClaimValue::Quantity(_)) && named && binding::weigh(reading, rest) == 0
}

/// Whether a token is of a name of the property.
pub(super) fn is_named_at(reading: &Reading<'_, '_>, id: PropertyId, at: u32) -> bool {
    let hits = reading.scan.hits_of(reading.id);
    // `隐层` names another property than `层`.
    let longer = |run: &Run| {
        hits.iter().any(|other| {
            let named = matches!(other.owner, Owner::Name(of) if of != id);
            named && other.run.start <= run.start && run.end <= other.run.end && other.run.len() > run.len()
        })
    };
    hits.iter().any(|hit| hit.owner == Owner::Name(id) && hit.run.contains(&at) && !longer(&hit.run))
}

/// Whether an item says where its subject comes from and nothing else: `- OpenAI, 2022`, `- from Google`.
pub(super) fn is_provenance(reading: &Reading<'_, '_>, property: &Property, valued: &Valued) -> bool {
    let scan = reading.scan;
    let dated = |at: u32| {
        let dates = scan.amounts_of(reading.id).iter().filter(|amount| is_counted_in_years(amount));
        dates.into_iter().any(|amount| amount.run.contains(&at))
    };
    let tokens = &reading.unit.tokens;
    // `from X`, `来自 X`: the preposition says as much as a date.
    let opens = matches!(
        (scan.folded(tokens.start), scan.folded(tokens.start + 1)),
        ("from" | "by" | "由", _) | ("来" | "出", "自")
    );
    reading.unit.kind == UnitKind::Item
        && reading.unit.key.is_none()
        && matches!(valued.value, ClaimValue::Entry(_))
        && subject::is_topic_in(reading, &|entry| in_domain(scan, property, entry))
        && (opens || tokens.clone().any(dated))
        && binding::weigh(reading, tokens.clone().filter(|&at| !dated(at) && scan.mention_at(at).is_none())) == 0
}

/// The property, of those that fit, that a number in a cell of its own shows by the words beside it: `2K context`, `18T
/// tokens`.
pub(super) fn shown(reading: &Reading<'_, '_>, value: &Run, fits: &dyn Fn(&Property) -> bool) -> Option<PropertyId> {
    let property = |id| reading.scan.glossary.property(id);
    best_link(reading, value).filter(|&id| fits(property(id))).or_else(|| {
        let takes = takes(reading, value);
        let rest = || reading.unit.tokens.clone().filter(|at| !value.contains(at));
        let mut fitting = properties(reading.scan).map(|(id, _)| id);
        let first = rest().next()?;
        fitting.find(|&id| {
            let named = |at| is_named_at(reading, id, at);
            named(first) && fits(property(id)) && takes(id) && rest().all(named)
        })
    })
}

/// Whether the value is (almost) all that its clause says, as in the fragments of lists: `- RoPE positions`.
pub(super) fn stands_alone(reading: &Reading<'_, '_>, property: &Property, valued: &Valued) -> bool {
    if !matches!(property.range, Range::Entry(_)) || matches!(reading.unit.kind, UnitKind::Heading(_)) {
        return false;
    }
    if property.many {
        return false;
    }
    // What ends with a colon only opens what follows.
    let last = reading.unit.tokens.end.saturating_sub(1);
    if matches!(reading.scan.folded(last), ":" | "：") {
        return false;
    }
    // What a model is or has may be said by naming it; who made it or what it comes from may not.
    // What goes on with a verb is about the value, and not about what stands above.
    let verb = matches!(
        reading.scan.folded(valued.run.end),
        "是" | "会"
            | "能"
            | "可"
            | "为"
            | "也"
            | "同"
            | "则"
            | "不"
            | "is"
            | "are"
            | "was"
            | "were"
            | "has"
            | "uses"
            | "does"
            | "can"
            | "adds"
            | "takes"
    );
    // `Transformers use …`, below something else: words that link the value to one of its own.
    let links = |hit: &Hit| matches!(hit.owner, Owner::Before(_)) && hit.run.start == valued.run.end;
    if (verb || reading.scan.hits_of(reading.id).iter().any(links)) && valued.run.end < reading.unit.tokens.end {
        return false;
    }
    let names_component = property
        .domain
        .iter()
        .all(|kind| entry_of(&valued.value).is_some_and(|entry| reading.scan.glossary.kind_name(entry) != kind));
    if !names_component {
        return false;
    }
    let clause = reading.clause_run(valued.run.start);
    let before = clause.start.max(reading.unit.tokens.start)..valued.run.start;
    let bracket = clause.start.checked_sub(1).is_some_and(|at| matches!(reading.scan.folded(at), "(" | "["));
    // `…, such as X`: an example of what was spoken of.
    if before.clone().any(|at| matches!(reading.scan.folded(at), "如" | "像" | "诸" | "like" | "eg" | "e.g" | "as"))
    {
        return false;
    }
    let inside_list = reading.unit.kind == UnitKind::Item || bracket || reading.unit.key.is_some();
    inside_list
        && reading.distance(&before) <= 1
        && reading.distance(&(valued.run.end..clause.end)) <= 3
        && binding::weight(reading, &(valued.run.end..clause.end)) <= REMARK
}
