"""Reads of customer documents and payments."""

from wasl.receivables.queries.documents import (
    DepositLeft,
    credit_item,
    credited_minor,
    deposits_left,
    document_currency,
    documents,
    invoice_item,
    invoice_items,
    party_currency,
    settled_minor,
    withheld_so_far,
)

__all__ = [
    "DepositLeft",
    "credit_item",
    "credited_minor",
    "deposits_left",
    "document_currency",
    "documents",
    "invoice_item",
    "invoice_items",
    "party_currency",
    "settled_minor",
    "withheld_so_far",
]
