"""What a document would post, writing nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core.errors import BadInput
from wasl.ledger import queries as ledger
from wasl.ledger.models import Account
from wasl.parties.models import Party
from wasl.receivables.services import posting
from wasl.receivables.services.calculation import Context, Worked, work_out
from wasl.receivables.services.documents import new_document
from wasl.receivables.services.inputs import DocumentInput


@dataclass(frozen=True)
class Preview:
    """A document worked out, and its entry by account in base minor units (debit positive), deposits left out."""

    worked: Worked
    entry: list[tuple[Account, int]]
    base_total_minor: int

    @property
    def party(self) -> Party:
        """Return the customer."""
        return self.worked.party


def preview_document(*, actor: Actor, given: DocumentInput) -> Preview:
    """Return what a document would come to and what it would post.

    :raises EmptyDocument: no lines.
    :raises MissingRate: no exchange rate for its date.
    :raises BadInput: the customer is not of this company.
    """
    actor.require("invoice.draft")
    context = Context.of(actor.company, [given.party_id])
    if given.party_id not in context.parties:
        raise BadInput("party", reason=_("Choose a customer."))
    worked = work_out(context, given)
    document, _worked = new_document(worked)
    plan = posting.base_amounts(context, document, worked, [])
    sums: dict[int, int] = defaultdict(int)
    for line in plan.entry.lines:
        sums[line.account_id] += line.base_minor
    chart = ledger.accounts_by_id()
    return Preview(worked, [(chart[key], minor) for key, minor in sums.items() if minor], document.base_total_minor)
