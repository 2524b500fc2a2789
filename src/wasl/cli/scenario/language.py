"""Describe the scenario language: its steps, their fields, and the type of each.

Which fields a step has, and which it needs, is said by `language.json` (it comes with the language and
is read by other tools too). Which type each field has is said here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LANGUAGE: dict[str, Any] = json.loads(Path(__file__).with_name("language.json").read_text(encoding="utf-8"))

VERSION: int = _LANGUAGE["version"]
STEP_META: tuple[str, ...] = tuple(_LANGUAGE["step_meta"])
ROLES: tuple[str, ...] = tuple(role for roles in _LANGUAGE["roles"].values() for role in roles)
ERROR_CODES: tuple[str, ...] = tuple(_LANGUAGE["errors"])
FILE_FIELDS: tuple[str, ...] = ("scenario", "name", "description", "tags", "steps", "expect")


@dataclass(frozen=True)
class Text:
    """A name, a reference or words; `blank` lets it be empty. A bare number is taken by its literal text."""

    blank: bool = False


@dataclass(frozen=True)
class Currency:
    """An ISO 4217 code."""


@dataclass(frozen=True)
class Number:
    """A decimal, read from its literal text; `whole` allows no fraction and `least` bounds it from below."""

    whole: bool = False
    least: int | None = None


@dataclass(frozen=True)
class Day:
    """A calendar date, YYYY-MM-DD."""


@dataclass(frozen=True)
class Flag:
    """True or false, as YAML 1.1 reads them."""


@dataclass(frozen=True)
class Choice:
    """One of a few words; `noun` names them in a message."""

    options: tuple[str, ...]
    noun: str = ""


@dataclass(frozen=True)
class ListOf:
    """A list whose items are all of one type."""

    item: FieldType


@dataclass(frozen=True)
class OneOrMore:
    """One item, or a list of such items; always read as a list."""

    item: FieldType


@dataclass(frozen=True)
class MappingOf:
    """A mapping from names to one type; `keys` (if any) are the names there are, `noun` what they are."""

    value: FieldType
    keys: tuple[str, ...] = ()
    noun: str = "field"


@dataclass(frozen=True)
class Record:
    """A mapping with named fields. Of `one_of`, at least one group must be there as a whole."""

    fields: dict[str, FieldType]
    required: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Anything:
    """A value of any kind: what a document refuses to be changed to."""


FieldType = Text | Currency | Number | Day | Flag | Choice | ListOf | OneOrMore | MappingOf | Record | Anything

ROLE = Choice(ROLES, noun="role")
TEXT, CURRENCY, NUMBER, DAY, FLAG = Text(), Currency(), Number(), Day(), Flag()


def _all(kind: FieldType, names: str) -> dict[str, FieldType]:
    return dict.fromkeys(names.split(), kind)


_COMMON: dict[str, FieldType] = {
    **_all(TEXT, "name country tax_number employee department tax project customer party item ref from_quote"),
    **_all(TEXT, "deposit invoice bill bank withholding supplier_number product of milestone"),
    **_all(NUMBER, "cost_rate rate price recoverable markup amount discount_amount discount_percent fee hours"),
    **_all(NUMBER, "percent qty unit_cost debit credit foreign net weight gross employer deductions"),
    **_all(DAY, "date from to due upto auto_reverse as_of"),
    **_all(FLAG, "stock prices_include_tax full billable tax_relief balances_complete"),
    "currency": CURRENCY,
    "terms": Number(whole=True, least=0),
    "line": Number(whole=True, least=1),
    "method": Choice(("days", "months")),
    "role": ROLE,
    "rounding": Choice(("half_up", "half_even")),
    "tax_rounding": Choice(("document", "line")),
    "time_cost": Choice(("memo", "ledger")),
    "treatment": Choice(
        ("standard", "zero", "exempt", "out_of_scope", "reverse_charge", "withholding"), noun="treatment"
    ),
    "paid_by": Choice(("employee", "card", "bank")),
}


def _record(names: list[str], required: str = "", **own: FieldType) -> Record:
    """Return a record of fields that are typed by name, but for those in `own`."""
    return Record({name: own.get(name) or _COMMON[name] for name in names}, tuple(required.split()))


_DEFER = _record(_LANGUAGE["defer"], "from to")
_LINES = ListOf(_record(_LANGUAGE["line"], defer=_DEFER))
_JOURNAL_LINES = ListOf(_record(_LANGUAGE["journal_line"], "role"))
_OPENING_LINES = ListOf(_record(_LANGUAGE["opening_line"], "role"))
_OPENING_ITEMS = ListOf(_record(_LANGUAGE["opening_item"], "ref party amount"))
_APPLY_ITEMS = ListOf(_record(_LANGUAGE["apply_item"], "to", to=TEXT))
_OFFSETS = ListOf(_record(_LANGUAGE["offset_item"], "deposit"))
_MILESTONES = ListOf(_record(["name", "amount"], "name amount"))
_SPLIT = ListOf(_record(["department", "weight"], "department weight"))
_PAYSLIPS = ListOf(_record(["employee", "gross", "employer", "deductions", "split"], "employee gross", split=_SPLIT))

_TAX_BOXES: tuple[str, ...] = (
    "sales_standard_base",
    "sales_standard_tax",
    "sales_zero_base",
    "sales_exempt_base",
    "sales_reverse_charge_base",
    "purchases_standard_base",
    "purchases_standard_tax",
    "purchases_zero_base",
    "purchases_exempt_base",
    "reverse_charge_base",
    "reverse_charge_output_tax",
    "reverse_charge_input_tax",
    "bad_debt_relief",
    "net_tax",
)


def _numbers(names: str, **others: FieldType) -> dict[str, FieldType]:
    return {**_all(NUMBER, names), **others}


_AGEING_KEYS = _numbers("not_due d1_30 d31_60 d61_90 d90_plus unapplied total", party=TEXT)
_STATES = Choice(("open", "partly_settled", "settled", "reversed", "invoiced"), noun="state")
_RANGE: dict[str, FieldType] = {"from": DAY, "to": DAY}
_BY = _all(TEXT, "name party project department employee")

EXPECTATIONS: dict[str, FieldType] = {
    "as_of": DAY,
    "balances": MappingOf(NUMBER, ROLES, "role"),
    "balances_complete": FLAG,
    "balances_by": ListOf(Record({"role": ROLE, "amount": NUMBER, "currency": CURRENCY, **_BY}, ("role", "amount"))),
    "documents": MappingOf(Record(_numbers("net tax total prepaid open unapplied", state=_STATES))),
    "ageing": Record(dict.fromkeys(("receivable", "payable"), Record(_AGEING_KEYS))),
    "tax_return": Record({**_RANGE, "boxes": MappingOf(NUMBER, _TAX_BOXES, "box")}, ("from", "to", "boxes")),
    "project_profit": MappingOf(Record(_numbers("revenue direct_cost time_cost profit unbilled"))),
    "pnl": OneOrMore(
        Record(
            {
                **_RANGE,
                **_numbers("income expenses profit", department=TEXT, project=TEXT),
                "roles": MappingOf(NUMBER, ROLES, "role"),
            },
            ("from", "to"),
        )
    ),
    "balance_sheet": Record(_numbers("assets liabilities equity")),
    "cash_flow": Record(
        {**_RANGE, **_numbers("opening operating investing financing fx_effect closing")}, ("from", "to")
    ),
    "stock": MappingOf(Record(_numbers("qty value"))),
    "numbering": Record(
        dict.fromkeys(
            ("invoice", "credit_note", "bill", "payment", "journal"),
            Record({"count": Number(whole=True, least=0), "gapless": FLAG}),
        )
    ),
}

_DOCUMENTS = ("quote", "invoice", "credit_note", "bill", "bill_credit", "expense")
_OWN: dict[str, dict[str, FieldType]] = {
    "party": {"kind": Choice(("customer", "supplier", "both"))},
    "billing_rule": {
        "kind": Choice(("fixed", "milestone", "time_materials", "retainer")),
        "milestones": _MILESTONES,
        "rates": MappingOf(NUMBER),
    },
    "opening": {"lines": _OPENING_LINES, "receivables": _OPENING_ITEMS, "payables": _OPENING_ITEMS},
    **{document: {"lines": _LINES} for document in _DOCUMENTS},
    "invoice": {
        "lines": _LINES,
        "kind": Choice(("standard", "deposit")),
        "offset_deposits": _OFFSETS,
    },
    "credit_note": {"lines": _LINES, "apply": FLAG},
    "bill_credit": {"lines": _LINES, "apply": FLAG},
    "payment": {"apply": _APPLY_ITEMS},
    "bill_payment": {"apply": _APPLY_ITEMS},
    "apply": {"from": TEXT, "to": TEXT},
    "refund": {"from": TEXT},
    "journal": {"lines": _JOURNAL_LINES},
    "bill_project": {"time": ListOf(TEXT)},
    "payroll_run": {"employees": _PAYSLIPS},
    "edit": {"set": MappingOf(Anything())},
    "expect": EXPECTATIONS,
}

NEEDED_BY_BILLING_KIND: dict[str, tuple[str, ...]] = {
    "fixed": ("amount",),
    "milestone": ("milestones",),
    "time_materials": ("rates",),
    "retainer": ("amount", "from", "to"),
}


def takes_the_date_of_as_of(step: str) -> bool:
    """Say whether a step without `date` takes that of the last `as_of`: all that have one, but `rate`."""
    return step != "rate" and "date" in _LANGUAGE["steps"][step].get("required", ())


def _steps() -> dict[str, Record]:
    """Return each step's record; `as_of`, whose value is a bare date, is read as its field `date`."""
    steps: dict[str, Record] = {}
    for step, said in _LANGUAGE["steps"].items():
        if "value" in said:
            steps[step] = Record({"date": DAY}, ("date",))
            continue
        own = _OWN.get(step, {})
        required = tuple(said.get("required", ()))
        names = [*required, *said["optional"]]
        steps[step] = Record(
            {name: own.get(name) or _COMMON[name] for name in names},
            required,
            tuple(tuple(group) for group in said.get("one_of", ())),
        )
    return steps


STEPS: dict[str, Record] = _steps()
