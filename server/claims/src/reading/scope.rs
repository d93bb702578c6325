//! How far the scopes reach that cues open: what was so, what is supposed, what is compared with.

use glossary::CueKind;
use note::UnitKind;

use super::{Cue, Reading};
use crate::{Status, scan::Run};

/// So many words may stand in a clause before the one that holds it possible.
const OPENS: u32 = 2;
/// A clause that says something of its own has more tokens than so many behind that word.
const GOES_ON: u32 = 2;

impl Reading<'_, '_> {
    /// Whether a token is of a word that only says how something is done, or that it is sure to be: `不会自动 …`, `不保证 …`.
    pub(super) fn is_of_a_manner(&self, at: u32) -> bool {
        let manner = |first: u32| {
            matches!(
                (self.scan.folded(first), self.scan.folded(first + 1)),
                ("自" | "主", "动") | ("保", "证") | ("彻", "底") | ("真", "正") | ("必", "然") | ("直", "接")
            )
        };
        manner(at) || at.checked_sub(1).is_some_and(manner)
    }

    /// Whether nothing but the words of a run themselves sets it aside: `只要写一个函数就行`, `uses X to plan`.
    pub(super) fn is_aside_itself(&self, status: Status, run: &Run) -> bool {
        let kind = match status {
            Status::Conditional => CueKind::Given,
            Status::Planned => CueKind::Planned,
            _ => return false,
        };
        let mut cues = self.cues.iter().filter(|cue| cue.kind == kind).peekable();
        cues.peek().is_some() && cues.all(|cue| bounds(cue, run))
    }

    /// Whether a cue is of what something is done for, behind what is said: `… is set to zero, so that no token may see …`.
    pub(super) fn is_of_purpose(&self, cue: &Cue, said: &Run) -> bool {
        let pair = |at: u32| (self.scan.folded(at), self.scan.folded(at + 1));
        let leads = |at: u32| matches!(pair(at), ("so", "that" | "as") | ("in", "order") | ("以", "便"));
        (said.end..cue.run.start).any(leads)
    }

    /// Whether a word that only holds something possible is of a later clause alone: in brackets (`…，但（可能）很慢`), or
    /// where an item with a key goes on to what may follow (`**ε 小**：更新保守，可能训练更慢`). What doubts the words
    /// themselves (`可能记错了`) reaches back.
    pub(super) fn is_of_later(&self, cue: &Cue, said: &Run) -> bool {
        let clause = self.clause_run(cue.run.start);
        let word = |at: u32| if at < clause.end { self.scan.folded(at) } else { "" };
        let open = cue.run.start.checked_sub(1).filter(|&at| at >= said.end && self.scan.folded(at) == "(");
        let bracketed = open.is_some() && self.scan.folded(cue.run.end) == ")";
        let opens = self.distance(&(clause.start..cue.run.start)) <= OPENS;
        let item = self.unit.kind == UnitKind::Item && self.unit.key.is_some_and(|key| key.end <= said.end);
        let possible = matches!((word(cue.run.start), word(cue.run.start + 1)), ("可", "能") | ("也" | "或", "许"))
            || matches!(word(cue.run.start), "may" | "might" | "maybe" | "perhaps" | "possibly");
        let doubted = |at: u32| matches!(word(at), "错" | "误" | "准" | "吧" | "对" | "wrong" | "mistaken" | "not");
        let goes_on = clause.end.saturating_sub(cue.run.end) > GOES_ON;
        let alone = || item && opens && goes_on && !(cue.run.end..clause.end).any(doubted);
        possible && clause.start >= said.end && (bracketed || alone())
            || clause.start >= said.end && self.tells_otherwise(&clause)
    }

    /// Whether a clause tells what would be if what is said before were not so: `…, otherwise the loss would be trivial`.
    fn tells_otherwise(&self, clause: &Run) -> bool {
        let word = |by: u32| if clause.start + by < clause.end { self.scan.folded(clause.start + by) } else { "" };
        word(0) == "otherwise"
            || (word(0), word(1)) == ("or", "else")
            || matches!((word(0), word(1)), ("否", "则") | ("不", "然"))
            || (word(0), word(1), word(2)) == ("要", "不", "然")
    }

