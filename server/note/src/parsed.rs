//! Notes that are edited: what an edit leaves as it was is taken over, shifted, instead of being read again.
//!
//! Between two blocks of the top level a Markdown parser remembers nothing of the text before: reading may begin there
//! and, where an edited text comes to such a *joint* of the text before the edit in the same state, end there.
//! What reaches farther is looked for, and the whole is read again: metadata blocks, footnotes, definitions of links.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Parser, RefDefs};

use crate::{
    Note,
    parse::{Walk, is_off, options},
    shift::Suffix,
    units::State,
};

/// Joints are not closer together than this many bytes.
const APART: u32 = 1024;

/// A place between two blocks of the top level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Joint {
    /// Where the second begins.
    pub(crate) at: u32,
    /// What is remembered there.
    pub(crate) state: State,
}

/// A definition that links refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Definition {
    at: u32,
    label: String,
}

/// A note with what it takes to read it again after an edit.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    note: Note,
    joints: Vec<Joint>,
    /// By their places.
    definitions: Vec<Definition>,
    footnotes: bool,
}

impl std::ops::Deref for Parsed {
    type Target = Note;

    fn deref(&self) -> &Note {
        &self.note
    }
}

impl From<Parsed> for Note {
    fn from(parsed: Parsed) -> Self {
        parsed.note
    }
}

impl Parsed {
    /// Reads a note.
    pub fn new(text: &str) -> Self {
        let events = Parser::new_ext(text, options()).into_offset_iter();
        let definitions = definitions(events.reference_definitions(), 0);
        let mut walk = Walk::new(text, Note::default(), State::default());
        let mut joints: Vec<Joint> = Vec::new();
        for (event, range) in events {
            let far = joints.last().is_none_or(|last| range.start as u32 >= last.at + APART);
            if let Some(state) = far.then(|| walk.joint_at(&event, range.start)).flatten() {
                joints.push(Joint { at: range.start as u32, state });
            }
            walk.event(event, range);
        }
        let footnotes = walk.footnotes;
        let mut note = walk.finish();
        note.off = is_off(text, note.front_matter.as_ref());
        Self { note, joints, definitions, footnotes }
    }

    /// Reads the note again after its text changed from `old`, what it was read from, to `new`. The result is that of
    /// [`Parsed::new`], only sooner.
    #[must_use]
    pub fn edited(&self, old: &str, new: &str) -> Self {
        self.spliced(old, new).unwrap_or_else(|| Self::new(new))
    }

    fn spliced(&self, old: &str, new: &str) -> Option<Self> {
        let edit = Edit::between(old, new);
        if self.footnotes || touches_metadata(old, &edit.old) || touches_metadata(new, &edit.new) {
            return None;
        }
        // One joint is passed over: what follows a block can change what it is.
        let before = self.joints.partition_point(|joint| (joint.at as usize) < edit.old.start).saturating_sub(1);
        let (joints, from) = match before.checked_sub(1).and_then(|last| self.joints.get(last)) {
            Some(joint) => (self.joints.get(..before - 1)?, *joint),
            None => (&[][..], Joint { at: 0, state: State::default() }),
        };
        let behind = self.joints.partition_point(|joint| joint.at as usize <= edit.old.end);
        let mut region = Region { parsed: self, text: new, from, behind, edit, joints: joints.to_vec() };
        let mut ahead = 2;
        loop {
            let last = self.joints.get(behind + ahead).map(|joint| region.edit.moved(joint.at));
            let end = last.filter(|&end| !opens_metadata(new, from.at as usize..end)).unwrap_or(new.len());
            match region.read(end)? {
                Some(parsed) => return Some(parsed),
                None => ahead *= 4,
            }
            region.joints.truncate(joints.len());
        }
    }
}

/// Where two texts differ, at the boundaries of characters.
struct Edit {
    old: Range<usize>,
    new: Range<usize>,
}

