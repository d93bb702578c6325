//! Comparisons of two entries by a number or a date that both have: `Gopher is smaller than Chinchilla`, `X 比 Y 早发布`.
//!
//! The words that compare are the property's, with the second entry as a slot in them; the subject is what stands before
//! them with nothing else between. `A vocabulary larger than X's` compares something else, and is not read.

use glossary::{EntryId, Owner};

use super::draft;
use crate::{
    ClaimValue, binding,
    draft::{Draft, Valued},
    reading::Reading,
    scan::{AmountKind, Hit, Run},
    subject::{self, in_domain},
};

/// Appends the comparisons that the unit makes.
pub(super) fn read(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    for hit in reading.scan.hits_of(reading.id) {
        let (id, more) = match hit.owner {
            Owner::More(id) => (id, true),
            Owner::Less(id) => (id, false),
            _ => continue,
        };
        let property = reading.scan.glossary.property(id);
        let fits = |entry: EntryId| in_domain(reading.scan, property, entry);
        let Some(than) = other(reading, hit, &fits) else { continue };
        let accept = |entry: EntryId| fits(entry) && entry != than;
        let value = Valued { value: ClaimValue::Compared(more, than), run: hit.run.clone() };
        if is_longest(reading, hit)
            && let [subject] = subject::find(reading, &hit.run, &accept).as_slice()
            && subject.run.start < hit.run.start
            && (subject.unit != reading.id || is_direct(reading, &(subject.run.end..hit.run.start)))
        {
            drafts.extend(draft(reading, id, subject.clone(), value));
        }
    }
}

/// The entry compared with: the last that the words name. What it owns is compared instead of it.
fn other(reading: &Reading<'_, '_>, hit: &Hit, fits: &dyn Fn(EntryId) -> bool) -> Option<EntryId> {
    let scan = reading.scan;
    let last = reading.mentions_in(&hit.run).next_back()?;
    let owns = last.run.end == hit.run.end
        && last.run.end < reading.unit.tokens.end
        && matches!(scan.folded(last.run.end), "'s" | "的");
    subject::only(last, fits).filter(|_| !owns)
}

/// Whether no longer comparison holds these words: `more layers than X` is none of sizes.
fn is_longest(reading: &Reading<'_, '_>, hit: &Hit) -> bool {
    !reading.scan.hits_of(reading.id).iter().any(|other| {
        matches!(other.owner, Owner::More(_) | Owner::Less(_))
            && other.run.start <= hit.run.start
            && hit.run.end <= other.run.end
            && other.run.len() > hit.run.len()
    })
}

/// Whether nothing but small words and how much more it is stand between a subject and the words that compare.
fn is_direct(reading: &Reading<'_, '_>, between: &Run) -> bool {
    let scan = reading.scan;
    between.clone().all(|at| {
        let factor = scan.amounts_of(reading.id).iter().any(|amount| {
            amount.run.contains(&at)
                && matches!(amount.kind, AmountKind::Factor | AmountKind::Name | AmountKind::Number(..))
        });
        let degree = matches!(
            scan.folded(at),
            "times"
                | "much"
                | "far"
                | "slightly"
                | "significantly"
                | "considerably"
                | "way"
                | "lot"
                | "bit"
                | "little"
                | "several"
                | "倍"
                | "远"
                | "明"
                | "显"
        );
        factor
            || degree
            || binding::weight(reading, &(at..at + 1)) == 0 && !matches!(scan.folded(at), "," | "，" | ";" | "；")
    })
}
