//! Glossary files while people write them: what is offered in them, what is said of them, and what stays in force.

use serde_json::{Value, json};

use crate::{
    client::Client,
    notes::{Notes, zeppelin},
};

const OURS: &str = "Zeppelin is an encoder-decoder model. A Balloon flies.\n";
const BALLOON: &str = "---\ntype: model\nprefLabel: {en: Balloon}\n---\n# Balloon\n\nA toy.\n";

fn workspace() -> Notes {
    Notes::new(&[
        ("glossator.toml", "glossaries = [\"terms\"]\n"),
        ("terms/zeppelin.md", &zeppelin("decoder-only")),
        ("terms/sources.bib", "@misc{zeppelin2030, title = {Zeppelin}, year = {2030}, url = {https://example.org/}}\n"),
        ("note.md", OURS),
    ])
}

fn start(notes: &Notes) -> Client {
    Client::start_in(notes.root(), json!({}), Value::Null)
}

fn count(number: usize) -> impl Fn(&[Value]) -> bool {
    move |found| found.len() == number
}

/// What is offered at the cursor of a text, in its order.
fn offered(client: &mut Client, uri: &str, marked: &str) -> Vec<String> {
    let (before, _) = marked.split_once("$0").expect("a cursor");
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default().len();
    client.open(uri, &marked.replace("$0", ""));
    let list = client.at("textDocument/completion", uri, u32::try_from(line).expect("few"), column as u32, json!({}));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    let mut items = list["items"].as_array().expect("items").clone();
    items.sort_by_key(|item| item["sortText"].as_str().unwrap_or_default().to_owned());
    items.iter().map(|item| item["label"].as_str().expect("a label").to_owned()).collect()
}

#[test]
fn an_entry_is_completed_from_its_first_letter_on() {
    let notes = workspace();
    let mut client = start(&notes);
    let new = notes.uri("terms/new.md");
    let keys = offered(&mut client, &new, "---\n$0\n---\n");
    assert_eq!(keys[..2], ["type", "prefLabel"], "in the order they are written in");
    assert_eq!(offered(&mut client, &new, "---\nty$0"), ["type"]);
    assert_eq!(offered(&mut client, &new, "---\ntype: mod$0"), ["model"]);
    let keys = offered(&mut client, &new, "---\ntype: model\nprefLabel: {en: X}\n$0\n---\n");
    assert!(!keys.iter().any(|key| key == "type" || key == "prefLabel"), "{keys:?}");
    let cited =
        offered(&mut client, &new, "---\ntype: model\nprefLabel: {en: X}\nstatements:\n  - {cite: \"@$0\"}\n---\n");
    assert_eq!(cited[0], "zeppelin2030", "one's own sources come first");
    let of_statement = "---\ntype: model\nprefLabel: {en: X}\nstatements:\n  - {property: architecture, $0, cite: \"@a\"}\n  - {value: b}\n---\n";
    let keys = offered(&mut client, &new, of_statement);
    assert_eq!(keys[..2], ["value", "variant"], "and not those that the statement has");
    // A note elsewhere has a front matter of its own.
    assert_eq!(offered(&mut client, &notes.uri("other.md"), "---\n$0\n---\n"), [""; 0]);
}

#[test]
fn a_file_not_saved_yet_is_of_its_glossary() {
    let notes = workspace();
    let mut client = start(&notes);
    let note = notes.open(&mut client, "note.md");
    client.published(&note, count(1));
    let new = notes.uri("terms/balloon.md");
    client.open(&new, &BALLOON.replace("type: model\n", ""));
    let found = client.published(&new, count(1));
    assert!(
        found[0]["message"].as_str().is_some_and(|message| message.starts_with("missing field `type`")),
        "{found:?}"
    );
    client.change(&new, 2, json!([{ "text": BALLOON }]));
    assert_eq!(client.diagnostics(2), [Value::Null; 0]);
    let hover = client.at("textDocument/hover", &note, 0, 42, json!({}));
    assert!(hover["contents"]["value"].as_str().is_some_and(|card| card.starts_with("Balloon")), "{hover}");
}

