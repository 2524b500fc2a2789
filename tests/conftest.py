"""The cast: Noor Studio, an agency in Riyadh, and Rival LLC, whose people must see nothing of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from django.test import override_settings

from wasl.access.actor import Actor
from wasl.core import clock
from wasl.core.models import Company
from wasl.core.scope import company_scope

SHARED = Path(os.environ.get("WASL_SHARED", Path(__file__).resolve().parents[2] / "shared"))
# How long an example takes says nothing on a machine that others use too; figures are measured by `make bench`.
hypothesis.settings.register_profile("wasl", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("wasl")
NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name what is left out where the real data is not there."""
    if not SHARED.is_dir():
        for item in items:
            if item.get_closest_marker("realdata"):
                item.add_marker(pytest.mark.skip(reason=f"real data is looked for at {SHARED} (WASL_SHARED)"))


@pytest.fixture(scope="session", autouse=True)
def counts_of_its_own() -> Iterator[None]:
    """Let each process of the tests count attempts to sign in by itself."""
    with override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}):
        yield


@pytest.fixture
def frozen() -> Iterator[datetime]:
    """Hold the clock at a Tuesday morning in Riyadh."""
    with clock.set_to(NOW):
        yield NOW


@pytest.fixture
def noor(db: None, frozen: datetime) -> Iterator[Company]:
    """Noor Studio, in force for the test."""
    from tests import makers

    company = makers.make_company(name="Noor Studio", name_ar="استوديو نور")
    with company_scope(company.pk):
        yield company


@pytest.fixture
def layla(noor: Company) -> Actor:
    """Layla keeps Noor Studio's books and owns it."""
    from tests import makers

    return makers.make_actor(noor, "Layla", "owner")


@pytest.fixture
def omar(noor: Company) -> Actor:
    """Omar sells for Noor Studio."""
    from tests import makers

    return makers.make_actor(noor, "Omar", "sales")


@pytest.fixture
def rival(db: None, frozen: datetime) -> Company:
    """Rival LLC, another company."""
    from tests import makers

    return makers.make_company(name="Rival LLC")


@pytest.fixture
def salem(rival: Company) -> Actor:
    """Salem owns Rival LLC and must see nothing of Noor Studio."""
    from tests import makers

    with company_scope(rival.pk):
        return makers.make_actor(rival, "Salem", "owner")
