"""Roles and how far each reaches: a table of act and scope."""

from __future__ import annotations

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
