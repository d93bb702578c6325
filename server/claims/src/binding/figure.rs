//! Figures that are no value of their subject's, though the words fit: fractions, wholes, counts of what stands beside.

use glossary::{CueKind, Owner, PropertyId, Range};
use note::{Joint, TokenKind};

use crate::{
    ClaimValue,
    draft::Draft,
    reading::Reading,
    scan::{Hit, Run},
};

/// A sum is told within so many tokens behind its first number.
const SUM: u32 = 16;
/// The word for a change stands within so many tokens before a number.
const DIFFERENCE: u32 = 4;
/// An index stands within so many tokens before a number, and its letter so many before that.
const INDEX: u32 = 5;
/// What something comes up to is told within so many tokens on either side of its size.
const PEER: u32 = 6;
/// So many tokens behind the word that opens a range its ends stand.
const SPAN: u32 = 6;
/// An article stands within so many tokens before a number.
const ARTICLE: u32 = 3;

/// Whether a number is of something else than what it is taken for.
pub(super) fn is_of_another(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    if !matches!(draft.value, ClaimValue::Quantity(_)) {
        return false;
    }
    counts_other(reading, draft)
        || is_fraction(reading, &draft.run)
        || is_addend(reading, &draft.run)
        || is_total(reading, draft)
        || is_one_of_them(reading, draft)
        || is_of_a_list_of_indices(reading, draft)
        || counts_words(reading, draft)
        || is_counted_behind(reading, draft)
        || is_of_a_configuration(reading, draft)
        || is_of_an_example(reading, draft)
        || is_of_ones_own(reading, draft)
        || is_of_a_case(reading, draft)
        || is_of_a_compound(reading, draft)
        || is_a_difference(reading, &draft.run)
        || is_of_an_index(reading, draft)
        || is_reckoned_with(reading, draft)
        || is_of_a_peer(reading, &draft.run)
        || is_of_an_owner(reading, draft)
        || is_a_sibling(reading, &draft.run)
        || is_second_of_two(reading, draft)
        || !draft.keyed && is_apposed(reading, draft)
}

/// Whether a number only says in which case something is asked or so: `32K 上下文总量`, `32K 上下文下`.
fn is_of_a_case(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    let word = |at: u32| if reading.unit.tokens.contains(&at) { scan.folded(at) } else { "" };
    // `以 139 开头`.
    if (word(value.end), word(value.end + 1)) == ("开", "头") {
        return true;
    }
    let unit = |hit: &&Hit| super::plain::links_to(hit.owner, draft.property) && hit.run.start == value.end;
    let last = scan.hits_of(reading.id).iter().filter(unit).map(|hit| hit.run.end).max();
    last.is_some_and(|at| {
        at < reading.unit.tokens.end && matches!(scan.folded(at), "总" | "下" | "时" | "内" | "里" | "面" | "次" | "级")
    })
}

/// Whether a number only says by how much something grew or shrank: `增加了 15M 参数`, `20M additional parameters`.
fn is_a_difference(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let tokens = &reading.unit.tokens;
    let word = |at: u32| if tokens.contains(&at) { scan.folded(at) } else { "" };
    let first = value.start.saturating_sub(DIFFERENCE).max(tokens.start);
    let changed = (first..value.start).any(|at| {
        matches!((word(at), word(at + 1)), ("增", "加") | ("减", "少") | ("额", "外") | ("多", "出" | "了"))
            || matches!(word(at), "additional" | "extra" | "adds" | "adding" | "removes" | "saves")
    });
    changed
        || matches!(word(value.end), "additional" | "extra" | "more" | "fewer")
        || (word(value.end), word(value.end + 1)) == ("额", "外")
}

