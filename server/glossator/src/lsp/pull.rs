//! Diagnostics for clients that ask for them: of a document, and of the whole workspace.
//!
//! Who has the result of the last answer is told that nothing changed. A report on the workspace is sent in parts where
//! the client takes parts, and its making is shown as progress where the client can show it.

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use rayon::prelude::*;
use serde_json::{Value, json};
use tower_lsp::lsp_types::{self as lsp, notification::Notification};

use super::{
    address::path_of,
    closed::{self, Report},
    server::Shared,
};
use crate::config::{Fault, Feature};

/// So many closed files are read before what was found is sent.
const PART: usize = 64;

/// `$/progress`, whose values lsp-types 0.94 knows only in part.
enum Progress {}

impl Notification for Progress {
    type Params = Value;
    const METHOD: &'static str = "$/progress";
}

/// The report on an open document, with those on the files that it is judged by.
pub(crate) async fn document(
    shared: &Arc<Shared>,
    params: lsp::DocumentDiagnosticParams,
) -> lsp::DocumentDiagnosticReport {
    let url = params.text_document.uri;
    let judged = shared.judge(url.clone()).await;
    let (version, items) = judged.map_or((None, Vec::new()), |(known, items)| (known.told(), items));
    let report = Report::new(url.clone(), version, items);
    let related_documents = if shared.session().related_documents { related(shared, &url).await } else { None };
    if params.previous_result_id.as_ref() == Some(&report.id) {
        let unchanged_document_diagnostic_report = lsp::UnchangedDocumentDiagnosticReport { result_id: report.id };
        return lsp::DocumentDiagnosticReport::Unchanged(lsp::RelatedUnchangedDocumentDiagnosticReport {
            related_documents,
            unchanged_document_diagnostic_report,
        });
    }
    lsp::DocumentDiagnosticReport::Full(lsp::RelatedFullDocumentDiagnosticReport {
        related_documents,
        full_document_diagnostic_report: full(report),
    })
}

type Related = HashMap<lsp::Url, lsp::DocumentDiagnosticReportKind>;

/// What is wrong with the closed files that a document is judged by, those that are in order again among them.
async fn related(shared: &Arc<Shared>, url: &lsp::Url) -> Option<Related> {
    let (shared, url) = (Arc::clone(shared), url.clone());
    let work = tokio::task::spawn_blocking(move || {
        let in_force = shared.workspace.of(path_of(&url).as_deref());
        let folders: Vec<PathBuf> =
            in_force.configuration().map(PathBuf::from).into_iter().chain(in_force.glossaries()).collect();
        let of_ours = |path: &&PathBuf| folders.iter().any(|folder| path.starts_with(folder));
        let faults = shared.workspace.faults();
        let files: Vec<PathBuf> = shared.closed.faulty(&faults).iter().filter(of_ours).cloned().collect();
        let open = shared.world.urls();
        let reports = files.iter().filter_map(|path| closed::report(&shared, path, false, &faults));
        let reports = reports.filter(|report| !open.contains(&report.url));
        let kind = |report: Report| (report.url.clone(), lsp::DocumentDiagnosticReportKind::Full(full(report)));
        reports.map(kind).collect::<Related>()
    });
    work.await.ok().filter(|related| !related.is_empty())
}

fn full(report: Report) -> lsp::FullDocumentDiagnosticReport {
    lsp::FullDocumentDiagnosticReport { result_id: Some(report.id), items: report.items }
}

