"""Money owed for what was spent."""

from django.utils.translation import gettext_lazy as _

from wasl.core.room import MenuEntry, Room

EVERYBODY_OWN = dict.fromkeys(("sales", "project_lead", "member"), "own")


class PayablesRoom(Room):
    """Expense claims and their reimbursement."""

    name = "wasl.payables"
    label = "payables"
    acts = {
        "claim.view": {
            "owner": "company",
            "finance": "company",
            "accountant": "company",
            "manager": "team",
            **EVERYBODY_OWN,
        },
        "claim.submit": {"owner": "company", "finance": "company", "manager": "team", **EVERYBODY_OWN},
        "claim.approve": {"owner": "company", "finance": "company", "manager": "team"},
        "claim.reimburse": {"owner": "company", "finance": "company"},
    }
    menu = [
        MenuEntry("finance", "payables:claims", _("Expenses"), "wallet", 30, act="claim.view", module="finance"),
    ]
    checks = "wasl.payables.checks.CHECKS"
