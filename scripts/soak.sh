#!/usr/bin/env bash
# Long faults and deep fuzzing. QINGLIAN_SOAK_MINUTES (default 50) says how long; a machine too slow for the least of it
# is given up on after twice that and five minutes.
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
timeout --kill-after 60 --signal INT "$((2 * minutes + 5))m" python -m pytest -m soak --durations 10
