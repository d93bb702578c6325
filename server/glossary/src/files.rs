//! The files of the built-in glossary, each found without a look at the others.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::packed::{Bytes, Packed};

/// Files by their paths.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Files {
    /// In their order. Apart from the texts, so that to look for one is no look at pages of others.
    paths: Texts,
    texts: Texts,
}

/// Texts, one after the other.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct Texts {
    /// Where each begins, and where the last one ends.
    starts: Packed,
    bytes: Bytes,
}

impl Files {
    /// Packs files.
    #[allow(dead_code, reason = "only the build script packs them")]
    pub(crate) fn new(files: &BTreeMap<String, String>) -> Self {
        Self { paths: Texts::new(files.keys()), texts: Texts::new(files.values()) }
    }

    /// Paths and texts, in the order of the paths.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        (0..self.paths.len()).map(|at| (self.paths.get(at), self.texts.get(at)))
    }

    /// The text of a path.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        let (mut low, mut high) = (0, self.paths.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.paths.get(middle).cmp(path) {
                std::cmp::Ordering::Equal => return Some(self.texts.get(middle)),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

impl Texts {
    fn new<'t>(texts: impl Iterator<Item = &'t String>) -> Self {
        let (mut starts, mut bytes) = (vec![0], Vec::new());
        for text in texts {
            bytes.extend_from_slice(text.as_bytes());
            starts.push(bytes.len() as u32);
        }
        Self { starts: Packed::new(&starts), bytes: bytes.into() }
    }

    fn len(&self) -> usize {
        self.starts.all().len().saturating_sub(1)
    }

    fn get(&self, at: usize) -> &str {
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