/// Whether a limit is only what something is stretched to, or what a need of memory is reckoned for: `扩展到 32k`, `32K 上下文
/// ≈ 110 GB`.
fn is_reckoned_with(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    if !scan.glossary.property(draft.property).capacity || reading.unit.cell.is_some() {
        return false;
    }
    let memory = |at: u32| at != value.end && matches!(scan.folded(at), "gb" | "gib" | "tb" | "gigabyte" | "gigabytes");
    let first = value.start.saturating_sub(DIFFERENCE).max(reading.unit.tokens.start);
    let stretched = |at: u32| {
        matches!((scan.folded(at), scan.folded(at + 1)), ("扩", "展") | ("延", "长"))
            || matches!(scan.folded(at), "extend" | "extended" | "extends" | "extending" | "stretched")
    };
    let kept = |at: u32| {
        matches!(scan.folded(at), "cache" | "memory" | "vram" | "gpu" | "hbm")
            || matches!((scan.folded(at), scan.folded(at + 1)), ("缓" | "显" | "内", "存"))
    };
    let tokens = &reading.unit.tokens;
    (first..value.start).any(stretched) || tokens.clone().any(memory) && tokens.clone().any(kept)
}

/// Whether a number only tells the size of what something comes up to: `接近 7B 稠密模型的性能`, `matches a 70B model`.
fn is_of_a_peer(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let tokens = &reading.unit.tokens;
    let word = |at: u32| if tokens.contains(&at) { scan.folded(at) } else { "" };
    let pair = |at: u32| (word(at), word(at + 1));
    let first = value.start.saturating_sub(PEER).max(tokens.start);
    let matched = (first..value.start).any(|at| {
        matches!(
            pair(at),
            ("达", "到") | ("接", "近") | ("媲", "美") | ("相", "当") | ("比", "肩") | ("超", "过" | "越")
        ) || matches!(pair(at), ("comparable" | "close" | "up", "to") | ("par", "with") | ("like", "a"))
            || matches!(
                word(at),
                "matches" | "matching" | "rivals" | "rivalling" | "approaches" | "beats" | "outperforms" | "reaches"
            )
    });
    let end = tokens.end.min(value.end + PEER);
    let behind = || (value.end..end).take_while(|&at| !scan.ends_clause(at));
    let model = behind().any(|at| pair(at) == ("模", "型") || matches!(word(at), "model" | "models" | "llm" | "llms"));
    let level = behind().any(|at| {
        matches!(pair(at), ("性", "能") | ("水", "平") | ("效", "果") | ("表", "现"))
            || matches!(word(at), "performance" | "quality" | "level")
    });
    matched && (level || model && !behind().any(|at| pair(at) == ("参", "数") || word(at).starts_with("parameter")))
}

/// Whether a number is of what owns it: `keeps 6 of BERT's 12 layers`, `保留了 BERT 的 12 层中的 6 层`.
fn is_of_an_owner(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    let owns = value.start.checked_sub(1).filter(|at| reading.unit.tokens.contains(at));
    let owner = owns.filter(|&at| matches!(scan.folded(at), "'s" | "的")).and_then(|at| at.checked_sub(1));
    let owner = owner.and_then(|at| scan.mention_at(at));
    let own = draft.subject.unit == reading.id;
    own && owner.is_some_and(|owner| {
        owner.run != draft.subject.run
            && draft.subject.run.end <= owner.run.start
            && !super::is_related(scan, owner, &draft.subject)
            && scan.is_checkable(owner)
    })
}

/// Whether a number is the second of two that are given in order, of which the first is none that the property has: `分别在
/// 300 和 1000 亿`, `have 2 and 4 layers respectively`.
fn is_second_of_two(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    let Range::Quantity { least, .. } = scan.glossary.property(draft.property).range else { return false };
    let first = value.start.checked_sub(2).filter(|at| reading.unit.tokens.contains(at));
    let joined = first.is_some_and(|at| matches!(scan.folded(at + 1), "和" | "与" | "、" | "and"));
    let small = |at: u32| {
        let number = scan.folded(at).parse::<f64>();
        scan.kind(at) == TokenKind::Number && number.is_ok_and(|number| number < least.max(3.0))
    };
    reading.has(CueKind::Respectively) && joined && first.is_some_and(small)
}

