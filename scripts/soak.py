"""Soak Wasl: jobs and kills in numbers, then an open load of mixed reads and writes on two servers. Prints JSON.

A request is due at a moment drawn beforehand (a Poisson process), whatever became of those before it, and its latency
counts from that moment: where the servers fall behind, waiting shows.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import random
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECONDS = int(os.environ.get("WASL_SOAK_SECONDS", "300"))
JOBS, KILLS = os.environ.get("WASL_JOBS", "1000"), os.environ.get("WASL_KILLS", "200")
PER_SECOND, SERVERS, P95_MS = 150, 2, 250
WARM_SECONDS, MEMORY_AT, MEMORY_GROWTH_MAX = 15, 60, 0.10
CONNECTIONS_MAX = 64
SEED = 11
PREPARE = "from scripts.soak import prepare; prepare()"
Send = tuple[str, str, Any]
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def prepare() -> None:
    """Print what callers need: sessions and tokens of the demo company's members, and records to act on."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from wasl.access import services as access
    from wasl.access.actor import Actor
    from wasl.access.models import Member
    from wasl.core import clock
    from wasl.core.models import Company
    from wasl.core.scope import company_scope
    from wasl.crm.models import Deal, Lead, Stage
    from wasl.ledger import queries as ledger
    from wasl.people.models import Employee
    from wasl.projects.models import Project
    from wasl.receivables.models import Document

    company = Company.objects.get()
    with company_scope(company.pk):
        people = []
        for member in Member.objects.select_related("company", "user").filter(is_active=True, role="owner"):
            session = SessionStore()
            session[SESSION_KEY] = str(member.user.pk)
            session[BACKEND_SESSION_KEY] = "wasl.access.backends.MemberBackend"
            session[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
            session.create()
            with company_scope(company.pk, member.pk):
                tokens = [access.make_token(actor=Actor.of(member), name="Soak", scopes=("*:write",)) for _ in range(8)]
            people.append({"session": session.session_key, "tokens": [secret for _token, secret in tokens]})
        pipeline = Deal.objects.filter(state="open")[0].pipeline_id
        keys = {
            "deals": Deal.objects.filter(state="open", pipeline_id=pipeline),
            "leads": Lead.objects.all(),
            "stages": Stage.objects.filter(pipeline_id=pipeline).order_by("position")[:3],
            "employees": Employee.objects.all(),
            "projects": Project.objects.filter(state="active"),
            "invoices": Document.objects.filter(state="posted"),
        }
        found = {name: list(rows.values_list("pk", flat=True)[:200]) for name, rows in keys.items()}
        found["parties"] = list(Document.objects.values_list("party_id", flat=True).distinct()[:100])
        bank = ledger.default_account("bank").pk
    print(json.dumps({"people": people, "bank": bank, "day": str(clock.today(company.time_zone)), **found}))


@dataclass
class Mix:
    """What people and programs ask: which comes next is drawn by weight."""

    known: dict[str, Any]
    draw: random.Random
    unpaid: deque[int] = field(default_factory=deque)

    def acts(self) -> list[tuple[str, int, Callable[[], Send]]]:
        """Return (name, weight, what is sent); weights are percents."""
        one = self.one
        return [
            ("page: is anything new", 30, lambda: ("page", "/live/", None)),
            ("page: Today", 3, lambda: ("page", "/", None)),
            ("page: a deal", 5, lambda: ("page", f"/deals/{one('deals')}/", None)),
            ("page: deals", 3, lambda: ("page", "/deals/", None)),
            ("page: an invoice", 2, lambda: ("page", f"/finance/invoices/{one('invoices')}/", None)),
            ("page: invoices", 2, lambda: ("page", "/finance/invoices/", None)),
            ("page: typed search", 5, lambda: ("page", f"/pick/party/?q={self.draw.choice('abcdefmns')}", None)),
            ("API: a deal", 12, lambda: ("api", f"/deals/{one('deals')}", None)),
            ("API: a customer's invoices", 8, lambda: ("api", f"/invoices?party_id={one('parties')}&limit=20", None)),
            ("API: leads", 6, lambda: ("api", "/leads?limit=20", None)),
            ("API: trial balance", 4, lambda: ("api", "/trial-balance", None)),
            ("API write: log a call", 7, self.call),
            ("API write: move a deal", 4, lambda: ("api", f"/deals/{one('deals')}/move", {"stage_id": one("stages")})),
            ("API write: book time", 3, self.book),
            ("API write: post an invoice", 3, self.post),
            ("API write: pay an invoice", 3, self.pay),
        ]

    def one(self, of: str) -> int:
        """Return one record."""
        return int(self.draw.choice(self.known[of]))

    def call(self) -> Send:
        """Log a call on a deal."""
        return "api", "/activities", {"kind": "call", "body": "They will call back.", "deal_id": self.one("deals")}

    def book(self) -> Send:
        """Book a quarter of an hour."""
        day = f"2026-{self.draw.randrange(1, 11):02}-{self.draw.randrange(1, 28):02}"
        said = {"employee_id": self.one("employees"), "project_id": self.one("projects"), "hours": "0.25", "date": day}
        return "api", "/time-entries", said

    def post(self) -> Send:
        """Post an invoice of two lines."""
        lines = [{"description": "Work", "quantity": "2", "price": "150.00"}, {"description": "Hosting", "price": "90"}]
        return "api", "/invoices/issue", {"party_id": self.one("parties"), "date": self.known["day"], "lines": lines}

    def pay(self) -> Send:
        """Pay an invoice that was posted before; where all are paid, post one."""
        if not self.unpaid:
            return self.post()
        said = {"account_id": self.known["bank"], "on": self.known["day"]}
        return "api", f"/invoices/{self.unpaid.popleft()}/pay", said


class Server:
    """A `wasl serve` with connections that are kept open."""

    def __init__(self, port: int, log: Path) -> None:
        self.port, self.log = port, log
        self.process = subprocess.Popen(
            [sys.executable, "-m", "wasl.cli.main", "serve", "--port", str(port)],
            stdout=subprocess.DEVNULL, stderr=log.open("w"),
        )  # fmt: skip
        self.free: list[Connection] = []
        self.places = asyncio.Semaphore(CONNECTIONS_MAX)

    def processes(self) -> list[int]:
        """Return the ids of its processes."""
        first = self.process.pid
        return [first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split())]

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send a request and return status and body; a connection that was closed while it was idle is not counted."""
        async with self.places:
            while self.free:
                try:
                    return await self._ask(self.free.pop(), request)
                except (ConnectionError, asyncio.IncompleteReadError) as error:
                    if getattr(error, "partial", b""):
                        raise
            return await self._ask(await asyncio.open_connection("127.0.0.1", self.port), request)

    async def _ask(self, pair: Connection, request: bytes) -> tuple[int, bytes]:
        reader, writer = pair
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status, length = int(head[9:12]), head.partition("content-length: ")[2].partition("\r")[0]
        if length:
            body = await reader.readexactly(int(length))
        elif "transfer-encoding: chunked" in head:
            body = await _chunks(reader)
        else:
            body = b""
        self.free.append(pair)
        return status, body


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return body


class Load:
    """The open load, and what came of it."""

    def __init__(self, servers: list[Server], known: dict[str, Any]) -> None:
        self.servers, self.known, self.draw = servers, known, random.Random(SEED)
        self.mix = Mix(known, self.draw)
        self.latencies: dict[str, list[float]] = defaultdict(list)
        self.errors: Counter[str] = Counter()
        self.count = 0

    async def run(self, seconds: float) -> None:
        """Send what is due for so many seconds, and wait for the last answer."""
        acts = self.mix.acts()
        names, weights, makers = zip(*acts, strict=True)
        begun, due, under_way = time.monotonic(), 0.0, set()
        while (due := due + self.draw.expovariate(PER_SECOND)) < seconds:
            await asyncio.sleep(max(0.0, begun + due - time.monotonic()))
            place = self.draw.choices(range(len(acts)), weights)[0]
            task = asyncio.create_task(self._one(names[place], makers[place](), begun + due))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        await asyncio.gather(*under_way)

    async def _one(self, name: str, send: Send, due: float) -> None:
        self.count += 1
        number = self.count
        try:
            status, body = await self.servers[number % len(self.servers)].ask(self._bytes(send, number))
        except (OSError, EOFError, ValueError) as error:
            self.errors[f"{name}: {type(error).__name__}"] += 1
            return
        self.latencies[name].append((time.monotonic() - due) * 1000)
        if status not in (200, 201, 204):
            self.errors[f"{name}: {status} {body[:200].decode(errors='replace')}"] += 1
        elif send[1] == "/invoices/issue":
            self.mix.unpaid.append(json.loads(body)["id"])

    def _bytes(self, send: Send, number: int) -> bytes:
        kind, path, said = send
        person = self.known["people"][number % len(self.known["people"])]
        if kind == "page":
            who, whole = f"Cookie: sessionid={person['session']}", path
        else:
            token = person["tokens"][number % len(person["tokens"])]
            who, whole = f"Authorization: Bearer {token}\r\nIdempotency-Key: soak-{number}", f"/api/v1{path}"
        body = b"" if said is None else json.dumps(said).encode()
        length = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        method = "POST" if body else "GET"
        return f"{method} {whole} HTTP/1.1\r\nHost: 127.0.0.1\r\n{who}\r\n{length}\r\n".encode() + body


def memory_mb(servers: list[Server]) -> list[float]:
    """Return the resident memory of each server's processes, in MB."""
    return [round(_status(pid, "VmRSS") / 1024, 1) for server in servers for pid in server.processes()]


