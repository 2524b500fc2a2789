"""What must hold of leads and deals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import DateField, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from wasl.access.actor import Actor
from wasl.core.checks import Check, Finding
from wasl.core.models import Company
from wasl.core.scope import current_company_id
from wasl.core.tally import Tally
from wasl.crm import queries
from wasl.crm.models import Activity, Deal, Lead

NEVER = Value(date.max, output_field=DateField())


def qualified_leads_point_to_their_deal() -> Iterator[Finding]:
    """Yield each qualified lead without party or deal, and each deal of a lead with another party."""
    for lead in Lead.objects.filter(state="qualified").select_related("deal").order_by("pk").iterator():
        if lead.party_id is None or lead.deal is None:
            yield Finding("qualified leads", f"lead {lead.pk}", "no party or no deal")


def stages_belong_to_the_pipeline() -> Iterator[Finding]:
    """Yield each deal in a stage of another pipeline."""
    strays = Deal.objects.filter(stage__isnull=False).exclude(pipeline=F("stage__pipeline"))
    for deal in strays.order_by("pk").iterator():
        yield Finding("stages", f"deal {deal.pk}", f"stage {deal.stage_id}")


def closed_deals_have_no_open_step() -> Iterator[Finding]:
    """Yield each open step of a deal that is won or lost."""
    for step in Activity.objects.filter(done_at=None, deal__state__in=["won", "lost"]).order_by("pk").iterator():
        yield Finding("open steps", f"deal {step.deal_id}", f"activity {step.pk}")


def records_know_their_next_day() -> Iterator[Finding]:
    """Yield each deal and lead whose day of the next step is not that of its first open step."""
    for name, rows in (("deal", Deal.objects.all()), ("lead", Lead.objects.all())):
        steps = Activity.objects.filter(done_at=None, **{name: OuterRef("pk")}).order_by("due_date")
        known = rows.annotate(
            said=Coalesce("next_due", NEVER), first=Coalesce(Subquery(steps.values("due_date")[:1]), NEVER)
        )
        for record in known.exclude(said=F("first")).order_by("pk").iterator():
            yield Finding("next days", f"{name} {record.pk}", f"{record.next_due}, but {record.first}")


def nothing_is_forgotten() -> Iterator[Finding]:
    """Yield what lacks an owner or a next step and yet does not stand on Today."""
    actor, today = _everybody(), date.min
    tally = Tally()
    draws = (queries.today_leads(actor, today, tally), queries.today_deals(actor, today, tally))
    counts = {group.key: group.count for draw in draws if draw for group in draw("")}
    for name, model, kind in (
        ("lead", Lead.objects.filter(state__in=["new", "working"]), "leads"),
        ("deal", Deal.objects.filter(state="open"), "deals-without-step"),
    ):
        stepped = set(Activity.objects.filter(done_at=None).values_list(f"{name}_id", flat=True))
        lacking = [key for key, owner_id in model.values_list("pk", "owner_id") if not owner_id or key not in stepped]
        listed = counts.get(kind, 0)
        if len(lacking) != listed:
            yield Finding(
                "nothing is forgotten", f"{name}s", f"{len(lacking)} lack an owner or a step, {listed} on Today"
            )


CHECKS: list[Check] = [
    nothing_is_forgotten,
    records_know_their_next_day,
    qualified_leads_point_to_their_deal,
    stages_belong_to_the_pipeline,
    closed_deals_have_no_open_step,
]


def _everybody() -> Actor:
    return Actor.system(Company.objects.get(pk=current_company_id()))
