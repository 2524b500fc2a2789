"""Serve files, only through permission; keep and forget views of lists; say what fields read and may choose."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from wasl.core import attachments, likeness, listing, notices, picking, saved_views
from wasl.core.errors import BadInput, NotFound, Refusal
from wasl.core.formats import digits
from wasl.core.forms import KEY, add_refusal, once, understood
from wasl.core.pages import ours, page, sure

INLINE = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp", "image/gif"})


@page()
def attachment(request: HttpRequest, attachment_id: int) -> HttpResponseBase:
    """Send a file to who may see what it hangs on; a browser shows images and PDFs and saves the rest."""
    actor = request.actor  # type: ignore[attr-defined]
    kept, path = attachments.open_attachment(actor=actor, attachment_id=attachment_id)
    answer = FileResponse(
        path.open("rb"),
        as_attachment=kept.content_type not in INLINE,
        filename=kept.file_name,
        content_type=kept.content_type,
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


@require_GET
@page()
def read(request: HttpRequest, kind: str) -> HttpResponse:
    """Tell what is understood of a text typed into a field of a day or an amount."""
    if kind not in ("date", "amount"):
        raise NotFound()
    return JsonResponse(understood(kind, request.GET.get("text", "")))


@require_POST
@page()
def view_save(request: HttpRequest) -> HttpResponse:
    """Keep what a list shows now as a view."""
    actor = request.actor  # type: ignore[attr-defined]
    said = {name: request.POST.get(name, "") for name in ("page", "name", "query")}
    try:
        view = saved_views.save_view(actor=actor, is_shared="is_shared" in request.POST, **said)
    except BadInput as error:
        messages.error(request, error.message)
        return redirect(ours(request, "" if error.field == "page" else _list_address(said["page"], said["query"])))
    messages.success(request, _("The view is kept."))
    return redirect(_list_address(view.page, view.query))


@require_POST
@page()
def view_delete(request: HttpRequest, view_id: int) -> HttpResponse:
    """Forget a view."""
    back = saved_views.delete_view(actor=request.actor, view_id=view_id)  # type: ignore[attr-defined]
    messages.success(request, _("The view is forgotten."))
    return redirect(back)


def _list_address(page: str, query: str) -> str:
    return f"{page}?{query}" if query else page


@require_GET
@page()
def notices_page(request: HttpRequest) -> HttpResponse:
    """Show what the member was told of."""
    rows = notices.latest(request.actor)  # type: ignore[attr-defined]
    return render(request, "core/notices.html", {"rows": rows, "unread": any(not row.is_read for row in rows)})


@require_POST
@page()
def notices_read(request: HttpRequest) -> HttpResponse:
    """Open one notice, or mark all as read."""
    key = picking.key_of(request.POST.get("notice"))
    url = notices.read(actor=request.actor, notice_id=key)  # type: ignore[attr-defined]
    return redirect(url or reverse("core:notices"))


@require_GET
@page()
def pick(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer which records of a kind match what is typed, and whether one can be created."""
    actor = request.actor  # type: ignore[attr-defined]
    text = listing.searched(request.GET)
    offered = picking.picker(kind)
    found = offered.find(actor, text)[: picking.PICKED_ROWS]
    count = ngettext("%(count)s result", "%(count)s results", len(found)) % {"count": digits(str(len(found)))}
    answer: dict[str, object] = {"rows": [vars(each) for each in found], "says": count if found else _("Nothing found")}
    if offered.quick and picking.THERE not in request.GET and actor.can(offered.quick.act):
        label = _("Create “%(text)s”") % {"text": text} if text else _("Create a new one")
        answer["quick"] = {"label": label, "url": reverse("core:pick_new", args=[kind])}
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})


@page()
def pick_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Create a record where it is needed, by a short form; the answer is then the record, to be chosen."""
    actor = request.actor  # type: ignore[attr-defined]
    quick = picking.picker(kind).quick
    if quick is None:
        raise NotFound()
    actor.require(quick.act)
    initial = {quick.initial: request.GET.get("q", "").strip()}
    form = quick.form(request.POST or None, initial=initial, auto_id="new_%s")
    picking.offer_picks(form, actor)
    found: list[likeness.Alike] = []
    if request.method == "POST" and form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != KEY}
        try:
            key = once(
                request, f"pick_new:{kind}", sure(request, form, quick.alike, lambda _said: quick.do(actor, said))
            )
        except likeness.PerhapsHere as error:
            found = error.alike
        except Refusal as error:
            add_refusal(form, error)
        else:
            made = picking.Source(kind, actor).of([key])
            return JsonResponse({"rows": [vars(each) for each in made]}, status=201)
    context = {"title": quick.title, "form": form, "url": request.path, "alike": found, "kind": quick.alike}
    return render(request, "core/quick.html", context, status=422 if form.errors or found else 200)


@require_GET
@page()
def alike(request: HttpRequest, kind: str) -> HttpResponse:
    """Show who may be the same as what is being typed; `choose` lets one of them be taken instead."""
    found = likeness.alike(kind, request.actor, request.GET)  # type: ignore[attr-defined]
    answer = render(request, "core/alike.html", {"alike": found, "choose": "choose" in request.GET})
    answer["Cache-Control"] = "no-store"
    return answer
