//! `glossator`: checks study notes about large language models on the command line and in editors.

mod cli;
mod config;
mod knowledge;
mod lsp;
mod position;
mod report;

use std::process::ExitCode;

use clap::Parser as _;

/// Gives memory back to the system soon: what opening a note or compiling a glossary takes for a moment is not held.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = cli::Arguments::parse();
    match cli::run(arguments) {
        Ok(status) => ExitCode::from(status),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("glossator: {error:#}");
            ExitCode::from(cli::FAILED)
        }
    }
}

/// Whether the reader of our output went away, as `head` does.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
