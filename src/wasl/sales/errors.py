"""What sales refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.core.errors import Refusal

STATE_WORDS = {
    "draft": _("Draft"),
    "sent": pgettext_lazy("quote", "Sent"),
    "accepted": _("Accepted"),
    "declined": _("Declined"),
    "cancelled": _("Cancelled"),
}


class WrongQuoteState(Refusal):
    """The quote is not in a state for this act."""

    code = "wrong_state"
    text = _("The state of this quote is “%(state)s”: this cannot be done now.")
    remedy = _("Reload the page to see where it stands.")


class QuoteExpired(Refusal):
    """The quote was valid up to a day that has passed."""

    code = "quote_expired"
    text = _("The quote was valid until %(valid_until)s.")
    remedy = _("Revise it with a new date, then have it accepted.")


class BilledByProject(Refusal):
    """The project that the quote became bills its price."""

    code = "billed_by_project"
    text = _("Project %(code)s bills what was quoted here.")
    remedy = _("Prepare the invoice on the project's page.")


class WonWorkBilled(Refusal):
    """Invoices of the won deal are posted, so that it cannot be open again."""

    code = "won_work_billed"
    text = _("This deal cannot be reopened: %(numbers)s was posted for it.")
    remedy = _("Reverse or credit what was posted first.")
