"""What employees are owed, and paying them back."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.core import formats
from wasl.core.cells import day_cell
from wasl.core.pages import act_page, linked, money, nothing_to_do, page, sheet, today_of
from wasl.ledger.views.lines import entry_code
from wasl.payables import queries, services
from wasl.payables.forms import ReimburseForm, ReimbursementFilterForm
from wasl.payables.models import Reimbursement


@page("claim.reimburse")
def owed(request: HttpRequest) -> HttpResponse:
    """Show what each employee is owed."""
    actor = request.actor  # type: ignore[attr-defined]
    base, lang = actor.company.base_currency, formats.language()
    found = queries.owed_to_employees(actor)
    return sheet(
        request,
        title=_("Owed to employees"),
        columns=[
            {
                "key": "employee",
                "label": _("Employee"),
                "phone": "b",
                "by": lambda one: one.employee.display_name(lang),
            },
            {"key": "expenses", "label": _("Expenses"), "num": True, "phone": "a", "named": True}
            | {"by": lambda one: one.count},
            {
                "key": "owed",
                "label": _("Owed"),
                "unit": formats.currency_word(base),
                "num": True,
                "cls": "m",
                "phone": "e",
                "by": lambda one: one.open_minor,
            },
            {"label": "", "phone": "d", "link": True},
        ],
        rows=found,
        draw=lambda shown: [
            {
                "url": reverse("payables:reimburse", args=[one.employee.pk]),
                "cells": [
                    {"person": one.employee.display_name(lang)},
                    str(one.count),
                    formats.format_minor(one.open_minor, base),
                    _("Reimburse"),
                ],
            }
            for one in shown
        ],
        total=[_("Total"), "", formats.format_minor(sum(one.open_minor for one in found), base), ""],
        crumb={"url": reverse("payables:claims"), "label": _("Expenses")},
        actions=[{"url": reverse("payables:reimbursements"), "label": _("Reimbursements"), "icon": "history"}],
        empty={
            "icon": "circle-check",
            "title": _("Nobody is owed anything"),
            "text": _("Approved expenses that an employee paid wait here to be paid back."),
        },
    )


@page("claim.reimburse")
def reimburse(request: HttpRequest, employee_id: int) -> HttpResponse:
    """Pay an employee back, the oldest claim first."""
    actor = request.actor  # type: ignore[attr-defined]
    base = actor.company.base_currency
    one = queries.owed_to(actor, employee_id)
    name = one.employee.display_name(formats.language())
    title, back = _("Reimburse %(name)s") % {"name": name}, reverse("payables:owed")
    crumb = {"url": back, "label": _("Owed to employees")}
    if not one.open_minor and (
        said := nothing_to_do(request, title=title, crumb=crumb, empty=_nothing_owed(name, back))
    ):
        return said

    def do(given: dict[str, Any]) -> int:
        row = services.reimburse(
            actor=actor,
            employee_id=one.employee.pk,
            on=given["date"],
            account_id=given["account"],
            amount_minor=given["amount_minor"],
        )
        return int(row.pk)

    return act_page(
        request,
        ReimburseForm(
            request.POST if request.method == "POST" else None,
            base=base,
            initial={"date": today_of(request).isoformat()},
        ),
        act=f"payables.reimburse:{one.employee.pk}",
        title=title,
        effect=[{"label": _("Owed"), "value": money(one.open_minor, base)}],
        submit=_("Reimburse"),
        crumb=crumb,
        do=do,
        then=lambda key: reverse("payables:reimbursement", args=[key]),
        done=_("The payment to the employee was recorded."),
    )


def _nothing_owed(name: str, back: str) -> dict[str, str]:
    return {
        "icon": "circle-check",
        "title": _("%(name)s is owed nothing") % {"name": name},
        "text": _("Expenses are paid back once they are approved."),
        "url": f"{reverse('payables:claims')}?view=waiting",
        "action": _("Expenses that wait for approval"),
        "more_url": back,
        "more": _("Owed to employees"),
    }


@page("claim.reimburse")
def reimbursements(request: HttpRequest) -> HttpResponse:
    """Show what was paid back, to whom and for which claims, newest first."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    base, lang = actor.company.base_currency, formats.language()
    form = ReimbursementFilterForm(request.GET, actor)
    found = queries.reimbursements(actor, **form.asked())
    sums = found.order_by().aggregate(count=Count("pk"), total=Sum("amount_minor"))

    def draw(shown: list[Reimbursement]) -> list[dict[str, Any]]:
        paid = queries.paid_claims(row.pk for row in shown)
        return [
            {
                "url": reverse("payables:reimbursement", args=[row.pk]),
                "cells": [
                    {"code": row.number},
                    {"person": row.employee.display_name(lang)},
                    day_cell(row.date, today),
                    " · ".join(one.label for one in paid.get(row.pk, ())),
                    row.account.display_name(lang),
                    formats.format_minor(row.amount_minor, base),
                ],
            }
            for row in shown
        ]

    unit = formats.currency_word(base)
    return sheet(
        request,
        title=_("Employee reimbursements"),
        columns=[
            {"key": "number", "label": _("Number"), "link": True, "phone": "a", "by": "number"},
            {"key": "employee", "label": _("Employee"), "phone": "b", "by": "employee__name"},
            {"key": "date", "label": _("Date"), "phone": "d", "by": "date"},
            {"key": "expenses", "label": _("Expenses"), "phone": "x"},
            {"key": "account", "label": _("From"), "wide": True, "phone": "x", "by": "account__code"},
            {"key": "amount", "label": _("Amount"), "unit": unit, "num": True, "cls": "m", "phone": "e"}
            | {"by": "amount_minor"},
        ],
        rows=found,
        count=sums["count"],
        draw=draw,
        total=[_("Total"), "", "", "", "", formats.format_minor(sums["total"] or 0, base)],
        crumb={"url": reverse("payables:owed"), "label": _("Owed to employees")},
        filter_form=form,
        empty={
            "icon": "wallet",
            "title": _("Nothing was paid back"),
            "text": _("What is paid back to an employee stands here, with the expenses it was for."),
        },
    )


