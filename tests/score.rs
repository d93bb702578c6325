//! Scores the checker on the labelled bench in `tests/bench`; the floors may only rise.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use glossator_tests::{check, line_of};

/// Of the lines flagged, at least this part is wrong.
const PRECISION: f64 = 0.99;
/// Of the wrong lines, at least this part is flagged.
const RECALL: f64 = 0.82;

#[test]
fn the_bench_is_scored_above_the_floors() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("bench");
    let labels = fs::read_to_string(folder.join("labels.jsonl")).expect("the labels are there");
    let mut wrong: BTreeMap<(String, usize), bool> = BTreeMap::new();
    for line in labels.lines().filter(|line| !line.trim().is_empty()) {
        let label: serde_json::Value = serde_json::from_str(line).expect("a label is JSON");
        let file = label["file"].as_str().expect("a file").to_owned();
        let line = label["line"].as_u64().expect("a line") as usize;
        wrong.insert((file, line), label["label"] == "false");
    }
    let mut flagged: BTreeSet<(String, usize)> = BTreeSet::new();
    let files: BTreeSet<String> = wrong.keys().map(|(file, _)| file.clone()).collect();
    for file in files {
        let text = fs::read_to_string(folder.join(&file)).expect("a note is there");
        for found in check(&text).into_iter().filter(|found| found.rule.starts_with("claim/")) {
            flagged.insert((file.clone(), line_of(&text, found.span.start) + 1));
        }
    }
    let is_wrong = |at: &&(String, usize)| wrong.get(*at).copied().unwrap_or_default();
    let hits = flagged.iter().filter(is_wrong).count() as f64;
    let precision = hits / flagged.len() as f64;
    let recall = hits / wrong.values().filter(|&&wrong| wrong).count() as f64;
    assert!(precision >= PRECISION, "precision {precision:.3}, recall {recall:.3}");
    assert!(recall >= RECALL, "recall {recall:.3}");
}
