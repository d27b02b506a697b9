#!/usr/bin/env bash
# Build and start Qinglian in a bare Debian 12 made by debootstrap, for places where no image can be pulled (as root).
#
#   scripts/chroot-build.sh image   the steps of the Dockerfile, stage by stage, then its CMD and its HEALTHCHECK
#   scripts/chroot-build.sh run     `make run` on a copy of this tree, where nothing but make is installed beforehand
#
# Packages come from wherever this machine gets its own. Everything lies below build/chroot, where the bare Debian is
# kept for the next time.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/machine.sh
. scripts/machine.sh

mode=${1:-image}
work=$PWD/build/chroot

make_debian() {
  local mirror
  # shellcheck disable=SC2016 # the dollar belongs to apt's own format
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' | head -n 1)
  [ -n "$mirror" ] || fail "This machine's apt knows no Debian 12; name one in /etc/apt."
  say "Making a bare Debian 12"
  rm -rf "$work/debian"
  mkdir -p "$work"
  debootstrap --variant=minbase --include=ca-certificates bookworm "$work/debian" "$mirror" >"$work/debootstrap.log" ||
    fail "debootstrap failed; see $work/debootstrap.log"
  # The mirror is this machine's affair: steps see its apt configuration, layers keep none.
  rm -f "$work/debian/etc/apt/sources.list"
  touch "$work/debian.made"
}

[ "$(id -u)" = 0 ] || fail "debootstrap and chroot need root."
command -v debootstrap >/dev/null || need_package debootstrap "Making a bare Debian"
command -v ip >/dev/null || need_package iproute2 "Giving the server a network of its own"
[ -e "$work/debian.made" ] || make_debian

exec python3 scripts/dockerfile_in_chroot.py "$work" "$mode"
