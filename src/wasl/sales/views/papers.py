"""A quote on paper, and the letter that brings it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.core.errors import NotFound
from wasl.core.pages import page
from wasl.messages.pages import letter_page
from wasl.messages.queries import Letter
from wasl.sales import paper, queries, rules, services


@page("quote.send")
def quote_mail(request: HttpRequest, quote_id: int) -> HttpResponse:
    """Put a letter with a sent quote's PDF into the outbox."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.quote(actor, quote_id)
    if found.state not in rules.LIVE:
        raise NotFound()

    def send(letter: Letter) -> int:
        return int(services.mail_quote(actor=actor, quote_id=quote_id, letter=letter).pk)

    return letter_page(
        request,
        queries.letter_with_quote(actor, found),
        act=f"quote.mail:{quote_id}",
        title=_("Send %(number)s") % {"number": found.number},
        crumb={"url": reverse("sales:quote", args=[quote_id]), "label": str(found)},
        send=send,
    )


@page("quote.view")
def quote_pdf(request: HttpRequest, quote_id: int) -> HttpResponse:
    """Give the quote as a PDF, in the language asked for or in its own."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.quote(actor, quote_id)
    language = request.GET.get("language", "")
    if language not in ("", *paper.LANGUAGES):
        raise NotFound()
    pdf = paper.quote_pdf(found, list(queries.quote_lines(quote_id)), actor.company, language)
    answer = HttpResponse(pdf, content_type="application/pdf")
    name = str(found).replace("/", "-").replace("#", "draft-")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
