//! What tower-lsp 0.20 trips over, each over a real pipe: slow beside quick, clients that never or late answer, bad
//! bytes, an editor that dies.

use std::{
    io::{BufReader, Write},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    client::{Client, read},
    notes::Notes,
};

const NOTE: &str = "file:///tmp/note.md";
const WRONG: &str = "GPT-2 is an encoder-decoder model.\n";

fn hover(client: &mut Client, uri: &str) -> i64 {
    client
        .ask("textDocument/hover", json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 1 } }))
}

/// A client that announces everything the server may ask it for.
fn askable() -> Value {
    json!({
        "workspace": {
            "configuration": true,
            "didChangeConfiguration": { "dynamicRegistration": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "diagnostics": { "refreshSupport": true },
        },
        "textDocument": { "diagnostic": {} },
    })
}

#[test]
fn a_quick_request_overtakes_slow_ones() {
    let (mut client, _) = Client::start(json!({ "textDocument": { "diagnostic": {} } }));
    let large = WRONG.repeat((1 << 20) / WRONG.len());
    let slow: Vec<String> = (0..6).map(|at| format!("file:///tmp/slow{at}.md")).collect();
    client.open(NOTE, WRONG);
    let id = hover(&mut client, NOTE);
    client.wait(|message| message["id"] == id);
    for uri in &slow {
        client.open(uri, &large);
    }
    let waiting: Vec<i64> = slow.iter().map(|uri| hover(&mut client, uri)).collect();
    let quick = hover(&mut client, NOTE);
    let mut order = Vec::new();
    while !order.contains(&quick) {
        let answer = client.wait(|message| message["id"].as_i64().is_some_and(|id| id >= waiting[0]));
        order.extend(answer["id"].as_i64());
    }
    assert!(order.len() <= 3, "{} slow requests were answered first", order.len() - 1);
    for id in waiting.into_iter().filter(|id| !order.contains(id)) {
        client.wait(|message| message["id"] == id);
    }
}

#[test]
fn a_client_that_never_answers_holds_up_nothing() {
    let notes = Notes::new(&[("note.md", WRONG)]);
    let mut client = Client::start_in(notes.root(), askable(), Value::Null);
    let note = notes.open(&mut client, "note.md");
    for version in 2..600 {
        if version % 3 == 0 {
            client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
        }
        client.change(&note, version, json!([{ "text": WRONG }]));
    }
    let report = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": note } }));
    assert_eq!(report["result"]["items"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_late_answer_after_a_cancelled_request_ends_nothing() {
    let notes = Notes::new(&[("note.md", WRONG)]);
    let mut client = Client::start_in(notes.root(), askable(), Value::Null);
    let asked = client.wait(|message| message["method"] == "client/registerCapability");
    let note = notes.open(&mut client, "note.md");
    let id = hover(&mut client, &note);
    client.notify("$/cancelRequest", json!({ "id": id }));
    client.wait(|message| message["id"] == id);
    client.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "error": { "code": -32601, "message": "no" } }));
    client.answer("workspace/configuration", json!([{ "rules": { "claim": "hint" } }]));
    // An answer to what was never asked.
    client.send(&json!({ "jsonrpc": "2.0", "id": 4711, "result": null }));
    client.answer("workspace/diagnostic/refresh", Value::Null);
    let report = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": note } }));
    assert_eq!(report["result"]["items"][0]["severity"], 4);
}

#[test]
fn a_change_right_behind_initialize_is_no_harm() {
    let mut client = Client::spawn();
    let params = json!({ "processId": null, "rootUri": null, "capabilities": {} });
    let id = client.ask("initialize", params);
    client.open(NOTE, "\n");
    client.wait(|message| message["id"] == id);
    client.notify("initialized", json!({}));
    client.open(NOTE, WRONG);
    assert_eq!(client.published(NOTE, |found| !found.is_empty()).len(), 1);
}

#[test]
fn after_shutdown_requests_are_refused_and_again_answered() {
    let (mut client, _) = Client::start(json!({}));
    client.open(NOTE, WRONG);
    assert!(client.request("shutdown", Value::Null).get("error").is_none());
    let id = hover(&mut client, NOTE);
    assert_eq!(client.wait(|message| message["id"] == id)["error"]["code"], -32600);
}

#[test]
fn bad_bytes_end_the_process_instead_of_leaving_it_deaf() {
    for body in [&b"{ not json"[..], &b"\"\xff\xfe\""[..]] {
        let (mut client, _) = Client::start(json!({}));
        let stdin = client.stdin.as_mut().expect("open");
        write!(stdin, "Content-Length: {}\r\n\r\n", body.len()).expect("written");
        stdin.write_all(body).and_then(|()| stdin.flush()).expect("written");
        let lives = || {
            let id = hover(&mut client, NOTE);
            client.says(Duration::from_millis(500), |message| message["id"] == id)
        };
        let answers = std::panic::catch_unwind(std::panic::AssertUnwindSafe(lives)).unwrap_or_default();
        assert!(answers || client.status().is_some());
    }
}

#[test]
fn a_panic_is_an_error_and_the_next_request_is_answered() {
    let notes = Notes::new(&[("note.md", WRONG)]);
    let mut client = Client::start_with(&[("GLOSSATOR_TEST", notes.root())], notes.root(), json!({}));
    let note = notes.open(&mut client, "note.md");
    for _ in 0..3 {
        assert_eq!(client.request("glossator/panic", Value::Null)["error"]["code"], -32603);
        client.notify("glossator/panic", Value::Null);
        let id = hover(&mut client, &note);
        assert!(client.wait(|message| message["id"] == id)["result"].is_object());
    }
    client.request("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.status(), Some(0));
}

#[test]
fn null_and_odd_parameters_are_refused_or_ignored_and_nothing_ends() {
    let odd = [
        json!({ "processId": -1, "rootUri": "", "rootPath": null, "capabilities": null, "workspaceFolders": null }),
        json!({ "rootUri": null, "capabilities": { "textDocument": 7, "workspace": { "workspaceEdit": [] } } }),
        json!({ "workspaceFolders": [{ "uri": 3 }, {}], "capabilities": { "general": { "positionEncodings": null } } }),
        json!({}),
    ];
    for params in odd {
        let mut client = Client::spawn();
        let answer = client.request("initialize", params.clone());
        assert_eq!(answer["result"]["capabilities"]["positionEncoding"], "utf-16", "{params}: {answer}");
        client.notify("initialized", Value::Null);
        client.notify("initialized", json!({}));
        for method in ["textDocument/hover", "textDocument/completion", "textDocument/diagnostic", "workspace/symbol"] {
            assert_eq!(client.request(method, Value::Null)["error"]["code"], -32602, "{method}");
        }
        for method in
            ["textDocument/didOpen", "textDocument/didChange", "workspace/didChangeConfiguration", "$/setTrace"]
        {
            client.notify(method, Value::Null);
        }
        client.notify("textDocument/didClose", json!({ "textDocument": { "uri": "file:///never.md" } }));
        client.open(NOTE, WRONG);
        assert_eq!(client.published(NOTE, |found| !found.is_empty()).len(), 1);
    }
}

#[test]
fn every_ability_at_once_is_served() {
    let yes = json!({ "dynamicRegistration": true, "linkSupport": true });
    let mut capabilities = askable();
    capabilities["general"] =
        json!({ "positionEncodings": ["utf-8", "utf-16", "utf-32"], "markdown": { "parser": "x" } });
    capabilities["window"] =
        json!({ "workDoneProgress": true, "showDocument": { "support": true }, "showMessage": {} });
    for feature in ["definition", "typeDefinition", "implementation", "references", "rename", "documentHighlight"] {
        capabilities["textDocument"][feature] = yes.clone();
    }
    capabilities["textDocument"]["completion"] = json!({ "completionItem": {
        "snippetSupport": true, "labelDetailsSupport": true, "insertReplaceSupport": true, "documentationFormat": ["markdown"],
    } });
    for (feature, list) in [("inlayHint", true), ("codeLens", true), ("semanticTokens", true)] {
        capabilities["workspace"][feature] = json!({ "refreshSupport": list });
    }
    let notes = Notes::new(&[("note.md", "🦙 GPT-2 是 encoder-decoder 模型。\n")]);
    let mut client = Client::start_in(notes.root(), capabilities, Value::Null);
    client.answer("client/registerCapability", Value::Null);
    let note = notes.open(&mut client, "note.md");
    client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": note } }));
    client.answer("workspace/configuration", json!([{ "rules": { "claim": "hint" } }]));
    for method in ["diagnostic", "semanticTokens", "inlayHint", "codeLens"] {
        client.answer(&format!("workspace/{method}/refresh"), Value::Null);
    }
    let report = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": note } }));
    let item = &report["result"]["items"][0];
    assert_eq!((&item["severity"], &item["range"]["start"]["character"]), (&json!(4), &json!(15)), "in bytes");
}

#[test]
fn exit_ends_the_process_whatever_is_open_or_running() {
    for (shut, open, status) in [(true, true, 0), (true, false, 0), (false, true, 1), (false, false, 1)] {
        let (mut client, _) = Client::start(json!({}));
        client.open(NOTE, &WRONG.repeat(20_000));
        hover(&mut client, NOTE);
        if shut {
            client.request("shutdown", Value::Null);
        }
        client.notify("exit", Value::Null);
        if !open {
            drop(client.stdin.take());
        }
        let start = Instant::now();
        assert_eq!(client.status(), Some(status), "shutdown {shut}, standard input open {open}");
        assert!(start.elapsed() < Duration::from_secs(5));
    }
}

#[test]
fn lines_end_where_the_protocol_says() {
    let text = "甲\r\nGPT-2 is an encoder-decoder model.\rBERT 是 decoder-only 模型。\u{2028}GPT-2 is an encoder-decoder model.\u{b}\u{85}\n🦙 GPT-2 is an encoder-decoder model.";
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let (mut client, _) = Client::start(json!({ "general": { "positionEncodings": [encoding] } }));
        client.open(NOTE, text);
        let lines = |found: &[Value]| -> Vec<i64> {
            found.iter().filter_map(|found| found["range"]["start"]["line"].as_i64()).collect()
        };
        let found = client.published(NOTE, |found| !found.is_empty());
        assert_eq!(lines(&found), [1, 2, 2, 3], "{encoding}");
        // The last line alone is replaced: had lines been counted otherwise, other words would go.
        let (from, to) = (json!({ "line": 3, "character": 0 }), json!({ "line": 3, "character": 999 }));
        client.change(
            NOTE,
            2,
            json!([{ "range": { "start": from, "end": to }, "text": "BERT is a decoder-only model." }]),
        );
        let found = client.diagnostics(2);
        assert_eq!(lines(&found), [1, 2, 2, 3], "{encoding}");
        assert_eq!(found[3]["range"]["start"]["character"], 10, "{encoding}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn the_server_ends_with_its_editor() {
    let mut editor = Command::new("sleep").arg("1").spawn().expect("it starts");
    let mut client = Client::spawn();
    let params = json!({ "processId": editor.id(), "rootUri": null, "capabilities": {} });
    client.request("initialize", params);
    editor.wait().expect("it ends");
    let start = Instant::now();
    assert_eq!(client.status(), Some(1));
    assert!(start.elapsed() < Duration::from_secs(8));
}

/// A client that writes all it has to say before it reads anything.
#[test]
fn a_client_that_does_not_read_is_read_all_the_same() {
    const EDITS: i64 = 400;
    let mut child = Command::new(crate::binary())
        .arg("lsp")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the server starts");
    let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
    let mut stdin = child.stdin.take().expect("piped");
    let initialize = json!({ "processId": null, "rootUri": null, "capabilities": {} });
    write(&mut stdin, &json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": initialize }));
    read(&mut stdout).expect("an answer");
    let (done, written) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut notify = |method: &str, params: Value| {
            write(&mut stdin, &json!({ "jsonrpc": "2.0", "method": method, "params": params }));
        };
        notify("initialized", json!({}));
        let text = format!("{WRONG}\n").repeat(50);
        let document = json!({ "uri": NOTE, "languageId": "markdown", "version": 1, "text": text });
        notify("textDocument/didOpen", json!({ "textDocument": document }));
        let start = json!({ "line": 1, "character": 0 });
        for edit in 1..=EDITS {
            let document = json!({ "uri": NOTE, "version": 1 + edit });
            let changes = json!([{ "range": { "start": start, "end": start }, "text": "x" }]);
            let changed = json!({ "textDocument": document, "contentChanges": changes });
            write(&mut stdin, &json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": changed }));
            let asked = json!({ "textDocument": { "uri": NOTE }, "position": { "line": 0, "character": 1 } });
            let asked = json!({ "jsonrpc": "2.0", "id": edit, "method": "textDocument/hover", "params": asked });
            write(&mut stdin, &asked);
        }
        let _ = done.send(stdin);
    });
    let stdin = written.recv_timeout(Duration::from_mins(1)).expect("the server reads on");
    let (mut answers, mut published) = (0, Vec::new());
    while answers < EDITS || published.last() != Some(&(1 + EDITS)) {
        let message = read(&mut stdout).expect("what was asked is answered");
        answers += i64::from(message["id"].as_i64().is_some());
        published.extend(message["params"]["version"].as_i64());
    }
    // What went into the pipe at first, and the last; what is overtaken does not wait to be read.
    assert!(published.len() < 50, "{} lists of diagnostics", published.len());
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
}

/// Writes a message.
fn write(stdin: &mut impl Write, message: &Value) {
    let body = message.to_string();
    write!(stdin, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("the server reads");
}
