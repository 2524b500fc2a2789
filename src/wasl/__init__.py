"""Wasl: one system for a service company, from lead to cash on one ledger."""
