//! What a claim is about: the nearest fitting mention in the clause, the sentence, or the context of the unit.
//!
//! Typed by the property's domain. A context is used only where no nearer candidate stands, and never where the
//! clause names something that the glossary does not know.

pub(crate) mod member;
pub(crate) mod size;

use glossary::{CueKind, EntryId, Owner, Property, Range};
use note::{Joint, Style, TokenKind, Unit, UnitId, UnitKind};

use crate::{
    reading::Reading,
    scan::{Found, Run, Scan},
};

/// An item longer than this many tokens is a sentence, with a subject of its own.
const LONG: usize = 40;
/// A subject in an earlier clause is at most this many clauses away.
const CLAUSES: u16 = 4;
/// What a fronted clause leads up to stands within this many tokens of the next one.
const FRONTED: u32 = 8;
/// What is said of something that a mention owns begins within this many tokens.
const OWNED: u32 = 12;
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
    if let Some(sizes) = size::before(reading, value) {
        return size::members(reading, &sizes, accept);
    }
    let named = named(reading, value, accept);
    if !named.is_empty() || is_blocked(reading, value, accept) {
        return named;
    }
    from_context(reading, accept)
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

/// The subjects named in the unit itself.
fn named(reading: &Reading<'_, '_>, value: &Run, accept: &dyn Fn(EntryId) -> bool) -> Vec<Subject> {
    let scan = reading.scan;
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
        .filter(|mention| mention.entries.iter().any(|&entry| scan.glossary.is_checkable(entry)))
        .collect();
    let clause = reading.clause(value.start);
    let here = |mention: &&&Found| reading.clause(mention.run.start) == clause;
    // `a 340M parameter BERT`: the article opens a description of its own, unless only verbs of having stand before it.
    let opened = value.start.checked_sub(1).is_some_and(|at| matches!(scan.folded(at), "a" | "an"))
        && scan.kind(value.start) == TokenKind::Number;
    let plain = |mention: &Run| crate::binding::weight(reading, &(mention.end.min(value.start)..value.start)) == 0;
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
        if matches!(scan.folded(own.start), "which" | "who") {
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
        let others = usable.iter().any(|mention| {
            mention.run.end <= value.start
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
        let leads = is_adjunct(scan.folded(clause.start), scan.folded(clause.start + 1)) || value.start == clause.start;
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

/// Whether a clause opens as one that only leads up to the subject of the next: `With 48 layers, X …`, `作为…，X …`.
fn is_adjunct(first: &str, second: &str) -> bool {
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

/// Whether words that link a value stand directly before a mention: `uses RoPE`, `based on LLaMA`.
fn is_object(reading: &Reading<'_, '_>, mention: &Found) -> bool {
    // Words that link a number name its property (`the hidden size of X`) and take no object.
    let takes = |id| !matches!(reading.scan.glossary.property(id).range, Range::Quantity { .. } | Range::Date);
    reading.scan.hits_of(reading.id).iter().any(|hit| {
        let links = matches!(hit.owner, Owner::Before(id) if takes(id)) && hit.run.start > reading.unit.tokens.start;
        links && hit.run.end <= mention.run.start && mention.run.start - hit.run.end <= 1
    })
}

/// Whether a mention stands in a sentence without being what it is about: behind a preposition or an indefinite
/// article, or as the owner of something else (`the successor of X`, `X's architecture`, `由 X 蒸馏`, `X 的精简版`).
/// The owner of a property is what is talked about (`the context length of X`, `X 的层数`).
fn is_oblique(reading: &Reading<'_, '_>, mention: &Found) -> bool {
    let scan = reading.scan;
    let hits = scan.hits_of(reading.id);
    let property_at = |at: u32| {
        hits.iter().any(|hit| {
            let named = matches!(
                hit.owner,
                Owner::Name(_) | Owner::Before(_) | Owner::After(_) | Owner::Says(..) | Owner::Denies(..)
            );
            named && hit.run.start <= at && at < hit.run.end
        })
    };
    let start = first_listed(reading, mention.run.start);
    let before = if start == reading.unit.tokens.start { "" } else { scan.folded(start - 1) };
    let opens = mention.run.start <= reading.unit.tokens.start + 1;
    let behind = |skip: u32| {
        if mention.run.end + skip < reading.unit.tokens.end { scan.folded(mention.run.end + skip) } else { "" }
    };
    // `A cross-encoder encodes …`: at the beginning it stands for all of its kind.
    let verb =
        |word: &str| word.len() > 2 && word.ends_with('s') || matches!(word, "is" | "can" | "will" | "must" | "may");
    let generic = matches!(before, "a" | "an") && start == reading.unit.tokens.start + 1 && verb(behind(0));
    let owned = matches!(before, "in" | "for") && named_before(reading, mention.run.start);
    let prepositional = match before {
        "of" => mention.run.start < reading.unit.tokens.start + 2 || !property_at(mention.run.start - 2),
        "in" | "for" | "with" | "on" | "under" | "at" => !opens,
        "from" | "to" | "into" | "by" | "than" | "as" | "via" | "using" | "a" | "an" | "onto" | "over" | "through"
        | "leverage" | "leverages" | "leveraging" | "training" | "running" | "serving" | "evaluating" | "由" | "从"
        | "对" | "把" | "将" | "版" | "以" | "于" | "向" | "给" | "被" | "自" => true,
        "在" => !matches!(behind(0), "中" | "里"),
        // What is done with something is not said of it: `训练 X 时`, as `when training X` above.
        "练" | "调" | "测" | "理" => behind(0) == "时",
        _ => false,
    };
    // `The compact X`, `a distilled X`: a description of something else by way of X.
    let described = mention.run.start >= reading.unit.tokens.start + 2
        && matches!(scan.folded(mention.run.start - 2), "a" | "an" | "the")
        && !is_degree(scan.folded(mention.run.start - 1))
        && scan.kind(mention.run.start - 1) == TokenKind::Word;
    let owner = described
        || behind(0) == "之" && matches!(behind(1), "父" | "母")
        || matches!(behind(0), "'s" | "的") && !owns_property(reading, mention);
    prepositional && !generic && !owned || owner
}

/// Whether what a mention owns is a property of it, or what an expression of its own says: `X 的层数`, `X 的推理显存随…`.
fn owns_property(reading: &Reading<'_, '_>, mention: &Found) -> bool {
    let scan = reading.scan;
    let of = |id| mention.entries.iter().any(|&entry| in_domain(scan, scan.glossary.property(id), entry));
    let own = |of| mention.entries.iter().any(|&entry| scan.glossary.is_narrower_or_same(entry, of));
    let begins = mention.run.end + 1;
    scan.hits_of(reading.id).iter().any(|hit| {
        let beside = hit.run.start < begins + 3 && begins < hit.run.end;
        match hit.owner {
            Owner::Name(id) | Owner::Before(id) | Owner::After(id) => beside && of(id),
            Owner::Says(entry, _) | Owner::Denies(entry, _) => {
                let near = begins <= hit.run.start && hit.run.start <= begins + OWNED;
                let here = || reading.clause(hit.run.start) == reading.clause(mention.run.start);
                own(entry) && near && (beside || here())
            }
            _ => false,
        }
    })
}

/// Whether a name of several things has a description before it, and so is of some other: `一个仅包含解码器的 Transformer`.
fn is_described(reading: &Reading<'_, '_>, mention: &Found) -> bool {
    let before = mention.run.start.checked_sub(1).filter(|&at| at >= reading.unit.tokens.start);
    mention.entries.len() > 1 && before.is_some_and(|at| reading.scan.folded(at) == "的")
}

/// Whether the name of a property stands before the preposition before a mention (`the norm in X`), or `there are` opens
/// the sentence.
fn named_before(reading: &Reading<'_, '_>, mention: u32) -> bool {
    let scan = reading.scan;
    let first = reading.unit.tokens.start;
    let there = scan.folded(first) == "there" && matches!(scan.folded(first + 1), "is" | "are" | "were" | "was");
    there
        || scan
            .hits_of(reading.id)
            .iter()
            .any(|hit| matches!(hit.owner, Owner::Name(_)) && hit.run.end + 1 == mention && hit.run.start <= first + 3)
}

/// Whether a word says how much there is of something: `a higher temperature` is still the temperature.
fn is_degree(word: &str) -> bool {
    matches!(
        word,
        "higher"
            | "lower"
            | "larger"
            | "smaller"
            | "bigger"
            | "longer"
            | "shorter"
            | "greater"
            | "high"
            | "low"
            | "large"
            | "small"
            | "big"
            | "long"
            | "short"
            | "increased"
            | "raised"
            | "reduced"
            | "wider"
            | "standard"
            | "original"
            | "whole"
            | "full"
            | "entire"
            | "plain"
            | "classic"
            | "usual"
            | "vanilla"
    )
}

/// Where the enumeration begins that a token is a member of, known or not (`从 CC、WebText 中`).
fn first_listed(reading: &Reading<'_, '_>, at: u32) -> u32 {
    let scan = reading.scan;
    let mut first = at;
    for _ in 0..4 {
        let listed = first.checked_sub(2).filter(|&comma| comma > reading.unit.tokens.start);
        let Some(comma) = listed.map(|at| at + 1).filter(|&comma| scan.folded(comma) == "、") else { break };
        first = scan.mention_at(comma - 1).map_or(comma - 1, |mention| mention.run.start);
    }
    first
}

/// The mention with those it is enumerated with.
pub(crate) fn coordinated<'f>(reading: &Reading<'_, '_>, all: &[&'f Found], one: &Found) -> Vec<&'f Found> {
    let Some(at) = all.iter().position(|mention| mention.run == one.run) else { return Vec::new() };
    let mut from = at;
    while from > 0 && joined(reading, &all[from - 1].run, &all[from].run) {
        from -= 1;
    }
    let mut to = at + 1;
    while to < all.len() && joined(reading, &all[to - 1].run, &all[to].run) {
        to += 1;
    }
    all[from..to].to_vec()
}

/// Whether only an enumeration's commas and conjunctions stand between two runs.
pub(crate) fn joined(reading: &Reading<'_, '_>, left: &Run, right: &Run) -> bool {
    let between = left.end..right.start;
    let word = |at: u32| reading.scan.folded(at);
    let joins = |at: u32| {
        matches!(word(at), "," | "、" | "and" | "or" | "&" | "和" | "与" | "及" | "以" | "跟" | "/" | "+" | "或")
    };
    let small = |at: u32| matches!(word(at), "the" | "also" | "还" | "有" | "者");
    between.len() <= 3 && between.clone().any(joins) && between.clone().all(|at| joins(at) || small(at))
}

/// Whether the clause names something before the value that is none of our subjects and may be the real one.
fn is_blocked(reading: &Reading<'_, '_>, value: &Run, accept: &dyn Fn(EntryId) -> bool) -> bool {
    let scan = reading.scan;
    let start = reading.unit.tokens.start;
    let from = reading.unit.key.map_or(start, |key| key.value).min(value.start);
    let anaphor = reading.points_back(value.start);
    // A key in code, `BN: …`, is a name that is not looked into.
    let code = |key: note::Key| (start..key.end).any(|at| scan.kind(at) == TokenKind::Opaque);
    if reading.unit.key.is_some_and(|key| value.start >= key.value && code(key)) {
        return true;
    }
    // A sentence has a subject of its own, be it one we do not know, unless it points back.
    let sentence = reading.unit.kind == UnitKind::Sentence && reading.unit.key.is_none() && !answers(reading.unit);
    let long = reading.unit.tokens.len() > LONG;
    if (sentence || long) && !anaphor || matches!(reading.unit.kind, UnitKind::Heading(_)) {
        return true;
    }
    if reading.has(CueKind::Unnamed) || (from..value.start).any(|at| unknown_name(reading, at)) {
        return true;
    }
    let article = value.start.checked_sub(1).is_some_and(|at| matches!(scan.folded(at), "a" | "an" | "another"));
    if article && scan.kind(value.start) == TokenKind::Number {
        return true;
    }
    let rivals = rival_kinds(reading, value);
    let others = scan.mentions_of(reading.id).iter().filter(|mention| mention.run.start >= from);
    others.filter(|mention| !names_property_of(reading, mention, value)).any(|mention| {
        let apart = reading.is_set_apart(&mention.run) || mention.run == *value;
        let accepted = mention.entries.iter().any(|&entry| accept(entry)) && !apart;
        let before = mention.run.end <= value.start;
        let rival = mention.entries.iter().any(|&entry| rivals.contains(&scan.glossary.entry(entry).kind.as_str()));
        // A word that points back points to what is named before it.
        let pointed = anaphor && !reading.points_back(mention.run.start);
        let named = accepted && (!before || !anaphor || pointed && !is_object(reading, mention));
        named
            || before
                && (rival || is_linked(reading, mention, value))
                && !anaphor
                && !reading.is_set_apart(&mention.run)
    })
}

/// Whether a mention is only what a property of the value is called: `激活函数` in `激活函数为 GELU`.
fn names_property_of(reading: &Reading<'_, '_>, mention: &Found, value: &Run) -> bool {
    let scan = reading.scan;
    let number = scan.amounts_of(reading.id).iter().any(|amount| amount.run == *value);
    let takes = |id| match &scan.glossary.property(id).range {
        Range::Entry(kinds) => scan
            .mention_at(value.start)
            .is_some_and(|value| value.entries.iter().any(|&entry| crate::draft::is_kind(reading, kinds, entry))),
        Range::Quantity { .. } | Range::Date => number,
        _ => false,
    };
    mention.run.end <= value.start
        && scan.hits_of(reading.id).iter().any(|hit| {
            let named = matches!(hit.owner, Owner::Name(id) | Owner::Before(id) if takes(id));
            named && hit.run.start <= mention.run.start && mention.run.end <= hit.run.end
        })
}

/// Whether words that link a value stand directly behind a mention and before the value: it is the sentence's subject.
fn is_linked(reading: &Reading<'_, '_>, mention: &Found, value: &Run) -> bool {
    let clause = reading.clause(value.start);
    reading.scan.hits_of(reading.id).iter().any(|hit| {
        matches!(hit.owner, Owner::Before(_))
            && reading.clause(mention.run.start) == clause
            && hit.run.start >= mention.run.end
            && hit.run.start - mention.run.end <= 2
            && !(mention.run.end..hit.run.start).any(|at| matches!(reading.scan.folded(at), "and" | "," | "和" | "、"))
            && hit.run.end <= value.start
    })
}

/// Whether a unit comes straight after the question it answers.
fn answers(unit: &Unit) -> bool {
    unit.question.is_some() && (unit.previous.is_none() || unit.previous == unit.question)
}

/// The types of entries that the value could be said of by any property: one of them named before it is its subject.
fn rival_kinds<'g>(reading: &Reading<'_, 'g>, value: &Run) -> Vec<&'g str> {
    let glossary = reading.scan.glossary;
    let Some(mention) = reading.scan.mention_at(value.start).filter(|mention| mention.run == *value) else {
        return Vec::new();
    };
    let takes = |property: &&Property| match &property.range {
        Range::Entry(kinds) => mention.entries.iter().any(|&entry| crate::draft::is_kind(reading, kinds, entry)),
        _ => false,
    };
    let of = glossary.properties().iter().filter(takes);
    of.flat_map(|property| property.domain.iter().map(String::as_str)).collect()
}

/// Whether a token is part of a name that the glossary does not know: a word with a capital where none is due, or
/// with digits beside it.
pub(crate) fn unknown_name(reading: &Reading<'_, '_>, at: u32) -> bool {
    let scan = reading.scan;
    let math = scan.token(at).style.has(Style::MATH);
    if math || scan.kind(at) != TokenKind::Word || scan.mention_at(at).is_some() {
        return false;
    }
    let text = scan.source(&(at..at + 1));
    // A word of the expressions is none, unless it is spelled as only names are (`SigLip`).
    let mixed = text.chars().skip(1).any(char::is_uppercase) && text.chars().any(char::is_lowercase);
    if scan.word(at).is_some() && !mixed {
        return false;
    }
    let inner_capital = text.chars().skip(1).any(char::is_uppercase) && text.chars().count() > 1;
    let numbered = scan.kind(at + 1) == TokenKind::Number && scan.token(at + 1).joint <= Joint::Hyphen;
    let first = at == reading.unit.tokens.start || scan.token(at).style.has(Style::BOLD);
    let capital = text.starts_with(char::is_uppercase);
    inner_capital || numbered && capital || capital && !first && text.len() > 2
}

/// The subjects that the unit's context gives, the nearest first.
pub(crate) fn from_context(reading: &Reading<'_, '_>, accept: &dyn Fn(EntryId) -> bool) -> Vec<Subject> {
    let scan = reading.scan;
    let unit = reading.unit;
    if unit.cell.is_some() {
        // Rows and columns are read with the table.
        return Vec::new();
    }
    let anaphor = reading.points_back(unit.tokens.end);
    let plain_item = unit.kind == UnitKind::Item && !anaphor;
    let previous = || if plain_item { Topic::None } else { topic_before(scan, unit, anaphor, accept) };
    let found = from_question(scan, unit, accept)
        .or_else(previous)
        .or_else(|| above(scan, unit.parent, accept))
        .or_else(|| above(scan, unit.lead, accept))
        .or_else(|| from_headings(scan, unit, accept));
    let Topic::One(found) = found else { return Vec::new() };
    if points_to_several(reading) && !may_be_several(scan, &found) {
        return Vec::new();
    }
    let found = member::of_opening(reading, &found).or_else(|| member::extreme(reading, &found)).unwrap_or(found);
    // `Unlike BERT, it …`: what it is set against is not what it is.
    let mut apart = scan.mentions_of(reading.id).iter().filter(|mention| reading.is_set_apart(&mention.run));
    if apart.any(|mention| mention.entries.contains(&found.entry)) { Vec::new() } else { vec![found] }
}

/// Whether what a unit stands under is about something that is accepted, the nearest that is about anything known.
pub(crate) fn is_topic_in(reading: &Reading<'_, '_>, accept: &dyn Fn(EntryId) -> bool) -> bool {
    let scan = reading.scan;
    let mut above = reading.unit.parent.or(reading.unit.lead).or(reading.unit.heading);
    for _ in 0..8 {
        let Some(id) = above else { return false };
        let unit = scan.note.unit(id);
        let checkable = |entry: EntryId| scan.glossary.is_checkable(entry);
        if let Ok(Some(_)) | Err(_) = only_topic(scan, id, &checkable) {
            return matches!(only_topic(scan, id, accept), Ok(Some(_)));
        }
        above = unit.parent.or(unit.lead).or(unit.heading);
    }
    false
}

/// Whether the only word that points back is a plural: `they keep a state`.
fn points_to_several(reading: &Reading<'_, '_>) -> bool {
    let words = || reading.unit.tokens.clone().map(|at| reading.scan.folded(at));
    words().any(|word| matches!(word, "they" | "their" | "them"))
        && !words().any(|word| matches!(word, "it" | "its" | "this" | "the"))
}

/// Whether a plural may mean what is named: a plural itself, or a family.
fn may_be_several(scan: &Scan<'_>, subject: &Subject) -> bool {
    let last = scan.folded(subject.run.end - 1);
    let behind = scan.folded(subject.run.end);
    let family = !scan.glossary.entry(subject.entry).narrower.is_empty();
    family
        || last.ends_with('s')
        || matches!(behind, "models" | "methods" | "layers" | "variants" | "algorithms" | "approaches")
}

/// What a part of the context is about.
enum Topic {
    /// One thing.
    One(Subject),
    /// Several things, or one that the glossary does not know: whatever is farther away is not meant.
    Other,
    /// Nothing: what is farther away may be meant.
    None,
}

impl Topic {
    fn or_else(self, next: impl FnOnce() -> Self) -> Self {
        match self {
            Self::None => next(),
            found => found,
        }
    }
}

/// Whether a unit names something that looks like a model or a method and that the glossary does not know: what
/// follows is about that.
fn names_unknown(scan: &Scan<'_>, id: UnitId) -> bool {
    let tokens = scan.note.unit(id).tokens.clone();
    let han = tokens.clone().any(|at| scan.kind(at) == TokenKind::Han);
    tokens.into_iter().any(|at| {
        let math = scan.token(at).style.has(Style::MATH);
        if math || scan.kind(at) != TokenKind::Word || scan.mention_at(at).is_some_and(|mention| !mention.part) {
            return false;
        }
        let text = scan.source(&(at..at + 1));
        let inner = text.chars().skip(1).any(char::is_uppercase) && text.len() > 1;
        let numbered = scan.kind(at + 1) == TokenKind::Number && scan.token(at + 1).joint <= Joint::Hyphen;
        let known = scan.word(at).is_some();
        scan.mention_at(at).is_some() || !known && (inner || numbered || han && text.starts_with(char::is_uppercase))
    })
}

fn from_question(scan: &Scan<'_>, unit: &Unit, accept: &dyn Fn(EntryId) -> bool) -> Topic {
    let topic = unit.question.and_then(|question| only_topic(scan, question, accept).ok().flatten());
    topic.map_or(Topic::None, Topic::One)
}

/// The topic of the sentences before, the nearest that has one.
fn topic_before(scan: &Scan<'_>, unit: &Unit, anaphor: bool, accept: &dyn Fn(EntryId) -> bool) -> Topic {
    let mut before = unit.previous;
    for _ in 0..4 {
        let Some(id) = before else { return Topic::None };
        match only_topic(scan, id, accept) {
            Ok(Some(topic)) => return Topic::One(topic),
            Ok(None) if names_unknown(scan, id) => return if anaphor { Topic::Other } else { Topic::None },
            Ok(None) => before = scan.note.unit(id).previous,
            Err(first) => return if anaphor { Topic::One(first) } else { Topic::None },
        }
    }
    Topic::None
}

/// The subject that a parent item or a lead gives, or what that stands under.
fn above(scan: &Scan<'_>, id: Option<UnitId>, accept: &dyn Fn(EntryId) -> bool) -> Topic {
    climb(scan, id, accept, &|unit| unit.parent.or(unit.lead))
}

fn from_headings(scan: &Scan<'_>, unit: &Unit, accept: &dyn Fn(EntryId) -> bool) -> Topic {
    climb(scan, unit.heading, accept, &|unit| unit.heading)
}

/// The topic of a unit or of the nearest that it stands under.
fn climb(
    scan: &Scan<'_>,
    id: Option<UnitId>,
    accept: &dyn Fn(EntryId) -> bool,
    up: &dyn Fn(&Unit) -> Option<UnitId>,
) -> Topic {
    let mut above = id;
    for _ in 0..8 {
        let Some(id) = above else { return Topic::None };
        match only_topic(scan, id, accept) {
            Ok(Some(topic)) => return Topic::One(topic),
            Ok(None) if names_unknown(scan, id) => return Topic::Other,
            Ok(None) => above = up(scan.note.unit(id)),
            Err(_) => return Topic::Other,
        }
    }
    Topic::None
}

/// The one entry that a unit is about: `Ok(None)` where it names none, `Err` with the first where it names several.
pub(crate) fn only_topic(
    scan: &Scan<'_>,
    id: UnitId,
    accept: &dyn Fn(EntryId) -> bool,
) -> Result<Option<Subject>, Subject> {
    if scan.mentions_of(id).len() > 16 {
        return Ok(None);
    }
    let reading = Reading::new(scan, id, false);
    let mut topics =
        scan.mentions_of(id).iter().filter(|mention| !reading.is_set_apart(&mention.run)).filter_map(|mention| {
            let entry = only(mention, accept).filter(|&entry| scan.glossary.is_checkable(entry))?;
            Some(Subject { entry, run: mention.run.clone(), unit: id })
        });
    let Some(first) = topics.next() else { return Ok(None) };
    // `A vs B`: a title that sets things against each other is about all of them.
    let against = matches!(scan.note.unit(id).kind, UnitKind::Heading(_))
        && scan
            .mentions_of(id)
            .iter()
            .filter(|mention| reading.is_set_apart(&mention.run))
            .any(|mention| only(mention, accept).is_some_and(|entry| entry != first.entry));
    if against {
        return Err(first);
    }
    // A family and its own member (`Llama 2 … the 7B`) are one topic.
    let glossary = scan.glossary;
    let related = |a, b| glossary.is_narrower_or_same(a, b) || glossary.is_narrower_or_same(b, a);
    if topics.all(|topic| related(topic.entry, first.entry)) { Ok(Some(first)) } else { Err(first) }
}
