//! What is wrong with a glossary file, where, and what to do.

/// A fault in a glossary file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The rule's id (`glossary/unknown-property`).
    pub rule: &'static str,
    /// Where.
    pub place: Place,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// Whether the glossary can be used nevertheless.
    pub warning: bool,
}

/// A place in a file; lines and columns from 1, 0 for the file as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The path.
    pub file: String,
    /// The line.
    pub line: u32,
    /// The column, in characters.
    pub column: u32,
}

impl Place {
    /// A whole file.
    pub fn file(path: &str) -> Self {
        Self { file: path.to_owned(), line: 0, column: 0 }
    }

    /// A line.
    pub fn line(path: &str, line: u32) -> Self {
        Self { file: path.to_owned(), line, column: 1 }
    }
}

impl Problem {
    /// Something that must be mended.
    pub fn error(rule: &'static str, place: Place, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { rule, place, message: message.into(), remedy: remedy.into(), warning: false }
    }

    /// Something that should be.
    pub fn warning(rule: &'static str, place: Place, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { rule, place, message: message.into(), remedy: remedy.into(), warning: true }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Place { file, line, column } = &self.place;
        let severity = if self.warning { "warning" } else { "error" };
        if *line == 0 {
            write!(f, "{file}: ")?;
        } else {
            write!(f, "{file}:{line}:{column}: ")?;
        }
        write!(f, "{severity}[{}] {}; {}", self.rule, self.message, self.remedy)
    }
}
