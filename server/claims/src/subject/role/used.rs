//! Whether a sentence opens with the use of a mention, and so is about it though it is an object there: `Using X …`,
//! `Models with X …`, `用了 X 的模型 …`. What is said of it behind that is not read here.

use note::TokenKind;

use crate::subject::{Found, Reading, Run};

/// The nouns of a circumstance behind a name, with what closes it, in tokens.
const CIRCUMSTANCE: u32 = 8;

/// Whether a sentence tells what people in general use a thing for: `People use X to …`, `One uses X for …`.
pub(super) fn is_done_with(reading: &Reading<'_, '_>, name: &Run) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    let start = reading.unit.opening();
    let people = matches!(word(start), "people" | "one" | "we" | "you" | "they" | "researchers" | "practitioners");
    let verb = matches!(word(start + 1), "use" | "uses" | "apply" | "applies" | "employ");
    people && verb && name.start == start + 2 && matches!(word(name.end), "to" | "for" | "when")
}

/// Whether nouns behind a name close the circumstance that a sentence opens with: `在使用 X 微调技术时，…`.
pub(super) fn closes_circumstance(reading: &Reading<'_, '_>, from: u32) -> bool {
    let scan = reading.scan;
    let end = reading.unit.tokens.end.min(from + CIRCUMSTANCE);
    let mut words = (from..end).take_while(|&at| scan.kind(at) == TokenKind::Han && scan.mention_at(at).is_none());
    words.any(|at| matches!(scan.folded(at), "时" | "后") && at + 1 < end && scan.ends_clause(at + 1))
}

/// Whether a sentence opens with work that is done with what begins at a token: `Training with X …`, `Fine-tuning via X …`.
pub(super) fn is_work_with(reading: &Reading<'_, '_>, start: u32) -> bool {
    let scan = reading.scan;
    let first = reading.unit.tokens.start;
    let with = |at: u32| matches!(scan.folded(at), "with" | "using" | "via" | "through");
    let work = |at: u32| {
        matches!(
            scan.folded(at),
            "training"
                | "pretraining"
                | "finetuning"
                | "tuning"
                | "decoding"
                | "sampling"
                | "inference"
                | "generation"
                | "generating"
                | "serving"
                | "aligning"
                | "alignment"
                | "adapting"
                | "adaptation"
                | "prompting"
                | "retrieving"
                | "retrieval"
                | "searching"
                | "optimizing"
                | "optimising"
                | "quantizing"
                | "quantising"
        )
    };
    let head = scan.folded(first) == "fine" || scan.folded(first) == "pre";
    let noun = first + u32::from(head);
    work(noun) && with(noun + 1) && start == noun + 2
}

/// The same in Chinese: `用了 X 的模型，…`, `做了 X 训练的模型，…`.
pub(super) fn is_equipped(reading: &Reading<'_, '_>, name: &Run) -> bool {
    let scan = reading.scan;
    let word = |at: u32| if reading.unit.tokens.contains(&at) { scan.folded(at) } else { "" };
    let first = reading.unit.opening();
    let verb = matches!(
        (word(first), word(first + 1)),
        ("用" | "做" | "加" | "开" | "带" | "上", "了") | ("使" | "采" | "启", "用") | ("经", "过") | ("加", "入")
    );
    let work = matches!(
        (word(name.end), word(name.end + 1)),
        ("训", "练") | ("微", "调") | ("对", "齐") | ("处", "理") | ("量", "化")
    );
    let of = name.end + if work { 2 } else { 0 };
    verb && name.start <= first + 3
        && word(of) == "的"
        && matches!((word(of + 1), word(of + 2)), ("模", "型") | ("网", "络"))
}

