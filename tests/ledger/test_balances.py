"""Rollup, days and tail say what a full scan says, whenever the fold happened."""

import random
from collections import defaultdict
from datetime import date, timedelta

import pytest
from django.db.models import F

from tests import makers
from wasl.ledger import queries, services
from wasl.ledger.models import DayRollup, Line, Rollup
from wasl.ledger.models.balances import KINDS
from wasl.ledger.rules.entries import LineValues
from wasl.ledger.services import EntryDraft
from wasl.people.models import Department
from wasl.projects import services as projects

START = date(2025, 1, 1)


@pytest.fixture
def history(layla):
    """Sixty entries over two years in three departments, some folded, some not, some back-dated."""
    generator = random.Random(5)
    departments = [Department.objects.create(name=name).pk for name in ("A", "B", "C")] + [None]
    party = makers.make_customer()
    opened = [projects.open_project(actor=layla, name=name, party_id=party.pk) for name in ("Alpha", "Beta")]
    dimensions = [project.dimension_id for project in opened] + [None]
    accounts = [queries.default_account(role).pk for role in ("expense", "revenue", "bank", "payroll")]
    for index in range(60):
        minor = generator.randrange(1, 10**6)
        first, second = generator.sample(accounts, 2)
        of = {"project_id": generator.choice(dimensions), "department_id": generator.choice(departments)}
        on = START + timedelta(days=generator.randrange(700))
        lines = [LineValues(first, minor, "SAR", minor, **of), LineValues(second, -minor, "SAR", -minor, **of)]
        services.post_entry(EntryDraft(on, "test", index, lines))
        if index in (20, 45):
            services.fold_lines()
    return generator


def scanned(first, last, column=None):
    sums = defaultdict(int)
    for line in Line.objects.filter(date__range=(first, last)):
        sums[line.account_id, (getattr(line, column) or 0) if column else 0] += line.base_minor
    return {key: minor for key, minor in sums.items() if minor}


def read(first, last, **narrow):
    sums = defaultdict(int)
    for row in queries.movements(first=first, last=last, **narrow):
        sums[row.account_id, row.key] += row.net_minor
    return {key: minor for key, minor in sums.items() if minor}


def spans(generator):
    yield START, date(2026, 12, 31)
    yield date(2025, 3, 1), date(2025, 3, 31)
    for _ in range(40):
        first = START + timedelta(days=generator.randrange(700))
        yield first, first + timedelta(days=generator.randrange(200))


def test_movements_of_any_span_equal_a_full_scan(history):
    for first, last in spans(history):
        assert read(first, last) == scanned(first, last), (first, last)


@pytest.mark.parametrize("kind", ["J", "D"])
def test_movements_by_dimension_equal_a_full_scan(history, kind):
    for first, last in spans(history):
        wanted = scanned(first, last, KINDS[kind])
        assert read(first, last, kind=kind) == wanted, (first, last)
        for key in {key for _account, key in wanted}:
            only = {(account, of): minor for (account, of), minor in wanted.items() if of == key}
            assert read(first, last, kind=kind, key=key) == only, (first, last, key)


def test_profit_by_dimension_sums_to_profit_and_months_to_the_year(history):
    first, last = date(2025, 1, 1), date(2025, 12, 31)
    whole = queries.profit_and_loss(first=first, last=last).profit_minor

    for kind in KINDS:
        parts = queries.profit_by_dimension(first=first, last=last, kind=kind).values()
        assert sum(part.profit_minor for part in parts) == whole
    assert sum(month.profit_minor for month in queries.profit_by_month(first=first, last=last).values()) == whole


def test_folding_twice_changes_nothing(history):
    services.fold_lines()
    before = read(START, date(2026, 12, 31))
    services.fold_lines()

    assert read(START, date(2026, 12, 31)) == before
    assert makers.findings() == []


def test_a_planted_fault_in_a_rollup_is_found(history):
    row = Rollup.objects.filter(kind="A").order_by("pk").first()
    row.debit_minor += 1
    row.save()

    assert [finding.check for finding in makers.findings() if finding.check == "rollup"]


def test_the_trial_balance_sums_to_zero_on_any_day(history):
    for first, last in spans(history):
        rows = queries.trial_balance(first=first, last=last)
        assert sum(row.closing_minor for row in rows) == 0
        assert sum(row.debit_minor for row in rows) == sum(row.credit_minor for row in rows)


def test_assets_equal_liabilities_and_equity_on_any_day(history):
    for _first, last in spans(history):
        totals = queries.balance_sheet(at=last).totals
        assert totals["asset"] == totals["liability"] + totals["equity"]


@pytest.mark.parametrize("kind", ["A", *KINDS])
def test_a_fault_in_any_period_of_a_rollup_is_found_with_both_amounts(history, kind):
    rows = list(Rollup.objects.filter(kind=kind).order_by("period", "pk"))
    for row in rows[:: max(1, len(rows) // 9)]:
        for name, change in (("debit_minor", 7), ("credit_minor", 7), ("currency_minor", 7)):
            with makers.undone():
                Rollup.objects.filter(pk=row.pk).update(**{name: F(name) + change})
                found = next(queries.wrong_folds(kind))
            kept = row.debit_minor - row.credit_minor
            assert (found.key, found.period, found.scanned_minor) == (row.key, str(row.period), kept)
    assert list(queries.wrong_folds(kind)) == []


@pytest.mark.parametrize("kind", ["A", *KINDS])
def test_a_rollup_that_is_missing_or_of_nothing_is_found(history, kind):
    row = Rollup.objects.filter(kind=kind).order_by("period", "pk").last()
    kept = row.debit_minor - row.credit_minor
    with makers.undone():
        Rollup.objects.filter(pk=row.pk).delete()
        found = next(queries.wrong_folds(kind))
        assert (found.period, found.kept_minor, found.scanned_minor) == (str(row.period), 0, kept)
    with makers.undone():
        Rollup.objects.create(**values_of(row) | {"currency": "XTS"})
        found = next(queries.wrong_folds(kind))
        assert (found.period, found.kept_minor, found.scanned_minor) == (str(row.period), kept, 0)


def values_of(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name != "id"}


def test_a_fault_in_a_day_is_found(history):
    row = DayRollup.objects.order_by("date", "pk").first()
    with makers.undone():
        row.delete()
        (found,) = queries.wrong_days()
    assert (found.kept_minor, found.scanned_minor) == (0, row.debit_minor - row.credit_minor)
    assert queries.wrong_days() == []
