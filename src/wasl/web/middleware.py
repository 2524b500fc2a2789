"""Headers that every answer carries, and where asked for, what it cost."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from wasl.core.logs import request_named

log = logging.getLogger("wasl.requests")
NAME_HEADER = "X-Request-ID"

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class SecurityHeaders:
    """Sets the headers of `HEADERS` unless the view has set its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class RequestLog:
    """Logs each request once it is answered: what was asked, by whom, how it ended and how long it took.

    The address is told as its pattern, without what stands in it or behind `?`: a link to a new password is a secret.
    A proxy's `X-Request-ID` names the request; without one it gets a name here, which the answer carries.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(NAME_HEADER, "")
        name = given if re.fullmatch(r"[A-Za-z0-9_-]{8,64}", given) else uuid.uuid4().hex
        begun = time.perf_counter()
        with request_named(name):
            response = self.get_response(request)
            self._tell(request, response, (time.perf_counter() - begun) * 1000)
        response[NAME_HEADER] = name
        return response

    def _tell(self, request: HttpRequest, response: HttpResponse, spent_ms: float) -> None:
        match, actor = request.resolver_match, getattr(request, "actor", None)
        facts = {
            "method": request.method,
            "route": match.route if match else "",
            "status": response.status_code,
            "duration_ms": round(spent_ms, 1),
        }
        if actor:
            facts |= {"company": actor.company.pk, "member": actor.member_id}
        log.info("request", extra={"facts": facts})


class Diagnostics:
    """Says on each answer what it cost: `Server-Timing` in milliseconds, and `X-Query-Count`.

    It stands outermost where `WASL_DIAGNOSTICS=1`, so that anyone can measure; elsewhere it is left out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count, spent = 0, 0.0

        def counted(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
            nonlocal count, spent
            begun = time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                count += 1
                spent += time.perf_counter() - begun

        begun = time.perf_counter()
        with connection.execute_wrapper(counted):
            response = self.get_response(request)
        whole = (time.perf_counter() - begun) * 1000
        response["Server-Timing"] = f"app;dur={whole:.1f}, db;dur={spent * 1000:.1f}"
        response["X-Query-Count"] = str(count)
        return response
