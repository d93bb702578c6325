#!/usr/bin/env python3
"""Times glossator on the worst that notes can be, at two sizes: nothing may take much more than four times as long when
it is four times as long. `worst.py GLOSSATOR`. Standard library only."""
import os
import resource
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
    "wrong claims": lambda size: "BERT is a decoder-only model.\n\n" * (size // 31),
}


def spent(glossator, text):
    """Milliseconds of processor time, the least of three."""
    with tempfile.NamedTemporaryFile("w", suffix=".md", encoding="utf-8") as note:
        note.write(text)
        note.flush()
        return min(once([glossator, "check", "--exit-zero", "--format", "concise", note.name]) for _ in range(3))


def once(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, timeout=300)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) * 1e3


def main():
    glossator = os.path.abspath(sys.argv[1])
    for shape, make in SHAPES.items():
        short, long = (spent(glossator, make(size)) for size in (250_000, 1_000_000))
        print(f"{shape:34} 250 KB {short:8.1f} ms   1 MB {long:8.1f} ms   x {long / max(short, 0.1):4.1f}", flush=True)


main()
