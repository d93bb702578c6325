//! Expressions by the words they begin with: of the thousands that a common word can begin, a sentence tries the few
//! whose second word it has next and whose rarest word it has at all.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    ChoiceId, EntryId, Node, PropertyId, WordId,
    code::{self, Code},
    index::{CueKind, Owner, Program},
    packed::{Lists, Packed, Slice},
    pattern,
};

/// A word with more second words than this is taken to be followed by any.
const SECOND: usize = 32;

/// A list with more expressions than this is searched, not read through.
const LONG: usize = 24;

/// How many numbers an expression takes in [`Beginnings::programs`].
const WIDTH: usize = 4;

/// The need of an expression that needs no word but its first.
const NOTHING: u32 = u32::MAX;
/// The flag of a need that is a set of words, not one.
const SET: u32 = 1 << 31;

/// An expression, seen from a word it can begin with.
#[derive(Clone, Copy, Debug)]
pub struct Beginning<'g> {
    /// What it stands for.
    pub owner: Owner,
    /// What it matches.
    pub code: Code<'g>,
}

/// A set of words, for asking often.
#[derive(Clone, Debug, Default)]
pub struct WordSet {
    bits: Vec<u64>,
    /// Those in it, in order.
    words: Vec<u32>,
}

impl WordSet {
    /// Puts in what comes instead of all that was in it.
    pub fn refill(&mut self, words: impl Iterator<Item = WordId>) {
        for word in self.words.drain(..) {
            if let Some(bits) = self.bits.get_mut(word as usize / 64) {
                *bits &= !(1 << (word % 64));
            }
        }
        self.words.extend(words.map(|word| word.0));
        self.words.sort_unstable();
        self.words.dedup();
        let top = self.words.last().map_or(0, |&word| word as usize / 64 + 1);
        if top > self.bits.len() {
            self.bits.resize(top, 0);
        }
        for &word in &self.words {
            self.bits[word as usize / 64] |= 1 << (word % 64);
        }
    }

    /// Whether a word is in it.
    #[inline]
    pub fn contains(&self, word: WordId) -> bool {
        self.bits.get(word.0 as usize / 64).is_some_and(|bits| bits >> (word.0 % 64) & 1 == 1)
    }
}

/// See the module.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Beginnings {
    /// For each word the expressions it can begin whatever follows it, each with its need, sorted by that.
    any: Lists,
    /// For each word triples of a second word, an expression and its need, sorted.
    pairs: Lists,
    /// For each expression its owner (two numbers), and where its code begins and ends.
    programs: Packed,
    code: Packed,
    /// Needs of which there are several: any of these words.
    sets: Lists,
}

impl Beginnings {
    /// Of some of the programs; `words` is how many words there are, `kind` numbers the types of entries.
    pub(crate) fn new<'p>(
        programs: impl Iterator<Item = &'p Program>,
        words: usize,
        kind: &dyn Fn(&str) -> u32,
    ) -> Self {
        let (mut code, mut packed, mut sets) = (Vec::new(), Vec::new(), BTreeMap::new());
        let mut any = vec![Vec::new(); words];
        let mut pairs = vec![Vec::new(); words];
        for (number, program) in (0..).zip(programs) {
            let nodes = &program.expression.nodes;
            let start = code.len() as u32;
            code::encode(nodes, kind, &mut code);
            packed.extend(pack_owner(program.owner).into_iter().chain([start, code.len() as u32]));
            let need = need(nodes, &mut sets);
            for (word, second) in pattern::openings(nodes).unwrap_or_default() {
                let word = word.0 as usize;
                match second.filter(|second| second.len() <= SECOND) {
                    Some(second) => pairs[word].extend(second.iter().map(|second| [second.0, number, need])),
                    None => any[word].push([number, need]),
                }
            }
        }
        for pairs in &mut pairs {
            pairs.sort_unstable();
        }
        for any in &mut any {
            any.sort_unstable_by_key(|&[number, need]: &[u32; 2]| (need, number));
        }
        let mut sets: Vec<(Vec<WordId>, u32)> = sets.into_iter().collect();
        sets.sort_unstable_by_key(|&(_, number)| number);
        Self {
            any: Lists::new(any.into_iter().map(|any| any.concat())),
            pairs: Lists::new(pairs.into_iter().map(|pairs| pairs.concat())),
            programs: Packed::new(&packed),
            code: Packed::new(&code),
            sets: Lists::new(sets.into_iter().map(|(words, _)| words.into_iter().map(|word| word.0).collect())),
        }
    }

    /// Does something with the expressions that can begin with a word, where `next` is the word behind it and
    /// `present` are the words of its sentence.
    #[inline]
    pub(crate) fn each<'g>(
        &'g self,
        word: WordId,
        next: Option<WordId>,
        present: &WordSet,
        mut work: impl FnMut(Beginning<'g>),
    ) {
        self.each_met(self.any.get(word.0 as usize), present, &mut |number| work(self.beginning(number)));
        let Some(next) = next else { return };
        for [second, number, need] in behind(self.pairs.get(word.0 as usize), next).groups() {
            if second != next.0 {
                break;
            }
            if self.is_met(need, present) {
                work(self.beginning(number));
            }
        }
    }

    /// Shows the expressions of a list whose need is met. Long lists are searched for the words of the sentence, which
    /// are few, and not read through.
    #[inline]
    fn each_met(&self, list: Slice<'_>, present: &WordSet, show: &mut impl FnMut(u32)) {
        let mut rest = list;
        if list.len() / 2 > LONG {
            for &word in &present.words {
                rest = from_need(rest, word);
                let mut met = 0;
                for [number, _] in rest.groups().take_while(|&[_, need]| need == word) {
                    show(number);
                    met += 1;
                }
                rest = rest.split_at(2 * met).1;
            }
            rest = from_need(rest, SET);
        }
        let mut last = (None, false);
        for [number, need] in rest.groups() {
            if last.0 != Some(need) {
                last = (Some(need), self.is_met(need, present));
            }
            if last.1 {
                show(number);
            }
        }
    }

    #[inline]
    fn is_met(&self, need: u32, present: &WordSet) -> bool {
        if need & SET == 0 {
            return present.contains(WordId(need));
        }
        need == NOTHING || self.sets.get((need & !SET) as usize).iter().any(|word| present.contains(WordId(word)))
    }

    #[inline]
    fn beginning(&self, number: u32) -> Beginning<'_> {
        let program = self.programs.slice(number as usize * WIDTH..(number as usize + 1) * WIDTH);
        Beginning {
            owner: unpack_owner([program.get(0), program.get(1)]),
            code: Code::new(self.code.slice(program.get(2) as usize..program.get(3) as usize)),
        }
    }
}

