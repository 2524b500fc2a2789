"""Tables of money asked for and received."""

from wasl.receivables.models.documents import DepositOffset, Document, DocumentLine, DocumentTax
from wasl.receivables.models.payments import Payment, Refund, WriteOff

__all__ = ["DepositOffset", "Document", "DocumentLine", "DocumentTax", "Payment", "Refund", "WriteOff"]
