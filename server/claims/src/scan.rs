//! What the glossary knows of a note's tokens: words, mentions, quantities, expressions. One pass, before any meaning.

mod ends;
mod hits;
mod longer;
mod matcher;
mod quantity;
mod reused;
mod sized;

pub(crate) use quantity::{Amount, AmountKind};

use std::{borrow::Cow, cell::RefCell, collections::BTreeMap, ops::Range};

use glossary::{CueKind, EntryId, Glossary, Key, LabelPart, Owner, Spelling, WordId};
use note::{Joint, Note, Token, TokenKind, Unit, UnitId, UnitKind};

use crate::Entries;
use reused::Reused;

/// A run of tokens, as indexes into the note's.
pub(crate) type Run = Range<u32>;

/// A term of the glossary in the text.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Its tokens.
    pub(crate) run: Run,
    /// What it may refer to.
    pub(crate) entries: Entries,
    /// It is part of a longer name that the glossary does not know (`LLaMA-Factory`, `BERT-style`, `LLaMA4`): a term to
    /// hover, but nothing is said of it.
    pub(crate) part: bool,
}

/// An expression in the text.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    /// Its tokens.
    pub(crate) run: Run,
    /// What it stands for.
    pub(crate) owner: Owner,
}

/// A note with everything that was found in it, unit by unit.
pub(crate) struct Scan<'a> {
    pub(crate) glossary: &'a Glossary,
    pub(crate) text: &'a str,
    pub(crate) note: &'a Note,
    /// Of each unit its number in the whole note, where this is a part; empty where it is the whole.
    places: &'a [u32],
    pub(crate) mentions: Vec<Found>,
    pub(crate) amounts: Vec<Amount>,
    pub(crate) hits: Vec<Hit>,
    units: Vec<UnitScan>,
    folded: Folded,
    words: Vec<Option<WordId>>,
    /// The words of the unit in hand.
    sentence: Reused,
    /// For words that are looked at besides.
    spare: RefCell<Reused>,
    mention_at: Vec<u32>,
    /// The entries that the unit in hand can have for its subject, sorted: they, or something narrower, are named in it
    /// or its context.
    near: Vec<EntryId>,
    /// Which tokens are of a negation.
    negated: Vec<bool>,
    /// Which tokens are adverbs that expressions are found across.
    passed: Vec<bool>,
    /// The mark of the unit in hand that is read as a copula.
    copula: Option<u32>,
    /// What each token is by its spelling alone.
    nature: Vec<Nature>,
    /// What was looked up last, by the spelling of the token.
    known: Vec<Option<Known>>,
    /// The members of families that words were found, or not found, to name.
    pub(crate) members: RefCell<BTreeMap<(EntryId, u32, u32), Option<EntryId>>>,
    /// The English labels of the families whose members were looked for.
    pub(crate) families: RefCell<BTreeMap<EntryId, Vec<LabelPart>>>,
}

/// What stands beyond the last token of a note.
static BEYOND: Token =
    Token { start: 0, end: 0, kind: TokenKind::Opaque, joint: Joint::Break, style: note::Style::PLAIN };

/// Where a unit's findings lie in the lists of the scan.
#[derive(Clone, Debug, Default)]
struct UnitScan {
    mentions: Run,
    amounts: Run,
    hits: Run,
    /// The token it says something from: behind the words that only open it.
    start: u32,
    /// Whether expressions were looked for.
    read: bool,
}

/// No more of the words that were looked up are kept in mind than this, a power of two.
const KNOWN: usize = 2048;

/// What the glossary knows of a token by itself.
#[derive(Clone, Copy)]
struct Known {
    at: u32,
    key: Option<Key>,
    word: Option<WordId>,
    nature: Nature,
    /// Whether a label may begin so.
    begins: bool,
}

/// What a token is by its spelling alone.
#[derive(Clone, Copy, Default)]
struct Nature {
    /// It means nothing by itself.
    light: bool,
    /// A number or a date may begin so.
    counts: bool,
}

/// The folded text of all tokens, one after the other.
struct Folded {
    text: String,
    ends: Vec<u32>,
}

impl Folded {
    fn new(text: &str, tokens: &[Token]) -> Self {
        let mut folded = Self { text: String::with_capacity(8 * tokens.len()), ends: Vec::with_capacity(tokens.len()) };
        let mut before = "";
        for token in tokens {
            let source = source(text, token);
            if is_copula(source, before) {
                folded.text.push_str("is");
            } else if token.kind != TokenKind::Opaque {
                note::token::fold(source, &mut folded.text);
            }
            folded.ends.push(folded.text.len() as u32);
            before = source;
        }
        folded
    }

