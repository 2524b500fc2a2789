"""Pages of bank and cash accounts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wasl.banking import queries, services
from wasl.banking.forms import AccountForm, FeeForm
from wasl.core import formats
from wasl.core.pages import act_page, amount, figure, money, page, sheet, today_of
from wasl.ledger.labels import ROLE_LABELS
from wasl.ledger.views.lines import entry_code
from wasl.ledger.views.reports import lines_url


@page("bank_account.view")
def accounts(request: HttpRequest) -> HttpResponse:
    """Show where the money lies: each account in its own currency and in base."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    base, lang = actor.company.base_currency, formats.language()
    found = queries.money_accounts(actor, today)
    opens = actor.can("ledger.view")
    fee = {"url": reverse("banking:fee_new"), "label": _("Bank fee"), "icon": "minus"}
    return sheet(
        request,
        title=_("Bank and cash"),
        columns=[
            {"key": "account", "label": _("Account"), "link": opens, "phone": "b", "by": lambda row: row.account.name},
            {"key": "kind", "label": _("Kind"), "phone": "d", "by": lambda row: (row.account.role, row.bank_name)},
            {"key": "iban", "label": _("IBAN"), "wide": True, "phone": "x"},
            {"key": "balance", "label": _("Balance"), "num": True, "phone": "a"},
            {"key": "base", "label": _("In base currency"), "unit": formats.currency_word(base), "num": True}
            | {"phone": "e", "by": lambda row: row.base_minor},
        ],
        rows=found,
        draw=lambda shown: [
            {
                "url": reverse("ledger:account", args=[row.account.pk]) if opens else "",
                "cells": [
                    row.account.display_name(lang),
                    " · ".join(filter(None, (str(ROLE_LABELS[row.account.role]), row.bank_name))),
                    {"code": row.iban} if row.iban else "",
                    amount(row.own_minor, row.account.currency or base, base),
                    figure(row.base_minor, base, lines_url(account=row.account.pk, last=today) if opens else ""),
                ],
            }
            for row in shown
        ],
        total=[_("Total"), "", "", "", figure(sum(row.base_minor for row in found), base)],
        actions=[fee] if actor.can("bank_fee.post") else [],
        add={"url": reverse("banking:new"), "label": _("New account")} if actor.can("bank_account.manage") else None,
        empty={"icon": "building-bank", "title": _("No accounts")},
    )


def _back() -> dict[str, str]:
    return {"url": reverse("banking:accounts"), "label": _("Bank and cash")}


@page("bank_account.manage")
def new(request: HttpRequest) -> HttpResponse:
    """Open a bank or cash account."""
    actor = request.actor  # type: ignore[attr-defined]
    names = ("name", "currency", "role", "name_ar", "bank_name", "iban")
    return act_page(
        request,
        AccountForm(request.POST if request.method == "POST" else None, base=actor.company.base_currency),
        act="banking.account",
        title=_("New account"),
        submit=_("Add"),
        crumb=_back(),
        do=lambda given: int(services.add_bank_account(actor=actor, **{name: given[name] for name in names}).pk),
        then=lambda _key: reverse("banking:accounts"),
        done=_("The account was added."),
    )


@page("bank_fee.post")
def fee_new(request: HttpRequest) -> HttpResponse:
    """Record a charge of the bank."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    base, lang = actor.company.base_currency, formats.language()
    rows = queries.money_accounts(actor.lending("bank_account.view"), today)
    options = [(row.account.pk, row.account.display_name(lang)) for row in rows if row.account.currency == base]

    def do(given: dict[str, Any]) -> int:
        fee = services.record_bank_fee(
            actor=actor,
            account_id=given["account"],
            on=given["date"],
            net_minor=given["net_minor"],
            tax_id=given["tax"],
            department_id=given.get("department"),
            memo=given["memo"],
        )
        return int(fee.pk)

    return act_page(
        request,
        FeeForm(
            request.POST if request.method == "POST" else None,
            base=base,
            today=today,
            accounts=options,
            initial={"date": today.isoformat()},
        ),
        act="banking.fee",
        title=_("Bank fee"),
        submit=pgettext("button", "Record"),
        crumb=_back(),
        do=do,
        then=lambda key: reverse("banking:fee", args=[key]),
        done=_("The fee was recorded."),
    )


@page("bank_account.view")
def fee(request: HttpRequest, fee_id: int) -> HttpResponse:
    """Show a charge of the bank."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    base, row = actor.company.base_currency, queries.bank_fee(actor, fee_id)
    pairs: list[dict[str, Any]] = [
        {"label": _("Account"), "value": row.account.display_name(formats.language())},
        {"label": _("Date"), "value": formats.format_date(row.date, None, today)},
        {"label": _("Amount without tax"), "value": money(row.net_minor, base)},
        {"label": _("Tax"), "value": money(row.tax_minor, base)},
        {"label": _("Description"), "value": row.memo or "–"},
    ]
    if row.entry is not None and actor.can("ledger.view"):
        url = reverse("ledger:entry", args=[row.entry_id])
        pairs.append({"label": _("Journal entry"), "value": entry_code(row.entry), "url": url})
    return render(request, "banking/fee.html", {"pairs": pairs})