/// Whether a size only goes on with a list of members of a family, and so is one: `X 33B 和 65B 的训练数据`.
fn is_a_sibling(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let letter = |run: &Run| matches!(scan.folded(run.end - 1), "b" | "m");
    let joins =
        |at: u32| matches!(scan.folded(at), "和" | "与" | "、" | "/" | "到" | "and" | "to" | "or" | "至" | "及");
    let before = value.start.checked_sub(2).filter(|at| reading.unit.tokens.contains(at) && joins(at + 1));
    let sized = |at: u32| {
        let named = scan.mention_at(at).is_some_and(|mention| mention.run.end == at + 1 && letter(&mention.run));
        let behind_name = |amount: &crate::scan::Amount| {
            let name = amount.run.start.checked_sub(1);
            amount.run.end == at + 1
                && letter(&amount.run)
                && name.is_some_and(|name| {
                    scan.mention_at(name).is_some_and(|mention| mention.run.end == amount.run.start)
                })
        };
        named || scan.amounts_of(reading.id).iter().any(behind_name)
    };
    let tells = |at: u32| {
        matches!(
            scan.folded(at),
            "的" | "都" | "均" | "也" | "are" | "were" | "have" | "both" | "use" | "share" | "models"
        )
    };
    letter(value) && before.is_some_and(sized) && tells(value.end)
}

/// Whether the name before a number is the index of a letter that stands for a size: `$d_{\text{head}} = 128$` is of a head.
fn is_of_an_index(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    let own = |hit: &&Hit| {
        super::plain::links_to(hit.owner, draft.property)
            && hit.run.end <= value.start
            && value.start - hit.run.end <= INDEX
    };
    let Some(name) = scan.hits_of(reading.id).iter().filter(own).map(|hit| hit.run.start).max() else { return false };
    let first = name.saturating_sub(INDEX).max(reading.unit.tokens.start);
    let line = (first..name).rev().find(|&at| scan.folded(at) == "_");
    line.and_then(|at| at.checked_sub(1)).is_some_and(|at| scan.folded(at) == "d")
}

/// Whether the word behind that says what a number counts is only a part of another: `12,500 competition-level problems`.
fn is_of_a_compound(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    let clause = reading.clause_run(value.start);
    let own = |hit: &&Hit| super::plain::links_to(hit.owner, draft.property) && clause.contains(&hit.run.start);
    let part = |hit: &Hit| {
        let start = hit.run.start;
        start > value.end && scan.kind(start) == TokenKind::Word && scan.token(start).joint == Joint::Hyphen
    };
    let mut own = scan.hits_of(reading.id).iter().filter(own).peekable();
    !draft.keyed && own.peek().is_some() && own.all(part)
}

/// Whether the word behind a number says that it counts something else: `26 billion tokens` are no parameters.
fn counts_other(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let unit = |id: PropertyId| match &reading.scan.glossary.property(id).range {
        Range::Quantity { unit, .. } => Some(unit),
        _ => None,
    };
    // An expression around the number says what it counts.
    let around = |hit: &Hit| {
        let holds = hit.run.start < draft.run.start && draft.run.end < hit.run.end;
        holds && hit.owner == Owner::With(draft.property)
    };
    if reading.scan.hits_of(reading.id).iter().any(around) {
        return false;
    }
    let behind = reading.scan.hits_of(reading.id).iter().filter(|hit| hit.run.start == draft.run.end);
    let mut units = behind.filter_map(|hit| match hit.owner {
        Owner::After(id) => unit(id),
        _ => None,
    });
    let own = unit(draft.property);
    units.next().is_some_and(|first| Some(first) != own && units.all(|unit| Some(unit) != own))
}

/// Whether a number is one of several that tell which of many: `layers 7 and 8`, `heads 3–5`.
fn is_of_a_list_of_indices(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    let tokens = &reading.unit.tokens;
    let word = |at: u32| if tokens.contains(&at) { scan.folded(at) } else { "" };
    let number = |at: u32| tokens.contains(&at) && scan.kind(at) == TokenKind::Number;
    let joins = |at: u32| matches!(word(at), "and" | "or" | "to" | "through" | "-" | "–" | "," | "&");
    let noun = |at: u32| matches!(word(at), "layers" | "blocks" | "heads" | "experts" | "stages" | "steps");
    let first = |at: u32| noun(at) && number(at + 1) && joins(at + 2) && number(at + 3);
    let before = |by: u32| value.start.checked_sub(by);
    before(1).is_some_and(first) || before(3).is_some_and(first) && value.end == value.start + 1
}

/// Whether a number counts the words of a text, which no model is counted in: `400 billion words`.
fn counts_words(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let parameters = matches!(
        &reading.scan.glossary.property(draft.property).range,
        Range::Quantity { unit, .. } if unit == "parameters"
    );
    let behind = draft.run.end;
    let word = if behind < reading.unit.tokens.end { reading.scan.folded(behind) } else { "" };
    parameters && matches!(word, "words" | "word" | "characters" | "documents" | "sentences" | "词" | "字" | "单")
}

