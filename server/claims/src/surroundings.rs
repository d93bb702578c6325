//! Weighs what is refuted by what else the note says around it.
//!
//! What a sentence says can be misread, and in a text that seldom speaks of what the glossary knows a contradiction is
//! mostly such a misreading: of the findings in pages from public repositories that had no other decided claim within a
//! screen, one in twelve was right, of those among sixteen and more four in five. So a refutation counts where enough of
//! the lines around it say what the glossary knows, rightly or wrongly. In a note of a few lines it always does, and so it
//! does where a glossary of the author's own refutes it: who writes one wants it heard. What an acronym is said to stand
//! for is seldom misread (of 27 in thin surroundings 22 were right) and heard too, unless no word of it is right: then the
//! letters are short for something else.
//!
//! How much is enough depends on how a claim is read: more for a few words of a long line, and more for a cell, whose
//! meaning its header and key give; but where much around a cell is found supported, its table is read well. Of 521 judged
//! refutations in surroundings of all kinds half the lines said enough around 100 right and 100 wrong ones; with these
//! weights 95 and 45 are left, and 98 in 100 of the right ones on the benches.
//!
//! Two kinds of sentences are seldom misread and need little: one that names a part (an activation, a kind of positions)
//! beside its subject, where of 23 refutations in thin surroundings 20 were right, and one that begins with its subject and
//! is read for the greater part, in six words or more, where of 22 it was 19.
//!
//! Whoever is mostly right is seldom wrong in passing: of 12 refutations of a few words of a longer line, among lines that
//! were four times as often right, in repositories seen for the first time, 3 were right; there more is needed.

use std::collections::BTreeMap;

use glossary::{EntryId, Glossary, PropertyId};
use note::{Note, TokenKind};

use crate::{Claim, ClaimValue, Evidence, Reason, Verdict, extract::has_word_of};

/// So many lines before and behind are looked at: about a screen.
const AROUND: u32 = 16;

/// A note of no more lines is judged as it is.
const FEW: u32 = 12;

/// Around a value under a key so much that is found supported, and no less than is refuted, says enough.
const SUPPORTED: u32 = 8;

/// An author is mostly right who is right so many times as often as wrong.
const RIGHT: u32 = 4;

/// Words that leave so many of a thousand of their line unread are said in passing.
const PASSING: u16 = 420;

/// A sentence that names a part beside its subject needs no more.
const PART: u32 = 150;

/// Nor more than this one that begins with its subject and goes on in so many words that were read.
const LED: u32 = 200;
const WORDS: usize = 6;

/// Of which no more than so many of a thousand were left over.
const MOST: u16 = 650;

/// Takes back what the built-in glossary refutes in surroundings that say too little.
pub(crate) fn weigh(glossary: &Glossary, note: &Note, claims: &mut [Claim]) {
    for at in alone(glossary, note, claims) {
        let claim = &mut claims[at];
        (claim.verdict, claim.evidence, claim.reason) = (Verdict::NotEnoughInfo, None, Some(Reason::Alone));
    }
}

/// The refuted claims, in their order, around which too little is said.
fn alone(glossary: &Glossary, note: &Note, claims: &[Claim]) -> Vec<usize> {
    let lines = lines(note);
    let last = lines.last().copied().unwrap_or_default();
    let line_of = |claim: &Claim| lines[claim.unit.0 as usize];
    let own = |evidence: Evidence| glossary.entry(evidence.entry).own;
    let (mut known, mut left, mut entered) = (Known::default(), 0, 0);
    let mut alone = Vec::new();
    for (at, claim) in claims.iter().enumerate() {
        // `TLM (transmission line modelling)` is a word of another field; what is set as a name is meant as one.
        let titled = |text: &str| text.split_whitespace().any(|word| word.starts_with(char::is_uppercase));
        let expansion =
            matches!(&claim.value, ClaimValue::Text(text) if titled(text) && shares_word(glossary, claim, text));
        if claim.verdict != Verdict::Refuted || expansion || claim.evidence.is_some_and(own) {
            continue;
        }
        let (from, to) = (line_of(claim).saturating_sub(AROUND), (line_of(claim) + AROUND).min(last));
        while let Some(next) = claims.get(entered).filter(|next| line_of(next) <= to) {
            known.enter(next);
            entered += 1;
        }
        while line_of(&claims[left]) < from {
            known.leave(&claims[left]);
            left += 1;
        }
        let in_table = is_cell(note, claim) && is_read_whole(claim) && known.is_well_read();
        let needed = needed(glossary, note, claim).max(if known.is_mostly_right() { in_passing(claim) } else { 0 });
        if !in_table && !suffices(known.count(), to + 1 - from, needed) {
            alone.push(at);
        }
    }
    alone
}

/// Whether a word that an acronym is said to stand for is among those that it does.
fn shares_word(glossary: &Glossary, claim: &Claim, text: &str) -> bool {
    let Some(evidence) = claim.evidence else { return false };
    let stated = glossary.entry(evidence.entry).statements.get(evidence.statement as usize);
    let text = text.to_lowercase();
    let words = || text.split(|c: char| !c.is_alphanumeric());
    stated.into_iter().flat_map(|statement| &statement.values).any(|name| has_word_of(name, words()))
}

