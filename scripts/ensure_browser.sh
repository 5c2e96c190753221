#!/usr/bin/env bash
# Makes sure of a Chromium: for tests (the default) with fonts that hold every Vietnamese letter, for `run` with one
# that holds the signs of briefings. Installs Debian's packages where it runs as root; says in one sentence what is
# missing elsewhere.
set -euo pipefail

purpose=${1:-test}
case $purpose in
  test) who="The browser tests need" && again="then run make test again." ;;
  run) who="Word and PDF briefings need" && again="the dashboard runs without." ;;
  *) echo "ensure_browser.sh: run or test, not $purpose" >&2; exit 2 ;;
esac

browser() {
  [ -n "${UNION_CHROMIUM:-}" ] && command -v "$UNION_CHROMIUM" ||
    command -v chromium || command -v chromium-browser || command -v google-chrome
}

# U+1EEF (ữ) stands in a block that fonts without Vietnamese leave out. Where fontconfig is
# missing there is nothing to ask, and Debian's Chromium brings it: then fonts count as missing.
vietnamese_font() { [ -n "$(fc-list ':charset=1eef' family 2>/dev/null | head -n 1)" ]; }

# Every letter of a table or a printed page in one face, not patched together from two.
noto() { fc-list 2>/dev/null | grep -q 'NotoSans-Regular'; }

# Briefings carry the project's font, which has no ≥, ≈, ◐ and ▷: these come from the system.
signs() { [ -n "$(fc-list ':charset=2265 2248 25d0 25b7' family 2>/dev/null | head -n 1)" ]; }

missing=()
browser >/dev/null || missing+=(chromium)
if [ "$purpose" = run ]; then
  signs || missing+=(fonts-dejavu-core)
else
  { vietnamese_font && noto; } || missing+=(fonts-noto-core)
fi
enough() { browser >/dev/null && if [ "$purpose" = run ]; then signs; else vietnamese_font; fi; }
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  # Without the preferred face the tests still hold; without a browser or any face they do not.
  if enough; then exit 0; fi
  echo "$who ${missing[*]}: install it (on Debian: sudo apt-get install ${missing[*]}), $again" >&2
  exit 1
fi

echo "Installing ${missing[*]} ($who it) ..."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
# Where nothing can be reached, a start must not wait for it for ever.
if ! { timeout 300 apt-get update && timeout 600 apt-get install -y --no-install-recommends "${missing[@]}" fontconfig; } \
     >"$log" 2>&1 </dev/null; then
  tail -n 20 "$log" >&2
  echo "Could not install ${missing[*]}; the last lines of apt-get stand above." >&2
  exit 1
fi
enough && exit 0
echo "apt-get went through, yet chromium or a font with the letters and signs is still missing." >&2
exit 1
