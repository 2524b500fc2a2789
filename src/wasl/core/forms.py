"""What all forms share: fields that read what people write, refusals beside their field, a key that counts once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wasl.core import habits, idempotency
from wasl.core.errors import IdempotencyConflict, Refusal
from wasl.core.formats import currency_name, format_number
from wasl.core.money import CURRENCIES, BadAmount, exponent_of, round_to_minor, to_decimal, to_minor
from wasl.core.parsing import ParseError, parse_amount_input, to_western_digits

KEY = "form_key"
NOT_CONTENT = frozenset({KEY, "csrfmiddlewaretoken"})
PLACES_MAX = 6
NUMBER_INPUT = {"inputmode": "decimal", "autocomplete": "off"}
AMOUNT_INPUT = NUMBER_INPUT | {"data-reads": "amount"}
DATE_INPUT = {"inputmode": "latin", "autocomplete": "off", "data-reads": "date"}  # words are typed too
TIME_INPUT = {"inputmode": "latin", "autocomplete": "off", "placeholder": "14:30"}
TIME = re.compile(r"(\d{1,2}?)(?:[:.]?(\d\d))?\s*(am|pm|ص|م)?", re.ASCII)
AFTERNOON, NOON = ("pm", "م"), 12
REASONS: dict[str, str | Promise] = {
    "empty": _("Enter a value."),
    "too_long": _("This is too long."),
    "not_number": _("This is not a number. Write it like 1,250.50."),
    "currency": _("Write the number alone: the currency has its own field."),
    "percent": _("Write the number alone, without a percent sign."),
    "ambiguous_mark": _("This can be read in two ways. Write the decimals after a point."),
    "wrong_mark": _("Write the decimals after a point."),
    "expression": _("This sum cannot be worked out. Write it like =1200*1.15."),
    "division_by_zero": _("This sum divides by zero."),
    "not_date": _("This is not a date. Write it like 2026-11-23."),
    "ambiguous_date": _("Day and month can be mixed up here. Write the date like 2026-11-23."),
    "wrong_order": _("Write the date with the year first, like 2026-11-23."),
    "no_such_day": _("There is no such day in the calendar."),
    "excel_serial": _("This is a number, not a date. Write it like 2026-11-23."),
    "hijri": _("Write the date by the Gregorian calendar, like 2026-11-23."),
    "year_out_of_range": _("The year lies outside 1900 to 2099."),
}


def understood(kind: str, text: str) -> dict[str, str]:
    """Return what a field of a `date` or an `amount` reads in a text: its `value`, and in words where that helps.

    Where it cannot be read, `error` says why.
    """
    try:
        if kind == "date":
            day = habits.read_day(text)
            return {"value": day.isoformat(), "text": habits.day_in_full(day)}
        number = NumberField(minimum=None).clean(text)
    except ParseError as error:
        return {"error": reason_of(error)}
    except forms.ValidationError as error:
        return {"error": " ".join(error.messages)}
    if number is None:
        return {"value": "", "text": ""}
    plain = to_western_digits(text).replace(",", "").strip()
    is_plain = plain == text.strip().replace(",", "") and plain.replace(".", "", 1).lstrip("-").isdecimal()
    return {"value": f"{number:f}", "text": "" if is_plain else f"= {format_number(number)}"}


def reason_of(error: ParseError) -> str:
    """Return why a text could not be read, and how to write it, in the reader's language."""
    return str(REASONS.get(error.code, REASONS["not_number"]))


