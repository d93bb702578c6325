//! Pushes diagnostics: one thread, in order, the newest text only. It is always the same one, because what a thread has
//! let go of is soonest used again by itself.

use std::{io::Write as _, panic::AssertUnwindSafe, sync::Arc};

use tokio::sync::mpsc;
use tower_lsp::lsp_types::Url;

use super::{server::Shared, world::Understood};

/// Starts the thread; notes sent to it are judged and their diagnostics published. `reload` has files looked at that are
/// not open. Called in the runtime.
pub(crate) fn spawn(
    shared: Arc<Shared>,
    mut receiver: mpsc::UnboundedReceiver<Url>,
    reload: mpsc::UnboundedSender<()>,
) {
    let runtime = tokio::runtime::Handle::current();
    let work = async move {
        let mut due: Vec<Url> = Vec::new();
        while let Some(url) = receiver.recv().await {
            due.push(url);
            // A burst of edits is judged once, as it is after the last of them.
            while let Ok(url) = receiver.try_recv() {
                if !due.contains(&url) {
                    due.push(url);
                }
            }
            for url in due.drain(..) {
                publish(&shared, url, &reload).await;
            }
        }
    };
    std::thread::spawn(move || runtime.block_on(work));
}

/// About so many bytes say a finding.
const ABOUT: usize = 720;

/// The message that shows the diagnostics of a note, as its bytes.
fn message(shared: &Shared, url: &Url, understood: &Understood) -> serde_json::Result<Vec<u8>> {
    let mut bytes = br#"{"jsonrpc":"2.0","method":"textDocument/publishDiagnostics","params":{"uri":"#.to_vec();
    serde_json::to_writer(&mut bytes, url)?;
    if let Some(version) = understood.told() {
        write!(bytes, r#","version":{version}"#).map_err(serde_json::Error::io)?;
    }
    bytes.extend_from_slice(br#","diagnostics":["#);
    bytes.reserve(understood.analysis.findings.len() * ABOUT);
    let (mut written, mut comma) = (Ok(()), false);
    shared.each_diagnostic(url, understood, |diagnostic| {
        if std::mem::replace(&mut comma, true) {
            bytes.push(b',');
        }
        if written.is_ok() {
            written = serde_json::to_writer(&mut bytes, &diagnostic);
        }
    });
    written?;
    bytes.extend_from_slice(b"]}}");
    Ok(bytes)
}

async fn publish(shared: &Arc<Shared>, url: Url, reload: &mpsc::UnboundedSender<()>) {
    let judge = || {
        let understood = shared.understand_now(&url)?;
        let message = message(shared, &url, &understood).inspect_err(|error| tracing::error!(%error, "publish"));
        Some((understood.version, message.ok()?))
    };
    // A panic shows nothing, rather than what is no longer so; the next text is judged again.
    match std::panic::catch_unwind(AssertUnwindSafe(judge)).ok().flatten() {
        Some((version, message)) if shared.world.is_current(&url, version) => {
            shared.waiting.send(&shared.client, url, message).await;
        }
        // A newer text is on its way through the channel.
        Some(_) => {}
        // Closed, or no longer known as the editor has it: what was shown is no longer true.
        None => {
            shared.client.publish_diagnostics(url.clone(), Vec::new(), None).await;
            // What is found in it as a file may have to be shown again; a look that is under way may have come before.
            shared.closed.changed_hands(&url);
            // The receiver lives as long as the runtime.
            let _ = reload.send(());
        }
    }
}
