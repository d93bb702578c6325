//! What the server's tasks share, and how they ask for what a note says.
//!
//! Whatever takes time runs in blocking tasks on a snapshot; the task that reads messages waits for none of it.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use dashmap::DashSet;
use tower_lsp::lsp_types as lsp;

use super::{
    address::path_of,
    closed::Closed,
    document::{Encoding, Text},
    output::Waiting,
    places,
    semantic::Sent,
    session::Client,
    syntax::Syntax,
    to_proto,
    workspace::{InForce, Workspace},
    world::{Understood, World},
};
use crate::config::{Fault, Feature};

/// What tasks share.
pub(crate) struct Shared {
    pub(crate) client: tower_lsp::Client,
    pub(crate) waiting: Arc<Waiting>,
    pub(crate) world: World,
    pub(crate) workspace: Workspace,
    pub(crate) closed: Closed,
    pub(crate) sent: Sent,
    pub(crate) session: OnceLock<Client>,
    /// The documents to be judged when configurations and glossaries have been looked at.
    pub(crate) due: DashSet<lsp::Url>,
    told: Mutex<BTreeSet<String>>,
    /// For threads that are not the runtime's.
    runtime: tokio::runtime::Handle,
}

impl Shared {
    /// Nothing open, nothing known of the client. Called in the runtime.
    pub(crate) fn new(client: tower_lsp::Client, waiting: Arc<Waiting>) -> Self {
        Self {
            client,
            waiting,
            world: World::default(),
            workspace: Workspace::default(),
            closed: Closed::default(),
            sent: Sent::default(),
            session: OnceLock::new(),
            due: DashSet::default(),
            told: Mutex::default(),
            runtime: tokio::runtime::Handle::current(),
        }
    }

    /// What the client can do; nothing before `initialize`.
    pub(crate) fn session(&self) -> Client {
        self.session.get().cloned().unwrap_or_default()
    }

    pub(crate) fn encoding(&self) -> Encoding {
        self.session.get().map_or(Encoding::default(), |client| client.encoding)
    }

    /// Tells the person something once, such as a limit that was reached. Waits for nothing.
    pub(crate) fn tell_once(&self, message: &str) {
        tracing::warn!("{message}");
        if self.told.lock().unwrap_or_else(PoisonError::into_inner).insert(message.to_owned()) {
            let client = self.client.clone();
            let message = format!("glossator: {message}");
            self.runtime.spawn(async move { client.show_message(lsp::MessageType::WARNING, message).await });
        }
    }

    /// What a note says, off the task that reads messages.
    pub(crate) async fn understand(self: &Arc<Self>, url: lsp::Url) -> Option<Arc<Understood>> {
        let shared = Arc::clone(self);
        blocking(move || shared.understand_now(&url)).await
    }

