"""Addresses of quotes, services and won deals."""

from __future__ import annotations

from django.urls import path

from wasl.sales.views import catalogue, papers, quotes, wins

app_name = "sales"
urlpatterns = [
    path("quotes/", quotes.quotes, name="quotes"),
    path("quotes/new/", quotes.quote_add, name="quote_add"),
    path("quotes/preview/", quotes.quote_preview, name="quote_preview"),
    path("quotes/<int:quote_id>/", quotes.quote, name="quote"),
    path("quotes/<int:quote_id>/change/", quotes.quote_change, name="quote_change"),
    path("quotes/<int:quote_id>/revise/", quotes.quote_revise, name="quote_revise"),
    path("quotes/<int:quote_id>/invoice/", quotes.quote_invoice, name="quote_invoice"),
    path("quotes/<int:quote_id>/mail/", papers.quote_mail, name="quote_mail"),
    path("quotes/<int:quote_id>/paper.pdf", papers.quote_pdf, name="quote_pdf"),
    path("quotes/<int:quote_id>/<str:act>/", quotes.quote_act, name="quote_act"),
    path("deals/<int:deal_id>/win/", wins.win, name="win"),
    path("deals/<int:deal_id>/reopen-won/", wins.reopen, name="reopen_won"),
    path("services/", catalogue.catalogue, name="services"),
    path("services/new/", catalogue.service_add, name="service_add"),
    path("services/<int:service_id>/", catalogue.service, name="service"),
]
