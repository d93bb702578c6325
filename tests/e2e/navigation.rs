//! From terms to their entries and back, over the wire: definition, references, rename, symbols, tokens, actions.

use std::fs;

use serde_json::{Value, json};

use crate::{
    client::Client,
    notes::{Notes, zeppelin},
};

const NOTE: &str = "🦙 飞艇 is a model. Zeppelin, ZEPPELIN.\n\nA prefix LM，前缀解码器。\n";

/// A folder with a glossary of its own.
fn notes() -> Notes {
    Notes::new(&[
        ("glossator.toml", "glossaries = [\"terms\"]\n"),
        ("terms/zeppelin.md", &zeppelin("decoder-only")),
        ("note.md", NOTE),
        ("sub/other.md", "见 Zeppelin 与 prefix decoder。\n"),
        (".ignore", "hidden.md\n"),
        ("hidden.md", "Zeppelin.\n"),
    ])
}

fn capable() -> Value {
    json!({
        "workspace": { "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] } },
        "textDocument": {
            "definition": { "linkSupport": true },
            "typeDefinition": { "linkSupport": true },
            "rename": { "prepareSupport": true },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } },
        },
    })
}

fn range(line: u32, start: u32, end: u32) -> Value {
    json!({ "start": { "line": line, "character": start }, "end": { "line": line, "character": end } })
}

#[test]
fn a_definition_is_the_entry_and_a_built_in_one_a_read_only_file() {
    let notes = notes();
    let mut client = Client::start_in(notes.root(), capable(), Value::Null);
    let note = notes.open(&mut client, "note.md");
    let link = client.at("textDocument/definition", &note, 0, 4, json!({}));
    assert_eq!(link[0]["originSelectionRange"], range(0, 3, 5));
    assert_eq!(link[0]["targetUri"], notes.uri("terms/zeppelin.md"));
    assert_eq!(link[0]["targetSelectionRange"], range(2, 16, 24));
    let link = client.at("textDocument/definition", &note, 2, 5, json!({}));
    let path = link[0]["targetUri"].as_str().and_then(|uri| uri.strip_prefix("file://")).expect("a file").to_owned();
    assert!(path.contains("/glossator/") && path.ends_with("/prefix-decoder.md"), "{path}");
    assert!(fs::read_to_string(&path).is_ok_and(|text| text.contains("# prefix decoder")));
    assert!(fs::metadata(&path).expect("there").permissions().readonly());
    let broader = client.at("textDocument/typeDefinition", &note, 2, 5, json!({}));
    assert!(broader[0]["targetUri"].as_str().is_some_and(|uri| uri.contains("decoder")), "{broader}");
    // A citation is written in a bibliography.
    client.change(&note, 2, json!([{ "text": "A prefix LM [@vaswani2017attention].\n" }]));
    let link = client.at("textDocument/definition", &note, 0, 20, json!({}));
    assert_eq!(link[0]["originSelectionRange"], range(0, 14, 34));
    assert!(link[0]["targetUri"].as_str().is_some_and(|uri| uri.ends_with("/sources.bib")), "{link}");
    // In the copy itself, ids lead on and citations are links.
    let copy = format!("file://{path}");
    let text = fs::read_to_string(&path).expect("readable");
    client.open(&copy, &text);
    let line = text.lines().position(|line| line.starts_with("broader:")).expect("a broader term");
    let on = client.at("textDocument/definition", &copy, u32::try_from(line).expect("small"), 12, json!({}));
    assert_eq!(on[0]["targetUri"], broader[0]["targetUri"]);
    let links = client.request("textDocument/documentLink", json!({ "textDocument": { "uri": copy } }));
    assert!(links["result"][0]["target"].as_str().is_some_and(|url| url.starts_with("https://")), "{links}");
}

