"""Who may come in, and as what."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Now
from django.utils.functional import cached_property

from wasl.core.models import CompanyModel, Versioned
from wasl.core.scope import every_company


class User(AbstractBaseUser):
    """A person who signs in. What they may do is said by their members."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5, blank=True)
    arabic_digits = models.BooleanField(default=False)  # on Arabic pages
    is_active = models.BooleanField(default=True)
    session_epoch = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = BaseUserManager["User"]()

    @property
    def is_staff(self) -> bool:
        """Return False: there is no site administration to enter."""
        return False

    @cached_property
    def memberships(self) -> list[Member]:
        """The active members that the user is, the first joined first, each with its company."""
        with every_company():
            return list(Member.of_user(self.pk))

    def __str__(self) -> str:
        return self.email


class Member(Versioned, CompanyModel):
    """A person in a company, with or without sign-in: who owns leads, deals and tasks."""

    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="members")
    name = models.CharField(max_length=200)
    name_ar = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=20, default="member")
    manager = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="team")
    region = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        base_manager_name = "everywhere"
        constraints = [
            models.UniqueConstraint(
                fields=["company", "user"], condition=models.Q(user__isnull=False), name="member_once"
            ),
        ]
        indexes = [models.Index(fields=["company", "name"], name="member_name")]

    @staticmethod
    def of_user(user_id: int) -> models.QuerySet[Member]:
        """Return the active members of all companies that a user is, each with its company."""
        return Member.everywhere.filter(user_id=user_id, is_active=True).select_related("company").order_by("pk")

    def __str__(self) -> str:
        return self.name

    def display_name(self, language: str) -> str:
        """Return the name in a language, or the one there is."""
        return (self.name_ar or self.name) if language == "ar" else self.name


class ApiToken(CompanyModel):
    """What a program shows to act as a member, within `scopes`. Only its hash is kept; it is shown once.

    `scopes` are "area:read" and "area:write" with a room's label or * for all (`rules.acts_within`).
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    start = models.CharField(max_length=12)  # its first letters, to know it again
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        base_manager_name = "everywhere"
        indexes = [models.Index(fields=["company", "member", "-id"], name="api_token_member")]

    def __str__(self) -> str:
        return self.name


class Invitation(CompanyModel):
    """A way for a member to get sign-in: a link that works once and expires. Only its hash is kept."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        base_manager_name = "everywhere"
