//! What an editor shows, over the wire: hovers, completions, actions, tokens, hints and lenses, by what it can do.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    client::Client,
    notes::{Notes, zeppelin},
};

/// What a client says that takes code actions of any kind, and nothing else.
fn takes_actions() -> Value {
    json!({ "textDocument": { "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } } } })
}

fn range(line: u32, start: u32, end: u32) -> Value {
    json!({ "start": { "line": line, "character": start }, "end": { "line": line, "character": end } })
}

fn items(client: &mut Client, uri: &str, line: u32, character: u32) -> (Vec<Value>, bool) {
    let result = client.at("textDocument/completion", uri, line, character, json!({}));
    (result["items"].as_array().cloned().unwrap_or_default(), result["isIncomplete"] == true)
}

fn actions(client: &mut Client, uri: &str, range: &Value, only: &Value) -> Vec<Value> {
    let mut context = json!({ "diagnostics": [] });
    if !only.is_null() {
        context["only"] = only.clone();
    }
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
    client.request("textDocument/codeAction", params)["result"].as_array().cloned().unwrap_or_default()
}

fn titled<'a>(actions: &'a [Value], start: &str) -> &'a Value {
    let fits = |action: &&Value| action["title"].as_str().is_some_and(|title| title.starts_with(start));
    actions.iter().find(fits).unwrap_or_else(|| panic!("{start}: {actions:?}"))
}

#[test]
fn hovers_are_in_the_first_format_of_the_client_and_in_the_language_of_the_line() {
    let text = "🦙 GPT-2 是 encoder-decoder 模型。\n\nThe `prefix LM` is old. <!-- glossator-disable-line claim/architecture -->\n\n| a |\n|---|\n| 前缀解码器 |\n";
    for (formats, kind) in [
        (json!(["markdown", "plaintext"]), "markdown"),
        (json!(["plaintext", "markdown"]), "plaintext"),
        (Value::Null, "plaintext"),
    ] {
        let (mut client, _) = Client::start(json!({ "textDocument": { "hover": { "contentFormat": formats } } }));
        let note = "file:///tmp/hovers.md";
        client.open(note, text);
        let mut at = |line, character| client.at("textDocument/hover", note, line, character, json!({}));
        let claim = at(0, 12);
        assert_eq!((&claim["contents"]["kind"], &claim["range"]), (&json!(kind), &range(0, 11, 26)), "{claim}");
        let value = claim["contents"]["value"].as_str().expect("text");
        assert!(value.contains("✗ 与词汇表矛盾") && value.contains("编码器-解码器"), "{value}");
        let name = at(2, 14);
        assert_eq!(name["range"], range(2, 5, 14), "the end of a word is still of it");
        let rule = at(2, 60);
        assert!(rule["contents"]["value"].as_str().is_some_and(|text| text.starts_with("# claim/architecture")));
        let comment = at(2, 35);
        assert!(comment["contents"]["value"].as_str().is_some_and(|text| text.contains("silences this line")));
        assert_eq!(at(6, 3)["range"], range(6, 2, 7));
        assert_eq!(at(3, 0), Value::Null);
    }
}

#[test]
fn nothing_of_a_glossary_runs_or_loads() {
    let evil = "![x](https://evil.example/x.png) <img src=x> [run](command:workbench.action.quit) <command:x>";
    let entry = format!(
        "---\ntype: model\nprefLabel: {{en: \"Zeppelin\", zh: \"飞艇\"}}\naltLabel: {{en: [\"[a](command:b)\"]}}\nstatements:\n  - {{property: architecture, value: decoder-only, cite: \"@evil2024run, [x](command:y)\"}}\n---\n# Zeppelin\n\n{evil}\n\n## 中文\n\n{evil}\n"
    );
    let bib = "@article{evil2024run, author = {Evil, E.}, title = {![x](https://e.example/y.png) <b>run</b>}, year = {2024}, url = {command:workbench.action.quit}}\n";
    let notes = Notes::new(&[
        ("glossator.toml", "glossaries = [\"terms\"]\n"),
        ("terms/zeppelin.md", &entry),
        ("terms/sources.bib", bib),
        ("note.md", "Zeppelin is an encoder-decoder model. [@evil2024run]\n\nZeppelin 是飞艇。\n"),
    ]);
    let capabilities = json!({
        "window": { "showDocument": { "support": true } },
        "textDocument": {
            "hover": { "contentFormat": ["markdown"] },
            "publishDiagnostics": { "codeDescriptionSupport": true },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } },
        },
    });
    let mut client = Client::start_in(notes.root(), capabilities, Value::Null);
    let note = notes.open(&mut client, "note.md");
    let found = client.published(&note, |found| found.len() == 1);
    assert_eq!(found[0]["codeDescription"], Value::Null);
    for (line, character) in [(0, 3), (0, 20), (2, 3)] {
        let hover = client.at("textDocument/hover", &note, line, character, json!({}));
        let text = hover["contents"]["value"].as_str().expect("a hover");
        for bad in ["](command", "](<command", "![x]", "<img", "<b>", "<command"] {
            let plain = text.match_indices(bad).any(|(at, _)| !text[..at].ends_with('\\'));
            assert!(!plain, "{bad} in {text}");
        }
    }
    let links = client.request("textDocument/documentLink", json!({ "textDocument": { "uri": note } }));
    assert_eq!(links["result"], json!([]));
    let offered = actions(&mut client, &note, &range(0, 20, 20), &Value::Null);
    assert!(offered.iter().all(|action| action.get("command").is_none()), "{offered:?}");
    let run = json!({ "command": "glossator.open", "arguments": ["command:workbench.action.quit"] });
    assert_eq!(client.request("workspace/executeCommand", run)["error"]["code"], -32602);
    assert!(!client.says(Duration::from_millis(200), |message| message["method"] == "window/showDocument"));
}

