//! What tower-lsp 0.20 leaves open, closed once around the whole service.
//!
//! - `exit` ends the process at once, with status 0 only after `shutdown` (tower-lsp goes on while standard input is open);
//! - `shutdown` is accepted with `params: null` or `{}`;
//! - a request whose method begins with `$/` is answered, if only that there is no such method (tower-lsp is silent);
//! - a panic in a handler answers `InternalError` instead of leaving a process that neither answers nor ends;
//! - a change of a document is taken without the version of the text, which it would drop in silence;
//! - what lsp-types 0.94 cannot announce is added to the answer of `initialize`;
//! - the addresses of documents are spelled in one way inside, and in the client's outside;
//! - the raw `initialize` parameters are kept, for capabilities that lsp-types 0.94 does not know, and stripped of
//!   whatever it might refuse: a client with one odd capability is served all the same.

use std::{
    future::Future,
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use futures::FutureExt as _;
use serde_json::{Value, json};
use tower::Service;
use tower_lsp::{
    ExitedError,
    jsonrpc::{Error, Request, Response},
    lsp_types::Url,
};

use super::{address::Spellings, document::UNTOLD};

/// The raw parameters of `initialize`, once it came.
pub(crate) type RawInitialize = Arc<OnceLock<Value>>;

/// A service that guards the one inside.
pub(crate) struct Guard<S> {
    inner: S,
    shutdown: Arc<AtomicBool>,
    initialize: RawInitialize,
    spellings: Arc<Spellings>,
    exit: Arc<dyn Fn(i32) + Send + Sync>,
}

impl<S> Guard<S> {
    /// Guards `inner`. `exit` is called with the status the process should end with.
    pub(crate) fn new(
        inner: S,
        initialize: RawInitialize,
        spellings: Arc<Spellings>,
        exit: impl Fn(i32) + Send + Sync + 'static,
    ) -> Self {
        Self { inner, shutdown: Arc::default(), initialize, spellings, exit: Arc::new(exit) }
    }
}

impl<S> Service<Request> for Guard<S>
where
    S: Service<Request, Response = Option<Response>, Error = ExitedError>,
    S::Future: Send + 'static,
{
    type Response = Option<Response>;
    type Error = ExitedError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let id = request.id().cloned();
        let initializes = request.method() == "initialize";
        let unanswered = id.clone().filter(|_| request.method().starts_with("$/"));
        // For the test that the process outlives a panic.
        let panics = request.method() == "glossator/panic" && std::env::var_os("GLOSSATOR_TEST").is_some();
        let request = match request.method() {
            "exit" => {
                (self.exit)(i32::from(!self.shutdown.load(Ordering::SeqCst)));
                request
            }
            "shutdown" => {
                self.shutdown.store(true, Ordering::SeqCst);
                without_params(request)
            }
            "initialize" => {
                let params = request.params().cloned().unwrap_or_default();
                let _ = self.initialize.set(params.clone());
                with_params(request, lenient(&params))
            }
            "textDocument/didOpen" | "textDocument/didChange" => self.spellings.ours(told(request)),
            _ => self.spellings.ours(request),
        };
        let Ok(answer) = std::panic::catch_unwind(AssertUnwindSafe(|| self.inner.call(request))) else {
            return Box::pin(async move { Ok(failed(id)) });
        };
        Box::pin(async move {
            let answer = async move {
                if panics {
                    super::shared::blocking(|| panic!("asked for")).await;
                }
                answer.await
            };
            match AssertUnwindSafe(answer).catch_unwind().await {
                Ok(answer) if initializes => answer.map(|response| response.map(announced)),
                Ok(Ok(None)) => Ok(unanswered.map(|id| Response::from_error(id, Error::method_not_found()))),
                Ok(answer) => answer,
                Err(_) => Ok(failed(id)),
            }
        })
    }
}

fn failed(id: Option<tower_lsp::jsonrpc::Id>) -> Option<Response> {
    id.map(|id| Response::from_error(id, Error::internal_error()))
}

