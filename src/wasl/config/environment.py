"""Settings that come from the environment; wrong ones are refused at start with what to set."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


class WrongSetting(SystemExit):
    """An environment variable that cannot be used; says which, and what to set."""

    def __init__(self, name: str, remedy: str) -> None:
        super().__init__(f"{name}: {remedy}")


def data_folder() -> Path:
    """Return the data folder (`WASL_HOME`, default `./var`), made if it is not there."""
    home = Path(os.environ.get("WASL_HOME", "var")).resolve()
    (home / "static").mkdir(parents=True, exist_ok=True)
    return home


def secret_key(home: Path) -> str:
    """Return the signing key: `WASL_SECRET_KEY`, or one kept in the data folder, made once."""
    if key := os.environ.get("WASL_SECRET_KEY"):
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
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
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
