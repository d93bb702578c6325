//! Names and values that only are part of a longer noun, or describe one: what is said is said of that noun.

use glossary::{CueKind, Owner};
use note::{Joint, TokenKind};

use super::{is_related, is_rival, links, names_property};
use crate::{
    ClaimValue,
    draft::Draft,
    reading::Reading,
    scan::{Found, Hit, Scan},
    subject::{Subject, coordinated, in_domain, only},
};

/// A noun that goes on behind a name has so many Chinese characters.
const NOUN: std::ops::RangeInclusive<u32> = 2..=6;
/// What a name goes without has at most so many tokens, with the word for it.
const WITHOUT: usize = 4;
/// So many tokens behind a value ends the relative clause that it stands in.
const RELATIVE: u32 = 10;

/// Whether a claim is about a longer noun than its subject, or its value describes another.
pub(super) fn is_of_another(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (subject, value) = (&draft.subject, &draft.run);
    let worded = draft.value.is_worded();
    if is_ones_own(reading.scan, subject) || worded && is_cut_behind(reading, draft) {
        return true;
    }
    if draft.keyed || reading.unit.cell.is_some() {
        return false;
    }
    let named = matches!(draft.value, ClaimValue::Entry(_) | ClaimValue::Date(_));
    if subject.unit != reading.id {
        return named && is_of_an_object(reading, draft);
    }
    goes_on_to_noun(reading, subject)
        || is_without(reading, draft)
        || is_within_a_title(reading, draft)
        || is_an_instance(reading, draft)
        || is_described_noun(reading, draft)
        || is_narrowed(reading, draft)
        || is_of_part(reading, draft)
        || is_of_leader(reading, draft)
        || is_of_noun(reading, draft)
        || named && is_alternative(reading, draft) && subject.run.end <= value.start
        || named
            && (is_longer_name(reading, draft)
                || is_relative(reading, draft)
                || is_participle_of_another(reading, draft))
        || matches!(draft.value, ClaimValue::Date(_)) && takes_object(reading, draft)
        || worded && subject.run.end <= value.start && (is_introduced(reading, draft) || is_alternative(reading, draft))
}

/// Whether something is somebody's own: `our BERT`, `我们的 BERT`.
fn is_ones_own(scan: &Scan<'_>, subject: &Subject) -> bool {
    let before = |by: u32| {
        let at = subject.run.start.checked_sub(by).filter(|at| scan.note.unit(subject.unit).tokens.contains(at));
        at.map_or("", |at| scan.folded(at))
    };
    let own = |by: u32| matches!(before(by), "our" | "my" | "your");
    // `our largest X`.
    let described =
        matches!(before(1), "largest" | "smallest" | "biggest" | "best" | "own" | "new" | "final") && own(2);
    own(1) || described || before(1) == "的" && matches!(before(2), "们" | "我" | "己" | "你")
}

/// Whether a name and what it goes without make the name of something else: `LN without mean subtraction`.
fn is_without(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, behind) = (reading.scan, draft.subject.run.end);
    draft.value.is_worded()
        && draft.run.end > behind
        && draft.run.start <= behind + 1
        // `X without positions knows the order` says something of X.
        && draft.run.len() <= WITHOUT
        && matches!(scan.folded(behind), "without" | "minus")
        && reading.clause(behind) == reading.clause(draft.run.end - 1)
}

/// Whether a name only stands in somebody's title, and what has a name outside of it: `Smith et al., "X and Y" (2022)`.
fn is_within_a_title(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let scan = reading.scan;
    let subject = &draft.subject.run;
    let quoted = |at: u32| reading.unit.tokens.contains(&at) && reading.is_quoted(&(at..at + 1));
    let mark = |at: u32| scan.kind(at) == TokenKind::Punct;
    let longer = quoted(subject.end) && !mark(subject.end)
        || subject.start.checked_sub(1).is_some_and(|at| quoted(at) && !mark(at));
    matches!(draft.value, ClaimValue::Entry(_) | ClaimValue::Date(_))
        && reading.is_quoted(subject)
        && longer
        && !reading.is_quoted(&draft.run)
}

