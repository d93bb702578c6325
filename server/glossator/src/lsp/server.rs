//! The language server: every handler converts in, asks once, converts out.
//!
//! Notifications change state before their first await, so that edits stay in order; requests work on snapshots in
//! blocking tasks; the client is never awaited in a handler.

use std::sync::{Arc, OnceLock};

use claims::Language;
use glossary::{EntryId, Glossary};
use ide::Severities;
use tokio::sync::mpsc;
use tower_lsp::{
    LanguageServer,
    jsonrpc::{Error, Result},
    lsp_types as lsp,
};

use super::{
    document::Encoding,
    service::RawInitialize,
    session::Client,
    syntax::Syntax,
    to_proto,
    world::{Understood, World},
};

/// The server's state, shared by its tasks.
pub(crate) struct Server {
    shared: Arc<Shared>,
    initialize: RawInitialize,
    judge: mpsc::UnboundedSender<lsp::Url>,
}

/// What tasks share.
pub(crate) struct Shared {
    pub(crate) client: tower_lsp::Client,
    pub(crate) world: World,
    pub(crate) glossary: &'static Glossary,
    pub(crate) session: OnceLock<Client>,
}

impl Shared {
    /// What the client can do; nothing before `initialize`.
    pub(crate) fn session(&self) -> Client {
        self.session.get().cloned().unwrap_or_default()
    }

    fn encoding(&self) -> Encoding {
        self.session.get().map_or(Encoding::default(), |client| client.encoding)
    }

    /// What a note says, off the task that reads messages.
    pub(crate) async fn understand(self: &Arc<Self>, url: lsp::Url) -> Option<Arc<Understood>> {
        let shared = Arc::clone(self);
        let work =
            tokio::task::spawn_blocking(move || shared.world.understand(&url, shared.glossary, shared.encoding()));
        work.await.ok().flatten()
    }

    /// What a note says with its syntax, where it is not too large to have one.
    async fn parsed(self: &Arc<Self>, url: lsp::Url) -> Option<(Arc<Understood>, Option<Arc<Syntax>>)> {
        let understood = self.understand(url.clone()).await?;
        let (shared, parsed) = (Arc::clone(self), Arc::clone(&understood));
        let syntax = tokio::task::spawn_blocking(move || shared.world.syntax(&url, &parsed)).await.ok().flatten();
        Some((understood, syntax))
    }

    /// The diagnostics of what was understood.
    pub(crate) fn diagnostics(&self, url: &lsp::Url, understood: &Understood) -> Vec<lsp::Diagnostic> {
        let session = self.session();
        let Understood { text, note, analysis, .. } = understood;
        ide::diagnostics(self.glossary, &text.string, note, analysis, &Severities::default())
            .iter()
            .filter(|diagnostic| !diagnostic.suppressed)
            .map(|diagnostic| to_proto::diagnostic(text, url, &session, diagnostic))
            .collect()
    }
}

impl Server {
    /// A server that has not been initialized. `judge` takes the notes whose diagnostics are due.
    pub(crate) fn new(client: tower_lsp::Client, initialize: RawInitialize) -> Self {
        let shared = Arc::new(Shared {
            client,
            world: World::default(),
            glossary: Glossary::builtin(),
            session: OnceLock::new(),
        });
        let judge = super::publish::spawn(Arc::clone(&shared));
        Self { shared, initialize, judge }
    }

    fn judge(&self, url: lsp::Url) {
        if !self.shared.session().pulls {
            // The receiver lives as long as the runtime; there is nobody to tell when it is gone.
            let _ = self.judge.send(url);
        }
    }
}

