"""Pages of expense claims."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wasl.core import formats
from wasl.core.cells import day_cell
from wasl.core.errors import NotAllowed, NotFound, Refusal
from wasl.core.forms import add_refusal, new_key, once
from wasl.core.listing import tabs
from wasl.core.pages import act_page, money, page, press, sheet, today_of
from wasl.core.uploads import UploadError
from wasl.ledger import queries as ledger
from wasl.ledger.forms import DayOfActForm, about_line, account_name
from wasl.ledger.views.lines import entry_code
from wasl.payables import bulk, queries, services
from wasl.payables.forms import (
    ClaimFilterForm,
    ClaimForm,
    LineOptions,
    Lines,
    RejectForm,
    claim_initial,
    input_from,
    line_initial,
)
from wasl.payables.models import Claim
from wasl.payables.pickers import claimants
from wasl.payables.queries import ClaimPage
from wasl.people import queries as people

STATES = {
    "draft": (lambda: _("Draft"), ""),
    "submitted": (lambda: _("Waiting for approval"), "warn"),
    "approved": (lambda: _("Approved"), "ok"),
    "rejected": (lambda: _("Rejected"), "bad"),
    "reversed": (lambda: _("Reversed"), ""),
}


def state_pill(claim: Claim) -> dict[str, str]:
    """Return the state of a claim as a pill."""
    text, tone = STATES[claim.state]
    return {"pill": text(), "tone": tone}


@page("claim.view")
def claims(request: HttpRequest) -> HttpResponse:
    """Show claims by saved view."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    base = actor.company.base_currency
    view, found = bulk.view_of(actor, request.GET), bulk.claims_asked(actor, request.GET)
    sums = found.order_by().aggregate(count=Count("pk"), total=Sum("total_minor"))
    labels = {"mine": _("Mine"), "waiting": _("Waiting for approval"), "approved": _("Approved"), "all": _("All")}
    acts = {"mine": ("claim.submit",), "waiting": ("claim.approve", "claim.reject"), "approved": ()}
    owed = {"url": reverse("payables:owed"), "label": _("Owed to employees"), "icon": "wallet"}
    return sheet(
        request,
        title=_("Expenses"),
        columns=_list_columns(base),
        rows=found,
        count=sums["count"],
        draw=lambda shown: [_list_row(row, base, today) for row in shown],
        total=[_("Total"), "", "", "", "", "", "", "", formats.format_minor(sums["total"] or 0, base)],
        bulk=acts.get(view, ("claim.submit", "claim.approve", "claim.reject")),
        views=tabs(request, "view", labels, view, queries.claim_counts(actor)),
        filter_form=ClaimFilterForm(request.GET, actor),
        searched=True,
        placeholder=_("Search by number, merchant or employee"),
        actions=[owed] if actor.can("claim.reimburse") else [],
        add={"url": reverse("payables:new"), "label": _("Expense"), "action": _("New expense")}
        if actor.can("claim.submit")
        else None,
        empty={
            "icon": "circle-check" if view == "waiting" else "wallet",
            "title": _("Nothing waits for approval") if view == "waiting" else _("No expenses here"),
            "text": _("An expense takes a date, an amount and a photo of the receipt."),
        },
    )


def _list_columns(base: str) -> list[dict[str, Any]]:
    unit = formats.currency_word(base)
    return [
        {"key": "number", "label": _("Number"), "link": True, "phone": "a", "by": "number"},
        {"key": "employee", "label": _("Employee"), "phone": "b", "by": "employee__name"},
        {"key": "merchant", "label": _("Merchant"), "wide": True, "phone": "x", "by": "merchant"},
        {"key": "date", "label": _("Date"), "phone": "x", "by": "date"},
        {"key": "state", "label": _("State"), "phone": "d", "by": "state"},
        {"key": "posted", "label": _("Posted on"), "extra": True, "phone": "x", "by": "posted_on"},
        {"key": "reason", "label": _("Reason"), "extra": True, "phone": "x", "cls": "w-text"},
        {"key": "tax", "label": _("Tax"), "extra": True, "num": True, "phone": "x", "by": "tax_minor"},
        {
            "key": "amount",
            "label": _("Amount"),
            "unit": unit,
            "num": True,
            "cls": "m",
            "phone": "e",
            "by": "total_minor",
        },
    ]


def _list_row(row: Claim, base: str, today: date) -> dict[str, Any]:
    return {
        "url": reverse("payables:claim", args=[row.pk]),
        "cells": [
            {"code": row.number} if row.number else f"#{row.pk}",
            {"person": row.employee.display_name(formats.language())},
            row.merchant,
            day_cell(row.date, today),
            state_pill(row),
            day_cell(row.posted_on, today),
            row.reason,
            formats.format_minor(row.tax_minor, base),
            formats.format_minor(row.total_minor, base),
        ],
        "pick": row.pk,
        "sum": row.total_minor,
    }


