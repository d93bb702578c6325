//! Judges the columns of a note's tables as a whole.
//!
//! A column of dates, or of the sizes of what samples are taken of, that mostly contradicts the glossary is of something
//! else: when pages were written, how many samples were taken. A column of other figures may well be wrong as a whole.
//! Only here is a column whole: what is analysed piece by piece has some of its rows.

use std::collections::BTreeMap;

use glossary::{Glossary, PropertyId};
use note::Note;

use crate::{Claim, ClaimValue, Reason, Verdict};

/// A column is judged from so many decided claims on.
const FEW: u32 = 3;

/// A property in a column of a table.
type Column = (u32, u32, PropertyId);

/// Takes back what is refuted in columns of something else.
pub(crate) fn weigh(glossary: &Glossary, note: &Note, claims: &mut [Claim]) {
    let column = |claim: &Claim| column(glossary, note, claim);
    let mut columns: BTreeMap<Column, (u32, u32)> = BTreeMap::new();
    let decided = |claim: &&Claim| claim.verdict != Verdict::NotEnoughInfo;
    for claim in claims.iter().filter(decided) {
        if let Some(column) = column(claim) {
            let (refuted, decided) = columns.entry(column).or_default();
            *refuted += u32::from(claim.verdict == Verdict::Refuted);
            *decided += 1;
        }
    }
    columns.retain(|_, (refuted, decided)| *decided >= FEW && 2 * *refuted > *decided);
    let is_another = |claim: &Claim| column(claim).is_some_and(|column| columns.contains_key(&column));
    for claim in claims.iter_mut().filter(|claim| claim.verdict == Verdict::Refuted && is_another(claim)) {
        (claim.verdict, claim.reason) = (Verdict::NotEnoughInfo, Some(Reason::Unbound));
    }
}

fn column(glossary: &Glossary, note: &Note, claim: &Claim) -> Option<Column> {
    let judged = matches!(claim.value, ClaimValue::Date(_)) || glossary.property(claim.property).sampled;
    let cell = note.unit(claim.unit).cell.filter(|_| judged)?;
    Some((cell.table.0, cell.column, claim.property))
}
