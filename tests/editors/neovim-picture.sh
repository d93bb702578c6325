#!/usr/bin/env bash
# Takes a picture of the real Neovim on the sample note: the finding beside its line, and the card of a term.
#   neovim-picture.sh NVIM SERVER PICTURE.png        (needs tmux, aha and chromium from Debian)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
nvim=$1 server=$(dirname "$(readlink -f "$2")") picture=$(readlink -f "$3")
work=$(mktemp -d)
trap 'tmux -L picture kill-server 2>/dev/null; rm -rf "$work"' EXIT
cp "$here/workspace/notes.md" "$work/notes.md"
cat >"$work/init.lua" <<EOF
vim.opt.runtimepath:prepend('$here/../../editors/neovim')
vim.opt.termguicolors = true
vim.diagnostic.config({ virtual_text = true, underline = true })
vim.lsp.enable('glossator')
EOF
export PATH=$server:$PATH LC_ALL=C.UTF-8
tmux -L picture new-session -d -x 120 -y 30 -s nvim "$nvim -u $work/init.lua $work/notes.md"
sleep 2
tmux -L picture send-keys -t nvim "/前缀解码器" Enter
sleep 1
tmux -L picture send-keys -t nvim K
sleep 2
tmux -L picture capture-pane -e -p -t nvim >"$work/screen.ansi"
aha --black <"$work/screen.ansi" | sed 's/<pre>/<pre style="font: 15px\/20px Noto Sans Mono CJK SC, monospace; margin: 12px">/' >"$work/screen.html"
chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --user-data-dir="$work/chromium" --window-size=1150,640 --screenshot="$picture" "file://$work/screen.html" 2>/dev/null
