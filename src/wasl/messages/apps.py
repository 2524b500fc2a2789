"""Letters that leave the company."""

from django.utils.translation import gettext_lazy as _

from wasl.core.room import MenuEntry, Room

WRITERS = dict.fromkeys(("owner", "manager", "finance", "accountant"), "company") | {"sales": "own"}


class MessagesRoom(Room):
    """Message templates and the outbox."""

    name = "wasl.messages"
    label = "outbox"
    acts = {
        "message.view": WRITERS,
        "message.queue": dict.fromkeys(WRITERS, "company"),
        "message.send": WRITERS,
        "message.template": {"owner": "company", "manager": "company"},
    }
    bulk_acts = {"message.mark_sent": "wasl.messages.bulk.SENT", "message.retry": "wasl.messages.bulk.RETRY"}
    menu = [
        MenuEntry(
            "settings",
            "outbox:messages",
            _("Outbox"),
            "mail",
            50,
            act="message.view",
            count="wasl.messages.queries.waiting",
        ),
    ]
    api = "wasl.messages.api.router"
    notice_words = {
        "letter.failed": ("mail", _("The letter “%(subject)s” to %(to)s could not be sent"), ""),
    }
    event_words = {
        "message.queued": ("mail", _("prepared a letter: %(subject)s")),
        "message.sent": ("mail", _("sent a letter: %(subject)s")),
        "message.failed": ("alert-circle", _("A letter could not be sent: %(subject)s")),
    }
