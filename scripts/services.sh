# Sourced by the scripts that need PostgreSQL or Chromium: brings them from Debian's packages where it may.
# Sets POSTGRES_BIN and CHROMIUM, empty where there is none.

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

find_services() {
  POSTGRES_BIN=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
  [ -n "$POSTGRES_BIN" ] && [ -x "$POSTGRES_BIN/initdb" ] || POSTGRES_BIN=
  CHROMIUM=$(command -v chromium || command -v chromium-browser || true)
}

bring_services() {
  find_services
  local wanted=()
  [ -n "$POSTGRES_BIN" ] || wanted+=(postgresql)
  [ -n "$CHROMIUM" ] || wanted+=(chromium)
  command -v pdftotext >/dev/null || wanted+=(poppler-utils)
  command -v hledger >/dev/null || wanted+=(hledger)
  if [ ${#wanted[@]} -gt 0 ] && command -v apt-get >/dev/null && as_root true 2>/dev/null; then
    echo "installing from Debian's packages: ${wanted[*]}"
    as_root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
    find_services
  fi
}

# Start a throw-away cluster on a free port of loopback; sets DATABASE_URL for a role that is no superuser.
start_postgres() {
  PG_DIR=$(mktemp -d /tmp/wasl-postgres.XXXXXX)
  PG_PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  local run=()
  if [ "$(id -u)" = 0 ]; then chown postgres "$PG_DIR"; run=(runuser -u postgres --); fi
  (
    cd /
    "${run[@]}" "$POSTGRES_BIN/initdb" -D "$PG_DIR/data" -U wasl_admin --auth=trust -E UTF8 --locale=C.UTF-8 \
      ${PG_INITDB:-} >/dev/null
    "${run[@]}" "$POSTGRES_BIN/pg_ctl" -D "$PG_DIR/data" -w -s -l "$PG_DIR/log" \
      -o "-c listen_addresses=127.0.0.1 -p $PG_PORT -c unix_socket_directories=$PG_DIR ${PG_OPTIONS:-}" start
  )
  PG_RUN=("${run[@]}")
  "$POSTGRES_BIN/psql" -q -h 127.0.0.1 -p "$PG_PORT" -U wasl_admin -d postgres \
    -c "CREATE ROLE wasl LOGIN CREATEDB NOSUPERUSER" -c "CREATE DATABASE wasl OWNER wasl"
  export DATABASE_URL="postgresql://wasl@127.0.0.1:$PG_PORT/wasl"
}

stop_postgres() {
  [ -n "${PG_DIR:-}" ] || return 0
  (cd / && "${PG_RUN[@]}" "$POSTGRES_BIN/pg_ctl" -D "$PG_DIR/data" -s -m immediate stop) || true
  rm -rf "$PG_DIR"
}
