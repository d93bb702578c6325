//! For people: an excerpt with the wrong words underlined, the reason, the source, the fix.

use std::io::Write;

use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet, renderer::DecorStyle};
use ide::{Diagnostic, Severity};

use super::Checked;
use crate::position::LineIndex;

/// A line longer than this is cut around the words at fault.
const WIDEST: usize = 400;

pub(super) fn write(checked: &[Checked], colour: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(140);
    let (mut found, mut notes) = (0, 0);
    for one in checked {
        let lines = LineIndex::new(&one.text);
        let name = one.name();
        let before = found;
        for diagnostic in one.active() {
            found += 1;
            writeln!(out, "{}\n", renderer.render(&groups(&lines, &name, diagnostic)))?;
        }
        notes += usize::from(found > before);
    }
    let all = checked.len();
    let plural = |number: usize, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
    match found {
        0 => anstream::eprintln!("{} checked, nothing found", plural(all, "note")),
        _ => anstream::eprintln!("{} in {notes} of {}", plural(found, "finding"), plural(all, "note")),
    }
    Ok(())
}

fn groups<'a>(lines: &LineIndex<'a>, name: &'a str, diagnostic: &'a Diagnostic) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO,
        Severity::Hint | Severity::Off => Level::HELP,
    };
    let spot = lines.spot(diagnostic.span.start);
    let (source, start) = excerpt(lines, spot.line, &diagnostic.span);
    let within = |span: &note::Span| {
        let from = (span.start.saturating_sub(start) as usize).min(source.len());
        from..(span.end.saturating_sub(start) as usize).clamp(from, source.len())
    };
    let snippet = Snippet::source(source)
        .line_start(spot.line as usize)
        .path(name)
        .fold(false)
        .annotation(AnnotationKind::Primary.span(within(&diagnostic.span)));
    let mut group = level.primary_title(diagnostic.message.as_str()).id(diagnostic.rule.as_str()).element(snippet);
    for related in &diagnostic.related {
        let spot = lines.spot(related.span.start);
        let (source, start) = excerpt(lines, spot.line, &related.span);
        let from = (related.span.start.saturating_sub(start) as usize).min(source.len());
        let to = (related.span.end.saturating_sub(start) as usize).clamp(from, source.len());
        let annotation = AnnotationKind::Context.span(from..to).label(related.message.as_str());
        group = group.element(Snippet::source(source).line_start(spot.line as usize).path(name).annotation(annotation));
    }
    if let Some(evidence) = &diagnostic.evidence {
        group = group.element(Level::NOTE.message(evidence.as_str()));
    }
    if let Some((source, url)) = &diagnostic.source {
        group = group.element(Level::NOTE.with_name("source").message(format!("{source} {url}")));
    }
    let mut groups = vec![group];
    if let Some(fix) = &diagnostic.fix {
        let patch = Patch::new(within(&fix.span), fix.replacement.as_str());
        let source = Snippet::source(source).line_start(spot.line as usize).path(name).patch(patch);
        groups.push(Level::HELP.secondary_title(fix.title.as_str()).element(source));
    }
    groups
}

/// The line around a span, cut where it is very long, and the offset at which it begins.
fn excerpt<'a>(lines: &LineIndex<'a>, line: u32, span: &note::Span) -> (&'a str, u32) {
    let (start, text) = lines.line(line);
    if text.len() <= WIDEST {
        return (text, start);
    }
    let boundary = |mut at: usize| {
        while at < text.len() && !text.is_char_boundary(at) {
            at += 1;
        }
        at.min(text.len())
    };
    let from = boundary((span.start.saturating_sub(start) as usize).saturating_sub(WIDEST / 2));
    let to = boundary((span.end.saturating_sub(start) as usize).saturating_add(WIDEST / 2).min(from + 2 * WIDEST));
    (text.get(from..to).unwrap_or_default(), start + from as u32)
}
