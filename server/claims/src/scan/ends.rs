//! Where marks end a clause or a sentence, and where a comma only enumerates or sets off an adverb. Which clause a token is
//! of is numbered in `reading`.

use note::TokenKind;

use super::Scan;

impl Scan<'_> {
    /// Whether a token is a mark that ends a clause: a comma that is not part of an enumeration, or stronger.
    pub(crate) fn ends_clause(&self, at: u32) -> bool {
        if self.kind(at) != TokenKind::Punct {
            return false;
        }
        match self.folded(at) {
            "," | "，" => !self.is_list_comma(at) && !self.sets_off_adverb(at),
            ";" | "；" | "。" | "!" | "！" | "?" | "？" => true,
            _ => false,
        }
    }

    /// Whether a comma is one of two around an adverb: `X, however, uses …`.
    fn sets_off_adverb(&self, at: u32) -> bool {
        let comma = |at: u32| matches!(self.folded(at), "," | "，");
        let ahead = (at + 1..self.note.tokens.len() as u32).take_while(|&next| self.passes(next)).count() as u32;
        let back = (0..at).rev().take_while(|&last| self.passes(last)).count() as u32;
        ahead > 0 && comma(at + 1 + ahead) || back > 0 && at > back && comma(at - 1 - back)
    }

    /// Whether a token ends a sentence.
    pub(crate) fn ends_sentence(&self, at: u32) -> bool {
        self.kind(at) == TokenKind::Punct && matches!(self.folded(at), "。" | "!" | "！" | "?" | "？")
    }

    /// Whether the comma at `at` separates the members of an enumeration: another comma or an *and* follows within
    /// four tokens, or mentions of one type stand directly on both sides.
    fn is_list_comma(&self, at: u32) -> bool {
        let and = |at: u32| matches!(self.folded(at), "and" | "or" | "和" | "及" | "与" | "或" | "&");
        let kinds = |at: u32| {
            let entries = self.mention_at(at).map(|mention| &mention.entries[..]).unwrap_or_default();
            entries.first().map(|&entry| self.glossary.kind(entry))
        };
        let between = at > 0 && kinds(at - 1).is_some() && kinds(at - 1) == kinds(at + 1);
        // `…BERT，GPT 的…`: what goes on behind the second name is a clause of its own.
        let ends = |at: u32| self.kind(at) == TokenKind::Punct || self.kind(at) == TokenKind::Opaque || and(at);
        // `…, it rotates queries and keys`, `…，结果与标准注意力一致`: a clause begins.
        let opens = matches!(
            self.folded(at + 1),
            "it" | "they"
                | "this"
                | "that"
                | "these"
                | "we"
                | "he"
                | "she"
                | "there"
                | "which"
                | "so"
                | "then"
                | "它"
                | "其"
                | "这"
                | "该"
                | "而"
        ) || (self.folded(at + 1), self.folded(at + 2)) == ("结", "果");
        if opens {
            return false;
        }
        between && self.mention_at(at + 1).is_some_and(|mention| ends(mention.run.end))
            || (at + 1..at + 5).take_while(|&next| !self.ends_sentence(next)).any(and)
    }
}
