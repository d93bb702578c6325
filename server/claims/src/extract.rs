//! Reads claims out of units, by the shapes that notes use. Each shape is a module; none knows a property by name.

mod acronym;
mod alike;
mod alone;
mod answer;
mod bearer;
mod bracket;
mod card;
mod class;
mod compared;
mod dense;
mod elided;
mod factor;
mod instance;
mod keyed;
mod member;
mod owner;
mod possible;
mod prose;
mod respective;
mod said;
mod sheet;
mod table;
mod taken;

pub(crate) use acronym::has_word_of;
pub(crate) use instance::{introduced, is_noun};

use glossary::{CueKind, EntryId, Owner, PropertyId};
use note::UnitId;

use crate::{
    ClaimValue, Status, binding,
    draft::{Bound, Draft, Valued},
    reading::Reading,
    scan::{Hit, Run, Scan},
    subject::Subject,
};

/// A unit with more mentions than this asserts nothing.
const MENTIONS: usize = 40;
/// A unit with more expressions than this asserts nothing.
const HITS: usize = 600;

/// All that some units of a scan assert, in the order of the text.
pub(crate) fn drafts(scan: &Scan<'_>, units: std::ops::Range<u32>) -> Vec<Draft> {
    let sections = Sections::new(scan);
    let tables = table::Axes::of_all(scan);
    let mut drafts = Vec::new();
    for id in units.map(UnitId) {
        let unit = scan.note.unit(id);
        // A list of names, or noise: nothing is asserted there, and the work per unit stays bounded.
        if scan.mentions_of(id).len() > MENTIONS || is_crowded(scan, id) {
            continue;
        }
        let only_cues = || scan.hits_of(id).iter().all(|hit| matches!(hit.owner, Owner::Cue(_)));
        // A number beside the word for a choice may still say something of what stands above.
        let counts = || !scan.amounts_of(id).is_empty() && !scan.cells_of(id).is_empty();
        let answers = || answer::may_answer(scan, id) || acronym::may_answer(scan, id);
        let silent = || scan.mentions_of(id).is_empty() && only_cues() && !counts() && !answers();
        if unit.cell.is_none() && (silent() || is_tree(scan, id) || is_option(scan, id))
            || is_in_another_language(scan, id)
        {
            continue;
        }
        let listed = sections.is_misconception(id) || tables.is_misconception(unit.cell) || is_marked_wrong(scan, id);
        let reading = Reading::new(scan, id, listed);
        let from = drafts.len();
        if let Some(cell) = unit.cell {
            table::read(&reading, &tables, cell, &mut drafts);
        } else {
            card::read(&reading, &mut drafts);
            dense::read(&reading, &mut drafts);
            keyed::read(&reading, &mut drafts);
            bearer::read(&reading, &mut drafts);
            member::read(&reading, &mut drafts);
            class::read(&reading, &mut drafts);
            prose::read(&reading, &mut drafts);
            said::read(&reading, &mut drafts);
            acronym::read(&reading, &mut drafts);
            compared::read(&reading, &mut drafts);
            alike::read(&reading, &mut drafts);
            instance::read(&reading, &mut drafts);
            owner::read(&reading, &mut drafts);
            taken::read(&reading, &mut drafts);
            answer::read(&reading, &mut drafts);
            respective::read(&reading, &mut drafts, from);
            elided::read(&reading, &mut drafts, from);
        }
        for draft in &mut drafts[from..] {
            draft.sure = binding::is_sure(&reading, draft) && !card::is_one_of_several(&reading, draft);
        }
    }
    drafts
}

/// Whether a unit has too many expressions.
fn is_crowded(scan: &Scan<'_>, id: UnitId) -> bool {
    let hits = scan.hits_of(id).len();
    hits > HITS || hits > HITS / 4 && hits + scan.cells_of(id).len() > HITS
}

/// Whether a unit is written in Korean or Japanese, whose grammar is not known here.
fn is_in_another_language(scan: &Scan<'_>, id: UnitId) -> bool {
    let other = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}');
    let foreign = |text: &str| !text.is_ascii() && text.contains(other);
    let tokens = &scan.note.unit(id).tokens;
    foreign(scan.source(tokens)) && tokens.clone().any(|at| foreign(scan.source(&(at..at + 1))))
}

