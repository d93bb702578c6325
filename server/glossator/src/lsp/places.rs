//! Where entries are written: a workspace's in their files, built-in ones in read-only copies that any editor opens.

use std::{
    collections::BTreeMap,
    io::Write as _,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use glossary::{EntryId, Glossary};
use tower_lsp::lsp_types as lsp;

use super::{document::Text, server::Shared, workspace::InForce};
use crate::knowledge;

/// So long a file that is there is not looked for again.
const MOMENT: Duration = Duration::from_secs(5);

/// The file of an entry with its text; a built-in entry is written out first. Reads files.
pub(crate) fn file(shared: &Shared, glossary: &Glossary, entry: EntryId) -> Option<(lsp::Url, Text)> {
    let path = match own_file(glossary, entry) {
        Some(path) => path,
        None => builtin(&glossary.entry(entry).file)?,
    };
    open_or_read(shared, &path)
}

/// The file of an entry that a workspace's glossary has.
pub(crate) fn own_file(glossary: &Glossary, entry: EntryId) -> Option<PathBuf> {
    let path = PathBuf::from(&glossary.entry(entry).file);
    path.is_absolute().then_some(path)
}

/// The entry of another folder's glossary that is the same one, written in the same file.
pub(crate) fn same(glossary: &Glossary, entry: EntryId, other: &Glossary) -> Option<EntryId> {
    let found = other.named(&glossary.entry(entry).name)?;
    (own_file(glossary, entry) == own_file(other, found)).then_some(found)
}

/// Where an entry's name stands in its file.
pub(crate) fn location(shared: &Shared, glossary: &Glossary, entry: EntryId) -> Option<lsp::Location> {
    let (url, text) = file(shared, glossary, entry)?;
    Some(lsp::Location::new(url, text.range(&ide::name_in(&text.string))))
}

/// A line, from 1, of a file of the glossary, a built-in one in its copy.
pub(crate) fn line(file: &str, line: u32) -> Option<lsp::Location> {
    let start = lsp::Position::new(line.saturating_sub(1), 0);
    Some(lsp::Location::new(address(file)?, lsp::Range::new(start, start)))
}

/// The address of a file of the glossary. Thousands of findings may name it at each key: for a moment it is taken to be
/// where it was.
fn address(file: &str) -> Option<lsp::Url> {
    static KNOWN: Mutex<BTreeMap<String, (Instant, lsp::Url)>> = Mutex::new(BTreeMap::new());
    let known = |known: &BTreeMap<String, (Instant, lsp::Url)>| {
        known.get(file).filter(|(looked, _)| looked.elapsed() < MOMENT).map(|(_, url)| url.clone())
    };
    if let Some(url) = known(&KNOWN.lock().unwrap_or_else(PoisonError::into_inner)) {
        return Some(url);
    }
    let path = PathBuf::from(file);
    let path = if path.is_absolute() { path } else { builtin(file)? };
    let url = lsp::Url::from_file_path(path).ok()?;
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.insert(file.to_owned(), (Instant::now(), url.clone()));
    Some(url)
}

/// Where a source is written in a bibliography, a workspace's before the built-in one. Reads files.
pub(crate) fn source(shared: &Shared, in_force: &InForce, key: &str) -> Option<lsp::Location> {
    let own = own_files(in_force).filter(|file| file.extension().is_some_and(|ending| ending == "bib"));
    own.chain(builtin("sources.bib")).find_map(|file| {
        let (url, text) = open_or_read(shared, &file)?;
        let at = text.string.match_indices(key).map(|(at, _)| at).find(|&at| {
            let (before, behind) = (text.string.get(..at), text.string.get(at + key.len()..));
            before.is_some_and(|before| before.trim_end().ends_with('{'))
                && behind.is_some_and(|behind| behind.trim_start().starts_with(','))
        })?;
        Some(lsp::Location::new(url, text.range(&(at as u32..(at + key.len()) as u32))))
    })
}

/// The file of a property, a workspace's before a built-in one. Reads files.
pub(crate) fn property(shared: &Shared, in_force: &InForce, name: &str) -> Option<lsp::Location> {
    let ending = Path::new("properties").join(format!("{name}.yaml"));
    let mut own = own_files(in_force).filter(|file| file.ends_with(&ending));
    let file = own.next().or_else(|| builtin(&format!("properties/{name}.yaml")))?;
    let (url, _) = open_or_read(shared, &file)?;
    Some(lsp::Location::new(url, lsp::Range::default()))
}

/// The files of entries of the workspace's glossaries in force, with their texts. Reads files.
pub(crate) fn entries<'s>(shared: &'s Shared, in_force: &InForce) -> impl Iterator<Item = (lsp::Url, Text)> + use<'s> {
    let files: Vec<PathBuf> =
        own_files(in_force).filter(|file| file.extension().is_some_and(|end| end == "md")).collect();
    files.into_iter().filter_map(|file| open_or_read(shared, &file))
}

/// The files of the workspace's glossaries in force.
fn own_files(in_force: &InForce) -> impl Iterator<Item = PathBuf> {
    in_force.glossaries().into_iter().flat_map(|path| knowledge::files(&path, &[]).unwrap_or_default())
}

fn open_or_read(shared: &Shared, path: &Path) -> Option<(lsp::Url, Text)> {
    let url = lsp::Url::from_file_path(path).ok()?;
    let text = shared.world.text(&url, shared.encoding()).or_else(|| read(shared, path))?;
    Some((url, text))
}

/// The text of a file that is not open.
pub(crate) fn read(shared: &Shared, path: &Path) -> Option<Text> {
    let bytes = std::fs::read(path).ok()?;
    Some(Text::of(ropey::Rope::from_str(&String::from_utf8_lossy(&bytes)), shared.encoding()))
}

/// A read-only copy of a built-in file, looked after once in the life of the process.
fn builtin(file: &str) -> Option<PathBuf> {
    static COPIES: Mutex<BTreeMap<String, PathBuf>> = Mutex::new(BTreeMap::new());
    let known = |copies: &BTreeMap<String, PathBuf>| copies.get(file).filter(|path| path.is_file()).cloned();
    if let Some(path) = known(&COPIES.lock().unwrap_or_else(PoisonError::into_inner)) {
        return Some(path);
    }
    let path = copy(file)?;
    COPIES.lock().unwrap_or_else(PoisonError::into_inner).insert(file.to_owned(), path.clone());
    Some(path)
}

fn copy(file: &str) -> Option<PathBuf> {
    let text = Glossary::builtin_file(file)?;
    let path = cache()?.join("glossator").join(env!("CARGO_PKG_VERSION")).join(file);
    if std::fs::read_to_string(&path).is_ok_and(|there| there == text) {
        return Some(path);
    }
    match write(&path, text) {
        Ok(()) => Some(path),
        Err(error) => {
            tracing::warn!(%error, path = %path.display(), "cannot write a copy of a built-in entry");
            None
        }
    }
}

/// Writes a file that is never seen half written.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let draft = path.with_extension(format!("{}.tmp", std::process::id()));
    let mut file = std::fs::File::create(&draft)?;
    file.write_all(text.as_bytes())?;
    let mut permissions = file.metadata()?.permissions();
    permissions.set_readonly(true);
    file.set_permissions(permissions)?;
    std::fs::rename(&draft, path)
}

/// The folder for what can be made again, as the system has it.
fn cache() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || folder("HOME");
    folder("XDG_CACHE_HOME").or_else(|| {
        if cfg!(windows) {
            folder("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            home().map(|home| home.join("Library/Caches"))
        } else {
            home().map(|home| home.join(".cache"))
        }
    })
}
