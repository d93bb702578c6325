//! The subject that the context of a unit gives: the question it answers, the sentences before, the items and headings
//! above it.

mod topic;

use glossary::{EntryId, Owner};
use note::{Joint, Style, TokenKind, Unit, UnitId, UnitKind};

use crate::context;
pub(crate) use topic::only_topic;

use super::{Found, Hit, Reading, Scan, Subject, generation, member, only};

/// The subjects that the unit's context gives, the nearest first.
pub(crate) fn from_context(reading: &Reading<'_, '_>, accept: &dyn Fn(EntryId) -> bool) -> Vec<Subject> {
    let scan = reading.scan;
    let unit: &note::Unit = &reading.unit;
    if unit.cell.is_some() {
        // Rows and columns are read with the table.
        return Vec::new();
    }
    let anaphor = reading.points_back(unit.tokens.end);
    // A `key: value` line is of what the lines stand under, not of the value of the line before.
    let keyed = |id: UnitId| scan.note.unit(id).key.is_some();
    let line = unit.key.is_some() && unit.previous.is_some_and(keyed);
    // Nor does what it points back to stand there: `- 应用：这一技巧被 X 采用` is of the title.
    let plain_item = line || unit.kind == UnitKind::Item && (unit.key.is_some() || !anaphor);
    let previous = || if plain_item { Topic::None } else { topic_before(scan, unit, anaphor, accept) };
    let found = from_question(scan, unit, accept)
        .or_else(previous)
        .or_else(|| above(scan, unit.parent, accept))
        .or_else(|| above(scan, unit.lead, accept))
        .or_else(|| from_headings(scan, unit, accept).completed(scan, unit, accept));
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
    let mut above = context::place(&reading.unit);
    for _ in 0..8 {
        let Some(id) = above else { return false };
        let unit = scan.note.unit(id);
        let checkable = |entry: EntryId| scan.glossary.is_checkable(entry);
        if let Ok(Some(_)) | Err(_) = only_topic(scan, id, &checkable) {
            return matches!(only_topic(scan, id, accept), Ok(Some(_)));
        }
        above = context::place(unit);
    }
    false
}

/// Whether the only word that points back is a plural: `they keep a state`.
fn points_to_several(reading: &Reading<'_, '_>) -> bool {
    let words = || reading.unit.tokens.clone().map(|at| reading.scan.folded(at));
    let pair = |at: u32| (reading.scan.folded(at), reading.scan.folded(at + 1));
    // `…添加前缀，这些前缀 …`: in a later clause they take up what this line has named.
    let first = reading.clause_run(reading.unit.opening()).end;
    let chinese = |at: u32| match pair(at) {
        ("这" | "那", "些") => at < first,
        ("这" | "那", "两" | "几") | ("它" | "他", "们") | ("两" | "二" | "三", "者") => true,
        _ => false,
    };
    if reading.unit.tokens.clone().any(chinese) {
        return true;
    }
    words().any(|word| matches!(word, "they" | "their" | "them" | "these" | "those"))
        && !words().any(|word| matches!(word, "it" | "its" | "this" | "the"))
}

/// Whether a plural may mean what is named: a plural itself, or a family.
fn may_be_several(scan: &Scan<'_>, subject: &Subject) -> bool {
    let last = scan.folded(subject.run.end - 1);
    let behind = scan.folded(subject.run.end);
    let family = scan.glossary.is_family(subject.entry);
    family
        || last.ends_with('s')
        || matches!(behind, "models" | "methods" | "layers" | "variants" | "algorithms" | "approaches")
}

/// What a part of the context is about.
pub(super) enum Topic {
    /// One thing.
    One(Subject),
    /// Several things, or one that the glossary does not know: whatever is farther away is not meant.
    Other,
    /// Nothing: what is farther away may be meant.
    None,
}

