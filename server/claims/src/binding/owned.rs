//! Whether a clause speaks of something that its subject has, and so not of the subject: `它的蒸馏版只有 6 层`, `its distilled
//! version has 6 layers`; and where a pronoun takes the subject up again.

use glossary::{CueKind, Owner};

use super::names_rival;
use crate::{
    ClaimValue,
    draft::Draft,
    reading::Reading,
    scan::Run,
    subject::{Subject, is_degree},
};

/// The words for a version of something: another than the one that has it.
const VERSIONS: [&str; 12] = [
    "version",
    "variant",
    "successor",
    "predecessor",
    "sibling",
    "descendant",
    "offspring",
    "rival",
    "competitor",
    "版",
    "后",
    "前",
];

/// Whether a pronoun of the context owns a version of what is meant, of which nothing tells what it is.
pub(super) fn is_of_a_part(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let clause = reading.clause_run(value.start);
    let start = clause.start.max(reading.unit.tokens.start);
    let owner = scan
        .hits_of(reading.id)
        .iter()
        .find(|hit| hit.owner == Owner::Cue(CueKind::Anaphor) && start <= hit.run.start && hit.run.end <= value.start);
    let Some(owner) = owner else { return false };
    let end = owner.run.end;
    let owns = matches!(scan.folded(end), "的" | "'s") || matches!(scan.folded(end - 1), "its" | "their" | "其");
    let first = end + u32::from(matches!(scan.folded(end), "的" | "'s"));
    let noun = (first..value.start.min(first + 4)).find(|&at| VERSIONS.contains(&scan.folded(at)));
    // `its large version` is one of its own sizes.
    let sized = |at: u32| {
        is_degree(scan.folded(at))
            || matches!(scan.folded(at), "base" | "largest" | "smallest" | "biggest" | "大" | "小" | "础" | "准")
    };
    owns && noun.is_some_and(|noun| noun > first && !sized(noun - 1))
}

/// Where *it*, as the subject of a verb, takes up a subject that nothing else of its kind stands behind: `X needs a sense of
/// order, and for that it uses …`.
pub(super) fn taken_up(reading: &Reading<'_, '_>, subject: &Subject, run: &Run) -> Option<u32> {
    let scan = reading.scan;
    let finite = |word: &str| {
        word.len() > 2 && word.ends_with('s') && !word.ends_with("ss") || matches!(word, "is" | "can" | "will" | "must")
    };
    let it = run.clone().rev().find(|&at| scan.folded(at) == "it" && finite(scan.folded(at + 1)))?;
    (!names_rival(reading, &(subject.run.end..it), subject)).then_some(it + 1)
}

/// Whether what is taken for a value is told to have one of its own: `…的底子是 A，B 的底子是 C`.
pub(super) fn has_its_own(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let end = draft.run.end;
    let owns = matches!(draft.value, ClaimValue::Entry(_)) && matches!(reading.scan.folded(end), "的" | "'s");
    let of = |owner: Owner| matches!(owner, Owner::Name(id) | Owner::Before(id) if id == draft.property);
    // `由 X 的团队提出`: whose people they are.
    let people = |first: &str, second: &str| {
        matches!(
            (first, second),
            ("团", "队") | ("研", "究") | ("科", "学") | ("工", "程") | ("作", "者") | ("员", "工")
        ) || matches!(first, "team" | "researchers" | "engineers" | "scientists" | "lab")
    };
    owns && !people(reading.scan.folded(end + 1), reading.scan.folded(end + 2))
        && reading.scan.hits_of(reading.id).iter().any(|hit| hit.run.start == end + 1 && of(hit.owner))
}
