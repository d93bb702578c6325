//! Watches files for clients that cannot (Neovim on Linux, Helix, most small ones).
//!
//! A thread of its own watches the open folders as far as no ignore file hides them, and the glossaries and
//! configurations outside; every change that may matter asks for another look. What changed is of no interest here:
//! whoever looks compares times. Where the system does not tell of changes, another look is asked for every few seconds:
//! a watcher that polls would compare times once more, in whole seconds, and lose what changes twice in one.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::Duration,
};

use notify::{Event, EventKind, RecursiveMode, event::CreateKind};
use tokio::sync::mpsc::UnboundedSender;

use super::{notes, server::Shared};
use crate::config;

/// No more folders are watched; systems limit them.
const MOST: usize = 8_192;

/// How often files are looked at where the system tells nothing.
const EVERY: Duration = Duration::from_secs(2);

/// Endings of files whose changes matter, beside notes.
const ENDINGS: [&str; 3] = ["yaml", "yml", "bib"];

/// The watching, once there is something to watch.
pub(crate) struct Watcher {
    reload: UnboundedSender<()>,
    messages: Option<Sender<Message>>,
    folders: BTreeSet<PathBuf>,
}

enum Message {
    Folders(BTreeSet<PathBuf>),
    Event(notify::Result<Event>),
}

impl Watcher {
    /// Watches nothing yet. `reload` asks for another look.
    pub(crate) fn new(reload: UnboundedSender<()>) -> Self {
        Self { reload, messages: None, folders: BTreeSet::new() }
    }

    /// Watches what is open and in force now, where the client does not.
    pub(crate) fn look(&mut self, shared: &Arc<Shared>) {
        if shared.session().watches {
            return;
        }
        let roots = shared.workspace.roots().into_iter().filter(|root| notes::is_bounded(root));
        let folders: BTreeSet<PathBuf> = roots.chain(shared.workspace.outside()).collect();
        if folders != self.folders {
            let messages = self.messages.get_or_insert_with(|| start(Arc::clone(shared), self.reload.clone()));
            // Where the thread is gone nothing is watched, which it has logged.
            let _ = messages.send(Message::Folders(folders.clone()));
            self.folders = folders;
        }
    }
}

fn start(shared: Arc<Shared>, reload: UnboundedSender<()>) -> Sender<Message> {
    let (sender, receiver) = channel();
    let events = sender.clone();
    std::thread::spawn(move || run(&shared, &receiver, events, &reload));
    sender
}

fn run(shared: &Shared, messages: &Receiver<Message>, events: Sender<Message>, reload: &UnboundedSender<()>) {
    let tell = move |event| {
        // The receiver ends with the process.
        let _ = events.send(Message::Event(event));
    };
    let Some(watcher) = watcher(tell) else { return look_again(messages, reload) };
    let mut eyes = Eyes { watcher, watched: BTreeSet::new() };
    for message in messages {
        let matters = match message {
            Message::Folders(folders) => {
                eyes.set(shared, &folders);
                false
            }
            Message::Event(Ok(event)) => {
                for folder in created(&event) {
                    eyes.add(shared, folder);
                }
                event.need_rescan() || matters(&event)
            }
            Message::Event(Err(error)) => {
                tracing::warn!(%error, "watching files");
                true
            }
        };
        if matters && reload.send(()).is_err() {
            return;
        }
    }
}

/// Asks for another look every few seconds. Which folders are open is known to whoever looks.
fn look_again(messages: &Receiver<Message>, reload: &UnboundedSender<()>) {
    loop {
        match messages.recv_timeout(EVERY) {
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) if reload.send(()).is_ok() => {}
            Err(_) => return,
        }
    }
}

/// The system's watcher, if it has one; none where `GLOSSATOR_WATCH=poll`, for file systems that tell nothing (network
/// drives).
fn watcher(tell: impl notify::EventHandler) -> Option<Box<dyn notify::Watcher>> {
    if std::env::var_os("GLOSSATOR_WATCH").is_some_and(|how| how == "poll") {
        return None;
    }
    match notify::recommended_watcher(tell) {
        Ok(watcher) => Some(Box::new(watcher)),
        Err(error) => {
            tracing::warn!(%error, "the system does not tell of changes; looking every few seconds");
            None
        }
    }
}

struct Eyes {
    watcher: Box<dyn notify::Watcher>,
    watched: BTreeSet<PathBuf>,
}

impl Eyes {
    /// Watches these folders with what is below, and none that is below none of them.
    fn set(&mut self, shared: &Shared, folders: &BTreeSet<PathBuf>) {
        let idle = |path: &&PathBuf| !folders.iter().any(|folder| path.starts_with(folder));
        let idle: Vec<PathBuf> = self.watched.iter().filter(idle).cloned().collect();
        for path in idle {
            let _ = self.watcher.unwatch(&path);
            self.watched.remove(&path);
        }
        for folder in folders {
            if folder.is_file() {
                self.watch(shared, folder.parent().unwrap_or(folder));
            } else {
                self.add(shared, folder);
            }
        }
    }

    /// Watches a folder with what is below it.
    fn add(&mut self, shared: &Shared, folder: &Path) {
        let walk = ignore::WalkBuilder::new(folder).follow_links(false).build();
        let found = walk.filter_map(Result::ok).filter(|entry| entry.file_type().is_some_and(|kind| kind.is_dir()));
        for entry in found {
            if !self.watch(shared, entry.path()) {
                return;
            }
        }
    }

    /// Watches one folder; whether another may be watched.
    fn watch(&mut self, shared: &Shared, folder: &Path) -> bool {
        if self.watched.contains(folder) {
            return true;
        }
        if self.watched.len() >= MOST {
            shared.tell_once(&format!("more than {MOST} folders; changes in the others are seen when a note is saved"));
            return false;
        }
        match self.watcher.watch(folder, RecursiveMode::NonRecursive) {
            Ok(()) => {
                self.watched.insert(folder.to_path_buf());
            }
            Err(error) => shared.tell_once(&format!("{} cannot be watched: {error}", folder.display())),
        }
        true
    }
}

/// The folders that an event says are new.
fn created(event: &Event) -> impl Iterator<Item = &Path> {
    let made = matches!(event.kind, EventKind::Create(CreateKind::Folder | CreateKind::Any) | EventKind::Modify(_));
    event.paths.iter().map(PathBuf::as_path).filter(move |path| made && path.is_dir())
}

/// Whether an event may concern a note, a configuration or a glossary.
fn matters(event: &Event) -> bool {
    let ours = |path: &PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
        // What has no ending may be a folder with notes.
        config::is_name(path) || config::is_note(path) || ending.is_empty() || ENDINGS.contains(&ending.as_str())
    };
    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(ours)
}
