//! What each note is judged by: the nearest configuration, the glossaries it names, the editor's settings over both.
//!
//! The same files give the same as on the command line. A configuration or glossary that cannot be read is reported on
//! its own file, and as it was last good it stays in force. Nothing here is for the task that reads messages: files are read
//! and glossaries compiled, the first time under the lock.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};

use claims::Language;
use glossary::Problem;
use ide::Severities;
use ropey::Rope;

use super::settings::Settings;
use crate::{
    config::{self, Config, Fault, Feature, Found},
    knowledge::{self, Knowledge},
};

/// Where settings stand that no file has.
const EDITOR: &str = "the editor's settings";

/// What a note is judged by.
#[derive(Debug)]
pub(crate) struct InForce {
    /// The glossary.
    pub(crate) glossary: Arc<Knowledge>,
    /// The severities of rules.
    pub(crate) severities: Severities,
    /// The language of messages, where one is asked for.
    pub(crate) language: Option<Language>,
    found: Found,
    globs: ignore::overrides::Override,
}

impl InForce {
    /// Whether a feature of the editor is on.
    pub(crate) fn has(&self, feature: Feature) -> bool {
        self.switched(feature).unwrap_or_else(|| feature.by_default())
    }

    /// Whether somebody switched a feature on or off.
    pub(crate) fn switched(&self, feature: Feature) -> Option<bool> {
        self.found.config.features.get(&feature).copied()
    }

    /// The configuration file.
    pub(crate) fn configuration(&self) -> Option<&Path> {
        self.found.path.as_deref()
    }

    /// The glossary files and folders beside the built-in glossary.
    pub(crate) fn glossaries(&self) -> Vec<PathBuf> {
        self.found.glossaries()
    }

    /// Whether a file lies in one of those.
    pub(crate) fn has_in_glossary(&self, file: &Path) -> bool {
        self.glossaries().iter().any(|path| file.starts_with(path))
    }

    /// Whether `include` and `exclude` leave a file to be judged.
    pub(crate) fn judges(&self, path: &Path) -> bool {
        let below = |folder: &Path| folder.starts_with(self.globs.path());
        let folders = path.ancestors().skip(1).take_while(|folder| below(folder));
        let pruned = |folder: &Path| self.globs.matched(folder, true).is_ignore();
        !self.globs.matched(path, false).is_ignore() && !folders.into_iter().any(pruned)
    }
}

/// The texts of open buffers, which win over the files, with their versions.
pub(crate) type Buffers = BTreeMap<PathBuf, (i32, Rope)>;

/// What tells one state of a file from another.
type Stamp = (PathBuf, Option<i32>, Option<(SystemTime, u64)>);

/// All folders' configurations and glossaries.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    state: RwLock<State>,
    /// The files that `state` was made of; a lock of its own, held for a moment only.
    files: RwLock<BTreeSet<PathBuf>>,
}

#[derive(Clone, Debug, Default)]
struct State {
    roots: Vec<PathBuf>,
    settings: Vec<Settings>,
    by_folder: BTreeMap<PathBuf, Arc<InForce>>,
    configurations: BTreeMap<PathBuf, Found>,
    glossaries: BTreeMap<(Vec<PathBuf>, bool), Compiled>,
    faults: BTreeMap<PathBuf, Vec<Fault>>,
    buffers: Buffers,
}

#[derive(Clone, Debug)]
struct Compiled {
    stamps: Vec<Stamp>,
    glossary: Arc<Knowledge>,
    faults: Vec<Fault>,
    /// The files as they were when nothing was wrong with them; others as they were when they could be read.
    good: (Texts, Texts),
}

/// The texts of files.
type Texts = BTreeMap<PathBuf, Arc<Vec<u8>>>;

