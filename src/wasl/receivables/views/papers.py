"""The papers of many documents in one file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from wasl.access.actor import Actor
from wasl.core.errors import NotFound
from wasl.core.models import BulkRun
from wasl.core.pages import page
from wasl.core.scope import company_scope
from wasl.receivables import queries
from wasl.receivables.pdf import LANGUAGES, document_pdf


class _Tape(io.RawIOBase):
    """What was written and not yet taken: an archive goes out while it is made."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        """Tell that it takes bytes."""
        return True

    def write(self, data: Any) -> int:
        """Take bytes."""
        self.written += data
        return len(data)

    def taken(self) -> bytes:
        """Give what was written since the last time."""
        data, self.written = bytes(self.written), bytearray()
        return data


@page("invoice.view")
def papers(request: HttpRequest, run_id: int) -> HttpResponseBase:
    """Give the PDFs of the documents that one's own run picked, in one archive.

    :raises NotFound: there is no such run of one's own.
    """
    actor = request.actor  # type: ignore[attr-defined]
    run = BulkRun.objects.filter(pk=run_id, act="invoice.papers", member_id=actor.member_id).first()
    if run is None:
        raise NotFound()
    asked = (run.said or {}).get("language") or [LANGUAGES[0]]
    language = asked[0] if asked[0] in LANGUAGES else LANGUAGES[0]
    answer = StreamingHttpResponse(_archive(actor, list(run.ids), language), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="invoices.zip"'
    return answer


def _archive(actor: Actor, ids: list[int], language: str) -> Iterator[bytes]:
    tape = _Tape()
    with company_scope(actor.company.pk, actor.member_id), zipfile.ZipFile(tape, "w", zipfile.ZIP_STORED) as archive:
        for key in ids:
            try:
                found = queries.document_page(actor, key)
            except NotFound:
                continue
            if found.document.state == "draft":
                continue
            archive.writestr(f"{found.document.number}.pdf", document_pdf(actor.company, found, language))
            yield tape.taken()
    yield tape.taken()
