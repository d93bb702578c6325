//! Whether letters are the initials of words, as an acronym's are of its expansion. Which words could be one is found in `acronym`.

use glossary::EntryId;
use note::Joint;

use crate::{reading::Reading, scan::Run};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// The initials spell the acronym.
    All,
    /// They do not.
    Not,
}

/// Whether the letters of the mention are, in order, initials (or inner letters) of the words, one word each.
pub(super) fn initials_fit(reading: &Reading<'_, '_>, acronym: &Run, entries: &[EntryId], words: &Run) -> Fit {
    let scan = reading.scan;
    // `LoRA-GA (LoRA with Gradient Accumulation)`: a part that is a name itself may stay as it is.
    if acronym.len() > 1 && scan.folded(acronym.start) == scan.folded(words.start) && words.len() > 2 {
        let (letters, behind) = (acronym.start + 1..acronym.end, words.start + 1..words.end);
        let small = |&at: &u32| !scan.is_light(at);
        let first = behind.clone().find(small).unwrap_or(behind.end);
        return initials_fit(reading, &letters, entries, &(first..behind.end));
    }
    // `LLMs (like Llama)`: an example is no expansion.
    if matches!(
        scan.folded(words.start),
        "see" | "cf" | "like" | "such" | "eg" | "e.g" | "ie" | "i.e" | "including" | "for" | "or"
    ) {
        return Fit::Not;
    }
    // `RLAIF (RL from AI Feedback)`, `AQLM: Additive Quantization for LLMs`: with a word that is itself short for others
    // nothing is spelt out.
    let short = |at: u32| {
        let word = scan.source(&(at..at + 1));
        let within = || scan.source(acronym).to_lowercase().contains(&word.to_lowercase());
        let capitals = |word: &str| word.len() > 1 && word.chars().all(char::is_uppercase);
        capitals(word) && within() || word.strip_suffix('s').is_some_and(capitals)
    };
    if scan.folded(acronym.start).len() > 2 && words.clone().any(short) && !words.clone().all(short) {
        return Fit::Not;
    }
    let letters: Vec<char> = acronym
        .clone()
        .flat_map(|at| scan.folded(at).chars().filter(|c| c.is_alphabetic()).collect::<Vec<_>>())
        .collect();
    let count = words.len();
    if letters.len() < 2 || count < 2 || letters.len() > 8 || count > letters.len() + 2 {
        return Fit::Not;
    }
    let (mut left, mut inner, mut spare) = (letters.as_slice(), 0, 0);
    for at in words.clone() {
        let word = scan.folded(at);
        if let Some((first, rest)) = left.split_first()
            && word.starts_with(*first)
        {
            left = rest;
            // A word may give several letters of the acronym (`rotary` for `ro`), if the words behind it are too few.
            if let Some((second, rest)) = left.split_first()
                && count < letters.len()
                && left.len() > (words.end - at - 1) as usize
                && word.chars().skip(1).any(|c| c == *second)
            {
                (left, inner) = (rest, inner + 1);
            }
        } else if !(scan.is_light(at) || at > words.start && scan.token(at).joint == Joint::Hyphen) {
            spare += 1;
        }
    }
    // Words that do not look like a name must spell it whole, and nothing besides (`exact string match`).
    let titled = |at: u32| {
        let word = scan.source(&(at..at + 1));
        word.starts_with(char::is_uppercase) && !(word.len() > 1 && word.chars().all(char::is_uppercase))
    };
    let capitals = words.clone().filter(|&at| titled(at)).count();
    let repeats = words.clone().any(|at| scan.mention_at(at).is_some_and(|inner| *inner.entries == *entries));
    let missing = if capitals > 1 && inner == 0 { letters.len() / 4 } else { 0 };
    let fits = left.len() <= missing && (capitals > 0 || spare == 0);
    if fits && !repeats { Fit::All } else { Fit::Not }
}
