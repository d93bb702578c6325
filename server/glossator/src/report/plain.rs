//! For programs: one line each, JSON, and the formats of forges.

use std::io::Write;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use serde_json::json;

use super::{Checked, baseline, severity};
use crate::position::LineIndex;

pub(super) fn concise(checked: &[Checked], out: &mut dyn Write) -> anyhow::Result<()> {
    for one in checked {
        let lines = LineIndex::new(&one.text);
        for diagnostic in one.active() {
            let spot = lines.spot(diagnostic.span.start);
            let level = severity(diagnostic.severity);
            writeln!(
                out,
                "{}:{}:{}: {level}[{}] {}",
                one.name(),
                spot.line,
                spot.column,
                diagnostic.rule,
                diagnostic.message
            )?;
        }
    }
    Ok(())
}

pub(super) fn json(checked: &[Checked], out: &mut dyn Write) -> anyhow::Result<()> {
    let mut all = Vec::new();
    for one in checked {
        let lines = LineIndex::new(&one.text);
        for diagnostic in one.active() {
            let (start, end) = (lines.spot(diagnostic.span.start), lines.spot(diagnostic.span.end));
            all.push(json!({
                "path": one.name(),
                "line": start.line,
                "column": start.column,
                "endLine": end.line,
                "endColumn": end.column,
                "rule": diagnostic.rule,
                "severity": severity(diagnostic.severity),
                "message": diagnostic.message,
                "evidence": diagnostic.evidence,
                "source": diagnostic.source.as_ref().map(|(title, url)| json!({ "title": title, "url": url })),
                "related": diagnostic.related.iter().map(|related| {
                    let spot = lines.spot(related.span.start);
                    json!({ "line": spot.line, "column": spot.column, "message": related.message })
                }).collect::<Vec<_>>(),
                "fix": diagnostic.fix.as_ref().map(|fix| json!({
                    "title": fix.title, "replacement": fix.replacement, "safe": fix.safe,
                })),
            }));
        }
    }
    writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
    Ok(())
}

/// Workflow commands of GitHub Actions.
pub(super) fn github(checked: &[Checked], out: &mut dyn Write) -> anyhow::Result<()> {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    for one in checked {
        let lines = LineIndex::new(&one.text);
        for diagnostic in one.active() {
            let (start, end) = (lines.spot(diagnostic.span.start), lines.spot(diagnostic.span.end));
            let command = match diagnostic.severity {
                ide::Severity::Error => "error",
                ide::Severity::Warning => "warning",
                _ => "notice",
            };
            writeln!(
                out,
                "::{command} file={},line={},col={},endLine={},endColumn={},title={}::{}",
                property(&one.name()),
                start.line,
                start.column,
                end.line,
                end.column,
                property(&diagnostic.rule),
                data(&diagnostic.message)
            )?;
        }
    }
    Ok(())
}

/// GitLab's code quality report.
pub(super) fn gitlab(checked: &[Checked], out: &mut dyn Write) -> anyhow::Result<()> {
    let mut all = Vec::new();
    for one in checked {
        let lines = LineIndex::new(&one.text);
        for (diagnostic, print) in one.diagnostics.iter().zip(baseline::fingerprints(one)) {
            if diagnostic.suppressed {
                continue;
            }
            all.push(json!({
                "description": diagnostic.message,
                "check_name": diagnostic.rule,
                "fingerprint": print,
                "severity": match diagnostic.severity {
                    ide::Severity::Error => "major",
                    ide::Severity::Warning => "minor",
                    _ => "info",
                },
                "location": { "path": one.name(), "lines": { "begin": lines.spot(diagnostic.span.start).line } },
            }));
        }
    }
    writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
    Ok(())
}

pub(super) fn junit(checked: &[Checked], out: &mut dyn Write) -> anyhow::Result<()> {
    let mut report = Report::new("glossator");
    for one in checked {
        let lines = LineIndex::new(&one.text);
        let mut suite = TestSuite::new(one.name());
        for diagnostic in one.active() {
            let spot = lines.spot(diagnostic.span.start);
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(diagnostic.message.clone());
            suite.add_test_case(TestCase::new(format!("{}:{}:{}", diagnostic.rule, spot.line, spot.column), status));
        }
        if suite.test_cases.is_empty() {
            suite.add_test_case(TestCase::new("claims", TestCaseStatus::success()));
        }
        report.add_test_suite(suite);
    }
    report.serialize(out)?;
    Ok(())
}
