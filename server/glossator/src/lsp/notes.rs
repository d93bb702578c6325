//! The notes of the workspace folders, open or not.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use claims::Analysis;
use note::Note;
use rayon::prelude::*;
use tower_lsp::lsp_types as lsp;

use super::{address::path_of, document::Text, places, server::Shared, shared::is_data, workspace::InForce};
use crate::config::is_note;

/// What editors call documents that are Markdown; some put several names together (`markdown.mdx`).
const LANGUAGES: [&str; 9] = ["markdown", "md", "gfm", "mdx", "quarto", "qmd", "rmarkdown", "rmd", "pandoc"];

/// What marks a folder as one of notes.
const MARKERS: [&str; 3] = ["glossator.toml", ".glossator.toml", ".git"];

/// No more files are read for one request.
const MOST: usize = 20_000;

/// Closed notes of more bytes are passed over.
const LARGEST: u64 = 8 << 20;

/// A note with what it mentions.
pub(crate) struct Read<'n> {
    /// Its address.
    pub(crate) url: &'n lsp::Url,
    /// The editor's version, of an open note.
    pub(crate) version: Option<i32>,
    /// Its text.
    pub(crate) text: &'n Text,
    /// Its mentions.
    pub(crate) analysis: &'n Analysis,
    /// What it is judged by.
    pub(crate) in_force: &'n InForce,
}

impl Read<'_> {
    /// The places of some spans of it.
    pub(crate) fn locations(&self, spans: impl Iterator<Item = note::Span>) -> Vec<lsp::Location> {
        spans.map(|span| lsp::Location::new(self.url.clone(), self.text.range(&span))).collect()
    }
}

/// Does something with every note, open ones as the editor has them; in the order of their addresses. Takes long.
pub(crate) fn each<T: Send>(shared: &Shared, work: impl Fn(&Read<'_>) -> T + Sync) -> Vec<T> {
    let open = shared.world.urls();
    let paths: BTreeSet<PathBuf> = open.iter().filter_map(path_of).collect();
    let mut done: Vec<(lsp::Url, T)> = open
        .into_iter()
        .filter_map(|url| {
            let known = shared.understand_now(&url)?;
            let (text, version) = (&known.text, known.told());
            let read = Read { url: &url, version, text, analysis: &known.analysis, in_force: &known.in_force };
            let result = work(&read);
            Some((url, result))
        })
        .collect();
    let closed: Vec<PathBuf> = files(shared).into_iter().filter(|path| !paths.contains(path)).collect();
    let read = |path: &PathBuf| {
        let url = lsp::Url::from_file_path(path).ok()?;
        let in_force = shared.workspace.of(Some(path));
        if !in_force.judges(path) {
            return None;
        }
        let text = places::read(shared, path)?;
        let note = Note::parse(&text.string);
        let analysis = claims::analyze(&in_force.glossary, &text.string, &note);
        let read = Read { url: &url, version: None, text: &text, analysis: &analysis, in_force: &in_force };
        let result = work(&read);
        Some((url, result))
    };
    done.extend(closed.par_iter().filter_map(read).collect::<Vec<_>>());
    done.sort_by(|a, b| a.0.cmp(&b.0));
    done.into_iter().map(|(_, result)| result).collect()
}

/// The Markdown files of the workspace folders that no ignore file hides, sorted. A home folder or the root of the
/// system is walked only where a configuration or a repository marks it as a folder of notes.
pub(crate) fn files(shared: &Shared) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = Vec::new();
    for root in shared.workspace.roots() {
        if !is_bounded(&root) {
            let root = root.display();
            shared.tell_once(&format!(
                "{root} is not searched for notes: without a glossator.toml only open ones are read"
            ));
            continue;
        }
        let walk = ignore::WalkBuilder::new(root).follow_links(false).build();
        let notes = walk.filter_map(|entry| Some(entry.ok()?.into_path()));
        let notes = notes.filter(|path| is_note(path) && is_small(shared, path));
        let left = (MOST + 1).saturating_sub(files.len());
        files.extend(notes.take(left));
    }
    if files.len() > MOST {
        files.truncate(MOST);
        shared.tell_once(&format!("more than {MOST} notes; the others are read only when they are open"));
    }
    files.sort();
    files.dedup();
    files
}

/// Whether a folder may be walked: it neither is nor holds the home folder, or it is marked.
pub(crate) fn is_bounded(root: &Path) -> bool {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
    let bounded = root.parent().is_some() && home.is_none_or(|home| !Path::new(&home).starts_with(root));
    bounded || MARKERS.iter().any(|name| root.join(name).exists())
}

/// Whether an open document is a note, or a file that notes are judged by: by what the editor calls its language, else by
/// its name. A Markdown cell of a notebook is a note by itself; a cell of code is none.
pub(crate) fn is_ours(url: &lsp::Url, language: &str) -> bool {
    let language = language.to_ascii_lowercase();
    let markdown = language.is_empty() || language.split('.').any(|name| LANGUAGES.contains(&name));
    markdown || is_data(url) || path_of(url).is_some_and(|path| is_note(&path))
}

fn is_small(shared: &Shared, path: &Path) -> bool {
    let Ok(file) = std::fs::metadata(path) else { return false };
    if file.len() > LARGEST {
        let (path, most) = (path.display(), LARGEST >> 20);
        shared.tell_once(&format!("{path} is larger than {most} MB; it is read only when it is open"));
    }
    file.is_file() && file.len() <= LARGEST
}
