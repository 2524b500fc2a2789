"""One API of the routers that rooms declare: its errors, its format, its description."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache, wraps
from types import MethodType
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import BaseRenderer
from pydantic_core import to_json

from wasl.api.auth import SignedIn, Token
from wasl.api.description import DESCRIPTION, described
from wasl.api.throttle import throttled
from wasl.api.words import code_of, word_of
from wasl.core import unserved
from wasl.core.errors import BadInput, Refusal
from wasl.core.rest.acts import READS, TRIAL, done_once, etag
from wasl.core.rest.problems import FieldProblem, answer_problem, problem_of
from wasl.core.room import rooms

log = logging.getLogger("wasl")
NAME_MAX = 60


class Json(BaseRenderer):
    """JSON in UTF-8, Arabic as it is written."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """Return data as JSON."""
        return to_json(data)


class WaslAPI(NinjaAPI):
    """The API: its endpoints are named by what they do, and a record's version is its ETag."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of an endpoint: that of its function."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """Return the description, with what holds of every write and every error."""
        return described(super().get_openapi_schema(**kwargs))

    def create_response(self, request: HttpRequest, data: Any, **kwargs: Any) -> HttpResponse:
        """Return an answer; where it is one record that has a version, with its ETag."""
        answer = super().create_response(request, data, **kwargs)
        if isinstance(data, dict) and "version" in data:
            answer["ETag"] = etag(data["version"])
        return answer


@cache
def the_api() -> NinjaAPI:
    """Return the API of all rooms."""
    api = WaslAPI(
        title="Wasl",
        version="1",
        description=DESCRIPTION,
        urls_namespace="api-1",
        docs_url=None,
        openapi_url=None,
        renderer=Json(),
        auth=[Token(), SignedIn()],
    )
    api.add_decorator(asked_as_described, mode="view")  # the first: it is given the operation itself
    api.add_decorator(done_once, mode="view")
    api.add_decorator(throttled, mode="view")
    for room in rooms():
        if room.api:
            api.add_router("", import_string(room.api))
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        Refusal: _refused,
        **dict.fromkeys(unserved.KINDS, _unserved),
        ValidationError: _not_valid,
        AuthenticationError: _unknown,
        HttpError: lambda _request, error: answer_problem(error.status_code, "malformed", str(error)),
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
    return api


def asked_as_described(run: MethodType) -> Callable[..., HttpResponse]:
    """Wrap an operation: a misspelt filter is refused, where it would give every row."""
    operation = cast(Operation, run.__self__)
    asked = [one for one in operation.models if one.__ninja_param_source__ == "query"]
    known = {name for one in asked for name in one.__ninja_flatten_map__ or ()}
    known |= set() if READS.issuperset(operation.methods) else {TRIAL}

    @wraps(run)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        unknown = min(request.GET.keys() - known, default="")
        if not unknown:
            answer: HttpResponse = run(request, *args, **kwargs)
            return answer
        name = unknown[:NAME_MAX]
        facts = {"name": name, "known": ", ".join(sorted(known)) or "–"}
        return problem_of(
            BadInput(name, reason=_("There is no parameter “%(name)s” here. Known are: %(known)s.") % facts)
        )

    return wrapped


def _refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    """Answer a refusal; a service says `owner` where the request said `owner_id`, and `date` where it said `on`."""
    others = [f"{error.field}_id"] + ["on"] * (error.field == "date")
    error.field = next((name for name in others if f'"{name}"'.encode() in request.body), error.field)
    return problem_of(error)


def _unserved(request: HttpRequest, error: Exception) -> HttpResponse:
    refusal = unserved.refusal_of(error)
    if refusal is None:
        raise error
    log.error("a request cannot be served: %s", error)
    return problem_of(refusal)


def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    found = [FieldProblem(field=_place(each["loc"]), code=code_of(each), detail=word_of(each)) for each in error.errors]
    first = found[0]
    return answer_problem(422, "invalid", first.detail, field=first.field, errors=found)


def _place(parts: tuple[Any, ...]) -> str:
    """Return where in what was sent an error lies: `lines.0.price`, without the endpoint's own name for the whole."""
    inside = parts[2:] if len(parts) > 2 and parts[1] in ("sent", "asked") else parts[1:]
    return ".".join(map(str, inside))[:200]


def _unknown(request: HttpRequest, error: Exception) -> HttpResponse:
    answer = answer_problem(
        401,
        "not_signed_in",
        _("It is not known who calls."),
        remedy=_("Send a token that is good as Authorization: Bearer …"),
    )
    answer["WWW-Authenticate"] = "Bearer"
    return answer
