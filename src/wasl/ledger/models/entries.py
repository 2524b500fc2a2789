"""The journal: append-only, balanced, gapless, chained."""

from __future__ import annotations

from django.db import models

from wasl.core.models import CompanyModel

ID_SPAN = 10**10  # an entry's id is company x span + sequence: known before the row, so that lines come first


class Book(CompanyModel):
    """The row that is locked last and shortest: it gives the sequence, the chain's head and the commit order."""

    sequence = models.BigIntegerField(default=0)
    head_hash = models.CharField(max_length=64)
    booked_at = models.DateTimeField(null=True)
    unfolded_lines = models.PositiveIntegerField(default=0)
    locked_until = models.DateField(null=True)
    closed_until = models.DateField(null=True)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company"], name="book_once")]


class Entry(CompanyModel):
    """A journal entry. Inserted after its lines and never changed: a mistake is reversed."""

    id = models.BigIntegerField(primary_key=True)
    sequence = models.BigIntegerField()
    date = models.DateField()
    booked_at = models.DateTimeField()
    source_kind = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    memo = models.CharField(max_length=300, blank=True)
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    closing = models.BooleanField(default=False)
    hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "sequence"], name="entry_sequence_once")]
        indexes = [
            models.Index(fields=["company", "source_kind", "source_id"], name="entry_source"),
            models.Index(fields=["company", "date"], name="entry_date"),
        ]


class Line(CompanyModel):
    """One line of an entry: a signed base amount (debit positive) beside the amount in its own currency."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    date = models.DateField()
    closing = models.BooleanField(default=False)
    base_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    currency_minor = models.BigIntegerField()
    party = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    project = models.ForeignKey(
        "ledger.Dimension", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department = models.ForeignKey(
        "people.Department", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    employee = models.ForeignKey(
        "people.Employee", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        base_manager_name = "everywhere"
        indexes = [
            models.Index(fields=["company", "account", "date"], name="line_account"),
            models.Index(
                fields=["company", "party", "date"],
                name="line_party",
                condition=models.Q(party__isnull=False),
            ),
            models.Index(
                fields=["company", "project", "date"],
                name="line_project",
                condition=models.Q(project__isnull=False),
            ),
            models.Index(
                fields=["company", "department", "date"],
                name="line_department",
                condition=models.Q(department__isnull=False),
            ),
        ]


class PeriodLock(CompanyModel):
    """A lock or unlock of the books up to a date, with who and why. Never changed."""

    locked_until = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    member_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        base_manager_name = "everywhere"


class YearClose(CompanyModel):
    """A closed fiscal year and the entry that moved its profit to retained earnings."""

    year_end = models.DateField()
    entry = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "year_end"], name="year_close_once")]


class Journal(CompanyModel):
    """A manual journal: an entry that a person wrote, with its own number."""

    date = models.DateField()
    number = models.CharField(max_length=30, blank=True)
    memo = models.CharField(max_length=300, blank=True)
    entry = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="+")
    reverse_on = models.DateField(null=True)
    reversed_on = models.DateField(null=True)

    class Meta:
        base_manager_name = "everywhere"
