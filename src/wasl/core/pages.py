"""What all pages share: who may open them, addresses, paging, figures that open their rows, tables as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wasl.core import clock, listing, room, saved_views
from wasl.core.cells import plain
from wasl.core.errors import NotAllowed, NotFound, Refusal, StaleVersion
from wasl.core.formats import currency_word, digits, format_minor
from wasl.core.forms import KeyedForm, add_refusal, new_key, once, show_both, text_of, was_done
from wasl.core.likeness import Alike, PerhapsHere, refuse_alike

ROWS = 50
WHOLE_ROWS = 500  # what is few by its nature is shown whole: accounts, members
EXPORT_ROWS = 100_000
FILE_KINDS = ("csv", "xlsx")
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
    return listing.query_address(request, **changes)


def file_kind(request: HttpRequest) -> str:
    """Return the kind of file that the address asks a list for: `csv`, `xlsx`, or nothing for the page."""
    kind = request.GET.get("format", "")
    return kind if kind in FILE_KINDS else ""


def paged(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], count: int, size: int = ROWS) -> tuple[Any, dict]:
    """Return the rows of the page asked for, and the pager's context."""
    if file_kind(request):
        return rows[:EXPORT_ROWS], {}
    asked = request.GET.get("page", "1")
    last = max((count - 1) // size, 0)
    number = min(max(int(asked) - 1, 0), last) if asked.isdecimal() else 0
    first = number * size
    shown = page_of(rows, first, size) if isinstance(rows, QuerySet) else rows[first : first + size]
    pager = {
        "count": count,
        "text": digits(f"{first + 1}–{min(first + size, count)} / {count}") if count else "",
        "prev_url": address(request, page=number) if number else "",
        "next_url": address(request, page=number + 2) if number < last else "",
    }
    return shown, pager


def page_of(rows: QuerySet[Any], first: int, size: int) -> list[Any]:
    """Return some of many rows: the keys are sorted alone, and only those of the page are read with what they join.

    A row's annotations are worked out for the page only, but for those that it is sorted or narrowed by.
    """
    keys = list(rows.values_list("pk", flat=True)[first : first + size])
    places = {key: place for place, key in enumerate(keys)}
    return sorted(rows.order_by().filter(pk__in=keys), key=lambda row: places[row.pk])


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


def summed(rows: QuerySet[Any], name: str, currency: str = "currency", *, base: str = "") -> tuple[int, Any]:
    """Return how many rows there are, and the sum of an amount of theirs; no sum where they are in many currencies.

    With `base` the sum is written as `amount` writes it, without it with its currency.
    """
    found = list(rows.order_by().values_list(currency).annotate(count=Count("pk"), sum=Sum(name)))
    total: Any = ""
    if len(found) == 1:
        code, _count, minor = found[0]
        total = amount(minor, code, base) if base else money(minor, code)
    return sum(count for _code, count, _sum in found), total


def money(minor: int, currency: str) -> SafeString:
    """Return an amount with its currency word, the number isolated."""
    return format_html(
        '<bdi class="n">{}</bdi> <span class="unit">{}</span>', format_minor(minor, currency), currency_word(currency)
    )


def amount(minor: int, currency: str, base: str) -> SafeString:
    """Return an amount of a list: bare in the company's currency, which the head names, after its code in another."""
    if currency == base:
        return figure(minor, base)
    return format_html('<bdi class="n"><span class="unit">{}</span> {}</bdi>', currency, format_minor(minor, currency))


def today_of(request: HttpRequest) -> date:
    """Return the company's date."""
    return clock.today(request.actor.company.time_zone)  # type: ignore[attr-defined]


def sheet(
    request: HttpRequest,
    *,
    title: str,
    columns: Sequence[dict[str, Any]],
    rows: Any,
    draw: Callable[[list[Any]], Sequence[Any]] | None = None,
    count: int | None = None,
    total: Sequence[Any] | None = None,
    bulk: Sequence[str] = (),
    views: Sequence[dict[str, Any]] = (),
    add: dict[str, Any] | None = None,
    **more: Any,
) -> HttpResponse:
    """Show a list or report as one table, or give it as a file where `format=csv` or `format=xlsx` asks for it.

    With `draw`, `rows` are records, not cells: they are sorted by the columns' `by`, cut to the page asked for, and
    drawn. Columns with a `key` can be chosen and put in order by the reader. `bulk` names acts on the rows that are
    picked (`Room.bulk_acts`); rows then have a `pick`, their record's id or nothing, and may have a `sum`, what they
    count in minor units of the base currency. `add` is the button that adds a record: `url`, `label`, and `action`
    where an empty list says it otherwise. `more` is context of `core/sheet.html`: crumb, actions, filter_form,
    searched, empty, stats, note.
    """
    order = None
    if draw is not None:
        rows, order = listing.ordered(request, rows, columns)
        size = ROWS if isinstance(rows, QuerySet) else WHOLE_ROWS
        shown, more["pager"] = paged(request, rows, count if count is not None else _count(rows), size)
        rows = draw(list(shown))
    places = listing.shown_columns(request, columns)
    heads = [columns[place] for place in places]
    cells = [listing.arranged(places, row) for row in rows]
    last = listing.arranged(places, total) if total else None
    if kind := file_kind(request):
        return listing.as_file(kind, title, heads, cells, last)
    acts = _bulk_offers(request, bulk)
    if acts:
        heads, cells, last = _with_picks(heads, cells, last)
    choosable = [column for column in columns if column.get("key")]
    context = {
        "title": title,
        "columns": listing.sortable(heads, order, request),
        "rows": cells,
        "total": last,
        "views": saved_views.offered(request, views) if choosable else list(views),
        "bulk": acts,
        "key": new_key(),
        "stack": True,
        "csv_url": address(request, format="csv"),
        "xlsx_url": address(request, format="xlsx"),
        "chooser": listing.chooser(request, columns),
        "view_query": listing.view_query(request.GET.urlencode()),
        "query": request.GET.get("q", ""),
        **more,
        **_around(request, add, more),
    }
    return render(request, "core/sheet.html", context)


def _count(rows: Any) -> int:
    return int(rows.count()) if isinstance(rows, QuerySet) else len(rows)


def _around(request: HttpRequest, add: dict[str, Any] | None, more: dict[str, Any]) -> dict[str, Any]:
    """Return what stands around a list: its buttons, what its tools carry on, what it says when nothing is there."""
    form, actions, empty = more.get("filter_form"), list(more.get("actions") or ()), more.get("empty")
    asked = [*(["q"] if more.get("searched") else []), *(form.fields if form else ())]
    narrowing = [name for name in asked if request.GET.get(name)] if getattr(form, "narrows", True) else []
    if narrowing:
        empty = {
            "icon": "search",
            "title": _("Nothing matches"),
            "more_url": address(request, **dict.fromkeys(narrowing)),
            "more": _("Clear the search"),
        }
    elif add and empty:
        empty = {**empty, "url": add["url"], "action": add.get("action", add["label"])}
    if add:
        actions.append({"icon": "plus", "primary": True, **add})
    return {"actions": actions, "empty": empty, "kept": listing.kept(request, asked)}


def _bulk_offers(request: HttpRequest, names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the acts on many rows that the role includes."""
    found = [act for name in names if (act := room.bulk_act(name)) is not None]
    actor = request.actor  # type: ignore[attr-defined]
    return [{"name": act.name, "label": act.label, "icon": act.icon} for act in found if actor.can(act.act)]


def _with_picks(
    columns: list[dict[str, Any]], rows: list[Any], total: list[Any] | None
) -> tuple[list[dict[str, Any]], list[Any], list[Any] | None]:
    """Put a box to pick each row by before its cells."""
    head = format_html('<input type="checkbox" data-all aria-label="{}">', _("Pick all rows"))
    picks = [{"label": head, "cls": "w-pick", "phone": "k"}, *columns]
    boxed = []
    for row in rows:
        box = {"pick": row["pick"], "label": plain(row["cells"][0]), "sum": row.get("sum", 0)}
        boxed.append(row | {"cells": [box if row["pick"] else "", *row["cells"]]})
    return picks, boxed, ["", *total] if total else None


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
    alike: str = "",
    **more: Any,
) -> HttpResponse:
    """Show a form for one act; once it is sent and sound, do the act once and go on to where `then` says.

    A refusal is shown beside the field it names; of a kind of `core.likeness`, who is `alike` is shown first.
    `more` is context of `core/act.html`: crumb, submit, intro, effect.

    :raises NotFound: the act's record is not there for this member.
    :raises NotAllowed: the role does not include the act.
    """
    found: list[Alike] = []
    if request.method == "POST" and (form.is_valid() or was_done(request, act)):
        try:
            result = once(request, act, sure(request, form, alike, do))
        except PerhapsHere as error:
            found = error.alike
        except (NotFound, NotAllowed) as error:
            if isinstance(error, NotAllowed) or error.field not in (fields or form.fields):
                raise
            add_refusal(form, error, fields)
        except StaleVersion as error:
            add_refusal(form, error, fields)
            show_both(form)
        except Refusal as error:
            add_refusal(form, error, fields)
        else:
            messages.success(request, done)
            return redirect(came_from(request) or then(result))
    context = {"title": title, "form": form, "alike_kind": alike, "alike": found, **more}
    status = 422 if form.errors or found else 200
    return render(request, more.get("template", "core/act.html"), context, status=status)


def nothing_to_do(
    request: HttpRequest, *, title: str, crumb: dict[str, str], empty: dict[str, str]
) -> HttpResponse | None:
    """Return a page that says why an act has nothing to be done with, and what helps; None once a form was sent.

    `empty` is the context of `web/c/empty.html`.
    """
    if request.method == "POST":
        return None
    return render(request, "core/nothing.html", {"title": title, "crumb": crumb, "empty": empty})


def sure(request: HttpRequest, form: KeyedForm, alike: str, do: Callable[[dict[str, Any]], int]) -> Callable[[], int]:
    """Return the act of a sound form, which refuses what may be here already, unless the person said to be sure.

    :raises PerhapsHere: by the act: there is something alike, of a kind of `core.likeness`.
    """

    def act() -> int:
        if alike and "sure" not in request.POST:
            refuse_alike(alike, request.actor, form.cleaned_data)  # type: ignore[attr-defined]
        return do(form.cleaned_data)

    return act


def came_from(request: HttpRequest) -> str:
    """Return the page of ours that an act was opened from in the drawer (`back` in its address), or nothing."""
    return ours(request, request.GET.get("back", ""), "")


def ours(request: HttpRequest, url: str, otherwise: str = "/") -> str:
    """Return an address if it is one of ours, else another: nobody is sent elsewhere by what a form carries."""
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure()) else otherwise


def press(
    request: HttpRequest,
    *,
    act: str,
    do: Callable[[], Any],
    then: str | Callable[[int], str],
    done: str,
    back: str = "",
    instead: Mapping[type[Refusal], str] | None = None,
) -> HttpResponse:
    """Do an act of one button once, and go on; a refusal is shown on top of the page it came from.

    A refusal of a kind of `instead` leads to an address that mends it, without a word.
    An address that is only opened does nothing: who follows a link has not pressed a button.

    :raises NotFound: the act's record is not there for this member.
    :raises NotAllowed: the role does not include the act.
    """

    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])

    def result() -> int:
        found = do()
        return getattr(found, "pk", None) or 0

    try:
        key = once(request, act, result)
    except (NotFound, NotAllowed):
        raise
    except Refusal as error:
        if mended := (instead or {}).get(type(error)):
            return redirect(mended)
        messages.error(request, text_of(error))
        return redirect(back or (then if isinstance(then, str) else "/"))
    messages.success(request, done)
    return redirect(then if isinstance(then, str) else then(key))
