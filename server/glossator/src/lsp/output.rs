//! Messages that go out as the bytes they are: the diagnostics of a long note are as long as the note.
//!
//! tower-lsp makes a tree of values of whatever it sends, which takes ten times the room, and then the text of that. So
//! it is given a slip with a number instead, which keeps its place among the other messages; the writer puts the bytes
//! in for the slip.

use std::{
    collections::{BTreeMap, VecDeque},
    io,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
};

use tokio::io::AsyncWrite;
use tower_lsp::{Client, lsp_types::notification::Notification};

use super::address::Spellings;

/// The messages that wait for their slips.
#[derive(Debug, Default)]
pub(crate) struct Waiting(Mutex<(u64, BTreeMap<u64, Vec<u8>>)>);

/// What stands for a message.
enum Slip {}

impl Notification for Slip {
    type Params = u64;
    const METHOD: &'static str = "glossator/slip";
}

/// What tower-lsp writes before a slip's number.
const SLIP: &[u8] = br#"{"jsonrpc":"2.0","method":"glossator/slip","params":"#;

impl Waiting {
    /// Sends a message, in its turn.
    pub(crate) async fn send(&self, client: &Client, message: Vec<u8>) {
        let number = {
            let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.0 += 1;
            let number = waiting.0;
            waiting.1.insert(number, message);
            number
        };
        client.send_notification::<Slip>(number).await;
    }

    /// The message that a body stands for.
    fn take(&self, body: &[u8]) -> Option<Vec<u8>> {
        let digits = body.strip_prefix(SLIP)?.strip_suffix(b"}")?;
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
    /// What goes out; `written` bytes of the first piece are out.
    going: VecDeque<Vec<u8>>,
    written: usize,
}

impl<W: AsyncWrite + Unpin> Output<W> {
    /// Writes to `inner`.
    pub(crate) fn new(inner: W, waiting: Arc<Waiting>, spellings: Arc<Spellings>) -> Self {
        Self { inner, waiting, spellings, coming: Vec::new(), going: VecDeque::new(), written: 0 }
    }

    /// Takes the whole messages out of what has come.
    fn sort(&mut self) {
        let mut at = 0;
        while let Some((head, whole)) = extent(self.coming.get(at..).unwrap_or_default()) {
            let message = self.coming.get(at..at + whole).unwrap_or_default();
            let body = message.get(head..).unwrap_or_default();
            let taken = self.waiting.take(body);
            let spelled = self.spellings.theirs(taken.as_deref().unwrap_or(body));
            match spelled.or(taken) {
                Some(bytes) => {
                    self.going.push_back(format!("Content-Length: {}\r\n\r\n", bytes.len()).into_bytes());
                    self.going.push_back(bytes);
                }
                None => self.going.push_back(message.to_vec()),
            }
            at += whole;
        }
        self.coming.drain(..at);
    }

    fn drain(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while let Some(piece) = self.going.front() {
            while let Some(rest) = piece.get(self.written..).filter(|rest| !rest.is_empty()) {
                match ready!(Pin::new(&mut self.inner).poll_write(cx, rest))? {
                    0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                    more => self.written += more,
                }
            }
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
        // What came before is out first, so that not much is ever held.
        ready!(self.drain(cx))?;
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

    #[test]
    fn a_message_goes_out_where_its_slip_stood_however_the_bytes_come() {
        let slip = |number| framed(&format!("{}{number}}}", str::from_utf8(SLIP).expect("text")));
        let coming = [framed("{\"a\":1}"), slip(7), framed("\"模型\""), slip(8), slip(9)].concat();
        let expected = [framed("{\"a\":1}"), framed("[1,2]"), framed("\"模型\""), framed("[]"), slip(9)].concat();
        for size in [1, 2, 7, 40, 1_000] {
            let waiting = Arc::<Waiting>::default();
            waiting.0.lock().expect("free").1.extend([(8, b"[]".to_vec()), (7, b"[1,2]".to_vec())]);
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
}
