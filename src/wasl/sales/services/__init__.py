"""Every write about services, quotes and won deals."""

from wasl.sales.services.catalogue import add_service, change_service
from wasl.sales.services.inputs import QuoteInput, QuoteLineDraft
from wasl.sales.services.letters import mail_quote
from wasl.sales.services.quotes import (
    accept_quote,
    cancel_quote,
    change_quote,
    decline_quote,
    draft_quote,
    input_of,
    invoice_quote,
    issue_quote,
    preview_quote,
    revise_quote,
    send_quote,
)
from wasl.sales.services.wins import WinPlan, preview_win, reopen_won_deal, win_deal

__all__ = [
    "QuoteInput",
    "QuoteLineDraft",
    "WinPlan",
    "accept_quote",
    "add_service",
    "cancel_quote",
    "change_quote",
    "change_service",
    "decline_quote",
    "draft_quote",
    "input_of",
    "invoice_quote",
    "mail_quote",
    "issue_quote",
    "preview_quote",
    "preview_win",
    "reopen_won_deal",
    "revise_quote",
    "send_quote",
    "win_deal",
]
