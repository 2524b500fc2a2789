"""Agree how a project is billed, and complete its milestones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import events
from wasl.core.errors import BadInput, NotFound
from wasl.ledger.errors import Immutable
from wasl.ledger.models import Tax
from wasl.people.models import Employee
from wasl.projects import rules
from wasl.projects.models import BilledPart, BillingRule, HourPrice, Milestone, Project
from wasl.projects.services.projects import lock_project


@dataclass(frozen=True)
class MilestoneInput:
    """A milestone as agreed, in base currency without tax."""

    name: str
    amount_minor: int
    due_date: date | None = None


@dataclass(frozen=True)
class FixedShare:
    """A part of a fixed price that takes a tax of its own (None: no tax), in base currency without tax."""

    tax_id: int | None
    amount_minor: int


@transaction.atomic
def set_billing_rule(
    *,
    actor: Actor,
    project_id: int,
    kind: str,
    tax_id: int | None = None,
    amount_minor: int | None = None,
    shares: Sequence[FixedShare] = (),
    milestones: Sequence[MilestoneInput] = (),
    default_hour_price: Decimal | None = None,
    hour_prices: Mapping[int, Decimal] | None = None,
    markup_percent: Decimal = Decimal(0),
) -> BillingRule:
    """Agree one way of billing, replacing what was agreed of its kind; what is billed stays as it is.

    A fixed price is `amount_minor` with one tax, or `shares` with a tax each; then the first share's rule is returned.

    :raises BadInput: values that do not make a rule of the kind.
    :raises Immutable: it would change a milestone that is billed.
    """
    actor.require("billing_rule.set")
    project = lock_project(actor, "billing_rule.set", project_id)
    prices = dict(hour_prices or {})
    if kind == rules.FIXED:
        shares = shares or [FixedShare(tax_id, amount_minor or 0)]
    _check(kind, tax_id, shares, milestones, default_hour_price, prices, markup_percent)
    if kind == rules.FIXED:
        rule = _write_fixed(project, shares)
    else:
        rule, _created = BillingRule.objects.get_or_create(project=project, kind=kind)
        rule.tax_id, rule.default_hour_price, rule.markup_percent = tax_id, default_hour_price, markup_percent
        rule.save()
        HourPrice.objects.filter(rule=rule).delete()
        HourPrice.objects.bulk_create(HourPrice(rule=rule, employee_id=key, price=one) for key, one in prices.items())
        _write_milestones(rule, milestones)
    events.record("billing_rule.set", rule, party_id=project.party_id, project_id=project.pk, kind=kind)
    return rule


@transaction.atomic
def complete_milestone(*, actor: Actor, milestone_id: int, on: date | None) -> Milestone:
    """Say that a milestone was reached on a day; None takes it back.

    :raises NotFound: there is none within reach.
    """
    actor.require("milestone.complete")
    found = Milestone.objects.filter(pk=milestone_id).values_list("rule__project_id", flat=True).first()
    if found is None:
        raise NotFound()
    project = lock_project(actor, "milestone.complete", found)
    milestone: Milestone = Milestone.objects.get(pk=milestone_id)
    milestone.done_on = on
    milestone.save(update_fields=["done_on"])
    name = "milestone.completed" if on else "milestone.reopened"
    events.record(name, milestone, party_id=project.party_id, project_id=project.pk, name=milestone.name)
    return milestone


def live_minor(rule: BillingRule) -> int:
    """Return what of a rule is billed and not freed."""
    rows = BilledPart.objects.filter(rule=rule, is_released=False)
    return int(rows.aggregate(total=Sum("amount_minor"))["total"] or 0)


def _check(
    kind: str,
    tax_id: int | None,
    shares: Sequence[FixedShare],
    milestones: Sequence[MilestoneInput],
    default_hour_price: Decimal | None,
    prices: Mapping[int, Decimal],
    markup_percent: Decimal,
) -> None:
    if kind not in rules.KINDS:
        raise BadInput("kind", reason=_("Choose a fixed price, milestones, or time and materials."))
    taxes = {tax_id, *(share.tax_id for share in shares)} - {None}
    if len(taxes) != Tax.objects.filter(pk__in=taxes).count():
        raise BadInput("tax", reason=_("There is no such tax."))
    if any(share.amount_minor <= 0 for share in shares):
        raise BadInput("amount", reason=_("Enter the price: it is above 0."))
    if len({share.tax_id for share in shares}) != len(shares):
        raise BadInput("tax", reason=_("Enter one amount for each tax."))
    names = {one.name.strip() for one in milestones}
    if kind == rules.MILESTONE and (
        not milestones
        or len(names) != len(milestones)
        or "" in names
        or any(one.amount_minor <= 0 for one in milestones)
    ):
        raise BadInput("milestones", reason=_("Each milestone needs a name of its own and an amount above 0."))
    amounts = [*prices.values(), *([default_hour_price] if default_hour_price is not None else [])]
    if any(not rules.has_places(amount) or amount < 0 for amount in amounts):
        raise BadInput("prices", reason=_("A price is 0 or more and has at most 6 decimals."))
    if len(prices) != Employee.objects.filter(pk__in=prices).count():
        raise BadInput("prices", reason=_("There is no such employee."))
    if not rules.has_places(markup_percent) or not 0 <= markup_percent <= 1000:
        raise BadInput("markup", reason=_("A markup lies between 0 and 1000 percent."))


def _write_fixed(project: Project, shares: Sequence[FixedShare]) -> BillingRule:
    """Write one rule for each share; a price that had one tax and has one still keeps its rule, whatever the tax."""
    had = list(BillingRule.objects.filter(project=project, kind=rules.FIXED).order_by("pk"))
    if len(had) == 1 == len(shares):
        had[0].tax_id = shares[0].tax_id
    by_tax = {rule.tax_id: rule for rule in had}
    for rule in had:
        if rule.tax_id not in {share.tax_id for share in shares}:
            _drop_fixed(rule)
    written = []
    for share in shares:
        rule = by_tax.get(share.tax_id) or BillingRule(project=project, kind=rules.FIXED, tax_id=share.tax_id)
        if rule.pk and share.amount_minor < live_minor(rule):
            raise BadInput("amount", reason=_("More than that is billed already."))
        rule.amount_minor = share.amount_minor
        rule.save()
        written.append(rule)
    return written[0]


def _drop_fixed(rule: BillingRule) -> None:
    """Drop a share that is no longer agreed; one that was billed once and freed stays, with nothing to bill."""
    if live_minor(rule):
        raise BadInput("amount", reason=_("More than that is billed already."))
    if BilledPart.objects.filter(rule=rule).exists():
        rule.amount_minor = 0
        rule.save(update_fields=["amount_minor"])
    else:
        rule.delete()


def _write_milestones(rule: BillingRule, milestones: Sequence[MilestoneInput]) -> None:
    had = {one.name: one for one in Milestone.objects.filter(rule=rule)}
    origins = {milestone_origin(one.pk) for one in had.values()}
    billed = set(BilledPart.objects.filter(origin__in=origins, is_released=False).values_list("origin", flat=True))
    wanted = {one.name.strip(): one for one in milestones}
    for name, one in had.items():
        is_same = name in wanted and wanted[name].amount_minor == one.amount_minor
        if milestone_origin(one.pk) in billed and not is_same:
            raise Immutable()
        if name not in wanted:
            one.delete()
    for position, (name, given) in enumerate(wanted.items(), start=1):
        row = had.get(name) or Milestone(rule=rule, name=name)
        row.amount_minor, row.due_date, row.position = given.amount_minor, given.due_date, position
        row.save()


def milestone_origin(milestone_id: int) -> str:
    """Return how a line says that it bills a milestone."""
    return f"milestone:{milestone_id}"
