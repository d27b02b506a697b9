#!/usr/bin/env bash
# Every test: vitest, the browser journeys, then pytest on SQLite and PostgreSQL.
# A failing part does not hide the others; pytest comes last, so that its count closes the output.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/machine.sh
. scripts/machine.sh

scripts/python.sh dev
scripts/postgres.sh
want_package chromium-headless-shell "quick testing in a browser"
command -v chromium-headless-shell >/dev/null || need_package chromium "Testing in a browser"
need_package fonts-noto-cjk "Drawing Chinese in screenshots and documents"
scripts/spa.sh modules
scripts/spa.sh build
export PATH="$PWD/.venv/bin:$PATH"

failed=()
part() {
  local name=$1 start=$SECONDS
  shift
  say "$name"
  "$@" || failed+=("$name")
  say "$name took $((SECONDS - start)) s"
}

in_frontend() { (cd frontend && ../scripts/node.sh "$@"); }

# Two ports in a row that nobody listens on: the journeys' server, and the SPA on another origin.
free_ports() {
  python - <<'PYTHON'
import contextlib
import socket

for port in range(8765, 65000, 2):
    with contextlib.ExitStack() as taken, contextlib.suppress(OSError):
        for number in (port, port + 1):
            taken.enter_context(socket.socket()).bind(("127.0.0.1", number))
        print(port)
        break
PYTHON
}

E2E_PORT=${E2E_PORT:-$(free_ports)}
export E2E_PORT

part "SPA: vitest" in_frontend npm run --silent test
part "SPA: browser journeys" in_frontend npm run --silent e2e
[ ${#failed[@]} = 0 ] || say "Failed so far: ${failed[*]}"
say "API: pytest on SQLite and PostgreSQL"
# One process more than there are processors: each waits now and then, for PostgreSQL or for a process that it killed.
workers=${QINGLIAN_TEST_WORKERS:-$(($(nproc) + 1))}
# A test that waits for ever fails alone; the slowest takes two minutes on a slow machine.
python -m pytest -n "$workers" --dist loadscope --timeout 600 --durations 10 || failed+=("pytest")
[ ${#failed[@]} = 0 ] || fail "Failed: ${failed[*]}"
