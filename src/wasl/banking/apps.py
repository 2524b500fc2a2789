"""Bank and cash accounts."""

from django.utils.translation import gettext_lazy as _

from wasl.core.room import MenuEntry, Room

BOOKS = {"owner": "company", "finance": "company", "accountant": "company"}


class BankingRoom(Room):
    """Where the company's money lies."""

    name = "wasl.banking"
    label = "banking"
    acts = {
        "bank_account.view": {**BOOKS, "manager": "company"},
        "bank_account.manage": {"owner": "company", "finance": "company"},
        "bank_fee.post": BOOKS,
    }
    menu = [
        MenuEntry(
            "finance",
            "banking:accounts",
            _("Bank and cash"),
            "building-bank",
            35,
            act="bank_account.view",
            module="finance",
        ),
    ]
    api = "wasl.banking.api.router"
    source_urls = {"banking.bankfee": "banking:fee"}
    source_names = {"banking.bankfee": _("Bank fee")}
