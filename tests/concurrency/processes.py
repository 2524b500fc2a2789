"""Real processes at little cost: one loads Wasl, and forks another for each thing that is asked of it.

Each fork opens connections of its own, may be killed at any moment, and takes nothing with it but itself.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection, connections
from django.utils.module_loading import import_string

ROOT = Path(__file__).resolve().parents[2]


def environment(home: Path) -> dict[str, str]:
    """Return what a process needs to work on the test's database, with a data folder of its own."""
    settings = connection.settings_dict
    address = f"sqlite:///{settings['NAME']}".replace("sqlite:////", "sqlite:///")
    if connection.vendor == "postgresql":
        host = f"{settings['HOST']}:{settings['PORT']}"
        address = f"postgresql://{settings['USER']}:{quote(settings['PASSWORD'])}@{host}/{settings['NAME']}"
    return os.environ | {
        "DATABASE_URL": address,
        "WASL_HOME": str(home),
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "wasl.config.settings",
    }


class Forks:
    """Processes that are forked from one that has loaded Wasl."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.trouble = folder / "trouble.txt"
        self.alive: set[int] = set()
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.concurrency.processes", str(self.trouble)],
            env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def start(self, function: str, **said: Any) -> int:
        """Call a function, named by its dotted path, in a process of its own; returns its id."""
        pid = self._ask({"function": function, "said": said})
        self.alive.add(pid)
        return pid

    def rehearse(self, function: str, **said: Any) -> None:
        """Call a function before anything is forked; what it loads, all forks have."""
        assert self._ask({"rehearse": function, "said": said}) == 0

    def kill(self, pid: int) -> None:
        """Kill a process, which gets no chance to clean up."""
        os.kill(pid, signal.SIGKILL)
        self.ended(pid)

    def ended(self, pid: int) -> int:
        """Wait for the end of a process; 0 where it ended well."""
        self.alive.discard(pid)
        return self._ask({"wait": pid})

    def told(self) -> str:
        """Return what went wrong in the processes, in their words."""
        return self.trouble.read_text() if self.trouble.exists() else ""

    def close(self) -> None:
        """End all of them."""
        for pid in list(self.alive):
            self.kill(pid)
        self._server.communicate()

    def _ask(self, order: dict[str, Any]) -> int:
        assert self._server.stdin is not None and self._server.stdout is not None
        self._server.stdin.write(json.dumps(order) + "\n")
        self._server.stdin.flush()
        return int(self._server.stdout.readline())


def _serve(trouble: Path) -> None:
    import django

    django.setup()
    for line in sys.stdin:
        order = json.loads(line)
        if "rehearse" in order:
            import_string(order["rehearse"])(**order["said"])
            connections.close_all()
            gc.freeze()
            answer = 0
        elif "wait" in order:
            answer = os.waitpid(order["wait"], 0)[1]
        else:
            answer = os.fork() or _do(order, trouble)
        print(answer, flush=True)


def _do(order: dict[str, Any], trouble: Path) -> int:
    try:
        import_string(order["function"])(**order["said"])
        status = 0
    except BaseException:
        with trouble.open("a") as paper:
            paper.write(traceback.format_exc())
        status = 1
    os._exit(status)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
