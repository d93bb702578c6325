//! Renames a label of a workspace's term: in its entry and in all notes that write it so.

use glossary::{EntryId, Glossary};
use ide::{
    Named,
    entry_file::{self, ItemKind},
};
use note::Span;
use tower_lsp::lsp_types as lsp;

use super::{
    document::Text,
    navigation::{named, stem},
    notes, places,
    server::Shared,
    to_proto::{self, FileEdit},
    world::Understood,
};

/// What can be renamed at a position, or why it cannot.
pub(crate) fn prepare(understood: &Understood, position: lsp::Position) -> Result<(EntryId, Span), String> {
    let Named { span, entries } = named(understood, position).ok_or("there is no term here")?;
    let glossary = &understood.in_force.glossary;
    let [entry] = entries.as_slice() else {
        return Err("the words can mean several terms; rename one in its glossary file".to_owned());
    };
    if places::own_file(glossary, *entry).is_none() {
        let label = &glossary.entry(*entry).pref_label.en;
        return Err(format!("“{label}” is a term of the built-in glossary, which cannot be changed"));
    }
    let text = &understood.text;
    let in_front = entry_file::is_entry(&text.string) && entry_file::keys_at(&text.string, span.start).is_some();
    let item = entry_file::item_at(&text.string, span.start).filter(|_| in_front);
    if item.is_some_and(|item| item.kind != ItemKind::Label) {
        return Err("this is an id, the name of its entry's file; rename a label".to_owned());
    }
    let span = labelled(glossary, *entry, text, &span);
    Ok((*entry, span.ok_or("this is another form of a label; rename the label as its entry has it")?))
}

/// The part of a mention that is a label of its entry, which a plural's ending does not belong to.
fn labelled(glossary: &Glossary, entry: EntryId, text: &Text, span: &Span) -> Option<Span> {
    let entry = glossary.entry(entry);
    let labels = [&entry.pref_label.en, &entry.pref_label.zh].into_iter();
    let labels = labels.chain(&entry.alt_label.en).chain(&entry.alt_label.zh).chain(&entry.hidden_label);
    let labels: Vec<String> = labels.filter(|label| !label.is_empty()).map(|label| fold(label)).collect();
    labels.iter().filter_map(|label| without_ending(text, span.clone(), label)).max_by_key(|span| span.end)
}

/// The edits that rename a label everywhere.
pub(crate) fn rename(
    shared: &Shared,
    understood: &Understood,
    position: lsp::Position,
    new_name: &str,
) -> Result<lsp::WorkspaceEdit, String> {
    let (entry, span) = prepare(understood, position)?;
    let glossary = &understood.in_force.glossary;
    let old = fold(slice(&understood.text, &span));
    let new_name = new_name.trim();
    if new_name.is_empty() || new_name.contains(['\n', '\r']) {
        return Err("a label is one line of words".to_owned());
    }
    if let Some(&other) = glossary.find(new_name).iter().find(|&&other| other != entry) {
        return Err(format!("“{new_name}” is already a label of “{}”", glossary.entry(other).pref_label.en));
    }
    let (file, text) = places::file(shared, glossary, entry).ok_or("the term's file cannot be read")?;
    let labels = labels(&text, &old);
    if labels.is_empty() {
        return Err("this is another form of a label; rename the label as its entry has it".to_owned());
    }
    let in_entry = labels.into_iter().map(|span| edit(&text, &span, &quoted(&text, &span, new_name))).collect();
    let mut edits = vec![FileEdit { version: shared.world.version(&file), url: file, create: false, edits: in_entry }];
    let in_notes = notes::each(shared, |read| {
        // Another folder's glossary may have a term of the same name.
        let entry = places::same(glossary, entry, &read.in_force.glossary);
        let mentions = entry.into_iter().flat_map(|entry| ide::occurrences(read.analysis, entry));
        let same = mentions.filter_map(|span| without_ending(read.text, span, &old));
        let edits = same.map(|span| edit(read.text, &span, &in_link(read.text, &span, new_name))).collect();
        FileEdit { url: read.url.clone(), version: read.version, create: false, edits }
    });
    for found in in_notes.into_iter().filter(|found| !found.edits.is_empty()) {
        match edits.iter_mut().find(|edit| edit.url == found.url) {
            Some(known) => known.edits.extend(found.edits),
            None => edits.push(found),
        }
    }
    tracing::info!(entry = stem(&understood.url), files = edits.len(), "renamed");
    Ok(to_proto::workspace_edit(&shared.session(), edits))
}

