"""The current company and member. No company, no rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_company: ContextVar[int | None] = ContextVar("company", default=None)
_member: ContextVar[int | None] = ContextVar("member", default=None)


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
    company_token, member_token = _company.set(company_id), _member.set(member_id)
    try:
        yield
    finally:
        _member.reset(member_token)
        _company.reset(company_token)
