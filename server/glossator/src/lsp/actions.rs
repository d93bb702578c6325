//! Code actions: fix a claim, fix all that is safe, silence a rule, define a term.

use tower_lsp::lsp_types as lsp;

use super::{
    configure,
    document::Text,
    server::Shared,
    to_proto::{self, FileEdit},
    world::Understood,
};

/// All safe fixes of a note.
pub(crate) const FIX_ALL: lsp::CodeActionKind = lsp::CodeActionKind::new("source.fixAll.glossator");

/// Defines a term.
pub(crate) const DEFINE: lsp::CodeActionKind = lsp::CodeActionKind::new("refactor.extract.glossator");

/// The actions for a range. Takes time.
pub(crate) fn actions(
    shared: &Shared,
    understood: &Understood,
    range: &lsp::Range,
    context: &lsp::CodeActionContext,
) -> lsp::CodeActionResponse {
    let diagnostics = &shared.diagnostics(&understood.url, understood);
    let client = &shared.session();
    let wanted = |kind: &lsp::CodeActionKind| {
        let covers = |only: &lsp::CodeActionKind| {
            kind.as_str() == only.as_str() || kind.as_str().starts_with(&format!("{}.", only.as_str()))
        };
        context.only.as_ref().is_none_or(|only| only.iter().any(covers))
    };
    let edit = |edits| {
        let file = FileEdit { url: understood.url.clone(), version: Some(understood.version), create: false, edits };
        to_proto::workspace_edit(client, vec![file])
    };
    let mut actions = Vec::new();
    if wanted(&lsp::CodeActionKind::QUICKFIX) {
        for diagnostic in diagnostics.iter().filter(|diagnostic| touches(&diagnostic.range, range)) {
            if let Some((title, fix, safe)) = fix_of(diagnostic) {
                actions.push(action(title, lsp::CodeActionKind::QUICKFIX, edit(vec![fix]), Some(diagnostic), safe));
            }
            let Some(rule) = rule(diagnostic) else { continue };
            let silenced = silence(understood, rule, diagnostic.range.start.line);
            let silenced = silenced.into_iter().map(|(title, silence)| (title, edit(vec![silence])));
            for (title, edit) in silenced.chain(configure::turn_off(shared, understood, rule)) {
                actions.push(action(title, lsp::CodeActionKind::QUICKFIX, edit, Some(diagnostic), false));
            }
        }
    }
    if wanted(&DEFINE)
        && let Some((title, edit)) = configure::define(shared, understood, range)
    {
        actions.push(action(title, DEFINE, edit, None, false));
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

/// The title, edit and safety of a diagnostic's fix.
fn fix_of(diagnostic: &lsp::Diagnostic) -> Option<(String, lsp::TextEdit, bool)> {
    let data = diagnostic.data.as_ref()?;
    let range: lsp::Range = serde_json::from_value(data.get("range")?.clone()).ok()?;
    let text = data.get("newText")?.as_str()?;
    let title = data.get("title")?.as_str()?;
    let safe = data.get("safe")?.as_bool()?;
    Some((title.to_owned(), lsp::TextEdit::new(range, text.to_owned()), safe))
}

/// The rule of a diagnostic that comments can silence.
fn rule(diagnostic: &lsp::Diagnostic) -> Option<&str> {
    match &diagnostic.code {
        Some(lsp::NumberOrString::String(rule)) if !rule.starts_with("glossary/") => Some(rule),
        _ => None,
    }
}

/// Comments that silence a rule: above the line, behind it, at the top of the note. In a table only those beside it
/// leave it whole, so the one above is left to prose.
fn silence(understood: &Understood, rule: &str, line: u32) -> Vec<(String, lsp::TextEdit)> {
    let Text { string, rope, .. } = &understood.text;
    let words = rope.get_line(line as usize).map(|line| line.to_string()).unwrap_or_default();
    let insert = |position, text: String| lsp::TextEdit::new(lsp::Range::new(position, position), text);
    let start = rope.try_line_to_byte(line as usize).unwrap_or_default();
    let end = understood.text.position((start + words.trim_end().len()) as u32);
    let indent: String = words.chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
    let above = format!("{indent}<!-- glossator-disable-next-line {rule} -->\n");
    let behind = format!(" <!-- glossator-disable-line {rule} -->");
    let body = ide::entry_file::front_matter(string).map_or(0, |front| {
        let rest = string.get(front.end as usize + 1..).unwrap_or_default();
        front.end as usize + 1 + rest.find('\n').map_or(rest.len(), |at| at + 1)
    });
    let top = understood.text.position(body as u32);
    let whole = format!("<!-- glossator-disable {rule} -->\n");
    let in_table = words.trim_start().starts_with('|');
    let above =
        (!in_table).then(|| (format!("Silence {rule} for this line"), insert(lsp::Position::new(line, 0), above)));
    above
        .into_iter()
        .chain([
            (format!("Silence {rule} behind this line"), insert(end, behind)),
            (format!("Silence {rule} in this note"), insert(top, whole)),
        ])
        .collect()
}

fn touches(a: &lsp::Range, b: &lsp::Range) -> bool {
    a.start.line <= b.end.line && b.start.line <= a.end.line
}
