"""Tables made of ready-made cells."""

import pytest
from django.utils.safestring import mark_safe

from wasl.web import tables

COLUMNS = [{"label": "Number", "link": True, "phone": "a"}, {"label": "Due", "num": True, "unit": "SAR", "phone": "e"}]


def test_plain_text_is_escaped_and_figures_are_isolated():
    drawn = tables.draw(COLUMNS, [["<b>", "31,050.00"]])

    assert "&lt;b&gt;" in drawn
    assert '<td class="num s-e"><bdi class="n">31,050.00</bdi></td>' in drawn


def test_safe_cells_stay_as_they_are():
    assert '<td class="num s-e"><i>7</i></td>' in tables.draw(COLUMNS, [["x", mark_safe("<i>7</i>")]])


def test_the_row_leads_to_its_record():
    drawn = tables.draw(COLUMNS, [{"url": "/a?b=1&c=2", "cells": ["INV-1", "5"]}])

    assert '<a class="m" href="/a?b=1&amp;c=2"><bdi>INV-1</bdi></a>' in drawn


def test_the_total_is_a_foot_of_the_same_columns():
    assert "<tfoot><tr>" in tables.draw(COLUMNS, [], total=["Total", "5"])


def test_a_row_with_a_cell_too_few_is_refused():
    with pytest.raises(ValueError, match="shorter"):
        tables.draw(COLUMNS, [["only one"]])


@pytest.mark.parametrize(
    ("cell", "piece"),
    [
        ({"pill": "late", "tone": "bad"}, '<span class="w-pill bad"><span>late</span></span>'),
        ({"organisation": "شركة <نخيل>"}, "&lt;نخيل&gt;</bdi>"),
        ({"person": "Noura Alotaibi"}, ">NA</span>"),
        ({"code": "INV-1"}, '<bdi class="n">INV-1</bdi>'),
        ({"link": "/a?b&c", "text": "x"}, 'href="/a?b&amp;c"'),
        ({"lines": ("first", "second")}, '<bdi class="xs t3">second</bdi>'),
        ({"pick": 7, "label": "INV-1"}, 'value="7" aria-label="INV-1"'),
    ],
)
def test_a_described_cell_is_drawn(cell, piece):
    assert piece in tables.draw([{"label": "x"}], [[cell]])


def test_a_cell_nobody_can_draw_is_refused():
    with pytest.raises(ValueError, match="colour"):
        tables.draw([{"label": "x"}], [[{"colour": 1}]])


def test_a_named_column_gives_its_label_to_phones():
    drawn = tables.draw([{"label": "Debit", "num": True, "phone": "e", "named": True}], [["5.00"]])

    assert '<td class="num s-e" data-head="Debit"><bdi class="n">5.00</bdi></td>' in drawn
