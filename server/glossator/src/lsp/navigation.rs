//! From terms to their entries, their mentions, and what is broader and narrower.

use std::sync::Arc;

use glossary::{EntryId, Glossary};
use ide::{Named, Quoted, entry_file};
use note::Span;
use serde_json::{Value, json};
use tower_lsp::lsp_types as lsp;

use super::{address::path_of, notes, places, server::Shared, to_proto, world::Understood};
use crate::knowledge::Knowledge;

/// A search for terms gives no more than this; more letters narrow it.
const SYMBOLS: usize = 100;

/// Which entries are gone to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Goal {
    /// The term's own.
    Definition,
    /// The broader ones.
    Broader,
    /// The narrower ones.
    Narrower,
}

/// The term at a position.
pub(crate) fn named(understood: &Understood, position: lsp::Position) -> Option<Named> {
    let Understood { url, in_force, text, analysis, .. } = understood;
    let offset = text.offset(position);
    ide::named_at(&in_force.glossary, &text.string, analysis, stem(url), offset)
}

/// Where the entries of the term at a position are written.
pub(crate) fn goto(
    shared: &Shared,
    understood: &Understood,
    position: lsp::Position,
    goal: Goal,
) -> Option<lsp::GotoDefinitionResponse> {
    let glossary = &understood.in_force.glossary;
    let quoted = || matches!(goal, Goal::Definition).then(|| quoted(shared, understood, position)).flatten();
    let (span, locations) = match (quoted(), named(understood, position)) {
        (Some((span, location)), _) => (span, vec![location]),
        (None, Some(Named { span, entries })) => {
            let targets = entries.iter().flat_map(|&entry| targets(glossary, entry, goal));
            (span, targets.filter_map(|entry| places::location(shared, glossary, entry)).collect())
        }
        (None, None) => return None,
    };
    if locations.is_empty() {
        return None;
    }
    let session = shared.session();
    let links = match goal {
        Goal::Definition => session.definition_links,
        Goal::Broader => session.type_definition_links,
        Goal::Narrower => session.implementation_links,
    };
    if !links {
        return Some(lsp::GotoDefinitionResponse::Array(locations));
    }
    let origin = understood.text.range(&span);
    let link = |location: lsp::Location| lsp::LocationLink {
        origin_selection_range: Some(origin),
        target_uri: location.uri,
        target_range: location.range,
        target_selection_range: location.range,
    };
    Some(lsp::GotoDefinitionResponse::Link(locations.into_iter().map(link).collect()))
}

/// Where a source that is cited, or a property of a statement, is written.
fn quoted(shared: &Shared, understood: &Understood, position: lsp::Position) -> Option<(Span, lsp::Location)> {
    let Understood { in_force, text, .. } = understood;
    let (span, quoted) = ide::quoted_at(&text.string, text.offset(position))?;
    let name = text.string.get(span.start as usize..span.end as usize)?;
    let location = match quoted {
        Quoted::Source => places::source(shared, in_force, name),
        Quoted::Property => places::property(shared, in_force, name),
    };
    Some((span, location?))
}

fn targets(glossary: &Glossary, entry: EntryId, goal: Goal) -> Vec<EntryId> {
    match goal {
        Goal::Definition => vec![entry],
        Goal::Broader => glossary.entry(entry).broader.clone(),
        Goal::Narrower => glossary.entry(entry).narrower.clone(),
    }
}

/// Every mention of the term at a position in the notes of the workspace, or every citation of the source; its entry
/// first, if that is asked for.
pub(crate) fn references(
    shared: &Shared,
    understood: &Understood,
    position: lsp::Position,
    declaration: bool,
) -> Option<Vec<lsp::Location>> {
    let glossary = &understood.in_force.glossary;
    if let Some(cited) = citations(shared, understood, position, declaration) {
        return Some(cited);
    }
    let entries = named(understood, position)?.entries;
    let names: Vec<&str> = entries.iter().map(|&entry| glossary.entry(entry).name.as_str()).collect();
    let declared = entries.iter().filter(|_| declaration);
    let mut locations: Vec<lsp::Location> =
        declared.filter_map(|&entry| places::location(shared, glossary, entry)).collect();
    let mentions = notes::each(shared, |read| {
        let entries = entries.iter().filter_map(|&entry| places::same(glossary, entry, &read.in_force.glossary));
        let ids = entry_file::named(&read.text.string, &names);
        let spans = entries.flat_map(|entry| ide::occurrences(read.analysis, entry)).chain(ids);
        read.locations(spans)
    });
    for location in mentions.into_iter().flatten() {
        if !locations.contains(&location) {
            locations.push(location);
        }
    }
    Some(locations)
}

/// Every citation of the source at a position.
fn citations(
    shared: &Shared,
    understood: &Understood,
    position: lsp::Position,
    declaration: bool,
) -> Option<Vec<lsp::Location>> {
    let Understood { in_force, text, .. } = understood;
    let (span, _) = ide::quoted_at(&text.string, text.offset(position)).filter(|(_, it)| *it == Quoted::Source)?;
    let key = text.string.get(span.start as usize..span.end as usize)?;
    let declared = declaration.then(|| places::source(shared, in_force, key)).flatten();
    let cited = notes::each(shared, |read| {
        let spans = ide::citations(&read.text.string, key);
        read.locations(spans)
    });
    Some(declared.into_iter().chain(cited.into_iter().flatten()).collect())
}

