#!/usr/bin/env bash
# Make the virtual environment: pinned and hashed packages, then Wasl itself with its assets.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:-runtime}
python=${PYTHON:-python3}
if ! [ -x .venv/bin/python ]; then
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Wasl needs Python 3.11 or newer" >&2; exit 1; }
  "$python" -m venv .venv
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/tool.txt
uv() { .venv/bin/uv --quiet --no-config pip install --python .venv/bin/python --require-hashes "$@"; }
if [ "$kind" = dev ]; then
  uv -r requirements/dev.txt
else
  uv -r requirements/runtime.txt -r requirements/build.txt
  .venv/bin/uv --quiet --no-config pip install --python .venv/bin/python --no-deps --no-build-isolation --editable .
fi
touch ".venv/.$kind"
