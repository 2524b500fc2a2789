"""Every write to customer documents and payments."""

from wasl.receivables.services.credit_notes import CreditLine, issue_credit_note
from wasl.receivables.services.documents import (
    change_draft,
    discard_draft,
    draft_invoice,
    input_of,
    issue_invoice,
    issue_invoices,
    mark_sent,
    post_invoice,
    preview,
)
from wasl.receivables.services.inputs import DocumentInput, LineDraft, Offset
from wasl.receivables.services.letters import remind, reminder, send_document
from wasl.receivables.services.payments import (
    Apply,
    apply_credit,
    receive_open_amount,
    receive_payment,
    refund,
    reverse_payment,
)
from wasl.receivables.services.previews import Preview, preview_document
from wasl.receivables.services.reversals import reverse_document
from wasl.receivables.services.write_offs import write_off

__all__ = [
    "Apply",
    "CreditLine",
    "DocumentInput",
    "LineDraft",
    "Offset",
    "Preview",
    "apply_credit",
    "change_draft",
    "discard_draft",
    "draft_invoice",
    "input_of",
    "issue_credit_note",
    "issue_invoice",
    "issue_invoices",
    "mark_sent",
    "post_invoice",
    "preview",
    "preview_document",
    "receive_open_amount",
    "receive_payment",
    "refund",
    "remind",
    "reminder",
    "reverse_document",
    "reverse_payment",
    "send_document",
    "write_off",
]
