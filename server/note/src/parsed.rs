//! Notes that are edited: what an edit leaves as it was is taken over, shifted, instead of being read again.
//!
//! Between two blocks of the top level a Markdown parser remembers nothing of the text before: reading may begin there
//! and, where an edited text comes to such a *joint* of the text before the edit in the same state, end there.
//! What reaches farther is looked for: links and footnotes are defined anywhere, so what is defined elsewhere is told to
//! the parser. Where definitions come or go, or metadata may begin or end, the whole is read again.

use std::borrow::Cow;

use pulldown_cmark::{BrokenLink, CowStr, Event, Parser, RefDefs};

use crate::{
    Note,
    edit::{Edit, opens_metadata, touches_metadata},
    hash, mask,
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

/// A definition that links or footnotes refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Definition {
    pub(crate) at: u32,
    pub(crate) label: String,
}

/// A note with what it takes to read it again after an edit.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    note: Note,
    /// Of each unit a hash of what can be read of it by itself.
    hashes: Vec<u64>,
    joints: Vec<Joint>,
    /// Of links, by their places.
    definitions: Vec<Definition>,
    /// Of footnotes, by their places.
    footnotes: Vec<Definition>,
    /// Something of the text was masked.
    masked: bool,
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
        let mut parsed = Self::read(text);
        parsed.hashes = parsed.units.iter().map(|unit| hash::of(text, &parsed, unit)).collect();
        parsed
    }

    /// A hash of each unit: equal where all that can be read of a unit by itself is.
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// Reads a note, without hashes.
    pub(crate) fn read(text: &str) -> Self {
        let masked = mask::masked(text);
        let mut parsed = Self::read_plain(masked.as_ref().map_or(text, |masked| &masked.text));
        if let Some(masked) = masked {
            parsed.masked = true;
            parsed.note.add_comments(text, &masked.comments);
        }
        parsed
    }

    /// Reads what the parser knows all of.
    fn read_plain(text: &str) -> Self {
        // Metadata may stand behind a byte order mark, which the parser takes for text.
        let mark = text.len() - text.trim_start_matches('\u{feff}').len();
        let events = Parser::new_ext(text.get(mark..).unwrap_or_default(), options()).into_offset_iter();
        let definitions = definitions(events.reference_definitions(), mark as u32);
        // About as many as English text has.
        let note = Note { tokens: Vec::with_capacity(text.len() / 5), ..Note::default() };
        let mut walk = Walk::new(text, note, State::default());
        let mut joints: Vec<Joint> = Vec::new();
        for (event, range) in events {
            let range = range.start + mark..range.end + mark;
            push_joint(&mut joints, &mut walk, &event, range.start);
            walk.event(event, range);
        }
        let footnotes = std::mem::take(&mut walk.footnotes);
        let mut note = walk.finish();
        note.off = is_off(text, note.front_matter.as_ref());
        Self { note, joints, definitions, footnotes, ..Self::default() }
    }

    /// Reads the note again after its text changed from `old`, what it was read from, to `new`. The result is that of
    /// [`Parsed::new`], only sooner.
    #[must_use]
    pub fn edited(&self, old: &str, new: &str) -> Self {
        self.spliced(old, new).unwrap_or_else(|| Self::new(new))
    }

    fn spliced(&self, old: &str, new: &str) -> Option<Self> {
        let edit = Edit::between(old, new);
        let marked = |text: &str| text.starts_with('\u{feff}');
        if self.masked || mask::concerns(edit.around(new)) {
            return None;
        }
        if touches_metadata(old, &edit.old) || touches_metadata(new, &edit.new) || marked(old) || marked(new) {
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
            match region.read(end) {
                Reading::Done(parsed) => return Some(*parsed),
                Reading::Whole => return None,
                Reading::Farther => ahead *= 4,
            }
            region.joints.truncate(joints.len());
        }
    }
}

