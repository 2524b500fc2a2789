"""What is owed and what settles it."""

from __future__ import annotations

from django.db import models

from wasl.core.models import CompanyModel


class OpenItem(CompanyModel):
    """An amount of a control account that waits to be settled: an invoice, a credit, an advance, a claim.

    Amounts are positive; `is_debit` tells whether it stands as a debit (an invoice) or a credit (a credit note, an
    advance) in its control account. `open_minor` and `carrying_minor` are kept under the row's lock; the truth
    for any date is in `Application`.
    """

    kind = models.CharField(max_length=20)  # invoice, credit_note, advance, deposit, claim, bill, ...
    account = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="+")
    is_debit = models.BooleanField()
    party = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey("people.Employee", null=True, on_delete=models.PROTECT, related_name="+")
    source_kind = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    label = models.CharField(max_length=60, blank=True)
    date = models.DateField()
    due_date = models.DateField()
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    base_minor = models.BigIntegerField()
    open_minor = models.BigIntegerField()
    carrying_minor = models.BigIntegerField()
    entry = models.ForeignKey("ledger.Entry", null=True, on_delete=models.PROTECT, related_name="+")
    reversed_on = models.DateField(null=True)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(fields=["company", "kind", "source_kind", "source_id"], name="open_item_once"),
            models.CheckConstraint(
                condition=models.Q(open_minor__gte=0, open_minor__lte=models.F("total_minor")),
                name="open_within_total",
            ),
            models.CheckConstraint(
                condition=~models.Q(open_minor=0) | models.Q(carrying_minor=0),
                name="nothing_open_carries_nothing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "party", "due_date"],
                name="open_item_party",
                condition=models.Q(open_minor__gt=0),
            ),
            models.Index(fields=["company", "due_date"], name="open_item_due", condition=models.Q(open_minor__gt=0)),
        ]


class Application(CompanyModel):
    """A dated part of an open item that was settled (or, negative, opened again). Never changed.

    `base_minor` is the carrying amount relieved; `sequence` is the book's at that moment.
    """

    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="applications")
    date = models.DateField()
    sequence = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    base_minor = models.BigIntegerField()
    source_kind = models.CharField(max_length=40)  # what settled it: payment, credit note, refund, write-off...
    source_id = models.BigIntegerField()
    counter_item = models.ForeignKey(OpenItem, null=True, on_delete=models.PROTECT, related_name="+")
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")

    class Meta:
        base_manager_name = "everywhere"
        indexes = [
            models.Index(fields=["company", "item", "date"], name="application_item"),
            models.Index(fields=["company", "source_kind", "source_id"], name="application_source"),
        ]
