//! Expressions as numbers, one after the other: what the matcher walks, where it lies in the image.
//!
//! A node is a head (its kind in the low four bits, above them what it is or how long what it holds is) and what else its
//! kind needs. Words are a set of words ([`crate::sets`]); alternatives begin with the set of all words that any of them
//! can begin with, so that one look tells where none does. What a node holds lies elsewhere and once, however many
//! expressions have it: they are made of a few macros.

use std::{collections::BTreeMap, ops::Range};

use crate::{
    EntryId, Node,
    packed::{Packed, Slice},
    pattern,
    sets::{NOTHING, NewSets},
};

/// A sequence of nodes, among all there are.
#[derive(Clone, Copy, Debug)]
pub struct Code<'g> {
    all: Slice<'g>,
    start: u32,
    end: u32,
}

/// A node of [`Code`]; see [`Node`].
#[derive(Clone, Debug)]
pub enum Op<'g> {
    /// One token that is any of these words.
    Words(Words),
    /// One of several sequences.
    Any(Branches<'g>),
    /// A sequence that may be absent.
    Optional(Code<'g>),
    /// Up to this many tokens; `true` where commas may be crossed.
    Gap(u8, bool),
    /// A number or quantity.
    Number,
    /// The mention of an entry of this kind ([`crate::Glossary::kind`]).
    Type(u32),
    /// The mention of this entry or a narrower one.
    Entry(EntryId),
}

/// Some words: what [`crate::Places`] looks for in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(pub(crate) u32);

/// The branches of [`Op::Any`].
#[derive(Clone, Debug)]
pub struct Branches<'g>(Code<'g>);

impl<'g> Iterator for Branches<'g> {
    type Item = Code<'g>;

    #[inline]
    fn next(&mut self) -> Option<Code<'g>> {
        let Code { all, start, end } = self.0;
        if start >= end {
            return None;
        }
        let branch = Code { all, start: start + 1, end: start + 1 + all.get(start as usize) };
        self.0.start = branch.end;
        Some(branch)
    }
}

const WORDS: u32 = 0;
const ANY: u32 = 1;
const OPTIONAL: u32 = 2;
const GAP: u32 = 3;
const NUMBER: u32 = 4;
const TYPE: u32 = 5;
const ENTRY: u32 = 6;

impl<'g> Code<'g> {
    #[inline]
    pub(crate) fn new(all: Slice<'g>, range: Range<u32>) -> Self {
        Self { all, start: range.start, end: range.end }
    }

    /// The first node and the nodes behind it.
    #[inline]
    pub fn split_first(self) -> Option<(Op<'g>, Self)> {
        if self.start >= self.end {
            return None;
        }
        let at = |place: u32| self.all.get((self.start + place) as usize);
        let head = at(0);
        let value = head >> 4;
        let held = |start: u32| Self { start, end: start + value, ..self };
        let (op, length) = match head & 15 {
            WORDS => (Op::Words(Words(value)), 1),
            ANY => (Op::Any(Branches(held(at(2)))), 3),
            OPTIONAL => (Op::Optional(held(at(1))), 2),
            GAP => (Op::Gap((value >> 1) as u8, value & 1 == 1), 1),
            TYPE => (Op::Type(value), 1),
            ENTRY => (Op::Entry(EntryId(value)), 1),
            _ => (Op::Number, 1),
        };
        Some((op, Self { start: self.start + length, ..self }))
    }

    /// The words of the first node, where it takes one of some words or can begin with these only.
    #[inline]
    pub fn first_words(self) -> Option<Words> {
        if self.start >= self.end {
            return None;
        }
        let head = self.all.get(self.start as usize);
        let words = match head & 15 {
            WORDS => head >> 4,
            ANY => self.all.get(self.start as usize + 1),
            _ => return None,
        };
        (words != NOTHING).then_some(Words(words))
    }
}

/// Code that is being collected.
#[derive(Default)]
pub(crate) struct NewCode {
    all: Vec<u32>,
    known: BTreeMap<Vec<u32>, u32>,
}

impl NewCode {
    /// Takes in a sequence; `kind` numbers the types of entries. Where it lies.
    pub(crate) fn add(&mut self, nodes: &[Node], kind: &dyn Fn(&str) -> u32, sets: &mut NewSets) -> Range<u32> {
        let code = self.encode(nodes, kind, sets);
        let start = self.put(&code);
        start..start + code.len() as u32
    }

    fn encode(&mut self, nodes: &[Node], kind: &dyn Fn(&str) -> u32, sets: &mut NewSets) -> Vec<u32> {
        let mut code = Vec::new();
        for node in nodes {
            match node {
                Node::Word(words) => code.push(head(WORDS, sets.number(words))),
                Node::Any(branches) => {
                    let firsts = sets.number(&pattern::firsts(&[node]).unwrap_or_default());
                    let mut held = Vec::new();
                    for branch in branches {
                        let branch = self.encode(branch, kind, sets);
                        held.push(branch.len() as u32);
                        held.extend(branch);
                    }
                    code.extend([head(ANY, held.len() as u32), firsts, self.put(&held)]);
                }
                Node::Optional(nodes) => {
                    let held = self.encode(nodes, kind, sets);
                    code.extend([head(OPTIONAL, held.len() as u32), self.put(&held)]);
                }
                Node::Gap(size, commas) => code.push(head(GAP, u32::from(*size) << 1 | u32::from(*commas))),
                Node::Number => code.push(head(NUMBER, 0)),
                Node::Type(name) => code.push(head(TYPE, kind(name))),
                Node::Entry(entry) => code.push(head(ENTRY, entry.0)),
            }
        }
        code
    }

    /// Where some code lies, which is put there where it is not yet.
    fn put(&mut self, code: &[u32]) -> u32 {
        if let Some(&start) = self.known.get(code) {
            return start;
        }
        let start = self.all.len() as u32;
        self.all.extend_from_slice(code);
        self.known.insert(code.to_vec(), start);
        start
    }

    pub(crate) fn finish(&self) -> Packed {
        Packed::new(&self.all)
    }
}

/// The head of a node. A type that no entry has is a number that is none's.
fn head(kind: u32, value: u32) -> u32 {
    value << 4 | kind
}
