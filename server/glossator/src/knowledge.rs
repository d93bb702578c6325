//! The glossary in force: the built-in one, with a workspace's own beside it.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use glossary::{Glossary, Problem, Raw};

/// A glossary file is not larger than this.
const LARGEST: u64 = 4 << 20;

/// The glossary in force: borrowed where it is the built-in one alone.
pub(crate) enum Knowledge {
    /// The built-in one.
    Builtin(&'static Glossary),
    /// One put together for a workspace.
    Own(Box<Glossary>),
}

impl std::ops::Deref for Knowledge {
    type Target = Glossary;

    fn deref(&self) -> &Glossary {
        match self {
            Self::Builtin(glossary) => glossary,
            Self::Own(glossary) => glossary,
        }
    }
}

/// The glossary of these paths, with the built-in one where `builtin`.
pub(crate) fn load(paths: &[PathBuf], builtin: bool) -> anyhow::Result<(Knowledge, Vec<Problem>)> {
    if paths.is_empty() && builtin {
        return Ok((Knowledge::Builtin(Glossary::builtin()), Vec::new()));
    }
    let mut problems = Vec::new();
    let mut raw = if builtin { Glossary::builtin_raw() } else { Glossary::builtin_language() };
    for path in paths {
        read(path, &mut raw, &mut problems)?;
    }
    let glossary = glossary::compile(&raw, &mut problems);
    Ok((Knowledge::Own(Box::new(glossary)), problems))
}

/// Adds the glossary files at or below a path.
pub(crate) fn read(path: &Path, raw: &mut Raw, problems: &mut Vec<Problem>) -> anyhow::Result<()> {
    let metadata = std::fs::metadata(path).with_context(|| format!("cannot read the glossary {}", path.display()))?;
    let mut files: Vec<PathBuf> = if metadata.is_dir() {
        let walk = ignore::WalkBuilder::new(path).follow_links(false).max_depth(Some(8)).build();
        walk.filter_map(|entry| Some(entry.ok()?.into_path())).filter(|path| path.is_file()).collect()
    } else {
        vec![path.to_path_buf()]
    };
    // Properties and words before the entries that use them, and every run in the same order.
    files.sort();
    for file in files {
        let known = file.extension().is_some_and(|end| ["md", "yaml", "yml", "bib"].iter().any(|known| end == *known));
        let small = std::fs::metadata(&file).is_ok_and(|metadata| metadata.len() <= LARGEST);
        if known && small {
            let bytes = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            raw.read(&file.to_string_lossy().replace('\\', "/"), &String::from_utf8_lossy(&bytes), problems);
        }
    }
    Ok(())
}
