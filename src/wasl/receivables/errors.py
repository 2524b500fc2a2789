"""Refusals of customer documents and payments, by the codes of the reference (section 10)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wasl.core.errors import Refusal


class OverApplied(Refusal):
    """More is applied than was paid."""

    code = "over_applied"
    text = _("%(applied)s is applied, but only %(amount)s was received.")
    remedy = _("Apply less, or correct the amount received.")


class ExceedsInvoice(Refusal):
    """Credit notes together would take back more than the invoice asked."""

    code = "exceeds_invoice"
    text = _("The credit notes on %(number)s would exceed its total: %(left)s can still be credited.")
    remedy = _("Credit that much or less.")


class DepositExceeded(Refusal):
    """More of a deposit is used than is left, or than the invoice takes."""

    code = "deposit_exceeded"
    text = _("More of deposit %(number)s is used than is left of it or than this invoice takes: %(left)s.")
    remedy = _("Use that much or less.")


class DepositTaxes(Refusal):
    """A deposit with several taxes: what is left of it could not be told by tax."""

    code = "deposit_taxes"
    text = _("A deposit invoice takes one tax.")
    remedy = _("Write a deposit invoice for each tax.")


class AlreadyInvoiced(Refusal):
    """What this invoice bills was billed before."""

    code = "already_invoiced"
    text = _("This was invoiced before.")
    remedy = _("Open the invoice that exists, or reverse it first.")


class EmptyDocument(Refusal):
    """A document without lines."""

    code = "empty_document"
    text = _("A document needs at least one line.")


class NothingOwed(Refusal):
    """Nothing is open of what is to be paid or reminded of."""

    code = "nothing_owed"
    text = _("Nothing is owed on %(number)s.")
    remedy = _("Leave it out.")


class NotDueYet(Refusal):
    """Somebody would be reminded of what is not due."""

    code = "not_due_yet"
    text = _("%(number)s is due on %(due)s: there is nothing to remind of yet.")
    remedy = _("Leave it out, or send the invoice itself again.")


class RemindedToday(Refusal):
    """A second reminder on one day."""

    code = "reminded_today"
    text = _("The customer was reminded of %(number)s today.")
    remedy = _("Leave it out: the letter is in the outbox.")


class NoPaper(Refusal):
    """A draft that is asked for as a paper for the customer."""

    code = "no_paper"
    text = _("A draft is no paper for a customer yet.")
    remedy = _("Post it first.")