impl Edit {
    fn between(old: &str, new: &str) -> Self {
        let same = |(a, b): &(&u8, &u8)| a == b;
        let blocks = old.as_bytes().chunks(256).zip(new.as_bytes().chunks(256));
        let skipped = 256 * blocks.take_while(|(a, b)| a == b && a.len() == 256).count();
        let (left, right) = (&old.as_bytes()[skipped..], &new.as_bytes()[skipped..]);
        let mut start = skipped + left.iter().zip(right).take_while(same).count();
        while !(old.is_char_boundary(start) && new.is_char_boundary(start)) {
            start -= 1;
        }
        let (left, right) = (&old.as_bytes()[start..], &new.as_bytes()[start..]);
        let blocks = left.rchunks(256).zip(right.rchunks(256));
        let skipped = 256 * blocks.take_while(|(a, b)| a == b && a.len() == 256).count();
        let (left, right) = (&left[..left.len() - skipped], &right[..right.len() - skipped]);
        let mut tail = skipped + left.iter().rev().zip(right.iter().rev()).take_while(same).count();
        while !(old.is_char_boundary(old.len() - tail) && new.is_char_boundary(new.len() - tail)) {
            tail -= 1;
        }
        Self { old: start..old.len() - tail, new: start..new.len() - tail }
    }

    /// Where an offset behind the edit is now.
    fn moved(&self, at: u32) -> usize {
        at as usize - self.old.end + self.new.end
    }
}

/// What is read again.
struct Region<'p> {
    parsed: &'p Parsed,
    text: &'p str,
    from: Joint,
    /// The first joint behind the edit.
    behind: usize,
    edit: Edit,
    /// The joints before it, then those in it.
    joints: Vec<Joint>,
}

impl Region<'_> {
    /// Reads on to the first joint where all is as it was, or to the end. `Some(None)` where there is none before
    /// `end`, `None` where the whole note must be read.
    fn read(&mut self, end: usize) -> Option<Option<Parsed>> {
        let known = |link: BrokenLink<'_>| {
            let label = normal(&link.reference);
            let known = self.parsed.definitions.iter().any(|definition| definition.label == label);
            known.then(|| (CowStr::Borrowed("#"), CowStr::Borrowed("")))
        };
        let slice = self.text.get(self.from.at as usize..end)?;
        let events = Parser::new_with_broken_link_callback(slice, options(), Some(known)).into_offset_iter();
        let defined = definitions(events.reference_definitions(), self.from.at);
        let mut walk = Walk::new(self.text, before(&self.parsed.note, self.from.at), self.from.state);
        let mut suffix = None;
        for (event, range) in events {
            let range = range.start + self.from.at as usize..range.end + self.from.at as usize;
            if range.start >= self.edit.new.end
                && let Some(joint) = self.meets(range.start)
                && let Some(state) = walk.joint_at(&event, range.start)
                && let Some(found) = Suffix::new(joint, Joint { at: range.start as u32, state })
            {
                suffix = Some(found);
                break;
            }
            let far = self.joints.last().is_none_or(|last| range.start as u32 >= last.at + APART);
            if let Some(state) = far.then(|| walk.joint_at(&event, range.start)).flatten() {
                self.joints.push(Joint { at: range.start as u32, state });
            }
            walk.event(event, range);
        }
        if walk.footnotes {
            return None;
        }
        if suffix.is_none() && end < self.text.len() {
            return Some(None);
        }
        let definitions = self.definitions(defined, suffix.as_ref())?;
        Some(Some(self.put_together(walk.finish(), suffix.as_ref(), definitions)))
    }

    /// The joint that was where the new text has this offset.
    fn meets(&self, at: usize) -> Option<Joint> {
        let old = (at + self.edit.old.end - self.edit.new.end) as u32;
        let rest = self.parsed.joints.get(self.behind..)?;
        rest.binary_search_by_key(&old, |joint| joint.at).ok().and_then(|found| rest.get(found)).copied()
    }

    /// All definitions, where none came or went.
    fn definitions(&self, mut region: Vec<Definition>, suffix: Option<&Suffix>) -> Option<Vec<Definition>> {
        let old = &self.parsed.definitions;
        let first = old.partition_point(|definition| definition.at < self.from.at);
        let last = suffix.map_or(old.len(), |suffix| old.partition_point(|known| known.at < suffix.old));
        region.retain(|definition| suffix.is_none_or(|suffix| definition.at < suffix.new));
        let labels = |definition: &Definition| definition.label.clone();
        if !region.iter().map(labels).eq(old.get(first..last)?.iter().map(labels)) {
            return None;
        }
        let moved = old
            .get(last..)?
            .iter()
            .map(|known| Definition { at: suffix.map_or(0, |suffix| suffix.at(known.at)), ..known.clone() });
        Some(old.get(..first)?.iter().cloned().chain(region).chain(moved).collect())
    }

    fn put_together(&self, mut note: Note, suffix: Option<&Suffix>, definitions: Vec<Definition>) -> Parsed {
        let old = &self.parsed.note;
        let mut joints = self.joints.clone();
        let known = old.front_matter.clone();
        note.front_matter = note.front_matter.or_else(|| known.clone().filter(|known| known.end <= self.from.at));
        if let Some(suffix) = suffix {
            suffix.append(old, &self.parsed.joints, &mut note, &mut joints);
            let later = known.filter(|known| known.start >= suffix.old);
            note.front_matter = later.map(|known| suffix.span(&known)).or(note.front_matter);
        }
        note.off = is_off(self.text, note.front_matter.as_ref());
        Parsed { note, joints, definitions, footnotes: false }
    }
}

