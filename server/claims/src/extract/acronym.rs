//! What the letters of an acronym are said to stand for.

mod initials;

use glossary::{CueKind, EntryId, Owner, PropertyId, Range, Statement, Value};
use note::{Joint, TokenKind, UnitId};

use super::draft;
use crate::{
    ClaimValue, Status, binding,
    draft::{Draft, Valued},
    reading::Reading,
    scan::{Found, Hit, Run, Scan},
    subject::{self, Subject},
};
use initials::{Fit, initials_fit};

/// A cell that no header makes an expansion spells one out in at least so many words; fewer have the initials by chance.
const SPELT: usize = 3;
/// An acronym has at most so many letters.
const LETTERS: usize = 8;
/// The word for what is short stands within so many tokens behind the words: `的英文缩写`.
const SHORT: u32 = 5;
/// Between a name and the letter of it that is spoken of stand so many tokens, all of these: `RLHF's F`, `MMLU 的第一个 M`.
const LETTER: u32 = 6;
const OWNED: [&str; 19] = [
    "里", "中", "的", "那", "个", "第", "一", "二", "三", "首", "字", "母", "'s", "’s", ":", "the", "\"", "“", "letter",
];
/// Words that begin with so many letters alike are of one stem.
const STEM: usize = 6;

/// Appends the expansions that the unit gives.
pub(super) fn read(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    let glossary = reading.scan.glossary;
    for id in glossary.worded().filter(|&id| !glossary.property(id).many) {
        for mention in reading.scan.mentions_of(reading.id) {
            // `models like GPT (…)`: what a bracket spells out it spells out wherever the letters stand.
            let spelt = reading.scan.folded(mention.run.end) == "(";
            if !spelt && reading.is_set_apart(&mention.run) || mention.part {
                continue;
            }
            let [entry] = mention.entries[..] else { continue };
            if let Some(run) = expansion(reading, id, mention).or_else(|| spelt_before(reading, id, mention)) {
                let subject = Subject { entry, run: mention.run.clone(), unit: reading.id };
                drafts.extend(expanded(reading, id, subject, run));
            }
        }
        below(reading, id, drafts);
        answered(reading, id, drafts);
        letter(reading, id, drafts);
        letter_below(reading, id, drafts);
    }
}

/// Appends the word that one letter is said to stand for, if it is none of those it does: `the K in KTO is for …`, `KTO 里的
/// K 指 …`.
fn letter(reading: &Reading<'_, '_>, property: PropertyId, drafts: &mut Vec<Draft>) {
    let scan = reading.scan;
    let tokens = &reading.unit.tokens;
    let is_letter = |at: u32| {
        let text = scan.source(&(at..at + 1));
        tokens.contains(&at) && text.len() == 1 && text.chars().all(char::is_uppercase)
    };
    for mention in scan.mentions_of(reading.id) {
        let [entry] = mention.entries[..] else { continue };
        let before = |by: u32| mention.run.start.checked_sub(by).filter(|at| tokens.contains(at));
        let place = before(1).is_some_and(|at| matches!(scan.folded(at), "in" | "of"));
        let english = before(2).filter(|&at| place && is_letter(at)).map(|at| (at, mention.run.end));
        // `In X, F stands for …`.
        let led = before(1).is_some_and(|at| at == tokens.start && scan.folded(at) == "in");
        let small: &[&str] = if led { &[",", "the", "\"", "“"] } else { &OWNED };
        let inside = skip(reading, mention.run.end, small);
        let near = inside > mention.run.end && inside - mention.run.end <= LETTER;
        let behind = (near && is_letter(inside)).then_some((inside, inside + 1));
        let Some((at, behind)) = english.or(behind) else { continue };
        let linking = |hit: &&Hit| is_linking(hit, property) && hit.run.start <= behind + 1 && hit.run.end > behind;
        let cue = scan.hits_of(reading.id).iter().find(linking).map_or(behind, |hit| hit.run.end);
        let links = ["is", "for", "means", "stands", "=", "是", "指", "表", "示", "的", ":", "\"", "“", "*", "the"];
        let from = skip(reading, cue, &links);
        let Some(run) = words_from(reading, from, tokens.end).filter(|_| from > behind) else { continue };
        let word = run.start..run.start + 1;
        let initial = scan.folded(at);
        let fits = scan.folded(word.start).starts_with(initial) && scan.folded(word.start).len() > 1;
        if fits && !gives(reading, property, entry, initial, scan.folded(word.start)) {
            let subject = Subject { entry, run: mention.run.clone(), unit: reading.id };
            drafts.extend(expanded(reading, property, subject, word));
        }
    }
}

