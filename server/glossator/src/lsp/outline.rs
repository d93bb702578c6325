//! The symbols of a glossary file: the entry with its statements.

use ide::entry_file::{self, Item, ItemKind};
use note::Span;
use tower_lsp::lsp_types as lsp;

use super::{document::Text, navigation::stem, session::Client, world::Understood};

/// The symbols of a glossary file; notes have none of ours.
pub(crate) fn symbols(understood: &Understood, client: &Client) -> Option<lsp::DocumentSymbolResponse> {
    let Understood { url, text, .. } = understood;
    if !entry_file::is_entry(&text.string) {
        return None;
    }
    let items = entry_file::items(&text.string);
    let label = items.iter().find(|item| item.kind == ItemKind::Label);
    let name = label.map_or_else(|| stem(url).to_owned(), |item| word(text, item).to_owned());
    let statements = statements(text, &items);
    if !client.symbol_tree {
        let at = |span: &Span| lsp::Location::new(url.clone(), text.range(span));
        #[expect(deprecated, reason = "the field must be given")]
        let flat = |(name, _, span): &(String, String, Span)| lsp::SymbolInformation {
            name: name.clone(),
            kind: lsp::SymbolKind::PROPERTY,
            tags: None,
            deprecated: None,
            location: at(span),
            container_name: None,
        };
        return Some(lsp::DocumentSymbolResponse::Flat(statements.iter().map(flat).collect()));
    }
    let children = statements.into_iter().map(|(name, detail, span)| {
        let range = text.range(&span);
        symbol(name, Some(detail), lsp::SymbolKind::PROPERTY, range, range, None)
    });
    let all = text.range(&(0..text.string.len() as u32));
    let selection = label.map_or(lsp::Range::default(), |item| text.range(&item.span));
    let kind = items.iter().find(|item| item.kind == ItemKind::Type).map(|item| word(text, item).to_owned());
    let entry = symbol(name, kind, lsp::SymbolKind::CLASS, all, selection, Some(children.collect()));
    Some(lsp::DocumentSymbolResponse::Nested(vec![entry]))
}

fn symbol(
    name: String,
    detail: Option<String>,
    kind: lsp::SymbolKind,
    range: lsp::Range,
    selection_range: lsp::Range,
    children: Option<Vec<lsp::DocumentSymbol>>,
) -> lsp::DocumentSymbol {
    #[expect(deprecated, reason = "the field must be given")]
    lsp::DocumentSymbol { name, detail, kind, tags: None, deprecated: None, range, selection_range, children }
}

/// Property, values and span of each statement.
fn statements(text: &Text, items: &[Item]) -> Vec<(String, String, Span)> {
    let mut statements: Vec<(String, String, Span)> = Vec::new();
    for item in items {
        match (item.kind, statements.last_mut()) {
            (ItemKind::Property, _) => statements.push((word(text, item).to_owned(), String::new(), item.span.clone())),
            (ItemKind::Value, Some((_, detail, span))) => {
                let comma = if detail.is_empty() { "" } else { ", " };
                detail.push_str(comma);
                detail.push_str(word(text, item));
                span.end = item.span.end;
            }
            _ => {}
        }
    }
    statements.retain(|(name, _, _)| !name.is_empty());
    statements
}

fn word<'t>(text: &'t Text, item: &Item) -> &'t str {
    text.string.get(item.span.start as usize..item.span.end as usize).unwrap_or_default()
}
