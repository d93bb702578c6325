//! What a claim is about: the nearest fitting mention in the clause, the sentence, or the context of the unit.
//!
//! Typed by the property's domain. A context is used only where no nearer candidate stands, and never where the
//! clause names something that the glossary does not know.

mod block;
mod context;
mod generation;
pub(crate) mod inner;
pub(crate) mod member;
mod pair;
mod role;
pub(crate) mod size;

pub(crate) use block::unknown_name;
pub(crate) use context::{from_context, is_topic_in, of_table, section_of};

use glossary::{CueKind, EntryId, Owner, Property};
use note::{TokenKind, UnitId};

use block::is_blocked;
use context::{Topic, from_headings};
pub(crate) use pair::{Which, points_to_named, which};
pub(crate) use role::{is_degree, owns_facet};
use role::{is_described, is_object, is_oblique};

use crate::{
    reading::Reading,
    scan::{Found, Hit, Run, Scan},
};

/// A subject in an earlier clause is at most this many clauses away.
const CLAUSES: u16 = 4;
/// What a fronted clause leads up to stands within this many tokens of the next one.
const FRONTED: u32 = 8;
/// A subject behind its value is at most this many tokens away.
const BEHIND: u32 = 6;

/// What a claim is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    /// The entry.
    pub(crate) entry: EntryId,
    /// The words that name it.
    pub(crate) run: Run,
    /// The unit they stand in.
    pub(crate) unit: UnitId,
}

/// Whether an entry can be the subject of a property.
pub(crate) fn in_domain(scan: &Scan<'_>, property: &Property, entry: EntryId) -> bool {
    let kind = scan.glossary.kind_name(entry);
    property.domain.is_empty() || property.domain.iter().any(|domain| domain == kind || domain == "any")
}