    fn get(&self, at: u32) -> &str {
        self.run(&(at..at + 1))
    }

    fn run(&self, run: &Run) -> &str {
        let end = |at: u32| self.ends.get(at as usize).copied().unwrap_or_default() as usize;
        let start = run.start.checked_sub(1).map_or(0, end);
        self.text.get(start..end(run.end.wrapping_sub(1))).unwrap_or_default()
    }
}

/// Whether an `'s` is short for *is*: `it's`, `that's`, `what's`.
fn is_copula(source: &str, before: &str) -> bool {
    let pronouns = ["it", "that", "this", "there", "what", "which", "who", "here", "he", "she", "everything"];
    matches!(source, "'s" | "’s") && pronouns.iter().any(|pronoun| pronoun.eq_ignore_ascii_case(before))
}

/// Whether a spelling has the letters of a label in their case; what joins its words is free (`OPT-175B`).
fn is_cased(label: &str, spelling: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<Vec<_>>();
    label == spelling || letters(label) == letters(spelling)
}

/// Whether a word behind a number with a letter says what it counts, so that it is no size in a name: `7B parameters`.
fn counts_size(word: &str) -> bool {
    matches!(word, "parameter" | "parameters" | "params" | "param" | "token" | "tokens")
}

fn source<'a>(text: &'a str, token: &Token) -> &'a str {
    text.get(token.start as usize..token.end as usize).unwrap_or_default()
}

impl<'a> Scan<'a> {
    /// Scans a note; `places` are the numbers of its units in the whole note, where it is a part.
    pub(crate) fn new(glossary: &'a Glossary, text: &'a str, note: &'a Note, places: &'a [u32]) -> Self {
        let mut scan = Self {
            glossary,
            text,
            note,
            places,
            mentions: Vec::new(),
            amounts: Vec::new(),
            hits: Vec::new(),
            units: Vec::with_capacity(note.units.len()),
            folded: Folded::new(text, &note.tokens),
            words: vec![None; note.tokens.len()],
            sentence: Reused::default(),
            spare: RefCell::default(),
            mention_at: vec![0; note.tokens.len()],
            near: Vec::new(),
            negated: vec![false; note.tokens.len()],
            passed: vec![false; note.tokens.len()],
            copula: None,
            nature: vec![Nature::default(); note.tokens.len()],
            known: vec![None; (2 * note.tokens.len()).next_power_of_two().min(KNOWN)],
            members: RefCell::default(),
            families: RefCell::default(),
        };
        for unit in &note.units {
            scan.read(unit);
        }
        scan
    }

    fn read(&mut self, unit: &Unit) {
        let before = (self.mentions.len(), self.amounts.len(), self.hits.len());
        self.find_mentions(unit);
        self.name_members(unit, before.0);
        self.read_mark(unit);
        quantity::find(self, &unit.tokens);
        self.units.push(UnitScan {
            mentions: before.0 as u32..self.mentions.len() as u32,
            amounts: before.1 as u32..self.amounts.len() as u32,
            hits: before.2 as u32..before.2 as u32,
            start: unit.tokens.start,
            read: false,
        });
        // Where nothing is named nothing is said of it; but headings and header cells hold for what follows.
        let read = self.find_near(unit) || matches!(unit.kind, UnitKind::Heading(_)) || unit.cell.is_some();
        if read {
            self.find_hits(unit);
        }
        if let Some(last) = self.units.last_mut() {
            (last.read, last.hits.end) = (read, self.hits.len() as u32);
        }
    }

    /// Reads the mark behind a key that is a name as the copula it stands for: `BM25: a dense method`.
    fn read_mark(&mut self, unit: &Unit) {
        self.copula = None;
        let Some(key) = unit.key else { return };
        let mark = key.value - 1;
        let named = self.mentions.iter().rev().take_while(|mention| mention.run.start >= unit.tokens.start);
        let named =
            named.into_iter().any(|mention| mention.run.start == unit.tokens.start && mention.run.end == key.end);
        if mark < key.end || !named || self.kind(mark) != TokenKind::Punct {
            return;
        }
        let chinese = (key.value..unit.tokens.end.min(key.value + 8)).any(|at| self.kind(at) == TokenKind::Han);
        let word = self.copula_word(if chinese { "是" } else { "is" });
        if let Some(slot) = self.words.get_mut(mark as usize) {
            *slot = word;
            self.copula = Some(mark);
        }
    }

    /// The word that a copula is to the expressions.
    fn copula_word(&self, copula: &str) -> Option<WordId> {
        self.glossary.key(copula, Spelling::EMPTY.then(copula)).and_then(|key| self.glossary.word(key))
    }

