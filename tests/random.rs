//! Any note is read to its end, whatever its words and its shape: notes made at random out of the glossary's own labels
//! and expressions, in every shape that notes have, break nothing, and are read in parts as they are read whole.
//!
//! `GLOSSATOR_NOTES=100000` makes it a long run, `GLOSSATOR_SEED=…` repeats one. What the worst notes cost is counted by
//! `worst.py`.

use std::fmt::Write as _;

use claims::{Analysis, Memory};
use glossary::{EntryId, Glossary};
use glossator_tests::Chance;
use note::{Note, Parsed};

/// What joins, ends and breaks up words in both languages.
const MARKS: [&str; 40] = [
    ", ", "，", "、", ". ", "。", "; ", "；", ": ", "：", " and ", "和", " or ", "？", "? ", "!", " (", ") ", "（",
    "）", " - ", "-", " → ", "=", "::", "/", "+", "**", "*", "`", "~~", "“", "”", "'s ", " \\| ", " $d_k$ ", "<br>",
    " %", "是", " is ", " not ",
];

/// Quantities, dates and what looks like them.
const NUMBERS: [&str; 20] = [
    "7B",
    "175 billion",
    "32",
    "4,096",
    "128K",
    "2017",
    "March 2023",
    "2023年3月",
    "十二",
    "六万五",
    "3e-4",
    "1.5T",
    "8x7B",
    "99.9%",
    "1",
    "0",
    "第三",
    "两千亿",
    "12 layers",
    "96 层",
];

/// Where the tokens of a unit end, and some marks that close it.
const TOKENS: usize = 320;

/// The words that notes are made of.
struct Words {
    chance: Chance,
    glossary: &'static Glossary,
    /// Expressions in their notation.
    expressions: Vec<&'static str>,
    entries: Vec<EntryId>,
}

impl Words {
    fn new(seed: u64) -> Self {
        let glossary = Glossary::builtin();
        let entries: Vec<EntryId> = glossary.ids().collect();
        let mut words = Self { chance: Chance(seed | 1), glossary, expressions: Vec::new(), entries };
        let mut files = vec!["lexicon/cues.yaml".to_owned()];
        files.extend(glossary.properties().iter().map(|property| format!("properties/{}.yaml", property.name)));
        // A sample: all entries are more than a short run can use.
        for _ in 0..60 {
            let at = words.chance.below(words.entries.len());
            files.push(glossary.entry(words.entries[at]).file.clone());
        }
        let quoted = |file: &String| Glossary::builtin_file(file).unwrap_or_default().split('"').skip(1).step_by(2);
        words.expressions = files.iter().flat_map(quoted).filter(|text| text.len() < 200).collect();
        assert!(words.expressions.len() > 500, "the glossary's files hold expressions");
        words
    }

    fn label(&mut self) -> &'static str {
        let at = self.chance.below(self.entries.len());
        let entry = self.glossary.entry(self.entries[at]);
        let labels = [&entry.pref_label.en, &entry.pref_label.zh].into_iter();
        let labels: Vec<&str> =
            labels.chain(&entry.alt_label.en).chain(&entry.alt_label.zh).map(String::as_str).collect();
        self.chance.of(&labels)
    }

    /// Words that an expression matches, or nearly.
    fn phrase(&mut self, text: &mut String) {
        let expression = self.chance.of(&self.expressions.clone());
        for chunk in expression.split_whitespace() {
            let branches: Vec<&str> = chunk.split('|').collect();
            let word = self.chance.of(&branches);
            if word.starts_with(['<', '(']) && word.contains('<') {
                text.push_str(self.label());
            } else {
                text.extend(word.chars().filter(|c| !"()[]&@<>".contains(*c)));
            }
            if self.chance.below(12) > 0 && word.is_ascii() {
                text.push(' ');
            }
        }
    }

    fn sentence(&mut self, text: &mut String) {
        for _ in 0..=self.chance.below(9) {
            match self.chance.below(8) {
                0..3 => text.push_str(self.label()),
                3 => text.push_str(self.chance.of(&NUMBERS)),
                4 => text.push_str(self.chance.of(&MARKS)),
                _ => self.phrase(text),
            }
            text.push_str(if self.chance.below(3) == 0 { "" } else { " " });
        }
        text.push_str(self.chance.of(&[". ", "。", "", "? ", "；", "\n"]));
    }

    fn table(&mut self, text: &mut String) {
        let columns = 1 + self.chance.below(6);
        for row in 0..2 + self.chance.below(8) {
            for _ in 0..columns {
                text.push_str("| ");
                match self.chance.below(4) {
                    _ if row == 1 => text.push_str("---"),
                    0 => text.push_str(self.chance.of(&NUMBERS)),
                    1 => text.push_str(self.label()),
                    2 => self.phrase(text),
                    _ => {}
                }
            }
            text.push_str(" |\n");
        }
        text.push('\n');
    }

    /// A block of Markdown.
    fn block(&mut self, text: &mut String) {
        let opening =
            ["", "## ", "### ", "- ", "  - ", "1. ", "> ", "> [!NOTE]\n> ", "**", "Q: ", "问：", "```\n", "• ", "    "];
        match self.chance.below(12) {
            0..2 => self.table(text),
            2..4 => {
                let _ = write!(text, "- {}: ", self.label());
                self.sentence(text);
            }
            4 => {
                let _ = writeln!(text, "---\nglossator: {}\n---\n", self.chance.of(&["on", "off", "[", "zh"]));
            }
            _ => {
                text.push_str(self.chance.of(&opening));
                for _ in 0..=self.chance.below(4) {
                    self.sentence(text);
                }
            }
        }
        text.push_str(self.chance.of(&["\n", "\n\n", "\n\n", "\r\n"]));
    }

    fn note(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..=self.chance.below(24) {
            self.block(&mut text);
        }
        text
    }
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn words() -> Words {
    let now =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(1, |time| time.as_nanos() as u64);
    let seed = setting("GLOSSATOR_SEED", now);
    eprintln!("GLOSSATOR_SEED={seed}");
    Words::new(seed)
}

