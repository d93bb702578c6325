//! Looks at configurations and glossaries again when they may have changed, and judges again what depends on them.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use futures::FutureExt as _;
use rayon::prelude::*;
use tokio::sync::mpsc;
use tower_lsp::lsp_types as lsp;

use super::{
    address::path_of,
    closed::{self, Report},
    server::Shared,
    watcher::Watcher,
};
use crate::config::{Fault, Feature};

/// Changes that come closer together than this are looked at once.
const PAUSE: Duration = Duration::from_millis(100);

/// Completion is prepared so long behind the start, or the last change of a glossary.
const BEHIND: Duration = Duration::from_millis(1_500);

/// Starts the task; each message asks for another look. `judge` takes the notes whose diagnostics are due.
pub(crate) fn spawn(shared: Arc<Shared>, judge: mpsc::UnboundedSender<lsp::Url>) -> mpsc::UnboundedSender<()> {
    let (sender, mut receiver) = mpsc::unbounded_channel::<()>();
    let again = sender.clone();
    tokio::spawn(async move {
        let mut shown = Shown::default();
        let mut watcher = Watcher::new(again);
        let mut prepared = prepare(&shared);
        while receiver.recv().await.is_some() {
            tokio::time::sleep(PAUSE).await;
            while receiver.try_recv().is_ok() {}
            let due: Vec<lsp::Url> = shared.due.iter().map(|url| url.clone()).collect();
            for url in &due {
                shared.due.remove(url);
            }
            let looked = {
                let shared = Arc::clone(&shared);
                tokio::task::spawn_blocking(move || look(&shared)).await
            };
            if looked.unwrap_or_default() {
                judge_again(&shared, &judge);
                // What was to be prepared is not in force any more.
                prepared.abort();
                prepared = prepare(&shared);
            } else if !shared.session().pulls {
                for url in due {
                    // The receiver lives as long as the runtime.
                    let _ = judge.send(url);
                }
            }
            shown = show_closed(&shared, shown, &judge).await;
            watcher.look(&shared);
        }
    });
    sender
}

/// Prepares completion a moment later, when notes are judged.
fn prepare(shared: &Arc<Shared>) -> tokio::task::JoinHandle<()> {
    let shared = Arc::clone(shared);
    tokio::spawn(async move {
        tokio::time::sleep(BEHIND).await;
        let work = move || {
            shared.workspace.of(None).glossary.labels_prepared();
            for path in paths(&shared) {
                shared.workspace.of(Some(&path)).glossary.labels_prepared();
            }
        };
        // Where it panics, completion prepares what it needs itself.
        let _ = tokio::task::spawn_blocking(work).await;
    })
}

/// The open folders, each by a note in it, and the open notes.
fn paths(shared: &Shared) -> Vec<PathBuf> {
    let notes = shared.world.urls().into_iter().filter_map(|url| path_of(&url));
    shared.workspace.roots().iter().map(|root| root.join("note.md")).chain(notes).collect()
}

/// Looks at everything that is in force for the open folders and notes. Whether anything is judged otherwise.
fn look(shared: &Shared) -> bool {
    for path in paths(shared) {
        shared.workspace.of(Some(&path));
    }
    shared.workspace.refresh(shared.world.buffers())
}

/// What is shown of closed files.
#[derive(Default)]
struct Shown {
    /// The broken files that the person was told of.
    told: BTreeSet<PathBuf>,
    /// The files whose diagnostics were published, with those.
    files: BTreeMap<lsp::Url, String>,
}

impl Shown {
    /// Notes that what was published of some files may not stand any more: it is published again, or cleared where the
    /// file is gone by then.
    fn doubt(&mut self, handed: &BTreeSet<lsp::Url>) {
        self.files.iter_mut().filter(|(url, _)| handed.contains(url)).for_each(|(_, id)| id.clear());
    }
}

