#!/usr/bin/env bash
# Restores, builds and runs all tests. Usage: tests/run.sh [--no-skips]
#   --no-skips   a skipped test is a failure (CI)
# The tests start real servers and other people's Modbus software, each as a short-lived process on loopback. Where this
# script may install Debian packages (root, or sudo without a password) it installs those that are missing; where it
# may not, the tests that need them are skipped and say which package they miss.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(mosquitto influxdb victoria-metrics libmodbus-dev gcc libc6-dev mbpoll python3-pymodbus python3-serial-asyncio tshark)
no_skips=false
[ "${1:-}" = --no-skips ] && no_skips=true

missing_packages() {
  for package in "${packages[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | cut -c1-2)" = ii ] || printf '%s ' "$package"
  done
}

install_missing() {
  command -v apt-get >/dev/null || { echo "No apt-get here: tests against real servers will be skipped."; return 0; }
  local missing as_root=()
  missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || { echo "May not install: $missing(their tests will be skipped)"; return 0; }
    as_root=(sudo -n)
  fi
  echo "Installing: $missing"
  # The servers are started by the tests, never as services of this machine.
  local policy=/usr/sbin/policy-rc.d
  local made_policy=false
  if [ ! -e "$policy" ]; then
    made_policy=true
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod +x "$policy"
  fi
  "${as_root[@]}" apt-get update -qq || true
  # shellcheck disable=SC2086
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null \
    || echo "Could not install: $missing(their tests will be skipped)"
  if $made_policy; then "${as_root[@]}" rm -f "$policy"; fi
}

# The modules of a peer that runs on Node.js, outside the tree. Without them its tests are skipped.
install_modules() {
  local source=tests/Gateway.Modbus.Tests/Interop/modbus-serial
  export MODBUS_SERIAL=${XDG_CACHE_HOME:-$HOME/.cache}/gateway-tests/modbus-serial
  mkdir -p "$MODBUS_SERIAL"
  cmp -s "$source/package-lock.json" "$MODBUS_SERIAL/node_modules/package-lock.json" && return 0
  cp "$source"/package*.json "$MODBUS_SERIAL"/
  npm ci --ignore-scripts --no-audit --no-fund --silent --prefix "$MODBUS_SERIAL" \
    && cp "$source/package-lock.json" "$MODBUS_SERIAL/node_modules/" \
    || echo "Could not install modbus-serial by npm (its tests will be skipped)"
}

command -v node >/dev/null && command -v npm >/dev/null || packages+=(nodejs npm)
install_missing
install_modules
dotnet restore --locked-mode
dotnet build -c Release --no-restore
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
dotnet test --solution Gateway.sln -c Release --no-build --no-progress --max-parallel-test-modules 1 2>&1 | tee "$log" || status=$?

count() { sed -n "s/^ *$1: \([0-9]*\)\$/\1/p" "$log" | tail -n 1; }
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
if [ -z "$passed" ]; then
  echo "The test run gave no summary."
  exit 1
fi
if $no_skips && [ "$skipped" -ne 0 ]; then
  echo "Nothing may be skipped here, but $skipped tests were."
  status=1
fi
[ "$failed" -eq 0 ] || status=1
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
