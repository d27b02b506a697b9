#!/usr/bin/env bash
# PostgreSQL's programs for tests and bench; they start their own cluster, never the machine's.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/machine.sh
. scripts/machine.sh

command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ||
  need_package postgresql "Testing on PostgreSQL"
