//! Completion: offers as items, and the documentation of the one that is looked at.

use claims::Language;
use serde_json::{Value, json};
use tower_lsp::lsp_types as lsp;

use super::{address::path_of, config_file, server::Shared, shared::is_data, to_proto, world::Understood};
use crate::config;

/// What is offered at a position. Takes time.
pub(crate) fn complete(
    shared: &Shared,
    understood: &Understood,
    position: lsp::Position,
    by_mark: bool,
) -> lsp::CompletionList {
    let Understood { url, in_force, text, note, analysis, .. } = understood;
    let offset = text.offset(position);
    let path = path_of(url);
    let configuration = path.as_deref().filter(|path| config::is_name(path));
    // What a mark calls for, and not what comes where none stands.
    if is_data(url) && configuration.is_none() || by_mark && !ide::calls(&text.string, offset) {
        return lsp::CompletionList::default();
    }
    let labels = in_force.glossary.labels_prepared();
    let (offers, is_incomplete) = if let Some(path) = configuration {
        let folder = path.parent().unwrap_or(path);
        config_file::completions(&in_force.glossary, &text.string, folder, offset)
    } else {
        let in_glossary = path.is_some_and(|path| in_force.has_in_glossary(&path));
        ide::completions(&in_force.glossary, labels, &text.string, note, analysis, offset, in_glossary)
    };
    let session = shared.session();
    let mut ranges: Vec<(note::Span, lsp::Range)> = Vec::new();
    let mut range = |span: &note::Span| {
        let known = ranges.iter().find(|(known, _)| known == span).map(|(_, range)| *range);
        known.unwrap_or_else(|| {
            let range = text.range(span);
            ranges.push((span.clone(), range));
            range
        })
    };
    let item = |(at, offer): (usize, ide::Completion)| {
        let data = offer.entry.map(|entry| json!({ "uri": url, "entry": labels.names(entry).0 }));
        lsp::CompletionItem { data, ..to_proto::completion(&mut range, &session, at, offer) }
    };
    let items = offers.into_iter().enumerate().map(item).collect();
    lsp::CompletionList { is_incomplete, items }
}

/// What stands for a list that goes out as the bytes it is.
pub(crate) fn slip(slip: String) -> lsp::CompletionResponse {
    let items = vec![lsp::CompletionItem { label: slip, ..lsp::CompletionItem::default() }];
    lsp::CompletionResponse::List(lsp::CompletionList { is_incomplete: false, items })
}

/// An item with its documentation, by the glossary in force for the document that it was offered in.
pub(crate) fn resolve(shared: &Shared, mut item: lsp::CompletionItem) -> lsp::CompletionItem {
    let Some((url, name)) = item.data.as_ref().and_then(offered) else { return item };
    let in_force = shared.workspace.of(path_of(&url).as_deref());
    if let Some(id) = in_force.glossary.named(name) {
        let language = if item.label.chars().any(note::token::is_han) { Language::Zh } else { Language::En };
        let card = ide::card(&in_force.glossary, id, in_force.language.unwrap_or(language));
        let session = shared.session();
        let markup = |kind, value| lsp::Documentation::MarkupContent(lsp::MarkupContent { kind, value });
        item.documentation = Some(if session.completion_markdown {
            markup(lsp::MarkupKind::Markdown, card.markdown())
        } else if session.completion_formats {
            markup(lsp::MarkupKind::PlainText, card.plain())
        } else {
            lsp::Documentation::String(card.plain())
        });
    }
    item
}

/// The document for which a completion was offered, and the entry's name.
fn offered(data: &Value) -> Option<(lsp::Url, &str)> {
    Some((lsp::Url::parse(data.get("uri")?.as_str()?).ok()?, data.get("entry")?.as_str()?))
}
