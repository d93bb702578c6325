//! How surely what was read belongs to its subject.
//!
//! A subject that the clause itself names binds what the clause says. One that only the context gives (an earlier
//! clause, the sentence before, a heading) binds it where the clause has no subject of its own, and that shows in what
//! stands before the value: a verb, an auxiliary, a word that points back, and nothing with a meaning of its own.
//! Real notes turn to new subjects in every other clause, most of them things that no glossary knows, so a claim whose
//! clause opens with unknown words is not judged. Nothing here knows a property or an entry.

mod adjunct;
mod bracket;
mod carried;
mod cited;
mod figure;
mod former;
mod given;
mod hosted;
mod noun;
mod open;
mod owned;
mod passing;
mod picked;
mod plain;
mod pronoun;
mod row;
mod sides;
mod turn;
mod weight;
mod whole;
mod worded;

pub(crate) use adjunct::{is_rule, is_use};
use glossary::{CueKind, Owner};
use note::{Style, TokenKind, UnitId, UnitKind};

use crate::{
    ClaimValue,
    draft::{Draft, is_replaced},
    reading::Reading,
    scan::{Found, Run, Scan},
    subject::{Subject, coordinated},
};
use bracket::{is_aside, is_bracketed};
pub(crate) use open::is_time;
use open::{is_open, opens_open};
pub(crate) use weight::{weigh, weight};
use worded::owns;

/// The weight that may stand before what is said of a subject of the context: two words, four Chinese characters.
const OPENING: u32 = 4;
/// Whether a claim is surely about its subject.
pub(crate) fn is_sure(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    if !plain::is_plain(reading, draft) || is_of_another(reading, draft) {
        return false;
    }
    draft.keyed || !is_no_word_of_it(reading, draft) && is_bound(reading, draft)
}

/// Whether what is said is of something else than its subject, whether or not a key or a column says of what it is.
fn is_of_another(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let value = &draft.run;
    let choice = matches!(draft.value, ClaimValue::Choice(_));
    noun::is_of_another(reading, draft)
        || figure::is_of_another(reading, draft)
        || turn::is_turned(reading, draft)
        || turn::is_a_sample(reading, draft)
        || noun::is_a_setting(reading, draft)
        || sides::is_of_another(reading, draft)
        || carried::is_of_its_own(reading, draft)
        || passing::is_in_passing(reading, draft)
        || picked::is_of_another(reading, draft)
        || hosted::is_only_there(reading, draft)
        || cited::is_only_cited(reading, draft)
        || former::is_of_another(reading, draft)
        || is_in_its_name(reading, draft)
        || is_of_a_log(reading, draft)
        || choice && (worded::is_of_a_group(reading, value) || worded::names_symbol(reading, value))
        || draft.subject.unit != reading.id && is_of_a_relative(reading, value)
        || is_of_the_title(reading, draft)
}

/// Whether the words of a sentence, though they would fit the subject, tell nothing of it: what is lacking, a harm, a
/// purpose, what belongs to a formula or a part, what is true of several together.
fn is_no_word_of_it(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (subject, value) = (&draft.subject, &draft.run);
    let elsewhere = subject.unit != reading.id;
    if draft.value.is_worded() && worded::is_a_lack(reading, value)
        || elsewhere && owns(reading, value)
        || worded::is_way(reading, value)
    {
        return true;
    }
    // A formula has its own subject: the one before it, or what its letters stand for.
    let formula = |at: u32| reading.scan.token(at).style.has(Style::MATH) && !is_letter(reading, at);
    if elsewhere && !matches!(draft.value, ClaimValue::Quantity(_)) && value.clone().any(formula) {
        return true;
    }
    let said = matches!(draft.value, ClaimValue::Statement(_));
    let aside = || {
        worded::is_trouble(reading, value.end)
            || is_replaced(reading, value)
            || said && worded::does_harm(reading, value)
    };
    // `X acts at the input, while Y acts in every layer`: what a contrast turns to is what the words are about.
    let turned = || value.start.checked_sub(1).is_some_and(|at| plain::turns(reading, at));
    let another = |mention: &Found| mention.run != subject.run;
    said && reading.scan.mention_at(value.start).is_some_and(another)
        && turned()
        && names_rival(reading, value, subject)
        || said && (!is_single(reading, subject, value) || worded::is_a_purpose(reading, value))
        || aside()
        || elsewhere && owned::is_of_a_part(reading, value)
}

