"""Opening an address never changes anything: only what is sent does."""

import pytest
from django.db import connection

from tests.everywhere.routes import routes

pytestmark = pytest.mark.pages


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
def test_an_address_that_is_opened_changes_nothing(world, route):
    url, owner = route.url(world.company.pk), world.clients["owner"]
    before = rows()

    owner.get(url)

    assert rows() == before


def rows():
    """Return how many rows each table has and what was done last, as the database tells it."""
    with connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor)) - {"django_session"}
        counts = {}
        for name in names:
            cursor.execute(f'SELECT COUNT(*) FROM "{name}"')
            counts[name] = cursor.fetchone()[0]
        cursor.execute("SELECT MAX(id) FROM core_event")
        return counts, cursor.fetchone()
