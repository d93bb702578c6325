//! The language server, on standard input and output.

mod actions;
mod address;
mod capabilities;
mod closed;
mod completing;
mod config_file;
mod configure;
mod document;
#[cfg(test)]
mod edits;
mod lens;
mod moved;
mod navigation;
mod notes;
mod outline;
mod output;
mod parent;
mod places;
mod publish;
mod pull;
mod registration;
mod reload;
mod rename;
mod semantic;
mod server;
mod service;
mod session;
mod settings;
mod shared;
mod silence;
mod syntax;
mod to_proto;
mod watcher;
mod workspace;
mod world;

use std::{path::PathBuf, sync::Arc};

use anyhow::Context as _;
use tower_lsp::LspService;

/// How many requests are worked on at once; the default of four lets four slow ones hold up all others.
const CONCURRENCY: usize = 64;

/// So many threads work on them, each with its own memory; two more read and write.
const BLOCKING: usize = 24;

/// What `glossator lsp` is told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// Where to log; standard error without it.
    pub log_file: Option<PathBuf>,
    /// How much to log (`error`, `warn`, `info`, `debug`, `trace`).
    pub log_level: Option<String>,
}

/// Serves until the client says `exit`, closes standard input, or is gone.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    start_log(options)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(BLOCKING)
        .enable_all()
        .build()
        .context("cannot start the language server's threads")?;
    runtime.block_on(serve());
    // Standard input may still be open, and a read of it cannot be cancelled.
    runtime.shutdown_background();
    Ok(())
}

async fn serve() {
    let initialize = service::RawInitialize::default();
    let kept = Arc::clone(&initialize);
    let waiting = Arc::<output::Waiting>::default();
    let spellings = Arc::<address::Spellings>::default();
    let output = output::Output::new(tokio::io::stdout(), Arc::clone(&waiting), Arc::clone(&spellings));
    let (service, socket) = LspService::new(move |client| server::Server::new(client, kept, waiting));
    let guarded = service::Guard::new(service, initialize, spellings, |status| std::process::exit(status));
    tower_lsp::Server::new(tokio::io::stdin(), output, socket).concurrency_level(CONCURRENCY).serve(guarded).await;
}

fn start_log(options: &Options) -> anyhow::Result<()> {
    use tracing_subscriber::fmt;
    let level = options.log_level.as_deref().unwrap_or("warn");
    let level: tracing::Level = level.parse().with_context(|| format!("unknown log level {level:?}"))?;
    let log = fmt().with_max_level(level).with_ansi(false);
    match &options.log_file {
        Some(path) => {
            let file = std::fs::File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
            log.with_writer(std::sync::Mutex::new(file)).init();
        }
        None => log.with_writer(std::io::stderr).init(),
    }
    Ok(())
}
