//! Parses expressions out of their notation (`glossary/README.md`) into [`Expression`]s.

use std::collections::BTreeMap;

use note::{Joint, Style, TokenKind};

use crate::{Expression, Node, WordId, vocabulary::Vocabulary};

/// `&` joins at most so many parts.
const PARTS: usize = 3;
/// Parts joined by `&` are at most so many words apart.
const APART: u8 = 8;

/// What an expression may refer to.
pub struct Scope<'a> {
    /// The texts of macros by name.
    pub macros: &'a BTreeMap<String, String>,
    /// The entry of an id.
    pub entry: &'a dyn Fn(&str) -> Option<crate::EntryId>,
    /// Whether there are entries of a type.
    pub kind: &'a dyn Fn(&str) -> bool,
}

/// A fault in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The character at which it was noticed, from 0.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

/// Parses an expression; new words go into the vocabulary.
pub fn parse(text: &str, scope: &Scope<'_>, vocabulary: &mut Vocabulary) -> Result<Expression, Fault> {
    let mut parser = Parser { chars: text.chars().collect(), at: 0, depth: 0, scope, vocabulary };
    let nodes = parser.parts()?;
    if parser.at < parser.chars.len() {
        return Err(parser.fault("an opening bracket is missing"));
    }
    let expression = Expression { nodes };
    let nodes: Vec<&Node> = expression.nodes.iter().collect();
    if firsts(&nodes).is_none_or(|firsts| firsts.is_empty()) {
        return Err(Fault {
            column: 0,
            message: "begins with a gap, a number or something optional; begin with a word".to_owned(),
        });
    }
    Ok(expression)
}

/// A word that an expression can begin with, and the words that can stand behind it; `None` where anything can.
pub type Opening = (WordId, Option<Vec<WordId>>);

/// The words that an expression can begin with, sorted; `None` where it can begin otherwise or be empty.
pub fn openings(nodes: &[Node]) -> Option<Vec<Opening>> {
    let mut openings = Vec::new();
    collect(&nodes.iter().collect::<Vec<_>>(), &firsts, &mut openings)?;
    openings.sort_unstable();
    openings.dedup_by(|next, first| {
        let same = next.0 == first.0;
        if same {
            first.1 = first.1.take().zip(next.1.take()).map(|(a, b)| [a, b].concat());
        }
        same
    });
    for (_, seconds) in &mut openings {
        if let Some(seconds) = seconds {
            seconds.sort_unstable();
            seconds.dedup();
        }
    }
    Some(openings)
}

/// `next` gives the words behind the first; asking it costs as much again, so it is asked but one level deep.
fn collect(nodes: &[&Node], next: &dyn Fn(&[&Node]) -> Option<Vec<WordId>>, openings: &mut Vec<Opening>) -> Option<()> {
    let (&first, rest) = nodes.split_first()?;
    match first {
        Node::Word(words) => {
            let next = next(rest);
            openings.extend(words.iter().map(|&word| (word, next.clone())));
        }
        Node::Any(branches) => {
            for branch in branches {
                collect(&chained(branch, rest), next, openings)?;
            }
        }
        Node::Optional(nodes) => {
            collect(&chained(nodes, rest), next, openings)?;
            collect(rest, next, openings)?;
        }
        Node::Gap(..) | Node::Number | Node::Type(_) | Node::Entry(_) => return None,
    }
    Some(())
}

/// A sequence and what follows it, by reference: branches are large and many.
fn chained<'n>(nodes: &'n [Node], rest: &[&'n Node]) -> Vec<&'n Node> {
    nodes.iter().chain(rest.iter().copied()).collect()
}

/// The words that a sequence can begin with; `None` where it can begin otherwise or be empty.
pub(crate) fn firsts(nodes: &[&Node]) -> Option<Vec<WordId>> {
    let mut firsts = Vec::new();
    collect(nodes, &|_| None, &mut firsts)?;
    Some(firsts.into_iter().map(|(word, _)| word).collect())
}

struct Parser<'a> {
    chars: Vec<char>,
    at: usize,
    depth: u32,
    scope: &'a Scope<'a>,
    vocabulary: &'a mut Vocabulary,
}

