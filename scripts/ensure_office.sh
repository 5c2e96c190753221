#!/usr/bin/env bash
# Installs LibreOffice Calc without a screen where it is missing: the round trip of the template goes through it. Where
# it cannot be installed, one sentence says so and the round trip is skipped: everything else can still be tested.
set -euo pipefail
if command -v soffice >/dev/null; then exit 0; fi
missing="LibreOffice Calc (soffice) is missing: the round trip of the template is skipped"
if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
  echo "$missing; on Debian: sudo apt-get install libreoffice-calc-nogui" >&2
  exit 0
fi
echo "Installing libreoffice-calc-nogui (the round trip of the template goes through it) ..."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
if ! { timeout 300 apt-get update && timeout 600 apt-get install -y --no-install-recommends libreoffice-calc-nogui; } \
     >"$log" 2>&1 </dev/null; then
  tail -n 5 "$log" >&2
  echo "$missing; the last lines of apt-get stand above" >&2
fi
