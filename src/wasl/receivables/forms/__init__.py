"""Forms of customer documents and payments."""

from wasl.receivables.forms.acts import (
    ApplyCreditForm,
    ApplyToForm,
    CreditNoteForm,
    PaidForm,
    PapersForm,
    PaymentForm,
    RefundForm,
    WriteOffForm,
    apply_name,
)
from wasl.receivables.forms.documents import (
    DocumentForm,
    LineOptions,
    Lines,
    deposit_options,
    document_initial,
    input_from,
    line_initial,
)

__all__ = [
    "ApplyCreditForm",
    "ApplyToForm",
    "CreditNoteForm",
    "DocumentForm",
    "LineOptions",
    "Lines",
    "PaidForm",
    "PapersForm",
    "PaymentForm",
    "RefundForm",
    "WriteOffForm",
    "apply_name",
    "deposit_options",
    "document_initial",
    "input_from",
    "line_initial",
]
