//! Prints the units of a note: what it is read as.

#![allow(clippy::print_stdout)]

use note::Note;

fn main() {
    for path in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let text = String::from_utf8_lossy(&bytes);
        let note = Note::parse(&text);
        for (id, unit) in note.iter() {
            let show = |id: Option<note::UnitId>| id.map_or(String::from("-"), |id| id.0.to_string());
            let source = text.get(unit.span.start as usize..unit.span.end as usize).unwrap_or_default();
            println!(
                "{} {:?} h{} p{} l{} b{} q{} k{:?} {:?} | {source}",
                id.0,
                unit.kind,
                show(unit.heading),
                show(unit.parent),
                show(unit.lead),
                show(unit.previous),
                show(unit.question),
                unit.key.map(|key| key.end - unit.tokens.start),
                unit.cell.map(|cell| (cell.row, cell.column)),
            );
        }
    }
}
