//! The language server over a real pipe: order of edits, exit, broken clients, positions in every encoding.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::Client;

const NOTE: &str = "file:///tmp/note.md";
const WRONG: &str = "🦙🦙 大模型：LLaMA 是 encoder-decoder 模型。\n";

fn encodings(list: &[&str]) -> Value {
    json!({ "general": { "positionEncodings": list } })
}

fn rule(diagnostic: &Value) -> &str {
    diagnostic["code"].as_str().unwrap_or_default()
}

#[test]
fn findings_stand_at_the_words_in_every_encoding() {
    for (offered, chosen, start, end) in [
        (vec![], "utf-16", 17, 32),
        (vec!["utf-16"], "utf-16", 17, 32),
        (vec!["utf-8", "utf-16"], "utf-8", 31, 46),
        (vec!["utf-32"], "utf-32", 15, 30),
    ] {
        let capabilities = if offered.is_empty() { json!({}) } else { encodings(&offered) };
        let (mut client, announced) = Client::start(capabilities);
        assert_eq!(announced["positionEncoding"], chosen);
        client.open(NOTE, WRONG);
        let found = client.diagnostics(1);
        let range = &found[0]["range"];
        assert_eq!(
            (range["start"]["character"].as_i64(), range["end"]["character"].as_i64()),
            (Some(start), Some(end)),
            "{chosen}"
        );
        assert_eq!(rule(&found[0]), "claim/architecture");
    }
}

#[test]
fn a_thousand_changes_stay_in_order() {
    let (mut client, _) = Client::start(json!({}));
    client.open(NOTE, "\n");
    let mut expected = String::new();
    for version in 2..1002 {
        let letter = char::from(b'a' + u8::try_from(version % 26).expect("small"));
        expected.push(letter);
        let at = json!({ "line": 0, "character": version - 2 });
        client.change(NOTE, version, json!([{ "range": { "start": at, "end": at }, "text": letter.to_string() }]));
    }
    // A claim behind the thousand letters is found in its place only if none was lost or swapped.
    let at = json!({ "line": 0, "character": 1000 });
    client.change(
        NOTE,
        1002,
        json!([{ "range": { "start": at, "end": at }, "text": ". GPT-2 is an encoder-decoder model." }]),
    );
    let found = client.diagnostics(1002);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["range"]["start"]["character"], 1000 + 14);
}

#[test]
fn edits_in_one_message_apply_one_after_the_other() {
    let (mut client, _) = Client::start(json!({}));
    client.open(NOTE, "x\r\nLLaMA is a model.\r\n");
    client.diagnostics(1);
    let range = |line: u32, from: u32, to: u32| json!({ "start": { "line": line, "character": from }, "end": { "line": line, "character": to } });
    client.change(
        NOTE,
        2,
        json!([
            { "range": range(1, 9, 10), "text": "an" },
            { "range": range(1, 12, 12), "text": "encoder-decoder " },
            { "range": range(0, 0, 99), "text": "" },
        ]),
    );
    let found = client.diagnostics(2);
    assert_eq!(found[0]["range"], range(1, 12, 33), "{found:?}");
}

