//! Ends the server when its editor is gone ("if the parent process is not alive then the server should exit").

use std::time::Duration;

/// How often the parent is looked for.
const EVERY: Duration = Duration::from_secs(3);

/// Watches a process, where the system shows processes as files; elsewhere the end of standard input must do.
pub(crate) fn watch(process: Option<u32>) {
    let Some(process) = process else { return };
    let path = format!("/proc/{process}");
    if !std::path::Path::new("/proc/self").exists() || !std::path::Path::new(&path).exists() {
        return;
    }
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(EVERY).await;
            if !std::path::Path::new(&path).exists() {
                tracing::info!(process, "the editor is gone");
                std::process::exit(1);
            }
        }
    });
}
