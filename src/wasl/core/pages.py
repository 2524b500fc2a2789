"""What all pages share: who may open them, addresses, paging, figures that open their rows, tables as files."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import quote as percent_encoded

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

from wasl.core import clock
from wasl.core.errors import NotAllowed, NotFound, Refusal
from wasl.core.formats import MINUS, currency_word, format_minor
from wasl.core.forms import KeyedForm, add_refusal, new_key, once, text_of
from wasl.core.tabular import safe_cell

ROWS = 50
EXPORT_ROWS = 100_000
View = Callable[..., HttpResponseBase]


def page(act: str = "") -> Callable[[View], View]:
    """Let only members open a page, and only those whose role includes an act; who has no company creates one.

    :raises NotAllowed: the role does not include it.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = getattr(request, "actor", None)
            if actor is None:
                if request.user.is_authenticated:
                    return redirect(settings.NO_COMPANY_URL)
                return redirect_to_login(request.get_full_path())
            if act:
                actor.require(act)
            return view(request, *args, **kwargs)

        return opened

    return wrap


def address(request: HttpRequest, **changes: Any) -> str:
    """Return this page's address with some of its parameters changed; None takes one away."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def paged(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], count: int, size: int = ROWS) -> tuple[Any, dict]:
    """Return the rows of the page asked for, and the pager's context."""
    if request.GET.get("format") == "csv":
        return rows[:EXPORT_ROWS], {}
    asked = request.GET.get("page", "1")
    last = max((count - 1) // size, 0)
    number = min(max(int(asked) - 1, 0), last) if asked.isdecimal() else 0
    first = number * size
    shown = rows[first : first + size]
    pager = {
        "text": f"{first + 1}–{min(first + size, count)} / {count}" if count else "",
        "prev_url": address(request, page=number) if number else "",
        "next_url": address(request, page=number + 2) if number < last else "",
    }
    return shown, pager


def figure(minor: int, currency: str, url: str = "", *, dash: bool = False) -> SafeString:
    """Return an amount in minor units, isolated, as a link to its rows; `dash` writes zero as a dash."""
    if dash and not minor:
        return SafeString('<span class="t3">–</span>')
    text = format_minor(minor, currency)
    if not url:
        return format_html('<bdi class="n">{}</bdi>', text)
    return format_html('<a class="drill" href="{}"><bdi class="n">{}</bdi></a>', url, text)


def linked(url: str, text: Any) -> Any:
    """Return a cell that leads to an address, or only its text where there is none."""
    return {"link": url, "text": text} if url else text


def money(minor: int, currency: str) -> SafeString:
    """Return an amount with its currency word, the number isolated."""
    return format_html(
        '<bdi class="n">{}</bdi> <span class="unit">{}</span>', format_minor(minor, currency), currency_word(currency)
    )


def csv_answer(
    name: str, columns: Sequence[dict[str, Any]], rows: Iterable[Any], total: Sequence[Any] | None = None
) -> HttpResponse:
    """Return a table as a CSV file that spreadsheets open as it is: plain numbers, and no cell that runs."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([safe_cell(" ".join(filter(None, (plain(c.get("label")), plain(c.get("unit")))))) for c in columns])
    for row in [*rows, *([total] if total else [])]:
        cells = row["cells"] if isinstance(row, dict) else row
        writer.writerow(
            [
                safe_cell(number_text(cell) if c.get("num") else plain(cell))
                for c, cell in zip(columns, cells, strict=True)
            ]
        )
    answer = HttpResponse(f"\ufeff{file.getvalue()}", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{percent_encoded(name)}.csv"
    return answer


def plain(cell: Any) -> str:
    """Return the text of a table's cell, however it is described."""
    match cell:
        case None:
            return ""
        case {"lines": (first, second)}:
            return f"{plain(first)} {plain(second)}".strip()
        case {"pill": text} | {"organisation": text} | {"person": text} | {"code": text} | {"text": text}:
            return plain(text)
        case dict():
            return ""
    return html.unescape(strip_tags(str(cell))) if isinstance(cell, SafeString) else str(cell)


def number_text(cell: Any) -> str:
    """Return a figure as spreadsheets read it: without grouping, with a plain minus; a dash is nothing."""
    text = plain(cell).replace(",", "").replace(MINUS, "-").strip()
    return "" if text == "–" else text


def today_of(request: HttpRequest) -> date:
    """Return the company's date."""
    return clock.today(request.actor.company.time_zone)  # type: ignore[attr-defined]


def sheet(
    request: HttpRequest,
    *,
    title: str,
    columns: Sequence[dict[str, Any]],
    rows: Sequence[Any],
    total: Sequence[Any] | None = None,
    **more: Any,
) -> HttpResponse:
    """Show a list or report as one table, or give it as a CSV file where `format=csv` asks for it.

    `more` is context of `core/sheet.html`: crumb, actions, views, filter_form, query, pager, empty, stats, note.
    """
    if request.GET.get("format") == "csv":
        return csv_answer(title, columns, rows, total)
    context = {"title": title, "columns": columns, "rows": rows, "total": total, "key": new_key(), "stack": True}
    return render(request, "core/sheet.html", {"csv_url": address(request, format="csv"), **context, **more})


def act_page(
    request: HttpRequest,
    form: KeyedForm,
    *,
    act: str,
    title: str,
    do: Callable[[dict[str, Any]], int],
    then: Callable[[int], str],
    done: str,
    fields: dict[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """Show a form for one act; once it is sent and sound, do the act once and go on to where `then` says.

    A refusal is shown beside the field it names. `more` is context of `core/act.html`: crumb, submit, intro, effect.

    :raises NotFound: the act's record is not there for this member.
    :raises NotAllowed: the role does not include the act.
    """
    if request.method == "POST" and form.is_valid():
        try:
            result = once(request, act, lambda: do(form.cleaned_data))
        except (NotFound, NotAllowed) as error:
            if isinstance(error, NotAllowed) or error.field not in (fields or form.fields):
                raise
            add_refusal(form, error, fields)
        except Refusal as error:
            add_refusal(form, error, fields)
        else:
            messages.success(request, done)
            return redirect(then(result))
    context = {"title": title, "form": form, **more}
    return render(request, more.get("template", "core/act.html"), context, status=422 if form.errors else 200)


def press(
    request: HttpRequest,
    *,
    act: str,
    do: Callable[[], Any],
    then: str | Callable[[int], str],
    done: str,
    back: str = "",
) -> HttpResponse:
    """Do an act of one button once, and go on; a refusal is shown on top of the page it came from.

    :raises NotFound: the act's record is not there for this member.
    :raises NotAllowed: the role does not include the act.
    """

    def result() -> int:
        found = do()
        return getattr(found, "pk", None) or 0

    try:
        key = once(request, act, result)
    except (NotFound, NotAllowed):
        raise
    except Refusal as error:
        messages.error(request, text_of(error))
        return redirect(back or (then if isinstance(then, str) else "/"))
    messages.success(request, done)
    return redirect(then if isinstance(then, str) else then(key))
