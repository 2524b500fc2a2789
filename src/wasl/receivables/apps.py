"""Money asked for and received."""

from django.utils.translation import gettext_lazy as _

from wasl.core.room import MenuEntry, Room

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
            module="finance",
        ),
        MenuEntry("finance", "receivables:payments", _("Payments"), "cash", 20, act="payment.view", module="finance"),
    ]
    checks = "wasl.receivables.checks.CHECKS"