    fn find_mentions(&mut self, unit: &Unit) {
        let tokens = &unit.tokens;
        let mut covered = tokens.start;
        for at in tokens.clone() {
            let spelling = Spelling::EMPTY.then(self.folded.get(at));
            let Known { key, word, nature, begins, .. } = self.look_up(at, spelling);
            if let Some(slot) = self.words.get_mut(at as usize) {
                *slot = word;
            }
            if let Some(slot) = self.nature.get_mut(at as usize) {
                *slot = nature;
            }
            if at < covered || !begins || self.kind(at) == TokenKind::Opaque {
                continue;
            }
            if let Some(mut found) = self.longest_label(at, tokens.end, key, spelling) {
                covered = found.run.end;
                found.part = self.is_part(&found, unit);
                self.mentions.push(found);
                let index = self.mentions.len() as u32;
                for covered in at..covered {
                    if let Some(mention) = self.mention_at.get_mut(covered as usize) {
                        *mention = index;
                    }
                }
            }
        }
    }

    /// What the glossary knows of a token by itself. A note says the same words over and over.
    fn look_up(&mut self, at: u32, spelling: Spelling) -> Known {
        let folded = self.folded.get(at);
        let slot = spelling.below(self.known.len());
        if let Some(known) = self.known[slot]
            && self.folded.get(known.at) == folded
        {
            return known;
        }
        let key = self.glossary.key(folded, spelling);
        let word = key.and_then(|key| self.glossary.word(key));
        let nature = Nature { light: crate::light::is_light(folded), counts: quantity::may_begin(folded) };
        let known = Known { at, key, word, nature, begins: self.glossary.may_begin_label(spelling) };
        self.known[slot] = Some(known);
        known
    }

    /// The longest label that begins at token `at`, whose key and spelling are given.
    fn longest_label(&self, at: u32, end: u32, first: Option<Key>, spelling: Spelling) -> Option<Found> {
        let mut longest = first.and_then(|key| self.labels_at(at..at + 1, key));
        let mut spelling = spelling;
        // The text so far, where numbers that follow each other keep it from being the tokens' own.
        let mut spaced: Option<String> = None;
        for next in at + 1..end {
            let both = self.kind(next) == TokenKind::Number && self.kind(next - 1) == TokenKind::Number;
            if both {
                spelling = spelling.then(" ");
                spaced.get_or_insert_with(|| self.folded.run(&(at..next)).to_owned()).push(' ');
            }
            spelling = spelling.then(self.folded.get(next));
            if !self.glossary.may_begin_label(spelling) {
                break;
            }
            if let Some(spaced) = &mut spaced {
                spaced.push_str(self.folded.get(next));
            }
            let run = at..next + 1;
            let key = self.glossary.key(spaced.as_deref().unwrap_or_else(|| self.folded.run(&run)), spelling);
            longest = key.and_then(|key| self.labels_at(run, key)).or(longest);
        }
        longest
    }

    /// The entries whose labels the run is, where its spelling allows.
    fn labels_at(&self, run: Run, key: Key) -> Option<Found> {
        let loose = run.clone().skip(1).any(|at| self.token(at).joint >= Joint::Space);
        let spelling = self.source(&run);
        let entries = self
            .glossary
            .labels_at(key)
            .filter(|label| !(label.tight && loose))
            .filter(|label| label.exact.is_none_or(|exact| is_cased(exact, spelling)))
            .map(|label| label.entry);
        Some(Found { entries: Entries::some(entries)?, run, part: false })
    }

    /// A token; beyond the end one that nothing stands in.
    pub(crate) fn token(&self, at: u32) -> &Token {
        self.note.tokens.get(at as usize).unwrap_or(&BEYOND)
    }

    /// What a token is made of; opaque beyond the end.
    pub(crate) fn kind(&self, at: u32) -> TokenKind {
        self.note.tokens.get(at as usize).map_or(TokenKind::Opaque, |token| token.kind)
    }

    /// The folded text of a token.
    pub(crate) fn folded(&self, at: u32) -> &str {
        self.folded.get(at)
    }

    /// The word a token is, of the words of expressions.
    pub(crate) fn word(&self, at: u32) -> Option<WordId> {
        self.words.get(at as usize).copied().flatten()
    }

    /// The mention a token belongs to.
    pub(crate) fn mention_at(&self, at: u32) -> Option<&Found> {
        let index = *self.mention_at.get(at as usize)?;
        self.mentions.get((index as usize).checked_sub(1)?)
    }

    /// Whether a mention may refer to something of which the glossary states what can be checked.
    pub(crate) fn is_checkable(&self, mention: &Found) -> bool {
        mention.entries.iter().any(|&entry| self.glossary.is_checkable(entry))
    }

