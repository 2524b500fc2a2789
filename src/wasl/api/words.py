"""What is wrong with a field, in words: pydantic says it in English only."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WORDS = {
    "missing": gettext_lazy("This field is needed."),
    "extra_forbidden": gettext_lazy("There is no such field."),
    "string_too_long": gettext_lazy("At most %(max_length)s characters."),
    "string_too_short": gettext_lazy("At least %(min_length)s characters."),
    "string_type": gettext_lazy("A text is needed."),
    "string_nul": gettext_lazy("This text holds a character that cannot be kept."),
    "decimal_text": gettext_lazy("Send this number as a text, so that it stays exact."),
    "email": gettext_lazy("This is no e-mail address."),
    "string_pattern_mismatch": gettext_lazy("It has to look like %(pattern)s."),
    "int_parsing": gettext_lazy("A whole number is needed."),
    "int_type": gettext_lazy("A whole number is needed."),
    "bool_parsing": gettext_lazy("Say true or false."),
    "bool_type": gettext_lazy("Say true or false."),
    "greater_than_equal": gettext_lazy("At least %(ge)s."),
    "less_than_equal": gettext_lazy("At most %(le)s."),
    "greater_than": gettext_lazy("More than %(gt)s."),
    "literal_error": gettext_lazy("One of: %(expected)s."),
    "enum": gettext_lazy("One of: %(expected)s."),
    "list_type": gettext_lazy("A list is needed."),
    "too_long": gettext_lazy("At most %(max_length)s of them."),
    "too_short": gettext_lazy("At least %(min_length)s of them."),
}
A_DATE = ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact")


def code_of(error: dict[str, Any]) -> str:
    """Return the code of an error of pydantic; a text whose length was narrowed is measured there as any value is."""
    is_list = error.get("ctx", {}).get("field_type", "List") == "List"
    return str(error["type"] if is_list else f"string_{error['type']}")


def word_of(error: dict[str, Any]) -> str:
    """Return a sentence for an error of pydantic."""
    if error["type"] in A_DATE:
        return _("A date is needed, as 2026-11-24.")
    word = WORDS.get(code_of(error))
    try:
        return str(word) % error.get("ctx", {}) if word else _("This value cannot be used.")
    except KeyError:
        return _("This value cannot be used.")
