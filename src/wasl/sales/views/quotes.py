"""Pages of quotes: the list, one quote, its form with lines, its paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wasl.core import formats
from wasl.core.errors import NotAllowed, NotFound, Refusal
from wasl.core.formats import currency_word, format_minutes, format_number
from wasl.core.forms import add_refusal, new_key, once, text_of
from wasl.core.listing import tabs
from wasl.core.pages import page, press, sheet, summed, today_of
from wasl.core.picking import Source, key_of, offer_picks
from wasl.crm.models import Deal
from wasl.ledger import queries as ledger
from wasl.ledger.forms import tax_options, tax_text
from wasl.receivables.pdf import price_text
from wasl.sales import bulk, forms, pages, queries, rules, services
from wasl.sales.models import Quote
from wasl.sales.services import QuoteInput, QuoteLineDraft

VALID_DAYS = 30
BLANK_LINES = 1


@page("quote.view")
def quotes(request: HttpRequest) -> HttpResponse:
    """List quotes."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    rows = bulk.quotes_asked(actor, request.GET)
    count, total = summed(rows, "total_minor")
    views = {
        "": _("All"),
        "draft": _("Drafts"),
        "sent": pgettext("quote", "Sent"),
        "accepted": _("Accepted"),
        "expired": _("Expired"),
    }
    return sheet(
        request,
        title=_("Quotes"),
        columns=pages.quote_columns(actor.company.base_currency),
        rows=rows,
        count=count,
        draw=lambda shown: [pages.quote_row(row, today, actor.company.base_currency) for row in shown],
        total=[_("Total"), "", "", "", "", "", "", "", "", total] if total else None,
        bulk=("quote.send", "quote.decline", "quote.cancel"),
        views=tabs(request, "state", views, request.GET.get("state", "")),
        filter_form=forms.QuoteFilterForm(request.GET, actor),
        add={"url": reverse("sales:quote_add"), "label": _("Quote")} if actor.can("quote.draft") else None,
        searched=True,
        empty={
            "icon": "file-text",
            "title": _("No quote here"),
            "text": _("A quote becomes an invoice, or with its deal a project, without typing anything twice.")
            if "finance" in actor.company.modules
            else _("What a customer is offered, on paper in Arabic or English."),
        },
    )


@page("quote.view")
def quote(request: HttpRequest, quote_id: int) -> HttpResponse:
    """Show a quote and what can be done with it."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    found = queries.quote(actor, quote_id)
    lines = list(queries.quote_lines(quote_id))
    invoice, percents = queries.invoice_of(quote_id), ledger.tax_percents(found.date)
    sends, live = actor.can("quote.send"), found.state in rules.LIVE
    context = {
        "quote": found,
        "state": pages.state_pill(found, today),
        "customer": pages.named(found.party),
        "unit": currency_word(found.currency),
        "columns": _line_columns(found.currency),
        "rows": [_line_row(line, found.currency, percents) for line in lines],
        "pairs": _pairs(found, today),
        "invoice": invoice,
        "key": new_key(),
        "may_change": actor.can("quote.draft") and found.state == "draft",
        "may_send": sends and found.state == "draft",
        "may_decide": sends and found.state == "sent",
        "may_revise": actor.can("quote.draft") and found.state in ("sent", "declined"),
        "may_cancel": sends and found.state != "cancelled" and invoice is None,
        "may_win": actor.can("deal.win") and live and found.deal is not None and found.deal.state == "open",
        "expired": found.valid_until is not None and found.valid_until < today,
        "may_switch": "finance" not in actor.company.modules and actor.can("company.settings"),
        "may_invoice": "finance" in actor.company.modules and actor.can("quote.invoice") and live and invoice is None,
    }
    return render(request, "sales/quote.html", context)


@page("quote.draft")
def quote_add(request: HttpRequest) -> HttpResponse:
    """Write a quote."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    deal = _deal(request)
    initial = {
        "party": request.GET.get("party") or (deal.party_id if deal else None),
        "deal": deal.pk if deal else None,
        "date": today.isoformat(),
        "valid_until": (today + timedelta(days=VALID_DAYS)).isoformat(),
        "currency": deal.currency if deal else actor.company.base_currency,
        "language": actor.company.language,
    }
    return _form_page(
        request, _("New quote"), initial, [], lambda given, _said: services.draft_quote(actor=actor, given=given)
    )


