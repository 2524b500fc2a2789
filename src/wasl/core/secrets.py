"""Secrets that have to be read again (keys of second factors, passwords of mailboxes), kept sealed in the database.

Sealed by Fernet (AES-128-CBC and HMAC-SHA-256) under a key made of `WASL_SECRET_KEY`: who has the database alone reads
none of them.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Unreadable(Exception):
    """A secret that was sealed under another key: `WASL_SECRET_KEY` has changed."""


def seal(text: str) -> str:
    """Return a secret as it is kept."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return a secret that was kept.

    :raises Unreadable: it was sealed under another key.
    """
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def _box() -> Fernet:
    digest = hashlib.sha256(b"wasl sealed secrets\n" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
