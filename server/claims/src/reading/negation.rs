//! How many negations bear on words of a unit. Where the words of a cue lie is told by the lexicon; here it is decided how
//! far a negation reaches, and where another verb, a preposition or a contrast ends it.

use glossary::{CueKind, Owner};
use note::TokenKind;

use super::{Cue, Reading};
use crate::scan::{Hit, Run};

impl Reading<'_, '_> {
    /// How many negations bear on a run: cues in its clause before it (or behind it, for those that look back), and
    /// not inside it.
    pub(crate) fn negations(&self, run: &Run) -> usize {
        let clause = self.clause(run.start);
        // `needs no A and no B`, `无 A 无 B`: each has its own.
        // What only begins a word (`非成对`) is of what is denied.
        let prefix = |cue: &Cue| cue.run.len() == 1 && matches!(self.scan.folded(cue.run.start), "非" | "non");
        let denies = |cue: &Cue| {
            cue.kind == CueKind::Negation && run.start <= cue.run.start && cue.run.end <= run.end && !prefix(cue)
        };
        let own = self.cues.iter().any(denies);
        let joins =
            |at: u32| matches!(self.scan.folded(at), "and" | "or" | "nor" | "," | "，" | "、" | "和" | "也" | "且");
        let bears = |cue: &Cue| {
            let mut between = cue.run.end..run.start;
            let heavy = |at: u32| !self.scan.is_light(at) && self.scan.kind(at) != TokenKind::Punct;
            let parts = |at: u32| joins(at) || heavy(at) && !self.is_of_a_manner(at);
            let apart = own && between.clone().any(parts) && !self.is_contrasted(&cue.run);
            // In Chinese a comma parts what is said one after the other; what is enumerated is joined by another mark.
            let chinese = self.scan.kind(cue.run.start) == TokenKind::Han;
            let parted = chinese
                && between.any(|at| {
                    // `不用再训练就能 …`: what follows without it is asserted.
                    matches!(self.scan.folded(at), "," | "就")
                        || self.opens_another(at)
                        || self.closes_circumstance(at, run)
                });
            self.clause(cue.run.start) == clause
                && !apart
                && !parted
                && !self.goes_on_to_adopt(&cue.run, run)
                && match cue.kind {
                    // `not … but` reaches over what it negates, and what follows is asserted.
                    CueKind::Negation if cue.run.len() > 2 && cue.run.end <= run.start => !self.ends_in_but(&cue.run),
                    CueKind::Negation => {
                        cue.run.start < run.start && !(cue.run.end > run.start && self.denies_at(run.start))
                    }
                    CueKind::NegationAfter => cue.run.start >= run.end,
                    _ => false,
                }
        };
        // `neither A nor B uses C` denies it once of each.
        let word = |cue: &Cue, word: &str| cue.run.len() == 1 && self.scan.folded(cue.run.start) == word;
        let neither = self.cues.iter().any(|cue| word(cue, "neither") && bears(cue));
        self.cues.iter().filter(|cue| bears(cue) && !(neither && word(cue, "nor"))).count()
    }

    /// Whether the mark of an enumeration leads to a preposition or a verb, which opens another thing that is said:
    /// `无需训练、通过公式生成`.
    fn opens_another(&self, at: u32) -> bool {
        self.scan.folded(at) == "、"
            && matches!(
                self.scan.folded(at + 1),
                "通" | "使"
                    | "采"
                    | "利"
                    | "基"
                    | "由"
                    | "以"
                    | "能"
                    | "会"
                    | "只"
                    | "仅"
                    | "直"
                    | "支"
                    | "具"
                    | "可"
                    | "固"
                    | "按"
                    | "开"
                    | "免"
                    | "易"
            )
    }

    /// Whether a negation begins at a token: `does without X` is met by `without X`, and denied once.
    fn denies_at(&self, at: u32) -> bool {
        let denies = |hit: &Hit| hit.owner == Owner::Cue(CueKind::Negation) && hit.run.start == at;
        self.scan.hits_of(self.id).iter().any(denies)
    }

    /// Whether what a negation takes ends before a run: a verb of its own links the run (`removes A and adds B`; of a verb
    /// that only says what something has, the form tells that it is not negated), or the run only says where (`no biases
    /// in the layers`).
    fn goes_on_to_adopt(&self, cue: &Run, run: &Run) -> bool {
        let joins = |at: u32| matches!(self.scan.folded(at), "and" | "then" | "并" | "而" | "后" | "再");
        let adopts = |at: u32| {
            let finite = self.scan.folded(at).ends_with(['s', 'd']);
            let links = |hit: &Hit| match hit.owner {
                Owner::Cue(CueKind::Having) => finite,
                Owner::Before(_) | Owner::With(_) => hit.run.start < run.start,
                Owner::Cue(CueKind::Only) => hit.run.start <= run.start,
                _ => false,
            };
            self.scan.hits_of(self.id).iter().any(|hit| hit.run.start == at && links(hit))
        };
        let place = |at: u32| matches!(self.scan.folded(at), "in" | "on" | "within" | "inside");
        let none = cue.len() == 1 && self.scan.folded(cue.start) == "no";
        let verb = self.scan.folded(cue.start);
        let of = |stems: &[&str]| cue.len() == 1 && stems.iter().any(|stem| verb.starts_with(stem));
        let away = of(&["avoid", "remov", "drop", "skip", "omit", "prevent", "abandon", "discard"]);
        // `avoids A by doing B`, `removes A to reach B`.
        let means = |at: u32| {
            let by = self.scan.folded(at) == "by" && self.scan.folded(at + 1).ends_with("ing");
            // `drops A in favour of B`.
            let favour = self.scan.folded(at) == "in" && matches!(self.scan.folded(at + 1), "favour" | "favor");
            by || favour || self.scan.folded(at) == "to" && at > cue.end && of(&["remov"])
        };
        (cue.end..run.start).any(|at| joins(at) && adopts(at + 1) || none && place(at) || away && means(at))
    }

    /// Whether a negation takes its whole clause, which the next one sets right: `不是 A 不 B，而是 C`.
    fn is_contrasted(&self, cue: &Run) -> bool {
        let word = |at: u32| self.scan.folded(at);
        let is = matches!((word(cue.start), word(cue.start + 1)), ("不", "是") | ("并", "非" | "不"));
        let end = self.clause_run(cue.start).end;
        is && end + 1 < self.unit.tokens.end && (end..self.unit.tokens.end.min(end + 2)).any(|at| word(at) == "而")
    }

    fn ends_in_but(&self, cue: &Run) -> bool {
        matches!(self.scan.folded(cue.end - 1), "but" | "是")
    }
}
