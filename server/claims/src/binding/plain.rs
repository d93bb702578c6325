//! Whether a subject is what its line is about, as far as the shape of the line tells.
//!
//! Most names in running text are no subject: they are what something is done with, compared with, taken from. What a
//! line is about leads its clause and stands near what is said of it; and what a line is about that gives the subject to
//! the lines below it (a heading, an item, a lead, the sentence before) is named there alone, or at its beginning.

mod denied;
mod number;
mod place;

use glossary::{Owner, PropertyId};
use note::{Joint, Style, TokenKind, UnitId, UnitKind};

use super::{adjunct, bracket::bracket, given, is_related, links, names_property, owned, row};
use crate::{
    ClaimValue,
    draft::Draft,
    reading::Reading,
    scan::{Found, Hit, Run, Scan},
    subject::{Subject, coordinated, joined, owns_facet},
};
pub(super) use place::{is_in_passing, turns};

/// So many tokens behind what is left behind stands what leads to what it becomes.
const REACHES: u32 = 3;

/// Whether the subject of a draft is what its line is about.
pub(super) fn is_plain(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    if is_only_named(reading, draft) || number::is_of_another(reading, draft) || is_of_other_words(reading, draft) {
        return false;
    }
    if draft.subject.unit != reading.id {
        return !is_quoted_alone(reading, draft) && given::is_given(reading, draft);
    }
    if draft.keyed || reading.unit.cell.is_some() {
        return true;
    }
    !denied::is_of_another(reading, draft)
        && !is_of_what_is_beside(reading, draft)
        && place::is_in_place(reading, draft)
}

/// Whether a subject is only a name where it stands: in a formula, a title, a row that was pasted, as what describes
/// something else.
fn is_only_named(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (subject, value) = (&draft.subject, &draft.run);
    is_in_formula(reading.scan, subject)
        || is_modifier(reading.scan, subject)
        || is_title(reading, subject, value)
        || is_row(reading.scan, subject, value)
        || matches!(reading.unit.kind, UnitKind::Heading(1)) && subject.unit == reading.id
        || is_on_a_later_line(reading, subject, value)
}

/// Whether what is said belongs to words around it, wherever its subject stands: it is added to others, owned, left behind,
/// the first part of a noun.
fn is_of_other_words(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (subject, value) = (&draft.subject, &draft.run);
    let worded = draft.value.is_worded();
    worded && is_added(reading.scan, reading.id, value)
        || is_first_of_noun(reading, draft)
        || owned::has_its_own(reading, draft)
        || row::is_of_another(reading, draft)
        || worded && is_of_what_it_has(reading, subject, value)
        || matches!(draft.value, ClaimValue::Choice(_)) && is_left_behind(reading, value)
}

/// Whether what is said in a subject's own line is of something beside it there: a part, another key, what is added to it
/// or enumerated with it, what it describes.
fn is_of_what_is_beside(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (subject, value) = (&draft.subject, &draft.run);
    is_of_an_unknown_key(reading, subject, value)
        || is_of_what_is_added(reading, subject, value)
        || matches!(draft.value, ClaimValue::Quantity(_)) && number::is_where(reading, subject, value)
        || !draft.value.is_worded() && is_of_a_part(reading, draft)
        || is_quoted_alone(reading, draft)
        || describes_noun(reading, draft)
        || is_enumerated_with(reading, subject, draft)
        || is_described_by(reading, subject)
        || is_pointer(reading, draft)
        || matches!(draft.value, ClaimValue::Choice(_))
            && joined(reading, &subject.run, value)
            && !adjunct::is_fronted(reading, subject, value)
}

/// Whether subject and value stand in the text of one link, which is somebody's title.
fn is_title(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let all = subject.run.start.min(value.start)..subject.run.end.max(value.end);
    subject.unit == reading.id && all.into_iter().all(|at| reading.scan.token(at).style.has(Style::LINK))
}

