#!/usr/bin/env bash
# Make .venv hold the pinned packages: `runtime` for running, `dev` for tests and tools (a superset).
# Does nothing when the pins have not changed since, but for compiling what has changed of the product itself: a server
# that compiles its own code at each start (where it may not write beside it) starts half a second later.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/machine.sh
. scripts/machine.sh

level=${1:?runtime or dev}
pins=$(digest pyproject.toml requirements*.txt)
stamp=.venv/.pins

up_to_date() {
  # The folder may have been moved or its interpreter upgraded away: then the console script fails.
  .venv/bin/python -c 'import sqlalchemy' 2>/dev/null || return 1
  fresh "$stamp" "dev $pins" || { [ "$level" = runtime ] && fresh "$stamp" "runtime $pins"; }
}

make_venv() {
  command -v python3 >/dev/null || need_package python3 "Running Qinglian"
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "Python 3.11 or newer is needed; this is $(python3 --version)."
  python3 -c 'import ensurepip' 2>/dev/null || need_package python3-venv "Making .venv"
  say "Making .venv"
  python3 -m venv --clear .venv
}

compile_product() {
  .venv/bin/python -m compileall -q api migrations
}

if up_to_date; then
  compile_product
  exit 0
fi
.venv/bin/python -m pip --version >/dev/null 2>&1 || make_venv

files=(-r requirements-build.txt)
if [ "$level" = dev ]; then files+=(-r requirements-dev.txt); else files+=(-r requirements.txt); fi
say "Installing the pinned Python packages ($level)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes "${files[@]}"
# The product itself, in place: gives the `qinglian` command. Its dependencies are the pins just installed.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
echo "$level $pins" >"$stamp"
compile_product
