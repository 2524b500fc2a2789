"""A PostgreSQL server of a test's own, which may be started anew or given too little room, with a Wasl on it."""

from __future__ import annotations

import http.cookiejar
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests import makers
from tests.concurrency.processes import ROOT

START = """
set -e
. scripts/services.sh
find_services
start_postgres
printf '%s\\n' "$PG_DIR" "$PG_PORT" "$POSTGRES_BIN"
"""
SMALL_MB, LEFT_BYTES = 96, 300_000
PATIENCE_SECONDS = 60
AS_ROOT = [] if os.geteuid() == 0 else ["sudo", "-n"]


def may_mount() -> bool:
    """Tell whether this machine lets a test mount a small disk."""
    told = subprocess.run([*AS_ROOT, "unshare", "-m", "mount", "-t", "tmpfs", "x", "/mnt"], capture_output=True)
    return told.returncode == 0


class Cluster:
    """A server on a port of loopback; segments of its log are small, so that a limit on files may be too."""

    def __init__(self) -> None:
        settings = {"PG_OPTIONS": "-c fsync=off -c full_page_writes=off", "PG_INITDB": "--wal-segsize=1"}
        told = subprocess.run(
            ["bash", "-c", START], env=os.environ | settings, cwd=ROOT, capture_output=True, text=True, check=True
        )
        self.folder, self.port, self.programs = told.stdout.split()
        self.address = f"postgresql://wasl@127.0.0.1:{self.port}/wasl"
        self._admin = f"postgresql://wasl_admin@127.0.0.1:{self.port}/wasl"
        self.disk = Path(self.folder, "disk")
        self._whose = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

    def restart(self, mode: str) -> None:
        """Start the server anew: `fast` ends its sessions, `immediate` lets it fall and recover."""
        self._control("restart", "-m", mode)

    def close(self) -> None:
        """Stop the server and forget what it kept."""
        self._control("stop", "-m", "immediate")
        if self.disk.is_mount():
            subprocess.run([*AS_ROOT, "umount", str(self.disk)], check=True)
        shutil.rmtree(self.folder)

    def run(self, *statements: str) -> None:
        """Run statements as the server's own administrator."""
        with psycopg.connect(self._admin, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """Return the answer to a question, asked past the walls between companies."""
        with psycopg.connect(self._admin) as connection:
            return connection.execute(question).fetchall()

    def keep_tables_on_a_small_disk(self) -> None:
        """Let every table that Wasl makes from now on lie on a disk of its own."""
        self.disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_MB}m", "tmpfs", str(self.disk)]
        subprocess.run([*AS_ROOT, *mount], check=True)
        owner = Path(self.folder, "data").stat().st_uid
        subprocess.run([*AS_ROOT, "chown", str(owner), str(self.disk)], check=True)
        self.run(
            f"CREATE TABLESPACE small LOCATION '{self.disk}'",
            "GRANT CREATE ON TABLESPACE small TO wasl",
            "ALTER ROLE wasl SET default_tablespace = small",
        )

    @contextmanager
    def disk_full(self) -> Iterator[None]:
        """Let the disk of the tables have no room for a block."""
        ballast = self.disk / "ballast"
        free = shutil.disk_usage(self.disk).free
        with ballast.open("wb") as file:
            file.write(b"x" * (free - LEFT_BYTES))
        yield
        ballast.unlink()

    @contextmanager
    def files_limited(self) -> Iterator[None]:
        """Let no file of the server grow beyond the largest that it has (`ulimit -f`), as under a quota."""
        self._limit(str(max(path.stat().st_size for path in Path(self.folder).rglob("*") if path.is_file())))
        yield
        self._limit("unlimited")

    def _limit(self, size: str) -> None:
        first = int(Path(self.folder, "data", "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for pid in (str(first), *children):
            subprocess.run([*self._whose, "prlimit", "--pid", pid, f"--fsize={size}:"], check=True)

    def _control(self, *words: str) -> None:
        command = [*self._whose, f"{self.programs}/pg_ctl", "-D", f"{self.folder}/data", "-s", "-w", *words]
        subprocess.run([*command, "-l", f"{self.folder}/log"], cwd="/", check=True, stdout=subprocess.DEVNULL)


@dataclass
class Answer:
    """What came back; headers by their names in small letters."""

    status: int
    text: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class Stay(urllib.request.HTTPRedirectHandler):
    """Answers a redirect as it is."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


class Caller:
    """Somebody's browser and program on a served Wasl."""

    def __init__(self, port: int, token: str, language: str, jar: http.cookiejar.CookieJar) -> None:
        self.address, self.token, self.language, self.jar = f"http://127.0.0.1:{port}", token, language, jar
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), Stay())

    def sign_in(self, email: str, password: str) -> None:
        """Sign in as people do."""
        self.page("/accounts/login/")
        assert self.page("/accounts/login/", login=email, password=password).status == 302

    def page(self, path: str, **fields: str) -> Answer:
        """Open a page, or send its form."""
        body = None
        if fields:
            token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")
            body = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token or ""}).encode()
        return self._send(urllib.request.Request(self.address + path, body))

    def call(self, path: str, sent: Any = None, *, key: str = "") -> Answer:
        """Call the API."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        body = None if sent is None else json.dumps(sent).encode()
        return self._send(urllib.request.Request(f"{self.address}/api/v1{path}", body, headers))

    def _send(self, request: urllib.request.Request) -> Answer:
        request.add_header("Accept-Language", self.language)
        try:
            with self.opener.open(request, timeout=PATIENCE_SECONDS) as answer:
                return _answer(answer.status, answer)
        except urllib.error.HTTPError as error:
            return _answer(error.code, error)


def _answer(status: int, told: Any) -> Answer:
    return Answer(status, told.read().decode(), {name.lower(): value for name, value in told.headers.items()})


class Served:
    """A `wasl serve` on a cluster, for a company that was made by a function of a test."""

    def __init__(self, cluster: Cluster, home: Path, made_by: str) -> None:
        self.cluster = cluster
        self.environment = os.environ | {
            "DATABASE_URL": cluster.address,
            "WASL_HOME": str(home),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "wasl.config.settings",
        }
        self.wasl("migrate")
        self.made: dict[str, Any] = json.loads(self.tell(made_by))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = home / "serve.log"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "wasl.cli.main", "serve", "--port", str(self.port)],
            env=self.environment, stderr=self.log.open("w"), stdout=subprocess.DEVNULL,
        )  # fmt: skip
        self.jar = http.cookiejar.CookieJar()
        until(self.is_ready)
        self.caller("en").sign_in(self.made["email"], makers.PASSWORD)

    def is_ready(self) -> bool:
        """Tell whether requests can be served."""
        try:
            return self.caller("en").page("/health/ready").status == 200
        except OSError:
            return False

    def caller(self, language: str) -> Caller:
        """Return somebody who calls: another window of the one browser, another run of the one program."""
        return Caller(self.port, self.made["token"], language, self.jar)

    def wasl(self, *words: str) -> str:
        """Run the command and return what it said."""
        return self._run("-m", "wasl.cli.main", *words)

    def tell(self, function: str, *said: Any) -> str:
        """Call a function, named by its dotted path, in a process of its own and return what it printed."""
        module, _dot, name = function.rpartition(".")
        return self._run("-c", f"import django; django.setup(); import {module} as m; m.{name}(*{said!r})")

    def close(self) -> None:
        """Stop the server."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def _run(self, *words: str) -> str:
        told = subprocess.run([sys.executable, *words], env=self.environment, cwd=ROOT, capture_output=True, text=True)
        assert told.returncode == 0, told.stdout + told.stderr
        return told.stdout


def until(true: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until something is true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)
