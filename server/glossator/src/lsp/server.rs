//! The language server: every handler converts in, asks once, converts out.
//!
//! Notifications change state before their first await, so that edits stay in order; requests work on snapshots in
//! blocking tasks; the client is never awaited in a handler.

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use claims::Language;
use glossary::EntryId;
use tokio::sync::mpsc;
use tower_lsp::{
    LanguageServer,
    jsonrpc::{Error, ErrorCode, Result},
    lsp_types as lsp,
};

use super::{
    document::Encoding,
    navigation::{self, Goal},
    registration,
    service::RawInitialize,
    session::Client,
    syntax::Syntax,
    to_proto,
    workspace::Workspace,
    world::{Understood, World},
};

/// The server's state, shared by its tasks.
pub(crate) struct Server {
    shared: Arc<Shared>,
    initialize: RawInitialize,
    judge: mpsc::UnboundedSender<lsp::Url>,
    reload: mpsc::UnboundedSender<()>,
}

/// What tasks share.
pub(crate) struct Shared {
    pub(crate) client: tower_lsp::Client,
    pub(crate) world: World,
    pub(crate) workspace: Workspace,
    pub(crate) session: OnceLock<Client>,
}

impl Shared {
    /// What the client can do; nothing before `initialize`.
    pub(crate) fn session(&self) -> Client {
        self.session.get().cloned().unwrap_or_default()
    }

    pub(crate) fn encoding(&self) -> Encoding {
        self.session.get().map_or(Encoding::default(), |client| client.encoding)
    }

    /// What a note says, off the task that reads messages.
    pub(crate) async fn understand(self: &Arc<Self>, url: lsp::Url) -> Option<Arc<Understood>> {
        let shared = Arc::clone(self);
        tokio::task::spawn_blocking(move || shared.understand_now(&url)).await.ok().flatten()
    }

    /// Does something with what a note says, off the task that reads messages.
    async fn with<T: Send + 'static>(
        self: &Arc<Self>,
        url: lsp::Url,
        work: impl FnOnce(&Self, &Understood) -> T + Send + 'static,
    ) -> Option<T> {
        let shared = Arc::clone(self);
        let work = move || Some(work(&shared, &*shared.understand_now(&url)?));
        tokio::task::spawn_blocking(work).await.ok().flatten()
    }

    /// What a note says with its syntax, where it is not too large to have one.
    async fn parsed(self: &Arc<Self>, url: lsp::Url) -> Option<(Arc<Understood>, Option<Arc<Syntax>>)> {
        let understood = self.understand(url.clone()).await?;
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
        let in_force = self.workspace.of(url.to_file_path().ok().as_deref());
        self.world.understand(url, in_force, self.encoding())
    }

    /// What is found in a note, where it is one and not excluded; what is wrong with it as a glossary file.
    pub(crate) fn diagnostics(&self, url: &lsp::Url, understood: &Understood) -> Vec<lsp::Diagnostic> {
        let session = self.session();
        let Understood { in_force, text, note, analysis, .. } = understood;
        let path = url.to_file_path().ok();
        let judged = in_force.has("diagnostics") && path.as_deref().is_none_or(|path| in_force.judges(path));
        let mut diagnostics: Vec<lsp::Diagnostic> = Vec::new();
        if judged && !is_data(url) {
            let found = ide::diagnostics(&in_force.glossary, &text.string, note, analysis, &in_force.severities);
            let found = found.iter().filter(|diagnostic| !diagnostic.suppressed);
            diagnostics.extend(found.map(|diagnostic| to_proto::diagnostic(text, url, &session, diagnostic)));
        }
        let faults = path.and_then(|path| self.workspace.faults().remove(&path)).unwrap_or_default();
        diagnostics.extend(faults.iter().map(|fault| to_proto::fault(text, fault)));
        diagnostics
    }
}

/// Whether a document is a configuration or a part of a glossary that is no Markdown.
fn is_data(url: &lsp::Url) -> bool {
    [".toml", ".yaml", ".yml", ".bib"].iter().any(|ending| url.path().ends_with(ending))
}

/// The document for which a completion was offered, and the entry.
fn offered(data: &serde_json::Value) -> Option<(lsp::Url, EntryId)> {
    let uri = lsp::Url::parse(data.get("uri")?.as_str()?).ok()?;
    let entry = u32::try_from(data.get("entry")?.as_u64()?).ok()?;
    Some((uri, EntryId(entry)))
}

