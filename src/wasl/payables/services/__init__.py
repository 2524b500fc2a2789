"""Every write to expense claims."""

from wasl.payables.services.claims import (
    ClaimInput,
    ClaimLineDraft,
    approve_claim,
    attach_file,
    change_claim,
    discard_claim,
    draft_claim,
    record_expense,
    reject_claim,
    reverse_claim,
    submit_claim,
)
from wasl.payables.services.reimbursements import reimburse

__all__ = [
    "ClaimInput",
    "ClaimLineDraft",
    "approve_claim",
    "attach_file",
    "change_claim",
    "discard_claim",
    "draft_claim",
    "record_expense",
    "reimburse",
    "reject_claim",
    "reverse_claim",
    "submit_claim",
]
