//! Figures that are no value of their subject's, though the words fit: fractions, wholes, counts of what stands beside.

use glossary::Owner;
use note::{Joint, TokenKind};

use crate::{
    ClaimValue,
    draft::Draft,
    reading::Reading,
    scan::{Hit, Run},
};

/// Whether a number is of something else than what it is taken for.
pub(super) fn is_of_another(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    if !matches!(draft.value, ClaimValue::Quantity(_)) {
        return false;
    }
    is_fraction(reading, &draft.run)
        || is_counted_behind(reading, draft)
        || is_of_a_configuration(reading, draft)
        || !draft.keyed && is_apposed(reading, draft)
}

/// Whether a number is the upper part of a fraction: `1/8 of the table`.
fn is_fraction(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let one = value.len() == 1 && scan.folded(value.start) == "1";
    let below = |at: u32| matches!(scan.kind(at), TokenKind::Number | TokenKind::Opaque);
    one && value.end + 1 < reading.unit.tokens.end && scan.folded(value.end) == "/" && below(value.end + 1)
}

/// Whether a word behind a number says what it counts, and the name before it is what the number before counts: `32 layers,
/// 128 d_head`.
fn is_counted_behind(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    let own = |hit: &Hit| super::plain::links_to(hit.owner, draft.property);
    let counts = |at: u32| scan.hits_of(reading.id).iter().any(|hit| own(hit) && hit.run.contains(&at));
    let noun = value.end < reading.unit.tokens.end
        && scan.kind(value.end) == TokenKind::Word
        && !scan.is_light(value.end)
        && !counts(value.end)
        && (scan.token(value.end + 1).joint == Joint::Hyphen || !counts(value.end + 1));
    let named =
        |hit: &&Hit| own(hit) && matches!(hit.owner, Owner::Name(_) | Owner::After(_)) && hit.run.end <= value.start;
    let nearest = scan.hits_of(reading.id).iter().filter(named).map(|hit| hit.run.start).max();
    let taken = |start: u32| scan.amounts_of(reading.id).iter().any(|amount| amount.run.end == start);
    noun && nearest.is_some_and(taken)
}

/// Whether a bracket behind the name tells how it is set up, so that the figure behind it is of that: `X (1024 dim): 5M`.
fn is_of_a_configuration(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject) = (reading.scan, &draft.subject);
    let end = reading.unit.tokens.end;
    let open = subject.run.end;
    if subject.unit != reading.id || open >= draft.run.start || scan.folded(open) != "(" {
        return false;
    }
    let close = (open..end.min(draft.run.start)).find(|&at| scan.folded(at) == ")");
    let counted =
        |close: u32| scan.amounts_of(reading.id).iter().any(|amount| (open..close).contains(&amount.run.start));
    scan.glossary.property(draft.property).scales
        && reading.unit.tokens.start < subject.run.start
        && close.is_some_and(|close| matches!(scan.folded(close + 1), ":" | "：") && counted(close))
}

/// Whether a dash sets a number beside another count of the clause before it: `used two layers of 4096 units — about 26M`.
fn is_apposed(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject, value) = (reading.scan, &draft.subject, &draft.run);
    let start = reading.clause_run(value.start).start;
    let dash = start.checked_sub(1).is_some_and(|at| matches!(scan.folded(at), "—" | "–"));
    let counted = |run: &Run| subject.run.end <= run.start && run.end < start;
    dash && subject.unit == reading.id
        && start > subject.run.end + 1
        && super::weight(reading, &(start..value.start)) == 0
        && scan.amounts_of(reading.id).iter().any(|amount| counted(&amount.run))
}
