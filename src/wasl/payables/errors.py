"""Refusals of expense claims."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wasl.core.errors import Refusal


class WrongClaimState(Refusal):
    """The claim is not in a state for this act."""

    code = "wrong_state"
    text = _("This claim is %(state)s: that cannot be done now.")
    remedy = _("Reload the page to see where it stands.")


class SelfApproval(Refusal):
    """Nobody approves what they claim themselves."""

    code = "self_approval"
    text = _("You cannot approve your own claim.")
    remedy = _("Ask somebody else with the right to approve.")
