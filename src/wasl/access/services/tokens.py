"""Every write about API tokens."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.access import rules
from wasl.access.actor import Actor, acts_by_area
from wasl.access.models import ApiToken
from wasl.core import clock, events
from wasl.core.errors import BadInput, NotFound

PREFIX = "wasl_"
START_LETTERS = 10
NOTED_EVERY = timedelta(hours=1)


@transaction.atomic
def make_token(
    *, actor: Actor, name: str, scopes: Sequence[str] = ("*:read",), expires_on: date | None = None
) -> tuple[ApiToken, str]:
    """Make a token by which a program acts as the actor; returns it and its secret, which is shown once.

    It works until the end of its last day in the company's zone.

    :raises BadInput: no name, an unknown scope, or a day that is past.
    """
    actor.require("token.keep")
    if not name.strip():
        raise BadInput("name", reason=_("Say what the token is for."))
    if not scopes:
        raise BadInput("scopes", reason=_("Choose what the token may do."))
    if unknown := rules.unknown_scopes(scopes, acts_by_area()):
        raise BadInput("scopes", reason=_("There is no scope %(scope)s.") % {"scope": unknown[0]})
    if expires_on is not None and expires_on < clock.today(actor.company.time_zone):
        raise BadInput("expires_on", reason=_("This day is past."))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        member_id=actor.member_id,
        name=name.strip(),
        start=secret[:START_LETTERS],
        token_hash=rules.hash_of(secret),
        scopes=sorted(set(scopes)),
        expires_at=_end_of(expires_on, actor.company.time_zone) if expires_on else None,
    )
    events.record("token.made", token, name=token.name, scopes=token.scopes)
    return token, secret


@transaction.atomic
def revoke_token(*, actor: Actor, token_id: int) -> ApiToken:
    """End a token at once; ending it again changes nothing.

    :raises NotFound: there is none within the actor's scope.
    """
    actor.require("token.keep")
    token: ApiToken | None = ApiToken.objects.select_for_update().filter(pk=token_id).first()
    if token is None:
        raise NotFound()
    actor.require_owned("token.keep", token.member.pk)
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        events.record("token.revoked", token, name=token.name)
    return token


def note_use(*, token: ApiToken) -> None:
    """Note that a token is in use, once an hour: a call that only reads does not wait for who writes."""
    now = clock.now()
    if token.last_used_at is None or token.last_used_at < now - NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _end_of(day: date, time_zone: str) -> datetime:
    return datetime.combine(day + timedelta(1), datetime.min.time(), ZoneInfo(time_zone))
