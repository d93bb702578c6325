//! Code actions that change a workspace's configuration and glossary: turn a rule off, define a term.

use std::path::{Path, PathBuf};

use claims::Language;
use note::Span;
use tower_lsp::lsp_types as lsp;

use super::{
    address::path_of,
    document::Text,
    places,
    server::Shared,
    to_proto::{self, FileEdit},
    world::Understood,
};

/// A selection of more characters is no term.
const LONGEST: usize = 80;

/// The title and edit that turn a rule off in the configuration in force.
pub(crate) fn turn_off(
    shared: &Shared,
    understood: &Understood,
    rule: &str,
    language: Language,
) -> Option<(String, lsp::WorkspaceEdit)> {
    let edit = configure(shared, understood, |text| Some(set_rule(text, rule, "off")))?;
    let title = match language {
        Language::En => format!("Turn {rule} off in glossator.toml"),
        Language::Zh => format!("在 glossator.toml 中关闭 {rule}"),
    };
    Some((title, to_proto::workspace_edit(&shared.session(), vec![edit])))
}

/// The title and edit that define the selected words as a term of the workspace's glossary.
pub(crate) fn define(
    shared: &Shared,
    understood: &Understood,
    range: &lsp::Range,
) -> Option<(String, lsp::WorkspaceEdit)> {
    let text = &understood.text;
    let span = text.offset(range.start)..text.offset(range.end);
    let label = text.string.get(span.start as usize..span.end as usize)?.trim();
    let marks = ['\n', '\r', '<', '>', '|', '`', '[', ']', '{', '}', '"'];
    let is_term = label.starts_with(|c: char| c.is_alphanumeric() || c == '(') && !label.contains(marks);
    let is_term = is_term && label.contains(char::is_alphabetic);
    let is_text = !understood.note.opaque.iter().any(|code| code.start < span.end && span.start < code.end);
    if !is_term || !is_text || label.chars().count() > LONGEST || !understood.in_force.glossary.find(label).is_empty() {
        return None;
    }
    let session = shared.session();
    if !session.creates_files || !session.document_changes {
        return None;
    }
    let mut files = Vec::new();
    let folder = if let Some(folder) = understood.in_force.glossaries().into_iter().find(|path| path.is_dir()) {
        folder
    } else {
        let config = configuration(shared, understood)?;
        files.push(configure(shared, understood, add_glossary)?);
        config.parent()?.join("glossary")
    };
    let path = folder.join(format!("{}.md", slug(label)));
    if path.exists() {
        return None;
    }
    let insert = lsp::TextEdit::new(lsp::Range::default(), entry(label));
    let url = lsp::Url::from_file_path(path).ok()?;
    files.insert(0, FileEdit { url, version: None, create: true, edits: vec![insert] });
    let title = if label.contains(note::token::is_han) {
        format!("在工作区词汇表中定义“{label}”")
    } else {
        format!("Define “{label}” in the workspace's glossary")
    };
    Some((title, to_proto::workspace_edit(&session, files)))
}

/// An edit of the configuration in force, which is made where there is none.
fn configure(
    shared: &Shared,
    understood: &Understood,
    change: impl FnOnce(&str) -> Option<(Span, String)>,
) -> Option<FileEdit> {
    let path = configuration(shared, understood)?;
    let create = !path.exists();
    let session = shared.session();
    if create && !(session.creates_files && session.document_changes) {
        return None;
    }
    let url = lsp::Url::from_file_path(&path).ok()?;
    let known = shared.world.text(&url, shared.encoding()).or_else(|| places::read(shared, &path));
    let text = known.unwrap_or_else(|| Text::of(ropey::Rope::new(), shared.encoding()));
    let (span, new_text) = change(&text.string)?;
    let edits = vec![lsp::TextEdit::new(text.range(&span), new_text)];
    Some(FileEdit { version: shared.world.version(&url), url, create, edits })
}