@page("quote.draft")
def quote_change(request: HttpRequest, quote_id: int) -> HttpResponse:
    """Change a draft."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.quote(actor, quote_id)
    given = services.input_of(found)
    initial = {
        "party": given.party_id,
        "deal": given.deal_id,
        "date": given.date.isoformat(),
        "valid_until": given.valid_until.isoformat() if given.valid_until else "",
        "currency": given.currency,
        "language": given.language or actor.company.language,
        "discount_percent": given.discount_percent,
        "deposit_percent": given.deposit_percent or None,
        "prices_include_tax": given.prices_include_tax,
        "notes": given.notes,
        "version": found.version,
    }
    lines = [
        {
            "description": line.description,
            "service": line.service_id,
            "quantity": line.quantity,
            "price": line.price,
            "discount_percent": line.discount_percent,
            "tax": line.tax_id,
            "role": line.role,
            "hours": Decimal(line.planned_minutes) / pages.MINUTES_AN_HOUR if line.planned_minutes else None,
        }
        for line in given.lines
    ]
    return _form_page(
        request,
        str(found),
        initial,
        lines,
        lambda new, said: services.change_quote(actor=actor, quote_id=quote_id, given=new, version=said["version"]),
    )


@page("quote.draft")
def quote_preview(request: HttpRequest) -> HttpResponse:
    """Answer with what the quote in the form comes to."""
    with formats.as_chosen():
        return _drawn_preview(request)


def _drawn_preview(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    form, lines = _bound(request)
    if not (form.is_valid() and lines.is_valid()):
        return HttpResponse(status=204)
    given = _given(form.cleaned_data, lines)
    try:
        result = services.preview_quote(actor=actor, given=given)
    except Refusal as error:
        return render(request, "sales/_totals.html", {"refusal": text_of(error)})
    currency = form.cleaned_data["currency"]
    context = {"result": result, "currency": currency, "unit": currency_word(currency)}
    return render(request, "sales/_totals.html", context)


@page("quote.send")
def quote_act(request: HttpRequest, quote_id: int, act: str) -> HttpResponse:
    """Send, accept, decline or cancel a quote."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    acts: dict[str, tuple[Callable[[], Quote], str]] = {
        "send": (
            lambda: services.send_quote(actor=actor, quote_id=quote_id),
            _("The quote has its number and is ready for the customer."),
        ),
        "accept": (
            lambda: services.accept_quote(actor=actor, quote_id=quote_id, on=today),
            _("The quote was accepted."),
        ),
        "decline": (
            lambda: services.decline_quote(actor=actor, quote_id=quote_id, on=today),
            _("The quote was declined."),
        ),
        "cancel": (
            lambda: services.cancel_quote(actor=actor, quote_id=quote_id, on=today),
            _("The quote was cancelled."),
        ),
    }
    if act not in acts:
        raise NotFound()
    do, done = acts[act]
    return press(request, act=f"quote.{act}", do=do, then=reverse("sales:quote", args=[quote_id]), done=done)


@page("quote.draft")
def quote_revise(request: HttpRequest, quote_id: int) -> HttpResponse:
    """Draft the next revision of a quote."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    return press(
        request,
        act="quote.revise",
        do=lambda: services.revise_quote(actor=actor, quote_id=quote_id, on=today),
        then=lambda key: reverse("sales:quote_change", args=[key]),
        done=_("The revision is a draft: change it and send it."),
        back=reverse("sales:quote", args=[quote_id]),
    )


@page("quote.invoice")
def quote_invoice(request: HttpRequest, quote_id: int) -> HttpResponse:
    """Post the invoice of a quote."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    return press(
        request,
        act="quote.invoice",
        do=lambda: services.invoice_quote(actor=actor, quote_id=quote_id, on=today),
        then=reverse("sales:quote", args=[quote_id]),
        done=_("The invoice was posted."),
    )


def _form_page(
    request: HttpRequest,
    title: str,
    initial: dict[str, Any],
    line_values: list[dict[str, Any]],
    write: Callable[[QuoteInput, dict[str, Any]], Quote],
) -> HttpResponse:
    form, lines = _bound(request, initial, line_values)
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        said = form.cleaned_data
        try:
            key = once(request, "quote.write", lambda: write(_given(said, lines), said).pk)
        except (NotFound, NotAllowed):
            raise
        except Refusal as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("sales:quote", key)
    wrong = request.method == "POST" and (form.errors or not lines.is_valid())
    context = {
        "title": title,
        "form": form,
        "formset": lines,
        "preview_url": reverse("sales:quote_preview"),
    }
    return render(request, "sales/quote_form.html", context, status=422 if wrong else 200)


