//! Open notes with what was last understood of them.
//!
//! Edits are applied at once, under the map's lock and before any await; everything that takes time reads a snapshot.
//! No guard of the map crosses an await.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use claims::{Analysis, Memory};
use dashmap::{DashMap, DashSet};
use note::Parsed;
use tower_lsp::lsp_types::{TextDocumentContentChangeEvent, Url};

use super::{
    address::path_of,
    document::{Document, Encoding, Text},
    syntax::{self, Syntax},
    workspace::{Buffers, InForce},
};

/// What was understood of a note at a version.
#[derive(Debug)]
pub(crate) struct Understood {
    /// Its address.
    pub(crate) url: Url,
    /// What it was judged by.
    pub(crate) in_force: Arc<InForce>,
    /// The version it is of, and whether the client told it.
    pub(crate) version: i32,
    told: bool,
    /// The text.
    pub(crate) text: Text,
    /// Its units.
    pub(crate) note: Parsed,
    /// Its mentions, claims, findings.
    pub(crate) analysis: Analysis,
}

impl Understood {
    /// The version as the client knows it.
    pub(crate) fn told(&self) -> Option<i32> {
        self.told.then_some(self.version)
    }
}

/// An open note.
#[derive(Debug)]
struct Open {
    /// Tells it from the same note opened at another time.
    opened: u64,
    document: Document,
    /// Locked while the note is being understood, so that it is not twice at a time.
    memory: Arc<Mutex<Memory>>,
    understood: Option<Arc<Understood>>,
    syntax: Option<Arc<Syntax>>,
}

/// All open notes.
#[derive(Debug, Default)]
pub(crate) struct World {
    open: DashMap<Url, Open>,
    /// Open documents that are no notes; nothing is known of them.
    others: DashSet<Url>,
    opened: AtomicU64,
}

impl World {
    /// Takes a note in.
    pub(crate) fn open(&self, url: Url, text: &str, version: i32) {
        if text.len() > syntax::LARGEST {
            tracing::warn!(%url, bytes = text.len(), limit = syntax::LARGEST, "too large to fold or to widen selections by blocks");
        }
        let opened = self.opened.fetch_add(1, Ordering::Relaxed);
        let document = Document::new(text, version);
        let memory = Arc::default();
        self.open.insert(url, Open { opened, document, memory, understood: None, syntax: None });
    }

    /// Takes note of a document that is of no concern.
    pub(crate) fn pass_over(&self, url: Url) {
        self.others.insert(url);
    }

    /// Whether an open document is of no concern.
    pub(crate) fn passes_over(&self, url: &Url) -> bool {
        self.others.contains(url)
    }

    /// Applies edits. Whether the note is open.
    pub(crate) fn change(
        &self,
        url: &Url,
        changes: Vec<TextDocumentContentChangeEvent>,
        version: i32,
        encoding: Encoding,
    ) -> bool {
        let Some(mut open) = self.open.get_mut(url) else { return false };
        open.document.apply(changes, version, encoding);
        true
    }

    /// Lets a note go.
    pub(crate) fn close(&self, url: &Url) {
        self.others.remove(url);
        self.open.remove(url);
    }

    /// Whether a note is open at just this version.
    pub(crate) fn is_current(&self, url: &Url, version: i32) -> bool {
        self.open.get(url).is_some_and(|open| open.document.version == version)
    }

    /// The present text of an open note.
    pub(crate) fn text(&self, url: &Url, encoding: Encoding) -> Option<Text> {
        let rope = self.open.get(url)?.document.rope.clone();
        Some(Text::of(rope, encoding))
    }

    /// Whether a note is open.
    pub(crate) fn has(&self, url: &Url) -> bool {
        self.open.contains_key(url)
    }

    /// The present version of an open note, where the client told it.
    pub(crate) fn version(&self, url: &Url) -> Option<i32> {
        self.open.get(url).filter(|open| open.document.told).map(|open| open.document.version)
    }

    /// The addresses of all open notes, sorted.
    pub(crate) fn urls(&self) -> Vec<Url> {
        let mut urls: Vec<Url> = self.open.iter().map(|open| open.key().clone()).collect();
        urls.sort();
        urls
    }

    /// The texts of the open notes that are files.
    pub(crate) fn buffers(&self) -> Buffers {
        let of = |url: &Url| {
            let document = self.open.get(url)?.document.clone();
            Some((path_of(url)?, (document.version, document.rope)))
        };
        self.urls().iter().filter_map(of).collect()
    }

    /// What the note says at its present version; understood now where it was not yet. `None` where the note is not
    /// open, or what the editor shows is not known. Takes as long as an analysis: not for the reader's task.
    pub(crate) fn understand(&self, url: &Url, in_force: Arc<InForce>, encoding: Encoding) -> Option<Arc<Understood>> {
        let memory = Arc::clone(&self.open.get(url)?.memory);
        let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
        let (opened, document, before) = {
            let open = self.open.get(url)?;
            (open.opened, open.document.clone(), open.understood.clone())
        };
        let judged_alike = before.as_ref().is_some_and(|known| Arc::ptr_eq(&known.in_force, &in_force));
        if let Some(known) = before.as_ref().filter(|known| judged_alike && known.version == document.version) {
            return Some(Arc::clone(known));
        }
        if document.lost {
            return None;
        }
        if !judged_alike {
            *memory = Memory::default();
        }
        let (version, told) = (document.version, document.told);
        let text = Text::of(document.rope, encoding);
        let note = match &before {
            Some(before) => before.note.edited(&before.text.string, &text.string),
            None => Parsed::new(&text.string),
        };
        let analysis = if note.off {
            Analysis::default()
        } else {
            memory.analyze(&in_force.glossary, &text.string, &note, in_force.language)
        };
        let understood = Arc::new(Understood { url: url.clone(), in_force, version, told, text, note, analysis });
        if let Some(mut open) = self.open.get_mut(url)
            && open.document.version == version
            && open.opened == opened
        {
            open.understood = Some(Arc::clone(&understood));
        }
        Some(understood)
    }

    /// The syntax of what was understood of a note, made with the help of the one last asked for. Takes time.
    pub(crate) fn syntax(&self, url: &Url, understood: &Understood) -> Option<Arc<Syntax>> {
        let text = &understood.text.string;
        let earlier = self.open.get(url)?.syntax.clone();
        if let Some(earlier) = earlier.as_ref().filter(|earlier| earlier.is_of(text)) {
            return Some(Arc::clone(earlier));
        }
        let syntax = Arc::new(Syntax::parse(text, earlier.as_deref())?);
        if let Some(mut open) = self.open.get_mut(url) {
            open.syntax = Some(Arc::clone(&syntax));
        }
        Some(syntax)
    }
}
