"""Movements folded by year, month and day, so that a report costs the same at any number of lines."""

from __future__ import annotations

from django.db import models

from wasl.core.models import CompanyModel

ACCOUNT, PROJECT, DEPARTMENT, EMPLOYEE, PARTY = "A", "J", "D", "E", "P"
KINDS = {PROJECT: "project_id", DEPARTMENT: "department_id", EMPLOYEE: "employee_id", PARTY: "party_id"}
KEY_SQL = {ACCOUNT: "0"} | {kind: f"COALESCE(line.{column}, 0)" for kind, column in KINDS.items()}


class Rollup(CompanyModel):
    """Movements of an account in a month (period 202611) and, apart, in its calendar year (period 2026).

    Kind A is the whole company, which has thirds of months too (period 2026113, see `core.periods.third_key`); the
    others tell by a value of a dimension (key 0 is 'none').
    """

    kind = models.CharField(max_length=1)
    key = models.BigIntegerField(default=0)
    account = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    period = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    closing = models.BooleanField(default=False)
    debit_minor = models.BigIntegerField(default=0)
    credit_minor = models.BigIntegerField(default=0)
    currency_minor = models.BigIntegerField(default=0)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "key", "period", "account", "currency", "closing"],
                name="rollup_once",
            )
        ]
        indexes = [models.Index(fields=["company", "kind", "period"], name="rollup_period")]


class DayRollup(CompanyModel):
    """Movements of an account on a day."""

    account = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    date = models.DateField()
    currency = models.CharField(max_length=3)
    closing = models.BooleanField(default=False)
    debit_minor = models.BigIntegerField(default=0)
    credit_minor = models.BigIntegerField(default=0)
    currency_minor = models.BigIntegerField(default=0)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(
                fields=["company", "date", "account", "currency", "closing"], name="day_rollup_once"
            )
        ]


class RollupMark(CompanyModel):
    """How far the lines are folded: everything up to this entry's sequence is in the rollups."""

    sequence = models.BigIntegerField(default=0)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company"], name="rollup_mark_once")]
