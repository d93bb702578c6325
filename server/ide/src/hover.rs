//! What stands under the cursor: a claim with its verdict, a term, a rule in a suppression comment; in a glossary file
//! an id, a property, a citation.

mod item;

use claims::{Analysis, Claim, Language, Mention, Verdict};
use glossary::{EntryId, Glossary, Value};
use note::{Note, Span};

use crate::{Quoted, card, completion::directive::DIRECTIVES, rules};

/// What a hover shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The words it is about.
    pub span: Span,
    /// As Markdown.
    pub markdown: String,
    /// As plain text.
    pub plain: String,
}

/// The hover at an offset, if something known stands there. `language` is that of messages, where one is asked for;
/// else that of the line.
pub fn hover(
    glossary: &Glossary,
    text: &str,
    note: &Note,
    analysis: &Analysis,
    language: Option<Language>,
    offset: u32,
) -> Option<Hover> {
    let of = language.unwrap_or_else(|| language_of(text, note, offset));
    of_citation(glossary, text, offset)
        .or_else(|| of_mention(glossary, analysis, of, offset))
        .or_else(|| of_directive(glossary, text, note, of, offset))
        .or_else(|| item::hover(glossary, text, of, offset))
        .or_else(|| of_paper(glossary, text, offset))
}

/// The source whose paper a note names by its number.
fn of_paper(glossary: &Glossary, text: &str, offset: u32) -> Option<Hover> {
    let (span, source) = crate::links::paper_at(glossary, text, offset)?;
    let (markdown, plain) = item::source(glossary, &source.key)?;
    Some(Hover { span, markdown, plain })
}

/// The source that a note cites.
fn of_citation(glossary: &Glossary, text: &str, offset: u32) -> Option<Hover> {
    let (span, quoted) = crate::quoted_at(text, offset)?;
    let key = text.get(span.start as usize..span.end as usize).filter(|_| quoted == Quoted::Source)?;
    let (markdown, plain) = item::source(glossary, key)?;
    Some(Hover { span, markdown, plain })
}

/// A suppression comment: the documentation of the rule at the offset, else what the comment does and to which rules.
fn of_directive(glossary: &Glossary, text: &str, note: &Note, language: Language, offset: u32) -> Option<Hover> {
    let at = |span: &&Span| span.start <= offset && offset <= span.end;
    let directive = note.directives.iter().find(|directive| at(&&directive.span))?;
    let name = |span: &Span| text.get(span.start as usize..span.end as usize);
    if let Some(span) = directive.rules.iter().find(at) {
        let plain = rules::documentation(glossary, name(span)?, language)?;
        return Some(Hover { span: span.clone(), markdown: plain.clone(), plain });
    }
    let word =
        name(&directive.span)?.trim_start_matches(['<', '!', '-', '{', '/', '*', '%']).split_whitespace().next()?;
    let (keyword, en, zh) = DIRECTIVES.iter().find(|(keyword, ..)| *keyword == word)?;
    let does = if language == Language::Zh { zh } else { en };
    let mut plain = format!("`{keyword}`: {does}");
    for span in &directive.rules {
        if let Some(documentation) = name(span).and_then(|name| rules::documentation(glossary, name, language)) {
            plain.push_str("\n\n---\n\n");
            plain.push_str(&documentation);
        }
    }
    Some(Hover { span: directive.span.clone(), markdown: plain.clone(), plain })
}

fn of_mention(glossary: &Glossary, analysis: &Analysis, language: Language, offset: u32) -> Option<Hover> {
    let mention = mention_at(analysis, offset);
    let claim = decided_claim_at(glossary, analysis, offset);
    let span = mention.map(|mention| mention.span.clone()).or_else(|| claim.map(|claim| claim.value_span.clone()))?;
    let verdict = claim.and_then(|claim| verdict(glossary, claim, language));
    let entries = mention.map(|mention| &mention.entries[..]).unwrap_or_default();
    let cards: Vec<_> = entries.iter().map(|&entry| card::card(glossary, entry, language)).collect();
    let join = |parts: Vec<String>| parts.join("\n\n---\n\n");
    let (markdown, plain) = verdict.unzip();
    let markdown = markdown.into_iter().chain(cards.iter().map(card::Card::markdown));
    let plain = plain.into_iter().chain(cards.iter().map(card::Card::plain));
    Some(Hover { span, markdown: join(markdown.collect()), plain: join(plain.collect()) })
}

