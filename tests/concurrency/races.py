"""Acts that must happen once, each begun by several people in processes of their own at the same moment."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection

from tests import makers
from tests.concurrency.acts import FIRST_DAY
from wasl.access.actor import Actor
from wasl.access.models import Member
from wasl.core.errors import Refusal
from wasl.core.scope import company_scope
from wasl.crm import services as crm
from wasl.payables import services as payables
from wasl.projects import services as projects
from wasl.receivables import services as receivables
from wasl.sales import services as sales

PATIENCE_SECONDS = 60
DONE = "done"


def _win(actor: Actor, deal_id: int) -> Any:
    plan = sales.preview_win(actor=actor, deal_id=deal_id, on=FIRST_DAY)
    return sales.win_deal(actor=actor, deal_id=deal_id, on=FIRST_DAY, plan=plan)


ACTS: dict[str, Callable[[Actor, int], Any]] = {
    "win a deal": _win,
    "accept a quote": lambda actor, key: sales.accept_quote(actor=actor, quote_id=key, on=FIRST_DAY),
    "invoice a quote": lambda actor, key: sales.invoice_quote(actor=actor, quote_id=key, on=FIRST_DAY),
    "post a draft": lambda actor, key: receivables.post_invoice(actor=actor, document_id=key),
    "pay an invoice in full": lambda actor, key: receivables.receive_open_amount(
        actor=actor, document_id=key, on=FIRST_DAY, account_id=makers.bank().pk
    ),
    "reverse an invoice": lambda actor, key: receivables.reverse_document(actor=actor, document_id=key, on=FIRST_DAY),
    "bill hours": lambda actor, key: projects.bill_project(actor=actor, project_id=key, on=FIRST_DAY),
    "bill a milestone": lambda actor, key: projects.bill_project(
        actor=actor, project_id=key, on=FIRST_DAY, milestone="Design"
    ),
    "pay an employee back": lambda actor, key: payables.reimburse(
        actor=actor, employee_id=key, on=FIRST_DAY, account_id=makers.bank().pk
    ),
    "qualify a lead": lambda actor, key: crm.qualify_lead(actor=actor, lead_id=key, on=FIRST_DAY),
}


def run(*, company_id: int, member_id: int, races: list[tuple[str, int]], rivals: int, rival: int, folder: str) -> None:
    """Run each race, from the moment when all rivals stand at its start, and write down what came of them."""
    came = []
    with company_scope(company_id, member_id):
        actor = Actor.of(Member.objects.select_related("company").get(pk=member_id))
        for number, (act, subject_id) in enumerate(races):
            connection.ensure_connection()
            _all_ready(Path(folder), number, rival, rivals)
            try:
                ACTS[act](actor, subject_id)
                came.append(DONE)
            except Refusal as refusal:
                came.append(refusal.code)
    Path(folder, f"came-{rival}").write_text(json.dumps(came))


def _all_ready(folder: Path, number: int, rival: int, rivals: int) -> None:
    Path(folder, f"ready-{number}-{rival}").touch()
    end = time.monotonic() + PATIENCE_SECONDS
    while not all(Path(folder, f"ready-{number}-{each}").exists() for each in range(rivals)):
        assert time.monotonic() < end, "not all rivals came to the start"
