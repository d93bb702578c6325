//! Whether a line has turned to something else before it says what is taken for a claim about its subject.
//!
//! A name holds as a subject over the clauses behind it as long as none of them brings a subject of its own; and what a
//! line only sets side by side, cites or relates is nobody's property.

use glossary::{CueKind, Owner};
use note::{Style, TokenKind};

use super::{
    given, is_related, links, names_property,
    open::{first_verb, is_empty},
    plain::{has_meaning, links_to, turns, words},
};
use crate::{
    ClaimValue,
    draft::Draft,
    reading::Reading,
    scan::{Found, Hit, Run, Scan},
    subject::{Subject, points_to_named},
};

/// The weight of what may stand between the mark of an enumeration and what is said behind it.
const MEMBER: u32 = 2;

/// Whether what is said is said of something that the line turns to behind its subject.
pub(super) fn is_turned(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (subject, value) = (&draft.subject, &draft.run);
    if draft.keyed || reading.unit.cell.is_some() {
        return false;
    }
    if !draft.answers && is_whether(reading, subject, value)
        || is_reason(reading, value)
        || is_denied_in_key(reading, draft)
        || is_of_a_key_beside(reading, subject)
        || turns_within(reading, draft)
    {
        return true;
    }
    if subject.unit != reading.id || subject.run.end > value.start {
        return false;
    }
    let between = subject.run.end..value.start;
    if is_key_of_two(reading, subject, value)
        || is_one_of_two(reading, subject, value)
        || cites(reading.scan, between.clone())
        || is_related_noun(reading, &between)
    {
        return true;
    }
    // `X 的前三层是稠密层`.
    let clause = reading.clause_run(value.start).start.max(between.start)..value.start;
    let part = |hit: &Hit| hit.owner == Owner::Cue(CueKind::Part) && clause.contains(&hit.run.start);
    if matches!(draft.value, ClaimValue::Entry(_)) && reading.scan.hits_of(reading.id).iter().any(part) {
        return true;
    }
    let worded = draft.value.is_worded();
    if worded && is_of_a_member(reading, &between)
        || is_ones_description(reading, draft)
        || is_of_one_inside(reading, &between)
    {
        return true;
    }
    reading.clause(subject.run.start) != reading.clause(value.start) && turns_between(reading, draft)
}

/// Whether a claim only stands in what somebody asks or finds out: `checks whether X is …`. What a subject asks by itself
/// (`X predicts whether …`) is said of it.
fn is_whether(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let first = subject.run.start.min(value.start);
    let clause = reading.clause_run(first).start.max(reading.unit.tokens.start);
    // `X 是否参与训练会影响 …`: in Chinese the word stands behind its subject.
    let behind = subject.run.end..subject.run.end + 1;
    // `但是否能保持质量是关键`: it stands where what is said begins.
    let asked = |by: u32| value.start.checked_sub(by).is_some_and(|at| reading.has_in(CueKind::Whether, &(at..at + 1)));
    let han = reading.scan.kind(value.start) == TokenKind::Han;
    if han && (asked(1) || asked(2) && reading.scan.is_light(value.start - 1)) {
        return true;
    }
    subject.unit == reading.id
        && (reading.has_in(CueKind::Whether, &(clause..first)) || reading.has_in(CueKind::Whether, &behind))
}

/// Whether the line's key sets its subject beside another, so that each clause names its own: `A 与 B 的区别：…`.
fn is_key_of_two(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    reading.unit.key.is_some_and(|key| {
        let name = reading.unit.tokens.start..key.end;
        let apart = |at: u32| given::tells_apart(reading.scan, at);
        subject.run.end <= key.end
            && value.start >= key.value
            && name.into_iter().any(apart)
            && !points_to_named(reading, value)
            && given::is_set_beside(reading.scan, subject)
    })
}

/// Whether a clause tells of one of several and another of the next: `A 和 B 都有 …，一个是 …，另一个是 …`.
fn is_one_of_two(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let word = |at: u32| if at < reading.unit.tokens.end { reading.scan.folded(at) } else { "" };
    let clause = reading.clause_run(value.start).start.max(subject.run.end);
    let one = |at: u32| {
        matches!((word(at), word(at + 1), word(at + 2)), ("一", "个" | "种", "是") | ("另", "一", _))
            || matches!((word(at), word(at + 1)), ("one" | "other", "is" | "uses" | "has"))
    };
    let other = reading.unit.tokens.clone().any(|at| (word(at), word(at + 1)) == ("另", "一") || word(at) == "other");
    other && (clause..value.start.min(clause + 3)).any(one)
}

