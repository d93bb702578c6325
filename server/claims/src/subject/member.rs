//! Members of a family that are named by what tells them from the others: `large: 24 layers` under BERT, a row `2` in a
//! table of the stages of `ZeRO`, `the base model`.
//!
//! The name is put together again from the family's label, or the column's header, and the words at hand; only what the
//! glossary then knows is taken.

use std::ops::Range;

use glossary::{CueKind, EntryId, LabelPart, Owner, Property, Value};
use note::{TokenKind, Unit, UnitId};

use super::{Subject, Topic, from_headings};
use crate::{
    reading::Reading,
    scan::{Run, Scan},
};

/// What tells a member from the others has at most so many tokens.
const WORDS: usize = 3;

/// What a model is called and what it has may differ by so much: 6.7B are called 7B.
const NOMINAL: f64 = 1.25;

/// The member of the topic that the unit's key, or the words it opens with, names.
pub(super) fn of_opening(reading: &Reading<'_, '_>, topic: &Subject) -> Option<Subject> {
    opening_runs(reading.scan, &reading.unit).into_iter().find_map(|run| {
        let entry = named(reading.scan, topic.entry, &run)?;
        Some(Subject { entry, run, unit: reading.id })
    })
}

/// The member of a topic that titles between it and the unit name: `### Stage 1` under `## ZeRO`.
pub(super) fn of_places(scan: &Scan<'_>, topic: &Subject, places: &[UnitId]) -> Option<Subject> {
    places.iter().find_map(|&unit| {
        let run = place_run(scan, scan.note.unit(unit))?;
        Some(Subject { entry: named(scan, topic.entry, &run)?, run, unit })
    })
}

/// The words that a unit opens with and that may tell a member from the others.
pub(crate) fn opening_runs(scan: &Scan<'_>, unit: &Unit) -> Vec<Run> {
    let key = unit.key.map(|key| unit.tokens.start..key.end);
    let keyed = key.is_some();
    let openings = opening(scan, unit).into_iter().chain(numbered(scan, unit)).filter(|_| !keyed);
    key.into_iter().chain(openings).filter(|run| is_short(scan, run)).collect()
}

/// The same of a title or an item that others stand under: its key, or all of it. Of several words one is a number, else
/// they are a title as any other.
pub(crate) fn place_run(scan: &Scan<'_>, unit: &Unit) -> Option<Run> {
    let run = unit.key.map_or(unit.tokens.clone(), |key| unit.tokens.start..key.end);
    let mark = |at: u32| scan.kind(at) == TokenKind::Punct;
    let run = if run.end > run.start && mark(run.end - 1) { run.start..run.end - 1 } else { run };
    let numbered = || run.clone().any(|at| scan.kind(at) == TokenKind::Number);
    (is_short(scan, &run) && (run.len() == 1 || numbered())).then_some(run)
}

/// A word and its number at the beginning: `stage 3 shards …`.
fn numbered(scan: &Scan<'_>, unit: &Unit) -> Option<Run> {
    let first = unit.tokens.start;
    let pair = scan.kind(first) == TokenKind::Word && scan.kind(first + 1) == TokenKind::Number;
    (pair && first + 2 < unit.tokens.end).then_some(first..first + 2)
}

/// The largest or smallest member of the topic, where the unit speaks of that.
pub(super) fn extreme(reading: &Reading<'_, '_>, topic: &Subject) -> Option<Subject> {
    let largest = reading.has(CueKind::Largest);
    if !largest && !reading.has(CueKind::Smallest) {
        return None;
    }
    Some(Subject { entry: of_size(reading.scan, topic.entry, largest)?, ..topic.clone() })
}

/// The same of a family that the unit names, where the words stand around its name, or between it and what is said: `the
/// largest T5`, `LLaMA 最大的版本`, `in LLaMA, the smallest model`.
pub(super) fn superlative(reading: &Reading<'_, '_>, family: &Subject, value: &Run) -> Option<EntryId> {
    if !reading.scan.glossary.is_family(family.entry) {
        return None;
    }
    let between = |kind| reading.has_in(kind, &(family.run.end..value.start.max(family.run.end)));
    let speaks = |kind| is_beside(reading, kind, &family.run) || between(kind);
    let largest = speaks(CueKind::Largest);
    let either = largest || speaks(CueKind::Smallest);
    either.then(|| of_size(reading.scan, family.entry, largest)).flatten()
}

/// Whether a name stands for its largest or smallest member.
pub(super) fn is_extreme(reading: &Reading<'_, '_>, name: &Run) -> bool {
    [CueKind::Largest, CueKind::Smallest].into_iter().any(|kind| is_beside(reading, kind, name))
}

fn is_beside(reading: &Reading<'_, '_>, kind: CueKind, name: &Run) -> bool {
    reading.scan.hits_of(reading.id).iter().any(|hit| {
        let holds = hit.run.start < name.start && name.start < hit.run.end;
        let behind = name.end <= hit.run.start && hit.run.start - name.end <= 1;
        hit.owner == Owner::Cue(kind) && (holds || behind)
    })
}

