//! The cues of a unit, of which some are the words of something else.

use glossary::{CueKind, Owner};
use note::{Joint, UnitId};

use super::Cue;
use crate::scan::{Run, Scan};

/// The cues of a unit: of those that overlap, the longest (`不仅` hides `不`).
pub(super) fn cues(scan: &Scan<'_>, unit: UnitId) -> Vec<Cue> {
    let mut cues: Vec<Cue> = scan
        .hits_of(unit)
        .iter()
        .filter_map(|hit| match hit.owner {
            Owner::Cue(CueKind::PseudoNegation) if scan.ends_in_name(&hit.run) => None,
            Owner::Cue(kind) => Some(Cue { kind, run: hit.run.clone(), bounded: false }),
            _ => None,
        })
        .collect();
    let longest = cues.clone();
    // What is part of a name says nothing of its own (`exact match`, `非结构化剪枝`).
    let named = |cue: &Cue| {
        scan.mention_at(cue.run.start).is_some_and(|mention| {
            mention.run.start <= cue.run.start && cue.run.end <= mention.run.end && mention.run.len() > cue.run.len()
        })
    };
    // `replaced A by B`: where words that link a value hold the cue, they say how far it reaches; the name of a property
    // (`每个头的维度`) says of no part.
    let holding = |cue: &Cue| {
        let links = |owner: Owner| match owner {
            Owner::Before(_) | Owner::After(_) | Owner::With(_) => true,
            Owner::Name(_) => cue.kind == CueKind::Part,
            _ => false,
        };
        let holds = |run: &Run| run.start <= cue.run.start && cue.run.end <= run.end && run.len() > cue.run.len();
        scan.hits_of(unit).iter().filter(|hit| links(hit.owner) && holds(&hit.run)).map(|hit| hit.run.end).max()
    };
    for cue in cues.iter_mut().filter(|cue| cue.kind == CueKind::Contrast) {
        if let Some(end) = holding(cue) {
            (cue.run.end, cue.bounded) = (end, true);
        }
    }
    let held = |cue: &Cue| cue.kind == CueKind::Part && holding(cue).is_some();
    let hidden = |cue: &Cue| {
        longest.iter().any(|other| {
            let overlaps = other.run.start < cue.run.end && cue.run.start < other.run.end;
            let hides = !matches!(
                other.kind,
                CueKind::Forgoing
                    | CueKind::Passing
                    | CueKind::Having
                    | CueKind::Adverb
                    | CueKind::Opener
                    | CueKind::Alike
                    | CueKind::Taking
            );
            hides && other.run.len() > cue.run.len() && overlaps
        })
    };
    // `skip-bigrams`, `no-op`: what a hyphen joins to a noun denies nothing.
    let joined = |cue: &Cue| {
        let end = cue.run.end;
        let hyphened = end < scan.note.unit(unit).tokens.end && scan.token(end).joint == Joint::Hyphen;
        cue.kind == CueKind::Negation && hyphened && !matches!(scan.folded(end - 1), "non" | "not")
    };
    // `not only A but B` denies neither.
    let adds = |cue: &Cue| {
        let (first, second) = (scan.folded(cue.run.start), scan.folded(cue.run.start + 1));
        cue.run.len() > 2 && first == "not" && matches!(second, "only" | "just" | "merely" | "simply")
    };
    cues.retain(|cue| !(named(cue) || held(cue) || hidden(cue) || joined(cue) || adds(cue)));
    cues
}
