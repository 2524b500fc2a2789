"""Finished values for the pages of crm: strings, links, cards and timeline entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from wasl.access import queries as access
from wasl.access.actor import Actor
from wasl.core import clock, formats
from wasl.core.conversion import InBase
from wasl.core.listing import query_address
from wasl.core.money import exponent_of
from wasl.core.panels import event_line, moment, subject_url
from wasl.crm import queries
from wasl.crm.models import Activity, Deal, Lead, Stage
from wasl.crm.queries import Entry, Page
from wasl.crm.queries.today import STEP_ICONS
from wasl.crm.rules import deals as deal_rules
from wasl.parties.models import Party

KINDS = {
    "call": gettext_lazy("Call"),
    "meeting": gettext_lazy("Meeting"),
    "task": gettext_lazy("Task"),
    "note": gettext_lazy("Note"),
    "email": pgettext_lazy("kind of activity", "E-mail"),
}
DID = {
    "call": gettext_lazy("had a call"),
    "meeting": gettext_lazy("had a meeting"),
    "task": gettext_lazy("did a task"),
    "note": gettext_lazy("added a note"),
    "email": gettext_lazy("wrote an e-mail"),
}
LEAD_STATES = {
    "new": (gettext_lazy("New"), "info"),
    "working": (gettext_lazy("In progress"), "warn"),
    "qualified": (gettext_lazy("Qualified"), "ok"),
    "disqualified": (gettext_lazy("Not suitable"), ""),
}
DEAL_STATES = {
    "open": (gettext_lazy("Open"), "info"),
    "won": (gettext_lazy("Won"), "ok"),
    "lost": (gettext_lazy("Lost"), "bad"),
}


def named(row: Any) -> str:
    """Return a row's name in the language of the page."""
    return str(row.display_name(get_language() or "en")) if row is not None else ""


def money(minor: int, currency: str) -> str:
    """Return an amount as boards and lists have it."""
    return formats.format_money(minor, currency, whole_if_possible=True)


def figure(minor: int, currency: str, base: str) -> str:
    """Return an amount as a bare number; one of another currency than the company's carries its code."""
    number = formats.format_minor(minor, currency, whole_if_possible=True)
    return number if currency == base else f"{number} {currency}"


def lanes(actor: Actor, found: list[queries.Lane], today: date, query: QueryDict) -> list[dict[str, Any]]:
    """Return the lanes of the board as its template wants them; `query` is what narrows them."""
    base = actor.company.base_currency
    return [
        {
            "value": lane.stage.pk,
            "label": named(lane.stage),
            "count": lane.count,
            "sum": sum_text(lane.sum, actor),
            "sum_minor": lane.sum.minor,
            "note": formats.format_percent(lane.stage.percent),
            "more_url": lane_url(lane.stage.pk, len(lane.cards), query) if lane.count > len(lane.cards) else "",
            "cards": [card(one, today, base) for one in lane.cards],
        }
        for lane in found
    ]


def lane_url(stage_id: int, after: int, query: QueryDict) -> str:
    """Return the address of the cards of a lane after the first so many."""
    asked = query.copy()
    asked["after"] = str(after)
    return f"{reverse('crm:lane', args=[stage_id])}?{asked.urlencode()}"


def sum_text(found: InBase, actor: Actor) -> str:
    """Return a sum in base currency as a bare number, marked where amounts were converted, the rest by currency."""
    base = actor.company.base_currency
    number = formats.format_minor(found.minor, base, whole_if_possible=True)
    return " + ".join([f"≈ {number}" if found.is_converted else number, *(figure(m, c, base) for c, m in found.rest)])


def whole_sum(sums: Iterable[InBase], actor: Actor) -> str:
    """Return the sum of all lanes in base currency; what has no rate is left to the lanes."""
    minor = sum(each.minor for each in sums)
    return formats.format_minor(minor, actor.company.base_currency, whole_if_possible=True) if minor else ""


def card(one: queries.Card, today: date, base: str) -> dict[str, Any]:
    """Return one card of the board."""
    deal = one.deal
    words, day_, tone = step_words(one.step, today)
    return {
        "id": deal.pk,
        "url": reverse("crm:deal", args=[deal.pk]),
        "move_url": reverse("crm:deal_move", args=[deal.pk]),
        "title": deal.title,
        "party": named(deal.party) or _("No customer"),
        "owner": access.named(deal.owner),
        "amount": figure(deal.amount_minor, deal.currency, base) if deal.amount_minor else "",
        "amount_minor": one.base_minor,
        "age": _stay(one.days),
        "age_level": one.age_level,
        "next": words,
        "next_day": day_,
        "next_icon": STEP_ICONS[one.step.kind] if one.step else "alert-circle",
        "tone": tone,
    }


