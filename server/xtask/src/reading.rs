//! Which statements somebody has read a second time, against their source.
//!
//! `glossary/second-reading.txt` holds a line for each entry: its id, and of each statement that was read a fingerprint of
//! what it says (property, values, tolerated values, limits), not of the expressions beside it. A statement that is new,
//! or says something else, has none there and counts as unread, whoever changed it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use anyhow::{Context as _, bail};
use glossary::{Entry, EntryId, Glossary, Statement, Value};

/// The fingerprints of the statements read, by entry.
pub(crate) struct Readings(BTreeMap<String, BTreeSet<String>>);

impl Readings {
    pub(crate) fn load() -> anyhow::Result<Self> {
        let text = fs::read_to_string(path()).with_context(|| format!("cannot read {}", path().display()))?;
        let mut read = BTreeMap::new();
        for line in text.lines() {
            let mut words = line.split_whitespace().map(str::to_owned);
            if let Some(id) = words.next() {
                read.insert(id, words.collect());
            }
        }
        Ok(Self(read))
    }

    /// The statements of an entry that nobody has read twice.
    pub(crate) fn unread<'e>(&self, glossary: &Glossary, entry: &'e Entry) -> Vec<&'e Statement> {
        let read = self.0.get(&entry.name);
        let known = |statement: &&Statement| !read.is_some_and(|read| read.contains(&fingerprint(glossary, statement)));
        entry.statements.iter().filter(known).collect()
    }
}

/// Enters statements as read: `ID` all of an entry's, `ID:12` that on line 12 of its file. What the list holds of
/// statements that are no more goes.
pub(crate) fn enter(glossary: &Glossary, wanted: &[String]) -> anyhow::Result<()> {
    if wanted.is_empty() {
        bail!("name what was read: cargo xtask read ENTRY, or ENTRY:LINE for one statement");
    }
    let mut readings = Readings::load()?;
    let ids: BTreeMap<&str, EntryId> = glossary.ids().map(|id| (glossary.entry(id).name.as_str(), id)).collect();
    for one in wanted {
        let (name, line) = match one.split_once(':') {
            Some((name, line)) => (name, Some(line.parse::<u32>().with_context(|| format!("{one}: no line"))?)),
            None => (one.as_str(), None),
        };
        let id = *ids.get(name).with_context(|| format!("no entry is called {name}"))?;
        let statements = glossary.entry(id).statements.iter();
        let read: Vec<&Statement> =
            statements.filter(|statement| line.is_none_or(|line| statement.line == line)).collect();
        if read.is_empty() && line.is_some() {
            bail!("{one}: no statement begins on that line");
        }
        let of = readings.0.entry(name.to_owned()).or_default();
        of.extend(read.into_iter().map(|statement| fingerprint(glossary, statement)));
    }
    let lines = readings
        .0
        .iter()
        .filter_map(|(name, read)| Some(line_of(glossary, glossary.entry(*ids.get(name.as_str())?), read)));
    fs::write(path(), lines.collect::<String>()).with_context(|| format!("cannot write {}", path().display()))
}

/// The line of an entry, with the fingerprints that its statements still have.
fn line_of(glossary: &Glossary, entry: &Entry, read: &BTreeSet<String>) -> String {
    let own: BTreeSet<String> = entry.statements.iter().map(|statement| fingerprint(glossary, statement)).collect();
    let kept: Vec<&str> = own.intersection(read).map(String::as_str).collect();
    format!("{} {}\n", entry.name, kept.join(" "))
}

fn path() -> PathBuf {
    crate::root().join("glossary/second-reading.txt")
}

/// Six hexadecimal digits of an FNV-1a hash of what a statement says.
fn fingerprint(glossary: &Glossary, statement: &Statement) -> String {
    let named = |id: EntryId| glossary.entry(id).name.clone();
    let range = &glossary.property(statement.property).range;
    let value = |value: &Value| match value {
        Value::Entry(id) => named(*id),
        // By name: the order of a property's file may change.
        Value::Choice(choice) => range.choice(*choice).map(|choice| choice.name.clone()).unwrap_or_default(),
        Value::Quantity(quantity) => quantity.number.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Text(text) => format!("{}/{}", text.en, text.zh),
    };
    let list = |values: &[Value]| values.iter().map(value).collect::<Vec<_>>().join("|");
    let said = [
        glossary.property(statement.property).name.clone(),
        list(&statement.values),
        list(&statement.accept),
        format!("{}{}", statement.polarity, statement.complete),
        statement.variant.clone().unwrap_or_default(),
        statement.than.map(named).unwrap_or_default(),
    ];
    let hash = said
        .join("\n")
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{:06x}", (hash >> 40) & 0x00ff_ffff)
}
