//! `glossator check`.

use std::{
    collections::BTreeMap,
    io::{IsTerminal as _, Read as _, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use claims::Verdict;
use ide::{Severities, Severity};
use note::Note;
use rayon::prelude::*;

use super::{CLEAN, Check, FAILED, FOUND, Format, fix};
use crate::{
    config::{self, Found},
    knowledge::{self, Knowledge},
    report::{self, Checked},
};

pub(super) fn run(check: &Check) -> anyhow::Result<u8> {
    let mut failures = Vec::new();
    let sources = sources(check, &mut failures)?;
    let groups = Groups::new(check, &sources)?;
    let read = |source: &Source| one(check, &groups, source);
    let results: Vec<anyhow::Result<Option<(Checked, Stats)>>> =
        if sources.len() > 1 { sources.par_iter().map(read).collect() } else { sources.iter().map(read).collect() };
    let (mut checked, mut stats) = (Vec::new(), Stats::default());
    for result in results {
        match result {
            Ok(Some((one, its_stats))) => {
                stats.add(&its_stats);
                checked.push(one);
            }
            Ok(None) => {}
            Err(error) => failures.push(format!("{error:#}")),
        }
    }
    for failure in &failures {
        anstream::eprintln!("glossator: {failure}");
    }
    if let Some(path) = &check.baseline {
        report::baseline::apply(path, check.update_baseline, &mut checked)?;
    }
    if check.fix || check.diff {
        fix::apply(&mut checked, check.diff)?;
    }
    let found = checked.iter().flat_map(Checked::active).count();
    if !check.diff {
        write(check, &checked)?;
    }
    if check.stats {
        stats.print(&checked);
    }
    Ok(if failures.is_empty() { if found > 0 && !check.exit_zero { FOUND } else { CLEAN } } else { FAILED })
}

/// A note to check.
struct Source {
    /// As it is reported.
    path: PathBuf,
    /// What standard input held; files are read when their turn comes.
    text: Option<Vec<u8>>,
}

/// The notes at the paths, sorted; what cannot be read goes to `failures`.
fn sources(check: &Check, failures: &mut Vec<String>) -> anyhow::Result<Vec<Source>> {
    let mut sources = Vec::new();
    for path in &check.paths {
        if path.as_os_str() == "-" {
            let mut text = Vec::new();
            std::io::stdin().lock().read_to_end(&mut text).context("cannot read standard input")?;
            sources.push(Source { path: check.stdin_filename.clone(), text: Some(text) });
        } else if path.is_dir() {
            sources.extend(walk(path, failures)?.into_iter().map(|path| Source { path, text: None }));
        } else {
            sources.push(Source { path: path.clone(), text: None });
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources.dedup_by(|a, b| a.path == b.path);
    Ok(sources)
}

fn walk(folder: &Path, failures: &mut Vec<String>) -> anyhow::Result<Vec<PathBuf>> {
    let found = config::find(folder)?;
    let globs = found.globs(folder)?;
    let mut files = Vec::new();
    for entry in ignore::WalkBuilder::new(folder).follow_links(false).overrides(globs).build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                if config::is_note(entry.path()) {
                    files.push(entry.path().strip_prefix("./").unwrap_or(entry.path()).to_path_buf());
                }
            }
            Ok(_) => {}
            Err(error) => failures.push(error.to_string()),
        }
    }
    Ok(files)
}

/// The configurations in force, each with its glossary, by folder.
struct Groups {
    by_folder: BTreeMap<PathBuf, usize>,
    groups: Vec<(Found, Severities, Knowledge)>,
}

impl Groups {
    fn new(check: &Check, sources: &[Source]) -> anyhow::Result<Self> {
        let mut groups = Self { by_folder: BTreeMap::new(), groups: Vec::new() };
        for source in sources {
            let folder = source.path.parent().unwrap_or(Path::new("")).to_path_buf();
            if groups.by_folder.contains_key(&folder) {
                continue;
            }
            let found = match &check.knowledge.config {
                Some(path) => config::read(path)?,
                None => config::find(if folder.as_os_str().is_empty() { Path::new(".") } else { &folder })?,
            };
            let known = groups.groups.iter().position(|(other, _, _)| other.path == found.path);
            let index = match known {
                Some(index) => index,
                None => groups.add(check, found)?,
            };
            groups.by_folder.insert(folder, index);
        }
        Ok(groups)
    }

    fn add(&mut self, check: &Check, found: Found) -> anyhow::Result<usize> {
        let mut paths = found.glossaries();
        paths.extend(check.knowledge.glossary.iter().cloned());
        let (knowledge, problems) = knowledge::load(&paths, found.config.builtin)?;
        for problem in &problems {
            anstream::eprintln!("{problem}");
        }
        if problems.iter().any(|problem| !problem.warning) {
            bail!("the glossary is broken; mend it or take it out of the configuration");
        }
        let severities = severities(check, &found, &knowledge)?;
        self.groups.push((found, severities, knowledge));
        Ok(self.groups.len() - 1)
    }

    fn of(&self, path: &Path) -> Option<&(Found, Severities, Knowledge)> {
        self.groups.get(*self.by_folder.get(path.parent().unwrap_or(Path::new("")))?)
    }
}

/// The configuration's severities, then what the command line selects and ignores.
fn severities(check: &Check, found: &Found, glossary: &Knowledge) -> anyhow::Result<Severities> {
    let mut severities = found.severities();
    if let Some(fault) = config::unknown_languages(found, "").first() {
        bail!("{fault}");
    }
    let all = ide::rules::rules(glossary);
    for name in severities.rules.iter().map(|(name, _)| name).chain(&check.select).chain(&check.ignore) {
        if !config::is_rule(name, &all) {
            let near = config::nearest(name, all.iter().map(|rule| rule.id.as_str()));
            bail!("there is no rule or group {name:?}; {near}");
        }
    }
    if !check.select.is_empty() {
        let unselected = all.iter().filter(|rule| !check.select.iter().any(|name| ide::rules::covers(name, &rule.id)));
        severities.rules.extend(unselected.map(|rule| (rule.id.clone(), Severity::Off)));
    }
    for rule in all.iter().filter(|rule| check.ignore.iter().any(|name| ide::rules::covers(name, &rule.id))) {
        severities.rules.push((rule.id.clone(), Severity::Off));
    }
    Ok(severities)
}

fn one(check: &Check, groups: &Groups, source: &Source) -> anyhow::Result<Option<(Checked, Stats)>> {
    let bytes = match &source.text {
        Some(text) => text.clone(),
        None => std::fs::read(&source.path).with_context(|| format!("cannot read {}", source.path.display()))?,
    };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            anstream::eprintln!("glossator: {} is not UTF-8; read as well as possible", source.path.display());
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        }
    };
    if u32::try_from(text.len()).is_err() {
        bail!("{} is larger than 4 GiB and was not read", source.path.display());
    }
    let Some((found, severities, glossary)) = groups.of(&source.path) else { return Ok(None) };
    let note = Note::parse(&text);
    let analysis = claims::analyze_in(glossary, &text, &note, check.lang.map(language).or(found.language()));
    let diagnostics = ide::diagnostics(glossary, &text, &note, &analysis, severities);
    let stats = Stats::new(&analysis);
    Ok(Some((Checked { path: source.path.clone(), text, diagnostics }, stats)))
}

