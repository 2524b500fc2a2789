"""Give a debt up."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import events
from wasl.core.bulk import insert_rows
from wasl.core.errors import BadInput, NotFound
from wasl.core.money import exponent_of, round_fraction
from wasl.ledger import queries as ledger_queries
from wasl.ledger import services as ledger
from wasl.ledger.models import TaxLine
from wasl.ledger.rules.entries import LineValues
from wasl.ledger.services import EntryDraft
from wasl.ledger.services.taxes import TAX_LINE_COLUMNS
from wasl.receivables import queries
from wasl.receivables.models import Document, DocumentLine, DocumentTax, WriteOff
from wasl.receivables.rules.write_offs import tax_in_part
from wasl.receivables.services.documents import lock_document
from wasl.receivables.services.settling import asked_minor

SOURCE = "receivables.writeoff"


@transaction.atomic
def write_off(
    *,
    actor: Actor,
    document_id: int,
    on: date,
    amount_minor: int | None = None,
    tax_relief: bool = False,
    reason: str = "",
) -> WriteOff:
    """Write a debt off, all that is open by default; with relief, the tax in it comes back (VAT Directive art. 90).

    :raises ExceedsOpen: more than what is open.
    """
    actor.require("invoice.write_off")
    document = lock_document(document_id)
    found = queries.invoice_item(document_id)
    if found is None or document.is_credit:
        raise NotFound()
    if tax_relief and document.tax_minor == 0:
        raise BadInput("tax_relief", reason=_("This invoice has no tax to get back."))
    item = ledger.lock_items([found.pk])[found.pk]
    amount = asked_minor(item, amount_minor)
    row = WriteOff(document=document, date=on, amount_minor=amount, reason=reason)
    row.save()
    (relieved,) = ledger.settle([ledger.Settlement(item, amount, on, SOURCE, row.pk)], actor.company.rounding)
    tax_minor, tax_base = _relief(actor, document, amount) if tax_relief else (0, 0)
    first = DocumentLine.objects.filter(document=document).order_by("position").first()
    accounts = ledger_queries.default_accounts("bad_debt", "tax_payable")
    lines = [
        LineValues(accounts["tax_payable"].pk, tax_base, item.currency, tax_minor),
        LineValues(
            accounts["bad_debt"].pk,
            relieved.base_minor - tax_base,
            item.currency,
            amount - tax_minor,
            document.party_id,
            first.project_id if first else None,
            first.department_id if first else None,
        ),
        LineValues(item.account_id, -relieved.base_minor, item.currency, -amount, document.party_id),
    ]
    row.relief_minor = tax_base
    row.entry = ledger.post_entry(EntryDraft(on, SOURCE, row.pk, lines))
    row.save(update_fields=["relief_minor", "entry"])
    if tax_relief:
        _report_relief(document, row, on)
    events.record("invoice.written_off", document, party_id=document.party_id, amount_minor=amount, reason=reason)
    return row


def _relief(actor: Actor, document: Document, amount_minor: int) -> tuple[int, int]:
    """Return the tax in a part of the invoice, in its currency and in base at its rate."""
    company = actor.company
    tax_minor = tax_in_part(
        amount_minor, tax_minor=document.tax_minor, total_minor=document.total_minor, rounding=company.rounding
    )
    share = Fraction(document.tax_minor * amount_minor, document.total_minor)
    shift = Fraction(10) ** (exponent_of(company.base_currency) - exponent_of(document.currency))
    return tax_minor, round_fraction(share * Fraction(document.rate) * shift, company.rounding)


def _report_relief(document: Document, row: WriteOff, on: date) -> None:
    tax = DocumentTax.objects.filter(document=document).order_by("pk").first()
    values = (
        document.company_id,
        on,
        "relief",
        "standard",
        tax.tax_id if tax else None,
        0,
        row.relief_minor,
        0,
        row.entry_id,
        SOURCE,
        row.pk,
    )
    insert_rows(TaxLine, TAX_LINE_COLUMNS, [values])
