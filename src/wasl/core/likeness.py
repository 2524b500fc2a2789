"""Who may be here already: records that are like one that is about to be created, shown while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from wasl.core import room
from wasl.core.errors import NotFound, Refusal

FIELDS = ("name", "company_name", "email", "phone", "tax_number")
TEXT_MAX = 200
WHY: dict[str, str | Promise] = {
    "email": _("same e-mail"),
    "phone": _("same phone"),
    "tax_number": _("same tax number"),
    "name": _("similar name"),
}


@dataclass(frozen=True)
class Alike:
    """A record that may be the same: `why` is the field that says so, `kind` what it is where kinds are mixed.

    Only where it `stops` is the person asked to be sure; else it is shown, and no more.
    """

    pk: int
    label: str
    why: str
    url: str
    kind: str | Promise = ""
    stops: bool = True

    @property
    def reason(self) -> str | Promise:
        """Return in words what is the same."""
        return WHY[self.why]


class PerhapsHere(Refusal):
    """Records that may be the same are there already; the person decides, seeing them (`alike`)."""

    code = "perhaps_here"
    text = _("Perhaps this one is here already:")

    def __init__(self, alike: list[Alike]) -> None:
        self.alike = alike
        super().__init__()


def refuse_alike(kind: str, actor: Any, said: Mapping[str, Any]) -> None:
    """Refuse what may be here already.

    :raises PerhapsHere: there is something alike enough to stop at.
    """
    found = alike(kind, actor, said)
    if any(one.stops for one in found):
        raise PerhapsHere(found)


def alike(kind: str, actor: Any, said: Mapping[str, Any]) -> list[Alike]:
    """Return the records of the actor's sight that may be what is described, the surest first.

    `said` is a form as it was sent or cleaned; only its `FIELDS` are looked at.

    :raises NotFound: no room knows the kind.
    """
    for each in room.rooms():
        if kind in each.likenesses:
            find: Callable[..., list[Alike]] = import_string(each.likenesses[kind])
            return find(actor, **{name: str(said.get(name) or "").strip()[:TEXT_MAX] for name in FIELDS})
    raise NotFound()
