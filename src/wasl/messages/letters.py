"""Letters as mail programs draw them: the text as it was written, in a frame that all of them keep to."""

from __future__ import annotations

import re

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_LINK = re.compile(r"(https?://[^\s<>\"]+[^\s<>\".,;:!?)])")
_CODE = re.compile(r"((?<![\w-])(?=[\w-]*\d)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+(?![\w-]))")
LINK_STYLE = "color:#0b5d66;text-decoration:underline;word-break:break-all;"
CODE_STYLE = "white-space:nowrap;"


def html_of(text: str, *, subject: str, language: str, company: str) -> str:
    """Return a letter's text as HTML: paragraphs between empty lines, links that can be pressed, nothing that runs.

    The text part goes with it unchanged: who reads without HTML loses nothing.
    """
    right_to_left = language == "ar"
    context = {
        "language": language,
        "direction": "rtl" if right_to_left else "ltr",
        "start": "right" if right_to_left else "left",
        "subject": subject,
        "company": company,
        "paragraphs": [_paragraph(part) for part in re.split(r"\n\s*\n", text.strip()) if part.strip()],
    }
    return render_to_string("outbox/letter.html", context)


def _paragraph(part: str) -> SafeString:
    return format_html_join(SafeString("<br>"), "{}", ((_line(line),) for line in part.splitlines()))


def _line(line: str) -> SafeString:
    pieces = _LINK.split(line)
    return format_html_join(
        "",
        "{}",
        (
            (
                format_html('<a href="{}" dir="ltr" style="{}">{}</a>', piece, LINK_STYLE, piece)
                if place % 2
                else _words(piece),
            )
            for place, piece in enumerate(pieces)
        ),
    )


def _words(text: str) -> SafeString:
    """Return words as HTML in which numbers of documents and days by number are not torn at their hyphens."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<span dir="ltr" style="{}">{}</span>', CODE_STYLE, piece) if place % 2 else piece,)
            for place, piece in enumerate(_CODE.split(text))
        ),
    )
