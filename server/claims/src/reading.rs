//! How a unit is to be read: its clauses, what is set apart in them, how firmly it speaks.
//!
//! After `ConText` (Harkema et al. 2009): cues of the lexicon open scopes that end with the clause. What is not plainly
//! asserted is never judged, so a scope that reaches too far costs a finding, one too short costs a false alarm.

mod cue;
mod mark;
mod negation;
mod scope;

use std::{borrow::Cow, cell::OnceCell};

use glossary::{CueKind, Owner};
use note::{Style, TokenKind, Unit, UnitId, UnitKind};

use crate::{
    Status,
    draft::Free,
    scan::{Found, Run, Scan},
    subject,
};

/// The reading of one unit.
pub(crate) struct Reading<'s, 'a> {
    pub(crate) scan: &'s Scan<'a>,
    pub(crate) id: UnitId,
    /// The unit without the words that only open it.
    pub(crate) unit: Cow<'a, Unit>,
    /// The clause of each token, counted from the start of the unit.
    clauses: Vec<u16>,
    /// What sets each token apart.
    marks: Vec<Mark>,
    cues: Vec<Cue>,
    /// It is a question, or a task that is set.
    asks: bool,
    free: OnceCell<Free>,
    /// Which tokens small expressions cover.
    covered: OnceCell<Vec<bool>>,
}

/// A cue in the unit.
#[derive(Clone, Debug)]
struct Cue {
    kind: CueKind,
    run: Run,
    /// It reaches no farther than its own words.
    bounded: bool,
}

/// What sets a token apart from the author's plain words.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a token can be set apart in several ways at once")]
struct Mark {
    /// Named to be set against the subject, to liken it to, or to compare it with.
    apart: bool,
    /// Behind what the subject is compared with: what is said there is said of the subject (`A 比 B 更省显存`).
    compared: bool,
    /// Inside quotation marks.
    quoted: bool,
    /// Quoted as wrong.
    misconception: bool,
    /// What would follow if something were not so.
    supposed: bool,
    /// Past, planned or doubtful within its clause.
    aside: Option<Status>,
}

impl<'s, 'a> Reading<'s, 'a> {
    /// Reads a unit. `misconception`: the section or column lists mistakes.
    pub(crate) fn new(scan: &'s Scan<'a>, id: UnitId, misconception: bool) -> Self {
        let unit = scan.said(id);
        let size = unit.tokens.len();
        let mut reading = Self {
            scan,
            id,
            unit,
            clauses: vec![0; size],
            marks: vec![Mark { misconception, ..Mark::default() }; size],
            cues: cue::cues(scan, id),
            asks: false,
            free: OnceCell::new(),
            covered: OnceCell::new(),
        };
        reading.split();
        reading.mark_quotes();
        reading.mark_questions();
        reading.mark_titles();
        reading.mark_scopes();
        reading.asks = reading.is_question() || reading.is_exercise();
        reading
    }

    /// Reads a question that is answered: what it asks stands as if it were said.
    pub(crate) fn answered(scan: &'s Scan<'a>, id: UnitId) -> Self {
        let mut reading = Self::new(scan, id, false);
        for mark in &mut reading.marks {
            mark.aside = mark.aside.filter(|&status| status != Status::Question);
        }
        reading.asks = false;
        reading
    }

    /// What stands where a value may; looked at once, though many properties ask.
    pub(crate) fn free(&self, look: impl Fn(&Self) -> Free) -> &Free {
        self.free.get_or_init(|| look(self))
    }

    /// Whether an expression of some owner covers a token.
    pub(crate) fn covers(&self, of: impl Fn(Owner) -> bool, at: u32) -> bool {
        self.scan.covers(self.id, of, at)
    }

    /// Whether an expression of the small ones, which are always the same, covers a token; looked at once, though it is asked
    /// of every token.
    pub(crate) fn is_covered_by(&self, is_small: fn(Owner) -> bool, at: u32) -> bool {
        let covered = self.covered.get_or_init(|| {
            let mut covered = vec![false; self.unit.tokens.len()];
            for hit in self.scan.hits_of(self.id).iter().filter(|hit| is_small(hit.owner)) {
                let run = self.local(hit.run.start)..self.local(hit.run.end);
                covered.get_mut(run).into_iter().flatten().for_each(|covered| *covered = true);
            }
            covered
        });
        at >= self.unit.tokens.start && covered.get(self.local(at)).copied().unwrap_or_default()
    }

