"""The REST endpoints of the company: its settings, its members, the audit trail, files."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import FileResponse
from ninja import Query, Router, Status
from pydantic import Field

from wasl.access import queries, services
from wasl.access.actor import Request
from wasl.access.models import Member
from wasl.core import attachments
from wasl.core.models import Company, Event
from wasl.core.rest import (
    Change,
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
    Whole,
    give_list,
    gives,
    only_if,
    versioned,
)
from wasl.core.rest.files import ANY

router = Router(tags=["Company"])
Role = Literal["owner", "manager", "sales", "finance", "project_lead", "member", "accountant"]
Module = Literal["crm", "projects", "finance"]


class CompanyOut(Out):
    """The company: what stands on its papers, its country, its currency, the parts of Wasl it uses."""

    id: int
    version: int
    name: str
    name_ar: str
    address: str
    address_ar: str
    registration_number: str
    tax_number: str
    iban: str
    country: str
    base_currency: str
    language: str
    time_zone: str
    fiscal_year_start_month: int
    show_hijri: bool
    modules: list[str]
    logo_id: int | None


class CompanyChange(Change):
    """What changes of the company: only what is sent; country and currency stay as they were."""

    name: Annotated[Line, Field(min_length=1)]
    name_ar: Line
    address: LongText
    address_ar: LongText
    registration_number: Annotated[Line, Field(max_length=50)]
    tax_number: Annotated[Line, Field(max_length=50)]
    iban: Annotated[Line, Field(max_length=42)]
    language: Literal["ar", "en"]
    time_zone: Annotated[Line, Field(max_length=50)]
    fiscal_year_start_month: Annotated[Whole, Field(ge=1, le=12)]
    show_hijri: Flag


class ModuleIn(In):
    """A part of Wasl, and whether it is used; switching off deletes nothing."""

    module: Module
    on: Flag


class MemberOut(Out):
    """A member of the company; without sign-in they only own records."""

    id: int
    version: int
    name: str
    name_ar: str
    email: str
    role: str
    manager_id: int | None
    region: str
    is_active: bool


class MemberIn(In):
    """A new member; without an e-mail they cannot sign in yet."""

    name: Annotated[Line, Field(min_length=1)]
    name_ar: Line = ""
    email: Email = ""
    role: Role = "member"
    manager_id: Ref | None = None
    region: Annotated[Line, Field(max_length=60)] = ""


class MemberChange(Change):
    """What changes of a member: only what is sent."""

    name: Annotated[Line, Field(min_length=1)]
    name_ar: Line
    role: Role
    manager_id: Ref | None
    region: Annotated[Line, Field(max_length=60)]


class EventListing(Listing):
    """Which events a list shows: of one member, of one name, of one record."""

    member_id: Id | None = None
    q: Annotated[Line, Field(max_length=60)] = ""


class EventOut(Out):
    """One thing that happened; `member_id` is nobody for what Wasl did by itself."""

    id: int
    name: str
    at: datetime
    member_id: int | None
    subject_kind: str
    subject_id: int
    party_id: int | None
    facts: dict[str, Any]


def company_out(row: Company) -> CompanyOut:
    """Return the company as programs read it."""
    return CompanyOut.of(row)


def member_out(row: Member) -> MemberOut:
    """Return a member as programs read them."""
    return MemberOut.of(row)


def event_out(row: Event) -> EventOut:
    """Return an event as programs read it."""
    return EventOut.of(row)


@router.get("/company", response=CompanyOut)
def read_company(request: Request) -> Any:
    """Read what the company says of itself."""
    request.actor.require("member.view")
    return company_out(request.actor.company)


@router.patch("/company", response=CompanyOut, openapi_extra=versioned)
def change_company(request: Request, sent: CompanyChange) -> Any:
    """Change what the company says of itself."""
    actor = request.actor

    def write(version: int) -> CompanyOut:
        return company_out(services.change_company(actor=actor, version=version, **sent.said()))

    return only_if(request, sent, lambda: read_company(request), write)


@router.post("/company/modules", response=CompanyOut)
def switch_module(request: Request, sent: ModuleIn) -> Any:
    """Switch a part of Wasl on or off."""
    return company_out(services.switch_module(actor=request.actor, module=sent.module, on=sent.on))


@router.get("/members", response=list[MemberOut])
def list_members(request: Request) -> Any:
    """List the members of the company, the active ones first."""
    request.actor.require("member.view")
    return [member_out(row) for row in queries.members()]


@router.post("/members", response={201: MemberOut})
def add_member(request: Request, sent: MemberIn) -> Any:
    """Add a member; they sign in once they are invited on the pages."""
    return Status(201, member_out(services.add_member(actor=request.actor, **dict(sent))))


@router.get("/members/{member_id}", response=MemberOut)
def read_member(request: Request, member_id: Id) -> Any:
    """Read a member."""
    request.actor.require("member.view")
    return member_out(queries.member(member_id))


@router.patch("/members/{member_id}", response=MemberOut, openapi_extra=versioned)
def change_member(request: Request, member_id: Id, sent: MemberChange) -> Any:
    """Change a member's names, role, manager and region."""
    actor = request.actor

    def write(version: int) -> MemberOut:
        said = sent.over(queries.member(member_id))
        return member_out(services.change_member(actor=actor, member_id=member_id, version=version, **said))

    return only_if(request, sent, lambda: member_out(queries.member(member_id)), write)


@router.post("/members/{member_id}/shut-out", response=MemberOut)
def shut_out_member(request: Request, member_id: Id) -> Any:
    """Shut a member out; what they own stays."""
    return member_out(services.shut_out_member(actor=request.actor, member_id=member_id))


@router.post("/members/{member_id}/let-back", response=MemberOut)
def let_member_back(request: Request, member_id: Id) -> Any:
    """Let a member back who was shut out."""
    return member_out(services.let_member_back(actor=request.actor, member_id=member_id))


@router.get("/audit", response=Page[EventOut])
def list_audit(request: Request, asked: Query[EventListing]) -> Any:
    """List what happened in the company, the newest first."""
    rows = queries.audit(request.actor, asked.q, asked.member_id)
    return give_list(request, asked, rows, event_out, EventOut)


@router.get("/files/{attachment_id}", openapi_extra=gives(ANY))
def read_file(request: Request, attachment_id: Id) -> Any:
    """Read a file that is kept with a record in the caller's sight."""
    kept, path = attachments.open_attachment(actor=request.actor, attachment_id=attachment_id)
    return FileResponse(path.open("rb"), as_attachment=True, filename=kept.file_name, content_type=ANY)
