"""What parties refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wasl.core.errors import Refusal


class PartyTwice(Refusal):
    """A party with the same tax number or e-mail is there already."""

    code = "party_twice"
    text = _("%(name)s is already there with the same %(what)s.")
    remedy = _("Open that record instead, or change the entry.")
