"""The second wall between companies: on PostgreSQL a statement that forgets the company sees and writes nothing."""

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from tests import makers
from wasl.access import queries as access
from wasl.access.models import User
from wasl.core import search, walls
from wasl.core.models import CompanyModel, SavedView
from wasl.core.scope import company_scope, every_company
from wasl.ledger import guards
from wasl.parties.models import Party

pytestmark = pytest.mark.skipif("connection.vendor != 'postgresql'")
NO_WALL = {"core_jobfailure": "names its company; a failed job may belong to none"}


def raw(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def owners(table="parties_party"):
    """Return whose rows a statement sees that forgets the company."""
    return {company for (company,) in raw(f"SELECT DISTINCT company_id FROM {table}")}


@pytest.fixture
def committed(transactional_db):
    """Rows that are committed, and may be truncated afterwards."""
    yield
    guards.remove()


@pytest.fixture
def both(noor, rival):
    """A customer in each company; Noor Studio is in force."""
    makers.make_customer("Nakheel")
    with company_scope(rival.pk):
        makers.make_customer("Theirs")
    return noor.pk, rival.pk


def test_every_table_of_companies_has_its_wall(db):
    with_company = raw(
        "SELECT table_name FROM information_schema.columns"
        " WHERE column_name = 'company_id' AND table_schema = current_schema()"
    )
    walled = raw(
        "SELECT c.relname FROM pg_class c JOIN pg_policies p ON p.tablename = c.relname AND p.permissive = 'PERMISSIVE'"
        " WHERE c.relrowsecurity AND c.relforcerowsecurity GROUP BY c.relname HAVING count(*) = 1"
        " AND bool_and(p.cmd = 'ALL' AND p.roles = '{public}')"
    )

    assert len(walled) > 40
    assert {name for (name,) in with_company} - set(NO_WALL) == {name for (name,) in walled}
    assert {name for (name,) in walled} == set(walls.walled_tables())
    assert walls.missing() == []
    assert not walls.are_passed_by(), "the tests' own role goes past the walls: they would prove nothing"


def test_a_query_that_forgets_the_company_sees_its_own_rows_only(both):
    noor, rival = both

    assert owners() == {noor}
    assert {row.company_id for row in Party._base_manager.all()} == {noor}
    with company_scope(rival):
        assert owners() == {rival}
        assert not Party.everywhere.filter(company_id=noor).exists()
    assert owners() == {noor}


def test_no_table_shows_a_row_of_another_company(both):
    noor, _rival = both
    seen = {}
    for model in apps.get_models():
        if issubclass(model, CompanyModel):
            seen[model._meta.label] = owners(model._meta.db_table)

    assert sum(bool(found) for found in seen.values()) >= 10, "hardly any table has a row"
    assert [name for name, found in seen.items() if found - {noor}] == []


def test_a_write_that_forgets_the_company_changes_nothing_of_others(both):
    _noor, rival = both
    with company_scope(rival):
        raw("INSERT INTO core_savedview (company_id, page, name, query, member_id, is_shared, created_at)"
            " VALUES (%s, 'x', 'Theirs', '', 1, false, now())", rival)  # fmt: skip

    assert raw("UPDATE parties_party SET name = 'Taken'") == 1
    assert raw("DELETE FROM core_savedview") == 0
    for act in (
        lambda: SavedView.everywhere.create(company_id=rival, page="x", name="Planted", member_id=1),
        lambda: raw("UPDATE parties_party SET company_id = %s", rival),
    ):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            act()
    with company_scope(rival):
        assert list(Party.objects.values_list("name", flat=True)) == ["Theirs"]
        assert SavedView.objects.get().name == "Theirs"


def test_outside_of_a_company_nothing_is_seen_but_on_purpose(both):
    noor, rival = both
    with company_scope(0):
        assert owners() == set()
    with every_company():
        assert owners() == {noor, rival}
        with company_scope(rival):
            assert owners() == {rival}
        assert owners() == {noor, rival}
    assert owners() == {noor}


def test_what_a_rollback_takes_back_is_told_again(both):
    noor, rival = both
    with pytest.raises(IntegrityError), transaction.atomic(), company_scope(rival):
        assert owners() == {rival}
        raw("INSERT INTO core_company (id) VALUES (%s)", rival)

    assert owners() == {noor}
    with company_scope(rival):
        with transaction.atomic():
            savepoint = transaction.savepoint()
            with company_scope(noor):
                assert owners() == {noor}
            transaction.savepoint_rollback(savepoint)
            with company_scope(noor):
                assert owners() == {noor}
            assert owners() == {rival}
        with pytest.raises(DatabaseError), transaction.atomic():
            raw("SELECT 1/0")
        assert owners() == {rival}


def test_a_connection_never_keeps_a_former_company(committed, both):
    noor, rival = both
    with company_scope(rival):
        assert owners() == {rival}
        with pytest.raises(ZeroDivisionError), transaction.atomic(), company_scope(noor):
            assert owners() == {noor}
            raise ZeroDivisionError
        with company_scope(noor):
            assert owners() == {noor}
        assert owners() == {rival}
        raw("BEGIN")
        with company_scope(noor):
            assert owners() == {noor}
            raw("ROLLBACK")
            assert owners() == {noor}
        assert owners() == {rival}
    assert owners() == {noor}
    connection.close()
    assert owners() == {noor}
    walls.remove()
    assert set(walls.missing()) == set(walls.walled_tables())
    walls.install()
    assert walls.missing() == []


def test_search_looks_behind_the_wall_for_keys_of_its_company_alone(both):
    noor, rival = both
    found = "SELECT wasl_found('parties_party', '[[[\"%%\"]]]', NULL)"

    keys = {key for (key,) in raw(found)}
    assert keys == set(Party.objects.values_list("pk", flat=True))
    assert owners() == {noor}, "the wall stays open after a search"
    with company_scope(rival):
        assert {key for (key,) in raw(found)}.isdisjoint(keys)
        assert [row.name for row in search.matching(Party.objects.all(), "theirs")] == ["Theirs"]
        assert not search.matching(Party.objects.all(), "nakheel").exists()
    with every_company():
        assert raw(found) == []
    for text in ("50%", "_", "\\", "a'b", '"'):
        assert list(search.matching(Party.objects.all(), f"xx{text}")) == []


def test_sign_in_finds_members_of_every_company(both, layla, salem):
    with company_scope(0):
        assert [member.name for member in User.objects.get(pk=salem.user_id).memberships] == ["Salem"]
        assert access.by_token("wasl_nothing") is None
        assert owners() == set()