/// What the glossary says to a claim that was decided, with the statement and its sources, as Markdown and plain.
fn verdict(glossary: &Glossary, claim: &Claim, language: Language) -> Option<(String, String)> {
    let evidence = claim.evidence?;
    let text = crate::evidence_text(glossary, evidence, language);
    let statement = glossary.entry(evidence.entry).statements.get(evidence.statement as usize)?;
    let (mark, verdict) = match (claim.verdict, language) {
        (Verdict::Refuted, Language::En) => ("✗", "Refuted"),
        (Verdict::Refuted, Language::Zh) => ("✗", "与词汇表矛盾"),
        (Verdict::Supported, Language::En) => ("✓", "Supported"),
        (Verdict::Supported, Language::Zh) => ("✓", "与词汇表一致"),
        (Verdict::NotEnoughInfo, _) => return None,
    };
    let cited = |cite| (claims::citation_text(glossary, cite), &glossary.source(cite.source).url);
    let cites: Vec<(String, &String)> = statement.cite.iter().map(cited).collect();
    let links: Vec<String> = cites.iter().map(|(name, url)| card::link(name, url)).collect();
    let names: Vec<&str> = cites.iter().map(|(name, _)| name.as_str()).collect();
    let colon = if language == Language::Zh { "：" } else { ": " };
    let markdown = format!("**{mark} {verdict}**{colon}{} ({})", card::escape(&text), links.join("; "));
    Some((markdown, format!("{mark} {verdict}{colon}{text} ({})", names.join("; "))))
}

/// The mention that an offset is in or directly behind.
pub fn mention_at(analysis: &Analysis, offset: u32) -> Option<&Mention> {
    let index = analysis.mentions.partition_point(|mention| mention.span.start <= offset);
    let mut near = analysis.mentions.get(index.saturating_sub(2)..index)?.iter().rev();
    let inside = near.clone().find(|mention| mention.span.contains(&offset));
    inside.or_else(|| near.find(|mention| mention.span.end == offset))
}

/// The supported or refuted claim whose value an offset is in: a refuted one first, then what is said of a property rather
/// than a sentence of the glossary that says as much.
fn decided_claim_at<'a>(glossary: &Glossary, analysis: &'a Analysis, offset: u32) -> Option<&'a Claim> {
    let here = |claim: &&Claim| claim.value_span.start <= offset && offset <= claim.value_span.end;
    let sentence = |claim: &Claim| {
        let evidence = claim.evidence?;
        let statement = glossary.entry(evidence.entry).statements.get(evidence.statement as usize)?;
        Some(matches!(statement.values[..], [Value::Text(_), ..]))
    };
    let supported = analysis.claims.iter().filter(here).filter(|claim| claim.verdict == Verdict::Supported);
    let supported = supported.filter_map(|claim| Some((sentence(claim)?, claim)));
    let mut refuted = analysis.findings.iter().filter_map(|finding| analysis.claims.get(finding.claim as usize));
    refuted.find(here).or_else(|| supported.min_by_key(|(sentence, _)| *sentence).map(|(_, claim)| claim))
}

/// The entry a mention refers to, where it is one alone.
pub fn entry_at(analysis: &Analysis, offset: u32) -> Option<EntryId> {
    mention_at(analysis, offset)?.entries.first().copied()
}

/// The language of the sentence at an offset; of the line where there is none.
fn language_of(text: &str, note: &Note, offset: u32) -> Language {
    let unit = note.units.partition_point(|unit| unit.span.end < offset);
    let sentence = note.units.get(unit).filter(|unit| unit.span.start <= offset);
    let words = sentence.and_then(|unit| text.get(unit.span.start as usize..unit.span.end as usize));
    match words {
        Some(words) if words.chars().take(2_000).any(note::token::is_han) => Language::Zh,
        Some(_) => Language::En,
        None if begins_line(text, offset) && note.units.get(unit).is_some_and(|next| next.span.start > offset) => {
            // A comment on a line of its own is about what follows.
            let next = note.units.get(unit).map_or(offset, |next| next.span.start);
            language_at(text, &(next..next))
        }
        None => language_at(text, &(offset..offset)),
    }
}

/// Whether the comment that an offset is in stands first on its line.
fn begins_line(text: &str, offset: u32) -> bool {
    let before = text.get(..offset as usize).unwrap_or_default();
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    line.trim_start_matches([' ', '\t', '>']).starts_with(['<', '{']) && !line.contains("-->") && !line.contains("*/")
}

