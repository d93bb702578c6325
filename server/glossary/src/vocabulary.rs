//! The words of expressions and their inflections.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{WordId, index::Index};

/// The words of expressions, each with all forms it is met in.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// The words of another glossary, which are known too.
    beneath: Option<&'static Index>,
    /// Every form, and its word.
    forms: HashMap<String, WordId>,
    /// Irregular forms by base form.
    irregular: BTreeMap<String, Vec<String>>,
    /// The word that each word turned out to be a form of, itself where none; of those of the other glossary nothing.
    same_as: Vec<WordId>,
    /// Two words of the other glossary that a word of ours turned out to be both of (`rated`, `rating`; `rate`).
    joined: BTreeSet<[WordId; 2]>,
}

impl Vocabulary {
    /// A vocabulary that knows these irregular forms (`see: [sees, saw, seen, seeing]`).
    pub fn new(irregular: BTreeMap<String, Vec<String>>) -> Self {
        let mut vocabulary = Self { irregular, ..Self::default() };
        // Irregular forms first, so that regular endings of other words never take them.
        for base in vocabulary.irregular.keys().cloned().collect::<Vec<_>>() {
            vocabulary.word(&base);
        }
        vocabulary
    }

    /// A vocabulary that goes on from the words of another glossary.
    pub(crate) fn beside(beneath: &'static Index) -> Self {
        Self { beneath: Some(beneath), ..Self::default() }
    }

    /// The word of a form, new if need be. A new word is taken for a base form.
    pub fn word(&mut self, form: &str) -> WordId {
        if let Some(word) = self.known(form) {
            return word;
        }
        let word = WordId(self.size() as u32);
        self.same_as.push(word);
        self.forms.insert(form.to_owned(), word);
        let irregular = self.irregular.get(form);
        // `seed` is no form of `see`.
        let past = |form: &String| irregular.is_some() && form.ends_with('d');
        let mut forms = irregular.cloned().unwrap_or_default();
        forms.extend(inflections(form).into_iter().filter(|form| !past(form)));
        for other in forms {
            let known = self.known(&other).unwrap_or_else(|| *self.forms.entry(other).or_insert(word));
            // An inflection came before its base form (`experts` before `expert`): they are one word.
            self.unite(known, word);
        }
        word
    }

    /// The word that stands for a word and all that turned out to be the same.
    pub fn find(&self, word: WordId) -> WordId {
        let mut word = word;
        while let Some(&other) = self.place(word).and_then(|at| self.same_as.get(at)).filter(|&&other| other != word) {
            word = other;
        }
        word
    }

    /// All words that an expression of ours means by a word.
    pub(crate) fn all(&self, word: WordId) -> Vec<WordId> {
        let mut all = vec![self.find(word)];
        let mut at = 0;
        while let Some(&one) = all.get(at) {
            let others = self.joined.iter().filter(|pair| pair.contains(&one)).flatten();
            let others: Vec<WordId> = others.filter(|other| !all.contains(other)).copied().collect();
            all.extend(others);
            at += 1;
        }
        all
    }

    /// Counts the words of a text, each under its number.
    pub(crate) fn count(&self, text: &str, counts: &mut [u32]) {
        let mut tokens = Vec::new();
        note::token::tokenize(text, 0, text.len(), note::Style::PLAIN, note::Joint::Break, &mut tokens);
        let mut form = String::new();
        for token in tokens {
            form.clear();
            note::token::fold(text.get(token.start as usize..token.end as usize).unwrap_or_default(), &mut form);
            if let Some(word) = self.known(&form) {
                counts[self.find(word).0 as usize] += 1;
            }
        }
    }

    fn known(&self, form: &str) -> Option<WordId> {
        self.forms.get(form).copied().or_else(|| self.beneath?.word_of(form))
    }

    /// Where a word stands among our own.
    fn place(&self, word: WordId) -> Option<usize> {
        (word.0 as usize).checked_sub(self.first())
    }

    fn first(&self) -> usize {
        self.beneath.map_or(0, Index::words)
    }

    fn unite(&mut self, a: WordId, b: WordId) {
        let (a, b) = (self.find(a), self.find(b));
        match self.place(a.max(b)) {
            _ if a == b => {}
            Some(at) => self.same_as[at] = a.min(b),
            // They stay two: expressions of the other glossary are what they are.
            None => _ = self.joined.insert([a.min(b), a.max(b)]),
        }
    }