/// Whether tabs part a subject from its value: rows of a table that was pasted, whose columns have their own names.
fn is_row(scan: &Scan<'_>, subject: &Subject, value: &Run) -> bool {
    let tab = |text: &str| text.contains('\t');
    let here = scan.note.unit(subject.unit).tokens.contains(&value.start);
    here && value.start >= subject.run.end && tab(scan.source(&(subject.run.end - 1..value.start + 1)))
}

/// Whether a value stands on a line of its own before that of its subject: `Published: 2024-07-16`, and below it tags.
fn is_on_a_later_line(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    subject.unit == reading.id
        && value.end <= subject.run.start
        && reading.scan.source(&(value.end - 1..subject.run.start + 1)).contains('\n')
}

/// Whether words tell what is left behind: `cuts memory from O(n²) to O(n)`.
fn is_left_behind(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    let leaves = |at: u32| matches!(word(at), "from" | "从");
    let reaches = |at: u32| matches!(word(at), "to" | "into" | "到" | "至");
    let behind = value.end..reading.unit.tokens.end.min(value.end + REACHES);
    value.clone().any(leaves) && behind.into_iter().any(reaches)
}

/// Whether words are of what a subject has, and somebody else's doing: `it removes X's critic`, `去掉了 X 的 critic`.
fn is_of_what_it_has(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    if subject.unit != reading.id || subject.run.end >= value.end {
        return false;
    }
    let behind = reading.scan.folded(subject.run.end);
    // The last word of a name is not said of it: `Encoder-Decoder：双向注意力（Encoder）`.
    let cut = subject.run.start < value.start && value.start < subject.run.end;
    let removed = || (value.start..subject.run.start).any(|at| reading.scan.negates(at));
    cut && behind == ":" || matches!(behind, "'s" | "的") && removed()
}

/// Whether a genitive names a part of the subject that no words of the property hold: `X 的原理源自 Y`, `X 的 block 有 3
/// 个 …`.
fn is_of_a_part(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let scan = reading.scan;
    let (owner, value) = (draft.subject.run.end, &draft.run);
    let part = owner + 1;
    let mention = scan.mention_at(draft.subject.run.start);
    if mention.is_some_and(|mention| mention.run == draft.subject.run && owns_facet(reading, mention)) {
        return false;
    }
    // `X 的小型版本：…` tells of another thing to its end.
    let marked = |part: u32| {
        let last = reading.clause_run(part).end - 1;
        reading.unit.key.is_some_and(|key| part < key.end) || matches!(scan.folded(last), ":" | "：")
    };
    if part < value.start && scan.folded(owner) == "的" && marked(part) {
        let named = |hit: &Hit| matches!(hit.owner, Owner::Name(_) | Owner::Before(_)) && hit.run.contains(&part);
        return !scan.hits_of(reading.id).iter().any(named) && !scan.is_light(part);
    }
    let elsewhere = reading.clause(owner) != reading.clause(value.start) || matches!(draft.value, ClaimValue::Date(_));
    if part >= value.start || elsewhere || !matches!(scan.folded(owner), "的" | "'s") {
        return false;
    }
    let own = |hit: &Hit| links_to(hit.owner, draft.property) && hit.run.contains(&part);
    let named = matches!(draft.value, ClaimValue::Quantity(_)) && scan.mention_at(part).is_some();
    !scan.hits_of(reading.id).iter().any(own)
        && (named || scan.kind(part) != TokenKind::Punct && !scan.is_light(part) && scan.mention_at(part).is_none())
}

pub(super) fn links_to(owner: Owner, property: PropertyId) -> bool {
    matches!(owner, Owner::Name(id) | Owner::Before(id) | Owner::After(id) | Owner::With(id) | Owner::Inverse(id) if id == property)
}

/// Whether what is said stands in quotation marks of its own: words that somebody used.
fn is_quoted_alone(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    draft.value.is_worded()
        && reading.is_quoted(&draft.run)
        && (draft.subject.unit != reading.id || !reading.is_quoted(&draft.subject.run))
}