/// Whether somebody only makes one of a kind (`OpenAI trained a ViT`), or it is to be had there (`open on Hugging Face`).
fn is_an_instance(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject, value) = (reading.scan, &draft.subject.run, &draft.run);
    let before =
        |at: u32| at.checked_sub(1).filter(|at| reading.unit.tokens.contains(at)).map_or("", |at| scan.folded(at));
    let ClaimValue::Entry(entry) = draft.value else { return false };
    let host = || before(value.start) == "on" && scan.glossary.kind_name(entry) == "organization";
    let one = || value.end <= subject.start && matches!(before(subject.start), "a" | "an");
    scan.glossary.property(draft.property).origin && (one() || host())
}

/// Whether the words of a value end within a word (`gradient-descent-like`), within a longer name of a kind (`is an LLM
/// serving system`), or are the first of two that describe something (`是闭源/商用部署的选择`).
fn is_cut_behind(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    let (value_start, end) = (value.start, value.end);
    if end >= reading.unit.tokens.end {
        return false;
    }
    // `只用于初筛后的候选`: when something is so.
    let word = |at: u32| if at < reading.unit.tokens.end { scan.folded(at) } else { "" };
    let when = matches!((word(end), word(end + 1)), ("后" | "前", "的" | "," | "，" | "再" | "才"));
    // `特别是 …`, `无论是 …`: no copula.
    let before = |by: u32| value_start.checked_sub(by).map_or("", |at| scan.folded(at));
    let joins = scan.folded(value_start) == "是"
        && matches!(
            (before(2), before(1)),
            ("特", "别") | ("尤", "其") | ("无" | "不", "论") | ("不", "管") | ("或", "者")
        );
    if when || joins {
        return true;
    }
    let hyphened = scan.token(end).joint == Joint::Hyphen
        && matches!(scan.folded(end), "like" | "style" | "based" | "free" | "inspired" | "type" | "level");
    let copula = scan.folded(value.start) == "是";
    let denies = draft.value == ClaimValue::Statement(false);
    let latin = |at: u32| scan.kind(at) == TokenKind::Word;
    let compound = denies
        && copula
        && latin(end - 1)
        && latin(end)
        && scan.token(end).joint == Joint::Space
        && !scan.is_light(end)
        && scan.mention_at(end).is_none();
    let half = copula && scan.folded(end) == "/" && value.end - value.start > 1;
    // `遍历训练数据`: of what is trained on, nothing is said.
    let data = end >= 2
        && (scan.folded(end - 2), scan.folded(end - 1)) == ("训", "练")
        && matches!((scan.folded(end), scan.folded(end + 1)), ("数", "据") | ("样", "本") | ("语", "料") | ("集", _));
    hyphened || compound || half || data
}

/// Whether a token means something by itself and is of nothing that is known.
pub(super) fn is_heavy(reading: &Reading<'_, '_>, at: u32) -> bool {
    let scan = reading.scan;
    !scan.is_light(at) && scan.mention_at(at).is_none() && !reading.covers(|_| true, at)
}

/// Whether a Chinese noun goes on behind a name up to its verb or a bracket: `重计算比例是…`.
fn goes_on_to_noun(reading: &Reading<'_, '_>, subject: &Subject) -> bool {
    let scan = reading.scan;
    let end = reading.unit.tokens.end;
    let from = subject.run.end;
    let known = |at: u32| reading.covers(|owner| !matches!(owner, Owner::Cue(_)), at);
    let noun = |at: &u32| {
        scan.kind(*at) == TokenKind::Han && !scan.is_light(*at) && scan.mention_at(*at).is_none() && !known(*at)
    };
    let length = (from..end).take_while(noun).count() as u32;
    let behind = from + length;
    // `表现为`, `定义为`: a verb.
    let verb = scan.folded(behind) == "为"
        && matches!(
            scan.folded(behind - 1),
            "现" | "义" | "称" | "分" | "视" | "作" | "认" | "变" | "成" | "译" | "转" | "记"
        );
    NOUN.contains(&length) && behind < end && !verb && matches!(scan.folded(behind), "是" | "为" | "(")
}

