"""Where there is no room for a file, that is said; nothing of it stays, and it is kept once there is room."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from tests import makers
from tests.crm.test_pages import signed_in
from wasl.access.actor import Actor
from wasl.core.errors import CannotWrite
from wasl.core.models import Attachment
from wasl.parties import services as parties

LIMIT_BYTES, BIG = 16_000_000, b"%PDF-1.7 " + b"x" * 18_000_000  # the tests' database is smaller than the limit


@contextmanager
def files_limited() -> Iterator[None]:
    """Let this process write no file beyond a size (`ulimit -f`)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT_BYTES, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with override_settings(FILES_FOLDER=tmp_path):
        yield tmp_path


def test_a_file_is_kept_whole_or_not_at_all(layla: Actor, folder: Path) -> None:
    kept = {"actor": layla, "party_id": makers.make_customer().pk, "data": BIG, "filename": "plan.pdf"}
    with files_limited(), pytest.raises(CannotWrite):
        parties.attach_file(**kept)

    assert not [path for path in folder.rglob("*") if path.is_file()]
    assert not Attachment.objects.exists()

    parties.attach_file(**kept)
    assert [path.stat().st_size for path in folder.rglob("*") if path.is_file()] == [len(BIG)]


@pytest.mark.parametrize("checks_first", [True, False], ids=["before the page", "in the page"])
def test_an_upload_that_finds_no_room_is_told_so(layla: Actor, folder: Path, checks_first: bool) -> None:
    party = makers.make_customer()
    browser = signed_in(layla, "ar")
    browser.get("/deals/new/")  # a page with a form gives the cookie that is then checked
    browser.raise_request_exception, browser.handler.enforce_csrf_checks = False, checks_first
    with files_limited():
        answer = browser.post(f"/customers/{party.pk}/file/", {"file": SimpleUploadedFile("plan.pdf", BIG)})

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "لم يُحفظ شيء" in answer.content.decode()
    assert not Attachment.objects.exists()
