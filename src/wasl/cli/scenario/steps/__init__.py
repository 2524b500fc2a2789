"""What each step does: one call of the services that pages and programs call too."""

from __future__ import annotations

from collections.abc import Callable

from wasl.cli.scenario.steps import billing, books, setting
from wasl.cli.scenario.world import Fields, Ref, World

HANDLERS: dict[str, Callable[[World, Fields], Ref | None]] = {
    "department": setting.department,
    "party": setting.party,
    "employee": setting.employee,
    "cost_rate": setting.cost_rate,
    "service": setting.service,
    "product": setting.service,
    "tax": setting.tax,
    "bank": setting.bank,
    "rate": setting.rate,
    "project": setting.project,
    "billing_rule": setting.billing_rule,
    "quote": billing.quote,
    "invoice": billing.invoice,
    "credit_note": billing.credit_note,
    "payment": billing.payment,
    "apply": billing.apply,
    "refund": billing.refund,
    "write_off": billing.write_off,
    "time": billing.time,
    "bill_project": billing.bill_project,
    "expense": books.expense,
    "reimburse": books.reimburse,
    "bank_fee": books.bank_fee,
    "journal": books.journal,
    "reverse": books.reverse,
    "edit": books.edit,
    "lock_period": books.lock_period,
    "close_year": books.close_year,
}
