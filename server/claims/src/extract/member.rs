//! Lists of what belongs to a kind: the kind is named above or in front, its members stand there by name alone.
//!
//! `**Encoder-only**: BERT, RoBERTa`; under the heading `ALiBi` the items `- BLOOM, MPT`, `- used by MPT as well`,
//! `- BLOOM uses it too`. What is named above is the value, each name in the list a subject of the one property that
//! takes both. A list with any word of its own says something else and is not read here.

use glossary::{CueKind, EntryId, Owner, PropertyId, Range};
use note::{Cell, TokenKind, UnitId, UnitKind};

use super::{draft, properties};
use crate::{
    ClaimValue, binding, context,
    draft::{Draft, Valued, is_kind},
    reading::Reading,
    scan::{Found, Run, Scan},
    subject::{self, Subject, in_domain},
};

/// The weight of what may describe the first of several examples: a word, two Chinese characters.
const DESCRIBED: u32 = 2;

/// What a list belongs to: an entry, and whether it is all that its place names.
struct Kind {
    entry: EntryId,
    alone: bool,
}

/// Appends what the unit's list of names asserts.
pub(super) fn read(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    if !is_denied(reading, &reading.unit.tokens) {
        used(reading, None, drafts);
        users(reading, None, drafts);
    }
    let value_run = reading.unit.key.map_or(reading.unit.tokens.clone(), |key| key.value..reading.unit.tokens.end);
    let members: Vec<&Found> = reading.mentions_in(&value_run).collect();
    if members.is_empty()
        || matches!(reading.unit.kind, UnitKind::Heading(_))
        || reading.has(CueKind::Unnamed)
        || reading.has(CueKind::Question)
    {
        return;
    }
    // `RoBERTa dropped it`: what a pronoun takes up is not told by its place.
    if is_denied(reading, &value_run) || reading.points_back_in(value_run.clone()) {
        return;
    }
    let keyed = reading.unit.key.map(|key| reading.unit.tokens.start..key.end);
    let kind = match &keyed {
        Some(key) => named_alone(reading, key),
        None if reading.unit.kind == UnitKind::Item => above(reading),
        None => None,
    };
    let Some(kind) = kind else { return };
    let Some((id, listed)) = property_of(reading, kind.entry, &members) else { return };
    let named = is_nothing_else(reading, id, &value_run);
    if !(named == Some(Said::Named) && kind.alone || named == Some(Said::Linked) && keyed.is_none()) {
        return;
    }
    // `A was published before B`: words between the names say something of both, and make no list of them.
    let done = |at: u32| {
        let linked =
            |owner: Owner| matches!(owner, Owner::Before(_) | Owner::After(_) | Owner::More(_) | Owner::Less(_));
        reading.scan.kind(at) != TokenKind::Punct && reading.covers(linked, at)
    };
    let (first, last) = (members[0].run.end, members[members.len() - 1].run.start);
    let outside = |at: &u32| !members.iter().any(|member| member.run.contains(at));
    if (first..last).filter(outside).any(done) {
        return;
    }
    let made = each_has(reading, id, listed, kind.entry);
    drafts.extend(made.map(|draft| Draft { keyed: true, ..draft }));
}

/// Whether words deny what they list: `not in GPT`, `dropped by RoBERTa`.
fn is_denied(reading: &Reading<'_, '_>, run: &Run) -> bool {
    run.clone().any(|at| reading.scan.negates(at)) || reading.has_in(CueKind::Forgoing, run)
}

/// That each of some members has a value.
fn each_has<'f>(
    reading: &'f Reading<'_, '_>,
    id: PropertyId,
    members: Vec<(&'f Found, EntryId)>,
    value: EntryId,
) -> impl Iterator<Item = Draft> + 'f {
    members.into_iter().filter_map(move |(mention, entry)| {
        let subject = Subject { entry, run: mention.run.clone(), unit: reading.id };
        let valued = Valued { value: ClaimValue::Entry(value), run: mention.run.clone() };
        draft(reading, id, subject, valued)
    })
}