/// The one entry of a mention that `accept`s, if there is exactly one.
pub(crate) fn only(mention: &Found, accept: &dyn Fn(EntryId) -> bool) -> Option<EntryId> {
    if mention.part {
        return None;
    }
    let mut fitting = mention.entries.iter().copied().filter(|&entry| accept(entry));
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

/// The subjects of what stands at `value`.
pub(crate) fn find(reading: &Reading<'_, '_>, value: &Run, accept: &dyn Fn(EntryId) -> bool) -> Vec<Subject> {
    if let Some(member) = inner::member_at(reading, value, accept) {
        return vec![member];
    }
    match generation::opening(reading, accept) {
        Topic::One(member) if member.run.end <= value.start => return vec![member],
        Topic::Other => return Vec::new(),
        _ => {}
    }
    let mut found = of_line(reading, value, accept);
    for subject in found.iter_mut().filter(|subject| subject.unit == reading.id) {
        if let Some(member) = member::superlative(reading, subject, value).filter(|&member| accept(member)) {
            subject.entry = member;
        }
    }
    if inner::is_of_another_key(reading, value, &found) { Vec::new() } else { found }
}

/// The same, whatever keys stand within the line.
fn of_line(reading: &Reading<'_, '_>, value: &Run, accept: &dyn Fn(EntryId) -> bool) -> Vec<Subject> {
    if let Some(brought) = brought_out(reading, value, accept) {
        return vec![brought];
    }
    if let Some(sizes) = size::before(reading, value, accept) {
        return size::members(reading, &sizes, accept);
    }
    if let Some(pointed_to) = pair::pointed_to(reading, value, accept) {
        return pointed_to;
    }
    let named = named(reading, value, accept);
    if !named.is_empty() || is_blocked(reading, value, accept) {
        return named;
    }
    from_context(reading, accept)
}

/// What a sentence brings out as the one that it is said of: `It is X that …`.
fn brought_out(reading: &Reading<'_, '_>, value: &Run, accept: &dyn Fn(EntryId) -> bool) -> Option<Subject> {
    let word = |at: u32| reading.scan.folded(at);
    let start = reading.unit.opening();
    let opens = word(start) == "it" && matches!(word(start + 1), "is" | "was");
    let mut named = reading.scan.mentions_of(reading.id).iter();
    let mention = named.find(|mention| opens && mention.run.start == start + 2)?;
    let said = matches!(word(mention.run.end), "that" | "which" | "who") && mention.run.end < value.start;
    let entry = only(mention, accept).filter(|_| said)?;
    Some(Subject { entry, run: mention.run.clone(), unit: reading.id })
}

/// The subjects of what an expression says: like [`find`], but what is named behind it is a subject only where a
/// preposition ties it to what is said.
pub(crate) fn find_of_expression(
    reading: &Reading<'_, '_>,
    value: &Run,
    accept: &dyn Fn(EntryId) -> bool,
) -> Vec<Subject> {
    let mut found = find(reading, value, accept);
    found.retain(|subject| {
        let behind = subject.unit == reading.id && subject.run.start >= value.end;
        let tied = subject.run.start.checked_sub(1).is_some_and(|at| {
            matches!(reading.scan.folded(at), "in" | "of" | "for" | "with" | "the" | "在" | "用" | "使")
        });
        !behind || tied
    });
    found
}

/// What a verb directly behind a value takes: `OpenAI released GPT-3 and GPT-4`, whatever stands before.
fn taken(reading: &Reading<'_, '_>, value: &Run, accept: &dyn Fn(EntryId) -> bool) -> Vec<Subject> {
    let scan = reading.scan;
    let relative = |hit: &Hit| scan.folded(hit.run.end - 1) == "的";
    // `2021 年 Meta 放出了 LLaMA`: who did it may stand between a date and the verb.
    let doer = scan.mention_at(value.end).filter(|_| value.start == reading.unit.tokens.start);
    let dated = doer.filter(|_| scan.kind(value.start) == TokenKind::Number).map(|doer| doer.run.end);
    // `Meta 在 2023 年 9 月开源了 X`, `Meta in 2023 released X`: and so may the date behind who did it.
    let since = value.end + u32::from(matches!(scan.folded(value.end), "在" | "于" | "in"));
    let when = scan.amounts_of(reading.id).iter().find(|amount| amount.run.start == since);
    let when = when.filter(|_| since > value.end).map(|amount| amount.run.end);
    let at = |start: u32| start == value.end || Some(start) == dated || Some(start) == when;
    let verb = |hit: &&Hit| matches!(hit.owner, Owner::After(_)) && at(hit.run.start) && !relative(hit);
    let Some(verb) = scan.hits_of(reading.id).iter().filter(verb).max_by_key(|hit| hit.run.end) else {
        return Vec::new();
    };
    let article = |at: u32| matches!(scan.folded(at), "the" | "a" | "an" | "its" | "their" | "了" | "出" | "过");
    let accepted: Vec<&Found> =
        scan.mentions_of(reading.id).iter().filter(|mention| only(mention, accept).is_some()).collect();
    let object = accepted.iter().find(|mention| {
        let start = mention.run.start;
        start >= verb.run.end && (verb.run.end..start).all(article) && !reading.is_set_apart(&mention.run)
    });
    let Some(object) = object else { return Vec::new() };
    // `OpenAI made A, B comes from …`: what has a verb of its own is no member of the list.
    let own = |mention: &&Found| {
        let links = |hit: &Hit| matches!(hit.owner, Owner::Before(_)) && hit.run.start == mention.run.end;
        mention.run.start > object.run.start && scan.hits_of(reading.id).iter().any(links)
    };
    let listed = coordinated(reading, &accepted, object).into_iter().take_while(|mention| !own(mention));
    let named = listed.filter_map(|mention| {
        Some(Subject { entry: only(mention, accept)?, run: mention.run.clone(), unit: reading.id })
    });
    named.collect()
}

/// Whether a name is only part of what a key calls a property: `RoPE base frequency: …`, `mean length of masked spans: 3`.
fn is_in_a_key(reading: &Reading<'_, '_>, mention: &Found) -> bool {
    let Some(key) = reading.unit.key else { return false };
    reading.scan.hits_of(reading.id).iter().any(|hit| {
        matches!(hit.owner, Owner::Name(_))
            && hit.run == (reading.unit.tokens.start..key.end)
            && hit.run.start <= mention.run.start
            && mention.run.end <= hit.run.end
            && hit.run.len() > mention.run.len()
    })
}

/// The subjects named in the unit itself.
fn named(reading: &Reading<'_, '_>, value: &Run, accept: &dyn Fn(EntryId) -> bool) -> Vec<Subject> {
    let scan = reading.scan;
    let taken = taken(reading, value, accept);
    if !taken.is_empty() {
        return taken;
    }
    let usable: Vec<&Found> = scan
        .mentions_of(reading.id)
        .iter()
        .filter(|mention| {
            precedes(&mention.run, value) || within(&mention.run, value) || mention.run.start >= value.end
        })
        .filter(|mention| reading.can_name(&mention.run, value) && only(mention, accept).is_some())
        .filter(|mention| {
            !is_object(reading, mention) && !is_oblique(reading, mention) && !is_described(reading, mention)
        })
        .filter(|mention| scan.is_checkable(mention) && !is_in_a_key(reading, mention))
        .collect();
    let clause = reading.clause(value.start);
    let here = |mention: &&&Found| reading.clause(mention.run.start) == clause;
    // `a 340M parameter BERT`: the article opens a description of its own, unless only verbs of having stand before it.
    let opened = value.start.checked_sub(1).is_some_and(|at| matches!(scan.folded(at), "a" | "an"))
        && scan.kind(value.start) == TokenKind::Number;
    let verb = offers(scan, value);
    let plain = |mention: &Run| {
        verb == Some(mention.end) || crate::binding::weight(reading, &(mention.end.min(value.start)..value.start)) == 0
    };
    let before =
        usable.iter().filter(here).rfind(|mention| precedes(&mention.run, value) && (!opened || plain(&mention.run)));
    let bracketed = || {
        let start = reading.clause_run(value.start).start;
        let opens = |at: &u32| matches!(scan.folded(*at), "(" | "[");
        let open = Some(start).filter(opens).or_else(|| start.checked_sub(1).filter(opens))?;
        usable.iter().find(|mention| mention.run.end == open)
    };
    let earlier = || -> Option<&&Found> {
        if opened || clause_names(reading, CueKind::Unnamed, value) {
            return None;
        }
        // `…, which updates the weights`: said of what stands before it, and of nothing else.
        let own = reading.clause_run(value.start);
        // `236B parameters, of which 37B are active`: a part of what the subject has.
        let part = own.start.checked_sub(1).is_some_and(|at| scan.folded(at) == "of");
        if matches!(scan.folded(own.start), "which" | "who") && !part {
            return usable.iter().find(|mention| mention.run.end <= own.start && own.start - mention.run.end <= 1);
        }
        // `…, with the architecture of X, trained on …`: X is named in passing.
        let passing = |mention: &Found| {
            let clause = reading.clause_run(mention.run.start);
            let inside =
                matches!(scan.folded(clause.start), "with" | "using" | "having" | "featuring" | "like" | "following");
            let based =
                matches!((scan.folded(clause.start), scan.folded(clause.start + 1)), ("基", "于") | ("based", "on"));
            clause.start > reading.unit.tokens.start && inside || based
        };
        let last = usable.iter().rfind(|mention| mention.run.end <= value.start && !passing(mention))?;
        let topic = reading.clause(last.run.start);
        let first = usable.iter().find(|mention| reading.clause(mention.run.start) == topic)?;
        // Several topics in the sentence, or one too far away: which is meant is a guess.
        let group = coordinated(reading, &usable, first);
        // `A is a better B, made by …`: what the first is said to be is no other topic.
        let complement = |mention: &Found| {
            first.run.start <= reading.unit.tokens.start + 1
                && reading.clause(mention.run.start) == topic
                && mention.run.start > first.run.end
                && matches!(scan.folded(first.run.end), "is" | "was" | "是")
        };
        let others = usable.iter().any(|mention| {
            mention.run.end <= value.start
                && !complement(mention)
                && !is_of_name(reading, first, mention)
                && !group.iter().any(|one| one.run == mention.run)
                && only(mention, accept) != only(first, accept)
        }) || (first.run.end..value.start)
            .any(|at| unknown_name(reading, at) || scan.mention_at(at).is_some_and(|mention| mention.part));
        (!others && clause.saturating_sub(topic) <= CLAUSES).then_some(first)
    };
    let behind = || {
        if clause_names(reading, CueKind::Speaker, value) {
            return None;
        }
        let mut after = usable.iter().filter(here).filter(|mention| mention.run.start >= value.end);
        after.next().filter(|mention| mention.run.start - value.end <= BEHIND)
    };
    let fronted = || {
        let clause = reading.clause_run(value.start);
        // `OpenAI made X; Anthropic …`: a clause that names something of its own leads up to nothing.
        let rest = value.end..clause.end;
        let alone =
            value.start == clause.start && !reading.mentions_in(&rest).any(|mention| only(mention, accept).is_some());
        let leads = is_adjunct(scan.folded(clause.start), scan.folded(clause.start + 1)) || alone;
        let opens = clause.start == reading.unit.tokens.start && leads;
        let near = |mention: &&&Found| mention.run.start >= clause.end && mention.run.start <= clause.end + FRONTED;
        usable.iter().find(|mention| opens && near(mention))
    };
    let inside = || usable.iter().find(|mention| within(&mention.run, value));
    // `A, B (no pairs)`: what stands in a bracket is said of the last one alone.
    let aside = if before.is_none() { bracketed() } else { None };
    let Some(found) = before.or(aside).or_else(earlier).or_else(fronted).or_else(inside).or_else(behind) else {
        return Vec::new();
    };
    let group = if aside.is_some() { vec![*found] } else { coordinated(reading, &usable, found) };
    let named = group.iter().filter_map(|mention| {
        let entry = only(mention, accept)?;
        Some(Subject { entry, run: mention.run.clone(), unit: reading.id })
    });
    let siblings = group.last().map(|last| size::siblings(reading, last, value, accept)).unwrap_or_default();
    named.chain(siblings).collect()
}

/// The verb before an article and a value that says that its subject has it: `X supports a 1M-token context`.
fn offers(scan: &Scan<'_>, value: &Run) -> Option<u32> {
    value.start.checked_sub(2).filter(|&at| {
        matches!(
            scan.folded(at),
            "supports" | "offers" | "provides" | "handles" | "accepts" | "features" | "gets" | "boasts" | "allows"
        )
    })
}

/// Whether a mention only goes on with a name: as the word for its kind (`使用 X 微调时，…`), or in the bracket that tells what
/// it means (`X (… Y …): …`).
fn is_of_name(reading: &Reading<'_, '_>, name: &Found, mention: &Found) -> bool {
    let behind = mention.run.start == name.run.end;
    let class = behind && reading.scan.glossary.is_narrower_or_same(name.entries[0], mention.entries[0]);
    class || name.run.end < mention.run.start && mention.run.end <= reading.bracket_end(name.run.end)
}

/// Whether a clause opens as one that only leads up to the subject of the next: `With 48 layers, X …`, `作为…，X …`.
pub(super) fn is_adjunct(first: &str, second: &str) -> bool {
    let preposition = matches!(
        first,
        "with"
            | "at"
            | "by"
            | "as"
            | "in"
            | "on"
            | "trained"
            | "built"
            | "released"
            | "published"
            | "proposed"
            | "introduced"
            | "developed"
            | "created"
            | "designed"
            | "invented"
            | "presented"
            | "launched"
            | "announced"
            | "unveiled"
            | "pretrained"
            | "distilled"
            | "first"
            | "originally"
            | "initially"
            | "based"
            | "having"
            | "using"
            | "featuring"
            | "like"
            | "凭"
            | "在"
    );
    let chinese = matches!(
        (first, second),
        ("作", "为") | ("拥", "有") | ("凭", "借") | ("基", "于") | ("经", "过") | ("使", "用")
    );
    preposition || chinese
}

/// Whether a cue stands in the value's clause before the value.
fn clause_names(reading: &Reading<'_, '_>, kind: CueKind, value: &Run) -> bool {
    reading.has_before(kind, value.start) && reading.clause_has(kind, value.start)
}

/// Whether a mention stands within the words of a value: `raising the temperature makes …`.
fn within(mention: &Run, value: &Run) -> bool {
    value.start <= mention.start && mention.end <= value.end && mention.len() < value.len()
}

/// Whether a mention stands before a value, or the words of the value go on from its last (`分块` in `文本分块越大越好`).
fn precedes(mention: &Run, value: &Run) -> bool {
    mention.end <= value.start || mention.start < value.start && mention.end < value.end
}

/// The mention with those it is enumerated with.
pub(crate) fn coordinated<'f>(reading: &Reading<'_, '_>, all: &[&'f Found], one: &Found) -> Vec<&'f Found> {
    let Some(at) = all.iter().position(|mention| mention.run == one.run) else { return Vec::new() };
    let mut from = at;
    while from > 0 && is_listed(reading, all[from - 1], all[from]) {
        from -= 1;
    }
    let mut to = at + 1;
    while to < all.len() && is_listed(reading, all[to - 1], all[to]) {
        to += 1;
    }
    all[from..to].to_vec()
}

