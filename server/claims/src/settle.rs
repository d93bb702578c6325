//! Decides the claims of a note side by side: what one says may explain, or repeat, what another says.

use glossary::{EntryId, Glossary, Spelling};
use note::{Joint, TokenKind, UnitId};

use crate::{
    ClaimValue, Reason, Status, Verdict, binding, decide,
    draft::Draft,
    reading::Reading,
    scan::{Found, Run, Scan},
    subject::{Subject, in_domain, only},
    verify::Decision,
};

/// How many claims before and behind may be of the rows around.
const ROWS: usize = 60;
/// How many claims before and behind may be of the same words or clause.
const NEAR: usize = 12;

/// What a value describes stands within so many tokens behind it.
const DESCRIBED: u32 = 2;

/// A decided claim, and whether its finding is the one to report of its words.
pub(crate) struct Settled {
    pub(crate) decision: Decision,
    pub(crate) reported: bool,
}

/// Decides claims, which come in the order of the text.
pub(crate) fn settle(scan: &Scan<'_>, drafts: &[Draft]) -> Vec<Settled> {
    let alone: Vec<Decision> = drafts.iter().map(|draft| decide(scan, draft)).collect();
    let decisions: Vec<Decision> = (0..drafts.len()).map(|at| reconsider(scan, drafts, &alone, at)).collect();
    let settled = (0..drafts.len()).zip(&decisions).map(|(at, &decision)| Settled {
        decision,
        reported: decision.verdict == Verdict::Refuted && !is_repeated(scan.glossary, drafts, &decisions, at),
    });
    settled.collect()
}

/// The claims around one, with their places.
fn around(count: usize, at: usize) -> impl Iterator<Item = usize> {
    (at.saturating_sub(NEAR)..(at + NEAR + 1).min(count)).filter(move |&other| other != at)
}

/// What is left of a refutation beside what else the note says in the same words.
fn reconsider(scan: &Scan<'_>, drafts: &[Draft], alone: &[Decision], at: usize) -> Decision {
    let (draft, decision) = (&drafts[at], alone[at]);
    if decision.verdict != Verdict::Refuted {
        return decision;
    }
    if is_ambiguous(scan, draft) {
        return Decision::open(Reason::Ambiguous);
    }
    if is_of_some_generation(scan, draft, decision) {
        return Decision::open(Reason::Unpinned);
    }
    if is_of_a_successor(scan, draft) {
        return Decision::open(Reason::Unpinned);
    }
    if is_set_by_rows(scan, drafts, at) {
        return Decision::open(Reason::Unpinned);
    }
    if has_rival(scan, draft) {
        return Decision::open(Reason::Unbound);
    }
    if around(drafts.len(), at).any(|other| supposes(scan, &drafts[other], draft)) {
        return Decision::open(Reason::NotAsserted);
    }
    let supported = |other: &usize| alone[*other].verdict == Verdict::Supported && drafts[*other].unit == draft.unit;
    let saves = |other: usize| {
        let other = &drafts[other];
        is_other_reading(draft, other)
            || is_counted_by(scan, draft, other)
            || is_of_another(draft, other)
            || is_true_of_nearer(scan, draft, other)
            || explains(scan, draft, other)
            || is_nearer(draft, other)
            || is_of_a_version(scan, draft, other)
            || is_listed_with(scan, draft, other)
            || is_told_in_its_bracket(scan, draft, other)
    };
    let saved = around(drafts.len(), at).filter(supported).any(saves);
    if saved { Decision::open(Reason::Compatible) } else { decision }
}

/// Whether the words of a subject may name something else that the claim may be about: a family has developers, the company
/// of the same name has none.
fn is_ambiguous(scan: &Scan<'_>, draft: &Draft) -> bool {
    let property = scan.glossary.property(draft.property);
    let fits = |&&entry: &&EntryId| draft.value.is_worded() || in_domain(scan, property, entry);
    let mention = scan.mention_at(draft.subject.run.start).filter(|mention| mention.run == draft.subject.run);
    mention.is_some_and(|mention| mention.entries.iter().filter(fits).count() > 1) && !is_one_of_many(scan, draft)
}

