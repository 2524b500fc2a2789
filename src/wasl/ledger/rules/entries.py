"""What makes an entry sound, and the hash that chains it (reference sections 1 and 6)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

HASH_VERSION = 1
GENESIS = "0" * 64


@dataclass(frozen=True)
class LineValues:
    """One side of an entry: an account and a signed base amount (debit positive), with what it is told apart by."""

    account_id: int
    base_minor: int
    currency: str
    currency_minor: int
    party_id: int | None = None
    project_id: int | None = None
    department_id: int | None = None
    employee_id: int | None = None

    @property
    def is_nothing(self) -> bool:
        """Tell whether both amounts are 0: such a line is left out (reference section 13)."""
        return not self.base_minor and not self.currency_minor


def imbalance_minor(lines: Sequence[LineValues]) -> int:
    """Return debits less credits in base minor units: 0 for a sound entry."""
    return sum(line.base_minor for line in lines)


def mirror(line: LineValues) -> LineValues:
    """Return the line of a reversal: same account and dimensions, opposite amounts."""
    return LineValues(
        line.account_id,
        -line.base_minor,
        line.currency,
        -line.currency_minor,
        line.party_id,
        line.project_id,
        line.department_id,
        line.employee_id,
    )


# A line as the chain vouches for it: account, base amount, currency, its amount, party, project, department, employee.
ChainRow = tuple[int, int, str, int, int, int, int, int]


def chain_row(line: LineValues) -> ChainRow:
    """Return a line as the chain vouches for it; 0 stands for none."""
    return (
        line.account_id,
        line.base_minor,
        line.currency,
        line.currency_minor,
        line.party_id or 0,
        line.project_id or 0,
        line.department_id or 0,
        line.employee_id or 0,
    )


def entry_hash(
    previous: str,
    *,
    sequence: int,
    on: date,
    booked_at: datetime,
    source: str,
    reverses: int | None,
    closing: bool,
    memo_hash: str,
    lines: list[ChainRow],
) -> str:
    """Return the hash of an entry and its predecessor, over a versioned, fixed-order form.

    Names and free text stay outside (they may have to be anonymised): `memo_hash` stands in for them.
    """
    head = (
        HASH_VERSION,
        previous,
        sequence,
        on.isoformat(),
        booked_at.isoformat(),
        source,
        reverses or 0,
        int(closing),
        memo_hash,
    )
    return hashlib.sha256(repr((head, lines)).encode()).hexdigest()


def text_hash(text: str) -> str:
    """Return the hash that stands in for a free text in the chain."""
    return hashlib.sha256(text.encode()).hexdigest() if text else ""
