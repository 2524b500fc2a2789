"""The REST endpoints of organisations and people: list, read, who is alike, add, change, files."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Query, Router, Status
from pydantic import Field

from wasl.access.actor import Request
from wasl.core.attachments import attachments_of
from wasl.core.rest import (
    Change,
    CodeOrNone,
    Email,
    Flag,
    Id,
    In,
    Line,
    Listing,
    LongText,
    Out,
    Page,
    Ref,
    Sort,
    Whole,
    give_list,
    only_if,
    versioned,
)
from wasl.core.rest.files import FileOut, file_in, file_out, takes_file
from wasl.parties import queries, services
from wasl.parties.models import Party

router = Router(tags=["Parties"])
SORTS = {"id": Sort(), "name": Sort("name", str), "city": Sort("city", str)}
Kind = Literal["organisation", "person"]


class PartyListing(Listing):
    """Which parties a list shows: customers, suppliers or all; of one account owner."""

    role: Literal["", "customer", "supplier"] = ""
    owner_id: Id | None = None
    q: Annotated[Line, Field(max_length=100)] = ""


class PartyFields(In):
    """What an organisation or a person says of itself; without a currency it is the company's."""

    kind: Kind = "organisation"
    name: Annotated[Line, Field(min_length=1)]
    name_ar: Line = ""
    email: Email = ""
    phone: Annotated[Line, Field(max_length=30)] = ""
    parent_id: Ref | None = None
    owner_id: Ref | None = None
    is_customer: Flag = False
    is_supplier: Flag = False
    tax_number: Annotated[Line, Field(max_length=50)] = ""
    registration_number: Annotated[Line, Field(max_length=50)] = ""
    address: LongText = ""
    city: Annotated[Line, Field(max_length=100)] = ""
    country: Annotated[Line, Field(max_length=60)] = ""
    sector: Annotated[Line, Field(max_length=60)] = ""
    website: Line = ""
    currency: CodeOrNone = ""
    language: Literal["", "ar", "en"] = ""
    payment_terms_days: Annotated[Whole, Field(ge=0, le=365)] = 30


class PartyIn(PartyFields):
    """A new organisation or person; the caller looks after it where no owner is named."""


class PartyChange(PartyFields, Change):
    """What changes of a party: only what is sent."""

    name: Annotated[Line, Field(min_length=1)]


class PartyOut(Out):
    """An organisation or a person."""

    id: int
    kind: Kind
    name: str
    name_ar: str
    email: str
    phone: str
    parent_id: int | None
    owner_id: int | None
    is_customer: bool
    is_supplier: bool
    tax_number: str
    registration_number: str
    address: str
    city: str
    country: str
    sector: str
    website: str
    currency: str
    language: str
    payment_terms_days: int
    created_at: datetime
    version: int


class LikenessAsked(In):
    """What is known of somebody who may be here already."""

    name: Line = ""
    email: Annotated[str, Field(max_length=254)] = ""
    phone: Annotated[Line, Field(max_length=30)] = ""
    tax_number: Annotated[Line, Field(max_length=50)] = ""


class LikenessOut(Out):
    """A party that may be the same, and by what it is known: email, phone, tax_number or name."""

    party: PartyOut
    why: str


def party_out(row: Party) -> PartyOut:
    """Return a party as programs read it."""
    return PartyOut.of(row)


@router.get("/parties", response=Page[PartyOut])
def list_parties(request: Request, asked: Query[PartyListing]) -> Any:
    """List the organisations and people in the caller's sight."""
    actor = request.actor
    actor.require("party.view")
    rows = queries.parties(actor, text=asked.q, role=asked.role, owner_id=asked.owner_id)
    return give_list(request, asked, rows, party_out, PartyOut, SORTS)


@router.get("/likenesses/parties", response=list[LikenessOut])
def list_alike_parties(request: Request, asked: Query[LikenessAsked]) -> Any:
    """List the parties that may be the same as somebody, the surest first."""
    request.actor.require("party.view")
    return [LikenessOut(party=party_out(one.party), why=one.why) for one in queries.alike(**dict(asked))]


@router.post("/parties", response={201: PartyOut})
def add_party(request: Request, sent: PartyIn) -> Any:
    """Add an organisation or a person."""
    return Status(201, party_out(services.add_party(actor=request.actor, **sent.said())))


@router.get("/parties/{party_id}", response=PartyOut)
def read_party(request: Request, party_id: Id) -> Any:
    """Read an organisation or a person; one that was merged leads to whom it was merged into."""
    return party_out(queries.party(request.actor, party_id))


@router.patch("/parties/{party_id}", response=PartyOut, openapi_extra=versioned)
def change_party(request: Request, party_id: Id, sent: PartyChange) -> Any:
    """Change what an organisation or a person says of itself."""
    actor = request.actor

    def write(version: int) -> PartyOut:
        return party_out(services.change_party(actor=actor, party_id=party_id, version=version, **sent.said()))

    return only_if(request, sent, lambda: party_out(queries.party(actor, party_id)), write)


@router.get("/parties/{party_id}/files", response=list[FileOut])
def list_party_files(request: Request, party_id: Id) -> Any:
    """List the files that are kept with a party, the newest first."""
    party = queries.party(request.actor, party_id)
    return [file_out(row) for row in attachments_of("parties.party", [party.pk])]


@router.post("/parties/{party_id}/files", response={201: FileOut}, openapi_extra=takes_file)
def attach_to_party(request: Request, party_id: Id, name: Line = "file") -> Any:
    """Keep a file with a party: the body is the file, `name` says what it is called."""
    actor = request.actor
    party = queries.party(actor, party_id)
    kept = services.attach_file(actor=actor, party_id=party.pk, data=file_in(request), filename=name)
    return Status(201, file_out(kept))
