//! Completion and hover in a configuration file: its keys, the rules and features that it may name, their values.
//!
//! No TOML is parsed: what is typed is broken most of the time, and what stands before the cursor still tells what is
//! meant. Keys and their descriptions are those of the schema.

use std::{collections::BTreeSet, path::Path, sync::OnceLock};

use claims::Language;
use glossary::Glossary;
use ide::{Completion, Hover, Kind};
use serde_json::Value;

use crate::config;

/// What stands at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Place<'t> {
    /// The table that it is in; empty above all tables.
    table: &'t str,
    /// The key whose value stands there.
    key: Option<&'t str>,
    /// Whether it is the name of a table.
    in_header: bool,
    /// Where the word at its end begins, and whether in quotation marks.
    start: usize,
    quoted: bool,
}

/// How an offer is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As it is.
    Bare,
    /// In quotation marks.
    Quoted,
    /// In brackets, as the name of a table.
    Header,
}

/// What may stand at a place: how it is written, what follows it if it is a key, and what it is.
struct Offer {
    name: String,
    detail: String,
    form: Form,
    then: &'static str,
}

/// What is offered at an offset of a configuration in a folder, and whether more typing may bring others.
pub(crate) fn completions(glossary: &Glossary, text: &str, folder: &Path, offset: u32) -> (Vec<Completion>, bool) {
    let (before, behind) = text.split_at_checked(offset as usize).unwrap_or_default();
    let Some(place) = place(before) else { return (Vec::new(), false) };
    let word = before.get(place.start..).unwrap_or_default().trim_start_matches(['"', '\'', '[']);
    let rest = behind.get(..behind.find(|c| !in_word(c)).unwrap_or(behind.len())).unwrap_or_default();
    let mark = before.get(place.start..).and_then(|typed| typed.chars().next()).filter(|_| place.quoted);
    let next = behind.get(rest.len()..).and_then(|behind| behind.chars().next());
    let ends_line =
        behind.split(['\n', '\r']).next().is_some_and(|rest| rest.trim_matches(['"', '\'', ' ']).is_empty());
    let has = keys(text, place.table, before.rfind('\n').map_or(0, |at| at + 1));
    let offers: Vec<Offer> =
        offers(glossary, folder, &place).into_iter().filter(|it| !has.contains(&it.name)).collect();
    let names = offers.iter().map(|offer| (offer.name.clone(), offer.detail.clone()));
    let kind = if place.key.is_some() { Kind::Value } else { Kind::Key };
    let (mut found, partial) = ide::named(names, word, &(place.start as u32..offset), kind);
    for completion in &mut found {
        let Some(offer) = offers.iter().find(|offer| offer.name == completion.label) else { continue };
        let (open, close) = match offer.form {
            Form::Bare => (String::new(), String::new()),
            Form::Header => ("[".to_owned(), "]".to_owned()),
            Form::Quoted => (mark.unwrap_or('"').to_string(), mark.unwrap_or('"').to_string()),
        };
        let closed = close.chars().next() == next && (place.quoted || place.in_header);
        completion.label = format!("{open}{}{}", offer.name, if closed { "" } else { &close });
        // An editor holds against this what is typed, with its mark.
        let typed = if place.quoted || place.in_header { open.as_str() } else { "" };
        completion.filter = format!("{typed}{}", offer.name);
        completion.word_end = offset + rest.len() as u32;
        completion.snippet =
            (!offer.then.is_empty() && ends_line && !closed).then(|| format!("{} = {}", completion.label, offer.then));
    }
    (found, partial)
}

/// What the word at an offset means.
pub(crate) fn hover(glossary: &Glossary, text: &str, language: Language, offset: u32) -> Option<Hover> {
    let (before, behind) = text.split_at_checked(offset as usize)?;
    let start = before.trim_end_matches(in_word).len();
    let end = before.len() + behind.find(|c| !in_word(c)).unwrap_or(behind.len());
    let name = text.get(start..end).filter(|name| !name.is_empty())?;
    let place = place(text.get(..start)?)?;
    let of_table = |table: &str| schema().pointer(&format!("/properties/{table}")).map(described);
    let said = match (place.table, place.key) {
        _ if place.in_header => of_table(name)?,
        ("", None) => of_table(name)?,
        ("rules", None) => ide::rules::documentation(glossary, name, language)?,
        ("features", None) => described(schema().pointer(&format!("/properties/features/properties/{name}"))?),
        ("rules", Some(_)) => levels().into_iter().find(|(level, _)| level == name)?.1,
        _ => return None,
    };
    let markdown = if said.starts_with('#') { said } else { format!("### {name}\n\n{said}") };
    Some(Hover { span: start as u32..end as u32, plain: markdown.clone(), markdown })
}

