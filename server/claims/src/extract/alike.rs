//! What two things are said to have in common: `A uses the same tokenizer as B`, `A keeps B's tokenizer`, `A 的词表和 B 一样`.
//!
//! The property is named, and words say that it is the same of both, or that one has it from the other. It is wrong where
//! all that is stated of the one excludes all that is stated of the other. That two things have values of one kind does
//! not make them the same, so nothing is called right.

use glossary::{CueKind, EntryId, Owner, Range};
use note::TokenKind;

use super::{draft, factor::factors};
use crate::{
    ClaimValue, binding,
    draft::{Draft, Valued},
    reading::Reading,
    scan::{Found, Hit, Run},
    subject::{self, Subject, in_domain},
};

/// So many tokens may stand between the parts of the construction.
const NEAR: u32 = 3;

/// Appends what the unit says that two things have in common.
pub(super) fn read(reading: &Reading<'_, '_>, drafts: &mut Vec<Draft>) {
    let alike = cues(reading, CueKind::Alike);
    let taking = cues(reading, CueKind::Taking);
    let times = factors(reading);
    if alike.is_empty() && taking.is_empty() && times.is_empty() {
        return;
    }
    for name in reading.scan.hits_of(reading.id) {
        let Owner::Name(id) = name.owner else { continue };
        let property = reading.scan.glossary.property(id);
        if !matches!(property.range, Range::Entry(_) | Range::Quantity { .. }) || is_inside(reading, name) {
            continue;
        }
        let fits = |entry: EntryId| in_domain(reading.scan, property, entry);
        let read = Alike { reading, name: &name.run, fits: &fits };
        let found = alike.iter().find_map(|cue| read.of_both(cue).or_else(|| read.of_what_one_has(cue)));
        let found = found.or_else(|| taking.iter().find_map(|cue| read.taken(cue)));
        let counted = matches!(property.range, Range::Quantity { .. });
        let multiple = times.iter().filter(|_| counted).find_map(|(factor, run)| Some((*factor, read.times(run)?)));
        if let Some((factor, (subject, other, run))) = multiple {
            let value = Valued { value: ClaimValue::Times(factor, other), run };
            drafts.extend(draft(reading, id, subject, value).map(|draft| Draft { keyed: true, ..draft }));
            continue;
        }
        let Some((subject, other, run)) = found.filter(|(.., run)| !is_denied(reading, run)) else { continue };
        for &id in std::iter::once(&id).chain(&property.determines) {
            let value = Valued { value: ClaimValue::Alike(other), run: run.clone() };
            drafts.extend(draft(reading, id, subject.clone(), value).map(|draft| Draft { keyed: true, ..draft }));
        }
    }
}

/// The cues of a kind in the unit, where nothing takes them back: `nearly the same`, `the same … except`.
fn cues(reading: &Reading<'_, '_>, kind: CueKind) -> Vec<Run> {
    let word = |at: u32| reading.scan.folded(at);
    let tokens = &reading.unit.tokens;
    let less = |at: u32| {
        let single = matches!(
            word(at),
            "almost"
                | "nearly"
                | "roughly"
                | "similar"
                | "mostly"
                | "largely"
                | "essentially"
                | "basically"
                | "except"
                | "but"
                | "only"
                | "besides"
                | "只"
                | "但"
                | "仅"
        );
        single
            || matches!(
                (word(at), word(at + 1)),
                ("apart", "from")
                    | ("除", "了")
                    | ("基", "本")
                    | ("几", "乎")
                    | ("大", "致" | "体")
                    | ("差", "不")
                    | ("类", "似")
            )
    };
    if tokens.clone().any(less) {
        return Vec::new();
    }
    let hits = reading.scan.hits_of(reading.id).iter();
    hits.filter(|hit| hit.owner == Owner::Cue(kind)).map(|hit| hit.run.clone()).collect()
}

/// Whether the words themselves deny it: `is not the same as`, `和 B 不一样`.
fn is_denied(reading: &Reading<'_, '_>, run: &Run) -> bool {
    (run.start.saturating_sub(1).max(reading.unit.tokens.start)..run.end).any(|at| reading.scan.negates(at))
}

