//! Whether a line says what contradicts a statement and nothing else.
//!
//! Words that are a whole sentence, and a specific one, or that name the thing they are about themselves, need no sign
//! that the line goes on with what stands above it: what else would say all of them?

use super::{is_related, weight};
use crate::{ClaimValue, draft::Draft, reading::Reading};

/// A specific sentence weighs as much: five words, ten Chinese characters.
const SPECIFIC: u32 = 10;
/// For each part left over behind them the words of a whole sentence weigh so many.
const REST: u32 = 4;

/// Whether what is said is the whole line.
pub(super) fn is_whole(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (value, unit) = (&draft.run, &reading.unit);
    if !matches!(draft.value, ClaimValue::Statement(false)) || unit.cell.is_some() || draft.keyed {
        return false;
    }
    let said = weight(reading, value);
    let front = weight(reading, &(unit.opening().min(value.start)..value.start));
    let rest = weight(reading, &(value.end..unit.tokens.end));
    let named = || reading.mentions_in(value).any(|mention| is_related(reading.scan, mention, &draft.subject));
    unit.tokens.contains(&value.start) && front <= 1 && rest * REST <= said && (said >= SPECIFIC || named())
}
