//! Expressions: small patterns over words, in the syntax of `glossary/README.md`.

use serde::{Deserialize, Serialize};

use crate::EntryId;

/// A word, a Chinese character or a mark that occurs in some expression; all inflections of a word share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WordId(pub u32);

/// A compiled expression.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Expression {
    /// What it matches, one after the other.
    pub nodes: Vec<Node>,
}

impl Expression {
    /// Replaces every word by one or more.
    pub(crate) fn rename(&mut self, by: &dyn Fn(WordId) -> Vec<WordId>) {
        rename(&mut self.nodes, by);
    }
}

fn rename(nodes: &mut [Node], by: &dyn Fn(WordId) -> Vec<WordId>) {
    for node in nodes {
        match node {
            Node::Word(words) => {
                *words = words.iter().flat_map(|&word| by(word)).collect();
                words.sort_unstable();
                words.dedup();
            }
            Node::Any(branches) => branches.iter_mut().for_each(|branch| rename(branch, by)),
            Node::Optional(nodes) => rename(nodes, by),
            Node::Gap(..) | Node::Number | Node::Type(_) | Node::Entry(_) => {}
        }
    }
}

/// A part of an expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Node {
    /// One token that is any of these words; sorted.
    Word(Vec<WordId>),
    /// One of several sequences.
    Any(Vec<Vec<Node>>),
    /// A sequence that may be absent.
    Optional(Vec<Node>),
    /// Up to this many tokens (a Chinese character counts half); `true` where commas may be crossed.
    Gap(u8, bool),
    /// A number or quantity.
    Number,
    /// The mention of an entry of this type.
    Type(String),
    /// The mention of this entry or a narrower one.
    Entry(EntryId),
}
