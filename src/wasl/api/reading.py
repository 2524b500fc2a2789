"""The OpenAPI description as a page reads it: endpoints by their tag, each with what it takes and an example."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

EXAMPLES = {"date": "2026-11-24", "date-time": "2026-11-24T09:30:00Z", "email": "sara@example.com"}
DEPTH_MAX = 6


@dataclass(frozen=True)
class Parameter:
    """One thing that an endpoint takes beside its body."""

    name: str
    place: str
    kind: str
    is_required: bool
    description: str


@dataclass(frozen=True)
class Endpoint:
    """One endpoint."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[Parameter]
    body: str


def read(schema: dict[str, Any]) -> list[tuple[str, list[Endpoint]]]:
    """Return the endpoints of each tag, both in the order of the description."""
    groups: dict[str, list[Endpoint]] = {}
    shapes = schema["components"]["schemas"]
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append(_endpoint(path, method, operation, shapes))
    return list(groups.items())


def _endpoint(path: str, method: str, operation: dict[str, Any], shapes: dict[str, Any]) -> Endpoint:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    body = json.dumps(_example(content["schema"], shapes), indent=2, ensure_ascii=False) if content else ""
    parameters = [
        Parameter(
            each["name"],
            each["in"],
            _kind(each["schema"], shapes),
            each.get("required", False),
            each.get("description", ""),
        )
        for each in operation["parameters"]
    ]
    return Endpoint(
        operation["operationId"],
        method.upper(),
        path,
        operation["summary"].capitalize(),
        operation.get("description", ""),
        parameters,
        body,
    )


def _kind(schema: dict[str, Any], shapes: dict[str, Any]) -> str:
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return " | ".join(_kind(each, shapes) for each in schema["anyOf"] if each.get("type") != "null")
    if "$ref" in schema:
        return _kind(shapes[schema["$ref"].rsplit("/", 1)[1]], shapes)
    return str(schema.get("format") or schema.get("type") or "")


def _example(schema: dict[str, Any], shapes: dict[str, Any], depth: int = 0) -> Any:
    """Return a value that a schema lets through, as somebody might send it."""
    if depth > DEPTH_MAX:
        return None
    if "$ref" in schema:
        return _example(shapes[schema["$ref"].rsplit("/", 1)[1]], shapes, depth + 1)
    for choice in ("anyOf", "allOf", "oneOf"):
        if choice in schema:
            return _example(schema[choice][0], shapes, depth + 1)
    if "default" in schema and schema["default"] not in (None, ""):
        return schema["default"]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        return {name: _example(each, shapes, depth + 1) for name, each in schema.get("properties", {}).items()}
    if kind == "array":
        return [_example(schema["items"], shapes, depth + 1)]
    if kind == "string":
        return EXAMPLES.get(schema.get("format", ""), _text(schema))
    return {"integer": 1, "number": 1, "boolean": False}.get(str(kind))


def _text(schema: dict[str, Any]) -> str:
    pattern = schema.get("pattern", "")
    if "[A-Z]{3}" in pattern:
        return "SAR"
    return "1150.00" if "[0-9]" in pattern else "…"