#[test]
fn known_values_come_first_with_what_the_client_can_take() {
    let capabilities = json!({ "textDocument": { "completion": { "completionItem": {
        "labelDetailsSupport": true, "insertReplaceSupport": true, "snippetSupport": true,
        "documentationFormat": ["markdown"], "resolveSupport": { "properties": ["documentation"] },
    } } } });
    let (mut client, _) = Client::start(capabilities);
    let note = "file:///tmp/known.md";
    client.open(note, "🦙 LLaMA uses RMSfoo\n\n🦙 LLaMA 使用\n\n`LLaMA uses `\n");
    let (offered, _) = items(&mut client, note, 0, 17);
    assert_eq!((&offered[0]["label"], &offered[0]["preselect"]), (&json!("RMSNorm"), &json!(true)));
    assert_eq!(offered[0]["textEdit"]["insert"], range(0, 14, 17));
    assert_eq!(offered[0]["textEdit"]["replace"], range(0, 14, 20));
    assert!(offered[0]["labelDetails"]["description"].is_string());
    let resolved = client.request("completionItem/resolve", offered[0].clone());
    assert_eq!(resolved["result"]["documentation"]["kind"], "markdown");
    let (offered, incomplete) = items(&mut client, note, 2, 11);
    let first: Vec<&str> = offered.iter().take(12).filter_map(|item| item["label"].as_str()).collect();
    assert!(first.contains(&"SwiGLU") && first.contains(&"旋转位置编码"), "{first:?}");
    assert_eq!(offered[0]["textEdit"]["insert"], range(2, 11, 11));
    assert!(!incomplete);
    assert!(items(&mut client, note, 0, 3).1, "more letters bring more");
    assert_eq!(items(&mut client, note, 4, 12).0, Vec::<Value>::new());
    let entry = "file:///tmp/entry.md";
    client.open(entry, "---\ntype: model\nprefLabel: {en: X}\nstate\n---\n");
    let (offered, incomplete) = items(&mut client, entry, 3, 5);
    assert_eq!((&offered[0]["label"], &offered[0]["insertTextFormat"]), (&json!("statements"), &json!(2)));
    assert!(offered[0]["textEdit"]["newText"].as_str().is_some_and(|text| text.contains("$1")));
    assert!(!incomplete);
}

