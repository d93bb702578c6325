//! Numbers with their multipliers, ranges, percentages; dates.

use glossary::Date;
use note::{Joint, TokenKind};

use super::{Run, Scan};

/// A number or a date in the text.
#[derive(Clone, Debug)]
pub(crate) struct Amount {
    /// Its tokens, multiplier included.
    pub(crate) run: Run,
    /// What it is.
    pub(crate) kind: AmountKind,
}

/// What an amount is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum AmountKind {
    /// A number, all multipliers applied; whether it had one.
    Number(f64, bool),
    /// No number: part of a name.
    Name,
    /// A percentage.
    Percent,
    /// A factor: `4x`, `ten times`, `三倍`.
    Factor(f64),
    /// A date; a lone year is both a date and a number.
    Date(Date),
    /// A bare year: a date, or a number such as a length of 2048.
    Year(u16),
    /// None yet: what a question asks for (`how many`, `多少`).
    Asked,
}

/// Appends the amounts among `tokens` to the scan's.
pub(super) fn find(scan: &mut Scan<'_>, tokens: &Run) {
    let mut at = tokens.start;
    let last = tokens.end.saturating_sub(1);
    let asks = matches!(scan.folded(last), "?" | "？");
    while at < tokens.end {
        let reader = Reader { scan, end: tokens.end };
        let asked = if asks { reader.asked(at) } else { None };
        let amount = asked.or_else(|| if scan.counts(at) { reader.amount(at) } else { None });
        match amount {
            Some(mut amount) => {
                amount.run.end = reader.and_more(amount.run.end);
                at = amount.run.end.max(at + 1);
                scan.amounts.push(amount);
            }
            None => at += 1,
        }
    }
}

/// Whether a number or a date in words may begin with this one.
pub(super) fn may_begin(word: &str) -> bool {
    spelled(word).is_some() || word == "one" || month(word).is_some() || chinese_digit(word).is_some() || word == "十"
}

/// What the tokens from the start of a run on multiply numbers by, and the token behind them: `B`, `万亿`.
pub(super) fn multiplier(scan: &Scan<'_>, run: &Run) -> Option<(f64, u32)> {
    let (factor, end) = Reader { scan, end: run.end }.multiplier(run.start);
    (end > run.start).then_some((factor, end))
}

struct Reader<'s, 'a> {
    scan: &'s Scan<'a>,
    end: u32,
}

impl Reader<'_, '_> {
    /// The token behind words that only say that it is a little more: `五万出头` has no heads.
    fn and_more(&self, at: u32) -> u32 {
        if at + 1 < self.end && (self.word(at), self.word(at + 1)) == ("出", "头") { at + 2 } else { at }
    }

    fn amount(&self, at: u32) -> Option<Amount> {
        match self.scan.kind(at) {
            TokenKind::Number if self.is_attached(at) || self.is_factor(at) => {
                Some(Amount { run: at..at + 1, kind: AmountKind::Name })
            }
            TokenKind::Number => Some(self.date(at).unwrap_or_else(|| self.number(at))),
            TokenKind::Word if spelled(self.word(at)).is_some() && (self.is_factor(at) || self.is_inside_name(at)) => {
                Some(Amount { run: at..at + 1, kind: AmountKind::Name })
            }
            TokenKind::Word => self.month_first(at).or_else(|| self.spelled(at)),
            TokenKind::Han => self.chinese(at),
            _ => None,
        }
    }

    /// The words of a question that ask for a number.
    fn asked(&self, at: u32) -> Option<Amount> {
        let words = match (self.word(at), self.word(at + 1)) {
            ("how", "many") | ("多", "少") => 2,
            ("几", _) => 1,
            _ => return None,
        };
        Some(Amount { run: at..at + words, kind: AmountKind::Asked })
    }

    /// Whether a number is part of a name: `Qwen3-0.6B`, `GPT2`.
    fn is_attached(&self, at: u32) -> bool {
        let joined = at > 0 && self.scan.token(at).joint <= Joint::Hyphen;
        // `Deep%20Learning`: a space in an address.
        if joined && self.scan.folded(at - 1) == "%" {
            return true;
        }
        let named = joined && self.scan.token(at).joint == Joint::Hyphen && self.scan.mention_at(at - 1).is_some();
        named
            || joined
                && self.scan.kind(at - 1) == TokenKind::Word
                && !matches!(self.scan.folded(at - 1), "n" | "=" | "a" | "top")
    }

