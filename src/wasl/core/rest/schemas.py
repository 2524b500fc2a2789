"""The shapes that all endpoints share: what may come in, what goes out, amounts as text with their currency."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self, TypeAlias

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    Strict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from wasl.core.errors import BadAmountRefused, BadInput
from wasl.core.money import AMOUNT_MAX, CURRENCIES, exponent_of

BIGGEST_ID = 2**63 - 1
A_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
AMOUNT_PATTERN = r"^-?[0-9]{1,15}(\.[0-9]{1,6})?$"


def _writable(text: str) -> str:
    """Return a text that every database can keep: PostgreSQL has no place for the character NUL."""
    if "\x00" in text:
        raise PydanticCustomError("string_nul", "This text holds the character NUL")
    return text


def _an_address(text: str) -> str:
    if text:
        try:
            validate_email(text)
        except ValidationError:
            raise PydanticCustomError("email", "This is no e-mail address") from None
    return text


def _as_day(value: Any) -> Any:
    """Return a day that is written `2026-11-24`, and nothing else that could be read as one."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not A_DAY.fullmatch(value):
        raise PydanticCustomError("date_type", "A date is needed")
    return value


def _decimal(places: int, digits: int) -> Any:
    """Return the type of a decimal with so many places and digits before them, written as a text."""
    pattern = rf"^-?[0-9]{{1,{digits}}}(\.[0-9]{{1,{places}}})?$"
    looks = re.compile(pattern)

    def as_text(value: Any) -> Any:
        if isinstance(value, Decimal):
            return value
        if not isinstance(value, str):  # a JSON number has lost what it was before it is seen here
            raise PydanticCustomError("decimal_text", "Send this number as a text")
        if not looks.fullmatch(value):
            raise PydanticCustomError("string_pattern_mismatch", "It has to look like {pattern}", {"pattern": pattern})
        return value

    return Annotated[
        Decimal,
        BeforeValidator(as_text),
        PlainSerializer(lambda value: f"{value:f}", return_type=str),
        WithJsonSchema({"type": "string", "pattern": pattern}),
    ]


Number: TypeAlias = _decimal(places=6, digits=12)  # type: ignore[valid-type]
Rate: TypeAlias = _decimal(places=10, digits=8)  # type: ignore[valid-type]
Day = Annotated[
    date,
    BeforeValidator(_as_day),
    Field(ge=date(1900, 1, 1), le=date(2199, 12, 31)),
    WithJsonSchema({"type": "string", "format": "date"}),
]
Id = Annotated[int, Field(ge=1, le=BIGGEST_ID)]
# In bodies, where JSON tells numbers, texts and flags apart; `Id` is for paths and queries, which are all text.
Ref = Annotated[int, Strict(), Field(ge=1, le=BIGGEST_ID)]
Whole = Annotated[int, Strict(), Field(ge=-(2**31), le=2**31 - 1)]
Flag = Annotated[bool, Strict()]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_writable)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(_writable)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000), AfterValidator(_writable)]
Email = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254), AfterValidator(_an_address)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
CodeOrNone = Annotated[str, StringConstraints(pattern=r"^([A-Z]{3})?$")]
Digits = Annotated[str, StringConstraints(pattern=AMOUNT_PATTERN)]


class In(Schema):
    """What a request says. A field that the endpoint does not know is refused, so that nothing is set by chance."""

    model_config = ConfigDict(extra="forbid")

    def said(self) -> dict[str, Any]:
        """Return the fields that were sent, as the request has them."""
        return {name: getattr(self, name) for name in self.model_fields_set}


def _without_defaults(schema: dict[str, Any]) -> None:
    for said in schema["properties"].values():
        said.pop("default", None)


class Change(In):
    """What changes of a record: only what is sent, so that no field of the shapes it builds on is needed."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        for field in cls.model_fields.values():
            field.default, field.default_factory = None, None
        cls.model_rebuild(force=True)

    def over(self, row: Any) -> dict[str, Any]:
        """Return all fields: those that were sent, the others as the record has them."""
        return {name: getattr(row, name) for name in type(self).model_fields} | self.said()


class OnDay(In):
    """The day of an act or of a figure; today where none is named."""

    on: Day | None = None


def _only_the_id_is_always_there(schema: dict[str, Any]) -> None:
    schema["required"] = [name for name in schema.get("required", ()) if name == "id"]


class Out(Schema):
    """What an answer says. `?fields=` leaves some of it away, hence only the id is promised."""

    model_config = ConfigDict(json_schema_extra=_only_the_id_is_always_there, frozen=True)

    @classmethod
    def of(cls, row: Any, **said: Any) -> Self:
        """Return a record as programs read it: its fields by their names, but for what is said here."""
        return cls.model_validate({name: getattr(row, name) for name in cls.model_fields if name not in said} | said)


class Amount(Schema):
    """An amount of money: a decimal as text, with as many places as its ISO 4217 currency has."""

    model_config = ConfigDict(frozen=True)

    amount: Digits
    currency: Code


class AmountIn(In):
    """An amount of money that is sent; the company's currency where none is named."""

    amount: Digits
    currency: Code | None = None


def amount(minor: int, currency: str) -> Amount:
    """Return minor units of a currency as an amount."""
    places = exponent_of(currency)
    return Amount.model_construct(amount=f"{Decimal(minor).scaleb(-places):.{places}f}", currency=currency)


def minor_in(given: str, currency: str, field: str) -> int:
    """Return minor units of an amount that was sent beside the currency of its document.

    :raises BadAmountRefused: more decimals than the currency has, or too large.
    """
    try:
        return minor_of(AmountIn(amount=given), currency, field)[0]
    except BadAmountRefused as refused:
        refused.field = field
        raise


def minor_of(given: AmountIn, base_currency: str, field: str = "amount") -> tuple[int, str]:
    """Return minor units and the currency of an amount that was sent.

    :raises BadInput: a currency that ISO 4217 does not know.
    :raises BadAmountRefused: more decimals than the currency has, or too large.
    """
    currency = given.currency or base_currency
    if currency not in CURRENCIES:
        raise BadInput(f"{field}.currency", reason=_("This currency is not known: use its three-letter ISO code."))
    scaled = Decimal(given.amount).scaleb(exponent_of(currency))
    if scaled != int(scaled) or abs(scaled) > AMOUNT_MAX:
        raise BadAmountRefused(f"{field}.amount", amount=given.amount)
    return int(scaled), currency


def base_minor(given: AmountIn | None, base_currency: str, field: str = "amount") -> int | None:
    """Return an amount that was sent in minor units of the company's currency, None for none.

    :raises BadInput: another currency.
    :raises BadAmountRefused: as in `minor_of`.
    """
    if given is None:
        return None
    minor, currency = minor_of(given, base_currency, field)
    if currency != base_currency:
        said = _("This amount is in %(currency)s, the company's currency.") % {"currency": base_currency}
        raise BadInput(f"{field}.currency", reason=said)
    return minor
