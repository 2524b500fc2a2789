"""The description of the API: for programs as OpenAPI 3.1, for people as a page."""

from __future__ import annotations

from django.test import Client

from tests.crm.test_pages import signed_in
from wasl.access.actor import Actor
from wasl.api.assembly import the_api
from wasl.core.rest import In, Out


def test_programs_read_it_without_signing_in(client: Client, db: None) -> None:
    answer = client.get("/api/v1/openapi.json")
    said = answer.json()

    assert answer.status_code == 200
    assert said["openapi"].startswith("3.1")
    assert said["servers"] == [{"url": "/api/v1"}]
    assert {"Idempotency-Key", "dry_run"} <= {one["name"] for one in said["paths"]["/deals"]["post"]["parameters"]}
    assert "If-Match" in {one["name"] for one in said["paths"]["/deals/{deal_id}"]["patch"]["parameters"]}


def test_people_read_every_endpoint_on_a_page(layla: Actor) -> None:
    page = signed_in(layla, "ar").get("/api/v1/docs").content.decode()

    for path in the_api().get_openapi_schema(path_prefix="")["paths"]:
        assert f"<code>{path}</code>" in page, path


def test_every_endpoint_says_what_it_does() -> None:
    for methods in the_api().get_openapi_schema(path_prefix="")["paths"].values():
        for operation in methods.values():
            assert operation["description"].endswith("."), operation["operationId"]
            assert operation["tags"], operation["operationId"]


def test_one_name_is_one_shape() -> None:
    the_api()
    found: dict[str, set[str]] = {}
    for shape in [*_all_below(In), *_all_below(Out)]:
        if shape.__module__.startswith("wasl."):
            found.setdefault(shape.__name__, set()).add(shape.__module__)

    assert {name: modules for name, modules in found.items() if len(modules) > 1} == {}


def _all_below(kind: type) -> list[type]:
    return [each for child in kind.__subclasses__() for each in (child, *_all_below(child))]
