//! What a name takes, where a pronoun stands for it or it is said first: `LLaMA uses it too.` under a title,
//! `RoPE is what BLOOM uses.`, `WordPiece：GPT-2 用的`.
//!
//! The verb between is one that links a property to its values, and the line goes on with nothing else. So of whom and of
//! what it is said is plain, and whether a pronoun means a value its type tells.

use glossary::{EntryId, Owner, PropertyId, Range};
use note::TokenKind;

use super::draft;
use crate::{
    ClaimValue,
    draft::{Draft, Valued, is_kind},
    reading::Reading,
    scan::{Found, Run},
    subject::{self, Subject, coordinated, in_domain},
};

/// So many small words may stand between a name and its verb (`也`, `then also`), or a verb and a pronoun (`的就是`).
const SMALL: u32 = 3;
/// A noun behind `这种` has at most so many characters.
const NOUN: u32 = 5;

/// Appends what the names of a unit take.
pub(super) fn read(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    for hit in reading.scan.hits_of(reading.id) {
        let Owner::Before(id) = hit.owner else { continue };
        let Range::Entry(kinds) = &reading.scan.glossary.property(id).range else { continue };
        let accept = |entry| is_kind(reading, kinds, entry);
        if let Some(pronoun) = pronoun(reading, hit.run.end) {
            let Some(name) = taker(reading, id, &hit.run) else { continue };
            if let [topic] = &subject::from_context(reading, &accept)[..]
                && is_near(reading, id, topic)
            {
                let mentions: Vec<&Found> = reading.scan.mentions_of(reading.id).iter().collect();
                let takers = coordinated(reading, &mentions, name);
                // `ReLU is cheap, and OPT uses it`: what the line itself names before is meant.
                let names_another = takers.first().map(|first| &first.run) != mentions.first().map(|first| &first.run);
                if names_another {
                    continue;
                }
                for name in takers {
                    claim(reading, id, name, topic.entry, &pronoun, drafts);
                }
            }
        } else if ends(reading, &hit.run) {
            let Some(name) = taker(reading, id, &hit.run) else { continue };
            let Some(value) = said_first(reading, name, &hit.run) else { continue };
            if let Some(entry) = subject::only(value, &accept) {
                claim(reading, id, name, entry, &value.run, drafts);
            }
        }
    }
}

/// Whether what a pronoun may mean is the first that its own line names (`A can do B. X uses it.` speaks of either), and the
/// line before names nothing else than what takes it too.
fn is_near(reading: &Reading<'_, '_>, id: PropertyId, topic: &Subject) -> bool {
    let scan = reading.scan;
    let first = scan.mentions_of(topic.unit).first().is_some_and(|first| first.run == topic.run);
    let takes =
        |mention: &Found| mention.entries.iter().any(|&entry| in_domain(scan, scan.glossary.property(id), entry));
    let passed = |before| before == topic.unit || scan.mentions_of(before).iter().all(takes);
    first && reading.unit.previous.is_none_or(passed)
}

/// The name that does what a verb says, directly before it.
fn taker<'s>(reading: &Reading<'s, '_>, id: PropertyId, verb: &Run) -> Option<&'s Found> {
    let scan = reading.scan;
    let property = scan.glossary.property(id);
    let fits = |mention: &Found| subject::only(mention, &|entry| in_domain(scan, property, entry)).is_some();
    let name = scan.mentions_of(reading.id).iter().rfind(|mention| mention.run.end <= verb.start)?;
    let between = name.run.end..verb.start;
    let small = |at: u32| {
        scan.passes(at)
            || matches!(
                scan.folded(at),
                "also"
                    | "then"
                    | "too"
                    | "model"
                    | "models"
                    | "family"
                    | "series"
                    | "也"
                    | "都"
                    | "就"
                    | "所"
                    | "系"
                    | "列"
                    | "和"
                    | "家"
            )
    };
    (fits(name) && between.len() as u32 <= SMALL && between.into_iter().all(small)).then_some(name)
}

