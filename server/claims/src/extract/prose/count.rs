//! Which property's words count a number: those that stand closest, and none that a mark, another number or another noun
//! takes. What else links a value is told in `link`.

use glossary::{Owner, PropertyId, Range};
use note::{Joint, TokenKind};

use super::{NUMBER_REACH, may_count};
use crate::{
    reading::Reading,
    scan::{Amount, AmountKind, Hit, Run},
};

/// A noun for models follows several sizes within so many tokens.
const SIZES: u32 = 16;

/// So many Chinese characters may describe what a number counts.
const DESCRIBED: usize = 4;

/// Whether a number counts something by the word behind it.
pub(super) fn counts_other(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    value.end < reading.unit.tokens.end
        && matches!(scan.kind(value.end), TokenKind::Word | TokenKind::Han)
        && !scan.is_light(value.end)
}

/// Of the properties whose values are numbers, the one whose words stand closest to the number: directly behind it,
/// else before it.
pub(in crate::extract) fn best_link(reading: &Reading<'_, '_>, value: &Run) -> Option<PropertyId> {
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
pub(super) fn counts_nearer(reading: &Reading<'_, '_>, between: &Run) -> bool {
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
pub(super) fn describes_counted(reading: &Reading<'_, '_>, between: &Run) -> bool {
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
