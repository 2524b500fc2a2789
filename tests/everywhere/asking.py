"""Learn which names an address reads of what it is sent, by watching it read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

FRAMEWORK = {"csrfmiddlewaretoken", "form_key"}


@contextmanager
def noting(names: set[str]) -> Iterator[None]:
    """Note the names that are read of queries and bodies in a block."""
    with pytest.MonkeyPatch.context() as patch:
        for method in ("get", "getlist", "__getitem__", "__contains__"):
            patch.setattr(QueryDict, method, _noting(getattr(QueryDict, method), names))
        yield


def _noting(read: Any, names: set[str]) -> Any:
    def reading(self: QueryDict, name: Any, *args: Any, **kwargs: Any) -> Any:
        names.add(str(name))
        return read(self, name, *args, **kwargs)

    return reading


def names_read(client: Client, method: str, url: str) -> set[str]:
    """Return the names that an address reads of its query (`get`) or of its body (`post`)."""
    names: set[str] = set()
    with noting(names):
        getattr(client, method)(url, {"zz": "1"})
    return names - FRAMEWORK - {"zz"}


@contextmanager
def asked_for(text: str) -> Iterator[None]:
    """Let whatever is read of queries and bodies in a block be one text."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QueryDict, "get", lambda *_: text)
        patch.setattr(QueryDict, "__getitem__", lambda *_: text)
        patch.setattr(QueryDict, "getlist", lambda *_: [text])
        patch.setattr(QueryDict, "__contains__", lambda *_: True)
        yield
