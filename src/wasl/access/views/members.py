"""Pages of the team: list, add, invite, change, shut out, and accepting an invitation."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wasl.access import forms, queries, services
from wasl.access.middleware import SESSION_KEY
from wasl.access.models import Member
from wasl.core.errors import NotFound, Refusal
from wasl.core.forms import add_refusal, offer, text_of
from wasl.core.pages import act_page, page, press, sheet

BACKEND = "wasl.access.backends.MemberBackend"


@page("member.view")
def members(request: HttpRequest) -> HttpResponse:
    """List the team."""
    actor = request.actor  # type: ignore[attr-defined]
    roles, may_manage = dict(forms.ROLES), actor.can("member.manage")
    columns: list[dict[str, Any]] = [
        {"key": "name", "label": _("Name"), "link": may_manage, "phone": "b", "by": lambda row: row.name},
        {"key": "email", "label": _("E-mail"), "phone": "a", "by": lambda row: row.email or None},
        {"key": "role", "label": _("Role"), "phone": "e", "by": lambda row: row.role},
        {"key": "manager", "label": _("Reports to"), "wide": True, "phone": "x", "by": _manager_name},
        {"key": "region", "label": _("Region"), "extra": True, "phone": "x", "by": lambda row: row.region or None},
        {"key": "state", "label": _("Sign-in"), "phone": "d"},
    ]
    return sheet(
        request,
        title=_("Team"),
        columns=columns,
        rows=queries.members(),
        draw=lambda shown: [_row(member, roles) for member in shown],
        add={"url": reverse("access:member_add"), "label": _("Person")} if may_manage else None,
        empty={"icon": "users", "title": _("Nobody here yet")},
    )


def _manager_name(row: Member) -> str | None:
    return row.manager.name if row.manager else None


@page("member.manage")
def member(request: HttpRequest, member_id: int) -> HttpResponse:
    """Show one member and what can be done about them."""
    found = queries.member(member_id)
    roles = dict(forms.ROLES)
    text, tone = _sign_in(found)
    return render(
        request,
        "access/member.html",
        {
            "member": found,
            "name": queries.named(found),
            "state": {"text": text, "tone": tone},
            "pairs": [
                {"label": label, "value": value}
                for label, value in (
                    (_("Role"), roles.get(found.role, found.role)),
                    (_("E-mail"), found.email),
                    (_("Reports to"), queries.named(found.manager)),
                    (_("Region"), found.region),
                )
                if value
            ],
        },
    )


@page("member.manage")
def member_add(request: HttpRequest) -> HttpResponse:
    """Add a person; sign-in may come later."""
    actor = request.actor  # type: ignore[attr-defined]
    form = forms.MemberForm(request.POST or None)
    offer(form, "manager", queries.member_choices())

    def do(said: dict[str, Any]) -> int:
        known = {name: said[name] for name in ("name", "name_ar", "email", "role", "region")}
        return int(services.add_member(actor=actor, manager_id=said["manager"], **known).pk)

    return act_page(
        request,
        form,
        act="member.add",
        title=_("Add a person"),
        do=do,
        then=lambda key: reverse("access:member", args=[key]),
        done=_("Added."),
        crumb=_crumb(),
    )


@page("member.manage")
def member_change(request: HttpRequest, member_id: int) -> HttpResponse:
    """Change a member's names, role, manager or region."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.member(member_id)
    initial = {
        "name": found.name,
        "name_ar": found.name_ar,
        "role": found.role,
        "manager": found.manager_id,
        "region": found.region,
    }
    form = forms.MemberChangeForm(request.POST or None, initial=initial)
    form.add_version(found.version)
    offer(form, "manager", [(key, name) for key, name in queries.member_choices() if key != member_id])

    def do(said: dict[str, Any]) -> int:
        changed = services.change_member(
            actor=actor,
            member_id=member_id,
            version=said["version"],
            manager_id=said["manager"],
            **{name: said[name] for name in ("role", "region", "name", "name_ar")},
        )
        return int(changed.pk)

    return act_page(
        request,
        form,
        act="member.change",
        title=_("Change this person"),
        do=do,
        then=lambda key: reverse("access:member", args=[key]),
        done=_("Saved."),
        crumb={"url": reverse("access:member", args=[member_id]), "label": queries.named(found)},
    )


@require_POST
@page("member.manage")
def invite(request: HttpRequest, member_id: int) -> HttpResponse:
    """Make an invitation and show its link, this once."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.member(member_id)
    context: dict[str, Any] = {"member": found}
    try:
        invitation, secret = services.invite_member(actor=actor, member_id=member_id)
    except (NotFound, Refusal) as error:
        if isinstance(error, NotFound):
            raise
        context["refused"] = text_of(error)
        return render(request, "access/invited.html", context, status=409)
    link = request.build_absolute_uri(reverse("access:accept", args=[secret]))
    answer = render(request, "access/invited.html", context | {"link": link, "until": invitation.expires_at.date()})
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@page("member.manage")
def shut_out(request: HttpRequest, member_id: int) -> HttpResponse:
    """End a leaver's access at once."""
    actor = request.actor  # type: ignore[attr-defined]
    return press(
        request,
        act="member.shut_out",
        do=lambda: services.shut_out_member(actor=actor, member_id=member_id),
        then=reverse("access:member", args=[member_id]),
        done=_("Access has ended. What they own stays and can be handed over."),
    )


@require_POST
@page("member.manage")
def let_back(request: HttpRequest, member_id: int) -> HttpResponse:
    """Give a shut-out member access again."""
    actor = request.actor  # type: ignore[attr-defined]
    return press(
        request,
        act="member.let_back",
        do=lambda: services.let_member_back(actor=actor, member_id=member_id),
        then=reverse("access:member", args=[member_id]),
        done=_("They have access again."),
    )


@login_not_required
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Let an invited person choose a password and come in."""
    invited = queries.invited(secret)
    user: Any = request.user
    is_known = bool(invited and user.is_authenticated and user.email == invited.email)
    form = forms.AcceptForm(request.POST if request.method == "POST" else None, is_known=is_known)
    if request.method == "POST" and form.is_valid():
        try:
            if is_known:
                services.accept_invitation(secret=secret, user=user)
            else:
                validate_password(form.cleaned_data["password"])
                user = services.accept_invitation(secret=secret, password=form.cleaned_data["password"])
                login(request, user, backend=BACKEND)
        except ValidationError as error:
            form.add_error("password", error)
        except Refusal as error:
            add_refusal(form, error)
        else:
            request.session[SESSION_KEY] = invited.company_id if invited else None
            return redirect("/")
    context: dict[str, Any] = {"form": form, "invited": invited, "is_known": is_known}
    if invited is not None:
        context["company_shown"] = invited.company.display_name(get_language() or "en")
    return render(request, "access/accept.html", context, status=422 if form.errors else 200)


def _row(found: Member, roles: dict[str, Any]) -> dict[str, Any]:
    text, tone = _sign_in(found)
    return {
        "url": reverse("access:member", args=[found.pk]),
        "cells": [
            queries.named(found),
            {"code": found.email} if found.email else "",
            str(roles.get(found.role, found.role)),
            queries.named(found.manager),
            found.region,
            {"pill": text, "tone": tone},
        ],
    }


def _sign_in(found: Member) -> tuple[str, str]:
    if not found.is_active:
        return _("Shut out"), "bad"
    return (_("Active"), "ok") if found.user_id else (_("No sign-in yet"), "")


def _crumb() -> dict[str, str]:
    return {"url": reverse("access:members"), "label": _("Team")}
