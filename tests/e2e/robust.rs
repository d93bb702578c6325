//! Input that nobody would write: a clean result or a clear message, never a panic or a hang.

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use crate::glossator;

/// Far above what any of these takes, far below what a person would call a hang.
const LIMIT: Duration = Duration::from_mins(1);

fn survives(name: &str, bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::write(folder.path().join("note.md"), bytes).expect("written");
    let start = Instant::now();
    let output = glossator(folder.path(), &["check", "note.md", "--format", "concise"]);
    let status = output.status.code();
    assert!(matches!(status, Some(0 | 1)), "{name}: {status:?} {}", String::from_utf8_lossy(&output.stderr));
    assert!(start.elapsed() < LIMIT, "{name} took {:?}", start.elapsed());
}

/// A small generator of random numbers (xorshift), with its seed in the failure's message.
fn random(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    (0..length).map(|_| next()).collect()
}

#[test]
fn random_bytes() {
    for seed in 1..6 {
        survives(&format!("random bytes, seed {seed}"), &random(seed, 200_000));
    }
}

#[test]
fn a_line_of_fifty_megabytes() {
    survives("a line of one letter", "a".repeat(50 << 20).as_bytes());
    survives("a line of claims", "LLaMA uses RoPE and ".repeat((50 << 20) / 20).as_bytes());
}

#[test]
fn nesting_and_runs() {
    survives("quotes", format!("{}LLaMA is an encoder-decoder", "> ".repeat(10_000)).as_bytes());
    survives("brackets", format!("{}BERT uses RoPE{}", "(".repeat(100_000), ")".repeat(100_000)).as_bytes());
    survives("stars", "**".repeat(200_000).as_bytes());
    survives("negations", "不是".repeat(500_000).as_bytes());
    survives("names", "BERT, ".repeat(200_000).as_bytes());
    survives("gaps", "train the the the the the weights ".repeat(50_000).as_bytes());
    let lists: Vec<String> = (0..2_000).map(|depth| format!("{}- BERT uses RoPE", "  ".repeat(depth))).collect();
    survives("lists", lists.join("\n").as_bytes());
    survives("a byte order mark and nothing", "\u{feff}".as_bytes());
    survives("carriage returns", "LLaMA is\rBERT\r\n\r".repeat(1_000).as_bytes());
}

#[test]
fn a_folder_loop_and_a_missing_file() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::create_dir_all(folder.path().join("a/b")).expect("made");
    fs::write(folder.path().join("a/note.md"), "GPT-2 is an encoder-decoder model.\n").expect("written");
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/b/loop")).expect("linked");
    let output = glossator(folder.path(), &["check", "--format", "concise"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 1);
    let output = glossator(folder.path(), &["check", "a", "gone.md"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot read gone.md"));
    assert!(Path::new("/").exists());
}

#[test]
fn a_broken_glossary_names_the_place() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::write(folder.path().join("note.md"), "x\n").expect("written");
    for text in
        ["---\ntype: [model\nprefLabel: {en: a}\n---\n", "---\ntype: model\nprefLabel: {en: a}\nprefLabl: 3\n---\n"]
    {
        fs::write(folder.path().join("broken.md"), text).expect("written");
        let output = glossator(folder.path(), &["check", "--glossary", "broken.md", "note.md"]);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.contains("broken.md:") && error.contains("glossary/syntax"), "{error}");
    }
}
