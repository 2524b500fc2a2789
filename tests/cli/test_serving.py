"""A served Wasl as whoever runs it meets it: wrong settings refused, what is logged, a stop that loses nothing."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "correct horse 42"


def environment(home: Path, **more: str) -> dict[str, str]:
    outer = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**outer, "WASL_HOME": str(home), "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", **more}


def run(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "wasl.cli.main", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment(home, **more), check=False)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DATABASE_URL", "mysql://a@b/c", "use postgresql://"),
        ("DATABASE_URL", "postgresql://a:b@host:port/name", "port as a number"),
        ("DATABASE_URL", "postgresql://a:b@host", "name the database"),
        ("WASL_HOME", "/proc/wasl", "a folder that can be written"),
        ("WASL_SECRET_KEY", "short", "at least 32"),
        ("WASL_HTTPS", "yes", "1 (on) or 0 (off)"),
        ("WASL_HOSTS", "https://wasl.example", "names alone"),
        ("WASL_HOSTS", "*", "names alone"),
        ("WASL_ORIGINS", "wasl.example", "such as https://wasl.example"),
        ("WASL_SMTP_PORT", "smtp", "whole number"),
        ("WASL_API_CALLS_A_MINUTE", "0", "from 1"),
        ("WASL_LOG", "LOUD", "DEBUG, INFO"),
        ("WASL_SLOW_QUERY_MS", "-1", "whole number"),
        ("WASL_HOST", "wasl.example", "use WASL_HOSTS"),
    ],
)
def test_a_wrong_setting_is_refused_with_what_to_set(tmp_path: Path, name: str, value: str, says: str) -> None:
    command = [sys.executable, "-c", "import wasl.config.settings"]  # what every command begins with
    told = environment(tmp_path, **{name: value})
    refused = subprocess.run(command, capture_output=True, text=True, env=told, check=False)

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"{name}: "), refused.stderr
    assert says in refused.stderr
    assert "Traceback" not in refused.stderr


class Served:
    """A `wasl serve` of its own, with somebody signed in, and what it logged."""

    def __init__(self, home: Path, slow_ms: int) -> None:
        self.home, self.port, self.log = home, free_port(), home / "log"
        self.jar = CookieJar()
        self.client = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), Stay())
        self.process = subprocess.Popen(
            [sys.executable, "-m", "wasl.cli.main", "serve", "--port", str(self.port)],
            env=environment(home, WASL_SLOW_QUERY_MS=str(slow_ms), WASL_LOG="INFO"),
            stderr=self.log.open("w"),
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        until(lambda: self.get("/health/ready") == 200)

    def kill(self) -> None:
        """Kill the server with the processes that it started: one left over would take the jobs of the next test."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def get(self, path: str, **headers: str) -> int:
        return self.send(urllib.request.Request(self.address(path), headers=headers))

    def post(self, path: str, **fields: str) -> int:
        token = next((cookie.value for cookie in self.jar if cookie.name == "csrftoken"), "") or ""
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        return self.send(urllib.request.Request(self.address(path), body))

    def send(self, request: urllib.request.Request) -> int:
        try:
            with self.client.open(request, timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except urllib.error.URLError:
            return 0

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def lines(self, logger: str) -> list[dict[str, object]]:
        told = [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]
        return [line for line in told if line["logger"] == logger]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Stay(urllib.request.HTTPRedirectHandler):
    """Answers a redirect as it is."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


def until(true: object, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("served")
    run(home, "company", "create", "Noor", "--country", "SA", "--currency", "SAR", "--language", "en")
    run(home, "user", "create", "a@b.example", "--company", "noor", WASL_PASSWORD=PASSWORD)
    return home


@pytest.fixture
def served(made: Path, request: pytest.FixtureRequest) -> Iterator[Served]:
    it = Served(made, slow_ms=getattr(request, "param", 0))
    yield it
    it.kill()


@contextmanager
def write_lock(served: Served) -> Iterator[None]:
    """Keep whoever wants to write waiting."""
    lock = sqlite3.connect(served.home / "wasl.sqlite3", isolation_level=None, check_same_thread=False)
    lock.execute("BEGIN IMMEDIATE")
    yield
    lock.execute("ROLLBACK")


def sign_in(served: Served) -> None:
    assert served.get("/accounts/login/") == 200
    assert served.post("/accounts/login/", login="a@b.example", password=PASSWORD) == 302


def test_each_request_is_logged_with_its_company_and_time_and_no_secret(served: Served) -> None:
    sign_in(served)
    named = {"X-Request-ID": "from-the-proxy-1"}
    served.get("/accounts/password/reset/key/1-set-password-secret/?token=secret", **named)
    assert served.get("/leads/?q=private") == 200

    lines = served.lines("wasl.requests")
    leads = next(line for line in lines if line["route"] == "leads/")
    assert (leads["method"], leads["status"], leads["level"]) == ("GET", 200, "INFO")
    assert leads["company"] == 1 and leads["member"] and float(str(leads["duration_ms"])) > 0
    assert re.fullmatch("[0-9a-f]{32}", str(leads["request"]))
    assert any(line["request"] == "from-the-proxy-1" for line in lines)
    text = served.log.read_text()
    assert not [word for word in ("secret", "private", PASSWORD, "a@b.example") if word in text]


def test_statements_are_logged_without_their_values(served: Served) -> None:
    sign_in(served)
    assert served.get("/leads/?q=private") == 200

    assert [line for line in served.lines("wasl.slow") if "crm_lead_found MATCH" in str(line["sql"])]
    assert "private" not in served.log.read_text()


@pytest.mark.parametrize("served", [200], indirect=True)
def test_a_statement_is_logged_that_took_longer_than_set(served: Served) -> None:
    sign_in(served)
    with write_lock(served):
        asking = asked(served, "/accounts/logout/")
        time.sleep(0.5)
    asking.join()

    slow = served.lines("wasl.slow")
    assert [line for line in slow if str(line["sql"]).startswith("DELETE")]
    assert all(float(str(line["duration_ms"])) >= 200 for line in slow)


def test_a_stop_lets_a_request_end(served: Served) -> None:
    sign_in(served)
    statuses: list[int] = []
    with write_lock(served):
        asking = asked(served, "/accounts/logout/", statuses)
        time.sleep(0.5)
        served.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
    asking.join()

    assert statuses == [302]
    assert served.process.wait(30) in (0, 1)
    assert served.get("/health/live") == 0


def asked(served: Served, path: str, statuses: list[int] | None = None) -> threading.Thread:
    """Post meanwhile; what is answered goes into `statuses`."""
    asking = threading.Thread(target=lambda: (statuses if statuses is not None else []).append(served.post(path)))
    asking.start()
    return asking


JOB = """
import multiprocessing, os, sys, time
from tests.cli.slow_job import slow

def serve():
    from wasl.core import jobs
    jobs.start_inside()
    while not os.path.exists(sys.argv[1]):
        time.sleep(0.05)

slow.enqueue(sys.argv[1])
from django.db import connection
connection.close()
process = multiprocessing.get_context("fork").Process(target=serve)
process.start()
process.join()
from django_tasks_db.models import DBTaskResult
print(DBTaskResult.objects.get(task_path__endswith="slow").status, open(sys.argv[1]).read())
"""


def test_a_stop_lets_the_job_at_work_end(made: Path, tmp_path: Path) -> None:
    script = JOB.replace("sys.argv[1]", repr(str(tmp_path / "mark")))
    ended = subprocess.run(
        [sys.executable, "-m", "wasl.cli.manage", "shell", "-v", "0", "-c", script],
        capture_output=True,
        text=True,
        env=environment(made),
        check=False,
    )

    assert ended.stdout.split() == ["SUCCESSFUL", "begun", "ended"], ended.stderr
