"""Refusals of the books, by the codes of the reference (section 10)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from wasl.core.errors import BadDate, Refusal


class PeriodLocked(Refusal):
    """The date lies in a locked period."""

    code = "period_locked"
    text = _("The books are locked up to %(locked_until)s; %(date)s lies before that.")
    remedy = _("Use a later date, or unlock the period with a reason.")


class YearClosed(Refusal):
    """The fiscal year is closed."""

    code = "year_closed"
    text = _("The fiscal year is closed up to %(closed_until)s.")
    remedy = _("Use a date in an open year.")


class Unbalanced(Refusal):
    """Debits and credits differ."""

    code = "unbalanced"
    text = _("Debits and credits differ by %(difference)s.")
    remedy = _("Make both sides equal.")


class ControlAccount(Refusal):
    """A control account changes through its documents only."""

    code = "control_account"
    text = _("%(account)s changes through its documents only, not by a manual journal.")
    remedy = _("Post an invoice, a payment or a claim instead.")


class RoleMissing(Refusal):
    """The chart has no default account for a role: a set-up error, never a guess."""

    code = "role_missing"
    text = _("The chart of accounts has no default account for “%(role)s”.")
    remedy = _("Choose one on the chart of accounts page.")


class MissingRate(Refusal):
    """No exchange rate is known for the date."""

    code = "missing_rate"
    text = _("There is no exchange rate for %(currency)s on %(date)s.")
    remedy = _("Enter one on the exchange rates page.")


class CurrencyMismatch(Refusal):
    """Two currencies that must agree do not."""

    code = "currency_mismatch"
    text = _("The currencies %(first)s and %(second)s do not go together here.")


class ExceedsOpen(Refusal):
    """More than what is open."""

    code = "exceeds_open"
    text = _("%(amount)s is more than the %(open)s that is open on %(label)s.")
    remedy = _("Enter the open amount or less.")


class AlreadyReversed(Refusal):
    """Reversed once already."""

    code = "already_reversed"
    text = _("This was reversed before.")


class HasApplications(Refusal):
    """Something later uses it."""

    code = "has_applications"
    text = _("Later payments or credits use this document.")
    remedy = _("Undo them first.")


class Immutable(Refusal):
    """A posted document never changes."""

    code = "immutable"
    text = _("A posted document cannot be changed.")
    remedy = _("Reverse it or issue a credit note, then post a new one.")


def refuse_before(on: date, earliest: date) -> None:
    """Refuse a date before a document that the act touches.

    :raises BadDate: it lies before.
    """
    if on < earliest:
        raise BadDate("date", date=on, earliest=earliest)