impl Topic {
    /// The member of it that an item above a unit tells from the others: `* Stage 1` below `## ZeRO`.
    fn completed(self, scan: &Scan<'_>, unit: &Unit, accept: &dyn Fn(EntryId) -> bool) -> Self {
        let Self::One(topic) = self else { return self };
        let mut items = Vec::new();
        context::follow(scan.note, unit.parent, context::ABOVE, context::above, &mut |id| items.push(id));
        let member = member::of_places(scan, &topic, &items).filter(|member| accept(member.entry));
        let generation = || items.iter().find_map(|&item| of_generation(scan, &topic, item, accept));
        member.map(Self::One).or_else(generation).unwrap_or(Self::One(topic))
    }

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
        if math
            || is_base(scan, id, at + 1)
            || scan.kind(at) != TokenKind::Word
            || scan.mention_at(at).is_some_and(|mention| !mention.part)
        {
            return false;
        }
        let text = scan.source(&(at..at + 1));
        let inner = text.chars().skip(1).any(char::is_uppercase) && text.len() > 1;
        let numbered = scan.kind(at + 1) == TokenKind::Number && scan.token(at + 1).joint <= Joint::Hyphen;
        let known = scan.word(at).is_some();
        scan.mention_at(at).is_some() || !known && (inner || numbered || han && text.starts_with(char::is_uppercase))
    })
}

/// Whether a sentence presents something by a name that the glossary does not know: `We propose EVA, which builds on …`.
fn presents(scan: &Scan<'_>, id: UnitId) -> bool {
    let tokens = scan.note.unit(id).tokens.clone();
    let new = |at: u32| {
        let text = scan.source(&(at..at + 1));
        let named = text.chars().skip(1).any(char::is_uppercase);
        tokens.contains(&at) && named && scan.mention_at(at).is_none() && scan.word(at).is_none()
    };
    let presents = |at: u32| {
        let pair = (scan.folded(at), scan.folded(at + 1));
        matches!(pair, ("提" | "推", "出") | ("介", "绍"))
            || ["propos", "present", "introduc"].iter().any(|stem| pair.0.starts_with(stem))
    };
    tokens.clone().any(|at| presents(at) && (at + 1..at + 4).any(new))
}

/// Whether what ends at `at` only tells what something is made from: `a BERT-based metric`.
fn is_base(scan: &Scan<'_>, id: UnitId, at: u32) -> bool {
    let inside = scan.note.unit(id).tokens.contains(&at);
    inside && scan.folded(at) == "based" && scan.token(at).joint == Joint::Hyphen
}

fn from_question(scan: &Scan<'_>, unit: &Unit, accept: &dyn Fn(EntryId) -> bool) -> Topic {
    let asked = unit.question.filter(|&question| !asks_apart(scan, question));
    let topic = asked.and_then(|question| only_topic(scan, question, accept).ok().flatten());
    topic.map_or(Topic::None, Topic::One)
}

/// Whether a line asks what tells two things apart, of which one may not be known.
fn asks_apart(scan: &Scan<'_>, id: UnitId) -> bool {
    let unit = scan.note.unit(id);
    let apart = |at: u32| {
        let pair = (scan.folded(at), scan.folded(at + 1));
        matches!(pair, ("区", "别") | ("差", "别" | "异") | ("对", "比"))
            || matches!(pair.0, "difference" | "differences" | "differ" | "vs" | "versus")
    };
    !matches!(unit.kind, UnitKind::Heading(_)) && unit.tokens.clone().any(apart)
}

