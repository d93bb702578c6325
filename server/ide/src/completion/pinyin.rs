//! Chinese labels by the letters of their pinyin: whole syllables, first letters, or both (`qianzhui`, `qz`, `qianz`).

use pinyin::ToPinyin as _;

/// The letters of a label's pinyin, if what is typed abbreviates it. Whatever is typed is a subsequence of the letters,
/// so an editor that filters by them keeps the label.
pub(super) fn spelled(typed: &str, label: &str) -> Option<String> {
    let ascii = typed.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if typed.is_empty() || !ascii || !label.chars().any(note::token::is_han) {
        return None;
    }
    let characters: Vec<char> = label.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut letters = String::new();
    walk(typed, &characters, &mut letters).then_some(letters)
}

/// Whether the first character of a label is spelled as it mostly is.
pub(super) fn is_usual(letters: &str, label: &str) -> bool {
    let mut usual = true;
    if let Some(first) = label.chars().find(|c| c.is_alphanumeric()) {
        any_syllable(first, |syllable| {
            usual = letters.starts_with(syllable);
            true
        });
    }
    usual
}

/// The letters that the first character of a label with Chinese ones can be spelled with; none of another label.
pub(super) fn initials(label: &str) -> String {
    let mut initials = String::new();
    if label.contains(note::token::is_han)
        && let Some(first) = label.chars().find(|c| c.is_alphanumeric())
    {
        any_syllable(first, |syllable| {
            initials.extend(syllable.chars().next());
            false
        });
    }
    initials
}

/// Spells characters from the one typed first on, leaving the letters in `letters` where it succeeds.
fn walk(typed: &str, characters: &[char], letters: &mut String) -> bool {
    let Some((&character, rest)) = characters.split_first() else { return typed.is_empty() };
    let length = letters.len();
    any_syllable(character, |syllable| {
        letters.push_str(syllable);
        let whole = typed.strip_prefix(syllable);
        // The last syllable may be unfinished; any may be its first letter alone.
        let unfinished = syllable.starts_with(typed).then_some("");
        let first = typed.get(..1).filter(|first| syllable.starts_with(first)).and(typed.get(1..));
        let spelled = [whole, unfinished, first].into_iter().flatten().any(|left| walk(left, rest, letters));
        if !spelled {
            letters.truncate(length);
        }
        spelled
    })
}

/// Characters that are read in several ways today, the usual one first, or in another than the first that dictionaries
/// give. Those list readings, too, that nobody types.
const READINGS: [(char, &str); 52] = [
    ('似', "si shi"),
    ('露', "lu lou"),
    ('还', "hai huan"),
    ('校', "jiao xiao"),
    ('曝', "bao pu"),
    ('长', "chang zhang"),
    ('称', "cheng chen"),
    ('弹', "dan tan"),
    ('调', "tiao diao"),
    ('模', "mo mu"),
    ('参', "can shen"),
    ('重', "zhong chong"),
    ('行', "xing hang"),
    ('传', "chuan zhuan"),
    ('降', "jiang xiang"),
    ('角', "jiao jue"),
    ('率', "lv shuai"),
    ('系', "xi ji"),
    ('会', "hui kuai"),
    ('差', "cha chai"),
    ('单', "dan shan"),
    ('都', "dou du"),
    ('藏', "cang zang"),
    ('得', "de dei"),
    ('地', "di de"),
    ('没', "mei mo"),
    ('强', "qiang jiang"),
    ('落', "luo la"),
    ('识', "shi zhi"),
    ('省', "sheng xing"),
    ('朴', "pu piao"),
    ('便', "bian pian"),
    ('乐', "le yue"),
    ('薄', "bo bao"),
    ('着', "zhe zhao"),
    ('了', "le liao"),
    ('提', "ti di"),
    ('圈', "quan juan"),
    ('奇', "qi ji"),
    ('什', "shen shi"),
    ('折', "zhe she"),
    ('扎', "zha za"),
    ('堡', "bao pu"),
    ('阿', "a e"),
    ('度', "du duo"),
    ('给', "gei ji"),
    ('塞', "sai se"),
    ('盛', "sheng cheng"),
    ('壳', "ke qiao"),
    ('厦', "sha xia"),
    ('柏', "bai bo"),
    ('伯', "bo bai"),
];

/// The readings of a character that is read in several ways.
fn several(character: char) -> Option<&'static str> {
    READINGS.iter().find(|(known, _)| *known == character).map(|&(_, readings)| readings)
}

/// Whether more letters may spell a label otherwise.
pub(super) fn is_open(label: &str) -> bool {
    label.chars().any(|c| several(c).is_some())
}

/// Whether one of the readings of a character is what is looked for; one that is not Chinese reads as itself. `ü` is typed
/// as `v`, in `lüe` and `nüe` as `u` as well.
fn any_syllable(character: char, mut is_it: impl FnMut(&str) -> bool) -> bool {
    if let Some(readings) = several(character) {
        return readings.split(' ').any(is_it);
    }
    match character.to_pinyin().map(pinyin::Pinyin::plain) {
        Some(reading) if reading.contains('ü') => {
            is_it(&reading.replace('ü', "v")) || reading.contains("üe") && is_it(&reading.replace('ü', "u"))
        }
        Some(reading) => is_it(reading),
        None => is_it(&super::fold(character.encode_utf8(&mut [0; 4]))),
    }
}

#[cfg(test)]
mod tests {
    use super::spelled;

    #[test]
    fn syllables_first_letters_and_both() {
        for typed in ["q", "qian", "qianzhui", "qz", "qzjmq", "qianzj", "qianzhuijiemaqi"] {
            assert_eq!(spelled(typed, "前缀解码器").as_deref(), Some("qianzhuijiemaqi"), "{typed}");
        }
        assert_eq!(spelled("kvhc", "KV 缓存").as_deref(), Some("kvhuancun"));
        assert_eq!(spelled("csxw", "长上下文").as_deref(), Some("changshangxiawen"));
        assert_eq!(spelled("csxxw", "长上下文"), None);
        assert!(spelled("changshang", "长上下文").is_some() && spelled("zhangshang", "长上下文").is_some());
        assert_eq!(spelled("quanliang", "全量微调").as_deref(), Some("quanliangweitiao"));
        assert_eq!(spelled("xz", "校准"), Some("xiaozhun".to_owned()), "校 is read so elsewhere");
        assert_eq!(spelled("xxl", "学习率").as_deref(), Some("xuexilv"));
        for typed in ["clyh", "celveyouhua", "celueyouhua"] {
            assert!(spelled(typed, "策略优化").is_some(), "{typed}");
        }
    }

    #[test]
    fn what_is_no_pinyin_of_it_does_not_fit() {
        assert_eq!(spelled("", "前缀"), None);
        assert_eq!(spelled("qq", "前缀"), None);
        assert_eq!(spelled("前", "前缀"), None);
        assert_eq!(spelled("prefix", "prefix decoder"), None);
        assert_eq!(spelled("qianzhuix", "前缀"), None);
        assert_eq!(spelled("jiaohuo", "激活"), None, "a reading that nobody types");
        assert_eq!(spelled("chongxian", "涌现"), None);
    }
}
