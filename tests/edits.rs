//! After any edits, what was understood piece by piece is what a fresh reading understands.
//!
//! `GLOSSATOR_EDITS=1000000` makes it a long run, `GLOSSATOR_SEED=…` repeats one.

use claims::Memory;
use glossary::Glossary;
use glossator_tests::Chance;
use note::{Note, Parsed};

/// What is typed or pasted: pieces of Markdown, of notes, of scripts, and halves of all of them.
const PIECES: [&str; 64] = [
    "a",
    "x",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\r\n\r\n",
    "\t",
    "    ",
    "# ",
    "## Llama 2\n",
    "\n### BERT\n\n",
    "- ",
    "\n- a\n- b\n",
    "1. ",
    "> ",
    "\n> [!NOTE]\n> ",
    "```\n",
    "\n```python\n",
    "~~~\n",
    "---\n",
    "\n---\n\n",
    "...\n",
    "| a | b |\n|---|---|\n| c | d |\n",
    "\n| BERT | encoder-only |\n",
    "\n| model | maker | layers | context | norm | remarks |\n|---|---|---|---|---|---|\n",
    "| LLaMA | Meta | 40 | 128K | LayerNorm | 即将发布 |\n",
    "| LLaMA | Meta | 40 | 128K | LayerNorm | Llama 4 |\n",
    "\n- base：12 层；large：48 层\n* Stage 1\n",
    "[foo]: https://a.b\n",
    "[foo]",
    "[bar][foo]",
    "[^1]",
    "\n[^1]: note\n",
    ": ",
    "\n\n: what it is\n",
    "<!-- ",
    "-->",
    "<!-- glossator-disable-next-line -->\n",
    "<div>\n",
    "</div>\n\n",
    "$$",
    "$x$",
    "**",
    "*",
    "`",
    "![",
    "](x)",
    "<br>",
    "模型",
    "。",
    "：",
    "第一种：",
    "• 层数：",
    "问：什么是 LoRA？\n",
    "🦙",
    "e\u{301}",
    "\u{feff}",
    "BERT is a decoder-only model. ",
    "LLaMA uses LayerNorm.\n\n",
    "它采用 GeLU 激活函数。",
    "GPT-3 has 96 layers.\n",
    "**Q: What is it?**\n\n",
];

/// Edits at random.
trait Edit {
    fn place(&mut self, text: &str) -> usize;
    fn edit(&mut self, text: &str) -> String;
}

impl Edit for Chance {
    fn place(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// The text after an edit: something typed, a range, a line or half a line break removed, or something moved.
    fn edit(&mut self, text: &str) -> String {
        let at = self.place(text);
        let (before, after) = text.split_at(at);
        let piece = PIECES[self.below(PIECES.len())];
        let rest = |many: usize| {
            let mut end = many.min(after.len());
            while !after.is_char_boundary(end) {
                end += 1;
            }
            &after[end..]
        };
        match self.below(10) {
            0..5 => format!("{before}{piece}{after}"),
            5 => format!("{before}{}", rest(1)),
            6 => format!("{before}{piece}{}", rest(self.below(200))),
            7 => {
                let start = before.rfind('\n').map_or(0, |at| at + 1);
                let end = after.find('\n').map_or(after.len(), |at| at + 1);
                format!("{}{}", &before[..start], &after[end..])
            }
            8 => match after.find("\r\n") {
                Some(at) => format!("{before}{}{}", &after[..at], &after[at + 1..]),
                None => format!("{before}\r\n{after}"),
            },
            _ => {
                let line = after.split_inclusive('\n').nth(1).unwrap_or_default();
                format!("{before}\n{line}{after}")
            }
        }
    }
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn start() -> (Chance, u64) {
    let now =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(1, |time| time.as_nanos() as u64);
    let seed = setting("GLOSSATOR_SEED", now) | 1;
    eprintln!("GLOSSATOR_SEED={seed}");
    (Chance(seed), setting("GLOSSATOR_EDITS", 3_000))
}

/// Notes to edit: some of the bench's in one, so that there is something before and behind.
fn texts() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/bench");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the bench").filter_map(|file| Some(file.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    paths.sort();
    let texts: Vec<String> = paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    texts.chunks(4).map(<[String]>::concat).collect()
}

/// Edits notes at random, and shows each text with the one before.
fn edit_all(mut chance: Chance, edits: u64, mut see: impl FnMut(Option<&str>, &str)) {
    let texts = texts();
    let mut done = 0;
    while done < edits {
        let mut text = texts[chance.below(texts.len())].clone();
        see(None, &text);
        let mut earlier = Vec::new();
        for _ in 0..40 {
            let mut next = chance.edit(&text);
            if chance.below(4) == 0 {
                next = chance.edit(&next);
            }
            if chance.below(6) == 0 {
                next = earlier.pop().unwrap_or(next);
            }
            see(Some(&text), &next);
            earlier.push(std::mem::replace(&mut text, next));
            done += 1;
        }
    }
}

#[test]
fn an_edited_note_is_read_as_a_new_one() {
    let (chance, edits) = start();
    let mut parsed = Parsed::default();
    edit_all(chance, edits, |before, text| {
        let whole = Parsed::new(text);
        parsed = before.map_or(whole.clone(), |before| parsed.edited(before, text));
        assert!(*parsed == *whole, "from {before:?}\nto {text:?}: {}", differs(&parsed, &whole));
        assert!(parsed.hashes() == whole.hashes(), "the hashes are not those of\n{text:?}");
    });
}

#[test]
fn an_edited_note_means_what_a_new_one_does() {
    let (chance, edits) = start();
    let glossary = Glossary::builtin();
    let mut memory = Memory::default();
    let mut note = Parsed::default();
    edit_all(chance, edits / 4, |before, text| {
        if before.is_none() {
            memory = Memory::default();
        }
        note = before.map_or_else(|| Parsed::new(text), |before| note.edited(before, text));
        let edited = memory.analyze(glossary, text, &note, None);
        let whole = claims::analyze(glossary, text, &note);
        if edited == whole {
            return;
        }
        let (edited, whole) = (format!("{edited:#?}"), format!("{whole:#?}"));
        let line = || edited.lines().zip(whole.lines()).position(|(a, b)| a != b).unwrap_or_default();
        let around = |text: &str| text.lines().skip(line().saturating_sub(9)).take(20).collect::<Vec<_>>().join("\n");
        panic!("from {before:?}\nto {text:?}\n{}\n{}", around(&edited), around(&whole));
    });
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