/// Whether the place of what is said binds it to its subject: in a cell, under a context that leaves the clause open, in one
/// clause or bracket with it.
fn is_bound(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (subject, value) = (&draft.subject, &draft.run);
    let said = matches!(draft.value, ClaimValue::Statement(_));
    if reading.unit.cell.is_some() {
        // `把权重量化到 4 bit，X 只训练偏置`: a later clause of a cell may have a subject of its own.
        let clause = reading.clause_run(value.start).start.max(reading.unit.tokens.start);
        let rival = clause > reading.unit.tokens.start && names_rival(reading, &(clause..value.start), subject);
        return !rival && (!said || is_open(reading, value, subject));
    }
    if subject.unit != reading.id {
        let clause = reading.clause_run(value.start);
        let open = is_open(reading, value, subject) || pronoun::opens_with_pronoun(reading, &clause, value, subject);
        return !is_in_key(reading, value) && open && opens_open(reading, value, subject);
    }
    if is_aside(reading, subject, value) {
        return false;
    }
    if reading.clause(subject.run.start) == reading.clause(value.start) {
        let date = matches!(draft.value, ClaimValue::Date(_)) && subject.run.start >= value.end;
        // `2021 年 Meta 放出了 LLaMA`: who did it stands between.
        let doer = reading.scan.mention_at(value.end).filter(|_| value.start == reading.unit.tokens.start);
        let from = doer.map_or(value.end, |doer| doer.run.end.min(subject.run.start));
        let near = !date || weight(reading, &(from..subject.run.start)) <= 1;
        return subject.run.start < value.start || near && is_tied(reading, value, &subject.run);
    }
    let title = matches!(reading.unit.kind, UnitKind::Heading(_)) || describes_other(reading, value, subject);
    let worded = said || matches!(draft.value, ClaimValue::Choice(_));
    is_bracketed(reading, &subject.run, value)
        || !title && (is_open(reading, value, subject) || worded && adjunct::is_fronted(reading, subject, value))
}

/// Whether what is said begins with the number that the name ends with: `INT8 values` are no eight values.
fn is_in_its_name(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (name, said) = (&draft.subject.run, &draft.run);
    draft.subject.unit == reading.id
        && name.start < said.start
        && said.start + 1 == name.end
        && reading.scan.kind(said.start) == TokenKind::Number
}

/// Whether a title tells on which day something was done with a thing that is older: `## 2026-01-13: X training for Y`. Of
/// a model it may be the day that it came out. And the day that a note is of is its own: `日期: 2026-01-13`.
fn is_of_a_log(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let day = matches!(&draft.value, ClaimValue::Date(date) if date.day.is_some());
    let title = matches!(reading.unit.kind, UnitKind::Heading(_)) && draft.run.start == reading.unit.tokens.start;
    let dated = || reading.is_under_key(&["date", "日期", "时间", "updated", "created"]);
    day && (title && reading.scan.glossary.kind_name(draft.subject.entry) != "model"
        || reading.unit.cell.is_none() && draft.subject.unit != reading.id && dated())
}

/// Whether the clause of what is said is a relative one, which is of the name before it: `Compared with X, which keeps …`.
fn is_of_a_relative(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let start = reading.clause_run(value.start).start.max(reading.unit.tokens.start);
    let named = start.checked_sub(2).and_then(|at| reading.scan.mention_at(at)).is_some();
    named && matches!(reading.scan.folded(start), "which" | "who" | "whose")
}

/// Whether a pronoun takes up what a clause before says of another thing than the title's, and so may mean that of the
/// title: `## A`, `B 需要 X，它把 X 去掉了`.
fn is_of_the_title(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject, value) = (reading.scan, &draft.subject, &draft.run);
    let clause = reading.clause_run(value.start).start.max(reading.unit.tokens.start);
    let pronoun = || matches!(scan.folded(clause), "它" | "it") && clause > subject.run.end;
    if subject.unit != reading.id || draft.keyed || !draft.value.is_worded() || !pronoun() {
        return false;
    }
    let Some(heading) = reading.unit.heading else { return false };
    let [title, ..] = scan.mentions_of(heading) else { return false };
    is_rival(scan, title, subject)
}

/// Whether a formula is a single letter: `$\epsilon$`.
fn is_letter(reading: &Reading<'_, '_>, at: u32) -> bool {
    let math = |at: u32| reading.unit.tokens.contains(&at) && reading.scan.token(at).style.has(Style::MATH);
    let alone = at.checked_sub(1).is_none_or(|before| !math(before)) && !math(at + 1);
    math(at) && alone && reading.scan.kind(at) == TokenKind::Word
}

/// Whether a value stands where a key does, and so is what the line is about; a switch (`alibi: true`) says that it is so.
fn is_in_key(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let last = reading.unit.tokens.end.saturating_sub(1);
    if matches!(reading.scan.folded(last), ":" | "：") {
        return true;
    }
    reading.unit.key.is_some_and(|key| {
        let switch = matches!(reading.scan.folded(key.value), "true" | "yes" | "✓" | "✔" | "✅" | "是" | "有");
        value.end <= key.end && reading.scan.folded(key.end) == ":" && !switch
    })
}

