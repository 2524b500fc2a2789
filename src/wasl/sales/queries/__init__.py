"""Reads of services and quotes."""

from wasl.sales.queries.catalogue import service_names, services
from wasl.sales.queries.quotes import (
    QuoteRow,
    deal_panel,
    invoice_of,
    party_panel,
    quote,
    quote_lines,
    quotes,
    search,
)

__all__ = [
    "QuoteRow",
    "deal_panel",
    "invoice_of",
    "party_panel",
    "quote",
    "quote_lines",
    "quotes",
    "search",
    "service_names",
    "services",
]
