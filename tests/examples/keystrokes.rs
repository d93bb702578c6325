//! Times what an edit costs: `cargo run --release -p glossator-tests --example keystrokes -- NOTE [EDITS]`.
//!
//! Types in the middle of a note, character by character, and prints for each step what the parts took, in
//! milliseconds: the whole note read and analysed as new, and again after each edit.

#![allow(clippy::print_stdout)]

use std::time::Instant;

use claims::Memory;
use glossary::Glossary;
use note::Parsed;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().unwrap_or_default();
    let edits: usize = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(100);
    let Ok(text) = std::fs::read_to_string(&path) else { return println!("cannot read {path:?}") };
    let glossary = Glossary::builtin();
    let (parse, mut parsed) = timed(|| Parsed::new(&text));
    let (whole, _) = timed(|| claims::analyze(glossary, &text, &parsed));
    let mut memory = Memory::default();
    let (first, analysis) = timed(|| memory.analyze(glossary, &text, &parsed, None));
    println!("{path}: {} bytes, {} units, {} findings", text.len(), parsed.units.len(), analysis.findings.len());
    println!("new: read {parse:.2}, analysed whole {whole:.2}, in parts {first:.2}");
    let (mut reads, mut analyses) = (Vec::new(), Vec::new());
    let mut middle = text.len() / 2;
    while !text.is_char_boundary(middle) {
        middle += 1;
    }
    let mut text = text;
    for (at, typed) in "The model uses BERT and RoPE. ".chars().cycle().take(edits).enumerate() {
        let mut next = text.clone();
        next.insert(middle + at, typed);
        let (time, edited) = timed(|| parsed.edited(&text, &next));
        reads.push(time);
        let (time, _) = timed(|| memory.analyze(glossary, &next, &edited, None));
        analyses.push(time);
        (text, parsed) = (next, edited);
    }
    println!("edited: read {}, analysed {}", middle_of(reads), middle_of(analyses));
}

fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let done = work();
    (start.elapsed().as_secs_f64() * 1e3, done)
}

fn middle_of(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times.get((times.len() as f64 * part) as usize).copied().unwrap_or_default();
    format!("{:.2} (p99 {:.2})", at(0.5), at(0.99))
}
