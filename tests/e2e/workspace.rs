//! Configurations and glossaries of a workspace in the language server: the same as on the command line, taken up at
//! once, and never lost to a fault.

use std::{fs, time::Duration};

use serde_json::{Value, json};

use crate::{
    client::{Client, uri},
    notes::{Notes, zeppelin},
};

const WRONG: &str = "LLaMA is an encoder-decoder model.\n";
const OURS: &str = "飞艇 🦙 Zeppelin is an encoder-decoder model.\n";

fn changed(client: &mut Client, uri: &str) {
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": 2 }] }));
}

fn count(number: usize) -> impl Fn(&[Value]) -> bool {
    move |found| found.len() == number
}

fn hover(client: &mut Client, uri: &str, character: u32) -> String {
    let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": character } });
    client.request("textDocument/hover", at)["result"]["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn an_address_goes_back_as_the_client_spells_it() {
    let notes = Notes::new(&[("笔记 a.md", WRONG)]);
    let capabilities = json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } });
    let mut client = Client::start_in(notes.root(), capabilities, Value::Null);
    let spelled = notes.uri("").trim_end_matches('/').to_owned() + "/笔记 a.md";
    client.open(&spelled, &format!("## LLaMA\n\n{WRONG}"));
    let found = client.published(&spelled, count(1));
    assert_eq!(found[0]["range"]["start"]["line"], 2);
    let highlights = client.at("textDocument/documentHighlight", &spelled, 2, 1, json!({}));
    assert_eq!(highlights.as_array().map(Vec::len), Some(2));
    let places =
        client.at("textDocument/references", &spelled, 2, 1, json!({ "context": { "includeDeclaration": false } }));
    assert!(places.as_array().expect("places").iter().all(|place| place["uri"] == spelled), "{places}");
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": spelled } }));
    client.published(&spelled, count(0));
}

#[test]
fn what_a_client_sends_back_in_its_own_spelling_is_known_again() {
    let notes = Notes::new(&[("a+b (1).md", WRONG)]);
    let capabilities = json!({ "textDocument": {
        "diagnostic": {},
        "codeAction": {
            "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } },
            "dataSupport": true, "resolveSupport": { "properties": ["edit"] },
        },
    } });
    let mut client = Client::start_in(notes.root(), capabilities, Value::Null);
    // As VS Code spells it.
    let spelled = notes.uri("a%2Bb%20%281%29.md");
    client.open(&spelled, WRONG);
    let sweep = |client: &mut Client, previous: Value| {
        client.request("workspace/diagnostic", json!({ "previousResultIds": previous }))["result"]["items"].clone()
    };
    let first = sweep(&mut client, json!([]));
    let known = json!([{ "uri": first[0]["uri"], "value": first[0]["resultId"] }]);
    let again = sweep(&mut client, known);
    assert_eq!((again.as_array().map(Vec::len), &again[0]["kind"]), (Some(1), &json!("unchanged")), "{again}");
    let at = json!({ "line": 0, "character": 12 });
    let about = json!({
        "textDocument": { "uri": spelled }, "range": { "start": at, "end": at }, "context": { "diagnostics": [] },
    });
    let action = client.request("textDocument/codeAction", about)["result"][0].clone();
    let changes = client.request("codeAction/resolve", action)["result"]["edit"]["changes"].clone();
    assert_eq!(changes[&spelled].as_array().map(Vec::len), Some(1), "{changes}");
}

#[test]
fn a_buffer_of_another_scheme_is_no_file() {
    let notes = Notes::new(&[("glossator.toml", ""), ("a.md", WRONG)]);
    let mut client = Client::start_in(notes.root(), json!({}), Value::Null);
    let earlier = notes.uri("glossator.toml").replace("file://", "git:") + "?HEAD";
    client.open(&earlier, "[rules]\nclaim = \"off\"\n");
    client.open(&notes.uri("a.md"), &format!("{WRONG}\n{WRONG}"));
    client.published(&notes.uri("a.md"), count(2));
    client.change(&notes.uri("a.md"), 2, json!([{ "text": WRONG }]));
    std::thread::sleep(Duration::from_millis(300));
    client.change(&notes.uri("a.md"), 3, json!([{ "text": WRONG }]));
    assert_eq!(client.diagnostics(3).len(), 1);
}