#[test]
fn a_fault_of_one_file_holds_up_no_other() {
    let notes = workspace();
    let mut client = start(&notes);
    let note = notes.open(&mut client, "note.md");
    client.published(&note, count(1));
    let entry = notes.open(&mut client, "terms/zeppelin.md");
    client.published(&entry, count(0));
    let broken = zeppelin("decoder-onyl");
    client.change(&entry, 2, json!([{ "text": broken }]));
    client.published(&entry, count(1));
    notes.write("terms/balloon.md", BALLOON);
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": notes.uri("terms/balloon.md"), "type": 1 }] }),
    );
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    loop {
        let hover = client.at("textDocument/hover", &note, 0, 42, json!({}));
        if hover["contents"]["value"].as_str().is_some_and(|card| card.starts_with("Balloon")) {
            break;
        }
        assert!(std::time::Instant::now() < until, "the new entry is not known");
    }
    client.change(&note, 2, json!([{ "text": OURS }]));
    assert_eq!(client.diagnostics(2).len(), 1, "the broken entry stays as it was last good");
}

#[test]
fn what_is_said_of_a_glossary_file_is_said_of_its_present_text() {
    let notes = workspace();
    let mut client = start(&notes);
    let entry = notes.open(&mut client, "terms/zeppelin.md");
    client.published(&entry, count(0));
    client.change(&entry, 2, json!([{ "text": zeppelin("decoder-onyl") }]));
    client.published(&entry, count(1));
    client.change(&entry, 3, json!([{ "text": zeppelin("decoder-only") }]));
    assert_eq!(client.diagnostics(3), [Value::Null; 0]);
}

#[test]
fn a_configuration_is_completed_and_explained() {
    let notes = workspace();
    let mut client = start(&notes);
    let configuration = notes.uri("glossator.toml");
    let keys = offered(&mut client, &configuration, "builtin = true\n$0\n");
    assert!(keys.contains(&"glossaries".to_owned()) && keys.contains(&"[rules]".to_owned()), "{keys:?}");
    assert!(!keys.contains(&"builtin".to_owned()), "{keys:?}");
    assert_eq!(offered(&mut client, &configuration, "glossaries = [\"$0\"]"), ["\"terms"], "folders beside it");
    let rules = offered(&mut client, &configuration, "# 规则\n[rules]\n\"claim/archi$0\"\n");
    assert_eq!(rules[0], "\"claim/architecture");
    let levels = offered(&mut client, &configuration, "[rules]\nclaim = $0\n");
    assert_eq!(levels.len(), 5, "{levels:?}");
    assert_eq!(offered(&mut client, &notes.uri("pyproject.toml"), "$0"), [""; 0], "no file of ours");
    client.open(&configuration, "[rules]\n\"claim/architecture\" = \"off\"\n");
    let hover = client.at("textDocument/hover", &configuration, 1, 10, json!({}));
    assert_eq!(hover["range"]["start"]["character"], 1);
    assert!(hover["contents"]["value"].as_str().is_some_and(|text| text.contains("## What it does")), "{hover}");
}

#[test]
fn a_slip_in_a_key_is_mended_and_a_label_shows_its_card() {
    let notes = workspace();
    let literals = json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } });
    let takes_actions = json!({ "textDocument": { "codeAction": literals } });
    let mut client = Client::start_in(notes.root(), takes_actions, Value::Null);
    let entry = notes.uri("terms/blimp.md");
    let text = "---\ntype: model\nprefLabel: {en: Dirigible}\nstatement:\n  - {property: layers, value: 3}\n---\n# Dirigible\n";
    client.open(&entry, text);
    let found = client.published(&entry, count(1));
    let message = found[0]["message"].as_str().expect("words");
    assert!(message.ends_with("did you mean \"statements\"?"), "{message}");
    let about =
        json!({ "textDocument": { "uri": entry }, "range": found[0]["range"], "context": { "diagnostics": [] } });
    let offered = client.request("textDocument/codeAction", about)["result"].clone();
    assert_eq!(offered[0]["edit"]["changes"][&entry][0]["newText"], "statements", "{offered}");
    let mended =
        text.replace("statement:", "statements:").replace("value: 3", "value: 3, cite: \"@vaswani2017attention\"");
    client.change(&entry, 2, json!([{ "text": mended }]));
    // What is in force is looked at a moment after the change.
    let shows = |client: &mut Client| {
        let card = client.at("textDocument/hover", &entry, 2, 20, json!({}));
        card["contents"]["value"].as_str().is_some_and(|card| card.contains("number of layers"))
    };
    let shown = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        shows(&mut client)
    });
    assert!(shown, "a label shows the card of its entry");
}
