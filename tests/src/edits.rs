//! Edits at random of notes at random: what people type and paste, and what trips a reader that goes on from before.

use std::ops::Range;

use crate::Chance;

/// What is typed or pasted: pieces of Markdown, of notes, of scripts, and halves of all of them.
const PIECES: [&str; 74] = [
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
    "<p>LLaMA uses <b>LayerNorm</b>.</p>\n",
    "<table>",
    "%%",
    "-",
    "encoder-\ndecoder",
    "&#45;",
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
    "👩🏽‍💻",
    "e\u{301}",
    "\u{feff}",
    "\u{2028}",
    "\u{b}",
    "BERT is a decoder-only model. ",
    "LLaMA uses LayerNorm.\n\n",
    "它采用 GeLU 激活函数。",
    "GPT-3 has 96 layers.\n",
    "**Q: What is it?**\n\n",
    "---\nglossator: off\n---\n",
];

/// A range of bytes and what takes its place.
pub type Replacement = (Range<usize>, String);

/// An edit: something typed, a range, a line or half a line break removed, or something moved.
pub fn edit(chance: &mut Chance, text: &str) -> Replacement {
    let at = place(chance, text);
    let after = text.get(at..).unwrap_or_default();
    let piece = PIECES[chance.below(PIECES.len())].to_owned();
    let rest = |many: usize| at..text.ceil_char_boundary((at + many).min(text.len()));
    match chance.below(10) {
        0..5 => (at..at, piece),
        5 => (rest(1), String::new()),
        6 => (rest(chance.below(200)), piece),
        7 => {
            let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
            let end = after.find('\n').map_or(text.len(), |end| at + end + 1);
            (start..end, String::new())
        }
        8 => match after.find("\r\n") {
            Some(found) => (at + found..at + found + 1, String::new()),
            None => (at..at, "\r\n".to_owned()),
        },
        _ => {
            let line = after.split_inclusive('\n').nth(1).unwrap_or_default();
            (at..at, format!("\n{line}"))
        }
    }
}

fn place(chance: &mut Chance, text: &str) -> usize {
    text.floor_char_boundary(chance.below(text.len() + 1))
}

/// The one replacement that makes a text of another.
pub fn between(old: &str, new: &str) -> Replacement {
    let same = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    let start = old.floor_char_boundary(same).min(new.floor_char_boundary(same));
    let (rest, other) = (&old[start..], &new[start..]);
    let mut end = rest.bytes().rev().zip(other.bytes().rev()).take_while(|(a, b)| a == b).count();
    while !rest.is_char_boundary(rest.len() - end) || !other.is_char_boundary(other.len() - end) {
        end -= 1;
    }
    (start..old.len() - end, other[..other.len() - end].to_owned())
}

/// The notes of the bench, four in one, so that there is something before and behind.
pub fn notes() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/bench");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).into_iter().flatten().filter_map(|file| Some(file.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    paths.sort();
    let texts: Vec<String> = paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    texts.chunks(4).map(<[String]>::concat).collect()
}

/// Some lines of a note, about so many bytes; all of it where it has no more.
pub fn part<'t>(chance: &mut Chance, note: &'t str, bytes: usize) -> &'t str {
    let start = note.floor_char_boundary(chance.below(note.len().saturating_sub(bytes) + 1));
    let start = note[..start].rfind('\n').map_or(0, |at| at + 1);
    let end = note.floor_char_boundary((start + bytes).min(note.len()));
    &note[start..end]
}

/// A number that the environment sets.
pub fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Numbers out of the seed that the environment sets, else out of the time; the seed is printed.
pub fn chance() -> Chance {
    let now =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(1, |time| time.as_nanos() as u64);
    let seed = setting("GLOSSATOR_SEED", now) | 1;
    eprintln!("GLOSSATOR_SEED={seed}");
    Chance(seed)
}
