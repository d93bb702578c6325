//! Reports of findings, one module per format.

pub(crate) mod baseline;
mod human;
mod plain;
mod sarif;

use std::{io::Write, path::PathBuf};

use ide::Diagnostic;

use crate::cli::Format;

/// A note that was checked.
#[derive(Debug)]
pub(crate) struct Checked {
    /// As it is reported.
    pub(crate) path: PathBuf,
    /// Its text.
    pub(crate) text: String,
    /// What was found, suppressed findings included.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// What is reported.
    pub(crate) fn active(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(|diagnostic| !diagnostic.suppressed)
    }

    /// The path with forward slashes.
    pub(crate) fn name(&self) -> String {
        self.path.to_string_lossy().replace('\\', "/")
    }
}

/// Writes a report.
pub(crate) fn write(format: Format, checked: &[Checked], colour: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    match format {
        Format::Human => human::write(checked, colour, out),
        Format::Concise => plain::concise(checked, out),
        Format::Json => plain::json(checked, out),
        Format::Github => plain::github(checked, out),
        Format::Gitlab => plain::gitlab(checked, out),
        Format::Junit => plain::junit(checked, out),
        Format::Sarif => sarif::write(checked, out),
    }
}

/// The name of a severity.
pub(crate) fn severity(severity: ide::Severity) -> &'static str {
    match severity {
        ide::Severity::Error => "error",
        ide::Severity::Warning => "warning",
        ide::Severity::Information => "information",
        ide::Severity::Hint | ide::Severity::Off => "hint",
    }
}
