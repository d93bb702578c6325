//! Whether a subject that only the context of a line gives (the question it answers, the sentence before, the item or
//! heading above) is what that context is about, and the line leaves it to be its own subject too.

mod named;

use glossary::CueKind;
use note::{Joint, Style, TokenKind, Unit, UnitId, UnitKind};

use super::{
    is_related, names_property,
    plain::{has_meaning, is_in_passing, words},
    whole::is_whole,
};
use crate::{
    context,
    draft::Draft,
    reading::Reading,
    scan::{Amount, AmountKind, Found, Run, Scan},
    subject::{Subject, points_to_named, section_of, unknown_name},
};
pub(super) use named::is_set_beside;
use named::{
    is_aside, is_compared_with, is_denied, is_example, is_led_by_another, leads_to_another, speaks_of_its_lack,
};

/// A title of no more tokens speaks of the one thing that it names.
const TITLE: usize = 8;
/// A sentence that only leads to what it names has at most so many tokens.
const PRESENTED: usize = 10;
/// Authors that a sentence opens with are named within so many tokens.
const AUTHORS: u32 = 6;
/// The place that a line opens with has at most so many tokens.
const PLACE: u32 = 6;
/// A word that points back stands within so many tokens of the beginning.
const POINTS: u32 = 4;

/// Whether what the context gives is what a claim is about.
pub(super) fn is_given(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let subject = &draft.subject;
    let worded = draft.value.is_worded();
    let own = !draft.answers
        && if draft.keyed {
            is_numbered_question(reading.scan, subject.unit)
        } else {
            has_own_key(reading, subject, worded)
        };
    // What the sentence before is about is the section's topic too, and named there.
    let section = || {
        let of = section_of(reading.scan, &reading.unit, subject.entry).filter(|of| of.unit != subject.unit);
        reading.unit.kind == UnitKind::Sentence && of.is_some_and(|of| is_topic(reading, &of, draft))
    };
    let unit = reading.scan.note.unit(subject.unit);
    let title = matches!(unit.kind, UnitKind::Heading(_)) && reading.unit.cell.is_none();
    let beside = |at: u32| !subject.run.contains(&at) && tells_apart(reading.scan, at);
    if title && unit.tokens.clone().any(beside) {
        return false;
    }
    if points_to_named(reading, &draft.run) {
        return !own;
    }
    !own && !opens_with_formula(reading, &draft.run)
        && !is_behind_another(reading, subject)
        && !is_of_others(reading, subject)
        && !opens_with_sibling(reading, subject)
        && (is_topic(reading, subject, draft) || section())
}

/// Whether a sentence before in the paragraph opens with the name of something else, and what the context gives was named
/// before that: `**X** 是由 … 开发的系列。首个版本于 … 发布。` below a section on Y.
fn is_behind_another(reading: &Reading<'_, '_>, subject: &Subject) -> bool {
    let scan = reading.scan;
    let (mut passed, mut led) = (false, false);
    let first = reading.unit.tokens.start;
    let back = reading.points_back(reading.unit.tokens.end.min(first + POINTS));
    context::follow(scan.note, reading.unit.previous, context::SENTENCES, context::sentence, &mut |id| {
        passed |= id == subject.unit;
        let unit = scan.note.unit(id);
        let start = unit.tokens.start;
        let opens = |mention: &&Found| mention.run.start <= start + 1;
        let first = scan.mentions_of(id).first().filter(opens);
        led |= !passed
            && first.is_some_and(|first| {
                let bold = scan.token(first.run.start).style.has(Style::BOLD);
                // `X 把 …。训练时 …` below a title on Y: of what the paragraph turned to.
                // `在 X 中，…` sets the place for what follows.
                let placed = first.run.start == start + 1
                    && matches!(scan.folded(start), "在" | "in" | "with" | "under" | "for")
                    && matches!(scan.folded(first.run.end), "中" | "里" | "下" | "," | "，");
                let leads = (placed || first.run.start == start) && reading.unit.kind == UnitKind::Sentence;
                let rival =
                    leads && super::is_rival(scan, first, subject) && (placed || !names_property(scan, id, &first.run));
                unit.key.is_none() && bold && !is_related(scan, first, subject) || rival && !back
            });
    });
    led
}

