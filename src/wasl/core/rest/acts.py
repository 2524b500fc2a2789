"""How every write of the API is done: once under a key, on trial where asked, and only on the version that was read."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema

from wasl.core.bulk import insert_rows
from wasl.core.errors import BadInput, IdempotencyConflict, StaleVersion, VersionNeeded
from wasl.core.idempotency import COLUMNS, content_hash
from wasl.core.models import IdempotencyKey
from wasl.core.rehearsal import trial
from wasl.core.rest.problems import problem_of
from wasl.core.scope import current_company_id, current_member_id

KEY_HEADER, TRIAL = "Idempotency-Key", "dry_run"
KEY_MAX = 150
A_VERSION = re.compile(r'(?:W/)?"([0-9]{1,9})"')
NOTHING = b"{}"  # what a request says that sends nothing, where nothing is needed
READS = frozenset({"GET", "HEAD", "OPTIONS"})
View = Callable[..., HttpResponse]


def done_once(view: View) -> View:
    """Wrap an endpoint that writes: `Idempotency-Key` lets it happen once, `?dry_run=true` lets nothing stay.

    What is refused leaves its key free: after mending the cause the same request goes through.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in READS:
            return view(request, *args, **kwargs)
        if not request.body and request.content_type in ("", "application/json"):
            request._body = NOTHING  # type: ignore[attr-defined]
        key = request.headers.get(KEY_HEADER, "")
        trial = request.GET.get(TRIAL, "false")
        if trial not in ("true", "false"):
            return problem_of(BadInput(TRIAL, reason=_("Say true or false.")))
        if len(key) > KEY_MAX or not key.isprintable():
            return problem_of(BadInput(KEY_HEADER, reason=_("A key has at most 150 printable characters.")))
        if trial == "true":
            return _on_trial(view, request, *args, **kwargs)
        if not key:
            return view(request, *args, **kwargs)
        return _under(key, view, request, *args, **kwargs)

    return wrapped


def _on_trial(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    with trial():
        answer = view(request, *args, **kwargs)
    answer["Wasl-Dry-Run"] = "true"
    return answer


def _under(key: str, view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    name = f"api:{current_member_id()}:{key}"
    digest = content_hash(f"{request.method} {request.get_full_path()}", {"body": request.body})
    with transaction.atomic():
        try:
            with transaction.atomic():
                insert_rows(IdempotencyKey, COLUMNS, [(current_company_id(), name, digest)])
        except IntegrityError:
            return _again(name, digest)
        answer = view(request, *args, **kwargs)
        if answer.status_code >= 400:
            transaction.set_rollback(True)
        else:
            kept = {"status": answer.status_code, "body": answer.content.decode(), "etag": answer.get("ETag", "")}
            IdempotencyKey.objects.filter(key=name).update(result=kept)
    return answer


def _again(name: str, digest: str) -> HttpResponse:
    first = IdempotencyKey.objects.get(key=name)
    if first.content_hash != digest:
        return problem_of(IdempotencyConflict(KEY_HEADER))
    answer = HttpResponse(first.result["body"], content_type="application/json", status=first.result["status"])
    answer["Idempotent-Replayed"] = "true"
    if first.result["etag"]:
        answer["ETag"] = first.result["etag"]
    return answer


versioned = {"x-versioned": True}  # marks an endpoint whose writes need `If-Match`


def etag(version: int) -> str:
    """Return the entity tag of a version of a record."""
    return f'"{version}"'


def version_of(request: HttpRequest) -> int:
    """Return the version that `If-Match` names: the one that whoever changes the record has read.

    :raises VersionNeeded: there is none, or it is no version of ours.
    """
    given = A_VERSION.fullmatch(request.headers.get("If-Match", "").strip())
    if given is None:
        raise VersionNeeded("If-Match")
    return int(given[1])


def only_if(request: HttpRequest, sent: Schema, now: Callable[[], Schema], write: Callable[[int], Any]) -> Any:
    """Change a record that still is as it was read, and return what `write(version)` does.

    :raises VersionNeeded: no `If-Match`.
    :raises StaleVersion: it was changed since; it tells of each field that was sent what it says now.
    """
    version = version_of(request)
    try:
        return write(version)
    except StaleVersion:
        yours, theirs = sent.model_dump(mode="json", exclude_unset=True), now().model_dump(mode="json")
        conflicts = [
            {"field": name, "yours": value, "theirs": theirs.get(name)}
            for name, value in yours.items()
            if theirs.get(name) != value
        ]
        raise StaleVersion("If-Match", conflicts=conflicts) from None
