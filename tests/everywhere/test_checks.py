"""A company in which everything has happened passes every check of `wasl check`."""

from wasl.core.checks import run_checks
from wasl.core.scope import company_scope


def test_the_demo_company_passes_every_check(world):
    with company_scope(world.company.pk):
        assert [f"{found.check}: {found.row}: {found.detail}" for found in run_checks()] == []