/// Whether names that are not known stand behind a word for what is inside of the subject: `X 里 A 和 B 是…`.
fn is_of_one_inside(reading: &Reading<'_, '_>, between: &Run) -> bool {
    let scan = reading.scan;
    let inside = matches!(scan.folded(between.start), "里" | "中");
    let name = |at: u32| {
        let text = scan.source(&(at..at + 1));
        scan.kind(at) == TokenKind::Word && text.len() > 2 && text.starts_with(char::is_uppercase)
    };
    inside && between.clone().skip(1).any(|at| name(at) && scan.mention_at(at).is_none())
}

/// Whether a class only describes what its own clause is about: `…，而双向编码器不行`, `…, a bidirectional encoder cannot`.
fn is_ones_description(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    let clause = reading.clause_run(value.start);
    let small =
        |at: u32| matches!(scan.folded(at), "而" | "但" | "则" | "while" | "but" | "a" | "an" | "the" | "," | "，");
    let opens = clause.start > draft.subject.run.end && (clause.start..value.start).all(small);
    let noun = value.end < clause.end && !scan.is_light(value.end) && scan.kind(value.end) != TokenKind::Punct;
    let rest = (value.end..clause.end).filter(|&at| scan.kind(at) != TokenKind::Punct).count();
    let chinese = noun && scan.kind(value.end) == TokenKind::Han;
    // `而双向编码器不行`: what is set against something is another thing, and goes on to a verb.
    let another = |at: u32| turns(reading, at) || matches!(scan.folded(at), "a" | "an");
    let contrasted = (clause.start..value.start).any(another) && rest > 0;
    let entry = matches!(draft.value, ClaimValue::Entry(_)) && !scan.glossary.property(draft.property).origin;
    (entry || matches!(draft.value, ClaimValue::Choice(_)))
        && opens
        && (contrasted || noun && rest > if chinese { 3 } else { 1 })
}

/// Whether authors are named in a run, whose doing the rest is: `A and B Smith et al. 2020 introduced …`. Who is named behind
/// `by` did what is said before.
fn cites(scan: &Scan<'_>, run: Run) -> bool {
    let start = run.start;
    let name = |at: &u32| {
        scan.source(&(*at..at + 1)).starts_with(char::is_uppercase) || matches!(scan.folded(*at), "," | "and" | "&")
    };
    let done = |at: u32| {
        let first = (start..at).rev().take_while(name).last().unwrap_or(at);
        first > start && scan.folded(first - 1) == "by"
    };
    words(scan, run).any(|at| given::is_et_al(scan, at) && !done(at))
}

/// Whether a relative pronoun in a run takes up a noun of which the subject is a part: `an X project that improved …`.
fn is_related_noun(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let scan = reading.scan;
    // `shows that`, `adapters that`: a verb, or a plural that what is said may be of.
    let noun = |at: u32| {
        let text = scan.folded(at);
        has_meaning(scan, reading.id, at) && !text.ends_with(['s', 'd'])
    };
    let copula = |at: u32| matches!(scan.folded(at), "is" | "are" | "was" | "were" | "be");
    let that = run.clone().skip(1).find(|&at| scan.folded(at) == "that" && noun(at - 1));
    that.is_some_and(|that| (run.start..that).all(|at| scan.kind(at) == TokenKind::Word && !copula(at)))
}

/// Whether what is said stands in a member of an enumeration that has a subject of its own: `A 负责召回、小模型负责精排`.
fn is_of_a_member(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let scan = reading.scan;
    let mark = |at: u32| scan.folded(at) == "、" && scan.mention_at(at).is_none();
    let Some(last) = run.clone().rev().find(|&at| mark(at)) else { return false };
    scan.folded(run.end - 1) != "的" && super::weight(reading, &(last + 1..run.end)) > MEMBER
}

