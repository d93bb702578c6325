//! The language server: every handler converts in, asks once, converts out.
//!
//! Notifications change state before their first await, so that edits stay in order; requests work on snapshots in
//! blocking tasks; the client is never awaited in a handler.

use std::{path::PathBuf, sync::Arc};

use claims::Language;
use tokio::sync::mpsc;
use tower_lsp::{
    LanguageServer,
    jsonrpc::{Error, ErrorCode, Result},
    lsp_types as lsp,
};

pub(crate) use super::shared::Shared;
use super::{
    actions,
    address::path_of,
    completing, config_file, lens, moved,
    navigation::{self, Goal},
    notes,
    output::Waiting,
    pull, registration,
    service::RawInitialize,
    session::Client,
    to_proto,
    world::Understood,
};
use crate::config::{self, Feature};

/// The server's state, shared by its tasks.
pub(crate) struct Server {
    shared: Arc<Shared>,
    initialize: RawInitialize,
    judge: mpsc::UnboundedSender<lsp::Url>,
    reload: mpsc::UnboundedSender<()>,
}

/// The folders that the client opened.
fn roots(params: &lsp::InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
    let mut roots: Vec<PathBuf> = folders.filter_map(path_of).collect();
    if roots.is_empty() {
        roots.extend(params.root_uri.as_ref().and_then(path_of));
    }
    roots
}

impl Server {
    /// A server that has not been initialized. `judge` takes the notes whose diagnostics are due.
    pub(crate) fn new(client: tower_lsp::Client, initialize: RawInitialize, waiting: Arc<Waiting>) -> Self {
        let shared = Arc::new(Shared::new(client, waiting));
        let (judge, due) = mpsc::unbounded_channel();
        let reload = super::reload::spawn(Arc::clone(&shared), judge.clone());
        super::publish::spawn(Arc::clone(&shared), due, reload.clone());
        Self { shared, initialize, judge, reload }
    }

    /// Has configurations and glossaries looked at again.
    fn reload(&self) {
        // The receiver lives as long as the runtime; there is nobody to tell when it is gone.
        let _ = self.reload.send(());
    }

    /// Has them looked at again if a document is one of them, and then the document judged: what was wrong with the text
    /// before stands at other places in it now. Whether it is one.
    fn reload_for(&self, url: &lsp::Url) -> bool {
        let concerns = path_of(url).is_some_and(|path| self.shared.workspace.concerns(&path));
        if concerns {
            self.shared.due.insert(url.clone());
            self.reload();
        }
        concerns
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
        let session = Client::new(self.initialize.get());
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
        if !notes::is_ours(&document.uri, &document.language_id) {
            tracing::debug!(uri = %document.uri, language = document.language_id, "no note");
            return self.shared.world.pass_over(document.uri);
        }
        self.shared.world.open(document.uri.clone(), &document.text, document.version);
        self.shared.closed.changed_hands(&document.uri);
        self.judge(document.uri);
        // A cheap look at the times of a few files, for clients that tell of no changes on disk.
        self.reload();
    }

    async fn did_change(&self, params: lsp::DidChangeTextDocumentParams) {
        let lsp::VersionedTextDocumentIdentifier { uri, version } = params.text_document;
        if self.shared.world.change(&uri, params.content_changes, version, self.shared.encoding()) {
            if !self.reload_for(&uri) {
                self.judge(uri);
            }
        } else if !self.shared.world.passes_over(&uri) {
            tracing::warn!(%uri, "change of a note that is not open");
        }
    }

    async fn did_close(&self, params: lsp::DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        let other = self.shared.world.passes_over(&uri);
        self.shared.world.close(&uri);
        if other {
            return;
        }
        self.shared.sent.forget(&uri);
        self.judge(uri);
        // What it says as a file may be otherwise than in the buffer: a configuration, a glossary, a note.
        self.reload();
    }

    async fn did_save(&self, _: lsp::DidSaveTextDocumentParams) {
        self.reload();
    }

    async fn did_change_watched_files(&self, _: lsp::DidChangeWatchedFilesParams) {
        self.reload();
    }

