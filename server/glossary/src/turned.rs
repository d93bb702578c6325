//! Expressions of a comparison, said the other way round: who writes `more memory than X` may as well write `compared with X,
//! … more memory` or `more memory compared with X`; `比 X 更慢` is `与 X 相比，… 更慢`.
//!
//! The words that set one thing beside another are macros of the lexicon (`set-against`, `beside`); without them nothing is
//! turned. Only what is compared at the end of an expression, or directly behind the Chinese word, is told apart from the rest.

use std::collections::BTreeMap;

/// The macro of what leads to the thing that something is set against: `compared with X`.
const AGAINST: &str = "set-against";
/// The same where the word for it stands on both sides of the thing: `与 X 相比`.
const BESIDE: &str = "beside";

/// The other ways in which an expression of a comparison may be said, in its own notation.
pub(crate) fn turned(text: &str, macros: &BTreeMap<String, String>) -> Vec<String> {
    let items = items(text);
    if items.iter().any(|item| matches!(*item, "&" | "...")) {
        return Vec::new();
    }
    let mut others = Vec::new();
    if macros.contains_key(AGAINST) {
        others.extend(english(&items));
    }
    if macros.contains_key(BESIDE) {
        others.extend(chinese(&items));
    }
    others
}

/// `A than R` as `compared with R ... A` and `A compared with R`.
fn english(items: &[&str]) -> Vec<String> {
    let Some(at) = items.iter().position(|item| *item == "than") else { return Vec::new() };
    let (mut said, other) = (&items[..at], &items[at + 1..]);
    while let Some((_, before)) = said.split_last().filter(|(last, _)| last.starts_with("..")) {
        said = before;
    }
    if said.is_empty() || !is_named(other) {
        return Vec::new();
    }
    let (said, other) = (said.join(" "), other.join(" "));
    vec![format!("@{AGAINST} {other} ... {said}"), format!("{said} [by far|,] @{AGAINST} {other}")]
}

/// `L 比 R A` as `与 R 相比 ... L A`.
fn chinese(items: &[&str]) -> Vec<String> {
    let Some(at) = items.iter().position(|item| *item == "比") else { return Vec::new() };
    let rest = &items[at + 1..];
    let Some(name) = rest.iter().position(|item| !item.starts_with('[')) else { return Vec::new() };
    let (other, said) = (&rest[..=name], &rest[name + 1..]);
    if !is_named(&rest[name..=name]) || said.iter().all(|item| item.starts_with('[') || item.starts_with("..")) {
        return Vec::new();
    }
    let said: Vec<&str> = items[..at].iter().chain(said).copied().collect();
    let said = said.join(" ");
    vec![
        format!("@{BESIDE} {} @{BESIDE}-behind ... {said}", other.join(" ")),
        format!("@{AGAINST}-zh {} ... {said}", other.join(" ")),
    ]
}

/// Whether items name something: neither a gap nor something that may be left out alone.
fn is_named(items: &[&str]) -> bool {
    !items.is_empty()
        && items.iter().all(|item| !item.starts_with(".."))
        && items.iter().any(|item| !item.starts_with('['))
}

/// The parts of an expression that spaces set apart, brackets whole.
fn items(text: &str) -> Vec<&str> {
    let (mut items, mut depth, mut start) = (Vec::new(), 0_u32, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ' ' if depth == 0 => {
                items.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items.push(&text[start..]);
    items.retain(|item| !item.is_empty());
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let names = ["set-against", "beside"];
        let macros = names.into_iter().map(|name| (name.to_owned(), String::new())).collect();
        assert_eq!(turned(text, &macros), expected);
    }

    #[test]
    fn what_is_compared_may_lead_or_follow() {
        check(
            "(need|take) more memory than [the] <#lora>",
            &[
                "@set-against [the] <#lora> ... (need|take) more memory",
                "(need|take) more memory [by far|,] @set-against [the] <#lora>",
            ],
        );
        check("faster .. than X", &["@set-against X ... faster", "faster [by far|,] @set-against X"]);
        check(
            "参数 比 (A|B) [还] 多",
            &["@beside (A|B) @beside-behind ... 参数 [还] 多", "@set-against-zh (A|B) ... 参数 [还] 多"],
        );
    }

    #[test]
    fn other_expressions_stay_as_they_are() {
        for text in ["rotate .. (query|q)", "more than", "more & than X", "比 .. 快", "比 X"] {
            check(text, &[]);
        }
        assert!(turned("more than X", &BTreeMap::new()).is_empty());
    }
}
