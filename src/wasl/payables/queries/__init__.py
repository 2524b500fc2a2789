"""Reads of expense claims."""

from wasl.payables.queries.claims import billable_lines, claims, owed_minor
from wasl.payables.queries.pages import (
    VIEWS,
    ClaimPage,
    Owed,
    claim,
    claim_counts,
    claim_page,
    listed_claims,
    owed_to,
    owed_to_employees,
    search,
    today_claims,
    waiting,
    waiting_claims,
)
from wasl.payables.queries.reimbursements import (
    PaidClaim,
    paid_claims,
    reimbursed_employees,
    reimbursement,
    reimbursements,
)

__all__ = [
    "VIEWS",
    "ClaimPage",
    "Owed",
    "PaidClaim",
    "billable_lines",
    "claim",
    "claim_counts",
    "claim_page",
    "claims",
    "listed_claims",
    "owed_minor",
    "owed_to",
    "owed_to_employees",
    "paid_claims",
    "reimbursed_employees",
    "reimbursement",
    "reimbursements",
    "search",
    "today_claims",
    "waiting_claims",
    "waiting",
]
