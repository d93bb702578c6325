//! `key: value` lines: the key names a property, or the subject, or both; where it is a subject, the title above may name
//! the property (`## Vocabulary sizes` and `- Llama 2: 32,000`).

use glossary::{CueKind, EntryId, Owner, Property, PropertyId, Range};
use note::{TokenKind, UnitId, UnitKind};

use super::{draft, entry_of, said::is_not_only};
use crate::{
    ClaimValue, context,
    draft::{Draft, Valued, is_kind, values_or_part},
    reading::Reading,
    scan::{AmountKind, Run, Scan},
    subject::{self, Subject, in_domain},
};

/// Appends what a `key: value` unit asserts through its key.
pub(super) fn read(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    let Some(key) = reading.unit.key else {
        if let Some((name, value)) = having(reading) {
            lent(reading, &name, &value, drafts);
        }
        timeline(reading, drafts);
        return;
    };
    let key_run = reading.unit.tokens.start..key.end;
    let value_run = key.value..reading.unit.tokens.end;
    let glossary = reading.scan.glossary;
    let dates = |id: &PropertyId| matches!(glossary.property(*id).range, Range::Date);
    let named_here = reading.scan.hits_of(reading.id).iter().filter_map(|hit| match hit.owner {
        Owner::Name(id) | Owner::Inverse(id) => Some(id),
        _ => None,
    });
    lent(reading, &key_run, &value_run, drafts);
    nested(reading, &key_run, &value_run, drafts);
    further(reading, &key_run, &value_run, drafts);
    let mut possible: Vec<PropertyId> = named_here.chain(glossary.counting().filter(dates)).collect();
    possible.sort_unstable();
    possible.dedup();
    inverses(reading, &possible, &key_run, &value_run, drafts);
    for id in possible {
        let property = glossary.property(id);
        if is_called(reading, &key_run, Owner::Name(id)) && !is_narrowed(reading, id, &key_run) {
            named(reading, id, property, &key_run, &value_run, drafts);
        }
        if matches!(property.range, Range::Date) {
            dated(reading, id, property, &key_run, &value_run, drafts);
        }
    }
}

/// The name that an item opens with, and what a word of having or being says that it has: `X supports 32K`, `X 是 32K`.
fn having(reading: &Reading<'_, '_>) -> Option<(Run, Run)> {
    let scan = reading.scan;
    let tokens = &reading.unit.tokens;
    let name = scan.mention_at(tokens.start).filter(|_| reading.unit.kind == UnitKind::Item)?.run.clone();
    let verb = |at: &u32| {
        scan.is_light(*at) && !scan.negates(*at)
            || reading.covers(|owner| owner == Owner::Cue(CueKind::Having), *at)
            || is_verb(scan.folded(*at))
    };
    let value = (name.end..tokens.end).find(|at| !verb(at))?;
    (name.start == tokens.start && value > name.end).then_some((name, value..tokens.end))
}

fn is_verb(word: &str) -> bool {
    matches!(
        word,
        "supports" | "takes" | "offers" | "allows" | "handles" | "reaches" | "支" | "持" | "达" | "到" | "提" | "供"
    )
}

/// A key that is a name, below a title that names a property and nothing else.
fn lent(reading: &Reading<'_, '_>, key: &Run, value: &Run, drafts: &mut Vec<Draft>) {
    let scan = reading.scan;
    let Some(mention) = scan.mention_at(key.start).filter(|mention| mention.run == *key) else { return };
    let Some(id) = title_of(reading) else { return };
    let property = scan.glossary.property(id);
    let accept = |entry: EntryId| in_domain(scan, property, entry);
    let Some(entry) = subject::only(mention, &accept) else { return };
    let subject = Subject { entry, run: mention.run.clone(), unit: reading.id };
    if matches!(property.range, Range::Choice(_)) {
        choices(reading, id, &subject, value, drafts);
        return;
    }
    let values = first_values(reading, values_or_part(reading, property, value), value);
    let opens = |valued: &Valued| crate::binding::weight(reading, &(value.start..valued.run.start)) == 0;
    for valued in told(values).into_iter().filter(opens).filter(|valued| entry_of(&valued.value) != Some(entry)) {
        let alone = valued.run.end + 1 >= value.end;
        let made = draft(reading, id, subject.clone(), valued);
        drafts.extend(made.map(|draft| Draft { alone, keyed: true, ..draft }));
    }
}

