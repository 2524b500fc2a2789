"""Refusals: what a service says when it will not do a thing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.core import formats


class Refusal(Exception):
    """A business act was refused, and nothing was changed.

    `code` is stable and for programs, `message` is for people in their language, `field` names the input to
    mend, `remedy` says how. Subclasses set `code` and `text` (with %(name)s placeholders for `facts`). Where several
    inputs are to be mended, `beside` says of each what is wrong.
    """

    code = "refused"
    text: str | Promise = _("This cannot be done.")
    remedy: str | Promise = ""

    def __init__(self, field: str = "", **facts: Any) -> None:
        self.field = field
        self.beside: dict[str, str] = {}
        self.facts = facts
        super().__init__(self.code)

    @property
    def message(self) -> str:
        """Return the sentence for a person, its days as people write them."""
        return str(self.text) % {name: _as_written(fact) for name, fact in self.facts.items()}

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


def _as_written(fact: Any) -> Any:
    is_day = isinstance(fact, date) and not isinstance(fact, datetime)
    return formats.format_day(fact) if is_day else fact


class NotAllowed(Refusal):
    """The role does not include the act."""

    code = "not_allowed"
    text = _("Your role does not include this act.")
    remedy = _("Ask an owner of the company for the permission.")


class NotFound(Refusal):
    """No such record in this company, or not within the role's scope."""

    code = "not_found"
    text = _("There is no such record.")


class BadInput(Refusal):
    """A value that cannot be used; `facts['reason']` says why."""

    code = "bad_input"
    text: str | Promise = "%(reason)s"


class BadAmountRefused(Refusal):
    """More decimals than the currency has, too large, or negative where it may not be."""

    code = "bad_amount"
    text = _("The amount %(amount)s cannot be used: check its decimals, its sign and its size.")


class BadDate(Refusal):
    """A date before a document it touches."""

    code = "bad_date"
    text = _("The date %(date)s lies before a document that it touches (%(earliest)s).")
    remedy = _("Choose a date on or after it.")


class CannotWrite(Refusal):
    """A disk is full, or the database is busy for too long."""

    code = "cannot_write"
    text = _("Nothing was saved: the server cannot write right now (its disk may be full).")
    remedy = _("What you entered is still in the form: try again in a moment, or tell who runs this server.")


class DatabaseAway(Refusal):
    """The database does not answer: it is started anew, or the way to it is cut. What was sent may have been saved."""

    code = "database_away"
    text = _("The database does not answer right now.")
    remedy = _("Try again in a moment: what you sent may be saved already, but the same form is never saved twice.")


class TooLarge(Refusal):
    """More was sent than is read; `facts['limit']` is what is, in MB."""

    code = "too_large"
    text = _("What was sent is larger than %(limit)s MB.")
    remedy = _("Make it smaller or split it.")


class StaleVersion(Refusal):
    """Somebody else changed the record since it was opened."""

    code = "stale_version"
    text = _("Somebody else changed this record while you had it open.")
    remedy = _("Reload it and make your change again.")


class VersionNeeded(Refusal):
    """A change that does not say which version of the record was read."""

    code = "version_needed"
    text = _("Say which version of the record you change.")
    remedy = _("Read it first, and send its ETag as If-Match.")


class IdempotencyConflict(Refusal):
    """The same key came with other content."""

    code = "idempotency_conflict"
    text = _("This form was sent before with other content.")
    remedy = _("See first whether it was saved then: sending it again saves a second one.")
