"""Addresses of the books."""

from __future__ import annotations

from django.urls import path

from wasl.ledger.views import chart, home, journals, lines, periods, reports

app_name = "ledger"
urlpatterns = [
    path("", home.home, name="home"),
    path("profit/", reports.profit, name="profit"),
    path("balance-sheet/", reports.balance_sheet, name="balance_sheet"),
    path("cash-flow/", reports.cash_flow, name="cash_flow"),
    path("trial-balance/", reports.trial_balance, name="trial_balance"),
    path("vat/", reports.vat, name="vat"),
    path("vat/<slug:box>/", lines.tax_lines, name="tax_lines"),
    path("lines/", lines.lines, name="lines"),
    path("entries/", lines.entries, name="entries"),
    path("entries/<int:entry_id>/", lines.entry, name="entry"),
    path("accounts/", chart.accounts, name="accounts"),
    path("accounts/new/", chart.account_new, name="account_new"),
    path("accounts/<int:account_id>/", lines.account, name="account"),
    path("accounts/<int:account_id>/default/", chart.account_default, name="account_default"),
    path("taxes/", chart.taxes, name="taxes"),
    path("taxes/new/", chart.tax_new, name="tax_new"),
    path("taxes/<int:tax_id>/rates/new/", chart.tax_rate, name="tax_rate"),
    path("rates/", chart.rates, name="rates"),
    path("rates/new/", chart.rate_new, name="rate_new"),
    path("journals/", journals.journals, name="journals"),
    path("journals/new/", journals.journal_new, name="journal_new"),
    path("journals/sides/", journals.journal_sides, name="journal_sides"),
    path("journals/<int:journal_id>/", journals.journal, name="journal"),
    path("journals/<int:journal_id>/reverse/", journals.journal_reverse, name="journal_reverse"),
    path("periods/", periods.show, name="periods"),
    path("periods/lock/", periods.lock, name="lock"),
    path("periods/unlock/", periods.unlock, name="unlock"),
    path("periods/close-year/", periods.close_year, name="year_close"),
]
