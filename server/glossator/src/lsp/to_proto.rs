//! From our results to the protocol's types.

use ide::{Completion, Diagnostic, Kind, Severity};
use tower_lsp::lsp_types as lsp;

use super::{document::Text, session::Client};
use crate::{config::Fault, position::LineIndex};

/// A diagnostic, with what the client can show of it. `statement` is the place of the statement in the glossary.
pub(crate) fn diagnostic(
    text: &Text,
    url: &lsp::Url,
    client: &Client,
    diagnostic: &Diagnostic,
    statement: Option<lsp::Location>,
) -> lsp::Diagnostic {
    let mut at = text.positions();
    let range = at.range(&diagnostic.span);
    let source = diagnostic.source.as_ref().filter(|_| client.code_description);
    let href = source.and_then(|(_, link)| web(link));
    let place = |location, message: &str| lsp::DiagnosticRelatedInformation { location, message: message.to_owned() };
    let related = client.related_information.then(|| {
        let related = diagnostic.related.iter();
        let related = related.map(|related| {
            let location = lsp::Location::new(url.clone(), at.range(&related.span));
            place(location, &related.message)
        });
        let evidence = diagnostic.evidence.as_deref().unwrap_or(&diagnostic.message);
        related.chain(statement.map(|location| place(location, evidence))).collect()
    });
    let data = diagnostic.fix.as_ref().filter(|_| client.diagnostic_data).map(|fix| {
        serde_json::json!({ "title": fix.title, "range": at.range(&fix.span), "newText": fix.replacement, "safe": fix.safe })
    });
    lsp::Diagnostic {
        range,
        severity: Some(severity(diagnostic.severity)),
        code: Some(lsp::NumberOrString::String(diagnostic.rule.clone())),
        code_description: href.map(|href| lsp::CodeDescription { href }),
        source: Some("glossator".to_owned()),
        message: diagnostic.message.clone(),
        related_information: related,
        tags: None,
        data,
    }
}

