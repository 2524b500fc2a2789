"""Cash flow by the direct method (reference section 8; IAS 7.18-19, 7.28)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from wasl.ledger.models import Entry, Line
from wasl.ledger.queries.accounts import accounts_by_id
from wasl.ledger.queries.balances import movements, net_by_account
from wasl.ledger.rules.roles import MONEY_ROLES

INVESTING = frozenset({"fixed_assets"})
FINANCING = frozenset({"share_capital", "loans", "owner_drawings"})


def cash_flow(*, first: date, last: date) -> dict[str, int]:
    """Return opening and closing cash and what moved it: whole entries, classed by their other roles."""
    chart = accounts_by_id()
    money = {key for key, account in chart.items() if account.role in MONEY_ROLES}
    opening = _cash(money, first - timedelta(days=1))
    flows: dict[str, int] = defaultdict(int)
    touched = Line.objects.filter(account_id__in=money, date__range=(first, last)).values("entry_id")
    entries: dict[int, tuple[int, set[str]]] = {}
    lines = Line.objects.filter(entry_id__in=touched).values_list("entry_id", "account_id", "base_minor")
    for entry, account, minor in lines:
        cash, roles = entries.get(entry, (0, set()))
        if account in money:
            entries[entry] = (cash + minor, roles)
        else:
            entries[entry] = (cash, roles | {chart[account].role})
    kinds = dict(Entry.objects.filter(pk__in=list(entries)).values_list("pk", "source_kind"))
    for entry, (cash, roles) in entries.items():
        flows[_class(roles, kinds.get(entry, ""))] += cash
    return {
        "opening": opening + flows.pop("opening", 0),
        "operating": flows["operating"],
        "investing": flows["investing"],
        "financing": flows["financing"],
        "fx_effect": flows["fx_effect"],
        "closing": _cash(money, last),
    }


def _class(roles: set[str], source_kind: str) -> str:
    if source_kind == "ledger.opening":
        return "opening"
    if roles & INVESTING:
        return "investing"
    if roles & FINANCING:
        return "financing"
    return "fx_effect" if roles == {"fx_unrealised"} else "operating"


def _cash(money: set[int], at: date) -> int:
    net = net_by_account(movements(last=at))
    return sum(minor for account, minor in net.items() if account in money)