def step_words(step: Activity | None, today: date) -> tuple[str, str, str]:
    """Return a next step in a few words, its day and its tone; none is said in red."""
    if step is None:
        return _("No next step"), "", "bad"
    tone = "bad" if step.due_on < today else "warn" if step.due_on == today else ""
    return step.subject, formats.format_date(step.due_on, None, today), tone


def step_box(actor: Actor, step: Activity | None, today: date) -> dict[str, Any] | None:
    """Return the box of the one next step of a record."""
    if step is None:
        return None
    late = (today - step.due_on).days
    when = formats.format_date(step.due_on, None, today)
    clock = f" {formats.LRI}{step.due_time:%H:%M}{formats.PDI}" if step.due_time else ""
    if late > 0:
        said = _("It was due on %(day)s") % {"day": when + clock}
    elif late == 0:
        said = _("Due today") + clock
    else:
        said = _("Due on %(day)s") % {"day": when + clock}
    return {
        "step": step,
        "icon": STEP_ICONS[step.kind],
        "kind": KINDS[step.kind],
        "when": said,
        "owner": access.named(step.owner),
        "tone": "bad" if late > 0 else "warn" if late == 0 else "t2",
        "done_url": reverse("crm:step_done", args=[step.pk]),
        "snooze_url": reverse("crm:step_snooze", args=[step.pk]),
        "hand_url": reverse("crm:step_hand_over", args=[step.pk]),
    }


def entries(actor: Actor, found: list[Entry], now: datetime) -> list[dict[str, Any]]:
    """Return the lines of a timeline; events that no room has words for are left out."""
    lines = []
    for entry in found:
        line = _activity(entry) if entry.activity is not None else _event(entry)
        if line is not None:
            when = moment(entry.at, actor.company.time_zone, now)
            lines.append(line | {"who": entry.who or _("Wasl"), "when": when, "when_iso": entry.at.isoformat()})
    return lines


def story(request: HttpRequest, page: Page) -> dict[str, Any]:
    """Return the lines of a timeline as a page wants them, and the address of the earlier ones."""
    actor = request.actor  # type: ignore[attr-defined]
    earlier = f"{query_address(request, before=page.next_mark)}#timeline" if page.next_mark else ""
    return {"entries": entries(actor, page.entries, clock.now()), "earlier_url": earlier}


def contacts(party: Party | None) -> list[dict[str, str]]:
    """Return the ways to reach a party at once: call, write, chat."""
    found = []
    digits = "".join(c for c in party.phone if c.isdigit()) if party else ""
    if party and digits:
        found.append({"icon": "phone", "label": _("Call"), "url": f"tel:{party.phone.replace(' ', '')}"})
    if party and party.email:
        found.append({"icon": "mail", "label": _("Write"), "url": f"mailto:{party.email}"})
    if len(digits) >= 11:
        found.append({"icon": "brand-whatsapp", "label": "WhatsApp", "url": f"https://wa.me/{digits}"})
    return found


def deal_pairs(deal: Deal, today: date, *, may_change: bool) -> list[dict[str, Any]]:
    """Return the details of a deal for its side panel; some can be changed where they stand."""
    percent = deal_rules.chance(deal.state, deal.stage.percent if deal.stage else 0, deal.percent)
    pairs: list[tuple[Any, Any, str]] = [
        (_("Owner"), access.named(deal.owner) or _("nobody"), ""),
        (
            _("Customer"),
            named(deal.party) or _("not chosen"),
            reverse("parties:party", args=[deal.party_id]) if deal.party_id else "",
        ),
        (_("Amount"), money(deal.amount_minor, deal.currency), ""),
        (_("Contact person"), deal.contact_name, ""),
        (_("Service"), deal.product, ""),
        (_("Chance"), formats.format_percent(percent), ""),
        (_("Weighted value"), money(deal_rules.weighted_minor(deal.amount_minor, percent), deal.currency), ""),
        (_("Expected close"), day(deal.expected_close, today), ""),
        (_("Opened on"), day(deal.engaged_on, today), ""),
        (_("Closed on"), day(deal.closed_on, today), ""),
        (_("Loss reason"), named(deal.loss_reason), ""),
        (pgettext("of a loss", "Remark"), deal.loss_note, ""),
        (_("Number"), deal.external_key, ""),
    ]
    edits = {_("Owner"): "owner", _("Amount"): "amount", _("Expected close"): "expected_close"}
    return _with_edits(pairs, edits if may_change else {}, "crm:deal_field", deal.pk)


