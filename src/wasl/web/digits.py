"""Arabic-Indic digits in all that a page says, for who chose them: one place for what no formatter wrote.

Formatters (`core.formats`) write figures with the digits of the choice. Counts within sentences, and figures of a page
that answers a POST, are written with Western ones; they are made right here, in the finished page. Western always stay:
attributes, scripts and what stands in inputs; what is isolated (`<bdi>`, `dir="auto"`) and so a code, an address, a
phone or somebody's own words, but for plain figures with separators; and a number that is part of a code, a day in ISO
form or an address.

What scripts show has them too: the sentences of an answer in JSON (`SAID`), and why an act was refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation

from wasl.core import formats

FIGURES = (
    r"|(?P<figure>(?<![\w@#/&.:+\-\N{MINUS SIGN}])\N{MINUS SIGN}?\d[\d,]*(?:\.\d+)?%?(?![\w@%]|[-/:]\w|\.\w))"
    r"|(?P<hour>(?<![\w:])\d{1,2}:\d\d(?![\w:]))"
)
KEPT = re.compile(
    r"<(script|style|textarea|select|code|kbd|pre|svg)\b[^>]*>.*?</\1>"  # what is not read, or is written in
    r'|<([a-z]+\d?)\b[^>]*\bdir="?auto\b[^>]*>.*?</\2>'  # somebody's words
    r"|<bdi\b[^>]*>(?=<bdi|<time|<a\b)"
    r"|<bdi\b(?P<isolated>[^>]*)>(?P<run>[^<]*)</bdi>|<bdi\b.*?</bdi>"
    r"|<[^>]*>" + FIGURES,
    re.DOTALL | re.ASCII,
)
SENTENCE = re.compile(
    r"[\u2066-\u2068](?P<run>[^\u2066-\u2069]*)\u2069" + FIGURES,
    re.ASCII,
)
SAID = frozenset({"text", "says", "message", "error"})
REFUSED = "X-Refusal"
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
        if isinstance(response, JsonResponse):
            response.content = json.dumps(_said(json.loads(response.content)))
        if REFUSED in response:
            response[REFUSED] = quote(sentence_in_arabic_digits(unquote(response[REFUSED])))
        return response


def in_arabic_digits(page: str) -> str:
    """Return a page with Arabic-Indic digits in what it says; the module says what stays as it is."""
    return KEPT.sub(_written, page)


def sentence_in_arabic_digits(text: str) -> str:
    """Return a sentence of plain text with Arabic-Indic digits, but for what Unicode marks isolate."""
    return SENTENCE.sub(_in_sentence, text)


def _said(answer: Any, name: str = "") -> Any:
    if isinstance(answer, dict):
        return {key: _said(value, key) for key, value in answer.items()}
    return sentence_in_arabic_digits(answer) if name in SAID and isinstance(answer, str) else answer


def _in_sentence(found: re.Match[str]) -> str:
    if found["run"] is None or SEPARATED.fullmatch(found["run"].strip()):
        return found[0].translate(formats.TO_ARABIC)
    return found[0]


def _written(found: re.Match[str]) -> str:
    if found["figure"] or found["hour"]:
        return found[0].translate(formats.TO_ARABIC)
    if found["run"] and SEPARATED.fullmatch(found["run"].strip()):
        return f"<bdi{found['isolated']}>{found['run'].translate(formats.TO_ARABIC)}</bdi>"
    return found[0]
