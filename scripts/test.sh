#!/usr/bin/env bash
# Everything: style and contracts, then every test on SQLite and on PostgreSQL, pages in a real Chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
export PYTHONPATH=src
unset PYTHONDONTWRITEBYTECODE  # the many processes that tests start would compile everything anew
. scripts/services.sh
bring_services
left_out=0
export WASL_HOME; WASL_HOME=$(mktemp -d)
trap 'stop_postgres; rm -rf "$WASL_HOME"' EXIT
scripts/lint.sh
pytest() { .venv/bin/python -m pytest -n 2 "$@"; }

if [ -z "$CHROMIUM" ]; then
  echo "LEFT OUT: pages in a browser (tests/browser): Chromium is missing; install the package chromium"
  left_out=1
fi
echo "== SQLite"
CHROMIUM="$CHROMIUM" pytest tests $([ -n "$CHROMIUM" ] || echo --ignore=tests/browser)

if [ -n "$POSTGRES_BIN" ]; then
  echo "== PostgreSQL"
  PG_OPTIONS="-c fsync=off -c full_page_writes=off" start_postgres
  pytest tests -m "not pages" --ignore=tests/browser --ignore=tests/architecture --ignore=tests/web
else
  echo "LEFT OUT: every test on PostgreSQL: its server is missing; install the package postgresql"
  left_out=1
fi
if [ "$left_out" = 1 ] && [ "${CI:-}" = true ]; then exit 1; fi
