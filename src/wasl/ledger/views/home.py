"""The way into the books."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.core import formats
from wasl.core.pages import page, today_of
from wasl.core.periods import fiscal_year_start
from wasl.ledger import queries


@page("ledger.view")
def home(request: HttpRequest) -> HttpResponse:
    """Show the year so far in four figures, every report, and what sets the books up."""
    actor = request.actor  # type: ignore[attr-defined]
    company, today = actor.company, today_of(request)
    first = fiscal_year_start(today, company.fiscal_year_start_month)
    profit = queries.profit_and_loss(first=first, last=today)
    base = company.base_currency
    sheet = queries.balance_sheet(at=today)

    def stat(label: str, minor: int, url_name: str) -> dict[str, str]:
        value = formats.format_minor(minor, base)
        return {"label": label, "value": value, "unit": formats.currency_word(base), "url": reverse(url_name)}

    return render(
        request,
        "ledger/home.html",
        {
            "stats": [
                stat(_("Income this year"), profit.income_minor, "ledger:profit"),
                stat(_("Expenses this year"), profit.expenses_minor, "ledger:profit"),
                stat(_("Profit this year"), profit.profit_minor, "ledger:profit"),
                stat(_("Assets"), sheet.totals["asset"], "ledger:balance_sheet"),
            ],
            "groups": _groups(),
            "locked_until": queries.book().locked_until,
        },
    )


def _groups() -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    return [
        (
            _("Reports"),
            "chart-bar",
            [
                (
                    _("Profit and loss"),
                    _("Income and expenses of any span, by project, department or month."),
                    "ledger:profit",
                ),
                (_("Balance sheet"), _("What the company owns and owes on any day."), "ledger:balance_sheet"),
                (_("Cash flow"), _("Where money came from and where it went."), "ledger:cash_flow"),
                (_("Trial balance"), _("Every account: opening, movements, closing."), "ledger:trial_balance"),
                (_("VAT summary"), _("The boxes of the tax return, each with its lines."), "ledger:vat"),
            ],
        ),
        (
            _("The journal"),
            "book",
            [
                (_("Entries"), _("Everything posted, in order."), "ledger:entries"),
                (_("Manual journals"), _("Entries made by hand."), "ledger:journals"),
                (_("Lines"), _("Search lines by account, project, department and date."), "ledger:lines"),
            ],
        ),
        (
            _("Set-up"),
            "settings",
            [
                (_("Chart of accounts"), _("Accounts and what the app posts to them."), "ledger:accounts"),
                (_("Taxes"), _("Codes, dated rates and their sources."), "ledger:taxes"),
                (_("Exchange rates"), _("What foreign currencies are worth, by day."), "ledger:rates"),
                (_("Periods"), _("Lock months, close the year."), "ledger:periods"),
            ],
        ),
    ]
