#!/usr/bin/env bash
# From a clone to a working county: installs what changed, migrates, fills a new database with the demo, serves.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/machine.sh
. scripts/machine.sh

scripts/python.sh runtime
scripts/spa.sh build
want_package fonts-noto-cjk "documents in PDF (Noto Serif CJK)"
export PATH="$PWD/.venv/bin:$PATH"

# given NAME: whether the operator has set it, in the environment or in .env.
given() { [ -n "${!1+x}" ] || grep -qs "^$1=" .env; }

# A trial on this machine speaks plain HTTP, where browsers and scripts drop a cookie marked Secure.
given QINGLIAN_COOKIE_SECURE || export QINGLIAN_COOKIE_SECURE=false
# Nor have the demo log-ins an authenticator.
given QINGLIAN_SECOND_FACTOR || export QINGLIAN_SECOND_FACTOR=optional

# Only the trial's own database gets a demo county, and only when it is new: never a bureau's.
if ! given QINGLIAN_DATABASE_URL && ! given QINGLIAN_DATA_DIR; then
  mkdir -p var
  # The mark outlives a first start that was interrupted.
  [ -e var/qinglian.db ] || touch var/.demo-due
fi

qinglian migrate
if [ -e var/.demo-due ]; then
  say "Loading the demo county"
  qinglian demo --scale county
  rm var/.demo-due
fi

say "Qinglian 清廉校园: http://${QINGLIAN_HOST:-127.0.0.1}:${QINGLIAN_PORT:-8000}"
[ ! -e var/demo-logins.json ] || python - <<'PYTHON'
import json

for name, password in json.load(open("var/demo-logins.json", encoding="utf-8")).items():
    print(f"    {name:<18} {password}")
PYTHON
exec qinglian serve
