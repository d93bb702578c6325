//! Values and statements said in other words: expressions of choices, and of what contradicts a statement.

use glossary::{CueKind, EntryId, Owner, PropertyId, Range};
use note::{Joint, TokenKind, UnitKind};

use super::draft;
use crate::{
    ClaimValue, Evidence,
    draft::{Draft, Valued},
    reading::Reading,
    scan::{Hit, Run},
    subject::{self, Subject, in_domain, joined},
};

/// Appends what the unit's expressions assert.
pub(super) fn read(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    read_of(reading, None, false, drafts);
}

/// The same where the subject is known, as in a table's row; `typed` where the property is known too, so that choices
/// were read already.
pub(super) fn read_of(reading: &Reading<'_, '_>, known: Option<&Subject>, typed: bool, drafts: &mut Vec<Draft>) {
    read_hits(reading, reading.scan.hits_of(reading.id), known, typed, drafts);
}

/// The same of expressions that are about something which the unit does not name.
pub(super) fn read_about(reading: &Reading<'_, '_>, hits: &[Hit], subject: &Subject, drafts: &mut Vec<Draft>) {
    read_hits(reading, hits, Some(subject), false, drafts);
}

fn read_hits(reading: &Reading<'_, '_>, hits: &[Hit], known: Option<&Subject>, typed: bool, drafts: &mut Vec<Draft>) {
    for hit in hits {
        match hit.owner {
            Owner::Choice(property, choice) if !typed => {
                let range = &reading.scan.glossary.property(property).range;
                if matches!(range, Range::Choice(_))
                    && !range.is_shield(choice)
                    && !is_not_only(reading, &hit.run)
                    && !is_covered(reading, hits, hit)
                    && is_meant(reading, hit, property)
                {
                    let property_data = reading.scan.glossary.property(property);
                    let accept = |entry| in_domain(reading.scan, property_data, entry);
                    let valued = Valued { value: ClaimValue::Choice(choice), run: hit.run.clone() };
                    let subjects = subjects(reading, &hit.run, known, &accept);
                    let open = has_other_choice(reading, property, choice) || goes_on_to_another(reading, &hit.run);
                    if subjects.len() > 1 && open {
                        continue;
                    }
                    for subject in subjects {
                        drafts.extend(draft(reading, property, subject, valued.clone()));
                    }
                }
            }
            Owner::Denies(entry, statement) if !is_covered(reading, hits, hit) => {
                said(reading, hit, entry, statement, false, known, drafts);
            }
            Owner::Says(entry, statement) if !is_covered(reading, hits, hit) => {
                said(reading, hit, entry, statement, true, known, drafts);
            }
            Owner::Spares(entry, statement) if !is_covered(reading, hits, hit) => {
                let from = drafts.len();
                said(reading, hit, entry, statement, true, known, drafts);
                drafts[from..].iter_mut().for_each(|draft| draft.spare = true);
            }
            _ => {}
        }
    }
}

/// Whether an expression that begins with *only* is denied by the words before it (`not only X`, `不只 X`, `不是只 X`), or
/// is said to be not all: `不仅 X，还 Y`.
pub(super) fn is_not_only(reading: &Reading<'_, '_>, run: &Run) -> bool {
    if is_denied_only(reading, run) {
        return true;
    }
    let word = |at: u32| reading.scan.folded(at);
    let more = |at: u32| {
        matches!(
            (word(at), word(at + 1)),
            ("不", "仅" | "只" | "光" | "单" | "止" | "满" | "局" | "限" | "拘") | ("not", "only" | "just" | "merely")
        ) && at + 1 < run.start
    };
    (reading.clause_run(run.start).start..run.start).any(more)
}

/// Whether an expression begins with *only* and is denied by the words before it.
fn is_denied_only(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    let back = |by: u32| run.start.checked_sub(by).filter(|&at| at >= reading.unit.tokens.start);
    let before = back(1).filter(|&at| word(at) != "是").or_else(|| back(2));
    matches!(word(run.start), "only" | "just" | "merely" | "solely" | "只" | "仅" | "光")
        && before.is_some_and(|at| matches!(word(at), "not" | "不"))
}

