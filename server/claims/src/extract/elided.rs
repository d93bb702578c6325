//! Numbers whose noun was said before: `A has 12 layers and B 24`, `layers: 12 (base), 24 (large)`, `base 12 heads, while
//! large has 16`.
//!
//! Such a number follows another with nothing between the two but the name of what has it, small words and what the
//! first one counts, and is of its kind: as large, and written as it is.

use glossary::{Owner, PropertyId};
use note::TokenKind;

use super::draft;
use crate::{
    ClaimValue,
    draft::{Draft, Valued},
    reading::Reading,
    scan::{Amount, AmountKind, Found, Hit, Run},
    subject::{self, Subject, in_domain},
};

/// So many tokens stand at most between two such numbers.
const BETWEEN: usize = 12;
/// Of two such numbers the larger is at most so many times the smaller.
const RATIO: f64 = 40.0;
/// From here on `32000` and `250K` are written alike.
const LARGE: f64 = 1e3;

/// Appends the numbers that take up what drafts from `from` on say of others.
pub(super) fn read(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>, from: usize) {
    if reading.unit.cell.is_some() || reading.has(glossary::CueKind::Respectively) {
        return;
    }
    beside(reading, drafts, from);
    let mut at = from;
    while let Some(first) = drafts.get(at) {
        at += 1;
        if let Some(next) = taken_up(reading, first, &drafts[from..]) {
            drafts.push(next);
        }
    }
}

/// Appends the numbers that stand beside a name of their own and count what another in the line does: `A: 52 layers; B: 48
/// layers`.
fn beside(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>, from: usize) {
    let scan = reading.scan;
    let mut made = Vec::new();
    for amount in scan.amounts_of(reading.id) {
        let AmountKind::Number(number, _) = amount.kind else { continue };
        let known = |draft: &Draft| draft.run == amount.run;
        let mark = amount.run.start.checked_sub(1).filter(|at| reading.unit.tokens.contains(at));
        let marked = mark.filter(|&at| matches!(scan.folded(at), ":" | "：" | "("));
        let name = marked.and_then(|at| at.checked_sub(1)).and_then(|at| scan.mention_at(at));
        let Some(name) = name.filter(|name| Some(name.run.end) == mark) else { continue };
        if drafts[from..].iter().any(known) || scan.mention_at(amount.run.start).is_some() {
            continue;
        }
        let counted = |id: PropertyId| {
            let unit = |hit: &Hit| hit.owner == Owner::After(id) && hit.run.start == amount.run.end;
            scan.hits_of(reading.id).iter().any(unit)
        };
        let alike = |draft: &&Draft| matches!(draft.value, ClaimValue::Quantity(_)) && counted(draft.property);
        let Some(id) = drafts[from..].iter().find(alike).map(|draft| draft.property) else { continue };
        let accept = |entry| in_domain(scan, scan.glossary.property(id), entry);
        let Some(entry) = subject::only(name, &accept) else { continue };
        let subject = Subject { entry, run: name.run.clone(), unit: reading.id };
        let valued = Valued { value: ClaimValue::Quantity(number), run: amount.run.clone() };
        made.extend(draft(reading, id, subject, valued).map(|draft| Draft { keyed: true, ..draft }));
    }
    drafts.extend(made);
}

/// The next number or date, where it takes up what the first is of.
fn taken_up(reading: &Reading<'_, '_>, first: &Draft, known: &[Draft]) -> Option<Draft> {
    let scan = reading.scan;
    let amounts = scan.amounts_of(reading.id);
    let before = amounts.iter().find(|amount| amount.run == first.run)?;
    let usable = |amount: &Amount| scan.mention_at(amount.run.start).is_none() && !names_size(reading, amount);
    let next = amounts.iter().find(|amount| amount.run.start >= before.run.end && usable(amount))?;
    let value = alike(before, &first.value, next)?;
    if known.iter().any(|draft| draft.run == next.run) || !is_bare(reading, &next.run) {
        return None;
    }
    // `B 7 and 8`: two numbers, in the order of what was named.
    let joins = |at: u32| at < reading.unit.tokens.end && matches!(scan.folded(at), "and" | "和" | "与" | "、" | "/");
    if joins(next.run.end) && amounts.iter().any(|amount| amount.run.start == next.run.end + 1) {
        return None;
    }
    let between = before.run.end..next.run.start;
    let subject = subject_of(reading, first.property, &between, &next.run)?;
    let name = &subject.run;
    let word = |at: u32| scan.folded(at);
    // `12 (base), 24 (large)`, `768 for A, 1024 for B`: the first has a name behind it, too.
    let bracketed = |at: u32| word(at - 1) == "(" && word(at + 1) == ")";
    let own = |at: u32| first.subject.unit == reading.id && first.subject.run.contains(&at);
    let tied = |at: u32| bracketed(at) || matches!(word(at - 1), "for" | "in") || own(at);
    let plain = |at: u32| {
        name.contains(&at)
            || tied(at)
            || scan.is_light(at) && !scan.negates(at)
            || counts(reading, first.property, at)
            || is_joint(word(at))
    };
    // `X (1.6T, 49B active) and Y (284B, 13B active)`: what Y has of it is said elsewhere.
    let told = |draft: &Draft| draft.property == first.property && draft.subject.entry == subject.entry;
    if between.len() > BETWEEN || !between.clone().all(plain) || known.iter().any(told) {
        return None;
    }
    let made = draft(reading, first.property, subject, Valued { value, run: next.run.clone() });
    made.map(|made| Draft { keyed: first.keyed, ..made })
}

