//! End to end: the real binary, a real pipe, the real editors.

mod cli;
mod client;
mod documents;
mod editors;
mod features;
mod navigation;
mod notes;
mod pulling;
mod robust;
mod server;
mod traps;
mod watching;
mod workspace;
mod writing;

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::OnceLock,
};

/// The binary under test: the one that `GLOSSATOR_BINARY` names, else the release build.
fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        if let Some(binary) = std::env::var_os("GLOSSATOR_BINARY") {
            return PathBuf::from(binary);
        }
        let root = root();
        let mut build = Command::new(env!("CARGO"));
        build.current_dir(&root).args(["build", "--release", "--package", "glossator"]);
        assert!(build.status().expect("cargo runs").success(), "the binary does not build");
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        target.join("release/glossator")
    })
}

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ has a parent").to_path_buf()
}

/// Runs the binary in a folder.
fn glossator(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(binary()).current_dir(folder).args(arguments).output().expect("the binary runs")
}

/// What a run printed to standard output.
fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("output is UTF-8")
}
