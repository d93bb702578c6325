//! What part a mention plays in its clause: it may be talked about, or only be an object, an owner, a circumstance.

use glossary::{CueKind, Owner, Range};
use note::TokenKind;

use super::{Found, Reading, Run, in_domain};
use crate::scan::{Hit, Scan};

/// `The whole point of X` begins its sentence: its *of* stands within so many tokens.
const ESSENCE: u32 = 4;

/// A part of something is named in at most so many tokens before it, with its article: `The two matrices of X`.
const PART: u32 = 5;

/// The nouns of a circumstance behind a name, with what closes it, in tokens.
const CIRCUMSTANCE: u32 = 8;

/// What is said of something that a mention owns begins within this many tokens.
const OWNED: u32 = 12;

/// Whether words that link a value stand directly before a mention: `uses RoPE`, `based on LLaMA`.
pub(super) fn is_object(reading: &Reading<'_, '_>, mention: &Found) -> bool {
    // Words that link a number name its property (`the hidden size of X`) and take no object.
    let takes = |id| !matches!(reading.scan.glossary.property(id).range, Range::Quantity { .. } | Range::Date);
    reading.scan.hits_of(reading.id).iter().any(|hit| {
        let links = matches!(hit.owner, Owner::Before(id) if takes(id)) && hit.run.start > reading.unit.tokens.start;
        // `the released X`: which one, not what is done to it.
        let told =
            || hit.run.len() == 1 && matches!(reading.scan.folded(hit.run.start - 1), "the" | "its" | "their" | "this");
        let near = hit.run.end <= mention.run.start && mention.run.start - hit.run.end <= 1;
        // `需要注意的是，X …`: the words before a comma take nothing behind it.
        let parted = || (hit.run.end..mention.run.start).any(|at| reading.scan.ends_clause(at));
        // `使用 X 时，…`, `When using X, …`: what the sentence goes on to tell is of X.
        let used = || crate::binding::is_use(reading, &(reading.unit.opening()..mention.run.start));
        let worked = || {
            is_bearer_of(reading, mention.run.start, mention.run.end)
                || is_equipped(reading, &mention.run)
                || is_work_with(reading, mention.run.start)
                    && is_doing(reading, reading.unit.tokens.start, mention.run.end)
        };
        let fronted = worked()
            || is_done_with(reading, &mention.run)
            || (hit.run.start <= reading.unit.tokens.start + 1 || used())
                && (matches!(reading.scan.folded(mention.run.end), "时" | "," | "，")
                    || closes_circumstance(reading, mention.run.end)
                    || is_doing(reading, hit.run.end - 1, mention.run.end));
        links && near && !told() && !parted() && !fronted && !is_opener(reading.scan, hit.run.end - 1)
    })
}

/// Whether a sentence tells what people in general use a thing for: `People use X to …`, `One uses X for …`.
fn is_done_with(reading: &Reading<'_, '_>, name: &Run) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    let start = reading.unit.opening();
    let people = matches!(word(start), "people" | "one" | "we" | "you" | "they" | "researchers" | "practitioners");
    let verb = matches!(word(start + 1), "use" | "uses" | "apply" | "applies" | "employ");
    people && verb && name.start == start + 2 && matches!(word(name.end), "to" | "for" | "when")
}

/// Whether nouns behind a name close the circumstance that a sentence opens with: `在使用 X 微调技术时，…`.
fn closes_circumstance(reading: &Reading<'_, '_>, from: u32) -> bool {
    let scan = reading.scan;
    let end = reading.unit.tokens.end.min(from + CIRCUMSTANCE);
    let mut words = (from..end).take_while(|&at| scan.kind(at) == TokenKind::Han && scan.mention_at(at).is_none());
    words.any(|at| matches!(scan.folded(at), "时" | "后") && at + 1 < end && scan.ends_clause(at + 1))
}

