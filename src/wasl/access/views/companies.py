"""Pages of companies: create, settings, switch."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wasl.access import forms, services
from wasl.access.middleware import SESSION_KEY
from wasl.core import attachments
from wasl.core.errors import BadInput, NotFound, Refusal
from wasl.core.formats import currency_name
from wasl.core.forms import add_refusal, text_of
from wasl.core.models import Company
from wasl.core.pages import act_page, page, press

MODULES = {
    "projects": (gettext_lazy("Projects"), gettext_lazy("Projects, tasks, time and billing of work.")),
    "finance": (gettext_lazy("Finance"), gettext_lazy("Invoices, payments, expenses and the ledger.")),
}
ANOTHER_COUNTRY = "ZZ"
LOGO_TYPES = ("image/png", "image/jpeg")
FIELDS = (
    "name",
    "name_ar",
    "address",
    "address_ar",
    "tax_number",
    "registration_number",
    "iban",
    "language",
    "time_zone",
    "fiscal_year_start_month",
    "show_hijri",
)


@login_required
def company_new(request: HttpRequest) -> HttpResponse:
    """Create a company; who does becomes its owner and goes on in it."""
    user: Any = request.user
    language = "ar" if (get_language() or "").startswith("ar") else "en"
    form = forms.NewCompanyForm(request.POST or None, initial={"country": "SA", "person": user.name})
    if user.name:
        del form.fields["person"]
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        country = "" if said["country"] == ANOTHER_COUNTRY else said["country"]
        try:
            company = services.create_company(
                user=user,
                person=said.get("person", ""),
                name=said["name"],
                name_ar=said["name"] if language == "ar" else "",
                country=country,
                base_currency=said["base_currency"],
                language=language,
                modules=services.MODULES if said["start"] == "all" else ("crm",),
            )
        except Refusal as error:
            add_refusal(form, error)
        else:
            request.session[SESSION_KEY] = company.pk
            messages.success(request, _("Welcome. Your company is ready."))
            return redirect("/")
    context = {"form": form, "first": not request.user.memberships}  # type: ignore[union-attr]
    return render(request, "access/company_new.html", context, status=422 if form.errors else 200)


@page("company.settings")
def company(request: HttpRequest) -> HttpResponse:
    """Change what the company says of itself."""
    actor = request.actor  # type: ignore[attr-defined]
    found = Company.objects.get(pk=actor.company.pk)
    initial = {name: getattr(found, name) for name in FIELDS}
    form = forms.CompanyForm(request.POST or None, request.FILES or None, initial=initial)
    form.add_version(found.version)
    if "finance" not in found.modules:
        form.keep_to_sales()

    def do(said: dict[str, Any]) -> int:
        changes = {name: said[name] for name in FIELDS if name in said}
        if said["logo"]:
            changes["logo_id"] = _keep_logo(actor, found, said["logo"])
        version = said["version"]
        return int(services.change_company(actor=actor, version=version, **changes).pk)

    return act_page(
        request,
        form,
        act="company.change",
        title=_("Company"),
        do=do,
        then=lambda _key: reverse("access:company"),
        done=_("Saved."),
        template="access/company.html",
        logo=found.logo,
        fixed=[
            {"label": _("Country"), "value": dict(forms.COUNTRIES).get(found.country, found.country or "–")},
            {"label": _("Currency"), "value": currency_name(found.base_currency)},
        ],
        modules=[
            {"name": name, "label": label, "text": text, "on": name in found.modules}
            for name, (label, text) in MODULES.items()
        ],
    )


@require_POST
@page("company.settings")
def switch_module(request: HttpRequest, module: str) -> HttpResponse:
    """Switch a part of Wasl on or off; nothing is deleted."""
    actor = request.actor  # type: ignore[attr-defined]
    on = request.POST.get("on") == "1"
    return press(
        request,
        act="company.switch_module",
        do=lambda: services.switch_module(actor=actor, module=module, on=on),
        then=reverse("access:company"),
        done=_("Switched on.") if on else _("Switched off: nothing was deleted."),
    )


@login_required
def companies(request: HttpRequest) -> HttpResponse:
    """Show the companies of the person who is signed in."""
    members = request.user.memberships  # type: ignore[union-attr]
    return render(request, "access/companies.html", {"members": members, "roles": dict(forms.ROLES)})


@require_POST
@login_required
def switch(request: HttpRequest) -> HttpResponse:
    """Go on in another company of one's own."""
    asked = request.POST.get("company", "")
    if asked not in {str(member.company_id) for member in request.user.memberships}:  # type: ignore[union-attr]
        raise NotFound()
    request.session[SESSION_KEY] = int(asked)
    return redirect("/")


@require_POST
@page("company.settings")
def erase_sample(request: HttpRequest) -> HttpResponse:
    """Remove the sample company, and go on in a company of one's own."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        services.erase_sample_company(actor=actor)
    except Refusal as error:
        messages.error(request, text_of(error))
        return redirect("access:companies")
    request.session.pop(SESSION_KEY, None)
    messages.success(request, _("The sample company is removed."))
    return redirect("/")


def _keep_logo(actor: Any, company: Company, file: Any) -> int:
    kept = attachments.attach(actor=actor, subject=company, data=file.read(), filename=file.name or "")
    if kept.content_type not in LOGO_TYPES:
        raise BadInput("logo", reason=_("The logo must be a PNG or JPEG image."))
    return int(kept.pk)
