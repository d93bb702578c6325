//! What part a mention plays in its clause: it may be talked about, or only be an object, an owner, a circumstance.

mod owner;
mod used;

use glossary::{CueKind, Owner, Range};
use note::TokenKind;

use super::{Found, Reading};
use crate::scan::Scan;
pub(crate) use owner::owns_facet;
use owner::{is_essence_of, is_whose, owner_start, owns_property, owns_property_at};
use used::{closes_circumstance, is_bearer_of, is_doing, is_done_with, is_equipped, is_in_use, is_work_with};

/// Whether words that link a value stand directly before a mention: `uses RoPE`, `based on LLaMA`.
pub(super) fn is_object(reading: &Reading<'_, '_>, mention: &Found) -> bool {
    // Words that link a number name its property (`the hidden size of X`) and take no object.
    let takes = |id| !matches!(reading.scan.glossary.property(id).range, Range::Quantity { .. } | Range::Date);
    reading.scan.hits_of(reading.id).iter().any(|hit| {
        let links = matches!(hit.owner, Owner::Before(id) if takes(id)) && hit.run.start > reading.unit.tokens.start;
        // `the released X`: which one, not what is done to it.
        let told =
            || hit.run.len() == 1 && matches!(reading.scan.folded(hit.run.start - 1), "the" | "its" | "their" | "this");
        let near = hit.run.end <= mention.run.start && mention.run.start - hit.run.end <= 1;
        // `需要注意的是，X …`: the words before a comma take nothing behind it.
        let parted = || (hit.run.end..mention.run.start).any(|at| reading.scan.ends_clause(at));
        // `使用 X 时，…`, `When using X, …`: what the sentence goes on to tell is of X.
        let used = || crate::binding::is_use(reading, &(reading.unit.opening()..mention.run.start));
        let worked = || {
            is_bearer_of(reading, mention.run.start, mention.run.end)
                || is_equipped(reading, &mention.run)
                || is_work_with(reading, mention.run.start)
                    && is_doing(reading, reading.unit.tokens.start, mention.run.end)
        };
        let fronted = worked()
            || is_done_with(reading, &mention.run)
            || (hit.run.start <= reading.unit.tokens.start + 1 || used())
                && (matches!(reading.scan.folded(mention.run.end), "时" | "," | "，")
                    || closes_circumstance(reading, mention.run.end)
                    || is_doing(reading, hit.run.end - 1, mention.run.end));
        links && near && !told() && !parted() && !fronted && !is_opener(reading.scan, hit.run.end - 1)
    })
}

/// Whether an item opens with a verb that puts things together, which its heading does.
fn is_made_of(reading: &Reading<'_, '_>, first: u32) -> bool {
    let scan = reading.scan;
    reading.unit.kind == note::UnitKind::Item
        && (matches!(
            scan.folded(first),
            "mixes"
                | "combines"
                | "interleaves"
                | "blends"
                | "alternates"
                | "merges"
                | "mixing"
                | "combining"
                | "interleaving"
        ) || matches!(
            (scan.folded(first), scan.folded(first + 1)),
            ("混" | "结" | "组" | "融", "合") | ("交", "替" | "错")
        ))
}

/// Whether the word before a token, or before the hyphen that it goes on from, says when: `during pre-training`.
fn is_when(scan: &Scan<'_>, at: u32) -> bool {
    let when = |at: u32| matches!(scan.folded(at), "during" | "in" | "at" | "after" | "before");
    when(at) || matches!(scan.folded(at), "pre" | "post" | "continued") && at.checked_sub(1).is_some_and(when)
}

