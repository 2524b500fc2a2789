"""Projects, and all that a project's page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext

from wasl.access.actor import Actor
from wasl.core import formats, numbering
from wasl.core import search as search_texts
from wasl.core.errors import NotFound
from wasl.core.room import FOUND_ROWS, LOOKED_AT, Found
from wasl.core.tally import Summed, Tally
from wasl.parties import queries as parties
from wasl.projects import rules
from wasl.projects.models import BilledPart, BillingRule, HourPrice, Milestone, Project, ProjectRole, TimeEntry
from wasl.projects.queries.billable import unbilled_time, with_is_billed

PANEL_ROWS = 5
MINUTES_AN_HOUR = 60
HOURS = TimeEntry._meta.get_field("hours")


@dataclass(frozen=True)
class MilestoneRow:
    """A milestone as the page shows it; `state` is open, due, done (not billed) or billed."""

    milestone: Milestone
    state: str


@dataclass(frozen=True)
class RuleRow:
    """A billing rule with what of it is billed; `left_minor` is None where it has no whole amount."""

    rule: BillingRule
    whole_minor: int | None
    billed_minor: int
    prices: list[tuple[str, Decimal]]
    milestones: list[MilestoneRow]

    @property
    def left_minor(self) -> int | None:
        """Return what can still be billed."""
        return None if self.whole_minor is None else self.whole_minor - self.billed_minor


@dataclass(frozen=True)
class RoleRow:
    """A planned role; what an hour costs is there only for who may see money of margins."""

    name: str
    planned_minutes: int
    hour_price: Decimal | None
    hour_cost: Decimal | None


@dataclass(frozen=True)
class ProjectPage:
    """Everything that a project's page shows: plan against actual. `cost_minor` is None where it may not be seen."""

    project: Project
    minutes: int
    billable_minutes: int
    cost_minor: int | None
    billed_minor: int
    unbilled_minor: int
    unbilled_minutes: int
    rules: list[RuleRow]
    roles: list[RoleRow]

    @property
    def budget_percent(self) -> int | None:
        """Return how much of the budgeted hours is used, in whole percent."""
        budget = self.project.budget_minutes
        return self.minutes * 100 // budget if budget else None


def projects(actor: Actor, *, text: str = "", state: str = "", **equal: int | None) -> QuerySet[Project]:
    """Return the projects that the actor may see, the newest first; `equal` are fields with their value, if any."""
    rows = actor.limit("project.view", Project.objects.select_related("party", "department", "owner"))
    if text:
        rows = rows.filter(
            Q(name__icontains=text)
            | Q(name_ar__icontains=text)
            | Q(code__icontains=text)
            | Q(party__in=parties.named(text))
        )
    if state:
        rows = rows.filter(state=state)
    return rows.filter(**{name: value for name, value in equal.items() if value is not None}).order_by("-pk")


def project(actor: Actor, project_id: int) -> Project:
    """Return a project.

    :raises NotFound: there is none within the actor's reach.
    """
    actor.require("project.view")
    found: Project | None = (
        Project.objects.select_related("party", "department", "owner", "dimension").filter(pk=project_id).first()
    )
    if found is None:
        raise NotFound()
    actor.require_owned("project.view", found.owner_id)
    return found


def bookable_projects(actor: Actor, *, active_only: bool = True) -> QuerySet[Project]:
    """Return the projects that time can go on, by name: everybody who books time sees their names."""
    actor.require("time.book")
    rows = Project.objects.select_related("party").order_by("name", "pk")
    return rows.filter(state="active") if active_only else rows


def project_page(actor: Actor, project_id: int, today: date) -> ProjectPage:
    """Return what a project's page shows.

    :raises NotFound: there is none within the actor's reach.
    """
    found = project(actor, project_id)
    time, tally = TimeEntry.objects.filter(project=found), Tally()
    worked = tally.value(Summed(time, "hours", HOURS))
    billable = tally.value(Summed(time.filter(is_billable=True), "hours", HOURS))
    cost = tally.sum(time, "cost_minor")
    billed = tally.sum(BilledPart.objects.filter(project=found, is_released=False), "amount_minor")
    left = unbilled_time(actor.company, [found.pk], until=today)
    sees_money = actor.can("margin.view_money")
    return ProjectPage(
        found,
        _minutes(worked()),
        _minutes(billable()),
        cost() if sees_money else None,
        billed(),
        sum(one.amount_minor for one in left),
        _minutes(sum((one.entry.hours for one in left), Decimal(0))),
        _rules(found, today),
        [
            RoleRow(role.name, role.planned_minutes, role.hour_price, role.hour_cost if sees_money else None)
            for role in ProjectRole.objects.filter(project=found).order_by("pk")
        ],
    )


