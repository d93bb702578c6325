//! Words without a meaning of their own: articles, pronouns, auxiliaries, prepositions, plain verbs of having and
//! using, in both languages. Grammar, not knowledge.

use std::{
    collections::HashSet,
    hash::{BuildHasherDefault, Hasher},
    sync::LazyLock,
};

/// FNV-1a: asked of every token, and none but our own words are kept.
#[derive(Default)]
struct Fnv(u64);

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    }

    fn finish(&self) -> u64 {
        self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

/// Whether a folded word, or a Chinese character, means nothing by itself.
pub fn is_light(word: &str) -> bool {
    static LIGHT: LazyLock<HashSet<&str, BuildHasherDefault<Fnv>>> =
        LazyLock::new(|| ENGLISH.split_whitespace().chain(CHINESE.split("")).collect());
    LIGHT.contains(word)
}

const ENGLISH: &str = "a an the this that these those it its they their them he she one ones each every both all any \
    some is are was were be been being am has have had having do does did done can could will would shall should may \
    might must uses use used using employs employ employed adopts adopt adopted applies apply applied takes take took \
    makes make made gets get got keeps keep kept works work worked needs need needed requires require required \
    contains contain consists consist includes include included has of in on at by for from to with as into onto over \
    through via and or also then thus so too only just mainly mostly usually typically often always never even still \
    already instead here there now very more most about around roughly approximately exactly up model models method \
    methods technique techniques approach approaches algorithm algorithms architecture architectures idea because paper authors author et al \
    since which who what when where while whereas but however not no n't 's 're yes note answer a: basically simply \
    generally essentially actually really namely i.e e.g";

const CHINESE: &str = "的地得了着过是为在于以从由对把将被给让使令向往与和跟同及或并且而也都还就才只仅又再更最很非常比较这那该此\
    其它他们她我你您个种类些一二两三几多少每各所有会能可以要需用采用使来去上下中里内外前后时间当则即便因如若虽但却\
    不没无未主要通常一般默认本身实际基本大致大约约具拥含包括通过利用依靠按照根据属等吗呢吧啊模型方法技术算法架构思想做法";
