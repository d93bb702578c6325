//! What one unit is about: the one thing that it names, or opens with, apart from what only varies or explains it. Which
//! unit a line stands under is told in `context`.

use glossary::EntryId;
use note::{UnitId, UnitKind};

use super::is_base;
use crate::subject::{Found, Reading, Run, Scan, Subject, only};

/// Whether a unit only says what something else is a variant of: `A simplified variant of X that skips …`.
fn is_varied(scan: &Scan<'_>, id: UnitId, mention: &Found) -> bool {
    let start = scan.note.unit(id).tokens.start;
    let word = |by: u32| mention.run.start.checked_sub(by).filter(|&at| at >= start).map_or("", |at| scan.folded(at));
    let variant = |word: &str| {
        matches!(
            word,
            "variant"
                | "variants"
                | "version"
                | "simplification"
                | "alternative"
                | "extension"
                | "generalization"
                | "refinement"
                | "modification"
                | "relative"
                | "cousin"
        )
    };
    if is_base(scan, id, mention.run.end) {
        return true;
    }
    let of = |word: &str| matches!(word, "of" | "to" | "on");
    of(word(1)) && variant(word(2))
        || matches!(word(1), "the" | "standard" | "full" | "plain") && of(word(2)) && variant(word(3))
}

/// Whether a dash or a colon alone sets a name behind another: `A — B`.
fn is_apposed(scan: &Scan<'_>, first: &Run, second: &Run) -> bool {
    let mark = |at: u32| matches!(scan.folded(at), "—" | "–" | "-" | ":" | "：" | "——");
    first.end < second.start && (first.end..second.start).all(mark)
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
    let topic = |mention: &Found| only(mention, accept).filter(|&entry| scan.glossary.is_checkable(entry));
    // Most lines name nothing that is accepted: they need not be read.
    if scan.mentions_of(id).iter().all(|mention| topic(mention).is_none()) {
        return Ok(None);
    }
    let reading = Reading::new(scan, id, false);
    let named = scan
        .mentions_of(id)
        .iter()
        .filter(|mention| !reading.is_set_apart(&mention.run) && !is_varied(scan, id, mention));
    let mut topics =
        named.filter_map(|mention| Some(Subject { entry: topic(mention)?, run: mention.run.clone(), unit: id }));
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
    let mut nearest = first.clone();
    let title = matches!(scan.note.unit(id).kind, UnitKind::Heading(_));
    let all = topics.all(|topic| {
        // `相对位置编码 — RoPE`: a title that goes from a class to one of it is about that one.
        let narrower = topic.entry != nearest.entry && glossary.is_narrower_or_same(topic.entry, nearest.entry);
        if title && narrower && glossary.kind_name(topic.entry) != "model" && is_apposed(scan, &nearest.run, &topic.run)
        {
            nearest = topic.clone();
        }
        related(topic.entry, first.entry)
    });
    if all { Ok(Some(nearest)) } else { Err(first) }
}