def _bound(
    request: HttpRequest, initial: dict[str, Any] | None = None, line_values: list[dict[str, Any]] | None = None
) -> tuple[forms.QuoteForm, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    posted = request.POST if request.method == "POST" else None
    form = forms.QuoteForm(posted, initial=initial)
    if "finance" not in actor.company.modules and not (initial or {}).get("deposit_percent"):
        del form.fields["deposit_percent"]
    offer_picks(form, actor)
    taxes = tax_options(today_of(request))
    blank = [{"quantity": 1, "tax": taxes[0][0] if taxes else None} for _line in range(BLANK_LINES)]
    lines = forms.QuoteLines(
        posted,
        initial=line_values or blank,
        prefix="lines",
        form_kwargs={
            "services": Source("service", actor),
            "taxes": taxes,
        },
    )
    return form, lines


def _given(said: dict[str, Any], lines: Any) -> QuoteInput:
    """Return what the form says; a line that names a service without text or price takes the service's."""
    entered = [line.cleaned_data for line in lines.ordered_forms if line.cleaned_data]
    known = {row.pk: row for row in queries.services_by_ids([one["service"] for one in entered if one["service"]])}
    drafts = []
    for one in entered:
        row = known.get(one["service"])
        price = one["price"] if one["price"] is not None else row.price if row else None
        description = one["description"] or (pages.named(row) if row else "")
        if not description and price is None:
            continue
        drafts.append(
            QuoteLineDraft(
                description,
                one["quantity"] if one["quantity"] is not None else Decimal(1),
                price or Decimal(0),
                one["tax"],
                one["discount_percent"],
                service_id=one["service"],
                role=one["role"],
                planned_minutes=int(((one["hours"] or Decimal(0)) * pages.MINUTES_AN_HOUR).to_integral_value()),
            )
        )
    return QuoteInput(
        party_id=said["party"],
        date=said["date"],
        lines=drafts,
        deal_id=said["deal"],
        valid_until=said["valid_until"],
        currency=said["currency"],
        prices_include_tax=said["prices_include_tax"],
        discount_percent=said["discount_percent"],
        deposit_percent=said.get("deposit_percent") or Decimal(0),
        language=said["language"],
        notes=said["notes"],
    )


def _deal(request: HttpRequest) -> Deal | None:
    key = key_of(request.GET.get("deal"))
    rows = request.actor.limit("deal.view", Deal.objects.all())  # type: ignore[attr-defined]
    found: Deal | None = rows.filter(pk=key).first() if key else None
    return found


def _line_columns(currency: str) -> list[dict[str, Any]]:
    return [
        {"label": _("Item"), "phone": "b"},
        {"label": _("Quantity"), "num": True, "phone": "x"},
        {"label": _("Price"), "num": True, "phone": "x"},
        {"label": _("Tax"), "num": True, "phone": "d"},
        {"label": _("Net"), "unit": currency_word(currency), "num": True, "phone": "e", "cls": "m"},
    ]


def _line_row(line: Any, currency: str, percents: dict[int, Decimal]) -> list[Any]:
    planned = _("%(hours)s hours") % {"hours": format_minutes(line.planned_minutes)} if line.planned_minutes else ""
    about = " · ".join(filter(None, (line.role, planned)))
    name = line.description or pages.named(line.service)
    return [
        {"lines": (name, about)} if about else name,
        format_number(line.quantity),
        price_text(line.price, currency),
        tax_text(line.tax, percents) if line.tax else _("No tax"),
        pages.format_minor(line.net_minor, currency),
    ]


def _pairs(found: Quote, today: date) -> list[dict[str, Any]]:
    def said(on: date | None) -> str:
        return formats.format_date(on, None, today) if on else "–"

    pairs: list[dict[str, Any]] = [
        {
            "label": _("Customer"),
            "value": pages.named(found.party),
            "url": reverse("parties:party", args=[found.party_id]),
        },
        {"label": _("Date"), "value": said(found.date)},
        {"label": _("Valid until"), "value": said(found.valid_until)},
        {"label": _("Owner"), "value": pages.named(found.owner)},
    ]
    if found.deal:
        url = reverse("crm:deal", args=[found.deal_id])
        pairs.append({"label": _("Deal"), "value": found.deal.title, "url": url})
    if found.deposit_percent:
        pairs.append({"label": _("Deposit"), "value": f"{format_number(found.deposit_percent)}%"})
    if found.previous:
        url = reverse("sales:quote", args=[found.previous_id])
        pairs.append({"label": _("Replaces"), "value": str(found.previous), "url": url})
    return pairs
