"""Change which account or rate holds from now on; what is posted keeps what it had."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.access.actor import Actor
from wasl.core import events
from wasl.core.errors import BadInput, NotFound
from wasl.ledger.models import Account, Tax, TaxRate


@transaction.atomic
def choose_default_account(*, actor: Actor, account_id: int) -> Account:
    """Make an account the one that the app posts its role to.

    :raises NotFound: there is none in this company.
    """
    actor.require("ledger.setup")
    account: Account | None = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise NotFound()
    Account.objects.filter(role=account.role, is_default=True).exclude(pk=account.pk).update(is_default=False)
    account.is_default = True
    account.save(update_fields=["is_default"])
    events.record("account.made_default", account, code=account.code, role=account.role)
    return account


@transaction.atomic
def set_tax_rate(*, actor: Actor, tax_id: int, valid_from: date, percent: Decimal, source: str = "") -> TaxRate:
    """Set the percent of a tax from a day on, with its source; documents keep the percent of their date.

    :raises BadInput: a percent that is not between 0 and 100.
    :raises NotFound: there is no such tax in this company.
    """
    actor.require("ledger.setup")
    if not 0 <= percent <= 100:
        raise BadInput("percent", reason=_("A percent lies between 0 and 100."))
    tax = Tax.objects.filter(pk=tax_id).first()
    if tax is None:
        raise NotFound()
    rate, _created = TaxRate.objects.update_or_create(
        tax=tax, valid_from=valid_from, defaults={"percent": percent, "source": source}
    )
    events.record("tax.rate_set", tax, valid_from=str(valid_from), percent=str(percent))
    return rate
