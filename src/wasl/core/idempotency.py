"""The same key does an act once, however often it is sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction

from wasl.core.bulk import insert_rows
from wasl.core.errors import IdempotencyConflict
from wasl.core.models import IdempotencyKey
from wasl.core.scope import current_company_id

COLUMNS = ("company_id", "key", "content_hash")


def content_hash(act: str, content: dict[str, Any]) -> str:
    """Return a hash of an act and its content, independent of the order of its fields."""
    text = json.dumps([act, content], sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def was_done(key: str, act: str, content: dict[str, Any]) -> bool:
    """Tell whether an act was done under a key with the same content."""
    return IdempotencyKey.objects.filter(key=key, content_hash=content_hash(act, content)).exists()


def once(key: str, act: str, content: dict[str, Any], do: Callable[[], int]) -> int:
    """Do an act under a key and return the id of its result; the same key and content return the first result.

    :raises IdempotencyConflict: the key was used with other content.
    """
    digest = content_hash(act, content)
    with transaction.atomic():
        try:
            with transaction.atomic():
                insert_rows(IdempotencyKey, COLUMNS, [(current_company_id(), key, digest)])
        except IntegrityError:
            first = IdempotencyKey.objects.get(key=key)
            if first.content_hash != digest:
                raise IdempotencyConflict() from None
            return int(first.result)
        result = do()
        IdempotencyKey.objects.filter(key=key).update(result=result)
        return result
