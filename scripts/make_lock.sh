#!/usr/bin/env bash
# Pins everything that pyproject.toml asks for, with checksums and for every platform, in the lock files.
# `make_lock.sh --upgrade` takes the newest versions that pyproject.toml allows; without it pins stay.
# No address of a package index enters a lock file: each machine uses the index it is set up for.
set -euo pipefail
cd "$(dirname "$0")/.."

pin() { # FILE SENTENCE OPTION...
  local file=$1 sentence=$2
  shift 2
  local made
  made=$(mktemp)
  # The old pins are what uv starts from, so that one new dependency does not move all others.
  cp "$file" "$made" 2>/dev/null || true
  .venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 \
    --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-annotate \
    --output-file "$made" "$@" >/dev/null
  { echo "# $sentence Made by \`make lock\`."; cat "$made"; } >"$file"
  rm -f "$made"
}

pin requirements.lock "What the product needs to run, pinned with checksums." pyproject.toml "$@"
pin requirements-dev.lock "What tests and checks need on top of the product, pinned with checksums." \
  pyproject.toml --group dev --constraints requirements.lock "$@"
pin requirements-fuzz.lock "What \`make fuzz\` needs on top, pinned with checksums." --group fuzz "$@"
pin requirements-bench.lock "What \`make bench\` compares with, pinned with checksums." --group bench \
  --constraints requirements.lock "$@"
