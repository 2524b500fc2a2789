"""What is rehearsed leaves nothing behind, and on SQLite keeps nobody from writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from django.db import connection

from wasl.access.models import User
from wasl.core.rehearsal import rehearsal
from wasl.ledger import guards


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """Rows that other connections see; the books' guards would not let them be cleared."""
    yield
    guards.remove()


@pytest.mark.usefixtures("committed")
def test_others_write_while_something_is_rehearsed_and_nothing_of_it_stays():
    User.objects.create(email="there@noor.example")
    with rehearsal():
        User.objects.create(email="rehearsed@noor.example")
        assert User.objects.count() == 2
        if connection.vendor == "sqlite":
            other = sqlite3.connect(connection_name(), timeout=0.2, uri=True)
            with other:
                other.execute("UPDATE access_user SET name = 'written meanwhile'")
            other.close()

    assert [user.email for user in User.objects.all()] == ["there@noor.example"]
    if connection.vendor == "sqlite":
        assert User.objects.get().name == "written meanwhile"


@pytest.mark.usefixtures("committed")
def test_what_fails_in_a_rehearsal_leaves_nothing_either():
    with pytest.raises(ValueError), rehearsal():
        User.objects.create(email="rehearsed@noor.example")
        raise ValueError

    assert not User.objects.exists()


def connection_name():
    """Return where the database of the tests is."""
    from django.conf import settings

    return str(settings.DATABASES["default"]["NAME"])