    /// Whether it is the subject itself that says so: `the scaling law says that …`, `X 认为 …`.
    pub(crate) fn is_said_by(&self, subject: &Run) -> bool {
        // `somebody`, `有人` name another speaker, `said that`, `认为` none.
        let speaks = |cue: &Cue| matches!(self.scan.folded(cue.run.end - 1), "that" | "为" | "称");
        let near = |cue: &Cue| {
            speaks(cue) && cue.run.start >= subject.end && self.distance(&(subject.end..cue.run.start)) <= 1
        };
        let mut cues = self.cues.iter().filter(|cue| cue.kind == CueKind::Attribution).peekable();
        cues.peek().is_some() && cues.all(near)
    }

    /// Where what was so ends: with its clause, or, where the unit opens with it (`传统方法有缺点，要等…`), before the next
    /// clause that turns to something else.
    pub(super) fn past_end(&self, cue: &Run, clause: &Run) -> u32 {
        let opening = self.unit.opening();
        if cue.start > opening + 1 {
            return clause.end;
        }
        let breaks = |at: u32| self.cues.iter().any(|cue| cue.kind == CueKind::ClauseBreak && cue.run.start == at);
        let turns = |at: u32| at >= clause.end && (self.scan.mention_at(at).is_some() || breaks(at));
        let end = (clause.end..self.unit.tokens.end).find(|&at| turns(at));
        end.map_or(self.unit.tokens.end, |at| self.clause_run(at).start.max(clause.end))
    }

    /// Where a condition ends: with its clause, or before the one that draws the consequence: `如果只有 A，没有 B，那么 …`.
    pub(super) fn given_end(&self, cue: &Run, clause: &Run) -> u32 {
        let word = |at: u32| if at < self.unit.tokens.end { self.scan.folded(at) } else { "" };
        // `只要意思相近就算对`: within the clause what follows is said of every such case.
        let consequence = |&at: &u32| word(at) == "就" && !self.scan.negates(at);
        if (word(cue.start), word(cue.start + 1)) == ("只", "要") {
            return (cue.end..clause.end).find(consequence).unwrap_or(clause.end);
        }
        if !matches!((word(cue.start), word(cue.start + 1)), ("如", "果") | ("若" | "if", _)) {
            return clause.end;
        }
        let draws = |at: u32| matches!((word(at), word(at + 1)), ("那", "么") | ("那" | "则" | "就" | "then", _));
        let mut at = clause.end;
        while at < self.unit.tokens.end {
            if draws(at) {
                return at;
            }
            at = self.clause_run(at).end.max(at + 1);
        }
        clause.end
    }

    /// Where what follows from a condition ends, if that is that something is not so: `如果不缓存，每步都要重新计算`. What is
    /// said there is true of what lacks it.
    pub(super) fn supposed_end(&self, given: &Run) -> u32 {
        let lacks = given.clone().any(|at| self.scan.negates(at));
        let ends = |&at: &u32| self.scan.ends_sentence(at);
        let sentence = (given.end..self.unit.tokens.end).find(ends).unwrap_or(self.unit.tokens.end);
        if lacks { sentence } else { given.end }
    }

    /// Whether words of a circumstance end at `at`, before `run`, so that what is denied in it ends there too: `在不改变输出
    /// 的前提下加快…`.
    pub(super) fn closes_circumstance(&self, at: u32, run: &Run) -> bool {
        let word = |at: u32| if at < run.start { self.scan.folded(at) } else { "" };
        match (word(at), word(at + 1)) {
            ("前", "提") | ("情", "况") | ("条", "件") | ("场", "景") => {
                matches!(word(at + 2), "下" | "中" | "里")
            }
            ("同", "时") | ("基", "础") => at > self.unit.tokens.start && word(at - 1) == "的",
            _ => false,
        }
    }

    /// Whether a clause ends in a particle that asks: `必须的么，…`. `什么` and `这么` are words.
    pub(super) fn asks_whether(&self, at: u32) -> bool {
        let before = at.checked_sub(1).filter(|&at| at >= self.unit.tokens.start).map(|at| self.scan.folded(at));
        self.scan.folded(at) == "么"
            && self.scan.ends_clause(at + 1)
            && !matches!(before, None | Some("什" | "这" | "那" | "怎" | "多" | "要"))
    }

