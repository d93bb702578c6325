//! The built-in glossary, out of the image that the build script makes.

use std::{borrow::Cow, sync::OnceLock};

use crate::Glossary;

static PARTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/glossary.parts"));
static AUTOMATON: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/glossary.fst"));

impl Glossary {
    /// The glossary that is built in; decoded once.
    pub fn builtin() -> &'static Self {
        static GLOSSARY: OnceLock<Glossary> = OnceLock::new();
        GLOSSARY.get_or_init(|| {
            let parts = postcard::from_bytes(PARTS).expect("the build script wrote this image");
            Self::new(parts, Cow::Borrowed(AUTOMATON))
        })
    }
}
