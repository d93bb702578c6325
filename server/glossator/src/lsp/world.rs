//! Open notes with what was last understood of them.
//!
//! Edits are applied at once, under the map's lock and before any await; everything that takes time reads a snapshot.
//! No guard of the map crosses an await.

use std::sync::Arc;

use claims::Analysis;
use dashmap::DashMap;
use glossary::Glossary;
use note::Note;
use tower_lsp::lsp_types::{TextDocumentContentChangeEvent, Url};

use super::{
    document::{Document, Encoding, Text},
    syntax::{self, Syntax},
};

/// What was understood of a note at a version.
#[derive(Debug)]
pub(crate) struct Understood {
    /// The version it is of.
    pub(crate) version: i32,
    /// The text.
    pub(crate) text: Text,
    /// Its units.
    pub(crate) note: Note,
    /// Its mentions, claims, findings.
    pub(crate) analysis: Analysis,
}

/// An open note.
#[derive(Debug)]
struct Open {
    document: Document,
    understood: Option<Arc<Understood>>,
    syntax: Option<Arc<Syntax>>,
}

/// All open notes.
#[derive(Debug, Default)]
pub(crate) struct World {
    open: DashMap<Url, Open>,
}

impl World {
    /// Takes a note in.
    pub(crate) fn open(&self, url: Url, text: &str, version: i32) {
        if text.len() > syntax::LARGEST {
            tracing::warn!(%url, bytes = text.len(), limit = syntax::LARGEST, "too large to fold or to widen selections by blocks");
        }
        self.open.insert(url, Open { document: Document::new(text, version), understood: None, syntax: None });
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
        self.open.remove(url);
    }

    /// Whether a note is open at just this version.
    pub(crate) fn is_current(&self, url: &Url, version: i32) -> bool {
        self.open.get(url).is_some_and(|open| open.document.version == version)
    }

    /// What the note says at its present version; understood now where it was not yet. `None` where the note is not
    /// open, or what the editor shows is not known. Takes as long as an analysis: not for the reader's task.
    pub(crate) fn understand(&self, url: &Url, glossary: &Glossary, encoding: Encoding) -> Option<Arc<Understood>> {
        let (document, understood) = {
            let open = self.open.get(url)?;
            (open.document.clone(), open.understood.clone())
        };
        if let Some(understood) = understood.filter(|understood| understood.version == document.version) {
            return Some(understood);
        }
        if document.lost {
            return None;
        }
        let text: Arc<str> = String::from(&document.rope).into();
        let note = Note::parse(&text);
        let analysis = if note.off { Analysis::default() } else { claims::analyze(glossary, &text, &note) };
        let text = Text { string: text, rope: document.rope, encoding };
        let understood = Arc::new(Understood { version: document.version, text, note, analysis });
        if let Some(mut open) = self.open.get_mut(url)
            && open.document.version == document.version
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