/// The words of a mention that are the label, without the ending of a plural.
fn without_ending(text: &Text, span: Span, folded: &str) -> Option<Span> {
    let written = fold(slice(text, &span));
    let ending = written.strip_prefix(folded).filter(|ending| ["", "s", "es"].contains(ending))?;
    Some(span.start..span.end - ending.len() as u32)
}

/// A label in place of a mention: of a link to a note by that name (`[[name]]`) the words are renamed,
/// and not the note.
fn in_link(text: &Text, span: &Span, label: &str) -> String {
    let string = &text.string;
    let before = string.get(..span.start as usize).unwrap_or_default();
    let behind = string.get(span.end as usize..).unwrap_or_default();
    let target = before.ends_with("[[") && !before.ends_with("![[");
    if target && behind.starts_with("]]") { format!("{}|{label}", slice(text, span)) } else { label.to_owned() }
}

/// The labels of an entry's file that are the same words.
fn labels(text: &Text, folded: &str) -> Vec<Span> {
    let items = entry_file::items(&text.string).into_iter();
    let same = items.filter(|item| item.kind == ItemKind::Label && fold(slice(text, &item.span)) == folded);
    same.map(|item| item.span).collect()
}

/// A label as YAML has it in place of another.
fn quoted(text: &Text, span: &Span, label: &str) -> String {
    let plain = !text.string.get(..span.start as usize).unwrap_or_default().ends_with(['"', '\'']);
    let indicator = label.starts_with(['-', '?', '~', '=', '+', '.']) || label.parse::<f64>().is_ok();
    let word = ["true", "false", "null", "yes", "no", "on", "off"].iter().any(|word| label.eq_ignore_ascii_case(word));
    let mark = label.contains([',', '[', ']', '{', '}', ':', '#', '"', '\'', '&', '*', '!', '|', '>', '%', '@', '`']);
    if plain && (indicator || word || mark) {
        format!("\"{}\"", label.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        label.to_owned()
    }
}

fn edit(text: &Text, span: &Span, new_text: &str) -> lsp::TextEdit {
    lsp::TextEdit::new(text.range(span), new_text.to_owned())
}

fn slice<'t>(text: &'t Text, span: &Span) -> &'t str {
    text.string.get(span.start as usize..span.end as usize).unwrap_or_default()
}

fn fold(text: &str) -> String {
    let mut folded = String::new();
    note::token::fold(text, &mut folded);
    folded
}

#[cfg(test)]
mod tests {
    use super::{super::document::Encoding, *};

    #[test]
    fn of_a_plural_the_label_is_renamed() {
        let text = Text::of(ropey::Rope::from_str("Zeppelins, 飞艇, Zeppelin 2"), Encoding::default());
        assert_eq!(without_ending(&text, 0..9, "zeppelin"), Some(0..8));
        assert_eq!(without_ending(&text, 0..8, "zeppelin"), Some(0..8));
        assert_eq!(without_ending(&text, 11..17, "飞艇"), Some(11..17));
        assert_eq!(without_ending(&text, 19..29, "zeppelin"), None);
    }

    #[test]
    fn a_link_leads_where_it_led() {
        let text = Text::of(ropey::Rope::from_str("[[Zeppelin]] [[a|Zeppelin]] Zeppelin"), Encoding::default());
        assert_eq!(in_link(&text, &(2..10), "Blimp"), "Zeppelin|Blimp");
        assert_eq!(in_link(&text, &(17..25), "Blimp"), "Blimp");
        assert_eq!(in_link(&text, &(28..36), "Blimp"), "Blimp");
    }
}
