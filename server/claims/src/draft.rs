//! A claim as it was read, before the glossary is asked.

use glossary::{EntryId, Owner, Property, PropertyId, Range};
use note::{Joint, TokenKind, UnitId};

use crate::{
    ClaimValue, Evidence, Status,
    reading::Reading,
    scan::{Amount, AmountKind, Run, Scan},
    subject::{self, Subject},
};

/// A claim as it was read.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent observation of the reader")]
pub(crate) struct Draft {
    /// The unit that makes the claim.
    pub(crate) unit: UnitId,
    pub(crate) property: PropertyId,
    pub(crate) subject: Subject,
    pub(crate) value: ClaimValue,
    pub(crate) run: Run,
    pub(crate) polarity: bool,
    pub(crate) status: Status,
    /// Said of all members of the family.
    pub(crate) all: bool,
    /// A bound, not the value itself.
    pub(crate) bound: Bound,
    /// The statement an expression belongs to, for `definition`.
    pub(crate) statement: Option<Evidence>,
    /// Whether the value stands alone in its cell or behind its key, so that replacing it leaves a whole.
    pub(crate) alone: bool,
    /// Whether a key or a header names the property, so that the value needs no words around it.
    pub(crate) keyed: bool,
    /// Whether words say what a date behind or before a key is of: `2023-07: Llama 2 is released`.
    pub(crate) told: bool,
    /// Whether it answers a question that names the subject.
    pub(crate) answers: bool,
    /// Whether its words only tell what the line is about: they keep a statement's denials off and say nothing.
    pub(crate) spare: bool,
    /// Whether it is surely the subject that this is said of.
    pub(crate) sure: bool,
}

impl Draft {
    /// The words of the claim's own unit that give the value. What a question in another line says is asserted by the
    /// answer: by the name it gives, or by its yes or no.
    pub(crate) fn shown(&self, scan: &Scan<'_>) -> Run {
        let unit = scan.note.unit(self.unit);
        if unit.tokens.contains(&self.run.start) {
            return self.run.clone();
        }
        if self.subject.unit == self.unit {
            return self.subject.run.clone();
        }
        let mark = |at: &u32| scan.kind(*at) == TokenKind::Punct;
        let answer = unit.opening()..unit.tokens.end;
        let start = answer.clone().find(|at| !mark(at)).unwrap_or(answer.start);
        start..(start..answer.end).find(mark).unwrap_or(answer.end)
    }
}

/// What a number in a claim bounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Bound {
    /// Nothing: it is the value.
    #[default]
    Exact,
    /// The value is at least this.
    AtLeast,
    /// The value is at most this.
    AtMost,
    /// The value is less than this.
    Below,
    /// The value is near this.
    About,
}

/// A value of a property in the text.
#[derive(Clone, Debug)]
pub(crate) struct Valued {
    pub(crate) value: ClaimValue,
    pub(crate) run: Run,
}

/// The values that a run holds for a property whose values are entries, numbers or dates.
pub(crate) fn values_in(reading: &Reading<'_, '_>, property: &Property, within: &Run) -> Vec<Valued> {
    match &property.range {
        Range::Entry(kinds) => entries_in(reading, kinds, within),
        Range::Quantity { least, .. } => amounts_in(reading, within, |amount| number(amount, *least)),
        Range::Date => amounts_in(reading, within, date),
        _ => Vec::new(),
    }
}

/// The same where a key or a header names the property: there a word or two of a label do (`learned` for learned
/// position embedding), if they are of one label alone.
pub(crate) fn values_or_part(reading: &Reading<'_, '_>, property: &Property, within: &Run) -> Vec<Valued> {
    let values = values_in(reading, property, within);
    let Range::Entry(kinds) = &property.range else { return values };
    let named = reading.scan.mentions_of(reading.id).iter().any(|mention| within.contains(&mention.run.start));
    let short = (1..=PART).contains(&within.len());
    if !values.is_empty() || named || !short || within.clone().any(|at| reading.scan.kind(at) != TokenKind::Word) {
        return values;
    }
    let words: Vec<&str> = within.clone().map(|at| reading.scan.folded(at)).collect();
    let entry = reading.scan.glossary.partly_named(&words, kinds);
    entry.map(|entry| Valued { value: ClaimValue::Entry(entry), run: within.clone() }).into_iter().collect()
}

/// A part of a label has at most so many words.
const PART: usize = 3;

