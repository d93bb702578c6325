//! Typed values in sentences and fragments: a value that a property's words link to a subject.
//!
//! `LLaMA uses RMSNorm`, `Meta released OPT`, `32 layers`, `encoder-decoder Transformer` under a heading.

mod count;
mod link;

use glossary::{CueKind, EntryId, Owner, Property, PropertyId, Range};
use note::TokenKind;

use super::{
    alone::{is_alone_behind_key, is_card, is_counted_alone, is_extreme, is_provenance, stands_alone},
    bracket, draft, entry_of, possible,
};
use crate::{
    ClaimValue,
    draft::{Draft, Valued, is_kind, values_in},
    reading::Reading,
    scan::{Amount, AmountKind, Found, Hit, Run},
    subject::{self, Subject, in_domain, joined},
};
pub(super) use count::best_link;
use count::counts_other;
use link::{is_forgone, link};

/// How many tokens may stand between words that link and a number, which says less by itself than a name.
const NUMBER_REACH: u32 = 3;

/// A property's name is at most this many tokens before the value it names.
const NAME_REACH: u32 = 14;

/// Appends what the unit's prose asserts.
pub(super) fn read(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    let scan = reading.scan;
    let mut links = Links { reading, known: Vec::new() };
    for id in possible::properties(reading) {
        read_property(reading, id, scan.glossary.property(id), &mut links, drafts);
    }
}

/// Appends what is said of one property.
fn read_property(
    reading: &Reading<'_, '_>,
    id: PropertyId,
    property: &Property,
    links: &mut Links<'_, '_, '_>,
    drafts: &mut Vec<Draft>,
) {
    let values = values_in(reading, property, &reading.unit.tokens);
    let mut linked: Option<Run> = None;
    let count = values.len();
    let mut place = 0;
    for valued in values {
        let number = matches!(property.range, Range::Quantity { .. });
        let Linked { around, best, named, counted } = links.of(&valued.run);
        let best = if number { around.or(best) } else { None };
        let named = if best.is_none() { named } else { None };
        let own = number && (best.is_some() || named.is_some() || counted);
        let chained = !own
            && linked.as_ref().is_some_and(|before| joined(reading, before, &valued.run))
            && !is_linked_on(reading, id, &valued.run)
            && !opens_a_clause(reading, &valued.run);
        let in_list = bracket::is_of_key(reading, id, &valued.run);
        if chained
            || is_linked(reading, id, property, &valued, links)
            || stands_alone(reading, property, &valued)
            || property.bare && (bracket::is_bare(reading, &valued.run) || is_provenance(reading, property, &valued))
            || is_alone_behind_key(reading, id, property, &valued)
            || in_list
            || number && best.is_none() && is_counted_alone(reading, id, &valued.run)
            || property.bare && is_extreme(reading, &valued)
        {
            place = if chained { place + 1 } else { 0 };
            linked = Some(valued.run.clone());
            let from = drafts.len();
            claim(reading, id, property, &valued, Some(place), count, drafts);
            let card = in_list || is_card(reading, &valued.run);
            drafts[from..].iter_mut().for_each(|draft| draft.keyed |= card);
        }
    }
}

/// Whether what is enumerated with a value has a value of its own: `A is based on B, C is based on D`.
fn is_linked_on(reading: &Reading<'_, '_>, id: PropertyId, run: &Run) -> bool {
    let links = |hit: &Hit| hit.owner == Owner::Before(id) && (run.end..=run.end + 1).contains(&hit.run.start);
    reading.scan.hits_of(reading.id).iter().any(links)
}

/// Whether a value behind a comma opens a Chinese clause of its own: `编码的是绝对位置，相对位置可由 …`.
fn opens_a_clause(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let scan = reading.scan;
    let comma = run.start.checked_sub(1).is_some_and(|at| scan.source(&(at..at + 1)) == "，");
    let behind = |at: u32| if reading.unit.tokens.contains(&at) { scan.folded(at) } else { "" };
    let joins = matches!(behind(run.end), "和" | "与" | "及" | "等" | "或" | "以" | "的" | "跟");
    comma && !joins && run.end < reading.unit.tokens.end && scan.kind(run.end) == TokenKind::Han
}