/// The same below what has the letter in its name: `The G stands for …` under `GRPO`.
fn letter_below(reading: &Reading<'_, '_>, property: PropertyId, drafts: &mut Vec<Draft>) {
    let scan = reading.scan;
    let tokens = &reading.unit.tokens;
    let at = skip(reading, reading.unit.opening(), &["the", "其", "中", "的", "\"", "“", "*"]);
    let text = scan.source(&(at..at + 1));
    if !tokens.contains(&at) || text.len() != 1 || !text.chars().all(char::is_uppercase) {
        return;
    }
    let linking = |hit: &&Hit| is_linking(hit, property) && hit.run.start == at + 1;
    let marked = |at: u32| matches!(scan.folded(at), "=" | "是" | "指");
    let cue = scan.hits_of(reading.id).iter().filter(linking).map(|hit| hit.run.end).max();
    let Some(behind) = cue.or_else(|| marked(at + 1).then_some(at + 2)) else { return };
    let from = skip(reading, behind, &["for", "the", "是", "指", "\"", "“", "*", ":"]);
    let Some(run) = words_from(reading, from, tokens.end) else { return };
    let word = run.start..run.start + 1;
    let whole = cue.is_some() || (word.end..tokens.end).all(|at| scan.kind(at) == TokenKind::Punct);
    let stated = |entry| is_stated(scan, entry, property);
    let [subject] = &subject::from_context(reading, &stated)[..] else { return };
    let capital = scan.source(&subject.run).contains(text) && scan.source(&subject.run).len() <= LETTERS;
    let fits = scan.folded(word.start).starts_with(scan.folded(at)) && scan.folded(word.start).len() > 1;
    if capital && whole && fits && !gives(reading, property, subject.entry, scan.folded(at), scan.folded(word.start)) {
        drafts.extend(expanded(reading, property, subject.clone(), word));
    }
}

/// Whether a word is, or may be, one of those that a letter of an acronym stands for.
fn gives(reading: &Reading<'_, '_>, property: PropertyId, entry: EntryId, letter: &str, word: &str) -> bool {
    let values = stated(reading.scan, entry, property).flat_map(|of| of.values.iter().chain(&of.accept));
    let names: Vec<String> = values
        .filter_map(|value| match value {
            Value::Text(name) => Some(name.en.to_lowercase()),
            _ => None,
        })
        .collect();
    let words = || names.iter().flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
    let own = || words().filter(|own| own.starts_with(letter));
    let alike = |own: &str| own.starts_with(word) || word.starts_with(own);
    // What no word begins with is an inner letter.
    own().next().is_none() || own().any(alike)
}

/// Appends the expansion of what stands above: a line that opens with words that say so (`Spelled out: …` below `GQA`).
fn below(reading: &Reading<'_, '_>, property: PropertyId, drafts: &mut Vec<Draft>) {
    let opens = |hit: &&Hit| {
        is_linking(hit, property) && binding::weight(reading, &(reading.unit.tokens.start..hit.run.start)) == 0
    };
    let Some(cue) = reading.scan.hits_of(reading.id).iter().find(opens) else { return };
    let stated = |entry| is_stated(reading.scan, entry, property);
    let [subject] = &subject::from_context(reading, &stated)[..] else { return };
    let Some(run) = words_behind(reading, cue) else { return };
    if initials_fit(reading, &subject.run, &[subject.entry], &run) == Fit::All {
        drafts.extend(expanded(reading, property, subject.clone(), run));
    }
}