    async fn will_rename_files(&self, params: lsp::RenameFilesParams) -> Result<Option<lsp::WorkspaceEdit>> {
        self.blocking(move |shared| moved::edits(shared, &params.files)).await
    }

    async fn did_change_configuration(&self, params: lsp::DidChangeConfigurationParams) {
        if self.shared.session().settings {
            registration::ask_settings(&self.shared, self.reload.clone());
        } else if params.settings.is_object() {
            registration::set(&self.shared, None, &[params.settings], &self.reload);
        }
    }

    async fn did_change_workspace_folders(&self, params: lsp::DidChangeWorkspaceFoldersParams) {
        let path = |folder: lsp::WorkspaceFolder| path_of(&folder.uri);
        let (added, removed) = (params.event.added, params.event.removed);
        let added: Vec<PathBuf> = added.into_iter().filter_map(path).collect();
        let removed: Vec<PathBuf> = removed.into_iter().filter_map(path).collect();
        registration::change_roots(&self.shared, added, removed, self.reload.clone());
    }

    async fn hover(&self, params: lsp::HoverParams) -> Result<Option<lsp::Hover>> {
        let at = params.text_document_position_params;
        let work = move |shared: &Shared, known: &Understood| {
            let (Understood { in_force, text, note, analysis, .. }, offset) = (known, known.text.offset(at.position));
            let language = in_force.language;
            let hover = if path_of(&known.url).is_some_and(|path| config::is_name(&path)) {
                config_file::hover(&in_force.glossary, &text.string, language.unwrap_or(Language::En), offset)?
            } else {
                ide::hover(&in_force.glossary, &text.string, note, analysis, language, offset)?
            };
            Some(to_proto::hover(text, &shared.session(), hover))
        };
        Ok(self.shared.feature(Feature::Hover, at.text_document.uri, work).await)
    }

    async fn completion(&self, params: lsp::CompletionParams) -> Result<Option<lsp::CompletionResponse>> {
        let at = params.text_document_position;
        let by_mark =
            params.context.is_some_and(|context| context.trigger_kind == lsp::CompletionTriggerKind::TRIGGER_CHARACTER);
        let work = move |shared: &Shared, known: &Understood| {
            serde_json::to_vec(&completing::complete(shared, known, at.position, by_mark)).ok()
        };
        let list = self.shared.feature(Feature::Completion, at.text_document.uri, work).await;
        Ok(list.map(|list| completing::slip(self.shared.waiting.result(list))))
    }

    async fn completion_resolve(&self, item: lsp::CompletionItem) -> Result<lsp::CompletionItem> {
        self.blocking(|shared| completing::resolve(shared, item)).await
    }

    async fn diagnostic(&self, params: lsp::DocumentDiagnosticParams) -> Result<lsp::DocumentDiagnosticReportResult> {
        Ok(pull::document(&self.shared, params).await.into())
    }

    async fn workspace_diagnostic(
        &self,
        params: lsp::WorkspaceDiagnosticParams,
    ) -> Result<lsp::WorkspaceDiagnosticReportResult> {
        Ok(pull::workspace(&self.shared, params).await.into())
    }

    async fn code_action(&self, params: lsp::CodeActionParams) -> Result<Option<lsp::CodeActionResponse>> {
        if !self.shared.session().action_literals {
            return Ok(None);
        }
        let work = move |shared: &Shared, known: &Understood| {
            Some(actions::actions(shared, known, params.range, &params.context))
        };
        Ok(self.shared.feature(Feature::CodeActions, params.text_document.uri, work).await)
    }

    async fn code_action_resolve(&self, action: lsp::CodeAction) -> Result<lsp::CodeAction> {
        let Some((uri, version, range)) = actions::origin(&action) else { return Ok(action) };
        let work = move |shared: &Shared, known: &Understood| {
            (known.version == version).then(|| actions::resolve(shared, known, &range, action))
        };
        self.shared.with(uri, work).await.flatten().ok_or_else(Error::content_modified)
    }

