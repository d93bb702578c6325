#!/usr/bin/env bash
# Runs the tests with pytest-lsp, an independent client, in a virtual environment in the folder $1, which is made where it
# is not there. What they need comes from PyPI, by name.
set -euo pipefail
cd "$(dirname "$0")"
venv=$1
if ! "$venv/bin/python" -c 'import pytest_lsp, jsonschema, yaml' 2>/dev/null; then
    if ! python3 -c 'import ensurepip' 2>/dev/null; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
    fi
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet pytest-lsp==1.0.1 jsonschema==4.26.0 pyyaml==6.0.4
fi
exec "$venv/bin/pytest" -q -p no:cacheprovider .
