"""Views of lists that members keep for themselves or share: filters, order and columns under a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wasl.core import events
from wasl.core.errors import BadInput, NotFound
from wasl.core.listing import view_query
from wasl.core.models import SavedView

if TYPE_CHECKING:
    from wasl.access.actor import Actor

NAME_MAX = 60
VIEWS_MAX = 30


def offered(request: HttpRequest, views: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a list's own views and after them those that the member kept or others shared; one of them is current."""
    actor = request.actor  # type: ignore[attr-defined]
    here = view_query(request.GET.urlencode())
    kept = [
        {
            "label": view.name,
            "url": f"{view.page}?{view.query}" if view.query else view.page,
            "current": view.query == here,
            "kept": view.pk if view.member_id == actor.member_id or actor.can("company.settings") else 0,
            "shared": view.is_shared,
        }
        for view in views_of(actor, request.path)
    ]
    if any(view["current"] for view in kept):
        return [view | {"current": False} for view in views] + kept
    return [*views, *kept]


def views_of(actor: Actor, page: str) -> list[SavedView]:
    """Return the views of a list that the member kept or others share, by name."""
    mine = Q(member_id=actor.member_id) | Q(is_shared=True)
    return list(SavedView.objects.filter(mine, page=page).order_by("name", "pk")[:VIEWS_MAX])


@transaction.atomic
def save_view(*, actor: Actor, page: str, name: str, query: str, is_shared: bool = False) -> SavedView:
    """Keep a view under a name; the same name of the same member on the same list is replaced.

    :raises BadInput: no name, one that is too long, or an address that is none of a list.
    """
    name = " ".join(name.split())
    if not name or len(name) > NAME_MAX:
        raise BadInput("name", reason=_("Give the view a name of at most 60 letters."))
    if not page.startswith("/") or page.startswith("//") or "?" in page or len(page) > 120:
        raise BadInput("page", reason=_("This list cannot keep views."))
    if actor.member_id is None:
        raise NotFound()
    found, _made = SavedView.objects.update_or_create(
        page=page,
        name=name,
        member_id=actor.member_id,
        company=actor.company,
        defaults={"query": view_query(query)[:1000], "is_shared": is_shared},
    )
    view: SavedView = found
    events.record("view.saved", view, name=view.name, is_shared=is_shared)
    return view


@transaction.atomic
def delete_view(*, actor: Actor, view_id: int) -> str:
    """Forget a view, one's own or, for who keeps the company's settings, a shared one; return the list's address.

    :raises NotFound: there is no such view, or it is somebody else's.
    """
    view = SavedView.objects.filter(pk=view_id).first()
    if view is None or not (view.member_id == actor.member_id or (view.is_shared and actor.can("company.settings"))):
        raise NotFound()
    events.record("view.deleted", view, name=view.name)
    page = str(view.page)
    view.delete()
    return page
