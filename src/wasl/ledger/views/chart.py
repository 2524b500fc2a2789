"""The chart of accounts, taxes and exchange rates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from wasl.core import formats
from wasl.core.cells import day_cell
from wasl.core.forms import KeyedForm
from wasl.core.listing import tabs
from wasl.core.pages import act_page, figure, page, press, sheet, today_of
from wasl.ledger import queries, services
from wasl.ledger.forms import AccountForm, RateForm, TaxForm, TaxRateForm
from wasl.ledger.labels import ROLE_LABELS, TREATMENT_LABELS, TYPE_LABELS
from wasl.ledger.models import Account, TaxRate
from wasl.ledger.rules import packs
from wasl.ledger.views.reports import crumb, lines_url


@page("ledger.view")
def accounts(request: HttpRequest) -> HttpResponse:
    """Show the chart of accounts with today's balances."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    base, kind = actor.company.base_currency, request.GET.get("type", "")
    net = queries.net_by_account(queries.movements(last=today))
    lang, may = formats.language(), actor.can("ledger.setup")
    chart = list(queries.accounts())

    def row(account: Account) -> dict[str, Any]:
        default = _("Default") if account.is_default else ""
        if may and not account.is_default:
            url = reverse("ledger:account_default", args=[account.pk])
            default = {"link": url, "text": _("Make default")}  # type: ignore[assignment]
        return {
            "url": reverse("ledger:account", args=[account.pk]),
            "cells": [
                {"code": account.code},
                account.display_name(lang),
                f"{ROLE_LABELS[account.role]}{f' · {account.currency}' if account.currency else ''}",
                default,
                figure(net.get(account.pk, 0), base, lines_url(account=account.pk, last=today), dash=True),
            ],
        }

    counts = {name: sum(account.kind == name for account in chart) for name in TYPE_LABELS} | {"": len(chart)}
    return sheet(
        request,
        title=_("Chart of accounts"),
        columns=[
            {"key": "code", "label": _("Code"), "link": True, "phone": "a", "by": lambda one: one.code},
            {"key": "name", "label": _("Account"), "phone": "b", "by": lambda one: one.name},
            {"key": "role", "label": _("Role"), "phone": "d", "by": lambda one: one.role},
            {"key": "default", "label": _("Default of its role"), "wide": True, "phone": "x"},
            {"key": "balance", "label": _("Balance"), "unit": formats.currency_word(base), "num": True, "phone": "e"}
            | {"by": lambda one: net.get(one.pk, 0)},
        ],
        rows=[account for account in chart if kind in ("", account.kind)],
        draw=lambda shown: [row(account) for account in shown],
        crumb=crumb(),
        views=tabs(request, "type", {"": _("All"), **TYPE_LABELS}, kind, counts),
        add={"url": reverse("ledger:account_new"), "label": _("New account")} if may else None,
        empty={"icon": "book", "title": _("No accounts")},
    )


@page("ledger.setup")
def account_new(request: HttpRequest) -> HttpResponse:
    """Add an account."""
    actor = request.actor  # type: ignore[attr-defined]
    return act_page(
        request,
        AccountForm(request.POST if request.method == "POST" else None),
        act="ledger.account",
        title=_("New account"),
        submit=_("Add"),
        crumb={"url": reverse("ledger:accounts"), "label": _("Chart of accounts")},
        do=lambda given: int(services.add_account(actor=actor, **_named(given, "code", "name", "name_ar", "role")).pk),
        then=lambda _key: reverse("ledger:accounts"),
        done=_("The account was added."),
    )


@page("ledger.setup")
def account_default(request: HttpRequest, account_id: int) -> HttpResponse:
    """Make an account the default of its role."""
    actor = request.actor  # type: ignore[attr-defined]
    account = queries.account(actor.lending("ledger.view"), account_id)
    back = reverse("ledger:accounts")
    if request.method == "POST":
        return press(
            request,
            act=f"ledger.account.default:{account.pk}",
            do=lambda: services.choose_default_account(actor=actor, account_id=account.pk),
            then=back,
            done=_("New postings use this account from now on."),
        )
    return act_page(
        request,
        KeyedForm(),
        act="",
        title=_("Default of its role"),
        intro=_("From now on the app posts “%(role)s” to %(account)s. What is posted stays where it is.")
        % {"role": ROLE_LABELS[account.role], "account": account.display_name(formats.language())},
        submit=_("Make default"),
        crumb={"url": back, "label": _("Chart of accounts")},
        do=lambda _given: 0,
        then=lambda _key: back,
        done="",
    )