fn language(language: super::Language) -> claims::Language {
    match language {
        super::Language::En => claims::Language::En,
        super::Language::Zh => claims::Language::Zh,
    }
}

fn write(check: &Check, checked: &[Checked]) -> anyhow::Result<()> {
    let stdout_is_terminal = std::io::stdout().is_terminal();
    let default = if stdout_is_terminal && check.output.is_none() { Format::Human } else { Format::Concise };
    let format = check.format.unwrap_or(default);
    if let Some(path) = &check.output {
        let mut file = std::fs::File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        report::write(format, checked, false, &mut file)
    } else {
        let mut out = std::io::BufWriter::new(anstream::stdout().lock());
        report::write(format, checked, true, &mut out)?;
        out.flush()?;
        Ok(())
    }
}

/// What was read and decided.
#[derive(Default)]
struct Stats {
    mentions: usize,
    supported: usize,
    refuted: usize,
    open: BTreeMap<&'static str, usize>,
}

impl Stats {
    fn new(analysis: &claims::Analysis) -> Self {
        let mut stats = Self { mentions: analysis.mentions.len(), ..Self::default() };
        for claim in &analysis.claims {
            match claim.verdict {
                Verdict::Supported => stats.supported += 1,
                Verdict::Refuted => stats.refuted += 1,
                Verdict::NotEnoughInfo => {
                    let reason = claim.reason.map_or("other", super::claims_command::reason);
                    *stats.open.entry(reason).or_default() += 1;
                }
            }
        }
        stats
    }

    fn add(&mut self, other: &Self) {
        self.mentions += other.mentions;
        self.supported += other.supported;
        self.refuted += other.refuted;
        for (reason, count) in &other.open {
            *self.open.entry(reason).or_default() += count;
        }
    }

    fn print(&self, checked: &[Checked]) {
        let bytes: usize = checked.iter().map(|one| one.text.len()).sum();
        anstream::eprintln!("notes      {:>8}   ({bytes} bytes)", checked.len());
        anstream::eprintln!("mentions   {:>8}", self.mentions);
        anstream::eprintln!("supported  {:>8}", self.supported);
        anstream::eprintln!("refuted    {:>8}", self.refuted);
        for (reason, count) in &self.open {
            anstream::eprintln!("undecided  {count:>8}   {reason}");
        }
    }
}