/// Whether the unit gives another value of a property too, so that of several subjects each may have its own.
fn has_other_choice(reading: &Reading<'_, '_>, property: PropertyId, choice: glossary::ChoiceId) -> bool {
    let other = |hit: &Hit| matches!(hit.owner, Owner::Choice(of, other) if of == property && other != choice);
    reading.scan.hits_of(reading.id).iter().any(other)
}

/// Whether a value is one of two that several subjects have between them: `A、B：训练缩放向量或偏置`.
fn goes_on_to_another(reading: &Reading<'_, '_>, run: &Run) -> bool {
    run.end < reading.unit.tokens.end && matches!(reading.scan.folded(run.end), "或" | "or")
}

fn said(
    reading: &Reading<'_, '_>,
    hit: &Hit,
    entry: EntryId,
    statement: u32,
    holds: bool,
    known: Option<&Subject>,
    drafts: &mut Vec<Draft>,
) {
    // `not only does it X, it also Y`: what contradicts a statement does so whatever else is the case.
    if if holds { is_not_only(reading, &hit.run) } else { is_denied_only(reading, &hit.run) } {
        return;
    }
    let glossary = reading.scan.glossary;
    let Some(property) = glossary.entry(entry).statements.get(statement as usize).map(|statement| statement.property)
    else {
        return;
    };
    let accept = |candidate: EntryId| {
        glossary.is_narrower_or_same(candidate, entry) || glossary.kind(candidate) == glossary.kind(entry)
    };
    let value = Valued { value: ClaimValue::Statement(holds), run: hit.run.clone() };
    let subjects = subjects(reading, &hit.run, known, &accept);
    for subject in subjects.into_iter().filter(|subject| glossary.is_narrower_or_same(subject.entry, entry)) {
        let made = draft(reading, property, subject, value.clone());
        drafts.extend(made.map(|draft| Draft { statement: Some(Evidence { entry, statement }), ..draft }));
    }
}

fn subjects(
    reading: &Reading<'_, '_>,
    run: &Run,
    known: Option<&Subject>,
    accept: &dyn Fn(EntryId) -> bool,
) -> Vec<Subject> {
    let shielded = reading.scan.mention_at(run.start).is_some_and(|mention| {
        mention.run.start <= run.start && run.end <= mention.run.end && mention.run.len() > run.len()
    });
    if shielded || reading.is_said_apart(run) || is_cut(reading, run) {
        return Vec::new();
    }
    match known {
        Some(subject) if accept(subject.entry) => vec![subject.clone()],
        Some(_) => Vec::new(),
        None if is_own_topic(reading, run, accept) => Vec::new(),
        None => {
            let mut found = subject::find_of_expression(reading, run, accept);
            found.retain(|subject| subject.unit != reading.id || is_topic(reading, &subject.run, run));
            // `## AWQ` and `- needs backpropagation`: what an item goes on to name is only the object.
            if found.is_empty() {
                found.extend(adopted(reading, run, accept));
            }
            let object = |subject: &Subject| subject.unit == reading.id && subject.run.start >= run.start;
            if leads_unit(reading, run) && found.iter().all(object) {
                found.extend(subject::from_context(reading, accept));
            }
            found
        }
    }
}

