//! The expressions of a unit: those that can mean something where they stand.

use glossary::{CueKind, EntryId, Gates, Owner};
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
        self.match_programs(tokens, true);
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
        self.match_programs(tokens, false);
        self.keep_longest(from);
    }

    fn match_programs(&mut self, tokens: &Run, cues: bool) {
        let mut hits = std::mem::take(&mut self.hits);
        self.glossary.each_candidate(&self.sentence, cues, &Reach { scan: self, tokens }, |candidate| {
            let at = tokens.start + candidate.place;
            if let Some(end) = matcher::longest_match(self, candidate.code, at, tokens.end) {
                hits.push(Hit { run: at..end, owner: candidate.owner });
            }
        });
        self.hits = hits;
    }

    /// The same owner may match the same place by several expressions: the longest stays.
    fn keep_longest(&mut self, from: usize) {
        if let Some(hits) = self.hits.get_mut(from..) {
            hits.sort_by(|a, b| (a.run.start, a.owner, b.run.end).cmp(&(b.run.start, b.owner, a.run.end)));
        }
        let mut kept = from;
        for at in from..self.hits.len() {
            let repeats = kept > from && {
                let (last, this) = (&self.hits[kept - 1], &self.hits[at]);
                last.run.start == this.run.start && last.owner == this.owner
            };
            if !repeats {
                self.hits.swap(kept, at);
                kept += 1;
            }
        }
        self.hits.truncate(kept);
    }
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
