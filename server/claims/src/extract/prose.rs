//! Typed values in sentences and fragments: a value that a property's words link to a subject.
//!
//! `LLaMA uses RMSNorm`, `Meta released OPT`, `32 layers`, `encoder-decoder Transformer` under a heading.

use glossary::{CueKind, EntryId, Owner, Property, PropertyId, Range};
use note::{Joint, TokenKind};

use super::{
    alone::{is_alone_behind_key, is_card, is_counted_alone, is_extreme, is_provenance, stands_alone},
    bracket, draft, entry_of, possible,
};
use crate::{
    ClaimValue, binding,
    draft::{Draft, Valued, is_kind, values_in},
    reading::Reading,
    scan::{Amount, AmountKind, Found, Hit, Run},
    subject::{self, Subject, in_domain, joined},
};

/// The same for a date.
const DATE_REACH: u32 = 6;
/// How many tokens may stand between words that link and an entry they link to.
const REACH: u32 = 12;
/// The same for a number, which says less by itself.
const NUMBER_REACH: u32 = 3;

/// A noun for models follows several sizes within so many tokens.
const SIZES: u32 = 16;

/// A property's name is at most this many tokens before the value it names.
const NAME_REACH: u32 = 14;

/// So many Chinese characters may describe what a number counts.
const DESCRIBED: usize = 4;

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
            && !is_linked_on(reading, id, &valued.run);
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

