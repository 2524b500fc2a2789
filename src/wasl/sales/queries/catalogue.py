"""The catalogue."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from wasl.access.actor import Actor
from wasl.core.errors import NotFound
from wasl.sales.models import Service


def services(actor: Actor, *, text: str = "", active_only: bool = False) -> QuerySet[Service]:
    """Return the services by name."""
    actor.require("service.view")
    rows = Service.objects.select_related("tax").order_by("name", "pk")
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(name_ar__icontains=text) | Q(code__icontains=text))
    return rows.filter(is_active=True) if active_only else rows


def service(actor: Actor, service_id: int) -> Service:
    """Return a service.

    :raises NotFound: there is none in this company.
    """
    found: Service | None = services(actor).filter(pk=service_id).first()
    if found is None:
        raise NotFound()
    return found


def services_by_ids(service_ids: Iterable[int]) -> QuerySet[Service]:
    """Return services by their ids."""
    return Service.objects.filter(pk__in=set(service_ids))


def service_names() -> list[str]:
    """Return the names that files may use for services."""
    return list(Service.objects.order_by("name").values_list("name", flat=True))
