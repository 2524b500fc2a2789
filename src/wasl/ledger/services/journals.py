"""Manual journals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from wasl.access.actor import Actor
from wasl.core import events, numbering, periods
from wasl.core.errors import BadAmountRefused, NotFound
from wasl.ledger import queries
from wasl.ledger.errors import AlreadyReversed, ControlAccount, refuse_before
from wasl.ledger.models import Account, Entry, Journal
from wasl.ledger.rules.entries import LineValues
from wasl.ledger.rules.roles import CONTROL_ROLES
from wasl.ledger.services.posting import EntryDraft, post_entries, post_entry, reversal_of


@transaction.atomic
def post_journal(
    *, actor: Actor, on: date, lines: Sequence[LineValues], memo: str = "", reverse_on: date | None = None
) -> Journal:
    """Post a manual journal in base currency; with `reverse_on`, its mirror is posted with it.

    :raises ControlAccount: a line on an account that changes through documents only.
    :raises Unbalanced: debits and credits differ.
    """
    actor.require("journal.post")
    accounts = Account.objects.in_bulk([line.account_id for line in lines])
    for line in lines:
        account = accounts.get(line.account_id)
        if account is None:
            raise NotFound("lines")
        if account.role in CONTROL_ROLES:
            raise ControlAccount("lines", account=account.name)
        if not line.base_minor:
            raise BadAmountRefused("lines", amount=0)
    queries.refuse_unknown(
        parties=[line.party_id for line in lines],
        projects=[line.project_id for line in lines],
        departments=[line.department_id for line in lines],
        employees=[line.employee_id for line in lines],
    )
    year = periods.fiscal_year(on, actor.company.fiscal_year_start_month)
    journal = Journal.objects.create(date=on, memo=memo, reverse_on=reverse_on)
    entry = post_entry(EntryDraft(on, "ledger.journal", journal.pk, lines, memo))
    if reverse_on and entry:
        post_entries([reversal_of(entry, on=reverse_on, source_kind="ledger.journal", source_id=journal.pk, memo=memo)])
    (number,) = numbering.take_numbers("journal", year)
    journal.entry, journal.number = entry, numbering.format_number("JV", year, number)
    journal.save(update_fields=["entry", "number"])
    events.record("journal.posted", journal, number=journal.number)
    return journal


@transaction.atomic
def reverse_journal(*, actor: Actor, journal_id: int, on: date) -> Entry | None:
    """Post the mirror of a manual journal.

    :raises AlreadyReversed: it was reversed before.
    """
    actor.require("journal.post")
    journal = Journal.objects.select_for_update().filter(pk=journal_id).first()
    if journal is None:
        raise NotFound()
    if journal.reversed_on or journal.reverse_on:
        raise AlreadyReversed()
    refuse_before(on, journal.date)
    entry = post_entry(reversal_of(journal.entry, on=on, source_kind="ledger.journal", source_id=journal.pk))
    journal.reversed_on = on
    journal.save(update_fields=["reversed_on"])
    events.record("journal.reversed", journal, number=journal.number)
    return entry
