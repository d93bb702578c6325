//! Looks at configurations and glossaries again when they may have changed, and judges again what depends on them.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc, time::Duration};

use tokio::sync::mpsc;
use tower_lsp::lsp_types as lsp;

use super::{document::Text, server::Shared, to_proto};

/// Changes that come closer together than this are looked at once.
const PAUSE: Duration = Duration::from_millis(100);

/// Starts the task; each message asks for another look. `judge` takes the notes whose diagnostics are due.
pub(crate) fn spawn(shared: Arc<Shared>, judge: mpsc::UnboundedSender<lsp::Url>) -> mpsc::UnboundedSender<()> {
    let (sender, mut receiver) = mpsc::unbounded_channel::<()>();
    tokio::spawn(async move {
        let mut shown: BTreeSet<PathBuf> = BTreeSet::new();
        while receiver.recv().await.is_some() {
            tokio::time::sleep(PAUSE).await;
            while receiver.try_recv().is_ok() {}
            let looked = {
                let shared = Arc::clone(&shared);
                tokio::task::spawn_blocking(move || shared.workspace.refresh(shared.world.buffers())).await
            };
            if looked.unwrap_or_default() {
                judge_again(&shared, &judge);
            }
            shown = show_faults(&shared, shown).await;
        }
    });
    sender
}

/// Has all open notes judged again: by us, or by a client that is told to ask again.
fn judge_again(shared: &Arc<Shared>, judge: &mpsc::UnboundedSender<lsp::Url>) {
    let session = shared.session();
    if !session.pulls {
        for url in shared.world.urls() {
            // The receiver lives as long as the runtime.
            let _ = judge.send(url);
        }
    } else if session.refreshes {
        let client = shared.client.clone();
        // In a task of its own: a reply that never comes holds up nothing.
        tokio::spawn(async move {
            if let Err(error) = client.workspace_diagnostic_refresh().await {
                tracing::warn!(%error, "the client does not ask again");
            }
        });
    }
}

/// Publishes what is wrong with files that are not open; open ones carry it among their own diagnostics. Clears what
/// was shown of the others, and gives the files now shown.
async fn show_faults(shared: &Arc<Shared>, shown: BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
    let reading = Arc::clone(shared);
    let closed = tokio::task::spawn_blocking(move || {
        let buffers = reading.world.buffers();
        let faults = reading.workspace.faults().into_iter().filter(|(path, _)| !buffers.contains_key(path));
        let read = |path: &PathBuf| String::from_utf8_lossy(&std::fs::read(path).unwrap_or_default()).into_owned();
        let closed: Vec<_> = faults.map(|(path, faults)| (read(&path), path, faults)).collect();
        let reopened: BTreeSet<PathBuf> = shown.iter().filter(|path| buffers.contains_key(*path)).cloned().collect();
        (closed, shown, reopened)
    });
    let Ok((closed, shown, reopened)) = closed.await else { return BTreeSet::new() };
    let session = shared.session();
    let now: BTreeSet<PathBuf> = closed.iter().map(|(_, path, _)| path.clone()).collect();
    for (text, path, faults) in closed {
        let Ok(url) = lsp::Url::from_file_path(&path) else { continue };
        let text = Text::of(ropey::Rope::from_str(&text), session.encoding);
        let diagnostics: Vec<_> = faults.iter().map(|fault| to_proto::fault(&text, fault)).collect();
        if !shown.contains(&path)
            && let Some(fault) = faults.iter().find(|fault| !fault.warning)
        {
            shared.client.show_message(lsp::MessageType::ERROR, format!("glossator: {fault}")).await;
        }
        shared.client.publish_diagnostics(url, diagnostics, None).await;
    }
    for path in shown.difference(&now) {
        // Who is pushed to gets an open file's diagnostics with its version.
        let pushed = !session.pulls && reopened.contains(path);
        if let (false, Ok(url)) = (pushed, lsp::Url::from_file_path(path)) {
            shared.client.publish_diagnostics(url, Vec::new(), None).await;
        }
    }
    now
}
