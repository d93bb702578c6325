//! The command line.

mod check;
mod claims_command;
mod fix;
mod glossary_command;
mod show;

use std::path::PathBuf;

use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};

use crate::lsp;

/// Nothing found.
pub(crate) const CLEAN: u8 = 0;
/// Findings.
pub(crate) const FOUND: u8 = 1;
/// Could not do it.
pub(crate) const FAILED: u8 = 2;

/// Annotates study notes about large language models.
#[derive(Debug, Parser)]
#[command(name = "glossator", version, about, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check notes for claims that the glossary refutes
    Check(Check),
    /// Print every claim found in a note, with its verdict
    Claims {
        /// The note
        file: PathBuf,
        /// How to print
        #[arg(long, value_enum, default_value_t = Plain::Human)]
        format: Plain,
        #[command(flatten)]
        knowledge: KnowledgeArguments,
    },
    /// Print the card of a term
    Show {
        /// The term, by any of its labels
        term: String,
        /// How to print
        #[arg(long, value_enum, default_value_t = Plain::Human)]
        format: Plain,
        /// The language of the card; that of the term by default
        #[arg(long, value_enum)]
        lang: Option<Language>,
        #[command(flatten)]
        knowledge: KnowledgeArguments,
    },
    /// Work on glossaries
    #[command(subcommand)]
    Glossary(GlossaryCommand),
    /// Print the documentation of a rule
    Explain {
        /// The rule's id
        rule: String,
        /// The language of the documentation
        #[arg(long, value_enum, default_value_t = Language::En)]
        lang: Language,
    },
    /// Serve the language server protocol on standard input and output
    Lsp {
        /// Accepted because editors pass it; there is no other way
        #[arg(long)]
        stdio: bool,
        /// Log to this file instead of standard error
        #[arg(long)]
        log_file: Option<PathBuf>,
        /// How much to log: error, warn, info, debug, trace
        #[arg(long)]
        log_level: Option<String>,
        /// Accepted because editors pass it; the parent named in `initialize` is watched
        #[arg(long = "clientProcessId", hide = true)]
        client_process_id: Option<u32>,
    },
    /// Work on the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Subcommand)]
enum GlossaryCommand {
    /// Validate glossary files
    Check {
        /// Glossary files or folders
        #[arg(default_value = ".")]
        paths: Vec<PathBuf>,
    },
    /// Print the whole glossary
    Export {
        /// The format
        #[arg(long, value_enum, default_value_t = ExportFormat::Json)]
        format: ExportFormat,
        #[command(flatten)]
        knowledge: KnowledgeArguments,
    },
    /// Print the JSON Schema of an entry's front matter
    Schema,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Print the configuration in force and where it came from
    Show {
        /// The file it is asked for
        #[arg(default_value = ".")]
        file: PathBuf,
    },
    /// Print the JSON Schema of glossator.toml
    Schema,
}

/// Where knowledge comes from.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct KnowledgeArguments {
    /// A configuration file instead of the nearest one
    #[arg(long)]
    config: Option<PathBuf>,
    /// Further glossary files or folders
    #[arg(long)]
    glossary: Vec<PathBuf>,
}

/// The arguments of `check`.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "one for each switch of the command line")]
pub(crate) struct Check {
    /// Files and folders; `-` reads standard input
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// What standard input is called
    #[arg(long, default_value = "stdin.md")]
    stdin_filename: PathBuf,
    /// How to report; `human` on a terminal, `concise` elsewhere
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write the report to this file
    #[arg(long)]
    output: Option<PathBuf>,
    /// Apply the safe fixes
    #[arg(long, conflicts_with = "diff")]
    fix: bool,
    /// Show what --fix would change
    #[arg(long)]
    diff: bool,
    /// Print what was read and decided, to standard error
    #[arg(long)]
    stats: bool,
    /// Report only these rules or groups
    #[arg(long, value_delimiter = ',')]
    select: Vec<String>,
    /// Do not report these rules or groups
    #[arg(long, value_delimiter = ',')]
    ignore: Vec<String>,
    /// The language of messages; that of the sentence by default
    #[arg(long, value_enum)]
    lang: Option<Language>,
    /// Report only what is not in this file
    #[arg(long)]
    baseline: Option<PathBuf>,
    /// Write what is found to the baseline file
    #[arg(long, requires = "baseline")]
    update_baseline: bool,
    /// Exit with status 0 whatever is found
    #[arg(long)]
    exit_zero: bool,
    #[command(flatten)]
    knowledge: KnowledgeArguments,
}

/// How `check` reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Excerpts with the wrong words underlined
    Human,
    /// One line each
    Concise,
    /// JSON
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// `JUnit` XML
    Junit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Plain {
    Human,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ExportFormat {
    Json,
    Skos,
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Language {
    En,
    Zh,
}

/// Runs a command; its exit status.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<u8> {
    match arguments.command {
        Command::Check(check) => check::run(&check),
        Command::Claims { file, format, knowledge } => claims_command::run(&file, format == Plain::Json, &knowledge),
        Command::Show { term, format, lang, knowledge } => show::run(&term, format == Plain::Json, lang, &knowledge),
        Command::Glossary(GlossaryCommand::Check { paths }) => glossary_command::check(&paths),
        Command::Glossary(GlossaryCommand::Export { format, knowledge }) => {
            glossary_command::export(format, &knowledge)
        }
        Command::Glossary(GlossaryCommand::Schema) => print_schema(&glossary::raw::schema()),
        Command::Explain { rule, lang } => show::explain(&rule, lang),
        Command::Lsp { log_file, log_level, .. } => {
            lsp::run(&lsp::Options { log_file, log_level })?;
            Ok(CLEAN)
        }
        Command::Config(ConfigCommand::Show { file }) => show::config(&file),
        Command::Config(ConfigCommand::Schema) => print_schema(&crate::config::schema()),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Arguments::command(), "glossator", &mut std::io::stdout());
            Ok(CLEAN)
        }
    }
}

fn print_schema(schema: &schemars::Schema) -> anyhow::Result<u8> {
    anstream::println!("{}", serde_json::to_string_pretty(schema)?);
    Ok(CLEAN)
}