def processor_seconds(servers: list[Server]) -> float:
    """Return what processor time the servers have used."""
    ticks = 0
    for server in servers:
        for pid in server.processes():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _status(pid: int, name: str) -> int:
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1])


def figures(latencies: list[float]) -> dict[str, float]:
    """Return how many there were, and within how many milliseconds half, 95, 99 of a hundred and all were answered."""
    parts = statistics.quantiles(latencies, n=100, method="inclusive") if len(latencies) > 1 else latencies * 99
    said = {"p50_ms": parts[49], "p95_ms": parts[94], "p99_ms": parts[98], "max_ms": max(latencies)}
    return {"count": len(latencies), **{name: round(value, 1) for name, value in said.items()}}


async def soak() -> dict[str, Any]:
    """Put two servers under load and return what was measured."""
    wasl("demo")
    known = json.loads(run("-c", f"import django; django.setup(); {PREPARE}"))
    servers = [Server(free_port(), Path(os.environ["WASL_HOME"], f"serve-{number}.log")) for number in range(SERVERS)]
    try:
        for server in servers:
            await ready(server)
        await Load(servers, known).run(WARM_SECONDS)
        load = Load(servers, known)
        load.count = 10**6
        used, memory = processor_seconds(servers), {"begin": memory_mb(servers)}
        noting = asyncio.create_task(_note(memory, servers))
        begun, busy_before = time.monotonic(), _busy()
        await load.run(SECONDS)
        took = time.monotonic() - begun
        noting.cancel()
        memory["end"] = memory_mb(servers)
        used, busy = processor_seconds(servers) - used, _busy() - busy_before
    finally:
        for server in servers:
            server.process.send_signal(signal.SIGTERM)
        for server in servers:
            server.process.wait()
    everything = [each for some in load.latencies.values() for each in some]
    early, late = memory.get("minute 1", memory["begin"]), memory["end"]
    return {
        "requests_per_second": round(len(everything) / took, 1),
        "seconds": round(took, 1),
        "all": figures(everything),
        "by_kind": {name: figures(some) for name, some in sorted(load.latencies.items())},
        "errors": dict(load.errors.most_common(20)),
        "errors_logged": sum(log_errors(server.log) for server in servers),
        "servers_processor_ms_per_request": round(used * 1000 / len(everything), 1),
        "machine_busy_of_its_cores": round(busy / took, 2),
        "memory_mb": memory,
        "memory_growth": round(max(b / a for a, b in zip(early, late, strict=True)) - 1, 3),
        "check": wasl("check").strip().splitlines()[-1],
    }


