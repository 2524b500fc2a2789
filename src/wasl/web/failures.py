"""What is answered where a request failed outside its page: in the shell, or before anybody knew who asks."""

from __future__ import annotations

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.defaults import bad_request, server_error

from wasl.access.middleware import is_api
from wasl.core.errors import TooLarge
from wasl.core.rest.problems import problem_of
from wasl.core.unserved import page_of, refusal_of


def failed(request: HttpRequest) -> HttpResponse:
    """Answer a failure: 503 where a disk is full or the database is away, else 500."""
    refusal = refusal_of(sys.exc_info()[1])
    if refusal is None:
        return server_error(request)
    return problem_of(refusal) if is_api(request) else page_of(refusal)


def not_read(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read: 413 where it is too large, else 400, which tells nothing."""
    if not isinstance(exception, RequestDataTooBig):
        return bad_request(request, exception)
    refusal = TooLarge(limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20)
    return problem_of(refusal) if is_api(request) else page_of(refusal, 413)