impl Parser<'_> {
    fn fault(&self, message: &str) -> Fault {
        Fault { column: self.at, message: message.to_owned() }
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    /// The whole expression: a sequence, or several joined by `&` that stand in one clause in any order.
    fn parts(&mut self) -> Result<Vec<Node>, Fault> {
        let mut parts = vec![self.sequence(false)?];
        while self.peek() == Some('&') {
            self.at += 1;
            parts.push(self.sequence(false)?);
        }
        if parts.len() == 1 {
            return Ok(parts.remove(0));
        }
        if parts.len() > PARTS || parts.iter().any(Vec::is_empty) {
            return Err(self.fault("write two or three parts, each with something in it, beside &"));
        }
        let orders = orders(parts.len());
        Ok(vec![Node::Any(orders.iter().map(|order| one_after_the_other(&parts, order)).collect())])
    }

    /// A sequence up to the end or to what closes the group it is in.
    fn sequence(&mut self, grouped: bool) -> Result<Vec<Node>, Fault> {
        let mut nodes: Vec<Node> = Vec::new();
        // Where the last chunk (a run without spaces) began, for `a|b` outside brackets.
        let mut chunk = 0;
        while let Some(c) = self.peek() {
            match c {
                ')' | ']' => break,
                '|' if grouped => break,
                '&' if !grouped && self.depth == 0 => break,
                '|' => {
                    self.at += 1;
                    let left = nodes.split_off(chunk.min(nodes.len()));
                    let right = self.chunk()?;
                    if left.is_empty() || right.is_empty() {
                        return Err(self.fault("something is missing beside |"));
                    }
                    nodes.push(alternatives(left, right));
                }
                c if c.is_whitespace() => {
                    self.at += 1;
                    chunk = nodes.len();
                }
                _ => {
                    if matches!(c, '(' | '[' | '<' | '@' | '.') {
                        chunk = nodes.len();
                    }
                    self.item(&mut nodes)?;
                }
            }
        }
        Ok(nodes)
    }

    /// What stands behind a `|` up to the next space, bracket or `|`.
    fn chunk(&mut self) -> Result<Vec<Node>, Fault> {
        let mut nodes = Vec::new();
        if self.peek().is_some_and(|c| !c.is_whitespace()) {
            self.item(&mut nodes)?;
        }
        Ok(nodes)
    }

    fn item(&mut self, nodes: &mut Vec<Node>) -> Result<(), Fault> {
        match self.peek() {
            Some('(') => nodes.push(Node::Any(self.group(')')?)),
            Some('[') => {
                let mut branches = self.group(']')?;
                let inner = if branches.len() == 1 { branches.remove(0) } else { vec![Node::Any(branches)] };
                nodes.push(Node::Optional(inner));
            }
            Some('<') => nodes.push(self.reference()?),
            Some('@') => nodes.push(self.expand()?),
            Some('.') if self.chars.get(self.at + 1) == Some(&'.') => {
                let wide = self.chars.get(self.at + 2) == Some(&'.');
                self.at += if wide { 3 } else { 2 };
                nodes.push(if wide { Node::Gap(10, true) } else { Node::Gap(4, false) });
            }
            _ => self.words(nodes),
        }
        Ok(())
    }

    fn group(&mut self, close: char) -> Result<Vec<Vec<Node>>, Fault> {
        self.depth += 1;
        if self.depth > 8 {
            return Err(self.fault("brackets are nested too deeply"));
        }
        let mut branches = Vec::new();
        loop {
            self.at += 1;
            branches.push(self.sequence(true)?);
            match self.peek() {
                Some('|') => {}
                Some(c) if c == close => break,
                _ => return Err(self.fault(&format!("a closing {close} is missing"))),
            }
        }
        self.at += 1;
        self.depth -= 1;
        if branches.iter().any(Vec::is_empty) {
            return Err(self.fault("an alternative is empty; write an optional part as [ ]"));
        }
        Ok(branches)
    }

    fn reference(&mut self) -> Result<Node, Fault> {
        let name = self.until('>')?;
        if name == "n" {
            return Ok(Node::Number);
        }
        if let Some(id) = name.strip_prefix('#') {
            let entry = (self.scope.entry)(id);
            return entry.map(Node::Entry).ok_or_else(|| self.fault(&format!("there is no entry {id}")));
        }
        if (self.scope.kind)(&name) {
            Ok(Node::Type(name))
        } else {
            Err(self.fault(&format!("there is no type {name}")))
        }
    }

    fn until(&mut self, close: char) -> Result<String, Fault> {
        let from = self.at + 1;
        let length = self.chars.iter().skip(from).position(|&c| c == close);
        let Some(length) = length else { return Err(self.fault(&format!("a closing {close} is missing"))) };
        self.at = from + length + 1;
        Ok(self.chars.iter().skip(from).take(length).collect())
    }

    fn expand(&mut self) -> Result<Node, Fault> {
        let from = self.at + 1;
        let name: String = self.chars.iter().skip(from).take_while(|c| c.is_ascii_lowercase() || **c == '-').collect();
        self.at = from + name.chars().count();
        let Some(text) = self.scope.macros.get(&name) else {
            return Err(self.fault(&format!("there is no macro @{name}")));
        };
        let wrapped = format!("({text})");
        let mut parser = Parser {
            chars: wrapped.chars().collect(),
            at: 0,
            depth: self.depth + 1,
            scope: self.scope,
            vocabulary: &mut *self.vocabulary,
        };
        if parser.depth > 6 {
            return Err(self.fault("macros are nested too deeply"));
        }
        let branches = parser.group(')')?;
        Ok(Node::Any(branches))
    }

    /// Literal words up to a space or a character of the notation.
    fn words(&mut self, nodes: &mut Vec<Node>) {
        let from = self.at;
        while let Some(c) = self.peek() {
            let dots = c == '.' && self.chars.get(self.at + 1) == Some(&'.');
            if c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '|' | '<' | '>' | '@') && self.at > from || dots
            {
                break;
            }
            self.at += 1;
        }
        let text: String = self.chars.iter().skip(from).take(self.at - from).collect();
        let mut tokens = Vec::new();
        note::token::tokenize(&text, 0, text.len(), Style::PLAIN, Joint::Break, &mut tokens);
        for token in tokens {
            let source = text.get(token.start as usize..token.end as usize).unwrap_or_default();
            if token.kind == TokenKind::Punct && matches!(source, "\"" | "'" | "“" | "”") {
                continue;
            }
            let mut folded = String::new();
            note::token::fold(source, &mut folded);
            nodes.push(Node::Word(vec![self.vocabulary.word(&folded)]));
        }
    }
}

