//! After any edits, what was understood piece by piece is what a fresh reading understands: of long notes, for the units
//! alone. What is made of them, down to the findings, is held against a fresh reading in the server
//! (`lsp/edits.rs`).
//!
//! `GLOSSATOR_EDITS=1000000` makes it a long run, `GLOSSATOR_SEED=…` repeats one.

use claims::Memory;
use glossary::Glossary;
use glossator_tests::edits::{chance, edit, notes, setting};
use note::{Note, Parsed};

/// Edits of one note.
const EDITS: usize = 40;

#[test]
fn an_edited_note_is_read_as_a_new_one() {
    let (mut chance, edits) = (chance(), setting("GLOSSATOR_EDITS", 3_000));
    let texts = notes();
    let mut done = 0;
    while done < edits {
        let mut text = texts[chance.below(texts.len())].clone();
        let mut parsed = Parsed::new(&text);
        let mut earlier = Vec::new();
        for _ in 0..EDITS {
            let mut next = text.clone();
            for _ in 0..[1, 1, 1, 2][chance.below(4)] {
                let (range, new) = edit(&mut chance, &next);
                next.replace_range(range, &new);
            }
            if chance.below(6) == 0 {
                next = earlier.pop().unwrap_or(next);
            }
            let whole = Parsed::new(&next);
            parsed = parsed.edited(&text, &next);
            assert!(*parsed == *whole, "from {text:?}\nto {next:?}: {}", differs(&parsed, &whole));
            assert!(parsed.hashes() == whole.hashes(), "the hashes are not those of\n{next:?}");
            earlier.push(std::mem::replace(&mut text, next));
            done += 1;
        }
    }
}

/// Found by random edits: a question's own item counts for the answers, however far below they stand.
#[test]
fn a_question_is_read_with_the_item_it_stands_in() {
    let named = "- `falcon-7b`\n- `bloom`\n- `opt-1.3b`\n- `gpt-neox-20b`\n  - `num_hidden_layers: 44`\n- `gemma-2b`\n";
    let asked = "- `gpt2`\n  - `n_layer: 12`, `n_embd: **Q: What is it?**\n";
    let answers = "- `gemma-2b`\n  - `num_key_value_heads: 1` → multi-query attention\n- `Meta-Llama-3-8B`\n  - `vocab_size: 128256`\n";
    for lines in 0..12 {
        let text = ["- kept\n".repeat(lines).as_str(), asked, named, answers].concat();
        let note = Parsed::new(&text);
        let parts = Memory::default().analyze(Glossary::builtin(), &text, &note, None);
        assert!(parts == claims::analyze(Glossary::builtin(), &text, &note), "{text}");
    }
}

/// Found by the soak run: whether a column is of something else is decided by all of it.
#[test]
fn a_column_is_judged_as_a_whole() {
    let header = "| model | size | family | year |\n|---|---|---|---|\n";
    let rows = [
        "| T5-11B | 11B | encoder-decoder | 2022 |\n",
        "| PaLM | 540B | decoder-only | 2019 |\n",
        "| Gopher | 28B | decoder-only | 2021 |\n",
    ];
    for lines in 0..12 {
        let text = ["- kept\n".repeat(lines).as_str(), "\n", header, &rows.concat().repeat(3)].concat();
        let note = Parsed::new(&text);
        let parts = Memory::default().analyze(Glossary::builtin(), &text, &note, None);
        assert!(parts == claims::analyze(Glossary::builtin(), &text, &note), "{text}");
    }
}

fn differs(a: &Note, b: &Note) -> String {
    let units = a.units.iter().zip(&b.units).find(|(a, b)| a != b);
    let tokens = a.tokens.iter().zip(&b.tokens).find(|(a, b)| a != b);
    format!(
        "{} and {} units, {units:?}, {tokens:?}, {}, {}, {:?} {:?}",
        a.units.len(),
        b.units.len(),
        a.opaque == b.opaque,
        a.tables == b.tables,
        a.front_matter,
        b.front_matter
    )
}
