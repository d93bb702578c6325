//! Finds the expressions that a sentence can hold.
//!
//! There are tens of thousands, and most begin with words that every sentence has. So each is kept under the rarest of
//! the words that it cannot do without: a sentence looks only at those kept under its own words, drops the ones that
//! lack another word or whose entry it does not speak of, and tries the few that are left where they can begin.
//! Most that are found are words in a row and nothing else. Where the rarest of them stands the others stand around it,
//! so that a look at those decides, and nothing is left to try.

use std::cell::RefCell;

use serde::{Deserialize, Serialize};

use crate::{
    EntryId, Owner, Program, WordId,
    code::{Code, Words},
    making::{Making, common, row},
    owner::unpack_owner,
    packed::{Lists, Packed, Slice},
    sets::{NOTHING, SET, Sets},
};

/// How many numbers an expression takes in [`Finder::programs`].
pub(crate) const WIDTH: usize = 7;

/// How many numbers what is kept under a word takes: in [`Finder::stated`], [`Finder::kept`] and [`Finder::rows`].
pub(crate) const STATED: usize = 4;
pub(crate) const KEPT: usize = 3;
pub(crate) const ROW: usize = 4;

/// How many numbers stand before what needs the same, in [`Finder::kept`] and in [`Finder::rows`].
pub(crate) const KEPT_HEAD: usize = 2;
pub(crate) const ROW_HEAD: usize = 3;

/// A row of no more words than this is found where it is looked for: by the word it is kept under and one more.
const SEEN: u32 = 2;

/// Of a set of more words than this each word of a sentence is looked for, not the other way round.
const MANY: usize = 48;

/// A gate that is always open, and one that needs a value in the sentence; any other is an entry that the sentence must
/// speak of.
pub(crate) const OPEN: u32 = u32::MAX;
pub(crate) const VALUED: u32 = u32::MAX - 1;

/// What a sentence has, as far as it decides whether an expression can be of use.
pub trait Gates {
    /// Whether there is a value that an expression can link: a quantity or an entry.
    fn has_value(&self) -> bool;
    /// The entries that can be subjects of it, sorted.
    fn near(&self) -> &[EntryId];
}

/// The words of a sentence, for asking often.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    bits: Vec<u64>,
    /// Its words with their places, sorted.
    words: Vec<(u32, u32)>,
    /// The words by place; those that are none of the glossary's are `NOTHING`.
    places: Vec<u32>,
    seen: RefCell<Seen>,
}

/// So many of the sets that were looked for are kept in mind, a power of two. There are many times more, and a sentence
/// asks for some hundred: room for all of them would be slower to reach than to look again where two share a place.
const KNOWN: usize = 4096;

/// Where words of sets stand in a sentence, each set looked for about once: many expressions need the same.
#[derive(Clone, Debug, Default)]
struct Seen {
    /// Of each set the look that found it, and where its bits begin; `NOTHING` where no word of it stands there.
    sets: Vec<Known>,
    look: u32,
    /// For each set that was found a bit for each place.
    bits: Vec<u64>,
}

/// What is known of a set.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    set: u32,
    look: u32,
    from: u32,
}

impl Seen {
    /// Begins to look for sets.
    fn begin(&mut self) {
        self.look = self.look.checked_add(1).unwrap_or_else(|| {
            self.sets.clear();
            1
        });
        self.bits.clear();
        self.sets.resize(KNOWN, Known::default());
    }

    /// The place of what is known of a set.
    #[inline]
    fn place(set: u32) -> usize {
        (set.wrapping_mul(0x9e37_79b9) >> 20) as usize % KNOWN
    }
}

/// A sentence with what was looked for in it: where the words of expressions stand.
pub struct Places<'s> {
    finder: &'s Finder,
    sentence: &'s Sentence,
    seen: &'s mut Seen,
    /// How many numbers have a bit for each place.
    blocks: usize,
}

impl<'s> Places<'s> {
    fn new(finder: &'s Finder, sentence: &'s Sentence, seen: &'s mut Seen) -> Self {
        seen.begin();
        Self { finder, sentence, seen, blocks: sentence.places.len().div_ceil(64) }
    }