/// Whether a mention stands in a sentence without being what it is about: behind a preposition or an indefinite
/// article, or as the owner of something else (`the successor of X`, `X's architecture`, `由 X 蒸馏`, `X 的精简版`).
/// The owner of a property is what is talked about (`the context length of X`, `X 的层数`).
pub(super) fn is_oblique(reading: &Reading<'_, '_>, mention: &Found) -> bool {
    let scan = reading.scan;
    let hits = scan.hits_of(reading.id);
    let start = first_listed(reading, owner_start(reading, mention.run.start));
    let before = if start == reading.unit.tokens.start { "" } else { scan.folded(start - 1) };
    let behind = |skip: u32| {
        if mention.run.end + skip < reading.unit.tokens.end { scan.folded(mention.run.end + skip) } else { "" }
    };
    // `用 X 的话，…`: what the sentence is about.
    if (behind(0), behind(1)) == ("的", "话") {
        return false;
    }
    // `A cross-encoder encodes …`: at the beginning it stands for all of its kind.
    let verb =
        |word: &str| word.len() > 2 && word.ends_with('s') || matches!(word, "is" | "can" | "will" | "must" | "may");
    // `A temperature above 1 sharpens …`: and so does it with a value of its own.
    let valued = matches!(behind(0), "of" | "above" | "below" | "over" | "under" | "near" | "around" | "=")
        && scan.kind(mention.run.end + 1) == TokenKind::Number;
    let generic = matches!(before, "a" | "an")
        && start == reading.unit.tokens.start + 1
        && (verb(behind(0)) || valued && !scan.ends_clause(mention.run.end + 2));
    // `In a causal decoder, …`: an adjunct that says what the sentence is about.
    let fronted = matches!(before, "a" | "an")
        && start == reading.unit.tokens.start + 2
        && matches!(scan.folded(start - 2), "in" | "with" | "for" | "under" | "on");
    // `The larger the rank in LoRA, the fewer …`.
    let correlated = matches!(before, "in" | "for" | "of") && is_correlated(reading, start);
    let owned = matches!(before, "in" | "for") && named_before(reading, mention.run.start) || correlated;
    let first = reading.unit.tokens.start;
    // `- mixes X and Y`: of what the item stands under they are parts.
    if mention.run.start > first && is_made_of(reading, first) && !is_whose(reading, start, mention) {
        return true;
    }
    if is_whose(reading, start, mention) || is_in_use(reading, start, mention) {
        return false;
    }
    // `X's idea is to …`, `the goal of X is to …`: said of X itself.
    let essence = |at: u32| hits.iter().any(|hit| hit.owner == Owner::Cue(CueKind::Essence) && hit.run.start == at);
    if matches!(behind(0), "'s" | "的") && essence(mention.run.end + 1) || is_essence_of(reading, start) {
        return false;
    }
    is_prepositional(reading, mention, start) && !generic && !fronted && !owned || is_owner(reading, mention)
}

/// Whether what stands before a mention, or before the enumeration that it is of and that begins at `start`, makes an object
/// or a circumstance of it.
fn is_prepositional(reading: &Reading<'_, '_>, mention: &Found, start: u32) -> bool {
    let scan = reading.scan;
    let hits = scan.hits_of(reading.id);
    let property_at = |at: u32| {
        hits.iter().any(|hit| {
            let named = matches!(
                hit.owner,
                Owner::Name(_)
                    | Owner::Before(_)
                    | Owner::After(_)
                    | Owner::Says(..)
                    | Owner::Spares(..)
                    | Owner::Denies(..)
            );
            named && hit.run.start <= at && at < hit.run.end
        })
    };
    let opens = mention.run.start <= reading.unit.tokens.start + 1;
    let before = if start == reading.unit.tokens.start { "" } else { scan.folded(start - 1) };
    let behind = |skip: u32| {
        if mention.run.end + skip < reading.unit.tokens.end { scan.folded(mention.run.end + skip) } else { "" }
    };
    let opens_with = |at: u32| at == reading.unit.opening() && scan.ends_clause(mention.run.end);
    match before {
        // `a variant of X that …`: said of the variant.
        "of" if matches!(behind(0), "that" | "which") => true,
        "of" => mention.run.start < reading.unit.tokens.start + 2 || !property_at(mention.run.start - 2),
        // `During training X uses …`: when it does.
        "training" if start >= 2 && is_when(scan, start - 2) => false,
        // `As for X, …`.
        "for" if start >= 2 && scan.folded(start - 2) == "as" => false,
        "in" | "for" | "with" | "on" | "under" | "at" => !opens,
        // `Thanks to X, …`.
        "to" if start >= 2 && matches!(scan.folded(start - 2), "thanks" | "due" | "owing") && opens_with(start - 2) => {
            false
        }
        "from" | "to" | "into" | "by" | "than" | "as" | "via" | "using" | "a" | "an" | "onto" | "over" | "through"
        | "leverage" | "leverages" | "leveraging" | "training" | "running" | "serving" | "evaluating" => true,
        "由" | "从" | "对" | "把" | "将" | "版" | "以" | "于" | "向" | "给" | "被" | "自" => {
            !is_opener(scan, start - 1)
        }
        // `makes it possible to train X with …`, `Y trains X`: what is done to it.
        "train" | "pretrain" | "tune" | "run" | "serve" => start >= 2 && scan.folded(start - 2) == "to",
        "trains" | "runs" | "serves" => start >= 2 && scan.mention_at(start - 2).is_some(),
        "the" => start >= 2 && scan.folded(start - 2) == "on" && start - 2 > reading.unit.tokens.start,
        // `这些特征在 X 中是 …`: said of what stands before.
        "在" => {
            let clause = reading.clause_run(start).start.max(reading.unit.tokens.start);
            let heavy = |at: &u32| scan.kind(*at) == TokenKind::Han && !scan.is_light(*at) && !property_at(*at);
            let own = (clause..start - 1).filter(heavy).count() > 1 && matches!(behind(1), "是" | "为");
            // `在 X 中引入了一个参数`: what somebody puts into it is none of its own.
            let put = matches!((behind(1), behind(2)), ("引" | "加" | "插", "入") | ("添" | "增", "加"));
            own || put || !matches!(behind(0), "中" | "里")
        }
        // `用 X 生成的数据`: what it makes.
        "用" => (mention.run.end..reading.unit.tokens.end.min(mention.run.end + 4)).any(|at| scan.folded(at) == "的"),
        // What is done with something is not said of it: `训练 X 时`, as `when training X` above.
        "练" | "调" | "测" | "理" => behind(0) == "时",
        _ => false,
    }
}

