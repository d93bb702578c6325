//! How a claimed value and a stated one relate.

use glossary::{Date, Glossary, Property, Range, Value};

use crate::{
    ClaimValue,
    draft::{Bound, Draft},
};

/// How two values of a property relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// They say the same, or the claimed one is the more general.
    Same,
    /// Both can be true.
    Compatible,
    /// They cannot both be true.
    Disjoint,
}

/// How the value of a claim relates to a stated value.
pub(super) fn relate(glossary: &Glossary, property: &Property, draft: &Draft, stated: &Value) -> Relation {
    match (&draft.value, stated) {
        (ClaimValue::Entry(claimed), Value::Entry(stated)) => {
            if glossary.is_narrower_or_same(*stated, *claimed) {
                Relation::Same
            } else if glossary.is_narrower_or_same(*claimed, *stated) {
                Relation::Compatible
            } else {
                Relation::Disjoint
            }
        }
        (ClaimValue::Choice(claimed), Value::Choice(stated)) => same_if(claimed == stated),
        (ClaimValue::Quantity(claimed), Value::Quantity(stated)) => {
            let Range::Quantity { tolerance, .. } = property.range else { return Relation::Compatible };
            numbers(*claimed, stated.number, tolerance, draft.bound)
        }
        (ClaimValue::Date(claimed), Value::Date(stated)) => {
            dates(*claimed, *stated, if draft.keyed && !draft.told { KEYED } else { (1, 1) })
        }
        (ClaimValue::Text(claimed), Value::Text(stated)) => {
            let claimed = words(claimed);
            same_if(is_same_name(&claimed, &words(&stated.en)) || is_same_name(&claimed, &words(&stated.zh)))
        }
        _ => Relation::Compatible,
    }
}

fn same_if(same: bool) -> Relation {
    if same { Relation::Same } else { Relation::Disjoint }
}

/// The logarithm of how often a number may hold another and still be of the same unit: a hundred thousand times.
const FAR: f64 = 11.5;

/// How far from a value a number may be, in parts of the value, that is only said to be near it.
const NEAR: f64 = 0.1;

fn numbers(claimed: f64, stated: f64, tolerance: f64, bound: Bound) -> Relation {
    let close = (claimed - stated).abs() <= tolerance.max(1e-9) * stated.abs();
    match bound {
        _ if close => Relation::Same,
        // What is counted is counted whole: `0.5 MB` are no heads.
        _ if tolerance <= 0.0 && stated.fract() == 0.0 && claimed.fract() != 0.0 => Relation::Compatible,
        // So far apart it is another unit that was read: `1 B` for a byte.
        _ if claimed > 0.0 && stated > 0.0 && (claimed / stated).ln().abs() > FAR => Relation::Compatible,
        Bound::AtLeast if stated > claimed => Relation::Same,
        Bound::AtMost | Bound::Below if stated < claimed => Relation::Same,
        Bound::About if (claimed - stated).abs() <= NEAR * stated.abs() => Relation::Compatible,
        _ if is_rounding(claimed, stated) => Relation::Compatible,
        _ => Relation::Disjoint,
    }
}

/// Whether a large number (`1亿`) is another one (110M) in round figures, or with its last figure cut off (0.7B of 770M), or in
/// two figures (`1.1M` of 1,050,000).
fn is_rounding(claimed: f64, stated: f64) -> bool {
    if claimed < 1e6 || (claimed - stated).abs() > 0.125 * stated {
        return false;
    }
    let unit = 10_f64.powf(claimed.log10().floor());
    let is = |rounded: f64| (rounded - claimed / unit).abs() < 1e-9;
    let tenths = claimed / unit * 10.0;
    let figures = (tenths - tenths.round()).abs() < 1e-9 && (tenths - (stated / unit * 10.0).round()).abs() < 1e-9;
    // Tens of thousands, millions and billions have two figures as they are written: 65.2B are not called 70B.
    let single = claimed.log10().floor() as i32 % 3 != 1;
    figures || single && (claimed / unit).fract() < 1e-9 && (is((stated / unit).round()) || is((stated / unit).floor()))
}

/// Under a mere `Date` stands what was published when, which may be a conference months later than the first version.
const KEYED: (i32, i32) = (3, 8);

/// Dates agree as far as both are given. A month's difference is within what *released*, *announced* and *published*
/// leave open, and so are a few under a mere `Date`: they decide nothing.
fn dates(claimed: Date, stated: Date, slack: (i32, i32)) -> Relation {
    let (Some(claimed_month), Some(stated_month)) = (claimed.month, stated.month) else {
        return same_if(claimed.year == stated.year);
    };
    let months = |date: Date, month: u8| i32::from(date.year) * 12 + i32::from(month);
    match months(claimed, claimed_month) - months(stated, stated_month) {
        0 => Relation::Same,
        apart if -slack.0 <= apart && apart <= slack.1 => Relation::Compatible,
        _ => Relation::Disjoint,
    }
}

/// Whether words hold a name's words, give or take their endings and hyphens (`Group Query` for `Grouped-Query`);
/// what follows the name may be the rest of a title.
fn is_same_name(claimed: &[String], name: &[String]) -> bool {
    let near = |a: &String, b: &String| {
        let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
        let (shorter, longer) = (a.chars().count().min(b.chars().count()), a.chars().count().max(b.chars().count()));
        // `Math` for `Mathematics`, `Tuned` for `Tuning`.
        let inflected = common >= 4 && (common == a.chars().count() || common + 1 >= shorter && common + 3 >= longer)
            || stem(a).is_some_and(|one| one.len() > 2 && stem(b) == Some(one));
        // `Opt` for `Optimization`.
        let cut = a.len() > 2 && b.starts_with(a.as_str());
        // A slip of the pen is no other word (`Reinformcement`).
        a == b || inflected || cut || longer >= 8 && strsim::osa_distance(a, b) <= 2
    };
    let joined = |words: &[String]| words.concat();
    let pairwise = |words: &[String]| words.iter().zip(name).all(|(a, b)| near(a, b));
    let inside = claimed.windows(name.len().max(1)).any(pairwise);
    // `Low-Rank Hadamard` leaves out the noun that the name ends with.
    let cut = claimed.len() > 2 && claimed.len() + 1 == name.len() && name.starts_with(claimed);
    let stems = |words: &[String]| -> String { words.iter().map(|word| stem(word).unwrap_or(word)).collect() };
    !name.is_empty() && (inside || cut || joined(claimed) == joined(name) || stems(claimed) == stems(name))
}

/// A word without the ending of a verb.
fn stem(word: &str) -> Option<&str> {
    ["ing", "ers", "er", "ed", "es", "s"].into_iter().find_map(|ending| word.strip_suffix(ending))
}

/// The folded words of a text.
fn words(text: &str) -> Vec<String> {
    const SMALL: [&str; 8] = ["of", "the", "a", "with", "from", "for", "and", "in"];
    let split = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let folded = split.map(|word| {
        let mut folded = String::new();
        note::token::fold(word, &mut folded);
        folded.replace("isation", "ization").replace("ise", "ize")
    });
    folded.filter(|word| !SMALL.contains(&word.as_str())).collect()
}
