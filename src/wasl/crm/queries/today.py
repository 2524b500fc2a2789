"""What waits on Today: follow-ups, what lacks an owner or a next step, and questions of imports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Case, F, Q, QuerySet, When
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.core.conversion import base_rates, in_base
from wasl.core.room import TODAY_ROWS, DrawToday, TodayAct, TodayGroup, TodayItem
from wasl.core.tally import Tally
from wasl.core.today import one_kind
from wasl.crm.models import Activity, Deal, ImportQuestion, Lead
from wasl.crm.queries.deals import DealFilter, deals, totals
from wasl.crm.queries.imports import open_questions
from wasl.crm.queries.leads import leads
from wasl.parties.models import Party

WORTH = (F("deal__amount_minor").desc(nulls_last=True), F("due_date").asc(), F("due_time").asc(nulls_last=True), "pk")
WEIGHT = ("-amount_minor", "stage_since", "pk")
STEPLESS, NOBODYS = "deals-without-step", "deals-without-customer"
LACKS: dict[str, Callable[[Deal], bool]] = {
    STEPLESS: lambda deal: deal.owner_id is None or deal.next_due is None,
    NOBODYS: lambda deal: deal.party_id is None,
}
STEP_ICONS = {"call": "phone", "meeting": "calendar-event", "task": "checklist", "email": "mail", "note": "note"}


def steps_due(actor: Actor, today: date) -> QuerySet[Activity]:
    """Return the actor's open steps that are due, the oldest first."""
    rows = Activity.objects.filter(done_at=None, due_date__lte=today)
    if actor.member_id is not None:
        mine = Q(owner_id=actor.member_id)
        gone = Q(owner__isnull=True) | Q(owner__is_active=False)
        rows = rows.filter(mine | gone) if actor.scope_of("deal.change") == "company" else rows.filter(mine)
    return rows.select_related("deal", "lead", "party", "deal__party").order_by(
        "due_date", F("due_time").asc(nulls_last=True), "pk"
    )


def today_follow_ups(actor: Actor, today: date, tally: Tally) -> DrawToday | None:
    """Return the follow-ups that are due or overdue; each can be done, moved or handed over from here."""
    if not actor.can("activity.log"):
        return None
    rows = steps_due(actor, today)
    count, late = tally.count(rows), tally.count(rows.filter(due_date__lt=today))

    def draw(chosen: str) -> list[TodayGroup]:
        if not count():
            return []
        late_first = Case(When(due_date__lt=today, then=0), default=1)
        first = list(rows.order_by(late_first, *WORTH)[:TODAY_ROWS])
        worth = _worth(actor, [step.deal for step in first if step.deal], today)
        group = TodayGroup(
            key="follow-ups",
            title=_("Follow-ups"),
            icon="phone",
            rows=[_step_item(step, today, worth.get(step.deal_id or 0, 0)) for step in first],
            count=count(),
            more_url=reverse("crm:follow_ups"),
            note=ngettext("%(n)s overdue", "%(n)s overdue", late()) % {"n": late()} if late() else "",
        )
        return [group]

    return draw


def today_leads(actor: Actor, today: date, tally: Tally) -> DrawToday | None:
    """Return the leads without an owner or a next step."""
    if not actor.can("lead.view"):
        return None
    return one_kind(
        tally,
        leads(actor, missing=True).order_by("pk"),
        lambda lead: _lead_item(lead, today),
        key="leads",
        title=_("Leads without an owner or a next step"),
        icon="user-plus",
        more_url=reverse("crm:leads") + "?missing=1",
        may_be_mass=True,
    )


