"""Write and change drafts, with totals that follow the typing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.core.errors import NotAllowed, NotFound, Refusal
from wasl.core.forms import add_refusal, once, text_of
from wasl.core.pages import page, today_of
from wasl.core.picking import key_of
from wasl.ledger import queries as ledger
from wasl.receivables import queries, services
from wasl.receivables.errors import EmptyDocument
from wasl.receivables.forms import (
    DocumentForm,
    LineOptions,
    Lines,
    deposit_options,
    document_initial,
    input_from,
    line_initial,
)
from wasl.receivables.models import Document
from wasl.receivables.rules.words import in_words
from wasl.receivables.services import DocumentInput, Preview

FIELDS = {"party_id": "party"}


@page("invoice.draft")
def new(request: HttpRequest) -> HttpResponse:
    """Write an invoice: as a draft, or post it at once."""
    return _form(request, None)


@page("invoice.draft")
def edit(request: HttpRequest, document_id: int) -> HttpResponse:
    """Change a draft."""
    actor = request.actor  # type: ignore[attr-defined]
    document = queries.document(actor, document_id)
    if document.state != "draft":
        return redirect("receivables:invoice", document.pk)
    return _form(request, document)


def _form(request: HttpRequest, draft: Document | None) -> HttpResponse:
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    posted = request.POST if request.method == "POST" else None
    form, lines = _forms(request, posted, draft, today)
    if posted is not None and form.is_valid() & lines.is_valid():
        given = input_from(form, lines, _currency(actor, form.cleaned_data), draft)
        if given is not None:
            try:
                key = once(
                    request,
                    f"receivables.draft:{draft.pk if draft else ''}",
                    lambda: _save(request, form, given, draft),
                )
            except (NotFound, NotAllowed):
                raise
            except Refusal as error:
                add_refusal(form, error, FIELDS)
            else:
                saved = _("The invoice was posted.") if posted.get("act") == "post" else _("The draft was saved.")
                messages.success(request, saved)
                return redirect("receivables:invoice", key)
    wrong = posted is not None
    context = {
        "form": form,
        "formset": lines,
        "draft": draft,
        "may_post": actor.can("invoice.post"),
        "today": today,
        "plain_paper": _plain_paper(actor),
    }
    return render(request, "receivables/invoice_form.html", context, status=422 if wrong else 200)


def _plain_paper(actor: Actor) -> dict[str, str] | None:
    """Return where the tax number is written that papers lack, for who may write it; None where it is there."""
    if actor.company.tax_number:
        return None
    return {"url": reverse("access:company") if actor.can("company.settings") else ""}


def _save(request: HttpRequest, form: DocumentForm, given: DocumentInput, draft: Document | None) -> int:
    actor = request.actor  # type: ignore[attr-defined]
    if draft is None:
        saved = services.draft_invoice(actor=actor, given=given)
    else:
        version = form.cleaned_data["version"]
        saved = services.change_draft(actor=actor, document_id=draft.pk, given=given, version=version)
    if request.POST.get("act") == "post":
        saved = services.post_invoice(actor=actor, document_id=saved.pk)
    return int(saved.pk)


def _forms(
    request: HttpRequest, posted: Mapping[str, Any] | None, draft: Document | None, today: date
) -> tuple[DocumentForm, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    asked = (posted or request.GET).get("party", "")
    party_id = key_of(asked) or (draft.party_id if draft else None)
    initial: dict[str, Any] = {"date": today.isoformat(), "party": party_id, "kind": request.GET.get("kind", "invoice")}
    blank = {"tax": ledger.default_tax_id(), "quantity": "1"}
    line_rows: list[dict[str, Any]] = [blank]
    if draft is not None:
        initial = document_initial(draft, queries.offset_deposits(draft))
        rows = draft.lines.select_related("account").order_by("position")
        line_rows = [line_initial(line, draft.currency) for line in rows]
    form = DocumentForm(posted, actor=actor, party_id=party_id, initial=initial)
    options = {"options": LineOptions.on(draft.date if draft else today, actor), "blank": blank}
    lines = Lines(posted, form_kwargs=options, initial=line_rows, prefix="lines")
    return form, lines


def _currency(actor: Any, given: Mapping[str, Any]) -> str:
    return given.get("currency") or queries.party_currency(given["party"], actor.company.base_currency)


@page("invoice.draft")
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Return totals and entry of what is typed so far, writing nothing."""
    with formats.as_chosen():
        return _drawn_preview(request)


def _drawn_preview(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    form, lines = _forms(request, request.POST, None, today)
    context: dict[str, Any] = {}
    if form.is_valid() & lines.is_valid():
        given = input_from(form, lines, _currency(actor, form.cleaned_data))
        if given is not None:
            try:
                context = _preview(actor, given)
            except EmptyDocument:
                context = {}
            except Refusal as error:
                context = {"refusal": text_of(error)}
    asked = request.POST.get("party", "")
    context["deposits"] = deposit_options(party) if (party := key_of(asked)) else []
    context["chosen"] = [key for each in request.POST.getlist("offsets") if (key := key_of(each))]
    context["live"] = True
    return render(request, "receivables/_preview.html", context)


def _preview(actor: Any, given: DocumentInput) -> dict[str, Any]:
    base = actor.company.base_currency
    found: Preview = services.preview_document(actor=actor, given=given)
    worked, lang = found.worked, formats.language()
    result, currency = worked.result, worked.currency
    amounts = sum(line.amount_minor for line in result.lines)
    after = result.total_minor if given.prices_include_tax else result.net_minor
    sums: list[tuple[str, int]] = []
    if amounts != after:
        sums += [(_("Subtotal"), amounts), (_("Discount"), after - amounts)]
    sums.append((_("Net"), result.net_minor))
    names = {tax.pk: (tax.name_ar or tax.name) if lang == "ar" else tax.name for tax in ledger.taxes(active_only=False)}
    sums += [(names.get(group.tax_id, ""), group.tax_minor) for group in result.groups]
    owed = result.total_minor
    left = {item.source_id: (item, tax) for item, tax in queries.open_deposits(given.party_id)}
    for offset in given.offsets:
        if offset.deposit_id in left:
            item, tax = left[offset.deposit_id]
            sums.append((_("Deposit %(number)s") % {"number": item.label}, -item.open_minor - tax))
            owed -= item.open_minor + tax
    return {
        "sums": sums,
        "owed": owed,
        "currency": currency,
        "words": in_words(owed, currency, "ar" if lang == "ar" else "en") if owed > 0 else "",
        "due_date": worked.due_date,
        "entry": [
            (account.display_name(lang), max(minor, 0), max(-minor, 0))
            for account, minor in sorted(found.entry, key=lambda row: -row[1])
        ],
        "base": base,
        "has_deposits": bool(given.offsets),
        "foreign": found.base_total_minor if currency != base else None,
    }
