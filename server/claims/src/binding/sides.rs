//! What stands side by side in one line, each with something of its own said of it: what is said of one is not said of
//! the next, however near it stands.

use glossary::{Owner, Range};
use note::{Joint, Style, TokenKind};

use super::{is_related, is_rival, plain::has_meaning};
use crate::{
    ClaimValue,
    draft::Draft,
    reading::Reading,
    scan::{Found, Hit, Run, Scan},
    subject::{Subject, only},
};

/// A verb that takes several stands within so many tokens before the first.
const VERB: u32 = 3;
/// So many tokens before a year its authors are cited.
const CITED: u32 = 4;

/// Whether what is said belongs to something else that stands beside the subject.
pub(super) fn is_of_another(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (subject, value) = (&draft.subject, &draft.run);
    let number = matches!(draft.value, ClaimValue::Quantity(_));
    if is_negated_name(reading.scan, subject) || number && is_cited(reading, value) {
        return true;
    }
    if draft.value.is_worded() && reaches_another(reading, draft) || is_of_a_pair(reading, draft) {
        return true;
    }
    if is_named_after(reading, draft) || is_of_what_it_reduces(reading, draft) {
        return true;
    }
    if subject.unit != reading.id || draft.keyed || reading.unit.cell.is_some() {
        return false;
    }
    is_behind_a_mark(reading, draft)
        || is_longer_name(reading, draft)
        || is_taken_along(reading, draft)
        || is_of_the_section(reading, draft)
        || is_object_of_pronoun(reading, draft)
}

/// Whether a name is only what something is not: `non-tensor-parallel operations`.
fn is_negated_name(scan: &Scan<'_>, subject: &Subject) -> bool {
    let before = subject.run.start.checked_sub(1).filter(|at| scan.note.unit(subject.unit).tokens.contains(at));
    before.is_some_and(|at| {
        matches!(scan.folded(at), "non" | "anti" | "un") && scan.token(subject.run.start).joint <= Joint::Hyphen
            || scan.folded(at) == "非" && scan.token(subject.run.start).joint <= Joint::Space
    })
}

/// Whether a number is the year of a citation: `X — Doe et al. 2024`.
fn is_cited(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let first = value.start.saturating_sub(CITED).max(reading.unit.tokens.start);
    let year = scan.folded(value.start).len() == 4 && value.len() == 1;
    year && (first..value.start).any(|at| super::given::is_et_al(scan, at))
}

/// Whether the words of a value reach from one thing over to the next, which brings its own name: `A 每个头有独立 K/V，B
/// 所有头共享一组`, `A (splits heads) + B (splits layers)`.
fn reaches_another(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    if !matches!(draft.value, ClaimValue::Statement(_)) {
        return false;
    }
    let parted = |mention: &Found| {
        let mut at = mention.run.start;
        while at > value.start && matches!(scan.folded(at - 1), "the" | "a" | "an") {
            at -= 1;
        }
        at > value.start
            && (matches!(scan.folded(at - 1), "，" | "," | "+" | "；" | ";" | "。" | "→" | "|" | "：" | ":")
                && scan.mention_at(at - 1).is_none())
    };
    // A name that an expression itself ends with stands there for its own sake.
    let inner = |mention: &Found| mention.run.start > value.start && mention.run.end < value.end;
    // `词表越大，嵌入矩阵越小`: what nothing is known to be said of is named for the subject's sake.
    let own = |mention: &Found| {
        scan.hits_of(reading.id).iter().any(|hit| {
            mention.run.end <= hit.run.start
                && hit.run.end <= value.end
                && match hit.owner {
                    Owner::Says(of, _) | Owner::Spares(of, _) | Owner::Denies(of, _) => {
                        mention.entries.iter().any(|&entry| scan.glossary.is_narrower_or_same(entry, of))
                    }
                    Owner::Choice(..) => true,
                    _ => false,
                }
        })
    };
    reading
        .mentions_in(value)
        .any(|mention| inner(mention) && is_rival(scan, mention, &draft.subject) && parted(mention) && own(mention))
}

/// Whether a class is one of two that a slash joins, of which both are meant: `单向/双向注意力`.
fn is_of_a_pair(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    let ClaimValue::Choice(id) = draft.value else { return false };
    if !matches!(scan.glossary.property(draft.property).range, Range::Choice(_)) || draft.keyed {
        return false;
    }
    let slash = |at: u32| reading.unit.tokens.contains(&at) && scan.folded(at) == "/";
    let before = value.start.checked_sub(1).is_some_and(slash);
    let short = |run: &Run| run.len() <= 6;
    let other = |hit: &Hit| {
        matches!(hit.owner, Owner::Choice(property, choice) if property == draft.property && choice != id)
            && (hit.run.end + 1 == value.start || hit.run.start == value.end + 1)
    };
    let behind = slash(value.end);
    (before || behind) && (short(value) && before || scan.hits_of(reading.id).iter().any(other))
}

/// Whether a thing that the context gives is taken to come from one that is named after it: of what lists `X-small` and
/// `X-large` X is no offspring.
fn is_named_after(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let ClaimValue::Entry(value) = draft.value else { return false };
    let glossary = reading.scan.glossary;
    let origin = glossary.property(draft.property).origin && draft.subject.unit != reading.id;
    origin && {
        let (own, other) = (glossary.entry(draft.subject.entry), glossary.entry(value));
        let rest = other.pref_label.en.strip_prefix(own.pref_label.en.as_str());
        rest.is_some_and(|rest| rest.starts_with(['-', ' ']))
    }
}

