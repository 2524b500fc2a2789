#!/usr/bin/env bash
# Style, types, imports between rooms, missing migrations.
set -euo pipefail
cd "$(dirname "$0")/.."
export PYTHONPATH=src
.venv/bin/ruff check src tests scripts hatch_build.py
.venv/bin/ruff format --check --quiet src tests scripts hatch_build.py
.venv/bin/lint-imports --no-cache >/tmp/wasl-contracts.$$ || { cat /tmp/wasl-contracts.$$; rm /tmp/wasl-contracts.$$; exit 1; }
rm -f /tmp/wasl-contracts.$$
.venv/bin/mypy --no-error-summary src/wasl
PYTHONPATH=src .venv/bin/python -m wasl.cli.manage makemigrations --check --dry-run --skip-checks >/dev/null \
  || { echo "a model changed without a migration"; exit 1; }
