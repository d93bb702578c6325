//! Whether a subject is what its line is about, as far as the shape of the line tells.
//!
//! Most names in running text are no subject: they are what something is done with, compared with, taken from. What a
//! line is about leads its clause and stands near what is said of it; and what a line is about that gives the subject to
//! the lines below it (a heading, an item, a lead, the sentence before) is named there alone, or at its beginning.

use glossary::{CueKind, Owner, PropertyId, Range};
use note::{Joint, Style, TokenKind, UnitId, UnitKind};

use super::{adjunct, bracket, figure, given, is_bracketed, is_related, links, names_property, owned, row, weigh};
use crate::{
    ClaimValue,
    draft::Draft,
    reading::Reading,
    scan::{Amount, AmountKind, Found, Hit, Run, Scan},
    subject::{Subject, coordinated, joined, owns_facet},
};

/// So many words, or twice as many Chinese characters, may stand between a subject and what is said of it.
const GAP: u32 = 12;
/// The weight of what may stand between a subject and a number in a row of figures.
const FIGURES: u32 = 2;
/// So many words, or Chinese characters, with a meaning of their own may stand before a subject in its clause.
const BEFORE: usize = 2;
/// What a unit opens with begins within so many tokens of its own beginning.
const OPENS: u32 = 6;
/// A name behind other clauses stands within so many tokens of the beginning.
const EARLY: u32 = 12;
/// So many tokens behind it something may be said of what a unit opens with.
const REACH: u32 = 40;
/// So many tokens before a subject it may be said that it is not there.
const LACKS: u32 = 4;
/// So many tokens behind what is left behind stands what leads to what it becomes.
const REACHES: u32 = 3;

/// Whether the subject of a draft is what its line is about.
pub(super) fn is_plain(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (subject, value) = (&draft.subject, &draft.run);
    let number = matches!(draft.value, ClaimValue::Quantity(_));
    let figure = number || matches!(draft.value, ClaimValue::Date(_));
    if figure && figure::is_span(reading, value) || is_in_formula(reading.scan, subject) {
        return false;
    }
    if is_modifier(reading.scan, subject) || is_title(reading, subject, value) || is_row(reading.scan, subject, value) {
        return false;
    }
    if matches!(reading.unit.kind, UnitKind::Heading(1)) && subject.unit == reading.id {
        return false;
    }
    if figure && (is_some_of_them(reading, draft) || is_one_of_a_row(reading, value) || is_ordinal(reading, draft)) {
        return false;
    }
    if is_on_a_later_line(reading, subject, value) {
        return false;
    }
    if figure && (is_limit(reading, value) || is_timestamp(reading, value)) {
        return false;
    }
    let worded = draft.value.is_worded();
    if worded && is_added(reading.scan, reading.id, value) {
        return false;
    }
    if is_first_of_noun(reading, draft) || owned::has_its_own(reading, draft) || row::is_of_another(reading, draft) {
        return false;
    }
    let choice = matches!(draft.value, ClaimValue::Choice(_));
    if worded && is_of_what_it_has(reading, subject, value) || number && is_whole(reading, value) {
        return false;
    }
    if choice && is_left_behind(reading, value) || number && is_grouped(reading, value) {
        return false;
    }
    if matches!(draft.value, ClaimValue::Date(_))
        && (is_of_an_event(reading, value) || figure::is_an_age(reading, value))
    {
        return false;
    }
    if subject.unit != reading.id {
        return !is_quoted_alone(reading, draft) && given::is_given(reading, draft);
    }
    if draft.keyed || reading.unit.cell.is_some() {
        return true;
    }
    if is_denied_in_part(reading, draft)
        || is_of_an_unknown_key(reading, subject, value)
        || is_of_what_is_added(reading, subject, value)
    {
        return false;
    }
    if number && is_where(reading, subject, value) || !worded && is_of_a_part(reading, draft) {
        return false;
    }
    if is_of_what_lacks(reading, subject, value)
        || is_supposed(reading, value)
        || is_quoted_alone(reading, draft)
        || describes_noun(reading, draft)
    {
        return false;
    }
    if is_enumerated_with(reading, subject, draft) || is_denied_of_another(reading, draft) {
        return false;
    }
    if is_object(reading, subject, value) {
        return false;
    }
    // `X did not invent Y`: not X's doing, whatever is said of it.
    if value.end <= subject.run.start && (value.end..subject.run.start).any(|at| reading.scan.negates(at)) {
        return false;
    }
    if is_parenthetical(reading, &subject.run, value)
        || is_in_passing(reading.scan, subject, value)
            && !super::is_rule(reading, reading.unit.opening(), &subject.run)
            && !adjunct::is_cause(reading, &subject.run)
    {
        return false;
    }
    if is_beyond(reading, &subject.run, value) || is_torn(reading, value) {
        return false;
    }
    if is_described_by(reading, subject) || is_denied_elsewhere(reading, draft) || is_pointer(reading, draft) {
        return false;
    }
    if choice && joined(reading, &subject.run, value) && !adjunct::is_fronted(reading, subject, value) {
        return false;
    }
    if is_buried(reading, subject, value) || is_half_said(reading, value) {
        return false;
    }
    leads(reading, subject, value) && is_near(reading, subject, value, number)
}