/// Whether words tell to what something is brought that was spoken of before: `the cache reduces this to O(n)`.
fn is_of_what_it_reduces(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, value) = (reading.scan, &draft.run);
    let start = value.start.saturating_sub(VERB).max(reading.unit.tokens.start);
    matches!(draft.value, ClaimValue::Choice(_))
        && (start..value.end).any(|at| {
            let verb = matches!(
                scan.folded(at),
                "reduces" | "reduce" | "reduced" | "cuts" | "cut" | "brings" | "lowers" | "turns" | "drops"
            );
            verb && matches!(scan.folded(at + 1), "this" | "it" | "that" | "these" | "them")
        })
}

/// Whether a value stands before its subject, and an arrow, a bar or the like between them, or the subject is the key of
/// what follows it: `ReLU → GELU (X)`, `X：175B 参数 Y：540B 参数`.
fn is_behind_a_mark(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject, value) = (reading.scan, &draft.subject.run, &draft.run);
    if value.end > subject.start {
        return false;
    }
    let parts = |at: u32| matches!(scan.folded(at), "→" | ";" | "；" | "|" | "｜" | "·" | "➜" | "⇒");
    let key = matches!(scan.folded(subject.end), ":" | "：") && subject.end + 1 < reading.unit.tokens.end;
    let date = matches!(draft.value, ClaimValue::Date(_));
    key && !date && scan.kind(subject.end + 1) == TokenKind::Number || (value.end..subject.start).any(parts)
}

/// Whether a word that opens the sentence makes another thing of the name behind it: `Binary cross-entropy is …`.
fn is_longer_name(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject) = (reading.scan, &draft.subject.run);
    let start = reading.unit.opening();
    let first = if matches!(scan.folded(start), "the" | "a" | "an") { start + 1 } else { start };
    let text = scan.source(&(first..first + 1));
    // `Using X`, `Applying X`: a verb; a name before it (`Google's X`) is whose it is.
    let modifies = scan.kind(first) == TokenKind::Word
        && !text.ends_with("ing")
        && !text.ends_with("ed")
        && scan.mention_at(first).is_none()
        && !scan.is_light(first)
        && has_meaning(scan, reading.id, first);
    // Set as a name though it is none by itself: what is before it is of the name.
    let titled = |at: u32| scan.source(&(at..at + 1)).starts_with(char::is_uppercase);
    let common = scan.glossary.entry(draft.subject.entry).pref_label.en.starts_with(char::is_lowercase);
    let name =
        common && titled(first) && titled(subject.start) && scan.source(&(subject.end - 1..subject.end)).len() > 3;
    matches!(draft.value, ClaimValue::Statement(_))
        && name
        && first + 1 == subject.start
        && subject.end <= draft.run.start
        && scan.token(subject.start).joint == Joint::Space
        && modifies
}

/// Whether subject and value are taken along by one verb, as several: `extended versions include A with … and B`.
fn is_taken_along(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject, value) = (reading.scan, &draft.subject.run, &draft.run);
    if !matches!(draft.value, ClaimValue::Entry(_)) {
        return false;
    }
    let (first, second) = if subject.start < value.start { (subject, value) } else { (value, subject) };
    let start = first.start.saturating_sub(VERB).max(reading.unit.tokens.start);
    let verb = |at: u32| {
        matches!(scan.folded(at), "include" | "includes" | "included" | "including")
            || matches!((scan.folded(at), scan.folded(at + 1)), ("包", "括" | "含") | ("例" | "比", "如"))
    };
    let adds = |at: u32| matches!(scan.folded(at), "and" | "or" | "," | "、" | "和" | "与" | "及" | "以");
    (start..first.start).any(verb) && second.start > first.end && adds(second.start - 1)
}

/// Whether the key of a line is a facet of what the section is about, another thing of the subject's kind, and a later
/// clause goes on to that: `## A` … `核心思想：B 保留 …，但把 … 切开，每张卡只存一部分`.
fn is_of_the_section(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject, value) = (reading.scan, &draft.subject, &draft.run);
    let Some(key) = reading.unit.key else { return false };
    let name = reading.unit.tokens.start..key.end;
    if subject.run.start < key.value
        || reading.mentions_in(&name).next().is_some()
        || reading.clause(subject.run.start) == reading.clause(value.start)
    {
        return false;
    }
    let glossary = scan.glossary;
    let alike = |entry| glossary.kind(entry) == glossary.kind(subject.entry);
    let Some(heading) = reading.unit.heading else { return false };
    let mut topics = scan.mentions_of(heading).iter().filter_map(|mention| only(mention, &alike));
    topics.next().is_some_and(|topic| {
        !glossary.is_narrower_or_same(topic, subject.entry) && !glossary.is_narrower_or_same(subject.entry, topic)
    })
}

/// Whether a pronoun that opens the sentence does something to the subject, and what follows tells of that: `This bounds
/// the cache at … regardless of length`.
fn is_object_of_pronoun(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let (scan, subject, value) = (reading.scan, &draft.subject.run, &draft.run);
    let start = reading.unit.opening();
    if subject.start < start + 2 || value.start < subject.end || !draft.value.is_worded() {
        return false;
    }
    let pronoun = matches!(scan.folded(start), "this" | "it" | "that" | "which");
    let verb = start + 1;
    let causes = matches!(
        scan.folded(verb),
        "makes" | "lets" | "means" | "allows" | "enables" | "helps" | "shows" | "explains" | "implies" | "is" | "was"
    );
    let bold = scan.token(subject.start).style.has(Style::BOLD);
    pronoun
        && !causes
        && !bold
        && scan.kind(verb) == TokenKind::Word
        && scan.folded(verb).ends_with('s')
        && subject.start - verb <= 3
        && reading.clause(start) == reading.clause(subject.start)
        && !reading.mentions_in(&(start..subject.start)).any(|mention| is_related(scan, mention, &draft.subject))
}
