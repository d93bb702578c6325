//! Answers: `Does X use a critic? Yes.` asserts what was asked, `No.` its contrary; `Who made X? – Google.` gives the value
//! of the property that the question names.
//!
//! Only an answer that begins with the word itself, or is nothing but a value, is read so. What it goes on to say is read
//! like any other sentence.

use glossary::{EntryId, Owner, Property, PropertyId, Range};
use note::{TokenKind, Unit, UnitId, UnitKind};

use super::{alone, draft, keyed, prose, said};
use crate::{
    binding,
    draft::{Draft, values_in},
    reading::Reading,
    scan::{Hit, Run, Scan},
    subject::{self, Subject, in_domain},
};

/// What follows a value in an answer weighs at most this.
const REMARK: u32 = 2;

/// Appends what the unit asserts by answering a question.
pub(super) fn read(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    if matches!(reading.unit.kind, UnitKind::Heading(_)) {
        return;
    }
    let Some(asked) = question_of(reading.scan, &reading.unit) else { return };
    let question = Reading::answered(reading.scan, asked);
    let answer = reading.unit.opening()..reading.unit.tokens.end;
    match polarity(reading.scan, &answer) {
        Some(holds) if is_polar(&question) => agree(reading, &question, holds, drafts),
        None if !asks_whether(&question) && !asks_why(&question) => {
            let from = drafts.len();
            fill(reading, &question, &answer, drafts);
            if drafts.len() == from && asks_which(&question) {
                name(reading, &question, &answer, drafts);
            }
        }
        _ => {}
    }
}

/// An answer that names nothing is no longer than this.
const SHORT: usize = 12;

/// Whether a unit that names nothing may still answer a question: it begins with a yes or a no, or holds little else
/// than a number or a word for a choice.
pub(super) fn may_answer(scan: &Scan<'_>, id: UnitId) -> bool {
    let unit = scan.note.unit(id);
    let answer = unit.opening()..unit.tokens.end;
    let valued = || unit.tokens.len() <= SHORT && !(scan.amounts_of(id).is_empty() && scan.cells_of(id).is_empty());
    question_of(scan, unit).is_some() && (polarity(scan, &answer).is_some() || valued())
}

/// The question that a unit answers first.
fn question_of(scan: &Scan<'_>, unit: &Unit) -> Option<UnitId> {
    let asks = |id: UnitId| {
        let tokens = &scan.note.unit(id).tokens;
        let mut last = tokens.clone().rev().map(|at| scan.folded(at));
        last.find(|mark| !matches!(*mark, "\"" | "”" | "*" | ")")).is_some_and(|mark| matches!(mark, "?" | "？" | "吗"))
    };
    let first = unit.question.filter(|_| unit.previous.is_none() || unit.previous == unit.question);
    let before = unit.previous.filter(|_| unit.kind != UnitKind::Item);
    first.or(before).filter(|&id| asks(id))
}

/// Whether an answer begins with a yes or a no that stands by itself.
pub(super) fn polarity(scan: &Scan<'_>, answer: &Run) -> Option<bool> {
    let mark = |at: &u32| scan.kind(*at) == TokenKind::Punct;
    let words = answer.clone().skip_while(mark).take(4).take_while(|at| !mark(at));
    let word: String = words.map(|at| scan.folded(at)).collect();
    match word.as_str() {
        "yes" | "yep" | "yeah" | "yesitdoes" | "itdoes" | "theydo" | "itis" | "theyare" | "correct" | "right"
        | "true" | "是" | "是的" | "对" | "对的" | "会" | "会的" | "能" | "能的" | "可以" | "可以的" | "需要"
        | "需要的" | "要" | "有" | "有的" | "没错" | "是这样" | "sure" | "ofcourse" | "yup" | "indeed"
        | "certainly" | "absolutely" | "当然" | "当然会" | "当然要" | "当然有" | "当然需要" | "当然可以" | "要的"
        | "得" | "必须" | "确实" | "用" => Some(true),
        "no" | "nope" | "false" | "wrong" | "itdoesnot" | "itisnot" | "不" | "否" | "不是" | "不会" | "不能"
        | "没有" | "不需要" | "不用" | "不可以" | "不行" | "不对" | "并不" | "不是的" | "nah" | "never"
        | "notatall" | "notreally" | "不要" | "不必" | "无需" | "不算" | "没" | "没有的" | "当然不" | "当然不会"
        | "当然不是" | "当然不用" | "完全不" | "并不会" | "并不是" => Some(false),
        _ => None,
    }
}

/// Whether a question can be answered by yes or no, and the answer is of nothing but what it says: not of what follows from
/// it (`Should we …, because …?`), nor of whether two things are one (`X 是 Y 本身吗？`).
fn is_polar(question: &Reading<'_, '_>) -> bool {
    let open = |at: u32| {
        matches!(
            question.scan.folded(at),
            "what"
                | "why"
                | "how"
                | "which"
                | "who"
                | "when"
                | "where"
                | "or"
                | "should"
                | "because"
                | "itself"
                | "怎"
                | "何"
                | "哪"
                | "谁"
                | "几"
                | "么"
        ) || matches!((question.scan.folded(at), question.scan.folded(at + 1)), ("还", "是") | ("本", "身"))
    };
    !question.unit.tokens.clone().any(open)
}

