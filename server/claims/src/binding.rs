//! How surely what was read belongs to its subject.
//!
//! A subject that the clause itself names binds what the clause says. One that only the context gives (an earlier
//! clause, the sentence before, a heading) binds it where the clause has no subject of its own, and that shows in what
//! stands before the value: a verb, an auxiliary, a word that points back, and nothing with a meaning of its own.
//! Real notes turn to new subjects in every other clause, most of them things that no glossary knows, so a claim whose
//! clause opens with unknown words is not judged. Nothing here knows a property or an entry.

mod adjunct;
mod carried;
mod cited;
mod figure;
mod former;
mod given;
mod hosted;
mod noun;
mod owned;
mod passing;
mod picked;
mod plain;
mod pronoun;
mod row;
mod sides;
mod turn;
mod whole;

pub(crate) use adjunct::{is_rule, is_use};
use glossary::{CueKind, Owner};
use note::{Joint, Style, TokenKind, UnitId, UnitKind};

use crate::{
    ClaimValue,
    draft::{Draft, is_replaced},
    extract::{introduced, is_noun},
    reading::Reading,
    scan::{Found, Hit, Run, Scan},
    subject::{Subject, coordinated, unknown_name},
};

/// The weight that may stand before what is said of a subject of the context: two words, four Chinese characters.
const OPENING: u32 = 4;
/// A mention this many tokens into a clause still leads it (`传统 MoE`).
const LEAD: u32 = 2;
/// So many tokens behind what is missing stands the harm that it does.
const HARM: u32 = 4;
/// So many words may round off the name of a class: `large language models`.
const NOUN: u32 = 4;
/// How far back an opening bracket is looked for, in tokens.
const BRACKET: u32 = 24;