/// Whether a sentence is about something of what a mention names, and so about that: `The baseline in X comes from …`, as
/// `X's baseline`. What is a thing of its own, or only near it, is another.
fn is_whose(reading: &Reading<'_, '_>, start: u32, mention: &Found) -> bool {
    let scan = reading.scan;
    let word = |at: u32| if reading.unit.tokens.contains(&at) { scan.folded(at) } else { "" };
    let first = reading.unit.opening();
    let Some(tie) = start.checked_sub(1).filter(|&at| at > first + 1 && at <= first + PART) else { return false };
    let of = matches!(word(tie), "of" | "in" | "inside");
    let part = first + 1..tie;
    let named = |at: u32| scan.mention_at(at).is_some();
    let other = |at: u32| {
        matches!(
            word(at),
            "successor"
                | "predecessor"
                | "paper"
                | "version"
                | "variant"
                | "distilled"
                | "first"
                | "last"
                | "largest"
                | "smallest"
                | "biggest"
                | "rest"
                | "model"
                | "models"
                | "family"
                | "encoder"
                | "decoder"
                | "author"
                | "layer"
                | "layers"
                | "drawback"
                | "idea"
                | "cost"
                | "user"
                | "users"
                | "and"
                | "of"
                | "in"
        )
    };
    let behind = word(mention.run.end);
    let verb = matches!(
        behind,
        "is" | "are"
            | "was"
            | "were"
            | "comes"
            | "come"
            | "has"
            | "have"
            | "form"
            | "forms"
            | "start"
            | "starts"
            | "both"
            | "must"
            | "can"
            | "cannot"
            | "need"
            | "needs"
            | "get"
            | "gets"
            | "stay"
            | "stays"
            | "stem"
            | "stems"
            | "depend"
            | "depends"
            | "act"
            | "acts"
            | "grow"
            | "grows"
            | "fall"
            | "falls"
            | "rise"
            | "rises"
            | "all"
            | "never"
            | "always"
    );
    word(first) == "the" && of && verb && !part.clone().any(|at| named(at) || other(at))
}

/// Whether an item opens with a verb that puts things together, which its heading does.
fn is_made_of(reading: &Reading<'_, '_>, first: u32) -> bool {
    let scan = reading.scan;
    reading.unit.kind == note::UnitKind::Item
        && (matches!(
            scan.folded(first),
            "mixes"
                | "combines"
                | "interleaves"
                | "blends"
                | "alternates"
                | "merges"
                | "mixing"
                | "combining"
                | "interleaving"
        ) || matches!(
            (scan.folded(first), scan.folded(first + 1)),
            ("混" | "结" | "组" | "融", "合") | ("交", "替" | "错")
        ))
}

/// Whether the word before a token, or before the hyphen that it goes on from, says when: `during pre-training`.
fn is_when(scan: &Scan<'_>, at: u32) -> bool {
    let when = |at: u32| matches!(scan.folded(at), "during" | "in" | "at" | "after" | "before");
    when(at) || matches!(scan.folded(at), "pre" | "post" | "continued") && at.checked_sub(1).is_some_and(when)
}