/// Whether the words around a value link it to a subject.
fn is_linked(
    reading: &Reading<'_, '_>,
    id: PropertyId,
    property: &Property,
    valued: &Valued,
    links: &mut Links<'_, '_, '_>,
) -> bool {
    let Linked { around, best, named, .. } = links.of(&valued.run);
    let best = around.or(best).filter(|_| matches!(property.range, Range::Quantity { .. }));
    let named = named.filter(|_| best.is_none());
    match (&property.range, named) {
        // `the hidden size of X is N`: the name says which property it is, whatever words link.
        (Range::Quantity { .. } | Range::Entry(_) | Range::Date, Some(name)) if name == id => true,
        (Range::Quantity { .. }, Some(_)) if best != Some(id) => false,
        (Range::Quantity { .. }, _) => best == Some(id),
        _ => {
            around == Some(id)
                || around.is_some_and(|other| is_around_as_well(reading, id, other, &valued.run))
                || link(reading, id, property, &valued.run).is_some()
                || is_forgone(reading, property, valued)
        }
    }
}

/// The values that the words of a unit link to a subject, whatever it is: what a question says of what it asks for.
pub(super) fn linked(reading: &Reading<'_, '_>) -> Vec<(PropertyId, Valued)> {
    let mut links = Links { reading, known: Vec::new() };
    let mut found = Vec::new();
    for id in possible::properties(reading) {
        let property = reading.scan.glossary.property(id);
        for valued in values_in(reading, property, &reading.unit.tokens) {
            if is_linked(reading, id, property, &valued, &mut links) {
                found.push((id, valued));
            }
        }
    }
    found
}

/// What the words of a unit link its values to, found once for each.
struct Links<'r, 's, 'a> {
    reading: &'r Reading<'s, 'a>,
    known: Vec<(Run, Linked)>,
}

/// What the words around one value link it to, whatever property is asked for.
#[derive(Clone, Copy)]
struct Linked {
    /// The property whose words stand around it.
    around: Option<PropertyId>,
    /// The property whose words stand closest, where it is a number.
    best: Option<PropertyId>,
    /// The property whose name stands before it.
    named: Option<PropertyId>,
    /// Whether the word behind it says what it counts.
    counted: bool,
}

impl Links<'_, '_, '_> {
    fn of(&mut self, value: &Run) -> Linked {
        if let Some((_, linked)) = self.known.iter().find(|(run, _)| run == value) {
            return *linked;
        }
        let reading = self.reading;
        let number = reading.scan.amounts_of(reading.id).iter().any(|amount| amount.run == *value);
        let linked = Linked {
            around: surrounding(reading, value),
            best: if number { best_link(reading, value) } else { None },
            named: naming(reading, value),
            counted: counts_other(reading, value),
        };
        self.known.push((value.clone(), linked));
        linked
    }
}

fn claim(
    reading: &Reading<'_, '_>,
    id: PropertyId,
    property: &Property,
    valued: &Valued,
    place: Option<usize>,
    values: usize,
    drafts: &mut Vec<Draft>,
) {
    if is_of_a_part(reading, valued) {
        return;
    }
    let value = entry_of(&valued.value);
    let accept = |entry| in_domain(reading.scan, property, entry) && Some(entry) != value;
    let subjects = described(reading, id, &valued.run, &accept)
        .map_or_else(|| subject::find(reading, &valued.run, &accept), |subject| vec![subject]);
    let paired = reading.has(CueKind::Respectively);
    // A name or a value that is not known would put the others out of order.
    if paired && (subjects.len() < 2 || subjects.len() != values) {
        return;
    }
    for (at, subject) in subjects.into_iter().enumerate() {
        // A member is no value of its family (`Vicuna: our base is Vicuna-13B`).
        let member = |entry| reading.scan.glossary.is_narrower_or_same(entry, subject.entry);
        if value.is_some_and(member) || value.is_some() && is_beside(reading, &subject, &valued.run) {
            continue;
        }
        // In the order given: the first value is the first subject's.
        if !paired || Some(at) == place {
            drafts.extend(draft(reading, id, subject, valued.clone()));
        }
    }
}

/// Whether a value is enumerated with its subject (`A and B are fine-tuned`), or said of other things that are counted
/// between the two (`A, and six models based on B`).
fn is_beside(reading: &Reading<'_, '_>, subject: &Subject, value: &Run) -> bool {
    let scan = reading.scan;
    // `Developed by X, Y …` leads up to Y.
    let leads = value.end <= subject.run.start && reading.clause(value.start) != reading.clause(subject.run.start);
    if subject.unit != reading.id || leads {
        return false;
    }
    let named = |at: u32| scan.mention_at(at).is_some_and(|mention| !mention.run.contains(&(at + 1)));
    let counted = |at: u32| {
        let noun = matches!(scan.folded(at), "models" | "checkpoints" | "variants") && at > subject.run.end;
        noun && scan.kind(at - 1) != TokenKind::Punct && !named(at - 1)
    };
    let between = subject.run.end..value.start;
    joined(reading, value, &subject.run)
        || joined(reading, &subject.run, value)
        || between.clone().any(counted)
        || (1..=4).contains(&between.len())
            && between.clone().any(|at| matches!(scan.folded(at), "and" | "和"))
            && between.clone().all(|at| scan.is_light(at) || scan.kind(at) != TokenKind::Word || is_count(reading, at))
}

