//! Where two texts differ, and whether that can reach far: metadata blocks are looked for over any distance.

use std::ops::Range;

/// Where two texts differ, at the boundaries of characters.
pub(crate) struct Edit {
    pub(crate) old: Range<usize>,
    pub(crate) new: Range<usize>,
}

impl Edit {
    pub(crate) fn between(old: &str, new: &str) -> Self {
        let same = |(a, b): &(&u8, &u8)| a == b;
        let blocks = old.as_bytes().chunks(256).zip(new.as_bytes().chunks(256));
        let skipped = 256 * blocks.take_while(|(a, b)| a == b && a.len() == 256).count();
        let (left, right) = (&old.as_bytes()[skipped..], &new.as_bytes()[skipped..]);
        let mut start = skipped + left.iter().zip(right).take_while(same).count();
        while !(old.is_char_boundary(start) && new.is_char_boundary(start)) {
            start -= 1;
        }
        let (left, right) = (&old.as_bytes()[start..], &new.as_bytes()[start..]);
        let blocks = left.rchunks(256).zip(right.rchunks(256));
        let skipped = 256 * blocks.take_while(|(a, b)| a == b && a.len() == 256).count();
        let (left, right) = (&left[..left.len() - skipped], &right[..right.len() - skipped]);
        let mut tail = skipped + left.iter().rev().zip(right.iter().rev()).take_while(same).count();
        while !(old.is_char_boundary(old.len() - tail) && new.is_char_boundary(new.len() - tail)) {
            tail -= 1;
        }
        Self { old: start..old.len() - tail, new: start..new.len() - tail }
    }

    /// What is new, with a few bytes on each side that it may belong together with.
    pub(crate) fn around<'t>(&self, new: &'t str) -> &'t str {
        let start = new.floor_char_boundary(self.new.start.saturating_sub(2));
        let end = new.ceil_char_boundary(self.new.end + 2);
        new.get(start..end).unwrap_or_default()
    }

    /// Where an offset behind the edit is now.
    pub(crate) fn moved(&self, at: u32) -> usize {
        at as usize - self.old.end + self.new.end
    }
}

/// Whether a line is one of those around metadata.
fn delimits(line: &str) -> bool {
    matches!(line.trim_end(), "---" | "..." | "+++")
}

/// Whether the lines that a range touches, or their neighbours, begin or end metadata.
pub(crate) fn touches_metadata(text: &str, range: &Range<usize>) -> bool {
    let start = text.get(..range.start).and_then(|before| before.rfind(['\n', '\r'])).unwrap_or(0);
    let start = text.get(..start).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |at| at + 1);
    let behind =
        |from: usize| text.get(from..).and_then(|rest| rest.find(['\n', '\r'])).map_or(text.len(), |at| from + at + 1);
    let end = behind(behind(range.end));
    text.get(start..end).is_some_and(|lines| lines.split(['\n', '\r']).any(delimits))
}

/// Whether metadata may begin in a range and end behind it.
pub(crate) fn opens_metadata(text: &str, range: Range<usize>) -> bool {
    let Some(slice) = text.get(range) else { return true };
    if slice.matches('\r').count() != slice.matches("\r\n").count() {
        return true;
    }
    let mut lines = slice.split('\n').peekable();
    while let Some(line) = lines.next() {
        // Behind the first line of metadata stands neither its last nor an empty one.
        if line.starts_with("---")
            && delimits(line)
            && lines.peek().is_none_or(|next| !delimits(next) && !next.trim().is_empty())
            && !lines.clone().any(delimits)
        {
            return true;
        }
    }
    false
}
