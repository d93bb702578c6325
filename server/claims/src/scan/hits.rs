//! The expressions of a unit: those that can mean something where they stand.

use glossary::{Among, CueKind, EntryId, Gates, Owner, Rest, Sentence, WordId};
use note::{Joint, TokenKind, Unit, UnitId, UnitKind};

use super::{
    Hit, Run, Scan,
    matcher::{self, Line},
};
use crate::{context, subject::member};

/// Of no more families than this the members are looked for.
const FAMILIES: usize = 8;

/// An item without a copula has at most so many tokens.
const IMPLIED: usize = 6;

/// Authors are named within so many tokens.
const AUTHORS: u32 = 8;
/// A year in brackets behind them has at most so many tokens.
const YEAR: u32 = 5;

impl<'a> Scan<'a> {
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
        self.add_members(unit, &mut near);
        for at in 0..near.len() {
            near.extend(self.glossary.broader_of(near[at]));
        }
        near.sort_unstable();
        near.dedup();
        self.near = near;
        !self.near.is_empty()
    }

    /// Adds what a key, or a title that names nothing by itself, completes to a name: `Stage 1` under `ZeRO`.
    fn add_members(&self, unit: &Unit, near: &mut Vec<EntryId>) {
        let families = near.iter().copied().filter(|&id| self.glossary.is_family(id));
        let families: Vec<EntryId> = families.take(FAMILIES).collect();
        if families.is_empty() {
            return;
        }
        let mut runs: Vec<Run> = member::opening_runs(self, unit);
        let mut see = |id: UnitId| {
            if self.mentions_of(id).is_empty() {
                runs.extend(member::place_run(self, self.note.unit(id)));
            }
        };
        context::follow(self.note, unit.parent, context::ABOVE, context::above, &mut see);
        context::follow(self.note, unit.heading, context::ABOVE, context::heading, &mut see);
        let members = |run: &Run| {
            let named = families.iter().filter_map(|&family| member::named(self, family, run));
            named.collect::<Vec<EntryId>>()
        };
        near.extend(runs.iter().flat_map(members).collect::<Vec<EntryId>>());
    }

    pub(super) fn find_hits(&mut self, unit: &Unit) {
        let tokens = &unit.tokens;
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
                        && !self.ends_in_name(&hit.run)
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
        let start = self.opened(unit, from);
        let said = start..tokens.end;
        if start > tokens.start {
            let cues = self.hits.split_off(from);
            self.hits.extend(cues.into_iter().filter(|hit| hit.run.start >= start));
            self.sentence.refill(said.clone().map(|at| self.words[at as usize]));
        }
        self.match_programs(&said, Among::Others);
        self.match_across(&said, from);
        self.match_denied(tokens);
        self.match_implied(unit);
        keep_longest(&mut self.hits, from);
        if let Some(scanned) = self.units.last_mut() {
            scanned.start = start;
        }
    }

    /// The token a unit says something from: behind words that only open it (`Note that …`, `所以 …`), of which there may
    /// be several.
    fn opened(&self, unit: &Unit, from: usize) -> u32 {
        let tokens = &unit.tokens;
        let mut start = tokens.start;
        if matches!(unit.kind, UnitKind::Heading(_)) || unit.cell.is_some() {
            return start;
        }
        // `注意` in `注意力`: the first characters of a name open nothing.
        let named = |run: &Run| self.mention_at(run.start).is_some();
        let openers =
            || self.hits[from..].iter().filter(|hit| hit.owner == Owner::Cue(CueKind::Opener) && !named(&hit.run));
        let opener = |start: u32| openers().filter(|hit| hit.run.start == start).map(|hit| hit.run.end).max();
        let mark = |at: u32| matches!(self.folded(at), "," | "，" | ":" | "：" | "、" | "-" | "–" | "—" | "that");
        if let Some(end) = self.reported(start, tokens.end) {
            start = (end..tokens.end).find(|&at| !mark(at)).unwrap_or(tokens.end);
        }
        while let Some(end) = opener(start) {
            start = (end..tokens.end).find(|&at| !mark(at)).unwrap_or(tokens.end);
        }
        if start < tokens.end { start } else { tokens.start }
    }

    /// Where it ends that a sentence opens with who found what it says: `Min et al. (2022) found that …`, `X 等人发现，…`.
    fn reported(&self, start: u32, end: u32) -> Option<u32> {
        let word = |at: u32| if at < end { self.folded(at) } else { "" };
        let reach = end.min(start + AUTHORS);
        // Authors after whom something is called are its name.
        let known = |mention: &super::Found| {
            mention
                .entries
                .iter()
                .any(|&entry| self.glossary.kind_name(entry) != "person" && self.glossary.is_checkable(entry))
        };
        if self.mention_at(start).is_some_and(known) {
            return None;
        }
        let et_al = (start + 1..reach).find(|&at| (word(at), word(at + 1)) == ("et", "al"));
        if let Some(at) = et_al {
            let small = |at: u32| self.kind(at) != TokenKind::Word;
            let verb = (at + 2..end.min(at + 2 + YEAR)).find(|&at| !small(at))?;
            let found = matches!(
                word(verb),
                "found"
                    | "find"
                    | "showed"
                    | "show"
                    | "shows"
                    | "report"
                    | "reported"
                    | "observed"
                    | "demonstrated"
                    | "proved"
            );
            return (found && word(verb + 1) == "that").then_some(verb + 2);
        }
        let people = (start + 1..reach).find(|&at| (word(at), word(at + 1)) == ("等", "人"))?;
        let verb = people + 2;
        let found = matches!((word(verb), word(verb + 1)), ("发", "现") | ("证" | "表", "明") | ("指", "出"));
        (found && matches!(word(verb + 2), "," | "，" | ":" | "：")).then_some(verb + 3)
    }

    /// `is actually a decoder`, `其实就是`: what is found where adverbs that change nothing, and letters in brackets that
    /// only name the word before them, are left out.
    fn match_across(&mut self, tokens: &Run, from: usize) {
        let adverbs = self.hits[from..].iter().filter(|hit| hit.owner == Owner::Cue(CueKind::Adverb));
        let adverbs: Vec<Run> = adverbs.map(|hit| hit.run.clone()).collect();
        for at in adverbs.iter().cloned().flatten() {
            // `not really`: what is denied with it is denied in part.
            self.passed[at as usize] = !self.negates(at) && !self.negates(at.wrapping_sub(1));
        }
        let glosses: Vec<u32> = tokens.clone().filter(|&at| self.is_gloss(at, tokens)).collect();
        for at in glosses.into_iter().flat_map(|at| at..at + 3) {
            self.passed[at as usize] = true;
        }
        let kept: Vec<u32> = tokens.clone().filter(|&at| !self.passes(at)).collect();
        if kept.len() == tokens.len() {
            return;
        }
        let last = tokens.clone().rev().find(|&at| self.passes(at)).unwrap_or_default();
        let mut hits = Vec::new();
        {
            let mut sentence = self.spare.borrow_mut();
            sentence.refill(kept.iter().map(|&at| self.word(at)));
            // What begins behind the last adverb was found before, and so was what is found across none.
            let reach = Reach { line: Line::Kept(&kept), last, ..self.reach(tokens) };
            self.match_near(&sentence, reach, Among::Others, &mut hits);
        }
        hits.retain(|hit| hit.run.clone().any(|at| self.passes(at)));
        self.hits.extend(hits);
    }

    /// Whether a bracket that opens at `at` gives no more than the initial of the word before it, as a name for what the
    /// word stands for: `the query (Q), the key (K)`.
    fn is_gloss(&self, at: u32, tokens: &Run) -> bool {
        let capital = |at: u32| self.source(&(at..at + 1)).len() == 1 && self.kind(at) == TokenKind::Word;
        at > tokens.start
            && at + 2 < tokens.end
            && self.folded(at) == "("
            && self.folded(at + 2) == ")"
            && capital(at + 1)
            && self.kind(at - 1) == TokenKind::Word
            && self.folded(at - 1).len() > 1
            && self.folded(at - 1).starts_with(self.folded(at + 1))
    }

    /// `Beam search is not stochastic`: an expression that begins with the copula is met across the negation, which then
    /// stands before it.
    fn match_denied(&mut self, tokens: &Run) {
        let be = |at: u32| matches!(self.folded(at), "is" | "are" | "was" | "were");
        let denied = |at: &u32| self.folded(*at) == "not" && be(*at - 1);
        let Some(not) = (tokens.start + 1..tokens.end).find(denied) else { return };
        let copula = self.words[not as usize - 1];
        let found = self.match_from(not, copula, tokens);
        self.hits.extend(found.into_iter().map(|hit| Hit { run: not + 1..hit.run.end, ..hit }));
    }

    /// `- stochastic` below a title: a short item leaves out the copula between what it stands under and what it says.
    fn match_implied(&mut self, unit: &Unit) {
        let tokens = &unit.tokens;
        let before = tokens.start.wrapping_sub(1);
        let short = unit.kind == UnitKind::Item && unit.key.is_none() && tokens.len() <= IMPLIED;
        if !short || before >= tokens.start || self.folded(tokens.start) == "not" {
            return;
        }
        let chinese = tokens.clone().any(|at| self.kind(at) == TokenKind::Han);
        let copula = self.copula_word(if chinese { "是" } else { "is" });
        let found = self.match_from(before, copula, tokens);
        let says = |hit: &Hit| {
            matches!(hit.owner, Owner::Choice(..) | Owner::Says(..) | Owner::Spares(..) | Owner::Denies(..))
        };
        let whole = |hit: &Hit| (hit.run.end..tokens.end).all(|at| self.kind(at) == TokenKind::Punct);
        let found: Vec<Hit> = found.into_iter().filter(|hit| says(hit) && whole(hit)).collect();
        self.hits.extend(found.into_iter().map(|hit| Hit { run: tokens.start..hit.run.end, ..hit }));
    }

    /// The expressions that begin at a token which is read as a copula.
    fn match_from(&mut self, at: u32, copula: Option<WordId>, tokens: &Run) -> Vec<Hit> {
        let own = std::mem::replace(&mut self.words[at as usize], copula);
        let run = at..tokens.end;
        let mut hits = Vec::new();
        self.with_sentence(&run, |sentence| self.match_in(sentence, &run, Among::Others, &mut hits));
        self.words[at as usize] = own;
        hits.retain(|hit| hit.run.start == at && hit.run.end > at + 1);
        hits
    }

    fn match_programs(&mut self, tokens: &Run, among: Among) {
        let mut hits = std::mem::take(&mut self.hits);
        self.match_in(&self.sentence, tokens, among, &mut hits);
        self.hits = hits;
    }

    /// What the words of a unit say or deny of entries that it does not name itself.
    pub(crate) fn hits_about(&self, unit: UnitId, entries: &[EntryId]) -> Vec<Hit> {
        let tokens = &self.note.unit(unit).tokens;
        let mut hits = Vec::new();
        let reach = Reach { near: entries, ..self.reach(tokens) };
        self.with_sentence(tokens, |sentence| self.match_near(sentence, reach, Among::Others, &mut hits));
        keep_longest(&mut hits, 0);
        hits
    }

    /// Works on the words of some tokens by themselves.
    fn with_sentence(&self, tokens: &Run, work: impl FnOnce(&Sentence)) {
        let mut sentence = self.spare.borrow_mut();
        sentence.refill(tokens.clone().map(|at| self.word(at)));
        work(&sentence);
    }

    fn match_in(&self, sentence: &Sentence, tokens: &Run, among: Among, hits: &mut Vec<Hit>) {
        self.match_near(sentence, self.reach(tokens), among, hits);
    }

    /// What all the tokens of a run have, where the entries near the unit in hand can be subjects.
    fn reach<'s>(&'s self, tokens: &'s Run) -> Reach<'s, 'a> {
        Reach { scan: self, tokens, line: Line::From(tokens.start), last: u32::MAX, near: &self.near }
    }

    fn match_near(&self, sentence: &Sentence, reach: Reach<'_, '_>, among: Among, hits: &mut Vec<Hit>) {
        let Reach { line, last, .. } = reach;
        self.glossary.each_candidate(sentence, among, &reach, |candidate, places| {
            let at = line.token(candidate.place);
            if at > last {
                return;
            }
            let end = match candidate.rest {
                Rest::Found(words) => Some(candidate.place + words),
                Rest::Code(code) => matcher::longest_match(self, places, line, code, candidate.place),
            };
            // Behind the mark that stands for a copula comes what it links: an expression does not end there.
            let end = end.map(|end| line.end(end)).filter(|&end| self.copula != Some(end - 1));
            hits.extend(end.map(|end| Hit { run: at..end, owner: candidate.owner }));
        });
    }

    /// The words of a unit that are values where a key or a header names the property, by their first token. There are
    /// many and few are asked for, so they are looked for only then.
    pub(crate) fn cells_of(&self, unit: UnitId) -> Vec<Hit> {
        let mut hits = Vec::new();
        if self.units.get(unit.0 as usize).is_some_and(|unit| unit.read) {
            let tokens = &self.note.unit(unit).tokens;
            self.with_sentence(tokens, |sentence| self.match_in(sentence, tokens, Among::Cells, &mut hits));
            keep_longest(&mut hits, 0);
            // `image-text`: the second half of a compound is no value by itself.
            let compound = |at: u32| {
                let before = at.checked_sub(1).filter(|&before| tokens.contains(&before));
                self.token(at).joint == Joint::Hyphen
                    && before.is_some_and(|before| self.kind(before) == TokenKind::Word)
            };
            hits.retain(|hit| hit.run.len() > 1 || !compound(hit.run.start));
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
#[derive(Clone, Copy)]
struct Reach<'s, 'a> {
    scan: &'s Scan<'a>,
    tokens: &'s Run,
    /// The tokens that the places of the sentence are.
    line: Line<'s>,
    /// The last token that an expression may begin with.
    last: u32,
    /// The entries that it can have for its subject, sorted.
    near: &'s [EntryId],
}

impl Gates for Reach<'_, '_> {
    fn has_value(&self) -> bool {
        self.tokens.clone().any(|at| self.scan.mention_at(at).is_some())
            || self.scan.amounts.last().is_some_and(|amount| amount.run.start >= self.tokens.start)
    }

    fn near(&self) -> &[EntryId] {
        self.near
    }
}
