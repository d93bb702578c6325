//! Quantities and dates as glossary files write them.

use crate::{Date, Range};

/// `6.7B`, `4096`, `1.4T`, `2.6万`, `3,000`.
pub fn quantity(text: &str) -> Option<f64> {
    let text: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '_')).collect();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let number: f64 = text.get(..end)?.parse().ok()?;
    let factor = match text.get(end..)? {
        "" => 1.0,
        "k" | "K" => 1e3,
        "m" | "M" => 1e6,
        "b" | "B" => 1e9,
        "t" | "T" => 1e12,
        "万" => 1e4,
        "亿" => 1e8,
        _ => return None,
    };
    Some(number * factor)
}

/// `2023`, `2023-02`, `2023-02-24`.
pub fn date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok().filter(|year| (1900..2200).contains(year))?;
    let month = parts.next().map(str::parse).transpose().ok()?.filter(|month| (1..=12).contains(month));
    let day = parts.next().map(str::parse).transpose().ok()?.filter(|day| (1..=31).contains(day));
    parts.next().is_none().then_some(Date { year, month, day })
}

/// What a range takes, for a remedy.
pub fn describe(range: &Range) -> String {
    match range {
        Range::Entry(kinds) => format!("the id of an entry of type {}", kinds.join(", ")),
        Range::Choice(choices) | Range::Order(choices) | Range::Direction(choices) => {
            let names: Vec<&str> = choices.iter().map(|choice| choice.name.as_str()).collect();
            format!("one of {}", names.join(", "))
        }
        Range::Quantity { unit, .. } => format!("a number of {unit}, such as 6.7B or 4096"),
        Range::Date => "a date, such as 2023-02".to_owned(),
        Range::Text => "words".to_owned(),
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}
