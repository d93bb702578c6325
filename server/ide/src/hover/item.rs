//! Hovers in glossary files: what a key, a type, a property, a value, an id or a citation is.

use claims::Language;
use glossary::{Glossary, Property, Range};

use super::Hover;
use crate::{
    card,
    completion::front::{ENTRY, STATEMENT},
    entry_file::{self, ItemKind},
    kinds, rules,
};

/// Of what is said of a type so much is named.
const MOST: usize = 24;

/// What a word of a glossary file's front matter is.
pub(super) fn hover(glossary: &Glossary, text: &str, language: Language, offset: u32) -> Option<Hover> {
    entry_file::keys_at(text, offset).filter(|_| entry_file::is_entry(text))?;
    let item = entry_file::item_at(text, offset)?;
    let word = text.get(item.span.start as usize..item.span.end as usize)?;
    let property = entry_file::keys_at(text, item.span.start).map(|keys| keys.property).unwrap_or_default();
    let (markdown, plain) = match item.kind {
        ItemKind::Key => key(word, language)?,
        ItemKind::Type => kind(glossary, word, language)?,
        ItemKind::Property => of_property(glossary.properties().iter().find(|known| known.name == word)?, language),
        ItemKind::Entry => entry(glossary, word, language)?,
        ItemKind::Value => entry(glossary, word, language).or_else(|| choice(glossary, property, word, language))?,
        ItemKind::Citation => source(glossary, word)?,
        ItemKind::Label => entry(glossary, &glossary.entry(*glossary.labelled(word).first()?).name, language)?,
        ItemKind::Other => return None,
    };
    Some(Hover { span: item.span, markdown, plain })
}

/// A source with its address.
pub(super) fn source(glossary: &Glossary, key: &str) -> Option<(String, String)> {
    let source = glossary.sources().find(|source| source.key == key)?;
    let name = crate::source_name(source);
    Some((card::link(&name, &source.url), format!("{name}\n{}", source.url)))
}

/// The first text in the language asked for, the other below it.
fn both(title: &str, en: &str, zh: &str, language: Language) -> (String, String) {
    let (first, second) = if language == Language::Zh { (zh, en) } else { (en, zh) };
    let markdown = format!("### {}\n\n{}\n\n{}", card::escape(title), card::escape(first), card::escape(second));
    (markdown, format!("{title}\n{first}\n{second}"))
}

fn key(word: &str, language: Language) -> Option<(String, String)> {
    let (name, en, zh) = ENTRY.iter().chain(&STATEMENT).find(|(name, ..)| *name == word)?;
    Some(both(name, en, zh, language))
}

/// How many entries a type has, and what is said of them.
fn kind(glossary: &Glossary, word: &str, language: Language) -> Option<(String, String)> {
    let entries = glossary.ids().filter(|&id| glossary.kind_name(id) == word).count();
    if entries == 0 {
        return None;
    }
    let of: Vec<&Property> =
        glossary.properties().iter().filter(|property| property.domain.iter().any(|kind| kind == word)).collect();
    let names: Vec<&str> = of.iter().take(MOST).map(|property| property.name.as_str()).collect();
    let labels: Vec<&str> = of.iter().take(MOST).map(|property| property.label.zh.as_str()).collect();
    let (more, more_zh) = if of.len() > MOST { (" …", "等") } else { ("", "") };
    let en = format!("a type of {entries} entries; said of them: {}{more}", names.join(", "));
    let zh = format!(
        "{}，共 {entries} 个词条；可陈述的属性：{}{more_zh}",
        kinds::kind(word, Language::Zh),
        labels.join("、")
    );
    Some(both(word, &en, &zh, language))
}

fn of_property(property: &Property, language: Language) -> (String, String) {
    let domain = |comma: &str, any: &str| {
        if property.domain.is_empty() { any.to_owned() } else { property.domain.join(comma) }
    };
    let en =
        format!("said of {}; {}; claim/{}", domain(", ", "any entry"), rules::range(&property.range), property.rule);
    let zh =
        format!("用于 {}；{}；claim/{}", domain("、", "任何词条"), rules::range_zh(&property.range), property.rule);
    let title = if language == Language::Zh {
        format!("{} · {}", property.label.zh, property.label.en)
    } else {
        format!("{} · {}", property.label.en, property.label.zh)
    };
    both(&title, &en, &zh, language)
}

fn entry(glossary: &Glossary, word: &str, language: Language) -> Option<(String, String)> {
    let card = card::card(glossary, glossary.named(word)?, language);
    Some((card.markdown(), card.plain()))
}

/// A value of a closed list.
fn choice(glossary: &Glossary, property: &str, word: &str, language: Language) -> Option<(String, String)> {
    let property = glossary.properties().iter().find(|known| known.name == property)?;
    let (Range::Choice(choices) | Range::Order(choices) | Range::Direction(choices)) = &property.range else {
        return None;
    };
    let choice = choices.iter().find(|choice| choice.name == word)?;
    let (en, zh) = (&property.label.en, &property.label.zh);
    Some(both(word, &format!("{en}: {}", choice.label.en), &format!("{zh}：{}", choice.label.zh), language))
}
