#!/usr/bin/env bash
# Times glossator beside typos and rumdl (both from PyPI) in one run, on one core: a folder of notes, then one note of
# 10 KB with the process around it; as language servers, beside typos-lsp (from crates.io, built here once), on notes of
# 10 KB to 10 MB; and alone on the worst notes there are.
# Usage: tests/peers.sh [FOLDER]; by default the notes of the bench.
set -euo pipefail
cd "$(dirname "$0")/.."
notes=${1:-tests/bench}
tools=${TMPDIR:-/tmp}/glossator-peers
command -v hyperfine >/dev/null || apt-get install -y -q hyperfine >/dev/null
[ -x "$tools/bin/rumdl" ] || { python3 -m venv "$tools" && "$tools/bin/pip" install -q typos rumdl; }
command -v typos-lsp >/dev/null || [ -x "$tools/bin/typos-lsp" ] || cargo install --quiet --locked --root "$tools" typos-lsp ||
    echo "typos-lsp could not be built and is left out"
PATH=$PATH:$tools/bin
cargo build --release --quiet
one=$(mktemp --suffix=.md)
trap 'rm -f "$one"' EXIT
find "$notes" -name '*.md' -print0 | sort -z | xargs -0 cat | head -c 10240 >"$one" || true
bytes=$(find "$notes" -name '*.md' -print0 | xargs -0 cat | wc -c)
echo "notes: $notes, $bytes bytes; versions: $(target/release/glossator --version), $("$tools/bin/typos" --version), $("$tools/bin/rumdl" --version)"
compare() {
    hyperfine -N -i --style basic --warmup 2 --runs "$1" --export-csv "$one.csv" \
        -n glossator "taskset -c 0 target/release/glossator check $2" \
        -n typos "taskset -c 0 $tools/bin/typos -j1 $2" \
        -n rumdl "taskset -c 0 $tools/bin/rumdl check --no-cache $2" >/dev/null 2>&1
    awk -F, -v bytes="$3" 'NR > 1 { printf "  %-10s %8.1f ms %8.1f MB/s\n", $1, $2 * 1000, bytes / $2 / 1e6 }' "$one.csv"
    rm -f "$one.csv"
}
echo "the folder, one core:"
compare 10 "$notes" "$bytes"
echo "one note of 10 KB, the whole process:"
compare 100 "$one" 10240
echo "as language servers:"
for size in 10000 100000 1000000 10000000; do
    # The notes over and over; a line of its own number keeps the repetitions apart.
    find "$notes" -name '*.md' -print0 | sort -z | xargs -0 cat |
        python3 -c '
import sys
size, text = int(sys.argv[1]), sys.stdin.buffer.read().decode("utf-8", "replace")
times = size // len(text.encode()) + 1
whole = "".join(f"# Part {at}\n\n{text}\n" for at in range(times))
sys.stdout.buffer.write(whole.encode()[:size].decode("utf-8", "ignore").encode())' "$size" >"$one"
    servers=(-- target/release/glossator lsp -- "$tools/bin/rumdl" server)
    command -v typos-lsp >/dev/null && servers+=(-- typos-lsp)
    python3 tests/latency.py "$one" "${servers[@]}"
done
echo "the worst notes:"
python3 tests/worst.py target/release/glossator
