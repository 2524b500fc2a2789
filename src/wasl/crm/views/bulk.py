"""What lists of leads and deals offer to do to many rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import clock
from wasl.core.forms import offer
from wasl.core.room import BulkAct
from wasl.crm import forms, pages, queries, services
from wasl.crm.models import Activity, Deal, Lead
from wasl.crm.queries.deals import deals
from wasl.crm.queries.leads import leads
from wasl.crm.queries.today import steps_due
from wasl.crm.views.filters import deal_filter, lead_filter


def _deals(actor: Actor) -> QuerySet[Deal]:
    return actor.limit("deal.change", Deal.objects.select_related("party"))


def _deals_shown(actor: Actor, query: QueryDict) -> QuerySet[Deal]:
    return actor.limit("deal.change", deals(actor, deal_filter(query)))


def _leads(actor: Actor) -> QuerySet[Lead]:
    return actor.limit("lead.assign", Lead.objects.all())


def _leads_shown(actor: Actor, query: QueryDict) -> QuerySet[Lead]:
    return actor.limit("lead.assign", leads(actor, **lead_filter(query)))


def _deal_name(deal: Deal) -> str:
    return " · ".join(filter(None, (deal.title, pages.named(deal.party))))


def _stage_form(data: QueryDict | None) -> forms.BulkStageForm:
    form = forms.BulkStageForm(data)
    offer(form, "stage", [(stage.pk, pages.named(stage)) for stage in queries.pipeline_stages()])
    return form


def _give_deal(actor: Actor, deal_id: int, said: dict[str, Any], _on: date) -> None:
    services.hand_over(actor=actor, to_member_id=said["owner"], deal_ids=[deal_id])


def _give_lead(actor: Actor, lead_id: int, said: dict[str, Any], _on: date) -> None:
    services.hand_over(actor=actor, to_member_id=said["owner"], lead_ids=[lead_id])


def _move(actor: Actor, deal_id: int, said: dict[str, Any], on: date) -> None:
    services.move_deal(actor=actor, deal_id=deal_id, stage_id=said["stage"], on=on)


def _plan(actor: Actor, deal_id: int, said: dict[str, Any], _on: date) -> None:
    step = services.NextStep(said["step_subject"], said["step_due"], said["step_kind"], said.get("step_time"))
    services.plan_next_step(actor=actor, step=step, deal_id=deal_id)


def _steps(actor: Actor) -> QuerySet[Activity]:
    return steps_due(actor, clock.today(actor.company.time_zone))


def _steps_shown(actor: Actor, _query: QueryDict) -> QuerySet[Activity]:
    return _steps(actor)


def _step_name(step: Activity) -> str:
    return " · ".join(str(one) for one in (step.subject, step.deal or step.lead or step.party) if one)


def _snooze(actor: Actor, activity_id: int, said: dict[str, Any], _on: date) -> None:
    services.snooze(actor=actor, activity_id=activity_id, until=said["until"])


def _give_step(actor: Actor, activity_id: int, said: dict[str, Any], _on: date) -> None:
    services.change_step(actor=actor, activity_id=activity_id, owner_id=said["owner"])


def _finish(actor: Actor, activity_id: int, said: dict[str, Any], _on: date) -> None:
    services.complete_activity(actor=actor, activity_id=activity_id, outcome=said["outcome"])


SNOOZE_STEPS = BulkAct(
    "step.snooze", _("Postpone"), "activity.log", "clock-plus", _steps, _steps_shown, forms.BulkSnoozeForm, _snooze,
    _step_name,
)  # fmt: skip
HAND_OVER_STEPS = BulkAct(
    "step.hand_over", _("Hand over"), "activity.log", "user-check", _steps, _steps_shown, forms.BulkOwnerForm,
    _give_step, _step_name,
)  # fmt: skip
FINISH_STEPS = BulkAct(
    "step.done", _("Done"), "activity.log", "check", _steps, _steps_shown, forms.BulkDoneForm, _finish, _step_name
)
HAND_OVER_DEALS = BulkAct(
    "deal.hand_over", _("Hand over"), "lead.assign", "user-check", _deals, _deals_shown, forms.BulkOwnerForm,
    _give_deal, _deal_name,
)  # fmt: skip
MOVE_DEALS = BulkAct(
    "deal.move", _("Move to a stage"), "deal.change", "arrows-exchange", _deals, _deals_shown, _stage_form, _move,
    _deal_name,
)  # fmt: skip
PLAN_DEALS = BulkAct(
    "deal.plan", _("Plan a next step"), "deal.change", "calendar-event", _deals, _deals_shown, forms.BulkPlanForm,
    _plan, _deal_name,
)  # fmt: skip
HAND_OVER_LEADS = BulkAct(
    "lead.hand_over", _("Hand over"), "lead.assign", "user-check", _leads, _leads_shown, forms.BulkOwnerForm,
    _give_lead, str,
)  # fmt: skip