    /// Whether a number word is part of an identifier: `last_two_blocks`.
    fn is_inside_name(&self, at: u32) -> bool {
        let joined = at > 0 && self.scan.token(at).joint <= Joint::Hyphen && self.scan.kind(at - 1) == TokenKind::Word;
        joined && spelled(self.scan.folded(at - 1)).is_none()
    }

    /// Whether a number is one of a product or of a share: `8192 x 14336`, `8 of 160`.
    fn is_factor(&self, at: u32) -> bool {
        let times = |at: u32| matches!(self.word(at), "x" | "×" | "*") && self.scan.kind(at + 1) == TokenKind::Number;
        let counted = |at: u32| self.scan.kind(at) == TokenKind::Number || spelled(self.scan.folded(at)).is_some();
        let behind = at >= 2 && counted(at - 2);
        // `4 节点 × 3.2`: a factor of what is reckoned.
        let sign = at > 0 && self.scan.folded(at - 1) == "×" || self.word(at + 1) == "×";
        sign && self.scan.folded(at.saturating_sub(1)) != "x"
            || times(at + 1) && self.scan.token(at + 1).joint <= Joint::Space
            || behind && (times(at - 1) || self.scan.folded(at - 1) == "of")
            || at >= 3 && self.scan.folded(at - 1) == "of" && self.scan.folded(at - 2) == "out" && counted(at - 3)
    }

    fn word(&self, at: u32) -> &str {
        if at < self.end { self.scan.folded(at) } else { "" }
    }

    fn digits(&self, at: u32) -> Option<f64> {
        (at < self.end && self.scan.kind(at) == TokenKind::Number).then(|| parse(self.word(at))).flatten()
    }

    fn number(&self, at: u32) -> Amount {
        let number = self.digits(at).unwrap_or(f64::NAN);
        self.scaled(at, at + 1, number)
    }

    /// The number that began at `from`, with whatever multiplies it from `at` on.
    fn scaled(&self, from: u32, at: u32, number: f64) -> Amount {
        let (factor, end) = self.multiplier(at);
        let kind = match self.word(end) {
            "%" | "％" | "percent" => AmountKind::Percent,
            "x" | "×" | "倍" | "times" if end == at => AmountKind::Factor(number),
            _ if end == at && is_year(number) && end == from + 1 => AmountKind::Year(number as u16),
            _ => AmountKind::Number(number * factor, end > at),
        };
        let end = if matches!(kind, AmountKind::Percent | AmountKind::Factor(_)) { end + 1 } else { end };
        Amount { run: from..end, kind }
    }

    /// The product of the multipliers from `at` on, and the token behind them.
    fn multiplier(&self, at: u32) -> (f64, u32) {
        let (mut factor, mut end) = (1.0, at);
        while end < self.end {
            let close = self.scan.token(end).joint <= Joint::Hyphen;
            let by = match self.word(end) {
                "k" if close => 1e3,
                "m" | "mn" if close => 1e6,
                "b" | "bn" if close => 1e9,
                "t" if close => 1e12,
                // `8 K/V heads`: a letter beside a stroke stands for a word.
                "k" | "m" | "b" | "t" if end == at && self.scan.token(end).joint == Joint::Space => {
                    if self.word(end + 1) == "/" && self.scan.kind(end + 2) == TokenKind::Word {
                        break;
                    }
                    match self.scan.source(&(end..end + 1)) {
                        "K" => 1e3,
                        "M" => 1e6,
                        "B" => 1e9,
                        "T" => 1e12,
                        _ => break,
                    }
                }
                "thousand" | "千" => 1e3,
                "million" | "millions" => 1e6,
                "billion" | "billions" => 1e9,
                "trillion" | "trillions" => 1e12,
                "hundred" | "百" => 1e2,
                "十" => 1e1,
                "万" => 1e4,
                "亿" => 1e8,
                _ => break,
            };
            factor *= by;
            end += 1;
            if close && by < 1e13 && self.scan.kind(end - 1) == TokenKind::Word {
                break;
            }
        }
        (factor, end)
    }

