"""Who a session is of: the user and, by the same statement, the companies that are theirs."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from wasl.access.models import Member
from wasl.core.scope import every_company


class MemberBackend(AuthenticationBackend):
    """allauth's sign-in, that reads a user together with their members."""

    def get_user(self, user_id: Any) -> Any:
        """Return the user of a session, None for one who is gone or shut out."""
        with every_company():
            members = list(Member.of_user(user_id).select_related("user"))
        if not members:
            return super().get_user(user_id)
        user: Any = members[0].user
        user.memberships = members
        return user if self.user_can_authenticate(user) else None
