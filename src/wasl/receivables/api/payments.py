"""Endpoints of payments: list, read, receipt; receive, receive all that is open, reverse."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Query, Router, Status
from pydantic import Field

from wasl.access.actor import Request
from wasl.core.rest import (
    AmountIn,
    Day,
    Digits,
    Id,
    In,
    Line,
    OnDay,
    Page,
    Ref,
    Sort,
    file_answer,
    give_list,
    gives,
    minor_in,
    minor_of,
)
from wasl.core.rest.files import PDF
from wasl.core.rest.lists import day
from wasl.receivables import queries, services
from wasl.receivables.api.settling import Dated
from wasl.receivables.api.shapes import (
    ApplyIn,
    Language,
    PaymentOut,
    WholePaymentOut,
    day_of,
    payment_out,
    whole_payment_out,
)
from wasl.receivables.pdf import voucher_pdf
from wasl.receivables.services import Apply

router = Router(tags=["Payments"])
SORTS = {
    "id": Sort(),
    "number": Sort("number", str),
    "date": Sort("date", day),
    "amount": Sort("amount_minor"),
    "left": Sort("left_minor"),
}
Reference = Annotated[Line, Field(max_length=100)]


class PaymentListing(Dated):
    """Which payments a list shows; `q` is looked for in numbers, references, customers and amounts."""

    q: Annotated[Line, Field(max_length=100)] = ""


class PaymentIn(In):
    """Money received: the amount has the bank's fee and the tax withheld in it; what is not applied is an advance."""

    party_id: Ref
    date: Day
    amount: AmountIn
    account_id: Ref
    fee: Digits | None = None
    withholding_id: Ref | None = None
    reference: Reference = ""
    apply: Annotated[list[ApplyIn], Field(max_length=500)] = []


class PaidIn(OnDay):
    """Where the open amount of an invoice came in."""

    account_id: Ref
    reference: Reference = ""


@router.get("/payments", response=Page[PaymentOut])
def list_payments(request: Request, asked: Query[PaymentListing]) -> Any:
    """List money received from customers."""
    rows = queries.payments(request.actor, text=asked.q, **asked.span())
    return give_list(request, asked, rows, payment_out, PaymentOut, SORTS)


@router.post("/payments", response={201: WholePaymentOut})
def receive_payment(request: Request, sent: PaymentIn) -> Any:
    """Record money received, and what it settles."""
    actor = request.actor
    actor.require("payment.post")
    minor, currency = minor_of(sent.amount, actor.company.base_currency)
    paid = services.receive_payment(
        actor=actor,
        party_id=sent.party_id,
        on=sent.date,
        amount_minor=minor,
        account_id=sent.account_id,
        currency=currency,
        apply=[
            Apply(
                one.document_id,
                None if one.amount is None else minor_in(one.amount, currency, f"apply.{place}.amount"),
            )
            for place, one in enumerate(sent.apply)
        ],
        fee_minor=0 if sent.fee is None else minor_in(sent.fee, currency, "fee"),
        withholding_id=sent.withholding_id,
        reference=sent.reference,
    )
    return Status(201, whole_payment_out(queries.payment_page(actor, paid.pk)))


@router.get("/payments/{payment_id}", response=WholePaymentOut)
def read_payment(request: Request, payment_id: Id) -> Any:
    """Read a payment with what it settled."""
    return whole_payment_out(queries.payment_page(request.actor, payment_id))


@router.get("/payments/{payment_id}/pdf", openapi_extra=gives(PDF))
def read_payment_pdf(request: Request, payment_id: Id, language: Language = "ar") -> Any:
    """Read the receipt of a payment as a PDF in Arabic or English."""
    actor = request.actor
    found = queries.payment_page(actor, payment_id)
    return file_answer(voucher_pdf(actor.company, found, language), f"{found.payment.number}-{language}.pdf")


@router.post("/payments/{payment_id}/reverse", response=WholePaymentOut)
def reverse_payment(request: Request, payment_id: Id, sent: OnDay) -> Any:
    """Undo a payment: what it settled is open again."""
    services.reverse_payment(actor=request.actor, payment_id=payment_id, on=day_of(request, sent.on))
    return whole_payment_out(queries.payment_page(request.actor, payment_id))


@router.post("/invoices/{document_id}/pay", response={201: WholePaymentOut})
def receive_open_amount(request: Request, document_id: Id, sent: PaidIn) -> Any:
    """Record that a customer paid all that is open of an invoice."""
    actor = request.actor
    paid = services.receive_open_amount(
        actor=actor,
        document_id=document_id,
        on=day_of(request, sent.on),
        account_id=sent.account_id,
        reference=sent.reference,
    )
    return Status(201, whole_payment_out(queries.payment_page(actor, paid.pk)))
