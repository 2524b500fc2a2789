"""Pages of billing rules, milestones and invoices of a project."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.core.errors import NotAllowed, NotFound, Refusal
from wasl.core.formats import format_money, format_number
from wasl.core.forms import add_refusal, offer, once
from wasl.core.pages import act_page, page, press, today_of
from wasl.core.picking import Source
from wasl.projects import forms, pages, queries, services
from wasl.projects.queries import ProjectPage
from wasl.projects.services import FixedShare, MilestoneInput
from wasl.projects.views.projects import lines_page

ALL, TIME, PART, MILESTONE = "all", "time", "part", "milestone:"


@page("billing_rule.set")
def rule(request: HttpRequest, project_id: int, kind: str) -> HttpResponse:
    """Agree how a project is billed."""
    actor, base = request.actor, pages.base_of(request)  # type: ignore[attr-defined]
    found = queries.project_page(actor, project_id, today_of(request))
    if kind not in pages.kind_words():
        raise Http404
    form, lines = _forms(request, found, kind, base)
    is_sound = request.method == "POST" and form.is_valid() and (lines is None or lines.is_valid())
    if is_sound:

        def do() -> int:
            services.set_billing_rule(
                actor=actor, project_id=project_id, kind=kind, **_rule_values(kind, form.cleaned_data, lines)
            )
            return project_id

        try:
            once(request, "billing_rule.set", do)
        except (NotFound, NotAllowed):
            raise
        except Refusal as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The billing is agreed."))
            return redirect("projects:project", project_id)
    label = _("Milestone") if kind == "milestone" else _("Price of one person")
    return lines_page(request, pages.kind_words()[kind], form, lines, pages.project_crumb(found.project), label)


@page("milestone.complete")
def milestone(request: HttpRequest, project_id: int, milestone_id: int) -> HttpResponse:
    """Say that a milestone was reached today, or take it back."""
    actor = request.actor  # type: ignore[attr-defined]
    on = None if request.POST.get("undo") else today_of(request)
    return press(
        request,
        act="milestone.complete",
        do=lambda: services.complete_milestone(actor=actor, milestone_id=milestone_id, on=on),
        then=reverse("projects:project", args=[project_id]),
        done=_("The milestone is reached: it can be billed.") if on else _("The milestone is open again."),
    )


@page("project.propose_invoice")
def bill(request: HttpRequest, project_id: int) -> HttpResponse:
    """Choose what to bill, and prepare the draft of the invoice."""
    actor, today, base = request.actor, today_of(request), pages.base_of(request)  # type: ignore[attr-defined]
    found = queries.project_page(actor, project_id, today)
    form = forms.BillForm(request.POST or None, initial={"what": ALL, "until": today.isoformat()})
    offer(form, "what", _choices(found))

    def do(said: dict[str, Any]) -> int:
        draft = services.propose_invoice(actor=actor, project_id=project_id, on=today, **_asked(said))
        return int(draft.pk)

    return act_page(
        request,
        form,
        act="project.bill",
        title=_("Prepare invoice"),
        do=do,
        then=lambda key: (
            reverse("receivables:invoice", args=[key])
            if actor.can("invoice.view")
            else reverse("projects:project", args=[project_id])
        ),
        done=_("The draft of the invoice is ready among the invoices."),
        crumb=pages.project_crumb(found.project),
        submit=_("Prepare draft"),
        effect=_effect(found, base),
        effect_title=_("What can be billed"),
    )


def _choices(found: ProjectPage) -> list[tuple[str, str]]:
    kinds = {one.rule.kind: one for one in found.rules}
    options = [(ALL, _("Everything that is due"))]
    if "time_materials" in kinds:
        options.append((TIME, _("Time and expenses")))
    if "fixed" in kinds:
        options.append((PART, _("Part of the fixed price")))
    milestones = kinds["milestone"].milestones if "milestone" in kinds else ()
    names = [one.milestone.name for one in milestones if one.state != "billed"]
    return [*options, *((f"{MILESTONE}{name}", name) for name in names)]


def _asked(said: dict[str, Any]) -> dict[str, Any]:
    what: str = said["what"]
    if what.startswith(MILESTONE):
        return {"milestone": what.removeprefix(MILESTONE)}
    if what == TIME:
        return {"kind": "time_materials", "until": said["until"]}
    if what == PART:
        return {"kind": "fixed", "percent": said["percent"]}
    return {"until": said["until"]}


def _effect(found: ProjectPage, base: str) -> list[dict[str, str]]:
    words = pages.kind_words()
    pairs = []
    for one in found.rules:
        if one.rule.kind == "time_materials":
            hours = format_number(Decimal(found.unbilled_minutes) / pages.MINUTES_AN_HOUR)
            value = _("%(hours)s hours: %(amount)s") % {
                "hours": hours,
                "amount": format_money(found.unbilled_minor, base),
            }
        else:
            value = _("%(left)s left of %(whole)s") % {
                "left": format_money(one.left_minor or 0, base),
                "whole": format_money(one.whole_minor or 0, base),
            }
        pairs.append({"label": words[one.rule.kind], "value": value})
    return pairs


def _forms(request: HttpRequest, found: ProjectPage, kind: str, base: str) -> tuple[Any, Any]:
    posted = request.POST if request.method == "POST" else None
    same_kind = [one for one in found.rules if one.rule.kind == kind]
    agreed = same_kind[0] if same_kind else None
    taxes = pages.tax_choices()
    tax = agreed.rule.tax_id if agreed else (taxes[0][0] if taxes else None)
    lines: Any = None
    form: Any
    if kind == "fixed" and len(same_kind) > 1:
        shares = [(one.rule.tax_id, pages.tax_word(one.rule.tax), one.rule.amount_minor or 0) for one in same_kind]
        return forms.SharesForm(posted, shares=shares, base=base), None
    if kind == "fixed":
        amount = pages.amount_text(agreed.rule.amount_minor if agreed else found.project.budget_minor, base)
        form = forms.FixedForm(posted, initial={"amount": amount, "tax": tax}, base=base)
    elif kind == "milestone":
        form = forms.MilestonesForm(posted, initial={"tax": tax})
        had = [
            {
                "name": one.milestone.name,
                "amount": pages.amount_text(one.milestone.amount_minor, base),
                "due_date": one.milestone.due_date.isoformat() if one.milestone.due_date else "",
            }
            for one in (agreed.milestones if agreed else ())
        ]
        lines = forms.MilestoneLines(posted, initial=had or [{}], prefix="lines", form_kwargs={"base": base})
    else:
        initial = {"tax": tax, "default_hour_price": agreed.rule.default_hour_price if agreed else None}
        form = forms.HourlyForm(posted, initial={**initial, "markup": agreed.rule.markup_percent if agreed else None})
        prices = agreed.rule.hour_prices.all() if agreed else ()
        lines = forms.HourPriceLines(
            posted,
            initial=[{"employee": one.employee_id, "price": one.price} for one in prices],
            prefix="lines",
            form_kwargs={"employees": Source("employee", request.actor)},  # type: ignore[attr-defined]
        )
    offer(form, "tax", taxes)
    return form, lines


def _rule_values(kind: str, said: dict[str, Any], lines: Any) -> dict[str, Any]:
    filled = [line.cleaned_data for line in lines or () if line.cleaned_data and not line.cleaned_data.get("DELETE")]
    if kind == "fixed" and "shares" in said:
        return {"shares": [FixedShare(tax_id, minor) for tax_id, minor in said["shares"]]}
    if kind == "fixed":
        return {"tax_id": said["tax"], "amount_minor": said["amount_minor"]}
    if kind == "milestone":
        ordered = [line.cleaned_data for line in lines.ordered_forms if line.cleaned_data]
        agreed = [MilestoneInput(one["name"], one["amount_minor"], one["due_date"]) for one in ordered]
        return {"tax_id": said["tax"], "milestones": agreed}
    return {
        "tax_id": said["tax"],
        "default_hour_price": said["default_hour_price"],
        "markup_percent": said["markup"] or Decimal(0),
        "hour_prices": {one["employee"]: one["price"] for one in filled},
    }
