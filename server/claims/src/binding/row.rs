//! Rows and cells that speak of something else than the name they stand under: of a version set beside it, of a case
//! that is supposed, of what it turned into.

use glossary::{CueKind, EntryId};

use crate::{
    draft::Draft,
    reading::Reading,
    scan::{Found, Scan},
    subject::{Subject, in_domain, only},
};

/// Whether a value is that of something else than its subject.
pub(super) fn is_of_another(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let turned = || matches!(reading.scan.folded(reading.unit.tokens.start), "→" | "⇒");
    let cell = reading.unit.cell.is_some();
    is_of_the_bracketed(reading, draft)
        || cell && (turned() || draft.subject.unit != reading.id && is_of_a_case(reading.scan, &draft.subject))
}

/// Whether a bracket behind the value names what has it: `MHA（A），GQA（B）`, `MIT (A); Apache 2.0 (B)`.
fn is_of_the_bracketed(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let scan = reading.scan;
    let end = reading.unit.tokens.end;
    let open = draft.run.end;
    if open + 1 >= end || scan.folded(open) != "(" {
        return false;
    }
    let property = scan.glossary.property(draft.property);
    let other = |entry: EntryId| entry != draft.subject.entry && in_domain(scan, property, entry);
    let closes = |at: u32| at < end && matches!(scan.folded(at), ")" | "," | "、" | ";");
    // `QAT（量化感知训练）` gives the value itself another name.
    let same = |found: &Found| reading.mentions_in(&draft.run).any(|mention| mention.entries == found.entries);
    scan.mention_at(open + 1).is_some_and(|mention| {
        mention.run.start == open + 1 && closes(mention.run.end) && only(mention, &other).is_some() && !same(mention)
    })
}

/// Whether the cell that names a row's subject supposes something of it (`A (假设 MQA)`), or names what is set beside it
/// by half a name (`A/2`).
fn is_of_a_case(scan: &Scan<'_>, subject: &Subject) -> bool {
    let unit = scan.note.unit(subject.unit);
    let beside = |at: u32| scan.folded(at) == "/" && at + 1 < unit.tokens.end && scan.mention_at(at + 1).is_none();
    unit.cell.is_some() && (scan.has_cue(subject.unit, CueKind::Condition) || beside(subject.run.end))
}