/// The member of a family with the largest or smallest size; none where the family is stated to have another at that end.
fn of_size(scan: &Scan<'_>, family: EntryId, largest: bool) -> Option<EntryId> {
    let glossary = scan.glossary;
    let sized = |id: EntryId| Some((glossary::value::quantity(glossary.entry(id).size.as_deref()?)?, id));
    let members = glossary.narrower_of(family).into_iter().filter_map(sized);
    let by_size = |a: &(f64, EntryId), b: &(f64, EntryId)| a.0.total_cmp(&b.0);
    let (size, entry) = if largest { members.max_by(by_size) } else { members.min_by(by_size) }?;
    let beyond = |stated: f64| if largest { stated > size * NOMINAL } else { stated * NOMINAL < size };
    (!stated_sizes(scan, family).any(beyond)).then_some(entry)
}

/// The numbers of parameters that are stated of a family itself.
fn stated_sizes<'s>(scan: &'s Scan<'_>, family: EntryId) -> impl Iterator<Item = f64> + use<'s> {
    let glossary = scan.glossary;
    let counts =
        |property: &Property| matches!(&property.range, glossary::Range::Quantity { unit, .. } if unit == "parameters");
    let sized = glossary.entry(family).statements.iter().filter(move |of| counts(glossary.property(of.property)));
    sized.flat_map(|statement| &statement.values).filter_map(|value| match value {
        Value::Quantity(quantity) => Some(quantity.number),
        _ => None,
    })
}

/// The words before `model`, `version` and the like at the beginning: `the large model has …`, `large 版`.
fn opening(scan: &Scan<'_>, unit: &Unit) -> Option<Run> {
    let tokens = &unit.tokens;
    let start = tokens.start + u32::from(matches!(scan.folded(tokens.start), "the" | "its"));
    let noun = |at: &u32| is_noun(scan.folded(*at));
    (start + 1..tokens.end.min(start + 1 + WORDS as u32)).find(noun).map(|at| start..at)
}

/// Whether a word is for a member of a family, so that what stands before it tells which.
pub(super) fn is_noun(word: &str) -> bool {
    matches!(
        word,
        "model"
            | "version"
            | "variant"
            | "one"
            | "size"
            | "checkpoint"
            | "config"
            | "configuration"
            | "版"
            | "模"
            | "型"
            | "号"
            | "规"
    )
}

/// The member that the first cell of a table's row names by itself: of the family the headings are about, or of the kind
/// the header names (`denoiser`, `stage`).
pub(crate) fn of_cell(scan: &Scan<'_>, id: UnitId, header: &[Range<u32>]) -> Option<Subject> {
    let unit = scan.note.unit(id);
    let run = unit.tokens.clone();
    let family = match from_headings(scan, unit, &|_| true) {
        Topic::One(family) => Some(family.entry),
        _ => None,
    };
    let by_family = || named(scan, family?, &run);
    let by_header = || {
        let head = header.first()?.clone().map(UnitId).next()?;
        let head = scan.source(&scan.note.unit(head).tokens);
        let words = is_short(scan, &run).then(|| scan.source(&run))?;
        the_one(&scan.glossary.labelled(&format!("{words} {head}")))
    };
    let entry = by_family().or_else(by_header)?;
    Some(Subject { entry, run, unit: id })
}

/// The member of a family, or of the family that a member belongs to, that these words tell from the others.
pub(super) fn beside(scan: &Scan<'_>, entry: EntryId, run: &Run) -> Option<EntryId> {
    let glossary = scan.glossary;
    let families = std::iter::once(entry).chain(glossary.broader_of(entry));
    families.filter(|&of| glossary.kind(of) == glossary.kind(entry)).find_map(|family| named(scan, family, run))
}

/// The member of a family whose label is the family's and these words.
pub(crate) fn named(scan: &Scan<'_>, family: EntryId, run: &Run) -> Option<EntryId> {
    if !is_short(scan, run) {
        return None;
    }
    // Whatever stands below a title asks for what the title names.
    let asked = (family, run.start, run.end);
    if let Some(&known) = scan.members.borrow().get(&asked) {
        return known;
    }
    let found = look_up(scan, family, run);
    scan.members.borrow_mut().insert(asked, found);
    found
}

fn look_up(scan: &Scan<'_>, family: EntryId, run: &Run) -> Option<EntryId> {
    let glossary = scan.glossary;
    if !glossary.is_family(family) {
        return None;
    }
    let words = LabelPart::new(scan.source(run));
    let mut families = scan.families.borrow_mut();
    let labels = families.entry(family).or_insert_with(|| {
        let entry = glossary.entry(family);
        std::iter::once(&entry.pref_label.en).chain(&entry.alt_label.en).map(|label| LabelPart::new(label)).collect()
    });
    let found = labels.iter().flat_map(|label| glossary.labelled_in_parts(&[label, &words]));
    let mut found: Vec<EntryId> = found.collect();
    found.retain(|&member| member != family && glossary.is_narrower_or_same(member, family));
    found.sort_unstable();
    found.dedup();
    the_one(&found)
}

/// Whether words can tell a member from others: few, and none of them a term of its own.
fn is_short(scan: &Scan<'_>, run: &Run) -> bool {
    let plain = |at: u32| matches!(scan.kind(at), TokenKind::Word | TokenKind::Number) && scan.mention_at(at).is_none();
    (1..=WORDS).contains(&run.len()) && run.clone().all(plain)
}

fn the_one(found: &[EntryId]) -> Option<EntryId> {
    match found {
        [one] => Some(*one),
        _ => None,
    }
}
