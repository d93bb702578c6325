//! Whether a clause has a subject of its own that is none of ours, so that nothing above it is meant.

use glossary::{CueKind, EntryId, Owner, Property, Range};
use note::{Joint, Style, TokenKind, UnitKind};

use super::{Found, Reading, Run, role::is_object};

/// What is longer than this many tokens has a subject of its own.
const LONG: u32 = 40;
/// What is no longer than so many words has none, where a Chinese character is half a word.
const SHORT: u32 = 26;
/// What a clause leads up to begins within so many tokens of the next.
const LEADS: u32 = 3;
/// What a line says begins within so many tokens of its own beginning.
const OPENS: u32 = 6;

/// Whether the clause names something before the value that is none of our subjects and may be the real one.
pub(super) fn is_blocked(reading: &Reading<'_, '_>, value: &Run, accept: &dyn Fn(EntryId) -> bool) -> bool {
    let scan = reading.scan;
    let start = reading.unit.tokens.start;
    let from = reading.unit.key.map_or(start, |key| key.value).min(value.start);
    let anaphor = reading.points_back(value.start);
    // A key in code, `BN: …`, is a name that is not looked into.
    let code = |key: note::Key| (start..key.end).any(|at| scan.kind(at) == TokenKind::Opaque);
    if reading.unit.key.is_some_and(|key| value.start >= key.value && code(key)) {
        return true;
    }
    // Of what it opens with a Chinese character is half a word; farther in, and of a number, it may have turned.
    let opens = value.start <= from + OPENS && scan.kind(value.start) != TokenKind::Number;
    let short = || opens && reading.distance(&reading.unit.tokens) <= SHORT;
    let long = reading.unit.tokens.len() as u32 > LONG && !short();
    if long && !anaphor || matches!(reading.unit.kind, UnitKind::Heading(_)) {
        return true;
    }
    if leads_up(reading, value)
        || opens_with_unknown(reading, value)
        || reading.has(CueKind::Unnamed)
        || (from..value.start).any(|at| unknown_name(reading, at))
    {
        return true;
    }
    let article = value.start.checked_sub(1).is_some_and(|at| matches!(scan.folded(at), "a" | "an" | "another"));
    if article && scan.kind(value.start) == TokenKind::Number {
        return true;
    }
    let rivals = rival_kinds(reading, value);
    // What an expression goes on to name (`用 Word2Vec 得到词向量`) is a part of what is said.
    let first = reading.clause_run(value.start).start <= from;
    let said = |mention: &Found| first && value.start < mention.run.start && mention.run.end <= value.end;
    // `…，这些嵌入在微调过程中 …`: behind what is said a phase is only when something else is so, and what a demonstrative
    // takes up is what has been named.
    let phase = |mention: &Found| {
        let behind = mention.run.start >= value.end;
        let chinese = || matches!(scan.folded(mention.run.end), "过" | "阶" | "时" | "期");
        behind
            && match scan.folded(mention.run.start - 1) {
                "during" | "these" | "those" | "些" | "该" => true,
                "在" => chinese(),
                _ => false,
            }
    };
    let others = scan.mentions_of(reading.id).iter();
    let others = others.filter(|mention| mention.run.start >= from && !said(mention) && !phase(mention));
    others.filter(|mention| !names_property_of(reading, mention, value)).any(|mention| {
        let apart = reading.is_set_apart(&mention.run) || mention.run == *value;
        let accepted = mention.entries.iter().any(|&entry| accept(entry)) && !apart;
        let before = mention.run.end <= value.start;
        let rival = mention.entries.iter().any(|&entry| rivals.contains(&scan.glossary.kind_name(entry)));
        // A word that points back points to what is named before it.
        let pointed = anaphor && !reading.points_back(mention.run.start);
        let named = accepted && (!before || !anaphor || pointed && !is_object(reading, mention));
        named
            || before
                && (rival || is_linked(reading, mention, value))
                && !anaphor
                && !reading.is_set_apart(&mention.run)
    })
}

/// Whether a sentence opens with words that only lead up to what the next clause names: `Proposed in 2021, X …`.
fn leads_up(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let first = reading.unit.opening();
    let clause = reading.clause_run(value.start);
    let begins = |mention: &Found| (clause.end..clause.end + LEADS).contains(&mention.run.start);
    clause.start <= first
        && clause.end < reading.unit.tokens.end
        && super::is_adjunct(scan.folded(first), scan.folded(first + 1))
        && scan.folded(first).ends_with("ed")
        && scan.mentions_of(reading.id).iter().any(begins)
}