class NumberField(forms.CharField):
    """A number as people type it: Arabic digits, `1.5k`, `=1200*1.15`. Cleans to a Decimal, None where empty.

    Sums are rounded half up to six decimals, the most that is kept.
    """

    def __init__(self, *, minimum: Decimal | int | None = 0, places: int = PLACES_MAX, **kwargs: Any) -> None:
        self.minimum, self.places = minimum, places
        kwargs.setdefault("widget", forms.TextInput(attrs=AMOUNT_INPUT))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return what its input holds: Western digits, whatever the page has."""
        return to_western_digits(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> Decimal | None:
        """Return the number.

        :raises ValidationError: it cannot be read, is below the minimum, or has too many decimals.
        """
        text = super().clean(value)
        if not text:
            return None
        try:
            number = parse_amount_input(text)
        except ParseError as error:
            raise forms.ValidationError(reason_of(error), code=error.code) from error
        if text.strip().startswith("="):
            number = number.quantize(Decimal(1).scaleb(-self.places), rounding="ROUND_HALF_UP")
        if self.minimum is not None and number < self.minimum:
            raise forms.ValidationError(
                _("Enter %(minimum)s or more."), code="minimum", params={"minimum": self.minimum}
            )
        if number != round(number, self.places):
            raise forms.ValidationError(
                _("Use at most %(places)s decimals."), code="places", params={"places": self.places}
            )
        return number


class AmountField(NumberField):
    """An amount of money, read as a Decimal; `minor_of` turns it into minor units where its form is cleaned."""


class PriceField(NumberField):
    """The price or cost of one unit, with up to six decimals whatever the currency has."""


class QuantityField(NumberField):
    """A quantity, with up to six decimals."""


class PercentField(NumberField):
    """A percentage between 0 and 100; a percent sign may be typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.TextInput(attrs=NUMBER_INPUT)} | kwargs)

    def clean(self, value: Any) -> Decimal | None:
        """Return the percentage.

        :raises ValidationError: it cannot be read, or lies outside 0 to 100.
        """
        number = super().clean(str(value or "").replace("%", "").replace("٪", ""))
        if number is not None and number > 100:
            raise forms.ValidationError(_("A percentage lies between 0 and 100."), code="percent_range")
        return number


class DateField(forms.CharField):
    """A day as people type it: `tomorrow`, `next sunday`, `+3`, `23/11`, بعد 3 أيام, Arabic digits too.

    Cleans to a date, None where empty. Words and the order of day and month are those of the company in force.
    `attrs` are added to its input.
    """

    def __init__(self, *, attrs: dict[str, str] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs=DATE_INPUT | (attrs or {})))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> date | None:
        """Return the date.

        :raises ValidationError: it cannot be read, or can be read in two ways.
        """
        text = super().clean(value)
        if not text:
            return None
        try:
            return habits.read_day(text)
        except ParseError as error:
            raise forms.ValidationError(reason_of(error), code=error.code) from error


class TimeField(forms.CharField):
    """An hour as people type it: `14:30`, `9`, `930`, `2:30 pm`, ٢:٣٠ م. Cleans to a time, None where empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs=TIME_INPUT))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return an hour as it is written."""
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def clean(self, value: Any) -> time | None:
        """Return the time.

        :raises ValidationError: it is none.
        """
        text = to_western_digits(super().clean(value) or "").strip().lower()
        if not text:
            return None
        read = TIME.fullmatch(text)
        hour, minute = (int(read[1]), int(read[2] or 0)) if read else (99, 0)
        if read and read[3] and hour <= NOON:
            hour = hour % NOON + (NOON if read[3] in AFTERNOON else 0)
        try:
            return time(hour, minute)
        except ValueError as error:
            raise forms.ValidationError(_("Write the time like 14:30."), code="invalid") from error


class ChoiceField(forms.TypedChoiceField):
    """A record to be chosen by its id: cleans to a whole number, None where nothing is chosen."""

    def __init__(self, *, empty: str | Promise | None = "", **kwargs: Any) -> None:
        self.empty = empty
        kwargs.setdefault("coerce", int)
        kwargs.setdefault("empty_value", None)
        super().__init__(**kwargs)

    def offer(self, options: Iterable[tuple[Any, Any]]) -> None:
        """Set what can be chosen: pairs of id and label."""
        head = [] if self.empty is None else [("", self.empty)]
        self.choices = [*head, *options]


def currency_choices(*first: str) -> list[tuple[str, str]]:
    """Return all currencies by code and name, some of them first: without any, that of the company in force."""
    ahead = list(first or filter(None, [habits.currency()]))
    return [(code, currency_name(code)) for code in [*ahead, *sorted(CURRENCIES - set(ahead))]]


class CurrencyField(forms.ChoiceField):
    """A currency to be chosen by its code, the company's first; `empty` is what choosing none is called."""

    def __init__(self, *, empty: str | Promise | None = None, **kwargs: Any) -> None:
        head = [] if empty is None else [("", empty)]
        super().__init__(choices=lambda: [*head, *currency_choices()], **kwargs)


def offer(form: forms.Form, name: str, options: Iterable[tuple[Any, Any]]) -> None:
    """Set what a choice field of a form offers: pairs of value and label, after its empty choice where it has one."""
    field: Any = form.fields[name]
    if isinstance(field, ChoiceField):
        field.offer(options)
    else:
        field.choices = list(options)


class NothingToAsk(forms.Form):
    """What an act on many records asks that needs to know nothing."""


