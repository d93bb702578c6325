//! Members of a family that are named by what tells them from the others: `large: 24 layers` under BERT, a row `2` in a
//! table of the stages of `ZeRO`, `the base model`.
//!
//! The name is put together again from the family's label, or the column's header, and the words at hand; only what the
//! glossary then knows is taken.

use std::ops::Range;

use glossary::{CueKind, EntryId};
use note::{TokenKind, UnitId};

use super::{Subject, Topic, from_headings};
use crate::{
    reading::Reading,
    scan::{Run, Scan},
};

/// What tells a member from the others has at most so many tokens.
const WORDS: usize = 3;

/// The member of the topic that the unit's key, or the words it opens with, names.
pub(super) fn of_opening(reading: &Reading<'_, '_>, topic: &Subject) -> Option<Subject> {
    let scan = reading.scan;
    let tokens = &reading.unit.tokens;
    let run = match reading.unit.key {
        Some(key) => tokens.start..key.end,
        None => opening(reading)?,
    };
    let entry = named(scan, topic.entry, &run)?;
    Some(Subject { entry, run, unit: reading.id })
}

/// The largest or smallest member of the topic, where the unit speaks of that.
pub(super) fn extreme(reading: &Reading<'_, '_>, topic: &Subject) -> Option<Subject> {
    let glossary = reading.scan.glossary;
    let largest = reading.has(CueKind::Largest);
    if !largest && !reading.has(CueKind::Smallest) {
        return None;
    }
    let sized = |id: EntryId| Some((glossary::value::quantity(glossary.entry(id).size.as_deref()?)?, id));
    let members = glossary.narrower_of(topic.entry).into_iter().filter_map(sized);
    let by_size = |a: &(f64, EntryId), b: &(f64, EntryId)| a.0.total_cmp(&b.0);
    let (_, entry) = if largest { members.max_by(by_size) } else { members.min_by(by_size) }?;
    Some(Subject { entry, ..topic.clone() })
}

/// The words before `model`, `version` and the like at the beginning: `the large model has …`, `large 版`.
fn opening(reading: &Reading<'_, '_>) -> Option<Run> {
    let scan = reading.scan;
    let tokens = &reading.unit.tokens;
    let start = tokens.start + u32::from(matches!(scan.folded(tokens.start), "the" | "its"));
    let noun = |at: u32| {
        matches!(
            scan.folded(at),
            "model" | "version" | "variant" | "one" | "size" | "checkpoint" | "config" | "版" | "模"
        )
    };
    (start + 1..tokens.end.min(start + 1 + WORDS as u32)).find(|&at| noun(at)).map(|at| start..at)
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
        the_one(&scan.glossary.find(&format!("{words} {head}")))
    };
    let entry = by_family().or_else(by_header)?;
    Some(Subject { entry, run, unit: id })
}

/// The member of a family whose label is the family's and these words.
fn named(scan: &Scan<'_>, family: EntryId, run: &Run) -> Option<EntryId> {
    if !is_short(scan, run) {
        return None;
    }
    let glossary = scan.glossary;
    let words = scan.source(run);
    let entry = glossary.entry(family);
    let labels = std::iter::once(&entry.pref_label.en).chain(&entry.alt_label.en);
    let mut found: Vec<EntryId> = labels.flat_map(|label| glossary.find(&format!("{label} {words}"))).collect();
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