/// The part of a note before a joint.
fn before(note: &Note, at: u32) -> Note {
    let units = note.units.partition_point(|unit| unit.span.start < at);
    let tokens = note.units.get(units).map_or(note.tokens.len(), |unit| unit.tokens.start as usize);
    let count = note.units.len();
    // What follows is mostly as long as what is replaced.
    let mut part = Note {
        units: Vec::with_capacity(count + 16),
        tokens: Vec::with_capacity(note.tokens.len() + 256),
        ..Note::default()
    };
    part.units.extend_from_slice(&note.units[..units]);
    part.tokens.extend_from_slice(&note.tokens[..tokens]);
    part.tables = note.tables.iter().take_while(|table| table.span.start < at).cloned().collect();
    part.directives = note.directives.iter().take_while(|directive| directive.span.start < at).cloned().collect();
    part.opaque = note.opaque.iter().take_while(|span| span.start < at).cloned().collect();
    part
}

fn definitions(found: &RefDefs<'_>, base: u32) -> Vec<Definition> {
    let mut definitions: Vec<Definition> = found
        .iter()
        .map(|(label, definition)| Definition { at: definition.span.start as u32 + base, label: normal(label) })
        .collect();
    definitions.sort_by_key(|definition| definition.at);
    definitions
}

/// A label as labels are compared.
fn normal(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Whether a line is one of those around metadata.
fn delimits(line: &str) -> bool {
    matches!(line.trim_end(), "---" | "..." | "+++")
}

/// Whether the lines that a range touches, or their neighbours, begin or end metadata.
fn touches_metadata(text: &str, range: &Range<usize>) -> bool {
    let start = text.get(..range.start).and_then(|before| before.rfind(['\n', '\r'])).unwrap_or(0);
    let start = text.get(..start).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |at| at + 1);
    let behind =
        |from: usize| text.get(from..).and_then(|rest| rest.find(['\n', '\r'])).map_or(text.len(), |at| from + at + 1);
    let end = behind(behind(range.end));
    text.get(start..end).is_some_and(|lines| lines.split(['\n', '\r']).any(delimits))
}

/// Whether metadata may begin in a range and end behind it.
fn opens_metadata(text: &str, range: Range<usize>) -> bool {
    let Some(slice) = text.get(range) else { return true };
    let mut found =
        slice.match_indices("---").filter(|&(at, _)| at == 0 || matches!(slice.as_bytes()[at - 1], b'\n' | b'\r'));
    found.any(|(at, _)| {
        let mut lines = slice.get(at..).unwrap_or_default().split(['\n', '\r']);
        lines.next().is_some_and(delimits)
    })
}