/// Whether a unit may answer what letters stand for, whatever else it says.
pub(super) fn may_answer(scan: &Scan<'_>, id: UnitId) -> bool {
    let asked = |hit: &Hit| match hit.owner {
        Owner::Before(of) | Owner::Name(of) => matches!(scan.glossary.property(of).range, Range::Text),
        _ => false,
    };
    scan.note.unit(id).question.is_some_and(|question| scan.hits_of(question).iter().any(asked))
}

/// Appends the expansion that answers a question: `What does LoRA stand for? …`.
fn answered(reading: &Reading<'_, '_>, property: PropertyId, drafts: &mut Vec<Draft>) {
    let scan = reading.scan;
    let Some(question) = reading.unit.question else { return };
    let stated = |&entry: &EntryId| is_stated(scan, entry, property);
    let mut named = scan.mentions_of(question).iter().filter(|mention| mention.entries.iter().any(stated));
    let (Some(mention), None) = (named.next(), named.next()) else { return };
    let [entry] = mention.entries[..] else { return };
    if !scan.hits_of(question).iter().any(|hit| is_linking(hit, property)) {
        return;
    }
    let start = reading.unit.opening();
    let Some(run) = words_from(reading, skip(reading, start, &["\"", "“", "*", ":"]), reading.unit.tokens.end) else {
        return;
    };
    if initials_fit(reading, &mention.run, &[entry], &run) == Fit::All {
        let subject = Subject { entry, run: mention.run.clone(), unit: question };
        drafts.extend(expanded(reading, property, subject, run));
    }
}

/// Appends the expansion that a cell gives, whose row names the letters and whose column says that they are spelt out.
pub(super) fn in_cell(reading: &Reading<'_, '_>, property: PropertyId, letters: &Subject, drafts: &mut Vec<Draft>) {
    let opening = skip(reading, reading.unit.tokens.start, &["\"", "“", "*"]);
    let Some(run) = words_from(reading, opening, reading.unit.tokens.end) else { return };
    let fits = initials_fit(reading, &letters.run, &[letters.entry], &run) == Fit::All;
    if fits && shares_word(reading, property, &[letters.entry], &run) {
        drafts.extend(expanded(reading, property, letters.clone(), run));
    }
}

/// The same where no column says so, but the cell holds nothing else: `| NF4 | 4 bit | NormalFloat 4 |`.
pub(super) fn in_row(reading: &Reading<'_, '_>, letters: &Subject, drafts: &mut Vec<Draft>) {
    let tokens = &reading.unit.tokens;
    let whole = words_from(reading, tokens.start, tokens.end).is_some_and(|run| run == *tokens && run.len() >= SPELT);
    let glossary = reading.scan.glossary;
    if !whole || letters.run.len() > 2 {
        return;
    }
    for id in glossary.worded().filter(|&id| !glossary.property(id).many) {
        in_cell(reading, id, letters, drafts);
    }
}

/// Whether it is stated of an entry itself what its letters stand for.
fn is_stated(scan: &Scan<'_>, entry: EntryId, property: PropertyId) -> bool {
    stated(scan, entry, property).next().is_some()
}

/// What is stated of an entry's letters.
fn stated<'g>(scan: &Scan<'g>, entry: EntryId, property: PropertyId) -> impl Iterator<Item = &'g Statement> {
    scan.glossary.entry(entry).statements.iter().filter(move |statement| statement.property == property)
}