/// The orders in which two or three things can stand.
fn orders(count: usize) -> Vec<Vec<usize>> {
    match count {
        2 => vec![vec![0, 1], vec![1, 0]],
        _ => vec![vec![0, 1, 2], vec![0, 2, 1], vec![1, 0, 2], vec![1, 2, 0], vec![2, 0, 1], vec![2, 1, 0]],
    }
}

/// Parts in an order, with gaps between them.
fn one_after_the_other(parts: &[Vec<Node>], order: &[usize]) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    for &part in order {
        if !nodes.is_empty() {
            nodes.push(Node::Gap(APART, false));
        }
        nodes.extend(parts.get(part).into_iter().flatten().cloned());
    }
    nodes
}

/// `left|right`; words that are single stay one node.
fn alternatives(left: Vec<Node>, right: Vec<Node>) -> Node {
    if let ([Node::Word(a)], [Node::Word(b)]) = (left.as_slice(), right.as_slice()) {
        let mut words: Vec<WordId> = a.iter().chain(b).copied().collect();
        words.sort_unstable();
        words.dedup();
        return Node::Word(words);
    }
    match <[Node; 1]>::try_from(left) {
        Ok([Node::Any(mut branches)]) => {
            branches.push(right);
            Node::Any(branches)
        }
        Ok([one]) => Node::Any(vec![vec![one], right]),
        Err(many) => Node::Any(vec![many, right]),
    }
}
