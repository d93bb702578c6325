//! The front matter of a glossary file while a person writes it: what each word in it is.
//!
//! A scanner, not a YAML parser: what is typed is broken most of the time, and the words before the cursor still tell
//! what is meant. Whether a file is right is for the glossary's compiler to say.

use note::Span;

/// A word of the front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Where it stands, without quotation marks.
    pub span: Span,
    /// What it is.
    pub kind: ItemKind,
}

/// What a word of the front matter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// A key.
    Key,
    /// The entry's type.
    Type,
    /// A label of the entry.
    Label,
    /// The id of another entry.
    Entry,
    /// The id of a property: a statement begins.
    Property,
    /// A value of a statement.
    Value,
    /// The key of a source.
    Citation,
    /// Anything else.
    Other,
}

/// The keys around a place of the front matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keys<'t> {
    /// The key at the beginning of a line.
    pub top: &'t str,
    /// The nearest key before.
    pub nearest: &'t str,
    /// The property of the statement begun last.
    pub property: &'t str,
}

/// Whether a text is that of a glossary's entry, as the glossary's reader decides.
pub fn is_entry(text: &str) -> bool {
    let Some(front) = front_matter(text) else { return false };
    glossary::raw::is_entry(text.get(front.start as usize..front.end as usize).unwrap_or_default())
}

/// The span of the front matter's content.
pub fn front_matter(text: &str) -> Option<Span> {
    let start = text.len() - text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?.len();
    let end = start.checked_add(text.get(start - 1..)?.find("\n---")?)?;
    (start <= end).then_some(start as u32..end as u32)
}

/// The span of the front matter's content as far as it is written: where it is not closed yet, to the first heading.
pub(crate) fn begun(text: &str) -> Option<Span> {
    front_matter(text).or_else(|| {
        let start = text.len() - text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?.len();
        let end = text.get(start..)?.find("\n# ").map_or(text.len(), |at| start + at);
        Some(start as u32..end as u32)
    })
}

/// The words of the front matter, in the order of the text; none where there is no front matter.
pub fn items(text: &str) -> Vec<Item> {
    front_matter(text).map(|front| scan(text, &front).items).unwrap_or_default()
}

/// Where a glossary file names other entries by these ids; nowhere in another file.
pub fn named(text: &str, ids: &[&str]) -> Vec<Span> {
    if !is_entry(text) {
        return Vec::new();
    }
    let id = |item: &Item| text.get(item.span.start as usize..item.span.end as usize).unwrap_or_default();
    let names = |item: &Item| matches!(item.kind, ItemKind::Entry | ItemKind::Value) && ids.contains(&id(item));
    items(text).into_iter().filter(names).map(|item| item.span).collect()
}

/// The keys in force at an offset inside the front matter.
pub fn keys_at(text: &str, offset: u32) -> Option<Keys<'_>> {
    keys_in(text, &front_matter(text)?, offset)
}

/// The keys in force at an offset inside a front matter.
pub(crate) fn keys_in<'t>(text: &'t str, front: &Span, offset: u32) -> Option<Keys<'t>> {
    let inside = front.start <= offset && offset <= front.end;
    inside.then(|| scan(text, &(front.start..offset)).keys)
}

/// The type that an entry has.
pub(crate) fn kind(text: &str) -> Option<&str> {
    let front = begun(text)?;
    let front = text.get(front.start as usize..front.end as usize)?;
    front.lines().find_map(|line| line.strip_prefix("type:")).map(str::trim)
}

/// The word at an offset.
pub fn item_at(text: &str, offset: u32) -> Option<Item> {
    items(text).into_iter().find(|item| item.span.start <= offset && offset <= item.span.end)
}

fn scan<'t>(text: &'t str, front: &Span) -> Scanner<'t> {
    let mut scanner =
        Scanner { text, at: front.start as usize, end: front.end as usize, keys: Keys::default(), items: Vec::new() };
    scanner.run();
    scanner
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    keys: Keys<'t>,
    items: Vec<Item>,
}

