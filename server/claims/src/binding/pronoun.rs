//! Whether a clause opens with words that point back to its subject: `It …`, `This trick …`, `该方法 …`.

use super::names_rival;
use crate::{reading::Reading, scan::Run, subject::Subject};

/// Whether a clause opens with a word that stands for its subject (`它通过 … 来 …`, `this method …`) as the name itself might,
/// or tells by what means its subject does what is said (`通过 … 来 …`), and names nothing of its kind before that. `It is …`
/// may be of nothing.
pub(super) fn opens_with_pronoun(reading: &Reading<'_, '_>, clause: &Run, value: &Run, subject: &Subject) -> bool {
    let scan = reading.scan;
    let start = clause.start.max(reading.unit.opening());
    let word = |by: u32| scan.folded(start + by);
    // Of a method `the model` is what it is used on.
    let model = scan.glossary.kind_name(subject.entry) == "model";
    let named = |by: u32| match (word(by), word(by + 1)) {
        ("模", "型") => model,
        pair => is_kind_of_way(pair),
    };
    let chinese = match (word(0), word(1)) {
        ("它", behind) => !matches!(behind, "的" | "们"),
        ("该" | "此", _) => named(1),
        ("这", "种" | "个" | "一" | "类") => named(2),
        _ => false,
    };
    let expletive = || {
        matches!(word(1), "is" | "was" | "'s" | "’s" | "has" | "takes" | "turns" | "seems" | "can" | "may" | "follows")
    };
    let english = match word(0) {
        "it" => !expletive(),
        "this" | "the" if word(1) == "model" => model,
        "the" => matches!(word(1), "method" | "technique" | "algorithm" | "approach" | "trick" | "scheme"),
        "this" | "that" => matches!(
            word(1),
            "method"
                | "technique"
                | "algorithm"
                | "trick"
                | "approach"
                | "scheme"
                | "mechanism"
                | "strategy"
                | "procedure"
                | "design"
                | "variant"
                | "objective"
                | "optimizer"
                | "optimiser"
        ),
        _ => false,
    };
    let by = matches!((word(0), word(1)), ("通", "过") | ("利" | "采" | "使", "用") | ("借", "助"));
    let means = by && value.start > start + 2 && scan.folded(value.start - 1) == "来";
    // What `it` points to is named in the sentence before, where there is one.
    let near = reading.unit.previous.is_none_or(|before| before == subject.unit) || means;
    near && (chinese || english || means) && !names_rival(reading, &(start..value.start), subject)
}

/// Whether two characters are a word for a way in which something is done, by which a sentence points back to one.
fn is_kind_of_way(word: (&str, &str)) -> bool {
    matches!(
        word,
        ("方" | "算" | "做" | "办", "法")
            | ("技", "术" | "巧")
            | ("机", "制")
            | ("策", "略")
            | ("方", "案" | "式")
            | ("设", "计")
            | ("思", "路")
    )
}
