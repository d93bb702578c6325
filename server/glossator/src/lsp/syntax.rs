//! The concrete syntax of open notes, for what an editor asks about syntax: what to fold, how to widen a selection.
//!
//! Parsed only when asked for, from the tree of the text before with what changed marked. It never takes part in what
//! is found in a note.

use std::sync::Arc;

use note::Span;
use tree_sitter::{InputEdit, Node, Parser, Point, Tree};

/// Texts of more bytes have no syntax: the grammar would take seconds.
pub(crate) const LARGEST: usize = 1 << 20;

/// The blocks of a text.
#[derive(Debug)]
pub(crate) struct Syntax {
    text: Arc<str>,
    tree: Tree,
}

impl Syntax {
    /// The syntax of a text, with the help of that of an earlier text. `None` for a text larger than [`LARGEST`].
    pub(crate) fn parse(text: &Arc<str>, earlier: Option<&Self>) -> Option<Self> {
        if text.len() > LARGEST {
            return None;
        }
        let mut parser = Parser::new();
        parser.set_language(&tree_sitter_md::LANGUAGE.into()).ok()?;
        let earlier = earlier.map(|earlier| {
            let mut tree = earlier.tree.clone();
            tree.edit(&difference(&earlier.text, text));
            tree
        });
        let mut tree = parser.parse(text.as_bytes(), earlier.as_ref())?;
        // What the grammar cannot read it makes up as it goes, otherwise from an earlier tree than from none.
        if earlier.is_some() && tree.root_node().has_error() {
            parser.reset();
            tree = parser.parse(text.as_bytes(), None)?;
        }
        Some(Self { text: Arc::clone(text), tree })
    }

    /// Whether it is the syntax of this very text.
    pub(crate) fn is_of(&self, text: &Arc<str>) -> bool {
        Arc::ptr_eq(&self.text, text)
    }

    /// Whether two trees have the same nodes at the same places.
    #[cfg(test)]
    pub(crate) fn same(&self, other: &Self) -> bool {
        let (mut one, mut two) = (self.tree.walk(), other.tree.walk());
        loop {
            let (a, b) = (one.node(), two.node());
            if a.kind_id() != b.kind_id() || a.range() != b.range() {
                return false;
            }
            let mut moved = (one.goto_first_child(), two.goto_first_child());
            while moved == (false, false) {
                moved = (one.goto_next_sibling(), two.goto_next_sibling());
                if moved == (false, false) && (one.goto_parent(), two.goto_parent()) != (true, true) {
                    return true;
                }
            }
            if moved.0 != moved.1 {
                return false;
            }
        }
    }

    /// What can be folded, outer before inner: sections, lists, quotations, code, tables, HTML, front matter.
    pub(crate) fn folds(&self) -> Vec<Span> {
        let mut folds = Vec::new();
        let mut cursor = self.tree.walk();
        loop {
            let node = cursor.node();
            if is_fold(&node) {
                folds.push(self.span(&node));
            }
            if cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return folds;
                }
            }
        }
    }

    /// The blocks around an offset, inner before outer, the whole text last.
    pub(crate) fn around(&self, offset: u32) -> Vec<Span> {
        let at = offset as usize;
        let mut node = self.tree.root_node().named_descendant_for_byte_range(at, at);
        let mut spans = Vec::new();
        while let Some(here) = node {
            spans.push(self.span(&here));
            node = here.parent();
        }
        spans.push(0..self.text.len() as u32);
        spans
    }

    /// The span of a node without the blank lines behind it.
    fn span(&self, node: &Node<'_>) -> Span {
        let range = node.byte_range();
        let text = self.text.get(range.clone()).unwrap_or_default();
        range.start as u32..(range.start + text.trim_end().len()) as u32
    }
}

#[cfg(test)]
impl std::fmt::Display for Syntax {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.tree.root_node().to_sexp())
    }
}

fn is_fold(node: &Node<'_>) -> bool {
    match node.kind() {
        // What stands before the first heading is a section too, but has nothing to fold it by.
        "section" => node.named_child(0).is_some_and(|first| matches!(first.kind(), "atx_heading" | "setext_heading")),
        "list"
        | "list_item"
        | "block_quote"
        | "fenced_code_block"
        | "indented_code_block"
        | "pipe_table"
        | "html_block"
        | "minus_metadata"
        | "plus_metadata" => true,
        _ => false,
    }
}