/// Whether a number is the upper part of a fraction: `1/8 of the table`.
fn is_fraction(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let one = value.len() == 1 && scan.folded(value.start) == "1";
    let below = |at: u32| matches!(scan.kind(at), TokenKind::Number | TokenKind::Opaque);
    one && value.end + 1 < reading.unit.tokens.end && scan.folded(value.end) == "/" && below(value.end + 1)
}

/// Whether a number tells one of several from the others: `其中 405B 参数模型是 …`.
fn is_one_of_them(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let scan = reading.scan;
    let before = draft.run.start.checked_sub(2).filter(|at| reading.unit.tokens.contains(at));
    scan.glossary.property(draft.property).scales
        && before.is_some_and(|at| (scan.folded(at), scan.folded(at + 1)) == ("其", "中"))
}

/// Whether a number is one of those that a sum adds up: `2B shared + 2 × 5.6B = 13B`.
fn is_addend(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let behind = value.end..reading.unit.tokens.end.min(value.end + SUM);
    let at = |sign: &str| behind.clone().find(|&at| scan.folded(at) == sign);
    at("+").is_some_and(|plus| at("=").is_some_and(|equals| plus < equals))
}

/// Whether a number is what a sum comes to, of which other words say what it is: `activates 2B shared + 2 × 5.6B = 13B`.
fn is_total(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let scan = reading.scan;
    let Some(equals) = draft.run.start.checked_sub(1).filter(|&at| scan.folded(at) == "=") else { return false };
    let before = equals.saturating_sub(SUM).max(reading.unit.tokens.start)..equals;
    let named = |hit: &Hit| hit.owner == Owner::Name(draft.property);
    before.into_iter().any(|at| scan.folded(at) == "+") && !scan.hits_of(reading.id).iter().any(named)
}

/// Whether a word behind a number says what it counts, and the name before it is what the number before counts: `32 layers,
/// 128 d_head`.
fn is_counted_behind(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    let own = |owner: Owner| super::plain::links_to(owner, draft.property);
    let counts = |at: u32| reading.covers(own, at);
    let noun = value.end < reading.unit.tokens.end
        && scan.kind(value.end) == TokenKind::Word
        && !scan.is_light(value.end)
        && !counts(value.end)
        && (scan.token(value.end + 1).joint == Joint::Hyphen || !counts(value.end + 1));
    let named = |hit: &&Hit| {
        own(hit.owner) && matches!(hit.owner, Owner::Name(_) | Owner::After(_)) && hit.run.end <= value.start
    };
    let nearest = scan.hits_of(reading.id).iter().filter(named).map(|hit| hit.run.start).max();
    let taken = |start: u32| scan.amounts_of(reading.id).iter().any(|amount| amount.run.end == start);
    noun && nearest.is_some_and(taken)
}

/// Whether a bracket behind the name tells how it is set up, so that the figure behind it is of that: `X (1024 dim): 5M`.
fn is_of_a_configuration(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject) = (reading.scan, &draft.subject);
    let end = reading.unit.tokens.end;
    let open = subject.run.end;
    if subject.unit != reading.id || open >= draft.run.start || scan.folded(open) != "(" {
        return false;
    }
    let close = (open..end.min(draft.run.start)).find(|&at| scan.folded(at) == ")");
    let counted =
        |close: u32| scan.amounts_of(reading.id).iter().any(|amount| (open..close).contains(&amount.run.start));
    scan.glossary.property(draft.property).scales
        && reading.unit.tokens.start < subject.run.start
        && close.is_some_and(|close| matches!(scan.folded(close + 1), ":" | "：") && counted(close))
}

