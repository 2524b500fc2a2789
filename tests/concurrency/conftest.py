"""A company whose rows are committed, and processes that act on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from tests import makers
from tests.concurrency import acts
from tests.concurrency.processes import Forks, environment
from wasl.access.actor import Actor
from wasl.core.scope import company_scope
from wasl.ledger import guards

ON_POSTGRESQL = "postgresql" in settings.DATABASES["default"]["ENGINE"]
collect_ignore = ["test_full_disk.py" if ON_POSTGRESQL else "test_server.py"]


@pytest.fixture
def committed(transactional_db: None, tmp_path: Path) -> Iterator[Actor]:
    """The owner of a company whose rows are committed, so that other connections and processes see them."""
    try:
        company = makers.make_company(name="Noor Studio")
        with company_scope(company.pk):
            actor = makers.make_actor(company, "Layla", "owner")
        with override_settings(FILES_FOLDER=tmp_path / "files"), company_scope(company.pk, actor.member_id):
            yield actor
    finally:
        guards.remove()


@pytest.fixture
def office(committed: Actor) -> Actor:
    """The same, with customers, deals, employees and a project to act on."""
    acts.prepare(committed)
    return committed


@pytest.fixture
def forks(office: Actor, tmp_path: Path) -> Iterator[Forks]:
    """Processes on the test's database, which know the office."""
    started = Forks(tmp_path, environment(tmp_path))
    started.rehearse("tests.concurrency.acts.rehearse", company_id=office.company.pk, member_id=office.member_id)
    yield started
    started.close()
