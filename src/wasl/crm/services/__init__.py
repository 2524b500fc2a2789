"""Every write about leads, deals, activities and imports."""

from wasl.crm.services.activities import (
    NextStep,
    bulk_plan_next_step,
    change_step,
    complete_activity,
    log_activity,
    plan_next_step,
    snooze,
)
from wasl.crm.services.attaching import attach_file
from wasl.crm.services.deals import (
    change_deal,
    hand_over,
    lose_deal,
    mark_deal_won,
    move_deal,
    open_deal,
    reopen_deal,
    reopen_won,
)
from wasl.crm.services.imports import answer_import_question, import_deal, import_lead, note_import
from wasl.crm.services.leads import (
    assign_lead,
    capture_lead,
    change_lead,
    disqualify_lead,
    qualify_lead,
    work_on_lead,
)
from wasl.crm.services.pipelines import set_up_company
from wasl.crm.services.uploads import keep_upload

__all__ = [
    "NextStep",
    "answer_import_question",
    "assign_lead",
    "attach_file",
    "bulk_plan_next_step",
    "capture_lead",
    "change_deal",
    "change_lead",
    "change_step",
    "complete_activity",
    "disqualify_lead",
    "hand_over",
    "import_deal",
    "import_lead",
    "keep_upload",
    "log_activity",
    "lose_deal",
    "mark_deal_won",
    "move_deal",
    "note_import",
    "open_deal",
    "plan_next_step",
    "qualify_lead",
    "reopen_deal",
    "reopen_won",
    "set_up_company",
    "snooze",
    "work_on_lead",
]