/// Whether two mentions are of one enumeration. A comma alone joins only what is of one kind: `After pre-training, X …`.
fn is_listed(reading: &Reading<'_, '_>, left: &Found, right: &Found) -> bool {
    let glossary = reading.scan.glossary;
    let comma = || (left.run.end..right.run.start).all(|at| matches!(reading.scan.folded(at), "," | "，"));
    let kind = |mention: &Found| mention.entries.first().map(|&entry| glossary.kind(entry));
    // `A (Meta, 2023) / B`: a bracket behind a name of a list is of that name.
    let end = reading.bracket_end(left.run.end);
    let bracketed = end > left.run.end && {
        let behind = left.run.start..end + 1;
        matches!(reading.scan.folded(behind.end), "/" | "、" | "&") && joined(reading, &behind, &right.run)
    };
    bracketed && kind(left) == kind(right)
        || joined(reading, &left.run, &right.run) && (!comma() || kind(left) == kind(right))
}

/// Whether only an enumeration's commas and conjunctions stand between two runs.
pub(crate) fn joined(reading: &Reading<'_, '_>, left: &Run, right: &Run) -> bool {
    let between = left.end..right.start;
    let word = |at: u32| reading.scan.folded(at);
    let joins = |at: u32| {
        matches!(word(at), "," | "、" | "and" | "or" | "nor" | "&" | "和" | "与" | "及" | "跟" | "/" | "+" | "或")
            || word(at) == "以" && word(at + 1) == "及"
    };
    let small = |at: u32| matches!(word(at), "the" | "also" | "还" | "有" | "者");
    between.len() <= 3 && between.clone().any(joins) && between.clone().all(|at| joins(at) || small(at))
}
