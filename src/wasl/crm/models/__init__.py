"""Leads, deals and what is done about them."""

from wasl.crm.models.activities import Activity
from wasl.crm.models.deals import Deal, StageChange
from wasl.crm.models.imports import ImportBatch, ImportItem, ImportQuestion
from wasl.crm.models.leads import Lead
from wasl.crm.models.pipelines import LossReason, Pipeline, Stage

__all__ = [
    "Activity",
    "Deal",
    "ImportBatch",
    "ImportItem",
    "ImportQuestion",
    "Lead",
    "LossReason",
    "Pipeline",
    "Stage",
    "StageChange",
]
