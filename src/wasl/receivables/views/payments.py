"""Payments and refunds."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.core import formats
from wasl.core.cells import day_cell
from wasl.core.errors import NotFound
from wasl.core.listing import searched
from wasl.core.pages import act_page, amount, figure, linked, money, page, sheet, summed, today_of
from wasl.core.picking import key_of
from wasl.ledger.forms import CustomerFilterForm, DayOfActForm
from wasl.ledger.views.lines import entry_code
from wasl.receivables import queries, services
from wasl.receivables.forms import PaymentForm, apply_name
from wasl.receivables.labels import applied_name, applied_url, timeline
from wasl.receivables.models import Payment
from wasl.receivables.pdf import LANGUAGES, voucher_pdf
from wasl.receivables.queries import PaymentPage
from wasl.receivables.views.acts import apply_item_page, refund_item_page


@page("payment.view")
def payments(request: HttpRequest) -> HttpResponse:
    """Show payments, newest first, with what of each is not applied."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    base, lang = actor.company.base_currency, formats.language()
    form = CustomerFilterForm(request.GET, actor)
    found = queries.payments(actor, text=searched(request.GET), **form.asked())
    return sheet(
        request,
        title=_("Payments"),
        columns=[
            {"key": "number", "label": _("Number"), "link": True, "phone": "a", "by": "number"},
            {"key": "customer", "label": _("Customer"), "phone": "b", "by": "party__name"},
            {"key": "date", "label": _("Date"), "phone": "x", "by": "date"},
            {"key": "account", "label": _("Into"), "wide": True, "phone": "x", "by": "account__code"},
            {"key": "reference", "label": _("Reference"), "extra": True, "phone": "x", "by": "reference"},
            {"key": "state", "label": _("State"), "phone": "d"},
            {"key": "left", "label": _("Not applied"), "num": True, "extra": True, "phone": "x", "by": "left_minor"},
            {"key": "amount", "label": _("Amount"), "unit": formats.currency_word(base), "num": True, "cls": "m"}
            | {"phone": "e", "by": "amount_minor"},
        ],
        total=[_("Total"), "", "", "", "", "", "", figure(queries.paid_sum(found, base), base)],
        filter_form=form,
        rows=found,
        draw=lambda shown: [
            {
                "url": reverse("receivables:payment", args=[row.pk]),
                "cells": [
                    {"code": row.number},
                    {"organisation": row.party.display_name(lang)},
                    day_cell(row.date, today),
                    row.account.display_name(lang),
                    {"code": row.reference} if row.reference else "",
                    state_of(row, row.left_minor),
                    amount(row.left_minor, row.currency, base) if row.left_minor else "",
                    amount(row.amount_minor, row.currency, base),
                ],
            }
            for row in shown
        ],
        searched=True,
        placeholder=_("Search by number, customer or amount"),
        actions=[{"url": reverse("receivables:refunds"), "label": _("Refunds")}],
        add={"url": reverse("receivables:payment_new"), "label": _("Payment"), "action": _("Record payment")}
        if actor.can("payment.post")
        else None,
        empty={
            "icon": "cash",
            "title": _("No payments yet"),
            "text": _("Record what a customer paid: it settles invoices, or stays as an advance."),
        },
    )


def state_of(payment: Payment, left_minor: int) -> dict[str, str]:
    """Return the state of a payment as a pill."""
    if payment.reversed_on:
        return {"pill": _("Reversed"), "tone": ""}
    if left_minor:
        return {"pill": _("Advance left"), "tone": "info"}
    return {"pill": _("Applied"), "tone": "ok"}


