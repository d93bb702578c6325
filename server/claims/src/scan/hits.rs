//! The expressions of a unit: those that can mean something where they stand.

use glossary::{CueKind, EntryId, Owner};
use note::{Unit, UnitId};

use super::{Hit, Run, Scan, matcher};
use crate::context;

impl Scan<'_> {
    /// Marks the entries that can be subjects of a unit; whether there are any.
    pub(super) fn find_near(&mut self, unit: &Unit) -> bool {
        let number = self.units.len() as u32;
        let mut near = std::mem::take(&mut self.near);
        let mut any = false;
        let mut see = |id| {
            for entry in self.mentions_of(id).iter().flat_map(|mention| mention.entries.iter().copied()) {
                any = true;
                if near.get(entry.0 as usize) == Some(&number) {
                    continue;
                }
                for entry in std::iter::once(entry).chain(self.glossary.broader_of(entry)) {
                    if let Some(slot) = near.get_mut(entry.0 as usize) {
                        *slot = number;
                    }
                }
            }
        };
        see(UnitId(number - 1));
        context::each(self.note, unit, see);
        self.near = near;
        any
    }

    /// Whether an entry can be a subject of the unit in hand.
    fn is_near(&self, entry: EntryId) -> bool {
        self.near.get(entry.0 as usize).is_some_and(|&unit| unit == self.units.len() as u32)
    }

    pub(super) fn find_hits(&mut self, tokens: &Run) {
        let from = self.hits.len();
        self.present.refill(tokens.clone().filter_map(|at| self.words[at as usize]));
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
        let valued = tokens.clone().any(|at| self.mention_at(at).is_some())
            || self.amounts.last().is_some_and(|amount| amount.run.start >= tokens.start);
        let mut hits = std::mem::take(&mut self.hits);
        for at in tokens.clone() {
            let Some(word) = self.word(at) else { continue };
            let next = if at + 1 < tokens.end { self.word(at + 1) } else { None };
            self.glossary.beginning_with(word, next, &self.present, cues, |beginning| {
                let wanted = match beginning.owner {
                    // Who is not named where a subject could be is none.
                    Owner::Says(entry, _) | Owner::Denies(entry, _) => self.is_near(entry),
                    Owner::Before(_) | Owner::After(_) | Owner::With(_) | Owner::More(_) | Owner::Less(_) => valued,
                    Owner::Choice(..) | Owner::Cell(..) | Owner::Cue(_) | Owner::Name(_) | Owner::Inverse(_) => true,
                };
                if !wanted {
                    return;
                }
                if let Some(end) = matcher::longest_match(self, beginning.code, at, tokens.end) {
                    hits.push(Hit { run: at..end, owner: beginning.owner });
                }
            });
        }
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
