//! What to complete: terms by every label that what is typed may begin or abbreviate; citations behind an `@`; keys, ids
//! and citations in glossary files; rules in suppression comments. Nothing in code, links, or the front matter of notes.

pub(crate) mod directive;
pub(crate) mod front;
mod known;
mod labels;
mod pinyin;
mod wanted;
mod words;

use std::collections::BTreeSet;

use claims::{Analysis, Language};
use glossary::{EntryId, Glossary};
use note::{Note, Span};

pub(crate) use labels::Label;
pub use labels::Labels;
pub(crate) use wanted::Wanted;
use words::{Typed, typed_at};

use crate::kinds;

/// Something offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is inserted and shown.
    pub label: String,
    /// What typed text is held against: the label, or the letters of its pinyin.
    pub filter: String,
    /// The label in the other language, or what it is.
    pub detail: String,
    /// What it is.
    pub kind: Kind,
    /// The entry of a term, for its documentation.
    pub entry: Option<EntryId>,
    /// What is replaced.
    pub replace: Span,
    /// Where the word that is being typed ends: what may be replaced too.
    pub word_end: u32,
    /// With places to fill in (`$1`), for an editor that knows them.
    pub snippet: Option<String>,
    /// The glossary states this value of the subject before the cursor.
    pub known: bool,
    /// Order among the offers.
    pub rank: u32,
}

/// What is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A label of a term.
    Term,
    /// A key of the front matter, or a directive.
    Key,
    /// A property's id.
    Property,
    /// An entry's id.
    Entry,
    /// Another value.
    Value,
    /// A source's key.
    Source,
    /// A rule.
    Rule,
}

/// At most this many are offered; more typing narrows them.
pub const LIMIT: usize = 100;

/// So many terms of the note on each side of the cursor come before others that fit as well.
const NEAR: usize = 500;

/// What is offered at an offset, the best first, and whether more typing may bring others. `in_glossary` says that the
/// text is that of a glossary's file, whatever it says so far.
pub fn completions(
    glossary: &Glossary,
    labels: &Labels,
    text: &str,
    note: &Note,
    analysis: &Analysis,
    offset: u32,
    in_glossary: bool,
) -> (Vec<Completion>, bool) {
    let special = directive::completions(glossary, text, analysis, offset)
        .or_else(|| front::completions(glossary, labels, text, offset, in_glossary));
    let mut partial = false;
    let mut offers = match special {
        Some(offers) => offers,
        None if is_shut(text, note, offset) || is_in_label(text, offset) => Vec::new(),
        None => front::citations(glossary, text, offset).unwrap_or_else(|| {
            let typed = typed_at(labels, text, offset);
            // Pinyin is offered from the second letter on.
            partial = typed.word.text.len() < 2;
            let chinese = typed.word.text.ends_with(note::token::is_han);
            let begun = typed.begins_label && typed.word.text.chars().nth(1).is_some() && !typed.is_article();
            let mut offers = Vec::new();
            if chinese && !begun {
                // Chinese sets no space between what was said ("使用") and what is to come.
                offers = known::completions(glossary, text, note, &Typed::nothing(offset));
            }
            if offers.is_empty() && (!chinese || typed.begins_label) && !typed.continues(labels) {
                offers = known::completions(glossary, text, note, &typed);
            }
            // The last character of `使用` begins no term where what is used is known.
            if !chinese || begun || offers.is_empty() {
                let language = crate::language_at(text, &(offset..offset));
                let (terms, guessed) = terms(glossary, labels, &near(analysis, offset), &typed, language);
                partial |= guessed;
                offers.extend(terms);
            }
            offers
        }),
    };
    let cut = keep_best(&mut offers);
    let word_end = words::end(text, offset);
    for offer in &mut offers {
        offer.word_end = word_end;
    }
    (offers, cut || partial)
}

/// Whether what was just typed at an offset calls for a list by itself: the `@` of a citation.
pub fn calls(text: &str, offset: u32) -> bool {
    front::cited(text, offset).is_some_and(str::is_empty)
}

