"""Read leads, deals, what happened and what is to be done."""

from wasl.crm.queries.activities import activities
from wasl.crm.queries.board import BoardFilter, Card, Lane, board, lane_cards, lane_totals
from wasl.crm.queries.deals import (
    DealFilter,
    acts_on_party,
    booked_by_month,
    deal,
    deals,
    deals_of_party,
    has_customers,
    has_deals,
    loss_reasons,
    open_step,
    panel_of_party,
    pipeline_stages,
    search_deals,
    stage,
    totals,
)
from wasl.crm.queries.imports import batch, batches, file_columns, is_stalled, open_questions, refused_rows
from wasl.crm.queries.leads import lead, leads, leads_alike, new_leads, search_leads
from wasl.crm.queries.parties import timeline_of_party
from wasl.crm.queries.timeline import Entry, Page, timeline
from wasl.crm.queries.today import (
    today_deals,
    today_follow_ups,
    today_import_questions,
    today_leads,
)

__all__ = [
    "leads_alike",
    "BoardFilter",
    "Card",
    "DealFilter",
    "Entry",
    "Lane",
    "Page",
    "activities",
    "batch",
    "batches",
    "board",
    "booked_by_month",
    "deal",
    "deals",
    "deals_of_party",
    "file_columns",
    "is_stalled",
    "has_customers",
    "has_deals",
    "lane_cards",
    "lane_totals",
    "lead",
    "leads",
    "loss_reasons",
    "new_leads",
    "open_questions",
    "open_step",
    "acts_on_party",
    "panel_of_party",
    "pipeline_stages",
    "stage",
    "search_deals",
    "search_leads",
    "refused_rows",
    "timeline",
    "timeline_of_party",
    "today_deals",
    "today_follow_ups",
    "today_import_questions",
    "today_leads",
    "totals",
]
