"""A decimal kept as a whole number, exact on every database."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models


class FixedDecimalField(models.Field):  # type: ignore[type-arg]
    """A decimal with a fixed number of places, stored as an integer (prices and quantities 6, rates 10)."""

    if TYPE_CHECKING:
        _pyi_private_set_type: Decimal | int
        _pyi_private_get_type: Decimal

    def __init__(self, *args: Any, places: int = 6, **kwargs: Any) -> None:
        self.places = places
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        """Return the kind of column: a 64-bit whole number."""
        return "BigIntegerField"

    def deconstruct(self) -> Any:
        """Name the places in migrations."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "places": self.places}

    def from_db_value(self, value: int | None, *_: Any) -> Decimal | None:
        """Return the decimal without trailing zeros."""
        return None if value is None else _trim(Decimal(value).scaleb(-self.places))

    def to_python(self, value: Any) -> Decimal | None:
        """Return a decimal of what a form or fixture gives."""
        return None if value is None else Decimal(value)

    def get_prep_value(self, value: Any) -> int | None:
        """Return the stored whole number.

        :raises ValueError: more places than the field keeps.
        """
        if value is None:
            return None
        scaled = Decimal(value).scaleb(self.places)
        if scaled != int(scaled):
            raise ValueError(f"{value} has more than {self.places} places")
        return int(scaled)


def _trim(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
