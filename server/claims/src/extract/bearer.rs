//! Values that each name in a bracket who has them: `Context: 8K (GPT-4), 200K (Claude 3)`, `- RoPE（LLaMA）、ALiBi（BLOOM）`.
//!
//! The key of the line, or the title that it stands under, tells the property; the bracket behind a value holds names and
//! nothing else, and so whose it is.

use glossary::{EntryId, Owner, PropertyId};
use note::TokenKind;

use super::{draft, keyed};
use crate::{
    context,
    draft::{Draft, values_in},
    reading::Reading,
    scan::{Found, Run},
    subject::{self, Subject, in_domain},
};

/// So many tokens may stand between a value and the bracket behind it: what it counts.
const UNIT: u32 = 2;
/// So many lines above may tell the property.
const PLACES: usize = 3;

/// Appends what the values of a line say of the names in brackets behind them.
pub(super) fn read(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    let brackets: Vec<Vec<&Found>> = brackets(reading);
    if brackets.is_empty() {
        return;
    }
    let tokens = &reading.unit.tokens;
    let key = reading.unit.key.map(|key| tokens.start..key.end);
    let within = reading.unit.key.map_or(tokens.start, |key| key.value)..tokens.end;
    let Some(id) = key.and_then(|key| called(reading, &key)).or_else(|| titled(reading)) else { return };
    let property = reading.scan.glossary.property(id);
    let values = values_in(reading, property, &within);
    for bearers in &brackets {
        let open = bearers[0].run.start - 1;
        let behind = |end: u32| end <= open && open - end <= UNIT && !(end..open).any(|at| is_mark(reading, at));
        let Some(valued) = values.iter().rev().find(|valued| behind(valued.run.end)) else { continue };
        let accept = |entry: EntryId| in_domain(reading.scan, property, entry);
        for bearer in bearers {
            let Some(entry) = subject::only(bearer, &accept) else { continue };
            let subject = Subject { entry, run: bearer.run.clone(), unit: reading.id };
            let made = draft(reading, id, subject, valued.clone());
            drafts.extend(made.map(|draft| Draft { keyed: true, ..draft }));
        }
    }
}

/// The one property that the nearest line above names, whatever it asks of it: `什么是上下文窗口？`.
fn titled(reading: &Reading<'_, '_>) -> Option<PropertyId> {
    let scan = reading.scan;
    let mut above = context::place(&reading.unit);
    for _ in 0..PLACES {
        let id = above?;
        if let Some((named, alone)) = keyed::longest_named(scan, id) {
            return alone.then_some(named);
        }
        above = context::place(scan.note.unit(id));
    }
    None
}

/// The one property that a key is the name of.
fn called(reading: &Reading<'_, '_>, key: &Run) -> Option<PropertyId> {
    let mut named = reading.scan.hits_of(reading.id).iter().filter_map(|hit| match hit.owner {
        Owner::Name(id) if keyed::is_called(reading, key, hit.owner) => Some(id),
        _ => None,
    });
    let first = named.next()?;
    named.all(|other| other == first).then_some(first)
}

/// The names in each bracket that holds nothing else.
fn brackets<'s>(reading: &Reading<'s, '_>) -> Vec<Vec<&'s Found>> {
    let scan = reading.scan;
    let end = reading.unit.tokens.end;
    let mut found = Vec::new();
    for open in reading.unit.tokens.clone().filter(|&at| scan.folded(at) == "(") {
        let Some(close) = (open + 1..end).find(|&at| scan.folded(at) == ")") else { break };
        let names: Vec<&Found> = reading.mentions_in(&(open + 1..close)).collect();
        let named = |at: u32| names.iter().any(|name| name.run.contains(&at));
        let first = names.first().is_some_and(|name| name.run.start == open + 1);
        if first && (open + 1..close).all(|at| named(at) || is_mark(reading, at)) {
            found.push(names);
        }
    }
    found
}

fn is_mark(reading: &Reading<'_, '_>, at: u32) -> bool {
    reading.scan.kind(at) == TokenKind::Punct
}