/// Whether a sentence opens with whatever has what begins at a token: `Models with X have …`, `A model trained with X …`.
pub(super) fn is_bearer_of(reading: &Reading<'_, '_>, start: u32, behind: u32) -> bool {
    let scan = reading.scan;
    let word = |at: u32| scan.folded(at);
    let first = reading.unit.tokens.start;
    if start < first + 2
        || start > first + 4
        || !matches!(word(start - 1), "with" | "using" | "by" | "via" | "use" | "uses")
    {
        return false;
    }
    let noun = first + u32::from(matches!(word(first), "a" | "an" | "any" | "the"));
    let bears =
        matches!(word(noun), "models" | "model" | "networks" | "network" | "transformers" | "llms" | "llm" | "layers");
    let done = matches!(word(noun + 1), "trained" | "tuned" | "aligned" | "built" | "using" | "that");
    let with = noun + 1 + u32::from(done);
    let verb = |word: &str| {
        matches!(
            word,
            "have"
                | "has"
                | "keep"
                | "keeps"
                | "need"
                | "needs"
                | "use"
                | "uses"
                | "are"
                | "is"
                | "can"
                | "cannot"
                | "will"
                | "no"
                | "never"
                | "do"
                | "does"
                | "store"
                | "stores"
                | "lose"
                | "loses"
                | "get"
                | "gets"
                | "require"
                | "requires"
                | "learn"
                | "learns"
                | "see"
                | "sees"
                | "run"
                | "runs"
        )
    };
    bears && start == with + 1 && verb(word(behind))
}

/// Whether what is done with a thing is what the sentence is about, and so the thing: `Using X adds latency`, `采用 X 后会…`.
/// `verb` is the last token of what is done, `behind` the first behind the thing.
pub(super) fn is_doing(reading: &Reading<'_, '_>, verb: u32, behind: u32) -> bool {
    let scan = reading.scan;
    if behind >= reading.unit.tokens.end {
        return false;
    }
    let word = scan.folded(behind);
    match scan.kind(verb) {
        TokenKind::Word => {
            // `Fine-tuning with X updates …`: the work is the noun of the sentence, however it is spelt.
            let finite = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
            (scan.folded(verb).ends_with("ing") || is_work_with(reading, verb + 2) || is_work_with(reading, verb + 3))
                && (finite || matches!(word, "is" | "can" | "will" | "must" | "may" | "does"))
        }
        _ => matches!(
            word,
            "后" | "之" | "会" | "能" | "可" | "不" | "就" | "将" | "需" | "要" | "让" | "使" | "也" | "便" | "无"
        ),
    }
}

/// Whether what is done with a mention, or what goes by it, is what the sentence is about, and so the mention: `Using X adds
/// latency`, `Training with X updates …`, `To run X, you need …`, `By X, one needs …`, `Models with X have …`.
pub(super) fn is_in_use(reading: &Reading<'_, '_>, start: u32, mention: &Found) -> bool {
    let scan = reading.scan;
    let first = reading.unit.tokens.start;
    let before = if start == first { "" } else { scan.folded(start - 1) };
    let behind = |skip: u32| {
        if mention.run.end + skip < reading.unit.tokens.end { scan.folded(mention.run.end + skip) } else { "" }
    };
    let you = |word: &str| matches!(word, "you" | "we" | "one");
    let comma = matches!(behind(0), "," | "，");
    // After something is used it may be done with.
    let meant = matches!(scan.folded(first), "to" | "when" | "if" | "要" | "想");
    if meant && (you(behind(0)) || comma) && crate::binding::is_use(reading, &(first..start)) {
        return true;
    }
    let ruled = matches!(before, "by" | "per" | "to" | "from") && start <= first + 2;
    if ruled && crate::binding::is_rule(reading, first, &mention.run) {
        return true;
    }
    let told = you(behind(0)) || comma && you(behind(1));
    let doing = || is_doing(reading, first, mention.run.end);
    before == "using" && start == first + 1 && (told || doing())
        || is_bearer_of(reading, start, mention.run.end)
        || is_work_with(reading, start) && doing()
}
