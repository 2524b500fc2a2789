"""Compare what a scenario expects with what the books say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from wasl.cli.scenario import facts
from wasl.cli.scenario.world import World
from wasl.core.errors import Refusal
from wasl.core.money import to_decimal
from wasl.insight import queries as insight
from wasl.ledger import queries as ledger
from wasl.ledger.rules.roles import ROLES

Miss = tuple[str, object, object]
AGEING_ROLES = {"receivable": ("receivable", "customer_advances"), "payable": ("payable", "supplier_advances")}
UNAPPLIED = ("credit_note", "advance", "bill_credit", "supplier_advance")
PNL_KINDS = {"department": "D", "project": "J"}


def compare(world: World, expected: dict[str, Any], at: date) -> Iterator[Miss]:
    """Yield (what, expected, actual) for everything written that came out otherwise."""
    for key, compare_one in COMPARISONS.items():
        if key in expected:
            try:
                yield from compare_one(world, expected, at)
            except Refusal as refusal:
                yield key, "known", str(refusal)
    if "stock" in expected:
        yield "not supported yet: stock", "supported", "not supported yet"


def _balances(world: World, expected: dict[str, Any], at: date) -> Iterator[Miss]:
    actual = _by_role(at)
    for role, amount in expected.get("balances", {}).items():
        yield from _money(world, f"balances.{role}", amount, actual.get(role, 0))
    if expected.get("balances_complete"):
        for role in ROLES:
            if role not in expected.get("balances", {}) and actual.get(role):
                yield from _money(world, f"balances.{role}", Decimal(0), actual[role])


def _balances_by(world: World, expected: dict[str, Any], at: date) -> Iterator[Miss]:
    for index, one in enumerate(expected["balances_by"]):
        what = f"balances_by[{index}].{one['role']}"
        currency = one.get("currency")
        if currency and one["role"] in ("receivable", "payable"):
            items = ledger.items_as_of(at, roles=(one["role"],)).filter(currency=currency)
            if "party" in one:
                items = items.filter(party_id=world.key("party", one["party"]))
            total = sum(item.open_then if item.is_debit else -item.open_then for item in items)
            yield from _money(world, what, one["amount"], total, currency)
            continue
        lines = ledger.lines_of(
            last=at,
            party_id=_dimension(world, "party", one),
            department_id=_dimension(world, "department", one),
            project_id=_project(world, one),
        ).filter(account__role=one["role"])
        if "employee" in one:
            nobody = one["employee"] == "none"
            lines = lines.filter(employee=None if nobody else world.must("employee", one["employee"]))
        if "name" in one:
            lines = lines.filter(account_id=world.must("bank", one["name"]))
        if currency:
            total = lines.filter(currency=currency).aggregate(total=Sum("currency_minor"))["total"] or 0
            yield from _money(world, what, one["amount"], total, currency)
        else:
            yield from _money(world, what, one["amount"], lines.aggregate(total=Sum("base_minor"))["total"] or 0)


def _documents(world: World, expected: dict[str, Any], at: date) -> Iterator[Miss]:
    for name, wanted in expected["documents"].items():
        actual, currency = facts.document(world, world.ref(name), at)
        for field, value in wanted.items():
            what = f"documents.{name}.{field}"
            if field == "state":
                if actual[field] != value:
                    yield what, value, actual[field]
            else:
                yield from _money(world, what, value, actual[field], currency)


def _ageing(world: World, expected: dict[str, Any], at: date) -> Iterator[Miss]:
    for role, wanted in expected["ageing"].items():
        rows = ledger.aged_items(
            at, roles=AGEING_ROLES[role], unapplied_kinds=UNAPPLIED, party_id=world.key("party", wanted.get("party"))
        )
        sums: dict[str, int] = defaultdict(int)
        for row in rows:
            for bucket, minor in row.buckets.items():
                sums[bucket] += minor
            sums["unapplied"] += row.unapplied_minor
            sums["total"] += row.total_minor
        for bucket, amount in wanted.items():
            if bucket != "party":
                yield from _money(world, f"ageing.{role}.{bucket}", amount, sums[bucket])


def _tax_return(world: World, expected: dict[str, Any], at: date) -> Iterator[Miss]:
    wanted = expected["tax_return"]
    boxes = ledger.tax_boxes(first=wanted["from"], last=wanted["to"])
    for box, amount in wanted["boxes"].items():
        yield from _money(world, f"tax_return.{box}", amount, boxes.get(box, 0))


def _project_profit(world: World, expected: dict[str, Any], at: date) -> Iterator[Miss]:
    for name, wanted in expected["project_profit"].items():
        profit = insight.project_profit(world.actor.company, project_id=world.must("project", name), last=at)
        actual = {
            "revenue": profit.revenue_minor,
            "direct_cost": profit.direct_cost_minor,
            "time_cost": profit.time_cost_minor,
            "profit": profit.profit_minor,
            "unbilled": profit.unbilled_minor,
        }
        for field, amount in wanted.items():
            yield from _money(world, f"project_profit.{name}.{field}", amount, actual[field])


def _pnl(world: World, expected: dict[str, Any], at: date) -> Iterator[Miss]:
    for index, wanted in enumerate(expected["pnl"]):
        kind, key = "A", None
        if "department" in wanted:
            kind, key = "D", _dimension(world, "department", wanted)
        elif "project" in wanted:
            kind, key = "J", _project(world, wanted)
        report = ledger.profit_and_loss(first=wanted["from"], last=wanted["to"], kind=kind, key=key)
        actual = {
            "income": report.income_minor,
            "expenses": report.expenses_minor,
            "profit": report.profit_minor,
        }
        for field in actual.keys() & wanted.keys():
            yield from _money(world, f"pnl[{index}].{field}", wanted[field], actual[field])
        roles = report.by_role()
        for role, amount in wanted.get("roles", {}).items():
            yield from _money(world, f"pnl[{index}].roles.{role}", amount, roles.get(role, 0))


def _balance_sheet(world: World, expected: dict[str, Any], at: date) -> Iterator[Miss]:
    totals = ledger.balance_sheet(at=at).totals
    names = {"assets": "asset", "liabilities": "liability", "equity": "equity"}
    for field, amount in expected["balance_sheet"].items():
        yield from _money(world, f"balance_sheet.{field}", amount, totals[names[field]])


def _cash_flow(world: World, expected: dict[str, Any], at: date) -> Iterator[Miss]:
    wanted = expected["cash_flow"]
    actual = ledger.cash_flow(first=wanted["from"], last=wanted["to"])
    for field in wanted.keys() - {"from", "to"}:
        yield from _money(world, f"cash_flow.{field}", wanted[field], actual[field])


def _numbering(world: World, expected: dict[str, Any], at: date) -> Iterator[Miss]:
    for kind, wanted in expected["numbering"].items():
        numbers = facts.numbers(kind)
        if "count" in wanted and len(numbers) != wanted["count"]:
            yield f"numbering.{kind}.count", wanted["count"], len(numbers)
        if "gapless" in wanted and facts.is_gapless(numbers) != wanted["gapless"]:
            yield f"numbering.{kind}.gapless", wanted["gapless"], facts.is_gapless(numbers)


COMPARISONS: dict[str, Callable[[World, dict[str, Any], date], Iterator[Miss]]] = {
    "balances": _balances,
    "balances_by": _balances_by,
    "documents": _documents,
    "ageing": _ageing,
    "tax_return": _tax_return,
    "project_profit": _project_profit,
    "pnl": _pnl,
    "balance_sheet": _balance_sheet,
    "cash_flow": _cash_flow,
    "numbering": _numbering,
}


def _by_role(at: date) -> dict[str, int]:
    chart = ledger.accounts_by_id()
    roles: dict[str, int] = defaultdict(int)
    for account, minor in ledger.net_by_account(ledger.movements(last=at)).items():
        roles[chart[account].role] += minor
    return roles


def _dimension(world: World, kind: str, one: dict[str, Any]) -> int | None:
    if kind not in one:
        return None
    return 0 if one[kind] == "none" else world.must(kind, one[kind])


def _project(world: World, one: dict[str, Any]) -> int | None:
    if "project" not in one:
        return None
    return 0 if one["project"] == "none" else world.dimension(one["project"])


def _money(world: World, what: str, expected: Decimal, actual_minor: int, currency: str = "") -> Iterator[Miss]:
    actual = to_decimal(actual_minor, currency or world.base)
    if expected != actual:
        yield what, expected, actual