/// That some words are the expansion of a subject, where nobody asks for it.
fn expanded(reading: &Reading<'_, '_>, property: PropertyId, subject: Subject, run: Run) -> Option<Draft> {
    // `Neural Network based Language Model`: a small word more is no other name.
    // What has the letters in it is a name made of them, and not what they stand for: `Shared Key-Value MQA`.
    let source = |at: u32| reading.scan.source(&(at..at + 1));
    let letters = |at: u32| subject.run.len() == 1 && source(at) == source(subject.run.start);
    if is_told_in(reading, property, subject.entry, &run) || run.clone().any(letters) {
        return None;
    }
    // `**SH**apley **A**dditive`: emphasis shows the letters.
    let value = ClaimValue::Text(reading.scan.source(&run).replace("**", ""));
    // `What is NF4 (…) for?` asks about what it gives the name of in passing.
    let scan = reading.scan;
    let given = subject.unit == reading.id
        && scan.folded(subject.run.end) == "("
        && scan.folded(run.end) == ")"
        && !scan.hits_of(reading.id).iter().any(|hit| is_linking(hit, property));
    let made = draft(reading, property, subject, Valued { value, run })?;
    // What letters are short for is set in quotation marks, and nobody's words.
    let set = made.status == Status::Attributed
        && !reading.has(CueKind::Attribution)
        && reading.is_quoted(&made.run)
        && made.subject.run.end <= made.run.start;
    let status = if given && made.status == Status::Question || set { Status::Asserted } else { made.status };
    (status != Status::Question).then_some(Draft { keyed: true, status, ..made })
}

/// Whether an expression says that what follows is what letters stand for.
fn is_linking(hit: &Hit, property: PropertyId) -> bool {
    matches!(hit.owner, Owner::Before(owner) | Owner::Name(owner) if owner == property)
}

/// The words behind an expression that leads to them.
fn words_behind(reading: &Reading<'_, '_>, cue: &Hit) -> Option<Run> {
    let small = ["is", "as", "the", "\"", "“", "'", ":", "是", "为", "*", "?", "=", "'s"];
    words_from(reading, skip(reading, cue.run.end, &small), reading.unit.tokens.end)
}

/// The words given as the expansion of a mention: behind words that say so, or in brackets, behind a colon or an
/// equals sign where their initials spell the acronym.
fn expansion(reading: &Reading<'_, '_>, property: PropertyId, mention: &Found) -> Option<Run> {
    let scan = reading.scan;
    let end = reading.unit.tokens.end;
    let cue = scan.hits_of(reading.id).iter().find(|hit| {
        let between = mention.run.end..hit.run.start;
        // `MRR (Mean Reciprocal Rank)`: in a bracket stand the words themselves.
        // `X，全称 …`: a comma alone.
        let parts = |at: u32| scan.ends_clause(at) && (between.len() > 1 || hit.run.len() < 2);
        is_linking(hit, property)
            && between.len() <= 2
            && mention.run.end <= hit.run.start
            && !between.clone().any(|at| scan.folded(at) == "(" || parts(at) || scan.mention_at(at).is_some())
    });
    let short = named_short(reading, mention);
    // What an expression reaches over (`是…的缩写`) stands within it.
    if let Some(cue) = cue.filter(|cue| short.as_ref().is_none_or(|run| run.start >= cue.run.end)) {
        return words_behind(reading, cue).filter(|run| {
            initials_fit(reading, &mention.run, &mention.entries, run) == Fit::All
                || cue.run.len() > 1 && is_title(reading, run)
        });
    }
    if short.is_some() {
        return short;
    }
    let word = |at: u32| if at < end { scan.folded(at) } else { "" };
    // `X，即 …`, `X, i.e. …`.
    let comma = matches!(word(mention.run.end), "," | "，");
    let meant = comma
        && (matches!(word(mention.run.end + 1), "即" | "i.e" | "ie" | "namely")
            || (word(mention.run.end + 1), word(mention.run.end + 2)) == ("that", "is"));
    let opened = matches!(word(mention.run.end), "(" | ":" | "=" | "—" | "-") || meant;
    if !opened || mention.run.end >= end {
        return None;
    }
    let from =
        skip(reading, mention.run.end + 1, &["\"", "“", "*", "=", "即", "i.e", "ie", ".", ",", "namely", "that", "is"]);
    words_from(reading, from, end)
        .filter(|run| initials_fit(reading, &mention.run, &mention.entries, run) == Fit::All)
        .filter(|run| shares_word(reading, property, &mention.entries, run))
}