/// The sorted pairs from the first with this need, or a greater one, on.
#[inline]
fn from_need(list: Slice<'_>, need: u32) -> Slice<'_> {
    let (mut low, mut high) = (0, list.len() / 2);
    while low < high {
        let middle = usize::midpoint(low, high);
        if list.get(2 * middle + 1) < need {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    list.split_at(2 * low).1
}

/// The sorted triples from the first with this second word on.
#[inline]
fn behind(pairs: Slice<'_>, second: WordId) -> Slice<'_> {
    let (mut low, mut high) = (0, pairs.len() / 3);
    while low < high {
        let middle = usize::midpoint(low, high);
        if pairs.get(3 * middle) < second.0 {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    pairs.split_at(3 * low).1
}

/// What must stand behind the first word for a sequence to match: a word, or any of a set, or nothing that is known.
fn need(nodes: &[Node], sets: &mut BTreeMap<Vec<WordId>, u32>) -> u32 {
    match nodes.get(1..).and_then(smallest) {
        None => NOTHING,
        Some(words) if words.len() == 1 => words[0].0,
        Some(words) => {
            let next = sets.len() as u32;
            SET | *sets.entry(words).or_insert(next)
        }
    }
}

/// The smallest set of words one of which is in whatever a sequence matches.
fn smallest(nodes: &[Node]) -> Option<Vec<WordId>> {
    let of = |node: &Node| match node {
        Node::Word(words) => Some(words.clone()),
        Node::Any(branches) => {
            let sets: Option<Vec<_>> = branches.iter().map(|branch| smallest(branch)).collect();
            let mut words = sets?.concat();
            words.sort_unstable();
            words.dedup();
            Some(words)
        }
        Node::Optional(_) | Node::Gap(..) | Node::Number | Node::Type(_) | Node::Entry(_) => None,
    };
    nodes.iter().filter_map(of).min_by_key(Vec::len)
}

/// An owner as two numbers: the first has what it is in its high four bits.
fn pack_owner(owner: Owner) -> [u32; 2] {
    let pack = |tag: u32, first: u32, second: u32| [tag << 28 | first, second];
    match owner {
        Owner::Choice(property, choice) => pack(0, property.0, u32::from(choice.0)),
        Owner::Says(entry, statement) => pack(1, entry.0, statement),
        Owner::Denies(entry, statement) => pack(2, entry.0, statement),
        Owner::Name(property) => pack(3, property.0, 0),
        Owner::Inverse(property) => pack(4, property.0, 0),
        Owner::Before(property) => pack(5, property.0, 0),
        Owner::After(property) => pack(6, property.0, 0),
        Owner::Cue(kind) => pack(7, kind as u32, 0),
        Owner::With(property) => pack(8, property.0, 0),
        Owner::Cell(property, choice) => pack(9, property.0, u32::from(choice.0)),
        Owner::More(property) => pack(10, property.0, 0),
        Owner::Less(property) => pack(11, property.0, 0),
    }
}

#[inline]
fn unpack_owner([head, second]: [u32; 2]) -> Owner {
    let first = head & 0x0fff_ffff;
    let property = PropertyId(first);
    match head >> 28 {
        0 => Owner::Choice(property, ChoiceId(second as _)),
        1 => Owner::Says(EntryId(first), second),
        2 => Owner::Denies(EntryId(first), second),
        3 => Owner::Name(property),
        4 => Owner::Inverse(property),
        5 => Owner::Before(property),
        6 => Owner::After(property),
        8 => Owner::With(property),
        9 => Owner::Cell(property, ChoiceId(second as _)),
        10 => Owner::More(property),
        11 => Owner::Less(property),
        _ => Owner::Cue(CueKind::ALL.get(first as usize).copied().unwrap_or(CueKind::Hedge)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_come_back_as_they_went_in() {
        let cues = CueKind::ALL.map(Owner::Cue);
        let others = [
            Owner::Choice(PropertyId(3), ChoiceId(7)),
            Owner::Says(EntryId(700), 12),
            Owner::Denies(EntryId(701), 0),
            Owner::Name(PropertyId(1)),
            Owner::Inverse(PropertyId(2)),
            Owner::Before(PropertyId(4)),
            Owner::After(PropertyId(5)),
            Owner::With(PropertyId(6)),
            Owner::Cell(PropertyId(7), ChoiceId(2)),
            Owner::More(PropertyId(8)),
            Owner::Less(PropertyId(9)),
        ];
        for owner in cues.into_iter().chain(others) {
            assert_eq!(unpack_owner(pack_owner(owner)), owner);
        }
    }
}