/// Whether a name only describes what stands behind it: `是扩散模型的文本编码器`, `压缩为 GQA 的 60%`. A verb before `的` is
/// of what is said: `是 OpenAI 推出的协议`.
fn describes_noun(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let named = match draft.value {
        ClaimValue::Entry(_) | ClaimValue::Choice(_) => true,
        ClaimValue::Statement(_) => reading.scan.mention_at(draft.run.end - 1).is_some(),
        _ => false,
    };
    named && !reading.scan.ends_clause(draft.run.end + 1) && super::owns(reading, &draft.run)
}

/// Whether a name is a letter of a longer formula: `s_1 + s_2`. One that is all of it is written so: `$\sqrt{d_k}$`.
fn is_in_formula(scan: &Scan<'_>, subject: &Subject) -> bool {
    let (tokens, run) = (&scan.note.unit(subject.unit).tokens, &subject.run);
    let math = |at: u32| tokens.contains(&at) && scan.token(at).style.has(Style::MATH);
    math(run.start) && (run.len() < 2 || math(run.end) || run.start.checked_sub(1).is_some_and(math))
}

/// Whether a value that has a name is enumerated with its subject: `BiLSTM、BERT 和 RoBERTa`.
fn is_enumerated_with(reading: &Reading<'_, '_>, subject: &Subject, draft: &Draft) -> bool {
    if !matches!(draft.value, ClaimValue::Entry(_)) {
        return false;
    }
    let mentions: Vec<&Found> = reading.scan.mentions_of(reading.id).iter().collect();
    let own = mentions.iter().find(|mention| mention.run == subject.run).copied();
    own.is_some_and(|own| coordinated(reading, &mentions, own).iter().any(|other| other.run == draft.run))
}

/// Whether the line's key is a name that the glossary does not know, and the subject only comes behind what is said:
/// `CPO: a reference-free approximation of X`.
fn is_of_an_unknown_key(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let scan = reading.scan;
    let Some(key) = reading.unit.key else { return false };
    let name = reading.unit.tokens.start..key.end;
    let unknown = |at: u32| {
        let text = scan.source(&(at..at + 1));
        scan.mention_at(at).is_none() && text.len() > 1 && text.chars().skip(1).any(char::is_uppercase)
    };
    value.end <= subject.run.start && value.start >= key.value && name.into_iter().any(unknown)
}

/// Whether a plus sign, or the mark of an enumeration, between a subject and a value adds something else, which has the
/// value: `the cache + attention O(n²)`, `缓存、注意力 O(n²)`.
fn is_of_what_is_added(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let scan = reading.scan;
    let adds = |at: u32| {
        scan.mention_at(at).is_none()
            && match scan.folded(at) {
                "、" => true,
                "+" => scan.token(at).joint == Joint::Space && scan.token(at + 1).joint == Joint::Space,
                _ => false,
            }
    };
    let Some(mark) = (subject.run.end..value.start).rev().find(|&at| adds(at)) else { return false };
    let property = |run: &Run| names_property(scan, reading.id, run);
    let another = |mention: &Found| !is_related(scan, mention, subject) && !property(&mention.run);
    reading.mentions_in(&(mark + 1..value.start)).any(another)
}

/// Whether words are of several that a plus sign joins: `text + vision`.
fn is_added(scan: &Scan<'_>, id: UnitId, run: &Run) -> bool {
    let tokens = &scan.note.unit(id).tokens;
    // The sign may be of a name: `ZeRO++`.
    let adds = |at: u32| tokens.contains(&at) && scan.folded(at) == "+" && scan.mention_at(at).is_none();
    adds(run.end) || run.start.checked_sub(1).is_some_and(adds)
}

/// Whether a name opens the value of a line whose key is another: `GRPO :: PPO without the critic` speaks of GRPO. A
/// key that what is named is a kind of is no other: `Attention: self-attention relates …`.
fn is_described_by(reading: &Reading<'_, '_>, subject: &Subject) -> bool {
    reading.unit.key.is_some_and(|key| {
        let name = reading.unit.tokens.start..key.end;
        let opens = key.value <= subject.run.start && subject.run.start <= key.value + 1;
        let other = |mention: &Found| {
            mention.run == name
                && !mention.entries.iter().any(|&key| reading.scan.glossary.is_narrower_or_same(subject.entry, key))
        };
        opens && reading.mentions_in(&name).any(other)
    })
}

