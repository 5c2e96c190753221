#!/usr/bin/env bash
# Makes .venv hold what the lock file says: `ensure_env.sh run` to start the product, `dev` to work on it.
# A stamp with the lock's checksum makes a second call instant; it is written last, so that an
# interrupted installation is taken up again by the next call.
set -euo pipefail

kind=${1:?run or dev}
cd "$(dirname "$0")/.."
case $kind in
  run) lock=requirements.lock ;;
  dev) lock=requirements-dev.lock ;;
  *) echo "ensure_env.sh: run or dev, not $kind" >&2; exit 2 ;;
esac

# Two calls at once would install over each other; the second waits for the first.
if command -v flock >/dev/null; then exec 9<requirements.lock; flock 9; fi

python=.venv/bin/python
works() { "$python" -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
make_venv() { # PYTHON
  mkdir -p .venv && touch .venv/.installing
  "$1" -m venv .venv >/dev/null 2>&1 && return
  # Debian keeps this module of Python's own library in a package apart.
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y python3-venv; } >/dev/null 2>&1 </dev/null
  "$1" -m venv --clear .venv >/dev/null 2>&1
}
stamp_holds() { # KIND LOCK
  [ "$(cat ".venv/.stamp-$1" 2>/dev/null)" = "$(cksum <"$2")" ]
}

# What development needs holds what the product needs, so its stamp is good for both.
if [ -x "$python" ] && { stamp_holds "$kind" "$lock" || stamp_holds dev requirements-dev.lock; }; then exit 0; fi

# A half-done installation can leave half a package that looks whole, so it is begun anew.
if ! works || [ -e .venv/.installing ]; then
  found=$(bash scripts/find_python.sh)
  echo "Making the environment in .venv with $("$found" -V) ..."
  rm -rf .venv
  if ! make_venv "$found"; then
    rm -rf .venv
    echo "$found cannot make a virtual environment (on Debian and Ubuntu: install python3-venv)." >&2
    exit 1
  fi
fi

touch .venv/.installing
rm -f .venv/.stamp-run .venv/.stamp-dev
echo "Installing what $lock names ..."

# uv installs in seconds what takes pip most of a minute. Its own pin and hashes stand in the
# development lock. Where it cannot reach an index that only pip is set up for, pip does the work.
uv_lock=$(mktemp)
trap 'rm -f "$uv_lock"' EXIT
awk '/^[^ #]/ {keep = /^uv==/} keep && !/^ *#/' requirements-dev.lock >"$uv_lock"
if ! { "$python" -m pip install -qq --disable-pip-version-check --require-hashes -r "$uv_lock" &&
       "$python" -m uv pip install --quiet --python "$python" --require-hashes -r "$lock"; }; then
  echo "Trying again with pip, which takes longer ..."
  "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
fi

cksum <"$lock" >".venv/.stamp-$kind.new"
mv ".venv/.stamp-$kind.new" ".venv/.stamp-$kind"
rm -f .venv/.installing
