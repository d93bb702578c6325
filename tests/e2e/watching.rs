//! A client that tells of no changed file: the server sees for itself, and knows where not to look.

use std::{fs, path::Path, time::Duration};

use serde_json::{Value, json};

use crate::{
    client::{Client, uri},
    notes::{Notes, zeppelin},
};

const OURS: &str = "飞艇 🦙 Zeppelin is an encoder-decoder model.\n";
const WRONG: &str = "GPT-2 is an encoder-decoder model.\n";

fn count(number: usize) -> impl Fn(&[Value]) -> bool {
    move |found| found.len() == number
}

/// Glossary and configuration change, come and go on disk while nobody says so.
fn sees(environment: &[(&str, &Path)]) {
    let notes = Notes::new(&[
        ("glossator.toml", "glossaries = [\"terms\"]\n"),
        ("terms/zeppelin.md", &zeppelin("decoder-only")),
        ("note.md", OURS),
    ]);
    let mut client = Client::start_with(environment, notes.root(), json!({}));
    let note = notes.open(&mut client, "note.md");
    client.published(&note, count(1));
    // The watches are set behind the first look.
    std::thread::sleep(Duration::from_millis(600));
    notes.write("terms/zeppelin.md", &zeppelin("encoder-decoder"));
    client.published(&note, count(0));
    fs::remove_file(notes.path("terms/zeppelin.md")).expect("removed");
    notes.write("terms/more/zeppelin.md", &zeppelin("decoder-only"));
    client.published(&note, count(1));
    notes.write("glossator.toml", "glossaries = [\"terms\"]\n[rules]\nclaim = \"off\"\n");
    client.published(&note, count(0));
    fs::remove_file(notes.path("glossator.toml")).expect("removed");
    notes.write(".glossator.toml", "glossaries = [\"terms\"]\n");
    client.published(&note, count(1));
}

#[test]
fn changes_on_disk_are_seen() {
    sees(&[]);
}

#[test]
fn changes_on_disk_are_seen_where_the_system_does_not_tell() {
    sees(&[("GLOSSATOR_WATCH", Path::new("poll"))]);
}

#[test]
fn closed_notes_that_come_change_and_go_are_seen() {
    let notes = Notes::new(&[("glossator.toml", "[features]\nworkspace-diagnostics = true\n"), ("a.md", WRONG)]);
    let mut client = Client::start_in(notes.root(), json!({}), Value::Null);
    client.published(&notes.uri("a.md"), count(1));
    std::thread::sleep(Duration::from_millis(600));
    notes.write("new/folder/b.md", WRONG);
    client.published(&notes.uri("new/folder/b.md"), count(1));
    notes.write("a.md", "fine\n");
    client.published(&notes.uri("a.md"), count(0));
    fs::remove_dir_all(notes.path("new")).expect("removed");
    client.published(&notes.uri("new/folder/b.md"), count(0));
}

#[test]
fn each_folder_has_its_own_configuration_and_folders_come_and_go() {
    let (one, two) = (
        Notes::new(&[("glossator.toml", "[rules]\nclaim = \"error\"\n"), ("a.md", WRONG)]),
        Notes::new(&[("glossator.toml", "[rules]\nclaim = \"hint\"\n"), ("b.md", WRONG)]),
    );
    let mut client = Client::start_in(one.root(), json!({ "workspace": { "workspaceFolders": true } }), Value::Null);
    let folder = |notes: &Notes| json!({ "uri": uri(notes.root()), "name": "notes" });
    let event = json!({ "added": [folder(&two)], "removed": [] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    let (a, b) = (one.open(&mut client, "a.md"), two.open(&mut client, "b.md"));
    assert_eq!(client.published(&a, count(1))[0]["severity"], 1);
    assert_eq!(client.published(&b, count(1))[0]["severity"], 4);
    let references = |client: &mut Client| {
        let found =
            client.at("textDocument/references", &a, 0, 1, json!({ "context": { "includeDeclaration": false } }));
        found.as_array().map_or(0, Vec::len)
    };
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": b } }));
    assert_eq!(references(&mut client), 2);
    let event = json!({ "added": [], "removed": [folder(&two)] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(references(&mut client), 1);
}

#[test]
fn a_home_folder_is_searched_only_where_it_is_marked() {
    let home = Notes::new(&[("a.md", WRONG), ("deep/b.md", WRONG)]);
    for marked in [false, true] {
        if marked {
            home.write("glossator.toml", "");
        }
        let mut client = Client::start_with(&[("HOME", home.root())], home.root(), json!({}));
        let a = home.open(&mut client, "a.md");
        client.published(&a, count(1));
        let found =
            client.at("textDocument/references", &a, 0, 1, json!({ "context": { "includeDeclaration": false } }));
        assert_eq!(found.as_array().map(Vec::len), Some(if marked { 2 } else { 1 }));
        if !marked {
            let told = client.wait(|message| message["method"] == "window/showMessage");
            assert!(told["params"]["message"].as_str().is_some_and(|text| text.contains("not searched")), "{told}");
        }
    }
}

#[test]
fn a_limit_that_is_reached_is_told() {
    let notes = Notes::new(&[("a.md", WRONG), ("large.md", &"x ".repeat(5 << 20))]);
    let mut client = Client::start_in(notes.root(), json!({}), Value::Null);
    let a = notes.open(&mut client, "a.md");
    client.at("textDocument/references", &a, 0, 1, json!({ "context": { "includeDeclaration": false } }));
    let told = client.wait(|message| message["method"] == "window/showMessage");
    assert!(told["params"]["message"].as_str().is_some_and(|text| text.contains("large.md")), "{told}");
}