/// Whether a clause before `的` describes a noun that only begins with the subject: `A 推出的 X 云端原语`. A verb behind the
/// name has a particle.
fn is_described_noun(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject, value) = (reading.scan, &draft.subject.run, &draft.run);
    let end = reading.unit.tokens.end;
    let linked = |at: u32| reading.covers(links, at);
    let heavy = |at: u32| {
        let word = matches!(scan.kind(at), TokenKind::Han | TokenKind::Word);
        at < end && word && !scan.is_light(at) && scan.mention_at(at).is_none() && !linked(at)
    };
    let mut from = subject.end;
    if from < end && scan.folded(from) == "(" {
        from = (from..end).find(|&at| scan.folded(at) == ")").map_or(from, |at| at + 1);
    }
    let verb = |at: u32| at < end && matches!(scan.folded(at), "了" | "过" | "着" | "以" | "在" | "把" | "将");
    value.end <= subject.start
        && scan.folded(subject.start - 1) == "的"
        && heavy(from)
        && heavy(from + 1)
        && !(from..from + 3).any(verb)
}

/// Whether a name that is not known goes on behind a Chinese one: `腾讯UER开源的 …`.
fn is_longer_name(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, end) = (reading.scan, draft.run.end);
    end < reading.unit.tokens.end
        && matches!(draft.value, ClaimValue::Entry(_))
        && scan.kind(end - 1) == TokenKind::Han
        && scan.kind(end) == TokenKind::Word
        && scan.token(end).joint <= Joint::Space
        && scan.source(&(end..end + 1)).starts_with(char::is_uppercase)
        && scan.mention_at(end).is_none()
}

/// Whether what stands before a list of names is said of what leads the line: `S 支持 INT8 量化，包括 A、B`.
fn is_of_leader(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject, value) = (reading.scan, &draft.subject, &draft.run);
    let lists = |at: u32| {
        matches!((scan.folded(at), scan.folded(at + 1)), ("包", "括" | "含") | ("including" | "如" | "像", _))
    };
    let first = reading.unit.tokens.start;
    let leads = |mention: &&Found| mention.run.start <= first + 1 && mention.run.end <= value.start;
    value.end <= subject.run.start
        && (value.end..subject.run.start).any(lists)
        && scan.mentions_of(reading.id).iter().filter(leads).any(|mention| !is_related(scan, mention, subject))
}

/// Whether a choice stands behind `of` or `for` and before a noun of its own, which it describes: `a primitive for the
/// potential of approximate algorithms`.
fn is_of_noun(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    let before = |by: u32| value.start.checked_sub(by).filter(|at| reading.unit.tokens.contains(at));
    let kind = |at: u32| {
        matches!(
            scan.folded(at),
            "kind" | "type" | "form" | "sort" | "class" | "family" | "variant" | "example" | "instance" | "case"
        )
    };
    matches!(draft.value, ClaimValue::Choice(_))
        && draft.subject.run.end <= value.start
        && before(1).is_some_and(|at| matches!(scan.folded(at), "of" | "for"))
        && before(2).is_some_and(|at| !kind(at) && is_heavy(reading, at))
        && value.end < reading.unit.tokens.end
        && scan.kind(value.end) == TokenKind::Word
        && is_heavy(reading, value.end)
}

/// Whether a value that has a name is only denied as far as a word narrows it: `without cross multi-head attention`.
fn is_narrowed(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    let before = value.start.checked_sub(1).filter(|at| reading.unit.tokens.contains(at));
    let narrows = |at: u32| scan.kind(at) == TokenKind::Word && is_heavy(reading, at) && !scan.negates(at);
    let negated = |at: u32| (at.saturating_sub(2)..at).any(|at| scan.negates(at));
    // `来自 X 产品的数据`: of a part of what X has.
    let noun = |at: u32| at < reading.unit.tokens.end && scan.kind(at) == TokenKind::Han && is_heavy(reading, at);
    let owns = noun(value.end) && noun(value.end + 1);
    !draft.polarity
        && matches!(draft.value, ClaimValue::Entry(_))
        && (owns || before.is_some_and(|at| narrows(at) && negated(at)))
}

/// Whether a figure is that of a part that `of` takes to the subject: `the embedding layer of X has 23M parameters`.
fn is_of_part(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let scan = reading.scan;
    let first = reading.unit.tokens.start;
    let Some(of) = draft.subject.run.start.checked_sub(1).filter(|&at| at > first + 1 && scan.folded(at) == "of")
    else {
        return false;
    };
    let figure = matches!(draft.value, ClaimValue::Quantity(_));
    let own = |hit: &Hit| {
        hit.run.contains(&(of - 1))
            && (matches!(hit.owner, Owner::Cue(_)) || super::plain::links_to(hit.owner, draft.property))
    };
    figure
        && draft.subject.run.end <= draft.run.start
        && scan.kind(of - 1) == TokenKind::Word
        && !scan.is_light(of - 1)
        && !crate::subject::is_degree(scan.folded(of - 1))
        && !scan.hits_of(reading.id).iter().any(own)
}

