"""Roles and how far each reaches: a table of act and scope."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

OWN, TEAM, COMPANY = "own", "team", "company"
SCOPES = (OWN, TEAM, COMPANY)
OWNER, MANAGER, SALES, FINANCE, PROJECT_LEAD, MEMBER, ACCOUNTANT = ROLES = (
    "owner",
    "manager",
    "sales",
    "finance",
    "project_lead",
    "member",
    "accountant",
)
EVERY_AREA, READ, WRITE = "*", "read", "write"


def is_reading(act: str) -> bool:
    """Tell whether an act only reads: `invoice.view`, `margin.view_money`."""
    return act.split(".")[-1].startswith("view")


def acts_within(scopes: Iterable[str], acts: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Return the acts that scopes let through; `acts` are those of each area.

    A scope reads `area:read` or `area:write`, `*` standing for every area; who may write may read.
    """
    found: set[str] = set()
    for scope in scopes:
        area, _, reach = scope.partition(":")
        areas = acts if area == EVERY_AREA else {area} & set(acts)
        found |= {act for each in areas for act in acts[each] if reach == WRITE or is_reading(act)}
    return frozenset(found)


def unknown_scopes(scopes: Iterable[str], areas: Iterable[str]) -> list[str]:
    """Return the scopes that are of no area, or neither read nor write."""
    known = {f"{area}:{reach}" for area in (EVERY_AREA, *areas) for reach in (READ, WRITE)}
    return sorted(set(scopes) - known)


def hash_of(secret: str) -> str:
    """Return what is kept of a secret that is too long to be guessed: a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


# What a browser says of itself names others too, hence the order.
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """Return what people call a device by what its browser says of itself: `Firefox · Windows`, or that itself."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return " · ".join(filter(None, (browser, system))) or user_agent[:60] or "–"