/// What came of reading a part again.
enum Reading {
    /// It meets what follows, which is as it was.
    Done(Box<Parsed>),
    /// It does not; more must be read.
    Farther,
    /// All must be read.
    Whole,
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

impl<'p> Region<'p> {
    /// Reads on to the first joint where all is as it was, or to the end.
    fn read(&mut self, end: usize) -> Reading {
        let Some((slice, told)) = self.slice(end) else { return Reading::Whole };
        let old = self.parsed;
        let known = |link: BrokenLink<'_>| {
            let label = normal(&link.reference);
            let known = old.definitions.iter().any(|definition| definition.label == label);
            known.then_some((CowStr::Borrowed("#"), CowStr::Borrowed("")))
        };
        let events = Parser::new_with_broken_link_callback(&slice, options(), Some(known)).into_offset_iter();
        let defined = definitions(events.reference_definitions(), self.from.at.wrapping_sub(told as u32));
        let mut walk = Walk::new(self.text, before(&old.note, self.from.at), self.from.state);
        let from = self.from.at as usize;
        let at = |at: usize| at - told + from;
        let mut events = events
            .skip_while(|(_, range)| range.start < told)
            .map(|(event, range)| (event, at(range.start)..at(range.end)));
        let suffix = events.find_map(|(event, range)| {
            let suffix = self.meets(&mut walk, &event, range.start);
            if suffix.is_none() {
                push_joint(&mut self.joints, &mut walk, &event, range.start);
                walk.event(event, range);
            }
            suffix
        });
        if suffix.is_none() && end < self.text.len() {
            return Reading::Farther;
        }
        let footnotes = self.definitions(std::mem::take(&mut walk.footnotes), &old.footnotes, suffix.as_ref());
        let definitions = self.definitions(defined, &old.definitions, suffix.as_ref());
        let (Some(footnotes), Some(definitions)) = (footnotes, definitions) else { return Reading::Whole };
        let parsed = self.put_together(walk.finish(), suffix.as_ref());
        Reading::Done(Box::new(Parsed { definitions, footnotes, ..parsed }))
    }

    /// What follows, where an event begins at a joint behind the edit and all is as it was.
    fn meets(&self, walk: &mut Walk<'_>, event: &Event<'_>, at: usize) -> Option<Suffix> {
        let old = (at.checked_sub(self.edit.new.end)? + self.edit.old.end) as u32;
        let rest = self.parsed.joints.get(self.behind..)?;
        let joint = rest.get(rest.binary_search_by_key(&old, |joint| joint.at).ok()?)?;
        let state = walk.joint_at(event, at)?;
        Suffix::new(*joint, Joint { at: at as u32, state })
    }

    /// What is read, behind definitions of the footnotes that are defined elsewhere; and how long those are. `None`
    /// where one may be defined twice.
    fn slice(&self, end: usize) -> Option<(Cow<'p, str>, usize)> {
        let slice = self.text.get(self.from.at as usize..end)?;
        let old_end = end + self.edit.old.end - self.edit.new.end;
        let inside = |at: u32| at >= self.from.at && (at as usize) < old_end;
        let mut told = String::new();
        for Definition { label, .. } in self.parsed.footnotes.iter().filter(|footnote| !inside(footnote.at)) {
            // Not all that are defined are meant, but what looks like one must be.
            if slice.contains("[^") {
                let definition = format!("[^{label}]:");
                if slice.contains(&definition) {
                    return None;
                }
                told += &definition;
                told += " -\n\n";
            }
        }
        let length = told.len();
        Some((if told.is_empty() { Cow::Borrowed(slice) } else { Cow::Owned(told + slice) }, length))
    }

    /// All definitions, of `old` and of what is read again, where none came or went.
    fn definitions(
        &self,
        mut region: Vec<Definition>,
        old: &[Definition],
        suffix: Option<&Suffix>,
    ) -> Option<Vec<Definition>> {
        let first = old.partition_point(|definition| definition.at < self.from.at);
        let last = suffix.map_or(old.len(), |suffix| old.partition_point(|known| known.at < suffix.old));
        region.retain(|found| found.at >= self.from.at && suffix.is_none_or(|suffix| found.at < suffix.new));
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

    fn put_together(&self, mut note: Note, suffix: Option<&Suffix>) -> Parsed {
        let old = &self.parsed.note;
        let mut joints = self.joints.clone();
        let known = old.front_matter.clone();
        let first = old.units.partition_point(|unit| unit.span.start < self.from.at);
        let mut hashes = Vec::with_capacity(note.units.len());
        hashes.extend_from_slice(&self.parsed.hashes[..first]);
        hashes.extend(note.units.iter().skip(first).map(|unit| hash::of(self.text, &note, unit)));
        note.front_matter = note.front_matter.or_else(|| known.clone().filter(|known| known.end <= self.from.at));
        if let Some(suffix) = suffix {
            let later = old.units.partition_point(|unit| unit.span.start < suffix.old);
            hashes.extend_from_slice(&self.parsed.hashes[later..]);
            suffix.append(old, &self.parsed.joints, &mut note, &mut joints);
            let later = known.filter(|known| known.start >= suffix.old);
            note.front_matter = later.map(|known| suffix.span(&known)).or(note.front_matter);
        }
        note.off = is_off(self.text, note.front_matter.as_ref());
        Parsed { note, hashes, joints, ..Parsed::default() }
    }
}

/// Remembers a joint, if one is there and far enough from the last.
fn push_joint(joints: &mut Vec<Joint>, walk: &mut Walk<'_>, event: &Event<'_>, at: usize) {
    let far = joints.last().is_none_or(|last| at as u32 >= last.at + APART);
    if let Some(state) = far.then(|| walk.joint_at(event, at)).flatten() {
        joints.push(Joint { at: at as u32, state });
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