/// Whether a clause behind what is said only names its subject as the object of a preposition: `maximise the reward while
/// staying close to the X policy`.
fn is_object(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let start = reading.unit.tokens.start;
    let word = |by: u32| subject.run.start.checked_sub(by).filter(|&at| at >= start).map(|at| reading.scan.folded(at));
    let article = matches!(word(1), Some("the" | "a" | "an" | "its"));
    let before = if article { word(2) } else { word(1) };
    value.end <= subject.run.start
        && reading.clause(value.start) != reading.clause(subject.run.start)
        && matches!(before, Some("to" | "from" | "with" | "of" | "for" | "on" | "into" | "by" | "as"))
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

/// Whether a number may count some of what a collection has: no word says that the collection has so many (`360 MMLU
/// questions`, `5000 questions of TriviaQA`).
fn is_some_of_them(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (subject, value) = (&draft.subject, &draft.run);
    let scan = reading.scan;
    let sampled = scan.glossary.property(draft.property).sampled;
    if draft.keyed || subject.unit != reading.id || reading.unit.cell.is_some() || !sampled {
        return false;
    }
    if !matches!(draft.value, ClaimValue::Quantity(_)) {
        return false;
    }
    let between = subject.run.end..value.start;
    let has = |hit: &Hit| hit.owner == Owner::Cue(CueKind::Having) && between.contains(&hit.run.start);
    let marks = |at: u32| matches!(scan.folded(at), ":" | "：" | "(" | "," | "，" | "-" | "–" | "—");
    !scan.hits_of(reading.id).iter().any(has) && !between.clone().any(marks)
}

/// Whether a number is one of several of the same thing: `6 层、9 层、12 层`. One of them may be right, in its place.
fn is_one_of_a_row(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    if reading.has(CueKind::Respectively) || reading.unit.cell.is_some() {
        return false;
    }
    let unit = |run: &Run| if run.end < reading.unit.tokens.end { scan.folded(run.end) } else { "" };
    let joins = |at: u32| matches!(scan.folded(at), "、" | "," | "，" | "/" | "或" | "or");
    let beside = |first: &Run, second: &Run| {
        second.start > first.end
            && second.start - first.end <= 2
            && joins(second.start - 1)
            && unit(first) == unit(second)
    };
    let counted = scan.kind(value.end.min(reading.unit.tokens.end - 1)) == TokenKind::Han && !unit(value).is_empty();
    counted && scan.amounts_of(reading.id).iter().any(|other| beside(&other.run, value) || beside(value, &other.run))
}

/// Whether a number tells which one: `layer 66`, `block 6`.
fn is_ordinal(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let Range::Quantity { unit, .. } = &reading.scan.glossary.property(draft.property).range else { return false };
    let before = draft.run.start.checked_sub(1).filter(|at| reading.unit.tokens.contains(at));
    let singular = |at: u32| {
        matches!(reading.scan.folded(at), "block" | "layer") || unit.strip_suffix('s') == Some(reading.scan.folded(at))
    };
    before.is_some_and(singular)
}

/// Whether a sign makes a class of a number (`models < 1B`, `> 6000 tokens a page`) or a result (`32 * 4 = 128`).
fn is_limit(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let before = |by: u32| value.start.checked_sub(by).filter(|at| reading.unit.tokens.contains(at));
    let counted = before(2).is_some_and(|at| scan.kind(at) == TokenKind::Number);
    before(1).is_some_and(|at| match scan.folded(at) {
        "<" | ">" | "≤" | "≥" => true,
        "=" => counted,
        _ => false,
    })
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

/// Whether a number is the whole of which another is a part (`132B 里激活 36B`, `2/8 = 25 %`), or that of each of several
/// (`22B each`).
fn is_whole(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let tokens = &reading.unit.tokens;
    let behind = |by: u32| if value.end + by < tokens.end { reading.scan.folded(value.end + by) } else { "" };
    let divides = value.start > tokens.start && reading.scan.folded(value.start - 1) == "/";
    let each = |word: &str| matches!(word, "each" | "apiece");
    matches!(behind(0), "里" | "中") || divides && behind(0) == "=" || each(behind(0)) || each(behind(1))
}

/// Whether a number is the last group of digits of a longer one: `4 096`.
fn is_grouped(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let before = value.start.checked_sub(1).filter(|at| reading.unit.tokens.contains(at));
    let spaced = scan.token(value.start).joint == Joint::Space && scan.folded(value.start).len() == 3;
    // The number of a version is none of the digits: `Grok-1 700 亿参数`.
    let digits = |at: u32| scan.kind(at) == TokenKind::Number && scan.mention_at(at).is_none();
    spaced && before.is_some_and(digits)
}

/// Whether a clause denies its subject's presence: `no need for X, because …` gives a reason, and says nothing of X.
fn is_of_what_lacks(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let start = reading.clause_run(subject.run.start).start.max(reading.unit.tokens.start);
    let from = start.max(subject.run.start.saturating_sub(LACKS));
    let code = |at: u32| reading.scan.token(at).style.has(Style::CODE);
    let parts = |at: u32| reading.scan.kind(at) == TokenKind::Punct && !code(at);
    let mut words = (from..subject.run.start).rev().take_while(|&at| !parts(at));
    words.any(|at| reading.scan.negates(at)) && value.start >= subject.run.end && !is_neither(reading, start)
}

/// Whether a clause denies of each of several what it says of them: `Neither A nor B uses C`.
fn is_neither(reading: &Reading<'_, '_>, start: u32) -> bool {
    reading.scan.folded(start) == "neither" && reading.scan.mention_at(start + 1).is_some()
}

/// Whether a kind is denied in words narrower than its own: what `is no alignment algorithm` may still be a method.
fn is_denied_in_part(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let ClaimValue::Choice(id) = draft.value else { return false };
    let Range::Choice(choices) = &reading.scan.glossary.property(draft.property).range else { return false };
    let said = reading.scan.source(&draft.run).to_lowercase();
    let label = choices.get(usize::from(id.0)).map(|choice| &choice.label);
    label.filter(|_| !draft.polarity).is_some_and(|label| {
        let kind = |label: &str, copulas: &[&str]| {
            let kind = copulas.iter().find_map(|copula| label.strip_prefix(copula))?;
            Some(!kind.is_empty() && !said.contains(&kind.to_lowercase()))
        };
        // What is no noun (`is deterministic`) has no kinds of it.
        kind(&label.en, &["is a ", "is an "]) == Some(true) && kind(&label.zh, &["是"]) != Some(false)
    })
}

/// Whether a number only tells where or when something is so, in a clause of its own: `1K 的上下文中，X 找到 10 个`.
fn is_where(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let clause = reading.clause_run(value.start);
    let last = clause.end.checked_sub(2).filter(|&at| at >= value.end);
    clause.end <= subject.run.start
        && last.is_some_and(|at| matches!(reading.scan.folded(at), "中" | "下" | "里" | "时" | "内"))
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

/// Whether a clause that leads up to another only supposes that something is not there: `Without an activation, …`.
fn is_supposed(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let clause = reading.clause_run(value.start);
    let leads = clause.start == reading.unit.tokens.start && clause.end < reading.unit.tokens.end;
    leads && value.start == clause.start && value.end + 1 >= clause.end && reading.scan.negates(value.start)
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

/// Whether a time of day follows a date: `2014-03-07 11:01`, when a record was written.
fn is_timestamp(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let (hour, colon, minute) = (value.end, value.end + 1, value.end + 2);
    minute < reading.unit.tokens.end
        && scan.kind(hour) == TokenKind::Number
        && matches!(scan.folded(colon), ":" | "：")
        && scan.kind(minute) == TokenKind::Number
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

/// Whether the negation stands before the subject, so that something else does without what the subject has: `移除了 X 中
/// 使用的 …`.
fn is_denied_of_another(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let subject = &draft.subject.run;
    let negates = |run: Run| run.into_iter().any(|at| reading.scan.negates(at));
    let start = reading.clause_run(subject.start).start.max(reading.unit.tokens.start);
    !draft.polarity
        && subject.end <= draft.run.start
        && negates(start..subject.start)
        && !is_neither(reading, start)
        && !negates(subject.end..draft.run.start)
}

/// Whether words are of several that a plus sign joins: `text + vision`.
fn is_added(scan: &Scan<'_>, id: UnitId, run: &Run) -> bool {
    let tokens = &scan.note.unit(id).tokens;
    // The sign may be of a name: `ZeRO++`.
    let adds = |at: u32| tokens.contains(&at) && scan.folded(at) == "+" && scan.mention_at(at).is_none();
    adds(run.end) || run.start.checked_sub(1).is_some_and(adds)
}

/// Whether a value stands in a bracket that neither holds its subject nor follows it.
fn is_parenthetical(reading: &Reading<'_, '_>, subject: &Run, value: &Run) -> bool {
    bracket(reading, value).is_some_and(|bracket| !bracket.contains(&subject.start) && bracket.start != subject.end)
}

/// Whether a name stands too deep in a sentence to tell what it is about: behind other clauses, or, for what a later
/// clause says, not where the sentence opens.
fn is_buried(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let later = reading.clause(subject.run.start) != reading.clause(value.start) && value.start >= subject.run.end;
    let start = reading.unit.tokens.start;
    let behind_clauses = (start..subject.run.start).any(|at| reading.scan.ends_clause(at));
    // What is named again was named early.
    let early = |mention: &Found| mention.run.start - start <= EARLY && is_related(reading.scan, mention, subject);
    // `…, while X …`: a contrast turns to X.
    let turned = subject.run.start.checked_sub(1).is_some_and(|at| {
        let own = reading.clause_run(subject.run.start);
        own.contains(&value.start) && own.start == at && turns(reading, at)
    });
    // `base 12 层，large 24 层`: each member of a family opens its own clause.
    let own = reading.clause_run(subject.run.start);
    let member = reading.scan.mention_at(subject.run.start).is_none()
        && weigh(reading, own.start.max(start)..subject.run.start) == 0
        && (own.contains(&value.start)
            || matches!(reading.scan.folded(subject.run.end), ":" | "：")
            || is_bracketed(reading, &subject.run, value));
    // `A (40 heads) and B (16 heads) are …`: a bracket is of the name before it.
    let aside = value.start > subject.run.end && is_bracketed(reading, &subject.run, value);
    if member || aside && reading.mentions_in(&(subject.run.end..value.start)).next().is_none() {
        return false;
    }
    if behind_clauses
        && !turned
        && !super::adjunct::opens_behind(reading, subject, value)
        && !reading.scan.mentions_of(reading.id).iter().any(early)
    {
        return true;
    }
    let subject = &subject.run;
    later && (subject.start.saturating_sub(behind_date(reading)) > OPENS || value.start - subject.end > REACH)
}

/// Where a line goes on behind the date that it opens with: `2025 年 1 月 20 日，X，…`.
fn behind_date(reading: &Reading<'_, '_>) -> u32 {
    let start = reading.unit.tokens.start;
    let date = |amount: &Amount| amount.run.start == start && matches!(amount.kind, AmountKind::Date(_));
    let end = reading.scan.amounts_of(reading.id).iter().find(|amount| date(amount)).map_or(start, |date| date.run.end);
    (end..reading.unit.tokens.end).find(|&at| reading.scan.kind(at) != TokenKind::Punct).unwrap_or(end)
}

/// Whether a word turns to something else: `while`, `而`.
pub(super) fn turns(reading: &Reading<'_, '_>, at: u32) -> bool {
    matches!(reading.scan.folded(at), "while" | "whereas" | "but" | "而" | "但")
}

/// Whether words that a mark joins to their subject (`BM25: a dense method`) go on, or are the first of a list, and so
/// may only be of what is said.
fn is_half_said(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let ends = |at: u32| {
        at >= reading.unit.tokens.end
            || matches!(
                scan.folded(at),
                "," | "，" | "." | "。" | ";" | "；" | ")" | "for" | "of" | "by" | "from" | "that"
            )
    };
    let whole = (scan.folded(value.start), scan.folded(value.end - 1)) == ("(", ")");
    scan.kind(value.start) == TokenKind::Punct && !whole && !ends(value.end)
}

/// Whether a semicolon, an arrow or a bar stands between a subject and its value, and nothing behind it points back.
fn is_beyond(reading: &Reading<'_, '_>, subject: &Run, value: &Run) -> bool {
    let mark = |at: u32| reading.scan.folded(at);
    // `X – by A; rotary embeddings; …` lists what its first name is and has.
    // `X → …` says of X what a colon would.
    let listed = matches!(mark(subject.end), ":" | "：" | "-" | "–" | "—" | "=" | "(" | "→");
    let opens = subject.start <= reading.unit.tokens.start + 1;
    let end = if mark(subject.end) == "→" { reading.unit.tokens.end } else { value.start };
    if listed && opens && !(subject.end + 1..end).any(|at| mark(at) == "→") {
        return false;
    }
    // `model X · date D`: each part of such a line is of its own.
    let parts = |at: u32| matches!(mark(at), ";" | "；" | "→" | "·" | "|" | "｜");
    let last = (subject.end..value.start).rev().find(|&at| parts(at));
    last.is_some_and(|at| !reading.points_back_in(at..value.start))
}

/// Whether a run reaches into a bracket or out of one.
fn is_torn(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let opened = |run: Run, mark: &str| run.filter(|&at| reading.scan.folded(at) == mark).count();
    let (open, close) = (opened(value.clone(), "("), opened(value.clone(), ")"));
    // `A 各有 K、V；B 共享`: the words are of two statements.
    let mut inner = value.start + 1..value.end.saturating_sub(1);
    if inner.any(|at| matches!(reading.scan.folded(at), ";" | "；" | "—")) {
        return true;
    }
    // `x + F(LN(x` with the marks that close it behind.
    let behind = value.end..reading.unit.tokens.end.min(value.end + open as u32);
    open.checked_sub(close).is_none_or(|depth| opened(behind, ")") < depth)
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

/// Whether the unit says elsewhere that the value is not the subject's: `没有使用 A，因为 A …`.
fn is_denied_elsewhere(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let ClaimValue::Entry(value) = draft.value else { return false };
    reading.scan.mentions_of(reading.id).iter().any(|mention| {
        mention.run != draft.run && mention.entries.contains(&value) && reading.negations(&mention.run) > 0
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

/// Whether a name that the glossary does not know stands before a date, which then is that one's: `at NAACL 2019`.
fn is_of_an_event(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let skip = |at: u32| matches!(reading.scan.folded(at), "in" | "'" | "of" | "的");
    let before = (reading.unit.tokens.start..value.start).rev().find(|&at| !skip(at));
    before.is_some_and(|at| {
        let name = reading.scan.source(&(at..at + 1));
        let capitals = name.chars().filter(|c| c.is_uppercase()).count();
        reading.scan.kind(at) == TokenKind::Word && capitals > 1 && reading.scan.mention_at(at).is_none()
    })
}

/// Whether words stand directly before a name that make it what something is done with or without, and are not of what
/// is said of it.
pub(super) fn is_in_passing(scan: &Scan<'_>, subject: &Subject, value: &Run) -> bool {
    let before = |hit: &Run| hit.end <= subject.run.start && subject.run.start - hit.end <= 1;
    let passing =
        |hit: &Hit| hit.owner == Owner::Cue(CueKind::Passing) && before(&hit.run) && !value.contains(&hit.run.start);
    scan.hits_of(subject.unit).iter().any(passing)
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

/// Whether a subject leads its clause, or what `and` adds to it: `X does A and Y does B`.
fn leads(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let scan = reading.scan;
    let added = subject.run.start.checked_sub(1).is_some_and(|at| matches!(scan.folded(at), "and" | "but"));
    if added && value.start == subject.run.end {
        return true;
    }
    let clause = reading.clause_run(subject.run.start);
    let mut before = clause.start.max(reading.unit.tokens.start)..subject.run.start;
    if value.start < subject.run.start {
        before.start = before.start.max(value.end.min(before.end));
    }
    words(scan, before).filter(|&at| has_meaning(scan, reading.id, at)).take(BEFORE + 1).count() <= BEFORE
}

/// Whether what is said stands near its subject; in a row of figures what stands between is only figures.
fn is_near(reading: &Reading<'_, '_>, subject: &Subject, value: &Run, number: bool) -> bool {
    let clause = reading.clause_run(value.start);
    let from = if clause.start > subject.run.end { clause.start } else { subject.run.end };
    let from = owned::taken_up(reading, subject, &(from..value.start)).unwrap_or(from);
    let word = |at: u32| reading.scan.kind(at) != TokenKind::Number;
    // In the order given, each has its own.
    value.start < subject.run.end
        || reading.distance(&(from..value.start)) <= GAP
        || reading.has(CueKind::Respectively)
        || number && weigh(reading, (from..value.start).filter(|&at| word(at))) <= FIGURES
}
