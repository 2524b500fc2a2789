"""Change one field of a record where its page shows it: a form of that field alone, undone by one press."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wasl.core.errors import NotAllowed, NotFound, Refusal, StaleVersion
from wasl.core.forms import KEY, KeyedForm, add_refusal, once, text_of
from wasl.core.pages import came_from

CONFLICT = 409


@dataclass(frozen=True)
class Kept:
    """What a field says in the record now, as its form has it, and the version of the record."""

    text: str
    version: int


def only_field(form: KeyedForm, name: str) -> KeyedForm:
    """Return the form with one of its fields alone.

    :raises NotFound: it has no such field.
    """
    if name not in form.fields or name == KEY:
        raise NotFound()
    for other in [each for each in form.fields if each not in (name, KEY)]:
        del form.fields[other]
    return form


def change_field(
    request: HttpRequest,
    *,
    act: str,
    name: str,
    form: Callable[[Any, dict[str, Any]], KeyedForm],
    read: Callable[[], Kept],
    save: Callable[[KeyedForm, int], None],
    then: str,
) -> HttpResponse:
    """Show the form of one field, or save what it says; where others changed that field meanwhile, show both values.

    `form(data, initial)` makes the form, `read()` says what is kept now, `save(form, version)` writes by a service.
    A change that others made to other fields does not stand in the way.

    :raises NotFound: there is no such field to change.
    :raises NotAllowed: the role does not include the act.
    """
    now = read()
    if request.method != "POST":
        return _ask(request, only_field(form(None, {name: now.text}), name), name, now)
    if "undo" in request.GET:
        return _undo(request, only_field(form({name: request.GET["undo"]}, {}), name), save, then)
    asked = only_field(form(request.POST, {name: now.text}), name)
    if request.POST.get("was", "") != now.text and request.POST.get("version", "") != str(now.version):
        return _ask(request, asked, name, now, theirs=_words(asked, name, now.text), status=CONFLICT)
    if not asked.is_valid():
        return _ask(request, asked, name, now, status=422)
    try:
        once(request, f"{act}:{name}", lambda: _did(lambda: save(asked, now.version)))
    except StaleVersion:
        now = read()
        return _ask(request, asked, name, now, theirs=_words(asked, name, now.text), status=CONFLICT)
    except (NotAllowed, NotFound):
        raise
    except Refusal as error:
        add_refusal(asked, error, {error.field: name})
        return _ask(request, asked, name, now, status=422)
    if asked.errors:
        return _ask(request, asked, name, now, status=422)
    query = urlencode({"undo": now.text, "version": read().version})
    return JsonResponse({"toast": {"text": _("Saved."), "undo": f"{request.path}?{query}"}})


def _did(save: Callable[[], None]) -> int:
    save()
    return 1


def _undo(request: HttpRequest, form: KeyedForm, save: Callable[[KeyedForm, int], None], then: str) -> HttpResponse:
    version = request.GET.get("version", "")
    try:
        if not form.is_valid() or not version.isdecimal():
            raise NotFound()
        save(form, int(version[:18]))
    except (NotAllowed, NotFound):
        raise
    except Refusal as error:
        messages.error(request, text_of(error))
    else:
        messages.success(request, _("As it was before."))
    return redirect(came_from(request) or then)


def _ask(
    request: HttpRequest, form: KeyedForm, name: str, now: Kept, *, theirs: str | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "field": form[name], "now": now, "theirs": theirs, "url": request.path}
    if theirs is not None:
        context["mine"] = _words(form, name, str(form[name].value() or ""))
    return render(request, "core/inline.html", context, status=status)


def _words(form: forms.Form, name: str, text: str) -> str:
    """Return how a value reads: the label of a choice, the text itself otherwise."""
    field: Any = form.fields[name]
    if hasattr(field, "label_of"):
        return field.label_of(text) or "–"
    choices = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    return choices.get(text, text) or "–"