/// Whether an entry's type is among `kinds`.
pub(crate) fn is_kind(reading: &Reading<'_, '_>, kinds: &[String], entry: EntryId) -> bool {
    let name = reading.scan.glossary.kind_name(entry);
    kinds.iter().any(|kind| kind == name)
}

/// Which mentions and amounts of a unit stand where a value may, whatever the property.
#[derive(Clone, Debug)]
pub(crate) struct Free {
    mentions: Vec<bool>,
    amounts: Vec<bool>,
}

fn free(reading: &Reading<'_, '_>) -> Free {
    let mention = |run: &Run| {
        !reading.is_set_apart(run) && !is_place(reading, run) && !is_owner(reading, run) && !is_replaced(reading, run)
    };
    let amount = |amount: &Amount| {
        !reading.is_set_apart(&amount.run)
            && reading.scan.mention_at(amount.run.start).is_none()
            && !subject::size::names_member(reading, amount)
            && !is_origin(reading, &amount.run)
            // The base of a power.
            && (amount.run.end >= reading.unit.tokens.end || reading.scan.folded(amount.run.end) != "^")
            && !is_range_end(reading, &amount.run)
            && !is_of_an_address(reading, &amount.run)
    };
    let mentions = reading.scan.mentions_of(reading.id);
    Free {
        mentions: mentions.iter().map(|found| mention(&found.run)).collect(),
        amounts: reading.scan.amounts_of(reading.id).iter().map(amount).collect(),
    }
}

fn entries_in(reading: &Reading<'_, '_>, kinds: &[String], within: &Run) -> Vec<Valued> {
    let accept = |entry| is_kind(reading, kinds, entry);
    reading
        .scan
        .mentions_of(reading.id)
        .iter()
        .zip(&reading.free(free).mentions)
        .filter(|&(mention, &free)| free && within.start <= mention.run.start && mention.run.end <= within.end)
        .filter_map(|(mention, _)| {
            let entry = subject::only(mention, &accept)?;
            Some(Valued { value: ClaimValue::Entry(entry), run: mention.run.clone() })
        })
        .collect()
}

/// Whether what is named only owns what is spoken of: `使用 RMSNorm 的好处`, `BERT's tokenizer`. Kinds of things are no
/// such property: `采用 RoPE 的方法`.
fn is_owner(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let scan = reading.scan;
    if run.end + 1 >= reading.unit.tokens.end {
        return false;
    }
    let named = |at: u32| {
        let takes = |id: PropertyId| match &scan.glossary.property(id).range {
            Range::Entry(kinds) => scan
                .mention_at(run.start)
                .is_some_and(|mention| mention.entries.iter().any(|&entry| is_kind(reading, kinds, entry))),
            _ => false,
        };
        scan.hits_of(reading.id).iter().any(|hit| {
            let named = matches!(hit.owner, Owner::Name(id) | Owner::After(id) | Owner::Inverse(id) if takes(id));
            // `X 是 Y 的微调版`: the words that link begin with the particle.
            let from =
                matches!(hit.owner, Owner::After(id) if takes(id)) && hit.run.start == run.end && hit.run.len() > 1;
            named && hit.run.start == at || from
        })
    };
    let behind = run.end + 1;
    // `A's base is X, B's is Y`: what B has is not said of A.
    let elided = scan.folded(run.end) == "'s" && matches!(scan.folded(behind), "is" | "was" | "are");
    let goes_on = elided || scan.kind(behind) != TokenKind::Punct && !named(behind) && !scan.is_light(behind);
    matches!(scan.folded(run.end), "的" | "'s") && goes_on
}

/// Whether words are what was given up for something else: `从 ReLU 换成 GELU`, `将静态掩码改为动态`.
pub(crate) fn is_replaced(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let scan = reading.scan;
    let start = reading.unit.tokens.start;
    let given = (start.max(run.start.saturating_sub(2))..run.start)
        .any(|at| matches!(scan.folded(at), "从" | "由" | "将" | "把" | "from"));
    let clause = reading.clause_run(run.start);
    let taken = |at: u32| {
        let pair = (scan.folded(at), scan.folded(at + 1));
        matches!(pair, ("换" | "改" | "变", "成" | "为" | "用") | ("替", "换") | ("to" | "into", _))
    };
    given && (run.end..clause.end.min(run.end + 8)).any(taken)
}

