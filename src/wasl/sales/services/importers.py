"""Read a catalogue from a file."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.core import events
from wasl.core.imports import Column, Importer, Read
from wasl.core.parsing import fold
from wasl.sales.models import Service
from wasl.sales.services.catalogue import is_price


class ServicesImporter(Importer):
    """Services by name: the same file twice changes nothing."""

    act: ClassVar[str] = "service.manage"
    label = _("Services and products")
    page = "sales:services"
    columns = (
        Column(
            "name",
            _("Name"),
            ("product", "service", "item", "product name", "الخدمة", "المنتج"),
            filled=True,
            required=True,
        ),
        Column("group", _("Group"), ("series", "category", "family", "الفئة"), length_max=60),
        Column("code", _("Code"), ("sku", "product code", "الرمز"), length_max=40),
        Column("price", _("Price"), ("sales price", "unit price", "list price", "السعر"), kind="amount"),
    )

    @transaction.atomic
    def write(self, rows: list[Read]) -> None:
        """Write a batch of rows and count them in `result`."""
        self.watch(Service.objects.all())
        known = {fold(one.name): one for one in Service.objects.all()}
        for row in rows:
            values = {name: value for name, value in row.values.items() if value is not None}
            price: Decimal | None = values.get("price")
            if price is not None and not is_price(price):
                self.reject(row.number, "price", _("A price is 0 or more and has at most 6 decimals."))
                continue
            service = known.get(fold(values["name"]))
            if service is None:
                service = Service(currency=self.actor.company.base_currency, **values)
                service.save()
                known[fold(service.name)] = service
                self.count(row.number, "created")
            elif changed := {name: value for name, value in values.items() if getattr(service, name) != value}:
                for name, value in changed.items():
                    setattr(service, name, value)
                service.save()
                self.count(row.number, "updated")
            else:
                self.count(row.number, "unchanged")
                continue
            events.record("service.imported", service, name=service.name)