#[test]
fn references_are_in_open_and_closed_notes() {
    let notes = notes();
    let mut client = Client::start_in(notes.root(), json!({}), Value::Null);
    let note = notes.open(&mut client, "note.md");
    let found =
        client.at("textDocument/references", &note, 0, 4, json!({ "context": { "includeDeclaration": false } }));
    let places: Vec<(String, Value)> = found
        .as_array()
        .expect("places")
        .iter()
        .map(|place| (place["uri"].as_str().unwrap_or_default().replace(&notes.uri(""), ""), place["range"].clone()))
        .collect();
    let expected = [
        ("note.md", range(0, 3, 5)),
        ("note.md", range(0, 18, 26)),
        ("note.md", range(0, 28, 36)),
        ("sub/other.md", range(0, 2, 10)),
        ("terms/zeppelin.md", range(6, 2, 10)),
    ];
    let expected: Vec<(String, Value)> = expected.into_iter().map(|(name, range)| (name.to_owned(), range)).collect();
    assert_eq!(places, expected);
    let with = client.at("textDocument/references", &note, 2, 12, json!({ "context": { "includeDeclaration": true } }));
    assert_eq!(with.as_array().map(Vec::len), Some(4), "{with}");
    let highlights = client.at("textDocument/documentHighlight", &note, 2, 12, json!({}));
    assert_eq!((&highlights[0]["range"], &highlights[1]["range"]), (&range(2, 2, 11), &range(2, 12, 17)));
}

#[test]
fn a_term_of_ones_own_is_renamed_and_a_built_in_one_is_not() {
    let notes = notes();
    let mut client = Client::start_in(notes.root(), capable(), Value::Null);
    let note = notes.open(&mut client, "note.md");
    assert_eq!(client.at("textDocument/prepareRename", &note, 0, 20, json!({})), range(0, 18, 26));
    let edit = client.at("textDocument/rename", &note, 0, 20, json!({ "newName": "Blimp: 2" }));
    let files: Vec<(String, Value, usize)> = edit["documentChanges"]
        .as_array()
        .expect("changes")
        .iter()
        .map(|change| {
            let document = &change["textDocument"];
            let name = document["uri"].as_str().unwrap_or_default().replace(&notes.uri(""), "");
            (name, document["version"].clone(), change["edits"].as_array().map_or(0, Vec::len))
        })
        .collect();
    assert_eq!(
        files,
        [
            ("terms/zeppelin.md".to_owned(), Value::Null, 2),
            ("note.md".to_owned(), json!(1), 2),
            ("sub/other.md".to_owned(), Value::Null, 1)
        ]
    );
    assert_eq!(edit["documentChanges"][0]["edits"][0], json!({ "range": range(2, 16, 24), "newText": "\"Blimp: 2\"" }));
    // Of a plural the label is renamed.
    client.change(&note, 2, json!([{ "text": "Two Zeppelins.\n" }]));
    assert_eq!(client.at("textDocument/prepareRename", &note, 0, 12, json!({})), range(0, 4, 12));
    let edit = client.at("textDocument/rename", &note, 0, 12, json!({ "newName": "- blimp" }));
    assert_eq!(edit["documentChanges"][0]["edits"][0]["newText"], "\"- blimp\"");
    assert_eq!(edit["documentChanges"][1]["edits"], json!([{ "range": range(0, 4, 12), "newText": "- blimp" }]));
    client.change(&note, 3, json!([{ "text": NOTE }]));
    for (line, name, reason) in [(2, "x", "built-in"), (0, "prefix LM", "already a label")] {
        let params =
            json!({ "textDocument": { "uri": note }, "position": { "line": line, "character": 4 }, "newName": name });
        let refused = client.request("textDocument/rename", params);
        assert_eq!(refused["error"]["code"], -32803);
        assert!(refused["error"]["message"].as_str().is_some_and(|text| text.contains(reason)), "{refused}");
    }
}

