//! Addresses of documents: the paths that they are, and how the client spells them.
//!
//! A client may spell an address otherwise than everybody else: with letters as they are where others have percent
//! signs (`file:///笔记.md`), with a percent sign where none is needed (`file:///c%3A/x.md`). Inside, an address has one
//! spelling, so that an open document is known to be the file; outside, the client's own goes back to it, because not
//! every client knows that two spellings are the same.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{
        PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use serde_json::Value;
use tower_lsp::{jsonrpc::Request, lsp_types::Url};

/// The file that an address is of; none of another scheme, which may look like one (`git:/notes/a.md`).
pub(crate) fn path_of(url: &Url) -> Option<PathBuf> {
    (url.scheme() == "file").then(|| url.to_file_path().ok()).flatten()
}

/// The one spelling of an address, where it is not spelled so.
fn canonical(spelled: &str) -> Option<String> {
    let url = Url::parse(spelled).ok()?;
    let file = path_of(&url).and_then(|path| Url::from_file_path(path).ok());
    let canonical = String::from(file.unwrap_or(url));
    (canonical != spelled).then_some(canonical)
}

/// Whether a field of a message holds an address (`uri`, `oldUri`).
fn names_address(field: &str) -> bool {
    field == "uri" || field.ends_with("Uri")
}

/// The addresses in a message.
fn addresses(value: &Value) -> Box<dyn Iterator<Item = &str> + '_> {
    match value {
        Value::Object(fields) => Box::new(fields.iter().flat_map(|(name, field)| match field {
            Value::String(spelled) if names_address(name) => Box::new(std::iter::once(spelled.as_str())),
            other => addresses(other),
        })),
        Value::Array(values) => Box::new(values.iter().flat_map(addresses)),
        _ => Box::new(std::iter::empty()),
    }
}

/// The addresses that the client spells in its own way.
#[derive(Debug, Default)]
pub(crate) struct Spellings {
    any: AtomicBool,
    /// In quotation marks as they stand in messages: ours and the client's.
    known: RwLock<BTreeMap<String, String>>,
}

impl Spellings {
    /// A message of the client with our spelling of each address in it: of the document that it is about, and of those
    /// that the client got from us and sends back (previous results, the data of an action).
    pub(crate) fn ours(&self, request: Request) -> Request {
        if !request.params().is_some_and(|params| addresses(params).any(|spelled| canonical(spelled).is_some())) {
            return request;
        }
        let (method, id, params) = request.into_parts();
        let mut params = params.unwrap_or_default();
        self.respell(&mut params);
        let request = Request::build(method).params(params);
        match id {
            Some(id) => request.id(id).finish(),
            None => request.finish(),
        }
    }

    fn respell(&self, value: &mut Value) {
        match value {
            Value::Object(fields) => {
                for (name, field) in fields {
                    match field {
                        Value::String(spelled) if names_address(name) => {
                            if let Some(canonical) = canonical(spelled) {
                                self.learn(&canonical, spelled);
                                *spelled = canonical;
                            }
                        }
                        other => self.respell(other),
                    }
                }
            }
            Value::Array(values) => values.iter_mut().for_each(|value| self.respell(value)),
            _ => {}
        }
    }

    fn learn(&self, canonical: &str, spelled: &str) {
        let quoted = |address: &str| Value::from(address).to_string();
        let (ours, theirs) = (quoted(canonical), quoted(spelled));
        self.known.write().unwrap_or_else(PoisonError::into_inner).insert(ours, theirs);
        self.any.store(true, Ordering::Release);
    }

    /// A message with the client's spellings; `None` where it has them already.
    pub(crate) fn theirs(&self, message: &[u8]) -> Option<Vec<u8>> {
        if !self.any.load(Ordering::Acquire) {
            return None;
        }
        let message = str::from_utf8(message).ok()?;
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let mut spelled = None;
        for (ours, theirs) in known.iter() {
            let text = spelled.as_deref().unwrap_or(message);
            if text.contains(ours.as_str()) {
                spelled = Some(text.replace(ours.as_str(), theirs));
            }
        }
        spelled.map(String::into_bytes)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_document_has_one_address_here_and_its_own_there() {
        let spellings = Spellings::default();
        let about = |uri: &str| {
            let request = Request::build("textDocument/hover").params(json!({ "textDocument": { "uri": uri } })).id(1);
            spellings.ours(request.finish()).params().expect("kept")["textDocument"]["uri"].clone()
        };
        assert!(spellings.theirs(b"{}").is_none());
        for same in ["file:///tmp/%E7%AC%94.md", "untitled:Untitled-1", "vscode-remote://ssh%2Bhost/a.md"] {
            assert_eq!(about(same), same);
        }
        for (theirs, ours) in [
            ("file:///tmp/笔.md", "file:///tmp/%E7%AC%94.md"),
            ("file:///tmp/%e7%ac%94 x.md", "file:///tmp/%E7%AC%94%20x.md"),
            ("file:///c%3A/x.md", "file:///c:/x.md"),
        ] {
            assert_eq!(about(theirs), ours);
            let answer = json!({ "uri": ours, "changes": { ours: [] }, "other": format!("{ours}x") }).to_string();
            let expected = json!({ "uri": theirs, "changes": { theirs: [] }, "other": format!("{ours}x") }).to_string();
            let sent = spellings.theirs(answer.as_bytes()).expect("spelled otherwise");
            assert_eq!(
                serde_json::from_slice::<Value>(&sent).expect("JSON"),
                serde_json::from_str::<Value>(&expected).expect("JSON")
            );
        }
    }

    #[test]
    fn what_the_client_sends_back_is_ours_again() {
        let spellings = Spellings::default();
        let (theirs, ours) = ("file:///n/a%2Bb%20%281%29.md", "file:///n/a+b%20(1).md");
        let params = |uri: &str| {
            json!({
                "data": { "uri": uri }, "previousResultIds": [{ "uri": uri, "value": "file:///n/%28.md" }],
                "files": [{ "oldUri": uri, "newUri": uri }], "text": "file:///n/%28.md",
            })
        };
        let request = Request::build("workspace/diagnostic").params(params(theirs)).id(1).finish();
        assert_eq!(spellings.ours(request).params(), Some(&params(ours)));
    }

    #[test]
    fn only_files_have_paths() {
        let path = |address: &str| path_of(&Url::parse(address).expect("an address"));
        assert_eq!(path("file:///a%20b.md"), Some(PathBuf::from("/a b.md")));
        for other in ["git:/notes/a.md", "untitled:a.md", "vscode-notebook-cell:/a.md#x"] {
            assert_eq!(path(other), None, "{other}");
        }
    }
}
