"""Turn work into customer documents: what is billed is held by one live part for each origin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import translation

from wasl.access.actor import Actor
from wasl.core import events
from wasl.core.money import to_decimal
from wasl.ledger.models import OpenItem
from wasl.projects import queries, rules
from wasl.projects.errors import NothingToBill, PriceMissing
from wasl.projects.models import BilledPart, BillingRule, Milestone, Project, TimeEntry
from wasl.projects.services.billing_rules import live_minor, milestone_origin
from wasl.projects.services.projects import lock_project
from wasl.receivables import queries as receivables_queries
from wasl.receivables import services as receivables
from wasl.receivables.models import Document
from wasl.receivables.services import DocumentInput, LineDraft, Offset


@dataclass(frozen=True)
class Asked:
    """What is asked to be billed; all None asks for everything that can be billed."""

    on: date
    milestone: str | None = None
    percent: Decimal | None = None
    until: date | None = None
    time_ids: Sequence[int] | None = None
    tax_id: int | None = None
    kind: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of rules that are asked for."""
        if self.kind:
            return (self.kind,)
        if self.milestone is not None:
            return (rules.MILESTONE,)
        if self.percent is not None:
            return (rules.FIXED,)
        if self.time_ids is not None:
            return (rules.TIME_MATERIALS,)
        return rules.KINDS


@dataclass(frozen=True)
class Part:
    """One line of the document, and the amount of its rule that it bills."""

    rule: BillingRule
    amount_minor: int
    line: LineDraft


@transaction.atomic
def bill_project(
    *,
    actor: Actor,
    project_id: int,
    on: date,
    milestone: str | None = None,
    percent: Decimal | None = None,
    until: date | None = None,
    time_ids: Sequence[int] | None = None,
    tax_id: int | None = None,
    kind: str = "",
) -> Document:
    """Post an invoice for a project by its billing rules: what can be billed by `until`, else `on`, or what is named.

    :raises NothingToBill: nothing is left, more is asked than is left, or what is named was billed before.
    :raises PriceMissing: billable time of somebody without a price.
    """
    actor.require("project.bill")
    project = lock_project(actor, "project.bill", project_id)
    parts = _parts(actor, project, Asked(on, milestone, percent, until, time_ids, tax_id, kind))
    document = receivables.issue_invoice(actor=actor, given=_document(actor, project, on, parts))
    return _hold(project, document, parts)


@transaction.atomic
def propose_invoice(
    *,
    actor: Actor,
    project_id: int,
    on: date,
    milestone: str | None = None,
    percent: Decimal | None = None,
    until: date | None = None,
    time_ids: Sequence[int] | None = None,
    tax_id: int | None = None,
    kind: str = "",
) -> Document:
    """Draft the invoice that `bill_project` would post; the draft holds what it bills until it is discarded.

    :raises NothingToBill: as in `bill_project`; so is PriceMissing.
    """
    actor.require("project.propose_invoice")
    project = lock_project(actor, "project.propose_invoice", project_id)
    parts = _parts(actor, project, Asked(on, milestone, percent, until, time_ids, tax_id, kind))
    given = _document(actor, project, on, parts)
    document = receivables.draft_invoice(actor=actor.lending("invoice.draft"), given=given)
    return _hold(project, document, parts)


def _parts(actor: Actor, project: Project, asked: Asked) -> list[Part]:
    agreed = list(BillingRule.objects.filter(project=project).order_by("pk"))
    parts: list[Part] = []
    for kind in asked.kinds:
        for rule in (one for one in agreed if one.kind == kind):
            if kind == rules.FIXED:
                parts += _fixed(actor, project, rule, asked)
            elif kind == rules.MILESTONE:
                parts += _milestones(actor, rule, asked)
            else:
                parts += _time(actor, project, rule, asked) + _expenses(actor, project, rule, asked)
    if not parts:
        raise NothingToBill()
    return [replace(part, line=_placed(part, project, asked)) for part in parts]


def _fixed(actor: Actor, project: Project, rule: BillingRule, asked: Asked) -> list[Part]:
    whole = rule.amount_minor or 0
    left = whole - live_minor(rule)
    amount = left if asked.percent is None else rules.part_minor(whole, asked.percent, actor.company.rounding)
    if amount <= 0:
        return []
    if amount > left:
        raise NothingToBill("percent")
    count = BilledPart.objects.filter(rule=rule).count()
    return [Part(rule, amount, _amount_line(actor, project.name, amount, f"fixed:{rule.pk}:{count + 1}"))]


