//! Members of a family that are named by their size alone: `the 7B and 13B use MHA`, `70B: 80 layers`.
//!
//! The family is what the sentence or its context is about. A size that the family does not have names something that
//! is not known, and nothing is said of it.

use glossary::EntryId;
use note::UnitId;

use super::{Subject, Topic, from_context, from_headings, only};
use crate::{
    reading::Reading,
    scan::{Amount, AmountKind, Run, Scan},
};

/// No model is counted in fewer parameters.
const LEAST: f64 = 1e7;

/// The sizes that stand before a value in its clause and name its subject, where no name stands between.
pub(super) fn before(reading: &Reading<'_, '_>, value: &Run, accept: &dyn Fn(EntryId) -> bool) -> Option<Vec<Run>> {
    let scan = reading.scan;
    let clause = reading.clause(value.start);
    let key = reading.unit.key.map(|key| reading.unit.tokens.start..key.end);
    let names = |amount: &&Amount| {
        let keyed = key.as_ref().is_some_and(|key| *key == amount.run);
        let near = reading.clause(amount.run.start) == clause && amount.run.end <= value.start;
        // `405B 那个是稠密的，126 层`: what a unit opens with is its subject to the end.
        let leads = amount.run.start == reading.unit.tokens.start && amount.run.end <= value.start;
        let unnamed = scan.mention_at(amount.run.start).is_none();
        unnamed && is_size(scan, amount) && (keyed || (near || leads) && is_named(reading, &amount.run))
    };
    let amounts = scan.amounts_of(reading.id);
    let last = amounts.iter().rposition(|amount| names(&amount))?;
    let run = amounts[last].run.clone();
    // `除 3B 和 72B 外均采用 …`, `all but the 3B use …`: said of the others.
    let clause = reading.clause_run(run.start).start.max(reading.unit.tokens.start);
    if (clause..run.start).any(|at| {
        matches!(scan.folded(at), "除" | "except" | "excluding")
            || scan.folded(at) == "but" && at > 0 && scan.folded(at - 1) == "all"
    }) {
        return Some(Vec::new());
    }
    let run_end = run.end;
    let named = |mention: &&crate::scan::Found| {
        let fits = mention.entries.iter().any(|&entry| accept(entry));
        fits && mention.run.start >= run.end && mention.run.end <= value.start
    };
    if scan.mentions_of(reading.id).iter().any(|mention| named(&mention) && !reading.is_set_apart(&mention.run)) {
        return None;
    }
    // `the 7B and 13B`: those it is enumerated with.
    let mut sizes = vec![run];
    for amount in &amounts[last + 1..] {
        let before = sizes.last().map_or(run_end, |run| run.end);
        if !is_size(scan, amount)
            || amount.run.end > value.start
            || !super::joined(reading, &(before - 1..before), &amount.run)
        {
            break;
        }
        sizes.push(amount.run.clone());
    }
    Some(sizes)
}

/// Whether an amount is no value but names a member: `the 7B`.
pub(crate) fn names_member(reading: &Reading<'_, '_>, amount: &Amount) -> bool {
    is_size(reading.scan, amount) && is_named(reading, &amount.run)
}

/// The members of the family in question that have these sizes.
pub(super) fn members(reading: &Reading<'_, '_>, sizes: &[Run], accept: &dyn Fn(EntryId) -> bool) -> Vec<Subject> {
    let scan = reading.scan;
    let first = sizes.first().map_or(0, |run| run.start);
    let here = scan.mentions_of(reading.id).iter().rev().filter(|mention| mention.run.end <= first);
    let here = here.filter(|mention| !reading.is_set_apart(&mention.run)).find_map(|mention| only(mention, accept));
    let family = here.or_else(|| Some(from_context(reading, accept).first()?.entry));
    let Some(family) = family else { return Vec::new() };
    let member = |run: &Run| Some(Subject { entry: member(scan, family, run)?, run: run.clone(), unit: reading.id });
    sizes.iter().filter_map(member).collect()
}

/// The members enumerated with a member by their sizes alone: `Llama 2 7B and 13B`.
pub(crate) fn siblings(
    reading: &Reading<'_, '_>,
    first: &crate::scan::Found,
    value: &Run,
    accept: &dyn Fn(EntryId) -> bool,
) -> Vec<Subject> {
    let scan = reading.scan;
    let Some(entry) = only(first, accept).filter(|&entry| scan.glossary.entry(entry).size.is_some()) else {
        return Vec::new();
    };
    let mut last = first.run.clone();
    let mut found = Vec::new();
    for amount in scan.amounts_of(reading.id).iter().filter(|amount| amount.run.start >= first.run.end) {
        if amount.run.end > value.start || !is_size(scan, amount) || !super::joined(reading, &last, &amount.run) {
            break;
        }
        last = amount.run.clone();
        let member = member(scan, entry, &amount.run);
        found.extend(member.map(|entry| Subject { entry, run: amount.run.clone(), unit: reading.id }));
    }
    found
}

/// The member that a key in a table names, where it holds nothing but a size, as a number or a word: `70B`, `Large`.
pub(crate) fn of_cell(scan: &Scan<'_>, id: UnitId, accept: &dyn Fn(EntryId) -> bool) -> Option<Subject> {
    let unit = scan.note.unit(id);
    let alone = match scan.amounts_of(id) {
        [] => unit.tokens.len() == 1,
        [amount] => amount.run == unit.tokens && is_size(scan, amount),
        _ => false,
    };
    if !alone {
        return None;
    }
    let Topic::One(family) = from_headings(scan, unit, accept) else { return None };
    Some(Subject { entry: member(scan, family.entry, &unit.tokens)?, run: unit.tokens.clone(), unit: id })
}