/// The topic of the sentences before, the nearest that has one.
///
/// What a sentence is about goes on being spoken of; what it only names on the way (`Its backbone is X`, `like X`) does
/// not, where something farther away or above may be meant.
fn topic_before(scan: &Scan<'_>, unit: &Unit, anaphor: bool, accept: &dyn Fn(EntryId) -> bool) -> Topic {
    let mut before = unit.previous;
    let mut named: Option<(Subject, Role)> = None;
    for _ in 0..4 {
        let Some(id) = before else { break };
        let topic = match only_topic(scan, id, accept) {
            Ok(Some(topic)) => topic,
            Ok(None) if names_unknown(scan, id) => {
                let other = if anaphor { Topic::Other } else { Topic::None };
                return named.map_or(other, |(topic, _)| Topic::One(topic));
            }
            Err(first) if anaphor => main_topic(scan, id, accept).unwrap_or(first),
            Err(_) => return Topic::None,
            Ok(None) => {
                before = scan.note.unit(id).previous;
                continue;
            }
        };
        match role(scan, &topic) {
            Role::Subject
                if named.as_ref().is_some_and(|(named, role)| *role == Role::Object && steps_over(scan, named)) =>
            {
                break;
            }
            Role::Subject => return Topic::One(topic),
            // `We present XYZ, which builds on A. It …`: of what is new.
            _ if anaphor && named.is_none() && presents(scan, id) => return Topic::Other,
            role => named = named.or(Some((topic, role))),
        }
        before = scan.note.unit(id).previous;
    }
    let Some((named, role)) = named else { return Topic::None };
    let place = above(scan, unit.parent, accept)
        .or_else(|| above(scan, unit.lead, accept))
        .or_else(|| from_headings(scan, unit, accept));
    let glossary = scan.glossary;
    let related = |other: EntryId| {
        glossary.is_narrower_or_same(named.entry, other) || glossary.is_narrower_or_same(other, named.entry)
    };
    match place {
        // The object of a sentence without a pronoun may be what the next one is about, or not.
        Topic::One(other) if role == Role::Object && !related(other.entry) => Topic::Other,
        Topic::One(other) if role != Role::Object => Topic::One(other),
        _ => Topic::One(named),
    }
}

/// Whether a sentence brings out a name, which then is nearer than what was spoken of before: `A 发布 B 时…。它…`.
fn steps_over(scan: &Scan<'_>, named: &Subject) -> bool {
    let brings = |hit: &Hit| {
        let of = matches!(hit.owner, Owner::Before(id) | Owner::After(id) if scan.glossary.property(id).origin);
        of && hit.run.end <= named.run.start && named.run.start - hit.run.end <= 1
    };
    scan.hits_of(named.unit).iter().any(brings)
}

/// The one thing that a sentence is about besides what it opens with only to lead up to it: `为了解决 X 的问题，Y 被提出`.
fn main_topic(scan: &Scan<'_>, id: UnitId, accept: &dyn Fn(EntryId) -> bool) -> Option<Subject> {
    let reading = Reading::new(scan, id, false);
    let start = reading.unit.tokens.start;
    let first = reading.clause_run(start);
    if !leads_up(scan.folded(start), scan.folded(start + 1)) || first.end >= reading.unit.tokens.end {
        return None;
    }
    let behind = |mention: &&Found| mention.run.start >= first.end && !reading.is_set_apart(&mention.run);
    let mut named = scan.mentions_of(id).iter().filter(behind).filter_map(|mention| {
        let entry = only(mention, accept).filter(|&entry| scan.glossary.is_checkable(entry))?;
        Some(Subject { entry, run: mention.run.clone(), unit: id })
    });
    let topic = named.next()?;
    named.all(|other| other.entry == topic.entry).then_some(topic)
}

/// Whether a sentence opens with a clause of purpose, time or reason.
fn leads_up(first: &str, second: &str) -> bool {
    matches!(
        (first, second),
        ("为", "了" | "解" | "克" | "改")
            | ("针", "对")
            | ("由", "于")
            | ("随", "着")
            | ("除", "了")
            | ("当" | "鉴", _)
    ) || matches!(first, "to" | "when" | "since" | "because" | "besides" | "unlike" | "despite" | "given" | "after")
}

/// What a sentence does with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// It is about it.
    Subject,
    /// It is about what a pronoun before points to, or names it only to compare, to place or to tell a kind.
    Aside,
    /// It names it behind words with a meaning of their own.
    Object,
}

