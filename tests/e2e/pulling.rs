//! Diagnostics for those who ask and those who are told: unchanged reports, closed notes, faults, what a finding carries.

use std::{fs, time::Duration};

use serde_json::{Value, json};

use crate::{
    client::Client,
    notes::{Notes, zeppelin},
};

const WRONG: &str = "GPT-2 is an encoder-decoder model.\n";
const FALSCH: &str = "🦙 GPT-2 是 encoder-decoder 模型。\n";

fn pulls() -> Value {
    json!({ "textDocument": { "diagnostic": { "relatedDocumentSupport": true } } })
}

fn pull(client: &mut Client, uri: &str, previous: &Value) -> Value {
    let params = json!({ "textDocument": { "uri": uri }, "previousResultId": previous });
    client.request("textDocument/diagnostic", params)["result"].clone()
}

/// The reports on a workspace by the names of its files: how many diagnostics, or that they are unchanged.
fn sweep(client: &mut Client, notes: &Notes, previous: &[Value]) -> (Vec<(String, Option<usize>)>, Vec<Value>) {
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": previous }));
    let items = report["result"]["items"].as_array().expect("items").clone();
    let mut found: Vec<(String, Option<usize>)> = items
        .iter()
        .map(|item| {
            let name = item["uri"].as_str().expect("an address").replace(&notes.uri(""), "");
            (name, item["items"].as_array().map(Vec::len))
        })
        .collect();
    found.sort();
    let ids = items.iter().map(|item| json!({ "uri": item["uri"], "value": item["resultId"] })).collect();
    (found, ids)
}

fn named(found: &[(&str, Option<usize>)]) -> Vec<(String, Option<usize>)> {
    found.iter().map(|&(name, count)| (name.to_owned(), count)).collect()
}

#[test]
fn what_did_not_change_is_not_sent_again() {
    let notes = Notes::new(&[("a.md", WRONG)]);
    let mut client = Client::start_in(notes.root(), pulls(), Value::Null);
    let a = notes.open(&mut client, "a.md");
    let first = pull(&mut client, &a, &Value::Null);
    assert_eq!((&first["kind"], first["items"].as_array().map(Vec::len)), (&json!("full"), Some(1)));
    let again = pull(&mut client, &a, &first["resultId"]);
    assert_eq!(
        (&again["kind"], &again["resultId"], &again["items"]),
        (&json!("unchanged"), &first["resultId"], &Value::Null)
    );
    client.change(&a, 2, json!([{ "text": format!("\n{WRONG}") }]));
    let moved = pull(&mut client, &a, &first["resultId"]);
    assert_eq!(moved["items"][0]["range"]["start"]["line"], 1);
    assert_ne!(moved["resultId"], first["resultId"]);
}

#[test]
fn closed_notes_are_in_the_report_on_the_workspace() {
    let notes = Notes::new(&[
        ("a.md", WRONG),
        ("sub/b.md", FALSCH),
        ("clean.md", "GPT-2 is a decoder-only model.\n"),
        ("off/glossator.toml", "[features]\nworkspace-diagnostics = false\n"),
        ("off/c.md", WRONG),
        (".ignore", "hidden.md\n"),
        ("hidden.md", WRONG),
    ]);
    let (mut client, announced) = Client::announced_in(notes.root(), pulls(), Value::Null);
    assert_eq!(announced["diagnosticProvider"]["workspaceDiagnostics"], true);
    let a = notes.open(&mut client, "a.md");
    let (found, ids) = sweep(&mut client, &notes, &[]);
    assert_eq!(found, named(&[("a.md", Some(1)), ("sub/b.md", Some(1))]));
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let of = |uri: &str| {
        let items = report["result"]["items"].as_array().expect("items");
        items.iter().find(|item| item["uri"] == uri).expect("reported").clone()
    };
    assert_eq!((&of(&a)["version"], &of(&notes.uri("sub/b.md"))["version"]), (&json!(1), &Value::Null));
    assert_eq!(of(&notes.uri("sub/b.md"))["items"][0]["range"]["start"], json!({ "line": 0, "character": 11 }));
    assert_eq!(sweep(&mut client, &notes, &ids).0, named(&[("a.md", None), ("sub/b.md", None)]));
    notes.write("sub/b.md", "甲。\n");
    client.change(&a, 2, json!([{ "text": "fine\n" }]));
    let (found, ids) = sweep(&mut client, &notes, &ids);
    assert_eq!(found, named(&[("a.md", Some(0)), ("sub/b.md", Some(0))]));
    notes.write("sub/b.md", WRONG);
    let (found, ids) = sweep(&mut client, &notes, &ids);
    assert_eq!(found, named(&[("a.md", None), ("sub/b.md", Some(1))]));
    fs::remove_file(notes.path("sub/b.md")).expect("removed");
    assert_eq!(sweep(&mut client, &notes, &ids).0, named(&[("a.md", None), ("sub/b.md", Some(0))]));
}