#[test]
fn hover_completion_and_fix() {
    let capabilities = json!({ "textDocument": {
        "hover": { "contentFormat": ["markdown", "plaintext"] },
        "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } },
    } });
    let (mut client, _) = Client::start(capabilities);
    client.open(NOTE, "前缀解码器是一种结构。\n\nLLaMA is an encoder-decoder model.\n\ngrouped-qu\n");
    let document = json!({ "uri": NOTE });
    let hover = client
        .request("textDocument/hover", json!({ "textDocument": document, "position": { "line": 0, "character": 2 } }));
    let text = hover["result"]["contents"]["value"].as_str().expect("a hover");
    assert!(text.starts_with("### 前缀解码器 · prefix decoder"), "{text}");
    assert_eq!(hover["result"]["range"]["end"], json!({ "line": 0, "character": 5 }));

    let completion = client.request(
        "textDocument/completion",
        json!({ "textDocument": document, "position": { "line": 4, "character": 10 } }),
    );
    let items = completion["result"]["items"].as_array().expect("items");
    let item = items.iter().find(|item| item["label"] == "grouped-query attention").expect("the term");
    assert_eq!(item["textEdit"]["range"]["start"]["character"], 0);
    let resolved = client.request("completionItem/resolve", item.clone());
    assert!(resolved["result"]["documentation"].as_str().is_some_and(|text| text.contains("Ainslie")));

    let range = json!({ "start": { "line": 2, "character": 15 }, "end": { "line": 2, "character": 15 } });
    let actions = client.request(
        "textDocument/codeAction",
        json!({ "textDocument": document, "range": range, "context": { "diagnostics": [] } }),
    );
    let actions = actions["result"].as_array().expect("actions");
    let edit = &actions[0]["edit"]["changes"][NOTE][0];
    assert_eq!(edit["newText"], "a causal decoder model", "with its article");
    assert!(actions.iter().any(|action| action["title"].as_str().is_some_and(|title| title.starts_with("Silence"))));
}

#[test]
fn who_pulls_is_not_pushed_to() {
    let (mut client, announced) = Client::start(json!({ "textDocument": { "diagnostic": {} } }));
    assert!(announced["diagnosticProvider"].is_object());
    client.open(NOTE, WRONG);
    let report = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": NOTE } }));
    assert_eq!(report["result"]["items"].as_array().map(Vec::len), Some(1));
    assert!(!client.says(Duration::from_millis(300), |message| message["method"] == "textDocument/publishDiagnostics"));
}

#[test]
fn closing_clears() {
    let (mut client, _) = Client::start(json!({}));
    client.open(NOTE, WRONG);
    assert_eq!(client.diagnostics(1).len(), 1);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": NOTE } }));
    let cleared = client.wait(|message| message["method"] == "textDocument/publishDiagnostics");
    assert_eq!(cleared["params"]["diagnostics"], json!([]));
}

#[test]
fn exit_ends_the_process_while_standard_input_is_open() {
    let (mut client, _) = Client::start(json!({}));
    assert_eq!(client.request("shutdown", Value::Null)["result"], Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.status(), Some(0));
}

#[test]
fn exit_without_shutdown_is_a_failure_and_the_end_of_input_an_end() {
    let (mut client, _) = Client::start(json!({}));
    client.notify("exit", Value::Null);
    assert_eq!(client.status(), Some(1));
    let (mut client, _) = Client::start(json!({}));
    drop(client.stdin.take());
    assert!(client.status().is_some());
}

#[test]
fn shutdown_takes_no_params_null_or_an_object() {
    for params in [Some(Value::Null), Some(json!({})), None] {
        let (mut client, _) = Client::start(json!({}));
        let mut message = json!({ "jsonrpc": "2.0", "id": 99, "method": "shutdown" });
        if let (Some(params), Some(message)) = (params, message.as_object_mut()) {
            message.insert("params".to_owned(), params);
        }
        client.send(&message);
        let answer = client.wait(|message| message["id"] == 99);
        assert!(answer.get("error").is_none(), "{answer}");
    }
}