/// The configuration file in force, or where one should be: in the note's workspace folder.
fn configuration(shared: &Shared, understood: &Understood) -> Option<PathBuf> {
    if let Some(path) = understood.in_force.configuration() {
        return Some(path.to_path_buf());
    }
    let note = path_of(&understood.url)?;
    let roots = shared.workspace.roots();
    let root = roots.iter().filter(|root| note.starts_with(root)).max_by_key(|root| root.components().count());
    Some(root.map_or_else(|| note.parent().unwrap_or(Path::new("")), PathBuf::as_path).join("glossator.toml"))
}

/// The edit of a configuration's text that gives a rule a severity. Comments and order stay.
fn set_rule(text: &str, rule: &str, level: &str) -> (Span, String) {
    let line = format!("\"{rule}\" = \"{level}\"");
    let mut in_rules = false;
    let mut after_header = None;
    for (start, words) in lines(text) {
        let trimmed = words.trim();
        if trimmed.starts_with('[') {
            in_rules = trimmed == "[rules]";
            after_header = after_header.or(in_rules.then_some(start + words.len()));
        }
        let key = trimmed.split('=').next().unwrap_or_default().trim().trim_matches(['"', '\'']);
        if in_rules && key == rule {
            let content = words.trim_end_matches(['\n', '\r']);
            return (start as u32..(start + content.len()) as u32, line);
        }
    }
    if let Some(at) = after_header {
        let at = at as u32;
        let open = !text.get(..at as usize).is_some_and(|before| before.ends_with('\n'));
        return (at..at, format!("{}{line}\n", if open { "\n" } else { "" }));
    }
    let end = text.len() as u32;
    let gap = match text {
        "" => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    (end..end, format!("{gap}[rules]\n{line}\n"))
}

/// The edit of a configuration's text that names the folder `glossary`; none where it names other glossaries.
fn add_glossary(text: &str) -> Option<(Span, String)> {
    let names = lines(text).any(|(_, line)| line.trim_start().starts_with("glossaries"));
    (!names).then(|| (0..0, "glossaries = [\"glossary\"]\n".to_owned()))
}

/// The lines of a text with their ends, and where each begins.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    })
}

/// The file of a new entry.
fn entry(label: &str) -> String {
    let language = if label.chars().any(note::token::is_han) { "zh" } else { "en" };
    let quoted = label.replace('\\', "\\\\").replace('"', "\\\"");
    format!("---\ntype: concept\nprefLabel: {{{language}: \"{quoted}\"}}\n---\n# {label}\n\n")
}

/// The id of a new entry: its label's words in lower case.
fn slug(label: &str) -> String {
    let words: Vec<String> =
        label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let (span, new_text) = set_rule(text, "claim/origin", "off");
        let mut edited = text.to_owned();
        edited.replace_range(span.start as usize..span.end as usize, &new_text);
        assert_eq!(edited, expected);
        toml::from_str::<crate::config::Config>(&edited).expect("valid");
    }

    #[test]
    fn a_rule_is_set_and_the_rest_stays() {
        check("", "[rules]\n\"claim/origin\" = \"off\"\n");
        check("builtin = true", "builtin = true\n\n[rules]\n\"claim/origin\" = \"off\"\n");
        check(
            "# 规则\n[rules] \nclaim = \"hint\"\n\n[features]\n",
            "# 规则\n[rules] \n\"claim/origin\" = \"off\"\nclaim = \"hint\"\n\n[features]\n",
        );
        check("[rules]\n'claim/origin' = \"hint\"\r\n", "[rules]\n\"claim/origin\" = \"off\"\r\n");
        check("[rules]", "[rules]\n\"claim/origin\" = \"off\"\n");
    }

    #[test]
    fn an_entry_has_an_id_and_a_label_in_its_language() {
        assert_eq!(slug("My  Own-Term 2"), "my-own-term-2");
        assert_eq!(slug("飞艇模型"), "飞艇模型");
        assert!(entry("飞艇").contains("prefLabel: {zh: \"飞艇\"}"));
    }
}
