//! An entry of a workspace's over the built-in one of the same id: what it says takes the place of what that one says, and
//! the rest stays.

use std::collections::BTreeMap;

use crate::raw::{Front, RawEntry, RawProperty, RawStatement};

/// An entry to be laid over another.
pub(crate) struct Over<'p> {
    pub(crate) properties: &'p BTreeMap<String, RawProperty>,
    pub(crate) entry: RawEntry,
}

impl Over<'_> {
    /// Lays it over a built-in entry, which becomes the author's own.
    pub(crate) fn lay(self, built_in: &mut RawEntry) {
        let Self { properties, mut entry } = self;
        let file = std::mem::take(&mut built_in.file);
        let below = &mut built_in.front;
        let front = &mut entry.front;
        labels(front, below);
        for (of, from) in [(&mut front.broader, &mut below.broader), (&mut front.related, &mut below.related)] {
            let known: Vec<String> = of.iter().map(|name| name.value.clone()).collect();
            of.extend(from.drain(..).filter(|name| !known.contains(&name.value)));
        }
        front.size = front.size.take().or_else(|| below.size.take());
        let stated: Vec<(String, bool, String)> =
            front.statements.iter().map(|one| told(properties, &one.value)).collect();
        let count = stated.len();
        let replaced = |old: &RawStatement| {
            let (property, _, variant) = told(properties, old);
            stated.iter().any(|(name, whole, of)| *whole && *name == property && *of == variant)
        };
        front.statements.extend(below.statements.drain(..).filter(|old| !replaced(&old.value)));
        let (en, zh) = std::mem::take(&mut built_in.definition);
        let or = |own: &mut String, other: String| {
            if own.trim().is_empty() {
                *own = other;
            }
        };
        or(&mut entry.definition.0, en);
        or(&mut entry.definition.1, zh);
        entry.beneath = Some((count, file));
        *built_in = entry;
    }
}

/// Labels of both; a label that another is preferred to stays one.
fn labels(front: &mut Front, below: &mut Front) {
    for (language, label) in std::mem::take(&mut below.pref_label) {
        match front.pref_label.get(&language) {
            None => _ = front.pref_label.insert(language, label),
            Some(own) if *own != label => front.alt_label.entry(language).or_default().push(label),
            Some(_) => {}
        }
    }
    let preferred: Vec<String> = front.pref_label.values().cloned().collect();
    for (language, labels) in std::mem::take(&mut below.alt_label) {
        add(front.alt_label.entry(language).or_default(), labels, &preferred);
    }
    add(&mut front.hidden_label, std::mem::take(&mut below.hidden_label), &preferred);
    add(&mut front.aliases, std::mem::take(&mut below.aliases), &preferred);
    add(&mut front.case_sensitive, std::mem::take(&mut below.case_sensitive), &[]);
}

fn add(labels: &mut Vec<String>, others: Vec<String>, known: &[String]) {
    for label in others {
        if !labels.contains(&label) && !known.contains(&label) {
            labels.push(label);
        }
    }
}

/// The property of a statement, whether it is all that is said of that, and for which variant.
fn told(properties: &BTreeMap<String, RawProperty>, statement: &RawStatement) -> (String, bool, String) {
    let one = properties.get(&statement.property).is_some_and(|property| property.cardinality == "one");
    let whole = (one || statement.complete) && statement.than.is_none();
    (statement.property.clone(), whole, format!("{:?}", statement.variant))
}
