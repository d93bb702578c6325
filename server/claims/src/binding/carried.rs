//! Whether a line has a subject of its own, though only its context gives the one it is taken for.
//!
//! What stands under a title or behind a sentence is said of what those name only where the line begins with what it
//! says. Any other noun in front of that is what the line is about, and so is a phrase that a verb follows: `Updating
//! every parameter requires …`.

use glossary::{EntryId, Localized, Owner, Value};
use note::{Joint, TokenKind};

use super::{bracket::bracket, turn::is_finite, whole::is_whole};
use crate::{
    ClaimValue,
    draft::Draft,
    reading::Reading,
    scan::{Found, Hit, Run},
    subject::coordinated,
};

/// The weight that may stand in front of what a line says, as `weigh` counts it: one Chinese character.
const FRONT: u32 = 1;
/// A word of fewer letters is no part by which a thing is known.
const PART: usize = 4;
/// So many tokens behind a phrase its verb stands.
const VERB: u32 = 7;
/// So many tokens behind what a line opens with it is said what that is.
const DEFINED: u32 = 10;
/// The thing that a line opens in is named within so many tokens.
const PLACE: u32 = 6;
/// So many tokens into a line a word tells that it speaks of several.
const SEVERAL: u32 = 3;

/// Whether what a line says is of something of its own.
pub(super) fn is_of_its_own(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let worded = draft.value.is_worded() || matches!(draft.value, ClaimValue::Entry(_));
    if draft.subject.unit == reading.id || draft.keyed || reading.unit.cell.is_some() || !worded {
        return false;
    }
    let value = &draft.run;
    let whole = || is_whole(reading, draft);
    !reading.unit.tokens.contains(&value.start)
        || is_a_subject(reading, value) && !whole()
        || is_done_to_another(reading, draft)
        || is_about_the_value(reading, draft)
        || is_an_option(reading)
        || speaks_of_several(reading, draft)
        || describes_in_a_bracket(reading, value)
        || is_set_against(reading, value)
        || is_of_a_place(reading, draft)
        || is_in_another(reading, draft)
        || is_of_its_lack(reading)
        || is_meant_for(reading, draft)
        || !draft.answers && has_front(reading, draft) && !whole()
}

/// Whether something stands in the clause before what it says that is no part of the subject.
fn has_front(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let scan = reading.scan;
    let value = &draft.run;
    let start = reading.clause_run(value.start).start.max(reading.unit.opening());
    // `答：解码时 …`: what a key says is no part of the clause.
    let start = reading.unit.key.filter(|key| key.value <= value.start).map_or(start, |key| start.max(key.value));
    // `It adds …`, `Its entries are …`: what the clause points back to; and what it opens with may be its verb: `trains on …`.
    let verb = |at: u32| {
        let text = scan.folded(at);
        let inflected = text.ends_with("ed") || text.ends_with('s') && !text.ends_with("ss");
        scan.kind(at) == TokenKind::Word && inflected && !is_finite(scan.folded(at + 1))
    };
    let object = |at: u32| {
        scan.kind(at) == TokenKind::Number
            || matches!(
                scan.folded(at),
                "a" | "an"
                    | "the"
                    | "all"
                    | "any"
                    | "each"
                    | "every"
                    | "only"
                    | "you"
                    | "on"
                    | "in"
                    | "with"
                    | "for"
                    | "from"
                    | "to"
            )
    };
    let plain = |at: u32| ["shes", "izes", "ises", "ifies", "ates"].iter().any(|end| scan.folded(at).ends_with(end));
    let opens_with_verb = verb(start) && (start + 1 == value.start || object(start + 1) || plain(start));
    if start < value.start
        && (opens_with_verb
            || super::pronoun::opens_with_pronoun(reading, &(start..value.end), value, &draft.subject)
            || reading.points_back_in(start..start + 2))
    {
        return false;
    }
    let adverb = |at: u32| scan.kind(at) == TokenKind::Word && scan.folded(at).ends_with("ly");
    let letter = |at: u32| scan.kind(at) == TokenKind::Word && scan.folded(at).len() == 1;
    let front = (start..value.start).filter(|&at| !adverb(at) && !letter(at) && !is_quantifier(scan.folded(at)));
    if super::weigh(reading, front.clone()) <= FRONT || is_while(reading, &(start..value.start)) {
        return false;
    }
    let heads = |at: u32| is_part(reading, draft, at) && (verb(at + 1) || is_finite(scan.folded(at + 1)));
    let led = front.clone().find(|&at| !scan.is_light(at)).is_some_and(heads);
    !led && super::weigh(reading, front.filter(|&at| !is_part(reading, draft, at))) > FRONT
}

/// Whether a few words only say when: `推理时`.
fn is_while(reading: &Reading<'_, '_>, front: &Run) -> bool {
    front.len() <= 3 && !front.is_empty() && reading.scan.folded(front.end - 1) == "时"
}

/// Whether a word only says of how many of the things behind it something is said.
fn is_quantifier(word: &str) -> bool {
    matches!(word, "only" | "just" | "all" | "every" | "each" | "any" | "仅" | "只" | "所" | "有" | "全" | "每")
}

