//! Members of a family whose name is put together in the sentence: `Llama 2 的 70B`, `BERT's large version`, `the 70B
//! version of Llama 2`, `7B 版本的 Llama 2`.
//!
//! The mention of the family becomes that of the member. Where the family has no such member, it is of something that
//! the glossary does not know, and nothing is said of it.

use glossary::EntryId;
use note::{Joint, TokenKind, Unit};

use super::{Run, Scan, counts_size};
use crate::subject::{member, size};

/// So many tokens a size and what stands around it may have.
const REACH: u32 = 8;

impl Scan<'_> {
    /// Turns the mentions of families of a unit into those of the members meant; `from` is the unit's first mention.
    pub(super) fn name_members(&mut self, unit: &Unit, from: usize) {
        for at in from..self.mentions.len() {
            let family = &self.mentions[at];
            let ([entry], false) = (&family.entries[..], family.part) else { continue };
            let entry = *entry;
            if !self.glossary.is_family(entry) || self.glossary.entry(entry).size.is_some() {
                continue;
            }
            let run = family.run.clone();
            let behind = self.size_behind(unit, &run).or_else(|| self.size_next(unit, &run));
            let Some((whole, size)) = behind.or_else(|| self.size_before(unit, &run)) else { continue };
            if whole.clone().any(|token| !run.contains(&token) && self.mention_at(token).is_some()) {
                continue;
            }
            let named = size::member(self, entry, &size).or_else(|| member::named(self, entry, &size));
            let number = self.kind(size.start) == TokenKind::Number;
            let known = named.is_some() || number && size::has_sizes(self, entry);
            if known {
                self.rename(at, whole, named);
            }
        }
    }

    fn rename(&mut self, at: usize, whole: Run, member: Option<EntryId>) {
        for token in whole.clone() {
            if let Some(mention) = self.mention_at.get_mut(token as usize) {
                *mention = at as u32 + 1;
            }
        }
        let found = &mut self.mentions[at];
        found.run = whole;
        match member.and_then(|member| super::Entries::some([member].into_iter())) {
            Some(entries) => found.entries = entries,
            None => found.part = true,
        }
    }

    /// `X 的 70B`, `X's 70B`, `X's large version`: the whole name, and the size in it.
    fn size_behind(&self, unit: &Unit, family: &Run) -> Option<(Run, Run)> {
        let word = |at: u32| if at < unit.tokens.end { self.folded(at) } else { "" };
        if !matches!(word(family.end), "的" | "'s") {
            return None;
        }
        let size = self.size_at(family.end + 1, unit.tokens.end)?;
        let noun = self.noun_end(size.end, unit.tokens.end);
        let number = self.kind(size.start) == TokenKind::Number;
        let stands = noun > size.end || number && !self.is_counted(size.end, unit.tokens.end);
        stands.then_some((family.start..noun, size))
    }

    /// `X 70B`, of which the glossary knows no such member.
    fn size_next(&self, unit: &Unit, family: &Run) -> Option<(Run, Run)> {
        let size = self.size_at(family.end, unit.tokens.end)?;
        let number = self.kind(size.start) == TokenKind::Number && self.folded(size.start + 1) == "b";
        let counted = self.folded(size.end) != "的" && self.is_counted(size.end, unit.tokens.end);
        (number && !counted).then_some((family.start..size.end, size))
    }

    /// `the 70B X`, `the large version of X`, `70B 版的 X`.
    fn size_before(&self, unit: &Unit, family: &Run) -> Option<(Run, Run)> {
        let first = unit.tokens.start.max(family.start.saturating_sub(REACH));
        let tie = family.start.checked_sub(1).filter(|&at| at >= first)?;
        let starts = (first..family.start).rev();
        let mut sizes = starts.filter_map(|at| self.size_at(at, family.start));
        match self.folded(tie) {
            "of" | "的" | "版" => sizes.find_map(|size| {
                let noun = self.noun_end(size.end, family.start);
                // `the 7B of X`, `7B 的 X`.
                let article = size.start > unit.tokens.start && self.folded(size.start - 1) == "the";
                let bare = self.kind(size.start) == TokenKind::Number && size.end == tie;
                let bare = bare && (self.folded(tie) == "的" || article);
                let tied = noun > size.end && (noun == tie || noun == family.start) || bare;
                tied.then_some((size.start..family.end, size))
            }),
            _ => sizes.find_map(|size| {
                let article = size.start.checked_sub(1).is_some_and(|at| at >= first && self.folded(at) == "the");
                let number = self.kind(size.start) == TokenKind::Number;
                (number && article && size.end == family.start).then_some((size.start..family.end, size))
            }),
        }
    }

    /// A number of parameters with its letter, or a word that is no term, at a token.
    fn size_at(&self, at: u32, end: u32) -> Option<Run> {
        if at >= end || self.mention_at(at).is_some() {
            return None;
        }
        match self.kind(at) {
            TokenKind::Number => {
                let letter = at + 1 < end && matches!(self.folded(at + 1), "b" | "m");
                (letter && self.token(at + 1).joint <= Joint::Hyphen).then(|| at..at + 2)
            }
            TokenKind::Word if !self.is_light(at) && self.token(at).joint == Joint::Space => Some(at..at + 1),
            _ => None,
        }
    }

    /// Where a word for a member ends that begins at a token: `version`, `版本`.
    fn noun_end(&self, at: u32, end: u32) -> u32 {
        let word = |at: u32| if at < end { self.folded(at) } else { "" };
        match (word(at), word(at + 1)) {
            ("版", "本") | ("模", "型") | ("型", "号") => at + 2,
            ("version" | "variant" | "model" | "one" | "checkpoint" | "edition" | "size" | "版", _) => at + 1,
            _ => at,
        }
    }

    /// Whether what stands behind a number is what it counts.
    fn is_counted(&self, at: u32, end: u32) -> bool {
        let counts = |at: u32| {
            matches!(
                self.folded(at),
                "weights"
                    | "of"
                    | "参"
                    | "词"
                    | "个"
                    | "的"
                    | "语"
                    | "数"
                    | "训"
                    | "规"
                    | "量"
                    | "corpus"
                    | "dataset"
                    | "images"
                    | "vocabulary"
                    | "words"
                    | "scale"
            )
        };
        at < end && (counts_size(self.folded(at)) || counts(at))
    }
}