def _milestones(actor: Actor, rule: BillingRule, asked: Asked) -> list[Part]:
    rows = Milestone.objects.filter(rule=rule).order_by("position", "pk")
    rows = rows.filter(done_on__lte=asked.on) if asked.milestone is None else rows.filter(name=asked.milestone)
    return [
        Part(rule, one.amount_minor, _amount_line(actor, one.name, one.amount_minor, milestone_origin(one.pk)))
        for one in queries.with_is_billed(rows, "milestone").filter(is_billed=False)
    ]


def _time(actor: Actor, project: Project, rule: BillingRule, asked: Asked) -> list[Part]:
    until = None if asked.time_ids is not None else asked.until or asked.on
    with translation.override(project.party.language or actor.company.language):
        found = queries.unbilled_time(actor.company, [project.pk], until=until, entry_ids=asked.time_ids)
    if asked.time_ids is not None and len(found) != len(set(asked.time_ids)):
        raise NothingToBill("time")
    if unpriced := sorted({one.employee_name for one in found if one.price is None}):
        raise PriceMissing("prices", names=", ".join(unpriced))
    return [
        Part(
            rule,
            one.amount_minor,
            LineDraft(
                one.description, one.entry.hours, one.price or Decimal(0), origin=queries.time_origin(one.entry.pk)
            ),
        )
        for one in found
    ]


def _expenses(actor: Actor, project: Project, rule: BillingRule, asked: Asked) -> list[Part]:
    if asked.time_ids is not None:
        return []
    found = queries.unbilled_expenses(actor.company, [project.pk], until=asked.until or asked.on)
    return [
        Part(rule, one.amount_minor, _amount_line(actor, one.description, one.amount_minor, one.origin))
        for one in found.get(project.pk, ())
    ]


def _amount_line(actor: Actor, description: str, amount_minor: int, origin: str) -> LineDraft:
    return LineDraft(
        description=description, price=to_decimal(amount_minor, actor.company.base_currency), origin=origin
    )


def _placed(part: Part, project: Project, asked: Asked) -> LineDraft:
    return replace(
        part.line,
        tax_id=asked.tax_id if asked.tax_id is not None else part.rule.tax_id,
        project_id=project.dimension_id,
        department_id=project.department_id,
    )


def _document(actor: Actor, project: Project, on: date, parts: Sequence[Part]) -> DocumentInput:
    return DocumentInput(
        party_id=project.party_id,
        date=on,
        lines=[part.line for part in parts],
        currency=actor.company.base_currency,
        offsets=_deposits(actor, project, parts),
    )


def _deposits(actor: Actor, project: Project, parts: Sequence[Part]) -> list[Offset]:
    """Return what of the deposits paid for the project's origin this document uses, up to what it asks by tax."""
    if not project.origin:
        return []
    paid = Document.objects.filter(
        kind="deposit",
        state="posted",
        origin__startswith=f"{project.origin}:deposit",
        currency=actor.company.base_currency,
    )
    asked: dict[int, int] = defaultdict(int)
    for part in parts:
        asked[part.line.tax_id or 0] += part.amount_minor
    offsets = []
    for left in receivables_queries.deposits_left(list(paid.values_list("pk", flat=True))).values():
        net = min(OpenItem.objects.get(pk=left.item_id).open_minor, asked[left.tax_id])
        if net > 0:
            asked[left.tax_id] -= net
            offsets.append(Offset(left.document_id, net))
    return offsets


def _hold(project: Project, document: Document, parts: Sequence[Part]) -> Document:
    """Hold what the document bills.

    :raises NothingToBill: another document holds it (a second wall behind the project's lock).
    """
    rows = [
        BilledPart(
            project=project,
            rule=part.rule,
            origin=part.line.origin,
            document=document,
            amount_minor=part.amount_minor,
        )
        for part in parts
    ]
    try:
        with transaction.atomic():
            held = BilledPart.objects.bulk_create(rows)
    except IntegrityError as error:
        raise NothingToBill() from error
    by_entry = {key: row for row in held if (key := queries.entry_of_origin(row.origin)) is not None}
    entries = list(TimeEntry.objects.filter(pk__in=by_entry))
    for entry in entries:
        entry.billed = by_entry[entry.pk]
    TimeEntry.objects.bulk_update(entries, ["billed"], batch_size=400)
    events.record(
        "project.billed",
        project,
        party_id=project.party_id,
        document_id=document.pk,
        amount_minor=sum(part.amount_minor for part in parts),
    )
    return document