/// The address of a page. Nothing else that a glossary names is ever opened: an editor may run `command:` addresses.
pub(crate) fn web(address: &str) -> Option<lsp::Url> {
    lsp::Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// Where the words stand that a message quotes first.
fn quoted(message: &str, words: &str) -> Option<std::ops::Range<usize>> {
    let (at, mark) = message.char_indices().find(|(_, c)| matches!(c, '"' | '`'))?;
    let rest = message.get(at + 1..)?;
    let name = rest.get(..rest.find(mark)?).filter(|name| !name.is_empty())?;
    let whole = |&(at, _): &(usize, &str)| {
        let before = words.get(..at).and_then(|before| before.chars().next_back());
        let behind = words.get(at + name.len()..).and_then(|behind| behind.chars().next());
        let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/'));
        !part(before) && !part(behind)
    };
    words.match_indices(name).find(whole).map(|(at, _)| at..at + name.len())
}

/// What a message says may have been meant instead of what it quotes first.
pub(crate) fn meant(message: &str) -> Option<&str> {
    let rest = message.get(message.find("did you mean ")?..)?.strip_prefix("did you mean ")?;
    let mark = rest.chars().next().filter(|mark| matches!(mark, '"' | '`'))?;
    rest.get(1..)?.split(mark).next()
}

/// What is wrong with a configuration or glossary file, at the words that it quotes, else from its place to the end of
/// the line; with the severity that is set for its rule.
pub(crate) fn fault(text: &Text, fault: &Fault, set: Option<Severity>) -> lsp::Diagnostic {
    let (line, column) = fault.place.unwrap_or((1, 1));
    let index = LineIndex::new(&text.string);
    let (start, words) = index.line(line);
    let before: usize = words.chars().take((column as usize).saturating_sub(1)).map(char::len_utf8).sum();
    let span = start + before as u32..start + words.trim_end().len().max(before) as u32;
    let named = words.get(before..).and_then(|words| quoted(&fault.message, words));
    let span = named.map_or(span, |named| start + (before + named.start) as u32..start + (before + named.end) as u32);
    let default = if fault.warning { Severity::Warning } else { Severity::Error };
    lsp::Diagnostic {
        range: text.range(&span),
        severity: Some(severity(set.unwrap_or(default))),
        code: Some(lsp::NumberOrString::String(fault.rule.unwrap_or(CONFIGURATION).to_owned())),
        source: Some("glossator".to_owned()),
        message: fault.message.clone(),
        ..lsp::Diagnostic::default()
    }
}

/// The code of what is wrong with a configuration, which no rule is about.
const CONFIGURATION: &str = "configuration";

fn severity(severity: Severity) -> lsp::DiagnosticSeverity {
    match severity {
        Severity::Error => lsp::DiagnosticSeverity::ERROR,
        Severity::Warning => lsp::DiagnosticSeverity::WARNING,
        Severity::Information => lsp::DiagnosticSeverity::INFORMATION,
        Severity::Hint | Severity::Off => lsp::DiagnosticSeverity::HINT,
    }
}

/// A hover, as Markdown or plain text.
pub(crate) fn hover(text: &Text, client: &Client, hover: ide::Hover) -> lsp::Hover {
    let (kind, value) = if client.hover_markdown {
        (lsp::MarkupKind::Markdown, hover.markdown)
    } else {
        (lsp::MarkupKind::PlainText, hover.plain)
    };
    lsp::Hover {
        contents: lsp::HoverContents::Markup(lsp::MarkupContent { kind, value }),
        range: Some(text.range(&hover.span)),
    }
}

/// A completion item; its documentation is resolved later. `range` gives the range of a span: most items have the same.
pub(crate) fn completion(
    range: &mut impl FnMut(&note::Span) -> lsp::Range,
    client: &Client,
    at: usize,
    completion: Completion,
) -> lsp::CompletionItem {
    let snippet = completion.snippet.filter(|_| client.snippets);
    let format = snippet.is_some().then_some(lsp::InsertTextFormat::SNIPPET);
    let new_text = snippet.unwrap_or_else(|| completion.label.clone());
    let insert = range(&completion.replace);
    let edit = if client.insert_replace {
        let replace = range(&(completion.replace.start..completion.word_end));
        lsp::CompletionTextEdit::InsertAndReplace(lsp::InsertReplaceEdit { new_text, insert, replace })
    } else {
        lsp::CompletionTextEdit::Edit(lsp::TextEdit { range: insert, new_text })
    };
    let kind = match completion.kind {
        Kind::Term | Kind::Entry | Kind::Source => lsp::CompletionItemKind::REFERENCE,
        Kind::Key | Kind::Property => lsp::CompletionItemKind::PROPERTY,
        Kind::Value | Kind::Rule => lsp::CompletionItemKind::VALUE,
    };
    let detail = client
        .label_details
        .then(|| lsp::CompletionItemLabelDetails { detail: None, description: Some(completion.detail.clone()) });
    lsp::CompletionItem {
        label: completion.label,
        label_details: detail,
        kind: Some(kind),
        detail: Some(completion.detail),
        preselect: (completion.known && at == 0).then_some(true),
        sort_text: Some(format!("{at:04}")),
        filter_text: Some(completion.filter),
        insert_text_format: format,
        text_edit: Some(edit),
        ..lsp::CompletionItem::default()
    }
}

/// Folds by lines; those of one line are none, and of two that begin together the outer stays.
pub(crate) fn folds(text: &Text, limit: Option<usize>, folds: Vec<note::Span>) -> Vec<lsp::FoldingRange> {
    let mut ranges: Vec<lsp::FoldingRange> = Vec::new();
    for fold in folds {
        let (start_line, end_line) = (text.position(fold.start).line, text.position(fold.end).line);
        let repeats = ranges.last().is_some_and(|last| last.start_line == start_line);
        if start_line < end_line && !repeats && limit.is_none_or(|limit| ranges.len() < limit) {
            ranges.push(lsp::FoldingRange { start_line, end_line, ..lsp::FoldingRange::default() });
        }
    }
    ranges
}

/// A selection that widens span by span; spans that hold not all of the one before are left out.
pub(crate) fn selection(text: &Text, spans: impl Iterator<Item = note::Span>, offset: u32) -> lsp::SelectionRange {
    let mut inner = offset..offset;
    let mut chain = Vec::new();
    for span in spans {
        if span.start <= inner.start && inner.end <= span.end && span != inner {
            inner = span.clone();
            chain.push(span);
        }
    }
    let outward = chain
        .iter()
        .rev()
        .fold(None, |parent, span| Some(Box::new(lsp::SelectionRange { range: text.range(span), parent })));
    outward.map_or(lsp::SelectionRange { range: text.range(&(offset..offset)), parent: None }, |range| *range)
}

/// Edits of one file.
#[derive(Debug)]
pub(crate) struct FileEdit {
    /// Its address.
    pub(crate) url: lsp::Url,
    /// The version they are for, of an open file.
    pub(crate) version: Option<i32>,
    /// Whether the file is to be made first.
    pub(crate) create: bool,
    /// The edits.
    pub(crate) edits: Vec<lsp::TextEdit>,
}

/// Edits of files, versioned where the client can use that.
pub(crate) fn workspace_edit(client: &Client, files: Vec<FileEdit>) -> lsp::WorkspaceEdit {
    if !client.document_changes {
        let changes = files.into_iter().map(|file| (file.url, file.edits)).collect();
        return lsp::WorkspaceEdit { changes: Some(changes), ..lsp::WorkspaceEdit::default() };
    }
    let operations = files.into_iter().flat_map(|file| {
        let options = lsp::CreateFileOptions { overwrite: None, ignore_if_exists: Some(true) };
        let create = lsp::CreateFile { uri: file.url.clone(), options: Some(options), annotation_id: None };
        let create = file.create.then_some(lsp::DocumentChangeOperation::Op(lsp::ResourceOp::Create(create)));
        let text_document = lsp::OptionalVersionedTextDocumentIdentifier { uri: file.url, version: file.version };
        let edits = file.edits.into_iter().map(lsp::OneOf::Left).collect();
        let edit = lsp::DocumentChangeOperation::Edit(lsp::TextDocumentEdit { text_document, edits });
        create.into_iter().chain([edit])
    });
    let changes = lsp::DocumentChanges::Operations(operations.collect());
    lsp::WorkspaceEdit { document_changes: Some(changes), ..lsp::WorkspaceEdit::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_stands_at_the_words_it_quotes() {
        let text = Text::of(
            ropey::Rope::from_str("a\n🦙 {value: nonsense, other: nonsense-1}\n"),
            crate::lsp::document::Encoding::Utf16,
        );
        let of = |message: &str| {
            let place = Some((2, 3));
            let fault =
                Fault { place, message: message.to_owned(), ..Fault::configuration("x".into(), None, String::new()) };
            let range = super::fault(&text, &fault, None).range;
            (range.start.character, range.end.character)
        };
        assert_eq!(of("there is no entry \"nonsense\"; did you mean \"nonce\"?"), (11, 19));
        assert_eq!(of("there is no entry \"other-1\""), (3, 39));
        assert_eq!(of("not closed"), (3, 39));
        assert_eq!(meant("no \"x\"; did you mean \"nonce\"?"), Some("nonce"));
        assert_eq!(meant("no `x`; did you mean `nonce`?"), Some("nonce"));
        assert_eq!(meant("no `x`"), None);
    }
}
