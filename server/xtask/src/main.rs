//! Chores of the repository: `cargo xtask tidy | coverage | unread | read`.
//!
//! `tidy` holds the tree against the invariants of ARCHITECTURE.md that no compiler checks; `coverage` prints what the
//! glossary holds; `unread` lists the statements that nobody has read a second time, and `read` enters some as read.

#![allow(clippy::print_stdout)]

mod reading;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, bail};
use glossary::Glossary;
use reading::Readings;

/// So many lines of code a file may have; more are more than one idea.
const MOST: usize = 400;

fn main() -> ExitCode {
    let done = match std::env::args().nth(1).as_deref() {
        Some("tidy") => tidy(),
        Some("coverage") => coverage(),
        Some("unread") => unread(),
        Some("read") => reading::enter(Glossary::builtin(), &std::env::args().skip(2).collect::<Vec<_>>()),
        _ => Err(anyhow::anyhow!("usage: cargo xtask tidy | coverage | unread | read ENTRY[:LINE]...")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn tidy() -> anyhow::Result<()> {
    let mut faults = Vec::new();
    let mut files = Vec::new();
    collect(&root().join("server"), &mut files)?;
    collect(&root().join("tests"), &mut files)?;
    for file in &files {
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let name = file.strip_prefix(root()).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let product = name.starts_with("server/");
        let edge = name.contains("server/glossator/") || name.contains("server/xtask/");
        if !text.trim_start().starts_with("//!") {
            faults.push(format!("{name}: begins without a module documentation"));
        }
        if product && !edge && (text.contains("lsp_types") || text.contains("tower_lsp")) {
            faults.push(format!("{name}: names the protocol; only server/glossator may"));
        }
        let core = ["server/note/src", "server/claims/", "server/ide/"].iter().any(|part| name.contains(part));
        if core && (text.contains("std::fs") || text.contains("std::net") || text.contains("std::process")) {
            faults.push(format!("{name}: does input or output; only server/glossator may"));
        }
        for (at, line) in text.lines().enumerate() {
            if line.ends_with(' ') || line.contains('\t') {
                faults.push(format!("{name}:{}: trailing space or tab", at + 1));
            }
        }
        let code = lines_of_code(&text);
        if product && code > MOST {
            faults.push(format!("{name}: {code} lines of code, more than {MOST}; split it"));
        }
        if product {
            faults.extend(names_in(&name, &text));
        }
    }
    if faults.is_empty() {
        println!("{} files are tidy", files.len());
        return Ok(());
    }
    bail!("{} faults:\n{}", faults.len(), faults.join("\n"))
}

/// How many lines of a file are code: neither blank nor comments nor of its `mod tests`, which end with their bracket.
fn lines_of_code(text: &str) -> usize {
    let mut tests = false;
    let code = text.lines().filter(|line| {
        tests |= line.starts_with("mod tests {");
        let own = !tests;
        tests &= *line != "}";
        own && !line.trim().is_empty() && !line.trim_start().starts_with("//")
    });
    code.count()
}

/// Names of models in code: knowledge belongs into `glossary/`.
fn names_in(name: &str, text: &str) -> Vec<String> {
    let glossary = Glossary::builtin();
    let mut models: Vec<String> = Vec::new();
    glossary.each_label(|label| {
        let telling = label.text.len() > 4 && label.text.is_ascii();
        models.extend((telling && glossary.kind_name(label.entry) == "model").then(|| label.text.to_owned()));
    });
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        let code = line.split("//").next().unwrap_or(line);
        if let Some(model) = models.iter().find(|model| code.contains(&format!("\"{model}\""))) {
            found.push(format!("{name}:{}: names {model}", at + 1));
        }
    }
    found
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "node_modules" && name != "target") {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(())
}

/// Prints the statements that nobody has read a second time, with their places.
fn unread() -> anyhow::Result<()> {
    let glossary = Glossary::builtin();
    let readings = Readings::load()?;
    for id in glossary.ids() {
        let entry = glossary.entry(id);
        for statement in readings.unread(glossary, entry) {
            println!("{}:{}: {}", entry.file, statement.line, glossary.property(statement.property).name);
        }
    }
    Ok(())
}

fn coverage() -> anyhow::Result<()> {
    let glossary = Glossary::builtin();
    let readings = Readings::load()?;
    let mut kinds: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut properties: BTreeMap<&str, usize> = BTreeMap::new();
    for id in glossary.ids() {
        let entry = glossary.entry(id);
        let [entries, statements, unread] = kinds.entry(&entry.kind).or_default();
        *entries += 1;
        *statements += entry.statements.len();
        *unread += readings.unread(glossary, entry).len();
        for statement in &entry.statements {
            let property = &glossary.property(statement.property).name;
            *properties.entry(property).or_default() += 1;
        }
    }
    println!("{:<22} {:>8} {:>11} {:>15}", "type", "entries", "statements", "not read twice");
    for (kind, [entries, statements, unread]) in &kinds {
        println!("{kind:<22} {entries:>8} {statements:>11} {unread:>15}");
    }
    println!("\n{:<22} {:>11} {:>8}", "property", "statements", "models");
    for (property, statements) in &properties {
        println!("{property:<22} {statements:>11} {:>8}", stating(glossary, property));
    }
    let total = |at: usize| kinds.values().map(|counts| counts[at]).sum::<usize>();
    println!(
        "\n{} entries, {} statements ({} not read twice), {} sources, {} expressions",
        glossary.len(),
        total(1),
        total(2),
        glossary.sources().count(),
        glossary.expressions()
    );
    Ok(())
}

/// How many models have a property filled, of themselves or from their family.
fn stating(glossary: &Glossary, property: &str) -> usize {
    let own = |id| glossary.entry(id).statements.iter().any(|one| glossary.property(one.property).name == property);
    let filled = |&id: &glossary::EntryId| own(id) || glossary.broader_of(id).any(own);
    glossary.ids().filter(|&id| glossary.kind_name(id) == "model").filter(filled).count()
}