impl<'t> Scanner<'t> {
    fn run(&mut self) {
        while let Some(c) = self.rest().chars().next() {
            match c {
                '#' => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                '-' if self.rest().get(1..).is_some_and(|rest| rest.starts_with([' ', '\n'])) => self.at += 1,
                '"' | '\'' => self.quoted(c),
                c if c.is_whitespace() || "[]{},:|>".contains(c) => self.at += c.len_utf8(),
                _ => self.plain(),
            }
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    fn quoted(&mut self, mark: char) {
        let start = self.at + 1;
        let body = self.text.get(start..self.end).unwrap_or_default();
        let length = body.find(mark).or_else(|| body.find('\n')).unwrap_or(body.len());
        self.at = (start + length + 1).min(self.end);
        self.add(start, start + length);
    }

    fn plain(&mut self) {
        let (start, rest) = (self.at, self.rest());
        let ends = |(at, c): (usize, char)| {
            let next = rest.get(at + c.len_utf8()..).unwrap_or_default();
            let colon = c == ':' && (next.is_empty() || next.starts_with([' ', '\n', '\r']));
            let comment = c == ' ' && next.starts_with('#');
            colon || comment || "\n\r,[]{}".contains(c)
        };
        let length = rest.char_indices().find(|&at| ends(at)).map_or(rest.len(), |(at, _)| at);
        self.at = start + length;
        let word = rest.get(..length).unwrap_or_default().trim_end();
        self.add(start, start + word.len());
    }

    fn add(&mut self, start: usize, end: usize) {
        let word = self.text.get(start..end).unwrap_or_default();
        let kind = if self.rest().trim_start_matches(' ').starts_with(':') {
            let before = self.text.get(..start).unwrap_or_default();
            if before.is_empty() || before.ends_with('\n') {
                self.keys.top = word;
            }
            self.keys.nearest = word;
            ItemKind::Key
        } else {
            self.kind()
        };
        if kind == ItemKind::Property {
            self.keys.property = word;
        }
        let (mut start, mut end) = (start, end);
        if kind == ItemKind::Citation {
            start += word.len() - word.trim_start_matches(['[', '@']).len();
            end = self.text.get(start..end).and_then(|key| key.find([',', ']', ' '])).map_or(end, |at| start + at);
        }
        self.items.push(Item { span: start as u32..end as u32, kind });
    }

    fn kind(&self) -> ItemKind {
        match (self.keys.top, self.keys.nearest) {
            ("type", _) => ItemKind::Type,
            ("prefLabel" | "altLabel" | "hiddenLabel" | "aliases" | "caseSensitive", _) => ItemKind::Label,
            ("broader" | "related", _) | ("statements", "than") => ItemKind::Entry,
            ("statements", "property") => ItemKind::Property,
            ("statements", "value" | "accept") => ItemKind::Value,
            ("statements", "cite") => ItemKind::Citation,
            _ => ItemKind::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str = "---\ntype: architecture\nprefLabel: {en: prefix decoder, zh: \"前缀解码器\"}\nbroader: [decoder-only] # 上位\nstatements:\n  - {property: attention, value: both-ways, cite: \"@raffel2020exploring, §3\"}\n  - property: origin\n    value:\n      - google\n    cite: [\"[@x2020y]\"]\n---\n# prefix decoder\n";

    fn words(text: &str, kind: ItemKind) -> Vec<&str> {
        let of = items(text).into_iter().filter(|item| item.kind == kind);
        of.map(|item| &text[item.span.start as usize..item.span.end as usize]).collect()
    }

    #[test]
    fn each_word_is_told_by_its_keys() {
        assert!(is_entry(ENTRY));
        assert_eq!(words(ENTRY, ItemKind::Type), ["architecture"]);
        assert_eq!(words(ENTRY, ItemKind::Label), ["prefix decoder", "前缀解码器"]);
        assert_eq!(words(ENTRY, ItemKind::Entry), ["decoder-only"]);
        assert_eq!(words(ENTRY, ItemKind::Property), ["attention", "origin"]);
        assert_eq!(words(ENTRY, ItemKind::Value), ["both-ways", "google"]);
        assert_eq!(words(ENTRY, ItemKind::Citation), ["raffel2020exploring", "x2020y"]);
    }

    #[test]
    fn the_keys_before_the_cursor_are_known_in_broken_text() {
        let text = "---\ntype: model\nprefLabel: {en: X}\nstatements:\n  - {property: origin, value: goo\n---\n";
        let at = text.find("goo").expect("there") as u32 + 3;
        assert_eq!(keys_at(text, at), Some(Keys { top: "statements", nearest: "value", property: "origin" }));
        assert_eq!(keys_at(text, text.len() as u32), None);
    }

    #[test]
    fn what_is_no_entry_has_no_items_or_does_not_matter() {
        assert!(!is_entry("---\ntitle: 笔记\n---\n"));
        assert!(!is_entry("no front matter"));
        assert_eq!(items("---\n---\n"), []);
        assert_eq!(items("---\n\"🦙\n---\n").len(), 1);
        for end in 0..ENTRY.len() {
            if ENTRY.is_char_boundary(end) {
                items(&ENTRY[..end]);
            }
        }
    }
}