def today_deals(actor: Actor, today: date, tally: Tally) -> DrawToday | None:
    """Return the open deals that lack an owner or a next step, and those that came in without a customer.

    They are two groups, read together while they are few.
    """
    if not actor.can("deal.view"):
        return None
    lacking = {STEPLESS: deals(actor, DealFilter(missing="step"))}
    if actor.can("deal.change"):
        lacking[NOBODYS] = deals(actor, DealFilter(missing="party"))
    counts = {key: tally.count(rows) for key, rows in lacking.items()}

    def draw(chosen: str) -> list[TodayGroup]:
        few = [key for key, count in counts.items() if 0 < count() <= TODAY_ROWS]
        found: dict[str, list[Deal]] = {}
        if few:
            together = list((lacking[few[0]] | lacking[few[-1]]).order_by(*WEIGHT))
            found = {key: [deal for deal in together if LACKS[key](deal)] for key in few}
        if chosen in lacking and chosen not in few:
            found[chosen] = list(lacking[chosen].order_by(*WEIGHT)[:TODAY_ROWS])
        worth = _worth(actor, [deal for some in found.values() for deal in some], today)
        groups = []
        for key, count in counts.items():
            is_mass, shown = key not in few, found.get(key, [])
            if key == STEPLESS and count():
                sums = totals(lacking[key]) if is_mass else [(deal.currency, deal.amount_minor, 1) for deal in shown]
                groups.append(_without_step(actor, shown, worth, count(), sums, is_mass))
            elif count():
                groups.append(_without_party(shown, worth, count(), is_mass))
        return groups

    return draw


def _without_step(
    actor: Actor, shown: list[Deal], worth: dict[int, int], count: int, sums: list[tuple[str, int, int]], is_mass: bool
) -> TodayGroup:
    """Return the deals that lack an owner or a next step as one group, with one act for all of them."""
    bulk = [TodayAct(_("Plan a next step for all"), reverse("crm:bulk_step"), method="get", icon="calendar-event")]
    return TodayGroup(
        key=STEPLESS,
        title=_("Open deals without an owner or a next step"),
        icon="layout-kanban",
        rows=[_deal_item(deal, worth[deal.pk]) for deal in shown],
        count=count,
        more_url=reverse("crm:deals") + "?missing=step",
        total=_total(sums),
        bulk=bulk if actor.can("deal.change") else [],
        is_mass=is_mass,
    )


def _without_party(shown: list[Deal], worth: dict[int, int], count: int, is_mass: bool) -> TodayGroup:
    return TodayGroup(
        key=NOBODYS,
        title=_("Open deals without a customer"),
        icon="building",
        rows=[_party_item(deal, worth[deal.pk]) for deal in shown],
        count=count,
        more_url=reverse("crm:deals") + "?missing=party",
        is_mass=is_mass,
    )


def today_import_questions(actor: Actor, today: date, tally: Tally) -> DrawToday | None:
    """Return what imports asked and nobody has answered."""
    if not actor.can("crm.import"):
        return None
    return one_kind(
        tally,
        open_questions(),
        _question_item,
        key="import-questions",
        title=_("Questions of the import"),
        icon="help-circle",
        more_url=reverse("crm:imports"),
        may_be_mass=True,
    )


def _step_item(step: Activity, today: date, stake_minor: int) -> TodayItem:
    record = step.deal or step.lead
    party = step.party or (step.deal.party if step.deal else None)
    days = (today - step.due_on).days
    return TodayItem(
        title=step.subject,
        url=url_of(step),
        why=" · ".join(filter(None, [_shown(party), str(record) if record else ""])),
        due=_due(step, days),
        days_late=days,
        stake_minor=stake_minor,
        tone="bad" if days else "warn",
        amount=_amount(step.deal) if step.deal else "",
        icon=STEP_ICONS[step.kind],
        acts=[
            TodayAct(_("Done"), reverse("crm:step_done", args=[step.pk]), method="get", icon="check"),
            TodayAct(
                _("Tomorrow"),
                reverse("crm:step_snooze", args=[step.pk]),
                fields={"until": (today + timedelta(days=1)).isoformat()},
            ),
            TodayAct(_("Hand over"), reverse("crm:step_hand_over", args=[step.pk]), method="get"),
        ],
    )