    /// Does something with what a note says, off the task that reads messages.
    pub(crate) async fn with<T: Send + 'static>(
        self: &Arc<Self>,
        url: lsp::Url,
        work: impl FnOnce(&Self, &Understood) -> T + Send + 'static,
    ) -> Option<T> {
        let shared = Arc::clone(self);
        blocking(move || Some(work(&shared, &*shared.understand_now(&url)?))).await
    }

    /// The same for a feature, where it is on.
    pub(crate) async fn feature<T: Send + 'static>(
        self: &Arc<Self>,
        feature: Feature,
        url: lsp::Url,
        work: impl FnOnce(&Self, &Understood) -> Option<T> + Send + 'static,
    ) -> Option<T> {
        let on = move |shared: &Self, understood: &Understood| {
            understood.in_force.has(feature).then(|| work(shared, understood)).flatten()
        };
        self.with(url, on).await.flatten()
    }

    /// What a note says with its syntax, where it is not too large to have one and the feature is on.
    pub(crate) async fn parsed(
        self: &Arc<Self>,
        feature: Feature,
        url: lsp::Url,
    ) -> Option<(Arc<Understood>, Option<Arc<Syntax>>)> {
        let understood = self.understand(url.clone()).await.filter(|understood| understood.in_force.has(feature))?;
        let (shared, parsed) = (Arc::clone(self), Arc::clone(&understood));
        let syntax = tokio::task::spawn_blocking(move || shared.world.syntax(&url, &parsed)).await.ok().flatten();
        Some((understood, syntax))
    }

    /// What a note says with its diagnostics, off the task that reads messages.
    pub(crate) async fn judge(self: &Arc<Self>, url: lsp::Url) -> Option<(Arc<Understood>, Vec<lsp::Diagnostic>)> {
        let shared = Arc::clone(self);
        let work = tokio::task::spawn_blocking(move || {
            let understood = shared.understand_now(&url)?;
            let diagnostics = shared.diagnostics(&url, &understood);
            Some((understood, diagnostics))
        });
        work.await.ok().flatten()
    }

    pub(crate) fn understand_now(&self, url: &lsp::Url) -> Option<Arc<Understood>> {
        let in_force = self.workspace.of(path_of(url).as_deref());
        self.world.understand(url, in_force, self.encoding())
    }

    /// What is found in an open note, where it is one and not excluded; what is wrong with it as a glossary file.
    pub(crate) fn diagnostics(&self, url: &lsp::Url, understood: &Understood) -> Vec<lsp::Diagnostic> {
        let mut diagnostics = Vec::new();
        self.each_diagnostic(url, understood, |diagnostic| diagnostics.push(diagnostic));
        diagnostics
    }

    /// Shows the same one by one.
    pub(crate) fn each_diagnostic(
        &self,
        url: &lsp::Url,
        understood: &Understood,
        mut see: impl FnMut(lsp::Diagnostic),
    ) {
        let Understood { in_force, text, .. } = understood;
        for found in Self::findings(url, understood) {
            see(self.diagnostic(url, text, &found));
        }
        let faults = path_of(url).and_then(|path| self.workspace.faults().remove(&path));
        Self::faults(in_force, text, faults.as_deref().unwrap_or_default()).into_iter().for_each(see);
    }

    /// The findings of an open note that no comment suppresses.
    pub(crate) fn findings(url: &lsp::Url, understood: &Understood) -> Vec<ide::Diagnostic> {
        let Understood { in_force, text, note, analysis, .. } = understood;
        let path = path_of(url);
        let judged = in_force.has(Feature::Diagnostics) && path.is_none_or(|path| in_force.judges(&path));
        if !judged || is_data(url) {
            return Vec::new();
        }
        let mut found = ide::diagnostics(&in_force.glossary, &text.string, note, analysis, &in_force.severities);
        found.retain(|diagnostic| !diagnostic.suppressed);
        found
    }

    /// A finding as the client can show it.
    pub(crate) fn diagnostic(&self, url: &lsp::Url, text: &Text, found: &ide::Diagnostic) -> lsp::Diagnostic {
        let session = self.session.get().cloned().unwrap_or_default();
        let statement = found.statement.as_ref().filter(|_| session.related_information);
        let statement = statement.and_then(|(file, line)| places::line(file, *line));
        to_proto::diagnostic(text, url, &session, found, statement)
    }

    /// What is wrong with a file of the configuration or of a glossary, with the severities in force.
    pub(crate) fn faults(in_force: &InForce, text: &Text, faults: &[Fault]) -> Vec<lsp::Diagnostic> {
        let set = |fault: &Fault| fault.rule.and_then(|rule| in_force.severities.set(rule));
        let shown = faults.iter().filter(|fault| set(fault) != Some(ide::Severity::Off));
        shown.map(|fault| to_proto::fault(text, fault, set(fault))).collect()
    }
}

/// Does something off the task that reads messages. A panic in it goes on here, to become the answer `InternalError`.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        // The runtime ends, and with it the process.
        Err(_) => std::future::pending().await,
    }
}

/// Whether a document is a configuration or a part of a glossary that is no Markdown.
pub(crate) fn is_data(url: &lsp::Url) -> bool {
    [".toml", ".yaml", ".yml", ".bib"].iter().any(|ending| url.path().ends_with(ending))
}
