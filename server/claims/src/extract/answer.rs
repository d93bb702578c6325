//! Answers: `Does X use a critic? Yes.` asserts what was asked, `No.` its contrary; `Who made X? – Google.` gives the value
//! of the property that the question names.
//!
//! Only an answer that begins with the word itself, or is nothing but a value, is read so. What it goes on to say is read
//! like any other sentence.

use glossary::{EntryId, Owner, Property, PropertyId, Range};
use note::{TokenKind, Unit, UnitId, UnitKind};

use super::{draft, keyed, prose, said};
use crate::{
    binding,
    draft::{Draft, values_in},
    reading::Reading,
    scan::{Run, Scan},
    subject::{self, Subject, in_domain},
};

/// What follows a value in an answer weighs at most this.
const REMARK: u32 = 2;

/// Appends what the unit asserts by answering a question.
pub(super) fn read(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    if matches!(reading.unit.kind, UnitKind::Heading(_)) {
        return;
    }
    let Some(asked) = question_of(reading) else { return };
    let question = Reading::answered(reading.scan, asked);
    let answer = reading.unit.key.map_or(reading.unit.tokens.start, |key| key.value)..reading.unit.tokens.end;
    match polarity(reading.scan, &answer) {
        Some(holds) if is_polar(&question) => agree(reading, &question, holds, drafts),
        None if !asks_whether(&question) => fill(reading, &question, &answer, drafts),
        _ => {}
    }
}

/// Whether a unit that names nothing may still answer a question.
pub(super) fn may_answer(scan: &Scan<'_>, unit: &Unit) -> bool {
    let answer = unit.key.map_or(unit.tokens.start, |key| key.value)..unit.tokens.end;
    (unit.question.is_some() || unit.previous.is_some()) && polarity(scan, &answer).is_some()
}

/// The question that a unit answers first.
fn question_of(reading: &Reading<'_, '_>) -> Option<UnitId> {
    let unit = reading.unit;
    let asks = |id: UnitId| {
        let tokens = &reading.scan.note.unit(id).tokens;
        let mut last = tokens.clone().rev().map(|at| reading.scan.folded(at));
        last.find(|mark| !matches!(*mark, "\"" | "”" | "*" | ")")).is_some_and(|mark| matches!(mark, "?" | "？" | "吗"))
    };
    let first = unit.question.filter(|_| unit.previous.is_none() || unit.previous == unit.question);
    let before = unit.previous.filter(|_| unit.kind != UnitKind::Item);
    first.or(before).filter(|&id| asks(id))
}

/// Whether an answer begins with a yes or a no that stands by itself.
fn polarity(scan: &Scan<'_>, answer: &Run) -> Option<bool> {
    let mut word = String::new();
    for at in answer.clone().take(4) {
        if matches!(scan.kind(at), TokenKind::Punct) {
            break;
        }
        word.push_str(scan.folded(at));
    }
    match word.as_str() {
        "yes" | "yep" | "yeah" | "yesitdoes" | "itdoes" | "theydo" | "itis" | "theyare" | "correct" | "right"
        | "true" | "是" | "是的" | "对" | "对的" | "会" | "会的" | "能" | "能的" | "可以" | "可以的" | "需要"
        | "需要的" | "要" | "有" | "有的" | "没错" | "是这样" => Some(true),
        "no" | "nope" | "false" | "wrong" | "itdoesnot" | "itisnot" | "不" | "否" | "不是" | "不会" | "不能"
        | "没有" | "不需要" | "不用" | "不可以" | "不行" | "不对" | "并不" | "不是的" => Some(false),
        _ => None,
    }
}

/// Whether a question can be answered by yes or no.
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
                | "怎"
                | "何"
                | "哪"
                | "谁"
                | "几"
                | "么"
                | "还"
        )
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
    verb || tokens.clone().any(|at| matches!(question.scan.folded(at), "吗" | "否" | "不"))
}

/// What was asked, as it is answered.
fn agree(reading: &Reading<'_, '_>, question: &Reading<'_, '_>, holds: bool, drafts: &mut Vec<Draft>) {
    let mut asked = Vec::new();
    keyed::read(question, &mut asked);
    prose::read(question, &mut asked);
    said::read(question, &mut asked);
    // How surely it is of its subject shows in the question, not in the answer.
    asked.retain(|draft| binding::is_sure(question, draft));
    let said = |draft: Draft| Draft { unit: reading.id, polarity: draft.polarity == holds, keyed: true, ..draft };
    drafts.extend(asked.into_iter().map(said));
}

/// The value that an answer is, of the property that the question names.
fn fill(reading: &Reading<'_, '_>, question: &Reading<'_, '_>, answer: &Run, drafts: &mut Vec<Draft>) {
    let scan = reading.scan;
    let hits = scan.hits_of(question.id);
    let name = |owner: Owner| match owner {
        Owner::Name(id) => Some(id),
        _ => None,
    };
    let link = |owner: Owner| match owner {
        Owner::Before(id) | Owner::After(id) => Some(id),
        _ => None,
    };
    // What a property is called says more than the words that link its values.
    let by = |of: &dyn Fn(Owner) -> Option<PropertyId>| {
        let mut ids: Vec<PropertyId> = hits.iter().filter_map(|hit| of(hit.owner)).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().filter_map(|id| value(reading, question, id, answer)).collect::<Vec<Draft>>()
    };
    let named = by(&name);
    let made = if named.is_empty() { by(&link) } else { named };
    if made.len() == 1 {
        drafts.extend(made);
    }
}

fn value(reading: &Reading<'_, '_>, question: &Reading<'_, '_>, id: PropertyId, answer: &Run) -> Option<Draft> {
    let scan = reading.scan;
    let property: &Property = scan.glossary.property(id);
    if !matches!(property.range, Range::Entry(_) | Range::Quantity { .. } | Range::Date) {
        return None;
    }
    let valued = values_in(reading, property, answer).into_iter().next()?;
    let clause = reading.clause_run(valued.run.start);
    let rest = (clause.start.max(answer.start)..valued.run.start).chain(valued.run.end..clause.end);
    let weight = binding::weigh(reading, rest.filter(|&at| !prose::is_named_at(reading, id, at)));
    let opens = reading.clause(valued.run.start) == reading.clause(answer.start);
    let own = super::entry_of(&valued.value);
    let accept = |entry: EntryId| in_domain(scan, property, entry) && Some(entry) != own;
    let mentions = scan.mentions_of(question.id).iter().filter(|mention| !question.is_set_apart(&mention.run));
    let mut subjects = mentions.filter_map(|mention| {
        let entry = subject::only(mention, &accept)?;
        Some(Subject { entry, run: mention.run.clone(), unit: question.id })
    });
    let subject = subjects.next()?;
    // Something else that is named before the value.
    let more = reading.mentions_in(&(answer.start..valued.run.start)).next().is_some();
    let other = subjects.any(|other| other.entry != subject.entry);
    if other || !opens || weight > REMARK || more {
        return None;
    }
    draft(reading, id, subject, valued).filter(|draft| draft.polarity).map(|draft| Draft { keyed: true, ..draft })
}