/// Whether a question asks for a yes or a no, and a value for an answer says something else.
fn asks_whether(question: &Reading<'_, '_>) -> bool {
    let tokens = &question.unit.tokens;
    let verb = matches!(
        question.scan.folded(tokens.start),
        "is" | "are" | "was" | "were" | "do" | "does" | "did" | "can" | "could" | "will" | "has" | "have"
    );
    // `是不是`, `需不需要`: a word and its denial.
    let either = |at: u32| at > tokens.start && question.scan.folded(at - 1) == question.scan.folded(at + 1);
    let word = |at: u32| question.scan.folded(at);
    verb || tokens.clone().any(|at| matches!(word(at), "吗" | "否") || word(at) == "不" && either(at))
}

/// Whether a question asks which of several it is that something is true of.
fn asks_which(question: &Reading<'_, '_>) -> bool {
    question.unit.tokens.clone().any(|at| matches!(question.scan.folded(at), "which" | "what" | "who" | "哪" | "谁"))
}

/// Whether a unit stands in the line, or the row, of the question that it answers: what stands under a question may be one
/// of the answers that are to choose from.
fn is_in_line(reading: &Reading<'_, '_>, question: UnitId) -> bool {
    let unit: &note::Unit = &reading.unit;
    unit.cell.is_some()
        || unit.previous == Some(question) && (unit.kind == UnitKind::Sentence || unit.parent == Some(question))
}

/// Whether a question asks for a reason or a way: its answer is no value.
fn asks_why(question: &Reading<'_, '_>) -> bool {
    question.unit.tokens.clone().any(|at| {
        let pair = (question.scan.folded(at), question.scan.folded(at + 1));
        matches!(pair, ("why", _) | ("为", "什" | "何" | "啥") | ("怎", "么") | ("如", "何"))
            || pair.0 == "how" && !matches!(pair.1, "many" | "much" | "large" | "big" | "long")
    })
}

/// What was asked, as it is answered.
fn agree(reading: &Reading<'_, '_>, question: &Reading<'_, '_>, holds: bool, drafts: &mut Vec<Draft>) {
    let mut asked = Vec::new();
    keyed::read(question, &mut asked);
    prose::read(question, &mut asked);
    said::read(question, &mut asked);
    // How surely it is of its subject shows in the question, not in the answer; that it is asked matters no more.
    for draft in &mut asked {
        draft.answers = true;
    }
    asked.retain(|draft| binding::is_sure(question, draft));
    let said = |draft: Draft| Draft {
        unit: reading.id,
        polarity: draft.polarity == holds,
        keyed: true,
        answers: true,
        ..draft
    };
    drafts.extend(asked.into_iter().map(said));
}