/// Whether a subject is what its line is about.
fn is_topic(reading: &Reading<'_, '_>, subject: &Subject, draft: &Draft) -> bool {
    let scan = reading.scan;
    let worded = draft.value.is_worded();
    if reading.unit.cell.is_none() && reading.scan.apart(reading.id, subject.unit) > context::FAR {
        return false;
    }
    let unit = scan.note.unit(subject.unit);
    if is_example(scan, subject) || is_compared_with(scan, subject) || is_set_beside(scan, subject) {
        return false;
    }
    // The title of what follows.
    if reading.unit.kind == UnitKind::Item && reading.is_bold() {
        return false;
    }
    if is_denied(scan, subject) || is_far_from_its_key(reading, subject) || leads_to_another(scan, unit, subject) {
        return false;
    }
    if !matches!(unit.kind, UnitKind::Heading(_)) && is_aside(scan, subject) {
        return false;
    }
    if worded && (is_under_another(reading, subject) || is_led_by_another(scan, subject)) {
        return false;
    }
    if cites_others(reading) || speaks_of_its_lack(scan, subject) || is_in_passing(scan, subject, &(0..0)) {
        return false;
    }
    if stands_alone(scan, unit, subject) {
        return true;
    }
    if matches!(unit.kind, UnitKind::Heading(_)) {
        return worded && is_asked_about(scan, unit, subject)
            || is_glossed(scan, unit, subject)
            || is_whole(reading, draft);
    }
    let opens = unit.tokens.start..subject.run.start;
    let opens = !opens.into_iter().any(|at| has_meaning(scan, subject.unit, at));
    (opens || worded || is_presented(scan, unit, subject))
        && (points_back(reading, subject)
            || opens && worded && coheres(reading, subject, &draft.run)
            || is_whole(reading, draft))
}

/// Whether a sentence goes on with a part that the sentence of its subject named (`X gives each head a slope. The slopes are
/// …`), and what is said begins with it.
fn coheres(reading: &Reading<'_, '_>, subject: &Subject, run: &Run) -> bool {
    let scan = reading.scan;
    if reading.unit.key.is_some() || super::weight(reading, &(reading.unit.opening()..run.start)) > 0 {
        return false;
    }
    let heavy = |at: &u32| scan.kind(*at) != TokenKind::Punct && !scan.is_light(*at);
    let Some(first) = run.clone().find(heavy) else { return false };
    let stem = |at: u32| scan.folded(at).trim_end_matches('s');
    let han = scan.kind(first) == TokenKind::Han;
    let second = first + 1;
    let same = |at: u32| {
        if han {
            scan.folded(at) == scan.folded(first) && scan.folded(at + 1) == scan.folded(second)
        } else {
            stem(at) == stem(first)
        }
    };
    let general = matches!(stem(first), "model" | "training")
        || matches!((scan.folded(first), scan.folded(second)), ("模", "型") | ("训", "练"));
    let whole = if han {
        run.contains(&second) && scan.kind(second) == TokenKind::Han
    } else {
        scan.kind(first) == TokenKind::Word
    };
    whole && !general && scan.note.unit(subject.unit).tokens.clone().any(same)
}

