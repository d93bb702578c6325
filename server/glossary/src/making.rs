//! Makes the lists of the finder out of programs: which words each expression is kept under, and what else it needs.

use crate::{
    Node, WordId,
    code::NewCode,
    finder::{Finder, KEPT, KEPT_HEAD, OPEN, ROW, ROW_HEAD, STATED, VALUED, WIDTH, bit_of},
    index::Program,
    owner::{Owner, pack_owner},
    packed::{Lists, Packed},
    pattern,
    sets::{NOTHING, NewSets},
};

/// An expression that can be followed by more words than this is tried whatever follows.
const SECOND: usize = 256;

/// So many uses in expressions count as much as one place in text.
const USES: u32 = 16;

/// The sets of words of a program that is nothing but words in a row, and open to every sentence or to those with a
/// value.
pub(crate) fn row(program: &Program) -> Option<Vec<&[WordId]>> {
    let mut row = Vec::new();
    for node in &program.expression.nodes {
        let Node::Word(words) = node else { return None };
        row.push(words.as_slice());
    }
    (!row.is_empty() && gate(program.owner) >= VALUED).then_some(row)
}

/// A [`Finder`] that is being made.
#[derive(Default)]
pub(crate) struct Making {
    pub(crate) common: Vec<u32>,
    pub(crate) stated: Vec<Vec<[u32; STATED]>>,
    pub(crate) kept: Vec<Vec<[u32; KEPT + KEPT_HEAD - 1]>>,
    pub(crate) programs: Vec<u32>,
    pub(crate) code: NewCode,
    pub(crate) rows: Vec<Vec<[u32; ROW + ROW_HEAD - 1]>>,
    pub(crate) row: Vec<Vec<u32>>,
    pub(crate) sets: NewSets,
}

impl Making {
    pub(crate) fn new(words: usize) -> Self {
        let (stated, kept, rows) = (vec![Vec::new(); words], vec![Vec::new(); words], vec![Vec::new(); words]);
        Self { stated, kept, rows, ..Self::default() }
    }

    pub(crate) fn add_row(&mut self, owner: Owner, row: &[&[WordId]]) {
        let mut places: Vec<usize> = (0..row.len()).collect();
        places.sort_by_key(|&at| cost(row[at], &self.common));
        let rarest = places.first().copied().unwrap_or_default();
        // A row of one word has itself beside it.
        let next = places.get(1).copied().unwrap_or(rarest);
        let beside = [(next as u32).wrapping_sub(rarest as u32), self.sets.number(row[next])];
        let [head, second] = pack_owner(owner);
        assert!(row.len() <= 0xff, "a row is an expression that somebody wrote");
        let shape = (row.len() as u32) << 9 | (rarest as u32) << 1 | u32::from(gate(owner) == VALUED);
        for word in row[rarest] {
            self.rows[word.0 as usize].push([beside[0], beside[1], head, second, shape, self.row.len() as u32]);
        }
        let sets = row.iter().map(|words| self.sets.number(words)).collect();
        self.row.push(sets);
    }

    pub(crate) fn add(&mut self, program: &Program, kind: &dyn Fn(&str) -> u32) {
        let nodes = &program.expression.nodes;
        let number = (self.programs.len() / WIDTH) as u32;
        let openings = pattern::openings(nodes).unwrap_or_default();
        let first: Vec<WordId> = openings.iter().map(|&(word, _)| word).collect();
        let range = self.code.add(nodes, kind, &mut self.sets);
        let follow = seconds(&openings).unwrap_or_default();
        self.programs.extend(pack_owner(program.owner).into_iter().chain([range.start, range.end]));
        let span = span(nodes).unwrap_or(u32::MAX);
        self.programs.extend([self.sets.number(&first), self.sets.number(&follow), span]);
        let mut needs = needs(nodes, &self.common);
        if !needs.contains(&first) {
            needs.push(first.clone());
        }
        needs.sort_by_cached_key(|words| cost(words, &self.common));
        needs.dedup();
        // Where it can begin is looked at anyway. A word is told from a sentence at once, a set is looked for.
        let mut others: Vec<_> = needs.iter().skip(1).filter(|&words| *words != first).take(2).collect();
        others.sort_by_key(|words| words.len() > 1);
        let mut other = others.into_iter().map(|words| self.sets.number(words));
        let (second, third) = (other.next().unwrap_or(NOTHING), other.next().unwrap_or(NOTHING));
        for word in needs.into_iter().next().unwrap_or_default() {
            let gate = gate(program.owner);
            if gate < VALUED {
                self.stated[word.0 as usize].push([gate, second, third, number]);
            } else {
                self.kept[word.0 as usize].push([second, gate, third, number]);
            }
        }
    }

    pub(crate) fn finish(mut self) -> Finder {
        for stated in &mut self.stated {
            stated.sort_unstable();
        }
        let mask = |stated: &Vec<[u32; STATED]>| stated.iter().fold(0, |mask, kept| mask | bit_of(kept[0]));
        let masks: Vec<u32> =
            self.stated.iter().map(mask).flat_map(|mask| [mask as u32, (mask >> 32) as u32]).collect();
        Finder {
            masks: Packed::new(&masks),
            stated: Lists::new(self.stated.into_iter().map(|stated| stated.concat())),
            kept: Lists::new(self.kept.into_iter().map(|kept| group(kept, KEPT_HEAD - 1))),
            rows: Lists::new(self.rows.into_iter().map(|rows| group(rows, ROW_HEAD - 1))),
            row: Lists::new(self.row),
            programs: Packed::new(&self.programs),
            code: self.code.finish(),
            sets: self.sets.finish(),
        }
    }
}