/// The value that an answer is, of the property that the question names.
fn fill(reading: &Reading<'_, '_>, question: &Reading<'_, '_>, answer: &Run, drafts: &mut Vec<Draft>) {
    let hits = question.scan.hits_of(question.id);
    let name = |owner: Owner| match owner {
        Owner::Name(id) => Some(id),
        _ => None,
    };
    let link = |owner: Owner| match owner {
        Owner::Before(id) | Owner::After(id) => Some(id),
        _ => None,
    };
    let owned = |of: &dyn Fn(Owner) -> Option<PropertyId>| {
        let mut ids: Vec<PropertyId> = hits.iter().filter_map(|hit| of(hit.owner)).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let by = |ids: Vec<PropertyId>| -> Vec<Draft> {
        ids.into_iter().flat_map(|id| values(reading, question, id, answer)).collect()
    };
    // What a property is called says more than the words that link its values; `how many …` says it all, but for a part.
    if prose::counts_part(question) {
        return;
    }
    let made = match prose::counted(question) {
        Some(id) => by(vec![id]),
        None => Some(by(owned(&name))).filter(|made| !made.is_empty()).unwrap_or_else(|| by(owned(&link))),
    };
    if made.len() == 1 {
        drafts.extend(made);
    }
}

/// What a question says, where an answer names what it asks for: `Which phase is memory-bound? Prefill.`
fn name(reading: &Reading<'_, '_>, question: &Reading<'_, '_>, answer: &Run, drafts: &mut Vec<Draft>) {
    let scan = reading.scan;
    let glossary = scan.glossary;
    let mut mentions = reading.mentions_in(answer);
    let (Some(mention), None) = (mentions.next(), mentions.next()) else { return };
    let rest = answer.clone().filter(|at| !mention.run.contains(at));
    let Some(entry) = subject::only(mention, &|entry| glossary.is_checkable(entry)) else { return };
    if !is_in_line(reading, question.id)
        || binding::weigh(reading, rest) > 0
        || question.is_set_apart(&question.unit.tokens)
    {
        return;
    }
    let subject = Subject { entry, run: mention.run.clone(), unit: reading.id };
    let mut asked = Vec::new();
    for (id, valued) in prose::linked(question) {
        if in_domain(scan, glossary.property(id), entry) && super::entry_of(&valued.value) != Some(entry) {
            asked.extend(draft(question, id, subject.clone(), valued));
        }
    }
    let mut near: Vec<EntryId> = glossary.broader_of(entry).chain([entry]).collect();
    near.sort_unstable();
    said::read_about(question, &scan.hits_about(question.id, &near), &subject, &mut asked);
    drafts.extend(asked.into_iter().map(|draft| Draft { unit: reading.id, keyed: true, answers: true, ..draft }));
}

/// What an answer says of a property of what the question is about.
fn values(reading: &Reading<'_, '_>, question: &Reading<'_, '_>, id: PropertyId, answer: &Run) -> Vec<Draft> {
    let property: &Property = reading.scan.glossary.property(id);
    if matches!(property.range, Range::Choice(_)) {
        let mut made = Vec::new();
        if let Some(subject) = subject_of(reading, question, id, None) {
            keyed::choices(reading, id, &subject, answer, &mut made);
        }
        made.retain(|draft| is_whole(reading, id, &draft.run, answer));
        for draft in &mut made {
            draft.answers = true;
        }
        return made;
    }
    value(reading, question, id, answer).into_iter().collect()
}

fn value(reading: &Reading<'_, '_>, question: &Reading<'_, '_>, id: PropertyId, answer: &Run) -> Option<Draft> {
    let property: &Property = reading.scan.glossary.property(id);
    if !matches!(property.range, Range::Entry(_) | Range::Quantity { .. } | Range::Date) {
        return None;
    }
    let valued = values_in(reading, property, answer).into_iter().next()?;
    // `… 43 layers and the dimension ?? to 4096`: what gives a value itself asks for none.
    let told = !values_in(question, property, &question.unit.tokens).is_empty();
    if told || !is_whole(reading, id, &valued.run, answer) || is_dated(reading, id, answer) {
        return None;
    }
    let subject = subject_of(reading, question, id, super::entry_of(&valued.value))?;
    let made = draft(reading, id, subject, valued).filter(|draft| draft.polarity);
    made.map(|draft| Draft { keyed: true, answers: true, ..draft })
}

/// Whether the words of an answer date something, where a number is asked for: `It was released in 2018`.
fn is_dated(reading: &Reading<'_, '_>, id: PropertyId, answer: &Run) -> bool {
    let range = |id: PropertyId| &reading.scan.glossary.property(id).range;
    let dates = |hit: &Hit| {
        let (Owner::Before(of) | Owner::After(of)) = hit.owner else { return false };
        matches!(range(of), Range::Date) && answer.contains(&hit.run.start)
    };
    matches!(range(id), Range::Quantity { .. }) && reading.scan.hits_of(reading.id).iter().any(dates)
}

/// Whether an answer opens with a value and says little else with it.
fn is_whole(reading: &Reading<'_, '_>, id: PropertyId, value: &Run, answer: &Run) -> bool {
    let clause = reading.clause_run(value.start);
    let rest = (clause.start.max(answer.start)..value.start).chain(value.end..clause.end);
    let weight = binding::weigh(reading, rest.filter(|&at| !alone::is_named_at(reading, id, at)));
    let opens = reading.clause(value.start) == reading.clause(answer.start);
    // Something else that is named before the value.
    let more = reading.mentions_in(&(answer.start..value.start)).next().is_some();
    opens && weight <= REMARK && !more
}

/// The one thing that a question asks a property of; where it names nothing, what it stands under.
fn subject_of(
    reading: &Reading<'_, '_>,
    question: &Reading<'_, '_>,
    id: PropertyId,
    value: Option<EntryId>,
) -> Option<Subject> {
    let scan = reading.scan;
    let property = scan.glossary.property(id);
    let accept = |entry: EntryId| in_domain(scan, property, entry) && Some(entry) != value;
    // What the property is called may be a term of its own: `Is a reference model needed?`
    let names = |run: &Run| {
        let name = |hit: &Hit| hit.owner == Owner::Name(id) && hit.run.start <= run.start && run.end <= hit.run.end;
        scan.hits_of(question.id).iter().any(name)
    };
    let mentions = || scan.mentions_of(question.id).iter().filter(|mention| !names(&mention.run));
    let mut subjects = mentions().filter(|mention| !question.is_set_apart(&mention.run)).filter_map(|mention| {
        let entry = subject::only(mention, &accept)?;
        Some(Subject { entry, run: mention.run.clone(), unit: question.id })
    });
    let Some(first) = subjects.next() else {
        let unknown = question.unit.tokens.clone().any(|at| subject::unknown_name(question, at));
        let context =
            if mentions().next().is_some() || unknown { Vec::new() } else { subject::from_context(reading, &accept) };
        return <[Subject; 1]>::try_from(context).ok().map(|[subject]| subject);
    };
    subjects.all(|other| other.entry == first.entry).then_some(first)
}