/// Whether what is said of a subject is said of it alone, or of each it is enumerated with: `A and B split the model`
/// may be true of both together.
fn is_single(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    // `A (x), B (y)`: a bracket behind a name is of that name.
    if value.start == subject.run.end && reading.scan.folded(value.start) == "(" {
        return true;
    }
    // `X 与 Y 无关`: what the expression itself names is no second subject.
    let outside = |mention: &&Found| mention.run.end <= value.start || mention.run.start >= value.end;
    let mentions: Vec<&Found> = reading
        .scan
        .mentions_of(subject.unit)
        .iter()
        .filter(|mention| mention.run == subject.run || outside(mention) && !reading.is_set_apart(&mention.run))
        .collect();
    let Some(own) = mentions.iter().find(|mention| mention.run == subject.run) else { return true };
    let group = coordinated(reading, &mentions, own);
    let Some(last) = group.last() else { return true };
    // `Two-tower / dual encoder`: one thing by two names.
    if group.len() > 1 && group.iter().all(|other| other.entries == own.entries) {
        return true;
    }
    // `model and data parallelism`: what the first lacks it shares with the second.
    let shares = subject.run.start.checked_sub(1).is_some_and(|at| {
        at > reading.scan.note.unit(subject.unit).tokens.start
            && matches!(reading.scan.folded(at), "and" | "&" | "和" | "与" | "、" | "/")
    });
    if group.len() < 2 && shares {
        return false;
    }
    let word = |at: u32| reading.scan.folded(at);
    let each = |at: u32| {
        matches!(word(at), "both" | "all" | "each" | "are" | "都" | "均" | "各" | "是")
            || matches!((word(at), word(at + 1)), ("一", "样") | ("相", "同"))
    };
    let open = |at: &u32| !matches!(reading.scan.folded(*at), "(" | "[");
    let behind = last.run.end..reading.unit.tokens.end.min(last.run.end + 3);
    let mut behind = behind.take_while(open);
    group.len() < 2 || !is_and_so_on(reading, last.run.end) && (reading.has(CueKind::All) || behind.any(each))
}

/// Whether another thing of the subject's kind stands directly behind a value, which then describes that one:
/// `left-to-right decoder`.
fn describes_other(reading: &Reading<'_, '_>, value: &Run, subject: &Subject) -> bool {
    // `learns along with the adapters`: an article opens a noun of its own.
    let article =
        |at: u32| at < reading.unit.tokens.end && matches!(reading.scan.folded(at), "the" | "a" | "an" | "its");
    !article(value.end) && names_rival(reading, &(value.end..reading.unit.tokens.end.min(value.end + 2)), subject)
}

/// Whether an enumeration ends with `等`, and so names a class of things.
fn is_and_so_on(reading: &Reading<'_, '_>, at: u32) -> bool {
    at < reading.unit.tokens.end && matches!(reading.scan.folded(at), "等" | "etc")
}

/// Whether a mention may name the subject itself, its family or one of its members.
fn is_related(scan: &Scan<'_>, mention: &Found, subject: &Subject) -> bool {
    let glossary = scan.glossary;
    mention.entries.iter().any(|&entry| {
        glossary.is_narrower_or_same(entry, subject.entry) || glossary.is_narrower_or_same(subject.entry, entry)
    })
}

/// Whether a run names another thing of the subject's kind.
fn names_rival(reading: &Reading<'_, '_>, run: &Run, subject: &Subject) -> bool {
    reading
        .mentions_in(run)
        .any(|mention| is_rival(reading.scan, mention, subject) && !reading.is_set_apart(&mention.run))
}

/// Whether a mention is of the subject's kind and not related to it.
fn is_rival(scan: &Scan<'_>, mention: &Found, subject: &Subject) -> bool {
    let kind = |entry| scan.glossary.kind(entry) == scan.glossary.kind(subject.entry);
    !is_related(scan, mention, subject) && mention.entries.iter().any(|&entry| kind(entry))
}

/// Whether a run of a unit is of words that name a property or link its values (`位置编码`).
fn names_property(scan: &Scan<'_>, id: UnitId, run: &Run) -> bool {
    scan.hits_of(id).iter().any(|hit| links(hit.owner) && hit.run.start <= run.start && run.end <= hit.run.end)
}

fn links(owner: Owner) -> bool {
    matches!(owner, Owner::Before(_) | Owner::After(_) | Owner::Name(_) | Owner::Inverse(_))
}

/// Whether nothing but small words and those that link stand between a value and the subject behind it.
fn is_tied(reading: &Reading<'_, '_>, value: &Run, subject: &Run) -> bool {
    // `the X with 4K context is faster than …`: one case of it is compared.
    let compared = reading.has(CueKind::Comparison) && value.end <= subject.start;
    value.end >= subject.start || !compared && weight(reading, &(value.end..subject.start)) <= OPENING
}
