"""Pages over many deals: what the server needs for lists under each order and filter, the board, a move, a timeline."""

from __future__ import annotations

import time
from itertools import count
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.cli.bench.search import fill
from wasl.cli.bench.timing import median_ms
from wasl.core.models import Company
from wasl.core.scope import company_scope
from wasl.crm import services as crm
from wasl.crm.api.deals import SORTS as API_SORTS
from wasl.crm.models import Deal, Stage

TIMES, MAKES, EVENTS = 5, 50, 5_000
SORTS = ("title", "close", "amount", "since")
BACKEND = "wasl.access.backends.MemberBackend"
FILTERS = ("", "state=all", "state=won", "missing=step", "missing=party", "closing=late", "closing=month", "q=nakheel")


def measure(*, rows: int, board: int) -> dict[str, Any]:
    """Return milliseconds and queries of each page and the worst of the lists."""
    with override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False):
        big, client = _company(rows)
        lists = {
            name: _ms(client, f"/deals/?{name}")
            for name in [
                *(f"sort={sign}{key}" for key in SORTS for sign in ("", "-")),
                *FILTERS,
                f"page={rows // 100}",
            ]
        }
        queries = {path: _queries(client, path) for path in ("/deals/", "/customers/", "/leads/", "/", "/board/")}
        with company_scope(big.pk):
            timeline = _timeline(Actor.system(big))
            api = _api(Actor.of(Member.objects.select_related("company").get(role="owner")))
        found = {
            "rows": rows,
            "list_ms": lists,
            "worst_list_ms": max(lists.values()),
            "timeline_of_5000_ms": _ms(client, timeline),
            "live_ms": _ms(client, f"/live/?v={_version(client)}"),
            "queries": queries,
            "api": api,
        }
        small, client = _company(board)
        found |= {"board_rows": board, "board_ms": _ms(client, "/board/"), "move_ms": _move(client, small)}
    return found


def _company(rows: int) -> tuple[Company, Client]:
    user = access.create_user(email=f"owner{time.time_ns()}@bench.example", password="bench-password-1", name="Owner")
    company = access.create_company(
        name=f"Pages {time.time_ns()}", country="SA", base_currency="SAR", user=user, modules=("crm",)
    )
    with company_scope(company.pk):
        owner = Actor.of(Member.objects.select_related("company").get())
        sellers = [access.add_member(actor=owner, name=f"Seller {n}", role="sales").pk for n in range(20)]
        fill(company, rows, sellers)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    client = Client()
    client.force_login(user, backend=BACKEND)
    return company, client


def _ms(client: Client, path: str) -> float:
    def ask() -> None:
        answer = client.get(path)
        assert answer.status_code in (200, 204), (path, answer.status_code)

    return median_ms(ask, TIMES)


def _api(owner: Actor) -> dict[str, float]:
    """Return milliseconds of fifty deals under each order, and of making a lead, as a program asks by a token."""
    _token, secret = access.make_token(actor=owner, name="Bench", scopes=("*:write",))
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    numbers = count()

    def make() -> None:
        key = f"bench-{next(numbers)}"
        answer = program.post(
            "/api/v1/leads", {"name": f"Lead {key}"}, "application/json", headers={"Idempotency-Key": key}
        )
        assert answer.status_code == 201, answer.content

    orders = ["", *(f"{sign}{name}" for name in API_SORTS for sign in ("", "-"))]
    lists = {f"sort={order}": _ms(program, f"/api/v1/deals?limit=50&sort={order}") for order in orders}
    return {"worst_list_ms": max(lists.values()), "make_lead_ms": median_ms(make, MAKES), **lists}


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def _version(client: Client) -> int:
    return int(client.get("/live/").json()["version"])


def _timeline(actor: Actor) -> str:
    deal = Deal.objects.order_by("pk").first()
    assert deal is not None
    for number in range(EVENTS // 2):
        crm.log_activity(actor=actor, kind="note", body=f"Note {number}", deal_id=deal.pk)
        crm.change_deal(actor=actor, deal_id=deal.pk, version=deal.version + number, title=f"Deal {number}")
    return f"/deals/{deal.pk}/"


def _move(client: Client, company: Company) -> float:
    with company_scope(company.pk):
        stages = list(Stage.objects.order_by("position").values_list("pk", flat=True)[:2])
        deals = iter(Deal.objects.order_by("pk").values_list("pk", flat=True)[: TIMES + 2])

    def move() -> None:
        answer = client.post(f"/deals/{next(deals)}/move/", {"stage": stages[1]})
        assert answer.status_code == 200, answer.status_code

    return median_ms(move, TIMES)
