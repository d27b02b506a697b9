#!/usr/bin/env bash
# Everything that can be judged without running the product. All checks run; the failing ones are named at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/machine.sh
. scripts/machine.sh

failed=()
check() {
  local name=$1
  shift
  say "$name"
  "$@" || failed+=("$name")
}

in_frontend() { (cd frontend && ../scripts/node.sh "$@"); }

# xdist refuses a run whose processes collect in different orders, which whoever parametrizes over a set makes happen
# now and then.
collected_in_one_order() {
  local seed orders
  orders=$(mktemp -d)
  for seed in 1 2; do
    PYTHONHASHSEED=$seed python -m pytest --collect-only --quiet -m 'soak or not soak' >"$orders/$seed.log" &
  done
  wait
  for seed in 1 2; do grep :: "$orders/$seed.log" >"$orders/$seed" || tail "$orders/$seed.log"; done
  diff "$orders/1" "$orders/2" | head -n 20
  cmp --silent "$orders/1" "$orders/2" && [ -s "$orders/1" ] && rm -r "$orders"
}

command -v shellcheck >/dev/null || need_package shellcheck "Checking the scripts"

check "Style" ruff check .
check "Layout" ruff format --check .
check "Types" mypy
check "Floors and rooms" lint-imports
check "Tests are collected in one order" collected_in_one_order
check "Scripts" shellcheck -x scripts/*.sh .ci/run
check "Contract is exported" qinglian openapi --check
check "Contract is complete" python scripts/lint_contract.py
check "README's settings" python scripts/settings_docs.py --check
check "SPA's client is generated" in_frontend npm run --silent client:check
check "SPA" in_frontend npm run --silent lint

[ ${#failed[@]} = 0 ] || fail "Failed: ${failed[*]}"
say "Nothing to complain about"
