//! Sources out of BibTeX, read by the `biblatex` crate.

use std::collections::BTreeMap;

use biblatex::{Bibliography, DateValue, Entry, PermissiveType};

use crate::{
    problem::{Place, Problem},
    raw::RawSource,
};

/// Adds the sources of a file.
pub(crate) fn read(path: &str, text: &str, sources: &mut BTreeMap<String, RawSource>, problems: &mut Vec<Problem>) {
    let bibliography = match Bibliography::parse(text) {
        Ok(bibliography) => bibliography,
        Err(error) => {
            let line = text.get(..error.span.start).unwrap_or_default().lines().count().max(1);
            let place = Place::line(path, line as u32);
            let message = error.kind.to_string();
            problems.push(Problem::error("glossary/syntax", place, message, "mend the BibTeX entry"));
            return;
        }
    };
    for entry in bibliography.iter() {
        let source = source(entry);
        if source.url.is_empty() {
            let message = format!("the source {} cannot be found", entry.key);
            problems.push(Problem::error(
                "glossary/source-without-address",
                Place::file(path),
                message,
                "add url, eprint or doi",
            ));
        }
        sources.insert(entry.key.clone(), source);
    }
}

fn source(entry: &Entry) -> RawSource {
    let field = |name: &str| entry.get(name).map(biblatex::ChunksExt::format_verbatim).unwrap_or_default();
    let url = match (field("url"), field("eprint"), field("doi")) {
        (url, _, _) if !url.is_empty() => url,
        (_, eprint, _) if !eprint.is_empty() => format!("https://arxiv.org/abs/{eprint}"),
        (_, _, doi) if !doi.is_empty() => format!("https://doi.org/{doi}"),
        _ => String::new(),
    };
    RawSource { short: short(entry), title: field("title"), url }
}

/// `Touvron et al. 2023`.
fn short(entry: &Entry) -> String {
    let authors = entry.author().unwrap_or_default();
    let name = authors.first().map(|person| person.name.clone()).filter(|name| !name.is_empty());
    let name = name
        .or_else(|| entry.get("author").map(biblatex::ChunksExt::format_verbatim))
        .unwrap_or_else(|| entry.key.clone());
    let others = if authors.len() > 2 {
        " et al.".to_owned()
    } else {
        authors.get(1).map(|second| format!(" & {}", second.name)).unwrap_or_default()
    };
    let year = match entry.date() {
        Ok(PermissiveType::Typed(date)) => match date.value {
            DateValue::At(date) | DateValue::After(date) | DateValue::Before(date) | DateValue::Between(date, _) => {
                date.year.to_string()
            }
        },
        _ => entry.get("year").map(biblatex::ChunksExt::format_verbatim).unwrap_or_default(),
    };
    format!("{name}{others} {year}").trim().to_owned()
}
