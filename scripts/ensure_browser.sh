#!/usr/bin/env bash
# Makes sure that the browser tests have a Chromium, and fonts that hold every Vietnamese letter.
# Installs Debian's packages where it runs as root; says in one sentence what is missing elsewhere.
set -euo pipefail

browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

# U+1EEF (ữ) stands in a block that fonts without Vietnamese leave out. Where fontconfig is
# missing there is nothing to ask, and Debian's Chromium brings it: then fonts count as missing.
vietnamese_font() { [ -n "$(fc-list ':charset=1eef' family 2>/dev/null | head -n 1)" ]; }

# Every letter of a table or a printed page in one face, not patched together from two.
noto() { fc-list 2>/dev/null | grep -q 'NotoSans-Regular'; }

missing=()
browser >/dev/null || missing+=(chromium)
{ vietnamese_font && noto; } || missing+=(fonts-noto-core)
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  # Without the preferred face the tests still hold; without a browser or any face they do not.
  if browser >/dev/null && vietnamese_font; then exit 0; fi
  echo "The browser tests need ${missing[*]}: install it (on Debian: sudo apt-get install ${missing[*]})," \
       "then run make test again." >&2
  exit 1
fi

echo "Installing ${missing[*]} for the browser tests ..."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update && apt-get install -y --no-install-recommends "${missing[@]}" fontconfig; } \
     >"$log" 2>&1 </dev/null; then
  tail -n 20 "$log" >&2
  echo "Could not install ${missing[*]}; the last lines of apt-get stand above." >&2
  exit 1
fi
browser >/dev/null && vietnamese_font && exit 0
echo "apt-get went through, yet chromium or a font with Vietnamese letters is still missing." >&2
exit 1