    async fn execute_command(&self, params: lsp::ExecuteCommandParams) -> Result<Option<serde_json::Value>> {
        let page = params.arguments.first().and_then(serde_json::Value::as_str).and_then(to_proto::web);
        match page {
            Some(uri) if params.command == actions::OPEN && self.shared.session().shows_documents => {
                let client = self.shared.client.clone();
                let shown = lsp::ShowDocumentParams { uri, external: Some(true), take_focus: None, selection: None };
                // The client is never awaited in a handler.
                tokio::spawn(async move { client.show_document(shown).await });
                Ok(None)
            }
            _ => Err(Error::invalid_params("no command of ours, or no page to open")),
        }
    }

    async fn folding_range(&self, params: lsp::FoldingRangeParams) -> Result<Option<Vec<lsp::FoldingRange>>> {
        let parsed = self.shared.parsed(Feature::Folding, params.text_document.uri).await;
        let Some((understood, Some(syntax))) = parsed else { return Ok(None) };
        Ok(Some(to_proto::folds(&understood.text, self.shared.session().fold_limit, syntax.folds())))
    }

    async fn selection_range(&self, params: lsp::SelectionRangeParams) -> Result<Option<Vec<lsp::SelectionRange>>> {
        let parsed = self.shared.parsed(Feature::Selection, params.text_document.uri).await;
        let Some((understood, syntax)) = parsed else { return Ok(None) };
        let Understood { text, note, analysis, .. } = &*understood;
        let widen = |position| {
            let offset = text.offset(position);
            let outer = syntax.as_ref().map(|syntax| syntax.around(offset)).unwrap_or_default();
            to_proto::selection(
                text,
                ide::selection(&text.string, note, analysis, offset).into_iter().chain(outer),
                offset,
            )
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
        Ok(self.shared.feature(Feature::References, at.text_document.uri, work).await)
    }

    async fn document_highlight(
        &self,
        params: lsp::DocumentHighlightParams,
    ) -> Result<Option<Vec<lsp::DocumentHighlight>>> {
        let at = params.text_document_position_params;
        let work = move |_: &Shared, understood: &Understood| navigation::highlights(understood, at.position);
        Ok(self.shared.feature(Feature::Highlights, at.text_document.uri, work).await)
    }

    async fn symbol(&self, params: lsp::WorkspaceSymbolParams) -> Result<Option<Vec<lsp::SymbolInformation>>> {
        self.blocking(move |shared| Some(navigation::symbols(shared, &params.query))).await
    }

    async fn document_symbol(&self, params: lsp::DocumentSymbolParams) -> Result<Option<lsp::DocumentSymbolResponse>> {
        let work = |shared: &Shared, understood: &Understood| super::outline::symbols(understood, &shared.session());
        Ok(self.shared.feature(Feature::Symbols, params.text_document.uri, work).await)
    }

    async fn document_link(&self, params: lsp::DocumentLinkParams) -> Result<Option<Vec<lsp::DocumentLink>>> {
        let work = |shared: &Shared, understood: &Understood| Some(navigation::links(shared, understood));
        Ok(self.shared.feature(Feature::Links, params.text_document.uri, work).await)
    }

    async fn prepare_type_hierarchy(
        &self,
        params: lsp::TypeHierarchyPrepareParams,
    ) -> Result<Option<Vec<lsp::TypeHierarchyItem>>> {
        let at = params.text_document_position_params;
        let work =
            move |shared: &Shared, understood: &Understood| navigation::hierarchy(shared, understood, at.position);
        Ok(self.shared.feature(Feature::TypeHierarchy, at.text_document.uri, work).await)
    }

    async fn supertypes(
        &self,
        params: lsp::TypeHierarchySupertypesParams,
    ) -> Result<Option<Vec<lsp::TypeHierarchyItem>>> {
        self.blocking(move |shared| navigation::related(shared, params.item.data.as_ref(), Goal::Broader)).await
    }

    async fn subtypes(&self, params: lsp::TypeHierarchySubtypesParams) -> Result<Option<Vec<lsp::TypeHierarchyItem>>> {
        self.blocking(move |shared| navigation::related(shared, params.item.data.as_ref(), Goal::Narrower)).await
    }

    async fn semantic_tokens_full(
        &self,
        params: lsp::SemanticTokensParams,
    ) -> Result<Option<lsp::SemanticTokensResult>> {
        let tokens = self.tokens(params.text_document.uri, |shared, url, all| shared.sent.whole(url, all)).await;
        Ok(tokens.map(lsp::SemanticTokensResult::Tokens))
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: lsp::SemanticTokensDeltaParams,
    ) -> Result<Option<lsp::SemanticTokensFullDeltaResult>> {
        let previous = params.previous_result_id;
        Ok(self.tokens(params.text_document.uri, move |shared, url, all| shared.sent.delta(url, &previous, all)).await)
    }

    async fn semantic_tokens_range(
        &self,
        params: lsp::SemanticTokensRangeParams,
    ) -> Result<Option<lsp::SemanticTokensRangeResult>> {
        let work = move |_: &Shared, known: &Understood| Some(super::semantic::tokens(known, Some(params.range)));
        let tokens = self.shared.feature(Feature::SemanticTokens, params.text_document.uri, work).await;
        Ok(tokens.map(lsp::SemanticTokensRangeResult::Tokens))
    }

    async fn inlay_hint(&self, params: lsp::InlayHintParams) -> Result<Option<Vec<lsp::InlayHint>>> {
        let work = move |_: &Shared, known: &Understood| Some(lens::hints(known, &params.range));
        Ok(self.shared.feature(Feature::InlayHints, params.text_document.uri, work).await)
    }

    async fn code_lens(&self, params: lsp::CodeLensParams) -> Result<Option<Vec<lsp::CodeLens>>> {
        let work = |_: &Shared, known: &Understood| lens::lenses(known);
        Ok(self.shared.feature(Feature::CodeLenses, params.text_document.uri, work).await)
    }

    async fn code_lens_resolve(&self, params: lsp::CodeLens) -> Result<lsp::CodeLens> {
        self.blocking(|shared| lens::count(shared, params)).await
    }

    async fn prepare_rename(
        &self,
        params: lsp::TextDocumentPositionParams,
    ) -> Result<Option<lsp::PrepareRenameResponse>> {
        let work = move |_: &Shared, known: &Understood| {
            let prepared = super::rename::prepare(known, params.position);
            Some(prepared.map(|(_, span)| lsp::PrepareRenameResponse::Range(known.text.range(&span))))
        };
        self.shared.feature(Feature::Rename, params.text_document.uri, work).await.transpose().map_err(refused)
    }

    async fn rename(&self, params: lsp::RenameParams) -> Result<Option<lsp::WorkspaceEdit>> {
        let at = params.text_document_position;
        let work = move |shared: &Shared, understood: &Understood| {
            Some(super::rename::rename(shared, understood, at.position, &params.new_name))
        };
        self.shared.feature(Feature::Rename, at.text_document.uri, work).await.transpose().map_err(refused)
    }
}

impl Server {
    async fn goto(&self, at: lsp::TextDocumentPositionParams, goal: Goal) -> Option<lsp::GotoDefinitionResponse> {
        let work =
            move |shared: &Shared, understood: &Understood| navigation::goto(shared, understood, at.position, goal);
        self.shared.feature(Feature::Definition, at.text_document.uri, work).await
    }

    /// Does something off the task that reads messages.
    async fn blocking<T: Send + 'static>(&self, work: impl FnOnce(&Shared) -> T + Send + 'static) -> Result<T> {
        let shared = Arc::clone(&self.shared);
        Ok(super::shared::blocking(move || work(&shared)).await)
    }

    async fn tokens<T: Send + 'static>(
        &self,
        url: lsp::Url,
        send: impl FnOnce(&Shared, &lsp::Url, lsp::SemanticTokens) -> T + Send + 'static,
    ) -> Option<T> {
        let work =
            |shared: &Shared, known: &Understood| Some(send(shared, &known.url, super::semantic::tokens(known, None)));
        self.shared.feature(Feature::SemanticTokens, url, work).await
    }
}

/// A request that was understood and cannot be done (`RequestFailed`, LSP 3.17).
fn refused(reason: String) -> Error {
    Error { code: ErrorCode::ServerError(-32803), message: reason.into(), data: None }
}
