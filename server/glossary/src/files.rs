//! The files of the built-in glossary, each found without a look at the others.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::packed::{Bytes, Packed};

/// Files by their paths.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Files {
    /// For each file where its path begins and where its text does; and where the last text ends.
    starts: Packed,
    /// Path, text, path, text …, in the order of the paths.
    bytes: Bytes,
}

impl Files {
    /// Packs files.
    #[allow(dead_code, reason = "only the build script packs them")]
    pub(crate) fn new(files: &BTreeMap<String, String>) -> Self {
        let (mut starts, mut bytes) = (Vec::new(), Vec::new());
        for (path, text) in files {
            for part in [path, text] {
                starts.push(bytes.len() as u32);
                bytes.extend_from_slice(part.as_bytes());
            }
        }
        starts.push(bytes.len() as u32);
        Self { starts: Packed::new(&starts), bytes: bytes.into() }
    }

    /// Paths and texts, in the order of the paths.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        (0..self.starts.all().len() / 2).map(|at| (self.part(2 * at), self.part(2 * at + 1)))
    }

    /// The text of a path.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        let (mut low, mut high) = (0, self.starts.all().len() / 2);
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.part(2 * middle).cmp(path) {
                std::cmp::Ordering::Equal => return Some(self.part(2 * middle + 1)),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    fn part(&self, at: usize) -> &str {
        let range = self.starts.get(at) as usize..self.starts.get(at + 1) as usize;
        self.bytes.get(range).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_is_found_by_its_path() {
        let files: BTreeMap<String, String> = ["concepts/b.md", "concepts/a.md", "sources.bib", "x"]
            .map(|path| (path.to_owned(), format!("文 {path}")))
            .into();
        let packed = Files::new(&files);
        for (path, text) in &files {
            assert_eq!(packed.text(path), Some(text.as_str()));
        }
        assert_eq!(packed.text("concepts"), None);
        assert!(packed.iter().eq(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))));
    }
}
