"""The description of the API: for programs, and for people."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from pydantic_core import to_json

from wasl.api.assembly import the_api
from wasl.api.reading import read
from wasl.core.pages import page
from wasl.core.rest.problems import answer_problem


def openapi(request: HttpRequest) -> HttpResponse:
    """Answer the OpenAPI 3.1 description."""
    return HttpResponse(_description(), content_type="application/json")


@page()
def docs(request: HttpRequest) -> HttpResponse:
    """Show the description as a page."""
    return render(request, "api/docs.html", {"groups": read(_schema())})


def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer an address that the API does not have."""
    return answer_problem(404, "no_such_address", "There is no such address.", remedy="See /api/v1/openapi.json.")


@cache
def _schema() -> dict[str, Any]:
    return the_api().get_openapi_schema(path_prefix="") | {"servers": [{"url": "/api/v1"}]}


@cache
def _description() -> bytes:
    return to_json(_schema())
