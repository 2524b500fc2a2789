"""Serve files, only through permission."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponseBase

from wasl.core import attachments
from wasl.core.pages import page

INLINE = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp", "image/gif"})


@page()
def attachment(request: HttpRequest, attachment_id: int) -> HttpResponseBase:
    """Send a file to who may see what it hangs on; a browser shows images and PDFs and saves the rest."""
    actor = request.actor  # type: ignore[attr-defined]
    kept, path = attachments.open_attachment(actor=actor, attachment_id=attachment_id)
    answer = FileResponse(
        path.open("rb"),
        as_attachment=kept.content_type not in INLINE,
        filename=kept.file_name,
        content_type=kept.content_type,
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