    /// How many places there are.
    #[inline]
    pub fn len(&self) -> u32 {
        self.sentence.places.len() as u32
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The next place, from one on, where one of some words stands; all places are counted from the beginning of the
    /// sentence.
    #[inline]
    pub fn next(&mut self, words: Words, from: u32) -> Option<u32> {
        let Words(words) = words;
        let all = self.sentence.places.len() as u32;
        if words & SET == 0 {
            return (from..all).find(|&place| self.sentence.places[place as usize] == words);
        }
        let mut mask = u64::MAX << (from % 64);
        for block in from / 64..all.div_ceil(64) {
            let bits = self.block(words, block) & mask;
            if bits != 0 {
                return Some(64 * block + bits.trailing_zeros());
            }
            mask = u64::MAX;
        }
        None
    }

    /// A bit for each of 64 places where a word of a set stands.
    #[inline]
    fn block(&mut self, set: u32, block: u32) -> u64 {
        match self.of(set) {
            NOTHING => 0,
            from => self.seen.bits.get((from + block) as usize).copied().unwrap_or_default(),
        }
    }

    /// Whether one of some words stands at a place, counted from the beginning of the sentence.
    #[inline]
    pub fn has(&mut self, words: Words, place: u32) -> bool {
        let Words(words) = words;
        if words & SET == 0 {
            return self.sentence.places.get(place as usize) == Some(&words);
        }
        let from = self.of(words);
        from != NOTHING
            && (place as usize) < self.sentence.places.len()
            && self.seen.bits.get((from + place / 64) as usize).is_some_and(|bits| bits >> (place % 64) & 1 == 1)
    }

    /// Whether the sentence has what is needed.
    #[inline]
    fn holds(&mut self, need: u32) -> bool {
        match need {
            NOTHING => true,
            word if word & SET == 0 => self.sentence.contains(word),
            set => self.of(set) != NOTHING,
        }
    }

    /// Where the bits of a set begin; `NOTHING` where no word of it stands in the sentence, as is mostly so.
    #[inline]
    fn of(&mut self, set: u32) -> u32 {
        match self.seen.sets.get(Seen::place(set)) {
            Some(known) if known.set == set && known.look == self.seen.look => known.from,
            _ => self.find(set),
        }
    }

    /// Looks for the words of a set.
    fn find(&mut self, set: u32) -> u32 {
        let words = self.finder.sets.get(set);
        let mut from = NOTHING;
        if words.len() > MANY {
            for &(_, place) in self.sentence.words.iter().filter(|&&(word, _)| words.has(word)) {
                self.mark(&mut from, place);
            }
        } else {
            for word in words.iter() {
                if self.sentence.contains(word) {
                    self.sentence.places_of(word).for_each(|place| self.mark(&mut from, place));
                }
            }
        }
        self.seen.sets[Seen::place(set)] = Known { set, look: self.seen.look, from };
        from
    }

    /// Marks a place in bits that begin somewhere, or nowhere yet.
    fn mark(&mut self, from: &mut u32, place: u32) {
        let bits = &mut self.seen.bits;
        if *from == NOTHING {
            *from = bits.len() as u32;
            bits.resize(bits.len() + self.blocks, 0);
        }
        bits[(*from + place / 64) as usize] |= 1 << (place % 64);
    }
}

impl Sentence {
    /// Puts in a sentence instead of all that was in it.
    pub fn refill(&mut self, words: impl Iterator<Item = Option<WordId>>) {
        for (word, _) in self.words.drain(..) {
            if let Some(bits) = self.bits.get_mut(word as usize / 64) {
                *bits &= !(1 << (word % 64));
            }
        }
        self.places.clear();
        self.places.extend(words.map(|word| word.map_or(NOTHING, |word| word.0)));
        self.words.extend(self.places.iter().copied().zip(0..).filter(|&(word, _)| word != NOTHING));
        self.words.sort_unstable();
        let top = self.words.last().map_or(0, |&(word, _)| word as usize / 64 + 1);
        if top > self.bits.len() {
            self.bits.resize(top, 0);
        }
        for &(word, _) in &self.words {
            self.bits[word as usize / 64] |= 1 << (word % 64);
        }
    }

    #[inline]
    fn contains(&self, word: u32) -> bool {
        self.bits.get(word as usize / 64).is_some_and(|bits| bits >> (word % 64) & 1 == 1)
    }

    /// The places of a word.
    #[inline]
    fn places_of(&self, word: u32) -> impl Iterator<Item = u32> {
        let from = self.words.partition_point(|&(other, _)| other < word);
        let of = self.words.get(from..).unwrap_or_default().iter();
        of.take_while(move |&&(other, _)| other == word).map(|&(_, place)| place)
    }
}

/// An expression, and a place of the sentence where it can begin.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'g> {
    /// What it stands for.
    pub owner: Owner,
    /// The place of its first word, counted from the beginning of the sentence.
    pub place: u32,
    /// What is left to try.
    pub rest: Rest<'g>,
}