/// Whether something nearer than its subject, an item or a title, names another thing alone: what stands under it is
/// about that. Below a model what is named alone may be a facet of it.
fn is_under_another(reading: &Reading<'_, '_>, subject: &Subject) -> bool {
    let scan = reading.scan;
    if scan.glossary.kind_name(subject.entry) == "model" || reading.unit.cell.is_some() {
        return false;
    }
    let mut above = context::place(&reading.unit);
    let mut another = false;
    for _ in 0..context::ABOVE {
        let Some(id) = above else { return false };
        if id == subject.unit {
            return another;
        }
        let unit = scan.note.unit(id);
        another |= names_another_alone(scan, id, unit, subject);
        above = context::place(unit);
    }
    false
}

/// Whether a unit names one thing, which is not related to a subject, and little else.
fn names_another_alone(scan: &Scan<'_>, id: UnitId, unit: &Unit, subject: &Subject) -> bool {
    let [mention] = scan.mentions_of(id) else { return false };
    let [entry] = mention.entries[..] else { return false };
    let named = Subject { entry, run: mention.run.clone(), unit: id };
    scan.glossary.is_checkable(entry)
        && !is_related(scan, mention, subject)
        && !names_property(scan, id, &mention.run)
        && stands_alone(scan, unit, &named)
}

/// Whether a short sentence only leads to the one thing that it names, at its end: `Next comes X.`, `下面看 X。`
fn is_presented(scan: &Scan<'_>, unit: &Unit, subject: &Subject) -> bool {
    let mark = |at: u32| scan.kind(at) == TokenKind::Punct;
    unit.tokens.len() <= PRESENTED
        && scan.mentions_of(subject.unit).len() == 1
        && (subject.run.end..unit.tokens.end).all(mark)
        && !is_doubted(scan, subject.unit)
}

/// Whether the key of a line names something else than what the line stands under: `适配器：0.08B 参数`. Words for a facet of
/// it (`推理：…`) leave it what is said in words, but not figures.
fn has_own_key(reading: &Reading<'_, '_>, subject: &Subject, worded: bool) -> bool {
    reading.unit.key.is_some_and(|key| {
        let related =
            |at: u32| reading.scan.mention_at(at).is_some_and(|mention| is_related(reading.scan, mention, subject));
        let key = reading.unit.tokens.start..key.end;
        // `L2: …`: letters and a number are a name, and so are capitals in code.
        let constant = |at: u32| {
            let text = reading.scan.source(&(at..at + 1));
            let code = reading.scan.token(at).style.has(Style::CODE) && reading.scan.kind(at) == TokenKind::Word;
            code && text.len() > 1 && text.chars().all(char::is_uppercase)
        };
        // `Unigramn：自顶向下`: a foreign word that nobody knows, before Chinese.
        let foreign = |at: u32| {
            key.len() == 1
                && reading.scan.kind(at) == TokenKind::Word
                && reading.scan.kind(reading.unit.key.map_or(at, |key| key.value)) == TokenKind::Han
                && reading.scan.source(&key).starts_with(char::is_uppercase)
                && reading.scan.word(at).is_none()
        };
        let named = |at: u32| {
            constant(at)
                || foreign(at)
                || unknown_name(reading, at)
                || reading.scan.kind(at) == TokenKind::Word
                    && reading.scan.kind(at + 1) == TokenKind::Number
                    && reading.scan.token(at + 1).joint <= Joint::Hyphen
                    && reading.scan.mention_at(at).is_none()
        };
        let other = |mention: &Found| {
            reading.scan.is_checkable(mention) && !names_property(reading.scan, reading.id, &mention.run)
        };
        let of_another = || reading.mentions_in(&key).any(other);
        !key.clone().any(related)
            && (of_another() || key.clone().any(|at| named(at) || !worded && has_meaning(reading.scan, reading.id, at)))
    })
}