/// Whether the glossary speaks of a word where it tells what the subject is: the router of a mixture of experts.
fn is_part(reading: &Reading<'_, '_>, draft: &Draft, at: u32) -> bool {
    let scan = reading.scan;
    let told = |word: &str| {
        let of = draft.statement.map(|statement| statement.entry).into_iter();
        let kinds = scan.glossary.broader_of(draft.subject.entry);
        of.chain([draft.subject.entry]).chain(kinds).any(|entry| {
            let entry = scan.glossary.entry(entry);
            let texts =
                entry.statements.iter().flat_map(|statement| &statement.values).filter_map(|value| match value {
                    Value::Text(text) => Some(text),
                    _ => None,
                });
            let holds = |text: &Localized<String>| is_in(&text.zh, word) || is_in(&text.en, word);
            holds(&entry.definition) || texts.into_iter().any(holds)
        })
    };
    match scan.kind(at) {
        TokenKind::Word => {
            let stem = scan.folded(at).trim_end_matches('s');
            stem.len() >= PART && told(stem)
        }
        TokenKind::Han => {
            let pair = |first: u32| {
                let second = first + 1;
                let whole = reading.unit.tokens.contains(&first) && reading.unit.tokens.contains(&second);
                whole
                    && scan.kind(first) == TokenKind::Han
                    && scan.kind(second) == TokenKind::Han
                    && told(&format!("{}{}", scan.folded(first), scan.folded(second)))
            };
            pair(at) || at.checked_sub(1).is_some_and(pair)
        }
        _ => false,
    }
}

