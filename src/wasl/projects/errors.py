"""What projects refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wasl.core.errors import Refusal
from wasl.ledger.errors import Immutable


class NothingToBill(Refusal):
    """Nothing is left, more is asked than is left, or what is named was billed before."""

    code = "nothing_to_bill"
    text = _("There is nothing left to bill here.")
    remedy = _("Look at the invoices of the project: a draft may hold it already.")


class PriceMissing(Refusal):
    """Billable time of somebody without a price: no price is not a price of 0."""

    code = "price_missing"
    text = _("There is no billing price for the time of %(names)s.")
    remedy = _("Enter a price, or a default price, in the project's billing rule.")


class ProjectNotActive(Refusal):
    """No time goes on a project that is on hold or closed."""

    code = "project_not_active"
    text = _("Project %(code)s is on hold or closed: no time can be booked on it.")
    remedy = _("Reopen the project, or choose another one.")


class DayFull(Refusal):
    """A day has 24 hours."""

    code = "day_full"
    text = _("%(name)s would have %(hours)s hours on %(date)s: a day has 24.")
    remedy = _("Correct the hours or the date.")


class TimeBilled(Immutable):
    """The time stands on an invoice or a draft of one."""

    text = _("This time is billed: it cannot be changed.")
    remedy = _("Discard the draft or reverse the invoice that holds it first.")
