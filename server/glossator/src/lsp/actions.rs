//! Code actions: fix a claim, fix all that is safe, silence a rule, define a term, use its preferred label, open a
//! source.

use std::collections::BTreeMap;

use claims::Language;
use note::Span;
use serde_json::json;
use tower_lsp::lsp_types as lsp;

use super::{
    address::path_of,
    configure,
    server::Shared,
    silence,
    to_proto::{self, FileEdit},
    world::Understood,
};

/// All safe fixes of a note.
pub(crate) const FIX_ALL: lsp::CodeActionKind = lsp::CodeActionKind::new("source.fixAll.glossator");

/// Defines a term.
pub(crate) const DEFINE: lsp::CodeActionKind = lsp::CodeActionKind::new("refactor.extract.glossator");

/// Writes a term as its entry prefers it.
pub(crate) const PREFER: lsp::CodeActionKind = lsp::CodeActionKind::new("refactor.rewrite.glossator");

/// The command that opens the page of a source.
pub(crate) const OPEN: &str = "glossator.open";

/// The actions for a range; without their edits where the client asks for those later. Takes time.
pub(crate) fn actions(
    shared: &Shared,
    understood: &Understood,
    range: lsp::Range,
    context: &lsp::CodeActionContext,
) -> lsp::CodeActionResponse {
    let mut actions = offered(shared, understood, &range, context.only.as_deref());
    if shared.session().resolves_edits {
        // Two findings of a line may be mended under one title.
        let mut met: BTreeMap<String, usize> = BTreeMap::new();
        for action in actions.iter_mut().filter(|action| action.edit.is_some()) {
            action.edit = None;
            let (uri, version) = (&understood.url, understood.version);
            let same = met.entry(action.title.clone()).or_default();
            action.data = Some(json!({ "uri": uri, "version": version, "range": range, "same": *same }));
            *same += 1;
        }
    }
    actions.into_iter().map(lsp::CodeActionOrCommand::CodeAction).collect()
}

/// The document, its version and the range that an action was offered for.
pub(crate) fn origin(action: &lsp::CodeAction) -> Option<(lsp::Url, i32, lsp::Range)> {
    let data = action.data.as_ref()?;
    let version = i32::try_from(data.get("version")?.as_i64()?).ok()?;
    let range = serde_json::from_value(data.get("range")?.clone()).ok()?;
    Some((lsp::Url::parse(data.get("uri")?.as_str()?).ok()?, version, range))
}

/// An action with its edit: the one that is offered again under the same title, after as many others. Takes time.
pub(crate) fn resolve(
    shared: &Shared,
    understood: &Understood,
    range: &lsp::Range,
    mut action: lsp::CodeAction,
) -> lsp::CodeAction {
    let only: Vec<lsp::CodeActionKind> = action.kind.iter().cloned().collect();
    let before = action.data.as_ref().and_then(|data| data.get("same")?.as_u64()).unwrap_or_default();
    let same = |offer: &lsp::CodeAction| offer.title == action.title && offer.edit.is_some();
    let mut again = offered(shared, understood, range, Some(&only)).into_iter().filter(same);
    action.edit = again.nth(before as usize).and_then(|offer| offer.edit);
    action
}

