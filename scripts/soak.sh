#!/usr/bin/env bash
# A thousand jobs with a worker killed, two hundred kills, then minutes of load; on PostgreSQL with its default settings.
# Prints a report as JSON on standard output and keeps nothing. WASL_SOAK_SECONDS, WASL_JOBS and WASL_KILLS shorten it.
set -euo pipefail
cd "$(dirname "$0")/.."
export PYTHONPATH=src:.
. scripts/services.sh
bring_services >&2
[ -n "$POSTGRES_BIN" ] || { echo "PostgreSQL is missing: install the package postgresql" >&2; exit 1; }
export WASL_HOME; WASL_HOME=$(mktemp -d)
trap 'stop_postgres; rm -rf "$WASL_HOME"' EXIT
start_postgres
.venv/bin/python scripts/soak.py
