"""The invariants of expense claims."""

from __future__ import annotations

from collections.abc import Iterator

from wasl.core.checks import Check, Finding
from wasl.payables.models import Claim


def approved_claims_are_posted() -> Iterator[Finding]:
    """Yield each approved claim that has money in it but no entry."""
    for claim in Claim.objects.filter(state__in=("approved", "reversed"), entry=None).exclude(total_minor=0):
        yield Finding("approved claims", claim.number, "no entry")


CHECKS: list[Check] = [approved_claims_are_posted]
