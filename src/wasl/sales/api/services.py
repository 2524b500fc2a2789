"""Endpoints of the catalogue: list, read, add, change."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Query, Router, Status
from pydantic import Field

from wasl.access.actor import Request
from wasl.core.rest import (
    Change,
    Code,
    Flag,
    Id,
    In,
    Line,
    Listing,
    Number,
    Out,
    Page,
    Ref,
    Sort,
    give_list,
    only_if,
    versioned,
)
from wasl.sales import queries, services

router = Router(tags=["Services"])
SORTS = {"id": Sort(), "name": Sort("name", str)}


class ServiceListing(Listing):
    """Which services a list shows."""

    is_active: bool | None = None
    q: Annotated[Line, Field(max_length=100)] = ""


class ServiceOut(Out):
    """What the company sells, with its usual price without tax."""

    id: int
    name: str
    name_ar: str
    code: str
    group: str
    unit: str
    price: Number | None
    currency: str
    tax_id: int | None
    is_active: bool
    version: int


class ServiceFields(In):
    """What a service says."""

    name: Annotated[Line, Field(min_length=1)]
    name_ar: Line = ""
    code: Annotated[Line, Field(max_length=40)] = ""
    group: Annotated[Line, Field(max_length=60)] = ""
    unit: Annotated[Line, Field(max_length=30)] = ""
    price: Annotated[Number, Field(ge=0)] | None = None
    tax_id: Ref | None = None


class ServiceIn(ServiceFields):
    """A new service, in the company's currency where none is named."""

    currency: Code | None = None


class ServiceChange(ServiceFields, Change):
    """What changes of a service: only what is sent; what was quoted keeps its price."""

    name: Annotated[Line, Field(min_length=1)]
    currency: Code
    is_active: Flag


@router.get("/services", response=Page[ServiceOut])
def list_services(request: Request, asked: Query[ServiceListing]) -> Any:
    """List the services."""
    rows = queries.services(request.actor, text=asked.q)
    if asked.is_active is not None:
        rows = rows.filter(is_active=asked.is_active)
    return give_list(request, asked, rows, ServiceOut.of, ServiceOut, SORTS)


@router.post("/services", response={201: ServiceOut})
def add_service(request: Request, sent: ServiceIn) -> Any:
    """Add a service."""
    said = sent.said()
    if sent.currency is None:
        said.pop("currency", None)
    return Status(201, ServiceOut.of(services.add_service(actor=request.actor, **said)))


@router.get("/services/{service_id}", response=ServiceOut)
def read_service(request: Request, service_id: Id) -> Any:
    """Read a service."""
    return ServiceOut.of(queries.service(request.actor, service_id))


@router.patch("/services/{service_id}", response=ServiceOut, openapi_extra=versioned)
def change_service(request: Request, service_id: Id, sent: ServiceChange) -> Any:
    """Change a service."""
    actor = request.actor

    def write(version: int) -> ServiceOut:
        changed = services.change_service(actor=actor, service_id=service_id, version=version, **sent.said())
        return ServiceOut.of(changed)

    return only_if(request, sent, lambda: ServiceOut.of(queries.service(actor, service_id)), write)
