"""Hours are read as people type them."""

from datetime import time

import pytest
from django import forms

from wasl.core.forms import TimeField


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("14:30", time(14, 30)),
        ("9", time(9)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("9.05", time(9, 5)),
        ("2:30 pm", time(14, 30)),
        ("12 am", time(0)),
        ("12pm", time(12)),
        ("٢:٣٠ م", time(14, 30)),
        ("٩ ص", time(9)),
        ("", None),
    ],
)
def test_an_hour_is_read(typed, read):
    assert TimeField(required=False).clean(typed) == read


@pytest.mark.parametrize("typed", ["25:00", "9:75", "noon", "13:5", "14 pm 3"])
def test_what_is_no_hour_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        TimeField().clean(typed)


def test_an_hour_is_written_as_it_is_read():
    assert TimeField().prepare_value(time(9, 5)) == "09:05"