/// Whether a value is the whole text of a link in a bracket, and so tells where to find the subject:
/// `X ([Hugging Face](…))`.
fn is_pointer(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let linked = |at: u32| reading.scan.token(at).style.has(Style::LINK);
    let inside = |at: u32| reading.unit.tokens.contains(&at) && linked(at);
    let value = &draft.run;
    matches!(draft.value, ClaimValue::Entry(_))
        && value.clone().all(linked)
        && !inside(value.end)
        && !value.start.checked_sub(1).is_some_and(inside)
        && bracket(reading, value).is_some()
}

/// The tokens of a run outside of brackets.
pub(super) fn words(scan: &Scan<'_>, run: Run) -> impl Iterator<Item = u32> {
    let mut depth = 0_u32;
    run.filter(move |&at| {
        let mark = scan.folded(at);
        if matches!(mark, "(" | "[") {
            depth += 1;
        } else if matches!(mark, ")" | "]") {
            depth = depth.saturating_sub(1);
        }
        depth == 0
    })
}

/// Whether a token has a meaning of its own beside what a unit is about.
pub(super) fn has_meaning(scan: &Scan<'_>, id: UnitId, at: u32) -> bool {
    !matches!(scan.kind(at), TokenKind::Punct | TokenKind::Number)
        && !scan.is_light(at)
        // The letter of a number: `Q2`.
        && (scan.kind(at) == TokenKind::Han || scan.folded(at).len() > 1)
        && scan.mention_at(at).is_none()
        && !scan.covers(id, |owner| links(owner) || matches!(owner, Owner::Cue(_)), at)
}

/// Whether a name only says of what kind or make something else is: `GPT 式`, `LLaMA-style`.
fn is_modifier(scan: &Scan<'_>, subject: &Subject) -> bool {
    // `pre + post-norm` is neither; a key may add one thing to another, each with its own name.
    let key = scan.note.unit(subject.unit).key.is_some_and(|key| subject.run.end <= key.end);
    let half = || subject.run.start >= 2 && scan.mention_at(subject.run.start - 2).is_none();
    if is_added(scan, subject.unit, &subject.run) && (!key || half()) {
        return true;
    }
    let behind = subject.run.end;
    behind < scan.note.unit(subject.unit).tokens.end
        && matches!(
            scan.folded(behind),
            "式" | "风" | "类" | "系" | "派" | "style" | "styled" | "like" | "based" | "flavored" | "inspired"
        )
        && (scan.folded(behind), scan.folded(behind + 1)) != ("系", "列")
}

/// Whether a class that is denied, or stands behind a mark, is the first part of a longer Chinese noun: `不是开放式写作评测`,
/// `输出：图像全局向量`. Where it is asserted the rest is its head: `是门控激活函数`.
fn is_first_of_noun(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let value = &draft.run;
    let marked = value.start.checked_sub(1).is_some_and(|at| matches!(reading.scan.folded(at), ":" | "："));
    let copula = reading.scan.folded(value.start) == "是";
    matches!(draft.value, ClaimValue::Choice(_)) && (marked || copula && !draft.polarity) && goes_on(reading, value.end)
}

/// Whether a Chinese word may go on at `at`: `人工标注` in `人工标注成本` is said of nothing.
fn goes_on(reading: &Reading<'_, '_>, at: u32) -> bool {
    let scan = reading.scan;
    let cue = || scan.hits_of(reading.id).iter().any(|hit| hit.run.start == at && matches!(hit.owner, Owner::Cue(_)));
    let word = |at: u32| scan.kind(at) == TokenKind::Han;
    at < reading.unit.tokens.end
        && word(at)
        && word(at - 1)
        && scan.token(at).joint <= Joint::Space
        && !scan.is_light(at)
        && !cue()
}
