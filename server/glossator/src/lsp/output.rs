//! Messages that go out as the bytes they are: the diagnostics of a long note are as long as the note, completions are
//! asked for at each key.
//!
//! tower-lsp makes a tree of values of whatever it sends, which takes ten times the room, and then the text of that. So
//! it is given a slip with a number instead, which keeps its place among the other messages; the writer puts the bytes
//! in for the slip. The slip of an answer is where its result would be, as a text somewhere in it.
//!
//! A client may write long before it reads again, some all they have to say. So what it does not take waits here, up to a
//! bound ([`HELD`]), and its messages go on being read; of the diagnostics of a note only the last wait.

use std::{
    collections::{BTreeMap, VecDeque},
    io,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
};

use tokio::io::AsyncWrite;
use tower_lsp::{
    Client,
    lsp_types::{Url, notification::Notification},
};

use super::address::Spellings;

/// So many bytes wait for a client that does not read, before its own messages have to.
const HELD: usize = 32 << 20;

/// The messages that wait for their slips.
#[derive(Debug, Default)]
pub(crate) struct Waiting(Mutex<(u64, BTreeMap<u64, Message>)>);

/// A message that goes out as it is.
#[derive(Debug)]
struct Message {
    body: Vec<u8>,
    /// The document it tells all of, so that an earlier one is no longer needed; none of an answer.
    about: Option<Url>,
}

/// What stands for a message.
enum Slip {}

impl Notification for Slip {
    type Params = u64;
    const METHOD: &'static str = "glossator/slip";
}

/// What tower-lsp writes before a slip's number.
const SLIP: &[u8] = br#"{"jsonrpc":"2.0","method":"glossator/slip","params":"#;

/// What it writes before and behind the result of an answer.
const RESULT: &[u8] = br#"{"jsonrpc":"2.0","result":"#;
const ID: &[u8] = br#","id":"#;

/// What stands for a result, before its number.
const IN_RESULT: &str = "glossator/slip/";

/// No answer with a slip is longer, but for its id.
const LONGEST: usize = 128;

impl Waiting {
    /// Sends a message that tells all of a document, in its turn.
    pub(crate) async fn send(&self, client: &Client, about: Url, body: Vec<u8>) {
        let number = self.hold(Message { body, about: Some(about) });
        client.send_notification::<Slip>(number).await;
    }

    /// What stands for the result of a request, to be put somewhere in its answer and sent without another await.
    pub(crate) fn result(&self, body: Vec<u8>) -> String {
        format!("{IN_RESULT}{}", self.hold(Message { body, about: None }))
    }

    fn hold(&self, message: Message) -> u64 {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.0 += 1;
        let number = waiting.0;
        waiting.1.insert(number, message);
        number
    }

    /// The message that a body stands for.
    fn take(&self, body: &[u8]) -> Option<Message> {
        if let Some(digits) = body.strip_prefix(SLIP) {
            return self.taken(digits.strip_suffix(b"}")?);
        }
        let result = body.strip_prefix(RESULT)?;
        let slip = result.get(..result.len().min(LONGEST))?;
        let at = slip.windows(IN_RESULT.len()).position(|window| window == IN_RESULT.as_bytes())? + IN_RESULT.len();
        let digits = slip.get(at..)?;
        let digits = digits.get(..digits.iter().position(|byte| !byte.is_ascii_digit())?)?;
        // The id, which no text has in it that is not escaped.
        let id = result.windows(ID.len()).rposition(|window| window == ID)?;
        let message = self.taken(digits)?;
        let body = [RESULT, &message.body, result.get(id..)?].concat();
        Some(Message { body, ..message })
    }

    fn taken(&self, digits: &[u8]) -> Option<Message> {
        let number: u64 = str::from_utf8(digits).ok()?.parse().ok()?;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1.remove(&number)
    }
}

/// Writes what tower-lsp writes, with messages in place of their slips.
pub(crate) struct Output<W> {
    inner: W,
    waiting: Arc<Waiting>,
    spellings: Arc<Spellings>,
    /// What has come of a message that is not whole.
    coming: Vec<u8>,
    /// What goes out; `written` bytes of the first message are out.
    going: VecDeque<Going>,
    written: usize,
    /// How many bytes go out in all.
    held: usize,
}

/// A message that goes out, head and body in one: where the server ends between two writes half of it would be out.
struct Going {
    bytes: Vec<u8>,
    about: Option<Url>,
}

impl<W: AsyncWrite + Unpin> Output<W> {
    /// Writes to `inner`.
    pub(crate) fn new(inner: W, waiting: Arc<Waiting>, spellings: Arc<Spellings>) -> Self {
        Self { inner, waiting, spellings, coming: Vec::new(), going: VecDeque::new(), written: 0, held: 0 }
    }

    /// Takes the whole messages out of what has come.
    fn sort(&mut self) {
        let mut at = 0;
        while let Some((head, whole)) = extent(self.coming.get(at..).unwrap_or_default()) {
            let message = self.coming.get(at..at + whole).unwrap_or_default();
            let body = message.get(head..).unwrap_or_default();
            let (taken, about) = self.waiting.take(body).map(|taken| (taken.body, taken.about)).unzip();
            let about = about.flatten();
            let body =
                self.spellings.theirs(taken.as_deref().unwrap_or(body)).or(taken).unwrap_or_else(|| body.to_vec());
            let mut bytes = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
            bytes.extend(body);
            let going = Going { bytes, about };
            if let Some(about) = &going.about {
                self.withdraw(about);
            }
            self.held += going.bytes.len();
            self.going.push_back(going);
            at += whole;
        }
        self.coming.drain(..at);
    }