/// Whether a figure describes a model that somebody makes or supposes: `training a 10B parameter GPT-2`, `extend an
/// 8k-context Llama model`; and below what a line stands under, `1 万亿参数模型需要…`.
fn is_of_ones_own(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject, value) = (reading.scan, &draft.subject, &draft.run);
    let property = scan.glossary.property(draft.property);
    let word = |at: u32| if at < reading.unit.tokens.end { scan.folded(at) } else { "" };
    if subject.unit != reading.id {
        let unit = value.end + u32::from(word(value.end) == "parameter") + 2 * u32::from(word(value.end) == "参");
        let noun = unit + u32::from(word(unit) == "的");
        let end = match (word(noun), word(noun + 1)) {
            ("模", "型") => noun + 2,
            ("model" | "models" | "llm", _) => noun + 1,
            _ => return false,
        };
        let opens = super::weight(reading, &(reading.unit.tokens.start..value.start)) == 0;
        return property.scales && opens && super::weight(reading, &(end..reading.unit.tokens.end)) > 0;
    }
    let first = reading.unit.tokens.start.max(value.start.saturating_sub(ARTICLE));
    let article = |at: u32| matches!(word(at), "a" | "an" | "one" | "一" | "个");
    let hyphened = value.end < reading.unit.tokens.end && scan.token(value.end).joint == Joint::Hyphen;
    (property.scales || property.capacity && hyphened)
        && value.end <= subject.run.start
        // `As a 13B model, X …` leads up to X.
        && reading.clause(value.start) == reading.clause(subject.run.start)
        && (first..value.start).any(article)
}

/// Whether a limit stands in an example that is reckoned through, in which it is what is taken: `Example: X, 32K context`.
fn is_of_an_example(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let scan = reading.scan;
    let first = reading.unit.tokens.start;
    let example = matches!(scan.folded(first), "例" | "举" | "示" | "算" | "example" | "e.g" | "suppose" | "consider");
    example && scan.glossary.property(draft.property).capacity && draft.subject.run.end <= draft.run.start
}

/// Whether a dash sets a number beside another count of the clause before it: `used two layers of 4096 units — about 26M`.
fn is_apposed(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject, value) = (reading.scan, &draft.subject, &draft.run);
    let start = reading.clause_run(value.start).start;
    let dash = start.checked_sub(1).is_some_and(|at| matches!(scan.folded(at), "—" | "–"));
    let counted = |run: &Run| subject.run.end <= run.start && run.end < start;
    dash && subject.unit == reading.id
        && start > subject.run.end + 1
        && super::weight(reading, &(start..value.start)) == 0
        && scan.amounts_of(reading.id).iter().any(|amount| counted(&amount.run))
}

/// Whether a year only tells from when or until when something is so, or is that of a decade: `2010 年之后`, `the 1990s`.
pub(super) fn is_an_age(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let word = |at: u32| if at < reading.unit.tokens.end { scan.folded(at) } else { "" };
    let decade = word(value.end) == "s" || scan.source(value).ends_with('s');
    decade || matches!((word(value.end), word(value.end + 1)), ("之" | "以", "后" | "前" | "来") | ("年", "代"))
}

/// Whether a number is an end of a range: `between 6B and 175B`, `3-5`, `0.1B 到 13B`.
pub(super) fn is_span(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let tokens = &reading.unit.tokens;
    let to = |at: u32| matches!(reading.scan.folded(at), "-" | "–" | "~" | "～" | "到" | "至");
    let number = |at: u32| tokens.contains(&at) && reading.scan.kind(at) == TokenKind::Number;
    // With its unit, if it has one: `0.1B`.
    let ends_number =
        |at: u32| number(at) || number(at.wrapping_sub(1)) && reading.scan.token(at).joint == Joint::Glued;
    let hyphened = |at: u32| number(at) && reading.scan.token(at).joint == Joint::Hyphen;
    let goes_on = hyphened(value.end) || to(value.end) && number(value.end + 1);
    let before = value.start.checked_sub(1).filter(|at| tokens.contains(at));
    let came = before.is_some_and(|at| {
        hyphened(value.start) && ends_number(at) || to(at) && at > tokens.start && ends_number(at - 1)
    });
    if goes_on || came {
        return true;
    }
    let first = reading.unit.tokens.start.max(value.start.saturating_sub(SPAN));
    // `from 70M up to 16B`.
    let word = |at: u32| reading.scan.folded(at);
    let up = value.start >= first + 2 && (word(value.start - 2), word(value.start - 1)) == ("up", "to");
    let from = up && (first..value.start).any(|at| word(at) == "from" && number(at + 1));
    from || (first..value.start).any(|at| matches!(word(at), "between" | "介"))
}
