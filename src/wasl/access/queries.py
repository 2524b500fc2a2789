"""Read members and invitations."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language

from wasl.access import rules
from wasl.access.actor import Actor
from wasl.access.models import ApiToken, Invitation, Member
from wasl.core import clock
from wasl.core.errors import NotFound
from wasl.core.models import Company, Event
from wasl.core.scope import current_company_id, every_company
from wasl.core.tally import Tally


def members() -> list[Member]:
    """Return the members of the company, active ones first."""
    return list(Member.objects.select_related("manager").order_by("-is_active", "name", "pk"))


def member(member_id: int) -> Member:
    """Return a member.

    :raises NotFound: there is none in this company.
    """
    found = Member.objects.select_related("manager").filter(pk=member_id).first()
    if found is None:
        raise NotFound()
    return found


def member_choices() -> list[tuple[int, str]]:
    """Return the active members to choose from: id and name."""
    found = [(row.pk, named(row)) for row in Member.objects.filter(is_active=True)]
    return sorted(found, key=lambda one: (one[1], one[0]))


def by_token(secret: str) -> ApiToken | None:
    """Return the token of a secret with its member and company, while it is good and the member active."""
    with every_company():
        found: ApiToken | None = (
            ApiToken.everywhere.select_related("member__company")
            .filter(token_hash=rules.hash_of(secret), revoked_at=None, member__is_active=True)
            .first()
        )
    if found is None or (found.expires_at is not None and found.expires_at <= clock.now()):
        return None
    return found


def tokens(actor: Actor) -> QuerySet[ApiToken]:
    """Return the tokens that the actor may end, those that work first."""
    rows = actor.limit("token.keep", ApiToken.objects.all(), "member_id")
    return rows.select_related("member").order_by(F("revoked_at").asc(nulls_first=True), "-pk")


def token(actor: Actor, token_id: int) -> ApiToken:
    """Return a token.

    :raises NotFound: there is none that the actor may end.
    """
    found: ApiToken | None = tokens(actor).filter(pk=token_id).first()
    if found is None:
        raise NotFound()
    return found


def invited(secret: str) -> Member | None:
    """Return who an invitation's secret is for, while it can be accepted."""
    with every_company():
        invitation = (
            Invitation.everywhere.select_related("member__company")
            .filter(
                token_hash=rules.hash_of(secret), accepted_at=None, expires_at__gt=clock.now(), member__is_active=True
            )
            .first()
        )
    return invitation.member if invitation else None


def named(member: Member | None) -> str:
    """Return a member's name in the active language, nothing for nobody."""
    return member.display_name((get_language() or "en")[:2]) if member else ""


def member_names() -> dict[int | None, str]:
    """Return all members' names in the active language, those shut out too."""
    return {row.pk: named(row) for row in Member.objects.order_by("pk")}


def audit(actor: Actor, text: str = "", member_id: int | None = None, names: Sequence[str] = ()) -> QuerySet[Event]:
    """Return what happened in the company, the newest first: of one member, and where the event's name holds a text or
    is one of some.

    :raises NotAllowed: the role may not see it.
    """
    actor.require("audit.view")
    rows = Event.objects.order_by("-pk")
    if member_id is not None:
        rows = rows.filter(member_id=member_id)
    return rows.filter(Q(name__icontains=text) | Q(name__in=names)) if text else rows


def company_is_described(tally: Tally) -> Callable[[], bool]:
    """Ask whether the company in force has what its papers need: an address and a logo or tax number."""
    addressed = Q(address__gt="") | Q(address_ar__gt="")
    named = Q(logo__isnull=False) | Q(tax_number__gt="")
    return tally.exists(Company.objects.filter(addressed, named, pk=current_company_id()))


def has_colleagues(tally: Tally) -> Callable[[], bool]:
    """Ask whether the company in force has more than one member."""
    count = tally.count(Member.objects.all())
    return lambda: count() > 1