/// Whether an offset is in code, a formula, a comment, or the address of a link, where nothing is completed.
pub(crate) fn is_shut(text: &str, note: &Note, offset: u32) -> bool {
    let at = note.opaque.partition_point(|span| span.start < offset);
    let near = at.checked_sub(1).and_then(|last| note.opaque.get(last));
    let opaque = near.is_some_and(|span| offset < span.end || offset == span.end && is_open_code(text, span));
    let before = text.get(..offset as usize).unwrap_or_default();
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let unclosed = |open: &str, close: &str| {
        line.rfind(open).is_some_and(|at| !line.get(at + open.len()..).is_some_and(|rest| rest.contains(close)))
    };
    let code = line.bytes().filter(|&byte| byte == b'`').count() % 2 == 1;
    // An address ends at a space and where another script begins.
    let word = line.rsplit(|c: char| c.is_whitespace() || !c.is_ascii()).next().unwrap_or_default();
    let address = word.contains("://") || word.starts_with("www.");
    opaque
        || code
        || address
        || unclosed("](", ")")
        || unclosed("[[", "]]")
        || unclosed("<!--", "-->")
        || unclosed("{/*", "*/}")
        || directive::obsidian(before).is_some()
}

/// Whether what is typed at the end of a span is code like the rest of it: a fence that is not closed yet, the last
/// indented line.
fn is_open_code(text: &str, span: &Span) -> bool {
    let (before, code) = (text.get(..span.start as usize), text.get(span.start as usize..span.end as usize));
    let (Some(before), Some(code)) = (before, code) else { return false };
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let mark = code.chars().next().filter(|mark| matches!(mark, '`' | '~'));
    let Some(mark) = mark else {
        return line.len() >= 4 && line.chars().all(char::is_whitespace) || line.ends_with('\t');
    };
    let fence = code.chars().take_while(|&c| c == mark).count();
    let closes = |line: &str| {
        let end = line.trim_start_matches([' ', '\t', '>']).trim_end();
        end.len() >= fence && end.chars().all(|c| c == mark)
    };
    fence >= 3 && !code.lines().skip(1).last().is_some_and(closes)
}

/// Whether an offset is in the words of a link, which stand for what it leads to.
fn is_in_label(text: &str, offset: u32) -> bool {
    let (before, behind) = text.split_at_checked(offset as usize).unwrap_or_default();
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let opened = line.rfind('[').is_some_and(|at| !line.get(at..).is_some_and(|rest| rest.contains(']')));
    let rest = behind.split(['\n', '\r']).next().unwrap_or_default();
    let closed = rest.find([']', '[']).and_then(|at| rest.get(at..));
    opened && closed.is_some_and(|rest| rest.starts_with("](") || rest.starts_with("]["))
}

/// What a note tells of around an offset.
fn near(analysis: &Analysis, offset: u32) -> BTreeSet<EntryId> {
    let mentions = &analysis.mentions;
    // One that ends at the cursor may be what is being typed.
    let at = mentions.partition_point(|mention| mention.span.end < offset);
    let behind = mentions.partition_point(|mention| mention.span.start <= offset);
    let before = mentions.get(at.saturating_sub(NEAR)..at).unwrap_or_default().iter();
    let around = before.chain(mentions.get(behind..).unwrap_or_default().iter().take(NEAR));
    around.flat_map(|mention| mention.entries.iter().copied()).collect()
}

