//! Analyses of a note that is edited: what was found in a part of it is kept, and used again where neither the part nor
//! anything it is read by has changed.
//!
//! A part is a run of units. It is analysed as a small note of its own, together with all units that a reading of it
//! may look at ([`part`]): headings above, items around, sentences before, the table's header. The key of what is kept
//! is a hash of just that small note, so it does not matter where it stands or how the note came to be as it is.

mod part;

use std::collections::BTreeMap;

use glossary::Glossary;
use note::{Parsed, Span};

use crate::{Analysis, Language, analyze_units, scan::Scan, weigh};
use part::Part;

/// What was found in the parts of a note when it was last analysed, and the time before that (for *undo*). Of one note,
/// glossary and language.
#[derive(Debug, Default)]
pub struct Memory {
    kept: BTreeMap<u64, Kept>,
    time: u64,
}

/// What was found in a part.
#[derive(Debug)]
struct Kept {
    /// When it was last used.
    used: u64,
    /// Units by their numbers in the part, spans as they were.
    analysis: Analysis,
    /// Where the units of the part and around it began.
    starts: Vec<u32>,
}

impl Memory {
    /// Analyses a note, with messages in a language: the same as [`crate::analyze_in`].
    pub fn analyze(&mut self, glossary: &Glossary, text: &str, note: &Parsed, language: Option<Language>) -> Analysis {
        self.time += 1;
        let hashes = note.hashes();
        let with_key = |units| {
            let part = Part::new(note, units);
            (part.key(hashes), part)
        };
        let split = |units, length| part::split(units, hashes, length).into_iter().map(with_key);
        let mut parts: Vec<(u64, Part<'_>)> = Vec::new();
        for (key, part) in split(0..note.units.len() as u32, part::LONG) {
            if self.time == 1 || self.kept.contains_key(&key) {
                parts.push((key, part));
            } else {
                // Where it is edited, it will be again: what stands there is kept in shorter parts.
                parts.extend(split(part.range(), part::SHORT));
            }
        }
        let mut unknown: Vec<&(u64, Part<'_>)> = parts.iter().filter(|(key, _)| !self.kept.contains_key(key)).collect();
        unknown.sort_by_key(|(key, _)| *key);
        unknown.dedup_by_key(|(key, _)| *key);
        self.kept.extend(of_each(&unknown, |(key, part)| (*key, Kept::new(glossary, text, part, language))));
        let mut analysis = Analysis::default();
        for (key, part) in &parts {
            if let Some(kept) = self.kept.get_mut(key) {
                kept.used = self.time;
                kept.append(part, &mut analysis);
            }
        }
        let oldest = self.time - 1;
        self.kept.retain(|_, kept| kept.used >= oldest);
        weigh(glossary, note, &mut analysis);
        analysis
    }
}

/// Fewer items than this are worked on by one thread: a key that is pressed does not start others.
const FEW: usize = 6;
/// No more threads than this.
const THREADS: usize = 4;

/// What work makes of each item, in their order. Many items are shared among threads.
fn of_each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let work = &|items: &[T]| items.iter().map(&work).collect::<Vec<R>>();
    if items.len() < FEW {
        return work(items);
    }
    let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get().min(THREADS));
    let (own, others) = items.split_at(items.len().div_ceil(threads));
    std::thread::scope(|scope| {
        let others = others.chunks(own.len()).map(|items| scope.spawn(move || work(items)));
        let others: Vec<_> = others.collect();
        let mut made = work(own);
        for other in others {
            made.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        made
    })
}

impl Kept {
    fn new(glossary: &Glossary, text: &str, part: &Part<'_>, language: Option<Language>) -> Self {
        let note = part.note();
        let places: Vec<u32> = part.units().collect();
        let scan = Scan::new(glossary, text, &note, &places);
        let analysis = analyze_units(&scan, part.own(), language);
        let starts = note.units.iter().map(|unit| unit.span.start).collect();
        Self { used: 0, analysis, starts }
    }

    /// Appends what was found, at the places where the part now stands.
    fn append(&self, part: &Part<'_>, analysis: &mut Analysis) {
        let moved = Moved { from: &self.starts, to: part.starts() };
        let claims = analysis.claims.len() as u32;
        for mention in &self.analysis.mentions {
            let mut mention = mention.clone();
            moved.span(&mut mention.span);
            mention.unit = part.unit(mention.unit);
            analysis.mentions.push(mention);
        }
        for claim in &self.analysis.claims {
            let mut claim = claim.clone();
            moved.span(&mut claim.subject_span);
            moved.span(&mut claim.value_span);
            claim.unit = part.unit(claim.unit);
            analysis.claims.push(claim);
        }
        for finding in &self.analysis.findings {
            let mut finding = finding.clone();
            finding.claim += claims;
            moved.span(&mut finding.span);
            finding.related.iter_mut().for_each(|related| moved.span(&mut related.span));
            finding.fix.iter_mut().for_each(|fix| moved.span(&mut fix.span));
            analysis.findings.push(finding);
        }
    }
}

/// Where the units of a part were, and where they are.
struct Moved<'k> {
    from: &'k [u32],
    to: Vec<u32>,
}

impl Moved<'_> {
    fn span(&self, span: &mut Span) {
        let unit = self.from.partition_point(|&start| start <= span.start).saturating_sub(1);
        if let (Some(&from), Some(&to)) = (self.from.get(unit), self.to.get(unit)) {
            let moved = |at: u32| at.wrapping_sub(from).wrapping_add(to);
            *span = moved(span.start)..moved(span.end);
        }
    }
}
