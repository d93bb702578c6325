//! Members of a family that a line opens with by their number alone: below `ChatGLM` `二代支持 …`, `初代是 …`.
//!
//! The number picks the member whose label is the family's with it (`ChatGLM 2`); the first has none, and is what bears the
//! family's name. Of a generation without such a label nothing is known.

use glossary::EntryId;

use super::{Subject, context::from_context};
use crate::reading::Reading;

/// The member that a unit opens with, if it opens with a generation.
pub(super) fn opening(reading: &Reading<'_, '_>, accept: &dyn Fn(EntryId) -> bool) -> Option<Subject> {
    let scan = reading.scan;
    let tokens = &reading.unit.tokens;
    let word = |at: u32| if at < tokens.end { scan.folded(at) } else { "" };
    let start = reading.unit.opening();
    let first = start + u32::from(word(start) == "第");
    let number = match word(first) {
        "一" | "初" => 1,
        "二" => 2,
        "三" => 3,
        "四" => 4,
        _ => return None,
    };
    // `一代又一代`, `一代人`.
    if word(first + 1) != "代"
        || matches!(word(first + 2), "又" | "人" | "一" | "代" | "、" | "和" | "与" | "到" | "至")
    {
        return None;
    }
    let glossary = scan.glossary;
    let model = |entry: EntryId| glossary.kind_name(entry) == "model";
    let [family] = &from_context(reading, &model)[..] else { return None };
    let run = start..first + 2;
    let name = &glossary.entry(family.entry).pref_label.en;
    let found =
        if number == 1 { vec![first_of(reading, family.entry)] } else { glossary.find(&format!("{name} {number}")) };
    let [entry] = found[..] else { return None };
    accept(entry).then_some(Subject { entry, run, unit: reading.id })
}

/// The first generation: what bears the family's name and a size, if one alone does, else the family.
fn first_of(reading: &Reading<'_, '_>, family: EntryId) -> EntryId {
    let glossary = reading.scan.glossary;
    let name = &glossary.entry(family).pref_label.en;
    let sized = |member: &EntryId| {
        let rest = glossary.entry(*member).pref_label.en.strip_prefix(name.as_str());
        let size = rest.and_then(|rest| rest.strip_prefix(['-', ' ']));
        size.is_some_and(|size| size.starts_with(|c: char| c.is_ascii_digit()) && size.ends_with(['B', 'M']))
    };
    match glossary.narrower_of(family).into_iter().filter(sized).collect::<Vec<_>>()[..] {
        [member] => member,
        _ => family,
    }
}