    /// The clause a token is in.
    pub(crate) fn clause(&self, at: u32) -> u16 {
        self.clauses.get(self.local(at)).copied().unwrap_or_default()
    }

    /// The tokens of the clause that `at` is in, as one run.
    pub(crate) fn clause_run(&self, at: u32) -> Run {
        let clause = self.clause(at);
        let (before, behind) = self.clauses.split_at(self.local(at).min(self.clauses.len()));
        let same = |other: &&u16| **other == clause;
        let back = before.iter().rev().take_while(same).count() as u32;
        let ahead = behind.iter().take_while(same).count() as u32;
        let here = self.unit.tokens.start + before.len() as u32;
        at.min(here - back)..(here + ahead).max(at + 1)
    }

    /// Whether a run may be neither subject nor value: it is contrasted, compared with, or struck through.
    pub(crate) fn is_set_apart(&self, run: &Run) -> bool {
        let mark = self.mark(run.start);
        mark.apart || self.scan.token(run.start).style.has(Style::STRUCK)
    }

    /// The same for an expression, which behind what is compared with says something of the subject again.
    pub(crate) fn is_said_apart(&self, run: &Run) -> bool {
        // `比 X 多一个矩阵`: what is counted there is the difference.
        let counted = run.start.checked_sub(1).is_some_and(|at| {
            matches!(self.scan.folded(at), "多" | "少" | "大" | "小" | "快" | "慢" | "高" | "低" | "长" | "短")
        });
        let compared = self.mark(run.start).compared && !counted;
        // `是稀疏模型的 10 倍`: the copula stands before what is set apart.
        let apart = |run: &Run| {
            let times = (run.start..self.unit.tokens.end.min(run.end + 4)).any(|at| self.scan.folded(at) == "倍");
            let copula = times && self.scan.folded(run.start) == "是" && run.len() > 1;
            self.is_set_apart(run) || copula && self.is_set_apart(&(run.start + 1..run.end))
        };
        apart(run) && !compared && !self.sets_itself_apart(run)
    }

    /// Whether the cues that set a run apart are its own words: `replaces attention by experts`, `比 X 更慢` say
    /// themselves what is set against what.
    fn sets_itself_apart(&self, run: &Run) -> bool {
        let clause = self.clause(run.start);
        let sets = |cue: &&Cue| match cue.kind {
            CueKind::Contrast | CueKind::Comparison => cue.run.start <= run.start,
            CueKind::ContrastAfter => cue.run.end > run.start,
            _ => false,
        };
        // `和 X 一样，没有…` likens in one respect: a contrast is the expression's own only as its first word.
        let own = |cue: &Cue| {
            let first = cue.run.start == run.start && (cue.run.len() <= 2 || cue.bounded);
            cue.run.start >= run.start && cue.run.end <= run.end && (first || cue.kind == CueKind::Comparison)
        };
        let mut cues = self.cues.iter().filter(|cue| self.clause(cue.run.start) == clause).filter(sets).peekable();
        cues.peek().is_some() && cues.all(own)
    }

    /// Whether a mention may name the subject of what stands at `value`: neither set apart, nor quoted as wrong where
    /// the value is not.
    pub(crate) fn can_name(&self, mention: &Run, value: &Run) -> bool {
        let same = self.mark(mention.start).misconception == self.mark(value.start).misconception;
        same && !self.is_set_apart(mention)
    }

    /// How firmly the words of a run are said.
    pub(crate) fn status_of(&self, run: &Run) -> Status {
        let mark = self.mark(run.start);
        let last = self.mark(run.end.saturating_sub(1).max(run.start));
        if mark.misconception || self.scan.token(run.start).style.has(Style::STRUCK) {
            return Status::Misconception;
        }
        let firmness = if self.asks { Status::Question } else { self.firmness_of(run) };
        if firmness != Status::Asserted {
            return firmness;
        }
        if mark.supposed {
            return Status::Conditional;
        }
        // Words that reach out of what is aside assert: `if T is raised, the output gets more certain`.
        let aside = mark.aside.and(last.aside).filter(|&status| !self.is_aside_itself(status, run));
        aside.unwrap_or(Status::Asserted)
    }

    /// Whether a run is inside quotation marks.
    pub(crate) fn is_quoted(&self, run: &Run) -> bool {
        run.clone().all(|at| self.mark(at).quoted)
    }