/// Whether a sentence opens with work that is done with what begins at a token: `Training with X …`, `Fine-tuning via X …`.
fn is_work_with(reading: &Reading<'_, '_>, start: u32) -> bool {
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
fn is_equipped(reading: &Reading<'_, '_>, name: &Run) -> bool {
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
fn is_bearer_of(reading: &Reading<'_, '_>, start: u32, behind: u32) -> bool {
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
fn is_doing(reading: &Reading<'_, '_>, verb: u32, behind: u32) -> bool {
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

/// Whether a mention stands in a sentence without being what it is about: behind a preposition or an indefinite
/// article, or as the owner of something else (`the successor of X`, `X's architecture`, `由 X 蒸馏`, `X 的精简版`).
/// The owner of a property is what is talked about (`the context length of X`, `X 的层数`).
pub(super) fn is_oblique(reading: &Reading<'_, '_>, mention: &Found) -> bool {
    let scan = reading.scan;
    let hits = scan.hits_of(reading.id);
    let property_at = |at: u32| {
        hits.iter().any(|hit| {
            let named = matches!(
                hit.owner,
                Owner::Name(_)
                    | Owner::Before(_)
                    | Owner::After(_)
                    | Owner::Says(..)
                    | Owner::Spares(..)
                    | Owner::Denies(..)
            );
            named && hit.run.start <= at && at < hit.run.end
        })
    };
    let start = first_listed(reading, owner_start(reading, mention.run.start));
    let before = if start == reading.unit.tokens.start { "" } else { scan.folded(start - 1) };
    let opens = mention.run.start <= reading.unit.tokens.start + 1;
    let behind = |skip: u32| {
        if mention.run.end + skip < reading.unit.tokens.end { scan.folded(mention.run.end + skip) } else { "" }
    };
    // `用 X 的话，…`: what the sentence is about.
    if (behind(0), behind(1)) == ("的", "话") {
        return false;
    }
    // `A cross-encoder encodes …`: at the beginning it stands for all of its kind.
    let verb =
        |word: &str| word.len() > 2 && word.ends_with('s') || matches!(word, "is" | "can" | "will" | "must" | "may");
    // `A temperature above 1 sharpens …`: and so does it with a value of its own.
    let valued = matches!(behind(0), "of" | "above" | "below" | "over" | "under" | "near" | "around" | "=")
        && scan.kind(mention.run.end + 1) == TokenKind::Number;
    let generic = matches!(before, "a" | "an")
        && start == reading.unit.tokens.start + 1
        && (verb(behind(0)) || valued && !scan.ends_clause(mention.run.end + 2));
    // `In a causal decoder, …`: an adjunct that says what the sentence is about.
    let fronted = matches!(before, "a" | "an")
        && start == reading.unit.tokens.start + 2
        && matches!(scan.folded(start - 2), "in" | "with" | "for" | "under" | "on");
    // `The larger the rank in LoRA, the fewer …`.
    let correlated = matches!(before, "in" | "for" | "of") && is_correlated(reading, start);
    let owned = matches!(before, "in" | "for") && named_before(reading, mention.run.start) || correlated;
    let opens_with = |at: u32| at == reading.unit.opening() && scan.ends_clause(mention.run.end);
    let prepositional = match before {
        // `a variant of X that …`: said of the variant.
        "of" if matches!(behind(0), "that" | "which") => true,
        "of" => mention.run.start < reading.unit.tokens.start + 2 || !property_at(mention.run.start - 2),
        // `During training X uses …`: when it does.
        "training" if start >= 2 && is_when(scan, start - 2) => false,
        // `As for X, …`.
        "for" if start >= 2 && scan.folded(start - 2) == "as" => false,
        "in" | "for" | "with" | "on" | "under" | "at" => !opens,
        // `Thanks to X, …`.
        "to" if start >= 2 && matches!(scan.folded(start - 2), "thanks" | "due" | "owing") && opens_with(start - 2) => {
            false
        }
        "from" | "to" | "into" | "by" | "than" | "as" | "via" | "using" | "a" | "an" | "onto" | "over" | "through"
        | "leverage" | "leverages" | "leveraging" | "training" | "running" | "serving" | "evaluating" => true,
        "由" | "从" | "对" | "把" | "将" | "版" | "以" | "于" | "向" | "给" | "被" | "自" => {
            !is_opener(scan, start - 1)
        }
        // `makes it possible to train X with …`, `Y trains X`: what is done to it.
        "train" | "pretrain" | "tune" | "run" | "serve" => start >= 2 && scan.folded(start - 2) == "to",
        "trains" | "runs" | "serves" => start >= 2 && scan.mention_at(start - 2).is_some(),
        "the" => start >= 2 && scan.folded(start - 2) == "on" && start - 2 > reading.unit.tokens.start,
        // `这些特征在 X 中是 …`: said of what stands before.
        "在" => {
            let clause = reading.clause_run(start).start.max(reading.unit.tokens.start);
            let heavy = |at: &u32| scan.kind(*at) == TokenKind::Han && !scan.is_light(*at) && !property_at(*at);
            let own = (clause..start - 1).filter(heavy).count() > 1 && matches!(behind(1), "是" | "为");
            // `在 X 中引入了一个参数`: what somebody puts into it is none of its own.
            let put = matches!((behind(1), behind(2)), ("引" | "加" | "插", "入") | ("添" | "增", "加"));
            own || put || !matches!(behind(0), "中" | "里")
        }
        // `用 X 生成的数据`: what it makes.
        "用" => (mention.run.end..reading.unit.tokens.end.min(mention.run.end + 4)).any(|at| scan.folded(at) == "的"),
        // What is done with something is not said of it: `训练 X 时`, as `when training X` above.
        "练" | "调" | "测" | "理" => behind(0) == "时",
        _ => false,
    };
    let first = reading.unit.tokens.start;
    // `- mixes X and Y`: of what the item stands under they are parts.
    if mention.run.start > first && is_made_of(reading, first) && !is_whose(reading, start, mention) {
        return true;
    }
    if is_whose(reading, start, mention) || is_in_use(reading, start, mention) {
        return false;
    }
    // `X's idea is to …`, `the goal of X is to …`: said of X itself.
    let essence = |at: u32| hits.iter().any(|hit| hit.owner == Owner::Cue(CueKind::Essence) && hit.run.start == at);
    if matches!(behind(0), "'s" | "的") && essence(mention.run.end + 1) || is_essence_of(reading, start) {
        return false;
    }
    // `The compact X`, `a distilled X`: a description of something else by way of X.
    let described = mention.run.start >= reading.unit.tokens.start + 2
        && matches!(scan.folded(mention.run.start - 2), "a" | "an" | "the")
        && !is_degree(scan.folded(mention.run.start - 1))
        && !super::member::is_extreme(reading, &mention.run)
        && scan.kind(mention.run.start - 1) == TokenKind::Word;
    // `a 300M X model`: another one of X's kind.
    let sized = (2..=4).filter_map(|by| mention.run.start.checked_sub(by)).any(|at| {
        at >= reading.unit.tokens.start
            && matches!(scan.folded(at), "a" | "an")
            && scan.amounts_of(reading.id).iter().any(|amount| amount.run == (at + 1..mention.run.start))
    });
    // `the strict comparison of the X model`: `X 模型的…` owns as `X 的…` does.
    let noun = if (behind(0), behind(1)) == ("模", "型") { 2 } else { 0 };
    let owner = described
        || sized && matches!(behind(0), "model" | "models" | "variant" | "checkpoint")
        || noun > 0 && behind(noun) == "的" && !owns_property_at(reading, mention, mention.run.end + noun + 1)
        || behind(0) == "之" && matches!(behind(1), "父" | "母")
        || matches!(behind(0), "'s" | "的") && !owns_property(reading, mention) && !owns_facet(reading, mention);
    prepositional && !generic && !fronted && !owned || owner
}

/// Whether what is done with a mention, or what goes by it, is what the sentence is about, and so the mention: `Using X adds
/// latency`, `Training with X updates …`, `To run X, you need …`, `By X, one needs …`, `Models with X have …`.
fn is_in_use(reading: &Reading<'_, '_>, start: u32, mention: &Found) -> bool {
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

/// Whether a character that is a preposition by itself is the last of a word that leads to a topic: `对于 X`, `所以 X`,
/// `原版 X`.
fn is_opener(scan: &Scan<'_>, at: u32) -> bool {
    let before = at.checked_sub(1).map_or("", |before| scan.folded(before));
    matches!(
        (before, scan.folded(at)),
        ("对" | "至" | "关", "于") | ("所", "以") | ("因", "为") | ("原" | "正" | "初", "版")
    )
}

/// Whether a mention that begins at `start` is what an idea or a purpose is of: `the goal of X is …`.
fn is_essence_of(reading: &Reading<'_, '_>, start: u32) -> bool {
    let scan = reading.scan;
    let first = reading.unit.tokens.start;
    let of = start.saturating_sub(1 + u32::from(matches!(scan.folded(start.saturating_sub(1)), "the" | "a" | "an")));
    of > first
        && matches!(scan.folded(of), "of" | "behind")
        && matches!(
            scan.folded(of - 1),
            "advantage"
                | "benefit"
                | "property"
                | "feature"
                | "characteristic"
                | "strength"
                | "drawback"
                | "disadvantage"
                | "downside"
                | "weakness"
                | "limitation"
                | "thing"
                | "problem"
                | "catch"
                | "cost"
                | "idea"
                | "trick"
                | "goal"
                | "aim"
                | "purpose"
                | "point"
                | "job"
                | "role"
                | "insight"
                | "intuition"
                | "essence"
        )
        && of <= first + ESSENCE
}

/// Where the owner of what is named begins: `derived from EleutherAI's X`.
fn owner_start(reading: &Reading<'_, '_>, start: u32) -> u32 {
    let scan = reading.scan;
    let owned = start >= reading.unit.tokens.start + 2 && matches!(scan.folded(start - 1), "'s" | "的");
    let owner = owned.then(|| scan.mention_at(start - 2)).flatten();
    owner.map_or(start, |owner| owner.run.start)
}

/// Whether a token stands in the first half of what grows with what: `The larger the X, the fewer the Y`.
fn is_correlated(reading: &Reading<'_, '_>, at: u32) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    let degree = |at: u32| word(at).ends_with("er") || matches!(word(at), "more" | "less");
    let correlates = |at: u32| word(at) == "the" && degree(at + 1);
    let first = reading.unit.opening();
    let clause = reading.clause_run(first);
    correlates(first) && clause.contains(&at) && (at..reading.unit.tokens.end).any(correlates)
}

/// Whether what a mention owns is only a word for something of it, of which a mark or a copula then tells: `X 的特点：…`.
pub(crate) fn owns_facet(reading: &Reading<'_, '_>, mention: &Found) -> bool {
    let scan = reading.scan;
    let facet = |hit: &Hit| {
        matches!(hit.owner, Owner::Cue(CueKind::Overview | CueKind::Content))
            && hit.run.start == mention.run.end + 1
            && matches!(scan.folded(hit.run.end), ":" | "：" | "是" | "is")
    };
    scan.hits_of(reading.id).iter().any(facet)
}

/// Whether what a mention owns is a property of it, or what an expression of its own says: `X 的层数`, `X 的推理显存随…`.
fn owns_property(reading: &Reading<'_, '_>, mention: &Found) -> bool {
    owns_property_at(reading, mention, mention.run.end + 1)
}

/// The same of what begins at a token.
fn owns_property_at(reading: &Reading<'_, '_>, mention: &Found, begins: u32) -> bool {
    let scan = reading.scan;
    let of = |id| mention.entries.iter().any(|&entry| in_domain(scan, scan.glossary.property(id), entry));
    let own = |of| mention.entries.iter().any(|&entry| scan.glossary.is_narrower_or_same(entry, of));
    scan.hits_of(reading.id).iter().any(|hit| {
        let beside = hit.run.start < begins + 3 && begins < hit.run.end;
        match hit.owner {
            Owner::Name(id) | Owner::Before(id) | Owner::After(id) => beside && of(id),
            // `X's cost grows with …`.
            Owner::Choice(id, _) => hit.run.start == begins && of(id),
            Owner::Says(entry, _) | Owner::Spares(entry, _) | Owner::Denies(entry, _) => {
                let near = begins <= hit.run.start && hit.run.start <= begins + OWNED;
                let here = || reading.clause(hit.run.start) == reading.clause(mention.run.start);
                own(entry) && near && (beside || here())
            }
            _ => false,
        }
    })
}

/// Whether a name of several things has a description before it, and so is of some other: `一个仅包含解码器的 Transformer`.
pub(super) fn is_described(reading: &Reading<'_, '_>, mention: &Found) -> bool {
    let before = mention.run.start.checked_sub(1).filter(|&at| at >= reading.unit.tokens.start);
    mention.entries.len() > 1 && before.is_some_and(|at| reading.scan.folded(at) == "的")
}

/// Whether the name of a property stands before the preposition before a mention (`the norm in X`), or `there are` opens
/// the sentence.
fn named_before(reading: &Reading<'_, '_>, mention: u32) -> bool {
    let scan = reading.scan;
    let first = reading.unit.tokens.start;
    let there = scan.folded(first) == "there" && matches!(scan.folded(first + 1), "is" | "are" | "were" | "was");
    there
        || scan
            .hits_of(reading.id)
            .iter()
            .any(|hit| matches!(hit.owner, Owner::Name(_)) && hit.run.end + 1 == mention && hit.run.start <= first + 3)
}

/// Whether a word says how much there is of something, or that it is the thing itself: `a higher temperature` is still the
/// temperature, `the released BERT` BERT.
pub(crate) fn is_degree(word: &str) -> bool {
    matches!(
        word,
        "higher"
            | "lower"
            | "larger"
            | "smaller"
            | "bigger"
            | "longer"
            | "shorter"
            | "greater"
            | "high"
            | "low"
            | "large"
            | "small"
            | "big"
            | "long"
            | "short"
            | "increased"
            | "raised"
            | "reduced"
            | "wider"
            | "standard"
            | "original"
            | "whole"
            | "full"
            | "entire"
            | "plain"
            | "classic"
            | "usual"
            | "vanilla"
            | "released"
            | "published"
            | "public"
            | "official"
            | "actual"
            | "final"
    )
}

/// Where the enumeration begins that a token is a member of, known or not (`从 CC、WebText 中`).
fn first_listed(reading: &Reading<'_, '_>, at: u32) -> u32 {
    let scan = reading.scan;
    let mut first = at;
    for _ in 0..4 {
        let listed = first.checked_sub(2).filter(|&comma| comma > reading.unit.tokens.start);
        let Some(comma) = listed.map(|at| at + 1).filter(|&comma| scan.folded(comma) == "、") else { break };
        first = scan.mention_at(comma - 1).map_or(comma - 1, |mention| mention.run.start);
    }
    first
}
