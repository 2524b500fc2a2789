"""What the OpenAPI description says of every endpoint alike: keys, trials, versions, errors, the way lists go."""

from __future__ import annotations

from typing import Any

from ninja.openapi.schema import OpenAPISchema

from wasl.core.rest.problems import CONTENT_TYPE, Problem

DESCRIPTION = " ".join(
    [
        "Every act and every list of Wasl.",
        "Amounts are texts beside their ISO 4217 currency, dates are days of the company, instants are in UTC.",
        "Lists go on by `next_cursor`.",
        "A write happens once under an `Idempotency-Key`, and changes nothing with `?dry_run=true`.",
        "A change of a record names the version that was read with `If-Match`.",
        "Errors are `application/problem+json` (RFC 9457).",
    ]
)
PROBLEM = {"$ref": "#/components/schemas/Problem"}
WRITES = ("post", "put", "patch", "delete")
KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same content is done once, and answered alike.",
    "schema": {"type": "string", "maxLength": 150, "pattern": "^[!-~]*$"},
}
TRIAL: dict[str, Any] = {
    "name": "dry_run",
    "in": "query",
    "required": False,
    "description": "All of it runs and is answered, nothing is written.",
    "schema": {"type": "boolean", "default": False},
}
IF_MATCH: dict[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of the version that was read.",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
}
REASONS = {
    401: "It is not known who calls.",
    403: "The role or the token does not include this act.",
    404: "There is no such record in this company, or not in the caller's sight.",
    409: "The record's state forbids it, or the key was used with other content.",
    412: "Somebody else changed the record: `conflicts` shows both values by field.",
    422: "A value cannot be used: `errors` says which and why.",
    428: "`If-Match` is missing.",
    429: "Too many calls in this minute.",
    503: "A disk is full or the database is away: ask again after `Retry-After` seconds.",
}


def described(schema: OpenAPISchema) -> OpenAPISchema:
    """Add to each endpoint what all of its kind take and answer."""
    components = schema["components"]["schemas"]
    whole = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    components |= whole.pop("$defs")
    components["Problem"] = whole
    for path in schema["paths"].values():
        for method, operation in path.items():
            _complete(method, operation)
            if body := operation.get("requestBody"):
                body["required"] = _needs_something(body, components)
    _link(schema["paths"])
    return schema


def _needs_something(body: dict[str, Any], components: dict[str, Any]) -> bool:
    """Tell whether a body has a field that must be sent: without one it may be left out."""
    schema = next(iter(body["content"].values()))["schema"]
    if "$ref" in schema:
        schema = components[schema["$ref"].rsplit("/", 1)[1]]
    return schema.get("type") != "object" or bool(schema.get("required"))


def _link(paths: dict[str, Any]) -> None:
    """Say of what is created where it goes on: its id leads to the endpoints of one record."""
    for path, methods in paths.items():
        created = methods.get("post", {}).get("responses", {}).get(201)
        if created is None:
            continue
        for other, further in paths.items():
            rest = other.removeprefix(f"{path}/{{")
            if rest == other or "{" in rest:
                continue
            part = rest.split("}")[0]
            for operation in further.values():
                link = {"operationId": operation["operationId"], "parameters": {part: "$response.body#/id"}}
                created.setdefault("links", {})[operation["operationId"]] = link


def _complete(method: str, operation: dict[str, Any]) -> None:
    statuses = [401, 403, 404, 422, 429]
    if method in WRITES:
        operation["parameters"] += [KEY, TRIAL]
        statuses += [400, 409, 503]
    if operation.get("x-versioned"):
        operation["parameters"].append(IF_MATCH)
        statuses += [412, 428]
    for status in sorted(statuses):
        operation["responses"][status] = {
            "description": REASONS.get(status, "The request cannot be read."),
            "content": {CONTENT_TYPE: {"schema": PROBLEM}},
        }