/// What is left to try of an expression where it can begin.
#[derive(Clone, Copy, Debug)]
pub enum Rest<'g> {
    /// Nothing: it is so many words, and they stand there.
    Found(u32),
    /// All that it matches.
    Code(Code<'g>),
}

/// See the module.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Finder {
    /// For each word the expressions of entries that are kept under it, each with its gate and two more needs, sorted by
    /// gate.
    pub(crate) stated: Lists,
    /// For each word a bit for each of those entries, many entries to a bit, as two numbers: most words have none that is
    /// sought.
    pub(crate) masks: Packed,
    /// For each word all others that are kept under it and are no mere rows of words, those together that need the same
    /// second: that need, how many there are, and of each its gate, the third need and its number.
    pub(crate) kept: Lists,
    /// For each word the rows of words kept under it, those together that have the same word at the same place beside it:
    /// how far from the word that place is, which words those are, how many rows there are, and of each the owner (two
    /// numbers), how many words it has with the place of this word among them and whether it links a value, its number.
    pub(crate) rows: Lists,
    /// The words of each row, as sets.
    pub(crate) row: Lists,
    /// For each expression its owner (two numbers), where its code begins and ends, the words that it can begin with and
    /// those that can follow, and how many tokens it spans at most.
    pub(crate) programs: Packed,
    pub(crate) code: Packed,
    /// The sets of words.
    pub(crate) sets: Sets,
}

impl Finder {
    /// Of some of the programs; `met` tells how often each word is met in text, `kind` numbers the types of entries.
    pub(crate) fn new<'p>(
        programs: impl Iterator<Item = &'p Program> + Clone,
        met: &[u32],
        kind: &dyn Fn(&str) -> u32,
    ) -> Self {
        if programs.clone().next().is_none() {
            return Self::default();
        }
        let mut making = Making { common: common(programs.clone(), met), ..Making::new(met.len()) };
        for program in programs {
            match row(program) {
                Some(row) => making.add_row(program.owner, &row),
                None => making.add(program, kind),
            }
        }
        making.finish()
    }

    /// Does something with each expression that a sentence can hold, at each place where it can begin.
    #[inline]
    pub(crate) fn each<'g>(
        &'g self,
        sentence: &Sentence,
        gates: &impl Gates,
        mut work: impl FnMut(Candidate<'g>, &mut Places<'_>),
    ) {
        let (has_value, near) = (gates.has_value(), gates.near());
        let mut seen = sentence.seen.borrow_mut();
        let mut places = Places::new(self, sentence, &mut seen);
        let places = &mut places;
        self.each_row(sentence, has_value, &mut |candidate| work(candidate, places));
        let sought = near.iter().fold(0, |mask, entry| mask | bit_of(entry.0));
        for at in sentence.words.chunk_by(|(one, _), (other, _)| one == other) {
            let word = at[0].0 as usize;
            let mask = u64::from(self.masks.get(2 * word)) | u64::from(self.masks.get(2 * word + 1)) << 32;
            if mask & sought != 0 {
                let mut lacking = None;
                each_near(self.stated.get(word), near, mask, &mut |[_, second, third, number]| {
                    if lacking == Some(second) {
                        return;
                    }
                    if !places.holds(second) {
                        lacking = Some(second);
                    } else if places.holds(third) {
                        self.place(number, places, at, &mut work);
                    }
                });
            }
            each_group::<KEPT_HEAD, KEPT>(self.kept.get(word), |[second, _], group| {
                if places.holds(second) {
                    for [gate, third, number] in group.groups::<KEPT>() {
                        if (gate == OPEN || has_value) && places.holds(third) {
                            self.place(number, places, at, &mut work);
                        }
                    }
                }
            });
        }
    }

    /// Shows the rows of words that a sentence holds.
    #[inline]
    fn each_row<'g>(&'g self, sentence: &Sentence, has_value: bool, work: &mut impl FnMut(Candidate<'g>)) {
        for (place, &word) in (0_u32..).zip(&sentence.places).filter(|&(_, &word)| word != NOTHING) {
            each_group::<ROW_HEAD, ROW>(self.rows.get(word as usize), |[beside, words, _], group| {
                let beside = sentence.places.get(place.wrapping_add(beside) as usize);
                if !beside.is_some_and(|&word| self.sets.has(words, word)) {
                    return;
                }
                for [head, second, shape, row] in group.groups::<ROW>() {
                    let Some(start) = place.checked_sub(shape >> 1 & 0xff).filter(|_| has_value || shape & 1 == 0)
                    else {
                        continue;
                    };
                    let size = shape >> 9;
                    if size <= SEEN || self.is_row(row, sentence, start) {
                        let rest = Rest::Found(size);
                        work(Candidate { owner: unpack_owner([head, second]), place: start, rest });
                    }
                }
            });
        }
    }

    /// Whether the words of a row stand at a place of a sentence.
    #[inline]
    fn is_row(&self, row: u32, sentence: &Sentence, start: u32) -> bool {
        let row = self.row.get(row as usize);
        let rest = sentence.places.get(start as usize..).unwrap_or_default();
        rest.len() >= row.len() && row.iter().zip(rest).all(|(set, &word)| self.sets.has(set, word))
    }

    /// Shows an expression at each place where it can begin: near enough before a word that it needs, which stands at
    /// some places.
    fn place<'g>(
        &'g self,
        number: u32,
        places: &mut Places<'_>,
        needed: &[(u32, u32)],
        work: &mut impl FnMut(Candidate<'g>, &mut Places<'_>),
    ) {
        let sentence = places.sentence;
        let program = self.programs.slice(number as usize * WIDTH..(number as usize + 1) * WIDTH);
        let ([owner, more, start, end, first, second, span], _) = program.split_head::<WIDTH>();
        let mut next = 0;
        for &(_, at) in needed {
            let from = next.max(at.saturating_sub(span - 1));
            next = at + 1;
            let mut see = |place: u32, places: &mut Places<'_>| {
                let word = sentence.places.get(place as usize + 1).copied().unwrap_or(NOTHING);
                if second == NOTHING || self.sets.has(second, word) {
                    let owner = unpack_owner([owner, more]);
                    let code = Code::new(self.code.all(), start..end);
                    work(Candidate { owner, place, rest: Rest::Code(code) }, places);
                }
            };
            if first & SET == 0 {
                sentence
                    .places_of(first)
                    .filter(|place| (from..=at).contains(place))
                    .for_each(|place| see(place, places));
            } else {
                for block in from / 64..=at / 64 {
                    let bits = places.block(first, block);
                    each_bit(bits, block, from, at, |place| see(place, places));
                }
            }
        }
    }
}