/// Whether a token is of a number.
fn is_count(reading: &Reading<'_, '_>, at: u32) -> bool {
    reading.scan.amounts_of(reading.id).iter().any(|amount| amount.run.contains(&at))
}

/// Whether the words around a value are those of two properties: `introduced by X` of where a thing comes from, and of where
/// it was first used.
fn is_around_as_well(reading: &Reading<'_, '_>, id: PropertyId, other: PropertyId, value: &Run) -> bool {
    let run = |of: PropertyId| {
        let holds =
            |hit: &&Hit| hit.owner == Owner::With(of) && hit.run.start <= value.start && value.end <= hit.run.end;
        reading.scan.hits_of(reading.id).iter().filter(holds).map(|hit| hit.run.len()).max()
    };
    run(id).is_some() && run(id) == run(other)
}

/// The property whose words stand around a value: `is a <n> model`.
fn surrounding(reading: &Reading<'_, '_>, value: &Run) -> Option<PropertyId> {
    let holds = |hit: &&Hit| hit.run.start <= value.start && value.end <= hit.run.end;
    let hits = reading.scan.hits_of(reading.id).iter().filter(holds);
    let takes = takes(reading, value);
    hits.filter_map(|hit| match hit.owner {
        Owner::With(id) if takes(id) => Some((hit.run.len(), id)),
        _ => None,
    })
    .max()
    .map(|(_, id)| id)
}

/// The subject that a relative clause describes: `Meta 发布的 LLaMA`, `the LLaMA that …` is read elsewhere.
fn described(
    reading: &Reading<'_, '_>,
    id: PropertyId,
    value: &Run,
    accept: &dyn Fn(EntryId) -> bool,
) -> Option<Subject> {
    let scan = reading.scan;
    let after =
        |hit: &&Hit| hit.owner == Owner::After(id) && hit.run.start >= value.end && hit.run.start - value.end <= 3;
    let hit = scan.hits_of(reading.id).iter().filter(after).max_by_key(|hit| hit.run.end)?;
    let ends = scan.folded(hit.run.end - 1) == "的";
    let relative = ends || scan.folded(hit.run.end) == "的";
    let at = hit.run.end + u32::from(!ends);
    let mention =
        scan.mentions_of(reading.id).iter().find(|mention| mention.run.start >= at && mention.run.start <= at + 2)?;
    let entry = subject::only(mention, accept).filter(|_| !reading.is_set_apart(&mention.run))?;
    // `X 是 Meta 放出来的 Y 复刻`: what is told is X, of what kind it is.
    let clause = reading.clause(value.start);
    let told = |other: &Found| {
        other.run.end < value.start
            && matches!(scan.folded(other.run.end), "是" | "is")
            && reading.clause(other.run.start) == clause
            // `X 是基于 A 开源的 Y 构建的`: what it is based on is by A.
            && !matches!(scan.folded(other.run.end + 1), "基" | "从" | "对")
    };
    let relative = relative && !scan.mentions_of(reading.id).iter().any(told);
    relative.then(|| Subject { entry, run: mention.run.clone(), unit: reading.id })
}

/// Which properties a value can be of: by its kind, and by what the unit names.
pub(super) fn takes<'r>(reading: &'r Reading<'_, '_>, value: &Run) -> impl Fn(PropertyId) -> bool + use<'r> {
    let start = value.start;
    let scan = reading.scan;
    let amount = scan.amounts_of(reading.id).iter().find(|amount| amount.run == *value);
    // `992 A100s`, `992 张 A100`: what is counted is no subject.
    let counted = value.end..=value.end + 1;
    let counted = move |mention: &&Found| amount.is_some() && counted.contains(&mention.run.start);
    let fits = move |property: &Property| {
        let mentions = scan.mentions_of(reading.id);
        mentions.iter().all(|mention| counted(&mention))
            || mentions.iter().any(|mention| mention.entries.iter().any(|&entry| in_domain(scan, property, entry)))
    };
    move |id: PropertyId| match &scan.glossary.property(id).range {
        _ if !fits(scan.glossary.property(id)) => false,
        Range::Quantity { least, .. } => amount.is_some_and(|amount| may_count(amount, *least)),
        Range::Date => amount.is_some_and(|amount| crate::draft::date(amount).is_some() && is_counted_in_years(amount)),
        Range::Entry(kinds) => reading
            .scan
            .mention_at(start)
            .is_some_and(|mention| mention.entries.iter().any(|&entry| is_kind(reading, kinds, entry))),
        _ => false,
    }
}