/// Whether the words of a subject are the plural of its name and take a plural verb, as no proper name does: `Transformers
/// process …` speaks of each Transformer, `Transformers provides …` of a library.
fn is_one_of_many(scan: &Scan<'_>, draft: &Draft) -> bool {
    let subject = &draft.subject;
    let singular = scan.folded(subject.run.end - 1).strip_suffix('s');
    let named = singular.filter(|_| subject.run.len() == 1).is_some_and(|name| {
        let key = scan.glossary.key(name, Spelling::EMPTY.then(name));
        key.is_some_and(|key| scan.glossary.labels_at(key).any(|label| label.entry == subject.entry))
    });
    let aside = |at: u32| scan.passes(at) || matches!(scan.folded(at), ":" | "：" | "*");
    let end = scan.note.unit(subject.unit).tokens.end;
    let Some(verb) = (subject.run.end..end).find(|&at| !aside(at)) else { return false };
    let word = scan.folded(verb);
    let plural = matches!(word, "are" | "were" | "have" | "do" | "don't" | "aren't" | "haven't" | "lack");
    // What is said of them may begin with its verb.
    let said = subject.unit == draft.unit && verb == draft.run.start && scan.kind(verb) == TokenKind::Word;
    named && (plural || said && !["s", "ed", "ing"].iter().any(|ending| word.ends_with(ending)) || word == "process")
}

/// Whether a number in which sizes differ is said of a name under which later generations go too; a table that names it
/// beside them means the first.
fn is_of_some_generation(scan: &Scan<'_>, draft: &Draft, decision: Decision) -> bool {
    let subject = draft.subject.entry;
    let of_member = decision.evidence.is_some_and(|evidence| evidence.entry != subject);
    let scales = scan.glossary.property(draft.property).scales && scan.note.unit(draft.unit).cell.is_none();
    scales && of_member && scan.glossary.has_successors(subject)
}

/// Whether what is wrong of the first of a series is true of a later one, where the series is spoken of: `the X family`, or
/// may be, as the name is not written as that of the first.
fn is_of_a_successor(scan: &Scan<'_>, draft: &Draft) -> bool {
    let behind = |by: u32| scan.folded(draft.subject.run.end + by);
    let series = matches!(behind(0), "family" | "series" | "lineup" | "models")
        || matches!((behind(0), behind(1)), ("系", "列") | ("家", "族") | ("全", "系"));
    let holds = |entry: EntryId| {
        let subject = Subject { entry, ..draft.subject.clone() };
        decide(scan, &Draft { subject, ..draft.clone() }).verdict == Verdict::Supported
    };
    // `Llama` where the first of the series is written `LLaMA`.
    let first = &scan.glossary.entry(draft.subject.entry).pref_label.en;
    let name = scan.source(&draft.subject.run);
    let loosely = name != first.as_str() && name.eq_ignore_ascii_case(first);
    (series || loosely) && scan.glossary.successors(draft.subject.entry).into_iter().any(holds)
}

/// Whether what is wrong of the subject is true of something that the words may as well be about: it stands in the
/// clause of the value where the subject does not, or leads it (`A is a new form of B from Stanford`).
fn has_rival(scan: &Scan<'_>, draft: &Draft) -> bool {
    let subject = &draft.subject;
    let said = matches!(draft.value, ClaimValue::Statement(_));
    if said || subject.unit != draft.unit || draft.keyed || scan.note.unit(draft.unit).cell.is_some() {
        return false;
    }
    let reading = Reading::new(scan, draft.unit, false);
    let clause = reading.clause(draft.run.start);
    let ahead = subject.run.end <= draft.run.start;
    let here = reading.clause(subject.run.start) == clause;
    let as_near = |mention: &&Found| {
        let outside = mention.run.end <= draft.run.start || ahead && mention.run.start >= draft.run.end;
        let leads = mention.run.end <= subject.run.start && !is_side_by_side(&reading, &mention.run, &subject.run);
        // `the 530B-parameter B`: what stands directly behind a value has it.
        let hyphened = |at: u32| scan.token(at).joint <= Joint::Hyphen;
        let described = mention.run.start >= draft.run.end
            && mention.run.start - draft.run.end <= DESCRIBED
            && (draft.run.end..mention.run.start).all(hyphened);
        outside && reading.clause(mention.run.start) == clause && (here && (leads || described) || !here && ahead)
    };
    let accept = |entry| entry != subject.entry && in_domain(scan, scan.glossary.property(draft.property), entry);
    let has_it = |mention: &Found| {
        let Some(entry) = only(mention, &accept) else { return false };
        let subject = Subject { entry, run: mention.run.clone(), unit: draft.unit };
        decide(scan, &Draft { subject, ..draft.clone() }).verdict == Verdict::Supported
    };
    let usable = |mention: &&Found| reading.can_name(&mention.run, &draft.run);
    scan.mentions_of(draft.unit).iter().filter(as_near).filter(usable).any(has_it)
}