/// The language of the line that a span stands in: Chinese where it has Chinese characters.
pub fn language_at(text: &str, span: &Span) -> Language {
    let (start, end) = (span.start as usize, span.end as usize);
    let before = text.get(..start).unwrap_or_default();
    let behind = text.get(end..).unwrap_or_default();
    let from = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let line_end = behind.find(['\n', '\r']).map_or(text.len(), |at| end + at);
    let line = text.get(from..line_end).unwrap_or_default();
    if line.chars().take(2_000).any(note::token::is_han) { Language::Zh } else { Language::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(marked: &str, words: &str, begins: &str) -> Hover {
        let offset = marked.find("$0").expect("a cursor") as u32;
        let text = marked.replace("$0", "");
        let (glossary, note) = (Glossary::builtin(), Note::parse(&text));
        let analysis = claims::analyze(glossary, &text, &note);
        let hover = hover(glossary, &text, &note, &analysis, None, offset).expect("a hover");
        assert_eq!(&text[hover.span.start as usize..hover.span.end as usize], words);
        assert!(hover.markdown.starts_with(begins), "{}", hover.markdown);
        hover
    }

    #[test]
    fn terms_in_both_languages_and_their_longest_name() {
        check("A prefix LM$0s note.", "prefix LMs", "### prefix decoder · 前缀解码器");
        let hover = check("用前$0缀解码器的模型", "前缀解码器", "### 前缀解码器 · prefix decoder");
        assert!(hover.markdown.contains("*架构*"), "the type is named in its language: {}", hover.markdown);
        check("A prefix LM$0 sees it. 前缀语言模型也一样。", "prefix LM", "### prefix decoder");
        check("A prefix LM sees it. prefix LM$0 也一样。", "prefix LM", "### 前缀解码器");
    }

    #[test]
    fn terms_in_tables_headings_and_code_that_is_a_name() {
        check("## About the prefix$0 LM\n", "prefix LM", "### prefix decoder");
        check("| a | b |\n|---|---|\n| x | 前缀$0解码器 |\n", "前缀解码器", "### 前缀解码器");
        check("the `prefix$0 LM` here\n", "prefix LM", "### prefix decoder");
    }

    #[test]
    fn claims_with_verdict_evidence_and_source() {
        let hover = check("GPT-2 is an encoder-$0decoder model.", "encoder-decoder model", "**✗ Refuted**: GPT-2 — ");
        assert!(hover.markdown.contains("](<https://"), "{}", hover.markdown);
        check(
            "前缀解码器在输入上是双$0向注意力。",
            "双向注意力",
            "**✓ 与词汇表一致**：前缀解码器 — 输入侧注意力：双向",
        );
        check("LLaMA 使用 RMS$0Norm。", "RMSNorm", "**✓ 与词汇表一致**：".trim_end_matches('：'));
    }

    #[test]
    fn suppression_comments_in_the_language_of_their_line() {
        check(
            "x <!-- glossator-disable-line claim/arch$0itecture -->",
            "claim/architecture",
            "# claim/architecture\n\n## What",
        );
        check(
            "甲 <!-- glossator-disable-line claim/arch$0itecture -->",
            "claim/architecture",
            "# claim/architecture\n\n## 作用",
        );
        check(
            "<!-- glossator-dis$0able -->\n前缀解码器。\n",
            "<!-- glossator-disable -->",
            "`glossator-disable`: 从此处起屏蔽",
        );
        check("前缀。%% glossator-dis$0able %%", "%% glossator-disable %%", "`glossator-disable`: 从此处起屏蔽");
        check(
            "前缀。\n\n<!-- glossator-dis$0able -->\nA word.\n",
            "<!-- glossator-disable -->",
            "`glossator-disable`: silences",
        );
        check("x <!-- glossator-disable-line cla$0im -->", "claim", "# claim\n\n- `claim/");
        check(
            "甲 <!-- glossator-dis$0able-line claim/architecture -->",
            "<!-- glossator-disable-line claim/architecture -->",
            "`glossator-disable-line`: 屏蔽本行\n\n---\n\n# claim/architecture",
        );
    }

    #[test]
    fn a_citation_of_a_note() {
        let hover = check("As said in [@vaswani2017$0attention, §3].", "vaswani2017attention", "[Vaswani et al. 2017");
        assert!(hover.plain.contains("\nhttps://"), "{}", hover.plain);
        check("甲（arXiv:1706.$003762v5）", "arXiv:1706.03762v5", "[Vaswani et al. 2017");
        check("@article{vaswani2017$0attention,\n", "vaswani2017attention", "[Vaswani et al. 2017");
    }

    #[test]
    fn keys_types_properties_values_and_citations() {
        let entry = |statement: &str| {
            format!("---\ntype: model\nprefLabel: {{zh: 甲}}\nstatements:\n  - {{{statement}}}\n---\n")
        };
        check(&entry("property: archi$0tecture"), "architecture", "### architecture · 架构\n\nsaid of model");
        check(&entry("property: architecture, value: prefix-dec$0oder"), "prefix-decoder", "### prefix decoder");
        check(&entry("cite: \"@vaswani2017$0attention, §3\""), "vaswani2017attention", "[Vaswani et al. 2017");
        check(&entry("prop$0erty: architecture"), "property", "### property\n\nwhat is said\n\n陈述的属性");
        check("---\ntype: mod$0el\nprefLabel: {en: X}\n---\n", "model", "### model\n\na type of ");
    }
}