/// `RoPE is used by BERT`: the value stands before words that name its subjects, or above a line that opens with them
/// (`- Common in models like BERT`), or is `known`, as the key of a row is.
pub(super) fn used(reading: &Reading<'_, '_>, known: Option<EntryId>, drafts: &mut Vec<Draft>) {
    let scan = reading.scan;
    let near = |from: u32, to: u32| from <= to && binding::weight(reading, &(from..to)) == 0;
    for hit in scan.hits_of(reading.id) {
        let Owner::Inverse(id) = hit.owner else { continue };
        let property = scan.glossary.property(id);
        let Range::Entry(kinds) = &property.range else { continue };
        let clause = reading.clause_run(hit.run.start);
        let verb = hit.run.len() > 1 && hit.run.clone().any(|at| is_use(scan.folded(at)));
        // `used in models like X`: what the words themselves liken is an example.
        let like = scan.folded(hit.run.end - 1) == "like";
        let apart = |mention: &Found| reading.is_set_apart(&mention.run) && !(like && mention.run.start >= hit.run.end);
        let mentions = || scan.mentions_of(reading.id).iter().filter(|mention| !apart(mention));
        let before = |mention: &&Found| mention.run.start >= clause.start && mention.run.end <= hit.run.start;
        let taken = |entry| is_kind(reading, kinds, entry);
        // `X 的代表模型有 A、B`: the noun for those that have a value is owned by it.
        let owned = |value: &&Found| {
            value.run.end + 1 == hit.run.start && matches!(scan.folded(value.run.end), "的" | "'s" | "’s")
        };
        let named = mentions()
            .rfind(before)
            .filter(|value| verb && near(value.run.end, hit.run.start) || owned(value) && tells(reading, hit.run.end));
        // `WordPiece (used in BERT)`: the bracket says of the name before it who uses it.
        let open = clause.start.max(reading.unit.tokens.start);
        let bracket = verb && scan.folded(open) == "(" && near(open + 1, hit.run.start);
        let fronting = || mentions().find(|mention| mention.run.end == open).filter(|_| bracket);
        let named = named.or_else(fronting);
        let value = match named {
            Some(value) => subject::only(value, &taken).map(|of| (of, value.run.clone())),
            None if verb && before_is_pronoun(reading, &(clause.start..hit.run.start)) => {
                let nearest = |of: &&Subject| {
                    let nearer = |id| id != of.unit && scan.mentions_of(id).iter().any(|other| !other.part);
                    !reading.unit.previous.is_some_and(nearer)
                };
                subject::from_context(reading, &taken).first().filter(nearest).map(|of| (of.entry, hit.run.clone()))
            }
            None if verb && near(opening(reading), hit.run.start) => {
                let of = known.or_else(|| above(reading).filter(|kind| kind.alone).map(|kind| kind.entry));
                of.filter(|&of| taken(of)).map(|of| (of, hit.run.clone()))
            }
            None => None,
        };
        let Some((of, run)) = value else { continue };
        let accept = |entry: EntryId| in_domain(scan, property, entry) && entry != of;
        // `被 X 采用`: the words may hold the names.
        let own = |mention: &&Found| {
            mention.run.start >= hit.run.end
                || mention.run.end == hit.run.end
                || subject::only(mention, &accept).is_some()
        };
        let named: Vec<&Found> = mentions().filter(|mention| mention.run.start > hit.run.start).filter(own).collect();
        let inside = |first: &Found| first.run.end <= hit.run.end;
        // `…, such as the original X`: behind words for examples the first may be described.
        let examples = matches!(scan.folded(hit.run.end - 1), "如" | "括" | "as" | "like" | "including");
        let described = |first: &Found| {
            let between = hit.run.end..first.run.start;
            examples
                && !between.is_empty()
                && reading.clause(hit.run.end) == reading.clause(first.run.start)
                && binding::weight(reading, &between) <= DESCRIBED
        };
        let Some(first) =
            named.first().filter(|first| inside(first) || near(hit.run.end, first.run.start) || described(first))
        else {
            continue;
        };
        for mention in subject::coordinated(reading, &named, first) {
            let owner =
                matches!(scan.folded(mention.run.end), "'s" | "的") && mention.run.end < reading.unit.tokens.end;
            if let Some(entry) = subject::only(mention, &accept).filter(|_| !owner) {
                let subject = Subject { entry, run: mention.run.clone(), unit: reading.id };
                // What denies stands between the two; what is wrong is the value.
                let valued = Valued { value: ClaimValue::Entry(of), run: mention.run.clone() };
                let made = draft(reading, id, subject, valued);
                drafts.extend(made.map(|draft| Draft { keyed: true, run: run.clone(), ..draft }));
            }
        }
    }
}

