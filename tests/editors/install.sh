#!/usr/bin/env bash
# Installs the editors that the end-to-end tests drive, into the folder $1: VS Code (code-server, from the npm registry),
# Neovim 0.11 or later (from Debian), and Chromium with fonts for Chinese. Does nothing where they are there already.
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
server=4.100.3

packages() {
    local missing=()
    for package in chromium fonts-noto-cjk fonts-noto-color-emoji mmdebstrap patchelf; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# VS Code's server and web client. Its install scripts fetch from elsewhere, so none is run; only argon2, which it
# cannot start without, is compiled here.
vscode() {
    [ -x "$folder/code-server" ] && return
    mkdir -p "$folder/vscode" && cd "$folder/vscode"
    [ -f package.json ] || echo '{"private":true}' >package.json
    npm install --ignore-scripts --no-audit --no-fund --loglevel=error "code-server@$server"
    (cd node_modules/code-server/lib/vscode && npm install --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error)
    local headers=/usr
    [ -e /usr/include/node/node.h ] || headers=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
    npm_config_nodedir=$headers npm rebuild --loglevel=error argon2
    printf '#!/bin/sh\nexec node %s/node_modules/code-server/out/node/entry.js "$@"\n' "$PWD" >"$folder/code-server"
    chmod +x "$folder/code-server"
}

# Neovim unpacked beside the system, made to find its own libraries, so that the machine's own are left alone.
neovim() {
    [ -x "$folder/nvim" ] && return
    local mirror root=$folder/neovim
    mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null |
        sed -nE '/^#/d; s#.*(https?://[^ ]+/debian)/?( .*)?$#\1#p' | sed -n 1p || true)
    mirror=${mirror:-http://deb.debian.org/debian}
    rm -rf "$root"
    mmdebstrap --quiet --variant=extract --mode=root --aptopt='Acquire::Check-Valid-Until "false"' \
        --aptopt='APT::Install-Recommends "false"' --dpkgopt='path-exclude=/usr/share/doc/*' \
        --dpkgopt='path-exclude=/usr/share/man/*' --include=neovim,neovim-runtime sid "$root" "$mirror"
    local libraries=$root/usr/lib/x86_64-linux-gnu
    cp -L "$root/usr/bin/nvim" "$root/usr/bin/nvim-here"
    patchelf --set-interpreter "$libraries/ld-linux-x86-64.so.2" --force-rpath --set-rpath "$libraries" "$root/usr/bin/nvim-here"
    cat >"$folder/nvim" <<EOF
#!/bin/sh
export VIMRUNTIME=$root/usr/share/nvim/runtime
export LUA_PATH="$root/usr/share/lua/5.1/?.lua;$root/usr/share/lua/5.1/?/init.lua;;"
export LUA_CPATH="$libraries/lua/5.1/?.so;$root/usr/lib/x86_64-linux-gnu/lua/5.1/?.so;;"
exec $root/usr/bin/nvim-here --cmd "set rtp+=$root/usr/lib/nvim" "\$@"
EOF
    chmod +x "$folder/nvim"
}

packages
vscode
neovim
"$folder/code-server" --version | tail -1
"$folder/nvim" --version | head -1