def _due(step: Activity, days: int) -> str:
    """Return in words when a step was or is due, with its hour where it has one."""
    if days == 0:
        return f"{_('today')} {step.due_time:%H:%M}" if step.due_time else _("today")
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}


def _lead_item(lead: Lead, today: date) -> TodayItem:
    lacking = [_("no owner")] if lead.owner_id is None else []
    lacking += [] if lead.next_due else [_("no next step")]
    days = (today - lead.created_at.date()).days
    return TodayItem(
        title=f"{lead.name} · {lead.company_name}" if lead.company_name else lead.name,
        url=reverse("crm:lead", args=[lead.pk]),
        why=" · ".join(lacking),
        due=formats.plural_days(days) if days > 0 else _("today"),
        tone="warn" if days > 0 else "",
        days_late=max(days, 0),
        icon="user-plus",
        acts=[TodayAct(_("Assign"), reverse("crm:lead_assign", args=[lead.pk]), method="get")],
    )


def _deal_item(deal: Deal, stake_minor: int) -> TodayItem:
    return TodayItem(
        title=deal.title,
        url=reverse("crm:deal", args=[deal.pk]),
        why=" · ".join(
            filter(None, (_shown(deal.party), _("no owner") if deal.owner_id is None else _("no next step")))
        ),
        amount=_amount(deal),
        icon="layout-kanban",
        stake_minor=stake_minor,
        acts=[TodayAct(_("Plan"), reverse("crm:deal_step", args=[deal.pk]), method="get", icon="calendar-event")],
    )


def _party_item(deal: Deal, stake_minor: int) -> TodayItem:
    url = reverse("crm:deal_change", args=[deal.pk])
    return TodayItem(
        title=deal.title,
        url=reverse("crm:deal", args=[deal.pk]),
        why=_("No customer"),
        amount=_amount(deal),
        icon="building",
        stake_minor=stake_minor,
        acts=[TodayAct(_("Choose customer"), url, method="get")],
    )


def _question_item(question: ImportQuestion) -> TodayItem:
    said = {"value": question.value, "proposal": question.proposal or "—"}
    return TodayItem(
        title=_("“%(value)s” was taken as “%(proposal)s”") % said,
        url=reverse("crm:question", args=[question.pk]),
        why=ngettext("%(n)s row", "%(n)s rows", question.rows) % {"n": question.rows},
        acts=[
            TodayAct(_("That is right"), reverse("crm:answer", args=[question.pk]), icon="check"),
            TodayAct(_("Change"), reverse("crm:question", args=[question.pk]), method="get"),
        ],
    )


def _worth(actor: Actor, rows: list[Deal], today: date) -> dict[int, int]:
    """Return what each deal is worth in base minor units, by its key; 0 where no rate is known."""
    base = actor.company.base_currency
    rates = base_rates({deal.currency for deal in rows}, base, today)
    return {deal.pk: in_base([(deal.currency, deal.amount_minor)], base, rates).minor for deal in rows}


def url_of(step: Activity) -> str:
    """Return the address of what a step is about."""
    if step.deal_id:
        return reverse("crm:deal", args=[step.deal_id])
    if step.lead_id:
        return reverse("crm:lead", args=[step.lead_id])
    return reverse("parties:party", args=[step.party_id])


def _shown(party: Party | None) -> str:
    return party.display_name(get_language() or "en") if party else ""


def _amount(deal: Deal) -> str:
    return formats.format_money(deal.amount_minor, deal.currency, whole_if_possible=True) if deal.amount_minor else ""


def _total(sums: list[tuple[str, int, int]]) -> str:
    by_code: dict[str, int] = {}
    for code, minor, _count in sums:
        by_code[code] = by_code.get(code, 0) + minor
    return " + ".join(
        formats.format_money(minor, code, whole_if_possible=True) for code, minor in sorted(by_code.items()) if minor
    )
