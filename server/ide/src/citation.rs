//! Citations as Pandoc writes them: an `@` with the key of a source.

use note::Span;

/// Whether a character is of a key.
pub(crate) fn of_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_:.".contains(c)
}

/// The key that a text begins with. What ends the sentence is not of it.
pub(crate) fn key(text: &str) -> &str {
    let key = text.get(..text.find(|c| !of_key(c)).unwrap_or(text.len())).unwrap_or_default();
    key.trim_end_matches(['.', ':'])
}

/// The keys that a text cites, without their `@`; what stands before the `@` of an address of mail is of no sentence.
pub(crate) fn keys(text: &str) -> impl Iterator<Item = (Span, &str)> {
    let cited = move |(at, _): (usize, &str)| {
        let (lead, rest) = (text.get(..at)?, text.get(at + 1..)?);
        let key = key(rest);
        let span = at as u32 + 1..(at + 1 + key.len()) as u32;
        (!key.is_empty() && !lead.ends_with(of_key)).then_some((span, key))
    };
    text.match_indices('@').filter_map(cited)
}

#[cfg(test)]
mod tests {
    #[test]
    fn keys_end_with_their_sentence_and_begin_none_of_an_address() {
        let text = "[@a2020b, §1; -@c:d_e] (@f.g.), 见@h2021i。 me@j.example @k-l: @@ @";
        let keys: Vec<&str> = super::keys(text).map(|(_, key)| key).collect();
        assert_eq!(keys, ["a2020b", "f.g", "h2021i", "k-l"]);
        for (span, key) in super::keys(text) {
            assert_eq!(&text[span.start as usize..span.end as usize], key);
        }
    }
}
