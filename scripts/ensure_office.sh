#!/usr/bin/env bash
# Installs LibreOffice Calc without a screen where it is missing: the round trip of the template goes through it.
set -euo pipefail
if command -v soffice >/dev/null; then exit 0; fi
if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
  echo "LibreOffice Calc (soffice) is missing; install it to run the round trip of the template" >&2
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends libreoffice-calc-nogui >/dev/null
