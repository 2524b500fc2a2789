"""Every write about users and members."""

from __future__ import annotations

import secrets
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.access import rules
from wasl.access.actor import Actor
from wasl.access.models import Invitation, Member, User
from wasl.core import clock, events
from wasl.core.errors import BadInput, NotFound, Refusal
from wasl.core.models import Company
from wasl.core.scope import company_scope, every_company

INVITATION_DAYS = 7


class InvitationInvalid(Refusal):
    """The link was used, has expired, or never was."""

    code = "invitation_invalid"
    text = _("This invitation link is no longer valid.")
    remedy = _("Ask the person who invited you for a new one.")


class LastOwner(Refusal):
    """A company keeps at least one owner who can sign in."""

    code = "last_owner"
    text = _("The company needs at least one owner who can sign in.")
    remedy = _("Make somebody else an owner first.")


@transaction.atomic
def create_user(*, email: str, password: str, name: str = "", language: str = "") -> User:
    """Create a person who can sign in.

    :raises BadInput: the e-mail is taken.
    """
    if User.objects.filter(email=email.lower()).exists():
        raise BadInput("email", reason=_("There is already a user with this e-mail."))
    return _add_user(email, password, name, language)


@transaction.atomic
def forget_second_factor(*, email: str) -> None:
    """Switch the second factor of somebody off who can no longer give it, and end their sessions.

    :raises BadInput: nobody signs in with this e-mail.
    """
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        raise BadInput("email", reason=_("Nobody signs in with this e-mail."))
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user_id=user.pk)


@transaction.atomic
def add_first_owner(*, company: Company, user: User, name: str = "") -> Member:
    """Make a user the owner of a company that they just created; their name is kept for the next one."""
    if name and not user.name:
        user.name = name
        user.save(update_fields=["name"])
    return Member.objects.create(
        company=company, user=user, name=name or user.name or user.email, email=user.email, role=rules.OWNER
    )


@transaction.atomic
def add_member(
    *,
    actor: Actor,
    name: str,
    email: str = "",
    role: str = rules.MEMBER,
    manager_id: int | None = None,
    region: str = "",
    name_ar: str = "",
) -> Member:
    """Add a person to the company, without sign-in until they accept an invitation.

    :raises BadInput: an unknown role or an empty name.
    """
    actor.require("member.manage")
    if role not in rules.ROLES:
        raise BadInput("role", reason=_("This role does not exist."))
    if role == rules.OWNER and actor.role not in (rules.OWNER, "system"):
        raise BadInput("role", reason=_("Only an owner can make an owner."))
    _refuse_stranger(manager_id)
    if not name.strip():
        raise BadInput("name", reason=_("A member needs a name."))
    member = Member.objects.create(
        name=name.strip(),
        name_ar=name_ar,
        email=email.lower(),
        role=role,
        manager_id=manager_id,
        region=region,
    )
    events.record("member.added", member, name=member.name, role=role)
    return member


@transaction.atomic
def change_member(
    *,
    actor: Actor,
    member_id: int,
    version: int,
    role: str,
    manager_id: int | None = None,
    region: str | None = None,
    name: str = "",
    name_ar: str | None = None,
) -> Member:
    """Change a member's role, manager, region or names; what is left out stays, but for the manager.

    :raises StaleVersion: somebody else changed it since it was read.
    :raises LastOwner: the company would be left without an owner.
    """
    actor.require("member.manage")
    member = _member(member_id)
    member.expect(version)
    if role not in rules.ROLES:
        raise BadInput("role", reason=_("This role does not exist."))
    if role == rules.OWNER and actor.role not in (rules.OWNER, "system"):
        raise BadInput("role", reason=_("Only an owner can make an owner."))
    _refuse_stranger(manager_id)
    if member.role == rules.OWNER and role != rules.OWNER:
        _keep_an_owner(member)
    before = member.role
    member.role, member.manager_id = role, manager_id
    if region is not None:
        member.region = region
    member.name = name.strip() or member.name
    if name_ar is not None:
        member.name_ar = name_ar.strip()
    member.version += 1
    member.save(update_fields=["role", "manager_id", "region", "name", "name_ar", "version"])
    events.record("member.changed", member, role_before=before, role=role)
    return member