/// A key that is a name, and behind it parts that open with what a property is called: `GRPO: critic: none; KL: in the loss`.
fn nested(reading: &Reading<'_, '_>, key: &Run, value: &Run, drafts: &mut Vec<Draft>) {
    let scan = reading.scan;
    let Some(mention) = scan.mention_at(key.start).filter(|mention| mention.run == *key) else { return };
    let ends = |at: u32| matches!(scan.folded(at), ";" | "；" | "," | "，" | "。" | "|" | "→");
    let mut start = value.start;
    while start < value.end {
        let end = (start..value.end).find(|&at| ends(at)).unwrap_or(value.end);
        let names = scan.hits_of(reading.id).iter().filter_map(|hit| match hit.owner {
            Owner::Name(id) if hit.run.start == start && hit.run.end < end => Some((hit.run.end, id)),
            _ => None,
        });
        if let Some((behind, id)) = names.max_by_key(|&(end, id)| (end, std::cmp::Reverse(id))) {
            let marked = matches!(scan.folded(behind), ":" | "：" | "=");
            let part = behind + u32::from(marked)..end;
            let property = scan.glossary.property(id);
            let entry = subject::only(mention, &|entry: EntryId| in_domain(scan, property, entry));
            if let Some(entry) = entry.filter(|_| marked || opens_with_value(reading, id, &part)) {
                let subject = Subject { entry, run: mention.run.clone(), unit: reading.id };
                if matches!(property.range, Range::Choice(_)) {
                    choices(reading, id, &subject, &part, drafts);
                } else {
                    let values = first_values(reading, values_or_part(reading, property, &part), &part);
                    for valued in told(values) {
                        let made = draft(reading, id, subject.clone(), valued);
                        drafts.extend(made.map(|draft| Draft { keyed: true, ..draft }));
                    }
                }
            }
        }
        start = end + 1;
    }
}

/// Parts of a line behind its first that have a key of their own: `Config: 32 layers, hidden size: 4096, heads: 32`. What the
/// line stands under has them, where the line's key names nothing.
fn further(reading: &Reading<'_, '_>, key: &Run, value: &Run, drafts: &mut Vec<Draft>) {
    let scan = reading.scan;
    if reading.mentions_in(key).any(|mention| scan.is_checkable(mention)) {
        return;
    }
    let ends = |at: u32| matches!(scan.folded(at), ";" | "；" | "," | "，" | "、" | "|");
    let mut start = (value.start..value.end).find(|&at| ends(at)).map_or(value.end, |at| at + 1);
    while start < value.end {
        let end = (start..value.end).find(|&at| ends(at)).unwrap_or(value.end);
        let names = scan.hits_of(reading.id).iter().filter_map(|hit| match hit.owner {
            Owner::Name(id) if hit.run.start == start && hit.run.end + 1 < end => Some((hit.run.end, id)),
            _ => None,
        });
        let most = names.clone().map(|(end, _)| end).max();
        let meant: Vec<PropertyId> = names.filter(|&(end, _)| Some(end) == most).map(|(_, id)| id).collect();
        let marked = most.is_some_and(|behind| matches!(scan.folded(behind), ":" | "："));
        if let ([id], Some(behind), true) = (&meant[..], most, marked) {
            let part = behind + 1..end;
            let property = scan.glossary.property(*id);
            let number = matches!(property.range, Range::Quantity { .. });
            let values = values_or_part(reading, property, &part);
            if let ([valued], true) = (values.as_slice(), number) {
                let accept = |entry: EntryId| in_domain(scan, property, entry);
                let whole =
                    valued.run.start == part.start && crate::binding::weight(reading, &(valued.run.end..end)) == 0;
                for subject in subject::from_context(reading, &accept).into_iter().filter(|_| whole) {
                    let made = draft(reading, *id, subject, valued.clone());
                    drafts.extend(made.map(|draft| Draft { keyed: true, ..draft }));
                }
            }
        }
        start = end + 1;
    }
}

