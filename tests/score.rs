//! Scores the checker on the labelled bench in `tests/bench`, whole notes of every shape. The floors may only rise; what
//! is found in each note, and how many of the wrong lines of each kind, is committed beside it, so that a change shows
//! what it changes. `GLOSSATOR_BLESS=1` writes both anew.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use glossator_tests::{check, line_of};
use serde_json::Value;

/// Of the lines flagged, at least this part is wrong.
const PRECISION: f64 = 0.99;
/// Of the wrong lines, at least this part is flagged.
const RECALL: f64 = 0.83;

/// A line of a note: its file and its number from 1.
type At = (String, usize);

#[test]
fn the_bench_is_scored_above_the_floors() {
    let (labels, found) = (labels(), found());
    let wrong: BTreeSet<At> = labels.iter().filter(|label| is_wrong(label)).map(at).collect();
    let flagged: BTreeSet<At> = found.iter().map(|finding| finding.at.clone()).collect();
    let hits = flagged.intersection(&wrong).count() as f64;
    let (precision, recall) = (hits / flagged.len() as f64, hits / wrong.len() as f64);
    assert!(precision >= PRECISION, "precision {precision:.3}, recall {recall:.3}");
    assert!(recall >= RECALL, "recall {recall:.3}");
}

#[test]
fn what_is_found_in_the_notes_is_as_committed() {
    let mut text = String::new();
    for Finding { at: (file, line), column, rule, message } in found() {
        writeln!(text, "{file}:{line}:{column} {rule} {message}").expect("a string takes all");
    }
    hold("findings.txt", &text);
}

#[test]
fn the_score_of_each_kind_of_line_is_as_committed() {
    let flagged: BTreeSet<At> = found().into_iter().map(|finding| finding.at).collect();
    let mut scores: BTreeMap<String, [usize; 4]> = BTreeMap::new();
    for label in labels() {
        let place = 2 * usize::from(is_wrong(&label)) + usize::from(flagged.contains(&at(&label)));
        let tags = label["tags"].as_array().into_iter().flatten().filter_map(Value::as_str);
        for kind in tags.chain(label["lang"].as_str()) {
            scores.entry(kind.to_owned()).or_default()[place] += 1;
        }
    }
    let mut text = format!("{:<20} {:>6} {:>6} {:>6} {:>6}\n", "kind", "wrong", "found", "true", "flagged");
    for (kind, [silent, flagged, missed, found]) in scores {
        writeln!(text, "{kind:<20} {:>6} {found:>6} {:>6} {flagged:>6}", missed + found, silent + flagged)
            .expect("a string takes all");
    }
    hold("scores.txt", &text);
}

/// What was found in a note.
struct Finding {
    at: At,
    /// In bytes, from 1.
    column: usize,
    rule: String,
    message: String,
}

/// What is found in all notes, in the order of their names.
fn found() -> Vec<Finding> {
    let files: BTreeSet<String> = labels().iter().map(|label| at(label).0).collect();
    let mut all = Vec::new();
    for file in files {
        let text = fs::read_to_string(bench().join(&file)).expect("a note is there");
        for found in check(&text).into_iter().filter(|found| found.rule.starts_with("claim/")) {
            let start = found.span.start as usize;
            let column = start - text[..start].rfind('\n').map_or(0, |at| at + 1) + 1;
            let at = (file.clone(), line_of(&text, found.span.start) + 1);
            all.push(Finding { at, column, rule: found.rule.clone(), message: found.message.clone() });
        }
    }
    all
}

/// The labels of all notes.
fn labels() -> Vec<Value> {
    let labels = fs::read_to_string(bench().join("labels.jsonl")).expect("the labels are there");
    let lines = labels.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| serde_json::from_str(line).expect("a label is JSON")).collect()
}

fn at(label: &Value) -> At {
    (label["file"].as_str().expect("a file").to_owned(), label["line"].as_u64().expect("a line") as usize)
}

fn is_wrong(label: &Value) -> bool {
    label["label"] == "false"
}

fn bench() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("bench")
}

/// Holds a text against the committed one, or commits it.
fn hold(name: &str, text: &str) {
    let path = bench().join(name);
    if std::env::var_os("GLOSSATOR_BLESS").is_some() {
        fs::write(&path, text).expect("the file is written");
        return;
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<String>>();
    let (before, now) = (lines(&committed), lines(text));
    let gone: Vec<&String> = before.difference(&now).collect();
    let new: Vec<&String> = now.difference(&before).collect();
    assert!(
        committed == text,
        "{name} is not as committed: gone {gone:#?}, new {new:#?}; GLOSSATOR_BLESS=1 writes it anew"
    );
}
