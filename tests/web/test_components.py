"""The page of components shows every one that the document of components names, and what scripts draw in all frames."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test.signals import template_rendered

from wasl.access.models import User
from wasl.web.views import components

DOCUMENT = (Path(__file__).parents[2] / "docs" / "components.md").read_text()
HELD_STILL = ["loading", "stepper", "found", "nothing-found", "calendar", "toast", "toast-undo", "toast-bad", "peek"]


def section(title: str) -> str:
    """Return a part of the document."""
    return DOCUMENT.split(f"## {title}")[1].split("\n## ")[0]


@pytest.fixture
def shown(rf, layla):
    """Return the page, and the names of the templates that drew it."""
    names: set[str] = set()

    def note(template, **_said):
        names.add(template.name or "")

    template_rendered.connect(note)
    request = rf.get("/_components")
    request.actor, request.user, request.session = layla, User.objects.get(pk=layla.user_id), {}
    html = components(request).content.decode()
    template_rendered.disconnect(note)
    return html, names


def test_each_included_template_is_shown(shown):
    _html, names = shown
    named = re.findall(r"^\| `(\w+)` \|", section("Included templates"), re.M)

    assert len(named) > 15
    assert [name for name in named if f"web/c/{name}.html" not in names] == []


def test_each_tag_is_shown(shown):
    source = "".join(
        (Path(__file__).parents[2] / "src/wasl/web/templates/web" / name).read_text()
        for name in ("components.html", "component_states.html")
    )
    named = set(re.findall(r"\{% (\w+) ", section("Tags and filters"))) - {"include"}

    assert [
        name for name in sorted(named) if f"{{% {name} " not in source and f"web/c/{name}.html" not in shown[1]
    ] == []


def test_each_part_is_shown(shown):
    html, _names = shown
    named = set(re.findall(r"\b(?:w|btn)(?:-[a-z]+)+\b", section("Classes").split("Parts:")[1].split(". In a")[0]))

    assert "w-next" in named
    assert [name for name in sorted(named) if not re.search(rf'class="[^"]*\b{name}\b', html)] == []


def test_what_scripts_draw_is_held_still_in_both_directions_light_and_dark(shown):
    html, _names = shown

    for name in HELD_STILL:
        assert html.count(f'data-shown="{name}"') == 4
    for direction in ("rtl", "ltr"):
        for theme in ("light", "dark"):
            assert f'dir="{direction}" data-bs-theme="{theme}"><header>' in html
