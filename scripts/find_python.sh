#!/usr/bin/env bash
# Prints the path of a Python that is new enough for the project, or says in one sentence that there is none.
set -euo pipefail

# PYTHON names one by hand. The plain name comes first: it is the one its owner uses.
for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
  path=$(command -v "$name" 2>/dev/null) || continue
  # A version manager's stand-in may exist and still refuse to start, so the interpreter itself is asked.
  "$path" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue
  echo "$path"
  exit 0
done
echo "No Python 3.11 or newer was found: install one, or name it with PYTHON=/path/to/python." >&2
exit 1
