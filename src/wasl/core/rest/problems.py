"""Errors as `application/problem+json` (RFC 9457): a code for programs, words for people, the field and the remedy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from ninja import Schema
from pydantic_core import to_json

from wasl.core import errors
from wasl.core.errors import Refusal
from wasl.core.unserved import asking_again

CONTENT_TYPE = "application/problem+json"
STATUS: dict[type[Refusal], int] = {
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.BadInput: 422,
    errors.BadAmountRefused: 422,
    errors.BadDate: 422,
    errors.StaleVersion: 412,
    errors.TooLarge: 413,
    errors.VersionNeeded: 428,
    errors.CannotWrite: 503,
    errors.DatabaseAway: 503,
}
CONFLICT = 409


class FieldProblem(Schema):
    """What is wrong with one field of what was sent; the place reads `lines.0.price`."""

    field: str
    code: str
    detail: str


class FieldConflict(Schema):
    """A field that somebody else changed meanwhile: what was sent, and what it says now."""

    field: str
    yours: Any = None
    theirs: Any = None


class Problem(Schema):
    """An error: `code` is stable, `detail` and `remedy` are in the language of the request."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    field: str = ""
    remedy: str = ""
    errors: list[FieldProblem] = []
    conflicts: list[FieldConflict] = []


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal: 409 where the state of the record forbids the act."""
    return next((STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS), CONFLICT)


def problem_of(refusal: Refusal) -> HttpResponse:
    """Return a refusal as an answer."""
    beside = [FieldProblem(field=field, code=refusal.code, detail=str(text)) for field, text in refusal.beside.items()]
    return answer_problem(
        status_of(refusal),
        refusal.code,
        refusal.message,
        field=refusal.field,
        remedy=str(refusal.remedy),
        errors=beside,
        conflicts=[FieldConflict(**conflict) for conflict in refusal.facts.get("conflicts", ())],
    )


def answer_problem(
    status: int,
    code: str,
    detail: str,
    *,
    field: str = "",
    remedy: str = "",
    errors: Sequence[FieldProblem] = (),
    conflicts: Sequence[FieldConflict] = (),
) -> HttpResponse:
    """Return an error as an answer."""
    problem = Problem(
        title=code.replace("_", " "),
        status=status,
        code=code,
        detail=detail,
        field=field,
        remedy=remedy,
        errors=list(errors),
        conflicts=list(conflicts),
    )
    left_out = {name for name in ("field", "remedy", "errors", "conflicts") if not getattr(problem, name)}
    return asking_again(
        HttpResponse(to_json(problem.model_dump(exclude=left_out)), content_type=CONTENT_TYPE, status=status)
    )
