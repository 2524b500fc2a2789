"""The books."""

from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from wasl.core.room import MenuEntry, Room, ScheduledJob


class LedgerRoom(Room):
    """Accounts, dimensions, entries, periods, taxes, currencies, balances, statements."""

    name = "wasl.ledger"
    label = "ledger"
    acts = {
        "ledger.view": {
            "owner": "company",
            "manager": "company",
            "finance": "company",
            "accountant": "company",
        },
        "ledger.setup": {"owner": "company", "finance": "company"},
        "journal.post": {"owner": "company", "finance": "company", "accountant": "company"},
        "rate.edit": {"owner": "company", "finance": "company", "accountant": "company"},
        "period.lock": {"owner": "company", "finance": "company", "accountant": "company"},
        "period.unlock": {"owner": "company", "finance": "company"},
        "year.close": {"owner": "company", "finance": "company"},
    }
    menu = [
        MenuEntry("finance", "ledger:home", _("Ledger"), "book", 40, act="ledger.view", module="finance"),
    ]
    pickers = {
        "account": "wasl.ledger.pickers.ACCOUNT",
        "journal_project": "wasl.ledger.pickers.JOURNAL_PROJECT",
        "moved_account": "wasl.ledger.pickers.MOVED_ACCOUNT",
        "moved_project": "wasl.ledger.pickers.MOVED_PROJECT",
    }
    api = "wasl.ledger.api.router"
    rates = "wasl.ledger.queries.rates_on"
    checks = "wasl.ledger.checks.CHECKS"
    source_urls = {"ledger.journal": "ledger:journal"}
    source_names = {
        "ledger.journal": _("Manual journal"),
        "ledger.yearclose": _("Year close"),
        "ledger.opening": _("Opening balances"),
    }
    source_words = {"ledger.journal": "wasl.ledger.labels.journal_sources"}
    schedules = [ScheduledJob("ledger.fold", "wasl.ledger.jobs.fold_companies", 60)]

    def ready(self) -> None:
        """Make the guards after every migration that may have rebuilt a table they watch."""
        pre_migrate.connect(_remove_guards, sender=self)
        post_migrate.connect(_install_guards, sender=self)


def _remove_guards(**_: object) -> None:
    from wasl.ledger import guards

    guards.remove()


def _install_guards(**_: object) -> None:
    from wasl.ledger import guards

    guards.install()
