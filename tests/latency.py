#!/usr/bin/env python3
"""Times language servers as an editor feels them: `latency.py NOTE -- COMMAND [ARGUMENT ...] [-- COMMAND ...]`.

For each server: from `didOpen` to its first diagnostics, from one typed character in the middle of the note to the next
diagnostics (median and 99th percentile of 100), processor time per character, and the memory it then holds. Standard
library only; Linux for the last two.
"""
import json
import os
import subprocess
import sys
import threading
import time

import wire


class Server:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.arrived, self.seen = threading.Condition(), []
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for body in wire.bodies(self.process.stdout):
            at = time.perf_counter()
            message = json.loads(body)
            if "method" in message and "id" in message:
                asked = message.get("params", {}).get("items", [])
                self.send(id=message["id"], result=[None] * len(asked) or None)
                continue
            with self.arrived:
                self.seen.append((at, message))
                self.arrived.notify()

    def send(self, **message):
        self.process.stdin.write(wire.frame(message))
        self.process.stdin.flush()

    def wait(self, wanted, since, limit=60):
        """Milliseconds until a message that is `wanted`; `None` where none comes."""
        with self.arrived:
            while True:
                for at, message in self.seen:
                    if wanted(message):
                        self.seen.clear()
                        return (at - since) * 1e3
                self.seen.clear()
                if not self.arrived.wait(limit):
                    return None

    def processor(self):
        """Milliseconds of processor time so far."""
        fields = open(f"/proc/{self.process.pid}/stat", "rb").read().rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def memory(self):
        """MiB that it holds."""
        lines = open(f"/proc/{self.process.pid}/status")
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


def measure(note, command):
    server, uri = Server(command), "file://" + os.path.abspath(note)
    text = open(note, encoding="utf-8").read()
    server.send(id=1, method="initialize", params={"processId": None, "rootUri": None, "capabilities": {}})
    server.wait(lambda message: message.get("id") == 1, time.perf_counter())
    server.send(method="initialized", params={})
    is_news = lambda message: message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri
    document = {"uri": uri, "languageId": "markdown", "version": 1, "text": text}
    start = time.perf_counter()
    server.send(method="textDocument/didOpen", params={"textDocument": document})
    opened = server.wait(is_news, start)
    time.sleep(0.5)
    line, times, spent = text.count("\n") // 2, [], server.processor()
    for version in range(2, 102):
        place = {"line": line, "character": 0}
        change = {"range": {"start": place, "end": place}, "text": "BERT is a model. "[-version % 17]}
        start = time.perf_counter()
        server.send(method="textDocument/didChange",
                    params={"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]})
        times.append(server.wait(is_news, start, 20))
    spent, times = (server.processor() - spent) / 100, sorted(time for time in times if time is not None)
    held = server.memory()
    server.process.kill()
    shown = lambda number: "-" if number is None else f"{number:.2f}"
    middle, last = (times[len(times) // 2], times[len(times) * 99 // 100]) if times else (None, None)
    print(f"  {os.path.basename(command[0]):12} open {shown(opened):>8} ms   key {shown(middle):>8} ms"
          f"   p99 {shown(last):>8} ms   processor {spent:6.2f} ms   {held:6.1f} MiB", flush=True)


def main():
    note, *rest = sys.argv[1:]
    commands, command = [], None
    for word in rest:
        if word == "--":
            commands.append(command := [])
        else:
            command.append(word)
    print(f"{note}, {os.path.getsize(note)} bytes:")
    for command in commands:
        measure(note, command)


main()