    /// Whether no clause ends between two runs and nothing enumerates them.
    pub(crate) fn is_one_clause(&self, one: &Run, other: &Run) -> bool {
        let between = if one.start < other.start { one.end..other.start } else { other.end..one.start };
        let apart = |at: u32| {
            self.ends_clause(at) || matches!(self.folded(at), "、" | "和" | "and" | "或" | "or" | "(" | "+" | "/")
        };
        !between.clone().any(apart) && !between.is_empty()
    }

    /// Whether a unit holds a cue of this kind, hidden by a longer one or not.
    pub(crate) fn has_cue(&self, unit: UnitId, kind: CueKind) -> bool {
        self.hits_of(unit).iter().any(|hit| hit.owner == Owner::Cue(kind))
    }

    /// How far apart two units stand in the whole note.
    pub(crate) fn apart(&self, one: UnitId, other: UnitId) -> u32 {
        let place = |id: UnitId| self.places.get(id.0 as usize).copied().unwrap_or(id.0);
        place(one).abs_diff(place(other))
    }

    /// The source text of a run.
    pub(crate) fn source(&self, run: &Run) -> &'a str {
        let span = self.span(run);
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The bytes of a run.
    pub(crate) fn span(&self, run: &Run) -> note::Span {
        let start = self.note.tokens.get(run.start as usize).map_or(0, |token| token.start);
        let end = self.note.tokens.get((run.end as usize).wrapping_sub(1)).map_or(start, |token| token.end);
        start..end.max(start)
    }

    /// The mentions of a unit.
    pub(crate) fn mentions_of(&self, unit: UnitId) -> &[Found] {
        self.slice(&self.mentions, unit, |unit| &unit.mentions)
    }

    /// What the tokens from the start of a run on multiply numbers by, and the token behind them.
    pub(crate) fn multiplier(&self, run: &Run) -> Option<(f64, u32)> {
        quantity::multiplier(self, run)
    }

    /// The quantities and dates of a unit.
    pub(crate) fn amounts_of(&self, unit: UnitId) -> &[Amount] {
        self.slice(&self.amounts, unit, |unit| &unit.amounts)
    }

    /// The expressions of a unit, by their first token.
    pub(crate) fn hits_of(&self, unit: UnitId) -> &[Hit] {
        self.slice(&self.hits, unit, |unit| &unit.hits)
    }

    /// Whether an expression of some owner covers a token of a unit.
    pub(crate) fn covers(&self, id: UnitId, of: impl Fn(Owner) -> bool, at: u32) -> bool {
        self.hits_of(id).iter().any(|hit| hit.run.contains(&at) && of(hit.owner))
    }

    /// A unit from where it says something.
    pub(crate) fn said(&self, id: UnitId) -> Cow<'a, Unit> {
        let unit = self.note.unit(id);
        let start = self.units.get(id.0 as usize).map_or(unit.tokens.start, |scanned| scanned.start);
        if start == unit.tokens.start {
            return Cow::Borrowed(unit);
        }
        let key = unit.key.filter(|key| key.value > start);
        Cow::Owned(Unit { tokens: start..unit.tokens.end, key, ..unit.clone() })
    }

    fn slice<'s, T>(&self, all: &'s [T], unit: UnitId, of: impl Fn(&UnitScan) -> &Run) -> &'s [T] {
        let Some(unit) = self.units.get(unit.0 as usize) else { return &[] };
        let run = of(unit);
        all.get(run.start as usize..run.end as usize).unwrap_or_default()
    }

    /// Whether a token means nothing by itself.
    pub(crate) fn is_light(&self, at: u32) -> bool {
        self.nature.get(at as usize).is_some_and(|nature| nature.light)
    }

    /// Whether a number or a date may begin with a token.
    fn counts(&self, at: u32) -> bool {
        self.kind(at) == TokenKind::Number || self.nature.get(at as usize).is_some_and(|nature| nature.counts)
    }

    /// Whether a token is of a negation.
    pub(crate) fn negates(&self, at: u32) -> bool {
        self.negated.get(at as usize).copied().unwrap_or_default()
    }

    /// Whether the last word of a run is the first of a name: `不是仅解码器`.
    pub(crate) fn ends_in_name(&self, run: &Run) -> bool {
        let last = run.end - 1;
        self.mention_at(last).is_some_and(|mention| mention.run.start == last && mention.run.len() > 1)
    }

    /// Whether a token is of an adverb that changes nothing in what is said.
    pub(crate) fn passes(&self, at: u32) -> bool {
        self.passed.get(at as usize).copied().unwrap_or_default()
    }
}
