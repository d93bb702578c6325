//! Completion in suppression comments: what they ask for, and the rules they name.

use claims::Analysis;
use glossary::Glossary;

use super::{Completion, Kind, offers};
use crate::rules;

/// What follows `<!--`, and what it does in English and in Chinese.
pub(crate) const DIRECTIVES: [(&str, &str, &str); 4] = [
    ("glossator-disable-next-line", "silences the next line", "屏蔽下一行"),
    ("glossator-disable-line", "silences this line", "屏蔽本行"),
    ("glossator-disable", "silences from here on", "从此处起屏蔽"),
    ("glossator-enable", "ends a glossator-disable", "结束 glossator-disable"),
];

/// The offers where an offset is in a suppression comment; `None` elsewhere.
pub(super) fn completions(
    glossary: &Glossary,
    text: &str,
    analysis: &Analysis,
    offset: u32,
) -> Option<Vec<Completion>> {
    let before = text.get(..offset as usize)?;
    // HTML's comments, MDX's, and those of Obsidian.
    let within = |(open, close): (&str, &str)| {
        let at = before.rfind(open)? + open.len();
        before.get(at..).filter(|body| !body.contains(close))
    };
    let body = within(("<!--", "-->")).or_else(|| within(("{/*", "*/}"))).or_else(|| obsidian(before))?.trim_start();
    let word = body.rsplit([' ', '\t', '\n', ',']).next().unwrap_or_default();
    let replace = offset - word.len() as u32..offset;
    if word.len() == body.len() {
        let begins = "glossator-".starts_with(word) || word.starts_with("glossator-");
        let names = DIRECTIVES.iter().map(|&(name, en, zh)| (name.to_owned(), format!("{en} · {zh}")));
        return begins.then(|| offers(names, word, &replace, Kind::Key));
    }
    if !body.starts_with("glossator-") {
        return None;
    }
    let found = found_near(text, analysis, offset);
    let is_found = |name: &str| found.contains(&name);
    // Nothing in a note silences what is wrong with a glossary, or with the comment itself.
    let concerns = |name: &str| name == "claim" || name.contains('/') && !name.starts_with("glossary/");
    let names = rules::names(glossary).into_iter().filter(|(name, _)| concerns(name));
    let (near, names): (Vec<_>, Vec<_>) = names.partition(|(name, _)| is_found(name));
    Some(offers(near.into_iter().chain(names), word, &replace, Kind::Rule))
}

/// What stands in the comment of Obsidian (`%% … %%`) that is open at the end of a text, on its line.
pub(super) fn obsidian(before: &str) -> Option<&str> {
    let line = before.rsplit(['\n', '\r']).next()?;
    let marks = line.match_indices("%%").filter(|&(at, _)| !line[..at].ends_with(char::is_alphanumeric));
    let (count, last) = marks.fold((0, 0), |(count, _), (at, mark)| (count + 1, at + mark.len()));
    line.get(last..).filter(|_| count % 2 == 1)
}

/// The rules of what was found on the line of an offset and on the next: mostly they are to be silenced.
fn found_near<'a>(text: &str, analysis: &'a Analysis, offset: u32) -> Vec<&'a str> {
    let (before, behind) = text.split_at_checked(offset as usize).unwrap_or_default();
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let end = behind.match_indices('\n').nth(1).map_or(text.len(), |(at, _)| before.len() + at);
    let near = |finding: &&claims::Finding| start <= finding.span.start as usize && (finding.span.start as usize) < end;
    analysis.findings.iter().filter(near).map(|finding| finding.rule.as_str()).collect()
}
