//! After any edits, all that is kept of an open note is what it would be of the same text newly opened: the rope, its
//! lines and columns, the syntax tree, the units, mentions, claims and findings.
//!
//! Edits come as a client sends them, several in a message at times, in the encoding that it counts in; some are undone.
//! `GLOSSATOR_EDITS=1000000` makes it a long run, `GLOSSATOR_SEED=…` repeats one.

use std::sync::Arc;

use claims::Analysis;
use glossator_tests::{
    Chance,
    edits::{Replacement, between, chance, edit, notes, part, setting},
};
use note::Parsed;
use tower_lsp::lsp_types::{Position, Range, TextDocumentContentChangeEvent, Url};

use super::{
    document::Encoding,
    syntax::Syntax,
    workspace::{InForce, Workspace},
    world::{Understood, World},
};

/// How a note is edited: about how many bytes it has, how often one is taken, and after how many edits all is made anew.
/// What an edit can reach is mostly near it, so most notes are small: they say most for the time they take.
const SIZES: [(usize, usize, u64); 5] = [(120, 20, 1), (400, 12, 1), (1_200, 5, 1), (4_000, 2, 4), (24_000, 1, 16)];

/// Edits of one note.
const EDITS: u64 = 32;

/// A text with where its lines begin, found from scratch.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = |at: &usize| bytes[*at] == b'\n' || bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(ends).map(|at| at + 1)).collect();
        Self { text, starts, encoding }
    }

    /// The position of an offset that is not within a CR LF.
    fn position(&self, offset: usize) -> Position {
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let within = &self.text[self.starts[line]..offset];
        let character = match self.encoding {
            Encoding::Utf8 => within.len(),
            Encoding::Utf16 => within.encode_utf16().count(),
            Encoding::Utf32 => within.chars().count(),
        };
        Position::new(line as u32, character as u32)
    }
}

/// Whether an offset is between a CR and its LF, where no position is.
fn splits(text: &str, offset: usize) -> bool {
    text[..offset].ends_with('\r') && text[offset..].starts_with('\n')
}

/// A replacement as a client sends it.
fn sent(text: &str, (mut range, mut new): Replacement, encoding: Encoding) -> TextDocumentContentChangeEvent {
    if splits(text, range.start) {
        range.start -= 1;
        new.insert(0, '\r');
    }
    if splits(text, range.end) {
        range.end += 1;
        new.push('\n');
    }
    let lines = Lines::new(text, encoding);
    let range = Some(Range::new(lines.position(range.start), lines.position(range.end)));
    TextDocumentContentChangeEvent { range, range_length: None, text: new }
}

/// An open note under random edits.
struct Session<'c> {
    chance: &'c mut Chance,
    workspace: &'c Workspace,
    world: World,
    url: Url,
    encoding: Encoding,
    text: String,
    /// The text of which the tree was last asked for.
    seen: String,
    earlier: Vec<String>,
    version: i32,
}