/// Whether a value stands in a clause that describes the object of its subject's verb: `X 只保留在 Y 许可下分发的项目`. Behind
/// a copula such a clause describes the subject: `X 是 Y 发布的模型`.
fn is_relative(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject, value) = (reading.scan, &draft.subject.run, &draft.run);
    let end = reading.clause_run(value.start).end.min(value.end + RELATIVE);
    let parts = |at: &u32| scan.kind(*at) == TokenKind::Punct;
    let of = (value.end..end).take_while(|at| !parts(at)).find(|&at| scan.folded(at) == "的");
    let noun = |of: u32| of + 1 < reading.unit.tokens.end && is_heavy(reading, of + 1) && !parts(&(of + 1));
    let copula =
        |at: u32| matches!(scan.folded(at), "是" | "为" | "即" | "叫" | "作" | "属" | "is" | "was" | "由" | "自");
    subject.end <= value.start
        && reading.clause(subject.start) == reading.clause(value.start)
        && of.is_some_and(|of| of > value.end && noun(of))
        && !(subject.end..value.start).any(copula)
}

/// The same of a verb whose subject is the heading's: `支持来自 Y 的模型`. Words that describe the thing itself are no verb:
/// `开源的、来自 Y 的框架`.
fn is_of_an_object(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let scan = reading.scan;
    let tokens = &reading.unit.tokens;
    let links = |hit: &&Hit| {
        hit.owner == Owner::Before(draft.property) && (hit.run.start..=draft.run.start).contains(&hit.run.end)
    };
    let Some(cue) = scan.hits_of(reading.id).iter().filter(links).map(|hit| hit.run.start).min() else { return false };
    let clause = reading.clause_run(draft.run.start);
    let of = (draft.run.end..clause.end.min(draft.run.end + RELATIVE)).find(|&at| scan.folded(at) == "的");
    let noun = of.is_some_and(|of| of + 1 < tokens.end && scan.kind(of + 1) != TokenKind::Punct);
    let opening = clause.start.max(reading.unit.opening());
    let describes = |at: u32| matches!(scan.folded(at), "是" | "为" | "即" | "叫" | "属" | "的" | "个" | "款" | "种");
    noun && (opening..cue).any(|at| !scan.is_light(at)) && !(opening..cue).any(describes)
}

/// Whether words that link a value stand directly behind another name that may have it, as a participle does: `X builds on
/// the Y released by Z`.
fn is_participle_of_another(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject, value) = (reading.scan, &draft.subject, &draft.run);
    let property = scan.glossary.property(draft.property);
    let accept = |entry| in_domain(scan, property, entry);
    let mentions: Vec<&Found> = scan.mentions_of(reading.id).iter().collect();
    let own = mentions.iter().find(|mention| mention.run == subject.run).copied();
    let listed = |mention: &Found| {
        own.is_some_and(|own| coordinated(reading, &mentions, own).iter().any(|other| other.run == mention.run))
    };
    let links = |hit: &Hit| hit.owner == Owner::Before(draft.property) && hit.run.end <= value.start;
    let takes = |mention: &&Found| {
        let nearer = subject.run.end <= mention.run.start && mention.run.end <= value.start;
        nearer
            && only(mention, &accept).is_some()
            && !is_related(scan, mention, subject)
            && !reading.is_set_apart(&mention.run)
            && !listed(mention)
            && scan
                .hits_of(reading.id)
                .iter()
                .any(|hit| links(hit) && hit.run.start == mention.run.end && hit.run.len() > 1)
    };
    mentions.iter().copied().any(|mention| takes(&mention))
}