/// Whether rows of a table give one thing several values, and so tell the cases that it was tried in: `X | 8`, `X | 4`,
/// `X | 2`.
fn is_set_by_rows(scan: &Scan<'_>, drafts: &[Draft], at: usize) -> bool {
    let draft = &drafts[at];
    let Some(cell) = scan.note.unit(draft.unit).cell else { return false };
    let near = drafts.iter().skip(at.saturating_sub(ROWS)).take(2 * ROWS);
    let cell_of = |id: UnitId| scan.note.unit(id).cell;
    let named_in = |draft: &Draft, row: u32| cell_of(draft.subject.unit).is_some_and(|cell| cell.row == row);
    let same = |other: &&Draft| other.subject.entry == draft.subject.entry && other.property == draft.property;
    let beside = |other: &&Draft| {
        let beside = cell_of(other.unit).filter(|beside| beside.table == cell.table && beside.column == cell.column);
        beside.is_some_and(|beside| beside.row != cell.row && named_in(other, beside.row))
    };
    let own = scan.source(&draft.run);
    let mut others = near.filter(same).filter(beside).filter(|other| scan.source(&other.run) != own);
    let first = others.next();
    draft.run.clone().any(|at| scan.kind(at) == TokenKind::Number)
        && named_in(draft, cell.row)
        && first.is_some_and(|first| {
            let row = |draft: &Draft| cell_of(draft.unit).map(|cell| cell.row);
            others.any(|other| row(other) != row(first) && scan.source(&other.run) != scan.source(&first.run))
        })
}

/// Whether a bracket behind the name says what is right: `like BERT (encoder-only)` below a title on something else.
fn is_told_in_its_bracket(scan: &Scan<'_>, draft: &Draft, other: &Draft) -> bool {
    let name = &other.subject.run;
    other.subject.entry == draft.subject.entry
        && other.property == draft.property
        && other.subject.unit == other.unit
        && name.end + 1 == other.run.start
        && scan.folded(name.end) == "("
        && (draft.subject.run == *name && draft.run.start <= name.start
            || !scan.note.unit(draft.unit).tokens.contains(&draft.run.start))
}

/// Whether nothing with a meaning of its own stands between two names.
fn is_side_by_side(reading: &Reading<'_, '_>, first: &Run, second: &Run) -> bool {
    let unnamed = (first.end..second.start).filter(|&at| reading.scan.mention_at(at).is_none());
    binding::weigh(reading, unnamed) == 0
}

/// Words that are a value of several properties are wrong only where they are wrong of all.
fn is_other_reading(draft: &Draft, other: &Draft) -> bool {
    let alike = match (&draft.value, &other.value) {
        (ClaimValue::Choice(_), ClaimValue::Choice(_)) | (ClaimValue::Quantity(_), ClaimValue::Quantity(_)) => true,
        (ClaimValue::Entry(a), ClaimValue::Entry(b)) => a == b,
        _ => false,
    };
    alike && other.run == draft.run && other.subject == draft.subject && other.property != draft.property
}

/// What is said of a number in words that hold it is what it counts: `window of 4096` is no context length. A number and
/// its unit alone (`8 bits`) say nothing of what it counts.
fn is_counted_by(scan: &Scan<'_>, draft: &Draft, other: &Draft) -> bool {
    let glossary::Range::Quantity { unit, .. } = &scan.glossary.property(draft.property).range else { return false };
    let bare = other.run.start == draft.run.start
        && other.run.end == draft.run.end + 1
        && scan.folded(draft.run.end).trim_end_matches('s') == unit.trim_end_matches('s');
    matches!((&draft.value, &other.value), (ClaimValue::Quantity(_), ClaimValue::Statement(true)))
        && !bare
        && other.run.start <= draft.run.start
        && draft.run.end <= other.run.end
        && other.subject.entry == draft.subject.entry
}

/// Words that name the value of another property, of another subject, are about that one: `made by X` below a model that X
/// made, in a section on a technique that it did not.
fn is_of_another(draft: &Draft, other: &Draft) -> bool {
    let same = matches!((&draft.value, &other.value), (ClaimValue::Entry(a), ClaimValue::Entry(b)) if a == b);
    same && other.run == draft.run && other.property != draft.property && other.subject.entry != draft.subject.entry
}

/// Words that are true of something which the unit names, or which stands nearer to it than what the context gives, are
/// about that: `X: … It predicts the next token` below a title on Y.
fn is_true_of_nearer(scan: &Scan<'_>, draft: &Draft, other: &Draft) -> bool {
    if draft.subject.unit == draft.unit || other.subject.entry == draft.subject.entry {
        return false;
    }
    let statements = |draft: &Draft| matches!(draft.value, ClaimValue::Statement(_));
    let overlap = other.run.start < draft.run.end && draft.run.start < other.run.end;
    // What the unit itself names is its subject where it opens with it.
    let leads = other.subject.run.start <= scan.note.unit(draft.unit).opening() + 1;
    let nearer = if other.subject.unit == draft.unit { leads } else { other.subject.unit > draft.subject.unit };
    nearer && (overlap || statements(draft) && statements(other))
}