/// The mentions of the term at a position in its note.
pub(crate) fn highlights(understood: &Understood, position: lsp::Position) -> Option<Vec<lsp::DocumentHighlight>> {
    let entry = *named(understood, position)?.entries.first()?;
    let highlight = |span| lsp::DocumentHighlight {
        range: understood.text.range(&span),
        kind: Some(lsp::DocumentHighlightKind::TEXT),
    };
    Some(ide::occurrences(&understood.analysis, entry).map(highlight).collect())
}

/// The terms that a query names, of the glossaries of all folders.
pub(crate) fn symbols(shared: &Shared, query: &str) -> Vec<lsp::SymbolInformation> {
    // The built-in entries are the same in all.
    let mut glossaries: Vec<Arc<Knowledge>> = vec![Arc::clone(&shared.workspace.of(None).glossary)];
    for root in shared.workspace.roots() {
        let glossary = &shared.workspace.of(Some(&root.join("note.md"))).glossary;
        if !glossaries.iter().any(|known| Arc::ptr_eq(known, glossary)) {
            glossaries.push(Arc::clone(glossary));
        }
    }
    let mut found: Vec<(&Knowledge, ide::Symbol)> = Vec::new();
    for (at, glossary) in glossaries.iter().enumerate() {
        let symbols = ide::symbols(glossary, glossary.labels_prepared(), query, SYMBOLS).into_iter();
        let new = symbols.filter(|symbol| at == 0 || places::own_file(glossary, symbol.entry).is_some());
        found.extend(new.map(|symbol| (&**glossary, symbol)));
    }
    found.sort_by_key(|(_, symbol)| symbol.rank);
    found.truncate(SYMBOLS);
    let symbol = |(glossary, symbol): (&Knowledge, ide::Symbol)| {
        #[expect(deprecated, reason = "the field must be given")]
        Some(lsp::SymbolInformation {
            location: places::location(shared, glossary, symbol.entry)?,
            name: symbol.label,
            kind: lsp::SymbolKind::CLASS,
            tags: None,
            deprecated: None,
            container_name: Some(symbol.kind),
        })
    };
    found.into_iter().filter_map(symbol).collect()
}

/// The term at a position as an item of the hierarchy of broader and narrower terms.
pub(crate) fn hierarchy(
    shared: &Shared,
    understood: &Understood,
    position: lsp::Position,
) -> Option<Vec<lsp::TypeHierarchyItem>> {
    let glossary = &understood.in_force.glossary;
    let entries = named(understood, position)?.entries;
    Some(entries.into_iter().filter_map(|entry| item(shared, glossary, &understood.url, entry)).collect())
}

/// The broader or narrower terms of an item.
pub(crate) fn related(shared: &Shared, data: Option<&Value>, goal: Goal) -> Option<Vec<lsp::TypeHierarchyItem>> {
    let data = data?;
    let url = lsp::Url::parse(data.get("uri")?.as_str()?).ok()?;
    let in_force = shared.workspace.of(path_of(&url).as_deref());
    let glossary = &in_force.glossary;
    let entry = glossary.named(data.get("entry")?.as_str()?)?;
    Some(targets(glossary, entry, goal).into_iter().filter_map(|entry| item(shared, glossary, &url, entry)).collect())
}

fn item(shared: &Shared, glossary: &Glossary, note: &lsp::Url, id: EntryId) -> Option<lsp::TypeHierarchyItem> {
    let entry = glossary.entry(id);
    let location = places::location(shared, glossary, id)?;
    Some(lsp::TypeHierarchyItem {
        name: entry.pref_label.en.clone(),
        kind: lsp::SymbolKind::CLASS,
        tags: None,
        detail: Some(detail(entry)),
        uri: location.uri,
        range: location.range,
        selection_range: location.range,
        data: Some(json!({ "uri": note, "entry": entry.name })),
    })
}

/// The Chinese label of an entry, where it is another, and the type.
fn detail(entry: &glossary::Entry) -> String {
    let (label, kind) = (&entry.pref_label, ide::kinds::kind(&entry.kind, claims::Language::En));
    if label.zh.is_empty() || label.zh == label.en { kind } else { format!("{} · {kind}", label.zh) }
}

/// The links of a note or glossary file, to pages of the web alone.
pub(crate) fn links(shared: &Shared, understood: &Understood) -> Vec<lsp::DocumentLink> {
    let tooltips = shared.session().link_tooltips;
    let link = |link: ide::Link| {
        Some(lsp::DocumentLink {
            range: understood.text.range(&link.span),
            target: Some(to_proto::web(&link.url)?),
            tooltip: tooltips.then_some(link.title),
            data: None,
        })
    };
    let Understood { in_force, text, note, .. } = understood;
    ide::links(&in_force.glossary, &text.string, note).into_iter().filter_map(link).collect()
}

/// The stem of a file's name: the id of the entry it has.
pub(crate) fn stem(url: &lsp::Url) -> &str {
    let name = url.path().rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
