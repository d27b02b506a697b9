#!/usr/bin/env bash
# The SPA: `scripts/spa.sh modules` installs its packages, `scripts/spa.sh build` also builds frontend/dist.
# Each step is skipped when what it reads has not changed since.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/machine.sh
. scripts/machine.sh

install_modules() {
  local pins
  pins=$(digest frontend/package.json frontend/package-lock.json frontend/.npmrc)
  fresh frontend/node_modules/.pins "$pins" && return
  say "Installing the SPA's packages"
  (cd frontend && ../scripts/node.sh npm ci --no-audit --no-fund --loglevel=error)
  echo "$pins" >frontend/node_modules/.pins
}

sources() {
  find frontend -type d \( -name node_modules -o -name dist -o -name e2e -o -name coverage -o -name test-results \
    -o -name playwright-report \) -prune -o -type f ! -name '*.tsbuildinfo' -print0 | sort -z | xargs -0 sha256sum
}

build() {
  local now
  now=$(sources | sha256sum | cut -d' ' -f1)
  fresh frontend/dist/.sources "$now" && return
  install_modules
  say "Building the SPA"
  (cd frontend && ../scripts/node.sh npm run --silent build)
  echo "$now" >frontend/dist/.sources
}

case ${1:?modules or build} in
modules) install_modules ;;
build) build ;;
*) fail "scripts/spa.sh: modules or build" ;;
esac