#[test]
fn a_term_of_another_folder_keeps_its_name() {
    let config = "glossaries = [\"terms\"]\n";
    let (a, b) = (zeppelin("decoder-only"), zeppelin("encoder-decoder"));
    let note = "The Zeppelin is ours.\n";
    let notes = Notes::new(&[
        ("a/glossator.toml", config),
        ("a/terms/zeppelin.md", &a),
        ("a/note.md", note),
        ("b/glossator.toml", config),
        ("b/terms/zeppelin.md", &b),
        ("b/note.md", note),
    ]);
    let mut client = Client::start_in(notes.root(), capable(), Value::Null);
    let here = notes.open(&mut client, "a/note.md");
    let there = notes.open(&mut client, "b/note.md");
    let edit = client.at("textDocument/rename", &here, 0, 6, json!({ "newName": "Dirigible" }));
    let of = |change: &Value| change["textDocument"]["uri"].clone();
    let changed: Vec<Value> = edit["documentChanges"].as_array().expect("edits").iter().map(of).collect();
    assert_eq!(changed, [json!(notes.uri("a/terms/zeppelin.md")), json!(here)]);
    let places =
        client.at("textDocument/references", &there, 0, 6, json!({ "context": { "includeDeclaration": false } }));
    assert!(!places.to_string().contains(&here), "{places}");
}

#[test]
fn references_of_a_source_and_of_an_id() {
    let notes = Notes::new(&[
        ("glossator.toml", "glossaries = [\"terms\"]\n"),
        ("terms/balloon.md", "---\ntype: model\nprefLabel: {en: Balloon}\n---\n"),
        (
            "terms/kite.md",
            "---\ntype: model\nprefLabel: {en: Kite}\nbroader: [balloon]\nstatements:\n  - {property: architecture, value: encoder-only, cite: \"@doe2030, §2\"}\n---\n",
        ),
        ("terms/sources.bib", "@misc{doe2030, title = {Kites}, url = {https://example.org/}}\n"),
        ("note.md", "甲 [@doe2030]，@doe2030b。\n\nA Balloon.\n"),
    ]);
    let mut client = Client::start_in(notes.root(), json!({}), Value::Null);
    let note = notes.open(&mut client, "note.md");
    let mut places = |line, character, declaration: bool| -> Vec<(String, Value)> {
        let context = json!({ "context": { "includeDeclaration": declaration } });
        let found = client.at("textDocument/references", &note, line, character, context);
        let name = |place: &Value| place["uri"].as_str().unwrap_or_default().replace(&notes.uri(""), "");
        found.as_array().expect("places").iter().map(|place| (name(place), place["range"].clone())).collect()
    };
    let in_note = ("note.md".to_owned(), range(0, 4, 11));
    let in_entry = ("terms/kite.md".to_owned(), range(5, 58, 65));
    assert_eq!(places(0, 6, false), [in_note.clone(), in_entry.clone()]);
    assert_eq!(places(0, 6, true), [("terms/sources.bib".to_owned(), range(0, 6, 13)), in_note, in_entry]);
    assert_eq!(
        places(2, 4, false),
        [("note.md".to_owned(), range(2, 2, 9)), ("terms/kite.md".to_owned(), range(3, 10, 17))]
    );
}