/// The value of a second amount, where it is of the kind of the first.
fn alike(first: &Amount, value: &ClaimValue, second: &Amount) -> Option<ClaimValue> {
    match (value, first.kind, second.kind) {
        (ClaimValue::Quantity(number), AmountKind::Number(_, one), AmountKind::Number(other, two)) => {
            let near = *number > 0.0 && other > 0.0 && (number / other).max(other / number) <= RATIO;
            let written = one == two || *number >= LARGE && other >= LARGE;
            (near && written).then_some(ClaimValue::Quantity(other))
        }
        (ClaimValue::Date(_), ..) => crate::draft::date(second),
        _ => None,
    }
}

/// What has the second number: what a preposition or a bracket names behind it, the one name between the two, or a member
/// of a family that is named in either place.
fn subject_of(reading: &Reading<'_, '_>, id: PropertyId, between: &Run, value: &Run) -> Option<Subject> {
    let scan = reading.scan;
    let accept = |entry| in_domain(scan, scan.glossary.property(id), entry);
    if let Some(member) = subject::inner::member_at(reading, value, &accept) {
        return (member.run.start >= between.start).then_some(member);
    }
    let tied = matches!(scan.folded(value.end), "(" | "for" | "in") && value.end < reading.unit.tokens.end;
    let behind = scan.mention_at(value.end + 1).filter(|_| tied);
    // `A has 32 KV heads and B has 36`: what is counted is named, too.
    let has = |mention: &&Found| mention.part || mention.entries.iter().any(|&entry| accept(entry));
    let mut named = reading.mentions_in(between).filter(has);
    let between = match (named.next(), named.next()) {
        (Some(mention), None) => Some(mention),
        _ => None,
    };
    let mention = behind.or(between).filter(|mention| !reading.is_set_apart(&mention.run))?;
    // `A has 57 subjects, B 52`: a number that ends its clause makes no longer name of what stands before it.
    let [entry] = mention.entries[..] else { return None };
    let whole = !mention.part || mention.run.end == value.start && ends(reading, value.end);
    (whole && accept(entry)).then(|| Subject { entry, run: mention.run.clone(), unit: reading.id })
}

/// Whether a clause ends at a token.
fn ends(reading: &Reading<'_, '_>, at: u32) -> bool {
    at >= reading.unit.tokens.end || reading.scan.ends_clause(at) || matches!(reading.scan.folded(at), "." | "。")
}

/// Whether an amount is no value but the size that a member goes by: `13B` before `has 40`, in `40 (13B)`.
fn names_size(reading: &Reading<'_, '_>, amount: &Amount) -> bool {
    let word = |at: u32| if at < reading.unit.tokens.end { reading.scan.folded(at) } else { "" };
    let bracketed = word(amount.run.end) == ")" && amount.run.start > 0 && word(amount.run.start - 1) == "(";
    subject::size::names_member(reading, amount) || bracketed && matches!(amount.kind, AmountKind::Number(_, true))
}

/// Whether nothing is counted by the words behind a number: it ends its clause, or a bracket or a small word follows.
fn is_bare(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let scan = reading.scan;
    run.end >= reading.unit.tokens.end
        || scan.kind(run.end) == TokenKind::Punct && scan.folded(run.end) != "%"
        || scan.is_light(run.end)
}

/// Whether a token is of the words for what is counted.
fn counts(reading: &Reading<'_, '_>, id: PropertyId, at: u32) -> bool {
    reading.covers(|owner| matches!(owner, Owner::After(of) | Owner::Name(of) if of == id), at)
}

/// Whether a mark or a word only joins what it stands between.
fn is_joint(word: &str) -> bool {
    matches!(
        word,
        "," | "，"
            | "、"
            | ";"
            | "；"
            | "/"
            | "("
            | ")"
            | "→"
            | "="
            | ":"
            | "："
            | "-"
            | ">"
            | "and"
            | "while"
            | "whereas"
            | "but"
            | "和"
            | "而"
            | "则"
            | "one"
            | "only"
            | "just"
            | "on"
            | "in"
            | "年"
            | "for"
            | "只"
            | "仅"
            | "有"
            | "是"
            | "的"
            | "达"
            | "到"
    )
}
