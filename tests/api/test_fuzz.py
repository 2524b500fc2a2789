"""Whatever a program sends, the API answers as its description says, and never by an error of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import hypothesis
import hypothesis.stateful
import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from pydantic_core import from_json, to_json
from schemathesis.specs.openapi.checks import (
    ensure_resource_availability,
    ignored_auth,
    missing_required_header,
    positive_data_acceptance,
    unsupported_method,
    use_after_free,
)

from tests import makers
from tests.api.conftest import program_of
from wasl.access.actor import Actor
from wasl.api.assembly import the_api
from wasl.api.throttle import WINDOWS

EXAMPLES = 6 if os.environ.get("DATABASE_URL") else 3  # PostgreSQL takes less that is wrong
WALKS, STEPS = 8, 12
SETTINGS = hypothesis.settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(hypothesis.HealthCheck),
    derandomize=True,
    database=None,
)
# Rules of the business refuse what a schema lets through; a record may go by another act between two calls.
LEFT_OUT = [
    ensure_resource_availability,
    use_after_free,
    ignored_auth,
    missing_required_header,
    positive_data_acceptance,
    unsupported_method,
]
SCHEMA = schemathesis.openapi.from_dict(from_json(to_json(dict(the_api().get_openapi_schema(path_prefix="/api/v1/")))))
SCHEMA.app = get_wsgi_application()


@pytest.fixture
def headers(layla: Actor, settings: Any) -> Iterator[dict[str, str]]:
    """What lets a program in; the connection of the test stays open between its requests."""
    settings.API_CALLS_A_MINUTE = 10**6
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield {"Authorization": f"Bearer {program_of(layla).secret}", "Host": "localhost"}
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)
    WINDOWS.counts.clear()


@SCHEMA.parametrize()
@SETTINGS
def test_every_answer_is_as_it_is_described(case: schemathesis.Case, headers: dict[str, str]) -> None:
    case.call_and_validate(headers=headers, excluded_checks=LEFT_OUT)


def test_links_lead_on_to_answers_that_are_described(headers: dict[str, str]) -> None:
    went: set[str] = set()

    class Walk(SCHEMA.as_state_machine()):  # type: ignore[misc]
        """A program that follows the links of what it made; the next one starts anew."""

        def setup(self) -> None:
            self.undone = makers.undone()
            self.undone.__enter__()

        def teardown(self) -> None:
            self.undone.__exit__(None, None, None)

        def get_call_kwargs(self, case: schemathesis.Case) -> dict[str, Any]:
            return {"headers": headers}

        def after_call(self, response: Any, case: schemathesis.Case) -> None:
            went.add(case.operation.label)

        def validate_response(self, response: Any, case: schemathesis.Case, **more: Any) -> None:
            case.validate_response(response, excluded_checks=LEFT_OUT)

    hypothesis.stateful.run_state_machine_as_test(
        Walk, settings=hypothesis.settings(SETTINGS, max_examples=WALKS, stateful_step_count=STEPS)
    )

    assert len(went) > WALKS