/// All that is said of a note stands in it.
fn check_places(text: &str, note: &Note, analysis: &Analysis) {
    for unit in &note.units {
        assert!(unit.tokens.len() <= TOKENS, "a unit of {} tokens in {text:?}", unit.tokens.len());
    }
    let claims = analysis.claims.iter().flat_map(|claim| [&claim.subject_span, &claim.value_span]);
    let spans = claims.chain(analysis.findings.iter().map(|finding| &finding.span));
    for span in spans.chain(analysis.mentions.iter().map(|mention| &mention.span)) {
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} is no part of {text:?}");
    }
}

/// The claims of one analysis that another has not, with their words.
fn difference(text: &str, one: &Analysis, other: &Analysis) -> String {
    let mut difference = String::new();
    for (name, these, those) in [("only in parts", one, other), ("only as a whole", other, one)] {
        for claim in these.claims.iter().filter(|claim| !those.claims.contains(claim)) {
            let words = |span: &note::Span| &text[span.start as usize..span.end as usize];
            let (subject, value) = (words(&claim.subject_span), words(&claim.value_span));
            writeln!(difference, "{name}: {subject:?} {value:?} {claim:?}").expect("a text takes it");
        }
    }
    difference
}

#[test]
fn any_note_is_read() {
    let mut words = words();
    let glossary = words.glossary;
    for _ in 0..setting("GLOSSATOR_NOTES", 60) {
        let text = words.note();
        let note = Parsed::new(&text);
        let whole = claims::analyze(glossary, &text, &note);
        check_places(&text, &note, &whole);
        let _ = ide::diagnostics(glossary, &text, &note, &whole, &ide::Severities::default());
        let mut memory = Memory::default();
        let parts = memory.analyze(glossary, &text, &note, None);
        assert!(parts == whole, "in parts otherwise: {}of {text:?}", difference(&text, &parts, &whole));
        let at = (0..=words.chance.below(text.len() + 1)).rev().find(|&at| text.is_char_boundary(at));
        // A note may end anywhere, in the middle of what is being typed.
        let beginning = &text[..at.unwrap_or_default()];
        let cut = Note::parse(beginning);
        check_places(beginning, &cut, &claims::analyze(glossary, beginning, &cut));
        let mut longer = text.clone();
        let mut more = String::new();
        words.block(&mut more);
        longer.insert_str(at.unwrap_or_default(), &more);
        let edited = note.edited(&text, &longer);
        let found = memory.analyze(glossary, &longer, &edited, None);
        let whole = claims::analyze(glossary, &longer, &edited);
        assert!(found == whole, "{}from {text:?}\nto {longer:?}", difference(&longer, &found, &whole));
    }
}

/// Of a note four times as long at most four times as much is found, and looked through.
#[test]
fn what_is_found_grows_no_faster_than_the_note() {
    let mut words = words();
    let glossary = words.glossary;
    let count = |text: &str| {
        let note = Note::parse(text);
        let Analysis { mentions, claims, .. } = claims::analyze(glossary, text, &note);
        [note.units.len(), note.tokens.len(), mentions.len(), claims.len()]
    };
    for _ in 0..setting("GLOSSATOR_NOTES", 60) / 15 {
        let text = words.note();
        // Where a fence is open the next copy closes it, so that of few copies little may be read.
        for (short, long) in count(&text.repeat(8)).into_iter().zip(count(&text.repeat(32))) {
            assert!(long <= 4 * short + short / 4 + 64, "{short} become {long} in 32 times {text:?}");
        }
    }
}

/// What a question far above asks about stands before it, and outside of the part that answers.
#[test]
fn a_question_is_read_with_what_stands_before_it() {
    let text = "- 权重\rel.做法\n- 几is?机\n- ）\n>减\n[^1]:泡\n信\n序列并行\n- 显存，";
    let note = Parsed::new(text);
    let (glossary, mut memory) = (Glossary::builtin(), Memory::default());
    assert_eq!(memory.analyze(glossary, text, &note, None), claims::analyze(glossary, text, &note));
}
