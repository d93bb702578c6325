//! Whether a negation in the line of a subject makes what is said no word of it: the subject is what is not there, another
//! thing does without, or only a part is denied. Whether a claim is negated as a whole is of its polarity (`reading`).

use glossary::Range;
use note::{Style, TokenKind};

use crate::{ClaimValue, draft::Draft, reading::Reading, scan::Run, subject::Subject};

/// So many tokens before a subject it may be said that it is not there.
const LACKS: u32 = 4;

/// Whether what a line denies is not that its subject has what is said.
pub(super) fn is_of_another(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (subject, value) = (&draft.subject, &draft.run);
    is_denied_in_part(reading, draft)
        || is_of_what_lacks(reading, subject, value)
        || is_supposed(reading, value)
        || is_denied_of_another(reading, draft)
        // `X did not invent Y`: not X's doing, whatever is said of it.
        || value.end <= subject.run.start && (value.end..subject.run.start).any(|at| reading.scan.negates(at))
        || is_denied_elsewhere(reading, draft)
}

/// Whether a clause denies its subject's presence: `no need for X, because …` gives a reason, and says nothing of X.
fn is_of_what_lacks(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let start = reading.clause_run(subject.run.start).start.max(reading.unit.tokens.start);
    let from = start.max(subject.run.start.saturating_sub(LACKS));
    let code = |at: u32| reading.scan.token(at).style.has(Style::CODE);
    let parts = |at: u32| reading.scan.kind(at) == TokenKind::Punct && !code(at);
    let mut words = (from..subject.run.start).rev().take_while(|&at| !parts(at));
    words.any(|at| reading.scan.negates(at)) && value.start >= subject.run.end && !is_neither(reading, start)
}

/// Whether a clause denies of each of several what it says of them: `Neither A nor B uses C`.
fn is_neither(reading: &Reading<'_, '_>, start: u32) -> bool {
    reading.scan.folded(start) == "neither" && reading.scan.mention_at(start + 1).is_some()
}

/// Whether a kind is denied in words narrower than its own: what `is no alignment algorithm` may still be a method.
fn is_denied_in_part(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let ClaimValue::Choice(id) = draft.value else { return false };
    let Range::Choice(choices) = &reading.scan.glossary.property(draft.property).range else { return false };
    let said = reading.scan.source(&draft.run).to_lowercase();
    let label = choices.get(usize::from(id.0)).map(|choice| &choice.label);
    label.filter(|_| !draft.polarity).is_some_and(|label| {
        let kind = |label: &str, copulas: &[&str]| {
            let kind = copulas.iter().find_map(|copula| label.strip_prefix(copula))?;
            Some(!kind.is_empty() && !said.contains(&kind.to_lowercase()))
        };
        // What is no noun (`is deterministic`) has no kinds of it.
        kind(&label.en, &["is a ", "is an "]) == Some(true) && kind(&label.zh, &["是"]) != Some(false)
    })
}

/// Whether a clause that leads up to another only supposes that something is not there: `Without an activation, …`.
fn is_supposed(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let clause = reading.clause_run(value.start);
    let leads = clause.start == reading.unit.tokens.start && clause.end < reading.unit.tokens.end;
    leads && value.start == clause.start && value.end + 1 >= clause.end && reading.scan.negates(value.start)
}

/// Whether the negation stands before the subject, so that something else does without what the subject has: `移除了 X 中
/// 使用的 …`.
fn is_denied_of_another(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let subject = &draft.subject.run;
    let negates = |run: Run| run.into_iter().any(|at| reading.scan.negates(at));
    let start = reading.clause_run(subject.start).start.max(reading.unit.tokens.start);
    !draft.polarity
        && subject.end <= draft.run.start
        && negates(start..subject.start)
        && !is_neither(reading, start)
        && !negates(subject.end..draft.run.start)
}

/// Whether the unit says elsewhere that the value is not the subject's: `没有使用 A，因为 A …`.
fn is_denied_elsewhere(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let ClaimValue::Entry(value) = draft.value else { return false };
    reading.scan.mentions_of(reading.id).iter().any(|mention| {
        mention.run != draft.run && mention.entries.contains(&value) && reading.negations(&mention.run) > 0
    })
}
