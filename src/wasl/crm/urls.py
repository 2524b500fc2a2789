"""Addresses of leads, deals, next steps and imports."""

from __future__ import annotations

from django.urls import path

from wasl.crm.views import board, deals, edits, import_steps, imports, leads, quick, steps

app_name = "crm"
urlpatterns = [
    path("leads/", leads.leads, name="leads"),
    path("leads/new/", leads.lead_add, name="lead_add"),
    path("leads/quick/", quick.lead_quick, name="lead_quick"),
    path("leads/<int:lead_id>/", leads.lead, name="lead"),
    path("leads/<int:lead_id>/change/", leads.lead_change, name="lead_change"),
    path("leads/<int:lead_id>/assign/", leads.lead_assign, name="lead_assign"),
    path("leads/<int:lead_id>/qualify/", leads.lead_qualify, name="lead_qualify"),
    path("leads/<int:lead_id>/set-aside/", leads.lead_disqualify, name="lead_disqualify"),
    path("leads/<int:lead_id>/take-up/", leads.lead_work, name="lead_work"),
    path("leads/<int:lead_id>/step/", steps.lead_step, name="lead_step"),
    path("leads/<int:lead_id>/log/", steps.lead_log, name="lead_log"),
    path("leads/<int:lead_id>/file/", steps.lead_file, name="lead_file"),
    path("board/", board.board, name="board"),
    path("deals/", deals.deals, name="deals"),
    path("deals/new/", deals.deal_add, name="deal_add"),
    path("deals/quick/", quick.deal_quick, name="deal_quick"),
    path("deals/plan/", steps.bulk_step, name="bulk_step"),
    path("deals/<int:deal_id>/", deals.deal, name="deal"),
    path("deals/<int:deal_id>/change/", deals.deal_change, name="deal_change"),
    path("deals/<int:deal_id>/edit/<str:field>/", edits.deal_field, name="deal_field"),
    path("leads/<int:lead_id>/edit/<str:field>/", edits.lead_field, name="lead_field"),
    path("board/<int:stage_id>/", board.lane, name="lane"),
    path("deals/<int:deal_id>/move/", board.deal_move, name="deal_move"),
    path("deals/<int:deal_id>/stage/", deals.deal_stage, name="deal_stage"),
    path("deals/<int:deal_id>/lose/", deals.deal_lose, name="deal_lose"),
    path("deals/<int:deal_id>/reopen/", deals.deal_reopen, name="deal_reopen"),
    path("deals/<int:deal_id>/hand-over/", deals.deal_hand_over, name="deal_hand_over"),
    path("deals/<int:deal_id>/step/", steps.deal_step, name="deal_step"),
    path("deals/<int:deal_id>/log/", steps.deal_log, name="deal_log"),
    path("deals/<int:deal_id>/file/", steps.deal_file, name="deal_file"),
    path("customers/<int:party_id>/log/", steps.party_log, name="party_log"),
    path("follow-ups/", steps.follow_ups, name="follow_ups"),
    path("steps/<int:activity_id>/done/", steps.step_done, name="step_done"),
    path("steps/<int:activity_id>/postpone/", steps.step_snooze, name="step_snooze"),
    path("steps/<int:activity_id>/hand-over/", steps.step_hand_over, name="step_hand_over"),
    path("import/", imports.imports, name="imports"),
    path("import/questions/<int:question_id>/", imports.question, name="question"),
    path("import/questions/<int:question_id>/answer/", imports.answer, name="answer"),
    path("import/<int:batch_id>/", import_steps.import_batch, name="import_batch"),
    path("import/<int:batch_id>/columns/", import_steps.columns, name="import_columns"),
    path("import/<int:batch_id>/questions/", import_steps.questions, name="import_questions"),
    path("import/<int:batch_id>/preview/", import_steps.preview, name="import_preview"),
    path("import/<int:batch_id>/refused/", import_steps.import_refused, name="import_refused"),
    path("import/<int:batch_id>/undo/", import_steps.import_undo, name="import_undo"),
    path("import/<int:batch_id>/resume/", import_steps.import_resume, name="import_resume"),
    path("import/<int:batch_id>/discard/", import_steps.import_discard, name="import_discard"),
]
