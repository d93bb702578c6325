//! Chinese labels by the letters of their pinyin: whole syllables, first letters, or both (`qianzhui`, `qz`, `qianz`).

use pinyin::{ToPinyin as _, ToPinyinMulti as _};

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
    let first = label.chars().find(|c| c.is_alphanumeric()).and_then(|c| c.to_pinyin());
    first.is_none_or(|first| letters.starts_with(first.plain()))
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

/// Whether one of the readings of a character is what is looked for; one that is not Chinese reads as itself.
fn any_syllable(character: char, mut is_it: impl FnMut(&str) -> bool) -> bool {
    let many = character.to_pinyin_multi().into_iter().flatten().map(pinyin::Pinyin::plain);
    let mut last = "";
    for reading in many.chain(character.to_pinyin().map(pinyin::Pinyin::plain)) {
        if reading != std::mem::replace(&mut last, reading) && is_it(reading) {
            return true;
        }
    }
    last.is_empty() && is_it(&super::fold(character.encode_utf8(&mut [0; 4])))
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
    }

    #[test]
    fn what_is_no_pinyin_of_it_does_not_fit() {
        assert_eq!(spelled("", "前缀"), None);
        assert_eq!(spelled("qq", "前缀"), None);
        assert_eq!(spelled("前", "前缀"), None);
        assert_eq!(spelled("prefix", "prefix decoder"), None);
        assert_eq!(spelled("qianzhuix", "前缀"), None);
    }
}