/// The terms that fit what is typed, and whether some only may.
fn terms(
    glossary: &Glossary,
    labels: &Labels,
    near: &BTreeSet<EntryId>,
    typed: &Typed,
    language: Language,
) -> (Vec<Completion>, bool) {
    // What is typed in full is meant, whatever else it begins; what the note tells of before what it does not, a
    // preferred label before another.
    let order = |rank: u32, label: Label<'_>| {
        let (far, other) = (!near.contains(&label.entry), !label.preferred);
        // Chinese words behind letters that are typed in an English line.
        let foreign = label.zh && language == Language::En && rank < words::GUESS && !typed.spells(label);
        let else_order = || 2 + 4 * (rank + u32::from(foreign)) + 2 * u32::from(far) + u32::from(other);
        typed.all_of(label).unwrap_or_else(else_order)
    };
    // `uses` abbreviates nothing.
    let plain = claims::is_light(&typed.word.text);
    let fits = |rank: &u32| !plain || *rank < words::GUESS;
    let key = |(at, label)| Some((order(typed.rank(label).filter(fits)?, label), at));
    let (letters, first) = (typed.word.set, typed.word.first);
    let mut fitting: Vec<(u32, u32)> = labels.with(letters, first).filter_map(key).collect();
    // Some are the same label of the same entry in both languages.
    if fitting.len() > 2 * LIMIT {
        fitting.select_nth_unstable(2 * LIMIT);
        fitting.truncate(2 * LIMIT);
    }
    fitting.sort_unstable();
    let mut guessed = fitting.last().is_some_and(|&(order, _)| order >= 2 + 4 * words::GUESS);
    let mut offers: Vec<Completion> = Vec::with_capacity(fitting.len());
    // Of spellings that only hyphens, spaces and capitals tell apart one is enough, and the preferred one.
    let mut met: BTreeSet<(EntryId, &str)> = BTreeSet::new();
    for (rank, at) in fitting {
        let Some((label, (_, filter, start))) = labels.at(at).and_then(|label| Some((label, typed.fit(label)?))) else {
            continue;
        };
        if !met.insert((label.entry, label.letters)) && !label.preferred {
            continue;
        }
        guessed |= filter != label.text && label.zh && pinyin::is_open(label.text);
        let other = labels.other(label);
        let kind = || kinds::kind(glossary.kind_name(label.entry), language);
        offers.push(Completion {
            filter,
            detail: if other == label.text { kind() } else { other.to_owned() },
            kind: Kind::Term,
            entry: Some(label.entry),
            rank,
            ..Completion::new(label.text, start..typed.end)
        });
    }
    (offers, guessed)
}

impl Completion {
    /// A label in place of a span, first among its like.
    fn new(label: &str, replace: Span) -> Self {
        Self {
            label: label.to_owned(),
            filter: label.to_owned(),
            detail: String::new(),
            kind: Kind::Value,
            entry: None,
            word_end: replace.end,
            replace,
            snippet: None,
            known: false,
            rank: 0,
        }
    }
}

/// Names with what they are, as far as they fit a word, the best first, and whether more typing may bring others.
pub fn named(
    names: impl Iterator<Item = (String, String)>,
    word: &str,
    replace: &Span,
    kind: Kind,
) -> (Vec<Completion>, bool) {
    let mut offers = offers(names, word, replace, kind);
    let cut = keep_best(&mut offers);
    (offers, cut)
}

/// Leaves the best of some offers, each once and in their order; whether others were cut off.
fn keep_best(offers: &mut Vec<Completion>) -> bool {
    offers
        .sort_by(|a, b| (!a.known, a.rank, a.label.len(), &a.label).cmp(&(!b.known, b.rank, b.label.len(), &b.label)));
    let mut met = BTreeSet::new();
    offers.retain(|offer| met.insert((offer.label.clone(), offer.entry)));
    let cut = offers.len() > LIMIT;
    offers.truncate(LIMIT);
    cut
}

/// Names with what they are, as far as they fit a word; in their order where none is typed yet.
fn offers(names: impl Iterator<Item = (String, String)>, word: &str, replace: &Span, kind: Kind) -> Vec<Completion> {
    let wanted = Wanted::new(word);
    let offer = |(at, (label, detail)): (usize, (String, String))| {
        let rank = if word.is_empty() { at as u32 } else { wanted.rank(labels::Own::new(&label).label())? };
        Some(Completion { detail, kind, rank, ..Completion::new(&label, replace.clone()) })
    };
    names.enumerate().filter_map(offer).collect()
}