#[test]
fn what_a_fault_may_mean_is_offered() {
    let notes = Notes::new(&[("glossator.toml", ""), ("a.md", WRONG)]);
    let capabilities = json!({ "textDocument": { "codeAction": {
        "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } },
    } } });
    let mut client = Client::start_in(notes.root(), capabilities, Value::Null);
    let file = notes.uri("glossator.toml");
    client.open(&file, "languages = [\"en\"]\nglossaris = []\n");
    let found = client.published(&file, count(1));
    let range = json!({ "start": { "line": 1, "character": 0 }, "end": { "line": 1, "character": 9 } });
    assert_eq!(found[0]["range"], range);
    let params = json!({ "textDocument": { "uri": file }, "range": range, "context": { "diagnostics": [] } });
    let offered = client.request("textDocument/codeAction", params);
    let edit = &offered["result"][0]["edit"]["changes"][&file][0];
    assert_eq!(edit, &json!({ "range": range, "newText": "glossaries" }));
    let completed = client.at("textDocument/completion", &file, 1, 5, json!({}));
    assert_eq!(completed["items"], json!([]));
}

#[test]
fn the_nearest_configuration_is_in_force() {
    let notes = Notes::new(&[
        ("glossator.toml", "exclude = [\"drafts/\"]\n[rules]\n\"claim/architecture\" = \"error\"\n"),
        ("a.md", WRONG),
        ("drafts/b.md", WRONG),
        ("off/glossator.toml", "[rules]\nclaim = \"off\"\n"),
        ("off/c.md", WRONG),
        ("zh/glossator.toml", "languages = [\"zh\"]\n"),
        ("zh/d.md", WRONG),
    ]);
    let mut client = Client::start_in(notes.root(), json!({}), Value::Null);
    let a = notes.open(&mut client, "a.md");
    assert_eq!(client.published(&a, count(1))[0]["severity"], 1);
    for silent in ["drafts/b.md", "off/c.md"] {
        let uri = notes.open(&mut client, silent);
        client.published(&uri, count(0));
    }
    let d = notes.open(&mut client, "zh/d.md");
    let message = client.published(&d, count(1))[0]["message"].to_string();
    assert!(message.contains("不是"), "{message}");
}

