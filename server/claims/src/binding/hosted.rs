//! Who offers what others made is named for where it is to be had, not for who made it: `[GitHub](…) | [Hugging Face](…)`,
//! `we load X from Hugging Face`.

use note::Style;

use crate::{ClaimValue, draft::Draft, reading::Reading};

/// Whether a host is only named as a place.
pub(super) fn is_only_there(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    let hosts = &scan.glossary.property(draft.property).hosts;
    let host = matches!(&draft.value, ClaimValue::Entry(entry) if hosts.contains(entry));
    let linked = |at: u32| scan.token(at).style.has(Style::LINK);
    let before = value.start.checked_sub(1).filter(|at| reading.unit.tokens.contains(at));
    let placed =
        before.is_some_and(|at| matches!(scan.folded(at), "from" | "on" | "at" | "via" | "在" | "从" | "到" | "上"));
    // `X was created at Y`: the words for who made it hold the preposition.
    let made = |hit: &crate::scan::Hit| {
        hit.owner == glossary::Owner::Before(draft.property) && hit.run.end == value.start && hit.run.len() > 1
    };
    let placed = placed && !scan.hits_of(reading.id).iter().any(made);
    host && (placed || value.clone().all(linked))
}
