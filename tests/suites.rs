//! Runs the claim suites: `tests/claims/**/*.md`.
//!
//! A heading names a test, a fenced `note` block is a note. An expectation is a comment at the end of a line,
//! `<!-- error: [rule] "words in the message" -->`, taken out before the note is read. Every finding needs an
//! expectation and every expectation a finding. The examples beside the glossary's own statements run here too.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use glossary::{EntryId, Glossary};
use glossator_tests::{check, line_of};

#[test]
fn suites_find_what_they_expect_and_nothing_else() {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("claims"), &mut files);
    files.sort();
    assert!(files.len() >= 5, "only {} suites were found", files.len());
    let mut report = String::new();
    let mut notes = 0;
    for file in &files {
        let text = fs::read_to_string(file).expect("a suite is readable");
        for (line, note) in blocks(&text) {
            notes += 1;
            judge(file, line, &note, &mut report);
        }
    }
    assert!(notes > files.len(), "suites without notes");
    assert!(report.is_empty(), "\n{report}");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the suites' folder is there") {
        let path = entry.expect("an entry is readable").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "md") {
            files.push(path);
        }
    }
}

/// The `note` blocks of a suite, with the line on which each begins.
fn blocks(text: &str) -> Vec<(usize, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (at, line) in text.lines().enumerate() {
        match &mut open {
            None if line == "````note" => open = Some((at + 2, String::new())),
            Some(_) if line == "````" => blocks.extend(open.take()),
            Some((_, note)) => {
                note.push_str(line);
                note.push('\n');
            }
            None => {}
        }
    }
    blocks
}

struct Expected {
    line: usize,
    rule: String,
    words: String,
}

/// Takes the expectations out of a note.
fn expectations(note: &str) -> (String, Vec<Expected>) {
    let mut text = String::new();
    let mut expected = Vec::new();
    for (line, source) in note.lines().enumerate() {
        let mut rest = source;
        while let Some((before, comment)) = rest.rsplit_once("<!-- error: ") {
            let comment = comment.trim_end().strip_suffix("-->").expect("an expectation is closed").trim();
            let (rule, words) = comment.strip_prefix('[').and_then(|comment| comment.split_once(']')).expect("[rule]");
            let words = words.trim().trim_matches('"');
            expected.push(Expected { line, rule: rule.to_owned(), words: claims::closed_up(words) });
            rest = before.trim_end();
        }
        text.push_str(rest);
        text.push('\n');
    }
    (text, expected)
}

fn judge(file: &Path, start: usize, note: &str, report: &mut String) {
    let (text, mut expected) = expectations(note);
    for found in check(&text) {
        let line = line_of(&text, found.span.start);
        let fits = |one: &Expected| one.line == line && one.rule == found.rule && found.message.contains(&one.words);
        match expected.iter().position(fits) {
            Some(at) => drop(expected.remove(at)),
            None => {
                let _ = writeln!(
                    report,
                    "{}:{}: unexpected [{}] {}",
                    file.display(),
                    start + line,
                    found.rule,
                    found.message
                );
            }
        }
    }
    for one in expected {
        let _ = writeln!(report, "{}:{}: missing [{}] {:?}", file.display(), start + one.line, one.rule, one.words);
    }
}

#[test]
fn the_glossary_holds_on_itself() {
    // Compiled anew: the image has no examples.
    let mut problems = Vec::new();
    let glossary = glossary::compile(&Glossary::builtin_raw(), &mut problems);
    problems.extend(claims::audit(&glossary, |_| true));
    let report: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(report.is_empty(), "\n{}", report.join("\n"));
}

#[test]
fn every_label_finds_its_entry() {
    let glossary = Glossary::builtin();
    let mut lost: Vec<(String, EntryId)> = Vec::new();
    glossary.each_label(|label| {
        if !glossary.find(label.text).contains(&label.entry) {
            lost.push((label.text.to_owned(), label.entry));
        }
    });
    assert!(lost.is_empty(), "{lost:?}");
}
