"""`wasl serve`, `wasl worker` and `wasl migrate`."""

from __future__ import annotations

import argparse
import logging
import os

from wasl.cli.commands.start import bring_up_to_date, start

log = logging.getLogger("wasl")
STOP_SECONDS = 30  # requests and the job at work may end within


def serve(options: argparse.Namespace) -> int:
    """Serve the pages on an address, with one worker inside."""
    start()
    bring_up_to_date()
    _warn_of_a_role_without_walls()
    return serve_pages(options.host, options.port)


def serve_pages(host: str, port: int) -> int:
    """Serve the pages until told to stop."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    os.environ["WASL_WORKER_INSIDE"] = "1"
    print(f"Wasl is at http://{host}:{port}", flush=True)
    Granian(
        "wasl.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        backpressure=64,
        log_enabled=True,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    ).serve()
    return 0


def _warn_of_a_role_without_walls() -> None:
    from wasl.core import walls

    if walls.are_passed_by():
        log.warning("the database's role is a superuser: its rows are not walled off by company; use an ordinary role")


def work(options: argparse.Namespace) -> int:
    """Run jobs and schedules until told to stop."""
    start()
    bring_up_to_date()
    from wasl.core import jobs

    jobs.work_until_stopped()
    return 0


def migrate(options: argparse.Namespace) -> int:
    """Bring the database up to date."""
    start()
    bring_up_to_date()
    return 0
