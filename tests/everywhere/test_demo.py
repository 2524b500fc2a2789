"""The demo company shows each page at work."""

from __future__ import annotations

from django.urls import reverse

from tests.everywhere.conftest import World


def test_the_demo_has_debts_written_off_and_news_in_its_owners_bell(world: World) -> None:
    owner, made_by_the_tests = world.clients["owner"], 1

    assert owner.get(reverse("receivables:write_offs")).context["pager"]["count"] > made_by_the_tests
    assert len(owner.get(reverse("core:notices")).context["rows"]) >= 3
