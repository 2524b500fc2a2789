"""One record of a person or an organisation."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.core.room import MenuEntry, Room

EVERYONE = dict.fromkeys(("owner", "manager", "sales", "finance", "project_lead", "member", "accountant"), "company")
KEEPERS = dict.fromkeys(("owner", "manager", "sales", "finance", "project_lead"), "company")


class PartiesRoom(Room):
    """Organisations and people, and the ways to reach them."""

    name = "wasl.parties"
    label = "parties"
    acts = {
        "party.view": EVERYONE,
        "party.add": KEEPERS,
        "party.change": KEEPERS,
        "party.mark": KEEPERS,
        "party.import": {"owner": "company", "manager": "company"},
    }
    menu = [
        MenuEntry("sales", "parties:parties", _("Customers"), "building", 30, act="party.view"),
    ]
    creates = [
        MenuEntry(
            "sales",
            "parties:add",
            pgettext_lazy("add", "Customer"),
            "building",
            30,
            act="party.add",
            quick="parties:quick",
        ),
    ]
    bulk_acts = {"party.hand_over": "wasl.parties.bulk.HAND_OVER"}
    likenesses = {"party": "wasl.parties.likeness.alike"}
    pickers = {"party": "wasl.parties.pickers.PARTY"}
    search = ["wasl.parties.queries.search"]
    importers = {
        "accounts": "wasl.parties.services.imports.AccountsImporter",
        "contacts": "wasl.parties.services.imports.ContactsImporter",
    }
    source_urls = {"parties.party": "parties:party"}
    source_names = {"parties.party": _("Customer")}
    event_words = {
        "party.added": ("building", _("added the customer")),
        "party.changed": ("pencil", _("changed the details of the customer")),
    }
    api = "wasl.parties.api.router"
    attachment_acts = {"parties.party": "party.view"}