#[test]
fn a_new_name_of_an_entrys_file_is_its_id_wherever_it_stands() {
    let notes = Notes::new(&[
        ("glossator.toml", "glossaries = [\"terms\"]\n"),
        ("terms/balloon.md", "---\ntype: model\nprefLabel: {en: Balloon}\n---\n"),
        ("terms/kite.md", "---\ntype: model\nprefLabel: {en: Kite}\nbroader: [balloon]\nrelated:\n  - balloon\n---\n"),
        ("note.md", "A Balloon.\n"),
    ]);
    let mut capabilities = capable();
    let (_, plain) = Client::announced_in(notes.root(), capabilities.clone(), Value::Null);
    assert_eq!(plain["workspace"]["fileOperations"], Value::Null);
    capabilities["workspace"]["fileOperations"] = json!({ "willRename": true });
    let (mut client, announced) = Client::announced_in(notes.root(), capabilities, Value::Null);
    assert_eq!(announced["workspace"]["fileOperations"]["willRename"]["filters"][0]["pattern"]["glob"], "**/*.md");
    let mut renamed = |from: &str, to: &str| {
        let files = json!([{ "oldUri": notes.uri(from), "newUri": notes.uri(to) }]);
        client.request("workspace/willRenameFiles", json!({ "files": files }))["result"].clone()
    };
    let edit = renamed("terms/balloon.md", "terms/aerostat.md");
    let edits = match &edit["changes"] {
        Value::Null => edit["documentChanges"][0]["edits"].clone(),
        changes => changes[notes.uri("terms/kite.md")].clone(),
    };
    let texts: Vec<_> = edits.as_array().expect("edits").iter().map(|edit| edit["newText"].clone()).collect();
    assert_eq!(texts, ["aerostat", "aerostat"], "{edit}");
    assert_eq!(edits[1]["range"], range(5, 4, 11));
    assert_eq!(renamed("terms/balloon.md", "terms/kite.md"), Value::Null, "an id of another");
    assert_eq!(renamed("note.md", "other.md"), Value::Null);
}

#[test]
fn symbols_and_the_hierarchy_of_terms() {
    let notes = notes();
    let (mut client, announced) = Client::announced_in(notes.root(), capable(), Value::Null);
    assert_eq!(announced["typeHierarchyProvider"], true);
    let entry = notes.open(&mut client, "terms/zeppelin.md");
    let symbols = client.request("workspace/symbol", json!({ "query": "飞艇" }));
    assert_eq!(symbols["result"][0]["location"]["uri"], entry);
    let outline = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": entry } }));
    assert_eq!(outline["result"][0]["name"], "Zeppelin");
    assert_eq!(outline["result"][0]["children"][0]["detail"], "decoder-only");
    let note = notes.open(&mut client, "note.md");
    assert_eq!(
        client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": note } }))["result"],
        Value::Null
    );
    let items = client.at("textDocument/prepareTypeHierarchy", &note, 2, 14, json!({}));
    assert_eq!(items[0]["name"], "prefix decoder");
    let broader = client.request("typeHierarchy/supertypes", json!({ "item": items[0] }));
    let narrower = client.request("typeHierarchy/subtypes", json!({ "item": broader["result"][0] }));
    let names: Vec<&str> =
        narrower["result"].as_array().expect("items").iter().filter_map(|item| item["name"].as_str()).collect();
    assert!(names.contains(&"prefix decoder"), "{names:?}");
}

#[test]
fn tokens_say_types_and_verdicts() {
    let (mut client, announced) = Client::start(json!({}));
    let legend = &announced["semanticTokensProvider"]["legend"];
    assert_eq!((&legend["tokenTypes"][0], &legend["tokenModifiers"][1]), (&json!("class"), &json!("refuted")));
    client.open("file:///tmp/note.md", "🦙 GPT-2 是 encoder-decoder 模型。\n\nBERT\n");
    let document = json!({ "uri": "file:///tmp/note.md" });
    let all = client.request("textDocument/semanticTokens/full", json!({ "textDocument": document }));
    assert_eq!(all["result"]["data"], json!([0, 3, 5, 0, 0, 0, 8, 15, 2, 2, 2, 0, 4, 0, 0]));
    let part = client
        .request("textDocument/semanticTokens/range", json!({ "textDocument": document, "range": range(2, 0, 4) }));
    assert_eq!(part["result"]["data"], json!([2, 0, 4, 0, 0]));
}

