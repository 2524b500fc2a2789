"""Money owed for what was spent."""

from django.utils.translation import gettext_lazy as _

from wasl.core.room import MenuEntry, Room, TodaySource

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
        MenuEntry(
            "finance",
            "payables:claims",
            _("Expenses"),
            "wallet",
            30,
            act="claim.view",
            count="wasl.payables.queries.waiting",
            module="finance",
        ),
    ]
    creates = [
        MenuEntry("finance", "payables:new", _("Expense"), "wallet", 30, act="claim.submit", module="finance"),
    ]
    today = [TodaySource("claims", "wasl.payables.queries.today_claims", 55, module="finance")]
    pickers = {
        "claim_account": "wasl.payables.pickers.ACCOUNT",
        "claim_project": "wasl.payables.pickers.PROJECT",
        "claim_employee": "wasl.payables.pickers.EMPLOYEE",
        "reimbursed_employee": "wasl.payables.pickers.REIMBURSED",
    }
    search = ["wasl.payables.queries.search"]
    bulk_acts = {
        "claim.submit": "wasl.payables.bulk.SUBMIT",
        "claim.approve": "wasl.payables.bulk.APPROVE",
        "claim.reject": "wasl.payables.bulk.REJECT",
    }
    attachment_acts = {"payables.claim": "claim.view"}
    source_urls = {"payables.claim": "payables:claim", "payables.reimbursement": "payables:reimbursement"}
    source_names = {"payables.claim": _("Expense"), "payables.reimbursement": _("Reimbursement")}
    source_words = {
        "payables.claim": "wasl.payables.labels.claim_sources",
        "payables.reimbursement": "wasl.payables.labels.reimbursement_sources",
    }
    api = "wasl.payables.api.router"
    checks = "wasl.payables.checks.CHECKS"
