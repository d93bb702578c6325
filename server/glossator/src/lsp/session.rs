//! What the client can do, as it said in `initialize`.
//!
//! Read from the parameters as they came: lsp-types 0.94 does not know all abilities, and a client that announces one
//! in a shape of its own loses that ability, not the server.

use serde_json::Value;

use super::document::Encoding;

/// What the client can do. Everything is absent until it is announced.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the protocol announces abilities one by one")]
pub(crate) struct Client {
    /// How positions count.
    pub(crate) encoding: Encoding,
    /// It asks for diagnostics itself; nothing is pushed then.
    pub(crate) pulls: bool,
    /// It can be told to ask again.
    pub(crate) refreshes: bool,
    /// It takes reports of other files with that of a note.
    pub(crate) related_documents: bool,
    /// It shows links on codes.
    pub(crate) code_description: bool,
    /// It shows related places.
    pub(crate) related_information: bool,
    /// It keeps the data of diagnostics.
    pub(crate) diagnostic_data: bool,
    /// It renders Markdown in hovers.
    pub(crate) hover_markdown: bool,
    /// It renders Markdown in the documentation of completions.
    pub(crate) completion_markdown: bool,
    /// It knows formats of the documentation of completions at all.
    pub(crate) completion_formats: bool,
    /// It shows details beside labels.
    pub(crate) label_details: bool,
    /// It takes completions with places to fill in.
    pub(crate) snippets: bool,
    /// It can replace the rest of the word with a completion.
    pub(crate) insert_replace: bool,
    /// It takes versioned edits.
    pub(crate) document_changes: bool,
    /// It takes code actions as literals.
    pub(crate) action_literals: bool,
    /// It asks for the edit of a code action when it is chosen.
    pub(crate) resolves_edits: bool,
    /// It takes links with their origin, by the method that asks.
    pub(crate) definition_links: bool,
    /// The same for type definitions.
    pub(crate) type_definition_links: bool,
    /// The same for implementations.
    pub(crate) implementation_links: bool,
    /// It asks what can be renamed before it renames.
    pub(crate) prepares_rename: bool,
    /// It takes symbols as a tree.
    pub(crate) symbol_tree: bool,
    /// It asks what goes with new names of files.
    pub(crate) renames_files: bool,
    /// It can create files in edits.
    pub(crate) creates_files: bool,
    /// It takes what changed of semantic tokens.
    pub(crate) token_deltas: bool,
    /// It can be asked to tell of changed files.
    pub(crate) watches: bool,
    /// It can be asked for settings.
    pub(crate) settings: bool,
    /// It can be asked to tell of changed settings.
    pub(crate) settings_register: bool,
    /// It can be asked to show a document or an address.
    pub(crate) shows_documents: bool,
    /// It shows what a link leads to.
    pub(crate) link_tooltips: bool,
    /// It can be told to ask for inlay hints again.
    pub(crate) refreshes_hints: bool,
    /// It can be told to ask for code lenses again.
    pub(crate) refreshes_lenses: bool,
    /// It can be told to ask for semantic tokens again.
    pub(crate) refreshes_tokens: bool,
    /// It takes no more folds than this.
    pub(crate) fold_limit: Option<usize>,
}

impl Client {
    /// Reads the announced capabilities out of the parameters of `initialize` as they came.
    pub(crate) fn new(raw: Option<&Value>) -> Self {
        let at = |pointer: &str| raw.and_then(|raw| raw.pointer(&format!("/capabilities{pointer}")));
        let can = |pointer: &str| at(pointer).and_then(Value::as_bool).unwrap_or_default();
        let text = |pointer: &str| can(&format!("/textDocument{pointer}"));
        let list = |pointer: &str| -> Vec<&str> {
            at(pointer).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
        };
        let first = |pointer: &str| list(pointer).first() == Some(&"markdown");
        // Clients of 3.17 announce what they show of diagnostics with `publishDiagnostics`, later ones with both.
        let shows = |name: &str| text(&format!("/publishDiagnostics/{name}")) || text(&format!("/diagnostic/{name}"));
        Self {
            encoding: encoding(&list("/general/positionEncodings")),
            pulls: at("/textDocument/diagnostic").is_some_and(Value::is_object),
            refreshes: can("/workspace/diagnostics/refreshSupport"),
            related_documents: text("/diagnostic/relatedDocumentSupport"),
            code_description: shows("codeDescriptionSupport"),
            related_information: shows("relatedInformation"),
            diagnostic_data: shows("dataSupport"),
            hover_markdown: first("/textDocument/hover/contentFormat"),
            completion_markdown: first("/textDocument/completion/completionItem/documentationFormat"),
            completion_formats: !list("/textDocument/completion/completionItem/documentationFormat").is_empty(),
            label_details: text("/completion/completionItem/labelDetailsSupport"),
            snippets: text("/completion/completionItem/snippetSupport"),
            insert_replace: text("/completion/completionItem/insertReplaceSupport"),
            document_changes: can("/workspace/workspaceEdit/documentChanges"),
            action_literals: at("/textDocument/codeAction/codeActionLiteralSupport").is_some_and(Value::is_object),
            resolves_edits: text("/codeAction/dataSupport")
                && list("/textDocument/codeAction/resolveSupport/properties").contains(&"edit"),
            definition_links: text("/definition/linkSupport"),
            type_definition_links: text("/typeDefinition/linkSupport"),
            implementation_links: text("/implementation/linkSupport"),
            prepares_rename: text("/rename/prepareSupport"),
            symbol_tree: text("/documentSymbol/hierarchicalDocumentSymbolSupport"),
            renames_files: can("/workspace/fileOperations/willRename"),
            creates_files: list("/workspace/workspaceEdit/resourceOperations").contains(&"create"),
            token_deltas: text("/semanticTokens/requests/full/delta"),
            watches: can("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            settings: can("/workspace/configuration"),
            settings_register: can("/workspace/didChangeConfiguration/dynamicRegistration"),
            shows_documents: can("/window/showDocument/support"),
            link_tooltips: text("/documentLink/tooltipSupport"),
            refreshes_hints: can("/workspace/inlayHint/refreshSupport"),
            refreshes_lenses: can("/workspace/codeLens/refreshSupport"),
            refreshes_tokens: can("/workspace/semanticTokens/refreshSupport"),
            fold_limit: at("/textDocument/foldingRange/rangeLimit").and_then(Value::as_u64).map(|limit| limit as usize),
        }
    }
}

/// UTF-8 where the client offers it, because then nothing is converted; else UTF-16, which every client has.
fn encoding(offered: &[&str]) -> Encoding {
    if offered.contains(&"utf-8") {
        Encoding::Utf8
    } else if offered.contains(&"utf-32") && !offered.contains(&"utf-16") {
        Encoding::Utf32
    } else {
        Encoding::Utf16
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn odd_shapes_are_no_abilities() {
        for raw in [json!({}), json!({ "capabilities": null }), json!({ "capabilities": { "textDocument": [] } })] {
            let client = Client::new(Some(&raw));
            assert!(!client.pulls && !client.hover_markdown && client.encoding == Encoding::Utf16);
        }
        let raw = json!({ "capabilities": {
            "general": { "positionEncodings": ["utf-32", 7] },
            "textDocument": { "diagnostic": {}, "hover": { "contentFormat": ["plaintext", "markdown"] } },
        } });
        let client = Client::new(Some(&raw));
        assert!(client.pulls && !client.hover_markdown && client.encoding == Encoding::Utf32);
    }
}