/// What is adopted in the clause before, where an expression opens with what that brings about: `A 采用 X，在 … 的同时降低 …`,
/// `A uses X, reducing …`.
fn adopted(reading: &Reading<'_, '_>, run: &Run, accept: &dyn Fn(EntryId) -> bool) -> Option<Subject> {
    let scan = reading.scan;
    let pair = |at: u32| (scan.folded(at), scan.folded(at + 1));
    // `表达力的同时降低 …`: the words may begin before.
    let joined = (run.start..run.end).rev().find(|&at| pair(at) == ("同", "时"));
    let first = joined.map_or(run.start, |at| at + 2);
    let brings = brings(scan.folded(first), scan.folded(first + 1));
    let clause = reading.clause_run(run.start);
    let start = clause.start.max(reading.unit.tokens.start);
    // `在保留 … 的同时`, `从而`, `以`: what only leads up to it.
    let aside = (start..run.start).rev().find(|&at| pair(at) == ("同", "时")).map_or(start, |at| at + 2);
    let begins = (start..run.start).find(|&at| scan.kind(at) != TokenKind::Punct).unwrap_or(run.start);
    let circumstance = scan.folded(begins) == "在" && (aside > start || joined.is_some());
    let open = circumstance || crate::binding::weight(reading, &(start..run.start)) == 0;
    let end = (reading.unit.tokens.start..start).rev().find(|&at| scan.kind(at) != TokenKind::Punct)? + 1;
    let named = scan.mentions_of(reading.id).iter().find(|mention| mention.run.end == end)?;
    let verb = named.run.start.checked_sub(2).filter(|at| reading.unit.tokens.contains(at));
    let adopts = verb.is_some_and(|at| {
        matches!(pair(at), ("采" | "使", "用") | ("引", "入"))
            || matches!(scan.folded(at + 1), "uses" | "adopts" | "employs" | "use" | "adopt" | "using")
    });
    let entry = subject::only(named, accept).filter(|_| brings && open && adopts)?;
    Some(Subject { entry, run: named.run.clone(), unit: reading.id })
}

/// Whether words are of a verb that brings something about.
fn brings(first: &str, second: &str) -> bool {
    matches!(
        (first, second),
        ("降", "低")
            | ("减", "少")
            | ("提", "升" | "高")
            | ("节", "省" | "约")
            | ("加", "快" | "速")
            | ("避", "免")
            | ("缓", "解")
            | ("消", "除")
            | ("增", "加" | "强")
    ) || matches!(
        first,
        "reducing"
            | "lowering"
            | "saving"
            | "avoiding"
            | "improving"
            | "increasing"
            | "eliminating"
            | "speeding"
            | "cutting"
    )
}

/// Chinese characters that are a prefix of what follows: `训练` in `预训练` is another word.
const PREFIXES: [&str; 9] = ["预", "再", "半", "伪", "弱", "元", "后", "反", "亚"];

/// Chinese characters that begin words which take no prefix: before `必须` stands `后` for `after`.
const UNPREFIXED: [&str; 16] =
    ["必", "需", "须", "要", "会", "可", "能", "不", "无", "没", "就", "都", "才", "仍", "还", "重"];

/// Words before a hyphen that make another word of what follows: `trained` in `pre-trained`.
const JOINED: [&str; 10] = ["pre", "un", "non", "re", "semi", "pseudo", "quasi", "anti", "post", "self"];

/// Words of two characters whose second is a word of its own that expressions begin with.
const WORDS: [&str; 40] = [
    "主要", "重要", "必要", "首要", "摘要", "概要", "值得", "获得", "取得", "觉得", "使得", "变得", "显得", "懂得",
    "求得", "社会", "机会", "学会", "误会", "体会", "所有", "持有", "固有", "现有", "原有", "可能", "功能", "性能",
    "智能", "技能", "效能", "节能", "至少", "最多", "最大", "最小", "放大", "缩小", "加快", "未必",
];

/// Whether an expression begins inside a word, or with the middle of a question (`要不要`).
fn is_cut(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let scan = reading.scan;
    let before = run.start.checked_sub(1).filter(|&at| at >= reading.unit.tokens.start);
    let asks = |at: u32| matches!(scan.folded(run.start), "不" | "没") && scan.folded(at) == scan.folded(run.start + 1);
    let hyphened = scan.token(run.start).joint == Joint::Hyphen;
    if hyphened && before.is_some_and(|at| JOINED.contains(&scan.folded(at))) {
        return true;
    }
    let prefixed = |at: u32| PREFIXES.contains(&scan.folded(at)) && !UNPREFIXED.contains(&scan.folded(run.start));
    let inside = |at: u32| scan.kind(at) == TokenKind::Han && WORDS.contains(&scan.source(&(at..run.start + 1)));
    scan.kind(run.start) == TokenKind::Han && before.is_some_and(|at| prefixed(at) || asks(at) || inside(at))
}

/// An item that only says something of what it stands under has at most so many tokens.
const ITEM: usize = 24;

