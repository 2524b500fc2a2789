"""Create a record by a few fields, in the drawer over the list one is at; the full page goes on with what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from wasl.core.errors import NotAllowed, NotFound, Refusal
from wasl.core.forms import NOT_CONTENT, KeyedForm, add_refusal, once
from wasl.core.likeness import Alike, PerhapsHere
from wasl.core.pages import sure

MORE, SURE, AGAIN = "more", "sure", "again"
GRID = 12


def begun(request: HttpRequest) -> tuple[Any, dict[str, Any]]:
    """Return what a full form was sent, None for nothing yet, and what was typed into the short one before."""
    if request.method == "POST" and MORE in request.POST:
        not_typed = NOT_CONTENT | {MORE, SURE}
        return None, {name: value for name, value in request.POST.items() if name not in not_typed}
    return request.POST or None, {}


def quick_page(
    request: HttpRequest,
    form: KeyedForm,
    *,
    act: str,
    title: str,
    full: str,
    layout: Sequence[tuple[str, ...]],
    do: Callable[[dict[str, Any]], int],
    then: Callable[[int], str],
    done: str,
    fields: dict[str, str] | None = None,
    alike: str = "",
) -> HttpResponse:
    """Show a short form; once it is sent and sound, do the act once.

    The drawer gets JSON: a toast that leads to the record, and `again` where another is wanted. Without script the
    page goes on to where `then` says, or to an empty form. `full` is the page with all fields, `layout` the fields
    line by line, `fields` maps a service's name to the form's, `alike` a kind of `core.likeness` to be warned of.

    :raises NotAllowed: the role does not include the act.
    """
    found: list[Alike] = []
    if request.method == "POST" and form.is_valid():
        try:
            key = once(request, act, sure(request, form, alike, do))
        except PerhapsHere as error:
            found = error.alike
        except (NotFound, NotAllowed):
            raise
        except Refusal as error:
            add_refusal(form, error, fields)
        else:
            if not form.errors:
                return _done(request, then(key), done)
    lines = [[{"field": form[name], "span": GRID // len(names)} for name in names] for names in layout]
    context = {"title": title, "form": form, "full": full, "lines": lines, "alike_kind": alike, "alike": found}
    return render(request, "core/quick_create.html", context, status=422 if form.errors or found else 200)


def _done(request: HttpRequest, url: str, done: str) -> HttpResponse:
    again = AGAIN in request.POST
    if request.headers.get("HX-Target"):
        return JsonResponse({"toast": {"text": done, "url": url}, "again": again}, status=201)
    messages.success(request, done)
    return redirect(request.path if again else url)