#[test]
fn a_strange_client_breaks_nothing() {
    let (mut client, _) = Client::start(json!({}));
    let at = json!({ "line": 0, "character": 0 });
    client.change("file:///never/opened.md", 3, json!([{ "range": { "start": at, "end": at }, "text": "x" }]));
    client.notify("$/unknown", json!({}));
    for nothing in ["textDocument/nothing", "$/nothing"] {
        assert_eq!(client.request(nothing, json!({}))["error"]["code"], -32601, "{nothing}");
    }
    client.open(NOTE, "a\u{2028}b 🦙\rLLaMA is an encoder-decoder model.\n");
    assert_eq!(client.diagnostics(1)[0]["range"]["start"], json!({ "line": 1, "character": 12 }));
    // Far beyond the end: clamped to it.
    let far = json!({ "line": 999, "character": 999 });
    let hover = client.request("textDocument/hover", json!({ "textDocument": { "uri": NOTE }, "position": far }));
    assert!(hover.get("error").is_none());
    // A range that ends before it begins: not judged until the whole text comes again.
    let (from, to) = (json!({ "line": 1, "character": 9 }), json!({ "line": 0, "character": 0 }));
    client.change(NOTE, 2, json!([{ "range": { "start": from, "end": to }, "text": "x" }]));
    client.change(NOTE, 3, json!([{ "text": WRONG }]));
    assert_eq!(client.diagnostics(3).len(), 1);
}

#[test]
fn nothing_is_answered_before_initialize() {
    let mut client = Client::spawn();
    let answer = client.request(
        "textDocument/hover",
        json!({ "textDocument": { "uri": NOTE }, "position": { "line": 0, "character": 0 } }),
    );
    assert_eq!(answer["error"]["code"], -32002);
}

#[test]
fn requests_in_a_burst_are_all_answered() {
    let (mut client, _) = Client::start(json!({}));
    client.open(NOTE, &WRONG.repeat(400));
    let ask = |client: &mut Client, line: u32| {
        client.ask(
            "textDocument/hover",
            json!({ "textDocument": { "uri": NOTE }, "position": { "line": line, "character": 16 } }),
        )
    };
    let ids: Vec<i64> = (0..300).map(|line| ask(&mut client, line)).collect();
    for &id in ids.iter().step_by(3) {
        client.notify("$/cancelRequest", json!({ "id": id }));
    }
    for id in ids {
        client.wait(|message| message["id"] == id);
    }
}

#[test]
fn blocks_fold_and_selections_widen() {
    let (mut client, announced) = Client::start(json!({ "textDocument": { "foldingRange": { "rangeLimit": 3 } } }));
    assert_eq!(
        (&announced["foldingRangeProvider"], &announced["selectionRangeProvider"]),
        (&json!(true), &json!(true))
    );
    client.open(
        NOTE,
        "# 🦙 甲\r\n\r\n- 一种前缀解码器。\r\n- b\r\n\r\n```\r\nx\r\n```\r\n\r\n## 乙\r\n\r\n> a\r\n> b\r\n",
    );
    let document = json!({ "uri": NOTE });
    let lines = |client: &mut Client| -> Vec<(i64, i64)> {
        let folds = client.request("textDocument/foldingRange", json!({ "textDocument": document }));
        let folds = folds["result"].as_array().expect("folds").clone();
        folds
            .iter()
            .map(|fold| (fold["startLine"].as_i64().expect("a line"), fold["endLine"].as_i64().expect("a line")))
            .collect()
    };
    assert_eq!(lines(&mut client), [(0, 12), (2, 3), (5, 7)]);
    let positions = json!([{ "line": 2, "character": 6 }, { "line": 99, "character": 0 }]);
    let widened =
        client.request("textDocument/selectionRange", json!({ "textDocument": document, "positions": positions }));
    let first = &widened["result"][0]["parent"];
    let at = |character: u32| json!({ "line": 2, "character": character });
    assert_eq!(first["range"], json!({ "start": at(4), "end": at(9) }), "the term");
    assert_eq!(first["parent"]["range"], json!({ "start": at(2), "end": at(10) }), "the sentence");
    assert_eq!(widened["result"].as_array().map(Vec::len), Some(2));
    // The tree is kept across edits.
    let (from, to) = (json!({ "line": 5, "character": 0 }), json!({ "line": 8, "character": 0 }));
    client.change(NOTE, 2, json!([{ "range": { "start": from, "end": to }, "text": "" }]));
    assert_eq!(lines(&mut client), [(0, 9), (2, 3), (6, 9)]);
}
