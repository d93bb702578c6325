//! Compiles the built-in glossary into an image. A glossary with faults does not build.

#![allow(dead_code, missing_docs, unreachable_pub)]

#[path = "src/bib.rs"]
mod bib;
#[path = "src/code.rs"]
mod code;
#[path = "src/compile.rs"]
mod compile;
#[path = "src/cue.rs"]
mod cue;
#[path = "src/entry.rs"]
mod entry;
#[path = "src/expression.rs"]
mod expression;
#[path = "src/files.rs"]
mod files;
#[path = "src/finder.rs"]
mod finder;
#[path = "src/glossary.rs"]
mod glossary;
#[path = "src/index.rs"]
mod index;
#[path = "src/keys.rs"]
mod keys;
#[path = "src/labels.rs"]
mod labels;
#[path = "src/making.rs"]
mod making;
#[path = "src/over.rs"]
mod over;
#[path = "src/owner.rs"]
mod owner;
#[path = "src/packed.rs"]
mod packed;
#[path = "src/pattern.rs"]
mod pattern;
#[path = "src/problem.rs"]
mod problem;
#[path = "src/property.rs"]
mod property;
#[path = "src/raw.rs"]
mod raw;
#[path = "src/sets.rs"]
mod sets;
#[path = "src/statement.rs"]
mod statement;
#[path = "src/store.rs"]
mod store;
#[path = "src/turned.rs"]
mod turned;
#[path = "src/value.rs"]
mod value;
#[path = "src/vocabulary.rs"]
mod vocabulary;

use std::{collections::BTreeMap, env, error::Error, fs, path::Path};

pub(crate) use cue::CueKind;
pub(crate) use entry::{Citation, Date, Entry, EntryId, Localized, Quantity, Source, SourceId, Statement, Value};
pub(crate) use expression::{Expression, Node, WordId};
pub(crate) use finder::{Candidate, Gates, Places, Sentence};
pub(crate) use glossary::Glossary;
pub(crate) use index::{Key, Label, Program};
pub(crate) use keys::Spelling;
pub(crate) use owner::{Among, Owner};
pub(crate) use property::{Choice, ChoiceId, Property, PropertyId, Range};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../glossary");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut raw = raw::Raw::default();
    let mut problems = Vec::new();
    let mut files = BTreeMap::new();
    for folder in ["", "lexicon", "properties", "concepts", "models", "benchmarks"] {
        let mut paths: Vec<_> = fs::read_dir(root.join(folder))?
            .filter_map(|file| Some(file.ok()?.path()))
            .filter(|path| path.is_file())
            .collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let relative = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            let text = fs::read_to_string(&path)?;
            raw.read(&relative, &text, &mut problems);
            files.insert(relative, text);
        }
    }
    let glossary = compile::compile(&raw, &mut problems);
    for problem in &problems {
        println!("cargo:warning={problem}");
    }
    if !problems.is_empty() && env::var_os("GLOSSATOR_LENIENT").is_none() {
        return Err(format!("the glossary has {} problems", problems.len()).into());
    }
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("glossary.files"), postcard::to_stdvec(&files::Files::new(&files))?)?;
    fs::write(Path::new(&out).join("glossary.image"), glossary.image()?)?;
    Ok(())
}