/// Whether a run opens with a number, a name or one of a property's words for its choices.
fn opens_with_value(reading: &Reading<'_, '_>, id: PropertyId, run: &Run) -> bool {
    let scan = reading.scan;
    match scan.glossary.property(id).range {
        Range::Choice(_) => scan.cells_of(reading.id).iter().any(|hit| {
            hit.run.start == run.start && matches!(hit.owner, Owner::Cell(of, _) | Owner::Choice(of, _) if of == id)
        }),
        Range::Entry(_) => scan.mention_at(run.start).is_some_and(|mention| mention.run == *run),
        _ => scan.amounts_of(reading.id).iter().any(|amount| amount.run.start == run.start),
    }
}

/// The property that the title above a unit names, if it names nothing else: the longest name of several.
fn title_of(reading: &Reading<'_, '_>) -> Option<PropertyId> {
    let scan = reading.scan;
    let title = context::place(&reading.unit)?;
    let (id, alone) = longest_named(scan, title)?;
    let said = |at: u32| {
        scan.hits_of(title).iter().any(|hit| {
            let own = match hit.owner {
                Owner::Name(of) => of == id,
                Owner::Cue(kind) => matches!(kind, CueKind::Overview | CueKind::Content | CueKind::All),
                _ => false,
            };
            own && hit.run.contains(&at)
        })
    };
    let mut tokens = scan.note.unit(title).tokens.clone();
    let plain = |at: u32| scan.is_light(at) || matches!(scan.kind(at), TokenKind::Punct | TokenKind::Number);
    (alone && tokens.all(|at| said(at) || plain(at) || matches!(scan.folded(at), "家" | "多" | "大"))).then_some(id)
}

/// The property with the longest name in a unit, and whether no other has one as long.
pub(super) fn longest_named(scan: &Scan<'_>, unit: UnitId) -> Option<(PropertyId, bool)> {
    let names = || {
        scan.hits_of(unit).iter().filter_map(|hit| match hit.owner {
            Owner::Name(id) => Some((hit.run.len(), id)),
            _ => None,
        })
    };
    let (most, id) = names().max_by_key(|&(length, id)| (length, std::cmp::Reverse(id)))?;
    Some((id, names().all(|(length, other)| length < most || other == id)))
}

/// Whether the owner's name is what the run says, apart from the mentions in it and a few small words.
pub(super) fn is_called(reading: &Reading<'_, '_>, run: &Run, owner: Owner) -> bool {
    let scan = reading.scan;
    let inside = |hit: &&crate::scan::Hit| hit.owner == owner && hit.run.start >= run.start && hit.run.end <= run.end;
    let shielded = |hit: &crate::scan::Hit| {
        scan.mention_at(hit.run.start)
            .is_some_and(|mention| mention.run.len() > hit.run.len() && mention.run.end >= hit.run.end)
    };
    // `激活参数` is not `参数`: a longer name of another property is the one that is meant.
    let named =
        |other: &crate::scan::Hit| matches!(other.owner, Owner::Name(_) | Owner::Inverse(_)) && other.owner != owner;
    let part = |hit: &crate::scan::Hit| {
        scan.hits_of(reading.id).iter().filter(|other| named(other)).any(|other| {
            other.run.start <= hit.run.start && hit.run.end <= other.run.end && other.run.len() > hit.run.len()
        })
    };
    // `total / active parameters`: two things.
    let several = run.clone().any(|at| scan.folded(at) == "/");
    // `active parameters / token`: so many for each.
    let per = |hit: &&crate::scan::Hit| {
        let apart = |other: &crate::scan::Hit| other.run.end <= hit.run.start && other.run.start >= run.start;
        several && scan.hits_of(reading.id).iter().any(|other| named(other) && apart(other))
    };
    let whole = |hit: &&crate::scan::Hit| !shielded(hit) && !part(hit) && !per(hit);
    scan.hits_of(reading.id).iter().filter(inside).filter(whole).any(|hit| {
        let of_owner = |at: u32| reading.covers(|of| of == owner, at);
        run.clone().filter(|at| !hit.run.contains(at)).all(|at| {
            scan.mention_at(at).is_some() && !hit.run.contains(&at)
                || of_owner(at)
                || is_pictograph(scan.source(&(at..at + 1)))
                || !several && scan.folded(at) == "total"
                || matches!(
                    scan.folded(at),
                    "the"
                        | "of"
                        | "a"
                        | "its"
                        | "的"
                        | "("
                        | ")"
                        | "*"
                        | "'s"
                        | ":"
                        | "main"
                        | "所"
                        | "用"
                        | "其"
                        | "/"
                        | "?"
                        | "？"
                        | "need"
                        | "needs"
                        | "needed"
                        | "required"
                        | "uses"
                        | "used"
                        | "has"
                        | "是"
                        | "否"
                        | "有"
                        | "没"
                        | "无"
                        | "要"
                        | "需"
                )
        })
    })
}

