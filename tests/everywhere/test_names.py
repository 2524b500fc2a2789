"""A page in Arabic calls people and companies by their Arabic names."""

import re

import pytest
from django.utils.html import escape

from tests.everywhere.routes import routes
from wasl.access.models import Member
from wasl.crm.models import Deal, Lead
from wasl.parties.models import Party
from wasl.people.models import Employee
from wasl.projects.models import Project

pytestmark = pytest.mark.pages

# Pages where a name is changed show it as it is written in each language.
IN_BOTH = {"access:member_change", "parties:change", "people:change"}
PAGES = [route for route in routes() if route.name not in IN_BOTH]


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)
def test_names_are_those_of_the_language(world, route):
    owner = world.clients["owner"]
    owner.cookies["django_language"] = "ar"
    try:
        answer = owner.get(route.url(world.company.pk))
    finally:
        del owner.cookies["django_language"]
    if not answer.get("Content-Type", "").startswith("text/html"):
        return
    seen = re.sub(r"<script.*?</script>", "", answer.content.decode(), flags=re.DOTALL)

    if route.name.endswith("_mail"):
        # What a letter says is in the language of who gets it.
        seen = re.sub(r"<textarea.*?</textarea>|<input[^>]*>", "", seen, flags=re.DOTALL)
    for text in sorted(typed(route), key=len, reverse=True):
        seen = seen.replace(escape(text), "")
    assert not {name for name in english_names(world.company) if name in seen}


def typed(route):
    """Return the texts of a page that somebody typed: they stay as they are."""
    if route.name.startswith("crm:lead") or route.name == "insight:today":
        yield from Lead.everywhere.exclude(company_name="").values_list("company_name", flat=True)
    yield from Deal.everywhere.values_list("title", flat=True)


def english_names(company):
    """Return the names in English of all who have one in Arabic too."""
    for model in (Party, Member, Project, Employee):
        for name, arabic in model.everywhere.filter(company=company).exclude(name_ar="").values_list("name", "name_ar"):
            if arabic != name:
                yield name
