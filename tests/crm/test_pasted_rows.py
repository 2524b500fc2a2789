"""Rows pasted from a sheet are imported as a file is."""

from __future__ import annotations

import pytest

from tests.core.test_picking import sign_in
from wasl.crm.models import ImportBatch

HEAD = "Name\tE-mail\tPhone\n"


def paste(client, text):
    """Send rows as they come from a sheet."""
    return client.post("/import/", {"kind": "leads", "pasted": text})


def test_pasted_rows_become_columns(client, layla):
    sign_in(client, layla)

    answer = paste(client, HEAD + "Huda, of Sahab\thuda@sahab.example\t0501234567\nSami\t\t\n")

    assert answer.status_code == 302, answer.content.decode()
    batch = ImportBatch.objects.get()
    page = client.get(f"/import/{batch.pk}/columns/").content.decode()
    assert "Huda, of Sahab" in page
    assert "huda@sahab.example" in page


@pytest.mark.parametrize("text", ["", "  \n", HEAD + "Huda\t\t\n" * 10_001])
def test_nothing_and_too_much_are_refused(client, layla, text):
    sign_in(client, layla)

    assert paste(client, text).status_code == 422
    assert not ImportBatch.objects.exists()


def test_ten_thousand_rows_are_taken(client, layla):
    sign_in(client, layla)

    rows = "".join(f"Lead {number}\tlead{number}@sahab.example\t05{number:08}\n" for number in range(10_000))
    assert paste(client, HEAD + rows).status_code == 302
