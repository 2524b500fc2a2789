"""Every endpoint of the API, with what it takes filled in from a company's records."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.utils.http import urlencode

from tests.everywhere.routes import MODELS, WORDS
from wasl.api.assembly import the_api
from wasl.core.scope import company_scope

OTHER_MODELS: dict[str, str] = {
    "owner_id": "access.Member",
    "time_entry_id": "projects.TimeEntry",
    "previous_id": "sales.Quote",
    "reason_id": "crm.LossReason",
    "withholding_id": "ledger.Tax",
    "attachment_ids": "core.Attachment",
    "parent_id": "parties.Party",
    "manager_id": "access.Member",
}
DEEPEST = 8


@dataclass(frozen=True)
class Operation:
    """An endpoint: its name, method and path, the schema of its body, and what it needs beside it in its address."""

    name: str
    method: str
    path: str
    body: Any
    is_versioned: bool
    needs: tuple[str, ...] = ()

    @property
    def writes(self) -> bool:
        """Tell whether it writes."""
        return self.method != "get"

    @property
    def parts(self) -> list[str]:
        """Return the parts of its path that are records."""
        return [part.split("}")[0] for part in self.path.split("{")[1:]]

    def url(self, company_id: int, **asked: str) -> str:
        """Return its address for a company's newest records, with what it needs and what is asked for."""
        path = self.path.format(**{part: record(part, company_id) for part in self.parts})
        query = urlencode({name: WORDS[name] for name in self.needs} | asked)
        return f"{path}?{query}" if query else path

    def sent(self, company_id: int) -> Any:
        """Return a body that its schema lets through, with the ids of a company's records."""
        return None if self.body is None else _filled(self.body, "", company_id, 0)


def record(name: str, company_id: int) -> int:
    """Return the id of a company's newest record of the kind that a field names.

    :raises KeyError: it is not known what the field names.
    """
    single = name.replace("_ids", "_id")
    model = apps.get_model(OTHER_MODELS.get(single) or MODELS[single])
    with company_scope(company_id):
        found = model.objects.order_by("-pk").values_list("pk", flat=True).first()
    return int(found) if found is not None else 1


@cache
def operations() -> tuple[Operation, ...]:
    """Return every endpoint."""
    paths = the_api().get_openapi_schema(path_prefix="")["paths"]
    return tuple(
        Operation(
            one["operationId"],
            method,
            path,
            one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema"),
            bool(one.get("x-versioned")),
            tuple(each["name"] for each in one["parameters"] if each["in"] == "query" and each["required"]),
        )
        for path, methods in paths.items()
        for method, one in methods.items()
    )


@cache
def _shapes() -> dict[str, Any]:
    found: dict[str, Any] = the_api().get_openapi_schema(path_prefix="")["components"]["schemas"]
    return found


def _filled(schema: dict[str, Any], name: str, company_id: int, depth: int) -> Any:
    if depth > DEEPEST:
        return None
    if "$ref" in schema:
        return _filled(_shapes()[schema["$ref"].rsplit("/", 1)[1]], name, company_id, depth + 1)
    for choice in ("anyOf", "allOf", "oneOf"):
        if choice in schema:
            return _filled(schema[choice][0], name, company_id, depth + 1)
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    match schema.get("type"):
        case "object":
            named = schema.get("properties", {}).items()
            return {field: _filled(each, field, company_id, depth + 1) for field, each in named}
        case "array":
            return [_filled(schema["items"], name, company_id, depth + 1)]
        case "integer" if name.endswith(("_id", "_ids")):
            return record(name, company_id)
        case "integer":
            return schema.get("minimum", 1)
        case "boolean":
            return schema.get("default", False)
        case "string":
            return _text(schema)
    return None


def _text(schema: dict[str, Any]) -> str:
    form, pattern = schema.get("format", ""), schema.get("pattern", "")
    if form in ("date", "time", "date-time"):
        return {"date": "2026-12-01", "time": "09:30:00", "date-time": "2026-12-01T09:30:00Z"}[form]
    if "[A-Z]{3}" in pattern:
        return "SAR"
    if "[0-9]" in pattern:
        return "10.00"
    return str(schema.get("default") or "x@example.com"[: schema.get("maxLength", 99)])