/// The words that a mention is said to be short for: `X 是 … 的缩写`.
fn named_short(reading: &Reading<'_, '_>, mention: &Found) -> Option<Run> {
    let scan = reading.scan;
    let end = reading.unit.tokens.end;
    let word = |at: u32| if at < end { scan.folded(at) } else { "" };
    if !matches!(word(mention.run.end), "是" | "为" | "即") {
        return None;
    }
    let from = skip(reading, mention.run.end + 1, &["\"", "“", "「", "*", "《"]);
    let run = words_from(reading, from, end)?;
    let of = skip(reading, run.end, &["\"", "”", "」", "*", "》", "这", "几", "个", "词", "单"]);
    let short = (of..end.min(of + SHORT))
        .any(|at| matches!((word(at), word(at + 1)), ("缩", "写" | "略") | ("简", "称" | "写") | ("首", "字")));
    (word(of) == "的" && short && initials_fit(reading, &mention.run, &mention.entries, &run) == Fit::All)
        .then_some(run)
}

/// The words whose letters stand in a bracket behind them: `General Pre-trained Transformer (GPT)`.
fn spelt_before(reading: &Reading<'_, '_>, property: PropertyId, mention: &Found) -> Option<Run> {
    let scan = reading.scan;
    let tokens = &reading.unit.tokens;
    // `…（简称 X）`, `…，简称 X`, `… (abbreviated X)`.
    let told = |at: u32| {
        matches!(
            scan.folded(at),
            "简" | "称" | "缩" | "写" | "为" | "记" | "作" | "abbreviated" | "short" | "called" | "as" | "or"
        )
    };
    let mut begins = mention.run.start;
    while begins > tokens.start && told(begins - 1) {
        begins -= 1;
    }
    let open = begins.checked_sub(1).filter(|at| tokens.contains(at))?;
    let marked = match scan.folded(open) {
        "(" => true,
        // `中文名（…，X）`.
        "," | "，" => begins < mention.run.start || scan.folded(mention.run.end) == ")",
        _ => false,
    };
    if !marked {
        return None;
    }
    let bracketed = scan.folded(open) == "(";
    let letters = scan.source(&mention.run).chars().filter(|c| c.is_alphabetic()).count() as u32;
    let initials: Vec<char> = scan.folded(mention.run.start).chars().filter(|c| c.is_alphabetic()).collect();
    let first = scan.folded(mention.run.start).chars().next()?;
    if bracketed && scan.folded(mention.run.end) != ")" || mention.run.len() > 1 || letters < 3 {
        return None;
    }
    let spells = |count: u32| {
        let run = open.checked_sub(count).filter(|&from| from >= tokens.start)?..open;
        let words = run.clone().all(|at| scan.kind(at) == TokenKind::Word) && scan.folded(run.start).starts_with(first);
        // A word too many must be a small one, or joined to the one before: `Fill in the Middle (FIM)`, `Pre-trained`.
        let joined = |at: u32| at > run.start && scan.token(at).joint == Joint::Hyphen;
        // Each word has its letter; one joined to the word before may have none.
        let own = |parts: bool| {
            let mut left = initials.as_slice();
            let fits = run.clone().all(|at| match left.split_first() {
                Some((initial, rest)) if (parts || !joined(at)) && scan.folded(at).starts_with(*initial) => {
                    left = rest;
                    true
                }
                _ => scan.is_light(at) || joined(at),
            });
            fits && left.is_empty()
        };
        let words = words && (own(false) || own(true));
        let begun =
            bracketed || begins < mention.run.start || run.start > tokens.start && scan.folded(run.start - 1) == "(";
        (words && begun && initials_fit(reading, &mention.run, &mention.entries, &run) == Fit::All).then_some(run)
    };
    [letters, letters + 1, letters + 2]
        .into_iter()
        .find_map(spells)
        .filter(|run| shares_most(reading, property, &mention.entries, run) && !is_coined(reading, run.start))
}