/// The answer to `initialize` with what lsp-types 0.94 has no field for.
fn announced(response: Response) -> Response {
    let (id, mut result) = response.into_parts();
    if let Ok(result) = &mut result
        && let Some(capabilities) = result.get_mut("capabilities").and_then(Value::as_object_mut)
    {
        capabilities.insert("typeHierarchyProvider".to_owned(), Value::Bool(true));
    }
    Response::from_parts(id, result)
}

/// The parameters of `initialize` that can be read whatever the client put in; capabilities are read from the raw ones.
fn lenient(raw: &Value) -> Value {
    let url = |value: &Value| value.as_str().and_then(|text| Url::parse(text).ok());
    let path = raw.get("rootPath").and_then(Value::as_str).and_then(|path| Url::from_file_path(path).ok());
    let folder = |folder: &Value| {
        let name = folder.get("name").and_then(Value::as_str).unwrap_or_default();
        Some(json!({ "uri": url(folder.get("uri")?)?, "name": name }))
    };
    let folders = raw.get("workspaceFolders").and_then(Value::as_array);
    json!({
        "processId": raw.get("processId").and_then(Value::as_u64).and_then(|id| u32::try_from(id).ok()),
        "rootUri": raw.get("rootUri").and_then(url).or(path),
        "workspaceFolders": folders.map(|folders| folders.iter().filter_map(folder).collect::<Vec<_>>()),
        "initializationOptions": raw.get("initializationOptions"),
        "capabilities": {},
    })
}

/// The opening or a change of a document with what a client may leave out, or say to be `null` as earlier versions of the
/// protocol had it: the version of the text; and its language.
fn told(request: Request) -> Request {
    let document = request.params().and_then(|params| params.get("textDocument")).and_then(Value::as_object);
    let Some(document) = document else { return request };
    let number = document.get("version").and_then(Value::as_i64);
    let version = number.is_none_or(|number| i32::try_from(number).is_err()).then(|| ("version", Value::from(UNTOLD)));
    let language = document.get("languageId").is_none_or(|name| !name.is_string());
    let language = (language && request.method() == "textDocument/didOpen").then(|| ("languageId", Value::from("")));
    if version.is_none() && language.is_none() {
        return request;
    }
    let mut params = request.params().cloned().unwrap_or_default();
    for (name, value) in version.into_iter().chain(language) {
        params["textDocument"][name] = value;
    }
    with_params(request, params)
}

fn with_params(request: Request, params: Value) -> Request {
    let (method, id, _) = request.into_parts();
    match id {
        Some(id) => Request::build(method).id(id).params(params).finish(),
        None => Request::build(method).params(params).finish(),
    }
}

fn without_params(request: Request) -> Request {
    let (method, id, _) = request.into_parts();
    match id {
        Some(id) => Request::build(method).id(id).finish(),
        None => Request::build(method).finish(),
    }
}

#[cfg(test)]
mod tests {
    use tower_lsp::jsonrpc::Id;

    use super::*;

    /// A service that panics, at once or when it is awaited.
    struct Panics {
        at_once: bool,
    }

    impl Service<Request> for Panics {
        type Response = Option<Response>;
        type Error = ExitedError;
        type Future = Pin<Box<dyn Future<Output = Result<Option<Response>, ExitedError>> + Send>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ExitedError>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, request: Request) -> Self::Future {
            assert!(!self.at_once, "at once");
            Box::pin(async move { panic!("when awaited: {}", request.method()) })
        }
    }

    #[test]
    fn a_panic_is_an_internal_error_and_the_next_request_is_served() {
        for at_once in [true, false] {
            let mut guard = Guard::new(Panics { at_once }, RawInitialize::default(), Arc::default(), |_| {});
            for id in 1..3 {
                let request = Request::build("textDocument/hover").id(id).finish();
                let answer = futures::executor::block_on(guard.call(request)).expect("served").expect("answered");
                assert_eq!(answer.id(), &Id::Number(id));
                assert!(answer.is_error());
            }
            let told = Request::build("textDocument/didChange").finish();
            assert!(futures::executor::block_on(guard.call(told)).expect("served").is_none());
        }
    }
}