/// Whether a sentence, or the clause of the value, opens with a word that no expression has, or that it says the kind of
/// (`React is a library`), and so with a subject that is none of ours.
fn opens_with_unknown(reading: &Reading<'_, '_>, value: &Run) -> bool {
    let scan = reading.scan;
    let unknown = |first: u32| {
        let capital = || scan.source(&(first..first + 1)).starts_with(char::is_uppercase);
        let classed = || {
            matches!(scan.folded(first + 1), "is" | "was")
                && matches!(scan.folded(first + 2), "a" | "an" | "the" | "one")
        };
        first < value.start
            && scan.kind(first) == TokenKind::Word
            && (scan.word(first).is_none() || classed())
            && scan.mention_at(first).is_none()
            && !scan.is_light(first)
            && capital()
    };
    let clause = reading.clause_run(value.start).start;
    let first = (clause..value.start).find(|&at| scan.kind(at) != TokenKind::Punct);
    reading.unit.kind == UnitKind::Sentence && (unknown(reading.unit.tokens.start) || first.is_some_and(unknown))
}

/// Whether a mention is only what a property of the value is called: `激活函数` in `激活函数为 GELU`.
fn names_property_of(reading: &Reading<'_, '_>, mention: &Found, value: &Run) -> bool {
    let scan = reading.scan;
    let number = scan.amounts_of(reading.id).iter().any(|amount| amount.run == *value);
    let takes = |id| match &scan.glossary.property(id).range {
        Range::Entry(kinds) => scan
            .mention_at(value.start)
            .is_some_and(|value| value.entries.iter().any(|&entry| crate::draft::is_kind(reading, kinds, entry))),
        Range::Quantity { .. } | Range::Date => number,
        _ => false,
    };
    mention.run.end <= value.start
        && scan.hits_of(reading.id).iter().any(|hit| {
            let named = matches!(hit.owner, Owner::Name(id) | Owner::Before(id) if takes(id));
            named && hit.run.start <= mention.run.start && mention.run.end <= hit.run.end
        })
}

/// Whether words that link a value stand directly behind a mention and before the value: it is the sentence's subject.
fn is_linked(reading: &Reading<'_, '_>, mention: &Found, value: &Run) -> bool {
    let clause = reading.clause(value.start);
    reading.scan.hits_of(reading.id).iter().any(|hit| {
        matches!(hit.owner, Owner::Before(_))
            && reading.clause(mention.run.start) == clause
            && hit.run.start >= mention.run.end
            && hit.run.start - mention.run.end <= 2
            && !(mention.run.end..hit.run.start).any(|at| matches!(reading.scan.folded(at), "and" | "," | "和" | "、"))
            && hit.run.end <= value.start
    })
}

/// The types of entries that the value could be said of by any property: one of them named before it is its subject.
fn rival_kinds<'g>(reading: &Reading<'_, 'g>, value: &Run) -> Vec<&'g str> {
    let glossary = reading.scan.glossary;
    let Some(mention) = reading.scan.mention_at(value.start).filter(|mention| mention.run == *value) else {
        return Vec::new();
    };
    let takes = |property: &&Property| match &property.range {
        Range::Entry(kinds) => mention.entries.iter().any(|&entry| crate::draft::is_kind(reading, kinds, entry)),
        _ => false,
    };
    let of = glossary.properties().iter().filter(takes);
    of.flat_map(|property| property.domain.iter().map(String::as_str)).collect()
}

/// Whether a token is part of a name that the glossary does not know: a word with a capital where none is due, or
/// with digits beside it.
pub(crate) fn unknown_name(reading: &Reading<'_, '_>, at: u32) -> bool {
    let scan = reading.scan;
    let math = scan.token(at).style.has(Style::MATH);
    if math || scan.kind(at) != TokenKind::Word || scan.mention_at(at).is_some() {
        return false;
    }
    // A unit is no name: `40GB`.
    if at > 0 && scan.kind(at - 1) == TokenKind::Number && scan.token(at).joint == Joint::Glued {
        return false;
    }
    let text = scan.source(&(at..at + 1));
    // A word of the expressions is none, unless it is spelled as only names are (`SigLip`).
    let mixed = text.chars().skip(1).any(char::is_uppercase) && text.chars().any(char::is_lowercase);
    if scan.word(at).is_some() && !mixed {
        return false;
    }
    let inner_capital = text.chars().skip(1).any(char::is_uppercase) && text.chars().count() > 1;
    let numbered = scan.kind(at + 1) == TokenKind::Number && scan.token(at + 1).joint <= Joint::Hyphen;
    let first = at == reading.unit.tokens.start || scan.token(at).style.has(Style::BOLD);
    let capital = text.starts_with(char::is_uppercase);
    inner_capital || numbered && capital || capital && !first && text.len() > 2
}