/// Whether a token is a picture that only adorns a key.
fn is_pictograph(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{fe0f}'))
}

/// Whether a key names something that the property is not said of, and so speaks of another case of it: `Prefill 序列长度`.
pub(super) fn is_narrowed(reading: &Reading<'_, '_>, id: PropertyId, key: &Run) -> bool {
    let property = reading.scan.glossary.property(id);
    reading.scan.mentions_of(reading.id).iter().any(|mention| {
        let named = reading.scan.hits_of(reading.id).iter().any(|hit| {
            hit.owner == Owner::Name(id) && hit.run.start <= mention.run.start && mention.run.end <= hit.run.end
        });
        let value = match &property.range {
            Range::Entry(kinds) => mention.entries.iter().any(|&entry| is_kind(reading, kinds, entry)),
            _ => false,
        };
        let foreign = !mention.entries.iter().any(|&entry| in_domain(reading.scan, property, entry))
            && reading.scan.is_checkable(mention);
        mention.run.end <= key.end && !named && !value && foreign
    })
}

/// `Norm: RMSNorm`: the key is the property, the context or the key the subject.
fn named(
    reading: &Reading<'_, '_>,
    id: PropertyId,
    property: &Property,
    key: &Run,
    value: &Run,
    drafts: &mut Vec<Draft>,
) {
    if matches!(property.range, Range::Choice(_)) {
        let accept = |entry: EntryId| in_domain(reading.scan, property, entry);
        // What the property is called may be a term of its own: `reward model: none`.
        let names = |subject: &Subject| {
            let name = |hit: &crate::scan::Hit| hit.owner == Owner::Name(id) && hit.run.start <= subject.run.start;
            reading.scan.hits_of(reading.id).iter().any(|hit| name(hit) && subject.run.end <= hit.run.end)
        };
        let mut subjects = subjects_in(reading, key, &accept);
        subjects.retain(|subject| !names(subject));
        if subjects.is_empty() {
            subjects = subject::from_context(reading, &accept);
        }
        if let [subject] = subjects.as_slice() {
            choices(reading, id, subject, value, drafts);
        }
        return;
    }
    if paired(reading, id, property, value, drafts) {
        return;
    }
    let values = first_values(reading, values_or_part(reading, property, value), value);
    for valued in told(values) {
        let own = entry_of(&valued.value);
        let accept = |entry: EntryId| in_domain(reading.scan, property, entry) && Some(entry) != own;
        let in_key = subjects_in(reading, key, &accept);
        let subjects = if in_key.is_empty() { subject::from_context(reading, &accept) } else { in_key };
        let alone = valued.run.end + 1 >= value.end;
        for subject in subjects {
            drafts.extend(draft(reading, id, subject, valued.clone()).map(|draft| Draft {
                alone,
                keyed: true,
                ..draft
            }));
        }
    }
}