/// Whether a claim is surely about its subject.
pub(crate) fn is_sure(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (subject, value) = (&draft.subject, &draft.run);
    if !plain::is_plain(reading, draft) || noun::is_of_another(reading, draft) || figure::is_of_another(reading, draft)
    {
        return false;
    }
    if turn::is_turned(reading, draft) || turn::is_a_sample(reading, draft) || noun::is_a_setting(reading, draft) {
        return false;
    }
    if sides::is_of_another(reading, draft)
        || carried::is_of_its_own(reading, draft)
        || passing::is_in_passing(reading, draft)
        || picked::is_of_another(reading, draft)
        || hosted::is_only_there(reading, draft)
        || cited::is_only_cited(reading, draft)
        || former::is_of_another(reading, draft)
        || is_in_its_name(reading, draft)
        || is_of_a_log(reading, draft)
    {
        return false;
    }
    let worded = draft.value.is_worded();
    if matches!(draft.value, ClaimValue::Choice(_)) && (is_of_a_group(reading, value) || names_symbol(reading, value)) {
        return false;
    }
    if subject.unit != reading.id && is_of_a_relative(reading, value) || is_of_the_title(reading, draft) {
        return false;
    }
    if draft.keyed {
        return true;
    }
    if worded && is_a_lack(reading, value) {
        return false;
    }
    if subject.unit != reading.id && owns(reading, value) || is_way(reading, value) {
        return false;
    }
    // A formula has its own subject: the one before it, or what its letters stand for.
    let formula = |at: u32| reading.scan.token(at).style.has(Style::MATH) && !is_letter(reading, at);
    if subject.unit != reading.id && !matches!(draft.value, ClaimValue::Quantity(_)) && value.clone().any(formula) {
        return false;
    }
    let said = matches!(draft.value, ClaimValue::Statement(_));
    let aside = is_trouble(reading, value.end) || is_replaced(reading, value) || said && does_harm(reading, value);
    // `X acts at the input, while Y acts in every layer`: what a contrast turns to is what the words are about.
    let turned = value.start.checked_sub(1).is_some_and(|at| plain::turns(reading, at));
    let another = |mention: &Found| mention.run != subject.run;
    if said
        && turned
        && reading.scan.mention_at(value.start).is_some_and(another)
        && names_rival(reading, value, subject)
    {
        return false;
    }
    if said && (!is_single(reading, subject, value) || is_a_purpose(reading, value)) || aside {
        return false;
    }
    if subject.unit != reading.id && owned::is_of_a_part(reading, value) {
        return false;
    }
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

/// Whether words only tell what would be so without a thing (`without X, there is no Y`, `没有 X 就没有 Y`), or a harm that is
/// eased: `缓解 X 阻塞 Y`.
fn is_a_lack(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let word = |at: u32| if reading.unit.tokens.contains(&at) { reading.scan.folded(at) } else { "" };
    let pair = |at: u32| (word(at), word(at + 1));
    let first = reading.clause_run(value.start).start;
    let lacks = word(value.start) == "without" || pair(value.start) == ("没", "有");
    let harms = |at: u32| {
        matches!(word(at), "no" | "cannot" | "can't" | "nothing") || matches!(pair(at), ("就", "没" | "无" | "不"))
    };
    let eases = |at: u32| {
        matches!(pair(at), ("缓", "解") | ("减", "轻"))
            || matches!(word(at), "mitigate" | "mitigates" | "alleviate" | "alleviates" | "relieve" | "relieves")
    };
    lacks && (value.end..value.end + HARM).any(harms)
        || (value.start.saturating_sub(HARM + 2).max(first)..value.start).any(eases)
}

/// Whether a word for a choice in a cell only tells what the things behind it are of, or is one of a pair that names a group: `图像
/// embeddings`, `Math & Code`.
fn is_of_a_group(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let word = |at: u32| if reading.unit.tokens.contains(&at) { reading.scan.folded(at) } else { "" };
    let described = matches!(word(value.end), "embedding" | "embeddings" | "encoder" | "encoders")
        || matches!((word(value.end), word(value.end + 1)), ("嵌", "入") | ("向", "量"));
    let beside = |at: u32| word(at) == "&";
    reading.unit.cell.is_some() && (described || beside(value.end) || value.start.checked_sub(1).is_some_and(beside))
}

/// Whether a symbol behind what is said tells what it is of: `引入参数 θ_i = …`.
fn names_symbol(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let at = value.end;
    if !reading.unit.tokens.contains(&at) {
        return false;
    }
    let text = scan.source(&(at..at + 1));
    let greek = text.chars().all(|c| matches!(c, '\u{370}'..='\u{3ff}'));
    (greek || scan.token(at).style.has(Style::MATH)) && scan.kind(at) != TokenKind::Punct
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

/// Whether a line opens with what something is for: `To reduce latency, …`, `为了降低延迟，…`.
fn is_a_purpose(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    let start = reading.unit.opening();
    let opens = word(start) == "to" && value.start == start + 1
        || (word(start), word(start + 1)) == ("为", "了") && value.start == start + 2;
    opens && reading.clause_run(value.start).end < reading.unit.tokens.end
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

/// Whether the words of a value only describe what is named behind them: `近似注意力的运行时 …`.
fn owns(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let behind = value.end + 1;
    let scan = reading.scan;
    let known = || {
        let here = |hit: &Hit| hit.run.contains(&behind) && !matches!(hit.owner, Owner::Cue(_));
        scan.hits_of(reading.id).iter().any(here)
            || scan.mention_at(behind).is_some()
            || scan.cells_of(reading.id).iter().any(here)
    };
    // `是等间距的。`: the particle only closes the sentence.
    let noun = behind < reading.unit.tokens.end && scan.kind(behind) != TokenKind::Punct;
    noun && scan.folded(value.end) == "的" && !is_light(reading, behind) && !known()
}

/// Whether what stands behind a value makes a difficulty of it: `the unidirectional constraint`, `单向限制`.
fn is_trouble(reading: &Reading<'_, '_>, at: u32) -> bool {
    let behind =
        |word: &str| word.chars().enumerate().all(|(next, c)| reading.scan.folded(at + next as u32).chars().eq([c]));
    at < reading.unit.tokens.end
        && (["约束", "限制", "局限", "缺陷", "瓶颈"].into_iter().any(behind)
            || matches!(reading.scan.folded(at), "constraint" | "constraints" | "limitation" | "bottleneck"))
}

/// Whether what is missing is only said to do harm: `without warm-up is unstable`, `without loss scaling can underflow`.
fn does_harm(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    let tokens = &reading.unit.tokens;
    let mut missing = value.start.saturating_sub(1).max(tokens.start)..value.end;
    let end = tokens.end.min(value.end + HARM);
    missing.any(|at| matches!(word(at), "without" | "no"))
        && (value.end..end).any(|at| {
            matches!(
                word(at),
                "unstable"
                    | "underflow"
                    | "underflows"
                    | "overflow"
                    | "overflows"
                    | "diverge"
                    | "diverges"
                    | "fail"
                    | "fails"
                    | "collapse"
                    | "collapses"
                    | "nan"
                    | "explode"
                    | "explodes"
                    | "vanish"
                    | "suffers"
                    | "degrades"
                    | "hurts"
            )
        })
}

/// Whether the words of a value only say what something is a way of doing: `是一种微调大模型的方法`.
fn is_way(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    let of = if word(value.end) == "的" { value.end } else { value.end.saturating_sub(1) };
    let pair = (word(of + 1), word(of + 2));
    // `减少参数量所占的位数`: the words go on into a clause of their own.
    if word(value.end) == "所" && word(value.end + 1) != "有" {
        return true;
    }
    // `是一种会 … 的方法`, `是需要 … 的技术`: what a modal verb opens is said of the subject.
    let before = value.start.checked_sub(1).filter(|&at| at >= reading.unit.tokens.start);
    let modal = |at: u32| matches!(word(at), "会" | "能" | "需" | "要" | "不" | "可" | "须");
    let first = before.filter(|&at| modal(at)).unwrap_or(value.start);
    let one = |at: u32| (word(at), word(at + 1)) == ("是", "一");
    let directly = first > 0 && matches!(word(first - 1), "是" | "指" | "即" | "种");
    let says = modal(first) && (directly || (first.saturating_sub(3)..first).any(one));
    !says
        && word(of) == "的"
        && matches!(pair, ("方", "法" | "式" | "案") | ("技", "术") | ("手", "段") | ("工", "具") | ("途", "径"))
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

/// Whether the clause of `value` has no subject of its own before it.
fn is_open(reading: &Reading<'_, '_>, value: &Run, subject: &Subject) -> bool {
    // Behind a bracket the clause before it goes on: `…; decoder models (GPT) generate …`.
    let clause = reading.clause(value.start);
    let start = reading.unit.tokens.clone().find(|&at| reading.clause(at) == clause).unwrap_or(value.start);
    is_empty(reading, &(start.min(value.start)..value.start), subject)
}

/// Whether no clause of the unit before the value has a subject of its own: what a unit opens with is its subject, even
/// if a later clause has none.
fn opens_open(reading: &Reading<'_, '_>, value: &Run, subject: &Subject) -> bool {
    if names_rival(reading, &(reading.unit.tokens.start..value.start), subject) {
        return false;
    }
    let mut at = reading.unit.opening();
    while at < value.start {
        let clause = reading.clause_run(at);
        if clause.end > value.start {
            break;
        }
        let empty = is_empty(reading, &(at..first_verb(reading, &(at..clause.end))), subject);
        if !empty && !pronoun::opens_with_pronoun(reading, &(at..clause.end), value, subject) {
            return false;
        }
        at = clause.end.max(at + 1);
    }
    true
}

/// Where a clause begins to say something, as far as the expressions show it.
fn first_verb(reading: &Reading<'_, '_>, clause: &Run) -> u32 {
    let hits = reading.scan.hits_of(reading.id).iter();
    let verbs = hits.filter(|hit| {
        matches!(
            hit.owner,
            Owner::Before(_) | Owner::Says(..) | Owner::Spares(..) | Owner::Denies(..) | Owner::Choice(..)
        )
    });
    let first = verbs.map(|hit| hit.run.start).filter(|&at| clause.start <= at && at < clause.end).min();
    first.unwrap_or(clause.end.min(clause.start + 6))
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

/// Whether nothing in a run can be a subject other than the one given.
fn is_empty(reading: &Reading<'_, '_>, run: &Run, subject: &Subject) -> bool {
    let scan = reading.scan;
    let glossary = scan.glossary;
    let rival = scan.mentions_of(reading.id).iter().any(|mention| {
        let within = run.start <= mention.run.start && mention.run.end <= run.end;
        let kind = mention.entries.iter().any(|&entry| glossary.kind(entry) == glossary.kind(subject.entry));
        // `BERT 用 MLM，LLMs 用 …`: a class is another subject, a family is not.
        let within_it = mention.entries.iter().any(|&entry| glossary.is_narrower_or_same(entry, subject.entry));
        let same = within_it || kind && is_related(reading.scan, mention, subject);
        // What a clause opens with is its subject; deeper in it only what is of the subject's kind can be.
        let leads = mention.run.start <= run.start + LEAD;
        // `用 Google 搜`: what something is done with; and what nothing follows does nothing.
        let before = mention.run.start.checked_sub(1).filter(|&at| at >= run.start);
        let with = before.is_some_and(|at| matches!(scan.folded(at), "用" | "在" | "with" | "by" | "on" | "via"));
        let checkable = scan.is_checkable(mention);
        within
            && !same
            && (kind || leads && (checkable || !with && scan.kind(mention.run.end) != TokenKind::Punct))
            && !names_property(scan, reading.id, &mention.run)
            && !is_time(reading, mention.run.end)
            && !reading.is_set_apart(&mention.run)
    });
    let named = |at: u32| {
        unknown_name(reading, at) || at <= run.start + LEAD && is_capitals(reading, at) || is_numbered(reading, run, at)
    };
    // `what is generated afterwards is …`: a clause of its own is the subject.
    let clause = reading.unit.key.is_none()
        && run.clone().take(2).any(|at| matches!(scan.folded(at), "what" | "whatever" | "whichever"));
    let other = reading.has_in(CueKind::Other, &(run.start..run.end.min(run.start + LEAD + 1)));
    !rival && !other && !clause && !run.clone().any(named) && weight(reading, run) <= OPENING
}

/// Whether a Chinese word behind a name makes a time of it: `解码时`, `训练阶段`.
pub(crate) fn is_time(reading: &Reading<'_, '_>, at: u32) -> bool {
    let word = |at: u32| if at < reading.unit.tokens.end { reading.scan.folded(at) } else { "" };
    word(at) == "时" && word(at + 1) != "间" || matches!((word(at), word(at + 1)), ("阶", "段") | ("期", "间"))
}

/// Whether a run goes on from a word with a capital to a number that makes a name of it: `Table 24`, `V4`.
fn is_numbered(reading: &Reading<'_, '_>, run: &Run, at: u32) -> bool {
    let scan = reading.scan;
    let text = scan.source(&(at..at + 1));
    let math = scan.token(at).style.has(Style::MATH);
    let first = at == reading.unit.tokens.start;
    let spaced = || !first && scan.token(at + 1).joint == Joint::Space && text.len() > 1;
    let version = || scan.token(at + 1).joint == Joint::Glued && text.len() == 1;
    at + 1 < run.end
        && !math
        && scan.kind(at) == TokenKind::Word
        && scan.kind(at + 1) == TokenKind::Number
        && text.starts_with(char::is_uppercase)
        && scan.mention_at(at).is_none()
        && (spaced() || version())
}

/// Whether a token is an abbreviation that the glossary does not know.
fn is_capitals(reading: &Reading<'_, '_>, at: u32) -> bool {
    let text = reading.scan.source(&(at..at + 1));
    let math = reading.scan.token(at).style.has(Style::MATH);
    !math && text.len() > 2 && text.chars().all(char::is_uppercase) && reading.scan.mention_at(at).is_none()
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

/// Whether a value stands in the bracket that follows its subject.
fn is_bracketed(reading: &Reading<'_, '_>, subject: &Run, value: &Run) -> bool {
    let start = reading.clause_run(value.start).start;
    let opens = |at: u32| reading.scan.folded(at) == "(" && subject.end == at;
    opens(start) || start.checked_sub(1).is_some_and(opens)
}

/// Whether a subject stands in a bracket that the value does not, as an example or a source: `(such as X)`, `[X]`.
/// A bracket with nothing else in it gives another name of what stands before it.
fn is_aside(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let Some(bracket) = bracket(reading, &subject.run) else { return false };
    if bracket.contains(&value.start) {
        return false;
    }
    let alone = bracket.start + 1 == subject.run.start && subject.run.end + 1 == bracket.end;
    if bracket.start == value.end && tells_users(reading, &(bracket.start + 1..bracket.end - 1)) {
        return false;
    }
    if tells_examples(reading, subject, value, &bracket) {
        return false;
    }
    // `instructions and answers (X) or instructions and …`: each of several things has its own.
    let listed = bracket.end < reading.unit.tokens.end
        && matches!(reading.scan.folded(bracket.end), "or" | "and" | "," | "、" | "或" | "和" | "及" | "/");
    !alone || listed || reading.scan.folded(bracket.start) != "("
}

/// Whether the words of a bracket name who uses what stands before it: `RoPE（LLaMA、Qwen 采用）`.
fn tells_users(reading: &Reading<'_, '_>, words: &Run) -> bool {
    let scan = reading.scan;
    let Some(verb) = words.end.checked_sub(2).filter(|&at| at > words.start) else { return false };
    let names = (words.start..verb).all(|at| {
        scan.mention_at(at).is_some() || matches!(scan.folded(at), "、" | "," | "/" | "和" | "与" | "等" | "所" | "都")
    });
    names && matches!((scan.folded(verb), scan.folded(verb + 1)), ("使" | "采" | "常", "用"))
}

/// Whether a bracket behind a class gives examples of it and nothing else: `编码器-解码器模型（例如 BERT、GPT）`, `decoder-only
/// models (e.g., A, B)`. Where another class is named before it the examples may be of that.
fn tells_examples(reading: &Reading<'_, '_>, subject: &Subject, value: &Run, bracket: &Run) -> bool {
    let scan = reading.scan;
    let word = |at: u32| scan.folded(at);
    let behind = value.end <= bracket.start && bracket.start - value.end <= NOUN;
    if !behind || !(value.end..bracket.start).all(|at| is_noun(word(at))) {
        return false;
    }
    let open = bracket.start + 1;
    let alone = || match (word(open), word(open + 1)) {
        ("for", "example" | "instance") => Some(2),
        ("eg", _) => Some(1),
        _ => None,
    };
    let Some(introduced) = introduced(reading, open).or_else(alone) else { return false };
    let joins = |at: u32| {
        scan.mention_at(at).is_some()
            || matches!(word(at), "." | "," | "，" | ":" | "、" | "/" | "and" | "or" | "和" | "与" | "等" | "etc")
    };
    let class = |mention: &Found| mention.run != *value && !is_rival(scan, mention, subject);
    let clause = reading.clause_run(value.start).start.max(reading.unit.tokens.start);
    (open + introduced..bracket.end - 1).all(joins)
        && reading.mentions_in(&(clause..value.start)).all(|mention| !class(mention))
}

/// The innermost bracket around a run, with its marks.
fn bracket(reading: &Reading<'_, '_>, run: &Run) -> Option<Run> {
    let first = reading.unit.tokens.start.max(run.start.saturating_sub(BRACKET));
    let mark = |at: u32| reading.scan.folded(at);
    let open = (first..run.start).rev().take_while(|&at| !matches!(mark(at), ")" | "]"));
    let open = open.filter(|&at| matches!(mark(at), "(" | "[")).max()?;
    let close = (run.end..reading.unit.tokens.end).find(|&at| matches!(mark(at), ")" | "]"))?;
    Some(open..close + 1)
}

/// The weight of the words of a run that have a meaning of their own: Chinese characters count one, words two.
pub(crate) fn weight(reading: &Reading<'_, '_>, run: &Run) -> u32 {
    weigh(reading, run.clone())
}

/// The same for tokens that need not stand together.
pub(crate) fn weigh(reading: &Reading<'_, '_>, tokens: impl IntoIterator<Item = u32>) -> u32 {
    let cost = |at: u32| {
        let cost = cost(reading.scan.kind(at));
        if reading.scan.token(at).style.has(Style::MATH) { cost.min(1) } else { cost }
    };
    let marks = |at: u32| reading.scan.kind(at) == TokenKind::Punct;
    tokens.into_iter().filter(|&at| !marks(at) && !is_light(reading, at)).map(cost).sum()
}

fn cost(kind: TokenKind) -> u32 {
    match kind {
        TokenKind::Han | TokenKind::Number => 1,
        TokenKind::Word | TokenKind::Opaque => 2,
        TokenKind::Punct => 0,
    }
}

fn is_light(reading: &Reading<'_, '_>, at: u32) -> bool {
    reading.scan.is_light(at) || reading.is_covered_by(is_small, at)
}

/// Whether the words of an expression have no meaning of their own.
fn is_small(owner: Owner) -> bool {
    match owner {
        Owner::Cue(kind) => !matches!(
            kind,
            CueKind::Overview
                | CueKind::Motive
                | CueKind::Sources
                | CueKind::Passing
                | CueKind::Filler
                | CueKind::Having
                | CueKind::Content
                | CueKind::Opener
                | CueKind::Other
                | CueKind::Alike
                | CueKind::Taking
        ),
        // `the default in many models` says something.
        Owner::Inverse(_) => false,
        owner => links(owner),
    }
}
