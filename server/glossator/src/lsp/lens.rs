//! Inlay hints and code lenses, both off unless they are switched on: what an acronym stands for at its first use, and
//! how often notes mention an entry.

use tower_lsp::lsp_types as lsp;

use super::{navigation::stem, notes, server::Shared, world::Understood};

/// What the acronyms of a range stand for.
pub(crate) fn hints(understood: &Understood, range: &lsp::Range) -> Vec<lsp::InlayHint> {
    let Understood { in_force, text, analysis, .. } = understood;
    let wanted = text.offset(range.start)..text.offset(range.end);
    let hints = ide::expansions(&in_force.glossary, &text.string, analysis, in_force.language);
    let hints = hints.into_iter().filter(|hint| wanted.start <= hint.at && hint.at <= wanted.end);
    let hint = |hint: ide::Expansion| lsp::InlayHint {
        position: text.position(hint.at),
        label: lsp::InlayHintLabel::String(hint.label),
        kind: None,
        text_edits: None,
        tooltip: None,
        padding_left: Some(true),
        padding_right: None,
        data: None,
    };
    hints.map(hint).collect()
}

/// The lens of a glossary file, whose number is counted later; notes have none.
pub(crate) fn lenses(understood: &Understood) -> Option<Vec<lsp::CodeLens>> {
    let Understood { url, in_force, text, .. } = understood;
    in_force.glossary.named(stem(url)).filter(|_| ide::entry_file::is_entry(&text.string))?;
    let range = text.range(&ide::name_in(&text.string));
    Some(vec![lsp::CodeLens { range, command: None, data: Some(serde_json::json!({ "uri": url })) }])
}

/// A lens with the number of mentions in the notes of the workspace. Takes long.
pub(crate) fn count(shared: &Shared, mut lens: lsp::CodeLens) -> lsp::CodeLens {
    let uri = lens.data.as_ref().and_then(|data| data.get("uri")).and_then(serde_json::Value::as_str);
    let Some(url) = uri.and_then(|uri| lsp::Url::parse(uri).ok()) else { return lens };
    let name = stem(&url);
    let counts = notes::each(shared, |read| {
        let entry = read.in_force.glossary.named(name).filter(|_| *read.url != url);
        entry.map_or(0, |entry| ide::occurrences(read.analysis, entry).count())
    });
    let (mentions, notes) = (counts.iter().sum::<usize>(), counts.iter().filter(|&&count| count > 0).count());
    let plural = |number: usize, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
    let title = format!("{} in {}", plural(mentions, "mention"), plural(notes, "note"));
    // A command without a name is shown and does nothing; none that shows references is known to all editors.
    lens.command = Some(lsp::Command { title, command: String::new(), arguments: None });
    lens
}