/// Names behind the key, each with its value: `Vocabulary sizes: BERT 30,522; GPT-2 50,257`. Whether the line is such a list.
fn paired(
    reading: &Reading<'_, '_>,
    id: PropertyId,
    property: &Property,
    value: &Run,
    drafts: &mut Vec<Draft>,
) -> bool {
    let scan = reading.scan;
    if !matches!(property.range, Range::Quantity { .. } | Range::Date) {
        return false;
    }
    let ends = |at: u32| matches!(scan.folded(at), ";" | "；" | "," | "，" | "、" | "|" | "。");
    let joins =
        |at: u32| matches!(scan.folded(at), "and" | "和" | "而" | "is" | "has" | "是" | "为" | "=" | ":" | "：");
    let accept = |entry: EntryId| in_domain(scan, property, entry);
    let mut pairs = Vec::new();
    let mut start = value.start;
    while start < value.end {
        let end = (start..value.end).find(|&at| ends(at)).unwrap_or(value.end);
        let first = (start..end).find(|&at| !joins(at)).unwrap_or(end);
        let name = scan.mention_at(first).filter(|mention| mention.run.start == first);
        let subject = name.and_then(|name| Some((subject::only(name, &accept)?, name.run.clone())));
        let Some((entry, run)) = subject else { break };
        let behind = (run.end..end).find(|&at| !joins(at)).unwrap_or(end);
        let values = values_or_part(reading, property, &(behind..end));
        let [valued] = values.as_slice() else { break };
        // `BERT-base 12 of 24`: what is left over may say anything.
        if valued.run.start != behind || crate::binding::weight(reading, &(valued.run.end..end)) > UNIT {
            break;
        }
        pairs.push((Subject { entry, run, unit: reading.id }, valued.clone()));
        start = end + 1;
    }
    if pairs.len() < 2 {
        return pairs.len() == 1 && start < value.end;
    }
    for (subject, valued) in pairs {
        let made = draft(reading, id, subject, valued);
        drafts.extend(made.map(|draft| Draft { keyed: true, ..draft }));
    }
    true
}

/// What a run says where a key or a header names a property whose values are choices: its expressions alone are read.
pub(super) fn choices(
    reading: &Reading<'_, '_>,
    id: PropertyId,
    subject: &Subject,
    within: &Run,
    drafts: &mut Vec<Draft>,
) {
    let range = &reading.scan.glossary.property(id).range;
    if !matches!(range, Range::Choice(_)) {
        return;
    }
    let inside = |hit: &crate::scan::Hit| within.start <= hit.run.start && hit.run.end <= within.end;
    let cells = reading.scan.cells_of(reading.id);
    let own =
        |hit: &&crate::scan::Hit| matches!(hit.owner, Owner::Choice(owner, _) | Owner::Cell(owner, _) if owner == id);
    let mut hits: Vec<&crate::scan::Hit> = reading.scan.hits_of(reading.id).iter().chain(&cells).filter(own).collect();
    hits.sort_by_key(|hit| (hit.run.start, hit.owner));
    for &hit in hits.iter().filter(|hit| inside(hit)) {
        let (Owner::Choice(_, choice) | Owner::Cell(_, choice)) = hit.owner else { continue };
        let shield = range.is_shield(choice);
        // A longer reading of the same words is the better one (`不需要` before `需要`).
        let longer = hits.iter().any(|other| {
            other.run.start <= hit.run.start && hit.run.end <= other.run.end && other.run.len() > hit.run.len()
        });
        // A lone word is a value only where the place begins with it.
        let led =
            matches!(hit.owner, Owner::Cell(..)) && crate::binding::weight(reading, &(within.start..hit.run.start)) > 0;
        let led = led || matches!(hit.owner, Owner::Cell(..)) && takes_object(reading, &hit.run, within);
        if !shield && !longer && !led && !is_not_only(reading, &hit.run) {
            let valued = Valued { value: ClaimValue::Choice(choice), run: hit.run.clone() };
            // In a place of its own a value is what it says, negation and all.
            let cell = matches!(hit.owner, Owner::Cell(..)) && hit.run.start == within.start;
            let made = draft(reading, id, subject.clone(), valued);
            drafts.extend(made.map(|draft| Draft { keyed: true, polarity: cell || draft.polarity, ..draft }));
        }
    }
}