@page("claim.submit")
def new(request: HttpRequest) -> HttpResponse:
    """Write a claim: as a draft, or hand it in at once."""
    return _form(request, None)


@page("claim.submit")
def edit(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Change a claim that was not handed in, or was sent back."""
    claim = queries.claim(request.actor, claim_id)  # type: ignore[attr-defined]
    if claim.state not in ("draft", "rejected"):
        return redirect("payables:claim", claim.pk)
    return _form(request, claim)


def _form(request: HttpRequest, claim: Claim | None) -> HttpResponse:
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    posted, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    mine = people.employee_of(actor)
    initial: dict[str, Any] = {"date": today.isoformat(), "employee": mine.pk if mine else None}
    line_rows: list[dict[str, Any]] = [{"tax": ledger.default_tax_id()}]
    if claim is not None:
        initial = claim_initial(claim)
        line_rows = [line_initial(line) for line in queries.claim_page(actor, claim.pk).lines]
    form = ClaimForm(posted, files, actor=actor, initial=initial)
    lines = Lines(posted, form_kwargs={"options": LineOptions.on(today, actor)}, initial=line_rows, prefix="lines")
    if posted is not None and form.is_valid() & lines.is_valid():
        try:
            act = f"payables.claim:{claim.pk if claim else ''}"
            key = once(request, act, lambda: _save(request, form, lines, claim))
        except (NotFound, NotAllowed):
            raise
        except UploadError as error:
            error.field = "receipt"
            add_refusal(form, error)
        except Refusal as error:
            add_refusal(form, error)
        else:
            handed_in = posted.get("act") == "submit"
            messages.success(request, _("The expense was submitted.") if handed_in else _("The draft was saved."))
            return redirect("payables:claim", key)
    return render(
        request,
        "payables/claim_form.html",
        {
            "form": form,
            "formset": lines,
            "claim": claim,
            "nobody": not claimants(actor).exists(),
        },
        status=422 if posted is not None else 200,
    )


def _save(request: HttpRequest, form: ClaimForm, lines: Any, claim: Claim | None) -> int:
    actor = request.actor  # type: ignore[attr-defined]
    given = input_from(form, lines)
    if claim is None:
        saved = services.draft_claim(actor=actor, given=given)
    else:
        version = form.cleaned_data["version"]
        saved = services.change_claim(actor=actor, claim_id=claim.pk, given=given, version=version)
    if receipt := form.cleaned_data["receipt"]:
        services.attach_file(actor=actor, claim_id=saved.pk, data=receipt.read(), filename=receipt.name)
    if request.POST.get("act") == "submit":
        services.submit_claim(actor=actor, claim_id=saved.pk)
    return int(saved.pk)


@page("claim.view")
def claim(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Show a claim: lines, receipt, what happened, and what can be done."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    found = queries.claim_page(actor, claim_id)
    row, base = found.claim, actor.company.base_currency
    pill = state_pill(row)
    own = row.owner_id == actor.member_id
    decides = row.state == "submitted" and actor.can("claim.approve") and (not own or actor.role == "owner")
    return render(
        request,
        "payables/claim.html",
        {
            "claim": row,
            "employee": row.employee.display_name(get_language() or "en"),
            "name": row.number or row.merchant or f"#{row.pk}",
            "key": new_key(),
            "base": base,
            "state": {"text": pill["pill"], "tone": pill["tone"]},
            "decides": decides,
            "may_edit": row.state in ("draft", "rejected") and actor.can("claim.submit"),
            "may_submit": row.state == "draft" and actor.can("claim.submit"),
            "may_pay": row.state == "approved" and found.open_minor > 0 and actor.can("claim.reimburse"),
            "may_reverse": row.state == "approved" and actor.can("claim.approve"),
            "columns": _columns(base),
            "rows": _rows(found, base),
            "total": [_("Total"), "", "", "", formats.format_minor(row.total_minor, base)],
            "files": [
                {"name": file.file_name, "url": reverse("core:attachment", args=[file.pk])} for file in found.files
            ],
            "entries": _timeline(found, today),
            "pairs": _pairs(actor, found, today),
        },
    )


def _columns(base: str) -> list[dict[str, Any]]:
    return [
        {"label": _("Description"), "phone": "b"},
        {"label": _("Account"), "phone": "a"},
        {"label": _("For"), "wide": True, "phone": "x"},
        {"label": _("Tax"), "num": True, "phone": "x"},
        {"label": _("Amount"), "unit": formats.currency_word(base), "num": True, "cls": "m", "phone": "e"},
    ]


def _rows(found: ClaimPage, base: str) -> list[list[Any]]:
    return [
        [
            line.description,
            account_name(line.account),
            about_line(line),
            formats.format_minor(line.tax_minor, base),
            formats.format_minor(line.net_minor + line.tax_minor, base),
        ]
        for line in found.lines
    ]


def _timeline(found: ClaimPage, today: date) -> list[dict[str, Any]]:
    verbs = {
        "claim.drafted": _("created it"),
        "claim.submitted": _("submitted it"),
        "claim.approved": _("approved it"),
        "claim.rejected": _("rejected it"),
        "claim.reversed": _("reversed it"),
        "file.attached": _("attached a file"),
    }
    icons = {"claim.approved": "check", "claim.rejected": "x", "file.attached": "paperclip"}
    return [
        {
            "icon": icons.get(event.name, "activity"),
            "who": who or _("The system"),
            "verb": verbs.get(event.name, event.name),
            "when": formats.format_date(event.at.date(), None, today),
            "when_iso": f"{event.at:%Y-%m-%dT%H:%M:%SZ}",
            "body": event.facts.get("reason", "") or event.facts.get("file_name", ""),
        }
        for event, who in found.told
    ]


def _pairs(actor: Any, found: ClaimPage, today: date) -> list[dict[str, Any]]:
    row, base = found.claim, actor.company.base_currency
    paid = {"employee": _("The employee"), "card": _("A company card"), "bank": _("The company's bank")}
    pairs: list[dict[str, Any]] = [
        {"label": _("Employee"), "value": row.employee.display_name(get_language() or "en")},
        {"label": _("Date"), "value": formats.format_date(row.date, None, today)},
        {"label": _("Merchant"), "value": row.merchant or "–"},
        {"label": _("Paid by"), "value": paid[row.paid_by]},
    ]
    if row.state == "approved" and row.paid_by == "employee":
        pairs.append({"label": _("Still owed"), "value": money(found.open_minor, base)})
    if row.entry is not None and actor.can("ledger.view"):
        url = reverse("ledger:entry", args=[row.entry_id])
        pairs.append({"label": _("Journal entry"), "value": entry_code(row.entry), "url": url})
    if row.reason:
        pairs.append({"label": _("Reason"), "value": row.reason})
    return pairs


@page("claim.submit")
def submit(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Hand a claim in."""
    actor = request.actor  # type: ignore[attr-defined]
    queries.claim(actor, claim_id)
    return press(
        request,
        act=f"payables.submit:{claim_id}",
        do=lambda: services.submit_claim(actor=actor, claim_id=claim_id),
        then=reverse("payables:claim", args=[claim_id]),
        done=_("The expense was submitted."),
    )


@page("claim.submit")
def discard(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Throw a draft away."""
    actor = request.actor  # type: ignore[attr-defined]
    queries.claim(actor, claim_id)
    return press(
        request,
        act=f"payables.discard:{claim_id}",
        do=lambda: services.discard_claim(actor=actor, claim_id=claim_id),
        then=reverse("payables:claims"),
        back=reverse("payables:claim", args=[claim_id]),
        done=_("The draft was discarded."),
    )


@page("claim.approve")
def approve(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Approve and post a claim."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    queries.claim(actor, claim_id)
    return press(
        request,
        act=f"payables.approve:{claim_id}",
        do=lambda: services.approve_claim(actor=actor, claim_id=claim_id, on=today),
        then=reverse("payables:claim", args=[claim_id]),
        done=_("The expense was approved and posted."),
    )


@page("claim.approve")
def reject(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Send a claim back with a reason."""
    actor = request.actor  # type: ignore[attr-defined]
    row = queries.claim(actor, claim_id)
    back = {"url": reverse("payables:claim", args=[row.pk]), "label": row.number or f"#{row.pk}"}
    return act_page(
        request,
        RejectForm(request.POST if request.method == "POST" else None),
        act=f"payables.reject:{row.pk}",
        title=_("Reject the expense"),
        submit=_("Reject"),
        crumb=back,
        do=lambda given: int(services.reject_claim(actor=actor, claim_id=row.pk, reason=given["reason"]).pk),
        then=lambda _key: back["url"],
        done=_("The expense was rejected."),
    )


@page("claim.approve")
def reverse_claim(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Undo an approved claim by a mirrored entry."""
    actor = request.actor  # type: ignore[attr-defined]
    row = queries.claim(actor, claim_id)
    back = {"url": reverse("payables:claim", args=[row.pk]), "label": row.number or f"#{row.pk}"}
    earliest = max(today_of(request), row.posted_on or row.date)
    return act_page(
        request,
        DayOfActForm(request.POST if request.method == "POST" else None, initial={"date": earliest.isoformat()}),
        act=f"payables.reverse:{row.pk}",
        title=_("Reverse the expense"),
        intro=_("A reversing entry is posted on the date you choose."),
        submit=_("Reverse"),
        crumb=back,
        do=lambda given: int(services.reverse_claim(actor=actor, claim_id=row.pk, on=given["date"]).pk),
        then=lambda _key: back["url"],
        done=_("The expense was reversed."),
    )
