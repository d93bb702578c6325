#!/usr/bin/env python3
"""A long random run of the language server over its pipes: `soak.py GLOSSATOR [MINUTES] [--seed N] [--pull]`.

A client edits, opens, closes, saves and deletes notes, changes configuration and glossary on disk and in buffers,
breaks and mends them, asks for every feature at any place, cancels, and answers late. Now and then it waits until all
is quiet, and holds what the server shows against what a fresh `glossator check` finds in the same files with the open
buffers put over them. Every request must be answered, none with an internal error; nothing may panic; memory, which is
sampled all the time, may not grow. `--pull` asks for diagnostics and sees to the watching of files; without it they are
pushed and the server watches. The seed is printed; the first fault ends the run with status 1. Standard library only.
"""
import argparse
import collections
import json
import os
import pathlib
import queue
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import wire

HERE = pathlib.Path(__file__).resolve().parent
BREAK = re.compile(r"\r\n|\n|\r")
PIECES = ["a", " ", "\n", "\r\n", "\r", "\n\n", "# ", "## Llama 2\n", "\n- ", "> ", "```\n", "---\n", "| a | b |\n|---|---|\n| c | d |\n",
          "\n| BERT | encoder-only |\n", "[foo]: https://a.b\n", "[^1]", "\n[^1]: note\n", "<!-- glossator-disable-next-line -->\n",
          "$$", "**", "`", "模型", "。", "：", "🦙", "e\u0301", "\ufeff", "\u2028", "BERT is a decoder-only model. ", "\n\nLLaMA uses LayerNorm.\n\n",
          "\n\nZeppelin is an encoder-decoder model.\n\n", "它采用 GeLU 激活函数。", "GPT-3 has 96 layers.\n", "飞艇是编码器-解码器架构。\n"]
GOOD = ['glossaries = ["terms"]\n[features]\nworkspace-diagnostics = true\n',
        'glossaries = ["terms"]\nlanguages = ["zh"]\n[features]\nworkspace-diagnostics = true\ninlay-hints = true\n',
        'glossaries = ["terms"]\nexclude = ["notes/d*"]\n[rules]\nclaim = "hint"\n[features]\nworkspace-diagnostics = true\ncode-lenses = true\n',
        'builtin = true\n[rules]\n"claim/architecture" = "error"\nterm = "information"\n[features]\nworkspace-diagnostics = true\n']
BROKEN = ['glossaris = []\n', 'glossaries = ["terms"\n', '[rules]\nclaim = "loud"\n', "\x00"]
SEVERITIES = {1: "error", 2: "warning", 3: "information", 4: "hint"}
QUESTIONS = ["hover", "completion", "definition", "typeDefinition", "implementation", "references", "documentHighlight", "prepareRename",
             "rename", "codeAction", "documentSymbol", "documentLink", "foldingRange", "selectionRange", "semanticTokens/full",
             "semanticTokens/range", "inlayHint", "codeLens", "prepareTypeHierarchy", "diagnostic"]


def entry(architecture):
    return (f"---\ntype: model\nprefLabel: {{en: Zeppelin, zh: 飞艇}}\nstatements:\n  - {{property: architecture, value: {architecture}, "
            'cite: "@vaswani2017attention"}\n---\n# Zeppelin\n\nA model of ours.\n\n## 中文\n\n我们自己的模型。\n')


class Fault(Exception):
    """The server did something wrong."""