/// Whether a clause between a subject and what is said later, or that of what is said, has a subject of its own.
fn turns_between(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (subject, value) = (&draft.subject, &draft.run);
    let (first, last) = (reading.clause(subject.run.start), reading.clause(value.start));
    let mut at = reading.clause_run(subject.run.start).end;
    let described = is_taken_up_again(reading, subject, value);
    while at < value.start && !described {
        let clause = reading.clause_run(at);
        let aside = [first, last].contains(&reading.clause(at))
            || is_bracket(reading, &clause)
            || matches!(reading.scan.folded(at), "which" | "who" | "whose")
            || reading.is_set_apart(&clause);
        if !aside && clause.end <= value.start && has_own_subject(reading, &clause, subject) {
            return true;
        }
        at = clause.end.max(at + 1);
    }
    let clause = reading.clause_run(value.start);
    let before = clause.start.max(subject.run.end)..value.start;
    let figure = matches!(draft.value, ClaimValue::Quantity(_) | ClaimValue::Date(_));
    let determined = matches!(reading.scan.folded(before.start), "the" | "each" | "every" | "这" | "每" | "各");
    let places = matches!(reading.scan.folded(reading.unit.tokens.start), "in" | "with" | "under" | "during");
    figure && determined && names_another(reading, &before, subject)
        || !places && opens_with_article(reading, &before)
        || is_sibling(reading, &before, subject)
        || first != last && opens_with_a_class(reading, &before, subject)
        || opens_in_latin(reading, &before)
        || is_pointed_at_another(reading, &before, subject)
}

/// Whether a line first describes the name that it opens with, and a pronoun then takes that up: `X — small batches before
/// one update; it makes …`.
fn is_taken_up_again(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let clause = reading.clause_run(value.start);
    let keyed = reading.unit.key.is_some_and(|key| subject.run.end <= key.end);
    let opens = subject.run.start == reading.unit.tokens.start;
    let between = subject.run.end..value.start;
    let first = (clause.start..value.start).find(|&at| reading.scan.kind(at) != TokenKind::Punct);
    keyed
        && opens
        && first.is_some_and(|at| reading.points_back_in(at..at + 1))
        && !super::names_rival(reading, &between, subject)
}

/// Whether the words of a value reach over what turns to something else: `反向的取舍：标准实现要存 …`, and of a class over
/// another thing that is added, with a formula of its own: `显存 + 注意力 O(n²)`.
fn turns_within(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    let worded = draft.value.is_worded();
    let begins = |at: u32| at > value.start && reading.clause(at) != reading.clause(at - 1);
    let opens = |at: u32| begins(at) && !tells_what_follows(scan, at);
    if worded && value.clone().any(|at| opens(at) && reading.has_in(CueKind::Other, &(at..at + 1))) {
        return true;
    }
    let adds =
        |at: u32| matches!(scan.folded(at), "和" | "与" | "及" | "and" | "+" | "、") && scan.mention_at(at).is_none();
    let another = |mention: &Found| {
        let added = mention.run.start > value.start && adds(mention.run.start - 1);
        let known = scan.is_checkable(mention);
        let own = |hit: &Hit| links_to(hit.owner, draft.property) && hit.run.contains(&mention.run.start);
        let formula = |at: u32| scan.token(at).style.has(Style::MATH);
        let adjacent = mention.run.end < value.end && (mention.run.end..value.end).all(formula);
        let apart = adjacent && !is_related(scan, mention, &draft.subject);
        added && known && apart && !scan.hits_of(reading.id).iter().any(own)
    };
    matches!(draft.value, ClaimValue::Choice(_)) && reading.mentions_in(value).any(another)
}

/// Whether a word only leads to what follows from what is said, and so says it of the same: `X 越高，说明模型越好`.
pub(super) fn tells_what_follows(scan: &Scan<'_>, at: u32) -> bool {
    matches!((scan.folded(at), scan.folded(at + 1)), ("说" | "表", "明") | ("意", "味") | ("代", "表"))
}

/// Whether the line's key is denied something, and the words reach out of it: `No single ratio: X uses …`.
fn is_denied_in_key(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let crosses = |key: note::Key| draft.run.start < key.end && key.end < draft.run.end;
    !draft.polarity && reading.unit.key.is_some_and(crosses)
}

/// Whether the line's key only names what its own subject, which is not known, is compared with: `vs X: …`.
fn is_of_a_key_beside(reading: &Reading<'_, '_>, subject: &Subject) -> bool {
    let first = reading.unit.tokens.start;
    let beside = matches!(reading.scan.folded(first), "vs" | "versus");
    reading.unit.key.is_some_and(|key| {
        let unknown = |at: u32| crate::subject::unknown_name(reading, at);
        beside && !(subject.unit == reading.id && subject.run.end <= key.end) && (first..key.end).any(unknown)
    })
}