/// `Unigram: LLaMA 使用，…`: behind the key of a line or a row a name with a verb of use that takes no object uses what
/// the key names.
pub(super) fn users(reading: &Reading<'_, '_>, known: Option<EntryId>, drafts: &mut Vec<Draft>) {
    let scan = reading.scan;
    let tokens = &reading.unit.tokens;
    let start = match (known, reading.unit.key) {
        (Some(_), _) => tokens.start,
        (None, Some(key)) => key.value,
        (None, None) => return,
    };
    let keyed = reading.unit.key.filter(|_| known.is_none()).map(|key| tokens.start..key.end);
    let Some(of) = known.or_else(|| keyed.and_then(|key| named_alone(reading, &key)).map(|kind| kind.entry)) else {
        return;
    };
    let Some(first) = reading.mentions_in(&(start..tokens.end)).next().filter(|first| first.run.start == start) else {
        return;
    };
    let listed: Vec<&Found> = reading.mentions_in(&(start..tokens.end)).collect();
    let group = subject::coordinated(reading, &listed, first);
    let Some(last) = group.last() else { return };
    let verb = (last.run.end..tokens.end).find(|&at| !matches!(scan.folded(at), "等" | "都" | "均" | "也" | "所"));
    let Some(verb) = verb else { return };
    let end = match (scan.folded(verb), scan.folded(verb + 1)) {
        // `X 在用`: what its later versions do.
        ("使" | "采", "用") => verb + 2,
        _ => return,
    };
    if end < tokens.end && !(scan.ends_clause(end) || scan.folded(end) == "、") {
        return;
    }
    let Some((id, members)) = property_of(reading, of, &group) else { return };
    let made = each_has(reading, id, members, of);
    drafts.extend(made.map(|draft| Draft { keyed: true, ..draft }));
}

/// A column of examples or of users holds nothing but names: they have what the row names.
pub(super) fn exemplified(reading: &Reading<'_, '_>, value: EntryId, cell: Cell, drafts: &mut Vec<Draft>) {
    let scan = reading.scan;
    let headed = scan.note.header(cell).map(UnitId).any(|head| is_of_examples(scan, head));
    let names: Vec<&Found> = scan.mentions_of(reading.id).iter().collect();
    if !headed || names.is_empty() {
        return;
    }
    let Some((id, members)) = property_of(reading, value, &names) else { return };
    if is_nothing_else(reading, id, &reading.unit.tokens) != Some(Said::Named) {
        return;
    }
    drafts.extend(each_has(reading, id, members, value));
}

/// Whether a head says no more than that its column holds examples, or who uses what the row names.
fn is_of_examples(scan: &Scan<'_>, head: UnitId) -> bool {
    let tokens = &scan.note.unit(head).tokens;
    // `Model` heads whatever a table is about.
    let bare = tokens.len() <= 2 && matches!(scan.folded(tokens.start), "model" | "models" | "模");
    !bare && scan.hits_of(head).iter().any(|hit| matches!(hit.owner, Owner::Inverse(_)) && hit.run == *tokens)
}

/// Whether a verb behind a noun leads to what it names: `代表模型有 …`, `representative models are …`.
fn tells(reading: &Reading<'_, '_>, at: u32) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    matches!(word(at), "有" | "是" | "为" | "are" | "is" | "include" | "includes" | ":" | "：")
        || (word(at), word(at + 1)) == ("包", "括")
}

/// Whether a word of an expression tells that something is used by what it names.
fn is_use(word: &str) -> bool {
    matches!(word, "by" | "in" | "across" | "among" | "于" | "用" | "见")
}

/// Where a line opens, behind a key that names nothing (`Use case: …`).
fn opening(reading: &Reading<'_, '_>) -> u32 {
    let start = reading.unit.opening();
    let key =
        reading.unit.key.filter(|key| reading.mentions_in(&(reading.unit.tokens.start..key.end)).next().is_none());
    key.map_or(start, |key| key.value.max(start))
}

/// Whether a pronoun is all that stands before words: `It is used by …`.
fn before_is_pronoun(reading: &Reading<'_, '_>, run: &Run) -> bool {
    reading.points_back_in(run.clone()) && binding::weight(reading, run) == 0
}