impl Session<'_> {
    /// The next message of a client: mostly one edit, at times several, the whole text, or what undoes the last.
    fn step(&mut self) {
        let count = [1, 1, 1, 1, 2, 3][self.chance.below(6)];
        let mut changes = Vec::new();
        let before = self.text.clone();
        if self.chance.below(8) == 0
            && let Some(earlier) = self.earlier.pop()
        {
            self.replace(&mut changes, between(&before, &earlier));
        } else {
            for _ in 0..count {
                let replacement = edit(self.chance, &self.text);
                self.replace(&mut changes, replacement);
            }
            self.earlier.push(before);
        }
        if self.chance.below(200) == 0 {
            changes.push(TextDocumentContentChangeEvent { range: None, range_length: None, text: self.text.clone() });
        }
        self.version += 1;
        assert!(self.world.change(&self.url, changes, self.version, self.encoding));
    }

    fn replace(&mut self, changes: &mut Vec<TextDocumentContentChangeEvent>, (range, new): Replacement) {
        changes.push(sent(&self.text, (range.clone(), new.clone()), self.encoding));
        self.text.replace_range(range, &new);
    }

    fn understand(&self) -> Arc<Understood> {
        self.world.understand(&self.url, self.workspace.of(None), self.encoding).expect("open, and known")
    }

    /// Holds what is kept against what is made anew.
    fn compare(&mut self, understood: &Understood) {
        let text = &understood.text;
        assert!(*text.string == self.text, "the text is {:?}\nand should be {:?}", text.string, self.text);
        let lines = Lines::new(&self.text, self.encoding);
        assert_eq!(text.rope.len_lines(), lines.starts.len(), "lines");
        for _ in 0..6 {
            let offset = self.text.floor_char_boundary(self.chance.below(self.text.len() + 1));
            if !splits(&self.text, offset) {
                let position = lines.position(offset);
                assert_eq!(text.position(offset as u32), position, "the position of {offset}");
                assert_eq!(text.offset(position) as usize, offset, "the offset of {position:?}");
            }
        }
        // A tree is asked for now and then, and made from the one of some edits before.
        if self.chance.below(3) == 0 {
            let syntax = self.world.syntax(&self.url, understood).expect("small");
            let anew = Syntax::parse(&text.string, None).expect("small");
            assert!(syntax.same(&anew), "the syntax tree {syntax}\nand anew {anew}\nfrom {:?}", self.seen);
            self.seen.clone_from(&self.text);
        }
        let note = Parsed::new(&self.text);
        assert!(*understood.note == *note, "the units: {:#?}\nand anew {note:#?}", understood.note);
        assert!(understood.note.hashes() == note.hashes(), "the hashes of the units");
        let InForce { glossary, language, .. } = &*understood.in_force;
        let anew = || claims::analyze_in(glossary, &self.text, &note, *language);
        let analysis = if note.off { Analysis::default() } else { anew() };
        let differs = |what: &str, kept: String, anew: String| {
            let at = kept.lines().zip(anew.lines()).position(|(a, b)| a != b).unwrap_or_default();
            let around = |text: &str| text.lines().skip(at.saturating_sub(9)).take(20).collect::<Vec<_>>().join("\n");
            panic!("{what}: {}\nand anew: {}", around(&kept), around(&anew));
        };
        let kept = &understood.analysis;
        if kept.mentions != analysis.mentions {
            differs("mentions", format!("{:#?}", kept.mentions), format!("{:#?}", analysis.mentions));
        }
        if kept != &analysis {
            differs("claims and findings", format!("{kept:#?}"), format!("{analysis:#?}"));
        }
    }
}

#[test]
fn what_is_kept_of_an_edited_note_is_what_a_new_one_gives() {
    let (mut chance, edits) = (chance(), setting("GLOSSATOR_EDITS", 1_000));
    let (workspace, notes) = (Workspace::default(), notes());
    let often: usize = SIZES.iter().map(|(_, often, _)| often).sum();
    let (mut done, mut said) = (0, 0);
    while done < edits {
        let mut at = chance.below(often);
        let size = SIZES.iter().find(|(_, often, _)| at.checked_sub(*often).map(|rest| at = rest).is_none());
        let &(bytes, _, every) = size.expect("below the sum");
        let encoding = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32][chance.below(3)];
        let note = &notes[chance.below(notes.len())];
        let text = part(&mut chance, note, bytes).to_owned();
        let first = text.clone();
        let url = Url::parse("file:///note.md").expect("an address");
        let world = World::default();
        world.open(url.clone(), &text, 0);
        let mut session = Session {
            chance: &mut chance,
            workspace: &workspace,
            world,
            url,
            encoding,
            text,
            seen: String::new(),
            earlier: Vec::new(),
            version: 0,
        };
        for edit in 1..=EDITS {
            let before = session.text.clone();
            session.step();
            let work = || {
                let understood = session.understand();
                if edit.is_multiple_of(every) {
                    session.compare(&understood);
                }
            };
            if let Err(panic) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)) {
                eprintln!("edit {edit} of {first:?}\nfrom {before:?}\nto {:?}", session.text);
                std::panic::resume_unwind(panic);
            }
        }
        done += EDITS;
        if done - said >= 20_000 {
            said = done;
            eprintln!("{done} edits");
        }
    }
}
