//! Completion in suppression comments: what they ask for, and the rules they name.

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
pub(super) fn completions(glossary: &Glossary, text: &str, offset: u32) -> Option<Vec<Completion>> {
    let before = text.get(..offset as usize)?;
    let open = before.rfind("<!--")?;
    let body = before.get(open + 4..).filter(|body| !body.contains("-->"))?.trim_start();
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
    let rules = rules::rules(glossary);
    let mut names: Vec<(String, String)> = vec![("claim".to_owned(), "all rules of claims · 所有断言规则".to_owned())];
    names.extend(
        rules.into_iter().filter(|rule| !rule.id.starts_with("glossary/")).map(|rule| (rule.id, rule.summary.en)),
    );
    Some(offers(names.into_iter(), word, &replace, Kind::Rule))
}