fn role(scan: &Scan<'_>, topic: &Subject) -> Role {
    let reading = Reading::new(scan, topic.unit, false);
    let unit: &note::Unit = &reading.unit;
    let start = unit.key.filter(|key| key.value <= topic.run.start).map_or(unit.tokens.start, |key| key.value);
    let word = |at: u32| scan.folded(at);
    let linked = |at: u32| {
        matches!(
            word(at),
            "is" | "was"
                | "to"
                | "on"
                | "by"
                | "from"
                | "with"
                | "than"
                | "of"
                | "as"
                | "like"
                | "uses"
                | "是"
                | "为"
                | "用"
                | "于"
                | "自"
                | "了"
        )
    };
    let all = start..topic.run.start;
    // `Its backbone is X`; not `Its successor X has …`.
    if reading.points_back_in(all.clone()) {
        return if all.into_iter().any(linked) { Role::Aside } else { Role::Object };
    }
    let before = reading.clause_run(topic.run.start).start.max(start)..topic.run.start;
    let kind = before.end > before.start && matches!(word(before.end - 1), "a" | "an");
    let placed = matches!(
        word(before.start),
        "for"
            | "in"
            | "with"
            | "on"
            | "like"
            | "unlike"
            | "as"
            | "during"
            | "compared"
            | "对"
            | "在"
            | "与"
            | "和"
            | "像"
            | "跟"
            | "相"
            | "比"
    );
    // `better results over X`: what something is set against.
    let against = before.end > before.start && matches!(word(before.end - 1), "over" | "than" | "against" | "beyond");
    let heavy = crate::binding::weight(&reading, &before) > 0;
    match before.is_empty() {
        false if kind || placed || against => Role::Aside,
        false if heavy => Role::Object,
        _ => Role::Subject,
    }
}

/// The subject that a parent item or a lead gives, or what that stands under.
fn above(scan: &Scan<'_>, id: Option<UnitId>, accept: &dyn Fn(EntryId) -> bool) -> Topic {
    climb(scan, id, accept, &context::above)
}

/// Where the headings above a unit name what it takes for its subject anyway.
pub(crate) fn section_of(scan: &Scan<'_>, unit: &Unit, entry: EntryId) -> Option<Subject> {
    let accept = |other: EntryId| other == entry;
    match from_headings(scan, unit, &accept) {
        Topic::One(subject) if subject.entry == entry => Some(subject),
        _ => None,
    }
}

pub(super) fn from_headings(scan: &Scan<'_>, unit: &Unit, accept: &dyn Fn(EntryId) -> bool) -> Topic {
    climb(scan, unit.heading, accept, &context::heading)
}

/// What a table is about, of whose cells `unit` is one: what introduces it, or the headings above.
pub(crate) fn of_table(scan: &Scan<'_>, unit: &Unit, accept: &dyn Fn(EntryId) -> bool) -> Option<Subject> {
    match above(scan, unit.lead, accept).or_else(|| from_headings(scan, unit, accept)) {
        Topic::One(subject) => Some(subject),
        _ => None,
    }
}

/// The topic of a unit or of the nearest that it stands under.
fn climb(
    scan: &Scan<'_>,
    id: Option<UnitId>,
    accept: &dyn Fn(EntryId) -> bool,
    up: &dyn Fn(&Unit) -> Option<UnitId>,
) -> Topic {
    let mut above = id;
    let mut passed = Vec::new();
    for _ in 0..8 {
        let Some(id) = above else { return Topic::None };
        match only_topic(scan, id, accept) {
            Ok(Some(topic)) => {
                let member = member::of_places(scan, &topic, &passed).filter(|member| accept(member.entry));
                return Topic::One(member.unwrap_or(topic));
            }
            Ok(None) if names_unknown(scan, id) => return Topic::Other,
            Ok(None) => {
                if generation::of_place(scan, id).is_some() {
                    let bears = |entry| generation::bears(scan, entry);
                    return match climb(scan, up(scan.note.unit(id)), &bears, up) {
                        Topic::One(family) => of_generation(scan, &family, id, accept).unwrap_or(Topic::Other),
                        other => other,
                    };
                }
                passed.push(id);
                above = up(scan.note.unit(id));
            }
            Err(_) => return Topic::Other,
        }
    }
    Topic::None
}

/// What a title or an item is about that names a generation of a family alone, known or not.
fn of_generation(scan: &Scan<'_>, family: &Subject, id: UnitId, accept: &dyn Fn(EntryId) -> bool) -> Option<Topic> {
    let (number, run) = generation::of_place(scan, id)?;
    let member = generation::member(scan, family, &number).filter(|&entry| accept(entry));
    Some(member.map_or(Topic::Other, |entry| Topic::One(Subject { entry, run, unit: id })))
}
