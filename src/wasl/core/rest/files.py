"""Files in and out: papers that are drawn, and what is attached to a record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from wasl.core.errors import BadInput
from wasl.core.models import Attachment
from wasl.core.rest.acts import NOTHING
from wasl.core.rest.schemas import Out

PDF = "application/pdf"
ANY = "application/octet-stream"
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
BINARY = {"schema": {"type": "string", "format": "binary"}}
takes_file: dict[str, Any] = {"requestBody": {"required": True, "content": {ANY: BINARY}}}  # the body is the file


class FileOut(Out):
    """A file that is kept with a record; `GET /files/{id}` answers its content."""

    id: int
    subject_kind: str
    subject_id: int
    file_name: str
    content_type: str
    size_bytes: int
    created_at: datetime


def file_out(row: Attachment) -> FileOut:
    """Return a file as programs read of it."""
    return FileOut.of(row)


def file_in(request: HttpRequest) -> bytes:
    """Return the file that a request sends as its body.

    :raises BadInput: it sends a form around the file.
    """
    if request.content_type in FORMS:
        raise BadInput("Content-Type", reason=_("Send the file itself as the body, without a form around it."))
    return b"" if request.body is NOTHING else request.body


def gives(*content_types: str) -> dict[str, Any]:
    """Return what the description says of an endpoint that answers a file of one of these types."""
    return {"responses": {200: {"description": "The file.", "content": dict.fromkeys(content_types, BINARY)}}}


def file_answer(data: bytes, name: str, content_type: str = PDF) -> HttpResponse:
    """Return a file that was made for this answer."""
    answer = HttpResponse(data, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
