"""The page by which any room sends a letter with its paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.core.pages import act_page
from wasl.messages import queries
from wasl.messages.forms import LetterForm
from wasl.messages.queries import Letter


def letter_page(
    request: HttpRequest, letter: Letter, *, act: str, title: str, crumb: dict[str, str], send: Callable[[Letter], int]
) -> HttpResponse:
    """Show a letter that can be changed, and send it: `send` returns the key of what is in the outbox.

    Without a mail server it leads on to the letter itself, which its writer then sends by hand.
    """
    by_hand = queries.by_hand() and request.actor.can("message.view")  # type: ignore[attr-defined]
    initial = {"to": letter.to, "subject": letter.subject, "body": letter.body, "language": letter.language}

    def do(said: dict[str, Any]) -> int:
        return send(Letter(said["to"], said["subject"], said["body"], said["language"]))

    return act_page(
        request,
        LetterForm(request.POST if request.method == "POST" else None, initial=initial),
        act=act,
        title=title,
        intro=_("There is no mail server here: the letter is made ready with its PDF, and you send it yourself.")
        if by_hand
        else _("The letter waits in the outbox with the PDF attached, and is sent from there."),
        submit=_("Send"),
        crumb=crumb,
        do=do,
        then=lambda key: reverse("outbox:message", args=[key]) if by_hand else crumb["url"],
        done=_("The letter is ready.") if by_hand else _("The letter is in the outbox."),
    )
