//! Names that go on where a label ends, or began before it: `LLaMA-Factory`, `DeepSeek R2`, `EVA-CLIP`. A label inside of
//! such a name is a term to hover, but nothing is said of it.

use glossary::{Spelling, Value};
use note::{Joint, Style, TokenKind, Unit, UnitKind};

use super::{Found, Run, Scan, counts_size};

/// Words behind the name of a model that name a form of it, not another.
const FORMS: [&str; 14] = [
    "Instruct", "Chat", "Base", "HF", "IT", "GGUF", "AWQ", "GPTQ", "Preview", "Thinking", "Style", "Level", "Based",
    "Like",
];

/// A size behind a name may be rounded by this part of it.
const SIZE: f64 = 0.05;

/// What a Chinese number counts with: a number before one of these is no version.
const MEASURES: &str =
    "个层种类款倍万亿千百年月日次条张位头卡项步轮台组路维页章节块只份行列篇套点大字句天周元分秒度级阶期代折成";

impl Scan<'_> {
    /// Whether a mention goes on into, or ends, a longer name: another word or a version is attached to it.
    pub(super) fn is_part(&self, found: &Found, of: &Unit) -> bool {
        let run = &found.run;
        let unit = &of.tokens;
        let attached = |at: u32| at < unit.end && self.token(at).joint <= Joint::Hyphen;
        let latin = |at: u32| self.kind(at) == TokenKind::Word && !self.folded(at).starts_with('\'');
        let by_hyphen = |at: u32| at < unit.end && self.token(at).joint == Joint::Hyphen;
        let hyphened = run.start > unit.start && by_hyphen(run.start);
        let before = hyphened && latin(run.start - 1);
        // `E5-Mistral`, `GPT-5.2-Codex`: the name before ends with a number.
        let numbered = hyphened && self.kind(run.start - 1) == TokenKind::Number && latin(run.start);
        let last = run.end - 1;
        let word_behind = by_hyphen(run.end) && latin(run.end) && latin(last);
        // `GLM-4.6V`, `Qwen3-TTS`: letters behind a version make another of it; what is only another form of it does not.
        let other = |at: u32| {
            let text = self.source(&(at..at + 1));
            let glued =
                self.token(at).joint == Joint::Glued && text.len() == 1 && !matches!(text, "B" | "M" | "K" | "T");
            let capital = text.starts_with(char::is_uppercase);
            // `DeepseekV4MetaData`: a name in code that goes on.
            let long = self.token(at).joint == Joint::Glued && text.len() > 2 && !FORMS.contains(&text);
            capital
                && (glued || long || self.token(at).joint == Joint::Hyphen && text.len() > 1 && !FORMS.contains(&text))
        };
        let lettered = attached(run.end) && latin(run.end) && self.kind(last) == TokenKind::Number && other(run.end);
        let version = self.is_version(run.end, unit.end) && self.kind(last) == TokenKind::Word;
        let marked =
            run.end + 1 < unit.end && self.folded(run.end) == "v" && self.kind(run.end + 1) == TokenKind::Number;
        let named = before && self.mention_at(run.start - 1).is_some_and(|mention| mention.run.end == run.start);
        let improved = attached(run.end) && self.folded(run.end) == "+" && !attached(run.end + 1);
        // `ViT-L/14@336px`, `V2- Lite`: a mark joins what another version goes by.
        let marked_on = run.end + 1 < unit.end
            && self.kind(run.end) == TokenKind::Punct
            && self.token(run.end).joint == Joint::Glued
            && match self.folded(run.end) {
                "@" => true,
                "-" => self.source(&(run.end + 1..run.end + 2)).starts_with(char::is_uppercase),
                _ => false,
            };
        // `ε-Greedy`: a formula before the hyphen.
        let math = |at: u32| self.token(at).style.has(Style::MATH) || self.kind(at) == TokenKind::Opaque;
        let minus = run.start >= unit.start + 2
            && self.folded(run.start - 1) == "-"
            && self.token(run.start).joint == Joint::Glued
            && math(run.start - 2);
        let formula = hyphened && math(run.start - 1) || minus;
        // `E5-mistral`: a word that only a name has, behind a version.
        let lower = self.kind(last) == TokenKind::Number
            && by_hyphen(run.end)
            && latin(run.end)
            && !self.is_common(run.end)
            && !crate::light::is_light(self.folded(run.end))
            && !FORMS.iter().any(|form| form.eq_ignore_ascii_case(self.folded(run.end)))
            && self.folded(run.end).len() > 4;
        // `DeepSeek R2`: a letter and a number behind a name make another of it.
        let letter = run.end + 1 < unit.end
            && self.kind(last) == TokenKind::Word
            && self.kind(run.end) == TokenKind::Word
            && self.kind(run.end + 1) == TokenKind::Number
            && self.token(run.end + 1).joint == Joint::Glued
            && self.source(&(run.end..run.end + 1)).len() == 1
            && self.source(&(run.end..run.end + 1)).starts_with(char::is_uppercase)
            && self.longest_label_at(run.end, unit.end).is_none();
        // `E5-mistral-7b`: a name goes on with another.
        let goes_on = by_hyphen(run.end) && self.longest_label_at(run.end, unit.end).is_some();
        if named
            || improved
            || numbered
            || goes_on
            || marked_on
            || formula
            || lower
            || letter
            || self.is_of_models(found) && self.is_unknown_size(run.end, unit.end) && !self.is_own_size(found)
        {
            return true;
        }
        // `EVA-CLIP` is another than CLIP, whatever EVA is.
        let capitals = before && self.source(&(run.start - 1..run.start)).starts_with(char::is_uppercase);
        capitals
            || before && !self.is_common(run.start - 1)
            || word_behind
            || lettered
            || version
            || marked
            || self.is_in_name(run, of)
    }

    /// Whether a word with a capital stands beside a mention in running text, and so makes a longer name of it (`Sparse
    /// Transformer`, `Orca Math`). Titles write every word so, and the first word of a sentence has its capital anyway.
    fn is_in_name(&self, run: &Run, of: &Unit) -> bool {
        if matches!(of.kind, UnitKind::Heading(_)) {
            return false;
        }
        let named = |at: u32| {
            let text = self.source(&(at..at + 1));
            let capital = text.starts_with(char::is_uppercase) && text.len() > 1;
            let plain = || crate::light::is_light(self.folded(at)) || crate::subject::is_degree(self.folded(at));
            self.kind(at) == TokenKind::Word && capital && (at >= run.end || !plain())
        };
        let spaced = |at: u32| self.token(at).joint == Joint::Space;
        // A Chinese sentence does not begin with a capital.
        let chinese = of.cell.is_none() && run.end < of.tokens.end && self.kind(run.end) == TokenKind::Han;
        // A version that has no capital is of the name before it: `Skywork o1`.
        let source = self.source(run);
        let small = source.starts_with(char::is_lowercase) && source.contains(|c: char| c.is_ascii_digit());
        let first = of.tokens.start + 1 + u32::from(of.cell.is_none() && !chinese && !small);
        let before =
            run.start >= first && spaced(run.start) && named(run.start - 1) && self.mention_at(run.start - 1).is_none();
        let behind = run.end < of.tokens.end
            && spaced(run.end)
            && named(run.end)
            && (self.kind(run.end - 1) == TokenKind::Word
                || of.cell.is_some() && !FORMS.contains(&self.source(&(run.end..run.end + 1))))
            && self.longest_label_at(run.end, of.tokens.end).is_none();
        before || behind
    }

    /// The label that begins at a token.
    fn longest_label_at(&self, at: u32, end: u32) -> Option<Found> {
        let folded = self.folded.get(at);
        let spelling = Spelling::EMPTY.then(folded);
        let key = self.glossary.key(folded, spelling);
        self.glossary.may_begin_label(spelling).then(|| self.longest_label(at, end, key, spelling)).flatten()
    }

    /// Whether a size stands at `at` that is no count of something: a member of a family that is not known (`R 7B`).
    fn is_unknown_size(&self, at: u32, end: u32) -> bool {
        let sized = at + 1 < end
            && self.kind(at) == TokenKind::Number
            && self.token(at).joint == Joint::Space
            && self.source(&(at + 1..at + 2)) == "B"
            && self.token(at + 1).joint == Joint::Glued;
        let counted = |at: u32| {
            at < end
                && (counts_size(self.folded(at))
                    || matches!(self.folded(at), "total" | "active" | "in" | "、" | "/" | "and" | "or" | "~")
                    || self.kind(at) == TokenKind::Han)
        };
        sized && !counted(at + 2)
    }

    /// Whether a name is of a model: behind `激活参数` a size is what is counted.
    fn is_of_models(&self, found: &Found) -> bool {
        found.entries.iter().any(|&entry| self.glossary.kind_name(entry) == "model")
    }

    /// Whether the size behind a name is that of what is named: `DBRX 132B` is DBRX.
    fn is_own_size(&self, found: &Found) -> bool {
        let Ok(billions) = self.folded(found.run.end).parse::<f64>() else { return false };
        let close = |number: f64| (billions * 1e9 - number).abs() <= number * SIZE;
        let stated = found.entries.iter().flat_map(|&entry| &self.glossary.entry(entry).statements);
        let sizes = stated.filter(|statement| self.glossary.property(statement.property).bare);
        sizes
            .flat_map(|statement| &statement.values)
            .any(|value| matches!(value, Value::Quantity(size) if close(size.number)))
    }

    /// Whether a number that is no size (`7B`) is attached at `at`, or stands there as a version does (`Llama 4`).
    fn is_version(&self, at: u32, end: u32) -> bool {
        if at >= end || self.kind(at) != TokenKind::Number {
            return false;
        }
        let sized = matches!(self.folded(at + 1), "b" | "m" | "k" | "t" | "x" | "gb" | "tb" | "mb" | "kb")
            && self.token(at + 1).joint == Joint::Glued;
        let short = self.folded(at).len() <= 3 && !matches!(self.folded(at), "0" | "1");
        let counted = |at: u32| {
            let counter = matches!(
                self.folded(at),
                "layers"
                    | "layer"
                    | "heads"
                    | "experts"
                    | "million"
                    | "billion"
                    | "trillion"
                    | "thousand"
                    | "tokens"
                    | "parameters"
                    | "times"
                    | "percent"
                    | "kv"
                    | "attention"
                    | "hidden"
                    | "query"
                    | "key"
                    | "encoder"
                    | "decoder"
                    | "different"
                    | "transformer"
                    | "blocks"
                    | "years"
                    | "sizes"
                    | "models"
                    | "versions"
            );
            counter || !matches!(self.kind(at), TokenKind::Word | TokenKind::Han) || MEASURES.contains(self.folded(at))
        };
        // `Gemma 4 26B`: a version and then a size.
        let size = at + 2 < end && self.kind(at + 1) == TokenKind::Number && matches!(self.folded(at + 2), "b" | "m");
        let ends = at + 1 >= end || self.kind(at + 1) == TokenKind::Punct || !counted(at + 1) || size;
        !sized && short && (self.token(at).joint <= Joint::Hyphen || ends && self.token(at).joint == Joint::Space)
    }

    /// Whether a token is a word of the expressions, and so no name.
    fn is_common(&self, at: u32) -> bool {
        self.word(at).is_some()
    }
}