/// Shows the places with a bit in a block, of those from one to another.
#[inline]
fn each_bit(bits: u64, block: u32, from: u32, to: u32, mut see: impl FnMut(u32)) {
    let mut rest = if block == from / 64 { bits & u64::MAX << (from % 64) } else { bits };
    while rest != 0 {
        let place = 64 * block + rest.trailing_zeros();
        if place > to {
            return;
        }
        see(place);
        rest &= rest - 1;
    }
}

/// Shows groups: of each its head, whose last number is how many members it has, and the members.
#[inline]
fn each_group<const HEAD: usize, const MEMBER: usize>(list: Slice<'_>, mut see: impl FnMut([u32; HEAD], Slice<'_>)) {
    let mut rest = list;
    while rest.len() >= HEAD {
        let (head, behind) = rest.split_head::<HEAD>();
        let (members, others) = behind.split_at(MEMBER * head[HEAD - 1] as usize);
        see(head, members);
        rest = others;
    }
}

/// Shows what is kept with one of some gates, whose bits are in `mask`. What is near is little, what is kept can be much.
fn each_near(kept: Slice<'_>, near: &[EntryId], mask: u64, see: &mut impl FnMut([u32; STATED])) {
    let mut rest = kept;
    for entry in near.iter().filter(|entry| mask & bit_of(entry.0) != 0) {
        if rest.len() == 0 {
            return;
        }
        rest = rest.split_at(STATED * from_gate(rest, entry.0)).1;
        for kept in rest.groups::<STATED>().take_while(|kept| kept[0] == entry.0) {
            see(kept);
        }
    }
}

/// How many of what is kept, sorted by gates, have a lesser gate. Mostly few: steps that double find about where.
fn from_gate(kept: Slice<'_>, gate: u32) -> usize {
    let (mut low, mut high, count) = (0, 0, kept.len() / STATED);
    while high < count && kept.get(STATED * high) < gate {
        (low, high) = (high + 1, 2 * high + 1);
    }
    high = high.min(count);
    while low < high {
        let middle = usize::midpoint(low, high);
        if kept.get(STATED * middle) < gate {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// The bit of an entry in a mask.
#[inline]
pub(crate) fn bit_of(entry: u32) -> u64 {
    1 << (entry.wrapping_mul(0x9e37_79b9) >> 26)
}