/// Whether a line opens with the place of another thing that is called by the subject's last word: `In static batching, …`
/// below continuous batching.
fn opens_with_sibling(reading: &Reading<'_, '_>, subject: &Subject) -> bool {
    let scan = reading.scan;
    let first = reading.unit.opening();
    let end = reading.unit.tokens.end.min(first + PLACE);
    let stem = |at: u32| scan.folded(at).trim_end_matches('s');
    let comma = (first + 2..end).find(|&at| matches!(scan.folded(at), "," | "，"));
    let related = |run: &Run| reading.mentions_in(run).any(|mention| is_related(scan, mention, subject));
    matches!(scan.folded(first), "in" | "with" | "under" | "for")
        && comma.is_some_and(|comma| {
            let place = first + 1..comma;
            place.len() > 1 && stem(comma - 1) == stem(subject.run.end - 1) && !related(&place)
        })
}

/// Whether a line opens with authors, and so goes on from no sentence before: `Han et al. (2025) proposed …`. What a title
/// names may be theirs.
fn is_of_others(reading: &Reading<'_, '_>, subject: &Subject) -> bool {
    let scan = reading.scan;
    let first = reading.unit.tokens.start;
    let title = matches!(scan.note.unit(subject.unit).kind, UnitKind::Heading(_));
    let authors = |at: u32| is_et_al(scan, at) || (scan.folded(at), scan.folded(at + 1)) == ("等", "人");
    !title && (first..reading.unit.tokens.end.min(first + AUTHORS)).any(authors)
}

/// Whether `et al` stands at a token.
pub(super) fn is_et_al(scan: &Scan<'_>, at: u32) -> bool {
    (scan.folded(at), scan.folded(at + 1)) == ("et", "al")
}

/// Whether a unit speaks of a quantity: `$A_t$ needs a network of its own`. A letter that is a word of the claim is a
/// setting of its subject: `$\epsilon$ large: …`.
fn opens_with_formula(reading: &Reading<'_, '_>, said: &Run) -> bool {
    let first = reading.unit.tokens.start;
    let own = said.contains(&first) && super::is_letter(reading, first);
    reading.unit.cell.is_none() && reading.scan.token(first).style.has(Style::MATH) && !own
}

/// Whether a unit is a question of a collection (`Q40: …`): keys under it tell who asked, not what it is about.
fn is_numbered_question(scan: &Scan<'_>, id: UnitId) -> bool {
    let first = scan.note.unit(id).tokens.start;
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    scan.folded(first)
        .strip_prefix('q')
        .is_some_and(|rest| number(if rest.is_empty() { scan.folded(first + 1) } else { rest }))
}

/// Whether a title ends with the only name in it, in a bracket: `The judge in the loop (reward model)`.
fn is_glossed(scan: &Scan<'_>, unit: &Unit, subject: &Subject) -> bool {
    let before = subject.run.start.checked_sub(1).filter(|&at| at > unit.tokens.start);
    before.is_some_and(|at| scan.folded(at) == "(")
        && subject.run.end + 1 == unit.tokens.end
        && scan.mentions_of(subject.unit).len() == 1
        && !is_doubted(scan, subject.unit)
}

/// Whether a title is short or asks, and names nothing but the subject: `Q4. FlashAttention 为什么快？`.
fn is_asked_about(scan: &Scan<'_>, unit: &Unit, subject: &Subject) -> bool {
    let id = subject.unit;
    let asks = scan.has_cue(id, CueKind::Question)
        || is_numbered_question(scan, id)
        || unit.tokens.clone().any(|at| scan.folded(at) == "?");
    let against = [CueKind::Negation, CueKind::Condition, CueKind::Contrast, CueKind::Comparison];
    let short = unit.tokens.len() <= TITLE;
    (asks || short)
        && !against.into_iter().any(|kind| scan.has_cue(id, kind))
        && scan.mentions_of(id).iter().all(|mention| {
            // `How do A and B, kinds of X, differ?` asks about A and B.
            let kind = mention
                .entries
                .iter()
                .any(|&entry| entry != subject.entry && scan.glossary.is_narrower_or_same(entry, subject.entry));
            is_related(scan, mention, subject) && !(kind && mention.run.end <= subject.run.start)
        })
}

