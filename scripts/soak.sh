#!/usr/bin/env bash
# Long faults and deep fuzzing. QINGLIAN_SOAK_MINUTES (default 50) bounds the whole.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/machine.sh
. scripts/machine.sh

scripts/postgres.sh
minutes=${QINGLIAN_SOAK_MINUTES:-50}
status=0
python -m pytest -m soak --collect-only -q >/dev/null || status=$?
if [ "$status" = 5 ]; then
  say "There is no soak test yet"
  exit 0
fi
export QINGLIAN_SOAK_MINUTES=$minutes
timeout --kill-after 60 --signal INT "$((minutes + 2))m" python -m pytest -m soak --durations 10