    /// The mentions that lie in a run.
    pub(crate) fn mentions_in(&self, run: &Run) -> impl DoubleEndedIterator<Item = &'s Found> + use<'s, 'a> {
        let run = run.clone();
        let inside = move |mention: &&Found| run.start <= mention.run.start && mention.run.end <= run.end;
        self.scan.mentions_of(self.id).iter().filter(inside)
    }

    /// Whether a cue of this kind stands in the clause of `at`.
    pub(crate) fn clause_has(&self, kind: CueKind, at: u32) -> bool {
        let clause = self.clause(at);
        self.cues.iter().any(|cue| cue.kind == kind && self.clause(cue.run.start) == clause)
    }

    /// Whether a cue of this kind reaches from another clause into that of `at`: `局部层交替，窗口 4096`.
    pub(crate) fn reaches(&self, kind: CueKind, at: u32) -> bool {
        let clause = self.clause(at);
        self.cues.iter().any(|cue| cue.kind == kind && self.clause(cue.run.end - 1) == clause)
    }

    /// Whether a cue of this kind stands in the unit before a token.
    pub(crate) fn has_before(&self, kind: CueKind, at: u32) -> bool {
        self.has_in(kind, &(self.unit.tokens.start..at))
    }

    /// Whether something before a token points back to what was spoken of: `it`, `the largest version`.
    pub(crate) fn points_back(&self, at: u32) -> bool {
        self.points_back_in(self.unit.tokens.start..at)
    }

    /// The same for something in a run.
    pub(crate) fn points_back_in(&self, run: Run) -> bool {
        [CueKind::Anaphor, CueKind::Largest, CueKind::Smallest].into_iter().any(|kind| self.has_in(kind, &run))
    }

    /// The tokens of a run, a mention counted as one and Chinese characters as half.
    pub(crate) fn distance(&self, run: &Run) -> u32 {
        let mut halves = 0;
        let mut at = run.start;
        while at < run.end {
            if let Some(mention) = self.scan.mention_at(at) {
                at = mention.run.end.max(at + 1);
                halves += 2;
                continue;
            }
            halves += if self.scan.kind(at) == TokenKind::Han { 1 } else { 2 };
            at += 1;
        }
        halves / 2
    }

    /// Whether the words of the unit's key, put together, are one of these.
    pub(crate) fn is_under_key(&self, keys: &[&str]) -> bool {
        self.unit.key.is_some_and(|key| {
            let words: String = (self.unit.tokens.start..key.end).map(|at| self.scan.folded(at)).collect();
            keys.contains(&words.as_str())
        })
    }

    /// Whether the unit is in bold print as a whole.
    pub(crate) fn is_bold(&self) -> bool {
        let scan = self.scan;
        let bold = |at: u32| scan.token(at).style.has(Style::BOLD) || scan.kind(at) == TokenKind::Punct;
        self.unit.tokens.clone().all(bold)
    }

    /// Whether a cue of this kind begins in a run.
    pub(crate) fn has_in(&self, kind: CueKind, run: &Run) -> bool {
        self.cues.iter().any(|cue| cue.kind == kind && run.contains(&cue.run.start))
    }

    /// Whether a cue of this kind stands in the unit.
    pub(crate) fn has(&self, kind: CueKind) -> bool {
        self.cues.iter().any(|cue| cue.kind == kind)
    }

    /// Whether a cue of this kind ends within two tokens before `at`.
    pub(crate) fn just_before(&self, kind: CueKind, at: u32) -> bool {
        self.cues.iter().any(|cue| cue.kind == kind && cue.run.end <= at && at - cue.run.end <= 1)
    }

    /// Whether a cue of this kind begins within two tokens behind `at`.
    pub(crate) fn just_behind(&self, kind: CueKind, at: u32) -> bool {
        self.cues.iter().any(|cue| cue.kind == kind && cue.run.start >= at && cue.run.start - at <= 1)
    }

    fn local(&self, at: u32) -> usize {
        at.saturating_sub(self.unit.tokens.start) as usize
    }

    fn mark(&self, at: u32) -> Mark {
        self.marks.get(self.local(at)).copied().unwrap_or_default()
    }

    /// Numbers the clauses: commas outside enumerations, conjunctions, colons and brackets begin new ones; what
    /// follows a closing bracket goes on with the clause before the opening one.
    fn split(&mut self) {
        // `不需要同时计算 A 和 B`: denied, and not the beginning of another clause.
        let denied = |at: u32| at > self.unit.tokens.start && self.scan.negates(at - 1);
        let breaks = self.cues.iter().filter(|cue| cue.kind == CueKind::ClauseBreak && !denied(cue.run.start));
        let breaks: Vec<u32> = breaks.map(|cue| cue.run.start).collect();
        let (mut clause, mut next) = (0_u16, 1_u16);
        let mut open: Vec<u16> = Vec::new();
        // `Developed by X, Y …`: the names on either side of the first comma are no list.
        let first = self.unit.tokens.start;
        let word = |at: u32| self.scan.folded(at);
        let leads = subject::is_adjunct(word(first), word(first + 1))
            && (word(first).ends_with("ed") || matches!(word(first), "built"))
            && matches!(word(first + 1), "by" | "on" | "from" | "at" | "in");
        let mut fronted = leads;
        for at in self.unit.tokens.clone() {
            let key_ends = self.unit.key.is_some_and(|key| key.value == at);
            if breaks.contains(&at) && at > self.unit.tokens.start || key_ends {
                (clause, next) = (next, next.saturating_add(1));
            }
            let mark = if self.scan.kind(at) == TokenKind::Punct { self.scan.folded(at) } else { "" };
            match mark {
                "(" | "[" if open.len() < 16 => {
                    open.push(clause);
                    (clause, next) = (next, next.saturating_add(1));
                }
                ")" | "]" => clause = open.pop().unwrap_or(clause),
                _ => {}
            }
            let local = self.local(at);
            if let Some(slot) = self.clauses.get_mut(local) {
                *slot = clause;
            }
            let dash = mark == "-" && at > self.unit.tokens.start && self.scan.folded(at - 1) == "-";
            let ends_front = fronted && matches!(mark, "," | "，");
            fronted &= !ends_front;
            if self.scan.ends_clause(at) || ends_front || dash || matches!(mark, ":" | "—") {
                (clause, next) = (next, next.saturating_add(1));
            }
        }
    }

    /// How firmly the unit speaks of what stands at a run, question or not: by the cues that are no words of it.
    fn firmness_of(&self, run: &Run) -> Status {
        let has = |kind| self.cues.iter().any(|cue| cue.kind == kind && !scope::bounds(cue, run));
        let doubts = |cue: &Cue| {
            let own = !scope::bounds(cue, run) && !self.is_of_purpose(cue, run) && !self.is_of_later(cue, run);
            cue.kind == CueKind::Hedge && own
        };
        if has(CueKind::Condition) {
            Status::Conditional
        } else if self.cues.iter().any(doubts) {
            Status::Hedged
        } else if has(CueKind::Attribution) {
            Status::Attributed
        } else {
            Status::Asserted
        }
    }

    /// Whether a question asks for the reason of something, and so takes it for granted: `Why does X need Y?`.
    fn is_taken_for_granted(&self) -> bool {
        let word = |at: u32| self.scan.folded(at);
        let start = self.unit.opening();
        let tense = ["do", "does", "did", "is", "are", "was", "were", "has", "have"];
        let english = word(start) == "why" && tense.contains(&word(start + 1));
        // `X uses Y, 为什么现在都换成 Z` asks about others.
        let why = |at: u32| {
            let led = at == start || at.checked_sub(1).is_some_and(|before| !self.scan.ends_clause(before));
            led && word(at) == "为" && matches!(word(at + 1), "什" | "何" | "啥")
        };
        let open = |at: u32| matches!(word(at), "or" | "吗" | "呢" | "否") || (word(at), word(at + 1)) == ("还", "是");
        let mut tokens = self.unit.tokens.clone();
        (english || tokens.clone().any(why)) && !tokens.any(open)
    }

    fn is_question(&self) -> bool {
        if self.is_taken_for_granted() {
            return false;
        }
        let mut last = self.unit.tokens.clone().rev();
        let marked = last.find(|&at| !matches!(self.scan.folded(at), "\"" | "”" | "’" | "」" | ")" | "*"));
        let marked = marked.is_some_and(|at| matches!(self.scan.folded(at), "?" | "？" | "吗" | "呢"));
        marked || matches!(self.unit.kind, UnitKind::Heading(_)) && self.has(CueKind::Question)
    }
}