fn offered(
    shared: &Shared,
    understood: &Understood,
    range: &lsp::Range,
    only: Option<&[lsp::CodeActionKind]>,
) -> Vec<lsp::CodeAction> {
    let wanted = |kind: &lsp::CodeActionKind| {
        let covers = |only: &lsp::CodeActionKind| {
            let only = only.as_str();
            // The empty kind is that of which all others are.
            only.is_empty()
                || kind.as_str().strip_prefix(only).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        only.is_none_or(|only| only.iter().any(covers))
    };
    let found = Shared::findings(&understood.url, understood);
    let mut actions = Vec::new();
    if wanted(&lsp::CodeActionKind::QUICKFIX) {
        actions.extend(quick_fixes(shared, understood, range, &found));
        actions.extend(corrections(shared, understood, range));
    }
    // A configuration has no words of a note.
    if super::shared::is_data(&understood.url) {
        return actions;
    }
    if wanted(&PREFER) {
        let rewrites = ide::preferred(
            &understood.in_force.glossary,
            &understood.text.string,
            &understood.analysis,
            &span(understood, range),
        );
        let rewrite = |(title, span, label): (String, Span, String)| {
            let edit = lsp::TextEdit::new(understood.text.range(&span), label);
            action(title, PREFER, here(shared, understood, vec![edit]))
        };
        actions.extend(rewrites.map(rewrite));
    }
    if wanted(&DEFINE)
        && let Some((title, edit)) = configure::define(shared, understood, range)
    {
        actions.push(action(title, DEFINE, edit));
    }
    let safe = found.iter().filter_map(|found| found.fix.as_ref()).filter(|fix| fix.safe);
    let safe: Vec<lsp::TextEdit> = safe.map(|fix| replace(understood, fix)).collect();
    // Offered unasked it would only repeat the quick fixes.
    if only.is_some() && wanted(&FIX_ALL) && !safe.is_empty() {
        let title = "Fix all safe glossator findings".to_owned();
        actions.push(action(title, FIX_ALL, here(shared, understood, safe)));
    }
    actions
}

/// What can be done about the findings that a range touches.
fn quick_fixes(
    shared: &Shared,
    understood: &Understood,
    range: &lsp::Range,
    found: &[ide::Diagnostic],
) -> Vec<lsp::CodeAction> {
    let (first, end) = (lsp::Position::new(range.start.line, 0), lsp::Position::new(range.end.line, u32::MAX));
    let lines = span(understood, &lsp::Range::new(first, end));
    let mut touched: Vec<_> = found
        .iter()
        .filter(|found| found.span.start <= lines.end && lines.start <= found.span.end)
        .map(|found| (found, shared.diagnostic(&understood.url, &understood.text, found)))
        .filter(|(_, diagnostic)| touches(&diagnostic.range, range))
        .collect();
    // What the range is in comes before what else is on its lines.
    let asked = span(understood, range);
    touched.sort_by_key(|(found, _)| found.span.end < asked.start || asked.end < found.span.start);
    // Preferred is what is certain where it is the only fix: an editor applies it unseen.
    let single = touched.iter().filter(|(found, _)| found.fix.is_some()).count() == 1;
    let mut actions = Vec::new();
    for (found, diagnostic) in touched {
        let mut offers = Vec::new();
        if let Some(fix) = &found.fix {
            let mut fixed = action(
                fix.title.clone(),
                lsp::CodeActionKind::QUICKFIX,
                here(shared, understood, vec![replace(understood, fix)]),
            );
            fixed.is_preferred = (fix.safe && single).then_some(true);
            offers.push(fixed);
        }
        if !found.rule.starts_with("glossary/") {
            let silenced = silence::silence(understood, found, diagnostic.range.start.line).into_iter();
            let silenced = silenced.map(|(title, edit)| (title, here(shared, understood, vec![edit])));
            let edits = silenced.chain(configure::turn_off(shared, understood, &found.rule, found.language));
            offers.extend(edits.map(|(title, edit)| action(title, lsp::CodeActionKind::QUICKFIX, edit)));
        }
        offers.extend(open(shared, found));
        for mut offer in offers {
            let same = |other: &&mut lsp::CodeAction| {
                other.title == offer.title && other.edit == offer.edit && other.command == offer.command
            };
            // What silences a rule, or opens a source, does so for all findings of the line.
            if let Some(known) =
                actions.iter_mut().find(same).and_then(|other: &mut lsp::CodeAction| other.diagnostics.as_mut())
            {
                known.push(diagnostic.clone());
            } else {
                offer.diagnostics = Some(vec![diagnostic.clone()]);
                actions.push(offer);
            }
        }
    }
    actions
}

/// What is meant by the unknown names of a configuration or glossary file.
fn corrections(shared: &Shared, understood: &Understood, range: &lsp::Range) -> Vec<lsp::CodeAction> {
    let faults = path_of(&understood.url).and_then(|path| shared.workspace.faults().remove(&path)).unwrap_or_default();
    let shown = Shared::faults(&understood.in_force, &understood.text, &faults);
    let correct = |fault: lsp::Diagnostic| {
        let meant = to_proto::meant(&fault.message)?.to_owned();
        let words = span(understood, &fault.range);
        let words = understood.text.string.get(words.start as usize..words.end as usize)?;
        // A name, not all of the line.
        if words.is_empty() || words.contains(char::is_whitespace) {
            return None;
        }
        let edit = here(shared, understood, vec![lsp::TextEdit::new(fault.range, meant.clone())]);
        let correction = action(format!("Replace by “{meant}”"), lsp::CodeActionKind::QUICKFIX, edit);
        Some(lsp::CodeAction { diagnostics: Some(vec![fault]), ..correction })
    };
    shown.into_iter().filter(|fault| touches(&fault.range, range)).filter_map(correct).collect()
}

/// Opens the source of a finding, where the client can be asked to.
fn open(shared: &Shared, found: &ide::Diagnostic) -> Option<lsp::CodeAction> {
    let (name, url) = found.source.as_ref()?;
    let url = to_proto::web(url).filter(|_| shared.session().shows_documents)?;
    let title = match found.language {
        Language::En => format!("Open {name}"),
        Language::Zh => format!("打开 {name}"),
    };
    let command = lsp::Command::new(title.clone(), OPEN.to_owned(), Some(vec![json!(url)]));
    let kind = Some(lsp::CodeActionKind::QUICKFIX);
    Some(lsp::CodeAction { title, kind, command: Some(command), ..lsp::CodeAction::default() })
}

fn action(title: String, kind: lsp::CodeActionKind, edit: lsp::WorkspaceEdit) -> lsp::CodeAction {
    lsp::CodeAction { title, kind: Some(kind), edit: Some(edit), ..lsp::CodeAction::default() }
}

/// Edits of the note itself.
fn here(shared: &Shared, understood: &Understood, edits: Vec<lsp::TextEdit>) -> lsp::WorkspaceEdit {
    let file = FileEdit { url: understood.url.clone(), version: understood.told(), create: false, edits };
    to_proto::workspace_edit(&shared.session(), vec![file])
}

fn replace(understood: &Understood, fix: &claims::Fix) -> lsp::TextEdit {
    lsp::TextEdit::new(understood.text.range(&fix.span), fix.replacement.clone())
}

fn span(understood: &Understood, range: &lsp::Range) -> Span {
    understood.text.offset(range.start)..understood.text.offset(range.end)
}

fn touches(a: &lsp::Range, b: &lsp::Range) -> bool {
    a.start.line <= b.end.line && b.start.line <= a.end.line
}