/// The letters and digits of a text.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A text as labels are compared.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    note::token::fold(text, &mut folded);
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels() -> &'static Labels {
        static LABELS: std::sync::OnceLock<Labels> = std::sync::OnceLock::new();
        LABELS.get_or_init(|| Labels::new(Glossary::builtin()))
    }

    #[track_caller]
    fn offered(marked: &str) -> Vec<Completion> {
        whole(marked).0
    }

    #[track_caller]
    fn whole(marked: &str) -> (Vec<Completion>, bool) {
        let offset = marked.find("$0").expect("a cursor") as u32;
        let text = marked.replace("$0", "");
        let note = Note::parse(&text);
        let analysis = claims::analyze(Glossary::builtin(), &text, &note);
        completions(Glossary::builtin(), labels(), &text, &note, &analysis, offset, false)
    }

    /// That a label is offered in place of what the brackets enclose.
    #[track_caller]
    fn check(marked: &str, label: &str) {
        let text = marked.replace(['⟦', '⟧'], "");
        let start = marked.find('⟦').expect("a mark");
        let offers = offered(&text);
        let labels: Vec<&str> = offers.iter().map(|offer| offer.label.as_str()).take(12).collect();
        let offer = offers.iter().find(|offer| offer.label == label).unwrap_or_else(|| panic!("{label}: {labels:?}"));
        assert_eq!(offer.replace.start as usize, start, "{labels:?}");
    }

    #[track_caller]
    fn silent(marked: &str) {
        assert_eq!(offered(marked), [], "{marked}");
    }

    fn entry(statement: &str) -> String {
        format!("---\ntype: model\nprefLabel: {{en: X}}\nstatements:\n  - {statement}\n---\n")
    }

    #[test]
    fn terms_by_letters_characters_and_pinyin() {
        check("the ⟦prefix-d$0⟧", "prefix decoder");
        check("使用⟦前缀解$0⟧。", "前缀解码器");
        check("使用 ⟦qzjm$0⟧", "前缀解码器");
        check("使用⟦qianzhuij$0⟧", "前缀解码器");
        let offers = offered("the attn$0");
        let place = |label: &str| offers.iter().position(|offer| offer.label == label).expect("offered");
        assert!(place("attention mask") < place("adapter tuning"));
    }

    #[test]
    fn what_a_name_alone_is_stands_beside_it_in_the_language_of_the_line() {
        let detail = |marked: &str, label: &str| {
            let offer = offered(marked).into_iter().find(|offer| offer.label == label);
            offer.unwrap_or_else(|| panic!("{label}")).detail
        };
        assert_eq!(detail("the AdamW$0", "AdamW"), "optimizer");
        assert_eq!(detail("我们用 AdamW$0", "AdamW"), "优化器");
        assert_eq!(offered("the Ada$0mW one")[0].label, "AdamW", "the word that the cursor is in");
    }

    #[test]
    fn a_name_of_several_words_is_replaced_as_a_whole() {
        check("We use ⟦grouped que$0⟧", "grouped-query attention");
        check("We use ⟦grouped query atten$0⟧", "grouped-query attention");
        check("模型用 ⟦grouped que$0⟧", "grouped-query attention");
        let offers = offered("We use grouped que$0");
        let offer = offers.iter().find(|offer| offer.label == "grouped-query attention").expect("offered");
        assert_eq!(offer.filter, "grouped query attention", "an editor filters by what is typed");
        assert_eq!(offered("grouped que$0ry!")[0].word_end, 13);
        assert_eq!(offered("前缀$0解")[0].word_end, 6);
    }

    #[test]
    fn what_the_glossary_states_of_the_subject_comes_first() {
        let first = |marked: &str| -> Vec<String> {
            let offers = offered(marked);
            offers.into_iter().take_while(|offer| offer.known).map(|offer| offer.label).collect()
        };
        let norms = first("LLaMA uses $0");
        assert!(["RMSNorm", "SwiGLU"].iter().all(|value| norms.iter().any(|label| label == value)), "{norms:?}");
        let parts = |labels: &[String]| labels.iter().take(3).any(|label| label == "RMSNorm");
        assert!(parts(&norms), "what is used is rather a part than the kind of model: {norms:?}");
        assert!(parts(&first("LLaMA uses the $0")), "an article names nothing");
        assert_eq!(first("BERT is $0")[0], "encoder-only");
        let zh = first("LLaMA 使用$0");
        assert!(parts(&zh), "{zh:?}");
        assert!(zh.iter().any(|label| label == "SwiGLU"), "{zh:?}");
        assert_eq!(first("LLaMA 使用均方$0"), ["均方根归一化"]);
        assert_eq!(first("LLaMA uses RMS$0")[0], "RMSNorm");
        let made = first("LLaMA was developed by $0");
        assert!(made[0].split(' ').count() < 4, "a clause is no value to go on with: {made:?}");
        let under = first("## LLaMA\n\n- **Norm:** $0");
        assert_eq!(under[0], "RMSNorm");
        let cell = first("| model | norm |\n|---|---|\n| LLaMA | $0");
        assert_eq!(cell[0], "RMSNorm");
        assert_eq!(first("LLaMA 的位置编码是$0")[0], "旋转位置编码");
        assert_eq!(first("We use $0"), Vec::<String>::new());
        let long = "What it is made of is told below, and why it came to be so is told there too. ".repeat(12);
        assert!(first(&format!("- {long}LLaMA uses $0")).contains(&"RMSNorm".to_owned()));
        assert!(first(&format!("LLaMA uses $0. {long}")).contains(&"RMSNorm".to_owned()));
    }

    #[test]
    fn keys_properties_values_ids_and_citations_of_glossary_files() {
        check("---\ntype: model\nprefLabel: {en: X}\n⟦stat$0⟧\n---\n", "statements");
        check("---\ntype: ⟦arch$0⟧\nprefLabel: {en: X}\n---\n", "architecture");
        check("---\ntype: model\nprefLabel: {en: X}\nrelated: [bert, ⟦prefix$0⟧]\n---\n", "prefix-decoder");
        check("---\ntype: model\nprefLabel: {⟦$0⟧}\n---\n", "zh");
        check(&entry("{⟦prop$0⟧}"), "property");
        check(&entry("{property: ⟦archi$0⟧}"), "architecture");
        check(&entry("{property: architecture, value: ⟦enc$0⟧}"), "encoder-decoder");
        check(&entry("{property: architecture, value: ⟦qianzhuijie$0⟧}"), "prefix-decoder");
        check("---\ntype: model\nprefLabel: {en: X}\nrelated:\n  - ⟦prefix-d$0⟧\n---\n", "prefix-decoder");
        check(&entry("{property: position-encoding, value: ⟦旋转$0⟧}"), "rotary-position-embedding");
        let by_name = offered(&entry("{property: position-encoding, value: rope$0}"));
        assert_eq!((&*by_name[0].label, &*by_name[0].filter), ("rotary-position-embedding", "RoPE"));
        check(&entry("{property: architecture, value: x, ⟦ci$0⟧}"), "cite");
        check(&entry("{property: architecture, value: x, cite: \"@⟦vasw$0⟧\"}"), "vaswani2017attention");
        check(&entry("⟦pro$0⟧"), "property");
    }

    #[test]
    fn rules_in_directives() {
        check("<!-- ⟦glossator-d$0⟧ -->", "glossator-disable-next-line");
        check("x <!-- ⟦$0⟧", "glossator-disable-line");
        check("中文 <!-- glossator-disable-line ⟦claim/arch$0⟧ -->", "claim/architecture");
        check("{/* glossator-disable-line ⟦claim/arch$0⟧ */}", "claim/architecture");
        check("a %% b %% c %% glossator-disable-line ⟦claim/arch$0⟧ %%", "claim/architecture");
        check("%% ⟦gl$0⟧", "glossator-disable-line");
        check("a %% b %% ⟦gl$0⟧", "GLUE");
        let near = offered("GPT-2 is encoder-only. <!-- glossator-disable-line $0 -->\n");
        assert_eq!(near[0].label, "claim/architecture", "what was found on the line comes first");
        let directives: Vec<String> = offered("<!-- $0 -->").into_iter().map(|offer| offer.label).collect();
        assert_eq!(directives[0], "glossator-disable-next-line");
        silent("<!-- a comment $0 -->");
        silent("{/* pre$0 */}");
        silent("%% pre$0 %%");
        silent("%%\npre$0\n%%");
    }

    #[test]
    fn nothing_in_code_links_and_the_front_matter_of_notes() {
        silent("---\ntitle: pre$0\n---\n");
        silent("`pre$0` and");
        silent("a `pre$0");
        silent("[a](pre$0)");
        silent("见 [[前缀$0]]");
        silent("[pre$0](a)");
        silent("![pre$0](a.png)");
        silent("```\npre$0\n```\n");
        silent("~~~python\npre$0");
        silent("> ```\n> pre$0");
        silent("    pre$0");
        silent("$pre$0$");
        silent("see https://pre$0");
        silent("见www.a.b/pre$0");
        silent("<!-- pre$0 -->");
        silent("<!-- pre$0");
        check("```\nx\n```\n⟦pre$0⟧", "prefix decoder");
        check("`x` ⟦pre$0⟧", "prefix decoder");
        check("见https://a.b的⟦前缀$0⟧", "前缀解码器");
        check("[⟦pre$0⟧]", "prefix decoder");
        check("[a](b) <!-- c --> ⟦pre$0⟧", "prefix decoder");
    }

    #[test]
    fn marks_before_a_word_stay() {
        check("- ⟦pre$0⟧", "prefix decoder");
        check("a - ⟦prefix dec$0⟧", "prefix decoder");
        check("1. ⟦pre$0⟧", "prefix decoder");
        check("**⟦pre$0⟧**", "prefix decoder");
    }

    #[test]
    fn what_the_note_tells_of_comes_before_the_rest() {
        let first = |marked: &str| offered(marked).into_iter().next().map(|offer| offer.label);
        assert_eq!(first("SwiGLU is one. RMSNorm is another.\n\n## $0").as_deref(), Some("SwiGLU"));
        assert_eq!(first("We ask r$0 today. And so does RMSNorm.").as_deref(), Some("RMSNorm"));
        assert_ne!(first("We ask r$0 today.").as_deref(), Some("RMSNorm"));
    }

    #[test]
    fn full_width_letters_are_held_against_as_they_are() {
        let offers = offered("ｒｏｐ$0");
        let offer = offers.iter().find(|offer| offer.label == "RoPE").expect("offered");
        assert_eq!(offer.filter, "ｒｏｐe");
    }

    #[test]
    fn all_that_is_typed_is_in_what_an_editor_filters_by() {
        for typed in ["b-p", "B-P", "attn", "zhuyi", "grouped-q", "kv_c", "Ro-", "前缀解", "ｒｏ"] {
            for offer in offered(&format!("the {typed}$0")) {
                let mut letters = offer.filter.to_lowercase().chars().collect::<Vec<_>>().into_iter();
                let start = offer.replace.start as usize - "the ".len();
                let kept = typed[start..].to_lowercase().chars().all(|c| letters.any(|letter| letter == c));
                assert!(kept, "{typed}: {} by {}", offer.label, offer.filter);
            }
        }
    }

    #[test]
    fn what_closes_emphasis_is_not_of_the_word() {
        assert_eq!(offered("_RMSN$0_ x")[0].word_end, 5);
        assert_eq!(offered("_RMS$0Norm_ x")[0].word_end, 8);
    }

    #[test]
    fn what_is_typed_in_full_comes_first() {
        for label in ["GQA", "RL", "attention", "LoRA", "注意力", "grouped query attention"] {
            let first = offered(&format!("the {label}$0")).into_iter().next().expect("offered");
            assert_eq!(fold(&first.label).replace('-', " "), fold(label), "{label}");
        }
    }

    #[test]
    fn a_plain_word_abbreviates_nothing() {
        let offers = offered("The model uses$0");
        assert!(offers.iter().all(|offer| fold(&offer.label).contains("uses")), "{offers:?}");
        assert!(whole("us$0").1 && !whole("grouped-quer$0").1, "more letters may show that it is a plain word");
        let offers = offered("LLaMA 使用$0");
        assert!(offers.iter().all(|offer| offer.known), "{offers:?}");
    }

    #[test]
    fn citations_behind_an_at_sign() {
        check("as shown [@⟦vasw$0⟧]", "vaswani2017attention");
        check("见 @⟦vasw$0⟧", "vaswani2017attention");
        let offers = offered("mail a@b$0");
        assert!(offers.iter().all(|offer| offer.kind != Kind::Source));
        assert!(
            calls("as shown [@", 11) && calls("见@", 4) && !calls("mail a@", 7) && !calls("a ", 2) && !calls("@a", 2)
        );
    }

    #[test]
    fn what_follows_the_cursor_decides_too() {
        let first = |marked: &str| offered(marked).into_iter().find(|offer| offer.known).map(|offer| offer.label);
        assert_eq!(first("GPT-3 has $0 parameters.").as_deref(), Some("175B"));
        assert_eq!(first("GPT-3 has $0 layers").as_deref(), Some("96"));
        assert_eq!(first("GPT-3 有 $0 层。").as_deref(), Some("96"));
        assert_eq!(first("LLaMA uses R$0").as_deref(), Some("rotary position embedding"));
    }
}