/// Counts the lines up to each unit: the cells of a row stand in one.
fn lines(note: &Note) -> Vec<u32> {
    let (mut lines, mut line, mut last) = (Vec::with_capacity(note.units.len()), 0, None);
    for unit in &note.units {
        let row = unit.cell.map(|cell| (cell.table.0, cell.row));
        line += u32::from(!lines.is_empty() && (row.is_none() || row != last));
        last = row;
        lines.push(line);
    }
    lines
}

/// How much is said that the glossary knows: the things it is said of, and what is said of each.
#[derive(Default)]
struct Known {
    subjects: BTreeMap<EntryId, u32>,
    said: BTreeMap<(EntryId, PropertyId), u32>,
    supported: u32,
    refuted: u32,
}

impl Known {
    fn enter(&mut self, claim: &Claim) {
        if claim.verdict != Verdict::NotEnoughInfo {
            *self.subjects.entry(claim.subject).or_default() += 1;
            *self.said.entry((claim.subject, claim.property)).or_default() += 1;
            *self.decided(claim) += 1;
        }
    }

    fn leave(&mut self, claim: &Claim) {
        if claim.verdict != Verdict::NotEnoughInfo {
            leave(&mut self.subjects, &claim.subject);
            leave(&mut self.said, &(claim.subject, claim.property));
            *self.decided(claim) -= 1;
        }
    }

    fn decided(&mut self, claim: &Claim) -> &mut u32 {
        if claim.verdict == Verdict::Supported { &mut self.supported } else { &mut self.refuted }
    }

    fn count(&self) -> u32 {
        (self.subjects.len() + self.said.len()) as u32
    }

    fn is_well_read(&self) -> bool {
        self.supported >= SUPPORTED.max(self.refuted)
    }

    /// Whether the lines around are true, but for a few.
    fn is_mostly_right(&self) -> bool {
        RIGHT * self.refuted < self.supported
    }
}

fn leave<K: Ord>(counts: &mut BTreeMap<K, u32>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(key);
        }
    }
}

/// How many of a thousand lines around a claim must say something.
fn needed(glossary: &Glossary, note: &Note, claim: &Claim) -> u32 {
    if names_part(glossary, note, claim) {
        return PART;
    }
    if leads(note, claim) {
        return LED;
    }
    let needed = if is_named(claim) {
        500 + u32::from(claim.unread).min(50)
    } else {
        (2 * u32::from(claim.unread)).saturating_sub(700).max(500)
    };
    match is_cell(note, claim) {
        true if is_read_whole(claim) => needed.max(900),
        true => needed.max(700),
        false => needed,
    }
}

/// Whether a sentence that names its subject names a part beside it.
fn names_part(glossary: &Glossary, note: &Note, claim: &Claim) -> bool {
    let most = if is_cell(note, claim) { MOST } else { 1000 };
    glossary.property(claim.property).part
        && is_said_of_its_own(note, claim)
        && !is_listed(note, claim)
        && claim.unread <= most
}

/// Whether subject and value are only two of several things in a list: `topics: LLaMA, RoPE, GQA`.
fn is_listed(note: &Note, claim: &Claim) -> bool {
    let tokens = note.tokens_of(note.unit(claim.unit));
    let behind = tokens.iter().find(|token| token.start >= claim.subject_span.end);
    let before = tokens.iter().rfind(|token| token.end <= claim.value_span.start);
    [behind, before].iter().all(|token| token.is_some_and(|token| token.kind == TokenKind::Punct))
}

/// Whether a sentence begins with its subject and is read for the greater part, in more than a few words.
fn leads(note: &Note, claim: &Claim) -> bool {
    let tokens = note.tokens_of(note.unit(claim.unit));
    let subject = &claim.subject_span;
    let words =
        tokens.iter().filter(|token| claim.value_span.start <= token.start && token.end <= claim.value_span.end);
    matches!(claim.value, ClaimValue::Statement(_))
        && is_said_of_its_own(note, claim)
        && !is_cell(note, claim)
        && tokens.iter().take_while(|token| token.start < subject.start).count() <= 1
        && subject.end <= claim.value_span.start
        && words.count() >= WORDS
        && claim.unread <= MOST
}

/// Whether the unit that makes a claim names its subject.
fn is_said_of_its_own(note: &Note, claim: &Claim) -> bool {
    let unit = &note.unit(claim.unit).span;
    unit.start <= claim.subject_span.start && claim.subject_span.end <= unit.end
}

/// Whether a key says what a value is of.
fn is_read_whole(claim: &Claim) -> bool {
    is_named(claim) && claim.unread == 0
}

/// How many of a thousand lines must say something where an author who is mostly right says, in a few words of a longer
/// line, what is wrong.
fn in_passing(claim: &Claim) -> u32 {
    if !is_named(claim) && claim.unread >= PASSING { 1000 } else { 0 }
}

fn is_named(claim: &Claim) -> bool {
    matches!(claim.value, ClaimValue::Entry(_) | ClaimValue::Quantity(_) | ClaimValue::Date(_))
}

fn is_cell(note: &Note, claim: &Claim) -> bool {
    note.unit(claim.unit).cell.is_some()
}

/// Whether so many lines say enough for a claim that needs so many of a thousand, a few aside.
fn suffices(known: u32, lines: u32, needed: u32) -> bool {
    lines <= FEW || 1000 * known + 1500 >= needed * lines
}
