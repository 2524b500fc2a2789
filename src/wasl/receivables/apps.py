"""Money asked for and received."""

from django.utils.translation import gettext_lazy as _

from wasl.core.room import FirstStep, MenuEntry, Panel, Room, TodaySource

FINANCE = {"owner": "company", "finance": "company", "accountant": "company"}


class ReceivablesRoom(Room):
    """Invoices, credit notes, customer payments, statements of account."""

    name = "wasl.receivables"
    label = "receivables"
    acts = {
        "invoice.view": {**FINANCE, "manager": "company", "sales": "own", "project_lead": "own"},
        "invoice.draft": {**FINANCE, "manager": "company"},
        "invoice.post": FINANCE,
        "invoice.reverse": FINANCE,
        "invoice.write_off": {"owner": "company", "finance": "company"},
        "credit_note.post": FINANCE,
        "payment.view": {**FINANCE, "manager": "company"},
        "payment.post": FINANCE,
    }
    menu = [
        MenuEntry(
            "finance",
            "receivables:invoices",
            _("Invoices"),
            "receipt",
            10,
            act="invoice.view",
            count="wasl.receivables.queries.overdue",
            module="finance",
        ),
        MenuEntry("finance", "receivables:payments", _("Payments"), "cash", 20, act="payment.view", module="finance"),
    ]
    first_steps = [
        FirstStep(
            _("Issue the first invoice"),
            _("Numbered, with its tax, ready to be mailed or printed in Arabic or English."),
            "receivables:new",
            "receipt",
            45,
            "wasl.receivables.queries.has_invoices",
            act="invoice.draft",
            module="finance",
        ),
    ]
    creates = [
        MenuEntry("finance", "receivables:new", _("Invoice"), "receipt", 10, act="invoice.draft", module="finance"),
        MenuEntry("finance", "receivables:payment_new", _("Payment"), "cash", 20, act="payment.post", module="finance"),
    ]
    panels = [
        Panel(
            "party_actions",
            "wasl.receivables.queries.party_acts",
            "receivables/_party_actions.html",
            40,
            act="invoice.draft",
            module="finance",
        ),
        Panel(
            "party",
            "wasl.receivables.queries.party_panel",
            "receivables/_party_panel.html",
            40,
            act="invoice.view",
            module="finance",
        ),
    ]
    today = [
        TodaySource("overdue", "wasl.receivables.queries.today_overdue", 50, module="finance"),
        TodaySource("drafts", "wasl.receivables.queries.today_drafts", 60, module="finance"),
    ]
    bulk_acts = {
        "invoice.post": "wasl.receivables.bulk.POST",
        "invoice.remind": "wasl.receivables.bulk.REMIND",
        "invoice.pay": "wasl.receivables.bulk.PAY",
        "invoice.papers": "wasl.receivables.bulk.PAPERS",
    }
    pickers = {"invoice_project": "wasl.receivables.pickers.PROJECT"}
    search = ["wasl.receivables.queries.search"]
    attachment_acts = {"receivables.document": "invoice.view"}
    event_words = {
        "invoice.posted": ("receipt", _("posted the invoice %(number)s")),
        "invoice.sent": ("send", _("sent the invoice %(number)s")),
        "invoice.reminded": ("send", _("reminded the customer of the invoice %(number)s")),
        "invoice.written_off": ("x", _("gave up an open amount: %(reason)s")),
        "credit_note.posted": ("receipt", _("issued the credit note %(number)s")),
        "payment.received": ("cash", _("recorded the payment %(number)s")),
        "payment.refunded": ("cash", _("paid %(number)s back")),
        "payment.reversed": ("rotate", _("reversed the payment %(number)s")),
    }
    source_urls = {
        "receivables.document": "receivables:invoice",
        "receivables.payment": "receivables:payment",
        "receivables.refund": "receivables:refund",
        "receivables.writeoff": "receivables:written_off",
    }
    source_names = {
        "receivables.document": _("Customer document"),
        "receivables.payment": _("Customer payment"),
        "receivables.refund": _("Refund"),
        "receivables.writeoff": _("Write-off"),
    }
    source_words = {
        "receivables.document": "wasl.receivables.labels.document_sources",
        "receivables.payment": "wasl.receivables.labels.payment_sources",
        "receivables.refund": "wasl.receivables.labels.refund_sources",
        "receivables.writeoff": "wasl.receivables.labels.write_off_sources",
    }
    api = "wasl.receivables.api.router"
    checks = "wasl.receivables.checks.CHECKS"
