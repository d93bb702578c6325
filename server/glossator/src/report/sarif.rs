//! SARIF 2.1.0.

use std::io::Write;

use glossary::Glossary;
use serde_json::{Value, json};

use super::{Checked, baseline};
use crate::position::LineIndex;

pub(super) fn write(checked: &[Checked], out: &mut dyn Write) -> anyhow::Result<()> {
    let rules: Vec<Value> = ide::rules::rules(Glossary::builtin())
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id,
                "shortDescription": { "text": rule.summary.en },
                "help": { "text": rule.documentation.en, "markdown": rule.documentation.en },
            })
        })
        .collect();
    let results: Vec<Value> = checked.iter().flat_map(results).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "glossator", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)?;
    Ok(())
}

fn results(one: &Checked) -> Vec<Value> {
    let lines = LineIndex::new(&one.text);
    let uri = uri(&one.name());
    let location = |span: &note::Span| json!({ "artifactLocation": { "uri": uri }, "region": region(&lines, span) });
    one.diagnostics
        .iter()
        .zip(baseline::fingerprints(one))
        .map(|(diagnostic, print)| {
            let mut related: Vec<Value> = diagnostic
                .related
                .iter()
                .map(|related| json!({ "physicalLocation": location(&related.span), "message": { "text": related.message } }))
                .collect();
            if let Some((file, line)) = &diagnostic.statement {
                related.push(json!({
                    "physicalLocation": { "artifactLocation": { "uri": format!("glossary/{file}") }, "region": { "startLine": line } },
                    "message": { "text": diagnostic.evidence },
                }));
            }
            let mut result = json!({
                "ruleId": diagnostic.rule,
                "level": match diagnostic.severity {
                    ide::Severity::Error => "error",
                    ide::Severity::Warning => "warning",
                    _ => "note",
                },
                "message": { "text": diagnostic.message },
                "locations": [{ "physicalLocation": location(&diagnostic.span) }],
                "relatedLocations": related,
                "partialFingerprints": { "glossator/v1": print },
            });
            if let Some(result) = result.as_object_mut() {
                if let Some((_, url)) = &diagnostic.source {
                    result.insert("helpUri".to_owned(), json!(url));
                    result.insert("properties".to_owned(), json!({ "source": url }));
                }
                if let Some(fix) = &diagnostic.fix {
                    let change = json!({
                        "artifactLocation": { "uri": uri },
                        "replacements": [{ "deletedRegion": region(&lines, &fix.span), "insertedContent": { "text": fix.replacement } }],
                    });
                    let fixes = json!([{ "description": { "text": fix.title }, "artifactChanges": [change] }]);
                    result.insert("fixes".to_owned(), fixes);
                }
                if diagnostic.suppressed {
                    result.insert("suppressions".to_owned(), json!([{ "kind": "inSource" }]));
                }
            }
            result
        })
        .collect()
}

fn region(lines: &LineIndex<'_>, span: &note::Span) -> Value {
    let (start, end) = (lines.spot(span.start), lines.spot(span.end));
    json!({
        "startLine": start.line,
        "startColumn": start.column_utf16,
        "endLine": end.line,
        "endColumn": end.column_utf16,
    })
}

/// A path as a relative reference: everything but what paths and URLs share is percent-encoded.
fn uri(path: &str) -> String {
    use std::fmt::Write as _;
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