/// Whether two words of three are among those that letters stand for: else they are short for something else here.
fn shares_most(reading: &Reading<'_, '_>, property: PropertyId, entries: &[EntryId], words: &Run) -> bool {
    let scan = reading.scan;
    let shared = |at: &u32| shares_word(reading, property, entries, &(*at..*at + 1));
    let told: Vec<u32> = words.clone().filter(|&at| !scan.is_light(at)).collect();
    3 * told.iter().filter(|at| shared(at)).count() >= 2 * told.len()
}

/// Whether a name is made up in the words before it: `we propose …`, `提出 …`.
fn is_coined(reading: &Reading<'_, '_>, at: u32) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    let coins = |at: u32| {
        ["propos", "introduc", "present", "develop"].into_iter().any(|stem| word(at).starts_with(stem))
            || matches!((word(at), word(at + 1)), ("提", "出") | ("引", "入") | ("设", "计"))
    };
    (reading.unit.tokens.start..at).any(coins)
}

/// Whether words hold all of what the letters stand for, in its order, and more: a cell that tells what is meant (`Time to
/// the first output token`).
fn is_told_in(reading: &Reading<'_, '_>, property: PropertyId, entry: EntryId, words: &Run) -> bool {
    stated(reading.scan, entry, property).flat_map(|statement| &statement.values).any(|name| {
        let Value::Text(name) = name else { return false };
        let name = name.en.to_lowercase();
        let parts: Vec<&str> = name.split([' ', '-']).filter(|part| !part.is_empty()).collect();
        let mut given = words.clone().map(|at| reading.scan.folded(at));
        words.len() > parts.len() && parts.iter().all(|part| given.any(|word| word == *part))
    })
}

/// Whether words have one in common with what the letters stand for; else they are short for something altogether
/// different (`MCP (multi-chunk prediction)`).
fn shares_word(reading: &Reading<'_, '_>, property: PropertyId, entries: &[EntryId], words: &Run) -> bool {
    let stated = entries.iter().flat_map(|&entry| stated(reading.scan, entry, property));
    stated
        .flat_map(|statement| &statement.values)
        .any(|name| has_word_of(name, words.clone().map(|at| reading.scan.folded(at))))
}

/// Whether one of some words, folded, is in what letters are stated to stand for; small words count nothing.
pub(crate) fn has_word_of<'w>(name: &Value, mut words: impl Iterator<Item = &'w str>) -> bool {
    let Value::Text(name) = name else { return false };
    let name = name.en.to_lowercase();
    // `Optimized` has the stem of `Optimization`.
    let stem = |word: &'w str| word.char_indices().nth(STEM).and_then(|(end, _)| word.get(..end)).unwrap_or(word);
    words.any(|word| word.len() > 3 && name.contains(stem(word)))
}

/// Whether words are set as a name: in quotation marks, or two or more with capitals.
fn is_title(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let capitals = run.clone().filter(|&at| reading.scan.source(&(at..at + 1)).starts_with(char::is_uppercase)).count();
    run.len() >= 2 && run.len() <= 7 && (reading.is_quoted(run) || capitals >= 2)
}

fn skip(reading: &Reading<'_, '_>, from: u32, words: &[&str]) -> u32 {
    let end = reading.unit.tokens.end;
    (from..end).find(|&at| !words.contains(&reading.scan.folded(at))).unwrap_or(end)
}

/// The run of Latin words from `from` on.
fn words_from(reading: &Reading<'_, '_>, from: u32, end: u32) -> Option<Run> {
    let scan = reading.scan;
    let is_word = |at: u32| scan.kind(at) == TokenKind::Word || scan.kind(at) == TokenKind::Number;
    let to = (from..end).find(|&at| !is_word(at)).unwrap_or(end);
    (to > from && to - from <= 10).then_some(from..to)
}