/// Whether an expression opens a short item, so that what the item stands under is its subject, or stands behind a
/// pronoun that opens its sentence (`It fine-tunes the policy`).
fn leads_unit(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let unit: &note::Unit = &reading.unit;
    let item = unit.kind == UnitKind::Item && unit.tokens.len() <= ITEM;
    let opens = unit.tokens.start..run.start;
    let pronoun = || reading.points_back_in(opens.start..opens.end.min(opens.start + 2));
    // `the Pro version …` is of another.
    let other = || reading.has(CueKind::Unnamed);
    unit.key.is_none() && crate::binding::weight(reading, &opens) == 0 && (item || pronoun()) && !other()
}

/// How far from the beginning of its clause a topic may stand, in tokens.
const TOPIC: u32 = 4;

/// Whether a clause says of a mention what an expression in it or behind it says: the mention stands at the beginning
/// of its clause or directly before the expression, is no member of a list of examples, and no other name begins the
/// expression's own clause.
fn is_topic(reading: &Reading<'_, '_>, mention: &Run, run: &Run) -> bool {
    let scan = reading.scan;
    let keyed =
        reading.unit.key.is_some_and(|key| mention.end <= key.end && mention.start == reading.unit.tokens.start);
    if mention.start >= run.end {
        return true;
    }
    let start = reading.clause_run(mention.start).start;
    let early = reading.distance(&(start..mention.start)) <= TOPIC;
    let near = run.start.saturating_sub(mention.end) <= 1;
    let example = mention.end < reading.unit.tokens.end && matches!(scan.folded(mention.end), "等" | "etc");
    let clause = reading.clause_run(run.start);
    let rival = |own: &[u32]| {
        scan.mentions_of(reading.id).iter().any(|other| {
            let alike = !keyed || other.entries.iter().any(|&entry| own.contains(&scan.glossary.kind(entry)));
            // `将 A 量化为 …`: what something is done to.
            let object = other.run.start.checked_sub(1).is_some_and(|at| matches!(scan.folded(at), "将" | "把"));
            alike
                && !object
                && other.run.start >= mention.end
                && other.run.end <= run.start
                && clause.start <= other.run.start
                && reading.distance(&(clause.start..other.run.start)) <= 1
                && !reading.is_set_apart(&other.run)
        })
    };
    // What is enumerated with the name is not said of it; a title asserts only within a clause.
    let kind = |at: u32| {
        let entries = scan.mention_at(at).map(|mention| &mention.entries[..]).unwrap_or_default();
        entries.first().map(|&entry| scan.glossary.kind(entry))
    };
    let also = |at: u32| matches!(scan.folded(at), "and" | "和" | "与" | "及" | "、" | "/" | "&");
    let name = scan.mention_at(run.start).is_some_and(|other| run.end <= other.run.end);
    let alike = kind(run.start) == kind(mention.start) || name && (mention.end..run.start).any(also);
    let listed = joined(reading, mention, run) && kind(run.start).is_some() && alike;
    let title = matches!(reading.unit.kind, UnitKind::Heading(_)) && mention.end <= clause.start;
    // What a bold name or another key opens is said of it, whatever part the clause begins with.
    let kinds = |entries: &[EntryId]| entries.iter().map(|&entry| scan.glossary.kind(entry)).collect::<Vec<_>>();
    let own = scan.mention_at(mention.start).map(|found| kinds(&found.entries)).unwrap_or_default();
    let elsewhere = rival(&own) && mention.end <= clause.start;
    let apart = listed || title || example || elsewhere;
    !apart && (early || near || keyed)
}

