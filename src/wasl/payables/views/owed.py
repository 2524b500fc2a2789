"""What employees are owed, and paying them back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wasl.core import formats
from wasl.core.pages import act_page, money, page, sheet, today_of
from wasl.payables import queries, services
from wasl.payables.forms import ReimburseForm


@page("claim.reimburse")
def owed(request: HttpRequest) -> HttpResponse:
    """Show what each employee is owed."""
    actor = request.actor  # type: ignore[attr-defined]
    base = actor.company.base_currency
    found = queries.owed_to_employees(actor)
    return sheet(
        request,
        title=_("Owed to employees"),
        columns=[
            {"label": _("Employee"), "phone": "b"},
            {"label": _("Expenses"), "num": True, "phone": "a"},
            {"label": _("Owed"), "unit": formats.currency_word(base), "num": True, "cls": "m", "phone": "e"},
            {"label": "", "phone": "d"},
        ],
        rows=[
            [
                {"person": one.employee.display_name(get_language() or "en")},
                str(one.count),
                formats.format_minor(one.open_minor, base),
                {"link": reverse("payables:reimburse", args=[one.employee.pk]), "text": _("Pay back")},
            ]
            for one in found
        ],
        total=[_("Total"), "", formats.format_minor(sum(one.open_minor for one in found), base), ""],
        crumb={"url": reverse("payables:claims"), "label": _("Expenses")},
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
        title=_("Pay %(name)s back") % {"name": one.employee.display_name(get_language() or "en")},
        effect=[{"label": _("Owed"), "value": money(one.open_minor, base)}],
        submit=_("Pay back"),
        crumb={"url": reverse("payables:owed"), "label": _("Owed to employees")},
        do=do,
        then=lambda _key: reverse("payables:owed"),
        done=_("The payment to the employee was recorded."),
    )