async def _note(memory: dict[str, list[float]], servers: list[Server]) -> None:
    for minute in range(1, SECONDS // MEMORY_AT + 1):
        await asyncio.sleep(MEMORY_AT)
        memory[f"minute {minute}"] = memory_mb(servers)


def _busy() -> float:
    """Return the processor seconds that all of the machine has spent at work."""
    user, nice, system = map(int, Path("/proc/stat").read_text().split()[1:4])
    return (user + nice + system) / os.sysconf("SC_CLK_TCK")


def log_errors(log: Path) -> int:
    """Return how many errors a server logged."""
    return sum('"level": "ERROR"' in line for line in log.read_text().splitlines())


async def ready(server: Server) -> None:
    """Wait until a server can serve."""
    for _ in range(600):
        try:
            if (await server.ask(b"GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))[0] == 200:
                return
        except (OSError, EOFError):
            pass
        await asyncio.sleep(0.1)
    raise SystemExit(f"a server did not come up: {server.log.read_text()}")


def free_port() -> int:
    """Return a port of loopback that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wasl(*words: str) -> str:
    """Run the command and return what it said."""
    return run("-m", "wasl.cli.main", *words)


def run(*words: str) -> str:
    """Run Python and return what it printed."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "wasl.config.settings"}
    told = subprocess.run([sys.executable, *words], capture_output=True, text=True, env=environment, check=False)
    if told.returncode:
        raise SystemExit(told.stdout + told.stderr)
    return told.stdout


def tested(name: str, what: str) -> dict[str, Any]:
    """Run one test in its numbers; it must pass."""
    begun = time.monotonic()
    words = ["-m", "pytest", "-q", "-p", "no:cacheprovider", f"tests/concurrency/{name}.py", "-k", "killed or kill_at"]
    run(*words)
    return {"runs": int(what), "seconds": round(time.monotonic() - begun, 1), "passed": True}


def main() -> int:
    """Soak, and print the report; 1 where a figure is missed."""
    os.environ |= {"WASL_JOBS": JOBS, "WASL_KILLS": KILLS, "WASL_API_CALLS_A_MINUTE": "1000000"}
    report: dict[str, Any] = {
        "date": time.strftime("%Y-%m-%d"),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f} at the start",
        "jobs": tested("test_jobs", JOBS),
        "kills": tested("test_kills", KILLS),
        "load": asyncio.run(soak()),
    }
    load = report["load"]
    report["met"] = {
        "p95": load["all"]["p95_ms"] <= P95_MS,
        "no_error": not load["errors"] and not load["errors_logged"],
        "memory_flat": load["memory_growth"] <= MEMORY_GROWTH_MAX,
    }
    print(json.dumps(report, indent=1))
    return 0 if all(report["met"].values()) else 1


if __name__ == "__main__":
    sys.exit(main())