/// Whether a unit that takes its subject from the sentence before says so; what stands under a line need not.
fn points_back(reading: &Reading<'_, '_>, subject: &Subject) -> bool {
    if reading.unit.question == Some(subject.unit) {
        return true;
    }
    let mut before = false;
    context::follow(reading.scan.note, reading.unit.previous, context::SENTENCES, context::sentence, &mut |id| {
        before |= id == subject.unit;
    });
    let first = reading.unit.tokens.start;
    if !before {
        return !is_doubted(reading.scan, subject.unit);
    }
    reading.unit.key.is_none() && reading.points_back(reading.unit.tokens.end.min(first + POINTS))
}

/// Whether a sentence stands in the paragraph that its subject is the key of, but behind other sentences, and does not
/// point back.
fn is_far_from_its_key(reading: &Reading<'_, '_>, subject: &Subject) -> bool {
    let keyed = reading.scan.note.unit(subject.unit).key.is_some_and(|key| subject.run.end <= key.end);
    let first = reading.unit.tokens.start;
    let mut sentences = 0;
    let mut between = None;
    context::follow(reading.scan.note, reading.unit.previous, context::SENTENCES, context::sentence, &mut |id| {
        sentences += 1;
        if id == subject.unit {
            between = Some(sentences);
        }
    });
    keyed && between > Some(2) && !reading.points_back(reading.unit.tokens.end.min(first + POINTS))
}

/// Whether a word at a token tells things apart: `A vs B`, `A 与 B 的区别`.
pub(super) fn tells_apart(scan: &Scan<'_>, at: u32) -> bool {
    matches!(scan.folded(at), "vs" | "versus" | "difference" | "differences" | "differ" | "compared")
        || matches!(
            (scan.folded(at), scan.folded(at + 1)),
            ("区", "别") | ("差", "别" | "异") | ("对", "比") | ("比", "较")
        )
}

/// Whether a unit stands under a title of what others wrote.
fn cites_others(reading: &Reading<'_, '_>) -> bool {
    reading.unit.heading.is_some_and(|title| reading.scan.has_cue(title, CueKind::Sources))
}

/// Whether a unit asks, denies or doubts.
fn is_doubted(scan: &Scan<'_>, id: UnitId) -> bool {
    let kinds = [CueKind::Negation, CueKind::Question, CueKind::Hedge, CueKind::Condition];
    kinds.into_iter().any(|kind| scan.has_cue(id, kind))
}

/// Whether a unit names its subject and little else.
fn stands_alone(scan: &Scan<'_>, unit: &Unit, subject: &Subject) -> bool {
    let title = matches!(unit.kind, UnitKind::Heading(_));
    let key = unit.key.filter(|key| !title && subject.run.end <= key.end);
    let end = key.map_or(unit.tokens.end, |key| key.end);
    let other = |at: u32| scan.mention_at(at).is_some_and(|mention| !is_related(scan, mention, subject));
    !words(scan, unit.tokens.start..end).any(|at| {
        let linked = || names_property(scan, subject.unit, &(at..at + 1));
        // `google/gemma-2b`: who keeps it.
        let keeper = at + 2 == subject.run.start && scan.folded(at + 1) == "/";
        let own = subject.run.contains(&at);
        !own && !keeper && !is_of_a_date(scan, subject.unit, at) && has_meaning(scan, subject.unit, at)
            || other(at) && !linked()
    })
}

/// Whether a token is of a date, or only completes one: `3 月`.
fn is_of_a_date(scan: &Scan<'_>, id: UnitId, at: u32) -> bool {
    let date = |amount: &Amount| matches!(amount.kind, AmountKind::Date(_) | AmountKind::Year(_));
    matches!(scan.folded(at), "年" | "月" | "日") && at > 0 && scan.kind(at - 1) == TokenKind::Number
        || scan.amounts_of(id).iter().any(|amount| date(amount) && amount.run.contains(&at))
}