/// The one entry that a key names, where it names nothing else.
fn named_alone(reading: &Reading<'_, '_>, key: &Run) -> Option<Kind> {
    let mut mentions = reading.mentions_in(key);
    let first = mentions.next()?;
    let entry = subject::only(first, &|_| true)?;
    let alone = mentions.next().is_none() && rest_weight(reading, key) == 0;
    alone.then_some(Kind { entry, alone })
}

/// The entry that what stands above the item names, and whether it names nothing else.
fn above(reading: &Reading<'_, '_>) -> Option<Kind> {
    let scan = reading.scan;
    let mut above = context::place(&reading.unit);
    for _ in 0..4 {
        let id = above?;
        let place = Reading::new(scan, id, false);
        let names_members = place.scan.hits_of(id).iter().any(|hit| matches!(hit.owner, Owner::Inverse(_)));
        match scan.mentions_of(id) {
            // `Representatives:` only says that its items are members of what stands above it.
            [] if names_members && rest_weight(&place, &place.unit.tokens) <= 2 => {
                above = context::place(&place.unit);
            }
            // `Pre-Normalization (Pre-LN)`: one thing by two names.
            [mention, again @ ..] if again.iter().all(|other| *other.entries == *mention.entries) => {
                let entry = subject::only(mention, &|_| true)?;
                let alone = rest_weight(&place, &place.unit.tokens) == 0 && !place.has(CueKind::Negation);
                return (!place.is_set_apart(&mention.run)).then_some(Kind { entry, alone });
            }
            _ => return None,
        }
    }
    None
}

/// The weight of a run's words outside its mentions and brackets.
fn rest_weight(reading: &Reading<'_, '_>, run: &Run) -> u32 {
    let scan = reading.scan;
    let mut depth = 0_u32;
    let mut weight = 0;
    for at in run.clone() {
        match scan.folded(at) {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            _ if depth > 0 || scan.mention_at(at).is_some() => {}
            _ => weight += binding::weight(reading, &(at..at + 1)),
        }
    }
    weight
}

/// The one property that takes a value of the kind for each of the names, with the entries they stand for.
fn property_of<'f>(
    reading: &Reading<'_, '_>,
    kind: EntryId,
    members: &[&'f Found],
) -> Option<(PropertyId, Vec<(&'f Found, EntryId)>)> {
    let mut fitting = properties(reading.scan).filter_map(|(id, property)| {
        let Range::Entry(kinds) = &property.range else { return None };
        let own = |domain: &String| domain == reading.scan.glossary.kind_name(kind);
        if !is_kind(reading, kinds, kind) || property.domain.is_empty() || property.domain.iter().any(own) {
            return None;
        }
        let listed: Option<Vec<_>> = members
            .iter()
            .map(|mention| Some((*mention, subject::only(mention, &|entry| in_domain(reading.scan, property, entry))?)))
            .collect();
        Some((id, listed?))
    });
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

/// How a list says that its names belong to a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    /// The names alone.
    Named,
    /// With words that point to the kind: `used by X as well`, `X uses it too`, `X 也是`.
    Linked,
}

/// How a run lists names, if it holds nothing but names and what lists them.
fn is_nothing_else(reading: &Reading<'_, '_>, id: PropertyId, run: &Run) -> Option<Said> {
    let scan = reading.scan;
    let at_hit = |at: u32, owner: &dyn Fn(Owner) -> bool| reading.covers(owner, at);
    let links = |owner: Owner| owner == Owner::Before(id) || owner == Owner::Inverse(id);
    let last = reading.mentions_in(run).next_back()?.run.end;
    let mut said = Said::Named;
    let mut also = false;
    for at in run.clone() {
        if scan.mention_at(at).is_some() {
            continue;
        }
        let word = scan.folded(at);
        let points =
            at_hit(at, &|owner| owner == Owner::Cue(CueKind::Anaphor)) || matches!(word, "it" | "this" | "它" | "这");
        also |= matches!(word, "too" | "also" | "well" | "likewise" | "也" | "同" | "亦") || points && at >= last;
        let linked = at_hit(at, &links) || matches!(word, "是" | "does" | "do" | "is");
        if linked {
            said = Said::Linked;
        }
        let lists = matches!(word, "etc" | "等" | "如" | "例" | "比" | "e.g" | "well" | "likewise" | "个" | "样");
        if !(linked || points || lists || binding::weight(reading, &(at..at + 1)) == 0) {
            return None;
        }
    }
    match said {
        Said::Linked if !also => None,
        said => Some(said),
    }
}