/// Whether the key of a `key: value` line, or a name that begins the unit, is a topic of its own.
fn is_own_topic(reading: &Reading<'_, '_>, run: &Run, accept: &dyn Fn(EntryId) -> bool) -> bool {
    let scan = reading.scan;
    let tokens = &reading.unit.tokens;
    let key = reading.unit.key.map(|key| tokens.start..key.end);
    let counted = key.as_ref().is_some_and(|key| key.clone().any(|at| scan.kind(at) == TokenKind::Number));
    // `Stage 1: …` below ZeRO: the key completes a name.
    let completed = || subject::from_context(reading, accept).iter().any(|subject| subject.unit == reading.id);
    let counted = counted && !completed();
    let inside = key.as_ref().is_some_and(|key| run.end <= key.end);
    // `**降低显存**：…`: a key that tells what is brought about is of what the line stands under.
    let effect = key.as_ref().is_some_and(|key| is_effect(reading, key.start));
    let foreign = scan.mentions_of(reading.id).first().is_some_and(|first| {
        let opens = first.run.start <= tokens.start + 1 || !effect && key.is_some_and(|key| first.run.end <= key.end);
        // `解码时防止 …`: only when it is so.
        let opens = opens && !crate::binding::is_time(reading, first.run.end);
        // `Its attention keeps …`: a part of what is spoken of.
        let part = first.run.start > tokens.start && reading.points_back_in(tokens.start..first.run.start);
        opens && !part && first.run.end <= run.start && !first.entries.iter().any(|&entry| accept(entry))
    });
    let named = scan
        .mentions_of(reading.id)
        .iter()
        .any(|mention| mention.run.end <= run.start && mention.entries.iter().any(|&entry| accept(entry)));
    (counted || inside || foreign) && !named
}

/// Whether a key begins with a verb that brings something about: `降低显存`, `reduces memory`.
fn is_effect(reading: &Reading<'_, '_>, at: u32) -> bool {
    brings(reading.scan.folded(at), reading.scan.folded(at + 1))
}

/// Whether, of several properties that take the same words, this one is meant: its name stands nearest. Where none is
/// named all are, and the verdict must be the same for all.
fn is_meant(reading: &Reading<'_, '_>, hit: &Hit, property: PropertyId) -> bool {
    let hits = reading.scan.hits_of(reading.id);
    let rival =
        |other: &&Hit| matches!(other.owner, Owner::Choice(rival, _) if rival != property) && other.run == hit.run;
    let distance = |of: PropertyId| {
        let names = hits.iter().filter(|name| name.owner == Owner::Name(of));
        let apart = |name: &Hit| {
            let before = hit.run.start.checked_sub(name.run.end);
            let apart = before.or_else(|| name.run.start.checked_sub(hit.run.end)).unwrap_or(0);
            // Only a name in the same clause, or in the key, tells which is meant.
            let keyed = reading.unit.key.is_some_and(|key| name.run.end <= key.end);
            if keyed || reading.clause(name.run.start) == reading.clause(hit.run.start) { apart } else { u32::MAX }
        };
        names.map(apart).min().unwrap_or(u32::MAX)
    };
    let own = distance(property);
    hits.iter().filter(rival).all(|other| match other.owner {
        Owner::Choice(rival, _) => own <= distance(rival),
        _ => true,
    })
}

/// Whether a longer expression of the same property or statement reads the same words.
fn is_covered(reading: &Reading<'_, '_>, hits: &[Hit], hit: &Hit) -> bool {
    // The same words for two values of one property mean neither.
    let torn = |other: &Hit| match (hit.owner, other.owner) {
        (Owner::Choice(a, one), Owner::Choice(b, two)) => a == b && one != two && other.run == hit.run,
        _ => false,
    };
    if hits.iter().any(torn) {
        return true;
    }
    let rivals = |other: &&Hit| match (hit.owner, other.owner) {
        (Owner::Choice(a, _), Owner::Choice(b, _)) => a == b,
        (
            Owner::Says(a, s) | Owner::Denies(a, s) | Owner::Spares(a, s),
            Owner::Says(b, t) | Owner::Denies(b, t) | Owner::Spares(b, t),
        ) => (a, s) == (b, t),
        _ => false,
    };
    let longer = |other: &Hit| {
        other.run.start < hit.run.end
            && hit.run.start < other.run.end
            && (other.run.len() > hit.run.len() || other.run.len() == hit.run.len() && says(other) && !says(hit))
    };
    hits.iter().filter(rivals).filter(|other| !is_cut(reading, &other.run)).any(longer)
}

fn says(hit: &Hit) -> bool {
    matches!(hit.owner, Owner::Says(..) | Owner::Spares(..))
}