impl Workspace {
    /// Names the folders that are open, and what the editor sets for each (or for all).
    pub(crate) fn set(&self, roots: Option<Vec<PathBuf>>, settings: Option<Vec<Settings>>) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.roots = roots.unwrap_or_else(|| std::mem::take(&mut state.roots));
        state.settings = settings.unwrap_or_else(|| std::mem::take(&mut state.settings));
    }

    /// The folders that are open.
    pub(crate) fn roots(&self) -> Vec<PathBuf> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).roots.clone()
    }

    /// What a file is judged by; one without a path is judged as if it lay in the first folder. Takes time.
    pub(crate) fn of(&self, path: Option<&Path>) -> Arc<InForce> {
        let folder = {
            let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
            let folder = path.and_then(Path::parent).or(state.roots.first().map(PathBuf::as_path));
            let folder = folder.unwrap_or(Path::new("")).to_path_buf();
            if let Some(known) = state.by_folder.get(&folder) {
                return Arc::clone(known);
            }
            folder
        };
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let in_force = state.resolve(&folder);
        self.note_files(&state);
        in_force
    }

    /// Looks at all files again. Whether anything is judged otherwise than before. Takes time.
    pub(crate) fn refresh(&self, buffers: Buffers) -> bool {
        // On a copy: whoever asks meanwhile gets what was in force.
        let mut state = self.state.read().unwrap_or_else(PoisonError::into_inner).clone();
        state.buffers = buffers;
        let (before, faults) = (std::mem::take(&mut state.by_folder), std::mem::take(&mut state.faults));
        let mut changed = false;
        for (folder, before) in &before {
            let now = state.resolve(folder);
            if before.same(&now) {
                state.by_folder.insert(folder.clone(), Arc::clone(before));
            } else {
                changed = true;
            }
        }
        changed |= faults != state.faults;
        let State { glossaries, by_folder, .. } = &mut state;
        glossaries.retain(|_, known| by_folder.values().any(|used| Arc::ptr_eq(&used.glossary, &known.glossary)));
        self.note_files(&state);
        let mut current = self.state.write().unwrap_or_else(PoisonError::into_inner);
        // Whoever set these meanwhile has asked for another look.
        state.roots = std::mem::take(&mut current.roots);
        state.settings = std::mem::take(&mut current.settings);
        *current = state;
        changed
    }

    /// Whether something is judged by this.
    pub(crate) fn has(&self, in_force: &Arc<InForce>) -> bool {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.by_folder.values().any(|known| Arc::ptr_eq(known, in_force))
    }

    /// What is wrong with configurations and glossaries, by file.
    pub(crate) fn faults(&self) -> BTreeMap<PathBuf, Vec<Fault>> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).faults.clone()
    }

    /// The files and folders outside the open folders whose changes matter.
    pub(crate) fn outside(&self) -> Vec<PathBuf> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let glossaries = state.glossaries.keys().flat_map(|(paths, _)| paths.iter().cloned());
        let configurations = state.by_folder.values().filter_map(|in_force| in_force.configuration());
        glossaries.chain(configurations.map(Path::to_path_buf)).collect()
    }

    /// Whether a file is a configuration or belongs to a glossary in force. Quick.
    pub(crate) fn concerns(&self, path: &Path) -> bool {
        let files = self.files.read().unwrap_or_else(PoisonError::into_inner);
        config::is_name(path) || files.contains(path) || path.ancestors().skip(1).any(|folder| files.contains(folder))
    }

    fn note_files(&self, state: &State) {
        let named = state.glossaries.keys().flat_map(|(paths, _)| paths.iter().cloned());
        let files = named.chain(state.faults.keys().cloned()).collect();
        *self.files.write().unwrap_or_else(PoisonError::into_inner) = files;
    }
}

impl InForce {
    fn same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.glossary, &other.glossary) && self.found == other.found
    }
}

impl State {
    fn resolve(&mut self, folder: &Path) -> Arc<InForce> {
        let found = self.configuration(folder);
        let glossary = self.glossary(&found);
        self.unknown_rules(&found, &glossary);
        let globs = self.globs(&found, folder);
        let language = found.language();
        let in_force = Arc::new(InForce { severities: found.severities(), glossary, language, globs, found });
        self.by_folder.insert(folder.to_path_buf(), Arc::clone(&in_force));
        in_force
    }

    /// The configuration in force for a folder, the last good one where the present one is broken.
    fn configuration(&mut self, folder: &Path) -> Found {
        let exists = |path: &Path| self.buffers.contains_key(path) || path.is_file();
        let mut found = match config::locate_with(folder, &exists) {
            Some(path) => match config::parse(&path, &self.text(&path)) {
                Ok(found) => {
                    self.configurations.insert(path, found.clone());
                    found
                }
                Err(fault) => {
                    self.report(fault);
                    self.configurations
                        .get(&path)
                        .cloned()
                        .unwrap_or(Found { path: Some(path), config: Config::default() })
                }
            },
            None => Found::default(),
        };
        let root = self.roots.iter().enumerate().filter(|(_, root)| folder.starts_with(root));
        let root = root.max_by_key(|(_, root)| root.components().count());
        let at = root.map_or(0, |(at, _)| at);
        if let Some(settings) = self.settings.get(at).or(self.settings.first()) {
            settings.apply(&mut found, root.map(|(_, root)| root.as_path()));
        }
        found
    }

    /// The compiled glossary of a configuration; compiled again only if one of its files changed.
    fn glossary(&mut self, found: &Found) -> Arc<Knowledge> {
        let paths = found.glossaries();
        let stamps: Vec<Stamp> = paths
            .iter()
            .flat_map(|path| knowledge::files(path, &self.unsaved(path)).unwrap_or_else(|_| vec![path.clone()]))
            .map(|file| self.stamp(file))
            .collect();
        let key = (paths, found.config.builtin);
        let earlier = self.glossaries.remove(&key);
        let compiled = match earlier {
            Some(earlier) if earlier.stamps == stamps => earlier,
            earlier => self.compile(&key, stamps, earlier, found),
        };
        for fault in &compiled.faults {
            self.report(fault.clone());
        }
        let glossary = Arc::clone(&compiled.glossary);
        self.glossaries.insert(key, compiled);
        glossary
    }

