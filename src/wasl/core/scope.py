"""The current company and member. No company, no rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_company: ContextVar[int | None] = ContextVar("company", default=None)
_member: ContextVar[int | None] = ContextVar("member", default=None)
_every: ContextVar[bool] = ContextVar("every", default=False)
EVERY = "*"


class NoCompany(RuntimeError):
    """A business row was asked for outside a company: enter `company_scope` first."""


def current_company_id() -> int:
    """Return the id of the company in force.

    :raises NoCompany: none is.
    """
    company_id = _company.get()
    if company_id is None:
        raise NoCompany("no company is in force; enter company_scope(company_id) first")
    return company_id


def company_in_force() -> int | None:
    """Return the id of the company in force, or None where no work of a company is done."""
    return _company.get()


def current_member_id() -> int | None:
    """Return the id of the member who acts, or None for the system."""
    return _member.get()


@contextmanager
def company_scope(company_id: int, member_id: int | None = None) -> Iterator[None]:
    """Put a company (and the member who acts) in force for a block."""
    company_token, member_token, every_token = _company.set(company_id), _member.set(member_id), _every.set(False)
    try:
        yield
    finally:
        _every.reset(every_token)
        _member.reset(member_token)
        _company.reset(company_token)


@contextmanager
def every_company() -> Iterator[None]:
    """Let a block read and write rows of all companies through `everywhere`: sign-in, schedules, backups, proofs.

    The only way through the database's wall, so keep the block as small as the one statement that needs it.
    """
    token = _every.set(True)
    try:
        yield
    finally:
        _every.reset(token)


def sight() -> str:
    """Return whose rows the database shows: the id of the company in force, `*` for all, nothing for none."""
    return EVERY if _every.get() else str(_company.get() or "")
