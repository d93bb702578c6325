//! Comparisons of two entries by a number or a date that both have: `Gopher is smaller than Chinchilla`, `X 比 Y 早发布`.
//!
//! The words that compare are the property's, with the second entry as a slot in them; the subject is what stands before
//! them with nothing else between. `A vocabulary larger than X's` compares something else, and is not read.

use glossary::{EntryId, Owner, PropertyId, Range};
use note::TokenKind;

use super::{draft, factor::factors};
use crate::{
    ClaimValue, binding,
    draft::{Draft, Valued},
    reading::Reading,
    scan::{AmountKind, Hit, Run},
    subject::{self, Subject, in_domain},
};

/// The words before what something is compared with are at most so many tokens: `in comparison with the`.
const LEADS: u32 = 4;

/// Appends the comparisons that the unit makes.
pub(super) fn read(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    for hit in reading.scan.hits_of(reading.id) {
        let (id, more) = match hit.owner {
            Owner::More(id) => (id, true),
            Owner::Less(id) => (id, false),
            _ => continue,
        };
        if is_count(reading, hit) {
            continue;
        }
        let property = reading.scan.glossary.property(id);
        let fits = |entry: EntryId| in_domain(reading.scan, property, entry);
        if let Some((subject, than)) = turned(reading, hit, &fits) {
            let value = Valued { value: ClaimValue::Compared(more, than), run: hit.run.clone() };
            drafts.extend(draft(reading, id, subject, value).map(|draft| Draft { keyed: true, ..draft }));
            continue;
        }
        let Some(than) = other(reading, hit, &fits) else { continue };
        let accept = |entry: EntryId| fits(entry) && entry != than;
        let value = Valued { value: ClaimValue::Compared(more, than), run: hit.run.clone() };
        if is_longest(reading, hit)
            && let [subject] = subject::find(reading, &hit.run, &accept).as_slice()
            && subject.run.start < hit.run.start
            && !is_owner(reading, subject)
            && (subject.unit != reading.id || is_direct(reading, &(subject.run.end..hit.run.start)))
        {
            drafts.extend(draft(reading, id, subject.clone(), value));
            drafts.extend(times(reading, hit, (id, more), subject, than));
        }
    }
}

/// Whether the last of the words counts things and compares nothing: `X 相比 Y 的四大改进`.
fn is_count(reading: &Reading<'_, '_>, hit: &Hit) -> bool {
    let scan = reading.scan;
    let last = hit.run.end - 1;
    let numeral = |text: &str| text.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十几".contains(c));
    hit.run.len() > 1
        && scan.folded(last) == "大"
        && numeral(scan.folded(last - 1))
        && !reading.mentions_in(&hit.run).any(|named| named.run.contains(&(last - 1)))
}

/// How many times more or less it is, where that is said beside the words that compare: `4 times larger than X`, `比 X 大
/// 4 倍`.
fn times(
    reading: &Reading<'_, '_>,
    hit: &Hit,
    (id, more): (PropertyId, bool),
    subject: &Subject,
    than: EntryId,
) -> Option<Draft> {
    let property = reading.scan.glossary.property(id);
    let beside = |run: &Run| run.end == hit.run.start || run.start == hit.run.end || hit.run.contains(&run.start);
    let (factor, run) = factors(reading).into_iter().find(|(_, run)| beside(run))?;
    if !matches!(property.range, Range::Quantity { .. }) {
        return None;
    }
    // `four times smaller`; `half the size` is said as it is.
    let factor = if more || factor < 1.0 { factor } else { factor.recip() };
    let run = run.start.min(hit.run.start)..run.end.max(hit.run.end);
    draft(reading, id, subject.clone(), Valued { value: ClaimValue::Times(factor, than), run })
}

/// The subject and what it is compared with, where that stands first: `compared with A, B has more …`, `相比 A，B 的 … 更多`.
fn turned(reading: &Reading<'_, '_>, hit: &Hit, fits: &dyn Fn(EntryId) -> bool) -> Option<(Subject, EntryId)> {
    let scan = reading.scan;
    let mut named = reading.mentions_in(&hit.run);
    let (than, subject) = (named.next()?, named.next()?);
    let small = |at: u32| scan.kind(at) == TokenKind::Punct || binding::weight(reading, &(at..at + 1)) == 0;
    let leads = hit.run.start < than.run.start && than.run.start - hit.run.start <= LEADS;
    let behind = if hit.run.end < reading.unit.tokens.end { scan.folded(hit.run.end) } else { "" };
    if !leads || named.next().is_some() || behind == "than" || !(than.run.end..subject.run.start).all(small) {
        return None;
    }
    let (than, entry) = (subject::only(than, fits)?, subject::only(subject, fits)?);
    (than != entry).then(|| (Subject { entry, run: subject.run.clone(), unit: reading.id }, than))
}

/// Whether something of a thing was spoken of, and not the thing: `A has the range of B and fewer bits than C`.
fn is_owner(reading: &Reading<'_, '_>, subject: &Subject) -> bool {
    let before = subject.run.start.checked_sub(1).filter(|at| reading.unit.tokens.contains(at));
    subject.unit == reading.id && before.is_some_and(|at| matches!(reading.scan.folded(at), "of" | "as" | "like"))
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
                && matches!(amount.kind, AmountKind::Factor(_) | AmountKind::Name | AmountKind::Number(..))
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