    fn compile(
        &self,
        (paths, builtin): &(Vec<PathBuf>, bool),
        stamps: Vec<Stamp>,
        earlier: Option<Compiled>,
        found: &Found,
    ) -> Compiled {
        let unsaved: Vec<PathBuf> = paths.iter().flat_map(|path| self.unsaved(path)).collect();
        let texts = RefCell::new(Texts::new());
        // Files are read as they are, broken ones the second time as they were last good.
        let load = |instead: &Texts| {
            let read = |path: &Path| {
                let text = match instead.get(path) {
                    Some(good) => Arc::clone(good),
                    None => Arc::new(self.read(path)?),
                };
                texts.borrow_mut().insert(path.to_path_buf(), Arc::clone(&text));
                Ok(text.to_vec())
            };
            knowledge::load_with(paths, *builtin, knowledge::Source { read: &read, unsaved: &unsaved })
        };
        let (last_good, before) = earlier.map(|earlier| (earlier.glossary, earlier.good)).unzip();
        match load(&Texts::new()) {
            Ok((mut glossary, problems)) => {
                let files = |is: &dyn Fn(&Problem) -> bool| -> BTreeSet<PathBuf> {
                    problems.iter().filter(|problem| is(problem)).map(|problem| (&problem.place.file).into()).collect()
                };
                let broken = files(&|problem| !problem.warning);
                let unread = files(&|problem| problem.rule == "glossary/syntax");
                let (mut whole, mut part) = before.unwrap_or_default();
                whole.retain(|path, _| broken.contains(path));
                part.retain(|path, _| unread.contains(path) && !whole.contains_key(path));
                let instead: Texts =
                    whole.iter().chain(&part).map(|(path, text)| (path.clone(), Arc::clone(text))).collect();
                if !instead.is_empty() {
                    glossary = load(&instead).map_or(glossary, |(mended, _)| mended);
                }
                for (path, text) in texts.take() {
                    if !broken.contains(&path) {
                        whole.insert(path, text);
                    } else if !unread.contains(&path) && !whole.contains_key(&path) {
                        part.insert(path, text);
                    }
                }
                let faults = problems.into_iter().map(Fault::from).collect();
                Compiled { stamps, glossary: Arc::new(glossary), faults, good: (whole, part) }
            }
            Err(error) => {
                let path = found.path.clone().unwrap_or_else(|| PathBuf::from(EDITOR));
                let glossary = last_good.unwrap_or_else(|| Arc::new(Knowledge::builtin()));
                let faults = vec![Fault::configuration(path, None, format!("{error:#}"))];
                Compiled { stamps, glossary, faults, good: before.unwrap_or_default() }
            }
        }
    }

    fn unknown_rules(&mut self, found: &Found, glossary: &Knowledge) {
        let text = found.path.as_deref().map(|path| self.text(path)).unwrap_or_default();
        for mut fault in config::unknown_rules(found, glossary, &text) {
            // What the file does not name is named by the editor.
            if fault.place.is_none() {
                fault.path = PathBuf::from(EDITOR);
            }
            self.report(fault);
        }
    }

    fn globs(&mut self, found: &Found, folder: &Path) -> ignore::overrides::Override {
        let base = if found.path.is_some() { found.folder() } else { folder.to_path_buf() };
        found.globs(&base).unwrap_or_else(|error| {
            if let Some(path) = &found.path {
                self.report(Fault::configuration(path.clone(), None, format!("{error:#}")));
            }
            ignore::overrides::Override::empty()
        })
    }

    fn report(&mut self, fault: Fault) {
        let faults = self.faults.entry(fault.path.clone()).or_default();
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }

    fn read(&self, path: &Path) -> std::io::Result<Vec<u8>> {
        match self.buffers.get(path) {
            Some((_, text)) => Ok(String::from(text).into_bytes()),
            None => std::fs::read(path),
        }
    }

    /// The open files at or below a path that are not on disk yet.
    fn unsaved(&self, path: &Path) -> Vec<PathBuf> {
        self.buffers.keys().filter(|file| file.starts_with(path) && !file.exists()).cloned().collect()
    }

    fn text(&self, path: &Path) -> String {
        String::from_utf8_lossy(&self.read(path).unwrap_or_default()).into_owned()
    }

    fn stamp(&self, path: PathBuf) -> Stamp {
        let version = self.buffers.get(&path).map(|(version, _)| *version);
        let disk = std::fs::metadata(&path).ok();
        let disk = disk.and_then(|disk| Some((disk.modified().ok()?, disk.len())));
        (path, version, disk)
    }
}
