//! The glossary in force: the built-in one, with a workspace's own beside it.

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

use anyhow::Context as _;
use glossary::{Glossary, Problem, Raw};

/// A glossary file is not larger than this.
const LARGEST: u64 = 4 << 20;

/// The glossary in force, with what completion holds against it.
#[derive(Debug)]
pub(crate) struct Knowledge {
    glossary: Kept,
    labels: OnceLock<ide::Labels>,
}

/// A glossary, borrowed where it is the built-in one alone.
#[derive(Debug)]
enum Kept {
    Builtin(&'static Glossary),
    Own(Box<Glossary>),
}

impl std::ops::Deref for Knowledge {
    type Target = Glossary;

    fn deref(&self) -> &Glossary {
        match &self.glossary {
            Kept::Builtin(glossary) => glossary,
            Kept::Own(glossary) => glossary,
        }
    }
}

impl Knowledge {
    /// The built-in glossary alone.
    pub(crate) fn builtin() -> Self {
        Self { glossary: Kept::Builtin(Glossary::builtin()), labels: OnceLock::new() }
    }

    /// One put together for a workspace.
    fn own(glossary: Glossary) -> Self {
        Self { glossary: Kept::Own(Box::new(glossary)), labels: OnceLock::new() }
    }

    /// Its labels as completion compares them. Takes time when it is first asked for.
    pub(crate) fn labels_prepared(&self) -> &ide::Labels {
        self.labels.get_or_init(|| ide::Labels::new(self))
    }
}

/// Where files are read from: disk, or open buffers first.
#[derive(Clone, Copy)]
pub(crate) struct Source<'s> {
    /// Reads a file.
    pub(crate) read: &'s dyn Fn(&Path) -> std::io::Result<Vec<u8>>,
    /// The files that only a buffer has.
    pub(crate) unsaved: &'s [PathBuf],
}

/// Files as they are on disk.
pub(crate) const DISK: Source<'_> = Source { read: &|path| std::fs::read(path), unsaved: &[] };

/// The glossary of these paths, with the built-in one where `builtin`.
pub(crate) fn load(paths: &[PathBuf], builtin: bool) -> anyhow::Result<(Knowledge, Vec<Problem>)> {
    load_with(paths, builtin, DISK)
}

/// As [`load`], with files read otherwise.
pub(crate) fn load_with(
    paths: &[PathBuf],
    builtin: bool,
    source: Source<'_>,
) -> anyhow::Result<(Knowledge, Vec<Problem>)> {
    if paths.is_empty() && builtin {
        return Ok((Knowledge::builtin(), Vec::new()));
    }
    let mut problems = Vec::new();
    let glossary = if builtin {
        beside_builtin(paths, &mut problems, source)?
    } else {
        let raw = read(paths, Glossary::builtin_language(), &mut problems, source)?;
        let glossary = glossary::compile(&raw, &mut problems);
        // What the built-in words say of types and entries that are not there is no fault of the author's.
        problems.retain(|problem| Glossary::builtin_file(&problem.place.file).is_none());
        glossary
    };
    Ok((Knowledge::own(glossary.packed()), problems))
}

/// The glossary of these paths beside the built-in one, which is compiled again only where it must be.
pub(crate) fn beside_builtin(
    paths: &[PathBuf],
    problems: &mut Vec<Problem>,
    source: Source<'_>,
) -> anyhow::Result<Glossary> {
    let own = read(paths, Raw { own: true, ..Raw::default() }, problems, source)?;
    let over = own.entries.keys().any(|name| Glossary::builtin().named(name).is_some());
    if own.is_entries_only() && !over {
        return Ok(Glossary::builtin_with(own, problems));
    }
    // Other properties and words, and entries over built-in ones, may change what the built-in expressions are.
    let raw = read(paths, Glossary::builtin_raw(), problems, source)?;
    Ok(glossary::compile(&raw, problems))
}

/// Puts the glossary files at or below some paths beside what is there. `problems` are then what is wrong with them.
pub(crate) fn read(
    paths: &[PathBuf],
    mut raw: Raw,
    problems: &mut Vec<Problem>,
    source: Source<'_>,
) -> anyhow::Result<Raw> {
    problems.clear();
    for path in paths {
        for file in files(path, source.unsaved)? {
            let bytes = (source.read)(&file).with_context(|| format!("cannot read {}", file.display()))?;
            let name = file.to_string_lossy().replace('\\', "/");
            raw.read(&name, &String::from_utf8_lossy(&bytes), problems);
        }
    }
    Ok(raw)
}

/// The glossary files at or below a path, `unsaved` ones with those on disk, sorted: the same order in every run.
pub(crate) fn files(path: &Path, unsaved: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let metadata = std::fs::metadata(path).with_context(|| format!("cannot read the glossary {}", path.display()))?;
    let mut files: Vec<PathBuf> = if metadata.is_dir() {
        let walk = ignore::WalkBuilder::new(path).follow_links(false).max_depth(Some(8)).build();
        walk.filter_map(|entry| Some(entry.ok()?.into_path())).filter(|path| path.is_file()).collect()
    } else {
        vec![path.to_path_buf()]
    };
    files.extend(unsaved.iter().filter(|file| file.starts_with(path)).cloned());
    let known = |path: &PathBuf| {
        path.extension().is_some_and(|end| ["md", "yaml", "yml", "bib"].iter().any(|known| end == *known))
    };
    let small = |path: &PathBuf| {
        unsaved.contains(path) || std::fs::metadata(path).is_ok_and(|metadata| metadata.len() <= LARGEST)
    };
    files.retain(|path| known(path) && small(path));
    files.sort();
    files.dedup();
    Ok(files)
}