/// The folders that the client opened.
fn roots(params: &lsp::InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
    let mut roots: Vec<PathBuf> = folders.filter_map(|uri| uri.to_file_path().ok()).collect();
    if roots.is_empty() {
        roots.extend(params.root_uri.as_ref().and_then(|uri| uri.to_file_path().ok()));
    }
    roots
}

impl Server {
    /// A server that has not been initialized. `judge` takes the notes whose diagnostics are due.
    pub(crate) fn new(client: tower_lsp::Client, initialize: RawInitialize) -> Self {
        let shared = Arc::new(Shared {
            client,
            world: World::default(),
            workspace: Workspace::default(),
            session: OnceLock::new(),
        });
        let judge = super::publish::spawn(Arc::clone(&shared));
        let reload = super::reload::spawn(Arc::clone(&shared), judge.clone());
        Self { shared, initialize, judge, reload }
    }

    /// Has configurations and glossaries looked at again.
    fn reload(&self) {
        // The receiver lives as long as the runtime; there is nobody to tell when it is gone.
        let _ = self.reload.send(());
    }

    /// Has them looked at again if a document is one of them.
    fn reload_for(&self, url: &lsp::Url) {
        if url.to_file_path().is_ok_and(|path| self.shared.workspace.concerns(&path)) {
            self.reload();
        }
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
        let settings: Vec<_> = params.initialization_options.iter().cloned().collect();
        registration::set(&self.shared, Some(roots(&params)), &settings, &self.reload);
        Ok(lsp::InitializeResult {
            capabilities,
            server_info: Some(lsp::ServerInfo {
                name: "glossator".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        })
    }

    async fn initialized(&self, _: lsp::InitializedParams) {
        registration::register(&self.shared);
        registration::ask_settings(&self.shared, self.reload.clone());
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: lsp::DidOpenTextDocumentParams) {
        let document = params.text_document;
        self.shared.world.open(document.uri.clone(), &document.text, document.version);
        self.judge(document.uri);
        // A cheap look at the times of a few files, for clients that tell of no changes on disk.
        self.reload();
    }

    async fn did_change(&self, params: lsp::DidChangeTextDocumentParams) {
        let lsp::VersionedTextDocumentIdentifier { uri, version } = params.text_document;
        if self.shared.world.change(&uri, params.content_changes, version, self.shared.encoding()) {
            self.reload_for(&uri);
            self.judge(uri);
        } else {
            tracing::warn!(%uri, "change of a note that is not open");
        }
    }

    async fn did_close(&self, params: lsp::DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        self.shared.world.close(&uri);
        self.reload_for(&uri);
        self.judge(uri);
    }

    async fn did_save(&self, _: lsp::DidSaveTextDocumentParams) {
        self.reload();
    }

    async fn did_change_watched_files(&self, _: lsp::DidChangeWatchedFilesParams) {
        self.reload();
    }

    async fn did_change_configuration(&self, params: lsp::DidChangeConfigurationParams) {
        if self.shared.session().settings {
            registration::ask_settings(&self.shared, self.reload.clone());
        } else if params.settings.is_object() {
            registration::set(&self.shared, None, &[params.settings], &self.reload);
        }
    }

    async fn did_change_workspace_folders(&self, params: lsp::DidChangeWorkspaceFoldersParams) {
        let path = |folder: lsp::WorkspaceFolder| folder.uri.to_file_path().ok();
        let (added, removed) = (params.event.added, params.event.removed);
        let added: Vec<PathBuf> = added.into_iter().filter_map(path).collect();
        let removed: Vec<PathBuf> = removed.into_iter().filter_map(path).collect();
        registration::change_roots(&self.shared, added, removed, self.reload.clone());
    }

    async fn hover(&self, params: lsp::HoverParams) -> Result<Option<lsp::Hover>> {
        let at = params.text_document_position_params;
        let Some(understood) = self.shared.understand(at.text_document.uri).await else { return Ok(None) };
        let Understood { in_force, text, note, analysis, .. } = &*understood;
        if !in_force.has("hover") {
            return Ok(None);
        }
        let hover = ide::hover(&in_force.glossary, &text.string, note, analysis, text.offset(at.position));
        Ok(hover.map(|hover| to_proto::hover(text, &self.shared.session(), hover)))
    }

    async fn completion(&self, params: lsp::CompletionParams) -> Result<Option<lsp::CompletionResponse>> {
        let at = params.text_document_position;
        let uri = at.text_document.uri;
        let Some(understood) = self.shared.understand(uri.clone()).await else { return Ok(None) };
        let Understood { in_force, text, note, .. } = &*understood;
        if !in_force.has("completion") {
            return Ok(None);
        }
        let offset = text.offset(at.position);
        let (offers, is_incomplete) = ide::completions(&in_force.glossary, &text.string, note, offset);
        let session = self.shared.session();
        let items = offers.into_iter().enumerate();
        let items = items.map(|(at, offer)| to_proto::completion(&uri, text, &session, at, offer)).collect();
        Ok(Some(lsp::CompletionResponse::List(lsp::CompletionList { is_incomplete, items })))
    }

    async fn completion_resolve(&self, mut item: lsp::CompletionItem) -> Result<lsp::CompletionItem> {
        let Some((uri, id)) = item.data.as_ref().and_then(offered) else { return Ok(item) };
        let Some(understood) = self.shared.understand(uri).await else { return Ok(item) };
        let glossary = &understood.in_force.glossary;
        if (id.0 as usize) < glossary.len() {
            let language = if item.label.chars().any(note::token::is_han) { Language::Zh } else { Language::En };
            item.documentation = Some(lsp::Documentation::MarkupContent(lsp::MarkupContent {
                kind: lsp::MarkupKind::Markdown,
                value: ide::documentation(glossary, id, language),
            }));
        }
        Ok(item)
    }

    async fn diagnostic(&self, params: lsp::DocumentDiagnosticParams) -> Result<lsp::DocumentDiagnosticReportResult> {
        let uri = params.text_document.uri;
        let items = self.shared.judge(uri).await.map(|(_, diagnostics)| diagnostics).unwrap_or_default();
        let report = lsp::RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: lsp::FullDocumentDiagnosticReport { result_id: None, items },
        };
        Ok(lsp::DocumentDiagnosticReport::Full(report).into())
    }

    async fn code_action(&self, params: lsp::CodeActionParams) -> Result<Option<lsp::CodeActionResponse>> {
        if !self.shared.session().action_literals {
            return Ok(None);
        }
        let work = move |shared: &Shared, understood: &Understood| {
            super::actions::actions(shared, understood, &params.range, &params.context)
        };
        Ok(self.shared.with(params.text_document.uri, work).await)
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

    async fn goto_definition(&self, params: lsp::GotoDefinitionParams) -> Result<Option<lsp::GotoDefinitionResponse>> {
        Ok(self.goto(params.text_document_position_params, Goal::Definition).await)
    }

    async fn goto_type_definition(
        &self,
        params: lsp::GotoDefinitionParams,
    ) -> Result<Option<lsp::GotoDefinitionResponse>> {
        Ok(self.goto(params.text_document_position_params, Goal::Broader).await)
    }

    async fn goto_implementation(
        &self,
        params: lsp::GotoDefinitionParams,
    ) -> Result<Option<lsp::GotoDefinitionResponse>> {
        Ok(self.goto(params.text_document_position_params, Goal::Narrower).await)
    }

    async fn references(&self, params: lsp::ReferenceParams) -> Result<Option<Vec<lsp::Location>>> {
        let (at, declaration) = (params.text_document_position, params.context.include_declaration);
        let work = move |shared: &Shared, understood: &Understood| {
            navigation::references(shared, understood, at.position, declaration)
        };
        Ok(self.shared.with(at.text_document.uri, work).await.flatten())
    }

    async fn document_highlight(
        &self,
        params: lsp::DocumentHighlightParams,
    ) -> Result<Option<Vec<lsp::DocumentHighlight>>> {
        let at = params.text_document_position_params;
        let Some(understood) = self.shared.understand(at.text_document.uri).await else { return Ok(None) };
        Ok(navigation::highlights(&understood, at.position))
    }

    async fn symbol(&self, params: lsp::WorkspaceSymbolParams) -> Result<Option<Vec<lsp::SymbolInformation>>> {
        let shared = Arc::clone(&self.shared);
        let work = tokio::task::spawn_blocking(move || navigation::symbols(&shared, &params.query));
        Ok(work.await.ok())
    }

    async fn document_symbol(&self, params: lsp::DocumentSymbolParams) -> Result<Option<lsp::DocumentSymbolResponse>> {
        let Some(understood) = self.shared.understand(params.text_document.uri).await else { return Ok(None) };
        Ok(super::outline::symbols(&understood, &self.shared.session()))
    }

    async fn document_link(&self, params: lsp::DocumentLinkParams) -> Result<Option<Vec<lsp::DocumentLink>>> {
        let Some(understood) = self.shared.understand(params.text_document.uri).await else { return Ok(None) };
        Ok(Some(navigation::links(&understood)))
    }

    async fn prepare_type_hierarchy(
        &self,
        params: lsp::TypeHierarchyPrepareParams,
    ) -> Result<Option<Vec<lsp::TypeHierarchyItem>>> {
        let at = params.text_document_position_params;
        let work =
            move |shared: &Shared, understood: &Understood| navigation::hierarchy(shared, understood, at.position);
        Ok(self.shared.with(at.text_document.uri, work).await.flatten())
    }

    async fn supertypes(
        &self,
        params: lsp::TypeHierarchySupertypesParams,
    ) -> Result<Option<Vec<lsp::TypeHierarchyItem>>> {
        Ok(self.related(params.item, Goal::Broader).await)
    }

    async fn subtypes(&self, params: lsp::TypeHierarchySubtypesParams) -> Result<Option<Vec<lsp::TypeHierarchyItem>>> {
        Ok(self.related(params.item, Goal::Narrower).await)
    }

    async fn semantic_tokens_full(
        &self,
        params: lsp::SemanticTokensParams,
    ) -> Result<Option<lsp::SemanticTokensResult>> {
        Ok(self.tokens(params.text_document.uri, None).await.map(lsp::SemanticTokensResult::Tokens))
    }

    async fn semantic_tokens_range(
        &self,
        params: lsp::SemanticTokensRangeParams,
    ) -> Result<Option<lsp::SemanticTokensRangeResult>> {
        let tokens = self.tokens(params.text_document.uri, Some(params.range)).await;
        Ok(tokens.map(lsp::SemanticTokensRangeResult::Tokens))
    }

    async fn prepare_rename(
        &self,
        params: lsp::TextDocumentPositionParams,
    ) -> Result<Option<lsp::PrepareRenameResponse>> {
        let Some(understood) = self.shared.understand(params.text_document.uri).await else { return Ok(None) };
        let (_, span) = super::rename::prepare(&understood, params.position).map_err(refused)?;
        Ok(Some(lsp::PrepareRenameResponse::Range(understood.text.range(&span))))
    }

    async fn rename(&self, params: lsp::RenameParams) -> Result<Option<lsp::WorkspaceEdit>> {
        let at = params.text_document_position;
        let work = move |shared: &Shared, understood: &Understood| {
            super::rename::rename(shared, understood, at.position, &params.new_name)
        };
        self.shared.with(at.text_document.uri, work).await.transpose().map_err(refused)
    }
}

impl Server {
    async fn goto(&self, at: lsp::TextDocumentPositionParams, goal: Goal) -> Option<lsp::GotoDefinitionResponse> {
        let work =
            move |shared: &Shared, understood: &Understood| navigation::goto(shared, understood, at.position, goal);
        self.shared.with(at.text_document.uri, work).await.flatten()
    }

    async fn related(&self, item: lsp::TypeHierarchyItem, goal: Goal) -> Option<Vec<lsp::TypeHierarchyItem>> {
        let shared = Arc::clone(&self.shared);
        let work = move || navigation::related(&shared, item.data.as_ref(), goal);
        tokio::task::spawn_blocking(work).await.ok().flatten()
    }

    async fn tokens(&self, url: lsp::Url, range: Option<lsp::Range>) -> Option<lsp::SemanticTokens> {
        let understood = self.shared.understand(url).await?;
        Some(super::semantic::tokens(&understood, range))
    }
}

/// A request that was understood and cannot be done (`RequestFailed`, LSP 3.17).
fn refused(reason: String) -> Error {
    Error { code: ErrorCode::ServerError(-32803), message: reason.into(), data: None }
}