/// Whether a text holds a word, which is in lower case, in any case.
fn is_in(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether the words of a value are the subject of a verb behind them: `fine-tuning the entire model requires …`, `微调整个模型
/// 需要 …`.
fn is_a_subject(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let end = reading.unit.tokens.end;
    let word = |at: u32| if at < end { scan.folded(at) } else { "" };
    if scan.kind(value.end - 1) == TokenKind::Han || value.end < end && scan.kind(value.end) == TokenKind::Han {
        return matches!(
            (word(value.end), word(value.end + 1)),
            ("需" | "会" | "将" | "很" | "太" | "难", _)
                | ("成", "本")
                | ("代", "价")
                | ("开", "销")
                | ("非", "常")
                | ("容", "易")
                | ("导", "致")
        );
    }
    let joins = |at: &u32| {
        let mark = scan.kind(*at) == TokenKind::Punct && scan.token(*at).joint != Joint::Hyphen;
        mark || matches!(
            word(*at),
            "that"
                | "which"
                | "who"
                | "what"
                | "how"
                | "when"
                | "where"
                | "while"
                | "if"
                | "because"
                | "so"
                | "and"
                | "or"
                | "but"
                | "to"
                | "as"
                | "than"
                | "then"
                | "it"
                | "they"
                | "since"
                | "whether"
                | "before"
                | "after"
                | "until"
        )
    };
    let verb = |at: u32| {
        is_finite(word(at))
            || matches!(word(at), "consumes" | "costs" | "becomes" | "leads" | "means" | "reduces" | "drops" | "falls")
    };
    let own = is_quantifier(word(value.start)) || value.clone().any(|at| is_finite(word(at)) || scan.negates(at));
    // `extends the context a model can remember`: the verb is of what begins behind.
    let begins = matches!(word(value.end), "a" | "an" | "the" | "you" | "we" | "they" | "one");
    !own && !begins && (value.end..end.min(value.end + VERB)).take_while(|at| !joins(at)).any(verb)
}

/// Whether a line opens with what is done to something that it names: `Adding a causal mask to X turns it into …`.
fn is_done_to_another(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let scan = reading.scan;
    let start = reading.unit.opening();
    let end = reading.clause_run(start).end;
    let outside = |mention: &Found| mention.run.start + 1 >= draft.run.end && !reading.is_set_apart(&mention.run);
    let verb = |at: u32| is_finite(scan.folded(at)) || scan.folded(at).ends_with('s');
    draft.run.start <= start + 2
        && scan.folded(start).ends_with("ing")
        && !(start..draft.run.end).any(verb)
        && scan.mention_at(start).is_none()
        && reading.mentions_in(&(start..end)).any(|mention| scan.is_checkable(mention) && outside(mention))
}

/// Whether a line is about the value that it opens with: it sets that against another thing, or tells what it is: `为什么
/// A 比 B 快？`, `A（…）是一种 …`.
fn is_about_the_value(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    let word = |at: u32| scan.folded(at);
    let first = reading.mentions_in(&reading.unit.tokens).next();
    let behind = value.end..reading.unit.tokens.end.min(value.end + DEFINED);
    let defines = |at: u32| {
        (word(at), word(at + 1)) == ("是", "一")
            || matches!(word(at), "is" | "are") && matches!(word(at + 1), "a" | "an" | "the" | "one")
    };
    matches!(draft.value, ClaimValue::Entry(_))
        && first.is_some_and(|first| first.run.start == value.start)
        && (word(value.end) == "比" || behind.take_while(|&at| !scan.ends_clause(at)).any(defines))
}

/// Whether a line is one of those to choose from: `B. the learning rate`.
fn is_an_option(reading: &Reading<'_, '_>) -> bool {
    let scan = reading.scan;
    let first = reading.unit.tokens.start;
    let letter = |at: u32| matches!(scan.folded(at), "a" | "b" | "c" | "d" | "e" | "f");
    let mark = |at: u32| matches!(scan.folded(at), "." | ")" | "、" | "．");
    let at = first + u32::from(scan.folded(first) == "(");
    reading.unit.tokens.len() > 2 && letter(at) && mark(at + 1)
}

/// Whether a line opens with several, where the context gives one: `Most suites …`, `Both methods …`.
fn speaks_of_several(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let scan = reading.scan;
    let first = reading.unit.opening();
    let word = |at: u32| scan.folded(at);
    let mut front = first..draft.run.start.min(first + SEVERAL);
    let several = front.any(|at| {
        matches!(word(at), "most" | "many" | "some" | "several" | "both")
            || matches!((word(at), word(at + 1)), ("两" | "二", "者") | ("这", "两"))
    });
    several && {
        let mentions: Vec<&Found> = scan.mentions_of(draft.subject.unit).iter().collect();
        let own = mentions.iter().find(|mention| mention.run == draft.subject.run).copied();
        own.is_none_or(|own| coordinated(reading, &mentions, own).len() < 2)
    }
}

/// Whether a bracket only describes what stands before it: `certain layers (usually attention layers)`.
fn describes_in_a_bracket(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    bracket(reading, value).is_some_and(|bracket| {
        let before = bracket.start.checked_sub(1).filter(|at| reading.unit.tokens.contains(at));
        before.is_some_and(|at| scan.kind(at) != TokenKind::Punct && !scan.is_light(at))
    })
}

/// Whether words are, or hold, what another thing is set against: `linear vs quadratic`, `与其更新全部，不如 …`.
fn is_set_against(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let word = |at: u32| reading.scan.folded(at);
    let from = value.start.saturating_sub(2).max(reading.unit.tokens.start);
    (from..value.end).any(|at| matches!(word(at), "vs" | "versus") || (word(at), word(at + 1)) == ("与", "其"))
}

/// Whether a line opens with a place that a value of the same property makes: `在单向编码中，…`, `In causal attention, …` tell
/// of whatever has that value.
fn is_of_a_place(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let scan = reading.scan;
    let start = reading.unit.opening();
    let opens = matches!(scan.folded(start), "在" | "in" | "with" | "under")
        || (scan.folded(start), scan.folded(start + 1)) == ("对", "于");
    let end = reading.clause_run(start).end;
    let makes = |hit: &Hit| matches!(hit.owner, Owner::Choice(id, _) if id == draft.property);
    opens && scan.hits_of(reading.id).iter().any(|hit| start < hit.run.start && hit.run.end <= end && makes(hit))
}

/// Whether a line opens with another thing in which something is so: `In standard self-attention, every token …` below a
/// variant of that.
fn is_in_another(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let scan = reading.scan;
    let start = reading.unit.opening();
    let place = matches!(scan.folded(start), "in" | "with" | "under" | "for" | "在");
    let clause = reading.clause_run(start);
    // What it is a variant of is another thing, too.
    let own = |&entry: &EntryId| scan.glossary.is_narrower_or_same(entry, draft.subject.entry);
    let named = |mention: &Found| {
        scan.is_checkable(mention)
            && !mention.entries.iter().any(own)
            && !super::names_property(scan, reading.id, &mention.run)
    };
    let near = start + 1..clause.end.min(start + PLACE);
    place && clause.end <= draft.run.start && reading.mentions_in(&near).any(named)
}

/// Whether a line tells what is so where its subject is missing: `Without it, …`, `若无缓存，…`.
fn is_of_its_lack(reading: &Reading<'_, '_>) -> bool {
    let first = reading.unit.tokens.start;
    let word = |by: u32| reading.scan.folded(first + by);
    word(0) == "without" || matches!((word(0), word(1)), ("如" | "若", "无"))
}

/// Whether words only say what something is for: `引入 X 来减少 Y`, `kv_heads: for grouped-query attention`.
fn is_meant_for(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let scan = reading.scan;
    let before = draft.run.start.checked_sub(1).filter(|at| reading.unit.tokens.contains(at));
    // `所以`, `可以` are no `以`.
    let joined = |at: u32| matches!(scan.folded(at.saturating_sub(1)), "所" | "可" | "难" | "得" | "足");
    let goal = before.is_some_and(|at| match scan.folded(at) {
        "来" => true,
        "以" => !joined(at),
        _ => false,
    });
    let serves = before.is_some_and(|at| scan.folded(at) == "for");
    match draft.value {
        ClaimValue::Statement(_) => {
            let clause = reading.clause_run(draft.run.start);
            goal && !super::pronoun::opens_with_pronoun(reading, &clause, &draft.run, &draft.subject)
        }
        ClaimValue::Entry(_) => serves,
        _ => false,
    }
}