def spent(pid):
    """Seconds of processor time of a process."""
    with open(f"/proc/{pid}/stat", "rb") as status:
        fields = status.read().rpartition(b")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def busy(pid):
    """Whether a thread of a process runs, or would on a machine that had the time."""
    states = []
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            states.append((task / "stat").read_bytes().rpartition(b")")[2].split()[0])
        except OSError:
            pass
    return any(state in (b"R", b"D") for state in states)


def resident(pid):
    """MiB that a process holds."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS:"))


class Lines:
    """The lines of a text, and places in it as an encoding counts them."""

    def __init__(self, text, encoding):
        self.text, self.encoding = text, encoding
        self.starts = [0] + [found.end() for found in BREAK.finditer(text)]

    def units(self, text):
        return {"utf-8": len(text.encode()), "utf-16": len(text.encode("utf-16-le")) // 2, "utf-32": len(text)}[self.encoding]

    def place(self, offset):
        line = max(at for at, start in enumerate(self.starts) if start <= offset)
        return {"line": line, "character": self.units(self.text[self.starts[line]:offset])}

    def column(self, line, characters):
        """So many characters of a line, as units."""
        return self.units(self.text[self.starts[line]:self.starts[line] + characters])


class Server:
    """The process and what it said."""

    def __init__(self, run, command, log):
        self.run, self.log = run, log
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                                        env={**os.environ, "XDG_CACHE_HOME": str(run.folder / "cache")})
        self.inbox, self.lock, self.number = queue.Queue(), threading.Lock(), 0
        self.waiting, self.trace = {}, collections.deque(maxlen=4000)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for body in wire.bodies(self.process.stdout):
            self.inbox.put(json.loads(body))
        self.inbox.put(None)

    def send(self, **message):
        self.trace.append(("to", time.monotonic(), message))
        with self.lock:
            try:
                self.process.stdin.write(wire.frame(message))
                self.process.stdin.flush()
            except OSError as error:
                raise Fault(f"the server reads no longer: {error}") from error

    def notify(self, method, **params):
        self.send(method=method, params=params)

    def ask(self, method, **params):
        self.number += 1
        self.waiting[self.number] = (method, params, time.monotonic())
        self.send(id=self.number, method=method, params=params)
        return self.number


class Run:
    """The client's side of everything."""

    def __init__(self, options):
        self.options, self.chance = options, random.Random(options.seed)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="glossator-soak-"))
        self.root, self.fresh = self.folder / "ws", self.folder / "fresh"
        self.encoding = self.chance.choice(["utf-8", "utf-16", "utf-32"])
        self.bench = [path.read_text(encoding="utf-8") for path in sorted((HERE / "bench").glob("*.md"))]
        self.shown, self.open, self.versions, self.answers = {}, {}, {}, {}
        self.known, self.counts, self.memory = {}, {}, []
        for name in ("notes", "terms"):
            (self.root / name).mkdir(parents=True)
        for name in "abcdef":
            self.write(f"notes/{name}.md", self.text())
        self.write("glossator.toml", GOOD[0])
        self.write("terms/zeppelin.md", entry("decoder-only"))
        self.log = open(self.folder / "stderr", "w+b")
        self.server = Server(self, [options.glossator, "lsp"], self.log)

    # -- the workspace

    def text(self):
        text = self.chance.choice(self.bench)
        start = self.chance.randrange(max(1, len(text) - 3000))
        return text[start:start + self.chance.randrange(200, 6000)]

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def uri(self, name):
        return (self.root / name).as_uri()

    def watched(self, name, kind):
        if self.options.pull:
            self.server.notify("workspace/didChangeWatchedFiles", changes=[{"uri": self.uri(name), "type": kind}])

    def notes(self):
        return [f"notes/{name}.md" for name in "abcdefgh"]

    # -- what a person does

    def step(self):
        act = self.chance.choices(
            [self.edit, self.burst, self.replace, self.open_one, self.close, self.save, self.ask, self.cancel, self.on_disk, self.delete,
             self.configure, self.glossary, self.settings, self.symbols],
            [40, 4, 1, 6, 4, 4, 40, 8, 4, 3, 1.5, 2.5, 0.5, 1])[0]
        self.counts[act.__name__] = self.counts.get(act.__name__, 0) + 1
        act()

    def some_open(self):
        return self.chance.choice(sorted(self.open)) if self.open else None

    def place(self, text):
        at = self.chance.randrange(len(text) + 1)
        return at - 1 if text[max(0, at - 1):at + 1] == "\r\n" else at

    def change(self, name):
        text = self.open[name]
        if len(text) > 20_000:
            return [self.whole(name)]
        start = self.place(text)
        end = start if self.chance.random() < 0.6 else min(len(text), start + self.chance.randrange(120))
        if text[max(0, end - 1):end + 1] == "\r\n":
            end += 1
        piece = self.chance.choice(PIECES) if self.chance.random() < 0.8 else ""
        lines = Lines(text, self.encoding)
        self.open[name] = text[:start] + piece + text[end:]
        return [{"range": {"start": lines.place(start), "end": lines.place(end)}, "text": piece}]

    def whole(self, name):
        self.open[name] = self.text()
        return {"text": self.open[name]}

    def changed(self, name, changes):
        self.versions[name] += self.chance.choice([1, 1, 1, 5])
        document = {"uri": self.uri(name), "version": self.versions[name]}
        self.server.notify("textDocument/didChange", textDocument=document, contentChanges=changes)

    def edit(self):
        if name := self.some_open():
            if not name.startswith("notes/"):
                return
            self.changed(name, [change for _ in range(self.chance.choice([1, 1, 1, 3])) for change in self.change(name)])

    def burst(self):
        for _ in range(self.chance.randrange(60)):
            self.edit()

    def replace(self):
        if (name := self.some_open()) and name.startswith("notes/"):
            self.changed(name, [self.whole(name)])

    def open_one(self):
        name = self.chance.choice(self.notes())
        if name not in self.open:
            path = self.root / name
            self.begin(name, path.read_bytes().decode() if path.exists() else self.text())

    def begin(self, name, text):
        self.open[name], self.versions[name] = text, self.chance.randrange(100)
        document = {"uri": self.uri(name), "languageId": "markdown", "version": self.versions[name], "text": text}
        self.server.notify("textDocument/didOpen", textDocument=document)

    def close(self):
        if name := self.some_open():
            del self.open[name]
            self.server.notify("textDocument/didClose", textDocument={"uri": self.uri(name)})

    def save(self):
        if name := self.some_open():
            self.write(name, self.open[name])
            self.watched(name, 2)
            self.server.notify("textDocument/didSave", textDocument={"uri": self.uri(name)})

    def ask(self):
        if not (name := self.some_open()):
            return
        method = self.chance.choice(QUESTIONS)
        if method == "diagnostic" and not self.options.pull:
            return
        text = self.open[name]
        lines = Lines(text, self.encoding)
        start = self.chance.randrange(len(text) + 1)
        place, end = lines.place(start), lines.place(min(len(text), start + self.chance.randrange(200)))
        if self.chance.random() < 0.03:
            place = {"line": self.chance.randrange(1 << 31), "character": self.chance.randrange(1 << 31)}
        document = {"textDocument": {"uri": self.uri(name)}}
        span = {"range": {"start": place, "end": max(place, end, key=lambda at: (at["line"], at["character"]))}}
        more = {"references": {"context": {"includeDeclaration": True}, "position": place}, "rename": {"newName": "Airship", "position": place},
                "codeAction": {"context": {"diagnostics": []}, **span}, "selectionRange": {"positions": [place]},
                "semanticTokens/range": span, "inlayHint": span}
        self.server.ask("textDocument/" + method, **document, **more.get(method, {"position": place}))

    def cancel(self):
        if self.server.waiting:
            self.server.notify("$/cancelRequest", id=self.chance.choice(list(self.server.waiting)))

    def on_disk(self):
        name = self.chance.choice(self.notes())
        there = (self.root / name).exists()
        self.write(name, self.text())
        self.watched(name, 2 if there else 1)

    def delete(self):
        name = self.chance.choice(self.notes())
        if (self.root / name).exists():
            (self.root / name).unlink()
            self.watched(name, 3)

    def configure(self):
        self.put("glossator.toml", self.chance.choice(GOOD + BROKEN))

    def glossary(self):
        texts = [entry("decoder-only"), entry("encoder-decoder"), entry("no-such-thing"), "---\ntype: model\nprefLabl: 3\n---\n"]
        self.put("terms/zeppelin.md", self.chance.choice(texts))

    def put(self, name, text):
        """Changes a file that the notes are judged by: on disk, in a buffer, or for good."""
        if name in self.open:
            self.open[name] = text
            self.changed(name, [{"text": text}])
            return
        if self.chance.random() < 0.3:
            self.begin(name, text)
        else:
            self.write(name, text)
            self.watched(name, 2)

    def settings(self):
        self.server.notify("workspace/didChangeConfiguration", settings=None)

    def symbols(self):
        self.server.ask("workspace/symbol", query=self.chance.choice(["", "LLa", "注意力", "Zep"]))

    # -- what the server says

    def take(self, message):
        if message is None:
            raise Fault(f"the server has ended with {self.server.process.wait()}")
        self.server.trace.append(("from", time.monotonic(), message))
        if "method" in message and "id" in message:
            if self.chance.random() < 0.97 or message["method"] != "workspace/diagnostic/refresh":
                asked = message.get("params", {}).get("items", []) if message["method"] == "workspace/configuration" else None
                self.server.send(id=message["id"], result=None if asked is None else [{} for _ in asked])
        elif "id" in message:
            method, params, _ = self.server.waiting.pop(message["id"], (None, None, None))
            if method is None:
                raise Fault(f"an answer that nobody waits for: {message}")
            error = message.get("error", {})
            if error.get("code") in (-32603, -32601, -32700, -32600):
                raise Fault(f"{method} {params}: {error}")
            self.answers[message["id"]] = (method, message.get("result"))
        elif message["method"] == "textDocument/publishDiagnostics":
            self.shown[message["params"]["uri"]] = message["params"]

    def listen(self, until):
        """Reads what comes, up to a time."""
        while (left := until - time.monotonic()) > 0:
            try:
                self.take(self.server.inbox.get(timeout=left))
            except queue.Empty:
                return

    def quiet(self, seconds):
        """Reads until all is answered and nothing has come for a while; on a busy machine only work counts as time."""
        pid = self.server.process.pid
        start, worked, looked = spent(pid), spent(pid), time.monotonic()
        while True:
            try:
                self.take(self.server.inbox.get(timeout=seconds))
            except queue.Empty:
                if not self.server.waiting and not busy(pid):
                    return
            now = spent(pid)
            idle = time.monotonic() - looked > 90 and now - worked < 0.05
            if idle or now - start > 90:
                raise Fault(f"never quiet; not answered: {list(self.server.waiting.values())[:3]}")
            if now - worked >= 0.05:
                worked, looked = now, time.monotonic()

    # -- what must be so

    def found_afresh(self):
        """What a new process finds in the files with the buffers over them."""
        shutil.rmtree(self.fresh, ignore_errors=True)
        shutil.copytree(self.root, self.fresh)
        for name, text in self.open.items():
            path = self.fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        done = subprocess.run([self.options.glossator, "check", "--format", "json", "."], cwd=self.fresh, capture_output=True, check=False)
        if done.returncode not in (0, 1):
            raise Fault(f"check: {done.returncode} {done.stderr.decode()}")
        found = {}
        for one in json.loads(done.stdout):
            name = one["path"].removeprefix("./")
            lines = Lines((self.fresh / name).read_bytes().decode(), self.encoding)
            column = lambda line, column: lines.column(one[line] - 1, one[column] - 1)
            place = (one["line"] - 1, column("line", "column"), one["endLine"] - 1, column("endLine", "endColumn"))
            found.setdefault(name, []).append((*place, one["rule"], one["severity"], one["message"]))
        return {name: sorted(found) for name, found in found.items() if name.startswith("notes/")}

    def found_by_server(self):
        items = {}
        if self.options.pull:
            asked = {self.server.ask("textDocument/diagnostic", textDocument={"uri": self.uri(name)}): self.uri(name) for name in self.open}
            ids = [{"uri": uri, "value": known[0]} for uri, known in self.known.items()]
            workspace = self.server.ask("workspace/diagnostic", previousResultIds=ids)
            self.quiet(0.3)
            for report in self.answers[workspace][1]["items"]:
                if report["kind"] == "full":
                    self.known[report["uri"]] = (report.get("resultId"), report["items"])
            items = {uri: known[1] for uri, known in self.known.items()}
            for number, uri in asked.items():
                if uri in items and items[uri] != self.answers[number][1]["items"]:
                    raise Fault(f"{uri}: the document's report and the workspace's differ")
        else:
            items = {uri: shown["diagnostics"] for uri, shown in self.shown.items()}
            for name in self.open:
                if (version := self.shown.get(self.uri(name), {}).get("version")) != self.versions[name]:
                    raise Fault(f"{name}: version {version} is shown, {self.versions[name]} is open")
        place = lambda one: tuple(one["range"][end][part] for end in ("start", "end") for part in ("line", "character"))
        one = lambda one: (*place(one), one.get("code"), SEVERITIES[one["severity"]], one["message"])
        names = {uri: uri.removeprefix(self.root.as_uri() + "/") for uri in items}
        return {names[uri]: sorted(map(one, items[uri])) for uri in items if items[uri]}

    def check(self):
        # What is broken is mended first: a fresh process knows no last good one.
        for name, good in (("glossator.toml", GOOD), ("terms/zeppelin.md", [entry("decoder-only"), entry("encoder-decoder")])):
            self.put(name, self.chance.choice(good))
        self.quiet(0.6)
        expected = self.found_afresh()
        # What is not shown in the end is stale; a busy machine takes its time.
        for patience in (0.5, 1, 3, 5, 10, 20, 40):
            try:
                found = self.found_by_server()
                if found == expected:
                    break
                wrong = next(name for name in sorted({*found, *expected}) if found.get(name) != expected.get(name))
                fault = Fault(f"{wrong} ({'open' if wrong in self.open else 'closed'}): shown {found.get(wrong)}\nfound {expected.get(wrong)}")
            except Fault as error:
                fault = error
            self.quiet(patience)
        else:
            raise fault
        self.answers.clear()
        self.log.flush()
        self.log.seek(0)
        if b"panicked" in (said := self.log.read()):
            raise Fault(said.decode())

    def begin_session(self):
        # Who offers UTF-16 beside UTF-32 gets UTF-16.
        text = {"publishDiagnostics": {"relatedInformation": True, "dataSupport": True}, "hover": {"contentFormat": ["markdown"]},
                "rename": {"prepareSupport": True}, "semanticTokens": {"requests": {"full": {"delta": True}}},
                "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}}
        workspace = {"configuration": self.chance.random() < 0.5, "workspaceEdit": {"documentChanges": True}}
        if self.options.pull:
            text["diagnostic"] = {"relatedDocumentSupport": True}
            workspace |= {"didChangeWatchedFiles": {"dynamicRegistration": True}, "diagnostics": {"refreshSupport": True}}
        capabilities = {"general": {"positionEncodings": [self.encoding]}, "textDocument": text, "workspace": workspace}
        number = self.server.ask("initialize", processId=os.getpid(), rootUri=None, capabilities=capabilities,
                                 workspaceFolders=[{"uri": self.root.as_uri(), "name": "ws"}])
        self.quiet(0.3)
        encoding = self.answers[number][1]["capabilities"]["positionEncoding"]
        if encoding != self.encoding:
            raise Fault(f"{encoding} was not offered")
        self.server.notify("initialized")

    def go(self):
        start, steps, checks, said = time.monotonic(), 0, 0, 0.0
        self.begin_session()
        while (passed := time.monotonic() - start) < self.options.minutes * 60:
            for _ in range(self.chance.randrange(20, 400)):
                self.step()
                steps += 1
                self.listen(time.monotonic() + self.chance.choice([0, 0, 0, 0.001, 0.02]))
            self.check()
            checks += 1
            self.memory.append((passed, resident(self.server.process.pid)))
            if passed - said > 60:
                said = passed
                print(f"{passed / 60:6.1f} min  {steps:8} steps  {checks:5} checks  {self.memory[-1][1]:6.1f} MiB", flush=True)
        self.check_memory()
        number = self.server.ask("shutdown")
        self.quiet(0.2)
        self.server.notify("exit")
        if (status := self.server.process.wait(10)) or number in self.server.waiting:
            raise Fault(f"ends with {status}")
        print(f"no fault: {steps} steps, {checks} checks, {self.server.number} requests; {dict(sorted(self.counts.items()))}")

    def check_memory(self):
        """The last quarter may hold little more than the second: the first is warming up."""
        held = [held for _, held in self.memory]
        quarter = len(held) // 4
        if quarter < 3:
            return
        second, last = (sorted(part)[len(part) // 2] for part in (held[quarter:2 * quarter], held[-quarter:]))
        print(f"memory: {second:.1f} MiB in the second quarter, {last:.1f} in the last, {max(held):.1f} at most")
        if last > 1.15 * second + 4:
            raise Fault("memory grows")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("glossator", type=os.path.abspath)
    parser.add_argument("minutes", nargs="?", type=float, default=60)
    parser.add_argument("--seed", type=int, default=time.time_ns() & 0xFFFFFFFF)
    parser.add_argument("--pull", action="store_true")
    options = parser.parse_args()
    print(f"--seed {options.seed}", flush=True)
    run = Run(options)
    try:
        run.go()
    except Fault as fault:
        print(f"FAULT (--seed {options.seed}; see {run.folder}/trace): {fault}", flush=True)
        run.server.process.kill()
        with open(run.folder / "trace", "w", encoding="utf-8") as trace:
            trace.writelines(f"{way} {at:.4f} {json.dumps(message)[:1000]}\n" for way, at, message in run.server.trace)
        return 1
    shutil.rmtree(run.folder, ignore_errors=True)
    return 0


sys.exit(main())
