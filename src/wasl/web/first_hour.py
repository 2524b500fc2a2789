"""Pages of the first hour: a sample company, and the first steps put away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from wasl.access.models import Member
from wasl.core.scope import every_company
from wasl.web import jobs

GUIDE_SECONDS = 365 * 24 * 60 * 60


def sample(request: HttpRequest) -> HttpResponse:
    """Offer a sample company, have it made, and open it once it is there."""
    user: Any = request.user
    with every_company():
        member = Member.of_user(user.pk).filter(company__is_sample=True).first()
    language = "ar" if (get_language() or "").startswith("ar") else "en"
    if request.method == "POST" and member is None:
        jobs.make_sample.enqueue(user_id=user.pk, language=language)
        return redirect(f"{reverse('web:sample')}?asked=1")
    context = {"member": member, "asked": "asked" in request.GET}
    part = request.headers.get("HX-Request") == "true"
    return render(request, "web/sample_state.html" if part else "web/sample.html", context)


@require_POST
def guide(request: HttpRequest) -> HttpResponse:
    """Put the first steps away on this device."""
    response = HttpResponseRedirect("/")
    response.set_cookie("guide", "off", max_age=GUIDE_SECONDS, samesite="Lax", secure=request.is_secure())
    return response
