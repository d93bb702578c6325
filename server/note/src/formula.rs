//! Formulas in a line: which parts of their markup are read.
//!
//! `$O(n^2)$`, `$\sqrt{d_k}$` and `$W_0 + BA$` say something that people also write without markup. Braces, backslashes
//! and commands that only set letters are left out; a formula that is long, or laid out in two dimensions, is not read.

use std::ops::Range;

/// A longer formula is not read, in bytes.
const LONG: usize = 48;
/// Commands that only say how something is set, or stand for a sign between factors.
const SETTING: [&str; 22] = [
    "mathcal",
    "mathrm",
    "mathbf",
    "mathbb",
    "mathit",
    "text",
    "textbf",
    "textit",
    "operatorname",
    "left",
    "right",
    "big",
    "Big",
    "rm",
    "bf",
    "cdot",
    "times",
    "quad",
    "tilde",
    "hat",
    "bar",
    "boldsymbol",
];
/// Commands that lay out what a line of text cannot show.
const LAYOUT: [&str; 8] = ["frac", "dfrac", "sum", "prod", "int", "begin", "underbrace", "mathop"];

/// The parts of a formula with its dollar signs that are read, as byte ranges; `None` where it is not read at all.
pub(crate) fn pieces(source: &str) -> Option<Vec<Range<usize>>> {
    let inner = source.strip_prefix('$')?.strip_suffix('$')?;
    if inner.len() > LONG || inner.starts_with('$') || !inner.chars().all(is_plain) {
        return None;
    }
    let mut pieces = Vec::new();
    let (mut from, mut at) = (1, 1);
    let end = source.len() - 1;
    while at < end {
        let byte = source.as_bytes().get(at).copied()?;
        let skipped = match byte {
            b'{' | b'}' => 1,
            b'\\' => 1 + setting(source.get(at + 1..end)?)?,
            _ => 0,
        };
        if skipped > 0 {
            pieces.push(from..at);
            from = at + skipped;
        }
        at += skipped.max(1);
    }
    pieces.push(from..end.max(from));
    pieces.retain(|piece| !piece.is_empty());
    Some(pieces)
}

/// How much of what follows a backslash is left out; `None` where the command lays something out.
fn setting(rest: &str) -> Option<usize> {
    let name = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let name = rest.get(..name)?;
    match name {
        // `\,` and other spaces.
        "" => Some(rest.chars().next().map_or(0, char::len_utf8)),
        _ if LAYOUT.contains(&name) => None,
        _ if SETTING.contains(&name) => Some(name.len()),
        _ => Some(0),
    }
}

fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || " ^_{}()[]+-*/=<>,.|\\\'!:;%√·×≈≤≥∈→".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Option<String> {
        Some(pieces(source)?.into_iter().map(|piece| &source[piece]).collect::<Vec<_>>().join("|"))
    }

    #[test]
    fn letters_and_signs_are_read_without_markup() {
        assert_eq!(read("$O(n^2)$").as_deref(), Some("O(n^2)"));
        assert_eq!(read(r"$\mathcal{O}(n \log n)$").as_deref(), Some("O|(n |log n)"));
        assert_eq!(read(r"$\sqrt{d_k}$").as_deref(), Some("sqrt|d_k"));
        assert_eq!(read(r"$n\cdot d$").as_deref(), Some("n| d"));
    }

    #[test]
    fn what_is_laid_out_or_long_is_not() {
        assert_eq!(read(r"$\frac{a}{b}$"), None);
        assert_eq!(read(&format!("${}$", "a+".repeat(40))), None);
        assert_eq!(read("$$"), Some(String::new()));
    }
}
