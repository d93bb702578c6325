//! What has been typed before a cursor, and how well a label fits it.

use note::Span;

use super::{
    fold,
    labels::{Label, Labels},
    letters, pinyin,
    wanted::Wanted,
};

/// A name typed so far may have this many words.
const WORDS: usize = 5;

/// From this rank on a label has what is typed only as letters in their order, which more letters may tell from a word of
/// its own: an editor must not go on with such a list by itself.
pub(super) const GUESS: u32 = 5;

/// Up to this rank a label begins with what is typed.
pub(super) const BEGUN: u32 = 2;

/// What has been typed.
pub(super) struct Typed {
    /// The last word.
    pub(super) word: Wanted,
    /// Where it begins.
    pub(super) start: u32,
    /// The cursor.
    pub(super) end: u32,
    /// Whether it ends in Chinese, and some label begins with it.
    pub(super) begins_label: bool,
    /// The word with what stands of it behind the cursor, as labels are compared.
    whole: String,
    /// The last words, most of them first: where they begin, squeezed, as they stand.
    runs: Vec<(u32, String, String)>,
}

impl Typed {
    /// Nothing typed yet at an offset.
    pub(super) fn nothing(offset: u32) -> Self {
        let (word, whole) = (Wanted::new(""), String::new());
        Self { word, start: offset, end: offset, begins_label: false, whole, runs: Vec::new() }
    }

    /// How well a label fits, without the strings of [`Typed::fit`].
    pub(super) fn rank(&self, label: Label<'_>) -> Option<u32> {
        if self.runs.iter().any(|(_, run, _)| label.letters.starts_with(run)) {
            return Some(0);
        }
        let direct = self.word.rank(label);
        direct.or_else(|| self.word.spelled(label).map(|letters| reading(&letters, label))).map(|rank| rank + 1)
    }

    /// Whether a label fits as it is spelled in pinyin, and not as it is written.
    pub(super) fn spells(&self, label: Label<'_>) -> bool {
        self.word.rank(label).is_none() && self.runs.iter().all(|(_, run, _)| !label.letters.starts_with(run))
    }

    /// Whether the last words together begin a label: what is typed goes on with a name, and is nothing said of one.
    pub(super) fn continues(&self, labels: &Labels) -> bool {
        let begins = |label: Label<'_>| self.runs.iter().any(|(_, run, _)| label.letters.starts_with(run));
        !self.runs.is_empty() && labels.all().any(begins)
    }

    /// Whether it is only the word before a value (`是一个`).
    pub(super) fn is_article(&self) -> bool {
        ["一个", "一种", "一款", "一类", "一项", "一", "个", "种"].contains(&self.word.text.as_str())
    }

    /// 0 for a label of several words that are typed in full, 1 for one word, or the one that the cursor is in.
    pub(super) fn all_of(&self, label: Label<'_>) -> Option<u32> {
        if self.runs.iter().any(|(_, run, _)| label.letters == run) {
            return Some(0);
        }
        (label.folded == self.word.text || label.folded == self.whole).then_some(1)
    }

    /// How well a label fits, what an editor should hold the typed text against, and where that text begins.
    pub(super) fn fit(&self, label: Label<'_>) -> Option<(u32, String, u32)> {
        for (start, run, typed) in &self.runs {
            if label.letters.starts_with(run) {
                return Some((0, as_typed(typed, run, label), *start));
            }
        }
        if let Some(rank) = self.word.rank(label) {
            // Editors drop a label that has not all the characters typed: `prefix-d` for `prefix decoder`.
            let Wanted { typed, letters, is_odd, is_marked, .. } = &self.word;
            let filter = match rank {
                1 => as_typed(typed, letters, label),
                0 if *is_odd => as_typed(typed, letters, label),
                0 => label.text.to_owned(),
                _ if *is_marked || *is_odd => format!("{typed} {}", label.text),
                _ => label.text.to_owned(),
            };
            return Some((rank + 1, filter, self.start));
        }
        let letters = self.word.spelled(label)?;
        Some((1 + reading(&letters, label), letters, self.start))
    }
}

