"""Pages of expense claims."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wasl.core import formats
from wasl.core.attachments import attach
from wasl.core.errors import NotAllowed, NotFound, Refusal
from wasl.core.forms import add_refusal, new_key, once
from wasl.core.pages import act_page, address, money, page, paged, press, sheet, today_of
from wasl.core.uploads import UploadError
from wasl.ledger import queries as ledger
from wasl.ledger.forms import DayOfActForm, about_line, account_name
from wasl.ledger.views.lines import entry_code
from wasl.payables import queries, services
from wasl.payables.forms import (
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
    view = request.GET.get("view", "waiting" if actor.can("claim.approve") else "mine")
    view = view if view in queries.VIEWS else "all"
    text = request.GET.get("q", "")
    found = queries.listed_claims(actor, view=view, text=text)
    counts = queries.claim_counts(actor)
    shown, pager = paged(request, found, found.count())
    labels = {"mine": _("Mine"), "waiting": _("Waiting for approval"), "approved": _("Approved"), "all": _("All")}
    new = {"url": reverse("payables:new"), "label": _("Expense"), "icon": "plus", "primary": True}
    owed = {"url": reverse("payables:owed"), "label": _("Owed to employees"), "icon": "wallet"}
    may = actor.can("claim.submit")
    return sheet(
        request,
        title=_("Expenses"),
        columns=[
            {"label": _("Number"), "link": True, "phone": "a"},
            {"label": _("Employee"), "phone": "b"},
            {"label": _("Merchant"), "wide": True, "phone": "x"},
            {"label": _("Date"), "phone": "x"},
            {"label": _("State"), "phone": "d"},
            {"label": _("Amount"), "unit": formats.currency_word(base), "num": True, "cls": "m", "phone": "e"},
        ],
        rows=[
            {
                "url": reverse("payables:claim", args=[row.pk]),
                "cells": [
                    {"code": row.number} if row.number else f"#{row.pk}",
                    {"person": row.employee.display_name(get_language() or "en")},
                    row.merchant,
                    formats.format_date(row.date, None, today),
                    state_pill(row),
                    formats.format_minor(row.total_minor, base),
                ],
            }
            for row in shown
        ],
        views=[
            {"label": labels[name], "url": address(request, view=name), "count": counts[name], "current": name == view}
            for name in queries.VIEWS
        ],
        searched=True,
        query=text,
        placeholder=_("Search by number, merchant or employee"),
        kept=[("view", view)],
        actions=[*([owed] if actor.can("claim.reimburse") else []), *([new] if may else [])],
        pager=pager,
        empty={
            "icon": "circle-check" if view == "waiting" else "wallet",
            "title": _("Nothing waits for approval") if view == "waiting" else _("No expenses here"),
            "text": _("An expense takes a date, an amount and a photo of the receipt."),
            **({"url": new["url"], "action": _("New expense")} if may else {}),
        },
    )


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
            messages.success(request, _("The expense was handed in.") if handed_in else _("The draft was saved."))
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
        version = form.cleaned_data["version"] or 0
        saved = services.change_claim(actor=actor, claim_id=claim.pk, given=given, version=version)
    if receipt := form.cleaned_data["receipt"]:
        attach(actor=actor, subject=saved, data=receipt.read(), filename=receipt.name)
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
        {"label": _("What was bought"), "phone": "b"},
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
        "claim.drafted": _("wrote it"),
        "claim.submitted": _("handed it in"),
        "claim.approved": _("approved it"),
        "claim.rejected": _("sent it back"),
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
        done=_("The expense was handed in."),
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
        done=_("The expense was sent back."),
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
        intro=_("A mirrored entry is posted on the date you choose."),
        submit=_("Reverse"),
        crumb=back,
        do=lambda given: int(services.reverse_claim(actor=actor, claim_id=row.pk, on=given["date"]).pk),
        then=lambda _key: back["url"],
        done=_("The expense was reversed."),
    )
