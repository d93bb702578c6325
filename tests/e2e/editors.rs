//! The real editors, installed by `tests/editors/install.sh` where they are not there yet.

use std::{
    fs,
    path::PathBuf,
    process::Command,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::{binary, root};

/// Where the editors are installed.
fn editors() -> PathBuf {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _one: MutexGuard<'_, ()> = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = std::env::var_os("GLOSSATOR_EDITORS").map_or_else(
        || PathBuf::from(std::env::var_os("HOME").expect("a home folder")).join(".cache/glossator/editors"),
        PathBuf::from,
    );
    run(Command::new("bash").arg(root().join("tests/editors/install.sh")).arg(&folder));
    folder
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}\n{text}");
    text
}

#[test]
fn vscode_shows_underline_hover_completion_and_fix() {
    let editors = editors();
    let extension = root().join("editors/vscode");
    let npm = |folder: PathBuf, arguments: &[&str]| run(Command::new("npm").current_dir(folder).args(arguments));
    npm(extension.clone(), &["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    npm(extension.clone(), &["run", "--silent", "check"]);
    npm(extension.clone(), &["run", "--silent", "build"]);
    fs::create_dir_all(extension.join("server")).expect("made");
    fs::copy(binary(), extension.join("server/glossator")).expect("copied");
    let work = tempfile::tempdir().expect("a folder can be made");
    let package = work.path().join("glossator.vsix");
    let arguments = ["vsce", "package", "--no-dependencies", "--target", "linux-x64", "-o"];
    run(Command::new("npx").current_dir(&extension).args(arguments).arg(&package));
    let driver = root().join("tests/editors");
    npm(driver.clone(), &["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    let pictures = std::env::var_os("GLOSSATOR_PICTURES").map_or_else(|| work.path().join("pictures"), PathBuf::from);
    let mut node = Command::new("node");
    node.current_dir(&driver).arg("vscode.mjs").arg(editors.join("code-server")).arg(package);
    run(node.arg("workspace/notes.md").arg(pictures));
}

#[test]
fn neovim_shows_finding_hover_and_completion() {
    let editors = editors();
    let work = tempfile::tempdir().expect("a folder can be made");
    let note = work.path().join("notes.md");
    fs::copy(root().join("tests/editors/workspace/notes.md"), &note).expect("copied");
    let mut nvim = Command::new(editors.join("nvim"));
    nvim.args(["--headless", "--clean", "-l"]).arg(root().join("tests/editors/neovim.lua"));
    run(nvim.arg(binary()).arg(root().join("editors/neovim")).arg(note));
}