/// Has all open notes judged again: by us, or by a client that is told to ask again.
fn judge_again(shared: &Arc<Shared>, judge: &mpsc::UnboundedSender<lsp::Url>) {
    let session = shared.session();
    if !session.pulls {
        for url in shared.world.urls() {
            // The receiver lives as long as the runtime.
            let _ = judge.send(url);
        }
    }
    let client = shared.client.clone();
    // In a task of its own: a reply that never comes holds up nothing.
    tokio::spawn(async move {
        let diagnostics = session.pulls && session.refreshes;
        let asked = [
            diagnostics.then(|| client.workspace_diagnostic_refresh().boxed()),
            session.refreshes_tokens.then(|| client.semantic_tokens_refresh().boxed()),
            session.refreshes_hints.then(|| client.inlay_hint_refresh().boxed()),
            session.refreshes_lenses.then(|| client.code_lens_refresh().boxed()),
        ];
        for answer in futures::future::join_all(asked.into_iter().flatten()).await {
            if let Err(error) = answer {
                tracing::warn!(%error, "the client does not ask again");
            }
        }
    });
}

/// Publishes the diagnostics of files that are not open: faults, and findings where that is switched on. Clears what was
/// shown of the others, and gives what is shown now. Who pulls is only told of a new fault, in a message.
async fn show_closed(shared: &Arc<Shared>, mut shown: Shown, judge: &mpsc::UnboundedSender<lsp::Url>) -> Shown {
    shown.doubt(&shared.closed.take_handed());
    let reading = Arc::clone(shared);
    let work = tokio::task::spawn_blocking(move || {
        let on = |root: &Path| reading.workspace.of(Some(&root.join("x"))).switched(Feature::WorkspaceDiagnostics);
        let pushed = !reading.session().pulls;
        let findings = pushed && reading.workspace.roots().iter().any(|root| on(root) == Some(true));
        let faults = reading.workspace.faults();
        let files = closed::files(&reading, findings);
        let reports: Vec<Report> =
            files.par_iter().filter_map(|path| closed::report(&reading, path, findings, &faults)).collect();
        if pushed {
            reading.closed.keep_only(&files, &reading.workspace);
        }
        (faults, reports)
    });
    let Ok((faults, reports)) = work.await else { return shown };
    let told = tell(shared, &faults, &shown.told).await;
    let mut now = BTreeMap::new();
    if shared.session().pulls {
        return Shown { told, files: now };
    }
    for report in reports.into_iter().filter(|report| !report.items.is_empty()) {
        now.insert(report.url.clone(), report.id.clone());
        if shown.files.get(&report.url) != Some(&report.id) {
            publish(shared, report.url, report.items, judge).await;
        }
    }
    for url in shown.files.into_keys().filter(|url| !now.contains_key(url)) {
        publish(shared, url, Vec::new(), judge).await;
    }
    Shown { told, files: now }
}

/// Publishes the diagnostics of a closed file. One that was opened meanwhile gets its own, with its version, behind.
async fn publish(shared: &Shared, url: lsp::Url, items: Vec<lsp::Diagnostic>, judge: &mpsc::UnboundedSender<lsp::Url>) {
    if !shared.world.has(&url) {
        shared.client.publish_diagnostics(url.clone(), items, None).await;
        if shared.world.has(&url) {
            // The receiver lives as long as the runtime.
            let _ = judge.send(url);
        }
    }
}

/// Tells the person of files that are newly broken; the files that are. Who has one open sees it there, and is not to be
/// told at each word that is half written.
async fn tell(shared: &Shared, faults: &BTreeMap<PathBuf, Vec<Fault>>, told: &BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
    let mut now = BTreeSet::new();
    for (path, faults) in faults {
        let Some(fault) = faults.iter().find(|fault| !fault.warning) else { continue };
        if lsp::Url::from_file_path(path).is_ok_and(|url| shared.world.has(&url)) {
            continue;
        }
        if !told.contains(path) {
            shared.client.show_message(lsp::MessageType::ERROR, format!("glossator: {fault}")).await;
        }
        now.insert(path.clone());
    }
    now
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file is closed while a look is under way, which publishes what it found in it; then the file is deleted. The next
    /// look must know that something is shown.
    #[test]
    fn a_closed_file_that_is_deleted_can_be_cleared() {
        let url = lsp::Url::parse("file:///notes/a.md").expect("a path is an address");
        let mut shown =
            Shown { files: BTreeMap::from([(url.clone(), "0123456789abcdef".to_owned())]), ..Shown::default() };
        shown.doubt(&BTreeSet::from([url.clone()]));
        let report = Report::new(url.clone(), None, Vec::new());
        assert_ne!(shown.files.get(&url), Some(&report.id), "what is found again is published again");
        assert!(shown.files.contains_key(&url), "what is not found again is cleared");
    }
}
