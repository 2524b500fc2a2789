"""The rows behind a figure of a report: their sum is the figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Sum, When

from wasl.core.errors import NotFound
from wasl.ledger.models import Line, TaxLine
from wasl.ledger.queries.balances import BEGINNING
from wasl.ledger.queries.cash import FINANCING, INVESTING
from wasl.ledger.rules.roles import MONEY_ROLES, ROLE_TYPES

DEBIT, CREDIT = "debit", "credit"
FLOWS = ("opening", "operating", "investing", "financing", "fx_effect", "closing")


@dataclass(frozen=True)
class LineFilter:
    """Which lines: by date, account, role or type of account, and dimension; 0 means 'none' of a dimension.

    `without_role` leaves a role out; `project_ids` keeps the lines of any of some projects.
    """

    last: date
    first: date = BEGINNING
    account_id: int | None = None
    role: str = ""
    without_role: str = ""
    types: tuple[str, ...] = ()
    project_ids: tuple[int, ...] = ()
    party_id: int | None = None
    project_id: int | None = None
    department_id: int | None = None
    employee_id: int | None = None
    side: str = ""
    flow: str = ""
    with_closing: bool = True


@dataclass(frozen=True)
class LineSums:
    """What some lines come to, in base minor units."""

    count: int
    debit_minor: int
    credit_minor: int

    @property
    def net_minor(self) -> int:
        """Return debits less credits."""
        return self.debit_minor - self.credit_minor


def found_lines(asked: LineFilter) -> QuerySet[Line]:
    """Return the lines that a filter asks for, newest first."""
    rows = Line.objects.select_related("entry", "account", "party", "project")
    rows = rows.filter(_in_flow(asked)) if asked.flow else rows.filter(date__range=(asked.first, asked.last))
    roles = [role for kind in asked.types for role in ROLE_TYPES.get(kind, ())] or ([asked.role] if asked.role else [])
    if asked.account_id:
        rows = rows.filter(account_id=asked.account_id)
    if roles:
        rows = rows.filter(account__role__in=roles)
    if asked.without_role:
        rows = rows.exclude(account__role=asked.without_role)
    if asked.project_ids:
        rows = rows.filter(project_id__in=asked.project_ids)
    for name in ("party_id", "project_id", "department_id", "employee_id"):
        key = getattr(asked, name)
        if key is not None:
            rows = rows.filter(**({name: key} if key else {f"{name}__isnull": True}))
    if asked.side:
        rows = rows.filter(base_minor__gt=0) if asked.side == DEBIT else rows.filter(base_minor__lt=0)
    if not asked.with_closing:
        rows = rows.filter(closing=False)
    return rows.order_by("-date", "-pk")


def sums_of(rows: QuerySet[Line]) -> LineSums:
    """Return how many lines there are and what they come to."""
    debit = Sum(Case(When(base_minor__gt=0, then=F("base_minor")), default=0))
    credit = Sum(Case(When(base_minor__lt=0, then=-F("base_minor")), default=0))
    found = rows.order_by().aggregate(debit=debit, credit=credit)
    return LineSums(rows.count(), int(found["debit"] or 0), int(found["credit"] or 0))


def _in_flow(asked: LineFilter) -> Q:
    """Return which money lines stand behind a figure of the cash flow: as `cash_flow` classes whole entries."""
    money = Q(account__role__in=MONEY_ROLES)
    within = Q(date__range=(asked.first, asked.last))
    opening = Q(entry__source_kind="ledger.opening")
    if asked.flow == "opening":
        return money & (Q(date__lt=asked.first) | (within & opening))
    if asked.flow == "closing":
        return money & Q(date__lte=asked.last)
    others = Line.objects.filter(entry_id=OuterRef("entry_id")).exclude(account__role__in=MONEY_ROLES)
    investing = Exists(others.filter(account__role__in=INVESTING))
    financing = Exists(others.filter(account__role__in=FINANCING))
    unrealised = Exists(others.filter(account__role="fx_unrealised")) & ~Exists(
        others.exclude(account__role="fx_unrealised")
    )
    classes = {
        "investing": Q(investing),
        "financing": ~Q(investing) & Q(financing),
        "fx_effect": Q(unrealised),
        "operating": ~Q(investing) & ~Q(financing) & ~Q(unrealised),
    }
    return money & within & ~opening & classes[asked.flow]


@dataclass(frozen=True)
class Box:
    """Which tax lines make a box of the return, and which of their amounts counts."""

    column: str
    direction: str
    treatment: str = ""


def box_of(name: str) -> Box:
    """Return what a box of `tax_boxes` is made of.

    :raises NotFound: there is no such box.
    """
    special = {
        "bad_debt_relief": Box("tax_minor", "relief"),
        "reverse_charge_base": Box("base_minor", "purchases", "reverse_charge"),
        "reverse_charge_output_tax": Box("output_tax_minor", "purchases", "reverse_charge"),
        "reverse_charge_input_tax": Box("tax_minor", "purchases", "reverse_charge"),
    }
    if name in special:
        return special[name]
    direction, _, rest = name.partition("_")
    treatment, _, column = rest.rpartition("_")
    if direction not in ("sales", "purchases") or column not in ("base", "tax") or not treatment:
        raise NotFound()
    return Box(f"{column}_minor", direction, treatment)


def tax_lines_of(name: str, *, first: date, last: date) -> QuerySet[TaxLine]:
    """Return the tax lines behind a box, newest first."""
    box = box_of(name)
    rows = TaxLine.objects.filter(date__range=(first, last), direction=box.direction)
    if box.treatment:
        rows = rows.filter(treatment=box.treatment)
    return rows.select_related("tax", "entry").order_by("-date", "-pk")


def sum_of_box(name: str, *, first: date, last: date) -> int:
    """Return the sum of the tax lines behind a box."""
    found = tax_lines_of(name, first=first, last=last).order_by().aggregate(total=Sum(box_of(name).column))
    return int(found["total"] or 0)


def entry_sizes(entry_ids: list[int]) -> dict[int, int]:
    """Return what entries come to: the sum of their debits."""
    rows = Line.objects.filter(entry_id__in=entry_ids, base_minor__gt=0)
    return dict(rows.values_list("entry_id").annotate(size=Sum("base_minor")))