/// What a key names that gives a size beside the name, if that is known: `GPT-3 (13B)`.
pub(crate) fn given(scan: &Scan<'_>, id: UnitId, named: EntryId) -> Option<EntryId> {
    let beside = |amount: &&Amount| {
        let outside = scan.mention_at(amount.run.start).is_none_or(|mention| !mention.run.contains(&amount.run.start));
        outside && is_size(scan, amount)
    };
    let mut sizes = scan.amounts_of(id).iter().filter(beside);
    let (Some(size), None) = (sizes.next(), sizes.next()) else { return Some(named) };
    if has_sizes(scan, named) { member(scan, named, &size.run) } else { Some(named) }
}

/// Whether a family's members are told apart by their sizes.
pub(crate) fn has_sizes(scan: &Scan<'_>, family: EntryId) -> bool {
    let sized = |member: EntryId| scan.glossary.entry(member).size.is_some();
    scan.glossary.narrower_of(family).into_iter().any(sized)
}

/// The member of a family, or of the family that a member belongs to, with a size.
pub(crate) fn member(scan: &Scan<'_>, family: EntryId, run: &Run) -> Option<EntryId> {
    let glossary = scan.glossary;
    let mut wanted = String::new();
    note::token::fold(scan.source(run), &mut wanted);
    wanted.retain(|c| !c.is_whitespace());
    let families = std::iter::once(family).chain(glossary.broader_of(family));
    families.filter(|&of| glossary.kind(of) == glossary.kind(family)).find_map(|family| {
        let has = |id: &EntryId| {
            let size = glossary.entry(*id).size.as_deref();
            size.is_some_and(|size| size.eq_ignore_ascii_case(&wanted))
        };
        let members = glossary.narrower_of(family);
        members.iter().copied().find(has).or_else(|| {
            // `Llama 3 … the 405B`, which came with a version of it.
            let mut further = members.iter().flat_map(|&version| glossary.narrower_of(version)).filter(has);
            further.next().filter(|_| further.next().is_none())
        })
    })
}

fn is_size(scan: &Scan<'_>, amount: &Amount) -> bool {
    let letter = matches!(scan.folded(amount.run.end - 1), "b" | "m");
    letter && matches!(amount.kind, AmountKind::Number(number, true) if number >= LEAST)
}

/// Where the enumeration of sizes begins that ends with a run: `7B 和 13B`.
fn first_size(reading: &Reading<'_, '_>, run: &Run) -> u32 {
    let mut first = run.clone();
    for amount in reading.scan.amounts_of(reading.id).iter().rev().filter(|amount| amount.run.end <= run.start) {
        if !is_size(reading.scan, amount) || !super::joined(reading, &amount.run, &first) {
            break;
        }
        first = amount.run.clone();
    }
    first.start
}

/// Whether a size stands as a name does: behind an article, or before *model*.
fn is_named(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let scan = reading.scan;
    let before = run.start.checked_sub(1).filter(|&at| at >= reading.unit.tokens.start);
    let article = before.is_some_and(|at| matches!(scan.folded(at), "the" | "its" | "their" | "'s"));
    let behind = if run.end < reading.unit.tokens.end { scan.folded(run.end) } else { "" };
    let counted = matches!(behind, "parameter" | "parameters" | "token" | "tokens" | "参");
    let noun = matches!(behind, "model" | "models" | "version" | "variant" | "one" | "版" | "模" | "版本");
    let first = first_size(reading, run);
    let comma = first.checked_sub(1).is_some_and(|at| matches!(scan.folded(at), "," | "，"));
    let opens = comma || reading.clause_run(run.start).start == first;
    let verb = matches!(
        behind,
        "那" | "这"
            | "的"
            | "档"
            | "'s"
            | "才"
            | "则"
            | "用"
            | "有"
            | "是"
            | "采"
            | "使"
            | "却"
            | "还"
            | "也"
            | "uses"
            | "has"
            | "is"
            | "adopts"
            | "keeps"
            | "gets"
            | "stays"
            | "use"
            | "have"
            | "are"
            | "keep"
            | "stay"
            | "still"
            | "both"
            | "仍"
            | "均"
            | "都"
            | "只"
            | "保"
            | "沿"
            | "继"
            | "依"
    );
    !counted
        && (article
            || opens && (verb || is_finite(behind))
            || noun && before.is_none_or(|at| !matches!(scan.folded(at), "a" | "an" | "是" | "个" | "款" | "种")))
}

/// Whether a word may be a verb in the third person (`65B stacks 80 layers`), and is none of the nouns that are counted in millions.
fn is_finite(word: &str) -> bool {
    let counted = [
        "params",
        "weights",
        "tokens",
        "words",
        "images",
        "samples",
        "examples",
        "pairs",
        "documents",
        "docs",
        "pages",
        "books",
        "users",
        "people",
        "steps",
        "flops",
        "bytes",
        "bits",
        "rows",
        "entries",
        "items",
        "sentences",
        "models",
        "versions",
        "variants",
        "sizes",
        "class",
        "series",
        "downloads",
        "activations",
        "plus",
    ];
    word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !counted.contains(&word)
}
