#!/usr/bin/env python3
"""Counts the instructions that glossator takes for the worst that notes can be, at two sizes: what is four times as long
may take hardly more than four times as many. Counted under valgrind, they are the same on every machine and every run.
`worst.py GLOSSATOR [NAME]`: NAME is a part of the shapes' names. Needs valgrind."""
import os
import re
import subprocess
import sys
import tempfile

SHAPES = {
    "a table of many rows": lambda size: "| model | layers | norm |\n|---|---|---|\n" + "| BERT | 12 | LayerNorm |\n" * (size // 26),
    "a table of many columns": lambda size: "".join("| a " * (size // 12) + "|\n" if row != 1 else "|---" * (size // 12) + "|\n" for row in range(3)),
    "one line": lambda size: "LLaMA uses RMSNorm and BERT is an encoder, " * (size // 43),
    "one line of Chinese": lambda size: "模型采用旋转位置编码，" * (size // 33),
    "one word": lambda size: "a" * size,
    "one number": lambda size: "1" * size,
    "emphasis marks": lambda size: "**" * (size // 2),
    "emphasis marks between letters": lambda size: "a**b_c*" * (size // 7),
    "brackets": lambda size: "[" * size,
    "headings": lambda size: "# BERT\n\n" * (size // 8),
    "headings of all levels": lambda size: "".join("#" * (1 + at % 6) + " x\n" for at in range(size // 6)),
    "nested quotations": lambda size: "> " * 500 + "x\n" + "> x\n" * (size // 4),
    "nested lists": lambda size: "".join("  " * (at % 60) + "- LoRA\n" for at in range(size // 66)),
    "a list": lambda size: "- Llama 2: 32 layers\n" * (size // 21),
    "mentions, a thousand a line": lambda size: ("BERT " * 1000 + "\n\n") * (size // 5002),
    "commas": lambda size: "BERT, " * (size // 6),
    "questions": lambda size: "Q: What is LoRA?\n" * (size // 17),
    "rules and metadata": lambda size: "---\na: b\n" * (size // 9),
    "footnotes": lambda size: "".join(f"a[^{at}]\n\n[^{at}]: b\n\n" for at in range(size // 24)),
    "link definitions": lambda size: "".join(f"[a{at}]\n\n[a{at}]: b\n\n" for at in range(size // 24)),
    "comments": lambda size: "<!-- glossator-disable-next-line -->\nBERT is a decoder-only model.\n\n" * (size // 69),
    "blank lines": lambda size: "\n" * size,
    "openers and adverbs": lambda size: "So, note that BERT actually is a model.\n\n" * (size // 42),
    "wrong claims": lambda size: "BERT is a decoder-only model.\n\n" * (size // 31),
}


# The sizes, in bytes, and how many times as much the longer may take.
SHORT, LONG, MOST = 10_000, 40_000, 5.0


def instructions(glossator, text):
    """What a check of one note takes."""
    with tempfile.NamedTemporaryFile("w", suffix=".md", encoding="utf-8") as note:
        note.write(text)
        note.flush()
        counted = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
        check = [glossator, "check", "--exit-zero", "--format", "concise", note.name]
        done = subprocess.run(counted + check, capture_output=True, text=True, timeout=300, check=True)
    return int(re.search(r"Collected : (\d+)", done.stderr)[1])


def main():
    glossator = os.path.abspath(sys.argv[1])
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    nothing = instructions(glossator, "")
    failed = False
    for shape, make in SHAPES.items():
        if wanted not in shape:
            continue
        short, long = (instructions(glossator, make(size)) - nothing for size in (SHORT, LONG))
        worse = long > MOST * short
        failed |= worse
        times = f"{short / SHORT:9.0f} a byte at 10 KB {long / LONG:9.0f} at 40 KB   x {long / max(short, 1):4.1f}"
        print(f"{shape:34}{times}{'   grows faster than the note' if worse else ''}", flush=True)
    sys.exit(failed)


main()
