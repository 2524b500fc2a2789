"""How often one member may call: so many times a minute, counted in this process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wasl.core import clock
from wasl.core.rest.problems import answer_problem

WINDOW_SECONDS = 60
KEPT_MAX = 10_000
View = Callable[..., HttpResponse]


class Windows:
    """Counts calls by caller in windows of a minute; what is older is dropped."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counts: dict[tuple[Any, int], int] = {}

    def count(self, caller: Any, now: float) -> tuple[int, int]:
        """Count one call; return the calls of this window and the seconds until the next one."""
        window = int(now // WINDOW_SECONDS)
        with self.lock:
            if len(self.counts) > KEPT_MAX:
                self.counts = {key: count for key, count in self.counts.items() if key[1] == window}
            count = self.counts[caller, window] = self.counts.get((caller, window), 0) + 1
        return count, WINDOW_SECONDS - int(now % WINDOW_SECONDS)


WINDOWS = Windows()


def throttled(view: View) -> View:
    """Wrap an endpoint: it says how many calls are left in this minute, and refuses those beyond."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = request.actor  # type: ignore[attr-defined]
        caller = (actor.company.pk, actor.member_id) if actor else request.META.get("REMOTE_ADDR", "")
        limit = settings.API_CALLS_A_MINUTE
        count, seconds = WINDOWS.count(caller, clock.now().timestamp())
        if count > limit:
            answer = answer_problem(
                429,
                "too_many_requests",
                _("More than %(limit)d calls in a minute.") % {"limit": limit},
                remedy=_("Call again in %(seconds)d seconds.") % {"seconds": seconds},
            )
            answer["Retry-After"] = str(seconds)
        else:
            answer = view(request, *args, **kwargs)
        answer["RateLimit-Policy"] = f'"minute";q={limit};w={WINDOW_SECONDS}'
        answer["RateLimit"] = f'"minute";r={max(limit - count, 0)};t={seconds}'
        return answer

    return wrapped
