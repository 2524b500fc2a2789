"""A PostgreSQL server whose disk is full, and one that is started anew under load: clear answers, then work again."""

from __future__ import annotations

import base64
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.concurrency import outside
from tests.concurrency.cluster import Answer, Cluster, Served, may_mount, until
from wasl.core import jobs

FULL = ["files_limited", *(["disk_full"] if may_mount() else [])]
CLIENTS = 5
NOTE_BYTES = 60_000
API_TEXT_MAX = 20_000
TRIES_MAX = 200
WELL_SECONDS = 1.5


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A Wasl that is served on a PostgreSQL of its own, its tables on a small disk where one may be mounted."""
    home: Path = tmp_path_factory.mktemp("server")
    cluster = Cluster()
    try:
        if may_mount():
            cluster.keep_tables_on_a_small_disk()
        served = Served(cluster, home, "tests.concurrency.outside.make")
        yield served
        served.close()
    finally:
        cluster.close()


def note(draw: random.Random) -> str:
    """Return a text that cannot be compressed much."""
    return base64.b64encode(draw.randbytes(NOTE_BYTES)).decode()


def is_clean(answer: Answer) -> bool:
    """Tell whether an answer was done, or says clearly that it was not and when to come again."""
    if answer.status in (200, 201, 302):
        return True
    return answer.status == 503 and bool(answer.headers.get("retry-after")) and "Traceback" not in answer.text


@pytest.mark.parametrize("how", FULL)
def test_a_full_disk_is_said_in_the_readers_language_and_leaves_nothing_half_written(server, how):
    draw = random.Random(how)
    person, program = server.caller("ar"), server.caller("en")
    log, party = f"/customers/{server.made['party']}/log/", server.made["party"]

    def bodies() -> tuple[int, int, int]:
        notes, events = "SELECT count(*), sum(length(body)) FROM crm_activity", "SELECT count(*) FROM core_event"
        (count, size), ((told,),) = server.cluster.ask(notes)[0], server.cluster.ask(events)
        return count, size or 0, told

    count, _size, told = bodies()
    saved = 0
    with getattr(server.cluster, how)():
        for number in range(TRIES_MAX):
            form = {"kind": "note", "body": note(draw), "key": f"{how}-{number}"}
            page = person.page(log, **form)
            if page.status != 302:
                break
            saved += 1
        for number in range(TRIES_MAX):
            sent = {"kind": "note", "body": note(draw)[:API_TEXT_MAX], "party_id": party}
            problem = program.call("/activities", sent, key=f"{how}-{number}")
            if problem.status != 201:
                break
            saved += 1
        assert program.call("/deals").status == 200

    assert (page.status, page.headers["retry-after"]) == (503, "10")
    assert "لم يُحفظ شيء: تعذرت الكتابة على الخادم الآن" in page.text and 'dir="rtl"' in page.text
    assert problem.status == 503 and problem.headers["retry-after"] == "10"
    assert json.loads(problem.text)["code"] == "cannot_write"
    assert (bodies()[0], bodies()[2]) == (count + saved, told + saved)

    assert person.page(log, **form).status == 302
    assert program.call("/activities", sent, key=f"{how}-{number}").status == 201
    assert bodies()[0] == count + saved + 2
    assert server.wasl("check")


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_database_started_anew_under_load_loses_nothing_and_is_used_again(server, mode):
    stop, answers, posted = threading.Event(), Counter[str](), []
    unclean: list[Answer] = []
    invoice = {
        "party_id": server.made["party"], "date": "2026-11-20",
        "lines": [{"description": "Work", "quantity": "1", "price": "100"}],
    }  # fmt: skip
    ((before,),) = server.cluster.ask("SELECT count(*) FROM receivables_document")

    def seen(answer: Answer) -> Answer:
        answers[str(answer.status)] += 1
        if not is_clean(answer):
            unclean.append(answer)
        return answer

    def live(client: int) -> None:
        person = server.caller("ar")
        count = 0
        while not stop.is_set():
            count += 1
            seen(person.page(f"/deals/{server.made['deal']}/"))
            key = f"{mode}-{client}-{count}"
            while seen(answer := person.call("/invoices/issue", invoice, key=key)).status == 503:
                time.sleep(0.05)
            posted.append(json.loads(answer.text)["id"])

    batch = int(server.tell("tests.concurrency.outside.start_import"))
    clients = [threading.Thread(target=live, args=(client,)) for client in range(CLIENTS)]
    for client in clients:
        client.start()
    question = f"SELECT state, read, created, {outside.ROWS} FROM crm_importbatch WHERE id = {batch}"
    until(lambda: server.cluster.ask(question)[0][1] > 0)
    server.cluster.restart(mode)
    restarted = sum(answers.values())
    until(lambda: server.is_ready())
    time.sleep(WELL_SECONDS)
    stop.set()
    for client in clients:
        client.join()

    assert not unclean, unclean[0]
    assert answers["503"], "nobody asked while the database was away"
    assert sum(answers.values()) > restarted + CLIENTS
    kept = {key for (key,) in server.cluster.ask("SELECT id FROM receivables_document")}
    assert set(posted) <= kept and len(kept) == before + len(posted) == before + len(set(posted))
    done = ("done", outside.ROWS, outside.ROWS, outside.ROWS)
    until(lambda: server.cluster.ask(question)[0] == done, jobs.LEASE.total_seconds() / 2)
    assert server.wasl("check")
    text = server.caller("ar").page("/health/ready").text
    assert json.loads(text)["ready"]