/// Whether a number counts something by the word behind it.
fn counts_other(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    value.end < reading.unit.tokens.end
        && matches!(scan.kind(value.end), TokenKind::Word | TokenKind::Han)
        && !scan.is_light(value.end)
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

/// Of the properties whose values are numbers, the one whose words stand closest to the number: directly behind it,
/// else before it.
pub(super) fn best_link(reading: &Reading<'_, '_>, value: &Run) -> Option<PropertyId> {
    let clause = reading.clause(value.start);
    let amount = reading.scan.amounts_of(reading.id).iter().find(|amount| amount.run == *value);
    // `训练了一个 11B 的模型`: the number is the model's size, whatever is done with it.
    let noun = value.end + u32::from(reading.scan.folded(value.end) == "的");
    let sized = matches!(reading.scan.folded(noun), "model" | "models" | "模") || is_one_of_sizes(reading, value);
    let score = |hit: &Hit| -> Option<(u32, PropertyId)> {
        let (Owner::Before(id) | Owner::After(id)) = hit.owner else { return None };
        if sized && hit.run.end <= value.start && !reading.scan.glossary.property(id).bare {
            return None;
        }
        let number = match reading.scan.glossary.property(id).range {
            Range::Quantity { least, .. } => amount.is_none_or(|amount| may_count(amount, least)),
            _ => false,
        };
        if !number || reading.clause(hit.run.start) != clause || is_in_name(reading, &hit.run) {
            return None;
        }
        // `24 layers with 2880 …`: the word is the unit of the number before it, unless that is of a name (`Llama 2 read …`).
        let unnamed = |amount: &Amount| reading.scan.mention_at(amount.run.start).is_none();
        let counts = |amount: &Amount| amount.run.end == hit.run.start && unnamed(amount);
        let taken = || reading.scan.amounts_of(reading.id).iter().any(counts);
        let (apart, before) = match hit.owner {
            Owner::Before(_) if taken() => return None,
            Owner::After(_) if counts_nearer(reading, &(value.end..hit.run.start.max(value.end))) => return None,
            Owner::After(_) if describes_counted(reading, &(value.end..hit.run.start.max(value.end))) => (1, 0),
            Owner::After(_) => (hit.run.start.checked_sub(value.end)?, 0),
            _ if is_enumerated(reading, &(hit.run.end..value.start.max(hit.run.end))) => return None,
            _ => (reading.distance(&(hit.run.end..value.start.max(hit.run.end))), 1),
        };
        let placed = if before == 1 { hit.run.end <= value.start } else { hit.run.start >= value.end };
        (placed && apart <= if before == 1 { NUMBER_REACH } else { 1 }).then_some((2 * apart + before, id))
    };
    let scored = || reading.scan.hits_of(reading.id).iter().filter_map(|hit| Some((score(hit)?, hit)));
    let (_, id) = scored().min_by_key(|&((score, id), hit)| (score, u32::MAX - hit.run.len() as u32, id))?.0;
    // `activates 37B parameters`: of two that count the same, the words before the number say which.
    let range = |id| &reading.scan.glossary.property(id).range;
    let alike = |&((_, other), hit): &((u32, PropertyId), &Hit)| {
        matches!((range(id), range(other)), (Range::Quantity { unit: a, .. }, Range::Quantity { unit: b, .. }) if a == b)
            && hit.run.end <= value.start
    };
    Some(scored().filter(alike).min_by_key(|&((score, _), _)| score).map_or(id, |((_, other), _)| other))
}

/// Whether a number is the first of several that a noun for models follows: `训练 7B / 67B dense 模型`.
fn is_one_of_sizes(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let goes_on = matches!(scan.folded(value.end), "/" | "、" | "和" | "and" | "," | "&");
    let second = goes_on && scan.kind(value.end + 1) == TokenKind::Number;
    let end = reading.clause_run(value.start).end.min(value.end + SIZES);
    second && (value.end..end).any(|at| matches!(scan.folded(at), "model" | "models" | "模"))
}

/// Whether what stands between a number and the word for what is counted ends the count: a mark, another number
/// (`100,000 four-way …`), a plural that is counted itself (`ten genres, labelled`).
fn counts_nearer(reading: &Reading<'_, '_>, between: &Run) -> bool {
    let scan = reading.scan;
    let number = |at: u32| scan.amounts_of(reading.id).iter().any(|amount| amount.run.contains(&at));
    let word = |at: u32| scan.kind(at) == TokenKind::Word;
    let plural = |at: u32| {
        let text = scan.folded(at);
        word(at) && text.len() > 4 && text.ends_with('s') && !text.ends_with("ss")
    };
    // `4-bit block`: what is attached to the number is what it counts.
    let attached = between.clone().next().is_some_and(|at| scan.token(at).joint <= Joint::Hyphen && word(at));
    attached || between.clone().any(|at| matches!(scan.folded(at), "," | "，" | "、") || number(at) || plural(at))
}

/// Whether Chinese words between a large number and what it counts only describe that: `5T 高质量 token`, `15 万亿个文本词元`.
fn describes_counted(reading: &Reading<'_, '_>, between: &Run) -> bool {
    let scan = reading.scan;
    let scaled =
        |amount: &Amount| amount.run.end == between.start && matches!(amount.kind, AmountKind::Number(_, true));
    let first = between.start + u32::from(matches!(scan.folded(between.start), "个" | "的"));
    let described = |at: u32| {
        scan.kind(at) == TokenKind::Han
            && !matches!(
                scan.folded(at),
                "模" | "型"
                    | "参"
                    | "数"
                    | "上"
                    | "在"
                    | "到"
                    | "用"
                    | "中"
                    | "张"
                    | "轮"
                    | "次"
                    | "层"
                    | "步"
                    | "条"
            )
    };
    (1..=DESCRIBED).contains(&between.len())
        && scan.amounts_of(reading.id).iter().any(scaled)
        && (first..between.end).all(described)
}

/// Whether words are part of a longer term, or begin inside of one: `专家` in `64 路专家并行`, `base is` in `BERT-base is`.
fn is_in_name(reading: &Reading<'_, '_>, run: &Run) -> bool {
    reading.scan.mention_at(run.start).is_some_and(|mention| {
        mention.run.start < run.start || run.end <= mention.run.end && mention.run.len() > run.len()
    })
}

/// Whether an enumeration goes on in a run, so that what stands before it counts something else.
fn is_enumerated(reading: &Reading<'_, '_>, run: &Run) -> bool {
    run.clone().any(|at| matches!(reading.scan.folded(at), "、" | "," | "，" | "and" | "和" | "及" | "/"))
        || run.len() == 1 && reading.scan.folded(run.start) == "的"
}

/// The words that link the value to a subject, if there are any.
fn link(reading: &Reading<'_, '_>, id: PropertyId, property: &Property, value: &Run) -> Option<Run> {
    let own = |hit: &Hit| matches!(hit.owner, Owner::Before(owner) | Owner::After(owner) if owner == id);
    if !reading.scan.hits_of(reading.id).iter().any(own) {
        return None;
    }
    let number = matches!(property.range, Range::Quantity { .. });
    let reach = match property.range {
        Range::Quantity { .. } => NUMBER_REACH,
        Range::Date => DATE_REACH,
        _ => REACH,
    };
    let clause = reading.clause(value.start);
    // `In 2021, …`, `2021 年，…`: the date stands before the clause it dates.
    let own = reading.clause_run(value.start);
    let fronted = matches!(property.range, Range::Date)
        && own.start == reading.unit.tokens.start
        && binding::weight(reading, &(own.start..value.start)) == 0
        && binding::weight(reading, &(value.end..own.end)) <= 1;
    let dates =
        |hit: &Hit| fronted && reading.clause_run(own.end.min(reading.unit.tokens.end - 1)).contains(&hit.run.start);
    let past_preposition = |from: u32| {
        (from..value.start).any(|at| {
            matches!(reading.scan.folded(at), "of" | "than" | "from" | "by")
                && reading.scan.mention_at(at).is_none()
                && !names_authors(reading, &(at + 1..value.start))
        })
    };
    let links = |hit: &&Hit| match hit.owner {
        Owner::Before(owner) | Owner::After(owner) if owner == id && dates(hit) => true,
        Owner::Before(owner) if owner == id => {
            hit.run.end <= value.start
                && !past_preposition(hit.run.end)
                && reading.distance(&(hit.run.end..value.start)) <= reach
                && reading.clause(hit.run.start) == clause
        }
        Owner::After(owner) if owner == id => {
            hit.run.start >= value.end
                && (hit.run.start - value.end <= u32::from(!number) * 3 + 1
                    || number && describes_counted(reading, &(value.end..hit.run.start)))
                && reading.clause(hit.run.start) == clause
                && (dates_what_follows(reading, property, value, hit.run.start)
                    || !is_of_another(reading, value, hit.run.start, number))
        }
        _ => false,
    };
    reading.scan.hits_of(reading.id).iter().find(links).map(|hit| hit.run.clone())
}

/// Whether a run from behind `by` on tells who did it, and no more: `by Lewis et al. in 2020`.
fn names_authors(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let scan = reading.scan;
    let name = |at: u32| scan.source(&(at..at + 1)).starts_with(char::is_uppercase) && scan.kind(at) == TokenKind::Word;
    let small = |at: u32| {
        matches!(
            scan.folded(at),
            "et" | "al" | "." | "," | "and" | "&" | "in" | "colleagues" | "coworkers" | "others" | "("
        )
    };
    let marked = run.clone().any(|at| matches!(scan.folded(at), "al" | "colleagues" | "coworkers" | "others"));
    marked && run.clone().next().is_some_and(name) && run.clone().all(|at| name(at) || small(at))
}

/// Whether a date opens its line and nothing but the name of what it dates stands between it and the words at `at`:
/// `2023-07 Llama 2 发布`.
fn dates_what_follows(reading: &Reading<'_, '_>, property: &Property, value: &Run, at: u32) -> bool {
    let scan = reading.scan;
    let verb = at;
    let named = |at: u32| {
        scan.mention_at(at).is_some_and(|mention| {
            let doer = mention.run.start == value.end && mention.run.end == verb;
            doer || subject::only(mention, &|entry| in_domain(scan, property, entry)).is_some()
        })
    };
    let opens = matches!(property.range, Range::Date) && value.start == reading.unit.tokens.start;
    opens && at > value.end && (value.end..at).all(|at| named(at) || scan.kind(at) == TokenKind::Punct)
}

/// Whether words behind a value, from `at` on, are not about it.
fn is_of_another(reading: &Reading<'_, '_>, value: &Run, at: u32, number: bool) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    let between = value.end..at;
    // `is used by X to train Y`: what it is used for is not what X did to it.
    if at > value.end && matches!(word(at - 1), "to" | "for" | "来") {
        return true;
    }
    // `invested in A and developed B`: A did neither.
    let oblique = value.start.checked_sub(1).is_some_and(|before| matches!(word(before), "in" | "with"));
    if oblique && word(value.end) == "and" {
        return true;
    }
    if number {
        return counts_nearer(reading, &between);
    }
    // `C 则以 D 为底座`: the words are about what stands nearer, or what that is enumerated with.
    reading.mentions_in(&between).any(|other| !joined(reading, value, &other.run))
}

/// Whether a verb that denies stands directly before what a property's subject is made of: `does without GQA`.
fn is_forgone(reading: &Reading<'_, '_>, property: &Property, valued: &Valued) -> bool {
    let component = || {
        let kind = entry_of(&valued.value).map(|entry| reading.scan.glossary.kind_name(entry));
        kind.is_some_and(|kind| property.domain.iter().all(|domain| domain != kind))
    };
    !property.domain.is_empty() && reading.just_before(CueKind::Forgoing, valued.run.start) && component()
}
