//! Brackets behind a name that hold values and nothing else: `BERT (Google, 2018)`.

use glossary::{Owner, PropertyId};
use note::TokenKind;

use crate::{
    reading::Reading,
    scan::{Amount, AmountKind, Found, Hit, Run},
};

/// Whether a value stands in the bracket behind a mention: first in that behind what the unit opens with, `BLOOM
/// (BigScience)`, or anywhere among others in one that holds nothing but values, `…, OPT (Meta, 2022), …`.
pub(super) fn is_bare(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let tokens = &reading.unit.tokens;
    let Some(open) = (tokens.start..value.start).rfind(|&at| scan.folded(at) == "(") else { return false };
    let named = open.checked_sub(1).and_then(|at| scan.mention_at(at)).filter(|mention| mention.run.end == open);
    let Some(mention) = named else { return false };
    let divides = |at: u32| matches!(scan.folded(at), "," | "、");
    let opens = mention.run.start == tokens.start;
    if opens && value.start == open + 1 {
        return value.end < tokens.end && (divides(value.end) || scan.folded(value.end) == ")");
    }
    // `an open reproduction of X (3B, 7B)`: the bracket is about the whole.
    let lists = |at: u32| {
        matches!(scan.folded(at), "and" | "or" | "like" | "和" | "与" | "及" | "有" | "如" | "像")
            || scan.kind(at) == TokenKind::Punct
    };
    if !opens && !lists(mention.run.start - 1) {
        return false;
    }
    let Some(close) = (value.end..tokens.end).find(|&at| scan.folded(at) == ")") else { return false };
    // `trained with A and B (Google, 2020).`: the only bracket is of the whole.
    let named = |at: u32| at != open && scan.folded(at) == "(" && scan.mention_at(at - 1).is_some();
    if !opens && !(tokens.start + 1..tokens.end).any(named) {
        return false;
    }
    let parts = split(open + 1..close, divides);
    parts.len() > 1 && parts.contains(value) && parts.iter().all(|part| is_value(reading, part))
}

/// Whether a value stands alone in the bracket behind a name of a list whose key is what the property is called: `Context
/// length: GPT-3 (2048), Claude 3 (200k)`.
pub(super) fn is_of_key(reading: &Reading<'_, '_>, id: PropertyId, value: &Run) -> bool {
    let scan = reading.scan;
    let Some(key) = reading.unit.key.filter(|key| key.value < value.start) else { return false };
    let open = value.start - 1;
    let close = value.end;
    let named = open.checked_sub(1).and_then(|at| scan.mention_at(at)).filter(|mention| mention.run.end == open);
    // `RoPE（旋转位置编码）`: another name of what stands before the bracket is no value of it.
    let gloss = |mention: &Found| scan.mention_at(value.start).is_some_and(|own| own.entries == mention.entries);
    let listed = named.is_some_and(|mention| mention.run.start >= key.value && !gloss(mention));
    let calls = |hit: &Hit| matches!(hit.owner, Owner::Name(owner) if owner == id) && hit.run.end == key.end;
    let closed = close < reading.unit.tokens.end && scan.folded(close) == ")";
    scan.folded(open) == "(" && closed && listed && scan.hits_of(reading.id).iter().any(calls)
}

/// The runs between the tokens that divide one.
fn split(run: Run, divides: impl Fn(u32) -> bool) -> Vec<Run> {
    let mut parts = Vec::new();
    let mut start = run.start;
    for at in run.clone().filter(|&at| divides(at)).chain([run.end]) {
        parts.push(start..at);
        start = at + 1;
    }
    parts
}

/// Whether a run is one name, or one number or date, and nothing else.
fn is_value(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let number = |amount: &Amount| {
        let whole = matches!(amount.kind, AmountKind::Date(_) | AmountKind::Year(_) | AmountKind::Number(_, true));
        whole && amount.run == *run
    };
    let name = reading.scan.mention_at(run.start).is_some_and(|mention| mention.run == *run && !mention.part);
    name || reading.scan.amounts_of(reading.id).iter().any(number)
}