/// Whether a property's name is part of a longer one, or of a term.
fn is_inside(reading: &Reading<'_, '_>, name: &Hit) -> bool {
    let longer = |other: &Hit| {
        matches!(other.owner, Owner::Name(_))
            && other.run.start <= name.run.start
            && name.run.end <= other.run.end
            && other.run.len() > name.run.len()
    };
    reading.scan.hits_of(reading.id).iter().any(longer)
}

struct Alike<'r, 's, 'a> {
    reading: &'r Reading<'s, 'a>,
    name: &'r Run,
    fits: &'r dyn Fn(EntryId) -> bool,
}

type Pair = (Subject, EntryId, Run);

impl Alike<'_, '_, '_> {
    /// `A uses the same N as B`, `A and B share one N`, `A 和 B 用的是同一个 N`, `A 用和 B 一样的 N`.
    fn of_both(&self, cue: &Run) -> Option<Pair> {
        let near =
            cue.end <= self.name.start && self.name.start - cue.end <= NEAR && self.is_light(cue.end, self.name.start);
        if !near {
            return None;
        }
        let run = cue.start..self.name.end;
        let as_other = || {
            let other = self.behind(self.name.end, &["as", "with", "that", "of", "in", "the", "for"])?;
            self.led(cue.start, other, run.clone())
        };
        let with_other = || {
            let other = self.before(cue.start)?;
            self.is_with(other).then_some(())?;
            self.led(other.run.start, other, run.clone())
        };
        let of_both = || {
            let second = self.last_before(cue.start)?;
            let all: Vec<&Found> = self.reading.scan.mentions_of(self.reading.id).iter().collect();
            match subject::coordinated(self.reading, &all, second)[..] {
                [first, second] => self.pair(first, second, run.clone()),
                _ => None,
            }
        };
        as_other().or_else(with_other).or_else(of_both)
    }

    /// `A's N is the same as B's`, `A 的 N 和 B 一样`, `A 和 B 的 N 相同`.
    fn of_what_one_has(&self, cue: &Run) -> Option<Pair> {
        if cue.start < self.name.end {
            return None;
        }
        let run = self.name.start..cue.end;
        let owner = self.owner()?;
        // `A and B's N is the same`.
        let all: Vec<&Found> = self.reading.scan.mentions_of(self.reading.id).iter().collect();
        if let [first, second] = subject::coordinated(self.reading, &all, owner)[..] {
            let near = self.is_light(self.name.end, cue.start);
            return near.then(|| self.pair(first, second, run.clone())).flatten();
        }
        let other = self.behind(cue.end, &["as", "to", "that", "of", "the", "with", "in", "size", "kind", "type"]);
        // `the N of A is …`.
        let from = self.name.end.max(owner.run.end.min(cue.start));
        let behind = other.filter(|_| self.is_light(from, cue.start));
        let before = || {
            let other = self.before(cue.start).filter(|other| other.run.start >= self.name.end)?;
            (self.is_with(other) && self.is_light(self.name.end, other.run.start)).then_some(other)
        };
        self.pair(owner, behind.or_else(before)?, run)
    }

    /// `A keeps B's N`, `A keeps the N of B`, `A 沿用了 B 的 N`.
    fn taken(&self, cue: &Run) -> Option<Pair> {
        if cue.end > self.name.start {
            return None;
        }
        let owner = self.owner()?;
        let behind = owner.run.start >= cue.end && self.is_light(cue.end, owner.run.start.min(self.name.start));
        behind.then(|| self.led(cue.start, owner, cue.start..self.name.end)).flatten()
    }

    /// `A has twice the N of B`, `A's N is twice that of B`, `A 的 N 是 B 的两倍`, `A doubles B's N`.
    fn times(&self, factor: &Run) -> Option<Pair> {
        let word = |at: u32| self.reading.scan.folded(at);
        let genitive = || {
            let other = self.last_before(factor.start).filter(|other| other.run.start >= self.name.end)?;
            let own = self.owner().filter(|owner| owner.run.end <= self.name.start)?;
            let linked = matches!(word(other.run.start - 1), "是" | "为" | "约" | "达" | "到");
            let directly = other.run.end + 1 == factor.start && word(other.run.end) == "的";
            (linked && directly).then(|| self.pair(own, other, self.name.start..factor.end)).flatten()
        };
        self.of_both(factor).or_else(|| self.of_what_one_has(factor)).or_else(|| self.taken(factor)).or_else(genitive)
    }

    /// Whose the property is: `B's N`, `B 的 N`, `the N of B`.
    fn owner(&self) -> Option<&Found> {
        let scan = self.reading.scan;
        let genitive = self.name.start.checked_sub(1).filter(|&at| matches!(scan.folded(at), "'s" | "'" | "的"));
        let before = genitive.and_then(|at| self.mentions().find(|mention| mention.run.end == at));
        before.or_else(|| {
            let of = matches!(scan.folded(self.name.end), "of" | "in").then_some(self.name.end + 1)?;
            self.mentions().find(|mention| mention.run.start == of)
        })
    }

    /// The subject that what begins at a token is said of, and the other thing.
    fn led(&self, at: u32, other: &Found, run: Run) -> Option<Pair> {
        let entry = subject::only(other, self.fits)?;
        let accept = |entry: EntryId| (self.fits)(entry);
        let led = at..run.end.max(at + 1);
        let [subject] = &subject::find(self.reading, &led, &accept)[..] else { return None };
        let here = subject.unit == self.reading.id;
        let direct = !here || subject.run.end <= at && self.is_light(subject.run.end, at.min(run.start));
        (direct && subject.entry != entry && subject.run != other.run).then(|| (subject.clone(), entry, run))
    }

    fn pair(&self, first: &Found, second: &Found, run: Run) -> Option<Pair> {
        let (entry, other) = (subject::only(first, self.fits)?, subject::only(second, self.fits)?);
        let subject = Subject { entry, run: first.run.clone(), unit: self.reading.id };
        (entry != other).then_some((subject, other, run))
    }

    fn mentions(&self) -> impl DoubleEndedIterator<Item = &Found> {
        let fits = |mention: &&Found| subject::only(mention, self.fits).is_some();
        self.reading.scan.mentions_of(self.reading.id).iter().filter(fits)
    }

    /// What stands behind a token, with nothing but such words between.
    fn behind(&self, from: u32, words: &[&str]) -> Option<&Found> {
        let mention = self.mentions().find(|mention| mention.run.start >= from)?;
        let small = |at: u32| words.contains(&self.reading.scan.folded(at));
        let near = mention.run.start - from <= NEAR;
        (near && (from..mention.run.start).all(small)).then_some(mention)
    }

    /// What stands directly before a token, but for small words and the property's name once more.
    fn before(&self, at: u32) -> Option<&Found> {
        let mention = self.last_before(at)?;
        (at - mention.run.end <= NEAR && self.is_light(mention.run.end, at)).then_some(mention)
    }

    fn last_before(&self, at: u32) -> Option<&Found> {
        self.mentions().rfind(|mention| mention.run.end <= at)
    }

    /// Whether a word of company stands before what is compared with: `和 B 一样`.
    fn is_with(&self, other: &Found) -> bool {
        let before = other.run.start.checked_sub(1).filter(|&at| at >= self.reading.unit.tokens.start);
        before.is_some_and(|at| matches!(self.reading.scan.folded(at), "和" | "与" | "跟" | "同"))
    }

    /// Whether nothing with a meaning of its own stands between two places.
    fn is_light(&self, from: u32, to: u32) -> bool {
        let scan = self.reading.scan;
        let plain = |at: u32| scan.kind(at) != TokenKind::Punct && scan.mention_at(at).is_none();
        from >= to
            || (from..to).all(plain) && {
                let weight = binding::weight(self.reading, &(from..to));
                weight <= 1
            }
    }
}