/// The one edit between two texts: all between what they begin and what they end with.
fn difference(old: &str, new: &str) -> InputEdit {
    let (old, new) = (old.as_bytes(), new.as_bytes());
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = (old.get(start..).unwrap_or_default(), new.get(start..).unwrap_or_default());
    let end = rest.0.iter().rev().zip(rest.1.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_end, new_end) = (old.len() - end, new.len() - end);
    InputEdit {
        start_byte: start,
        old_end_byte: old_end,
        new_end_byte: new_end,
        start_position: point(old, start),
        old_end_position: point(old, old_end),
        new_end_position: point(new, new_end),
    }
}

/// The row and column as tree-sitter counts them: rows end at line feeds, columns are bytes.
fn point(text: &[u8], at: usize) -> Point {
    let before = text.get(..at).unwrap_or_default();
    let row = before.split(|&byte| byte == b'\n').count() - 1;
    let column = before.iter().rev().take_while(|&&byte| byte != b'\n').count();
    Point { row, column }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn syntax(text: &str) -> Syntax {
        Syntax::parse(&Arc::from(text), None).expect("small")
    }

    fn folded(text: &str) -> Vec<&str> {
        syntax(text).folds().into_iter().map(|span| &text[span.start as usize..span.end as usize]).collect()
    }

    #[test]
    fn sections_lists_code_tables_and_front_matter_fold() {
        let text =
            "---\na: b\n---\n# 一\n\n段落。\n\n## 二\n\n- x\n- y\n\n```\ncode\n```\n\n| a |\n|---|\n| b |\n\n# 三\n";
        let folds = folded(text);
        assert_eq!(folds[0], "---\na: b\n---");
        assert!(folds[1].starts_with("# 一") && folds[1].ends_with("| b |"), "{folds:?}");
        assert!(folds[2].starts_with("## 二") && folds[2].ends_with("| b |"), "{folds:?}");
        assert!(folds.contains(&"- x\n- y") && folds.contains(&"```\ncode\n```"), "{folds:?}");
        assert!(folds.contains(&"| a |\n|---|\n| b |"), "{folds:?}");
    }

    #[test]
    fn a_selection_widens_by_blocks() {
        let text = "# A\n\n- one\n- two 二\n\nend\n";
        let at = text.find('二').expect("there") as u32;
        let spans: Vec<&str> =
            syntax(text).around(at).into_iter().map(|span| &text[span.start as usize..span.end as usize]).collect();
        assert!(spans.contains(&"- two 二") && spans.contains(&"- one\n- two 二"), "{spans:?}");
        assert_eq!(spans.last(), Some(&text));
    }

    /// Found by random edits: the grammar knows no item that ends the text within another.
    #[test]
    fn what_the_grammar_cannot_read_is_read_anew() {
        let before = "\n- a\n-| a**Q: What is t?**\n\n\n- base：12 层；large：48 层\n* Stage 1\n ---\n- a\n- - ";
        let after = "\n- a\n-| a**Q: What i<br>s t?**\n\n\n- base：12 层；large\n- base：12 层；large：48 层\n* Stage 1\n：48 层\n* Stag\r\ne 1\n ---\n- a\n- - ";
        let kept = Syntax::parse(&Arc::from(after), Some(&syntax(before))).expect("small");
        assert!(kept.same(&syntax(after)), "{kept}\n{}", syntax(after));
    }

    #[test]
    fn a_text_too_large_has_none() {
        assert!(Syntax::parse(&Arc::from("a\n".repeat(LARGEST / 2 + 1)), None).is_none());
        assert!(syntax(&"> ".repeat(10_000)).folds().len() < 10_000);
    }

    /// Whatever is edited, the tree kept across edits folds as one made anew.
    #[test]
    fn an_edited_tree_is_as_good_as_a_new_one() {
        let pieces = [
            "\n",
            "\n\n",
            "# 标题\n",
            "- 项 item\n",
            "  - 🦙\n",
            "```\n",
            "| a | b |\n|---|---|\n",
            "> ",
            "文",
            "x\r\n",
            "    ",
        ];
        let mut state = 7_u64;
        let mut random = |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state >> 33).expect("small") % below
        };
        let mut text: Vec<&str> = vec!["# A\n", "\n", "文\n"];
        let mut kept = syntax(&text.concat());
        for round in 0..2_000 {
            let at = random(text.len() + 1);
            if text.len() > 40 || random(3) == 0 && at < text.len() {
                text.drain(at.min(text.len() - 1)..text.len().min(at + 1 + random(4)));
            } else {
                text.insert(at, pieces[random(pieces.len())]);
            }
            let whole: Arc<str> = text.concat().into();
            kept = Syntax::parse(&whole, Some(&kept)).expect("small");
            assert_eq!(kept.folds(), syntax(&whole).folds(), "seed 7, round {round}: {whole:?}");
        }
    }
}