/// Whether a clause opens with the number of another of the subject's kind: `Stage 2 …，Stage 3 …`.
fn is_sibling(reading: &Reading<'_, '_>, run: &Run, subject: &Subject) -> bool {
    let scan = reading.scan;
    let number = subject.run.end - 1;
    if scan.kind(number) != TokenKind::Number || subject.run.len() < 2 {
        return false;
    }
    (run.start..run.end.min(run.start + 4)).any(|at| {
        scan.folded(at) == scan.folded(number - 1)
            && scan.kind(at + 1) == TokenKind::Number
            && scan.folded(at + 1) != scan.folded(number)
    })
}

/// Whether a later clause opens with models of a kind, and goes on to say what they do: `BERT uses A, LLMs use B`.
fn opens_with_a_class(reading: &Reading<'_, '_>, run: &Run, subject: &Subject) -> bool {
    let scan = reading.scan;
    let Some(mention) = reading.mentions_in(run).next().filter(|mention| mention.run.start <= run.start + 1) else {
        return false;
    };
    let last = scan.folded(mention.run.end - 1);
    let class = last == "型" && mention.run.len() > 2 || last.ends_with('s') && last.len() > 3;
    let goes_on = mention.run.end < run.end
        && (mention.run.end..run.end).all(|at| scan.is_light(at) || reading.covers(links, at));
    class && goes_on && !mention.entries.contains(&subject.entry)
}

/// Whether a Chinese clause opens with a word of another script that nothing is known of: `且 recurrent 层不需要 …`.
fn opens_in_latin(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let scan = reading.scan;
    let chinese = run.end < reading.unit.tokens.end && scan.kind(run.end) == TokenKind::Han;
    let word =
        |at: u32| scan.kind(at) == TokenKind::Word && scan.folded(at).len() > 2 && has_meaning(scan, reading.id, at);
    chinese && (run.start..run.end.min(run.start + 3)).any(word)
}

/// Whether a pronoun opens a clause behind another name of the subject's kind, and so may point to that.
fn is_pointed_at_another(reading: &Reading<'_, '_>, run: &Run, subject: &Subject) -> bool {
    let behind = reading.clause_run(subject.run.start).end..run.start;
    behind.start < behind.end
        && reading.points_back_in(run.start..run.end.min(run.start + 2))
        && super::names_rival(reading, &behind, subject)
}

/// Whether a clause stands in a bracket.
fn is_bracket(reading: &Reading<'_, '_>, clause: &Run) -> bool {
    let opens = |at: u32| matches!(reading.scan.folded(at), "(" | "[");
    opens(clause.start) || clause.start.checked_sub(1).is_some_and(opens)
}

fn has_own_subject(reading: &Reading<'_, '_>, clause: &Run, subject: &Subject) -> bool {
    if reading.has_in(CueKind::Other, &(clause.start..clause.start + 2)) || is_sibling(reading, clause, subject) {
        return true;
    }
    // `Mistral 7B：滑动窗口，GQA，…`: a name by itself is something that is listed.
    let listed = |at: u32| reading.scan.mention_at(at).is_some() || reading.scan.kind(at) == TokenKind::Punct;
    if clause.clone().all(listed) || is_said_of_it(reading, clause, subject) || is_of_a_facet(reading, clause) {
        return false;
    }
    let opening = clause.start..first_verb(reading, clause);
    !is_empty(reading, &opening, subject) || opens_with_article(reading, clause)
}

/// Whether a clause only says how a facet that everything has changes, and so goes on about its subject: `X 损失精度，但速度提升
/// 2 倍，…`.
fn is_of_a_facet(reading: &Reading<'_, '_>, clause: &Run) -> bool {
    let scan = reading.scan;
    let joins = |at: &u32| {
        scan.kind(*at) == TokenKind::Punct || matches!(scan.folded(*at), "但" | "而" | "且" | "并" | "不" | "过" | "也")
    };
    let Some(first) = clause.clone().find(|at| !joins(at)) else { return false };
    let pair = |at: u32| (scan.folded(at), scan.folded(at + 1));
    let facet = matches!(
        pair(first),
        ("速" | "精", "度")
            | ("显" | "内", "存")
            | ("成", "本")
            | ("延", "迟")
            | ("吞", "吐")
            | ("体", "积")
            | ("质", "量")
            | ("开", "销")
            | ("效", "率")
    );
    let changes = |at: u32| {
        matches!(
            pair(at),
            ("提", "升" | "高")
                | ("降", "低")
                | ("下", "降")
                | ("减", "少" | "半")
                | ("增", "加")
                | ("上", "升")
                | ("加", "快")
                | ("更" | "变", _)
        )
    };
    facet && (first + 2..clause.end.min(first + 5)).any(changes) && reading.mentions_in(clause).next().is_none()
}

