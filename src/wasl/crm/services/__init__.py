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
    enter_stage,
    lacking,
    lose_deal,
    mark_deal_won,
    move_deal,
    open_deal,
    reopen_deal,
    reopen_won,
    undo_move,
)
from wasl.crm.services.import_questions import answer_import_question
from wasl.crm.services.import_undo import preview_undo, start_undo, undo_import
from wasl.crm.services.imports import (
    answer_questions,
    carry_on_import,
    choose_columns,
    discard_import,
    import_file,
    preview_import,
    resume_import,
    run_of,
    start_import,
    stop_import,
    upload_import,
)
from wasl.crm.services.leads import (
    assign_lead,
    capture_lead,
    change_lead,
    disqualify_lead,
    qualify_lead,
    work_on_lead,
)
from wasl.crm.services.owners import hand_over
from wasl.crm.services.past import import_deal, import_lead
from wasl.crm.services.pipelines import change_stage, set_up_company
from wasl.crm.services.uploads import keep_upload

__all__ = [
    "NextStep",
    "answer_import_question",
    "answer_questions",
    "assign_lead",
    "attach_file",
    "bulk_plan_next_step",
    "capture_lead",
    "carry_on_import",
    "change_deal",
    "change_lead",
    "change_stage",
    "change_step",
    "choose_columns",
    "complete_activity",
    "discard_import",
    "disqualify_lead",
    "enter_stage",
    "hand_over",
    "import_deal",
    "import_file",
    "import_lead",
    "keep_upload",
    "lacking",
    "log_activity",
    "lose_deal",
    "mark_deal_won",
    "move_deal",
    "open_deal",
    "plan_next_step",
    "preview_import",
    "preview_undo",
    "qualify_lead",
    "reopen_deal",
    "reopen_won",
    "resume_import",
    "run_of",
    "set_up_company",
    "snooze",
    "start_import",
    "start_undo",
    "stop_import",
    "undo_import",
    "undo_move",
    "upload_import",
    "work_on_lead",
]
