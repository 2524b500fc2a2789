"""Reads of customer documents and payments."""

from wasl.receivables.queries.documents import (
    DepositLeft,
    credited_minor,
    deposits_left,
    documents,
    invoice_item,
    invoice_items,
    settled_minor,
    withheld_so_far,
)

__all__ = [
    "DepositLeft",
    "credited_minor",
    "deposits_left",
    "documents",
    "invoice_item",
    "invoice_items",
    "settled_minor",
    "withheld_so_far",
]
