//! `--fix` and `--diff`: safe fixes, written or shown.

use std::io::Write as _;

use anyhow::Context as _;

use crate::report::Checked;

/// Applies the safe fixes to the files, or prints what that would change. What was fixed is no longer reported.
pub(super) fn apply(checked: &mut [Checked], show_only: bool) -> anyhow::Result<()> {
    for one in checked {
        let fixed = fixed(one);
        if fixed == one.text {
            continue;
        }
        if show_only {
            let name = one.path.display().to_string();
            let diff = similar::TextDiff::from_lines(&one.text, &fixed);
            write!(anstream::stdout(), "{}", diff.unified_diff().header(&name, &name))?;
            continue;
        }
        let path = &one.path;
        std::fs::write(path, &fixed).with_context(|| format!("cannot write {}", path.display()))?;
        one.diagnostics.retain(|diagnostic| !is_safe(diagnostic));
    }
    Ok(())
}

fn is_safe(diagnostic: &ide::Diagnostic) -> bool {
    !diagnostic.suppressed && diagnostic.fix.as_ref().is_some_and(|fix| fix.safe)
}

/// The text after all safe fixes that do not overlap.
fn fixed(one: &Checked) -> String {
    let mut fixed = one.text.clone();
    let mut before = u32::MAX;
    for diagnostic in one.diagnostics.iter().rev().filter(|diagnostic| is_safe(diagnostic)) {
        let Some(fix) = &diagnostic.fix else { continue };
        let range = fix.span.start as usize..fix.span.end as usize;
        if fix.span.end <= before && fixed.get(range.clone()).is_some() {
            fixed.replace_range(range, &fix.replacement);
            before = fix.span.start;
        }
    }
    fixed
}
