//! What clients open, and how they tell of it: languages, cells of notebooks, versions that are left out.
#![expect(clippy::needless_pass_by_value, reason = "a `json!` literal reads best by value")]

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::Client;

const WRONG: &str = "GPT-2 is an encoder-decoder model.\n";

fn open(client: &mut Client, uri: &str, language: Value, version: Value) {
    let document = json!({ "uri": uri, "languageId": language, "version": version, "text": WRONG });
    client.notify("textDocument/didOpen", json!({ "textDocument": document }));
}

/// The next diagnostics of a document: how many, and of which version.
fn published(client: &mut Client, uri: &str) -> (usize, Value) {
    let message = client
        .wait(|message| message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri);
    let params = &message["params"];
    (params["diagnostics"].as_array().map_or(0, Vec::len), params["version"].clone())
}

#[test]
fn markdown_in_all_its_names_is_judged() {
    let (mut client, _) = Client::start(json!({}));
    let notes = [
        ("file:///tmp/d1.md", "markdown"),
        ("file:///tmp/d2.qmd", "quarto"),
        ("file:///tmp/d3.Rmd", "rmd"),
        ("file:///tmp/d4.mdx", "markdown.mdx"),
        ("file:///tmp/d5.md", "vimwiki"),
        ("untitled:Untitled-1", "markdown"),
        ("vscode-notebook-cell:/tmp/a.ipynb#W0sZmlsZQ%3D%3D", "markdown"),
        ("untitled:Untitled-2", ""),
    ];
    for (uri, language) in notes {
        open(&mut client, uri, json!(language), json!(1));
        assert_eq!(published(&mut client, uri), (1, json!(1)), "{uri} {language}");
    }
}

#[test]
fn other_languages_are_passed_over() {
    let (mut client, _) = Client::start(json!({}));
    let others = [
        ("file:///tmp/o1.py", "python"),
        ("file:///tmp/o2.txt", "plaintext"),
        ("vscode-notebook-cell:/tmp/a.ipynb#X1sZmlsZQ%3D%3D", "python"),
        ("untitled:Untitled-3", "latex"),
    ];
    for (uri, language) in others {
        open(&mut client, uri, json!(language), json!(1));
        client.change(uri, 2, json!([{ "text": WRONG }]));
        assert_eq!(client.at("textDocument/hover", uri, 0, 1, json!({})), Value::Null, "{uri}");
        client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }
    assert!(
        !client.says(Duration::from_millis(200), |message| { message["method"] == "textDocument/publishDiagnostics" })
    );
    // The same document, when the person has said what it is.
    let (uri, _) = others[1];
    open(&mut client, uri, json!("markdown"), json!(3));
    assert_eq!(published(&mut client, uri), (1, json!(3)));
}

#[test]
fn a_version_may_be_left_out() {
    let (mut client, _) = Client::start(json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } }));
    let uri = "file:///tmp/versions.md";
    open(&mut client, uri, Value::Null, json!(null));
    assert_eq!(published(&mut client, uri), (1, Value::Null));
    let mut change = |document: Value, text: &str| {
        let params = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
        client.notify("textDocument/didChange", params);
        published(&mut client, uri)
    };
    assert_eq!(change(json!({ "uri": uri }), "GPT-2 is a model.\n"), (0, Value::Null));
    assert_eq!(change(json!({ "uri": uri, "version": null }), WRONG), (1, Value::Null));
    assert_eq!(change(json!({ "uri": uri, "version": 7 }), "GPT-2 is a model.\n"), (0, json!(7)));
    assert_eq!(change(json!({ "uri": uri, "version": 1_u64 << 40 }), WRONG), (1, Value::Null));
}

#[test]
fn an_at_sign_calls_for_citations_and_for_nothing_else() {
    let (mut client, capabilities) = Client::start(json!({}));
    assert_eq!(capabilities["completionProvider"]["triggerCharacters"], json!(["@"]));
    let uri = "file:///tmp/cited.md";
    client.open(uri, "as shown [@\n\nmail a@\n");
    let mut called = |line: u32, character: u32| {
        let context = json!({ "context": { "triggerKind": 2, "triggerCharacter": "@" } });
        let list = client.at("textDocument/completion", uri, line, character, context);
        list["items"].as_array().map_or(0, Vec::len)
    };
    assert!(called(0, 11) > 0);
    assert_eq!(called(2, 7), 0);
}

#[test]
fn an_answer_keeps_an_id_that_is_text() {
    let (mut client, _) = Client::start(json!({}));
    let uri = "file:///tmp/ids.md";
    client.open(uri, "the attn\n");
    let id = "a\",\"id\":7";
    let params = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 8 } });
    client.send(&json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/completion", "params": params }));
    let answer = client.wait(|message| message["id"] == id);
    assert!(answer["result"]["items"].as_array().is_some_and(|items| items.iter().all(|item| item["label"] != "")));
    assert!(answer["result"]["items"][0]["textEdit"].is_object(), "{answer}");
}
