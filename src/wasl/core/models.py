"""What every room stands on: the company, scoped rows, numbers, events, keys, files, jobs."""

from __future__ import annotations

from typing import Any, Literal

from django.db import models
from django.db.models.functions import Now

from wasl.core.errors import StaleVersion
from wasl.core.scope import current_company_id

WEEKS_FROM_SUNDAY = frozenset({"SA", "EG", "KW", "QA", "BH", "OM", "JO", "US"})


class Versioned(models.Model):
    """A row that people edit. `version` counts its changes, so that nobody overwrites one they have not seen."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def expect(self, version: int | None) -> None:
        """Refuse a change of a row that is not as it was read; None is what somebody says who read nothing.

        :raises StaleVersion: it has another version.
        """
        if self.version != version:
            raise StaleVersion()


class Company(Versioned):
    """A legal entity that keeps its books here: the border that no row crosses."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    name_ar = models.CharField(max_length=200, blank=True)
    address = models.TextField(blank=True)
    address_ar = models.TextField(blank=True)
    registration_number = models.CharField(max_length=50, blank=True)
    tax_number = models.CharField(max_length=50, blank=True)
    iban = models.CharField(max_length=42, blank=True)
    country = models.CharField(max_length=2)
    base_currency = models.CharField(max_length=3)
    language = models.CharField(max_length=5, default="ar")
    time_zone = models.CharField(max_length=50, default="UTC")
    fiscal_year_start_month = models.PositiveSmallIntegerField(default=1)
    rounding = models.CharField(max_length=10, default="half_up")
    tax_rounding = models.CharField(max_length=10, default="document")
    modules = models.JSONField(default=list)
    logo = models.ForeignKey("core.Attachment", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    show_hijri = models.BooleanField(default=False, db_default=False)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name

    def display_name(self, language: str) -> str:
        """Return the name in a language, or the one there is."""
        return (self.name_ar or self.name) if language == "ar" else self.name

    @property
    def week_start(self) -> int:
        """The first day of the week where the company is: 0 is Sunday, 1 Monday."""
        return 0 if self.country in WEEKS_FROM_SUNDAY else 1

    @property
    def date_order(self) -> Literal["dmy", "mdy"]:
        """How the country writes days in numbers."""
        return "mdy" if self.country == "US" else "dmy"


class CompanyQuerySet(models.QuerySet[Any]):
    """Rows of one company."""

    def select_for_update(
        self, nowait: bool = False, skip_locked: bool = False, of: Any = (), no_key: bool = True
    ) -> CompanyQuerySet:
        """Lock rows against other writers, but not against rows that come to point to them.

        PostgreSQL checks foreign keys by a lock of its own (FOR KEY SHARE): a stronger lock than NO KEY would let two
        acts wait for each other at commit.
        """
        return super().select_for_update(nowait, skip_locked, of, no_key)


class CompanyManager(models.Manager[Any]):
    """Give the rows of the company in force, and none without one."""

    _queryset_class: type[models.QuerySet[Any]] = CompanyQuerySet

    def get_queryset(self) -> models.QuerySet[Any]:
        """Return the company's rows.

        :raises NoCompany: no company is in force.
        """
        return super().get_queryset().filter(company_id=current_company_id())

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """Insert rows, stamped with the company in force."""
        company_id = current_company_id()
        rows = list(objs)
        for row in rows:
            if row.company_id is None:
                row.company_id = company_id
        return super().bulk_create(rows, *args, **kwargs)


class CompanyModel(models.Model):
    """A row of a company. Its default manager is scoped; `everywhere` is for migrations, checks and jobs."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")

    objects = CompanyManager()
    everywhere = models.Manager()

    class Meta:
        abstract = True
        base_manager_name = "everywhere"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row in the company in force."""
        if self.company_id is None:
            self.company_id = current_company_id()
        super().save(*args, **kwargs)


class NumberSeries(CompanyModel):
    """A counter that gives gapless numbers inside the posting transaction (VAT Directive art. 226(2))."""

    name = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "name", "year"], name="series_once")]


class Event(CompanyModel):
    """One thing that happened, recorded in the transaction that did it. Never changed."""

    name = models.CharField(max_length=60)
    at = models.DateTimeField()
    member_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    party_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        base_manager_name = "everywhere"
        indexes = [
            models.Index(fields=["company", "subject_kind", "subject_id", "-id"], name="event_subject"),
            models.Index(fields=["company", "party_id", "-id"], name="event_party"),
            models.Index(fields=["company", "-id"], name="event_latest"),
        ]


class IdempotencyKey(CompanyModel):
    """A key that lets an act happen once; inserted first in the act's own transaction."""

    key = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64)
    result = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "key"], name="idempotency_once")]


class Attachment(CompanyModel):
    """A file, stored once by the hash of its content and served only through permission."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    file_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size_bytes = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    member_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        base_manager_name = "everywhere"
        indexes = [models.Index(fields=["company", "subject_kind", "subject_id"], name="attachment_subject")]


class Schedule(models.Model):
    """A job that runs at a due time, claimed under lock: one run for each occurrence."""

    name = models.CharField(max_length=80, unique=True)
    due_at = models.DateTimeField()
    every_seconds = models.PositiveIntegerField()
    claimed_by = models.CharField(max_length=60, blank=True)


class JobFailure(models.Model):
    """A job that kept failing, shown to a person until it is settled."""

    task_path = models.CharField(max_length=200)
    company_id = models.BigIntegerField(null=True)
    arguments = models.JSONField(default=dict)
    error = models.TextField()
    attempts = models.PositiveSmallIntegerField()
    failed_at = models.DateTimeField(db_default=Now())
    settled_at = models.DateTimeField(null=True)


class SavedView(CompanyModel):
    """What a member wants to see of a list again: its filters, order and columns, as the query of its address."""

    page = models.CharField(max_length=120)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    member_id = models.BigIntegerField()
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        base_manager_name = "everywhere"
        indexes = [models.Index(fields=["company", "page"], name="saved_view_page")]

    def __str__(self) -> str:
        return self.name


class BulkRun(CompanyModel):
    """One act done to many records, one after the other; `done` counts those behind it, so each happens once.

    `ids` are the records, `said` what the form said, `refused` pairs of what a record is called and why it was left.
    """

    act = models.CharField(max_length=60)
    member_id = models.BigIntegerField(null=True)
    ids = models.JSONField(default=list)
    said = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)
    back = models.CharField(max_length=1200, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        base_manager_name = "everywhere"


class Notice(CompanyModel):
    """Something that a member should hear of: what a job of theirs came to, what another gave them.

    `event` has its words in the rooms' `notice_words`, which `facts` fill in; `count` says how many happened unread.
    """

    member_id = models.BigIntegerField()
    event = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    count = models.PositiveIntegerField(default=1)
    url = models.CharField(max_length=300)
    read_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        base_manager_name = "everywhere"
        indexes = [
            models.Index(fields=["company", "member_id", "-id"], name="notice_latest"),
            models.Index(
                fields=["company", "member_id", "event"], condition=models.Q(read_at=None), name="notice_unread"
            ),
        ]