/// Whether a word of having or lacking has an object of its own behind it: `BERT encoder：没有 mask`.
fn takes_object(reading: &Reading<'_, '_>, run: &Run, within: &Run) -> bool {
    let scan = reading.scan;
    let word = scan.source(run).to_lowercase();
    let having = matches!(word.as_str(), "有" | "没有" | "无" | "no" | "has" | "without" | "with" | "none");
    let behind = run.end;
    having
        && behind < within.end
        && !scan.is_light(behind)
        && !matches!(scan.kind(behind), TokenKind::Punct | TokenKind::Number)
}

/// The values that the value part opens with: what comes in a later clause is a remark.
pub(super) fn first_values(reading: &Reading<'_, '_>, values: Vec<Valued>, within: &Run) -> Vec<Valued> {
    let Some(first) = values.first() else { return values };
    let clause = reading.clause(first.run.start);
    let opens = clause == reading.clause(within.start);
    let mut last = first.run.clone();
    let enumerated = within.start <= first.run.start && is_enumeration(reading, &values, within);
    let mut goes_on = |valued: &Valued| {
        // A further number is one of the key's only where it is enumerated with the first.
        let number = matches!(valued.value, ClaimValue::Quantity(_)) && valued.run.start > last.end;
        let own = !number || subject::joined(reading, &last, &valued.run);
        if own {
            last = valued.run.clone();
        }
        own
    };
    let here = |run: &Run| enumerated || reading.clause(run.start) == clause;
    values.into_iter().filter(|valued| opens && here(&valued.run) && goes_on(valued)).collect()
}

/// Of several numbers the largest: a list is of a family whose smaller members may not all be
/// known, and where they go up one by one it numbers things.
pub(super) fn told(values: Vec<Valued>) -> Vec<Valued> {
    let numbers: Vec<f64> = values
        .iter()
        .filter_map(|valued| match valued.value {
            ClaimValue::Quantity(number) => Some(number),
            _ => None,
        })
        .collect();
    if numbers.len() < 2 {
        return values;
    }
    let counted = |pair: &[f64]| (pair[1] - pair[0] - 1.0).abs() < f64::EPSILON;
    if numbers.windows(2).any(counted) {
        return Vec::new();
    }
    let most = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let largest = |valued: &Valued| matches!(valued.value, ClaimValue::Quantity(number) if number >= most);
    values.into_iter().filter(largest).collect()
}

/// Whether a run holds nothing but values and what enumerates them: `7B, 13B, 33B`.
fn is_enumeration(reading: &Reading<'_, '_>, values: &[Valued], within: &Run) -> bool {
    values.len() > 1
        && within.clone().all(|at| {
            reading.scan.kind(at) == TokenKind::Punct
                || matches!(reading.scan.folded(at), "and" | "or" | "和" | "及" | "与" | "或")
                || values.iter().any(|valued| valued.run.contains(&at))
        })
}

/// `Examples: BERT, RoBERTa`: the key says that what it lists has what stands above, the nearest that any of the properties
/// takes which the key may mean.
fn inverses(reading: &Reading<'_, '_>, possible: &[PropertyId], key: &Run, value: &Run, drafts: &mut Vec<Draft>) {
    // Within a paragraph `Example:` only goes on with the sentence before.
    let start = reading.unit.tokens.start;
    let goes_on = reading.unit.previous.is_some() && !reading.scan.source(&(start - 1..start + 1)).contains('\n');
    if goes_on {
        return;
    }
    let above = |&id: &PropertyId| {
        let Range::Entry(kinds) = &reading.scan.glossary.property(id).range else { return None };
        let accept = |entry| is_kind(reading, kinds, entry);
        let called = is_called(reading, key, Owner::Inverse(id));
        let above = || subject::from_context(reading, &accept).into_iter().next();
        called.then(above).flatten().map(|above| (id, above))
    };
    let found: Vec<(PropertyId, Subject)> = possible.iter().filter_map(above).collect();
    let nearest = found.iter().map(|(_, above)| above.unit).max();
    for (id, above) in found.iter().filter(|(_, above)| Some(above.unit) == nearest) {
        let property = reading.scan.glossary.property(*id);
        let listed = |entry: EntryId| in_domain(reading.scan, property, entry);
        for subject in subjects_in(reading, value, &listed) {
            let valued = Valued { value: ClaimValue::Entry(above.entry), run: subject.run.clone() };
            drafts.extend(draft(reading, *id, subject, valued).map(|draft| Draft { keyed: true, ..draft }));
        }
    }
}

