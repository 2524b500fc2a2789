"""Reports at ten thousand and at a million lines: the same cost, because movements are folded."""

from __future__ import annotations

import random
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.cli.bench.timing import median_ms, ratio
from wasl.core.bulk import insert_rows
from wasl.core.models import Company
from wasl.core.scope import company_scope
from wasl.insight import queries as insight
from wasl.ledger import queries, services
from wasl.ledger.models import Account, Book, Dimension, Entry, Line
from wasl.ledger.models.entries import ID_SPAN
from wasl.ledger.services.posting import ENTRY_COLUMNS, LINE_COLUMNS
from wasl.parties.models import Party
from wasl.people.models import Department

FIRST = date(2023, 12, 1)
MONTHS, PROJECTS, PARTIES, DEPARTMENTS, TAIL = 36, 300, 300, 10, 2_000
DAYS = 1096
TODAY = date(2026, 11, 24)
TIMES = 15
BOOKED_AT = datetime(2026, 1, 1, tzinfo=UTC)


def measure(*, small: int, large: int) -> dict[str, Any]:
    """Return milliseconds of each report at two sizes, and how much they grow."""
    few, many = _figures(small), _figures(large)
    growth = {name: ratio(many[name], few[name]) for name in few}
    return {"lines": [small, large], "ms_small": few, "ms_large": many, "growth": growth}


def _figures(lines: int) -> dict[str, float]:
    company = access.create_company(name=f"Reports {time.time_ns()}", country="SA", base_currency="SAR")
    with company_scope(company.pk):
        world = _World(company)
        world.fill(lines - TAIL)
        services.fold_lines()
        world.fill(TAIL)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        year = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
        department, project = world.departments[0], world.projects[0]
        reports = {
            "trial_balance_today": lambda: queries.trial_balance(first=date(2026, 1, 1), last=TODAY),
            "trial_balance_month_end": lambda: queries.trial_balance(first=date(2026, 1, 1), last=date(2026, 10, 31)),
            "profit_of_a_department": lambda: queries.profit_and_loss(**year, kind="D", key=department),
            "profit_of_a_project": lambda: queries.profit_and_loss(**year, kind="J", key=project),
            "profit_of_all_projects": lambda: queries.net_by_role(**year, kind="J"),
            "dashboard": lambda: insight.headline(TODAY, year_start=year["first"]),
        }
        return {name: median_ms(report, TIMES) for name, report in reports.items()}


class _World:
    """A company with about 100 accounts, 300 projects and 36 months, filled with balanced entries of 7 lines."""

    def __init__(self, company: Company) -> None:
        self.actor = Actor.system(company)
        self.random = random.Random(11)
        missing = 100 - Account.objects.count()
        for index in range(missing):
            services.add_account(actor=self.actor, code=f"8{index:03}", name=f"Cost {index}", role="expense")
        chart = queries.accounts_by_id().values()
        self.accounts = [account.pk for account in chart if account.kind in ("income", "expense")]
        self.bank = queries.default_account("bank").pk
        self.departments = [Department.objects.create(name=f"D{n}").pk for n in range(DEPARTMENTS)]
        Dimension.objects.bulk_create(Dimension(kind="project", key=n, label=f"P{n}") for n in range(PROJECTS))
        self.projects = list(Dimension.objects.values_list("pk", flat=True))
        Party.objects.bulk_create(Party(name=f"Party {n}") for n in range(PARTIES))
        self.parties = list(Party.objects.values_list("pk", flat=True))

    def fill(self, lines: int) -> None:
        """Write entries of seven lines, about `lines` in all, behind the services (their speed is not at stake)."""
        book = Book.objects.get()
        company_id, sequence = self.actor.company.pk, book.sequence
        wanted = sequence + lines // 7
        while sequence < wanted:
            entries: list[Any] = []
            rows: list[Any] = []
            for _ in range(min(2000, wanted - sequence)):
                sequence += 1
                self._entry(company_id, sequence, entries, rows)
            with transaction.atomic():
                insert_rows(Line, LINE_COLUMNS, rows)
                insert_rows(Entry, ENTRY_COLUMNS, entries)
        Book.objects.update(sequence=sequence)

    def _entry(self, company_id: int, sequence: int, entries: list[Any], rows: list[Any]) -> None:
        choose = self.random
        on = FIRST + timedelta(choose.randrange(DAYS))
        key = company_id * ID_SPAN + sequence
        project, department = choose.choice(self.projects), choose.choice(self.departments)
        party = choose.choice(self.parties)
        amounts = [choose.randrange(-100_000, 100_000) or 1 for _ in range(6)]
        for amount in amounts:
            account = choose.choice(self.accounts)
            rows.append((company_id, key, account, on, False, amount, "SAR", amount, party, project, department, None))
        total = -sum(amounts)
        rows.append((company_id, key, self.bank, on, False, total, "SAR", total, None, None, None, None))
        entries.append((key, company_id, sequence, on, BOOKED_AT, "bench", 1, "", None, False, "x", "x"))
