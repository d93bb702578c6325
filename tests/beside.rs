//! What a workspace puts beside the built-in glossary is found as if both had been compiled together.

use std::fmt::Write as _;

use claims::Analysis;
use glossary::{EntryId, Glossary, Raw, Spelling};
use note::Note;

/// Entries of a workspace: a family with a member, a type of their own, something narrower than what is built in, a
/// label that is also another's, words that are new, and all that expressions may refer to.
const OURS: [(&str, &str); 6] = [
    (
        "terms/zeppelin.md",
        r#"---
type: model
prefLabel: {en: Zeppelin, zh: 飞艇}
statements:
  - {property: architecture, value: decoder-only, cite: "@ours2024zeppelin, §2"}
  - {property: layers, value: 33, cite: "@ours2024zeppelin"}
---
# Zeppelin

A model of ours.
"#,
    ),
    (
        "terms/zeppelin-9b.md",
        r#"---
type: model
prefLabel: {en: Zeppelin 9B}
size: 9B
broader: [zeppelin]
statements:
  - {property: layers, value: 44, cite: "@ours2024zeppelin"}
---
# Zeppelin 9B
"#,
    ),
    (
        "terms/windy-cache.md",
        r#"---
type: technique
prefLabel: {en: windy cache, zh: 风缓存}
hiddenLabel: [KV cache]
broader: [kv-cache]
related: [lora, zeppelin]
statements:
  - property: definition
    value: {en: frobnicates the keys, zh: 丢掉键}
    denies:
      en: ["(frobnicate|fluster) & (queries|query)", "fluster .. <#lora>", "@use .. <gadget>", "store [the] queries"]
      zh: ["缓存 .. 查询"]
    cite: "@ours2024zeppelin"
---
# Windy cache
"#,
    ),
    (
        "terms/widget.md",
        r"---
type: gadget
prefLabel: {en: Widget}
altLabel: {en: [winch of frobs]}
---
# Widget

A gadget.
",
    ),
    (
        "terms/b.md",
        r"---
type: model
prefLabel: {en: Bee}
caseSensitive: [Bee]
related: [bert]
---
# Bee
",
    ),
    (
        "terms/sources.bib",
        r"@article{ours2024zeppelin, author={Ours, A.}, title={Zeppelins}, year={2024}, url={https://example.org/z}}
@article{vaswani2017attention, author={Others, B.}, title={Otherwise}, year={2018}, url={https://example.org/v}}
",
    ),
];

const NOTE: &str = r"# Zeppelin

Zeppelin is an encoder-decoder model. It has 34 layers. 飞艇是编码器-解码器架构。
Zeppelin 9B has 44 layers, and Zeppelin-9B has 33 layers.

## Windy cache

The windy cache frobnicates all queries.
The windy cache flustered LoRA.
A windy cache uses many Widgets.
The windy cache stores the queries of past tokens. 风缓存会缓存历史的查询。
A KV cache stores the queries of past tokens.
Bee is like BERT, a bee is not. Winches of frobs are gadgets.

| model | architecture | layers |
|---|---|---|
| Zeppelin | encoder-only | 33 |
| BERT | decoder-only | 12 |
";

fn read(mut raw: Raw) -> Raw {
    raw.own = true;
    let mut problems = Vec::new();
    for (path, text) in OURS {
        raw.read(path, text, &mut problems);
    }
    assert!(problems.is_empty(), "{problems:?}");
    raw
}

/// What an analysis says, with names for numbers.
fn told(glossary: &Glossary, analysis: &Analysis) -> String {
    let name = |id: &EntryId| glossary.entry(*id).name.as_str();
    let mut told = String::new();
    for mention in &analysis.mentions {
        let mut names: Vec<&str> = mention.entries.iter().map(name).collect();
        names.sort_unstable();
        let _ = writeln!(told, "{:?} {names:?}", mention.span);
    }
    for claim in &analysis.claims {
        let property = &glossary.property(claim.property).name;
        let _ = writeln!(told, "{} {property} {:?} {:?}", name(&claim.subject), claim.value_span, claim.status);
    }
    for finding in &analysis.findings {
        let _ = writeln!(told, "{:?} {}", finding.span, finding.message);
    }
    told
}

#[test]
fn beside_is_together() {
    let mut problems = Vec::new();
    let together = glossary::compile(&read(Glossary::builtin_raw()), &mut problems);
    let beside = Glossary::builtin_with(read(Raw::default()), &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(together.len(), beside.len());
    assert_eq!(together.expressions(), beside.expressions());
    let bench = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/bench")).expect("the bench is there");
    let bench = bench.filter_map(|file| std::fs::read_to_string(file.ok()?.path()).ok());
    for text in bench.chain([NOTE.to_owned()]) {
        let note = Note::parse(&text);
        let of = |glossary: &Glossary| told(glossary, &claims::analyze(glossary, &text, &note));
        assert_eq!(of(&together), of(&beside), "{text}");
    }
    let note = Note::parse(NOTE);
    let found = claims::analyze(&beside, NOTE, &note).findings;
    assert!(found.iter().any(|found| found.message.contains("Ours 2024")), "{found:?}");
    same_entries(&together, &beside);
}

#[track_caller]
fn same_entries(together: &Glossary, beside: &Glossary) {
    for id in together.ids() {
        let entry = together.entry(id);
        let other = beside.named(&entry.name).expect("both have the same entries");
        let names = |glossary: &Glossary, ids: &[EntryId]| {
            let mut names: Vec<String> = ids.iter().map(|&id| glossary.entry(id).name.clone()).collect();
            names.sort_unstable();
            names
        };
        let theirs = beside.entry(other);
        assert_eq!(names(together, &entry.narrower), names(beside, &theirs.narrower), "{}", entry.name);
        assert_eq!(together.is_checkable(id), beside.is_checkable(other), "{}", entry.name);
        assert_eq!(together.kind_name(id), beside.kind_name(other), "{}", entry.name);
        let cited = |glossary: &Glossary, entry: &glossary::Entry| {
            let cites = entry.statements.iter().flat_map(|statement| &statement.cite);
            cites.map(|cite| glossary.source(cite.source).title.clone()).collect::<Vec<_>>()
        };
        assert_eq!(cited(together, entry), cited(beside, theirs), "{}", entry.name);
    }
}

/// A word of our expressions that is a built-in label too is both.
#[test]
fn words_hide_no_labels() {
    let builtin = Glossary::builtin();
    let key = |glossary: &Glossary, word: &str| glossary.key(word, Spelling::EMPTY.then(word));
    let mut words = Vec::new();
    builtin.each_label(|label| {
        let word = label.text.to_lowercase();
        let only_label = key(builtin, &word).is_some_and(|key| builtin.word(key).is_none());
        if only_label && word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            words.push(word);
        }
    });
    assert!(words.len() > 100, "{words:?}");
    let denies: Vec<String> = words.iter().map(|word| format!("frobnicate {word}")).collect();
    let denies = denies.join(", ");
    let entry = format!(
        "---\ntype: technique\nprefLabel: {{en: Windy}}\nstatements:\n  - property: definition\n    value: {{en: frobs}}\n    \
         denies: {{en: [{denies}]}}\n    cite: \"@vaswani2017attention\"\n---\n# Windy\n"
    );
    let (mut raw, mut problems) = (Raw::default(), Vec::new());
    raw.read("terms/windy.md", &entry, &mut problems);
    let beside = Glossary::builtin_with(raw, &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    for word in words {
        assert_eq!(beside.find(&word), builtin.find(&word), "{word}");
        assert!(key(&beside, &word).is_some_and(|key| beside.word(key).is_some()), "{word}");
    }
}

#[test]
fn what_is_taken_stays_what_it_is() {
    let mut raw = Raw::default();
    let mut problems = Vec::new();
    raw.read("terms/lora.md", "---\ntype: gadget\nprefLabel: {en: Lora}\n---\n# Lora\n", &mut problems);
    raw.read("terms/a.md", "---\ntype: gadget\nprefLabel: {en: BERT}\nrelated: [lorra]\n---\n# A\n", &mut problems);
    let glossary = Glossary::builtin_with(raw, &mut problems);
    let mut said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    said.sort_unstable();
    said.dedup();
    assert_eq!(said.len(), 3, "{said:?}");
    for (said, words) in
        said.iter().zip(["also claimed by models/bert.md", "did you mean \"lora\"", "concepts/lora.md"])
    {
        assert!(said.contains(words), "{said}");
    }
    assert_eq!(glossary.len(), Glossary::builtin().len() + 1);
    assert_eq!(glossary.entry(glossary.named("lora").expect("built in")).file, "concepts/lora.md");
}
