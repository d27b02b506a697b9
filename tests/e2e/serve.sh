#!/usr/bin/env bash
# The real product with a fresh demo county, for the browser journeys: port $E2E_PORT, log-ins in $E2E_ACCOUNTS.
set -euo pipefail
cd "$(dirname "$0")/../.."

# In memory where there is some: the journeys wait for pages, not for a disk.
memory=/dev/shm
[ -w "$memory" ] || memory=${TMPDIR:-/tmp}
home=$(mktemp -d "$memory/qinglian-e2e.XXXXXX")
# Whoever stops this script stops the server with it, and nothing is left in memory.
trap 'kill $(jobs -p) 2>/dev/null; wait; rm -rf "$home"' EXIT
trap 'exit 143' INT TERM
accounts=${E2E_ACCOUNTS:-var/e2e/demo-logins.json}
export PATH="$PWD/.venv/bin:$PATH"
export QINGLIAN_DATABASE_URL="sqlite:///$home/data/qinglian.db" QINGLIAN_DATA_DIR="$home/data" QINGLIAN_KEYS="$home/keys"
port=${E2E_PORT:-8765}
export QINGLIAN_COOKIE_SECURE=false QINGLIAN_PORT="$port" QINGLIAN_LOG_LEVEL=warning
# The demo county's sensitive log-ins have no authenticator; the journey of the second factor brings its own.
export QINGLIAN_SECOND_FACTOR=optional
export QINGLIAN_ALLOWED_ORIGINS="${E2E_ALLOWED_ORIGINS:-http://127.0.0.1:$((port + 1))}"

qinglian migrate
qinglian demo --scale county
mkdir -p "$(dirname "$accounts")"
install -m 600 "$home/data/demo-logins.json" "$accounts"
qinglian serve &
wait $!
