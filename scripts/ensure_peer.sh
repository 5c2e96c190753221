#!/usr/bin/env bash
# Puts what `make bench` compares with beside the environment, in .venv/peer: inside it, the peer's plug-ins would be
# part of every test run.
set -euo pipefail
cd "$(dirname "$0")/.."

lock=requirements-bench.lock
stamp=.venv/peer/.stamp
if [ "$(cat "$stamp" 2>/dev/null)" = "$(cksum <"$lock")" ]; then exit 0; fi
rm -rf .venv/peer
# uv where it reaches the index; else pip, which takes longer.
.venv/bin/python -m uv pip install --quiet --target .venv/peer --require-hashes -r "$lock" ||
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --target .venv/peer --require-hashes -r "$lock"
cksum <"$lock" >"$stamp"