/// Whether a unit is a line of a drawn tree of files.
fn is_tree(scan: &Scan<'_>, id: UnitId) -> bool {
    let tokens = scan.note.unit(id).tokens.clone();
    tokens.take(8).any(|at| scan.source(&(at..at + 1)).starts_with(['│', '├', '└']))
}

/// Whether a line ends with the mark of what is wrong, as in exercises: `… (wrong)`, `…（×）`, `… ✗`.
fn is_marked_wrong(scan: &Scan<'_>, id: UnitId) -> bool {
    let tokens = scan.note.unit(id).tokens.clone();
    let word = |at: u32| if tokens.contains(&at) { scan.folded(at) } else { "" };
    let closing = |at: &u32| matches!(word(*at), ")" | "]" | "." | "。");
    let Some(last) = tokens.clone().rev().find(|at| !closing(at)) else { return false };
    let opened = |by: u32| last.checked_sub(by).is_some_and(|at| matches!(word(at), "(" | "["));
    match word(last) {
        "✗" | "✘" | "❌" => last > tokens.start,
        "wrong" | "false" | "incorrect" | "untrue" | "×" | "错" => opened(1),
        "误" | "对" => matches!(word(last.saturating_sub(1)), "错" | "不") && opened(2),
        _ => false,
    }
}

/// Whether a unit is an answer to choose from: `B) …`. Of `A. …` and `A: …` the letter may say that it is the answer.
fn is_option(scan: &Scan<'_>, id: UnitId) -> bool {
    let first = scan.note.unit(id).tokens.start;
    let mark = scan.folded(first + 1);
    match scan.source(&(first..first + 1)) {
        "A" => mark == ")",
        "B" | "C" | "D" | "E" | "F" => matches!(mark, ")" | "." | "、"),
        _ => false,
    }
}

/// Which units stand in a section that lists mistakes.
struct Sections {
    misconceptions: Vec<UnitId>,
    of: Vec<Option<UnitId>>,
}

impl Sections {
    fn new(scan: &Scan<'_>) -> Self {
        let mut headings: Vec<UnitId> = scan.note.units.iter().filter_map(|unit| unit.heading).collect();
        headings.dedup();
        headings.sort_unstable();
        headings.dedup();
        headings.retain(|&heading| speaks_of_mistakes(scan, heading) && !promises_more(scan, heading));
        Self { misconceptions: headings, of: scan.note.units.iter().map(|unit| unit.heading).collect() }
    }

    fn is_misconception(&self, id: UnitId) -> bool {
        let heading = self.of.get(id.0 as usize).copied().flatten();
        heading.is_some_and(|heading| self.misconceptions.binary_search(&heading).is_ok())
    }
}

/// Whether a title speaks of mistakes that people make; `如有错误请指正` speaks of the author's own.
fn speaks_of_mistakes(scan: &Scan<'_>, heading: UnitId) -> bool {
    let hits = scan.hits_of(heading);
    let filler = |run: &Run| {
        let holds = |hit: &&Hit| hit.run.start <= run.start && run.end <= hit.run.end;
        hits.iter().filter(holds).any(|hit| hit.owner == Owner::Cue(CueKind::Filler))
    };
    // `考前自测（选自己容易错的）`: what a bracket adds says where the lines are from.
    let tokens = &scan.note.unit(heading).tokens;
    let mark = |at: u32| matches!(scan.folded(at), "(" | "[" | ")" | "]").then(|| scan.folded(at));
    let opened = |run: &Run| matches!((tokens.start + 1..run.start).rev().find_map(mark), Some("(" | "["));
    hits.iter().any(|hit| hit.owner == Owner::Cue(CueKind::Misconception) && !filler(&hit.run) && !opened(&hit.run))
}

