//! What stands in braces behind a fence, as notebooks and documentation write it: code that is run or shown, or a directive
//! with words in it.

/// What stands in braces behind a fence where code follows: the languages that notebooks run (`{python}`, `{r, echo=FALSE}`)
/// and the directives that show code.
const CODE: [&str; 26] = [
    "python",
    "r",
    "julia",
    "bash",
    "sh",
    "zsh",
    "shell",
    "sql",
    "ojs",
    "js",
    "node",
    "mermaid",
    "dot",
    "rust",
    "c",
    "cpp",
    "java",
    "go",
    "css",
    "html",
    "latex",
    "code",
    "code-block",
    "code-cell",
    "literalinclude",
    "math",
];

/// Whether what follows the brace behind a fence is a directive with words in it (`{note}`), neither code nor the
/// attributes of some (`{.python}`, `{=html}`).
pub(super) fn is_directive(braced: &str) -> bool {
    let name = braced.trim_start().split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).next();
    name.is_some_and(|name| !name.is_empty() && !CODE.contains(&name.to_ascii_lowercase().as_str()))
}
