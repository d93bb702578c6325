//! Diagnostics of files that are not open: notes of the workspace, configurations and glossaries with faults.
//!
//! What was found in a file is kept until the file or what it is judged by changes; asking for all of a workspace a
//! second time reads no file that is as it was.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{Hash as _, Hasher as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use dashmap::DashMap;
use note::Note;
use tower_lsp::lsp_types as lsp;

use super::{
    address::path_of,
    places,
    server::Shared,
    workspace::{InForce, Workspace},
};
use crate::config::{Fault, Feature};

/// What was found in closed files.
#[derive(Default)]
pub(crate) struct Closed {
    kept: DashMap<PathBuf, Kept>,
    faulty: Mutex<BTreeSet<PathBuf>>,
    handed: Mutex<BTreeSet<lsp::Url>>,
}

impl Closed {
    /// Notes that a file was opened or closed: what was published of it as a closed file no longer stands.
    pub(crate) fn changed_hands(&self, url: &lsp::Url) {
        self.handed.lock().unwrap_or_else(PoisonError::into_inner).insert(url.clone());
    }

    /// The files that were opened or closed since this was last asked.
    pub(crate) fn take_handed(&self) -> BTreeSet<lsp::Url> {
        std::mem::take(&mut *self.handed.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Forgets what was found in files that are not among these, or by what is no longer in force.
    pub(crate) fn keep_only(&self, files: &[PathBuf], workspace: &Workspace) {
        let current = |path: &Path, kept: &Kept| {
            files.binary_search_by(|file| file.as_path().cmp(path)).is_ok() && workspace.has(&kept.in_force)
        };
        self.kept.retain(|path, kept| current(path, kept));
    }

    /// The files that have or once had faults, which may have to be cleared.
    pub(crate) fn faulty(&self, faults: &BTreeMap<PathBuf, Vec<Fault>>) -> BTreeSet<PathBuf> {
        let mut faulty = self.faulty.lock().unwrap_or_else(PoisonError::into_inner);
        faulty.extend(faults.keys().cloned());
        faulty.clone()
    }
}

struct Kept {
    stamp: (SystemTime, u64),
    in_force: Arc<InForce>,
    report: Report,
}

/// The diagnostics of a file.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    /// Its address.
    pub(crate) url: lsp::Url,
    /// The editor's version, of an open file.
    pub(crate) version: Option<i32>,
    /// The same for the same diagnostics.
    pub(crate) id: String,
    /// The diagnostics.
    pub(crate) items: Vec<lsp::Diagnostic>,
}

impl Report {
    /// The report of a file.
    pub(crate) fn new(url: lsp::Url, version: Option<i32>, items: Vec<lsp::Diagnostic>) -> Self {
        let mut hasher = std::hash::DefaultHasher::new();
        serde_json::to_string(&items).unwrap_or_default().hash(&mut hasher);
        Self { url, version, id: format!("{:016x}", hasher.finish()), items }
    }
}

/// The closed files to report on, sorted: notes where `findings`, and whatever has faults. Walks folders.
pub(crate) fn files(shared: &Shared, findings: bool) -> Vec<PathBuf> {
    let open: BTreeSet<PathBuf> = shared.world.urls().iter().filter_map(path_of).collect();
    let mut files: BTreeSet<PathBuf> = shared.workspace.faults().into_keys().collect();
    if findings {
        files.extend(super::notes::files(shared));
    }
    files.difference(&open).cloned().collect()
}

/// The report on a closed file; its findings only where `findings`. Takes time.
pub(crate) fn report(
    shared: &Shared,
    path: &Path,
    findings: bool,
    faults: &BTreeMap<PathBuf, Vec<Fault>>,
) -> Option<Report> {
    let url = lsp::Url::from_file_path(path).ok()?;
    let in_force = shared.workspace.of(Some(path));
    let faults = faults.get(path).map(Vec::as_slice).unwrap_or_default();
    if findings && faults.is_empty() {
        return kept(shared, path, &url, &in_force);
    }
    let mut items = if findings { kept(shared, path, &url, &in_force)?.items } else { Vec::new() };
    if let Some(text) = places::read(shared, path) {
        items.extend(Shared::faults(&in_force, &text, faults));
    }
    Some(Report::new(url, None, items))
}

/// The findings of a closed note, out of what is kept where it still holds.
fn kept(shared: &Shared, path: &Path, url: &lsp::Url, in_force: &Arc<InForce>) -> Option<Report> {
    let file = std::fs::metadata(path).ok()?;
    let stamp = (file.modified().ok()?, file.len());
    let kept = &shared.closed.kept;
    let known = kept.get(path).filter(|kept| kept.stamp == stamp && Arc::ptr_eq(&kept.in_force, in_force));
    if let Some(known) = known {
        return Some(known.report.clone());
    }
    let report = Report::new(url.clone(), None, findings(shared, path, url, in_force)?);
    kept.insert(path.to_path_buf(), Kept { stamp, in_force: Arc::clone(in_force), report: report.clone() });
    Some(report)
}

fn findings(shared: &Shared, path: &Path, url: &lsp::Url, in_force: &InForce) -> Option<Vec<lsp::Diagnostic>> {
    let on = in_force.has(Feature::Diagnostics) && in_force.has(Feature::WorkspaceDiagnostics);
    if !on || !in_force.judges(path) || super::shared::is_data(url) {
        return Some(Vec::new());
    }
    let text = places::read(shared, path)?;
    let note = Note::parse(&text.string);
    let analysis = claims::analyze_in(&in_force.glossary, &text.string, &note, in_force.language);
    let found = ide::diagnostics(&in_force.glossary, &text.string, &note, &analysis, &in_force.severities);
    let shown = found.iter().filter(|found| !found.suppressed);
    Some(shown.map(|found| shared.diagnostic(url, &text, found)).collect())
}
