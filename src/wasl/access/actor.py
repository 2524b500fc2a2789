"""Who acts: a member of a company, and what their role lets them do."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from wasl.access import rules
from wasl.access.models import Member
from wasl.core import room
from wasl.core.errors import NotAllowed, NotFound
from wasl.core.models import Company

if TYPE_CHECKING:
    from django.db.models import QuerySet

Rows = TypeVar("Rows", bound="QuerySet[Any]")


@cache
def act_table() -> dict[str, dict[str, str]]:
    """Return act -> role -> scope, as the rooms declare it."""
    table: dict[str, dict[str, str]] = {}
    for config in room.rooms():
        table.update(config.acts)
    return table


@cache
def acts_by_area() -> dict[str, frozenset[str]]:
    """Return the acts of each room that has any, by its label: the areas that API tokens are made for."""
    return {config.label: frozenset(config.acts) for config in room.rooms() if config.acts}


@dataclass(frozen=True)
class Actor:
    """A member acting in a company. `grants` are acts lent by the act under way (winning a deal opens a project)."""

    company: Company
    member_id: int | None
    role: str
    member_name: str = ""
    email: str = ""
    user_id: int | None = None
    grants: frozenset[str] = field(default_factory=frozenset)
    allowed: frozenset[str] | None = None  # the acts that an API token lets through, None for all
    names: dict[str, str] = field(default_factory=dict, compare=False)  # by language, for what is written in one

    @classmethod
    def of(cls, member: Member) -> Actor:
        """Return the actor that a member is, named in the active language."""
        names = {code: member.display_name(code) for code, _name in settings.LANGUAGES}
        name = member.display_name((get_language() or "en")[:2])
        return cls(member.company, member.pk, member.role, name, member.email, member.user_id, names=names)

    @classmethod
    def system(cls, company: Company) -> Actor:
        """Return the actor for commands and schedules: everything, in one company."""
        return cls(company, None, "system", "Wasl")

    def scope_of(self, act: str) -> str | None:
        """Return how far the role reaches in an act: own, team, company, or None.

        :raises KeyError: no room declares the act.
        """
        by_role = act_table()[act]
        if self.role == "system" or act in self.grants:
            return rules.COMPANY
        if self.allowed is not None and act not in self.allowed:
            return None
        return by_role.get(self.role)

    def can(self, act: str) -> bool:
        """Tell whether the role includes the act at all."""
        return self.scope_of(act) is not None

    def require(self, act: str) -> None:
        """Refuse unless the role includes the act.

        :raises NotAllowed: it does not.
        """
        if not self.can(act):
            raise NotAllowed()

    def require_owned(self, act: str, owner_id: int | None) -> None:
        """Refuse a record outside the scope of the role as if it were not there.

        :raises NotFound: the record's owner is neither the member nor, for team scope, of their team.
        """
        owners = self.owners_within(act)
        if owners is not None and owner_id not in owners:
            raise NotFound()

    def owners_within(self, act: str) -> set[int] | None:
        """Return the members whose records the act reaches, or None for all of the company."""
        scope = self.scope_of(act)
        if scope == rules.COMPANY:
            return None
        if scope is None or self.member_id is None:
            return set()
        own = {self.member_id}
        if scope == rules.TEAM:
            own |= set(Member.objects.filter(manager_id=self.member_id).values_list("pk", flat=True))
        return own

    def limit(self, act: str, rows: Rows, owner_field: str = "owner_id") -> Rows:
        """Return the rows that the act reaches."""
        owners = self.owners_within(act)
        return rows if owners is None else rows.filter(**{f"{owner_field}__in": owners})

    def lending(self, *acts: str) -> Actor:
        """Return the same actor with acts lent by the act under way."""
        return replace(self, grants=self.grants | frozenset(acts))


class Request(HttpRequest):
    """A request of somebody who is known, as endpoints get it."""

    actor: Actor
    by_token: bool