@page("claim.reimburse")
def reimbursement(request: HttpRequest, reimbursement_id: int) -> HttpResponse:
    """Show what was paid back to an employee at once, and the claims it was for."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    base, lang = actor.company.base_currency, formats.language()
    row = queries.reimbursement(actor, reimbursement_id)
    pairs: list[dict[str, Any]] = [
        {"label": _("Employee"), "value": row.employee.display_name(lang)},
        {"label": _("Date"), "value": formats.format_date(row.date, None, today)},
        {"label": _("From"), "value": row.account.display_name(lang)},
        {"label": _("Amount"), "value": money(row.amount_minor, base)},
    ]
    if row.entry is not None and actor.can("ledger.view"):
        url = reverse("ledger:entry", args=[row.entry_id])
        pairs.append({"label": _("Journal entry"), "value": entry_code(row.entry), "url": url})
    return render(
        request,
        "payables/reimbursement.html",
        {
            "reimbursement": row,
            "pairs": pairs,
            "columns": [
                {"label": _("Expense"), "phone": "b"},
                {"label": _("Date"), "phone": "d"},
                {"label": _("Amount"), "unit": formats.currency_word(base), "num": True, "cls": "m", "phone": "e"},
            ],
            "rows": [
                [
                    linked(reverse("payables:claim", args=[one.claim_id]), one.label),
                    formats.format_date(one.date, None, today),
                    formats.format_minor(one.amount_minor, base),
                ]
                for one in queries.paid_claims([row.pk]).get(row.pk, ())
            ],
            "total": [_("Total"), "", formats.format_minor(row.amount_minor, base)],
        },
    )
