"""Reads of services and quotes."""

from wasl.sales.queries.catalogue import service, service_names, services, services_by_ids
from wasl.sales.queries.letters import letter_with_quote
from wasl.sales.queries.quotes import (
    belongs_to_deal,
    currency_for,
    deal_actions,
    deal_panel,
    has_quotes,
    invoice_of,
    party_panel,
    quote,
    quote_lines,
    quotes,
    search,
)

__all__ = [
    "belongs_to_deal",
    "currency_for",
    "deal_actions",
    "deal_panel",
    "has_quotes",
    "invoice_of",
    "letter_with_quote",
    "party_panel",
    "quote",
    "quote_lines",
    "quotes",
    "search",
    "service",
    "service_names",
    "services",
    "services_by_ids",
]