/// Whether a mention only describes or owns what the words around it name.
fn is_owner(reading: &Reading<'_, '_>, mention: &Found) -> bool {
    let scan = reading.scan;
    let behind = |skip: u32| {
        if mention.run.end + skip < reading.unit.tokens.end { scan.folded(mention.run.end + skip) } else { "" }
    };
    // `The compact X`, `a distilled X`: a description of something else by way of X.
    let described = mention.run.start >= reading.unit.tokens.start + 2
        && matches!(scan.folded(mention.run.start - 2), "a" | "an" | "the")
        && !is_degree(scan.folded(mention.run.start - 1))
        && !super::member::is_extreme(reading, &mention.run)
        && scan.kind(mention.run.start - 1) == TokenKind::Word;
    // `a 300M X model`: another one of X's kind.
    let sized = (2..=4).filter_map(|by| mention.run.start.checked_sub(by)).any(|at| {
        at >= reading.unit.tokens.start
            && matches!(scan.folded(at), "a" | "an")
            && scan.amounts_of(reading.id).iter().any(|amount| amount.run == (at + 1..mention.run.start))
    });
    // `the strict comparison of the X model`: `X 模型的…` owns as `X 的…` does.
    let noun = if (behind(0), behind(1)) == ("模", "型") { 2 } else { 0 };
    described
        || sized && matches!(behind(0), "model" | "models" | "variant" | "checkpoint")
        || noun > 0 && behind(noun) == "的" && !owns_property_at(reading, mention, mention.run.end + noun + 1)
        || behind(0) == "之" && matches!(behind(1), "父" | "母")
        || matches!(behind(0), "'s" | "的") && !owns_property(reading, mention) && !owns_facet(reading, mention)
}

/// Whether a character that is a preposition by itself is the last of a word that leads to a topic: `对于 X`, `所以 X`,
/// `原版 X`.
fn is_opener(scan: &Scan<'_>, at: u32) -> bool {
    let before = at.checked_sub(1).map_or("", |before| scan.folded(before));
    matches!(
        (before, scan.folded(at)),
        ("对" | "至" | "关", "于") | ("所", "以") | ("因", "为") | ("原" | "正" | "初", "版")
    )
}

/// Whether a token stands in the first half of what grows with what: `The larger the X, the fewer the Y`.
fn is_correlated(reading: &Reading<'_, '_>, at: u32) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    let degree = |at: u32| word(at).ends_with("er") || matches!(word(at), "more" | "less");
    let correlates = |at: u32| word(at) == "the" && degree(at + 1);
    let first = reading.unit.opening();
    let clause = reading.clause_run(first);
    correlates(first) && clause.contains(&at) && (at..reading.unit.tokens.end).any(correlates)
}

/// Whether a name of several things has a description before it, and so is of some other: `一个仅包含解码器的 Transformer`.
pub(super) fn is_described(reading: &Reading<'_, '_>, mention: &Found) -> bool {
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

/// Whether a word says how much there is of something, or that it is the thing itself: `a higher temperature` is still the
/// temperature, `the released BERT` BERT.
pub(crate) fn is_degree(word: &str) -> bool {
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
            | "released"
            | "published"
            | "public"
            | "official"
            | "actual"
            | "final"
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
