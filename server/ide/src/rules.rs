//! The rules there are, and what `glossator explain` says of each.

use std::fmt::Write as _;

use claims::Language;
use glossary::{Glossary, Localized, Property, Range};

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// What it checks, in a line.
    pub summary: Localized<String>,
    /// The whole documentation, in Markdown.
    pub documentation: Localized<String>,
}

/// One of a rule that does not come from a property: its id; what it checks and what to do, in English and in Chinese.
type Fixed = (&'static str, [&'static str; 2], [&'static str; 2]);

/// Rules that do not come from properties.
const FIXED: &[Fixed] = &[
    (
        "directive/unknown",
        [
            "A suppression comment that is none.",
            "Write `glossator-disable-next-line`, `-disable-line`, `-disable` or `-enable`.",
        ],
        ["不存在的屏蔽注释。", "请写 `glossator-disable-next-line`、`-disable-line`、`-disable` 或 `-enable`。"],
    ),
    (
        "directive/unknown-rule",
        [
            "A suppression comment names a rule that does not exist.",
            "Correct the name, or leave the names out to silence all rules.",
        ],
        ["屏蔽注释写了不存在的规则。", "改正规则名；不写规则名则屏蔽所有规则。"],
    ),
    (
        "directive/unused",
        ["A suppression comment suppresses nothing.", "Remove it."],
        ["屏蔽注释没有屏蔽任何内容。", "删去该注释。"],
    ),
    (
        "glossary/bad-expression",
        ["An expression of a glossary file cannot be read.", "See “An expression” in `glossary/README.md`."],
        ["词汇表文件中的表达式无法读取。", "见 `glossary/README.md` 的 “An expression” 一节。"],
    ),
    (
        "glossary/dangling-reference",
        ["A glossary file names an entry that does not exist.", "Correct the id, or add the entry."],
        ["词汇表文件引用了不存在的词条。", "改正 id，或新增该词条。"],
    ),
    (
        "glossary/duplicate-id",
        ["Two files of a glossary have the same stem.", "Rename one."],
        ["词汇表中有两个同名文件。", "给其中一个改名。"],
    ),
    (
        "glossary/label-clash",
        ["Two entries claim the same label.", "Keep the label where it belongs."],
        ["两个词条使用同一个名称。", "只在应有的词条中保留该名称。"],
    ),
    (
        "glossary/label-matches-nothing",
        ["A label has no letters and can never be found.", "Remove it."],
        ["名称中没有文字，永远不会匹配。", "删去该名称。"],
    ),
    (
        "glossary/missing-language",
        [
            "An entry has no label or no definition in one of its languages.",
            "Write it; Chinese definitions stand under `## 中文`.",
        ],
        ["词条缺少某种语言的名称或定义。", "补上；中文定义写在 `## 中文` 之下。"],
    ),
    (
        "note/inconsistent",
        [
            "A note gives one thing two values, and the glossary does not know which is right.",
            "Look it up and correct one of them, or name what each is said of.",
        ],
        ["笔记对同一事物给出了两个不同的值，而词汇表不知道哪个正确。", "查证后改正其中一个，或写明各自说的是什么。"],
    ),
    (
        "glossary/outside-domain",
        [
            "A statement's property is not said of entries of this type.",
            "Use another property, or widen the property's `domain`.",
        ],
        ["陈述的属性不适用于该类型的词条。", "换用其他属性，或扩展该属性的 `domain`。"],
    ),
    (
        "glossary/example-not-refuted",
        ["A `refutes` example is not found wrong.", "Mend the expressions, or the example."],
        ["`refutes` 例句没有被判错。", "修改表达式或例句。"],
    ),
    (
        "glossary/example-refuted",
        ["An `allows` example is found wrong.", "Mend the expressions, or the example."],
        ["`allows` 例句被判错。", "修改表达式或例句。"],
    ),
    (
        "glossary/definition-refuted",
        ["An entry's definition says what the glossary refutes.", "Mend the definition or the statement."],
        ["词条的定义与词汇表矛盾。", "修改定义或陈述。"],
    ),
    (
        "glossary/unknown-cue",
        ["A file of cues has a kind that does not exist.", "Correct the name."],
        ["线索文件使用了不存在的种类。", "改正名称。"],
    ),
    (
        "glossary/source-without-address",
        ["A source has neither url nor eprint nor doi.", "Add one."],
        ["文献没有 url、eprint 或 doi。", "补上其中一项。"],
    ),
    (
        "glossary/syntax",
        ["A glossary file cannot be read.", "See `glossary/README.md`."],
        ["词汇表文件无法读取。", "见 `glossary/README.md`。"],
    ),
    ("glossary/uncited", ["A statement has no citation.", "Add `cite`."], ["陈述没有引用出处。", "补上 `cite`。"]),
    (
        "glossary/unknown-property",
        ["A statement names a property that does not exist.", "Use a file of `properties/`, or add one."],
        ["陈述使用了不存在的属性。", "使用 `properties/` 中已有的属性，或新增一个。"],
    ),
    (
        "glossary/unknown-source",
        ["A citation names a source that does not exist.", "Add it to `sources.bib`."],
        ["引用了不存在的文献。", "把它加入 `sources.bib`。"],
    ),
    (
        "glossary/value-out-of-range",
        ["A statement's value is none that its property takes.", "See the property's `range`."],
        ["陈述的值不在该属性的取值范围内。", "见该属性的 `range`。"],
    ),
];

/// All rules, sorted by id.
pub fn rules(glossary: &Glossary) -> Vec<Rule> {
    let mut rules: Vec<Rule> = FIXED.iter().map(fixed).collect();
    let mut names: Vec<&str> = glossary.properties().iter().map(|property| property.rule.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    rules.extend(names.into_iter().map(|name| claim(glossary, name)));
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    rules
}

/// Groups of rules, and what they are in English and in Chinese.
const GROUPS: [(&str, &str); 4] = [
    ("claim", "all rules of claims · 所有断言规则"),
    ("directive", "all rules of suppression comments · 所有屏蔽注释规则"),
    ("glossary", "all rules of glossary files · 所有词汇表规则"),
    ("note", "all rules of a note by itself · 所有笔记自身的规则"),
];

/// What a configuration may name: groups of rules, then rules, each with what it is about.
pub fn names(glossary: &Glossary) -> Vec<(String, String)> {
    let groups = GROUPS.iter().map(|&(name, of)| (name.to_owned(), of.to_owned()));
    groups.chain(rules(glossary).into_iter().map(|rule| (rule.id.clone(), about(glossary, &rule)))).collect()
}

/// What a rule is about, in a few words: the first of its properties.
pub(crate) fn about(glossary: &Glossary, rule: &Rule) -> String {
    let name = rule.id.strip_prefix("claim/");
    let property = name.and_then(|name| glossary.properties().iter().find(|property| property.rule == name));
    property
        .map_or_else(|| rule.summary.en.clone(), |property| format!("{} · {}", property.label.en, property.label.zh))
}

/// Whether a rule or a group of rules has this name.
pub fn is_known(glossary: &Glossary, name: &str) -> bool {
    rules(glossary).iter().any(|rule| covers(name, &rule.id))
}

/// Whether `name`, a rule or a group, covers the rule `id`.
pub fn covers(name: &str, id: &str) -> bool {
    name == id || id.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'))
}

/// What a suppression comment or a configuration may name: a rule, or the first rule's group.
pub fn documentation(glossary: &Glossary, name: &str, language: Language) -> Option<String> {
    let rules = rules(glossary);
    let covered: Vec<&Rule> = rules.iter().filter(|rule| covers(name, &rule.id)).collect();
    match covered.as_slice() {
        [] => None,
        [rule] if rule.id == name => Some(pick(&rule.documentation, language).to_owned()),
        group => {
            let mut text = format!("# {name}\n\n");
            for rule in group {
                let _ = writeln!(text, "- `{}`: {}", rule.id, pick(&rule.summary, language));
            }
            Some(text)
        }
    }
}

fn pick(text: &Localized<String>, language: Language) -> &str {
    match language {
        Language::En => &text.en,
        Language::Zh => &text.zh,
    }
}

fn fixed(&(id, [summary, remedy], [summary_zh, remedy_zh]): &Fixed) -> Rule {
    let en = format!("# {id}\n\n## What it does\n\n{summary}\n\n## What to do\n\n{remedy}\n");
    let zh = format!("# {id}\n\n## 作用\n\n{summary_zh}\n\n## 怎么办\n\n{remedy_zh}\n");
    let summary = Localized { en: summary.to_owned(), zh: summary_zh.to_owned() };
    Rule { id: id.to_owned(), summary, documentation: Localized { en, zh } }
}

fn claim(glossary: &Glossary, name: &str) -> Rule {
    let of: Vec<_> = glossary.properties().iter().filter(|property| property.rule == name).collect();
    let labels = |label: &dyn Fn(&Property) -> String, comma| {
        of.iter().map(|property| label(property)).collect::<Vec<_>>().join(comma)
    };
    let both = labels(&|property| format!("{} ({})", property.label.en, property.label.zh), ", ");
    let chinese = labels(&|property| property.label.zh.clone(), "、");
    let summary = Localized {
        en: format!("A claim about {both} that the glossary refutes."),
        zh: format!("关于“{chinese}”的说法与词汇表矛盾。"),
    };
    let documentation = Localized { en: claim_en(name, &summary.en, &of), zh: claim_zh(name, &summary.zh, &of) };
    Rule { id: format!("claim/{name}"), summary, documentation }
}

fn claim_en(name: &str, summary: &str, of: &[&Property]) -> String {
    let mut text = format!("# claim/{name}\n\n## What it does\n\n{summary}\n");
    for property in of {
        let domain = if property.domain.is_empty() { "any entry".to_owned() } else { property.domain.join(", ") };
        let _ = write!(text, "\n- **{}**: said of {domain}; {}", property.label.en, range(&property.range));
    }
    let example = of.first().map(|property| property.message.en.as_str()).unwrap_or_default();
    let _ = write!(
        text,
        "\n\n## Why is this bad?\n\nA note that says so teaches something its source contradicts. Every finding names the statement and the source.\n\n## Example\n\nIt reads: {example}\n\n## How to silence it\n\n`<!-- glossator-disable-next-line claim/{name} -->` above the line, or `\"claim/{name}\" = \"off\"` under `[rules]` in `glossator.toml`.\n"
    );
    text
}

fn claim_zh(name: &str, summary: &str, of: &[&Property]) -> String {
    let mut text = format!("# claim/{name}\n\n## 作用\n\n{summary}\n");
    for property in of {
        let domain = if property.domain.is_empty() { "任何词条".to_owned() } else { property.domain.join("、") };
        let _ = write!(text, "\n- **{}**：用于 {domain}；{}", property.label.zh, range_zh(&property.range));
    }
    let example = of.first().map(|property| property.message.zh.as_str()).unwrap_or_default();
    let _ = write!(
        text,
        "\n\n## 为什么不好？\n\n这样写的笔记与原始文献矛盾。每条结果都给出相应的陈述与出处。\n\n## 示例\n\n提示为：{example}\n\n## 如何屏蔽\n\n在该行上方写 `<!-- glossator-disable-next-line claim/{name} -->`，或在 `glossator.toml` 的 `[rules]` 下写 `\"claim/{name}\" = \"off\"`。\n"
    );
    text
}

/// The values of a property, in words.
pub(crate) fn range(range: &Range) -> String {
    match range {
        Range::Entry(kinds) => format!("its values are entries of type {}", kinds.join(", ")),
        Range::Choice(choices) | Range::Order(choices) | Range::Direction(choices) => {
            let names: Vec<&str> = choices.iter().map(|choice| choice.name.as_str()).collect();
            format!("its values are {}", names.join(", "))
        }
        Range::Quantity { unit, tolerance, .. } => {
            format!("its value is a number of {unit}, within {} %", tolerance * 100.0)
        }
        Range::Date => "its value is a date".to_owned(),
        Range::Text => "its value is text".to_owned(),
    }
}

/// The same in Chinese.
pub(crate) fn range_zh(range: &Range) -> String {
    match range {
        Range::Entry(kinds) => format!("取值为类型 {} 的词条", kinds.join("、")),
        Range::Choice(choices) | Range::Order(choices) | Range::Direction(choices) => {
            let names: Vec<String> =
                choices.iter().map(|choice| format!("{} ({})", choice.name, choice.label.zh)).collect();
            format!("取值为 {}", names.join("、"))
        }
        Range::Quantity { unit, tolerance, .. } => {
            format!("取值为数量（单位 {unit}，误差 {} % 以内）", tolerance * 100.0)
        }
        Range::Date => "取值为日期".to_owned(),
        Range::Text => "取值为文字".to_owned(),
    }
}
