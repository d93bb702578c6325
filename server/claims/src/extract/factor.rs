//! How many times: `4x`, `twice`, `tenfold`, `两倍`.

use crate::{
    reading::Reading,
    scan::{AmountKind, Run},
};

/// The factors that the unit gives, with the words that do.
pub(super) fn factors(reading: &Reading<'_, '_>) -> Vec<(f64, Run)> {
    let amounts = reading.scan.amounts_of(reading.id).iter().filter_map(|amount| match amount.kind {
        AmountKind::Factor(factor) if factor >= LEAST => Some((factor, whole(reading, &amount.run))),
        _ => None,
    });
    let worded = reading.unit.tokens.clone().filter_map(|at| Some((worded(reading.scan.folded(at))?, at..at + 1)));
    amounts.chain(worded).collect()
}

/// A factor of less is read as what is added (`大一倍`).
const LEAST: f64 = 1.5;

/// A factor with the sign behind it: `三 倍`.
fn whole(reading: &Reading<'_, '_>, run: &Run) -> Run {
    let sign = run.end < reading.unit.tokens.end && reading.scan.folded(run.end) == "倍";
    run.start..run.end + u32::from(sign)
}

fn worded(word: &str) -> Option<f64> {
    Some(match word {
        "twice" | "double" | "doubles" | "doubled" | "twofold" => 2.0,
        "thrice" | "triple" | "triples" | "tripled" | "threefold" => 3.0,
        "quadruple" | "quadruples" | "quadrupled" | "fourfold" => 4.0,
        "fivefold" => 5.0,
        "eightfold" => 8.0,
        "tenfold" => 10.0,
        "hundredfold" => 100.0,
        "half" | "halves" | "halved" => 0.5,
        _ => return None,
    })
}