    /// Takes back what was said of a document, as far as none of it is out.
    fn withdraw(&mut self, about: &Url) {
        let begun = usize::from(self.written > 0);
        let old = self.going.iter().skip(begun).position(|going| going.about.as_ref() == Some(about));
        if let Some(old) = old.and_then(|at| self.going.remove(begun + at)) {
            self.held -= old.bytes.len();
        }
    }

    fn drain(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while let Some(first) = self.going.front() {
            while let Some(rest) = first.bytes.get(self.written..).filter(|rest| !rest.is_empty()) {
                match ready!(Pin::new(&mut self.inner).poll_write(cx, rest))? {
                    0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                    more => self.written += more,
                }
            }
            self.held -= first.bytes.len();
            self.going.pop_front();
            self.written = 0;
        }
        Poll::Ready(Ok(()))
    }
}

/// How long the head and the whole of the first message are, once its head is there and all of its body.
fn extent(bytes: &[u8]) -> Option<(usize, usize)> {
    const END: &[u8] = b"\r\n\r\n";
    let head = bytes.windows(END.len()).position(|window| window == END)? + END.len();
    let length = bytes.get(..head)?.strip_prefix(b"Content-Length: ")?.strip_suffix(END)?;
    let whole = head + str::from_utf8(length).ok()?.parse::<usize>().ok()?;
    (whole <= bytes.len()).then_some((head, whole))
}

impl<W: AsyncWrite + Unpin> AsyncWrite for Output<W> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        // What came before is out first where the client takes it.
        match self.drain(cx) {
            Poll::Pending if self.held < HELD => {}
            drained => ready!(drained)?,
        }
        self.coming.extend_from_slice(bytes);
        self.sort();
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.drain(cx))?;
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.drain(cx))?;
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt as _;

    use super::*;

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    fn url(address: &str) -> Url {
        Url::parse(address).expect("an address")
    }

    /// Takes some bytes and then no more.
    struct Full(Vec<u8>, usize);

    impl AsyncWrite for Full {
        fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
            let taken = bytes.get(..bytes.len().min(self.1 - self.0.len())).unwrap_or_default();
            self.0.extend_from_slice(taken);
            if taken.is_empty() { Poll::Pending } else { Poll::Ready(Ok(taken.len())) }
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    #[test]
    fn what_nobody_takes_waits_up_to_a_bound_and_only_the_last_of_a_document() {
        let waiting = Arc::<Waiting>::default();
        let mut output = Output::new(Full(Vec::new(), 30), Arc::clone(&waiting), Arc::default());
        let mut write = |bytes: &str| {
            let mut cx = Context::from_waker(futures::task::noop_waker_ref());
            let taken = Pin::new(&mut output).poll_write(&mut cx, bytes.as_bytes()).is_ready();
            (taken, output.held)
        };
        for number in 0..1_000 {
            let message = Message { body: vec![b' '; HELD / 100], about: Some(url("a:a")) };
            waiting.0.lock().expect("free").1.insert(number, message);
            let (taken, held) = write(&framed(&format!("{}{number}}}", str::from_utf8(SLIP).expect("text"))));
            // One of which some is out, and the last.
            assert!(taken && held < HELD / 40, "{number}: {held}");
        }
        let long = framed(&" ".repeat(HELD / 20));
        let taken = (0..100).take_while(|_| write(&long).0).count();
        assert!((18..22).contains(&taken), "{taken}");
    }

    #[test]
    fn a_message_goes_out_where_its_slip_stood_however_the_bytes_come() {
        let slip = |number| framed(&format!("{}{number}}}", str::from_utf8(SLIP).expect("text")));
        let coming = [framed("{\"a\":1}"), slip(7), framed("\"模型\""), slip(8), slip(9)].concat();
        let expected = [framed("{\"a\":1}"), framed("[1,2]"), framed("\"模型\""), framed("[]"), slip(9)].concat();
        for size in [1, 2, 7, 40, 1_000] {
            let waiting = Arc::<Waiting>::default();
            let message = |about, body: &[u8]| Message { body: body.to_vec(), about: Some(url(about)) };
            waiting.0.lock().expect("free").1.extend([(8, message("a:b", b"[]")), (7, message("a:a", b"[1,2]"))]);
            let mut written = Vec::new();
            let mut output = Output::new(&mut written, waiting, Arc::default());
            futures::executor::block_on(async {
                for piece in coming.as_bytes().chunks(size) {
                    output.write_all(piece).await.expect("written");
                }
                output.flush().await.expect("flushed");
            });
            assert_eq!(String::from_utf8(written).expect("text"), expected, "pieces of {size}");
        }
    }

    #[test]
    fn a_result_goes_out_where_its_slip_stood() {
        let waiting = Waiting::default();
        let slip = waiting.result(b"[1,2]".to_vec());
        let answer = format!(r#"{{"jsonrpc":"2.0","result":{{"items":[{{"label":"{slip}"}}]}},"id":"a\",\"id\":7"}}"#);
        let taken = waiting.take(answer.as_bytes()).map(|message| String::from_utf8(message.body).expect("text"));
        assert_eq!(taken.as_deref(), Some(r#"{"jsonrpc":"2.0","result":[1,2],"id":"a\",\"id\":7"}"#));
        // Once, and nothing that only looks so.
        assert!(waiting.take(answer.as_bytes()).is_none());
        assert!(waiting.take(br#"{"jsonrpc":"2.0","result":"glossator/slip/x","id":1}"#).is_none());
    }
}