#[tower_lsp::async_trait]
impl LanguageServer for Server {
    async fn initialize(&self, params: lsp::InitializeParams) -> Result<lsp::InitializeResult> {
        let session = Client::new(&params.capabilities, self.initialize.get());
        let capabilities = super::capabilities::announced(&session);
        if self.shared.session.set(session).is_err() {
            return Err(Error::invalid_request());
        }
        super::parent::watch(params.process_id);
        Ok(lsp::InitializeResult {
            capabilities,
            server_info: Some(lsp::ServerInfo {
                name: "glossator".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        })
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: lsp::DidOpenTextDocumentParams) {
        let document = params.text_document;
        self.shared.world.open(document.uri.clone(), &document.text, document.version);
        self.judge(document.uri);
    }

    async fn did_change(&self, params: lsp::DidChangeTextDocumentParams) {
        let lsp::VersionedTextDocumentIdentifier { uri, version } = params.text_document;
        if self.shared.world.change(&uri, params.content_changes, version, self.shared.encoding()) {
            self.judge(uri);
        } else {
            tracing::warn!(%uri, "change of a note that is not open");
        }
    }

    async fn did_close(&self, params: lsp::DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        self.shared.world.close(&uri);
        self.judge(uri);
    }

    async fn hover(&self, params: lsp::HoverParams) -> Result<Option<lsp::Hover>> {
        let at = params.text_document_position_params;
        let Some(understood) = self.shared.understand(at.text_document.uri).await else { return Ok(None) };
        let Understood { text, analysis, .. } = &*understood;
        let hover = ide::hover(self.shared.glossary, &text.string, analysis, text.offset(at.position));
        Ok(hover.map(|hover| to_proto::hover(text, &self.shared.session(), hover)))
    }

    async fn completion(&self, params: lsp::CompletionParams) -> Result<Option<lsp::CompletionResponse>> {
        let at = params.text_document_position;
        let Some(understood) = self.shared.understand(at.text_document.uri).await else { return Ok(None) };
        let Understood { text, note, .. } = &*understood;
        let offset = text.offset(at.position);
        let (offers, is_incomplete) = ide::completions(self.shared.glossary, &text.string, note, offset);
        let session = self.shared.session();
        let items = offers.into_iter().enumerate();
        let items = items.map(|(at, offer)| to_proto::completion(text, &session, at, offer)).collect();
        Ok(Some(lsp::CompletionResponse::List(lsp::CompletionList { is_incomplete, items })))
    }

    async fn completion_resolve(&self, mut item: lsp::CompletionItem) -> Result<lsp::CompletionItem> {
        let entry = item.data.as_ref().and_then(serde_json::Value::as_u64).and_then(|id| u32::try_from(id).ok());
        let known = entry.filter(|&id| (id as usize) < self.shared.glossary.len());
        if let Some(id) = known {
            let language = if item.label.chars().any(note::token::is_han) { Language::Zh } else { Language::En };
            item.documentation = Some(lsp::Documentation::MarkupContent(lsp::MarkupContent {
                kind: lsp::MarkupKind::Markdown,
                value: ide::documentation(self.shared.glossary, EntryId(id), language),
            }));
        }
        Ok(item)
    }

    async fn diagnostic(&self, params: lsp::DocumentDiagnosticParams) -> Result<lsp::DocumentDiagnosticReportResult> {
        let uri = params.text_document.uri;
        let items = match self.shared.understand(uri.clone()).await {
            Some(understood) => self.shared.diagnostics(&uri, &understood),
            None => Vec::new(),
        };
        let report = lsp::RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: lsp::FullDocumentDiagnosticReport { result_id: None, items },
        };
        Ok(lsp::DocumentDiagnosticReport::Full(report).into())
    }

    async fn code_action(&self, params: lsp::CodeActionParams) -> Result<Option<lsp::CodeActionResponse>> {
        let session = self.shared.session();
        if !session.action_literals {
            return Ok(None);
        }
        let uri = params.text_document.uri;
        let Some(understood) = self.shared.understand(uri.clone()).await else { return Ok(None) };
        let diagnostics = self.shared.diagnostics(&uri, &understood);
        Ok(Some(super::actions::actions(&uri, &understood, &session, &params.range, &params.context, &diagnostics)))
    }

    async fn folding_range(&self, params: lsp::FoldingRangeParams) -> Result<Option<Vec<lsp::FoldingRange>>> {
        let parsed = self.shared.parsed(params.text_document.uri).await;
        let Some((understood, Some(syntax))) = parsed else { return Ok(None) };
        Ok(Some(to_proto::folds(&understood.text, self.shared.session().fold_limit, syntax.folds())))
    }

    async fn selection_range(&self, params: lsp::SelectionRangeParams) -> Result<Option<Vec<lsp::SelectionRange>>> {
        let Some((understood, syntax)) = self.shared.parsed(params.text_document.uri).await else { return Ok(None) };
        let Understood { text, note, analysis, .. } = &*understood;
        let widen = |position| {
            let offset = text.offset(position);
            let outer = syntax.as_ref().map(|syntax| syntax.around(offset)).unwrap_or_default();
            to_proto::selection(text, ide::selection(note, analysis, offset).into_iter().chain(outer), offset)
        };
        Ok(Some(params.positions.into_iter().map(widen).collect()))
    }
}
