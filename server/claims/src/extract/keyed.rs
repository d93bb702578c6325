//! `key: value` lines: the key names a property, or the subject, or both; where it is a subject, the title above may name
//! the property (`## Vocabulary sizes` and `- Llama 2: 32,000`).

mod date;
mod part;
mod value;

use glossary::{CueKind, EntryId, Owner, Property, PropertyId, Range};
use note::{TokenKind, UnitId, UnitKind};

use super::{draft, entry_of};
use crate::{
    ClaimValue, context,
    draft::{Draft, Valued, is_kind, values_or_part},
    reading::Reading,
    scan::{Run, Scan},
    subject::{self, Subject, in_domain},
};
use date::{dated, timeline};
use part::{further, nested, paired};
pub(super) use value::{choices, first_values, told};

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
                || is_small_in_a_key(scan.folded(at))
        })
    })
}

/// Whether a word beside the name of a property in a key leaves it that name.
fn is_small_in_a_key(word: &str) -> bool {
    matches!(
        word,
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