def _with_edits(pairs: list[tuple[Any, Any, str]], edits: dict[str, str], route: str, key: int) -> list[dict[str, Any]]:
    """Return pairs for a page: those with a value, and those that can be given one where they stand."""
    return [
        {
            "label": label,
            "value": value,
            "url": url,
            "edit": reverse(route, args=[key, edits[label]]) if label in edits else "",
        }
        for label, value, url in pairs
        if value or label in edits
    ]


def lead_pairs(lead: Lead, *, may_change: bool) -> list[dict[str, Any]]:
    """Return the details of a lead for its side panel; some can be changed where they stand."""
    pairs = [
        (_("Owner"), access.named(lead.owner) or _("nobody"), ""),
        (_("Company"), lead.company_name, ""),
        (_("E-mail"), lead.email, f"mailto:{lead.email}" if lead.email else ""),
        (_("Phone"), lead.phone, f"tel:{lead.phone}" if lead.phone else ""),
        (_("Source"), lead.source, ""),
        (_("Reason"), lead.reason, ""),
        (_("Customer"), named(lead.party), reverse("parties:party", args=[lead.party_id]) if lead.party_id else ""),
        (
            _("Deal"),
            lead.deal.title if lead.deal else "",
            reverse("crm:deal", args=[lead.deal_id]) if lead.deal else "",
        ),
    ]
    edits = {_("Company"): "company_name", _("E-mail"): "email", _("Phone"): "phone", _("Source"): "source"}
    return _with_edits(pairs, edits if may_change else {}, "crm:lead_field", lead.pk)


def _stay(days: int) -> str:
    return formats.plural_days(days) if days else _("today")


def stage_bar(deal: Deal, stages: Sequence[Stage], today: date) -> list[dict[str, Any]]:
    """Return the stages of a deal's pipeline; those before its own are done."""
    here = deal.stage.position if deal.stage else -1
    days = _stay(deal_rules.days_in_stage(deal.stage_since, today))
    return [
        {
            "value": stage.pk,
            "label": named(stage),
            "state": "done" if stage.position < here else "now" if stage.position == here else "",
            "note": days if stage.position == here and deal.state == "open" else "",
        }
        for stage in stages
    ]


def day(value: date | None, today: date) -> str:
    """Return a day in words, or nothing."""
    return formats.format_date(value, None, today) if value else ""


@formats.western
def amount_text(minor: int, currency: str) -> str:
    """Return an amount as a form field has it."""
    return formats.format_minor(minor, currency, whole_if_possible=True).replace(",", "") if minor else ""


def decimals(actor: Actor) -> int:
    """Return how many decimals the board's sums have."""
    return exponent_of(actor.company.base_currency)


def _activity(entry: Entry) -> dict[str, Any]:
    activity = entry.activity
    assert activity is not None
    tone = {"call": "call", "email": "mail", "note": "note"}.get(activity.kind, "")
    body = activity.body or activity.subject
    if activity.outcome and activity.outcome not in ("won", "lost", "disqualified"):
        body = f"{body}\n{activity.outcome}"
    return {"icon": STEP_ICONS[activity.kind], "tone": tone, "verb": DID[activity.kind], "body": body}


def _event(entry: Entry) -> dict[str, Any] | None:
    if entry.attachment is not None:
        url = reverse("core:attachment", args=[entry.attachment.pk])
        files = [{"name": entry.attachment.file_name, "url": url}]
        return {"icon": "paperclip", "tone": "", "verb": _("attached a file"), "files": files}
    line = event_line(entry.name, entry.facts)
    if line is None:
        return None
    kind, subject_id = entry.subject
    url = subject_url(kind, subject_id) if kind.partition(".")[0] not in ("crm", "parties") else ""
    return {"icon": line[0], "tone": "", "verb": line[1], "url": url}