/// Whether a number is what was left for another: `从 2048 翻倍到 4096`.
fn is_origin(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let before = run.start.checked_sub(1).filter(|&at| at >= reading.unit.tokens.start);
    let goes = |at: u32| {
        matches!(reading.scan.folded(at), "到" | "至" | "to" | "升" | "变" | "成" | "中" | "里" | "选" | "挑")
    };
    let on = || (run.end..reading.unit.tokens.end.min(run.end + 6)).any(goes);
    // `2K → 4K`, `2K -> 4K`.
    let mark = |at: u32| if at < reading.unit.tokens.end { reading.scan.folded(at) } else { "" };
    if mark(run.end) == "→" || mark(run.end) == "-" && mark(run.end + 1) == ">" {
        return true;
    }
    // `由 X 的 2K 增至 4K`: what another has.
    let owned = before.filter(|&at| reading.scan.folded(at) == "的").and_then(|at| at.checked_sub(1));
    let owner = owned.and_then(|at| reading.scan.mention_at(at)).and_then(|owner| owner.run.start.checked_sub(1));
    let leaves = |at: u32| matches!(reading.scan.folded(at), "从" | "由" | "from");
    before.into_iter().chain(owner.filter(|&at| at >= reading.unit.tokens.start)).any(leaves) && on()
}

/// Whether a number ends a range of several things: `ranging in size from 70M to 12B`.
fn is_range_end(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let scan = reading.scan;
    let mark = run.start.checked_sub(1).filter(|&at| at >= reading.unit.tokens.start);
    let to = mark.is_some_and(|at| matches!(scan.folded(at), "to" | "到" | "至"));
    let clause = reading.clause_run(run.start);
    let ranges =
        |at: u32| matches!(scan.folded(at), "range" | "ranges" | "ranging" | "spanning" | "spans" | "varying" | "等");
    to && clause.into_iter().any(ranges)
}

/// Whether a number is of the path of an address: `blog.example.org/2025/12/13/…`.
fn is_of_an_address(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let scan = reading.scan;
    let glued = |at: u32| scan.token(at).joint == Joint::Glued;
    let slash = run.start.checked_sub(1).filter(|at| reading.unit.tokens.contains(at) && scan.folded(*at) == "/");
    let host = slash.and_then(|at| at.checked_sub(2)).filter(|at| reading.unit.tokens.contains(at));
    host.is_some_and(|at| scan.folded(at) == "." && glued(at + 1) && glued(at + 2) && glued(run.start))
}

/// Whether something is done inside of what is named: `在 ViT 中`, `ViT 中引入的`.
fn is_place(reading: &Reading<'_, '_>, run: &Run) -> bool {
    let inside = |at: u32| at < reading.unit.tokens.end && matches!(reading.scan.folded(at), "中" | "里");
    if inside(run.end) && run.end + 1 < reading.unit.tokens.end && reading.scan.kind(run.end + 1) == TokenKind::Han {
        return true;
    }
    let before = run.start.checked_sub(1).filter(|&at| at >= reading.unit.tokens.start);
    before.is_some_and(|at| reading.scan.folded(at) == "在")
        && run.end < reading.unit.tokens.end
        && matches!(reading.scan.folded(run.end), "中" | "里" | "内")
}

fn amounts_in(reading: &Reading<'_, '_>, within: &Run, read: impl Fn(&Amount) -> Option<ClaimValue>) -> Vec<Valued> {
    reading
        .scan
        .amounts_of(reading.id)
        .iter()
        .zip(&reading.free(free).amounts)
        .filter(|&(amount, &free)| free && within.start <= amount.run.start && amount.run.end <= within.end)
        .filter_map(|(amount, _)| Some(Valued { value: read(amount)?, run: amount.run.clone() }))
        .collect()
}

/// The number of an amount, where it is not too small for what is counted.
pub(crate) fn number(amount: &Amount, least: f64) -> Option<ClaimValue> {
    let number = match amount.kind {
        AmountKind::Number(number, _) => number,
        AmountKind::Year(year) => f64::from(year),
        _ => return None,
    };
    (number.is_finite() && number >= least).then_some(ClaimValue::Quantity(number))
}

/// The date of an amount.
pub(crate) fn date(amount: &Amount) -> Option<ClaimValue> {
    match amount.kind {
        AmountKind::Date(date) => Some(ClaimValue::Date(date)),
        AmountKind::Year(year) => Some(ClaimValue::Date(glossary::Date { year, month: None, day: None })),
        _ => None,
    }
}
