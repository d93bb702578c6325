//! What the client can do, as it said in `initialize`.

use serde_json::Value;
use tower_lsp::lsp_types::{ClientCapabilities, MarkupKind, PositionEncodingKind, ResourceOperationKind};

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
    /// It shows links on codes.
    pub(crate) code_description: bool,
    /// It shows related places.
    pub(crate) related_information: bool,
    /// It renders Markdown in hovers.
    pub(crate) hover_markdown: bool,
    /// It shows details beside labels.
    pub(crate) label_details: bool,
    /// It takes versioned edits.
    pub(crate) document_changes: bool,
    /// It takes code actions as literals.
    pub(crate) action_literals: bool,
    /// It takes links with their origin from `definition`.
    pub(crate) definition_links: bool,
    /// It asks what can be renamed before it renames.
    pub(crate) prepares_rename: bool,
    /// It takes symbols as a tree.
    pub(crate) symbol_tree: bool,
    /// It can create files in edits.
    pub(crate) creates_files: bool,
    /// It can be asked to tell of changed files.
    pub(crate) watches: bool,
    /// It can be asked for settings.
    pub(crate) settings: bool,
    /// It can be asked to tell of changed settings.
    pub(crate) settings_register: bool,
    /// It takes no more folds than this.
    pub(crate) fold_limit: Option<usize>,
}

impl Client {
    /// Reads the announced capabilities; `raw` are the parameters as they came.
    pub(crate) fn new(capabilities: &ClientCapabilities, raw: Option<&Value>) -> Self {
        let text = capabilities.text_document.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let hover = text.and_then(|text| text.hover.as_ref()).and_then(|hover| hover.content_format.as_ref());
        let publish = text.and_then(|text| text.publish_diagnostics.as_ref());
        let item =
            text.and_then(|text| text.completion.as_ref()).and_then(|completion| completion.completion_item.as_ref());
        let refresh = raw.and_then(|raw| raw.pointer("/capabilities/workspace/diagnostics/refreshSupport"));
        Self {
            encoding: encoding(capabilities),
            pulls: text.is_some_and(|text| text.diagnostic.is_some()),
            refreshes: refresh.and_then(Value::as_bool).unwrap_or_default(),
            code_description: publish.and_then(|publish| publish.code_description_support).unwrap_or_default(),
            related_information: publish.and_then(|publish| publish.related_information).unwrap_or_default(),
            hover_markdown: hover.and_then(|formats| formats.first()) == Some(&MarkupKind::Markdown),
            label_details: item.and_then(|item| item.label_details_support).unwrap_or_default(),
            document_changes: workspace
                .and_then(|workspace| workspace.workspace_edit.as_ref())
                .and_then(|edit| edit.document_changes)
                .unwrap_or_default(),
            action_literals: text
                .and_then(|text| text.code_action.as_ref())
                .is_some_and(|action| action.code_action_literal_support.is_some()),
            definition_links: text
                .and_then(|text| text.definition.as_ref())
                .and_then(|definition| definition.link_support)
                .unwrap_or_default(),
            prepares_rename: text
                .and_then(|text| text.rename.as_ref())
                .and_then(|rename| rename.prepare_support)
                .unwrap_or_default(),
            symbol_tree: text
                .and_then(|text| text.document_symbol.as_ref())
                .and_then(|symbol| symbol.hierarchical_document_symbol_support)
                .unwrap_or_default(),
            creates_files: workspace
                .and_then(|workspace| workspace.workspace_edit.as_ref())
                .and_then(|edit| edit.resource_operations.as_ref())
                .is_some_and(|operations| operations.contains(&ResourceOperationKind::Create)),
            watches: workspace
                .and_then(|workspace| workspace.did_change_watched_files.as_ref())
                .and_then(|watched| watched.dynamic_registration)
                .unwrap_or_default(),
            settings: workspace.and_then(|workspace| workspace.configuration).unwrap_or_default(),
            settings_register: workspace
                .and_then(|workspace| workspace.did_change_configuration.as_ref())
                .and_then(|settings| settings.dynamic_registration)
                .unwrap_or_default(),
            fold_limit: text
                .and_then(|text| text.folding_range.as_ref())
                .and_then(|fold| fold.range_limit)
                .map(|limit| limit as usize),
        }
    }
}

/// UTF-8 where the client offers it, because then nothing is converted; else UTF-16, which every client has.
fn encoding(capabilities: &ClientCapabilities) -> Encoding {
    let offered = capabilities.general.as_ref().and_then(|general| general.position_encodings.as_deref());
    let offers = |kind| offered.is_some_and(|offered| offered.contains(&kind));
    if offers(PositionEncodingKind::UTF8) {
        Encoding::Utf8
    } else if offers(PositionEncodingKind::UTF32) && !offers(PositionEncodingKind::UTF16) {
        Encoding::Utf32
    } else {
        Encoding::Utf16
    }
}
