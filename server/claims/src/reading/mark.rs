//! What sets words of a unit apart from what its author plainly says: quotations, titles, questions inside of it, and the
//! scopes that cues open. Where such a scope ends by what it says is told in `scope`.

use glossary::CueKind;
use note::{Style, TokenKind};

use super::{Mark, Reading};
use crate::{Status, scan::Run};

/// A link of this many tokens is a title.
const TITLE: u32 = 4;

/// A copula stands at most so many tokens before the end of what it links.
const APART: u32 = 40;

/// A quotation of this many words is a sentence of somebody's, not a name.
const QUOTATION: u32 = 5;

impl Reading<'_, '_> {
    pub(super) fn mark_quotes(&mut self) {
        let mut opened: Option<(u32, &str)> = None;
        let scan = self.scan;
        let marks = |&at: &u32| matches!(scan.kind(at), TokenKind::Punct | TokenKind::Opaque);
        for at in self.unit.tokens.clone().filter(marks) {
            let source = scan.source(&(at..at + 1));
            match opened {
                Some((from, close)) if source == close => {
                    let words = self.weigh(&(from..at));
                    let whole = words >= QUOTATION;
                    self.mark_run(&(from..at + 1), |mark| {
                        mark.quoted = true;
                        mark.apart |= close == "》";
                        if whole {
                            mark.aside = Some(Status::Attributed);
                        }
                    });
                    opened = None;
                }
                Some(_) => {}
                None => opened = closing(source).map(|close| (at, close)),
            }
        }
    }

    /// The words of a run; Chinese characters count half.
    fn weigh(&self, run: &Run) -> u32 {
        let halves = |at| match self.scan.kind(at) {
            TokenKind::Han => 1,
            TokenKind::Punct => 0,
            _ => 2,
        };
        run.clone().map(halves).sum::<u32>() / 2
    }

    /// A question inside of a unit asks, and only what follows answers: `X 吗::没有`.
    pub(super) fn mark_questions(&mut self) {
        let last = self.unit.tokens.end.saturating_sub(1);
        let asks: Vec<u32> = self
            .unit
            .tokens
            .clone()
            .filter(|&at| at < last && matches!(self.scan.kind(at), TokenKind::Punct | TokenKind::Han))
            .filter(|&at| matches!(self.scan.folded(at), "?" | "？" | "吗") || self.asks_whether(at))
            .collect();
        let mut from = self.unit.tokens.start;
        for at in asks {
            let stop = (from..at).rev().find(|&stop| self.scan.ends_sentence(stop)).map_or(from, |stop| stop + 1);
            self.mark_run(&(stop..at + 1), |mark| mark.aside = Some(Status::Question));
            from = at + 1;
        }
    }

    /// The text of a link of several words is a title: somebody else's words.
    pub(super) fn mark_titles(&mut self) {
        let mut at = self.unit.tokens.start;
        while at < self.unit.tokens.end {
            let from = at;
            while at < self.unit.tokens.end && self.scan.token(at).style.has(Style::LINK) {
                at += 1;
            }
            if at - from >= TITLE {
                self.mark_run(&(from..at), |mark| mark.apart = true);
            }
            at = at.max(from + 1);
        }
    }

    pub(super) fn mark_scopes(&mut self) {
        for cue in self.cues.clone() {
            let clause = self.clause_run(cue.run.start);
            let rest = cue.run.start..if cue.bounded { cue.run.end } else { clause.end.max(cue.run.end) };
            let unit = self.unit.tokens.clone();
            match cue.kind {
                CueKind::Contrast | CueKind::Comparison => {
                    let rest = rest.start..self.bracket_end(rest.end);
                    self.mark_run(&rest, |mark| mark.apart = true);
                    if let Some(end) = self.compared_end(&cue, &rest) {
                        self.mark_run(&(end..rest.end), |mark| mark.compared = true);
                    }
                }
                CueKind::ContrastAfter => {
                    // `A 是 B 的变体`: B is set apart, and not what is said to be one.
                    let copula = |&at: &u32| matches!(self.scan.folded(at), "是" | "为");
                    // Across what stands in a bracket: `A 是对 B（…）进行简化后的变体`.
                    let number = self.clause(cue.run.start);
                    let reach = unit.start.max(cue.run.start.saturating_sub(APART))..cue.run.start;
                    let same = |at: &u32| self.clause(*at) == number && copula(at);
                    let start = reach.clone().rev().find(same).map_or(clause.start, |at| at + 1);
                    let start = self.likened(&cue.run, reach).map_or(start, |at| start.max(at));
                    self.mark_run(&(start..cue.run.end), |mark| mark.apart = true);
                }
                CueKind::Inside if !self.opens_before(&clause, &cue.run) => {
                    self.mark_run(&(clause.start..cue.run.end), |mark| mark.apart = true);
                }
                CueKind::Misconception | CueKind::Confusion => {
                    self.mark_run(&(cue.run.start..unit.end), |mark| mark.misconception = true);
                    // `“…” - a common misconception`.
                    self.mark_run(&(unit.start..cue.run.start), |mark| mark.misconception |= mark.quoted);
                }
                CueKind::Correction => self.mark_run(&(cue.run.start..unit.end), |mark| mark.misconception = false),
                CueKind::Head => {
                    let owner = cue.run.start.checked_sub(1).and_then(|at| self.scan.mention_at(at));
                    if let Some(owner) = owner {
                        self.mark_run(&owner.run.clone(), |mark| mark.apart = true);
                    }
                }
                CueKind::Past => {
                    let past = clause.start..self.past_end(&cue.run, &clause);
                    self.mark_run(&past, |mark| mark.aside = Some(Status::Past));
                }
                CueKind::Given => {
                    let given = clause.start..self.given_end(&cue.run, &clause);
                    let supposed = given.end..self.supposed_end(&given);
                    self.mark_run(&given, |mark| mark.aside = Some(Status::Conditional));
                    self.mark_run(&supposed, |mark| mark.supposed = true);
                }
                CueKind::Planned => {
                    // `计划…，以…`: what it is for is planned with it.
                    let purpose = clause.end < unit.end && matches!(self.scan.folded(clause.end), "以" | "to");
                    let end = if purpose { self.clause_run(clause.end).end } else { clause.end };
                    self.mark_run(&(clause.start..end), |mark| mark.aside = Some(Status::Planned));
                }
                _ => {}
            }
        }
    }

    fn mark_run(&mut self, run: &Run, set: impl Fn(&mut Mark)) {
        let (start, end) = (self.local(run.start), self.local(run.end));
        for mark in self.marks.get_mut(start..end).into_iter().flatten() {
            set(mark);
        }
    }
}

fn closing(open: &str) -> Option<&'static str> {
    Some(match open {
        "“" => "”",
        "\"" => "\"",
        "「" => "」",
        "『" => "』",
        "《" => "》",
        "‘" => "’",
        _ => return None,
    })
}