/// Groups what is sorted by the first numbers of each: the head has them and the count, the members have the others.
fn group<const ALL: usize>(mut list: Vec<[u32; ALL]>, head: usize) -> Vec<u32> {
    list.sort_unstable();
    let mut grouped = Vec::new();
    for members in list.chunk_by(|one, other| one[..head] == other[..head]) {
        grouped.extend(&members[0][..head]);
        grouped.push(members.len() as u32);
        grouped.extend(members.iter().flat_map(|member| &member[head..]));
    }
    grouped
}

/// How common each word is taken to be: by the glossary's own text, and a little by how many expressions use it, since
/// what many speak of is met in notes even where that text has it seldom.
pub(crate) fn common<'p>(programs: impl Iterator<Item = &'p Program>, met: &[u32]) -> Vec<u32> {
    fn see(nodes: &[Node], uses: &mut [u32]) {
        for node in nodes {
            match node {
                Node::Word(words) => words.iter().for_each(|word| uses[word.0 as usize] += 1),
                Node::Any(branches) => branches.iter().for_each(|branch| see(branch, uses)),
                Node::Optional(nodes) => see(nodes, uses),
                Node::Gap(..) | Node::Number | Node::Type(_) | Node::Entry(_) => {}
            }
        }
    }
    let mut uses = vec![0; met.len()];
    for program in programs {
        see(&program.expression.nodes, &mut uses);
    }
    uses.iter().zip(met).map(|(uses, met)| uses / USES + met).collect()
}

/// How often one of some words is met, roughly.
fn cost(words: &[WordId], common: &[u32]) -> u64 {
    words.iter().map(|word| u64::from(common[word.0 as usize]) + 1).sum()
}

/// The sets of words of each of which a sequence needs one, where it is known.
fn needs(nodes: &[Node], common: &[u32]) -> Vec<Vec<WordId>> {
    nodes.iter().flat_map(|node| needs_of(node, common)).collect()
}

fn needs_of(node: &Node, common: &[u32]) -> Vec<Vec<WordId>> {
    match node {
        Node::Word(words) => vec![words.clone()],
        Node::Any(branches) => {
            let each: Vec<Vec<Vec<WordId>>> = branches.iter().map(|branch| needs(branch, common)).collect();
            let rarest = |needs: &Vec<Vec<WordId>>| needs.iter().min_by_key(|words| cost(words, common)).cloned();
            let Some(words) = each.iter().map(rarest).collect::<Option<Vec<_>>>() else { return Vec::new() };
            let mut words = words.concat();
            words.sort_unstable();
            words.dedup();
            // The parts that `&` joins stand in every order of them.
            let (first, others) = each.split_first().map_or((&[][..], &[][..]), |(first, others)| (first, others));
            let shared = first.iter().filter(|words| others.iter().all(|needs| needs.contains(words)));
            let mut needs: Vec<Vec<WordId>> = shared.cloned().collect();
            if !needs.contains(&words) {
                needs.push(words);
            }
            needs
        }
        Node::Optional(_) | Node::Gap(..) | Node::Number | Node::Type(_) | Node::Entry(_) => Vec::new(),
    }
}

/// How many tokens a sequence spans at most; `None` where a name or a number in it may be of any length.
fn span(nodes: &[Node]) -> Option<u32> {
    let of = |node: &Node| match node {
        Node::Word(_) => Some(1),
        Node::Any(branches) => branches.iter().map(|branch| span(branch)).try_fold(0, |most, one| Some(one?.max(most))),
        Node::Optional(nodes) => span(nodes),
        // Chinese characters count half.
        Node::Gap(size, _) => Some(2 * u32::from(*size)),
        Node::Number | Node::Type(_) | Node::Entry(_) => None,
    };
    nodes.iter().map(of).try_fold(0, |whole, one| Some(whole + one?))
}

/// The words that can follow the first; `None` where they are many or anything can.
fn seconds(openings: &[pattern::Opening]) -> Option<Vec<WordId>> {
    let mut words = openings.iter().map(|(_, second)| second.clone()).collect::<Option<Vec<_>>>()?.concat();
    words.sort_unstable();
    words.dedup();
    (words.len() <= SECOND).then_some(words)
}

/// What a sentence must have for an expression to be of use: who is not named where a subject could be is none, and
/// words around a value need one.
fn gate(owner: Owner) -> u32 {
    match owner {
        Owner::Says(entry, _) | Owner::Denies(entry, _) | Owner::Spares(entry, _) => entry.0,
        Owner::Before(_) | Owner::After(_) | Owner::With(_) | Owner::More(_) | Owner::Less(_) => VALUED,
        Owner::Choice(..) | Owner::Cell(..) | Owner::Cue(_) | Owner::Name(_) | Owner::Inverse(_) => OPEN,
    }
}
