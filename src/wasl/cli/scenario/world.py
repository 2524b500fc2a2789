"""The company that a scenario plays in, and what it calls things."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from wasl.access.actor import Actor
from wasl.core.errors import BadAmountRefused, Refusal
from wasl.core.money import BadAmount, to_minor
from wasl.ledger import queries as ledger

Fields = dict[str, Any]


class UnknownRef(Refusal):
    """A name or reference that no earlier step gave."""

    code = "unknown_ref"
    text = "%(kind)s '%(name)s' is not known"


class DuplicateRef(Refusal):
    """A reference that an earlier step has."""

    code = "duplicate_ref"
    text = "the reference '%(name)s' is taken"


class ImmutableDocument(Refusal):
    """A posted document is to be changed."""

    code = "immutable"
    text = "a posted document cannot be changed"


@dataclass(frozen=True)
class Ref:
    """A document that a step made: what kind it is and its id."""

    kind: str  # invoice, credit_note, payment, quote, expense, journal, time
    key: int


@dataclass
class World:
    """One fresh company and the names its scenario gave: parties, taxes, banks, projects, documents."""

    actor: Actor
    names: dict[tuple[str, str], int] = field(default_factory=dict)
    refs: dict[str, Ref] = field(default_factory=dict)
    prices: dict[str, tuple[Decimal | None, str | None]] = field(default_factory=dict)
    project_departments: dict[str, int | None] = field(default_factory=dict)
    as_of: date | None = None
    latest: date | None = None

    @property
    def base(self) -> str:
        """Return the company's base currency."""
        return self.actor.company.base_currency

    def learn(self, kind: str, name: str, key: int) -> None:
        """Remember what a name stands for."""
        self.names[kind, name] = key

    def key(self, kind: str, name: str | None) -> int | None:
        """Return the id behind a name, None for no name.

        :raises UnknownRef: nothing of that kind has the name.
        """
        if name is None:
            return None
        if (kind, name) not in self.names:
            raise UnknownRef(kind=kind, name=name)
        return self.names[kind, name]

    def must(self, kind: str, name: str) -> int:
        """Return the id behind a name."""
        key = self.key(kind, name)
        if key is None:
            raise UnknownRef(kind=kind, name=name)
        return key

    def claim_ref(self, fields: dict[str, Any]) -> None:
        """Refuse a reference that is taken.

        :raises DuplicateRef: an earlier step has it.
        """
        if fields.get("ref") in self.refs:
            raise DuplicateRef(name=fields["ref"])

    def ref(self, name: str, *kinds: str) -> Ref:
        """Return the document behind a reference.

        :raises UnknownRef: there is none of these kinds.
        """
        found = self.refs.get(name)
        if found is None or (kinds and found.kind not in kinds):
            raise UnknownRef(kind="document", name=name)
        return found

    def minor(self, amount: Decimal | None, currency: str) -> int | None:
        """Return money in minor units, None for none.

        :raises BadAmountRefused: it has more decimals than its currency.
        """
        return None if amount is None else self.money(amount, currency)

    def money(self, amount: Decimal, currency: str) -> int:
        """Return money in minor units.

        :raises BadAmountRefused: it has more decimals than its currency.
        """
        try:
            return to_minor(amount, currency)
        except BadAmount as error:
            raise BadAmountRefused("amount", amount=amount) from error

    def dimension(self, name: str | None) -> int | None:
        """Return the ledger's row for a project, None for no project."""
        return None if name is None else ledger.dimension("project", self.must("project", name)).pk
