"""The board of open deals."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.core import formats
from wasl.core.errors import NotFound, Refusal
from wasl.core.forms import text_of
from wasl.core.pages import page, today_of
from wasl.core.picking import key_of, offer_picks
from wasl.crm import forms, pages, queries, services
from wasl.crm.errors import StageNeeds
from wasl.crm.views.filters import board_filter


@page("deal.view")
def board(request: HttpRequest) -> HttpResponse:
    """Show the open deals by stage."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    chosen = board_filter(request.GET)
    lanes = queries.board(actor, today, chosen)
    said = {
        "owner": chosen.deals.owner_id or "",
        "closing": chosen.deals.closing,
        "order": request.GET.get("order", ""),
    }
    form = forms.BoardForm(said)
    offer_picks(form, actor, creates=False)
    lacking = queries.deals(actor, replace(chosen.deals, state="open", missing="step")).count()
    return render(
        request,
        "crm/board.html",
        {
            "lanes": pages.lanes(actor, lanes, today, request.GET),
            "count": sum(lane.count for lane in lanes),
            "value": pages.whole_sum((lane.sum for lane in lanes), actor),
            "weighted": pages.whole_sum((lane.weighted for lane in lanes), actor),
            "lacking": lacking,
            "decimals": pages.decimals(actor),
            "filter_form": form,
            "searched": True,
            "query": chosen.deals.text,
            "narrowed": any(request.GET.get(name) for name in ("q", "owner", "closing")),
            "may_open": actor.can("deal.open"),
            "may_import": actor.can("crm.import"),
        },
    )


@page("deal.view")
def lane(request: HttpRequest, stage_id: int) -> HttpResponse:
    """Give the next cards of a lane, after those that are shown."""
    actor, today = request.actor, today_of(request)  # type: ignore[attr-defined]
    asked = request.GET.get("after", "0")
    after = int(asked) if asked.isdecimal() and len(asked) < 9 else 0
    cards, more = queries.lane_cards(actor, today, stage_id, board_filter(request.GET), after)
    base = actor.company.base_currency
    return render(
        request,
        "web/c/cards.html",
        {
            "cards": [pages.card(one, today, base) for one in cards],
            "more_url": pages.lane_url(stage_id, after + len(cards), request.GET) if more else "",
        },
    )


@page("deal.change")
def deal_move(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Move a card; the answer tells the lanes' new counts and sums, or why it slides back."""
    actor = request.actor  # type: ignore[attr-defined]
    before = queries.deal(actor, deal_id).stage_id
    if request.method != "POST":
        return redirect("crm:board")
    stage, today = key_of(request.POST.get("stage")) or 0, today_of(request)
    try:
        moved = services.move_deal(actor=actor, deal_id=deal_id, stage_id=stage, on=today)
    except NotFound:
        raise
    except StageNeeds as error:
        ask = reverse("crm:deal_enter", args=[deal_id, int(stage)])
        return JsonResponse({"message": text_of(error), "ask": ask}, status=409)
    except Refusal as error:
        return JsonResponse({"message": text_of(error)}, status=409)
    totals = queries.lane_totals(actor, today, board_filter(request.GET))
    with formats.as_chosen():
        sums = {str(stage.pk): pages.sum_text(found, actor) for stage, (_count, found, _weighted) in totals.items()}
        counts = {str(stage.pk): formats.digits(str(count)) for stage, (count, _sum, _weighted) in totals.items()}
    return JsonResponse(
        {
            "toast": {
                "text": _("“%(deal)s” is now in %(stage)s.")
                % {"deal": formats.isolated(moved.title), "stage": formats.isolated(pages.named(moved.stage))},
                "undo": f"{reverse('crm:deal_stage', args=[deal_id])}?undo={before}",
            },
            "counts": counts,
            "sums": sums,
        }
    )