/// Whether a clause only gives a value that a subject may have, with the words for that: `X，Y 出品，…`, `X，MIT 许可，…`.
fn is_said_of_it(reading: &Reading<'_, '_>, clause: &Run, subject: &Subject) -> bool {
    let scan = reading.scan;
    let linked = |at: u32| reading.covers(links, at);
    let known =
        |at: u32| scan.mention_at(at).is_some() || scan.kind(at) == TokenKind::Punct || scan.is_light(at) || linked(at);
    let rival = |mention: &Found| super::is_rival(scan, mention, subject);
    let mut mentions = reading.mentions_in(clause);
    let (first, second) = (mentions.next(), mentions.next());
    first.is_some_and(|mention| !rival(mention)) && second.is_none() && clause.clone().all(known)
}

/// Whether anything else that is known is named in a run, and not only as what a property is called.
fn names_another(reading: &Reading<'_, '_>, run: &Run, subject: &Subject) -> bool {
    let scan = reading.scan;
    let another = |mention: &Found| {
        scan.is_checkable(mention)
            && !is_related(scan, mention, subject)
            && !names_property(scan, reading.id, &mention.run)
            && !reading.is_set_apart(&mention.run)
    };
    reading.mentions_in(run).any(another)
}

/// Whether a clause opens with something that was not spoken of, and goes on to say what it does: `a small model is …`.
fn opens_with_article(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let scan = reading.scan;
    let early = run.start..run.end.min(run.start + 2);
    let Some(article) = early.into_iter().find(|&at| matches!(scan.folded(at), "a" | "an" | "another")) else {
        return false;
    };
    (article + 2..run.end).any(|at| is_finite(scan.folded(at)))
}

/// Whether what is said gives a reason or an opposite that has its subject within: `because LLMs are trained on …`, `while
/// fine-tuning requires …`.
fn is_reason(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let opens = |at: u32| matches!(scan.folded(at), "because" | "since" | "while" | "whereas" | "although" | "though");
    let name = value.start;
    // `and then the model was …`: what is done next is done to something else.
    let then = (2..=3).filter_map(|by| name.checked_sub(by)).filter(|at| reading.unit.tokens.contains(at));
    let then = then.into_iter().any(|at| (scan.folded(at), scan.folded(at + 1)) == ("then", "the"));
    // `因为 NSP 太简单`: in Chinese what is said of it needs no verb.
    let because = |at: u32| at > reading.unit.tokens.start && (scan.folded(at - 1), scan.folded(at)) == ("因", "为");
    let goes_on = scan.kind(value.end) == TokenKind::Han && reading.unit.tokens.contains(&value.end);
    if name > reading.unit.tokens.start && because(name - 1) && goes_on && scan.mention_at(name).is_some() {
        return true;
    }
    let reason = name > reading.unit.tokens.start && opens(name - 1) && !scan.is_light(name);
    (then || reason) && (name + 1..value.end.min(name + 4)).any(|at| is_finite(scan.folded(at)))
}

/// Whether a word is a finite verb that only a subject can stand before.
pub(super) fn is_finite(word: &str) -> bool {
    matches!(
        word,
        "is" | "are"
            | "was"
            | "were"
            | "has"
            | "have"
            | "had"
            | "does"
            | "do"
            | "did"
            | "can"
            | "must"
            | "will"
            | "needs"
            | "need"
            | "requires"
            | "require"
            | "uses"
            | "use"
            | "takes"
            | "take"
            | "makes"
            | "make"
    )
}

/// Whether a claim of how many a collection has stands in a clause on what somebody did with it: `the authors trained on …`.
pub(super) fn is_a_sample(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let sampled = reading.scan.glossary.property(draft.property).sampled;
    let start = reading.clause_run(draft.run.start).start.max(reading.unit.tokens.start);
    sampled
        && matches!(draft.value, ClaimValue::Quantity(_))
        && (reading.has_in(CueKind::Speaker, &(start..draft.run.start))
            || (start..draft.run.start).any(|at| matches!(reading.scan.folded(at), "authors" | "researchers")))
}