@page("ledger.view")
def taxes(request: HttpRequest) -> HttpResponse:
    """Show the taxes with their dated rates and where these come from."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    lang, may = formats.language(), actor.can("ledger.setup")
    rows: list[Any] = []
    for row in queries.tax_rows(actor):
        tax = row.tax
        name = (tax.name_ar or tax.name) if lang == "ar" else tax.name
        current = next((rate for rate in row.rates if rate.valid_from <= today), None)
        rates: list[TaxRate | None] = [*row.rates] or [None]
        for rate in rates:
            head = rate is rates[0]
            rows.append(
                [
                    {"code": tax.code},
                    name,
                    TREATMENT_LABELS.get(tax.treatment, tax.treatment),
                    _from(rate.valid_from) if rate else "",
                    _in_force(rate, current),
                    _source(packs.said_in(rate.source, actor.company.country, lang)) if rate else "",
                    formats.format_percent(rate.percent) if rate else "",
                    {"link": reverse("ledger:tax_rate", args=[tax.pk]), "text": _("New rate")} if head and may else "",
                ]
            )
    new = {"url": reverse("ledger:tax_new"), "label": _("New tax"), "icon": "plus", "primary": True}
    return sheet(
        request,
        title=_("Taxes"),
        columns=[
            {"label": _("Code"), "phone": "x"},
            {"label": _("Name"), "phone": "b"},
            {"label": _("Treatment"), "phone": "x"},
            {"label": _("Valid from"), "phone": "x"},
            {"label": _("State"), "phone": "d"},
            {"label": _("Source"), "wide": True, "phone": "x", "cls": "w-text"},
            {"label": _("Percent"), "num": True, "phone": "e"},
            {"label": "", "phone": "a"},
        ],
        rows=rows,
        crumb=crumb(),
        actions=[new] if may else [],
        empty={"icon": "receipt-tax", "title": _("No taxes"), "url": new["url"], "action": _("New tax")},
    )


def _in_force(rate: TaxRate | None, current: TaxRate | None) -> Any:
    if rate is None:
        return ""
    if rate is current:
        return {"pill": _("In force"), "tone": "ok"}
    earlier = current is not None and rate.valid_from < current.valid_from
    return {"pill": _("Earlier") if earlier else _("Later")}


def _from(day: Any) -> Any:
    return _("Always") if day.year <= 1900 else {"code": day.isoformat()}


def _source(text: str) -> Any:
    if text.startswith("https://"):
        return format_html('<a class="lnk" href="{}" rel="noopener"><bdi class="n cut">{}</bdi></a>', text, text)
    return format_html("<bdi>{}</bdi>", text)


@page("ledger.setup")
def tax_new(request: HttpRequest) -> HttpResponse:
    """Add a tax code with its first rate."""
    actor = request.actor  # type: ignore[attr-defined]

    def do(given: dict[str, Any]) -> int:
        fields = _named(given, "code", "name", "treatment", "percent", "valid_from", "source")
        back = given["recoverable_percent"]
        return int(
            services.add_tax(actor=actor, recoverable_percent=Decimal(100) if back is None else back, **fields).pk
        )

    return act_page(
        request,
        TaxForm(request.POST if request.method == "POST" else None),
        act="ledger.tax",
        title=_("New tax"),
        submit=_("Add"),
        crumb={"url": reverse("ledger:taxes"), "label": _("Taxes")},
        do=do,
        then=lambda _key: reverse("ledger:taxes"),
        done=_("The tax was added."),
    )


@page("ledger.setup")
def tax_rate(request: HttpRequest, tax_id: int) -> HttpResponse:
    """Set the rate of a tax from a day on."""
    actor = request.actor  # type: ignore[attr-defined]
    tax = queries.tax(actor.lending("ledger.view"), tax_id)
    return act_page(
        request,
        TaxRateForm(request.POST if request.method == "POST" else None),
        act=f"ledger.tax.rate:{tax.pk}",
        title=_("New rate of %(tax)s") % {"tax": tax.code},
        intro=_("Documents dated before that day keep the rate they had."),
        submit=_("Add"),
        crumb={"url": reverse("ledger:taxes"), "label": _("Taxes")},
        do=lambda given: int(
            services.set_tax_rate(actor=actor, tax_id=tax.pk, **_named(given, "valid_from", "percent", "source")).pk
        ),
        then=lambda _key: reverse("ledger:taxes"),
        done=_("The rate was added."),
    )


@page("ledger.view")
def rates(request: HttpRequest) -> HttpResponse:
    """Show the exchange rates, the latest first."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    codes = queries.rate_currencies()
    found, unit = queries.rates(actor), formats.currency_word(actor.company.base_currency)
    chosen = request.GET.get("currency", "")
    if chosen:
        found = found.filter(currency=chosen)
    return sheet(
        request,
        title=_("Exchange rates"),
        columns=[
            {"key": "currency", "label": _("Currency"), "phone": "b", "by": "currency"},
            {"key": "date", "label": _("Valid from"), "phone": "a", "by": "date"},
            {"key": "rate", "label": _("Rate"), "unit": unit, "num": True, "phone": "e", "by": "rate"},
        ],
        rows=found,
        draw=lambda shown: [
            [{"code": row.currency}, day_cell(row.date, today), formats.format_number(row.rate)] for row in shown
        ],
        crumb=crumb(),
        views=tabs(request, "currency", {"": _("All"), **{code: code for code in codes}}, chosen) if codes else [],
        add={"url": reverse("ledger:rate_new"), "label": _("New exchange rate")} if actor.can("rate.edit") else None,
        empty={
            "icon": "arrows-exchange",
            "title": _("No exchange rates"),
            "text": _("Documents in a foreign currency need the rate of their day."),
        },
    )


@page("rate.edit")
def rate_new(request: HttpRequest) -> HttpResponse:
    """Set an exchange rate from a day on."""
    actor = request.actor  # type: ignore[attr-defined]
    posted = request.POST if request.method == "POST" else None
    initial = {"date": today_of(request).isoformat(), "currency": request.GET.get("currency", "")}
    return act_page(
        request,
        RateForm(posted, base=actor.company.base_currency, initial=initial),
        act="ledger.rate",
        title=_("New exchange rate"),
        intro=_("It holds until a later rate. What is posted keeps the rate it had."),
        submit=_("Add"),
        crumb={"url": reverse("ledger:rates"), "label": _("Exchange rates")},
        do=lambda given: int(
            services.set_exchange_rate(actor=actor, currency=given["currency"], on=given["date"], rate=given["rate"]).pk
        ),
        then=lambda _key: reverse("ledger:rates"),
        done=_("The rate was added."),
    )


def _named(given: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: given[name] for name in names}
