"""What crm refuses, and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wasl.core.errors import BadInput, Refusal
from wasl.core.formats import format_list

REQUIRED_WORDS = {
    "party": _("Customer"),
    "contact_name": _("Contact person"),
    "amount": _("Amount"),
    "expected_close": _("Expected close"),
    "product": _("Service"),
    "next_step": _("Next step"),
}


class NextStepNeeded(Refusal):
    """The last open step of an open lead or deal is closed without a new one."""

    code = "next_step_needed"
    text = _("This is the last open step: say what comes next and when, or close the record.")
    remedy = _("Enter a next step with a date, or mark it as won, lost or not suitable.")


class AlreadyWon(Refusal):
    """The deal was won before; winning it again starts nothing."""

    code = "already_won"
    text = _("This deal has already been won.")


class DealClosed(Refusal):
    """The deal is won or lost."""

    code = "deal_closed"
    text = _("This deal is closed.")
    remedy = _("Reopen it first. A deal that was won stays won.")


class StageNeeds(Refusal):
    """The stage asks for what the deal does not say yet; `missing` names it (`rules.deals.REQUIRABLE`)."""

    code = "stage_needs"
    text = _("“%(stage)s” asks for: %(what)s.")
    remedy = _("Fill it in first.")

    def __init__(self, stage: str, missing: list[str]) -> None:
        self.missing = missing
        super().__init__("stage", stage=stage, what=format_list([str(REQUIRED_WORDS[name]) for name in missing]))
        self.beside = dict.fromkeys(missing, gettext("“%(stage)s” asks for this.") % {"stage": stage})


class LeadClosed(Refusal):
    """The lead is qualified or not suitable."""

    code = "lead_closed"
    text = _("This lead is closed.")


class PartyNeeded(Refusal):
    """A deal cannot be won for nobody."""

    code = "party_needed"
    text = _("This deal has no customer yet.")
    remedy = _("Choose the customer first.")


class ReasonNeeded(Refusal):
    """Losing without a reason teaches nothing."""

    code = "reason_needed"
    text = _("Say why it was lost.")
    remedy = _("Choose a reason from the list.")


class ImportElsewhere(Refusal):
    """The import is not in a state for the act: somebody ran, discarded or undid it meanwhile."""

    code = "import_elsewhere"
    text = _("This import has moved on since the page was opened.")
    remedy = _("Open it again from the list of imports.")


class QuestionsOpen(Refusal):
    """What the file means is not settled."""

    code = "questions_open"
    text = _("The file still has open questions.")
    remedy = _("Answer them, or take what is proposed.")


class FieldTwice(BadInput):
    """Two columns of a file are to be read as one field."""

    code = "field_twice"
    text = _("The columns “%(first)s” and “%(second)s” are both read as “%(label)s”.")
    remedy = _("Choose another field for one of them, or do not read it.")
