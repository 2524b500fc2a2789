"""What a server process holds after a thousand pages: run as a process of its own, with the id of who looks at them."""

from __future__ import annotations

import json
import os
import re
import sys
from collections import deque
from html import unescape
from pathlib import Path
from typing import Any

EARLY, PAGES = 100, 1_000
LEFT_OUT = re.compile(r"format=|/static/|/worker|#|/components/")
KIND = re.compile(r"\d+")
OF_A_KIND = 12


def main(user_id: int) -> int:
    """Follow the links from Today, page after page, and print what this process then holds, in MB, as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wasl.config.settings")
    import django

    django.setup()
    from django.test import Client
    from django.test.utils import override_settings

    from wasl.access.models import User

    client = Client(raise_request_exception=False)
    with override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False):
        client.force_login(User.objects.get(pk=user_id), backend="wasl.access.backends.MemberBackend")
        print(json.dumps(walk(client)))
    return 0


def walk(client: Any) -> dict[str, int]:
    """Open a thousand pages: all kinds that links lead to, at most a dozen of each, then the same ones again."""
    waiting, known, early = deque(["/"]), {"/"}, 0
    opened: list[str] = []
    kinds: dict[str, int] = {}
    for number in range(PAGES):
        path = waiting.popleft() if waiting else opened[number % len(opened)]
        answer = client.get(path)
        opened.append(path)
        if number + 1 == EARLY:
            early = held_mb()
        if answer.streaming or b"<html" not in answer.content[:200]:
            continue
        for found in map(unescape, re.findall(r'href="(/[^"]*)"', answer.content.decode())):
            kind = KIND.sub("1", found.split("?")[0])
            if found in known or LEFT_OUT.search(found) or kinds.get(kind, 0) >= OF_A_KIND:
                continue
            kinds[kind] = kinds.get(kind, 0) + 1
            known.add(found)
            waiting.append(found)
    return {"kinds": len(kinds), f"mb_after_{EARLY}": early, f"mb_after_{PAGES}": held_mb()}


def held_mb() -> int:
    """Return what this process holds of its own, in MB: without files that are mapped, as the database is."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"RssAnon:\s+(\d+)", status)[1]) // 1024  # type: ignore[index]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
