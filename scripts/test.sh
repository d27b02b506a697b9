#!/usr/bin/env bash
# Every test: vitest, the browser journeys, then pytest on SQLite and PostgreSQL.
# A failing part does not hide the others; pytest comes last, so that its count closes the output.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/machine.sh
. scripts/machine.sh

scripts/python.sh dev
scripts/postgres.sh
command -v chromium >/dev/null || need_package chromium "Testing in a browser"
need_package fonts-noto-cjk "Drawing Chinese in screenshots"
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

part "SPA: vitest" in_frontend npm run --silent test
part "SPA: browser journeys" in_frontend npm run --silent e2e
[ ${#failed[@]} = 0 ] || say "Failed so far: ${failed[*]}"
say "API: pytest on SQLite and PostgreSQL"
python -m pytest -n "${QINGLIAN_TEST_WORKERS:-2}" --dist loadscope --durations 10 || failed+=("pytest")
[ ${#failed[@]} = 0 ] || fail "Failed: ${failed[*]}"