/// The pronoun that a verb takes for its object, where nothing follows it.
fn pronoun(reading: &Reading<'_, '_>, behind: u32) -> Option<Run> {
    let scan = reading.scan;
    let end = reading.unit.tokens.end;
    let word = |at: u32| if at < end { scan.folded(at) } else { "" };
    let at = (behind..end.min(behind + SMALL)).find(|&at| !matches!(word(at), "的" | "就" | "是" | "正" | "了"))?;
    let closed = |at: u32| {
        let rest = if matches!(word(at), "too" | "also") { at + 1 } else { at };
        let rest = if (word(rest), word(rest + 1)) == ("as", "well") { rest + 2 } else { rest };
        closes(reading, rest) || matches!(word(rest), "," | "，")
    };
    let last = match word(at) {
        "it" | "它" => at + 1,
        "这" if matches!(word(at + 1), "种" | "个" | "套") => {
            let noun = (at + 2..end.min(at + 2 + NOUN)).take_while(|&at| scan.kind(at) == TokenKind::Han);
            at + 2 + noun.count() as u32
        }
        _ => return None,
    };
    closed(last).then_some(at..last)
}

/// The value that opens a line whose end tells who takes it.
fn said_first<'s>(reading: &Reading<'s, '_>, name: &Found, verb: &Run) -> Option<&'s Found> {
    let scan = reading.scan;
    let word = |at: u32| scan.folded(at);
    let first = reading.mentions_in(&reading.unit.tokens).next()?;
    let opens = first.run.start <= reading.unit.tokens.start + 1 && first.run.end < name.run.start;
    let link = first.run.end..name.run.start;
    let links = match word(link.start) {
        "is" | "was" | "are" | "were" | ":" | "：" => {
            (link.start + 1..link.end).all(|at| matches!(word(at), "what" | "the" | "one" | "that"))
        }
        "是" | "就" => (link.start + 1..link.end).all(|at| word(at) == "是"),
        _ => false,
    };
    let asked = (link.start..link.end).any(|at| word(at) == "what");
    (opens && links && (asked || scan.kind(verb.end - 1) == TokenKind::Han)).then_some(first)
}

/// Whether a verb ends its clause, in Chinese with `的`.
fn ends(reading: &Reading<'_, '_>, verb: &Run) -> bool {
    let scan = reading.scan;
    let last = verb.end - 1;
    if scan.kind(last) != TokenKind::Han {
        return closes(reading, verb.end);
    }
    if scan.folded(last) == "的" {
        closes(reading, verb.end)
    } else {
        verb.end < reading.unit.tokens.end && scan.folded(verb.end) == "的" && closes(reading, verb.end + 1)
    }
}

/// Whether nothing of a clause is left from a token on.
fn closes(reading: &Reading<'_, '_>, at: u32) -> bool {
    let end = reading.unit.tokens.end;
    at >= end || reading.scan.ends_clause(at) || at + 1 == end && reading.scan.kind(at) == TokenKind::Punct
}

/// That a name takes a value; another shape may have read the same, less surely.
fn claim(reading: &Reading<'_, '_>, id: PropertyId, name: &Found, value: EntryId, run: &Run, drafts: &mut Vec<Draft>) {
    let scan = reading.scan;
    let property = scan.glossary.property(id);
    let Some(entry) = subject::only(name, &|entry| in_domain(scan, property, entry)) else { return };
    let same = |draft: &&mut Draft| {
        draft.unit == reading.id && draft.property == id && draft.subject.run == name.run && draft.run == *run
    };
    if let Some(draft) = drafts.iter_mut().rev().find(same) {
        draft.keyed = true;
        return;
    }
    let subject = Subject { entry, run: name.run.clone(), unit: reading.id };
    let made = draft(reading, id, subject, Valued { value: ClaimValue::Entry(value), run: run.clone() });
    drafts.extend(made.map(|draft| Draft { keyed: true, ..draft }));
}
