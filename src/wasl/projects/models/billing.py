"""How a project is billed, and what of it was."""

from __future__ import annotations

from django.db import models

from wasl.core.fields import FixedDecimalField
from wasl.core.models import CompanyModel


class BillingRule(CompanyModel):
    """One way in which a project is billed, in base currency; a project may have one of each kind.

    A fixed price has a rule for each tax that parts of it take.
    """

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(max_length=16)  # rules.KINDS
    tax = models.ForeignKey("ledger.Tax", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    amount_minor = models.BigIntegerField(null=True)  # fixed: the whole price without tax
    markup_percent = FixedDecimalField(places=6, default=0)
    default_hour_price = FixedDecimalField(places=6, null=True)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(
                fields=["company", "project", "kind"], condition=~models.Q(kind="fixed"), name="billing_rule_once"
            ),
            models.UniqueConstraint(
                fields=["company", "project", "tax"], condition=models.Q(kind="fixed"), name="fixed_rule_once_a_tax"
            ),
            models.UniqueConstraint(
                fields=["company", "project"],
                condition=models.Q(kind="fixed", tax=None),
                name="fixed_rule_once_untaxed",
            ),
        ]


class HourPrice(CompanyModel):
    """What an hour of one employee is charged under a rule."""

    rule = models.ForeignKey(BillingRule, on_delete=models.CASCADE, related_name="hour_prices")
    employee = models.ForeignKey("people.Employee", on_delete=models.PROTECT, related_name="+")
    price = FixedDecimalField(places=6)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "rule", "employee"], name="hour_price_once")]


class Milestone(CompanyModel):
    """A part of the work that is billed when it is done."""

    rule = models.ForeignKey(BillingRule, on_delete=models.CASCADE, related_name="milestones")
    name = models.CharField(max_length=200)
    amount_minor = models.BigIntegerField()
    due_date = models.DateField(null=True)
    done_on = models.DateField(null=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["company", "rule", "name"], name="milestone_once")]

    def __str__(self) -> str:
        return self.name


class BilledPart(CompanyModel):
    """What a line of a customer document bills: "time:12", "milestone:4", "claimline:7", "fixed:3:1".

    One live row for each origin. It is freed when the draft is discarded or the invoice reversed.
    """

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="billed_parts")
    rule = models.ForeignKey(BillingRule, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=120)
    document = models.ForeignKey("receivables.Document", on_delete=models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    is_released = models.BooleanField(default=False)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(
                fields=["company", "origin"], condition=models.Q(is_released=False), name="billed_part_once"
            )
        ]
        indexes = [models.Index(fields=["company", "project", "is_released"], name="billed_part_project")]
