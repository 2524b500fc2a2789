"""Serve files, only through permission; keep and forget views of lists; say what fields read."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wasl.core import attachments, saved_views
from wasl.core.errors import BadInput, NotFound
from wasl.core.forms import understood
from wasl.core.pages import page

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
        return redirect("/" if error.field == "page" else _list_address(said["page"], said["query"]))
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
