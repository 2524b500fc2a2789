"""Whatever stands in a file of a known kind: each row is taken or refused with its place; there is no accident."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import makers
from wasl.access.actor import Actor
from wasl.core import room
from wasl.core.errors import Refusal
from wasl.core.tabular import TableError
from wasl.crm import services
from wasl.crm.models import ImportQuestion

ON = date(2026, 11, 24)
IMPORTERS = {kind: room.resolve(path) for config in room.rooms() for kind, path in sorted(config.importers.items())}
CELLS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.sampled_from([
        "", "0", "-1", "١٢٣٤٫٥", "1e400", "9" * 40, "31/02/2026", "2026-13-01", "03/04/05", "غدًا", "=1+1", "#REF!",
        "NaN", "a@b", "Won", "Lost", "Prospecting", "SAR", "true", "\u200f", "x" * 400, "\x00", "Same name",
    ]),
)  # fmt: skip


@pytest.mark.parametrize("kind", IMPORTERS)
def test_each_row_is_taken_or_refused_with_its_place(layla: Actor, kind: str) -> None:
    heads = [column.name for column in IMPORTERS[kind].columns]

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.lists(CELLS, min_size=len(heads), max_size=len(heads)), max_size=6), st.booleans())
    def try_file(rows: list[list[str]], accept: bool) -> None:
        file = io.StringIO()
        csv.writer(file).writerows([heads, *rows])
        with makers.undone():
            try:
                result = services.import_file(
                    actor=layla, kind=kind, source=io.BytesIO(file.getvalue().encode()), on=ON, filename="any.csv",
                    accept=accept,
                )  # fmt: skip
            except (Refusal, TableError) as refused:
                assert str(refused)
                return
            assert result.read == result.total <= len(rows)
            if result.written:
                told = {(one.row, one.error) for one in result.rejected}
                assert all(row > 1 and error for row, error in told)
                rejected = len({row for row, _error in told})
                assert result.created + result.updated + result.unchanged + rejected == result.read
                assert makers.findings() == []

    try_file()


def test_a_cell_longer_than_any_name_is_no_question_for_later(layla: Actor) -> None:
    file = f"id,name,email,sales_agent\nL1,Sara,sara@acme.example,{'x' * 400}\nL2,Huda,huda@acme.example,Nobody\n"

    result = services.import_file(
        actor=layla, kind="leads", source=io.BytesIO(file.encode()), on=ON, filename="any.csv", accept=True
    )

    assert [(one.row, one.column) for one in result.rejected] == [(2, "sales_agent")]
    assert [one.value for one in ImportQuestion.objects.all()] == ["Nobody"]
