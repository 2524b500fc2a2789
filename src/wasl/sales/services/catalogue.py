"""Keep the catalogue of what is sold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import events
from wasl.core.errors import BadInput, NotFound
from wasl.core.money import CURRENCIES
from wasl.ledger.models import Tax
from wasl.sales.models import Service

CHANGEABLE = frozenset({"name", "name_ar", "code", "group", "unit", "price", "currency", "tax_id", "is_active"})
PLACES = 6


@transaction.atomic
def add_service(*, actor: Actor, name: str, **said: Any) -> Service:
    """Add a service, as in `CHANGEABLE`; its currency is the base currency where none is said.

    :raises BadInput: an empty or taken name, or a price, tax or currency that cannot be used.
    """
    actor.require("service.manage")
    values = _checked({"name": name, "currency": actor.company.base_currency, **said}, None)
    service: Service = Service.objects.create(**values)
    events.record("service.added", service, name=service.name)
    return service


@transaction.atomic
def change_service(*, actor: Actor, service_id: int, version: int, **changes: Any) -> Service:
    """Change a service; what was quoted keeps its price.

    :raises StaleVersion: somebody else changed it since it was read.
    :raises BadInput: as in `add_service`.
    """
    actor.require("service.manage")
    service: Service | None = Service.objects.select_for_update().filter(pk=service_id).first()
    if service is None:
        raise NotFound()
    service.expect(version)
    for field, value in _checked(changes, service_id).items():
        setattr(service, field, value)
    service.version += 1
    service.save()
    events.record("service.changed", service, fields=sorted(changes))
    return service


def _checked(said: dict[str, Any], own_id: int | None) -> dict[str, Any]:
    if unknown := set(said) - CHANGEABLE:
        raise BadInput(min(unknown), reason=_("This cannot be changed."))
    values: dict[str, Any] = {
        field: value.strip() if isinstance(value, str) else value for field, value in said.items()
    }
    if "name" in values:
        if not values["name"]:
            raise BadInput("name", reason=_("Enter a name."))
        if Service.objects.filter(name=values["name"]).exclude(pk=own_id).exists():
            raise BadInput("name", reason=_("This name is taken."))
    if values.get("price") is not None and not is_price(values["price"]):
        raise BadInput("price", reason=_("A price is 0 or more and has at most 6 decimals."))
    if "currency" in values and values["currency"] not in CURRENCIES:
        raise BadInput("currency", reason=_("This currency is not known: use its three-letter ISO code."))
    if values.get("tax_id") is not None and not Tax.objects.filter(pk=values["tax_id"]).exists():
        raise BadInput("tax", reason=_("There is no such tax."))
    return values


def is_price(price: Decimal) -> bool:
    """Tell whether a price is 0 or more, has at most 6 decimals and fits its column."""
    return price.is_finite() and 0 <= price <= 10**12 and price.scaleb(PLACES) == int(price.scaleb(PLACES))
