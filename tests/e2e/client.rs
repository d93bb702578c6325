//! A client of the language server: a real process, real pipes, every message read.
#![expect(clippy::needless_pass_by_value, reason = "a `json!` literal reads best by value")]

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use serde_json::{Value, json};

/// How long a message is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A language server and what it said.
pub(crate) struct Client {
    pub(crate) child: Child,
    pub(crate) stdin: Option<ChildStdin>,
    messages: Receiver<Value>,
    seen: Vec<Value>,
    id: i64,
}

impl Client {
    /// Starts a server without a word.
    pub(crate) fn spawn() -> Self {
        Self::spawn_with(&[])
    }

    /// Starts a server in an environment, without a word.
    pub(crate) fn spawn_with(environment: &[(&str, &Path)]) -> Self {
        let mut child = Command::new(crate::binary())
            .args(["lsp", "--stdio"])
            .envs(environment.iter().copied())
            // Copies of built-in entries go where no other program looks.
            .env("XDG_CACHE_HOME", std::env::temp_dir().join("glossator-e2e"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let stdin = child.stdin.take();
        let stdout = BufReader::new(child.stdout.take().expect("piped"));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut stdout = stdout;
            while let Some(message) = read(&mut stdout) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self { child, stdin, messages, seen: Vec::new(), id: 0 }
    }

    /// Starts and initializes a server; its capabilities.
    pub(crate) fn start(capabilities: Value) -> (Self, Value) {
        Self::initialize(json!({ "processId": null, "rootUri": null, "capabilities": capabilities }))
    }

    /// Starts and initializes a server for a folder.
    pub(crate) fn start_in(folder: &Path, capabilities: Value, options: Value) -> Self {
        Self::announced_in(folder, capabilities, options).0
    }

    /// The same, with the server's capabilities.
    pub(crate) fn announced_in(folder: &Path, capabilities: Value, options: Value) -> (Self, Value) {
        let folders = json!([{ "uri": uri(folder), "name": "notes" }]);
        let params = json!({
            "processId": null, "rootUri": null, "workspaceFolders": folders, "capabilities": capabilities,
            "initializationOptions": options,
        });
        Self::initialize(params)
    }

    /// Starts a server in an environment and initializes it for a folder.
    pub(crate) fn start_with(environment: &[(&str, &Path)], folder: &Path, capabilities: Value) -> Self {
        let folders = json!([{ "uri": uri(folder), "name": "notes" }]);
        let params =
            json!({ "processId": null, "rootUri": null, "workspaceFolders": folders, "capabilities": capabilities });
        Self::spawn_with(environment).begin(params).0
    }

    fn initialize(params: Value) -> (Self, Value) {
        Self::spawn().begin(params)
    }

    fn begin(self, params: Value) -> (Self, Value) {
        let mut client = self;
        let answer = client.request("initialize", params);
        client.notify("initialized", json!({}));
        (client, answer["result"]["capabilities"].clone())
    }

    /// Sends raw bytes as one message's body.
    pub(crate) fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let stdin = self.stdin.as_mut().expect("standard input is open");
        write!(stdin, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("the server reads");
        stdin.flush().expect("the server reads");
    }

    /// Sends a notification.
    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request; its id.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.id, "method": method, "params": params }));
        self.id
    }

    /// Sends a request and waits for its answer.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    /// The first message, seen or to come, that fits.
    pub(crate) fn wait(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.seen.iter().position(&fits) {
            return self.seen.remove(at);
        }
        loop {
            let message = self.messages.recv_timeout(PATIENCE).expect("the server answers");
            if fits(&message) {
                return message;
            }
            self.seen.push(message);
        }
    }

    /// Whether a message that fits is there or comes within a moment.
    pub(crate) fn says(&mut self, moment: Duration, fits: impl Fn(&Value) -> bool) -> bool {
        while let Ok(message) = self.messages.recv_timeout(moment) {
            self.seen.push(message);
        }
        self.seen.iter().any(fits)
    }

    /// Waits for a request of the server and answers it; its parameters.
    pub(crate) fn answer(&mut self, method: &str, result: Value) -> Value {
        let asked = self.wait(|message| message["method"] == method && message.get("id").is_some());
        self.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": result }));
        asked["params"].clone()
    }

    /// Waits until diagnostics of a file are published that fit.
    pub(crate) fn published(&mut self, uri: &str, fits: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let published = self.wait(|message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
                && message["params"]["diagnostics"].as_array().is_some_and(|found| fits(found))
        });
        published["params"]["diagnostics"].as_array().expect("a list").clone()
    }

    /// The diagnostics published for a version.
    pub(crate) fn diagnostics(&mut self, version: i64) -> Vec<Value> {
        let published = self.wait(|message| {
            message["method"] == "textDocument/publishDiagnostics" && message["params"]["version"] == version
        });
        published["params"]["diagnostics"].as_array().expect("a list").clone()
    }

    /// Sends a request about a position of a document; its result.
    pub(crate) fn at(&mut self, method: &str, uri: &str, line: u32, character: u32, more: Value) -> Value {
        let mut params =
            json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } });
        if let (Some(params), Value::Object(more)) = (params.as_object_mut(), more) {
            params.extend(more);
        }
        let answer = self.request(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Opens a note at version 1.
    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Changes a range of a note.
    pub(crate) fn change(&mut self, uri: &str, version: i64, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Waits for the end of the process; its status.
    pub(crate) fn status(&mut self) -> Option<i32> {
        for _ in 0..400 {
            if let Some(status) = self.child.try_wait().expect("a child can be waited for") {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        None
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address of a file.
pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

pub(crate) fn read(stdout: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if stdout.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length: ") {
            length = value.parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    stdout.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
