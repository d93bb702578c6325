//! Findings known before, kept by what they say and not by line numbers, which shift.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::Context as _;

use super::Checked;
use crate::position::LineIndex;

/// Takes out what the baseline file knows, or writes the file.
pub(crate) fn apply(path: &Path, update: bool, checked: &mut [Checked]) -> anyhow::Result<()> {
    if update {
        let known: BTreeMap<String, BTreeSet<String>> = checked
            .iter()
            .map(|one| {
                (
                    one.name(),
                    fingerprints(one)
                        .into_iter()
                        .zip(&one.diagnostics)
                        .filter(|(_, diagnostic)| !diagnostic.suppressed)
                        .map(|(print, _)| print)
                        .collect::<BTreeSet<_>>(),
                )
            })
            .filter(|(_, prints)| !prints.is_empty())
            .collect();
        let text = serde_json::to_string_pretty(&known)? + "\n";
        std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let known: BTreeMap<String, BTreeSet<String>> =
        serde_json::from_str(&text).with_context(|| format!("{} is no baseline", path.display()))?;
    for one in checked {
        let prints = fingerprints(one);
        let Some(known) = known.get(&one.name()) else { continue };
        let mut prints = prints.into_iter();
        one.diagnostics.retain(|_| prints.next().is_none_or(|print| !known.contains(&print)));
    }
    Ok(())
}

/// A fingerprint for each diagnostic: its rule, the text of its line without white space, and which of its kind.
pub(crate) fn fingerprints(one: &Checked) -> Vec<String> {
    let lines = LineIndex::new(&one.text);
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    one.diagnostics
        .iter()
        .map(|diagnostic| {
            let (_, line) = lines.line(lines.spot(diagnostic.span.start).line);
            let squeezed: String = line.split_whitespace().collect();
            let key = format!("{}\u{0}{squeezed}", diagnostic.rule);
            let count = seen.entry(key.clone()).or_default();
            *count += 1;
            format!("{:016x}", fnv(&format!("{key}\u{0}{count}")))
        })
        .collect()
}

/// FNV-1a, 64 bits: stable over versions and platforms, which the standard library's hasher is not.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
