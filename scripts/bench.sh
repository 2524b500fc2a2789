#!/usr/bin/env bash
# Measure on SQLite and, where it is there, on PostgreSQL with its default settings; prints JSON.
set -euo pipefail
cd "$(dirname "$0")/.."
export PYTHONPATH=src
. scripts/services.sh
bring_services >&2
export WASL_HOME; WASL_HOME=$(mktemp -d)
trap 'stop_postgres; rm -rf "$WASL_HOME"' EXIT
.venv/bin/python -m wasl.cli.main bench "$@"
if [ -n "$CHROMIUM" ]; then CHROMIUM="$CHROMIUM" .venv/bin/python scripts/paint.py; fi
if [ -n "$POSTGRES_BIN" ]; then
  start_postgres
  .venv/bin/python -m wasl.cli.main bench "$@"
fi