/// How well the letters of a label's pinyin fit that are typed: the usual ones rather than those of a seldom reading.
fn reading(letters: &str, label: Label<'_>) -> u32 {
    if pinyin::is_usual(letters, label.text) { 3 } else { 4 }
}

/// What is typed with the rest of a label that begins with the same letters.
fn as_typed(typed: &str, letters: &str, label: Label<'_>) -> String {
    let met = letters.chars().count();
    let mut ends = label.folded.char_indices().filter(|(_, c)| c.is_alphanumeric()).map(|(at, c)| at + c.len_utf8());
    let rest = met.checked_sub(1).and_then(|last| ends.nth(last)).unwrap_or_default();
    match label.folded.get(rest..) {
        Some(rest) => format!("{typed}{rest}"),
        None => label.text.to_owned(),
    }
}

/// What has been typed before an offset.
pub(super) fn typed_at(labels: &Labels, text: &str, offset: u32) -> Typed {
    let run = word_before(text, offset);
    let begun = begun(labels, text, run.clone());
    let begins_label = begun.is_some();
    let span = begun.unwrap_or(run);
    let word = Wanted::new(slice(text, &span));
    let mut runs = Vec::new();
    let mut start = span.start;
    for _ in 1..WORDS {
        let before = text.get(..start as usize).unwrap_or_default();
        let Some(gap) = before.strip_suffix(' ') else { break };
        let earlier = word_before(text, gap.len() as u32);
        let latin = |span: &Span| !span.is_empty() && !slice(text, span).contains(note::token::is_han);
        if !latin(&earlier) || !latin(&span) {
            break;
        }
        start = earlier.start;
        let typed = text.get(start as usize..offset as usize).unwrap_or_default().to_owned();
        let letters = letters(&fold(&typed));
        runs.insert(0, (start, letters, typed));
    }
    let whole = fold(slice(text, &(span.start..end(text, offset))));
    Typed { word, start: span.start, end: offset, begins_label, whole, runs }
}

/// Where the word around an offset ends; what is typed in Chinese has no such end.
pub(super) fn end(text: &str, offset: u32) -> u32 {
    let (before, behind) = text.split_at_checked(offset as usize).unwrap_or_default();
    let in_word = |c: char| (c.is_alphanumeric() || matches!(c, '-' | '_')) && !note::token::is_han(c);
    if !before.ends_with(in_word) {
        return offset;
    }
    let rest = behind.get(..behind.find(|c: char| !in_word(c)).unwrap_or(behind.len())).unwrap_or_default();
    // What closes emphasis, or the sentence's dash, is not of the word.
    offset + rest.trim_end_matches(['-', '_']).len() as u32
}

/// The longest end of a run of Chinese characters that some label begins with: nothing else tells where a word starts.
fn begun(labels: &Labels, text: &str, run: Span) -> Option<Span> {
    let words = text.get(run.start as usize..run.end as usize)?;
    if !words.ends_with(note::token::is_han) {
        return None;
    }
    let begins = |(at, _): &(usize, char)| words.get(*at..).is_some_and(|end| labels.begins(end));
    let (at, _) = words.char_indices().find(begins)?;
    Some(run.start + at as u32..run.end)
}

/// The word (or run of Chinese characters) that ends at an offset.
fn word_before(text: &str, offset: u32) -> Span {
    let before = text.get(..offset as usize).unwrap_or_default();
    let mut start = before.len();
    let mut han = None;
    for (at, c) in before.char_indices().rev().take(48) {
        let is_han = note::token::is_han(c);
        if !(c.is_alphanumeric() || matches!(c, '-' | '_')) || han.is_some_and(|han| han != is_han) {
            break;
        }
        han = Some(is_han);
        start = at;
    }
    // A dash before a word is that of a list, or of the sentence.
    let word = before.get(start..).unwrap_or_default();
    (start + word.len() - word.trim_start_matches(['-', '_']).len()) as u32..offset
}

fn slice<'t>(text: &'t str, span: &Span) -> &'t str {
    text.get(span.start as usize..span.end as usize).unwrap_or_default()
}
