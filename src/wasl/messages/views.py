"""Pages of the outbox."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from wasl.core.cells import day_cell
from wasl.core.formats import language
from wasl.core.listing import tabs
from wasl.core.pages import act_page, page, press, sheet, today_of
from wasl.core.panels import subject_url
from wasl.messages import bulk, forms, queries, services
from wasl.messages.rules import shipped_templates

STATES = {
    "waiting": (gettext_lazy("Waiting"), "warn"),
    "sent": (gettext_lazy("Sent"), "ok"),
    "failed": (gettext_lazy("Failed"), "bad"),
}
KINDS = {
    "invitation": gettext_lazy("Invitation"),
    "quote": gettext_lazy("Quote"),
    "invoice": gettext_lazy("Invoice"),
    "reminder": gettext_lazy("Payment reminder"),
}
LANGUAGES = {"ar": gettext_lazy("Arabic"), "en": gettext_lazy("English")}


@page("message.view")
def messages(request: HttpRequest) -> HttpResponse:
    """List letters by state."""
    actor = request.actor  # type: ignore[attr-defined]
    today = today_of(request)
    columns: list[dict[str, Any]] = [
        {"key": "subject", "label": _("Subject"), "link": True, "phone": "b", "by": "subject"},
        {"key": "to", "label": _("To"), "phone": "a", "by": "to"},
        {"key": "customer", "label": _("Customer"), "extra": True, "phone": "x", "by": "party__name"},
        {"key": "state", "label": _("State"), "phone": "d", "by": "state"},
        {"key": "written", "label": _("Written"), "phone": "x", "by": "created_at"},
        {"key": "sent", "label": _("Sent on"), "extra": True, "phone": "x", "by": "sent_at"},
        {"key": "error", "label": _("Why it failed"), "extra": True, "phone": "x", "cls": "w-text"},
    ]
    everything = {"url": reverse("outbox:send"), "label": _("Send all waiting"), "icon": "send", "post": True}
    labels = {"": _("All"), **{key: label for key, (label, _tone) in STATES.items()}}
    return sheet(
        request,
        title=_("Outbox"),
        columns=columns,
        rows=bulk.letters_asked(actor, request.GET),
        draw=lambda shown: [_row(message, today) for message in shown],
        bulk=("message.mark_sent", "message.retry"),
        views=tabs(request, "state", labels, request.GET.get("state", "")),
        searched=True,
        actions=[
            {"url": reverse("outbox:templates"), "label": _("Templates"), "icon": "file-text"},
            *([] if queries.by_hand() else [everything]),
        ],
        note=_by_hand(_("Without a mail server letters wait here: open one to copy it, then mark it as sent.")),
        empty={"icon": "mail", "title": _("No letters"), "text": _("What is sent to customers appears here.")},
    )


@page("message.view")
def message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Show one letter, ready to be copied."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.message(actor, message_id)
    label, tone = STATES[found.state]
    return render(
        request,
        "outbox/message.html",
        {
            "letter": found,
            "state": {"text": label, "tone": tone},
            "files": queries.files_of(found),
            "may_send": actor.can("message.send"),
            "by_hand": found.state == "waiting" and queries.by_hand(),
            "about_url": subject_url(found.subject_kind, found.subject_id) if found.subject_id else "",
        },
    )


def _by_hand(text: str) -> dict[str, str] | None:
    return {"text": text} if queries.by_hand() else None


@require_POST
@page("message.send")
def send(request: HttpRequest) -> HttpResponse:
    """Send the letters that wait."""
    actor = request.actor  # type: ignore[attr-defined]
    count = services.send_waiting(actor=actor)
    done = ngettext("%(n)s letter was sent.", "%(n)s letters were sent.", count) % {"n": count}
    return press(request, act="message.send", do=lambda: None, then=reverse("outbox:messages"), done=done)


@require_POST
@page("message.send")
def mark_sent(request: HttpRequest, message_id: int) -> HttpResponse:
    """Note that a letter was sent by hand."""
    actor = request.actor  # type: ignore[attr-defined]
    return press(
        request,
        act="message.mark_sent",
        do=lambda: services.mark_sent(actor=actor, message_id=message_id),
        then=reverse("outbox:message", args=[message_id]),
        done=_("Marked as sent."),
    )


@require_POST
@page("message.send")
def retry(request: HttpRequest, message_id: int) -> HttpResponse:
    """Let a letter that failed wait again."""
    actor = request.actor  # type: ignore[attr-defined]
    return press(
        request,
        act="message.retry",
        do=lambda: services.retry(actor=actor, message_id=message_id),
        then=reverse("outbox:message", args=[message_id]),
        done=_("It waits to be sent again."),
    )


@page("message.view")
def templates(request: HttpRequest) -> HttpResponse:
    """List the texts that letters start from."""
    columns: list[dict[str, Any]] = [
        {"label": _("Letter"), "link": True, "phone": "b"},
        {"label": _("Language"), "phone": "a"},
    ]
    rows = [
        {
            "url": reverse("outbox:template", args=[kind, language]),
            "cells": [str(KINDS.get(kind, kind)), str(LANGUAGES[language])],
        }
        for kind, language in shipped_templates()
    ]
    crumb = {"url": reverse("outbox:messages"), "label": _("Outbox")}
    return sheet(request, title=_("Templates"), columns=columns, rows=rows, crumb=crumb)


@page("message.template")
def template(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Change the text that a kind of letter starts from."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.template(kind, language)
    form = forms.TemplateForm(request.POST or None, initial={"subject": found.subject, "body": found.body})
    form.add_version(found.version)

    def do(said: dict[str, Any]) -> int:
        changed = services.change_template(
            actor=actor,
            kind=kind,
            language=language,
            version=said["version"],
            subject=said["subject"],
            body=said["body"],
        )
        return int(changed.pk)

    return act_page(
        request,
        form,
        act="message.template",
        title=f"{KINDS.get(kind, kind)} · {LANGUAGES[language]}",
        do=do,
        then=lambda _key: reverse("outbox:templates"),
        done=_("Saved."),
        crumb={"url": reverse("outbox:templates"), "label": _("Templates")},
    )


def _row(message: Any, today: Any) -> dict[str, Any]:
    label, tone = STATES[message.state]
    return {
        "url": reverse("outbox:message", args=[message.pk]),
        "cells": [
            message.subject,
            {"code": message.to},
            {"organisation": message.party.display_name(language())} if message.party else "",
            {"pill": label, "tone": tone},
            day_cell(message.created_at.date(), today),
            day_cell(message.sent_at.date() if message.sent_at else None, today),
            message.error,
        ],
        "pick": message.pk,
    }
