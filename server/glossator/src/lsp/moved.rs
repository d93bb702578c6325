//! An entry's file is given another name, and with it the entry another id: the files of the glossary that name it.

use std::path::Path;

use ide::entry_file;
use tower_lsp::lsp_types as lsp;

use super::{
    address::path_of,
    places,
    server::Shared,
    to_proto::{self, FileEdit},
};
use crate::config::Feature;

/// The edits that go with new names of files, of a workspace's own entries alone. Reads files.
pub(crate) fn edits(shared: &Shared, files: &[lsp::FileRename]) -> Option<lsp::WorkspaceEdit> {
    let mut edits: Vec<FileEdit> = Vec::new();
    for file in files {
        for (url, found) in of_file(shared, file).into_iter().flatten() {
            match edits.iter_mut().find(|edit| edit.url == url) {
                Some(known) => known.edits.extend(found),
                None => edits.push(FileEdit { version: shared.world.version(&url), url, create: false, edits: found }),
            }
        }
    }
    (!edits.is_empty()).then(|| to_proto::workspace_edit(&shared.session(), edits))
}

/// The edits of each file that names an entry by the id it has; none where the new one is another's.
fn of_file(shared: &Shared, file: &lsp::FileRename) -> Option<Vec<(lsp::Url, Vec<lsp::TextEdit>)>> {
    let path = |uri: &str| path_of(&lsp::Url::parse(uri).ok()?);
    let (old, new) = (path(&file.old_uri)?, path(&file.new_uri)?);
    let (was, is) = (id(&old)?, id(&new)?);
    let in_force = shared.workspace.of(Some(&old));
    let glossary = &in_force.glossary;
    let entry = glossary.named(was).filter(|_| in_force.has(Feature::Rename))?;
    if places::own_file(glossary, entry).as_deref() != Some(&old) || was == is || glossary.named(is).is_some() {
        return None;
    }
    let of = |(url, text): (lsp::Url, super::document::Text)| {
        let spans = entry_file::named(&text.string, &[was]).into_iter();
        let edits: Vec<_> = spans.map(|span| lsp::TextEdit::new(text.range(&span), is.to_owned())).collect();
        (!edits.is_empty()).then_some((url, edits))
    };
    Some(places::entries(shared, &in_force).filter_map(of).collect())
}

/// The id of the entry that a file has by its name.
fn id(path: &Path) -> Option<&str> {
    let is_entry = path.extension().is_some_and(|ending| ending == "md");
    path.file_stem()?.to_str().filter(|_| is_entry)
}
