//! What the server announces, by what the client can use.

use tower_lsp::lsp_types as lsp;

use super::{document::Encoding, session::Client};

/// The capabilities announced in `initialize`.
pub(crate) fn announced(client: &Client) -> lsp::ServerCapabilities {
    lsp::ServerCapabilities {
        position_encoding: Some(match client.encoding {
            Encoding::Utf8 => lsp::PositionEncodingKind::UTF8,
            Encoding::Utf16 => lsp::PositionEncodingKind::UTF16,
            Encoding::Utf32 => lsp::PositionEncodingKind::UTF32,
        }),
        text_document_sync: Some(sync()),
        selection_range_provider: Some(lsp::SelectionRangeProviderCapability::Simple(true)),
        folding_range_provider: Some(lsp::FoldingRangeProviderCapability::Simple(true)),
        definition_provider: Some(lsp::OneOf::Left(true)),
        type_definition_provider: Some(lsp::TypeDefinitionProviderCapability::Simple(true)),
        implementation_provider: Some(lsp::ImplementationProviderCapability::Simple(true)),
        references_provider: Some(lsp::OneOf::Left(true)),
        document_highlight_provider: Some(lsp::OneOf::Left(true)),
        document_symbol_provider: Some(lsp::OneOf::Left(true)),
        workspace_symbol_provider: Some(lsp::OneOf::Left(true)),
        document_link_provider: Some(lsp::DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
        }),
        rename_provider: Some(lsp::OneOf::Right(lsp::RenameOptions {
            prepare_provider: Some(client.prepares_rename),
            work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
        })),
        semantic_tokens_provider: Some(tokens(client)),
        hover_provider: Some(lsp::HoverProviderCapability::Simple(true)),
        completion_provider: Some(lsp::CompletionOptions {
            resolve_provider: Some(true),
            // Citations. A term is asked for by its letters, by editors that offer words as they are typed; a mark that
            // opens a list at each colon or space is in the way of who writes.
            trigger_characters: Some(vec!["@".to_owned()]),
            ..lsp::CompletionOptions::default()
        }),
        code_action_provider: client.action_literals.then(|| actions(client)),
        diagnostic_provider: client.pulls.then(diagnostics),
        workspace: Some(lsp::WorkspaceServerCapabilities {
            workspace_folders: Some(lsp::WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(lsp::OneOf::Left(true)),
            }),
            file_operations: client.renames_files.then(renames),
        }),
        // Some clients (Helix) do not start a server that leaves this out.
        execute_command_provider: Some(lsp::ExecuteCommandOptions {
            commands: vec![super::actions::OPEN.to_owned()],
            ..lsp::ExecuteCommandOptions::default()
        }),
        inlay_hint_provider: Some(lsp::OneOf::Left(true)),
        code_lens_provider: Some(lsp::CodeLensOptions { resolve_provider: Some(true) }),
        ..lsp::ServerCapabilities::default()
    }
}

fn sync() -> lsp::TextDocumentSyncCapability {
    lsp::TextDocumentSyncCapability::Options(lsp::TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(lsp::TextDocumentSyncKind::INCREMENTAL),
        save: Some(lsp::TextDocumentSyncSaveOptions::SaveOptions(lsp::SaveOptions { include_text: Some(false) })),
        ..lsp::TextDocumentSyncOptions::default()
    })
}

/// An entry's id is the name of its file.
fn renames() -> lsp::WorkspaceFileOperationsServerCapabilities {
    let pattern = lsp::FileOperationPattern {
        glob: "**/*.md".to_owned(),
        matches: Some(lsp::FileOperationPatternKind::File),
        options: None,
    };
    let filters = vec![lsp::FileOperationFilter { scheme: Some("file".to_owned()), pattern }];
    lsp::WorkspaceFileOperationsServerCapabilities {
        will_rename: Some(lsp::FileOperationRegistrationOptions { filters }),
        ..lsp::WorkspaceFileOperationsServerCapabilities::default()
    }
}

fn tokens(client: &Client) -> lsp::SemanticTokensServerCapabilities {
    lsp::SemanticTokensServerCapabilities::SemanticTokensOptions(lsp::SemanticTokensOptions {
        legend: super::semantic::legend(),
        range: Some(true),
        full: Some(lsp::SemanticTokensFullOptions::Delta { delta: Some(client.token_deltas) }),
        work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
    })
}

fn actions(client: &Client) -> lsp::CodeActionProviderCapability {
    use super::actions::{DEFINE, FIX_ALL, PREFER};
    lsp::CodeActionProviderCapability::Options(lsp::CodeActionOptions {
        code_action_kinds: Some(vec![lsp::CodeActionKind::QUICKFIX, DEFINE, PREFER, FIX_ALL]),
        resolve_provider: Some(client.resolves_edits),
        ..lsp::CodeActionOptions::default()
    })
}

fn diagnostics() -> lsp::DiagnosticServerCapabilities {
    lsp::DiagnosticServerCapabilities::Options(lsp::DiagnosticOptions {
        identifier: Some("glossator".to_owned()),
        inter_file_dependencies: true,
        workspace_diagnostics: true,
        ..lsp::DiagnosticOptions::default()
    })
}
