//! What the server asks of the client once it is initialized: news of files, and the editor's settings.
//!
//! Every request runs in a task of its own and to its end: a handler that waited for the client could hold up the
//! reader, and a reply to a request that was dropped ends the process (tower-lsp 0.20).

use std::{path::PathBuf, sync::Arc};

use serde_json::{Value, json};
use tokio::sync::mpsc;
use tower_lsp::lsp_types as lsp;

use super::{server::Shared, settings::Settings};

/// The files whose changes matter.
const WATCHED: [&str; 3] =
    ["**/glossator.toml", "**/.glossator.toml", "**/*.{md,markdown,mdx,qmd,Rmd,rmd,yaml,yml,bib}"];

/// Asks to be told of changed files and settings, where the client can be asked.
pub(crate) fn register(shared: &Shared) {
    let session = shared.session();
    let registration = |method: &str, options: Option<Value>| lsp::Registration {
        id: method.to_owned(),
        method: method.to_owned(),
        register_options: options,
    };
    let mut wanted = Vec::new();
    if session.watches {
        let watchers: Vec<Value> = WATCHED.iter().map(|glob| json!({ "globPattern": glob })).collect();
        wanted.push(registration("workspace/didChangeWatchedFiles", Some(json!({ "watchers": watchers }))));
    }
    if session.settings_register {
        let section = json!({ "section": "glossator" });
        wanted.push(registration("workspace/didChangeConfiguration", Some(section)));
    }
    if wanted.is_empty() {
        return;
    }
    let client = shared.client.clone();
    tokio::spawn(async move {
        if let Err(error) = client.register_capability(wanted).await {
            tracing::warn!(%error, "the client registers nothing");
        }
    });
}

/// Asks for the settings of each folder and has everything looked at again with them.
pub(crate) fn ask_settings(shared: &Arc<Shared>, reload: mpsc::UnboundedSender<()>) {
    if !shared.session().settings {
        return;
    }
    let shared = Arc::clone(shared);
    tokio::spawn(async move {
        let reading = Arc::clone(&shared);
        let roots = tokio::task::spawn_blocking(move || reading.workspace.roots()).await.unwrap_or_default();
        let scopes: Vec<Option<lsp::Url>> = roots.iter().map(|root| lsp::Url::from_file_path(root).ok()).collect();
        let scopes = if scopes.is_empty() { vec![None] } else { scopes };
        let item = |scope_uri| lsp::ConfigurationItem { scope_uri, section: Some("glossator".to_owned()) };
        match shared.client.configuration(scopes.into_iter().map(item).collect()).await {
            Ok(values) => set(&shared, None, &values, &reload),
            Err(error) => tracing::warn!(%error, "the client gives no settings"),
        }
    });
}

/// Takes folders in and lets others go, then asks for their settings.
pub(crate) fn change_roots(
    shared: &Arc<Shared>,
    added: Vec<PathBuf>,
    removed: Vec<PathBuf>,
    reload: mpsc::UnboundedSender<()>,
) {
    let shared = Arc::clone(shared);
    tokio::spawn(async move {
        let changing = Arc::clone(&shared);
        let change = tokio::task::spawn_blocking(move || {
            let kept = changing.workspace.roots().into_iter().filter(|root| !removed.contains(root));
            changing.workspace.set(Some(kept.chain(added).collect()), None);
        });
        if change.await.is_ok() {
            let _ = reload.send(());
            ask_settings(&shared, reload);
        }
    });
}

/// Puts settings, one for all folders or one for each, in force; those that cannot be read leave the old ones.
pub(crate) fn set(
    shared: &Arc<Shared>,
    roots: Option<Vec<PathBuf>>,
    values: &[Value],
    reload: &mpsc::UnboundedSender<()>,
) {
    let settings: Result<Vec<Settings>, _> = values.iter().map(Settings::read).collect();
    let settings = match settings {
        Ok(settings) => Some(settings),
        Err(error) => {
            let client = shared.client.clone();
            let message = format!("glossator: the editor's settings cannot be read: {error}");
            tokio::spawn(async move { client.show_message(lsp::MessageType::ERROR, message).await });
            None
        }
    };
    let (shared, reload) = (Arc::clone(shared), reload.clone());
    tokio::task::spawn_blocking(move || {
        shared.workspace.set(roots, settings);
        // The receiver lives as long as the runtime.
        let _ = reload.send(());
    });
}