    /// All forms that are not the other glossary's with their words, sorted.
    pub fn forms(&self) -> BTreeMap<&str, WordId> {
        self.forms.iter().map(|(form, &word)| (form.as_str(), self.find(word))).collect()
    }

    /// How many words there are.
    pub fn size(&self) -> usize {
        self.first() + self.same_as.len()
    }
}

/// Words of grammar: `noting` is no form of `not`, nor `evening` of `even`.
const UNINFLECTED: [&str; 62] = [
    "not", "nor", "and", "but", "the", "for", "per", "via", "yet", "all", "any", "few", "too", "its", "our", "you",
    "one", "two", "also", "even", "then", "than", "that", "this", "with", "from", "into", "only", "just", "more",
    "most", "less", "very", "much", "many", "such", "same", "both", "each", "here", "when", "what", "they", "them",
    "some", "none", "over", "never", "other", "there", "their", "these", "those", "while", "where", "which", "still",
    "again", "about", "above", "under", "without",
];

/// The regular inflections of an English word, whatever its part of speech: what does not exist does no harm.
fn inflections(word: &str) -> Vec<String> {
    if UNINFLECTED.contains(&word) || word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Vec::new();
    }
    let mut forms = Vec::new();
    let stem = |cut: usize| word.get(..word.len() - cut).unwrap_or_default();
    let consonant = |back: usize| word.bytes().rev().nth(back).is_some_and(|b| !b"aeiou".contains(&b));
    match word.as_bytes() {
        [.., b'y'] if consonant(1) => {
            forms.extend([format!("{}ies", stem(1)), format!("{}ied", stem(1)), format!("{word}ing")]);
        }
        [.., b'e'] => forms.extend([format!("{word}s"), format!("{word}d"), format!("{}ing", stem(1))]),
        [.., b's' | b'x' | b'z'] | [.., b'c' | b's', b'h'] => {
            forms.extend([format!("{word}es"), format!("{word}ed"), format!("{word}ing")]);
        }
        _ => forms.extend([format!("{word}s"), format!("{word}ed"), format!("{word}ing")]),
    }
    if let [.., before, vowel, last] = word.as_bytes()
        && !b"aeiou".contains(before)
        && b"aeiou".contains(vowel)
        && !b"aeiouwxy".contains(last)
    {
        let last = char::from(*last);
        forms.extend([format!("{word}{last}ed"), format!("{word}{last}ing")]);
    }
    // What is done may be counted: `ratings`, `embeddings`.
    let counted: Vec<String> =
        forms.iter().filter(|form| form.ends_with("ing")).map(|form| format!("{form}s")).collect();
    forms.extend(counted);
    let spelled: Vec<String> = forms.iter().chain([&word.to_owned()]).filter_map(|form| other_spelling(form)).collect();
    forms.extend(spelled);
    forms
}

/// The British form of an American spelling, or the other way round.
fn other_spelling(form: &str) -> Option<String> {
    let swaps = [
        ("ization", "isation"),
        ("izing", "ising"),
        ("ized", "ised"),
        ("izes", "ises"),
        ("ize", "ise"),
        ("isation", "ization"),
        ("avior", "aviour"),
        ("aviour", "avior"),
        ("elling", "eling"),
        ("eling", "elling"),
        ("elled", "eled"),
        ("eled", "elled"),
    ];
    let (from, to) = swaps.into_iter().find(|(from, _)| form.ends_with(from) && form.len() > from.len() + 2)?;
    form.strip_suffix(from).map(|stem| format!("{stem}{to}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{labels, store::Store};

    fn index(words: &[&str]) -> &'static Index {
        let mut vocabulary = Vocabulary::default();
        for word in words {
            vocabulary.word(word);
        }
        let entries = Store::from(Vec::new());
        let slots = labels::slots(&entries, &vocabulary, None, &mut Vec::new());
        Box::leak(Box::new(Index::new(&entries, &[], &[], &vec![0; vocabulary.size()], &slots, None)))
    }

    #[test]
    fn a_base_form_beside_means_all_forms_beneath() {
        let beneath = index(&["rated", "rating", "seen"]);
        let mut ours = Vocabulary::beside(beneath);
        let rate = ours.word("rate");
        let forms = ["rated", "rating"].map(|form| beneath.word_of(form).expect("it is there"));
        assert_eq!(ours.all(rate), forms);
        assert_eq!(ours.all(forms[1]), [forms[1], forms[0]]);
        assert_eq!(ours.forms().get("rate"), Some(&forms[0]));
        assert_eq!(ours.word("ratings"), forms[1]);
    }
}