#[test]
fn actions_silence_turn_off_and_define() {
    let notes = Notes::new(&[(
        "note.md",
        "---\ntitle: x\n---\nGPT-2 is an encoder-decoder model.\n\n飞艇 is ours.\n\n## LLaMA\n\n- **Norm:** LayerNorm\n",
    )]);
    let mut client = Client::start_in(notes.root(), capable(), Value::Null);
    let note = notes.open(&mut client, "note.md");
    let actions = |client: &mut Client, range: Value| -> Vec<Value> {
        let params = json!({ "textDocument": { "uri": note }, "range": range, "context": { "diagnostics": [] } });
        client.request("textDocument/codeAction", params)["result"].as_array().expect("actions").clone()
    };
    let edits = |action: &Value| -> Vec<(String, Value)> {
        let changes = action["edit"]["documentChanges"].as_array().expect("changes").iter();
        changes
            .map(|change| {
                let uri = change["textDocument"]["uri"].as_str().or(change["uri"].as_str()).expect("a file");
                (uri.replace(&notes.uri(""), ""), change["edits"][0].clone())
            })
            .collect()
    };
    let offered = actions(&mut client, range(3, 14, 14));
    let titled = |start: &str| {
        let fits = |action: &&Value| action["title"].as_str().is_some_and(|title| title.starts_with(start));
        offered.iter().find(fits).unwrap_or_else(|| panic!("{start}: {offered:?}"))
    };
    assert_eq!(edits(titled("Silence claim/architecture for"))[0].1["range"], range(3, 0, 0));
    assert_eq!(
        edits(titled("Silence claim/architecture for this line, in a comment at its end"))[0].1["range"],
        range(3, 34, 34)
    );
    assert_eq!(edits(titled("Silence claim/architecture in"))[0].1["range"], range(3, 0, 0));
    let off = edits(titled("Turn claim/architecture off"));
    assert_eq!(off[0].0, "glossator.toml", "made first");
    assert_eq!(off[1].1["newText"], "[rules]\n\"claim/architecture\" = \"off\"\n");
    let defined = actions(&mut client, range(5, 0, 2));
    assert_eq!(defined[0]["title"], "在工作区词汇表中定义“飞艇”");
    let files = edits(&defined[0]);
    let expected =
        ["glossary/%E9%A3%9E%E8%89%87.md", "glossary/%E9%A3%9E%E8%89%87.md", "glossator.toml", "glossator.toml"];
    assert_eq!(files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), expected);
    assert!(files[1].1["newText"].as_str().is_some_and(|text| text.contains("prefLabel: {zh: \"飞艇\"}")));
    let only = json!({ "textDocument": { "uri": note }, "range": range(0, 0, 0), "context": { "diagnostics": [], "only": ["source.fixAll"] } });
    let all = client.request("textDocument/codeAction", only);
    assert_eq!(all["result"][0]["kind"], "source.fixAll.glossator");
    assert_eq!(edits(&all["result"][0])[0].1["newText"], "RMSNorm");
}

#[test]
fn completion_by_pinyin_in_glossary_files_and_directives() {
    let notes = notes();
    let mut client = Client::start_in(notes.root(), json!({}), Value::Null);
    let note = notes.uri("new.md");
    client.open(&note, "🦙 使用qzjm\n\n<!-- glossator-disable-line claim/arch -->\n\n`qzjm`\n");
    let items = |client: &mut Client, uri: &str, line: u32, character: u32| -> Vec<Value> {
        let result = client.at("textDocument/completion", uri, line, character, json!({}));
        result["items"].as_array().expect("items").clone()
    };
    let offered = items(&mut client, &note, 0, 9);
    let term = offered.iter().find(|item| item["label"] == "前缀解码器").expect("the term");
    assert_eq!((&term["filterText"], &term["textEdit"]["range"]), (&json!("qianzhuijiemaqi"), &range(0, 5, 9)));
    assert_eq!(items(&mut client, &note, 2, 38)[0]["label"], "claim/architecture");
    assert_eq!(items(&mut client, &note, 4, 3), Vec::<Value>::new());
    let entry = notes.uri("terms/zeppelin.md");
    client.open(&entry, "---\ntype: model\nprefLabel: {en: X}\nbroader: [zepp]\n---\n");
    let offered = items(&mut client, &entry, 3, 14);
    assert_eq!((&offered[0]["label"], &offered[0]["textEdit"]["range"]), (&json!("zeppelin"), &range(3, 10, 14)));
}