#[test]
fn a_glossary_is_taken_up_when_it_changes_and_kept_when_it_breaks() {
    let notes = Notes::new(&[
        ("glossator.toml", "glossaries = [\"terms\"]\n"),
        ("terms/zeppelin.md", &zeppelin("decoder-only")),
        ("note.md", OURS),
    ]);
    let capabilities = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut client = Client::start_in(notes.root(), capabilities, Value::Null);
    let asked = client.answer("client/registerCapability", Value::Null);
    assert_eq!(asked["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    let note = notes.open(&mut client, "note.md");
    client.published(&note, count(1));
    assert!(hover(&mut client, &note, 7).contains("我们自己的模型"));
    let entry = notes.uri("terms/zeppelin.md");
    // What is stated changes: the note is judged again though nobody touched it.
    notes.write("terms/zeppelin.md", &zeppelin("encoder-decoder"));
    changed(&mut client, &entry);
    client.published(&note, count(0));
    // The glossary breaks: that is shown on its file, and the note is judged as before.
    notes.write("terms/zeppelin.md", "---\ntype: model\nprefLabel: {en: Zeppelin}\nprefLabl: 3\n---\n");
    changed(&mut client, &entry);
    let faults = client.published(&entry, |found| !found.is_empty());
    assert_eq!(faults[0]["code"], "glossary/syntax");
    assert_eq!(faults[0]["range"]["start"]["line"], 3);
    assert!(hover(&mut client, &note, 7).contains("我们自己的模型"));
    // An open buffer wins over the file.
    client.open(&entry, &zeppelin("decoder-only"));
    client.published(&note, count(1));
    let from = json!({ "line": 0, "character": 0 });
    let all = json!([{ "range": { "start": from, "end": { "line": 99, "character": 0 } }, "text": zeppelin("encoder-decoder") }]);
    client.change(&entry, 2, all);
    client.published(&note, count(0));
    // Mended on disk and closed, nothing is wrong with it; deleted, its term is known no longer.
    notes.write("terms/zeppelin.md", &zeppelin("decoder-only"));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": entry } }));
    client.published(&note, count(1));
    fs::remove_file(notes.path("terms/zeppelin.md")).expect("removed");
    changed(&mut client, &entry);
    client.published(&note, count(0));
    assert_eq!(hover(&mut client, &note, 7), "");
}

#[test]
fn a_broken_configuration_is_shown_on_its_file_and_the_last_good_one_stays() {
    let notes = Notes::new(&[("glossator.toml", "[rules]\nclaim = \"hint\"\n"), ("note.md", WRONG)]);
    let mut client = Client::start_in(notes.root(), json!({}), Value::Null);
    let note = notes.open(&mut client, "note.md");
    assert_eq!(client.published(&note, count(1))[0]["severity"], 4);
    let file = notes.uri("glossator.toml");
    notes.write("glossator.toml", "exclud = []\n");
    // A client that watches nothing: saving is enough.
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": note } }));
    let faults = client.published(&file, count(1));
    assert!(faults[0]["message"].as_str().is_some_and(|text| text.contains("did you mean `exclude`")), "{faults:?}");
    client.wait(|message| message["method"] == "window/showMessage");
    notes.write("glossator.toml", "[rules]\n\"claim/architectur\" = \"off\"\n");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": note } }));
    let faults =
        client.published(&file, |found| found.iter().any(|fault| fault["message"].to_string().contains("no rule")));
    assert_eq!(faults[0]["range"]["start"], json!({ "line": 1, "character": 1 }));
    notes.write("glossator.toml", "[rules]\nclaim = \"off\"\n");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": note } }));
    client.published(&file, count(0));
    client.published(&note, count(0));
}

#[test]
fn a_configuration_that_is_not_saved_yet_is_in_force() {
    let notes = Notes::new(&[("note.md", WRONG)]);
    let mut client = Client::start_in(notes.root(), json!({}), Value::Null);
    let note = notes.open(&mut client, "note.md");
    client.published(&note, count(1));
    let configuration = notes.uri("glossator.toml");
    client.open(&configuration, "[rules]\nclaim = \"off\"\n");
    client.published(&note, count(0));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": configuration } }));
    client.published(&note, count(1));
}

#[test]
fn the_editors_settings_override_the_file() {
    let notes = Notes::new(&[
        ("glossator.toml", "[rules]\nclaim = \"error\"\n"),
        ("mine/zeppelin.md", &zeppelin("decoder-only")),
        ("note.md", &format!("{WRONG}\n{OURS}")),
    ]);
    let options = json!({ "rules": { "claim": "hint" }, "glossaries": ["mine"], "features": { "hover": false } });
    let mut client = Client::start_in(notes.root(), json!({}), options);
    let note = notes.open(&mut client, "note.md");
    let found = client.published(&note, count(2));
    assert_eq!(found[0]["severity"], 4);
    assert_eq!(hover(&mut client, &note, 2), "");
    let settings =
        json!({ "glossator": { "rules": { "claim/architecture": "information" }, "trace": { "server": "off" } } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    let found = client.published(&note, count(1));
    assert_eq!(found[0]["severity"], 3);
    assert!(hover(&mut client, &note, 2).starts_with("LLaMA"));
    client.notify("workspace/didChangeConfiguration", json!({ "settings": { "glossator": { "builtin": "no" } } }));
    let told = client.wait(|message| message["method"] == "window/showMessage");
    assert!(told["params"]["message"].as_str().is_some_and(|text| text.contains("settings")));
    // What the file does not say is not shown on it.
    let settings = json!({ "glossator": { "rules": { "claim/nonsense": "hint" } } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    let told = client
        .wait(|message| message["params"]["message"].as_str().is_some_and(|text| text.contains("claim/nonsense")));
    assert!(told["params"]["message"].as_str().is_some_and(|text| text.contains("the editor's settings: ")), "{told}");
    let file = notes.uri("glossator.toml");
    let shown = |message: &Value| message["params"]["uri"] == file && message["params"]["diagnostics"] != json!([]);
    assert!(!client.says(Duration::from_millis(300), shown));
}

#[test]
fn settings_are_asked_for_and_who_pulls_is_told_to_pull_again() {
    let notes = Notes::new(&[("note.md", WRONG)]);
    let capabilities = json!({
        "workspace": {
            "configuration": true, "didChangeConfiguration": { "dynamicRegistration": true },
            "diagnostics": { "refreshSupport": true },
        },
        "textDocument": { "diagnostic": {} },
    });
    let mut client = Client::start_in(notes.root(), capabilities, Value::Null);
    client.answer("client/registerCapability", Value::Null);
    let note = notes.open(&mut client, "note.md");
    let pull = |client: &mut Client, uri: &str| {
        let report = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
        report["result"]["items"].as_array().expect("items").clone()
    };
    assert_eq!(pull(&mut client, &note).len(), 1);
    let asked = client.answer("workspace/configuration", json!([{ "rules": { "claim": "off" } }]));
    assert_eq!(asked["items"], json!([{ "scopeUri": uri(notes.root()), "section": "glossator" }]));
    client.answer("workspace/diagnostic/refresh", Value::Null);
    assert_eq!(pull(&mut client, &note).len(), 0);
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.answer("workspace/configuration", json!([null]));
    client.answer("workspace/diagnostic/refresh", Value::Null);
    assert_eq!(pull(&mut client, &note).len(), 1);
    let pushed = |message: &Value| message["method"] == "textDocument/publishDiagnostics";
    assert!(!client.says(Duration::from_millis(300), pushed));
}

/// MiB that a process has allocated and holds.
#[cfg(target_os = "linux")]
fn held(client: &Client) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", client.child.id())).expect("the server runs");
    let line = status.lines().find(|line| line.starts_with("RssAnon:")).expect("Linux tells");
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).expect("a number") / 1024
}

/// MiB that were taken where the built-in glossary was compiled again with a workspace's.
#[cfg(target_os = "linux")]
const EVERYTHING: u64 = 240;

/// A workspace's glossary is small beside the built-in one, and so is what it takes, however often it is read again.
#[cfg(target_os = "linux")]
#[test]
fn a_glossary_holds_little_however_often_it_changes() {
    let notes =
        Notes::new(&[("glossator.toml", ""), ("terms/zeppelin.md", &zeppelin("decoder-only")), ("note.md", OURS)]);
    let mut client = Client::start_in(notes.root(), json!({}), Value::Null);
    let note = notes.open(&mut client, "note.md");
    client.published(&note, count(0));
    let alone = held(&client);
    notes.write("glossator.toml", "glossaries = [\"terms\"]\n");
    changed(&mut client, &notes.uri("glossator.toml"));
    client.published(&note, count(1));
    let mut most = held(&client);
    for (architecture, found) in [("encoder-decoder", 0), ("decoder-only", 1)].repeat(20) {
        notes.write("terms/zeppelin.md", &zeppelin(architecture));
        changed(&mut client, &notes.uri("terms/zeppelin.md"));
        client.published(&note, count(found));
        most = most.max(held(&client));
    }
    assert!(most < alone + EVERYTHING / 8, "{alone} MiB without it, {most} with it");
}
