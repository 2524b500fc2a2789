"""Settings that come from the environment; wrong ones are refused at start with what to set."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

SETTINGS = frozenset(
    f"WASL_{name}"
    for name in [
        "API_CALLS_A_MINUTE",
        "DEBUG",
        "DIAGNOSTICS",
        "HOME",
        "HOSTS",
        "HTTPS",
        "LOG",
        "MAIL_FROM",
        "ORIGINS",
        "PASSWORD",
        "SECRET_KEY",
        "SHARED",
        "SIGN_UP_CLOSED",
        "SLOW_QUERY_MS",
        "SMTP_HOST",
        "SMTP_PASSWORD",
        "SMTP_PORT",
        "SMTP_TLS",
        "SMTP_USER",
    ]
)
SECRET_MIN = 32


class WrongSetting(SystemExit):
    """An environment variable that cannot be used; says which, and what to set."""

    def __init__(self, name: str, remedy: str) -> None:
        super().__init__(f"{name}: {remedy}")


def data_folder() -> Path:
    """Return the data folder (`WASL_HOME`, default `./var`), made if it is not there.

    :raises WrongSetting: it cannot be made or written.
    """
    home = Path(os.environ.get("WASL_HOME", "var")).resolve()
    try:
        (home / "static").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongSetting("WASL_HOME", f"name a folder that can be written ({home}: {error.strerror})") from None
    if not os.access(home, os.W_OK):
        raise WrongSetting("WASL_HOME", f"name a folder that can be written ({home})")
    return home


def secret_key(home: Path) -> str:
    """Return the signing key: `WASL_SECRET_KEY`, or one kept in the data folder, made once.

    :raises WrongSetting: it is short enough to be guessed.
    """
    if key := os.environ.get("WASL_SECRET_KEY"):
        if len(key) < SECRET_MIN:
            raise WrongSetting("WASL_SECRET_KEY", f"use a random text of at least {SECRET_MIN} characters")
        return key
    path = home / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


def database(home: Path) -> dict[str, Any]:
    """Return the database of `DATABASE_URL`, or SQLite in the data folder.

    :raises WrongSetting: the address is of another kind.
    """
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return sqlite(home / "wasl.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(parts.path)
        return sqlite(":memory:" if path == "/:memory:" else Path(path))
    if parts.scheme not in ("postgres", "postgresql"):
        raise WrongSetting("DATABASE_URL", "use postgresql://user:password@host/name or sqlite:///path")
    try:
        port = parts.port
    except ValueError:
        raise WrongSetting(
            "DATABASE_URL", "give the port as a number, as in postgresql://user:password@host:5432/name"
        ) from None
    if not parts.path.strip("/"):
        raise WrongSetting("DATABASE_URL", "name the database: postgresql://user:password@host/name")
    return {
        "ENGINE": "wasl.core.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 10},
    }


def sqlite(path: Path | str) -> dict[str, Any]:
    """Return SQLite in WAL mode with immediate transactions, so that writers wait instead of failing."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "TEST": {"NAME": None if path == ":memory:" else f"{path}.test"},
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON; "
                "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;"
            ),
        },
    }


def flag(name: str) -> bool:
    """Return whether a switch is on (`1`); off when absent.

    :raises WrongSetting: any other value than 0 and 1.
    """
    value = os.environ.get(name, "0")
    if value not in ("0", "1"):
        raise WrongSetting(name, "set it to 1 (on) or 0 (off)")
    return value == "1"


def whole(name: str, default: int, least: int, most: int) -> int:
    """Return a whole number.

    :raises WrongSetting: it is none, or outside its bounds.
    """
    value = os.environ.get(name, str(default))
    if not (value.isascii() and value.isdecimal()) or not least <= int(value) <= most:
        raise WrongSetting(name, f"set it to a whole number from {least} to {most}")
    return int(value)


def level(name: str, default: str) -> str:
    """Return a level of logging.

    :raises WrongSetting: there is no such level.
    """
    value = os.environ.get(name, default)
    if value not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise WrongSetting(name, "set it to DEBUG, INFO, WARNING or ERROR")
    return value


def hosts(name: str, default: Sequence[str]) -> list[str]:
    """Return the names by which Wasl is reached.

    :raises WrongSetting: one is an address, or lets every name in.
    """
    found = _words(name) or list(default)
    for host in found:
        if not re.fullmatch(r"\.?[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]", host):
            raise WrongSetting(name, f"give names alone, without https:// or port, separated by commas (not {host!r})")
    return found


def origins(name: str) -> list[str]:
    """Return the addresses whose forms are taken: what a browser shows before the first slash of the path.

    :raises WrongSetting: one is no such address.
    """
    found = _words(name)
    for origin in found:
        if not re.fullmatch(r"https?://[A-Za-z0-9.\[\]:-]+", origin):
            raise WrongSetting(
                name, f"give addresses such as https://wasl.example, separated by commas (not {origin!r})"
            )
    return found


def refuse_misspelt() -> None:
    """Refuse a variable whose name is nearly one of ours: it would do nothing, unseen.

    :raises WrongSetting: there is one.
    """
    for name in sorted(os.environ):
        if name.startswith("WASL_") and name not in SETTINGS and (near := get_close_matches(name, SETTINGS, 1, 0.85)):
            raise WrongSetting(name, f"there is no such setting; use {near[0]}")


def _words(name: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]