@page("payment.post")
def new(request: HttpRequest) -> HttpResponse:
    """Record a payment: choose the customer, and what it settles."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    posted = request.POST if request.method == "POST" else None
    asked = (posted or request.GET).get("party", "")
    party_id = key_of(asked)
    items = queries.open_invoices(party_id) if party_id else []
    initial = _initial(request, items, party_id, today.isoformat())
    form = PaymentForm(posted, actor=actor, today=today, items=items, initial=initial)

    def do(given: dict[str, Any]) -> int:
        payment = services.receive_payment(
            actor=actor,
            party_id=given["party"],
            on=given["date"],
            amount_minor=given["amount_minor"],
            account_id=given["account"],
            currency=given["currency"],
            apply=[services.Apply(key, minor) for key, minor in given["apply"]],
            fee_minor=given["fee_minor"],
            withholding_id=given.get("withholding"),
            reference=given["reference"],
        )
        return int(payment.pk)

    return act_page(
        request,
        form,
        act="receivables.payment",
        title=_("Record payment"),
        do=do,
        then=lambda key: reverse("receivables:payment", args=[key]),
        done=_("The payment was recorded."),
        fields={"apply": "amount", "account": "account"},
        crumb={"url": reverse("receivables:payments"), "label": _("Payments")},
        chosen=party_id,
        today=today,
        template="receivables/payment_form.html",
    )


def _initial(request: HttpRequest, items: list[Any], party_id: int | None, today: str) -> dict[str, Any]:
    """Return what the form starts from: the whole open amount of the invoice that was asked for."""
    base = request.actor.company.base_currency  # type: ignore[attr-defined]
    currency = queries.party_currency(party_id, base) if party_id else base
    initial: dict[str, Any] = {"party": party_id, "date": today, "currency": currency}
    asked = request.GET.get("document", "")
    for item in items:
        if str(item.source_id) == asked:
            amount = formats.format_minor(item.open_minor, item.currency).replace(",", "")
            initial |= {"amount": amount, "currency": item.currency, apply_name(item): amount}
    return initial


@page("payment.view")
def payment(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Show a payment: what it settled, what is left, and what can be done."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    found = queries.payment_page(actor, payment_id)
    row, currency = found.payment, found.payment.currency
    pill = state_of(row, found.left_minor)
    may = actor.can("payment.post") and not row.reversed_on
    return render(
        request,
        "receivables/payment.html",
        {
            "payment": row,
            "state": {"text": pill["pill"], "tone": pill["tone"]},
            "party_name": row.party.display_name(formats.language()),
            "left_minor": found.left_minor,
            "may_use": may and found.left_minor > 0,
            "may_reverse": may,
            "settled": _settled(found, currency, today),
            "used": _used(found, currency, today),
            "entries": timeline(queries.told("receivables.payment", row.pk), today),
            "pairs": _pairs(actor, found, today),
        },
    )


def _columns(currency: str) -> list[dict[str, Any]]:
    return [
        {"label": _("What"), "phone": "b"},
        {"label": _("Date"), "phone": "d"},
        {"label": _("Amount"), "unit": formats.currency_word(currency), "num": True, "phone": "e"},
    ]


def _settled(found: PaymentPage, currency: str, today: Any) -> dict[str, Any]:
    rows = [
        [
            linked(applied_url(one), one.label),
            formats.format_date(one.date, None, today),
            formats.format_minor(one.amount_minor, currency),
        ]
        for one in found.settled
    ]
    total = sum(one.amount_minor for one in found.settled)
    return {
        "columns": _columns(currency),
        "rows": rows,
        "total": [_("Total"), "", formats.format_minor(total, currency)],
    }


def _used(found: PaymentPage, currency: str, today: Any) -> dict[str, Any]:
    rows = [
        [
            linked(applied_url(one), f"{applied_name(one)} {one.label}".strip()),
            formats.format_date(one.date, None, today),
            formats.format_minor(one.amount_minor, currency),
        ]
        for one in found.used
    ]
    left = formats.format_minor(found.left_minor, currency)
    return {"columns": _columns(currency), "rows": rows, "total": [_("Remaining"), "", left]}


def _pairs(actor: Any, found: PaymentPage, today: Any) -> list[dict[str, Any]]:
    row, currency = found.payment, found.payment.currency
    pairs: list[dict[str, Any]] = [
        {"label": _("Date"), "value": formats.format_date(row.date, None, today)},
        {"label": _("Into"), "value": row.account.display_name(formats.language())},
        {"label": _("Received in the bank"), "value": money(row.bank_minor, row.account.currency or currency)},
    ]
    if row.fee_minor:
        pairs.append({"label": _("Bank fee"), "value": money(row.fee_minor, currency)})
    if row.withheld_minor:
        pairs.append({"label": _("Tax withheld"), "value": money(row.withheld_minor, currency)})
    if currency != actor.company.base_currency:
        rate = f"1 {currency} = {formats.format_number(row.rate)} {actor.company.base_currency}"
        pairs.append({"label": _("Exchange rate"), "value": rate})
    if row.reference:
        pairs.append({"label": _("Reference"), "value": row.reference})
    if row.entry is not None and actor.can("ledger.view"):
        url = reverse("ledger:entry", args=[row.entry_id])
        pairs.append({"label": _("Journal entry"), "value": entry_code(row.entry), "url": url})
    return pairs


def _opened(request: HttpRequest, payment_id: int) -> tuple[PaymentPage, dict[str, str]]:
    found = queries.payment_page(request.actor, payment_id)  # type: ignore[attr-defined]
    back = {"url": reverse("receivables:payment", args=[payment_id]), "label": found.payment.number}
    return found, back


@page("payment.post")
def use(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Use what is left of a payment for an invoice."""
    found, back = _opened(request, payment_id)
    if found.advance is None:
        raise NotFound()
    row = found.payment
    return apply_item_page(request, found.advance.pk, back=back, party_id=row.party_id, currency=row.currency)