/// Whether a title joins an overview to the mistakes it speaks of, so that not all below it is one: `踩坑与原理`.
fn promises_more(scan: &Scan<'_>, heading: UnitId) -> bool {
    let joins = |at: u32| matches!(scan.folded(at), "与" | "和" | "及" | "and" | "&");
    let overview = |hit: &Hit| {
        let before = hit.run.start.checked_sub(1).is_some_and(joins);
        hit.owner == Owner::Cue(CueKind::Overview) && (before || joins(hit.run.end))
    };
    scan.hits_of(heading).iter().any(overview)
}

/// A draft with the polarity, status and quantifiers of the words around its value.
fn draft(reading: &Reading<'_, '_>, property: PropertyId, subject: Subject, valued: Valued) -> Option<Draft> {
    let Valued { value, run } = valued;
    let negations = reading.negations(&run);
    if negations > 1 {
        return None;
    }
    let of = reading.scan.glossary.property(property);
    let status = match reading.status_of(&run) {
        Status::Past if of.origin => Status::Asserted,
        // `LoRA will add latency` tells how it is.
        Status::Planned if value.is_worded() && reading.is_generic_future(&run) => Status::Asserted,
        Status::Attributed if value.is_worded() && subject.unit == reading.id && reading.is_said_by(&subject.run) => {
            Status::Asserted
        }
        status => status,
    };
    // `175B 参数的 X 都很大`: behind what a value describes, `all` is said of something else.
    let described = subject.unit == reading.id && run.end <= subject.run.start;
    let quantified = if described {
        reading.has_in(CueKind::All, &(reading.clause_run(run.start).start..subject.run.start))
    } else if matches!(value, ClaimValue::Quantity(_)) {
        // `70 layers with 112 heads each`: what is distributed behind a number is not said of a family's members.
        reading.has_in(CueKind::All, &(reading.clause_run(run.start).start..run.start))
    } else {
        reading.clause_has(CueKind::All, run.start)
    };
    // `每一个样本都走过 12 层`: what a clause behind that of the subject quantifies may be its own subject.
    let clause = reading.clause_run(run.start).start.max(reading.unit.tokens.start);
    let elsewhere = subject.unit == reading.id && subject.run.end <= clause;
    let another = elsewhere && binding::weight(reading, &(clause..run.start)) > 2;
    let all = quantified && !another && !is_listed(reading, &subject);
    Some(Draft {
        unit: reading.id,
        property,
        subject,
        value,
        polarity: negations == 0,
        status,
        all,
        // Something takes `up to 128K`, and that is what it takes.
        bound: match bound(reading, &run) {
            Bound::AtMost if of.capacity => Bound::Exact,
            bound => bound,
        },
        statement: None,
        alone: false,
        spare: false,
        keyed: false,
        told: false,
        answers: false,
        sure: true,
        run,
    })
}

/// Whether a subject is one of several in a list, so that `all` are those: `A and B both use …`.
fn is_listed(reading: &Reading<'_, '_>, subject: &Subject) -> bool {
    let joins = |at: u32| matches!(reading.scan.folded(at), "、" | "," | "and" | "和" | "与" | "及" | "/" | "&");
    let tokens = &reading.scan.note.unit(subject.unit).tokens;
    subject.run.start > tokens.start && joins(subject.run.start - 1)
        || subject.run.end < tokens.end && joins(subject.run.end)
}

fn bound(reading: &Reading<'_, '_>, run: &Run) -> Bound {
    let near = |kind| reading.just_before(kind, run.start) || reading.just_behind(kind, run.end);
    if near(CueKind::AtLeast) {
        Bound::AtLeast
    } else if near(CueKind::AtMost) {
        Bound::AtMost
    } else if near(CueKind::Below) {
        Bound::Below
    } else if near(CueKind::About) {
        Bound::About
    } else {
        Bound::Exact
    }
}

/// The properties, with their ids.
fn properties<'g>(scan: &'g Scan<'_>) -> impl Iterator<Item = (PropertyId, &'g glossary::Property)> {
    (0..).map(PropertyId).zip(scan.glossary.properties())
}

/// The entry of a claim's value, if it is one.
fn entry_of(value: &ClaimValue) -> Option<EntryId> {
    match value {
        ClaimValue::Entry(entry) => Some(*entry),
        _ => None,
    }
}