#[test]
fn a_client_that_takes_little_gets_plain_items() {
    let (mut client, _) = Client::start(json!({}));
    let entry = "file:///tmp/entry.md";
    client.open(entry, "---\ntype: model\nprefLabel: {en: X}\nstate\n---\n");
    let (offered, _) = items(&mut client, entry, 3, 5);
    let item = &offered[0];
    assert_eq!((&item["insertTextFormat"], &item["labelDetails"]), (&Value::Null, &Value::Null));
    assert_eq!(item["textEdit"], json!({ "range": range(3, 0, 5), "newText": "statements" }));
    let note = "file:///tmp/note.md";
    client.open(note, "grouped que\n");
    let (offered, _) = items(&mut client, note, 0, 11);
    let term = offered.iter().find(|item| item["label"] == "grouped-query attention").expect("the term");
    assert_eq!(term["textEdit"]["range"], range(0, 0, 11), "the whole name is replaced");
    let resolved = client.request("completionItem/resolve", term.clone());
    assert!(resolved["result"]["documentation"].as_str().is_some_and(|text| text.contains("Ainslie")));
}

#[test]
fn the_edit_of_an_action_comes_when_it_is_chosen() {
    let notes = Notes::new(&[("note.md", "## LLaMA\n\n- **Norm:** LayerNorm\n\n用前缀语言模型。\n")]);
    let capabilities = json!({
        "workspace": { "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] } },
        "window": { "showDocument": { "support": true } },
        "textDocument": { "codeAction": {
            "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } },
            "dataSupport": true, "resolveSupport": { "properties": ["edit"] },
        } },
    });
    let (mut client, announced) = Client::announced_in(notes.root(), capabilities, Value::Null);
    assert_eq!(announced["codeActionProvider"]["resolveProvider"], true);
    let note = notes.open(&mut client, "note.md");
    let offered = actions(&mut client, &note, &range(2, 13, 13), &Value::Null);
    assert!(offered.iter().all(|action| action.get("edit").is_none()));
    let preferred: Vec<&Value> = offered.iter().filter(|action| action["isPreferred"] == true).collect();
    assert_eq!(preferred.len(), 1, "{offered:?}");
    let fixed = client.request("codeAction/resolve", preferred[0].clone());
    let change = &fixed["result"]["edit"]["documentChanges"][0];
    assert_eq!((&change["textDocument"]["version"], &change["edits"][0]["newText"]), (&json!(1), &json!("RMSNorm")));
    for title in ["Silence claim/normalization for", "Silence claim/normalization in", "Turn claim/normalization off"] {
        let resolved = client.request("codeAction/resolve", titled(&offered, title).clone());
        assert!(resolved["result"]["edit"]["documentChanges"].is_array(), "{title}: {resolved}");
    }
    let open = titled(&offered, "Open ");
    let command = json!({ "command": open["command"]["command"], "arguments": open["command"]["arguments"] });
    assert!(client.request("workspace/executeCommand", command).get("error").is_none());
    let shown = client.answer("window/showDocument", json!({ "success": true }));
    assert!(shown["uri"].as_str().is_some_and(|url| url.starts_with("https://")) && shown["external"] == true);
    // The text has changed meanwhile: an edit for the old one would fall on other words.
    client.change(&note, 2, json!([{ "text": "## LLaMA\n" }]));
    assert_eq!(client.request("codeAction/resolve", preferred[0].clone())["error"]["code"], -32801);
}

#[test]
fn what_stands_at_the_cursor_is_mended_first_and_its_marks_stay_whole() {
    let text = "GPT-2 is an encoder-only model. GPT-2 is an **encoder-only** model. LLaMA uses `LayerNorm`.\n";
    for lazy in [false, true] {
        let mut capabilities = takes_actions();
        if lazy {
            let resolves = json!({ "properties": ["edit"] });
            capabilities["textDocument"]["codeAction"]["dataSupport"] = json!(true);
            capabilities["textDocument"]["codeAction"]["resolveSupport"] = resolves;
        }
        let (mut client, _) = Client::start(capabilities);
        let note = "file:///tmp/marks.md";
        client.open(note, text);
        for (cursor, span, new_text) in [
            (15, range(0, 9, 24), "a causal decoder"),
            (50, range(0, 41, 58), "a **causal decoder"),
            (80, range(0, 80, 89), "RMSNorm"),
        ] {
            let offered = actions(&mut client, note, &range(0, cursor, cursor), &Value::Null);
            let first = offered[0].clone();
            let action = if lazy { client.request("codeAction/resolve", first)["result"].clone() } else { first };
            let edit = &action["edit"]["changes"][note][0];
            assert!(edit["newText"].as_str().is_some_and(|text| text.starts_with(new_text)), "{edit}");
            assert_eq!(edit["range"]["start"], span["start"], "{edit}");
            let titles: Vec<&str> = offered.iter().filter_map(|action| action["title"].as_str()).collect();
            let quiet = titles.iter().filter(|title| title.starts_with("Silence claim/architecture in")).count();
            assert_eq!(quiet, 1, "one comment silences both: {titles:?}");
        }
    }
}

#[test]
fn actions_are_of_the_kinds_asked_for() {
    let notes = Notes::new(&[("note.md", "BERT is a decoder-only model. 🦙 A prefix LM.\n\n用前缀语言模型。\n")]);
    let (mut client, announced) = Client::announced_in(notes.root(), takes_actions(), Value::Null);
    let kinds = announced["codeActionProvider"]["codeActionKinds"].as_array().expect("kinds").clone();
    assert!(kinds.contains(&json!("quickfix")) && kinds.contains(&json!("source.fixAll.glossator")), "{kinds:?}");
    let note = notes.open(&mut client, "note.md");
    for (only, starts) in [
        (json!(["quickfix"]), "quickfix"),
        (json!(["refactor"]), "refactor"),
        (json!(["refactor.rewrite"]), "refactor.rewrite"),
        (json!(["source.organizeImports"]), "no kind of ours"),
    ] {
        let offered = actions(&mut client, &note, &range(0, 0, 40), &only);
        assert!(
            offered.iter().all(|action| action["kind"].as_str().is_some_and(|kind| kind.starts_with(starts))),
            "{only}: {offered:?}"
        );
    }
    let all = actions(&mut client, &note, &range(0, 0, 40), &json!([""]));
    assert!(!all.is_empty(), "all kinds are of the empty one");
    let offered = actions(&mut client, &note, &range(0, 38, 38), &json!(["refactor"]));
    let edit = &titled(&offered, "Use the preferred label")["edit"]["changes"][&note][0];
    assert_eq!(edit, &json!({ "range": range(0, 35, 44), "newText": "prefix decoder" }));
    let offered = actions(&mut client, &note, &range(2, 3, 3), &Value::Null);
    assert_eq!(titled(&offered, "改用首选名称")["edit"]["changes"][&note][0]["newText"], "前缀解码器");
    // A client that was not asked to show documents is given no command.
    let offered = actions(&mut client, &note, &range(0, 12, 12), &Value::Null);
    assert!(offered.iter().all(|action| action.get("command").is_none()));
}

#[test]
fn what_changed_of_tokens_is_sent() {
    let capabilities = json!({ "textDocument": { "semanticTokens": { "requests": { "full": { "delta": true } } } } });
    let (mut client, announced) = Client::start(capabilities);
    assert_eq!(announced["semanticTokensProvider"]["full"]["delta"], true);
    let note = "file:///tmp/tokens.md";
    client.open(note, "BERT, 🦙 前缀解码器。\n\nGPT-2\n");
    let document = json!({ "uri": note });
    let all = client.request("textDocument/semanticTokens/full", json!({ "textDocument": document }))["result"].clone();
    let mut data: Vec<Value> = all["data"].as_array().expect("numbers").clone();
    let at = range(0, 0, 0)["start"].clone();
    client.change(note, 2, json!([{ "range": { "start": at, "end": at }, "text": "T5 " }]));
    let params = json!({ "textDocument": document, "previousResultId": all["resultId"] });
    let delta = client.request("textDocument/semanticTokens/full/delta", params.clone())["result"].clone();
    for edit in delta["edits"].as_array().expect("edits") {
        let number = |key: &str| usize::try_from(edit[key].as_u64().expect("a number")).expect("small");
        let (start, count) = (number("start"), number("deleteCount"));
        data.splice(start..start + count, edit["data"].as_array().cloned().unwrap_or_default());
    }
    let whole =
        client.request("textDocument/semanticTokens/full", json!({ "textDocument": document }))["result"].clone();
    assert_eq!(json!(data), whole["data"]);
    // What was sent before the last is not known any more: all is sent.
    let again = client.request("textDocument/semanticTokens/full/delta", params)["result"].clone();
    assert_eq!(again["data"], whole["data"]);
}

#[test]
fn hints_and_lenses_are_off_until_they_are_switched_on() {
    let notes = Notes::new(&[
        ("terms/zeppelin.md", &zeppelin("decoder-only")),
        ("a.md", "RAG helps, RAG!\n\n用 🦙 LoRA 微调。\n"),
        ("b.md", "飞艇 and Zeppelin.\n"),
    ]);
    for on in [false, true] {
        let options = json!({ "glossaries": ["terms"], "features": { "inlay-hints": on, "code-lenses": on } });
        let mut client = Client::start_in(notes.root(), json!({}), options);
        let (note, entry) = (notes.open(&mut client, "a.md"), notes.open(&mut client, "terms/zeppelin.md"));
        let params = json!({ "textDocument": { "uri": note }, "range": range(0, 0, 99) });
        let hints = client.request("textDocument/inlayHint", params)["result"].clone();
        let lenses =
            client.request("textDocument/codeLens", json!({ "textDocument": { "uri": entry } }))["result"].clone();
        if on {
            assert_eq!(hints[0]["label"], "retrieval-augmented generation");
            assert_eq!((&hints[0]["position"]["character"], hints.as_array().map(Vec::len)), (&json!(3), Some(1)));
            let lens = client.request("codeLens/resolve", lenses[0].clone());
            assert_eq!(lens["result"]["command"]["title"], "2 mentions in 1 note");
        } else {
            assert_eq!((hints, lenses), (Value::Null, Value::Null));
        }
    }
}

#[test]
fn every_feature_has_a_switch_and_an_unknown_one_is_named() {
    let notes = Notes::new(&[
        ("note.md", "GPT-2 is an encoder-decoder model. [@vaswani2017attention]\n"),
        ("glossator.toml", ""),
    ]);
    let requests = [
        ("hover", "textDocument/hover"),
        ("completion", "textDocument/completion"),
        ("code-actions", "textDocument/codeAction"),
        ("definition", "textDocument/definition"),
        ("references", "textDocument/references"),
        ("highlights", "textDocument/documentHighlight"),
        ("semantic-tokens", "textDocument/semanticTokens/full"),
        ("links", "textDocument/documentLink"),
        ("selection", "textDocument/selectionRange"),
        ("type-hierarchy", "textDocument/prepareTypeHierarchy"),
    ];
    for off in [false, true] {
        let switches: serde_json::Map<String, Value> =
            requests.iter().filter(|_| off).map(|(name, _)| ((*name).to_owned(), json!(false))).collect();
        let mut client = Client::start_in(notes.root(), takes_actions(), json!({ "features": switches }));
        let note = notes.open(&mut client, "note.md");
        for (name, method) in requests {
            let more = json!({
                "context": { "diagnostics": [], "includeDeclaration": true, "triggerKind": 1 }, "range": range(0, 1, 1),
                "positions": [{ "line": 0, "character": 1 }],
            });
            let answer = client.at(method, &note, 0, 1, more);
            assert_eq!(answer.is_null(), off, "{name}: {answer}");
        }
    }
    notes.write("glossator.toml", "[features]\ninlay-hint = true\n");
    let mut client = Client::start_in(notes.root(), json!({}), Value::Null);
    notes.open(&mut client, "note.md");
    let found = client.published(&notes.uri("glossator.toml"), |found| found.len() == 1);
    assert!(found[0]["message"].as_str().is_some_and(|text| text.contains("did you mean `inlay-hints`")), "{found:?}");
}

#[test]
fn a_silenced_finding_is_silent_wherever_it_stands() {
    let text = "# LLaMA\r\n\r\n| model | norm |\r\n|---|---|\r\n| LLaMA | LayerNorm |\r\n\r\n> [!NOTE]\r\n> GPT-2 is an encoder-only model.\r\n\r\n- LLaMA 使用 LayerNorm。\r\n\r\nGPT-2 is\r\nan encoder-only model.\r\n";
    let notes = Notes::new(&[("note.md", text)]);
    let mut client = Client::start_in(notes.root(), takes_actions(), Value::Null);
    let note = notes.open(&mut client, "note.md");
    let found = client.diagnostics(1);
    assert_eq!(found.len(), 4);
    let mut version = 1;
    let mut tried = 0;
    for finding in &found {
        let offered = actions(&mut client, &note, &finding["range"], &json!(["quickfix"]));
        let comments = offered.iter().filter(|action| {
            let new_text = action["edit"]["changes"][&note][0]["newText"].as_str();
            new_text.is_some_and(|text| text.contains("glossator-disable"))
        });
        for action in comments {
            let edit = &action["edit"]["changes"][&note][0];
            version += 1;
            client.change(&note, version, json!([{ "range": edit["range"], "text": edit["newText"] }]));
            let left = client.diagnostics(version);
            let new_text = edit["newText"].as_str().expect("a text");
            assert!(!new_text.contains('\n') || new_text.ends_with("\r\n"), "lines end as in the note: {new_text:?}");
            assert!(left.len() < found.len(), "{}: {left:?}", action["title"]);
            assert!(left.iter().all(|left| left["code"] != "directive/unused"), "{}: {left:?}", action["title"]);
            tried += 1;
            version += 1;
            client.change(&note, version, json!([{ "text": text }]));
            assert_eq!(client.diagnostics(version), found);
        }
    }
    assert_eq!(tried, 10, "above the line where that cuts no paragraph and no table, behind it, at the top");
}

#[test]
fn what_is_wrong_with_a_comment_is_mended_not_silenced() {
    let text = "x <!-- glossator-disable-line claim/architectur -->\n\n> <!-- glossator-disable-next-line -->\n> fine\n\n<!-- glossator-dsable -->\n";
    let notes = Notes::new(&[("note.md", text)]);
    let mut client = Client::start_in(notes.root(), takes_actions(), Value::Null);
    let note = notes.open(&mut client, "note.md");
    let found = client.diagnostics(1);
    assert_eq!(found.len(), 3);
    let mut fix = |line: u32| -> (String, Value) {
        let offered = actions(&mut client, &note, &range(line, 0, 0), &json!(["quickfix"]));
        assert!(offered.iter().all(|action| action["title"].as_str().is_some_and(|title| !title.contains("Silence"))));
        let edit = &offered[0]["edit"]["changes"][&note][0];
        (edit["newText"].as_str().expect("a text").to_owned(), edit["range"].clone())
    };
    assert_eq!(fix(0), ("claim/architecture".to_owned(), range(0, 30, 47)));
    let whole = json!({ "start": { "line": 2, "character": 0 }, "end": { "line": 3, "character": 0 } });
    assert_eq!(fix(2), (String::new(), whole));
    assert_eq!(fix(5), ("glossator-disable".to_owned(), range(5, 5, 21)));
}