@page("payment.post")
def give_back(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Give back what is left of a payment."""
    found, back = _opened(request, payment_id)
    if found.advance is None:
        raise NotFound()
    return refund_item_page(request, found.advance.pk, back=back)


@page("payment.post")
def reverse_payment(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Undo a payment: what it settled is open again."""
    actor = request.actor  # type: ignore[attr-defined]
    found, back = _opened(request, payment_id)
    row = found.payment
    return act_page(
        request,
        DayOfActForm(
            request.POST if request.method == "POST" else None,
            initial={"date": max(today_of(request), row.date).isoformat()},
        ),
        act=f"receivables.payment.reverse:{row.pk}",
        title=_("Reverse %(number)s") % {"number": row.number},
        intro=_("What the payment settled is open again from the date you choose."),
        effect=[{"label": _("Amount reversed"), "value": money(row.amount_minor, row.currency)}],
        submit=_("Reverse"),
        crumb=back,
        do=lambda given: int(services.reverse_payment(actor=actor, payment_id=row.pk, on=given["date"]).pk),
        then=lambda _key: back["url"],
        done=_("The payment was reversed."),
    )


@page("payment.view")
def voucher(request: HttpRequest, payment_id: int, language: str) -> HttpResponse:
    """Give the receipt of a payment as a PDF."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.payment_page(actor, payment_id)
    language = language if language in LANGUAGES else "ar"
    answer = HttpResponse(voucher_pdf(actor.company, found, language), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.payment.number}-{language}.pdf"'
    return answer


@page("payment.view")
def refunds(request: HttpRequest) -> HttpResponse:
    """Show refunds by customer and date, newest first."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    form, lang, base = CustomerFilterForm(request.GET, actor), formats.language(), actor.company.base_currency
    found = queries.refunds(actor, **form.asked())
    count, total = summed(found, "amount_minor", base=base)
    return sheet(
        request,
        title=_("Refunds"),
        columns=[
            {"key": "number", "label": _("Number"), "link": True, "phone": "a", "by": "number"},
            {"key": "customer", "label": _("Customer"), "phone": "b", "by": "party__name"},
            {"key": "date", "label": _("Date"), "phone": "d", "by": "date"},
            {"key": "of", "label": _("Refund of"), "phone": "x"},
            {"key": "account", "label": _("Paid from"), "extra": True, "phone": "x", "by": "account__code"},
            {"key": "amount", "label": _("Amount"), "unit": formats.currency_word(base), "num": True, "cls": "m"}
            | {"phone": "e", "by": "amount_minor"},
        ],
        count=count,
        total=[_("Total"), "", "", "", "", total] if total else None,
        rows=found,
        draw=lambda shown: [
            {
                "url": reverse("receivables:refund", args=[row.pk]),
                "cells": [
                    {"code": row.number},
                    {"organisation": row.party.display_name(lang)},
                    day_cell(row.date, today),
                    {"code": row.item.label},
                    row.account.display_name(lang),
                    amount(row.amount_minor, row.currency, base),
                ],
            }
            for row in shown
        ],
        crumb={"url": reverse("receivables:payments"), "label": _("Payments")},
        filter_form=form,
        empty={
            "icon": "arrow-back-up",
            "title": _("No refunds"),
            "text": _("Refund money on the page of a payment or credit note that has something left."),
        },
    )


@page("payment.view")
def refund(request: HttpRequest, refund_id: int) -> HttpResponse:
    """Show a refund."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    row = queries.refund(actor, refund_id)
    source = "receivables:payment" if row.item.kind == "advance" else "receivables:invoice"
    pairs: list[dict[str, Any]] = [
        {
            "label": _("Customer"),
            "value": row.party.display_name(formats.language()),
            "url": reverse("parties:party", args=[row.party_id]),
        },
        {"label": _("Refund of"), "value": row.item.label, "url": reverse(source, args=[row.item.source_id])},
        {"label": _("Date"), "value": formats.format_date(row.date, None, today)},
        {"label": _("Paid from"), "value": row.account.display_name(formats.language())},
        {"label": _("Amount"), "value": money(row.amount_minor, row.currency)},
    ]
    if row.entry is not None and actor.can("ledger.view"):
        url = reverse("ledger:entry", args=[row.entry_id])
        pairs.append({"label": _("Journal entry"), "value": entry_code(row.entry), "url": url})
    return render(request, "receivables/refund.html", {"refund": row, "pairs": pairs})
