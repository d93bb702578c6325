//! Members of a family that a line names in turn: `base: 12 layers; large: 24 layers`, `12 (base) or 24 (large) layers`,
//! `the base version has 12 layers and the large one 24`.
//!
//! A word is a member's name only where it stands as a name does, and where the family that the line or its context is
//! about has such a member: `a large corpus` names none. A later key that names none is left to what the line is about,
//! but where the line's own key names a member too: then it is another that the glossary does not know.

use glossary::{EntryId, Owner};
use note::TokenKind;

use super::{Subject, from_context, member, only, size};
use crate::{
    reading::Reading,
    scan::{Hit, Run},
};

/// A key has at most so many tokens.
const KEY: u32 = 4;
/// A name stands at most so many tokens before what is said of it.
const REACH: u32 = 32;

/// The member that is named nearest to a value by what tells it from the others.
pub(crate) fn member_at(reading: &Reading<'_, '_>, value: &Run, accept: &dyn Fn(EntryId) -> bool) -> Option<Subject> {
    let scan = reading.scan;
    let named = |within: Run| reading.mentions_in(&within).any(|mention| only(mention, accept).is_some());
    let places = [bracketing(reading, value), behind(reading, value), key_before(reading, value)];
    let places = places.into_iter().flatten().chain(openings(reading, value));
    let mut families: Vec<(Option<u32>, EntryId)> = Vec::new();
    places.filter(|run| run.end > value.start || !named(run.end..value.start)).find_map(|run| {
        let mut before = scan.mentions_of(reading.id).iter().rev().filter(|mention| mention.run.end <= run.start);
        let here = before.find(|mention| !reading.is_set_apart(&mention.run) && only(mention, accept).is_some());
        let place = here.map(|mention| mention.run.start);
        let known = families.iter().find(|(of, _)| *of == place).map(|(_, family)| *family);
        let above = || Some(from_context(reading, accept).first()?.entry);
        let family = known.or_else(|| here.and_then(|mention| only(mention, accept))).or_else(above)?;
        families.push((place, family));
        let entry = member::beside(scan, family, &run).or_else(|| size::member(scan, family, &run))?;
        accept(entry).then_some(Subject { entry, run, unit: reading.id })
    })
}

/// Whether a value stands behind a key within the line that names another than the line's own key does.
pub(super) fn is_of_another_key(reading: &Reading<'_, '_>, value: &Run, found: &[Subject]) -> bool {
    let ([subject], Some(own)) = (found, reading.unit.key) else { return false };
    let keyed = subject.unit == reading.id && subject.run.end <= own.end;
    let tells =
        |key: &Run| key.clone().any(|at| reading.scan.kind(at) == TokenKind::Number || !reading.scan.is_light(at));
    keyed && key_before(reading, value).is_some_and(|key| tells(&key))
}

/// The key nearest before a value that is not the line's own and names no property.
fn key_before(reading: &Reading<'_, '_>, value: &Run) -> Option<Run> {
    let scan = reading.scan;
    let own = reading.unit.opening();
    let reach = own.max(value.start.saturating_sub(REACH))..value.start;
    let mut colons = reach.rev().filter(|&at| matches!(scan.folded(at), ":" | "："));
    colons.find_map(|colon| {
        let mark = |at: &u32| scan.kind(*at) == TokenKind::Punct;
        let first = (own.max(colon.saturating_sub(KEY + 1))..colon).rev().find(mark).map_or(own, |at| at + 1);
        let key = first.max(own)..colon;
        let names =
            |hit: &Hit| matches!(hit.owner, Owner::Name(_)) && hit.run.start < key.end && key.start < hit.run.end;
        let short = (1..=KEY).contains(&(key.end.saturating_sub(key.start)));
        (short && !scan.hits_of(reading.id).iter().any(names)).then_some(key)
    })
}

/// The word before the bracket that a value stands in: `large (24 layers, 340M)`.
fn bracketing(reading: &Reading<'_, '_>, value: &Run) -> Option<Run> {
    let scan = reading.scan;
    let start = reading.unit.tokens.start.max(value.start.saturating_sub(REACH));
    let bracket = (start..value.start).rev().find(|&at| matches!(scan.folded(at), "(" | ")"))?;
    let opened = scan.folded(bracket) == "(" && bracket > reading.unit.tokens.start;
    opened.then(|| bracket - 1..bracket)
}

/// The word that a bracket or a preposition ties to a value before it: `24 (large)`, `1024 for large`.
fn behind(reading: &Reading<'_, '_>, value: &Run) -> Option<Run> {
    let scan = reading.scan;
    let end = reading.unit.tokens.end;
    let word = |at: u32| if at < end { scan.folded(at) } else { "" };
    // The noun that is counted.
    let counted = |at: &u32| !matches!(word(*at), "(" | "for" | "in");
    let from = (value.end..end.min(value.end + 3)).find(|at| !counted(at))?;
    if word(from) == "(" {
        return (word(from + 2) == ")").then(|| from + 1..from + 2);
    }
    let at = from + 1 + u32::from(word(from + 1) == "the");
    (at < end && stands_as_name(reading, at)).then(|| at..at + 1)
}

/// The words before a value that open a clause, or a member of an enumeration; the nearest first.
fn openings<'r>(reading: &'r Reading<'_, '_>, value: &Run) -> impl Iterator<Item = Run> + 'r {
    let scan = reading.scan;
    let start = reading.unit.tokens.start;
    let opens = move |at: u32| {
        let before = at.checked_sub(1).filter(|&before| before >= start);
        before.is_none_or(|before| {
            scan.kind(before) == TokenKind::Punct
                || matches!(
                    scan.folded(before),
                    "the"
                        | "its"
                        | "for"
                        | "in"
                        | "and"
                        | "while"
                        | "but"
                        | "whereas"
                        | "对"
                        | "而"
                        | "和"
                        | "但"
                        | "在"
                )
        })
    };
    let words = (start.max(value.start.saturating_sub(REACH))..value.start).rev();
    let words = words.filter(move |&at| scan.kind(at) == TokenKind::Word && scan.mention_at(at).is_none());
    words.filter(move |&at| opens(at) && stands_as_name(reading, at)).map(|at| at..at + 1)
}

/// Whether a word is followed by what follows a name, and by nothing that it describes.
fn stands_as_name(reading: &Reading<'_, '_>, at: u32) -> bool {
    let scan = reading.scan;
    let next = at + 1;
    next >= reading.unit.tokens.end
        || matches!(scan.kind(next), TokenKind::Punct | TokenKind::Number)
        || scan.is_light(next)
        || member::is_noun(scan.folded(next))
}