class KeyedForm(forms.Form):
    """A form that carries a key, so that sending it twice does its act once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[KEY] = forms.CharField(required=False, widget=forms.HiddenInput, initial=new_key())

    def minor(self, name: str, currency: str) -> int | None:
        """Return an amount field in minor units, see `minor_of`."""
        return minor_of(self, name, currency)

    def add_version(self, version: int) -> None:
        """Carry the version that was read, so that a change made meanwhile is not overwritten."""
        self.fields["version"] = forms.IntegerField(required=False, widget=forms.HiddenInput, initial=version)


def minor_of(form: forms.Form, name: str, currency: str) -> int | None:
    """Return an amount field in minor units; what the currency cannot hold becomes an error of the field.

    Only the form's own `clean` may ask: an error that is added later keeps nothing from being saved. Sums (`=…`) are
    rounded half up.
    """
    amount = form.cleaned_data.get(name)
    if amount is None:
        return None
    typed: Any = form.data.get(form.add_prefix(name), "")
    try:
        if str(typed).strip().startswith("="):
            return round_to_minor(amount, currency)
        return to_minor(amount, currency)
    except BadAmount:
        form.add_error(name, decimals_message(amount, currency))
        return None


def decimals_message(amount: Decimal, currency: str) -> str:
    """Return what is wrong with an amount that its currency cannot hold, and the nearest that it can."""
    try:
        nearest = to_decimal(round_to_minor(amount, currency), currency)
    except BadAmount:
        return gettext("This amount is too large.")
    return gettext("%(currency)s has %(places)s decimals: write %(nearest)s.") % {
        "currency": currency,
        "places": exponent_of(currency),
        "nearest": nearest,
    }


def new_key() -> str:
    """Return a fresh key for a form."""
    return uuid4().hex


def once(request: HttpRequest, act: str, do: Callable[[], int]) -> int:
    """Do an act once for each form that was drawn, and return the id of its result.

    :raises IdempotencyConflict: the same form came again with other content.
    """
    key = request.POST.get(KEY) or new_key()
    result = idempotency.once(_kept_as(act, key), act, _content(request), do)
    request.accepted_form = key  # type: ignore[attr-defined]
    return result


def was_done(request: HttpRequest, act: str) -> bool:
    """Tell whether a form came before and was accepted: what it asks for may be refused by now for that very reason."""
    key = request.POST.get(KEY, "")
    return bool(key) and idempotency.was_done(_kept_as(act, key), act, _content(request))


def _kept_as(act: str, key: str) -> str:
    return f"{act}:{key}"[:200]


def _content(request: HttpRequest) -> dict[str, list[Any]]:
    return {name: values for name, values in request.POST.lists() if name not in NOT_CONTENT}


def add_refusal(form: forms.Form, error: Refusal, fields: dict[str, str] | None = None) -> None:
    """Show a refusal beside the fields it names, or on top; `fields` maps a service's name to the form's.

    A form that was sent before with other content gets a new key: who sends it again means it.
    """
    if isinstance(error, IdempotencyConflict) and KEY in form.fields:
        given: Any = form.data
        form.data = given.copy()
        form.data[form.add_prefix(KEY)] = new_key()  # type: ignore[index]
    names = fields or {}
    beside = {name: text for each, text in error.beside.items() if (name := names.get(each, each)) in form.fields}
    for name, text in beside.items():
        form.add_error(name, text)
    if beside and len(beside) == len(error.beside):
        return
    name = names.get(error.field, error.field)
    form.add_error(name if name in form.fields else None, text_of(error))


def text_of(error: Refusal) -> str:
    """Return a refusal as text: the reason, and the remedy where there is one."""
    return f"{error.message} {error.remedy}".strip()


def show_both(form: forms.Form) -> None:
    """Show beside each field what somebody else's change made of it, where it is not what was typed.

    The form's `initial` is the record as it is now. What was typed stays, and saving again puts it in its place.
    """
    said: Any = form.cleaned_data
    for name, field in form.fields.items():
        now = form[name].initial
        if field.widget.is_hidden or str(now if now is not None else "") == str(form[name].value() or ""):
            continue
        if name in said and field.has_changed(now, form[name].value()):
            form.add_error(
                name,
                gettext("It says now: %(now)s. Saving again puts yours in its place.") % {"now": _shown(field, now)},
            )
    if "version" in form.fields:
        given: Any = form.data
        form.data = given.copy()
        form.data[form.add_prefix("version")] = form["version"].initial  # type: ignore[index]


def _shown(field: Any, value: Any) -> str:
    """Return a value as a person reads it: the label of a choice, a dash for nothing."""
    if hasattr(field, "label_of"):
        return str(field.label_of(value) or "–")
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    return labels.get(str(value), str(value)) if value not in (None, "") else "–"