@transaction.atomic
def invite_member(*, actor: Actor, member_id: int) -> tuple[Invitation, str]:
    """Invite a member to sign in; earlier links stop working. Returns the invitation and its secret, once."""
    actor.require("member.manage")
    member = _member(member_id)
    if not member.email:
        raise BadInput("email", reason=_("Enter an e-mail for this member first."))
    Invitation.objects.filter(member=member, accepted_at=None).delete()
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        member=member, token_hash=rules.hash_of(secret), expires_at=clock.now() + timedelta(days=INVITATION_DAYS)
    )
    events.record("member.invited", member, email=member.email)
    return invitation, secret


@transaction.atomic
def accept_invitation(*, secret: str, password: str = "", user: User | None = None) -> User:
    """Give a member sign-in by the secret of their invitation, once: a new one with a password, or that of `user`.

    Who signs in here already has to have done so: an invitation is no way past a second factor, nor a place to guess.

    :raises InvitationInvalid: used, expired, unknown, or for somebody else than `user`.
    """
    with every_company():
        invitation = (
            Invitation.everywhere.select_for_update()
            .select_related("member")
            .filter(
                token_hash=rules.hash_of(secret), accepted_at=None, expires_at__gt=clock.now(), member__is_active=True
            )
            .first()
        )
    if invitation is None:
        raise InvitationInvalid()
    with company_scope(invitation.company_id, invitation.member_id):
        member = invitation.member
        if user is None:
            if User.objects.filter(email=member.email).exists():
                raise BadInput("password", reason=_("You have a sign-in already: sign in, then open this link again."))
            user = _add_user(member.email, password, member.name)
        elif user.email != member.email:
            raise InvitationInvalid()
        member.user = user
        member.save(update_fields=["user"])
        invitation.accepted_at = clock.now()
        invitation.save(update_fields=["accepted_at"])
        events.record("member.joined", member)
    return user


@transaction.atomic
def shut_out_member(*, actor: Actor, member_id: int) -> Member:
    """End a leaver's access at once: sessions end, links stop working; what they own stays theirs to hand over.

    :raises LastOwner: they are the only owner.
    """
    actor.require("member.manage")
    member = _member(member_id)
    if member.role == rules.OWNER:
        _keep_an_owner(member)
    member.is_active = False
    member.save(update_fields=["is_active"])
    Invitation.objects.filter(member=member, accepted_at=None).delete()
    if member.user_id and not _comes_in(member.user_id):
        end_sessions(user_id=member.user_id)
    events.record("member.shut_out", member)
    return member


@transaction.atomic
def let_member_back(*, actor: Actor, member_id: int) -> Member:
    """Give a shut-out member access again."""
    actor.require("member.manage")
    member = _member(member_id)
    member.is_active = True
    member.save(update_fields=["is_active"])
    events.record("member.let_back", member)
    return member


def end_sessions(*, user_id: int) -> None:
    """End every session of a user."""
    for session in Session.objects.all().iterator():
        if session.get_decoded().get("_auth_user_id") == str(user_id):
            session.delete()


def choose_language(*, user: User, language: str) -> None:
    """Remember the language a person reads."""
    user.language = language
    user.save(update_fields=["language"])


@transaction.atomic
def choose_digits(*, actor: Actor, arabic: bool) -> None:
    """Remember with which digits a person reads Arabic pages."""
    actor.require("member.view")
    member = _member(actor.member_id or 0)
    User.objects.filter(pk=member.user_id or 0).update(arabic_digits=arabic)
    events.record("member.digits_chosen", member, arabic=arabic)


def _member(member_id: int) -> Member:
    member = Member.objects.select_for_update().filter(pk=member_id).first()
    if member is None:
        raise NotFound()
    return member


def _comes_in(user_id: int) -> bool:
    """Tell whether a user is an active member of any company."""
    with every_company():
        return Member.of_user(user_id).exists()


def _refuse_stranger(manager_id: int | None) -> None:
    if manager_id is not None and not Member.objects.filter(pk=manager_id).exists():
        raise BadInput("manager", reason=_("There is no such member."))


def _keep_an_owner(leaving: Member) -> None:
    others = Member.objects.filter(role=rules.OWNER, is_active=True, user__isnull=False).exclude(pk=leaving.pk)
    if not others.exists():
        raise LastOwner()


def _add_user(email: str, password: str, name: str, language: str = "") -> User:
    user = User(email=User.objects.normalize_email(email).lower(), name=name, language=language)
    user.set_password(password)
    user.save()
    return user
