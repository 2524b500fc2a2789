"""Programs that call the API by a token."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.api.throttle import WINDOWS

# What is not accepted as a file of a record, and the code that says why.
NO_FILES = (
    (b"", "empty"),
    (b"MZ\x90\x00\x03", "not_allowed"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
    (b"<html><script>1</script></html>", "not_allowed"),
    (b"\x89PNG\r\n\x1a\n broken", "broken"),
    (b"PK\x03\x04 broken", "broken"),
)


@dataclass
class Program:
    """A program with a token: it speaks JSON, and reads what comes back."""

    secret: str
    client: Client = field(default_factory=Client)

    def get(self, path: str, **more: Any) -> HttpResponse:
        """Read."""
        return self.call("get", path, **more)

    def post(self, path: str, sent: Any = None, **more: Any) -> HttpResponse:
        """Write."""
        return self.call("post", path, sent if sent is not None else {}, **more)

    def patch(self, path: str, sent: Any, version: Any = None, **more: Any) -> HttpResponse:
        """Change a version of a record."""
        if version is not None:
            more["If-Match"] = f'"{version}"'
        return self.call("patch", path, sent, **more)

    def upload(self, path: str, data: bytes, **headers: str) -> HttpResponse:
        """Send a file: it is the body."""
        return self._ask("post", path, data, "application/octet-stream", headers)

    def download(self, path: str) -> bytes:
        """Return the content of a file."""
        answer: Any = self.get(path)
        assert answer.status_code == 200, answer.content
        return b"".join(answer.streaming_content)

    def call(self, method: str, path: str, sent: Any = None, **headers: str) -> HttpResponse:
        """Send a request with headers given by their names (`Idempotency_Key=`)."""
        return self._ask(method, path, "" if sent is None else json.dumps(sent), "application/json", headers)

    def _ask(self, method: str, path: str, data: Any, content_type: str, headers: dict[str, str]) -> HttpResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        body = {} if method == "get" else {"data": data, "content_type": content_type}
        return getattr(self.client, method)(
            f"/api/v1{path}", headers={"Authorization": f"Bearer {self.secret}"} | named, **body
        )


def points_at(problem: dict[str, Any], field: str, code: str, status: int = 422) -> bool:
    """Tell whether a problem names a field, and says by a code what is wrong with it."""
    codes = (problem["code"], *(each["code"] for each in problem.get("errors", ())))
    return (problem["status"], problem.get("field", "")) == (status, field) and code in codes


def program_of(actor: Actor, *scopes: str) -> Program:
    """Return a program that acts as somebody."""
    _token, secret = access.make_token(actor=actor, name="A test", scopes=scopes or ("*:write",))
    return Program(secret)


@pytest.fixture(autouse=True)
def a_new_minute() -> None:
    """Let no test count the calls of another."""
    WINDOWS.counts.clear()


@pytest.fixture
def program(layla: Actor) -> Program:
    """A program that may do all that Layla may."""
    return program_of(layla)
