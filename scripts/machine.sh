#!/usr/bin/env bash
# Sourced by the other scripts: what the machine has, and how it gets what it lacks.
# Debian packages are installed when we are root; otherwise the missing one is named and we stop.

# Images often forbid Python to keep what it has compiled: every start of the server, and each of the hundreds in the
# tests, would compile the product anew.
unset PYTHONDONTWRITEBYTECODE

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }

fail() {
  printf '\033[1;31m==>\033[0m %s\n' "$*" >&2
  exit 1
}

# need_package NAME WHY: make sure a Debian package is there.
need_package() {
  local name=$1 why=$2
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] && return
  command -v apt-get >/dev/null || fail "$why needs what Debian calls '$name'; install it and try again."
  [ "$(id -u)" = 0 ] || fail "$why needs the package '$name': run 'apt-get install $name' as root and try again."
  say "Installing $name ($why)"
  [ -n "${APT_FRESH:-}" ] || apt-get update -qq
  export APT_FRESH=1 DEBIAN_FRONTEND=noninteractive
  apt-get install -y -qq --no-install-recommends "$name" >/dev/null || fail "apt-get could not install '$name'."
}

# want_package NAME WHY: install a Debian package where we may; without it the product does less, and says so itself.
want_package() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ] && return
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] && (need_package "$1" "$2"); then return; fi
  say "Without the package '$1': no $2."
}

# digest FILE...: one hash over names and contents, for stamps that follow content and not clocks.
digest() { sha256sum "$@" | sha256sum | cut -d' ' -f1; }

# fresh STAMP HASH: whether the stamp says that this very content was done.
fresh() { [ -f "$1" ] && [ "$(<"$1")" = "$2" ]; }
