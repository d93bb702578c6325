//! Code actions: fix a claim, fix all that is safe, silence a rule.

use tower_lsp::lsp_types as lsp;

use super::{session::Client, world::Understood};

/// All safe fixes of a note.
pub(crate) const FIX_ALL: lsp::CodeActionKind = lsp::CodeActionKind::new("source.fixAll.glossator");

/// The actions for a range.
pub(crate) fn actions(
    url: &lsp::Url,
    understood: &Understood,
    client: &Client,
    range: &lsp::Range,
    context: &lsp::CodeActionContext,
    diagnostics: &[lsp::Diagnostic],
) -> lsp::CodeActionResponse {
    let wanted = |kind: &lsp::CodeActionKind| {
        let covers = |only: &lsp::CodeActionKind| {
            kind.as_str() == only.as_str() || kind.as_str().starts_with(&format!("{}.", only.as_str()))
        };
        context.only.as_ref().is_none_or(|only| only.iter().any(covers))
    };
    let edit = |edits| workspace_edit(url, understood.version, client, edits);
    let mut actions = Vec::new();
    if wanted(&lsp::CodeActionKind::QUICKFIX) {
        for diagnostic in diagnostics.iter().filter(|diagnostic| touches(&diagnostic.range, range)) {
            if let Some((title, fix, safe)) = fix_of(diagnostic) {
                actions.push(action(title, lsp::CodeActionKind::QUICKFIX, edit(vec![fix]), Some(diagnostic), safe));
            }
            let (title, silence) = silence(understood, diagnostic);
            actions.push(action(title, lsp::CodeActionKind::QUICKFIX, edit(vec![silence]), Some(diagnostic), false));
        }
    }
    let safe: Vec<lsp::TextEdit> =
        diagnostics.iter().filter_map(fix_of).filter(|(_, _, safe)| *safe).map(|(_, fix, _)| fix).collect();
    // Offered unasked it would only repeat the quick fixes.
    if context.only.is_some() && wanted(&FIX_ALL) && !safe.is_empty() {
        actions.push(action("Fix all safe glossator findings".to_owned(), FIX_ALL, edit(safe), None, false));
    }
    actions
}

fn action(
    title: String,
    kind: lsp::CodeActionKind,
    edit: lsp::WorkspaceEdit,
    diagnostic: Option<&lsp::Diagnostic>,
    preferred: bool,
) -> lsp::CodeActionOrCommand {
    lsp::CodeActionOrCommand::CodeAction(lsp::CodeAction {
        title,
        kind: Some(kind),
        diagnostics: diagnostic.map(|diagnostic| vec![diagnostic.clone()]),
        edit: Some(edit),
        is_preferred: preferred.then_some(true),
        ..lsp::CodeAction::default()
    })
}

fn workspace_edit(url: &lsp::Url, version: i32, client: &Client, edits: Vec<lsp::TextEdit>) -> lsp::WorkspaceEdit {
    if client.document_changes {
        let document = lsp::OptionalVersionedTextDocumentIdentifier { uri: url.clone(), version: Some(version) };
        let edits = edits.into_iter().map(lsp::OneOf::Left).collect();
        let changes = vec![lsp::TextDocumentEdit { text_document: document, edits }];
        lsp::WorkspaceEdit { document_changes: Some(lsp::DocumentChanges::Edits(changes)), ..Default::default() }
    } else {
        lsp::WorkspaceEdit { changes: Some([(url.clone(), edits)].into()), ..Default::default() }
    }
}

/// The title, edit and safety of a diagnostic's fix.
fn fix_of(diagnostic: &lsp::Diagnostic) -> Option<(String, lsp::TextEdit, bool)> {
    let data = diagnostic.data.as_ref()?;
    let range: lsp::Range = serde_json::from_value(data.get("range")?.clone()).ok()?;
    let text = data.get("newText")?.as_str()?;
    let title = data.get("title")?.as_str()?;
    let safe = data.get("safe")?.as_bool()?;
    Some((title.to_owned(), lsp::TextEdit::new(range, text.to_owned()), safe))
}

/// A comment above the line that silences the rule there.
fn silence(understood: &Understood, diagnostic: &lsp::Diagnostic) -> (String, lsp::TextEdit) {
    let rule = match &diagnostic.code {
        Some(lsp::NumberOrString::String(rule)) => rule.as_str(),
        _ => "",
    };
    let line = diagnostic.range.start.line;
    let indent: String = understood
        .text
        .rope
        .get_line(line as usize)
        .map(|line| line.chars().take_while(|c| matches!(c, ' ' | '\t')).collect())
        .unwrap_or_default();
    let at = lsp::Position::new(line, 0);
    let comment = format!("{indent}<!-- glossator-disable-next-line {rule} -->\n");
    (format!("Silence {rule} for this line"), lsp::TextEdit::new(lsp::Range::new(at, at), comment))
}

fn touches(a: &lsp::Range, b: &lsp::Range) -> bool {
    a.start.line <= b.end.line && b.start.line <= a.end.line
}