fn offers(glossary: &Glossary, folder: &Path, place: &Place<'_>) -> Vec<Offer> {
    let offer = |form, then| move |(name, detail): (String, String)| Offer { name, detail, form, then };
    let values =
        |names: &[&str]| -> Vec<(String, String)> { names.iter().map(|&it| (it.into(), String::new())).collect() };
    let tables = || properties("").into_iter().filter(|(name, _)| is_table(name));
    match (place.table, place.key) {
        _ if place.in_header => tables().map(offer(Form::Header, "")).collect(),
        ("", Some("builtin")) | ("features", Some(_)) => {
            values(&["true", "false"]).into_iter().map(offer(Form::Bare, "")).collect()
        }
        ("", Some("languages")) => values(&["en", "zh"]).into_iter().map(offer(Form::Quoted, "")).collect(),
        ("", Some("glossaries")) => folders(folder).into_iter().map(offer(Form::Quoted, "")).collect(),
        ("rules", Some(_)) => levels().into_iter().map(offer(Form::Quoted, "")).collect(),
        (_, Some(_)) => Vec::new(),
        (table, None) => {
            let own: Vec<Offer> = match table {
                "" => {
                    let keys = properties("").into_iter().filter(|(name, _)| !is_table(name));
                    keys.map(|key| offer(Form::Bare, if key.0 == "builtin" { "$1" } else { "[\"$1\"]" })(key)).collect()
                }
                "rules" => ide::rules::names(glossary).into_iter().map(offer(Form::Quoted, "\"$1\"")).collect(),
                "features" => properties("/features/properties").into_iter().map(offer(Form::Bare, "$1")).collect(),
                _ => Vec::new(),
            };
            // A table can begin wherever a line does.
            let begun = tables().filter(|(name, _)| name != table && !place.quoted).map(offer(Form::Header, ""));
            own.into_iter().chain(begun).collect()
        }
    }
}

/// What stands at the end of what is before the cursor; `None` in a comment.
fn place(before: &str) -> Option<Place<'_>> {
    let mut place = Place::default();
    let (mut from, mut depth, mut inline, mut comment) = (0, 0_usize, false, false);
    let mut string: Option<(char, usize)> = None;
    for (at, c) in before.char_indices() {
        let words = || before.get(from..at).unwrap_or_default().trim();
        let ends = matches!(c, '\n' | '\r');
        if let Some((mark, _)) = string.filter(|_| !ends) {
            string = string.filter(|_| c != mark);
            continue;
        }
        match c {
            '\n' | '\r' => {
                (string, comment) = (None, false);
                if depth == 0 {
                    if let Some(header) = words().strip_prefix('[') {
                        place.table = header.split(']').next().unwrap_or_default().trim();
                    }
                    (place.key, from) = (None, at + 1);
                }
            }
            _ if comment => {}
            '#' => comment = true,
            '"' | '\'' => string = Some((c, at)),
            '=' if place.key.is_none() => {
                (place.key, from) = (Some(words().trim_matches(['"', '\''])), at + 1);
            }
            '{' if depth == 0 && place.table.is_empty() => {
                (place.table, inline, from) = (place.key.take().unwrap_or_default(), true, at + 1);
            }
            ',' if depth == 0 && inline => (place.key, from) = (None, at + 1),
            '}' if depth == 0 && inline => (place.table, place.key, inline) = ("", Some(""), false),
            '[' if place.key.is_some() => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    let rest = before.get(from..).unwrap_or_default();
    let lead = rest.len() - rest.trim_start().len();
    place.in_header = place.key.is_none() && rest.trim_start().starts_with('[');
    place.quoted = string.is_some();
    place.start = match string {
        Some((_, at)) => at,
        None if place.in_header => from + lead,
        None => before.trim_end_matches(in_word).len(),
    };
    (!comment).then_some(place)
}

/// The keys that a table has, but for the line that begins at an offset.
fn keys(text: &str, table: &str, but: usize) -> BTreeSet<String> {
    let (mut keys, mut within, mut start) = (BTreeSet::new(), "", 0);
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if start == but {
            // Is being written.
        } else if let Some(header) = words.strip_prefix('[') {
            within = header.split(']').next().unwrap_or_default().trim();
            keys.insert(within.to_owned());
        } else if let Some((key, _)) = words.split_once('=').filter(|_| within == table) {
            keys.insert(key.trim().trim_matches(['"', '\'']).to_owned());
        }
        start += line.len();
    }
    keys
}

/// Folders beside a configuration, which may be glossaries.
fn folders(folder: &Path) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let mut names: Vec<String> = folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort_unstable();
    names.into_iter().map(|name| (name, String::new())).collect()
}

fn schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| config::schema().to_value())
}

