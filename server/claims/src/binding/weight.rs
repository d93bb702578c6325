//! How much of their own the words of a run say: small words, marks and those that only link weigh nothing. How much is too
//! much is for whoever asks.

use glossary::{CueKind, Owner};
use note::{Style, TokenKind};

use super::links;
use crate::{reading::Reading, scan::Run};

/// The weight of the words of a run that have a meaning of their own: Chinese characters count one, words two.
pub(crate) fn weight(reading: &Reading<'_, '_>, run: &Run) -> u32 {
    weigh(reading, run.clone())
}

/// The same for tokens that need not stand together.
pub(crate) fn weigh(reading: &Reading<'_, '_>, tokens: impl IntoIterator<Item = u32>) -> u32 {
    let cost = |at: u32| {
        let cost = cost(reading.scan.kind(at));
        if reading.scan.token(at).style.has(Style::MATH) { cost.min(1) } else { cost }
    };
    let marks = |at: u32| reading.scan.kind(at) == TokenKind::Punct;
    tokens.into_iter().filter(|&at| !marks(at) && !is_light(reading, at)).map(cost).sum()
}

pub(super) fn cost(kind: TokenKind) -> u32 {
    match kind {
        TokenKind::Han | TokenKind::Number => 1,
        TokenKind::Word | TokenKind::Opaque => 2,
        TokenKind::Punct => 0,
    }
}

pub(super) fn is_light(reading: &Reading<'_, '_>, at: u32) -> bool {
    reading.scan.is_light(at) || reading.is_covered_by(is_small, at)
}

/// Whether the words of an expression have no meaning of their own.
fn is_small(owner: Owner) -> bool {
    match owner {
        Owner::Cue(kind) => !matches!(
            kind,
            CueKind::Overview
                | CueKind::Motive
                | CueKind::Sources
                | CueKind::Passing
                | CueKind::Filler
                | CueKind::Having
                | CueKind::Content
                | CueKind::Opener
                | CueKind::Other
                | CueKind::Alike
                | CueKind::Taking
        ),
        // `the default in many models` says something.
        Owner::Inverse(_) => false,
        owner => links(owner),
    }
}
