"""Trial balance, profit and loss, balance sheet, tax summary (reference section 8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Sum

from wasl.core.scope import current_company_id
from wasl.ledger.models import Account, TaxLine
from wasl.ledger.models.balances import ACCOUNT
from wasl.ledger.queries.accounts import accounts_by_id
from wasl.ledger.queries.balances import BEGINNING, Span, movements, net_by_account, net_by_role
from wasl.ledger.rules.roles import PROFIT_TYPES, TYPE_OF


@dataclass(frozen=True)
class TrialBalanceRow:
    """One account over a span: opening and closing (debit positive) and what moved between."""

    account: Account
    opening_minor: int
    debit_minor: int
    credit_minor: int

    @property
    def closing_minor(self) -> int:
        """Return the balance at the end."""
        return self.opening_minor + self.debit_minor - self.credit_minor


@dataclass(frozen=True)
class ProfitAndLoss:
    """Income (credit positive) and expenses (debit positive) by account, without closing entries."""

    income: list[tuple[Account, int]]
    expenses: list[tuple[Account, int]]

    @property
    def income_minor(self) -> int:
        """Return all income."""
        return sum(minor for _account, minor in self.income)

    @property
    def expenses_minor(self) -> int:
        """Return all expenses."""
        return sum(minor for _account, minor in self.expenses)

    @property
    def profit_minor(self) -> int:
        """Return income less expenses."""
        return self.income_minor - self.expenses_minor

    def by_role(self) -> dict[str, int]:
        """Return amounts by role, in the sign of their side."""
        roles: dict[str, int] = defaultdict(int)
        for account, minor in [*self.income, *self.expenses]:
            roles[account.role] += minor
        return dict(roles)


@dataclass(frozen=True)
class Result:
    """What a span came to without closing entries, base minor units: income, expenses, and payroll as part of these."""

    income_minor: int
    expenses_minor: int
    payroll_minor: int

    @property
    def direct_cost_minor(self) -> int:
        """Return expenses other than payroll (reference section 8)."""
        return self.expenses_minor - self.payroll_minor


@dataclass(frozen=True)
class BalanceSheet:
    """Assets, liabilities and equity by account, each positive on its own side; profit not yet closed is equity."""

    assets: list[tuple[Account, int]]
    liabilities: list[tuple[Account, int]]
    equity: list[tuple[Account, int]]
    profit_minor: int
    totals: dict[str, int] = field(default_factory=dict)


def trial_balance(*, first: date, last: date) -> list[TrialBalanceRow]:
    """Return every account that has moved, by code; the closings sum to zero."""
    opening = net_by_account(movements(last=first - timedelta(days=1))) if first > BEGINNING else {}
    moved: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for row in movements(first=first, last=last):
        moved[row.account_id][0] += row.debit_minor
        moved[row.account_id][1] += row.credit_minor
    return [
        TrialBalanceRow(account, opening.get(key, 0), *moved.get(key, (0, 0)))
        for key, account in accounts_by_id().items()
        if opening.get(key) or key in moved
    ]


def profit_and_loss(*, first: date, last: date, kind: str = ACCOUNT, key: int | None = None) -> ProfitAndLoss:
    """Return income and expenses of a span, of the company or of one value of a dimension (0 is 'none')."""
    net = net_by_account(movements(first=first, last=last, kind=kind, key=key), with_closing=False)
    return _profit(net, accounts_by_id())


def profit_by_dimension(*, first: date, last: date, kind: str) -> dict[int, ProfitAndLoss]:
    """Return the profit and loss of each value of a dimension; with 'none' (key 0) they sum to the whole."""
    nets: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in movements(first=first, last=last, kind=kind):
        if not row.closing:
            nets[row.key][row.account_id] += row.net_minor
    chart = accounts_by_id()
    return {key: found for key, net in nets.items() if (found := _profit(net, chart)).income or found.expenses}


def results(*spans: Span) -> list[dict[int, Result]]:
    """Return for each span the result of its values by key, in one statement.

    The values of a dimension with 'none' (key 0) sum to the whole.
    """
    return [
        {key: result_of(roles) for key, roles in found.items() if any(roles[role] for role in roles if _earns(role))}
        for found in net_by_role(*spans)
    ]


def result_of(net: Mapping[str, int]) -> Result:
    """Return the result that debits less credits by role make."""
    income = -sum(minor for role, minor in net.items() if TYPE_OF[role] == "income")
    expenses = sum(minor for role, minor in net.items() if TYPE_OF[role] == "expense")
    return Result(income, expenses, net.get("payroll", 0))


def profit_by_month(*, first: date, last: date) -> dict[int, ProfitAndLoss]:
    """Return the profit and loss of each month (202611) of a span."""
    nets: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in movements(first=first, last=last, by_month=True):
        if not row.closing:
            nets[row.month][row.account_id] += row.net_minor
    chart = accounts_by_id()
    return {month: _profit(net, chart) for month, net in sorted(nets.items())}


def balance_sheet(*, at: date) -> BalanceSheet:
    """Return assets, liabilities and equity at the end of a day; assets equal the other two."""
    chart = accounts_by_id()
    sides: dict[str, list[tuple[Account, int]]] = defaultdict(list)
    profit = 0
    for key, minor in net_by_account(movements(last=at)).items():
        kind = chart[key].kind
        if kind in ("income", "expense"):
            profit -= minor
        elif minor:
            sides[kind].append((chart[key], minor if kind == "asset" else -minor))
    for rows in sides.values():
        rows.sort(key=lambda row: row[0].code)
    totals = {kind: sum(minor for _account, minor in sides[kind]) for kind in ("asset", "liability", "equity")}
    totals["equity"] += profit
    return BalanceSheet(sides["asset"], sides["liability"], sides["equity"], profit, totals)


def tax_boxes(*, first: date, last: date) -> dict[str, int]:
    """Return the boxes of the tax return by document date (a reversal by its own), in base minor units."""
    boxes: dict[str, int] = defaultdict(int)
    rows = (
        TaxLine.objects.filter(company_id=current_company_id(), date__range=(first, last))
        .values_list("direction", "treatment")
        .annotate(base=Sum("base_minor"), tax=Sum("tax_minor"), output=Sum("output_tax_minor"))
    )
    for direction, treatment, base, tax, output in rows:
        if direction == "relief":
            boxes["bad_debt_relief"] += tax
        elif treatment == "reverse_charge" and direction == "purchases":
            boxes["reverse_charge_base"] += base
            boxes["reverse_charge_output_tax"] += output
            boxes["reverse_charge_input_tax"] += tax
        elif treatment not in ("out_of_scope", "withholding"):
            boxes[f"{direction}_{treatment}_base"] += base
            if treatment == "standard":
                boxes[f"{direction}_standard_tax"] += tax
    boxes["net_tax"] = (
        boxes["sales_standard_tax"]
        + boxes["reverse_charge_output_tax"]
        - boxes["bad_debt_relief"]
        - boxes["purchases_standard_tax"]
        - boxes["reverse_charge_input_tax"]
    )
    return dict(boxes)


def _earns(role: str) -> bool:
    return TYPE_OF[role] in PROFIT_TYPES


def _profit(net: dict[int, int], chart: dict[int, Account]) -> ProfitAndLoss:
    income = [(account, -net[key]) for key, account in chart.items() if net.get(key) and account.kind == "income"]
    expenses = [(account, net[key]) for key, account in chart.items() if net.get(key) and account.kind == "expense"]
    return ProfitAndLoss(income, expenses)