/// What is stated of the subject itself holds before what is stated of a kind it belongs to.
fn is_nearer(draft: &Draft, other: &Draft) -> bool {
    let holds = other.run.start <= draft.run.start && draft.run.end <= other.run.end;
    let of = |draft: &Draft| draft.statement.map(|statement| statement.entry == draft.subject.entry);
    holds && other.subject == draft.subject && of(other) == Some(true) && of(draft) == Some(false)
}

/// A cell with several values of what has one (`Apache 2.0, CC BY-SA 3.0`) gives those of several versions; one that tells
/// who made something may go on to who took it up: `Anthropic (later OpenAI and Google)`.
fn is_of_a_version(scan: &Scan<'_>, draft: &Draft, other: &Draft) -> bool {
    let property = scan.glossary.property(draft.property);
    let one = (!property.many || property.origin) && scan.note.unit(draft.unit).cell.is_some();
    one && other.subject == draft.subject && other.property == draft.property
}

/// Whether a condition before a claim supposes of its subject what is not so: `如果 X 是单向的，它就看不到右侧`.
fn supposes(scan: &Scan<'_>, condition: &Draft, draft: &Draft) -> bool {
    condition.unit == draft.unit
        && condition.status == Status::Conditional
        && condition.subject.entry == draft.subject.entry
        && condition.run.end <= draft.run.start
        && decide(scan, &Draft { status: Status::Asserted, ..condition.clone() }).verdict == Verdict::Refuted
}

/// Of several values in one list (`three kinds: A, B and C`) the right one is the subject's, if any; and of what is said
/// side by side a negation before the first bears on that: `不依赖训练、开箱即用`.
fn is_listed_with(scan: &Scan<'_>, draft: &Draft, other: &Draft) -> bool {
    let (first, second) = if other.run.start < draft.run.start { (other, draft) } else { (draft, other) };
    if first.run.end > second.run.start
        || other.subject.entry != draft.subject.entry
        || other.property != draft.property
    {
        return false;
    }
    let mut between = first.run.end..second.run.start;
    let marked = between.clone().any(|at| matches!(scan.folded(at), "、" | "," | "/" | "or" | "或"));
    let one = !between.any(|at| scan.ends_clause(at));
    let denied = !draft.polarity && other.run.start < draft.run.start;
    let statement = matches!(draft.value, ClaimValue::Statement(_));
    let quantity = matches!(draft.value, ClaimValue::Quantity(_));
    // `comes in 2B, 9B and 27B`, `shards A, B and C`: of a property that has several values, each is said.
    let choice = matches!(draft.value, ClaimValue::Choice(_));
    let open = between.clone().any(|at| matches!(scan.folded(at), "/" | "or" | "或"));
    if (quantity || choice && draft.polarity && !open) && scan.glossary.property(draft.property).many {
        return false;
    }
    one && (if statement { denied && marked } else { draft.polarity && (marked || quantity) || denied && marked })
}

/// `RMSNorm serves as the layer normalisation`: beside the right value the other only explains it.
fn explains(scan: &Scan<'_>, draft: &Draft, other: &Draft) -> bool {
    let entries = matches!((&draft.value, &other.value), (ClaimValue::Entry(_), ClaimValue::Entry(_)));
    let same =
        other.unit == draft.unit && other.subject.entry == draft.subject.entry && other.property == draft.property;
    // `GQA/MQA` names a class by two of it.
    let (first, second) = if other.run.start < draft.run.start { (other, draft) } else { (draft, other) };
    let slashed = second.run.start == first.run.end + 1 && scan.folded(first.run.end) == "/";
    entries && same && (slashed || scan.is_one_clause(&other.run, &draft.run))
}

/// Whether another refuted claim in the same words about the same subject is the one to report: a value that has a name
/// before one of a closed list, that before a statement in other words; then the longer run, then the first.
fn is_repeated(glossary: &Glossary, drafts: &[Draft], decisions: &[Decision], at: usize) -> bool {
    let draft = &drafts[at];
    let typed = |draft: &Draft| match draft.value {
        ClaimValue::Statement(_) => 0,
        ClaimValue::Choice(_) => 1,
        _ => 2,
    };
    let rank = |draft: &Draft, first: bool| (typed(draft), draft.run.len(), first);
    around(drafts.len(), at).filter(|&other| decisions[other].verdict == Verdict::Refuted).any(|at_other| {
        let other = &drafts[at_other];
        let overlap = other.run.start < draft.run.end && draft.run.start < other.run.end;
        let (a, b) = (other.subject.entry, draft.subject.entry);
        let related = glossary.is_narrower_or_same(a, b) || glossary.is_narrower_or_same(b, a);
        overlap && related && other.unit == draft.unit && rank(other, at_other < at) > rank(draft, at < at_other)
    })
}
