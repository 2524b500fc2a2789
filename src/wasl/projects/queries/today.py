"""Delivered work that waits to be billed, for Today."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.core.formats import format_money, format_number, plural_days
from wasl.core.room import TODAY_ROWS, DrawToday, TodayAct, TodayGroup, TodayItem
from wasl.core.tally import Tally
from wasl.projects.queries.billable import UnbilledWork, unbilled_work
from wasl.projects.queries.time import employees_without_cost

LONG_DAYS = 30


def today_unbilled(actor: Actor, today: date, tally: Tally) -> DrawToday | None:
    """Return the work that is delivered and not billed, None where there is none or somebody else bills."""
    if not actor.can("project.propose_invoice"):
        return None
    sees_rates = actor.can("cost_rate.view")
    lacks_cost = tally.exists(employees_without_cost()) if sees_rates else bool

    def draw(chosen: str) -> list[TodayGroup]:
        work = unbilled_work(actor, today)
        if not work:
            return []
        base, note = actor.company.base_currency, ""
        if lacks_cost():
            names = [one.display_name(formats.language()) for one in employees_without_cost()]
            note = _("No cost rate is known for: %(names)s") % {"names": formats.format_list(names)}
        group = TodayGroup(
            key="unbilled",
            title=_("Delivered, not billed"),
            icon="receipt",
            rows=[_item(one, base, today) for one in work[:TODAY_ROWS]],
            count=len(work),
            more_url=reverse("projects:projects") + "?unbilled=1",
            total=format_money(sum(one.total_minor for one in work), base, whole_if_possible=True),
            note=note,
        )
        return [group]

    return draw


def _item(one: UnbilledWork, base: str, today: date) -> TodayItem:
    said, language = [], formats.language()
    if one.hours:
        said.append(_("%(hours)s billable hours") % {"hours": format_number(one.hours)})
    if one.milestones_minor:
        said.append(_("milestone reached"))
    if one.expenses_minor:
        said.append(_("expenses to charge on"))
    days = (today - one.earliest).days if one.earliest else 0
    return TodayItem(
        title=one.project.display_name(language),
        url=reverse("projects:project", args=[one.project.pk]),
        why=" · ".join([one.project.party.display_name(language), *said]),
        due=plural_days(days) if days > 0 else "",
        tone="warn" if days > LONG_DAYS else "",
        amount=format_money(one.total_minor, base, whole_if_possible=True),
        icon="briefcase",
        days_late=max(days - LONG_DAYS, 0),
        stake_minor=one.total_minor,
        acts=[
            TodayAct(
                _("Prepare invoice"), reverse("projects:bill", args=[one.project.pk]), method="get", icon="receipt"
            )
        ],
    )