def minutes_by_project(project_ids: Sequence[int]) -> dict[int, int]:
    """Return the minutes booked on projects."""
    rows = TimeEntry.objects.filter(project_id__in=project_ids).values_list("project_id")
    return {key: _minutes(hours) for key, hours in rows.annotate(total=Sum("hours")).order_by("project_id")}


def party_panel(actor: Actor, party_id: int) -> dict[str, Any] | None:
    """Return what a party's page shows of its projects, None for none."""
    rows = list(projects(actor).filter(party_id=party_id)[: PANEL_ROWS + 1])
    return {"projects": rows[:PANEL_ROWS], "more": len(rows) > PANEL_ROWS} if rows else None


def deal_panel(actor: Actor, deal_id: int) -> dict[str, Any] | None:
    """Return what a deal's page shows of the project that it became, None without one."""
    found = projects(actor).filter(origin=f"deal:{deal_id}").first()
    return {"project": found} if found else None


def search(actor: Actor, text: str) -> list[Found]:
    """Return what a search finds of projects: by code, by name in either script among the newest, by customer."""
    if not actor.can("project.view"):
        return []
    rows = projects(actor)
    names = rows.values_list("pk", "name", "name_ar", "code")[:LOOKED_AT]
    keys = search_texts.close_names(((key, said) for key, *said in names), text)[:FOUND_ROWS]
    there = rows.in_bulk(keys)
    found = list(rows.filter(code__in=[text.upper(), *numbering.numbers_meant(text, {"project": "P"})]))
    found += [there[key] for key in keys]
    found += rows.filter(party__in=parties.nearest(text))[:FOUND_ROWS]
    lang, kind = formats.language(), gettext("Projects")
    return [
        Found(
            kind,
            row.display_name(lang),
            reverse("projects:project", args=[row.pk]),
            f"{row.code} · {row.party.display_name(lang)}",
            "briefcase",
        )
        for row in dict.fromkeys(found)
    ][:FOUND_ROWS]


def _rules(found: Project, today: date) -> list[RuleRow]:
    parts = BilledPart.objects.filter(rule=OuterRef("pk"), is_released=False)
    agreed = (
        BillingRule.objects.filter(project=found)
        .select_related("tax")
        .annotate(billed_minor=Summed(parts, "amount_minor"))
    )
    prices = Prefetch("hour_prices", HourPrice.objects.select_related("employee"))
    parts_agreed = Prefetch("milestones", with_is_billed(Milestone.objects.order_by("position", "pk"), "milestone"))
    rows = []
    for rule in agreed.prefetch_related(prices, parts_agreed).order_by("pk"):
        milestones = list(rule.milestones.all())
        whole = rule.amount_minor
        if rule.kind == rules.MILESTONE:
            whole = sum(one.amount_minor for one in milestones)
        rows.append(
            RuleRow(
                rule,
                whole,
                int(rule.billed_minor or 0),
                sorted((one.employee.display_name(formats.language()), one.price) for one in rule.hour_prices.all()),
                [MilestoneRow(one, _milestone_state(one, not one.is_billed, today)) for one in milestones],
            )
        )
    return rows


def _milestone_state(milestone: Milestone, is_free: bool, today: date) -> str:
    if not is_free:
        return "billed"
    if milestone.done_on is not None:
        return "done"
    return "due" if milestone.due_date is not None and milestone.due_date < today else "open"


def _minutes(hours: Decimal | None) -> int:
    return int(((hours or Decimal(0)) * MINUTES_AN_HOUR).to_integral_value())


def belongs_to_deal(deal_id: int) -> dict[str, list[int]]:
    """Return the project that a deal became and the documents that bill it: their events are part of its story."""
    projects = list(Project.objects.filter(origin=f"deal:{deal_id}").values_list("pk", flat=True))
    parts = BilledPart.objects.filter(project_id__in=projects, is_released=False)
    documents = sorted(set(parts.values_list("document_id", flat=True))) if projects else []
    return {"projects.project": projects, "receivables.document": documents}