/// The report on all notes of the workspace and on all configurations and glossaries with faults.
pub(crate) async fn workspace(
    shared: &Arc<Shared>,
    params: lsp::WorkspaceDiagnosticParams,
) -> lsp::WorkspaceDiagnosticReport {
    let parts = params.partial_result_params.partial_result_token;
    let progress = params.work_done_progress_params.work_done_token;
    let mut before: BTreeMap<lsp::Url, String> =
        params.previous_result_ids.into_iter().map(|known| (known.uri, known.value)).collect();
    let listing = Arc::clone(shared);
    let listed = tokio::task::spawn_blocking(move || {
        let files = closed::files(&listing, true);
        listing.closed.keep_only(&files, &listing.workspace);
        (open(&listing), files, Arc::new(listing.workspace.faults()))
    });
    let Ok((open, files, faults)) = listed.await else { return lsp::WorkspaceDiagnosticReport::default() };
    send(shared, progress.as_ref(), json!({ "kind": "begin", "title": "glossator", "percentage": 0 })).await;
    let mut items = Vec::new();
    let mut found = changed(open, &mut before);
    for (at, part) in files.chunks(PART).enumerate() {
        found.extend(changed(read(shared, part.to_vec(), &faults).await, &mut before));
        if parts.is_some() && !found.is_empty() {
            send(shared, parts.as_ref(), json!({ "items": found.split_off(0) })).await;
        }
        let percentage = (at + 1) * PART * 100 / files.len().max(1);
        send(shared, progress.as_ref(), json!({ "kind": "report", "percentage": percentage.min(100) })).await;
    }
    // What the client still shows is there no longer.
    let gone = before.into_keys().map(|url| Report::new(url, None, Vec::new()));
    found.extend(gone.map(|report| item(report, false)));
    items.append(&mut found);
    if parts.is_some() && !items.is_empty() {
        send(shared, parts.as_ref(), json!({ "items": items.split_off(0) })).await;
    }
    send(shared, progress.as_ref(), json!({ "kind": "end" })).await;
    // Notifications and answers take different ways to the writer; the answer must not be the first to arrive.
    tokio::time::sleep(Duration::from_millis(2)).await;
    lsp::WorkspaceDiagnosticReport { items }
}

fn open(shared: &Shared) -> Vec<Report> {
    let report = |url: lsp::Url| {
        let understood = shared.understand_now(&url)?;
        if !understood.in_force.has(Feature::WorkspaceDiagnostics) {
            return None;
        }
        let items = shared.diagnostics(&url, &understood);
        Some(Report::new(url, understood.told(), items))
    };
    shared.world.urls().into_iter().filter_map(report).collect()
}

async fn read(shared: &Arc<Shared>, files: Vec<PathBuf>, faults: &Arc<BTreeMap<PathBuf, Vec<Fault>>>) -> Vec<Report> {
    let (shared, faults) = (Arc::clone(shared), Arc::clone(faults));
    let read = move || {
        let report = |path: &PathBuf| closed::report(&shared, path, true, &faults);
        files.par_iter().filter_map(report).collect()
    };
    tokio::task::spawn_blocking(read).await.unwrap_or_default()
}

/// What to say of reports to a client that has those of `before`, which lose the files that were met. A file without
/// diagnostics that never had any is passed over.
fn changed(
    reports: Vec<Report>,
    before: &mut BTreeMap<lsp::Url, String>,
) -> Vec<lsp::WorkspaceDocumentDiagnosticReport> {
    let say = |report: Report| {
        let known = before.remove(&report.url);
        let same = known.as_ref() == Some(&report.id);
        (known.is_some() || report.version.is_some() || !report.items.is_empty()).then(|| item(report, same))
    };
    reports.into_iter().filter_map(say).collect()
}

fn item(report: Report, same: bool) -> lsp::WorkspaceDocumentDiagnosticReport {
    let (uri, version) = (report.url.clone(), report.version.map(i64::from));
    if same {
        let unchanged_document_diagnostic_report = lsp::UnchangedDocumentDiagnosticReport { result_id: report.id };
        lsp::WorkspaceDocumentDiagnosticReport::Unchanged(lsp::WorkspaceUnchangedDocumentDiagnosticReport {
            uri,
            version,
            unchanged_document_diagnostic_report,
        })
    } else {
        lsp::WorkspaceDocumentDiagnosticReport::Full(lsp::WorkspaceFullDocumentDiagnosticReport {
            uri,
            version,
            full_document_diagnostic_report: full(report),
        })
    }
}

async fn send(shared: &Shared, token: Option<&lsp::ProgressToken>, value: Value) {
    if let Some(token) = token {
        shared.client.send_notification::<Progress>(json!({ "token": token, "value": value })).await;
    }
}
