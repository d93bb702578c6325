//! The built-in glossary, out of the image that the build script makes.

use std::sync::OnceLock;

use crate::{Glossary, Problem, Raw, compile, files::Files};

static IMAGE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/glossary.image"));

/// The built-in files, as they were read at build time.
static FILES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/glossary.files"));

fn files() -> &'static Files {
    static BUILTIN: OnceLock<Files> = OnceLock::new();
    BUILTIN.get_or_init(|| postcard::from_bytes(FILES).expect("the build script wrote these files"))
}

impl Glossary {
    /// The built-in glossary before it was compiled, for a workspace's to be put beside it.
    pub fn builtin_raw() -> Raw {
        Self::raw_of(|_| true)
    }

    /// The built-in glossary with entries and sources beside it ([`Raw::is_entries_only`]). Takes what they are; the
    /// built-in ones are not compiled again.
    pub fn builtin_with(mut raw: Raw, problems: &mut Vec<Problem>) -> Self {
        raw.macros = Self::raw_of(|path| path == "lexicon/macros.yaml").macros;
        compile::compile_beside(Self::builtin(), &raw, problems)
    }

    /// The properties and the words of the built-in glossary, without its entries.
    pub fn builtin_language() -> Raw {
        Self::raw_of(|path| path.starts_with("properties/") || path.starts_with("lexicon/"))
    }

    /// The text of a built-in file (`concepts/lora.md`).
    pub fn builtin_file(path: &str) -> Option<&'static str> {
        files().text(path)
    }

    /// Some of the built-in files; what is read beside them is the author's own.
    fn raw_of(wanted: impl Fn(&str) -> bool) -> Raw {
        let mut raw = Raw::default();
        for (path, text) in files().iter().filter(|(path, _)| wanted(path)) {
            raw.read(path, text, &mut Vec::new());
        }
        raw.own = true;
        raw
    }

    /// The glossary that is built in.
    ///
    /// # Panics
    /// Never: the image is written by the build script of the same build.
    pub fn builtin() -> &'static Self {
        static GLOSSARY: OnceLock<Glossary> = OnceLock::new();
        GLOSSARY
            .get_or_init(|| Self::from_image(postcard::from_bytes(IMAGE).expect("the build script wrote this image")))
    }
}