#[test]
fn a_large_report_comes_in_parts_and_with_progress() {
    let files: Vec<(String, &str)> = (0..150).map(|at| (format!("{at:03}.md"), WRONG)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let notes = Notes::new(&files);
    let mut client = Client::start_in(notes.root(), pulls(), Value::Null);
    let params = json!({ "previousResultIds": [], "partialResultToken": "part", "workDoneToken": "done" });
    let answer = client.request("workspace/diagnostic", params);
    assert_eq!(answer["result"]["items"], json!([]), "all is in the parts");
    let mut count = 0;
    for _ in 0..3 {
        let part = client.wait(|message| message["method"] == "$/progress" && message["params"]["token"] == "part");
        count += part["params"]["value"]["items"].as_array().expect("items").len();
    }
    assert_eq!(count, 150);
    for kind in ["begin", "report", "end"] {
        client.wait(|message| message["params"]["token"] == "done" && message["params"]["value"]["kind"] == kind);
    }
}

#[test]
fn who_pulls_gets_faults_as_related_documents_and_is_never_pushed_to() {
    let notes = Notes::new(&[("glossator.toml", "exclud = []\n"), ("a.md", WRONG)]);
    let mut client = Client::start_in(notes.root(), pulls(), Value::Null);
    let a = notes.open(&mut client, "a.md");
    client.wait(|message| message["method"] == "window/showMessage");
    let file = notes.uri("glossator.toml");
    let report = pull(&mut client, &a, &Value::Null);
    let faults = &report["relatedDocuments"][&file];
    assert!(faults["items"][0]["message"].as_str().is_some_and(|text| text.contains("`exclude`")), "{report}");
    let (found, _) = sweep(&mut client, &notes, &[]);
    assert_eq!(found, named(&[("a.md", Some(1)), ("glossator.toml", Some(1))]));
    notes.write("glossator.toml", "exclude = []\n");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": a } }));
    let mut mended = Value::Null;
    for _ in 0..50 {
        mended = pull(&mut client, &a, &Value::Null)["relatedDocuments"][&file]["items"].clone();
        if mended == json!([]) {
            break;
        }
        std::thread::sleep(Duration::from_millis(40));
    }
    assert_eq!(mended, json!([]));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": a } }));
    let pushed = |message: &Value| message["method"] == "textDocument/publishDiagnostics";
    assert!(!client.says(Duration::from_millis(300), pushed));
}

#[test]
fn closed_notes_are_pushed_where_that_is_switched_on_and_cleared_when_they_are_gone() {
    let notes = Notes::new(&[
        ("glossator.toml", "[features]\nworkspace-diagnostics = true\n"),
        ("a.md", WRONG),
        ("sub/b.md", FALSCH),
    ]);
    let capabilities = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut client = Client::start_in(notes.root(), capabilities, Value::Null);
    let (a, b) = (notes.uri("a.md"), notes.uri("sub/b.md"));
    let is = |count: usize| move |found: &[Value]| found.len() == count;
    client.published(&a, is(1));
    client.published(&b, is(1));
    // The open buffer wins over the file.
    client.open(&a, "GPT-2 is a model.\n");
    client.published(&a, is(0));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": a } }));
    client.published(&a, is(1));
    fs::remove_file(notes.path("sub/b.md")).expect("removed");
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": b, "type": 3 }] }));
    client.published(&b, is(0));
}

#[test]
fn closed_notes_are_not_pushed_unasked() {
    let notes = Notes::new(&[("a.md", WRONG), ("b.md", FALSCH)]);
    let mut client = Client::start_in(notes.root(), json!({}), Value::Null);
    let a = notes.open(&mut client, "a.md");
    client.published(&a, |found| found.len() == 1);
    let b = notes.uri("b.md");
    assert!(!client.says(Duration::from_millis(400), |message| message["params"]["uri"] == b));
}

#[test]
fn a_finding_carries_its_source_its_statement_and_its_fix_where_the_client_shows_them() {
    let note = "## LLaMA\n\n- **Norm:** LayerNorm\n";
    for (shows, language) in [(true, "en"), (false, "en"), (true, "zh")] {
        let notes = Notes::new(&[("glossator.toml", &format!("languages = [\"{language}\"]\n")), ("a.md", note)]);
        let capabilities = json!({ "textDocument": { "publishDiagnostics": {
            "relatedInformation": shows, "codeDescriptionSupport": shows, "dataSupport": shows,
        } } });
        let mut client = Client::start_in(notes.root(), capabilities, Value::Null);
        let a = notes.open(&mut client, "a.md");
        let found = client.published(&a, |found| found.len() == 1).remove(0);
        assert_eq!((&found["source"], &found["severity"]), (&json!("glossator"), &json!(2)));
        assert!(found["message"].as_str().is_some_and(|text| !text.contains('\n')));
        let keys = ["codeDescription", "relatedInformation", "data"];
        assert_eq!(keys.map(|key| found[key].is_null()), [!shows; 3], "{found}");
        if shows {
            assert!(found["codeDescription"]["href"].as_str().is_some_and(|url| url.starts_with("https://")));
            let places = found["relatedInformation"].as_array().expect("places");
            assert_eq!(places[0]["location"]["uri"], a, "the heading: {places:?}");
            let statement = places.last().expect("the statement");
            let file =
                statement["location"]["uri"].as_str().and_then(|uri| uri.strip_prefix("file://")).expect("a file");
            let line = statement["location"]["range"]["start"]["line"].as_u64().expect("a line");
            let text = fs::read_to_string(file).expect("a copy of the built-in entry");
            let line = text.lines().nth(usize::try_from(line).expect("small")).expect("there");
            assert!(line.contains("property: normalization"), "{line}");
            assert!(statement["message"].as_str().is_some_and(|text| text.contains("RMSNorm")));
        }
    }
}

#[test]
fn faults_of_glossary_files_have_the_severity_that_is_set() {
    let uncited = zeppelin("decoder-only").replace(", cite: \"@vaswani2017attention\"", "");
    let notes = Notes::new(&[("glossator.toml", "glossaries = [\"terms\"]\n"), ("terms/zeppelin.md", &uncited)]);
    let mut client = Client::start_in(notes.root(), json!({}), Value::Null);
    let entry = notes.uri("terms/zeppelin.md");
    client.open(&notes.uri("x.md"), "x\n");
    let found = client.published(&entry, |found| !found.is_empty());
    let severity = found[0]["severity"].as_i64();
    assert_eq!(found[0]["code"], "glossary/uncited");
    assert!(matches!(severity, Some(1 | 2)));
    notes.write("glossator.toml", "glossaries = [\"terms\"]\n[rules]\n\"glossary/uncited\" = \"hint\"\n");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": notes.uri("x.md") } }));
    client.published(&entry, |found| found.first().is_some_and(|fault| fault["severity"] == 4));
    notes.write("glossator.toml", "glossaries = [\"terms\"]\n[rules]\nglossary = \"off\"\n");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": notes.uri("x.md") } }));
    client.published(&entry, <[Value]>::is_empty);
}
