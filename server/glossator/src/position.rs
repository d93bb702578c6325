//! Lines and columns of byte offsets, for people and for reports.

/// Where the lines of a text begin. Lines end at `\n`, `\r\n` and `\r`.
#[derive(Debug)]
pub(crate) struct LineIndex<'t> {
    text: &'t str,
    starts: Vec<u32>,
}

/// A place in a text, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    /// The line.
    pub(crate) line: u32,
    /// The column in characters.
    pub(crate) column: u32,
    /// The column in UTF-16 code units.
    pub(crate) column_utf16: u32,
}

impl<'t> LineIndex<'t> {
    /// The index of a text.
    pub(crate) fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, &byte) in bytes.iter().enumerate() {
            let crlf = byte == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            if byte == b'\n' || byte == b'\r' && !crlf {
                starts.push(at as u32 + 1);
            }
        }
        Self { text, starts }
    }

    /// The place of a byte offset.
    pub(crate) fn spot(&self, offset: u32) -> Spot {
        let line = self.starts.partition_point(|&start| start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let before = self.text.get(start as usize..offset as usize).unwrap_or_default();
        let column = before.chars().count() as u32 + 1;
        Spot { line: line as u32, column, column_utf16: before.encode_utf16().count() as u32 + 1 }
    }

    /// The text of a line, counted from 1, without its end, and the offset at which it begins.
    pub(crate) fn line(&self, line: u32) -> (u32, &'t str) {
        let at = (line as usize).saturating_sub(1);
        let start = self.starts.get(at).copied().unwrap_or(self.text.len() as u32);
        let end = self.starts.get(at + 1).copied().unwrap_or(self.text.len() as u32);
        (start, self.text.get(start as usize..end as usize).unwrap_or_default().trim_end_matches(['\n', '\r']))
    }
}
