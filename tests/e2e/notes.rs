//! Folders of notes for the language server to work in.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::client::{Client, uri};

/// A folder of notes.
pub(crate) struct Notes {
    folder: tempfile::TempDir,
}

impl Notes {
    /// A folder with these files.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let notes = Self { folder: tempfile::tempdir().expect("a folder can be made") };
        for (name, text) in files {
            notes.write(name, text);
        }
        notes
    }

    /// The folder.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The path of a file in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    /// The address of a file in it.
    pub(crate) fn uri(&self, name: &str) -> String {
        uri(&self.path(name))
    }

    /// Writes a file in it.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("made");
        fs::write(path, text).expect("written");
    }

    /// Opens a note with its text on disk.
    pub(crate) fn open(&self, client: &mut Client, name: &str) -> String {
        let text = fs::read_to_string(self.path(name)).expect("readable");
        client.open(&self.uri(name), &text);
        self.uri(name)
    }
}

/// An entry of a workspace's glossary.
pub(crate) fn zeppelin(architecture: &str) -> String {
    format!(
        "---\ntype: model\nprefLabel: {{en: Zeppelin, zh: 飞艇}}\nstatements:\n  - {{property: architecture, value: {architecture}, cite: \"@vaswani2017attention\"}}\n---\n# Zeppelin\n\nA model of ours.\n\n## 中文\n\n我们自己的模型。\n"
    )
}
