//! Expressions as numbers, one after the other: what the matcher walks, where it lies in the image.
//!
//! A node is a head (its kind in the low four bits, its length in numbers above) and what the kind needs. A sequence is
//! the nodes up to the end of its slice. Words are a set of words ([`crate::sets`]); alternatives begin with the set of all
//! words that any of them can begin with, so that one look tells where none does.

use crate::{
    EntryId, Node,
    packed::Slice,
    pattern,
    sets::{NOTHING, Sets},
};

/// A sequence of nodes.
#[derive(Clone, Copy, Debug)]
pub struct Code<'g>(Slice<'g>);

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
        let Code(numbers) = self.0;
        if numbers.len() == 0 {
            return None;
        }
        let (head, rest) = numbers.split_at(1);
        let (branch, others) = rest.split_at(head.get(0) as usize);
        self.0 = Code(others);
        Some(Code(branch))
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
    pub(crate) fn new(numbers: Slice<'g>) -> Self {
        Self(numbers)
    }

    /// The first node and the nodes behind it.
    #[inline]
    pub fn split_first(self) -> Option<(Op<'g>, Self)> {
        if self.0.len() == 0 {
            return None;
        }
        let head = self.0.get(0);
        let (node, rest) = self.0.split_at((head >> 4) as usize);
        let body = node.split_at(1).1;
        let op = match head & 15 {
            WORDS => Op::Words(Words(body.get(0))),
            ANY => Op::Any(Branches(Self(body.split_at(1).1))),
            OPTIONAL => Op::Optional(Self(body)),
            GAP => Op::Gap(body.get(0) as u8, body.get(1) == 1),
            TYPE => Op::Type(body.get(0)),
            ENTRY => Op::Entry(EntryId(body.get(0))),
            _ => Op::Number,
        };
        Some((op, Self(rest)))
    }

    /// The words of the first node, where it takes one of some words or can begin with these only.
    #[inline]
    pub fn first_words(self) -> Option<Words> {
        let words = self.0.get(1);
        let begins = matches!(self.0.get(0) & 15, WORDS | ANY) && self.0.len() > 1;
        (begins && words != NOTHING).then_some(Words(words))
    }
}

/// Appends a sequence; `kind` numbers the types of entries.
pub(crate) fn encode(nodes: &[Node], kind: &dyn Fn(&str) -> u32, sets: &mut Sets, out: &mut Vec<u32>) {
    for node in nodes {
        let head = out.len();
        out.push(0);
        let tag = match node {
            Node::Word(words) => {
                out.push(sets.number(words));
                WORDS
            }
            Node::Any(branches) => {
                out.push(sets.number(&pattern::firsts(&[node]).unwrap_or_default()));
                for branch in branches {
                    let length = out.len();
                    out.push(0);
                    encode(branch, kind, sets, out);
                    out[length] = (out.len() - length - 1) as u32;
                }
                ANY
            }
            Node::Optional(nodes) => {
                encode(nodes, kind, sets, out);
                OPTIONAL
            }
            Node::Gap(size, commas) => {
                out.extend([u32::from(*size), u32::from(*commas)]);
                GAP
            }
            Node::Number => NUMBER,
            Node::Type(name) => {
                out.push(kind(name));
                TYPE
            }
            Node::Entry(entry) => {
                out.push(entry.0);
                ENTRY
            }
        };
        out[head] = ((out.len() - head) as u32) << 4 | tag;
    }
}
