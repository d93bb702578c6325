//! Whether a sentence is about a mention by way of what is its own: a part, a property, its idea. A thing of its own that
//! a mention only owns or is near (its successor, its paper) is another subject.

use glossary::{CueKind, Owner};

use crate::{
    scan::Hit,
    subject::{Found, Reading, in_domain},
};

/// `The whole point of X` begins its sentence: its *of* stands within so many tokens.
const ESSENCE: u32 = 4;

/// A part of something is named in at most so many tokens before it, with its article: `The two matrices of X`.
const PART: u32 = 5;

/// What is said of something that a mention owns begins within this many tokens.
const OWNED: u32 = 12;

/// Whether a sentence is about something of what a mention names, and so about that: `The baseline in X comes from …`, as
/// `X's baseline`. What is a thing of its own, or only near it, is another.
pub(super) fn is_whose(reading: &Reading<'_, '_>, start: u32, mention: &Found) -> bool {
    let scan = reading.scan;
    let word = |at: u32| if reading.unit.tokens.contains(&at) { scan.folded(at) } else { "" };
    let first = reading.unit.opening();
    let Some(tie) = start.checked_sub(1).filter(|&at| at > first + 1 && at <= first + PART) else { return false };
    let of = matches!(word(tie), "of" | "in" | "inside");
    let part = first + 1..tie;
    let named = |at: u32| scan.mention_at(at).is_some();
    let verb = is_predicate(word(mention.run.end));
    word(first) == "the" && of && verb && !part.clone().any(|at| named(at) || is_of_its_own(word(at)))
}

/// Whether a noun beside a name is a thing of its own, which the name only owns or is near, or parts one noun from another.
fn is_of_its_own(word: &str) -> bool {
    matches!(
        word,
        "successor"
            | "predecessor"
            | "paper"
            | "version"
            | "variant"
            | "distilled"
            | "first"
            | "last"
            | "largest"
            | "smallest"
            | "biggest"
            | "rest"
            | "model"
            | "models"
            | "family"
            | "encoder"
            | "decoder"
            | "author"
            | "layer"
            | "layers"
            | "drawback"
            | "idea"
            | "cost"
            | "user"
            | "users"
            | "and"
            | "of"
            | "in"
    )
}

/// Whether a word behind a name goes on with what the sentence says of its subject.
fn is_predicate(word: &str) -> bool {
    matches!(
        word,
        "is" | "are"
            | "was"
            | "were"
            | "comes"
            | "come"
            | "has"
            | "have"
            | "form"
            | "forms"
            | "start"
            | "starts"
            | "both"
            | "must"
            | "can"
            | "cannot"
            | "need"
            | "needs"
            | "get"
            | "gets"
            | "stay"
            | "stays"
            | "stem"
            | "stems"
            | "depend"
            | "depends"
            | "act"
            | "acts"
            | "grow"
            | "grows"
            | "fall"
            | "falls"
            | "rise"
            | "rises"
            | "all"
            | "never"
            | "always"
    )
}

/// Whether a mention that begins at `start` is what an idea or a purpose is of: `the goal of X is …`.
pub(super) fn is_essence_of(reading: &Reading<'_, '_>, start: u32) -> bool {
    let scan = reading.scan;
    let first = reading.unit.tokens.start;
    let of = start.saturating_sub(1 + u32::from(matches!(scan.folded(start.saturating_sub(1)), "the" | "a" | "an")));
    of > first
        && matches!(scan.folded(of), "of" | "behind")
        && matches!(
            scan.folded(of - 1),
            "advantage"
                | "benefit"
                | "property"
                | "feature"
                | "characteristic"
                | "strength"
                | "drawback"
                | "disadvantage"
                | "downside"
                | "weakness"
                | "limitation"
                | "thing"
                | "problem"
                | "catch"
                | "cost"
                | "idea"
                | "trick"
                | "goal"
                | "aim"
                | "purpose"
                | "point"
                | "job"
                | "role"
                | "insight"
                | "intuition"
                | "essence"
        )
        && of <= first + ESSENCE
}

/// Where the owner of what is named begins: `derived from EleutherAI's X`.
pub(super) fn owner_start(reading: &Reading<'_, '_>, start: u32) -> u32 {
    let scan = reading.scan;
    let owned = start >= reading.unit.tokens.start + 2 && matches!(scan.folded(start - 1), "'s" | "的");
    let owner = owned.then(|| scan.mention_at(start - 2)).flatten();
    owner.map_or(start, |owner| owner.run.start)
}

/// Whether what a mention owns is only a word for something of it, of which a mark or a copula then tells: `X 的特点：…`.
pub(crate) fn owns_facet(reading: &Reading<'_, '_>, mention: &Found) -> bool {
    let scan = reading.scan;
    let facet = |hit: &Hit| {
        matches!(hit.owner, Owner::Cue(CueKind::Overview | CueKind::Content))
            && hit.run.start == mention.run.end + 1
            && matches!(scan.folded(hit.run.end), ":" | "：" | "是" | "is")
    };
    scan.hits_of(reading.id).iter().any(facet)
}

/// Whether what a mention owns is a property of it, or what an expression of its own says: `X 的层数`, `X 的推理显存随…`.
pub(super) fn owns_property(reading: &Reading<'_, '_>, mention: &Found) -> bool {
    owns_property_at(reading, mention, mention.run.end + 1)
}

/// The same of what begins at a token.
pub(super) fn owns_property_at(reading: &Reading<'_, '_>, mention: &Found, begins: u32) -> bool {
    let scan = reading.scan;
    let of = |id| mention.entries.iter().any(|&entry| in_domain(scan, scan.glossary.property(id), entry));
    let own = |of| mention.entries.iter().any(|&entry| scan.glossary.is_narrower_or_same(entry, of));
    scan.hits_of(reading.id).iter().any(|hit| {
        let beside = hit.run.start < begins + 3 && begins < hit.run.end;
        match hit.owner {
            Owner::Name(id) | Owner::Before(id) | Owner::After(id) => beside && of(id),
            // `X's cost grows with …`.
            Owner::Choice(id, _) => hit.run.start == begins && of(id),
            Owner::Says(entry, _) | Owner::Spares(entry, _) | Owner::Denies(entry, _) => {
                let near = begins <= hit.run.start && hit.run.start <= begins + OWNED;
                let here = || reading.clause(hit.run.start) == reading.clause(mention.run.start);
                own(entry) && near && (beside || here())
            }
            _ => false,
        }
    })
}
