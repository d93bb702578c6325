//! Pushes diagnostics: one task, in order, the newest text only.

use std::sync::Arc;

use tokio::sync::mpsc;
use tower_lsp::lsp_types::Url;

use super::server::Shared;

/// Starts the task; notes sent to it are judged and their diagnostics published.
pub(crate) fn spawn(shared: Arc<Shared>) -> mpsc::UnboundedSender<Url> {
    let (sender, mut receiver) = mpsc::unbounded_channel::<Url>();
    tokio::spawn(async move {
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
                publish(&shared, url).await;
            }
        }
    });
    sender
}

async fn publish(shared: &Arc<Shared>, url: Url) {
    match shared.judge(url.clone()).await {
        Some((understood, diagnostics)) if shared.world.is_current(&url, understood.version) => {
            shared.client.publish_diagnostics(url, diagnostics, Some(understood.version)).await;
        }
        // A newer text is on its way through the channel.
        Some(_) => {}
        // Closed, or no longer known as the editor has it: what was shown is no longer true.
        None => shared.client.publish_diagnostics(url, Vec::new(), None).await,
    }
}