    /// `2023年3月14日`, `2023-03-14`, `2023.3`, `2023/03`.
    fn date(&self, at: u32) -> Option<Amount> {
        if let Some(amount) = self.dotted_date(at) {
            return Some(amount);
        }
        let year = self.digits(at).filter(|&year| is_year(year))? as u16;
        let part =
            |at: u32, limit: f64| self.digits(at).filter(|&part| (1.0..=limit).contains(&part)).map(|part| part as u8);
        let (mut month, mut day) = (None, None);
        let mut end;
        if self.word(at + 1) == "年" {
            end = at + 2;
            if let Some(number) = part(at + 2, 12.0).filter(|_| self.word(at + 3) == "月") {
                (month, end) = (Some(number), at + 4);
                if let Some(number) = part(at + 4, 31.0).filter(|_| matches!(self.word(at + 5), "日" | "号")) {
                    (day, end) = (Some(number), at + 6);
                }
            }
        } else if let Some((number, next)) = self.separated(at + 1, 12.0) {
            (month, end) = (Some(number), next);
            if let Some((number, next)) = self.separated(next, 31.0) {
                (day, end) = (Some(number), next);
            }
        } else {
            return None;
        }
        Some(Amount { run: at..end, kind: AmountKind::Date(Date { year, month, day }) })
    }

    /// `2023.03`, which reads as one number.
    fn dotted_date(&self, at: u32) -> Option<Amount> {
        let (year, month) = self.word(at).split_once('.')?;
        let year: u16 = year.parse().ok().filter(|&year: &u16| is_year(f64::from(year)))?;
        let month: u8 = month.parse().ok().filter(|month| (1..=12).contains(month))?;
        let date = Date { year, month: Some(month), day: None };
        Some(Amount { run: at..at + 1, kind: AmountKind::Date(date) })
    }

    /// A part of a date behind `-` or `/`, with two digits behind a hyphen.
    fn separated(&self, at: u32, limit: f64) -> Option<(u8, u32)> {
        let number_at = match self.word(at) {
            "/" => at + 1,
            _ if at < self.end && self.scan.token(at).joint == Joint::Hyphen => at,
            _ => return None,
        };
        let two = self.word(number_at).len() == 2;
        let number = self.digits(number_at).filter(|&part| two && (1.0..=limit).contains(&part))?;
        Some((number as u8, number_at + 1))
    }

    /// `March 2023`, `March 14, 2023`, `Mar. 2023`.
    fn month_first(&self, at: u32) -> Option<Amount> {
        let month = month(self.word(at))?;
        let mut next = at + 1;
        let mut day = None;
        if let Some(number) = self.digits(next).filter(|&number| (1.0..=31.0).contains(&number)) {
            day = Some(number as u8);
            next += 1;
        }
        while matches!(self.word(next), "," | "." | "of" | "st" | "nd" | "rd" | "th") {
            next += 1;
        }
        let year = self.digits(next).filter(|&year| is_year(year))? as u16;
        let date = Date { year, month: Some(month), day };
        Some(Amount { run: at..next + 1, kind: AmountKind::Date(date) })
    }

    fn spelled(&self, at: u32) -> Option<Amount> {
        // `one hundred`, but not `the one that …`.
        let one = self.word(at) == "one"
            && matches!(self.word(at + 1), "hundred" | "thousand" | "million" | "billion" | "trillion" | "point");
        let (mut number, mut end) = (if one { 1.0 } else { spelled(self.word(at))? }, at + 1);
        // `one point four trillion`.
        if self.word(end) == "point" {
            let digit = |at: u32| spelled(self.word(at)).or((self.word(at) == "one").then_some(1.0));
            let mut place = 0.1;
            end += 1;
            while let Some(digit) = digit(end).filter(|&digit| digit < 10.0) {
                (number, place, end) = (number + digit * place, place / 10.0, end + 1);
            }
        }
        // `twenty-two`.
        if let Some(unit) = spelled(self.word(end)).filter(|&unit| number >= 20.0 && (1.0..10.0).contains(&unit)) {
            (number, end) = (number + unit, end + 1);
        }
        if self.word(end) == "hundred" {
            (number, end) = (number * 100.0, end + 1);
            // `eight hundred and some`: no number is meant.
            if self.word(end) == "and" {
                return Some(Amount { run: at..end, kind: AmountKind::Name });
            }
        }
        Some(self.scaled(at, end, number))
    }