/// Whether the verb that dates something takes an object of its own: `X 于 2025 年发布 1.0 稳定版`, `2025 年发表年度回顾`.
fn takes_object(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject, value) = (reading.scan, &draft.subject, &draft.run);
    let end = reading.clause_run(value.start).end;
    let verb =
        |hit: &&Hit| hit.owner == Owner::After(draft.property) && (value.end..value.end + 4).contains(&hit.run.start);
    let Some(verb) = scan.hits_of(reading.id).iter().filter(verb).map(|hit| hit.run.end).max() else { return false };
    let small = |at: u32| matches!(scan.folded(at), "了" | "过" | "出");
    let object = verb + u32::from(small(verb));
    // A verb before `的` describes something; that is the subject only where it stands there.
    let described = scan.folded(object) == "的";
    let object = object + u32::from(described);
    subject.run.end <= value.start
        && object + 1 < end
        && scan.kind(object) != TokenKind::Punct
        && !scan.is_light(object)
        && !reading.covers(links, object)
}

/// Whether what is said describes something that the subject brings out: `X 推出了一个新的 …`.
fn is_introduced(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let scan = reading.scan;
    let between = draft.subject.run.end..draft.run.start;
    // `trains a single reward model` is of the subject's own.
    let brings_out = |at: u32| {
        let word = scan.folded(at);
        let verbs = ["releas", "introduc", "propos", "publish", "launch", "announc", "present", "unveil"];
        verbs.iter().any(|verb| word.starts_with(verb)) || matches!(word, "推" | "发" | "提" | "公" | "开")
    };
    let brings = |hit: &Hit| {
        let origin = |id| scan.glossary.property(id).origin;
        let verb = matches!(hit.owner, Owner::Before(id) | Owner::After(id) if origin(id));
        verb && between.start <= hit.run.start && hit.run.end <= between.end && hit.run.clone().any(brings_out)
    };
    let passive = |at: u32| matches!(scan.folded(at), "by" | "由" | "被" | "是" | "was" | "is" | "were" | "所");
    // `推出了一个新的评测`: what is brought out was not spoken of.
    let new = |at: u32| matches!(scan.folded(at), "一" | "新" | "a" | "an" | "new");
    reading.clause(draft.subject.run.start) == reading.clause(draft.run.start)
        && (between.end.saturating_sub(2).max(between.start)..=between.end).any(new)
        && scan.hits_of(reading.id).iter().any(brings)
        && !between.clone().any(passive)
}

/// Whether what is said is an alternative to the subject (`pruning of channels or a sparse pattern`), or a member of the
/// list that the subject is one of: `关键词：A、B、causal attention`.
fn is_alternative(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject, value) = (reading.scan, &draft.subject, &draft.run);
    let word = |at: u32| if at < reading.unit.tokens.end { scan.folded(at) } else { "" };
    let mut behind = subject.run.end;
    if word(behind) == "(" {
        behind = (behind..value.start).find(|&at| word(at) == ")").map_or(behind, |at| at + 1);
    }
    let others =
        || reading.mentions_in(&(behind..value.start)).any(|mention| !names_property(scan, reading.id, &mention.run));
    if matches!(word(behind), "or" | "或") && !others() {
        return true;
    }
    let comma = |at: u32| matches!(word(at), "," | "，" | "、");
    let mentions: Vec<&Found> = scan.mentions_of(reading.id).iter().collect();
    let own = mentions.iter().find(|mention| mention.run == subject.run).copied();
    let listed = own.is_some_and(|own| {
        let group = coordinated(reading, &mentions, own);
        group.len() > 1 && group.iter().any(|other| is_rival(scan, other, subject))
    });
    listed
        && comma(value.start.saturating_sub(1))
        && (value.end >= reading.unit.tokens.end || comma(value.end) || word(value.end) == ".")
}

/// Whether a subject is what the line only trains, runs or compares in a setting: `Y trains X with a context of 4K`.
pub(super) fn is_a_setting(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject, value) = (reading.scan, &draft.subject, &draft.run);
    if subject.unit != reading.id || draft.keyed || !matches!(draft.value, ClaimValue::Quantity(_)) {
        return false;
    }
    let joins = |at: u32| matches!(scan.folded(at), "with" | "at" | "under" | "using");
    let same = reading.clause(subject.run.start) == reading.clause(value.start);
    let compared = reading.has_in(CueKind::Comparison, &(value.end..reading.unit.tokens.end));
    same && subject.run.end <= value.start && compared && (subject.run.end..value.start).any(joins)
}
