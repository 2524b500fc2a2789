"""What to say of a request that cannot be served for now: a disk is full, or the database is away."""

from __future__ import annotations

import errno

from django.db import InterfaceError, InternalError, OperationalError, connection
from django.http import HttpResponse
from django.template.loader import render_to_string

from wasl.core.errors import CannotWrite, DatabaseAway, Refusal

RETRY_AFTER_SECONDS = 10
KINDS: tuple[type[Exception], ...] = (OperationalError, InterfaceError, InternalError, OSError)
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})
GONE = ("", "08", "57")  # classes of SQLSTATE: no answer at all, connection, operator intervention
CANNOT_EXTEND = "XX000"  # what PostgreSQL says of a quota or a limit of file sizes; a full disk is 53100


def refusal_of(error: BaseException | None) -> Refusal | None:
    """Return what an error of the database or a disk is to a person; None for an error that is a fault of the code."""
    if isinstance(error, OSError):
        return CannotWrite() if error.errno in NO_ROOM else None
    if not isinstance(error, OperationalError | InterfaceError | InternalError):
        return None
    state = getattr(error.__cause__, "sqlstate", None) or ""
    if isinstance(error, InternalError):
        return CannotWrite() if state == CANNOT_EXTEND else None
    away = connection.vendor == "postgresql" and state[:2] in GONE
    return DatabaseAway() if away else CannotWrite()


def page_of(refusal: Refusal, status: int = 503) -> HttpResponse:
    """Return a refusal as a page that asks the database nothing."""
    return asking_again(HttpResponse(render_to_string("web/unserved.html", {"refusal": refusal}), status=status))


def asking_again(answer: HttpResponse) -> HttpResponse:
    """Say on an answer that holds only for now when to ask again."""
    if answer.status_code == 503:
        answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer
