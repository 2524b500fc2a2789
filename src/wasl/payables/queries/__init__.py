"""Reads of expense claims."""

from wasl.payables.queries.claims import BillableLine, billable_lines, claims, owed_minor

__all__ = ["BillableLine", "billable_lines", "claims", "owed_minor"]