/// Whether an amount is a number of what is counted, or asks for one.
fn may_count(amount: &Amount, least: f64) -> bool {
    amount.kind == AmountKind::Asked || crate::draft::number(amount, least).is_some()
}

/// The property that a question asks a number of: `how many layers`, `需要几个模型`.
pub(super) fn counted(question: &Reading<'_, '_>) -> Option<PropertyId> {
    let asked = question.scan.amounts_of(question.id).iter().find(|amount| amount.kind == AmountKind::Asked)?;
    surrounding(question, &asked.run)
        .or_else(|| best_link(question, &asked.run))
        .or_else(|| naming(question, &asked.run))
}

/// Whether a question asks how many of several: `how many of its layers`.
pub(super) fn counts_part(question: &Reading<'_, '_>) -> bool {
    let part = |amount: &Amount| amount.kind == AmountKind::Asked && question.scan.folded(amount.run.end) == "of";
    question.scan.amounts_of(question.id).iter().any(part)
}

/// The property whose name stands before a value with nothing between them but small words and the name of the subject:
/// `the hidden size of X is N`, `X 的词表大小达到 N`. The nearest name counts.
fn naming(reading: &Reading<'_, '_>, value: &Run) -> Option<PropertyId> {
    let clause = reading.clause(value.start);
    let scan = reading.scan;
    let takes = takes(reading, value);
    let near = |hit: &&Hit| {
        let Owner::Name(id) = hit.owner else { return false };
        // A preposition alone (`by`, `from`) names nothing in a sentence.
        let light = hit.run.len() == 1 && scan.is_light(hit.run.start);
        !light
            && hit.run.end <= value.start
            && value.start - hit.run.end <= NAME_REACH
            && (reading.clause(hit.run.start) == clause || hit.run.end + 1 == value.start && scan.folded(hit.run.end) == ":")
            && (hit.run.end..value.start).all(|at| binds(reading, at))
            // `52 个学科的 13948 个 …`: what is named owns the number.
            && reading.scan.folded(value.start - 1) != "的"
            && takes(id)
    };
    let nearest =
        reading.scan.hits_of(reading.id).iter().filter(near).max_by_key(|hit| (hit.run.end, hit.run.len()))?;
    let same = |hit: &&Hit| near(hit) && hit.run == nearest.run;
    // Several properties go by that name: which is meant is not said.
    let count = reading.scan.hits_of(reading.id).iter().filter(same).count();
    match nearest.owner {
        Owner::Name(id) if count == 1 => Some(id),
        _ => None,
    }
}

/// Whether an amount is a date and nothing else: a bare year may be a count.
pub(super) fn is_counted_in_years(amount: &Amount) -> bool {
    matches!(amount.kind, AmountKind::Date(_) | AmountKind::Year(_))
}

/// Whether a token between a property's name and its value only binds them, or is of a mention.
fn binds(reading: &Reading<'_, '_>, at: u32) -> bool {
    let scan = reading.scan;
    if matches!(scan.folded(at), "and" | "or" | "和" | "与" | "及" | "或" | "跟" | "same" | "同") {
        return false;
    }
    scan.is_light(at) || scan.mention_at(at).is_some() || matches!(scan.folded(at), "=" | "≈" | "~" | "约" | ":")
}

/// Whether the clause speaks of a part of its subject: of some layers, or of a share in percent.
fn is_of_a_part(reading: &Reading<'_, '_>, valued: &Valued) -> bool {
    let clause = reading.clause(valued.run.start);
    let share = || {
        reading.scan.amounts_of(reading.id).iter().any(|amount| {
            amount.kind == AmountKind::Percent
                && amount.run.end <= valued.run.start
                && reading.clause(amount.run.start) == clause
        })
    };
    let keyed = reading.unit.key.is_some() && reading.clause_has(CueKind::Part, reading.unit.tokens.start);
    keyed
        || reading.clause_has(CueKind::Part, valued.run.start)
        || reading.reaches(CueKind::Part, valued.run.start)
        || matches!(valued.value, ClaimValue::Quantity(_)) && share()
}