    /// `十二`, `三十二`, `两千`, `千亿`; a last figure behind a unit counts the next lower one (`六万五` is 65,000).
    fn chinese(&self, at: u32) -> Option<Amount> {
        let (mut total, mut section, mut digit, mut end) = (0.0, 0.0, None::<f64>, at);
        let (mut last, mut unit_at) = (10.0, at);
        while end < self.end && self.scan.kind(end) == TokenKind::Han {
            let text = self.word(end);
            if let Some(value) = chinese_digit(text) {
                digit = Some(digit.map_or(value, |before| before * 10.0 + value));
            } else if let Some(unit) = match text {
                "十" => Some(10.0),
                "百" => Some(100.0),
                "千" => Some(1000.0),
                _ => None,
            } {
                section += digit.take().unwrap_or(1.0) * unit;
                (last, unit_at) = (unit, end);
            } else if let Some(unit) = match text {
                "万" => Some(1e4),
                "亿" => Some(1e8),
                _ => None,
            } {
                let part = section + digit.take().unwrap_or(0.0);
                let part = if part == 0.0 && total == 0.0 { 1.0 } else { part };
                total = if part == 0.0 { total * unit } else { (total + part) * unit };
                section = 0.0;
                (last, unit_at) = (unit, end);
            } else {
                break;
            }
            end += 1;
        }
        // 一 alone counts nothing (一种, 每一层), and behind 第 a number is an ordinal.
        let ordinal = at > 0 && self.scan.folded(at - 1) == "第";
        // 百亿, 数十亿, 几千: an order of magnitude, no number.
        // `非零`, `清零`: a word, not a count.
        let inside = self.word(at) == "零"
            && at > 0
            && matches!(self.scan.folded(at - 1), "非" | "清" | "归" | "置" | "补" | "填" | "过" | "化");
        let before = |by: u32| at.checked_sub(by).map_or("", |at| self.scan.folded(at));
        // `参数四百亿`: the end of a noun.
        let noun = before(1) == "数"
            && matches!(
                before(2),
                "参" | "层" | "头" | "总" | "样" | "题" | "词" | "维" | "步" | "量" | "家" | "令" | "轮"
            );
        // The rest of a number that is none.
        let rest = self.word(at) == "十" && chinese_digit(before(1)).is_some();
        let vague = inside
            || rest
            || !matches!(self.word(at), "十") && chinese_digit(self.word(at)).is_none()
            || !noun && matches!(before(1), "数" | "几" | "上" | "近" | "百" | "千");
        if vague
            || end == at
            || ordinal
            || end == at + 1 && matches!(self.word(at), "一" | "十" | "百" | "千" | "万" | "亿")
        {
            return None;
        }
        let lower = if unit_at > at && end == unit_at + 2 { last / 10.0 } else { 1.0 };
        let number = total + section + lower * digit.unwrap_or(0.0);
        let kind =
            if self.word(end) == "倍" { AmountKind::Factor(number) } else { AmountKind::Number(number, total > 0.0) };
        Some(Amount { run: at..end, kind })
    }
}

fn parse(text: &str) -> Option<f64> {
    if text.contains(',') { text.replace(',', "").parse().ok() } else { text.parse().ok() }
}

fn is_year(number: f64) -> bool {
    number.fract() == 0.0 && (1950.0..2050.0).contains(&number)
}

fn chinese_digit(text: &str) -> Option<f64> {
    let digit = match text.chars().next()? {
        '零' | '〇' => 0.0,
        '一' => 1.0,
        '二' | '两' => 2.0,
        '三' => 3.0,
        '四' => 4.0,
        '五' => 5.0,
        '六' => 6.0,
        '七' => 7.0,
        '八' => 8.0,
        '九' => 9.0,
        _ => return None,
    };
    (text.len() == 3).then_some(digit)
}

fn spelled(word: &str) -> Option<f64> {
    // Asked of every word: nearly all are told by their length and first letter.
    if !(3..=9).contains(&word.len()) || !word.starts_with(['z', 't', 'f', 's', 'e', 'n']) {
        return None;
    }
    let number = match word {
        "zero" => 0,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        _ => return None,
    };
    Some(f64::from(number))
}

fn month(word: &str) -> Option<u8> {
    const MONTHS: &[&str] = &[
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if word.len() < 3 || !word.starts_with(['j', 'f', 'm', 'a', 's', 'o', 'n', 'd']) {
        return None;
    }
    let at = MONTHS
        .iter()
        .position(|&month| month == word || word.len() >= 3 && word.len() <= 4 && month.starts_with(word))?;
    u8::try_from(at + 1).ok()
}
