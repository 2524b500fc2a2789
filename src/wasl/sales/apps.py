"""Where work is sold: the catalogue, quotes, and winning a deal."""

from django.utils.translation import gettext_lazy as _

from wasl.core.room import FirstStep, MenuEntry, Panel, Room

EVERYONE = dict.fromkeys(("owner", "manager", "sales", "finance", "project_lead", "member", "accountant"), "company")
SELLERS = dict.fromkeys(("owner", "manager", "finance"), "company") | {"sales": "own"}


class SalesRoom(Room):
    """Services, quotes, and the act that turns a won deal into work and money."""

    name = "wasl.sales"
    label = "sales"
    acts = {
        "service.view": EVERYONE,
        "service.manage": dict.fromkeys(("owner", "manager", "finance"), "company"),
        "quote.view": SELLERS | {"accountant": "company"},
        "quote.draft": SELLERS,
        "quote.send": SELLERS,
        "quote.invoice": dict.fromkeys(("owner", "finance", "accountant"), "company"),
    }
    menu = [
        MenuEntry("sales", "sales:quotes", _("Quotes"), "file-text", 25, act="quote.view"),
        MenuEntry("settings", "sales:services", _("Services"), "package", 30, act="service.manage"),
    ]
    first_steps = [
        FirstStep(
            _("Send the first quote"),
            _("A PDF in Arabic or English; once accepted, nothing is typed twice."),
            "sales:quote_add", "file-text", 40, "wasl.sales.queries.has_quotes", act="quote.draft",
        ),
    ]  # fmt: skip
    creates = [
        MenuEntry("sales", "sales:quote_add", _("Quote"), "file-text", 25, act="quote.draft"),
    ]
    panels = [
        Panel("party", "wasl.sales.queries.party_panel", "sales/_party_panel.html", 20, act="quote.view"),
        Panel("deal", "wasl.sales.queries.deal_panel", "sales/_deal_panel.html", 20, act="quote.view"),
        Panel("deal_actions", "wasl.sales.queries.deal_actions", "sales/_deal_actions.html", 10, act="deal.win"),
    ]
    timelines = {"deal": "wasl.sales.queries.belongs_to_deal"}
    source_urls = {"sales.quote": "sales:quote"}
    source_names = {"sales.quote": _("Quote"), "sales.service": _("Service")}
    event_words = {
        "quote.drafted": ("file-text", _("wrote a quote")),
        "quote.sent": ("send", _("sent the quote %(number)s")),
        "quote.accepted": ("file-check", _("The quote %(number)s was accepted")),
        "quote.declined": ("x", _("The quote %(number)s was declined")),
        "quote.cancelled": ("x", _("cancelled the quote %(number)s")),
        "quote.invoiced": ("receipt", _("invoiced the quote as %(number)s")),
    }
    search = ["wasl.sales.queries.search"]
    checks = "wasl.sales.checks.CHECKS"
    pickers = {"service": "wasl.sales.pickers.SERVICE"}
    importers = {"products": "wasl.sales.services.importers.ServicesImporter"}
    vocabularies = {"product": "wasl.sales.queries.service_names"}
    bulk_acts = {
        "quote.send": "wasl.sales.bulk.SEND",
        "quote.decline": "wasl.sales.bulk.DECLINE",
        "quote.cancel": "wasl.sales.bulk.CANCEL",
        "service.stop": "wasl.sales.bulk.STOP",
        "service.sell": "wasl.sales.bulk.SELL",
    }
    api = "wasl.sales.api.router"
    attachment_acts = {"sales.quote": "quote.view"}
