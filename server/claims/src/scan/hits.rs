//! The expressions of a unit: those that can mean something where they stand.

use glossary::{Among, CueKind, EntryId, Gates, Owner, Rest, Sentence};
use note::{Unit, UnitId};

use super::{Hit, Run, Scan, matcher};
use crate::context;

impl Scan<'_> {
    /// Collects the entries that can be subjects of a unit; whether there are any.
    pub(super) fn find_near(&mut self, unit: &Unit) -> bool {
        let mut near = std::mem::take(&mut self.near);
        near.clear();
        let mut see = |id| {
            near.extend(self.mentions_of(id).iter().flat_map(|mention| mention.entries.iter().copied()));
        };
        see(UnitId(self.units.len() as u32 - 1));
        context::each(self.note, unit, see);
        near.sort_unstable();
        near.dedup();
        for at in 0..near.len() {
            near.extend(self.glossary.broader_of(near[at]));
        }
        near.sort_unstable();
        near.dedup();
        self.near = near;
        !self.near.is_empty()
    }

    pub(super) fn find_hits(&mut self, tokens: &Run) {
        let from = self.hits.len();
        self.sentence.refill(tokens.clone().map(|at| self.words[at as usize]));
        // Cues first: no gap of another expression may reach over a negation.
        self.match_programs(tokens, Among::Cues);
        for at in from..self.hits.len() {
            if matches!(
                self.hits[at].owner,
                Owner::Cue(CueKind::Negation | CueKind::NegationAfter | CueKind::Substitution)
            ) {
                let run = self.hits[at].run.clone();
                let longer = |hit: &Hit| {
                    matches!(hit.owner, Owner::Cue(CueKind::PseudoNegation))
                        && hit.run.start <= run.start
                        && run.end <= hit.run.end
                };
                let inside = self.mention_at(run.start).is_some_and(|mention| {
                    mention.run.start <= run.start && run.end <= mention.run.end && mention.run.len() > run.len()
                });
                if !inside && !self.hits[from..].iter().any(longer) {
                    for at in run {
                        self.negated[at as usize] = true;
                    }
                }
            }
        }
        self.match_programs(tokens, Among::Others);
        keep_longest(&mut self.hits, from);
    }

    fn match_programs(&mut self, tokens: &Run, among: Among) {
        let mut hits = std::mem::take(&mut self.hits);
        self.match_in(&self.sentence, tokens, among, &mut hits);
        self.hits = hits;
    }

    fn match_in(&self, sentence: &Sentence, tokens: &Run, among: Among, hits: &mut Vec<Hit>) {
        self.glossary.each_candidate(sentence, among, &Reach { scan: self, tokens }, |candidate| {
            let at = tokens.start + candidate.place;
            let end = match candidate.rest {
                Rest::Found(words) => Some(at + words),
                Rest::Code(code) => matcher::longest_match(self, code, at, tokens.end),
            };
            // Behind the mark that stands for a copula comes what it links: an expression does not end there.
            let end = end.filter(|&end| self.copula != Some(end - 1));
            hits.extend(end.map(|end| Hit { run: at..end, owner: candidate.owner }));
        });
    }

    /// The words of a unit that are values where a key or a header names the property, by their first token. There are
    /// many and few are asked for, so they are looked for only then.
    pub(crate) fn cells_of(&self, unit: UnitId) -> Vec<Hit> {
        let mut hits = Vec::new();
        if self.units.get(unit.0 as usize).is_some_and(|unit| unit.read) {
            let tokens = &self.note.unit(unit).tokens;
            let mut sentence = Sentence::default();
            sentence.refill(tokens.clone().map(|at| self.word(at)));
            self.match_in(&sentence, tokens, Among::Cells, &mut hits);
            keep_longest(&mut hits, 0);
        }
        hits
    }
}

/// The same owner may match the same place by several expressions: the longest stays. Of the hits from `from` on.
fn keep_longest(hits: &mut Vec<Hit>, from: usize) {
    if let Some(hits) = hits.get_mut(from..) {
        hits.sort_by(|a, b| (a.run.start, a.owner, b.run.end).cmp(&(b.run.start, b.owner, a.run.end)));
    }
    let mut kept = from;
    for at in from..hits.len() {
        let repeats = kept > from && {
            let (last, this) = (&hits[kept - 1], &hits[at]);
            last.run.start == this.run.start && last.owner == this.owner
        };
        if !repeats {
            hits.swap(kept, at);
            kept += 1;
        }
    }
    hits.truncate(kept);
}

/// What the unit in hand has.
struct Reach<'s, 'a> {
    scan: &'s Scan<'a>,
    tokens: &'s Run,
}

impl Gates for Reach<'_, '_> {
    fn has_value(&self) -> bool {
        self.tokens.clone().any(|at| self.scan.mention_at(at).is_some())
            || self.scan.amounts.last().is_some_and(|amount| amount.run.start >= self.tokens.start)
    }

    fn near(&self) -> &[EntryId] {
        &self.scan.near
    }
}
