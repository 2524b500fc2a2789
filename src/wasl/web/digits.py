"""Arabic-Indic digits in all that a page says, for who chose them: one place for what no formatter wrote.

Formatters (`core.formats`) write figures with the digits of the choice. Counts within sentences, and figures of a page
that answers a POST, are written with Western ones; they are made right here, in the finished page. Western always stay:
attributes, scripts and what stands in inputs; what is isolated (`<bdi>`, `dir="auto"`) and so a code, an address, a
phone or somebody's own words, but for plain figures with separators; and a number that is part of a code, a day in ISO
form or an address.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from wasl.core import formats

KEPT = re.compile(
    r"<(script|style|textarea|select|code|kbd|pre|svg)\b[^>]*>.*?</\1>"  # what is not read, or is written in
    r'|<([a-z]+\d?)\b[^>]*\bdir="?auto\b[^>]*>.*?</\2>'  # somebody's words
    r"|<bdi\b[^>]*>(?=<bdi|<time|<a\b)"
    r"|<bdi\b(?P<isolated>[^>]*)>(?P<run>[^<]*)</bdi>|<bdi\b.*?</bdi>"
    r"|<[^>]*>"
    r"|(?P<figure>(?<![\w@#/&.:+\-\N{MINUS SIGN}])\N{MINUS SIGN}?\d[\d,]*(?:\.\d+)?%?(?![\w@%]|[-/:]\w|\.\w))"
    r"|(?P<hour>(?<![\w:])\d{1,2}:\d\d(?![\w:]))",
    re.DOTALL | re.ASCII,
)
SEPARATED = re.compile(
    r"[+\N{MINUS SIGN}\N{ALMOST EQUAL TO}]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+\N{MINUS SIGN}]?\d+(?:\.\d+)?%|\d+\.\d{2,3}",
    re.ASCII,
)


class ReadersDigits:
    """Give the text of a page the digits that its reader chose."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not formats.are_chosen() or formats.language(translation.get_language()) != "ar":
            return response
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            response.content = in_arabic_digits(response.content.decode())
        return response


def in_arabic_digits(page: str) -> str:
    """Return a page with Arabic-Indic digits in what it says; the module says what stays as it is."""
    return KEPT.sub(_written, page)


def _written(found: re.Match[str]) -> str:
    if found["figure"] or found["hour"]:
        return found[0].translate(formats.TO_ARABIC)
    if found["run"] and SEPARATED.fullmatch(found["run"].strip()):
        return f"<bdi{found['isolated']}>{found['run'].translate(formats.TO_ARABIC)}</bdi>"
    return found[0]