fn described(schema: &Value) -> String {
    schema.get("description").and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The properties of the configuration, or of what a pointer leads to, with their descriptions.
fn properties(pointer: &str) -> Vec<(String, String)> {
    let properties = schema().pointer(&format!("/properties{pointer}")).and_then(Value::as_object);
    properties.into_iter().flatten().map(|(name, of)| (name.clone(), described(of))).collect()
}

fn is_table(name: &str) -> bool {
    schema().pointer(&format!("/properties/{name}/type")).is_some_and(|kind| kind == "object")
}

/// The severities with their descriptions.
fn levels() -> Vec<(String, String)> {
    let levels = schema().pointer("/$defs/Level/oneOf").and_then(Value::as_array);
    let level = |level: &Value| Some((level.get("const")?.as_str()?.to_owned(), described(level)));
    levels.into_iter().flatten().filter_map(level).collect()
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '/')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(marked: &str) -> Vec<Completion> {
        let offset = marked.find("$0").expect("a cursor") as u32;
        let text = marked.replace("$0", "");
        completions(Glossary::builtin(), &text, Path::new("/nowhere"), offset).0
    }

    /// What is left when an offer is taken.
    #[track_caller]
    fn taken(marked: &str, label: &str) -> String {
        let offers = offered(marked);
        let labels: Vec<&str> = offers.iter().map(|offer| offer.label.as_str()).collect();
        let offer = offers.iter().find(|offer| offer.label == label).unwrap_or_else(|| panic!("{label}: {labels:?}"));
        let mut text = marked.replace("$0", "");
        let new_text = offer.snippet.as_ref().unwrap_or(&offer.label);
        text.replace_range(offer.replace.start as usize..offer.replace.end as usize, new_text);
        text
    }

    #[test]
    fn keys_tables_rules_features_and_values() {
        assert_eq!(taken("$0", "glossaries"), "glossaries = [\"$1\"]");
        assert_eq!(taken("builtin = true\nex$0", "exclude"), "builtin = true\nexclude = [\"$1\"]");
        assert_eq!(taken("builtin = true\nru$0\n", "[rules]"), "builtin = true\n[rules]\n");
        assert_eq!(taken("[fea$0", "[features]"), "[features]");
        assert_eq!(taken("[fea$0]\n", "[features"), "[features]\n");
        assert_eq!(taken("builtin = $0", "false"), "builtin = false");
        assert_eq!(taken("languages = [\"en\", \"$0\"]", "\"zh"), "languages = [\"en\", \"zh\"]");
        assert_eq!(taken("languages = [\n  z$0\n]", "\"zh\""), "languages = [\n  \"zh\"\n]");
        assert_eq!(
            taken("[rules]\nclaim/arch$0\n", "\"claim/architecture\""),
            "[rules]\n\"claim/architecture\" = \"$1\"\n"
        );
        assert_eq!(
            taken("[rules]\n\"claim/arch$0\" = \"off\"", "\"claim/architecture"),
            "[rules]\n\"claim/architecture\" = \"off\""
        );
        assert_eq!(taken("[rules]\nclaim = $0", "\"hint\""), "[rules]\nclaim = \"hint\"");
        assert_eq!(taken("[rules] # 规则\nclaim = \"h$0\"", "\"hint"), "[rules] # 规则\nclaim = \"hint\"");
        assert_eq!(
            taken("rules = { \"claim/arch$0", "\"claim/architecture\""),
            "rules = { \"claim/architecture\" = \"$1\""
        );
        assert_eq!(
            taken("[rules]\nx = \"off\"\n\n[features]\ninlay$0", "inlay-hints"),
            "[rules]\nx = \"off\"\n\n[features]\ninlay-hints = $1"
        );
        assert_eq!(taken("[features]\nhover = f$0", "false"), "[features]\nhover = false");
    }

    #[test]
    fn what_stands_there_already_is_not_offered_and_nothing_in_comments() {
        let labels = |marked: &str| offered(marked).into_iter().map(|offer| offer.label).collect::<Vec<_>>();
        assert!(!labels("builtin = true\n$0").contains(&"builtin".to_owned()));
        assert!(!labels("$0\n[rules]\n").contains(&"[rules]".to_owned()));
        assert!(!labels("[features]\n$0").contains(&"builtin".to_owned()), "no key of the top in a table");
        assert_eq!(labels("# buil$0"), [""; 0]);
        assert_eq!(labels("builtin = true # fal$0"), [""; 0]);
        assert_eq!(labels("include = [\"$0\"]"), [""; 0]);
    }

    #[test]
    fn words_are_explained() {
        let said = |marked: &str| {
            let offset = marked.find("$0").expect("a cursor") as u32;
            let text = marked.replace("$0", "");
            let hover = hover(Glossary::builtin(), &text, Language::Zh, offset)?;
            Some((text[hover.span.start as usize..hover.span.end as usize].to_owned(), hover.markdown))
        };
        for (marked, word, begins) in [
            ("bui$0ltin = true", "builtin", "### builtin\n\nWhether"),
            ("[ru$0les]", "rules", "### rules\n\n"),
            ("[rules]\n\"claim/arch$0itecture\" = \"off\"", "claim/architecture", "# claim/architecture\n\n## 作用"),
            ("[rules]\nclaim = \"o$0ff\"", "off", "### off\n\nNot reported."),
            ("[features]\ninlay-hints$0 = true", "inlay-hints", "### inlay-hints\n\n"),
        ] {
            let (found, markdown) = said(marked).unwrap_or_else(|| panic!("{marked}"));
            assert_eq!(found, word);
            assert!(markdown.starts_with(begins), "{markdown}");
        }
        assert_eq!(said("# buil$0tin"), None);
        assert_eq!(said("nonsen$0se = 1"), None);
    }
}
