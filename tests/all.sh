#!/usr/bin/env bash
# Installs what the tests need on a bare Debian machine with Rust and Node.js, by name, and runs all of them.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TERM_COLOR=never RUST_BACKTRACE=1
target=${CARGO_TARGET_DIR:-target}

step() { printf '\n== %s\n' "$*"; }

step "editors: code-server (npm), Neovim, Chromium, fonts (Debian)"
bash tests/editors/install.sh "${GLOSSATOR_EDITORS:-$HOME/.cache/glossator/editors}"

step "components of the toolchain"
for component in rustfmt clippy; do
    cargo "${component/rustfmt/fmt}" --version >/dev/null 2>&1 || rustup component add "$component"
done

step "format"
cargo fmt --all --check

step "lints"
cargo clippy --quiet --workspace --all-targets -- -D warnings

step "build"
cargo build --release --quiet

step "the glossary on itself"
"$target/release/glossator" glossary check glossary

step "tidy"
cargo xtask tidy

step "licences and sources of what is linked in (cargo-deny, crates.io)"
command -v cargo-deny >/dev/null || cargo install --quiet --locked cargo-deny
cargo deny --log-level error check licenses bans sources

step "tests"
cargo test --workspace --no-fail-fast

step "an independent client: pytest-lsp (PyPI)"
GLOSSATOR_BINARY=$(realpath "$target")/release/glossator bash tests/pytest_lsp/run.sh "${GLOSSATOR_VENV:-$HOME/.cache/glossator/pytest-lsp}"

step "documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --quiet --workspace --no-deps --document-private-items

step "all passed"
