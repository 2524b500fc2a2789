"""The board of open deals."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.core.errors import NotFound, Refusal
from wasl.core.forms import offer, text_of, western
from wasl.core.pages import page, today_of
from wasl.crm import forms, pages, queries, services


@page("deal.view")
def board(request: HttpRequest) -> HttpResponse:
    """Show the open deals by stage."""
    actor = request.actor  # type: ignore[attr-defined]
    owner, today = request.GET.get("owner", ""), today_of(request)
    text = western(request.GET.get("q", ""))
    lanes = queries.board(actor, today, owner_id=int(owner) if owner.isdecimal() else None, text=text)
    form = forms.OwnerFilterForm({"owner": owner})
    offer(form, "owner", pages.member_options())
    sums: dict[str, int] = {}
    for lane in lanes:
        for currency, minor in lane.weighted:
            sums[currency] = sums.get(currency, 0) + minor
    return render(
        request,
        "crm/board.html",
        {
            "lanes": pages.lanes(actor, lanes, today),
            "count": sum(lane.count for lane in lanes),
            "weighted": pages.sums_text(sorted(sums.items())),
            "decimals": pages.decimals(actor),
            "filter_form": form,
            "searched": True,
            "query": text,
            "may_open": actor.can("deal.open"),
            "may_import": actor.can("crm.import"),
        },
    )


@page("deal.change")
def deal_move(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Move a card; the answer tells the lanes' new counts and sums, or why it slides back."""
    actor = request.actor  # type: ignore[attr-defined]
    before = queries.deal(actor, deal_id).stage_id
    if request.method != "POST":
        return redirect("crm:board")
    stage, today = request.POST.get("stage", ""), today_of(request)
    try:
        services.move_deal(actor=actor, deal_id=deal_id, stage_id=int(stage) if stage.isdecimal() else 0, on=today)
    except NotFound:
        raise
    except Refusal as error:
        return JsonResponse({"message": text_of(error)}, status=409)
    lanes = queries.board(actor, today)
    return JsonResponse(
        {
            "toast": {
                "text": _("The deal is moved."),
                "undo": f"{reverse('crm:deal_stage', args=[deal_id])}?to={before}",
            },
            "counts": {str(lane.stage.pk): lane.count for lane in lanes},
            "sums": {
                str(lane.stage.pk): pages.figures(lane.sums, actor.company.base_currency) or "0" for lane in lanes
            },
        }
    )
