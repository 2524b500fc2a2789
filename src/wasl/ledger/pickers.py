"""What forms offer of accounts, and of projects as lines are told apart by them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wasl.access.actor import Actor
from wasl.core import formats
from wasl.core.picking import Picked, Picker, nearest
from wasl.ledger import queries
from wasl.ledger.labels import ROLE_LABELS
from wasl.ledger.models import Account, Dimension
from wasl.ledger.rules.roles import CONTROL_ROLES


def account_picker(act: str, roles: tuple[str, ...], *, active_only: bool = True) -> Picker:
    """Return a picker of the accounts of some roles, those in use or all, for those whose role includes an act."""

    def seen(actor: Actor) -> QuerySet[Account]:
        actor.require(act)
        return queries.accounts(roles=roles, active_only=active_only)

    def find(actor: Actor, text: str) -> list[Picked]:
        return [_account(row) for row in nearest(seen(actor), text, "code", "name", "name_ar")]

    def of(actor: Actor, ids: set[int]) -> list[Picked]:
        return [_account(row) for row in seen(actor).filter(pk__in=ids)]

    return Picker(find, of)


def line_project_picker(act: str) -> Picker:
    """Return a picker of the projects that lines are booked on, for those whose role includes an act."""

    def seen(actor: Actor) -> QuerySet[Dimension]:
        actor.require(act)
        return queries.dimensions("project")

    def find(actor: Actor, text: str) -> list[Picked]:
        return [Picked(row.pk, row.label) for row in nearest(seen(actor), text, "label")]

    def of(actor: Actor, ids: set[int]) -> list[Picked]:
        return [Picked(row.pk, row.label) for row in seen(actor).filter(pk__in=ids)]

    return Picker(find, of)


def _account(row: Account) -> Picked:
    """Return an account, found by its code and by its names."""
    label = row.display_name(formats.language())
    other = row.name if label != row.name else row.name_ar
    return Picked(row.pk, f"{row.code} {label}", other)


def _find_moved(actor: Actor, text: str) -> list[Picked]:
    """Return the projects of lines, after what stands for none."""
    none, asked = _without(), text.strip().casefold()
    return [*([none] if asked in none.label.casefold() else ()), *_LINE_PROJECT.find(actor, text)]


def _moved(actor: Actor, ids: set[int]) -> list[Picked]:
    return [*([_without()] if 0 in ids else ()), *_LINE_PROJECT.of(actor, ids)]


def _without() -> Picked:
    """Return what a filter takes for the lines of no project."""
    return Picked(0, _("Without a project"))


_LINE_PROJECT = line_project_picker("ledger.view")
MOVED_PROJECT = Picker(_find_moved, _moved)
ACCOUNT = account_picker("journal.post", tuple(role for role in ROLE_LABELS if role not in CONTROL_ROLES))
JOURNAL_PROJECT = line_project_picker("journal.post")
MOVED_ACCOUNT = account_picker("ledger.view", tuple(ROLE_LABELS), active_only=False)
