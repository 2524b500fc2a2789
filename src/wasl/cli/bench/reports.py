"""Reports at ten thousand and at a million lines: the same cost, because movements are folded."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.cli.bench.timing import median_ms, ratio
from wasl.core.models import Company
from wasl.core.scope import company_scope
from wasl.core.tally import Tally
from wasl.insight import queries as insight
from wasl.ledger import queries, services
from wasl.ledger.models import Account
from wasl.ledger.rules.entries import LineValues
from wasl.ledger.services import EntryDraft
from wasl.parties import services as parties
from wasl.people import services as people
from wasl.projects import services as projects

FIRST = date(2023, 12, 1)
PARTIES, DEPARTMENTS, TAIL = 300, 10, 2_000
DAYS = 1096
TODAY = date(2026, 11, 24)
TIMES = 15
LINES_AN_ENTRY, BATCH = 7, 2_000


def measure(*, small: int, large: int) -> dict[str, Any]:
    """Return milliseconds of each report at two sizes, and how much they grow."""
    few, many = _figures(small), _figures(large)
    growth = {name: ratio(many[name], few[name]) for name in few}
    return {"lines": [small, large], "ms_small": few, "ms_large": many, "growth": growth}


def _figures(lines: int) -> dict[str, float]:
    company = access.create_company(name=f"Reports {time.time_ns()}", country="SA", base_currency="SAR")
    with company_scope(company.pk):
        world = World(company)
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
            "profit_of_all_projects": lambda: queries.results(queries.Span(year["first"], year["last"], "J")),
            "dashboard": lambda: insight.headline(TODAY, Tally(), year_start=year["first"])(),
        }
        return {name: median_ms(report, TIMES) for name, report in reports.items()}


class World:
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
        self.departments = [people.add_department(actor=self.actor, name=f"D{n}").pk for n in range(DEPARTMENTS)]
        self.parties = [parties.add_party(actor=self.actor, name=f"Party {n}").pk for n in range(PARTIES)]
        self.projects = [
            projects.open_project(actor=self.actor, name=f"P{n}", party_id=party).dimension_id
            for n, party in enumerate(self.parties)
        ]

    def fill(self, lines: int) -> None:
        """Post entries of seven lines, about `lines` in all."""
        left = lines // LINES_AN_ENTRY
        while left > 0:
            batch = min(BATCH, left)
            with transaction.atomic():
                services.post_entries([self._entry() for _ in range(batch)])
            left -= batch

    def day(self) -> date:
        """Return a day of the 36 months."""
        return FIRST + timedelta(self.random.randrange(DAYS))

    def _entry(self) -> EntryDraft:
        choose = self.random.choice
        on = self.day()
        party, project, department = choose(self.parties), choose(self.projects), choose(self.departments)
        amounts = [self.random.randrange(-100_000, 100_000) or 1 for _ in range(LINES_AN_ENTRY - 1)]
        lines = [
            LineValues(choose(self.accounts), amount, "SAR", amount, party, project, department) for amount in amounts
        ]
        total = -sum(amounts)
        return EntryDraft(on, "bench", 1, [*lines, LineValues(self.bank, total, "SAR", total)])
