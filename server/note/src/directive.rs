//! Suppression comments.

use crate::{Directive, DirectiveKind};

/// Appends the directives in a piece of HTML that begins at byte `start` of the note.
pub(crate) fn find(html: &str, start: u32, directives: &mut Vec<Directive>) {
    let mut from = 0;
    while let Some(open) = html.get(from..).and_then(|rest| rest.find("<!--")) {
        let open = from + open;
        let Some(close) = html.get(open..).and_then(|rest| rest.find("-->")) else { return };
        let end = open + close + 3;
        directives.extend(read(html, open..end, "<!--", start));
        from = end;
    }
}

/// The directive that a comment is, which begins with a mark.
pub(crate) fn read(html: &str, comment: std::ops::Range<usize>, mark: &str, start: u32) -> Option<Directive> {
    let (open, end) = (comment.start, comment.end);
    // A comment ends with as many bytes as that of the mark, or with the three of `-->`.
    let body_end = end - mark.len().min(3);
    let body = html.get(open + mark.len()..body_end)?;
    let trimmed = body.trim_start();
    let at = open + mark.len() + (body.len() - trimmed.len());
    let word = trimmed.split_whitespace().next()?;
    let kind = match word.strip_prefix("glossator-")? {
        "disable" => DirectiveKind::Disable,
        "enable" => DirectiveKind::Enable,
        "disable-line" => DirectiveKind::DisableLine,
        "disable-next-line" => DirectiveKind::DisableNextLine,
        _ => DirectiveKind::Unknown,
    };
    let mut rules = Vec::new();
    let rest_at = at + word.len();
    let rest = html.get(rest_at..body_end)?;
    let mut offset = 0;
    for part in rest.split([',', ' ', '\t', '\n', '\r']) {
        if !part.is_empty() {
            let from = start + (rest_at + offset) as u32;
            rules.push(from..from + part.len() as u32);
        }
        offset += part.len() + 1;
    }
    Some(Directive { kind, span: start + open as u32..start + end as u32, rules })
}
