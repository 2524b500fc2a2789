"""Every long list under each order and filter that its page offers, and what a server process holds among them."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from html import unescape
from typing import Any

from django.db import connection, models, transaction
from django.test import Client
from django.test.utils import override_settings

from wasl.access.models import Member
from wasl.cli import demo
from wasl.cli.bench.timing import median_ms
from wasl.core import clock
from wasl.core.bulk import insert_rows
from wasl.core.models import CompanyModel, Event
from wasl.core.scope import company_scope
from wasl.ledger import queries, services
from wasl.ledger.rules.entries import LineValues
from wasl.ledger.services import EntryDraft
from wasl.parties.models import Party
from wasl.payables.models import Claim
from wasl.projects.models import TimeEntry
from wasl.receivables.models import Document
from wasl.sales.models import Quote

PATHS = {
    "/customers/": "",
    "/quotes/": "",
    "/finance/invoices/": "view=all",
    "/finance/expenses/": "view=all",
    "/time/entries/": "",
    "/finance/ledger/lines/": "",
    "/finance/ledger/entries/": "",
    "/audit/": "",
}
COPIED = (Party, Quote, Document, Claim, TimeEntry, Event)
TIMES, CHOICES, BATCH, DAYS = 3, 3, 2_000, 1_000
SLOW_MS = 60
BACKEND = "wasl.access.backends.MemberBackend"


def measure(*, rows: int) -> dict[str, Any]:
    """Return for each list how many of its orders and filters were asked, the worst, and those slower than wanted.

    `memory` is what a process of its own holds that opens a thousand pages of the same company.
    """
    made = demo.make(scale=0.3, language="en", say=lambda _text: None)
    with company_scope(made.company.pk):
        owner = Member.objects.select_related("user", "company").filter(role="owner").order_by("pk")[0]
        for model in COPIED:
            _multiply(model, rows)
        _post(rows, made.company.time_zone)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    client = Client()
    with override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False):
        client.force_login(owner.user, backend=BACKEND)
        found = {path: _figures(client, path, query) for path, query in PATHS.items()}
    return {"rows": rows, **found, "memory": _memory(owner.user_id)}


def _memory(user_id: int) -> dict[str, int]:
    command = [sys.executable, "-m", "wasl.cli.bench.memory", str(user_id)]
    return dict(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


def _figures(client: Client, path: str, query: str) -> dict[str, Any]:
    asked = [query, *offered(client, path, query)]
    found = {each: median_ms(partial(client.get, f"{path}?{each}"), TIMES) for each in asked}
    slow = {each: ms for each, ms in sorted(found.items(), key=lambda one: -one[1]) if ms > SLOW_MS}
    return {"asked": len(found), "worst_ms": max(found.values()), "slow": slow}


def offered(client: Client, path: str, query: str) -> list[str]:
    """Return the queries that a list's page offers: each order both ways, views, some choices of each filter, pages."""
    first = client.get(f"{path}?{query}").content.decode()
    keys = re.findall(r'name="columns" value="([\w-]+)"', first) or re.findall(r'data-column="([\w-]+)"', first)
    page = client.get(f"{path}?{query}&columns={','.join(keys)}").content.decode() if keys else first
    sorts = sorted({key.lstrip("-") for key in re.findall(r"[?;&]sort=(-?[\w-]+)", page)})
    with_query = f"{query}&" if query else ""
    found = [f"{with_query}sort={sign}{key}" for key in sorts for sign in ("", "-")]
    found += [f"{with_query}{name}={value}" for name, value in _choices(first)]
    views = re.search(r'class="w-views".*?</nav>', first, re.DOTALL)
    found += [unescape(link) for link in re.findall(r'href="\?([^"]+)"', views[0] if views else "")]
    return list(dict.fromkeys([*found, f"{with_query}q=al", f"{with_query}page=1000"]))


def _choices(page: str) -> Iterator[tuple[str, str]]:
    for name, options in re.findall(r'<select[^>]* name="([\w-]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        values = [value for value in re.findall(r'<option value="([^"]+)"', options) if value]
        yield from ((name, value) for value in values[:CHOICES])


def _multiply(model: type[CompanyModel], rows: int) -> None:
    """Copy a model's rows until there are so many, each with its own number, day and amounts."""
    generator, there = random.Random(13), list(model.objects.order_by("pk")[:500])
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    names, now = [field.attname for field in fields], clock.now()
    for start in range(len(there), rows, BATCH):
        numbers = range(start, min(start + BATCH, rows))
        copies = [(number, generator.choice(there)) for number in numbers]
        with transaction.atomic():
            insert_rows(
                model,
                names,
                [[_value(field, one, number, generator, now) for field in fields] for number, one in copies],
            )


def _value(field: models.Field[Any, Any], sample: Any, number: int, generator: random.Random, now: datetime) -> Any:
    """Return a copy's value: what is one of its kind is its own, days and amounts are spread, the rest is as it was."""
    value = getattr(sample, field.attname)
    if isinstance(field, models.OneToOneField) or field.name in ("previous", "entry", "merged_into"):
        return None
    if field.name in ("origin", "external_key"):
        return ""
    if field.name in ("number", "name", "label") and isinstance(value, str) and value and field.max_length != 60:
        return f"{value[:20]}-{number}"
    if isinstance(field, models.DateTimeField):
        return now.astimezone(UTC) - timedelta(minutes=generator.randrange(DAYS * 24 * 60))
    if isinstance(field, models.DateField) and value:
        return now.date() - timedelta(days=generator.randrange(DAYS))
    if field.name.endswith("total_minor"):
        return generator.randrange(1, 10**8)
    return value


def _post(rows: int, zone: str) -> None:
    """Post entries of two lines until there are so many lines."""
    accounts = [account.pk for account in queries.accounts_by_id().values() if account.kind in ("income", "expense")]
    bank, generator = queries.default_account("bank").pk, random.Random(17)
    today = clock.today(zone)
    for start in range(0, rows // 2, BATCH):
        drafts = []
        for _each in range(min(BATCH, rows // 2 - start)):
            amount, account = generator.randrange(1, 10**7), generator.choice(accounts)
            lines = [LineValues(account, amount, "SAR", amount), LineValues(bank, -amount, "SAR", -amount)]
            drafts.append(EntryDraft(today - timedelta(days=generator.randrange(30)), "bench", 1, lines))
        with transaction.atomic():
            services.post_entries(drafts)