    /// Whether the unit sets a task: something to be judged (`X 是 Y。（对/错）`), or to be done (`Derive X and explain Y`).
    pub(super) fn is_exercise(&self) -> bool {
        let first = self.unit.opening();
        // `Explains …`, `解释：…` say what they open with.
        let inflected = |text: &str| text.ends_with("ed") || text.ends_with('s') && !text.ends_with("ss");
        let marked = |at: u32| at < self.unit.tokens.end && matches!(self.scan.folded(at), ":" | "：");
        let tasks = |cue: &Cue| match cue.kind {
            // `(T/F)`: what stands in a bracket is to choose from.
            CueKind::Judged => {
                let choice = cue.run.clone().any(|at| self.scan.folded(at) == "/");
                let open = cue.run.start.checked_sub(1).is_some_and(|at| self.scan.folded(at) == "(");
                !choice || open && self.unit.tokens.start < cue.run.start
            }
            CueKind::Task => {
                let opens = [self.unit.tokens.start, first].contains(&cue.run.start);
                opens && !inflected(self.scan.folded(cue.run.start)) && !marked(cue.run.end)
            }
            _ => false,
        };
        self.cues.iter().any(tasks)
    }

    /// Whether a clause opens with a name that a cue follows: `BERT 中的位置编码`.
    pub(super) fn opens_before(&self, clause: &Run, cue: &Run) -> bool {
        let name = cue.start.checked_sub(1).and_then(|at| self.scan.mention_at(at));
        name.is_some_and(|name| name.run.end == cue.start && name.run.start <= clause.start)
    }

    /// Where what a Chinese `比` compares with ends.
    pub(super) fn compared_end(&self, cue: &Cue, rest: &Run) -> Option<u32> {
        let chinese = cue.kind == CueKind::Comparison && self.scan.folded(cue.run.end - 1) == "比";
        let mentions = self.scan.mentions_of(self.id).iter();
        let with = mentions.filter(|mention| mention.run.start >= cue.run.end && mention.run.start <= cue.run.end + 3);
        with.map(|mention| mention.run.end).next().filter(|&end| chinese && end < rest.end)
    }

    /// Whether nothing but `will` makes what stands at a run something to come.
    pub(crate) fn is_generic_future(&self, run: &Run) -> bool {
        let clause = self.clause(run.start);
        let mut plans = self.cues.iter().filter(|cue| cue.kind == CueKind::Planned).peekable();
        let generic = |cue: &Cue| self.scan.folded(cue.run.start) == "will" && self.clause(cue.run.start) == clause;
        plans.peek().is_some() && plans.all(generic)
    }

    /// Where what a Chinese word likens to the subject begins: `A 和 B 一样只有解码器`.
    pub(super) fn likened(&self, cue: &Run, reach: Run) -> Option<u32> {
        let alike = |at: u32| {
            matches!((self.scan.folded(at), self.scan.folded(at + 1)), ("一", "样") | ("相", "同") | ("类", "似"))
        };
        let with = |&at: &u32| matches!(self.scan.folded(at), "和" | "跟" | "与" | "同" | "像" | "如");
        let number = self.clause(cue.start);
        let named = |&at: &u32| self.scan.mention_at(at + 1).is_some_and(|mention| mention.run.end <= cue.end);
        let mut joins = reach.rev().filter(|&at| self.clause(at) == number).filter(with);
        cue.clone().any(alike).then(|| joins.find(named)).flatten()
    }

    /// The end of a bracket that opens at `at`, as behind a name and before its abbreviation; else `at`.
    pub(crate) fn bracket_end(&self, at: u32) -> u32 {
        let opens = at < self.unit.tokens.end && matches!(self.scan.folded(at), "(" | "[");
        let close = |&end: &u32| matches!(self.scan.folded(end), ")" | "]");
        if opens { (at..self.unit.tokens.end).find(close).unwrap_or(at) } else { at }
    }
}

/// Whether a cue is the first or the last word of an expression, and so is meant by who wrote the expression; what stands
/// within may have been skipped over.
pub(super) fn bounds(cue: &Cue, run: &Run) -> bool {
    let inside = run.start <= cue.run.start && cue.run.end <= run.end && cue.run.len() < run.len();
    inside && (cue.run.start == run.start || cue.run.end == run.end)
}