/// What a value counts may follow it: a word.
const UNIT: u32 = 2;

/// More than this behind what a date stands before tells of an event.
const EVENT: u32 = 4;

/// `2023-07: Llama 2`: the key is a date, the value opens with what is dated.
fn dated(
    reading: &Reading<'_, '_>,
    id: PropertyId,
    property: &Property,
    key: &Run,
    value: &Run,
    drafts: &mut Vec<Draft>,
) {
    let amounts = reading.scan.amounts_of(reading.id);
    let is_date = |kind: &AmountKind| matches!(kind, AmountKind::Date(_) | AmountKind::Year(_));
    let Some(date) = amounts
        .iter()
        .find(|amount| amount.run.start == key.start && amount.run.end >= key.end && is_date(&amount.kind))
    else {
        return;
    };
    let listed = |entry: EntryId| in_domain(reading.scan, property, entry);
    let opens =
        subjects_in(reading, value, &listed).into_iter().next().filter(|subject| subject.run.start <= value.start + 1);
    // `2024: DPO dominates …` dates what happened, not the thing.
    let clause = |subject: &Subject| subject.run.end..reading.clause_run(subject.run.start).end;
    let rest = |subject: &Subject| crate::binding::weight(reading, &(subject.run.end..reading.unit.tokens.end));
    let opens =
        opens.filter(|subject| crate::binding::weight(reading, &clause(subject)) == 0 && rest(subject) <= EVENT);
    if let (Some(subject), Some(value)) = (opens, crate::draft::date(date)) {
        let run = date.run.clone();
        let links = |owner: Owner| owner == Owner::After(id) || owner == Owner::Before(id);
        let told =
            reading.scan.hits_of(reading.id).iter().any(|hit| links(hit.owner) && hit.run.start >= subject.run.end);
        let made = draft(reading, id, subject, Valued { value, run });
        drafts.extend(made.map(|draft| Draft { keyed: true, told, ..draft }));
    }
}

/// An item that is a date and names, and nothing else: `- 2018-06 GPT-2`, `- 2021 年 3 月 InstructGPT`.
fn timeline(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    let scan = reading.scan;
    let start = reading.unit.tokens.start;
    let date = scan
        .amounts_of(reading.id)
        .iter()
        .find(|amount| amount.run.start == start && matches!(amount.kind, AmountKind::Date(_) | AmountKind::Year(_)));
    let Some(date) = date.filter(|_| reading.unit.kind == UnitKind::Item) else { return };
    let value = date.run.end..reading.unit.tokens.end;
    let named = |at: u32| scan.mention_at(at).is_some_and(|mention| !mention.part);
    let whole = value.clone().all(|at| named(at) || scan.kind(at) == TokenKind::Punct);
    if !whole || reading.mentions_in(&value).next().is_none() {
        return;
    }
    let glossary = scan.glossary;
    for id in glossary.counting().filter(|&id| matches!(glossary.property(id).range, Range::Date)) {
        dated(reading, id, glossary.property(id), &date.run, &value, drafts);
    }
}

/// The accepted mentions in a run, as subjects.
pub(super) fn subjects_in(reading: &Reading<'_, '_>, run: &Run, accept: &dyn Fn(EntryId) -> bool) -> Vec<Subject> {
    reading
        .mentions_in(run)
        .filter(|mention| !reading.is_set_apart(&mention.run))
        .filter_map(|mention| {
            let entry = subject::only(mention, accept)?;
            Some(Subject { entry, run: mention.run.clone(), unit: reading.id })
        })
        .collect()
}
