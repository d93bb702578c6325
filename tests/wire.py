"""The frames of the Language Server Protocol, for the scripts that speak to a server. Standard library only."""
import json


def bodies(stream):
    """The body of each message that a stream holds, until it ends."""
    while True:
        size = 0
        while (line := stream.readline().strip()):
            if line.lower().startswith(b"content-length:"):
                size = int(line.split(b":")[1])
        body = stream.read(size)
        if not body:
            return
        yield body


def frame(message):
    """A message as bytes with its header."""
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body
